# Màn hình ki-ốt.
