# Bảng hiển thị ở sảnh.

board-window = Gọi Số – Bảng hiển thị
board-invite = MỜI CÔNG DÂN CÓ SỐ
board-to-counter = đến quầy
board-last-call = Gọi lần cuối
board-number = SỐ
board-counter = QUẦY
board-notice = Thông báo
board-welcome = Kính chào quý ông/bà
board-please-wait = Xin chờ, số được mời sẽ hiện ở đây
board-reconnecting = Đang kết nối lại
board-free = Xin chờ
board-paused = Tạm nghỉ
board-closed = Đóng
board-next = Tiếp theo
board-emergency = KHẨN CẤP – EMERGENCY
