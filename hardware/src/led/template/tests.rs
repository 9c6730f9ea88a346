//! Template files, their bytes, and what is wrong with them.

use proptest::prelude::*;

use super::frame::Understood;
use super::*;
use crate::led::show::Look;

fn shipped(name: &str) -> Template {
    let (file, text) = Template::SHIPPED.into_iter().find(|(file, _)| *file == name).expect("a shipped file");
    Template::read(file, text).unwrap_or_else(|error| panic!("{error}"))
}

fn look(text: &str, brightness: u8) -> Look {
    Look { text: text.to_owned(), brightness, ..Look::dark() }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(" ")
}

fn shown(name: &str, address: u8, text: &str) -> String {
    hex(&shipped(name).frames(address, Some(&Look::dark()), &look(text, 100))[0].bytes)
}

/// The first two vectors are those of the design's hardware notes.
#[test]
fn the_shipped_files_make_the_bytes_they_tell_of() {
    assert_eq!(shown("number-sum8", 5, "999"), "05 03 E7 EF");
    assert_eq!(shown("number-framed", 1, "120"), "3A 00 78 03 01 B6 0A");
    assert_eq!(shown("text-lrc", 5, "A005"), hex(b":05TA005\x31\x31\r\n").replace("31 31", &lrc_of_text()));
    assert_eq!(shown("segments-xor8", 1, "A005"), "AA 55 01 77 3F 3F 6D E4");
    assert_eq!(shown("digits-bcd-crc16", 1, "A012"), "FE 01 F0 12 E4 0D");
}

/// By hand: the bytes after the colon add up, and the two digits are what is missing to 256.
fn lrc_of_text() -> String {
    let sum: u32 = b"05TA005".iter().map(|&byte| u32::from(byte)).sum();
    hex(format!("{:02X}", (256 - sum % 256) % 256).as_bytes())
}

#[test]
fn a_dark_board_shows_the_blank_of_its_format() {
    assert_eq!(shown("number-sum8", 5, ""), "05 FF FF 03");
    assert_eq!(shown("segments-xor8", 1, ""), "AA 55 01 00 00 00 00 FE");
    assert!(shown("digits-bcd-crc16", 1, "").starts_with("FE 01 FF FF "));
}

#[test]
fn brightness_is_sent_only_when_it_changes() {
    let board = shipped("text-lrc");
    let frames = board.frames(5, None, &look("A005", 50));
    assert_eq!(frames.len(), 2);
    assert_eq!(frames[1].bytes[..5], *b":05B\x08");
    assert_eq!(board.frames(5, Some(&look("A004", 50)), &look("A005", 50)).len(), 1);
}

#[test]
fn every_shipped_file_can_be_read_back() {
    for (file, _) in Template::SHIPPED {
        let board = shipped(file);
        let bytes = board.frames(9, Some(&Look::dark()), &look("12", 100))[0].bytes.clone();
        let (understood, length) = board.understand(&bytes).unwrap_or_else(|| panic!("{file}"));
        assert_eq!(understood, Understood::Text { address: Some(9), text: "12".to_owned() }, "{file}");
        assert_eq!(length, bytes.len(), "{file}");
    }
}

fn problem(text: &str) -> String {
    Template::read("x.toml", text).expect_err("a wrong file").to_string()
}

#[test]
fn what_is_wrong_is_said_with_its_line_and_what_would_be_right() {
    insta::assert_snapshot!(problem("name = \"x\"\nshow = []\n"),
        @r#"x.toml:2: 'show' has 0 texts; it needs one, as { text = "ascii", width = 4 }"#);
    insta::assert_snapshot!(problem("name = \"x\"\nshow = [\n {bytes = \"3\"}]\n"),
        @r#"x.toml:3: '3' is no hex; write pairs of digits, as "3A 0D""#);
    insta::assert_snapshot!(problem("name = \"x\"\nshow = [{ text = \"ascii\" }]\n"),
        @"x.toml:2: a text needs a 'width': how many characters the board shows");
    insta::assert_snapshot!(problem("name = \"x\"\nshow = [{ text = \"ascii\", width = 30 }]\n"),
        @"x.toml:2: 'width' is 30; write 1 to 20");
    insta::assert_snapshot!(problem("name = \"x\"\nshow = [{ text = \"u16be\", width = 6 }]\n"),
        @"x.toml:2: a number of 16 bits has at most 5 digits; write 'width' 1 to 5");
    insta::assert_snapshot!(problem("name = \"x\"\nshow = [{ text = \"bcd\", width = 4, blank = 1 }]\n"),
        @r#"x.toml:2: 'blank' belongs to text = "u16be" or "u16le"; remove it"#);
    insta::assert_snapshot!(problem("name = \"x\"\nshow = [{ checksum = \"sum8\" }]\n"),
        @"x.toml:2: 'from' is 0, but only 0 bytes stand before; count from 0");
    insta::assert_snapshot!(problem("name = \"x\"\nshow = [{ bytes = \"3A\", address = \"u8\" }]\n"),
        @"x.toml:2: a part is one of 'bytes', 'address', 'text', 'brightness' and 'checksum'; write one of them");
    insta::assert_snapshot!(problem("name = \"x\"\nshow = [{ bytes = \"3A\", width = 3 }]\n"),
        @"x.toml:2: 'width' does not belong to this part; remove it");
    insta::assert_snapshot!(
        problem("name = \"x\"\nshow = [{ text = \"bcd\", width = 4 }]\nreply = [{ text = \"bcd\", width = 4 }]\n"),
        @"x.toml:3: a text belongs into 'show' only; remove it here");
    insta::assert_snapshot!(
        problem("name = \"x\"\ngap_ms = 5000\nshow = [{ text = \"bcd\", width = 4 }]\n"),
        @"x.toml:2: 5000 ms is too long; write 0 to 1000");
    let unknown = problem("name = \"x\"\nshow = [{ text = \"bcd\", width = 4 }]\nspeed = 3\n");
    assert!(unknown.starts_with("x.toml:3: unknown field `speed`"), "{unknown}");
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic_a_board(noise in prop::collection::vec(any::<u8>(), 0..200)) {
        for (file, _) in Template::SHIPPED {
            let board = shipped(file);
            for at in 0..noise.len() {
                drop(board.understand(&noise[at..]));
            }
        }
    }

    #[test]
    fn arbitrary_texts_never_panic_the_reader(text in ".{0,200}") {
        drop(Template::read("x.toml", &text));
    }
}
