//! Prints a sample slip into a PNG: `cargo run -p goiso-hardware --example slip -- out.png [dots]`.

use std::error::Error;

use goiso_hardware::printer::{Profile, SlipContent, encode, render};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let path = args.next().unwrap_or_else(|| "slip.png".to_owned());
    let profile = match args.next().as_deref() {
        Some("384") => Profile::GENERIC_58MM,
        _ => Profile::GENERIC_80MM,
    };
    let is_long = args.next().is_some();
    let mut slip = sample();
    if is_long {
        "Cấp bản sao trích lục hộ tịch, bản sao giấy khai sinh và các loại giấy tờ khác"
            .clone_into(&mut slip.service);
        "HT-0123".clone_into(&mut slip.number);
        slip.priority = Some("Người cao tuổi (từ 75 tuổi)".to_owned());
        slip.centre = vec!["Trung tâm Phục vụ hành chính công phường Nghĩa Lộ-Trường-Quang-Trọng".to_owned()];
    }
    let bytes = encode(&slip, &profile)?;
    let slips = render(&bytes, profile.dots);
    std::fs::write(&path, slips[0].to_png())?;
    #[expect(clippy::print_stdout, reason = "an example talks to whoever runs it")]
    {
        println!("{} bytes, {} dots high: {path}", bytes.len(), slips[0].height());
    }
    Ok(())
}

fn sample() -> SlipContent {
    SlipContent {
        unit: "UBND xã Tân Cương".to_owned(),
        centre: vec!["Trung tâm Phục vụ".to_owned(), "hành chính công".to_owned()],
        caption: "Số thứ tự của ông/bà".to_owned(),
        number: "A005".to_owned(),
        service: "Chứng thực".to_owned(),
        lines: vec![
            "Trước ông/bà: 4 người".to_owned(),
            "Chờ khoảng 10–15 phút".to_owned(),
            "Quầy 2, 3".to_owned(),
        ],
        priority: None,
        qr: "https://hcc.tancuong.gov.vn/t/0h3k5m7p9r1t2".to_owned(),
        qr_caption: "Quét mã để theo dõi lượt gọi".to_owned(),
        footer: "Thứ Hai 23/11/2026 08:42 · Cảm ơn ông/bà".to_owned(),
    }
}
