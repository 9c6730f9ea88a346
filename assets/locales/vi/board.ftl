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
board-calling = Mời vào
board-serving = Đang phục vụ
board-free = Xin chờ
board-paused = Tạm nghỉ
board-closed = Đóng
board-next = Tiếp theo
board-n-waiting = { $n } người chờ
board-emergency = KHẨN CẤP – EMERGENCY
board-silent = Bảng không có tiếng
