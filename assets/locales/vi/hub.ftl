# Trang web và lời của máy chủ.

follow-your-number = Số của ông/bà
follow-ahead = người phía trước
follow-minutes = phút nữa (ước tính)
follow-being-called = Đang gọi
follow-counter = Quầy
follow-called = Mời ông/bà đến quầy { $counter }
follow-serving = Đang phục vụ tại quầy { $counter }
follow-absent = Đã gọi nhưng ông/bà chưa đến. Xin báo cán bộ hướng dẫn.
follow-held = Tạm gác để bổ sung giấy tờ. Mời ông/bà quay lại quầy { $counter }, đưa phiếu này ra: sẽ được gọi trước.
follow-put-off = Hôm nay đã hết giờ. Số này được giữ và gọi trước vào ngày làm việc tới.
follow-done = Đã xong. Cảm ơn ông/bà!
follow-cancelled = Lượt này đã kết thúc
board-touch-for-sound = Chạm để bật tiếng
follow-unknown = Không tìm thấy số này trong hôm nay. Số chỉ có giá trị trong ngày.
