//! A usual slip, for trials, tests and measurements.

use super::slip::{SlipContent, SlipTexts};

impl SlipContent {
    /// A slip as a commune's centre prints it, in Vietnamese and English.
    pub fn sample() -> Self {
        let text = str::to_owned;
        Self {
            number: text("A005"),
            qr: text("http://10.0.0.5:7300/t/0h3k5m7p9r1t2"),
            texts: SlipTexts {
                unit: text("UBND xã Tân Cương"),
                centre: text("Trung tâm Phục vụ hành chính công"),
                caption: text("Số thứ tự của ông/bà"),
                service: text("Chứng thực"),
                priority: String::new(),
                counters: text("Quầy 2, 3"),
                place: text("Tầng 1, bên trái"),
                ahead: text("Trước ông/bà: 4 người"),
                wait: text("Chờ khoảng 10–15 phút"),
                qr_caption: text("Quét mã để theo dõi lượt gọi"),
                date: text("Thứ Hai 23/11/2026 08:42"),
                footer: text("Cảm ơn ông/bà"),
            },
            second: Some(SlipTexts {
                unit: text("People’s Committee of Tân Cương"),
                centre: text("Public Administration Service Centre"),
                caption: text("Your number"),
                service: text("Certification"),
                priority: String::new(),
                counters: text("Counter 2, 3"),
                place: text("First floor, left"),
                ahead: text("4 people before you"),
                wait: text("Wait about 10–15 minutes"),
                qr_caption: text("Scan to follow your turn"),
                date: text("Monday 23/11/2026 08:42"),
                footer: text("Thank you"),
            }),
        }
    }
}
