# Phiếu in ở ki-ốt.

slip-caption = Số thứ tự của ông/bà
slip-priority = Ưu tiên: { $class }
slip-ahead = Trước ông/bà: { $n } người
slip-wait = Chờ khoảng { $min }–{ $max } phút
slip-wait-about = Chờ khoảng { $n } phút
slip-wait-now = Xin mời vào ngay
slip-wait-unknown = Thời gian chờ: chưa đủ số liệu
slip-counters = Quầy { $list }
slip-scan = Quét mã để theo dõi lượt gọi
slip-footer = Cảm ơn ông/bà
slip-emergency-caption = Số dự phòng của ông/bà
slip-emergency-order = Được gọi theo giờ lấy số khi máy chủ hoạt động lại
slip-test = PHIẾU IN THỬ – KHÔNG CÓ GIÁ TRỊ
