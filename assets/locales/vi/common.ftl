# Dùng chung cho mọi màn hình.

language-name = Tiếng Việt

# Ngày giờ. 1 = thứ Hai … 7 = Chủ Nhật; day, month, hour, minute có hai chữ số.
date-weekday = { $n ->
    [1] Thứ Hai
    [2] Thứ Ba
    [3] Thứ Tư
    [4] Thứ Năm
    [5] Thứ Sáu
    [6] Thứ Bảy
   *[7] Chủ Nhật
}
date-short = { $weekday }, { $day }/{ $month }
time-short = { $hour }:{ $minute }
date-full = { $weekday }, { $day }/{ $month }/{ $year }
date-time = { $weekday } { $day }/{ $month }/{ $year } { $hour }:{ $minute }

# Thời gian chờ.
wait-now = Vào ngay
wait-about = ~ { $n } phút
wait-between = { $min }–{ $max } phút
wait-unknown = Chưa đủ số liệu
minutes-short = { $n } ph

# Đường truyền tới máy chủ.
link-down = Mất kết nối với máy chủ, đang thử lại…
link-connecting = Đang kết nối với máy chủ…
link-not-accepted = Máy chủ chưa nhận thiết bị này. Xin báo người quản trị.

# Cảnh báo cho cán bộ; device là tên thiết bị.
alert-led-down = Bảng LED của quầy không trả lời
alert-led-down-at = Bảng LED của quầy { $counter } không trả lời
alert-printer-no-paper = Máy in { $device } hết giấy
alert-printer-paper-low = Máy in { $device } sắp hết giấy
alert-printer-fault = Máy in { $device } không in được
alert-keypad-gone = Bàn phím { $device } mất kết nối, xin bấm trên màn hình
alert-scanner-gone = Máy quét { $device } mất kết nối, xin kiểm tra dây cắm
alert-journal-unavailable = Máy chủ không ghi được dữ liệu, tạm ngừng cấp số và gọi số
alert-number-turned-away = Số dự phòng { $device } không gọi được, xin tìm người giữ số và cấp số mới
alert-unknown = Thiết bị { $device } cần kiểm tra

# Kết quả phục vụ.
outcome-done = Hoàn thành
outcome-received = Đã nhận hồ sơ
outcome-refused = Không nhận hồ sơ
outcome-guided = Đã hướng dẫn

# Lý do tạm nghỉ.
pause-break = Nghỉ giải lao
pause-lunch = Nghỉ trưa
pause-meeting = Họp
pause-technical = Sự cố kỹ thuật

# Vì sao đến lượt số này.
reason-oldest = Chờ lâu nhất
reason-in-order = Đến trước
reason-priority = Ưu tiên
reason-max-wait = Chờ quá lâu
reason-out-of-turn = Gọi ngoài thứ tự
reason-returned = Quay lại sau bổ sung
reason-restored = Vắng, đã quay lại
reason-transferred = Chuyển từ quầy khác
reason-appointment = Đặt hẹn
reason-carried-over = Hẹn từ hôm trước
reason-service-order = Dịch vụ được gọi trước
reason-service-share = Đến lượt dịch vụ này
reason-helping = Hỗ trợ quầy khác
reason-walk-in = Đến thẳng quầy
reason-unknown = Theo quy định

# Tình trạng quầy.
counter-state-closed = Đã đóng
counter-state-open = Đang mở
counter-state-paused = Tạm nghỉ
