# Trang web và lời của máy chủ.
