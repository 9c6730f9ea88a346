use goiso_model::TicketId;
use proptest::prelude::*;

use super::lines::LineAssembler;
use super::typed::{TypedAssembler, strokes_of};
use super::*;

pub(super) const CARD: &str = "001099000001||NGUYỄN VĂN A|01011999|Nam|Số 1 Phố X, Hà Nội|01072021";

fn scanned(text: &str) -> Vec<Scan> {
    LineAssembler::default().take(format!("{text}\r").as_bytes())
}

fn typed(text: &str) -> Vec<Scan> {
    TypedAssembler::default().take(&[strokes_of(text), enter()].concat())
}

fn enter() -> Vec<crate::input::Stroke> {
    vec![crate::input::Stroke { code: 28, motion: crate::input::Motion::Down }]
}

/// What came of it, in a few words.
fn told(scans: &[Scan]) -> String {
    let one = |scan: &Scan| match scan {
        Scan::IdentityCard(card) => {
            let sex = match card.sex {
                Sex::Male => "man",
                Sex::Female => "woman",
            };
            format!("{sex} of {}", card.birth_year)
        }
        Scan::Dossier(code) => format!("dossier {code} of {}", code.prefix()),
        Scan::Slip(ticket) => format!("slip {ticket}"),
        Scan::Appointment(code) => format!("appointment {}", code.as_str()),
        Scan::Refused(refusal) => format!("{refusal:?}"),
    };
    scans.iter().map(one).collect::<Vec<_>>().join(", ")
}

#[test]
fn a_card_gives_its_birth_year_its_sex_and_nothing_to_read() {
    let scans = scanned(CARD);
    assert_eq!(told(&scans), "man of 1999");
    let Scan::IdentityCard(card) = &scans[0] else { panic!("no card") };
    assert_eq!(card.number.expose_digits(), b"001099000001");
    assert_eq!(format!("{scans:?} {:?}", card.number), "[IdentityCard(IdentityCard(…))] …");
}

#[test]
fn cards_of_every_make_are_read() {
    for (text, expected) in [
        ("079305012345|123456789|TRẦN THỊ B|31122005|Nữ|Huế|01012023", "woman of 2005"),
        // The marks behind the letter, as some scanners send them; more fields, as newer cards have them.
        ("001148000009||Â|29021948|Nu\u{31b}\u{303}|X|01072021|a|b|c|d", "woman of 1948"),
        ("001099000001||A|01011999|Nam|X", "man of 1999"),
        ("\u{feff}001099000001||A|01011999|Nam|X|", "man of 1999"),
    ] {
        assert_eq!(told(&scanned(text)), expected, "{text}");
    }
}

#[test]
fn a_card_that_contradicts_itself_is_refused_kindly() {
    for text in [
        "001099000001||A|01011998|Nam|X|01072021",
        "001099000001||A|31021999|Nam|X|01072021",
        "001099000001||A|01011999|Nữ|X|01072021",
        "001099000001||A|01011999|Nam|X|01071989",
        "001099000001|12345|A|01011999|Nam|X|01072021",
        "001099000001||A|01011999|Nam",
        "0010990000012||A|01011999|Nam|X|01072021",
    ] {
        assert_eq!(told(&scanned(text)), "CardBroken", "{text}");
    }
    assert_eq!(told(&scanned("8934567890123")), "Unknown", "a barcode of a shop");
}

#[test]
fn a_card_typed_by_a_scanner_needs_its_digits_only() {
    for text in [
        CARD,
        "001099000001//NGUYEN VAN A/01011999/Nam/So 1 Pho X, Ha Noi/01072021",
        "001099000001\\123456789\\NGUYE64N\\01011999\\N\\01072021",
        "001099000001123456789NGUYEN01011999NAM01072021",
    ] {
        assert_eq!(told(&typed(text)), "man of 1999", "{text}");
    }
    assert_eq!(told(&typed("001099000001||A|01011998|Nam|X|01072021")), "CardBroken");
    assert_eq!(told(&typed("8934567890123")), "Unknown");
}

#[test]
fn dossier_codes_are_found_by_themselves_and_in_links() {
    for (text, expected) in [
        ("000.00.01.H26-260930-0012", "dossier 000.00.01.H26-260930-0012 of 000.00.01.H26"),
        ("h19.12–251015–0001", "dossier H19.12-251015-0001 of H19.12"),
        (
            "https://dichvucong.gov.vn/p/home?ma_ho_so=G22.99-240229-000123&x=H19.12-251015-0001",
            "dossier G22.99-240229-000123 of G22.99",
        ),
        // 29 February of no leap year, five parts, a short serial, a procedure's code.
        ("H19.12-250229-0001", "Unknown"),
        ("0.0.0.0.H26-260930-0012", "Unknown"),
        ("H19.12-251015-001", "Unknown"),
        ("1.014390", "Unknown"),
    ] {
        assert_eq!(told(&scanned(text)), expected, "{text}");
        if text.is_ascii() {
            assert_eq!(told(&typed(text)), expected, "typed {text}");
        }
    }
}

#[test]
fn our_own_slips_and_appointments_are_known() {
    let ticket = TicketId::from_bits(0x1234_5678_9abc_def0);
    let slip = format!("slip {ticket}");
    assert_eq!(told(&scanned(&format!("http://10.0.0.5:7300/t/{ticket}"))), slip);
    assert_eq!(
        told(&scanned(&format!("HTTPS://SO.EXAMPLE/T/{}?L=VI", ticket.to_string().to_uppercase()))),
        slip
    );
    assert_eq!(told(&typed(&format!("http://10.0.0.5:7300/t/{ticket}"))), slip);
    assert_eq!(told(&scanned("goiso:a:hn-0042")), "appointment HN-0042");
    assert_eq!(told(&scanned("goiso:a:..")), "Unknown");
    assert_eq!(told(&scanned("http://10.0.0.5:7300/t/A005")), "Unknown");
}

#[test]
fn texts_end_with_either_sign_or_both_and_empty_ones_are_nothing() {
    let bytes = b"\r\nH19.12-251015-0001\r\n\r\nH19.12-251015-0002\n".as_slice();
    let told_of = told(&LineAssembler::default().take(bytes));
    assert_eq!(told_of, "dossier H19.12-251015-0001 of H19.12, dossier H19.12-251015-0002 of H19.12");
}

#[test]
fn a_scanner_without_a_suffix_is_understood_and_noise_before_a_pause_is_nothing() {
    let mut lines = LineAssembler::default();
    assert_eq!(lines.take(b"H19.12-251015-0001"), []);
    assert!(lines.is_within());
    assert_eq!(told(lines.pause().as_slice()), "dossier H19.12-251015-0001 of H19.12");
    assert_eq!(lines.take(b"\x00\xf8~~"), []);
    assert_eq!(lines.pause(), None);
    assert!(!lines.is_within());
}

#[test]
fn a_text_without_end_is_refused_once() {
    let mut lines = LineAssembler::default();
    assert_eq!(lines.take(&vec![b'7'; SCAN_BYTES_MAX + 1]), []);
    assert_eq!(told(&lines.take(b"\r")), "TooLong");
    assert_eq!(told(&lines.take(b"H19.12-251015-0001\r")), "dossier H19.12-251015-0001 of H19.12");
}

#[test]
fn a_card_in_another_code_page_still_has_its_digits() {
    let mut bytes = b"001099000001||NGUY".to_vec();
    bytes.extend([0xd0, 0xff, 0x80]);
    bytes.extend(b"N|01011999|Nam|H|01072021\r");
    assert_eq!(told(&LineAssembler::default().take(&bytes)), "man of 1999");
}

/// Cards as offices print them.
fn cards() -> impl Strategy<Value = (String, [String; 5])> {
    let person = (1900_i16..2100, 1_i8..=12, 1_i8..=28, any::<bool>());
    (person, 0_u32..1_000_000, "[A-ZĂÂĐÊÔƠƯ]{2,7} [A-ZÀÁẢÃẠ]{2,7}", "Số [0-9]{1,3} Phố [A-Z]{4,9}").prop_map(
        |((year, month, day, is_male), random, name, address)| {
            let code = (year / 100 - 19) * 2 + i16::from(!is_male);
            let number = format!("001{code}{:02}{random:06}", year % 100);
            let birth = format!("{day:02}{month:02}{year}");
            let sex = if is_male { "Nam" } else { "Nữ" };
            let text = format!("{number}|123456789|{name}|{birth}|{sex}|{address}|01012199");
            (text, [number, name, birth, address, "123456789".to_owned()])
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_of_a_card_can_be_shown((text, secrets) in cards()) {
        for scans in [scanned(&text), typed(&text)] {
            prop_assert!(matches!(scans.as_slice(), [Scan::IdentityCard(_)]), "{text}");
            let shown = format!("{scans:?} {scans:#?}");
            for secret in &secrets {
                prop_assert!(!shown.contains(secret.as_str()), "{shown}");
            }
        }
    }

    #[test]
    fn after_noise_the_next_text_is_understood(
        noise in proptest::collection::vec(any::<u8>(), 0..6000),
        ends in any::<bool>(),
        (text, _) in cards(),
    ) {
        let mut lines = LineAssembler::default();
        lines.take(&noise);
        if ends { lines.take(b"\r"); } else { lines.pause(); }
        let scans = lines.take(format!("{text}\r").as_bytes());
        prop_assert!(matches!(scans.as_slice(), [Scan::IdentityCard(_)]));
    }

    #[test]
    fn after_any_strokes_and_a_pause_the_next_text_is_understood(
        noise in proptest::collection::vec((any::<u16>(), any::<bool>()), 0..300),
        (text, _) in cards(),
    ) {
        let noise: Vec<_> = noise.iter().map(|&(code, is_down)| crate::input::Stroke {
            code: code % 130,
            motion: if is_down { crate::input::Motion::Down } else { crate::input::Motion::Up },
        }).collect();
        let mut assembler = TypedAssembler::default();
        assembler.take(&noise);
        assembler.pause();
        let scans = assembler.take(&[strokes_of(&text), enter()].concat());
        prop_assert!(matches!(scans.as_slice(), [Scan::IdentityCard(_)]));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in ".{0,80}", digits in "[0-9|/\\-.A-H:]{0,60}") {
        for text in [&text, &digits, &format!("001099000001{text}"), &format!("goiso:a:{digits}")] {
            for source in [Source::Serial, Source::Keyboard] {
                // What it is does not matter here.
                drop(recognise(text, source));
            }
        }
    }
}
