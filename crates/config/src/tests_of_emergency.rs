//! Numbers for the time when the hub is away.

use super::tests::{SMALL, wrong_with};
use super::*;

/// What each kiosk is lent, e.g. "K1-901 to K1-999, 50 ahead".
fn lent(more: &str) -> Vec<String> {
    let config = Config::parse(&format!("{SMALL}{more}"), "centre.toml").unwrap();
    let lending = config.lending();
    let words = config.kiosks.iter().map(|kiosk| {
        lending.get(&kiosk.name).map_or_else(
            || "nothing".to_owned(),
            |rules| {
                let series = rules.series();
                let (first, last) = (series.number(rules.first), series.number(rules.last));
                format!("{first} to {last}, {} ahead", rules.count)
            },
        )
    });
    words.collect()
}

const KIOSKS: &str =
    "[[kiosks]]\nname = 'k'\n[[kiosks]]\nname = 'l'\n[[kiosks]]\nname = 'm'\nemergency_numbers = 0\n";

const LED: &str = "led = { bus = \"bus\", address = 1 }\n[[led_buses]]\nname = \"bus\"\nkind = \"virtual\"\n";

#[test]
fn every_kiosk_is_lent_numbers_of_its_own_unless_the_file_says_otherwise() {
    assert_eq!(lent(KIOSKS), ["K1-901 to K1-999, 50 ahead", "K2-901 to K2-999, 50 ahead", "nothing"]);
    let own = "[[kiosks]]\nname = 'k'\nemergency_numbers = 20\nemergency_prefix = 'M'\nemergency_first = 8001\nemergency_last = 8200\n";
    assert_eq!(lent(own), ["M8001 to M8200, 20 ahead"]);
}

#[test]
fn narrow_displays_show_shorter_numbers() {
    let narrow = format!("{LED}width = 4\n{KIOSKS}");
    assert_eq!(lent(&narrow), ["K101 to K199, 50 ahead", "K201 to K299, 50 ahead", "nothing"]);
    let wide = format!("{LED}width = 6\n{KIOSKS}");
    assert_eq!(lent(&wide)[0], "K1-901 to K1-999, 50 ahead");
    let elsewhere = format!("{LED}width = 4\n{KIOSKS}[[services]]\nid = 'x'\nsign = 'X'\nname = 'X'\n[[counters]]\nnumber = 2\nservices = ['x']\n")
        .replace("name = 'k'", "name = 'k'\nservices = ['x']");
    assert_eq!(lent(&elsewhere)[0], "K1-901 to K1-999, 50 ahead", "no display ever shows them");
}

#[test]
fn usual_numbers_that_do_not_go_are_left_out_with_a_warning() {
    let text = format!("{SMALL}{LED}width = 3\n{KIOSKS}");
    let text = text
        .replace("sign = \"A\"", "sign = \"A\"\nwidth = 2\nlast = 99")
        .replace("sign = \"B\"", "sign = \"B\"\nwidth = 2\nlast = 99");
    let config = Config::parse(&text, "centre.toml").unwrap();
    assert_eq!(config.lending(), [].into());
    let paths: Vec<_> = config.warnings().into_iter().map(|warning| warning.path).collect();
    assert_eq!(paths, ["kiosks.k.emergency_numbers", "kiosks.l.emergency_numbers"]);
}

#[test]
fn numbers_that_the_file_asks_for_must_be_told_apart_and_fit() {
    insta::assert_snapshot!(wrong_with(&format!("{LED}width = 4\n[[kiosks]]\nname = 'k'\nemergency_prefix = 'K1-'\n")), @r#"centre.toml:25: kiosks.k.emergency_prefix: 'K1-999' does not fit the display over counter 1; choose a shorter prefix, e.g. "K", with fewer digits"#);
    insta::assert_snapshot!(wrong_with("[[kiosks]]\nname = 'k'\nemergency_prefix = 'A'\n[[kiosks]]\nname = 'l'\nemergency_prefix = 'L'\n[[kiosks]]\nname = 'm'\nemergency_prefix = 'L'\n"), @r"
    centre.toml:20: kiosks.k.emergency_prefix: could give the same number as series 'chung-thuc'; choose another emergency_prefix
    centre.toml:26: kiosks.m.emergency_prefix: could give the same number as kiosk 'l' while the hub is away; choose another emergency_prefix
    ");
    insta::assert_snapshot!(wrong_with("[[kiosks]]\nname = 'k'\nemergency_first = 1\n[[kiosks]]\nname = 'l'\nemergency_numbers = 0\nemergency_prefix = 'l'\n[[kiosks]]\nname = 'm'\nemergency_prefix = 'm'\nemergency_first = 999\nemergency_last = 901\n"), @r#"
    centre.toml:20: kiosks.k.emergency_first: needs emergency_prefix beside it, e.g. emergency_prefix = "K1-"
    centre.toml:24: kiosks.l.emergency_prefix: says which numbers, but emergency_numbers = 0 means none; remove one
    centre.toml:27: kiosks.m.emergency_prefix: 'm' must be in capitals, with no space before them
    centre.toml:28: kiosks.m.emergency_first: 999 is after last 901; swap them
    "#);
}
