//! Slips as bytes, and as paper again.

use proptest::prelude::*;

use super::*;
use crate::printer::{Bitmap, Command, EncodeError, SlipTexts, next_command, render};

fn slip() -> SlipContent {
    SlipContent::sample()
}

fn commands(bytes: &[u8]) -> Vec<Command> {
    let mut commands = Vec::new();
    let mut rest = bytes;
    while let Some((command, length)) = next_command(rest) {
        commands.push(command);
        rest = &rest[length..];
    }
    assert!(rest.is_empty(), "{} bytes are left", rest.len());
    commands
}

#[test]
fn a_slip_begins_with_plain_modes_and_ends_with_the_cut() {
    let bytes = encode(&slip(), &Profile::GENERIC_80MM).unwrap();
    assert!(bytes.starts_with(&[0x1b, 0x21, 0, 0x1d, 0x21, 0, 0x1b, 0x61, 1, 0x1b, 0x32, 0x1b, 0x45, 0]));
    assert!(bytes.ends_with(&[0x1d, 0x56, 0x42, 0]));
    let commands = commands(&bytes);
    assert!(!commands.contains(&Command::Init), "ESC @ erases what the printer keeps");
    assert!(!commands.iter().any(|c| matches!(c, Command::Noise(_) | Command::Text(_) | Command::RealTime)));
    assert_eq!(commands.iter().filter(|c| **c == Command::Cut).count(), 1);
}

/// The frames are those of the design's hardware notes.
#[test]
fn the_printer_draws_the_qr_code_itself() {
    let bytes = encode(&slip(), &Profile::GENERIC_80MM).unwrap();
    let text = slip().qr;
    let frames = [
        &[0x1d, 0x28, 0x6b, 4, 0, 0x31, 0x41, 0x32, 0][..],
        &[0x1d, 0x28, 0x6b, 3, 0, 0x31, 0x43, 6],
        &[0x1d, 0x28, 0x6b, 3, 0, 0x31, 0x45, 0x31],
        &[0x1d, 0x28, 0x6b, text.len() as u8 + 3, 0, 0x31, 0x50, 0x30],
        text.as_bytes(),
        &[0x1d, 0x28, 0x6b, 3, 0, 0x31, 0x51, 0x30],
    ]
    .concat();
    assert_eq!(bytes.windows(frames.len()).filter(|part| *part == frames).count(), 1);
}

#[test]
fn the_number_is_sent_in_double_dots() {
    let bytes = encode(&slip(), &Profile::GENERIC_80MM).unwrap();
    let doubled: Vec<_> = commands(&bytes)
        .into_iter()
        .filter_map(|command| match command {
            Command::Raster(bitmap, (2, 2)) => Some((bitmap.width(), bitmap.height())),
            _ => None,
        })
        .collect();
    assert_eq!(doubled, [(240, 64)]);
}

#[test]
fn a_slip_leaves_a_slow_line_in_time() {
    let bytes = encode(&slip(), &Profile::GENERIC_80MM).unwrap().len();
    assert!(bytes < 13_000, "{bytes} bytes");
}

#[test]
fn a_printer_without_qr_codes_gets_the_same_code_as_a_raster() {
    let raster = Profile { qr: QrSupport::Raster, ..Profile::GENERIC_80MM };
    let native = render(&encode(&slip(), &Profile::GENERIC_80MM).unwrap(), 576);
    let drawn = render(&encode(&slip(), &raster).unwrap(), 576);
    let ink = |slips: &[Bitmap]| slips[0].bytes().iter().map(|byte| byte.count_ones()).sum::<u32>();
    assert_eq!((native[0].height(), ink(&native)), (drawn[0].height(), ink(&drawn)));
}

#[test]
fn a_slip_without_a_link_has_no_code() {
    let bytes = encode(&SlipContent { qr: String::new(), ..slip() }, &Profile::GENERIC_80MM).unwrap();
    assert!(!commands(&bytes).contains(&Command::QrPrint));
}

#[test]
fn a_priority_makes_the_slip_longer_by_its_plate() {
    let mut with = slip();
    with.texts.priority = "Ưu tiên: Người cao tuổi".to_owned();
    let height = |slip: &SlipContent| render(&encode(slip, &Profile::GENERIC_80MM).unwrap(), 576)[0].height();
    assert!(height(&with) > height(&slip()) + 30);
}

#[test]
fn long_texts_stay_on_narrow_paper() {
    let long = SlipContent {
        number: "KHAI-SINH-0123456789".to_owned(),
        texts: SlipTexts {
            service: "Cấp bản sao trích lục hộ tịch, bản sao giấy khai sinh".to_owned(),
            centre: "Nghiêng-nghiêng-nghiêng-nghiêng-nghiêng-nghiêng".to_owned(),
            priority: "Người có công với cách mạng, thân nhân liệt sĩ, người khuyết tật nặng".to_owned(),
            ..slip().texts
        },
        ..slip()
    };
    for profile in [Profile::GENERIC_80MM, Profile::GENERIC_58MM] {
        let bytes = encode(&long, &profile).unwrap();
        for command in commands(&bytes) {
            if let Command::Raster(bitmap, (scale, _)) = command {
                assert!(
                    bitmap.width() * scale <= usize::from(profile.dots),
                    "{} dots",
                    bitmap.width() * scale
                );
            }
        }
    }
}

#[test]
fn a_link_that_no_code_holds_is_an_error() {
    let long = SlipContent { qr: "x".repeat(SlipContent::QR_BYTES_MAX + 1), ..slip() };
    let error = encode(&long, &Profile::GENERIC_80MM).unwrap_err();
    assert_eq!(error, EncodeError::QrTooLong { bytes: SlipContent::QR_BYTES_MAX + 1 });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_text_becomes_one_slip_that_fits_its_paper(
        text in "\\PC{0,60}",
        number in "\\PC{0,14}",
        dots in prop::sample::select(vec![384_u16, 432, 512, 576, 640]),
    ) {
        let content = SlipContent {
            number,
            texts: SlipTexts { service: text.clone(), priority: text.clone(), footer: text, ..slip().texts },
            ..slip()
        };
        let profile = Profile { dots, ..Profile::GENERIC_80MM };
        let bytes = encode(&content, &profile).unwrap();
        prop_assert_eq!(render(&bytes, dots).len(), 1);
        for command in commands(&bytes) {
            if let Command::Raster(bitmap, (scale, _)) = command {
                prop_assert!(bitmap.width() * scale <= usize::from(dots));
            }
        }
    }
}
