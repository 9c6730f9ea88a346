use goiso_domain::PriorityRule;
use goiso_model::{Language, ServiceId};
use proptest::prelude::*;

use super::*;

pub(super) fn slug(text: &str) -> ServiceId {
    text.parse().unwrap()
}

/// A small centre that is right.
pub(super) const SMALL: &str = r#"
[centre]
name = "Trung tâm"

[[services]]
id = "chung-thuc"
sign = "A"
name = "Chứng thực"

[[services]]
id = "ho-tich"
sign = "B"
name = "Hộ tịch"

[[counters]]
number = 1
services = ["chung-thuc", "ho-tich"]
"#;

/// What is wrong with the small centre after one change.
fn wrong_after(from: &str, to: &str) -> String {
    assert!(SMALL.contains(from), "{from}");
    wrong(&SMALL.replacen(from, to, 1))
}

/// What is wrong with the small centre with more below it.
pub(super) fn wrong_with(more: &str) -> String {
    wrong(&format!("{SMALL}{more}"))
}

fn wrong(text: &str) -> String {
    Config::parse(text, "centre.toml").expect_err("something is wrong").to_string()
}

#[test]
fn what_is_left_out_has_its_default() {
    let config = Config::parse(SMALL, "centre.toml").unwrap();
    assert_eq!(config.centre.zone, "Asia/Ho_Chi_Minh");
    assert_eq!(config.centre.languages, [Language::vietnamese(), Language::english()]);
    assert_eq!(config.priority.rule, PriorityRule::OneAfter { others: 5 });
    let rules = config.rules();
    assert_eq!((rules.calls_max, rules.waiting_max, rules.max_wait_secs), (3, 2000, 3600));
    let series = &rules.series[&slug("ho-tich")];
    assert_eq!((series.prefix.as_str(), series.first, series.last, series.width), ("B", 1, 999, 3));
    assert_eq!(rules.services[&slug("ho-tich")].usual_service_secs, 600);
}

#[test]
fn a_kiosk_or_board_without_a_choice_has_all() {
    let more = "[[kiosks]]\nname = 'kiosk-1'\n[[kiosks]]\nname = 'kiosk-2'\nservices = ['ho-tich']\n[[boards]]\nname = 'board-1'\n";
    let config = Config::parse(&format!("{SMALL}{more}"), "centre.toml").unwrap();
    assert_eq!(config.kiosks[0].services, [slug("chung-thuc"), slug("ho-tich")]);
    assert_eq!(config.kiosks[1].services, [slug("ho-tich")]);
    assert_eq!(config.boards[0].counters.len(), 1);
}

#[test]
fn days_of_the_week_fall_back_to_weekdays() {
    let more = "[[calendars]]\nid = 'c'\nweekdays = ['07:30-11:30', '13:30-16:30']\nfriday = ['07:30-11:30']\nsunday = ['22:00-24:00']\nclosed = [2027-01-01, '2027-04-30']\nspecial = { 2026-08-22 = ['07:30–11:30'] }\n";
    let config = Config::parse(&format!("{SMALL}{more}"), "centre.toml").unwrap();
    let calendar = config.calendars.values().next().unwrap();
    assert_eq!(calendar.week.each_ref().map(Vec::len), [2, 2, 2, 2, 1, 0, 1]);
    assert_eq!((calendar.closed.len(), calendar.special.len()), (2, 1));
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let text = r#"[[servces]]
[centre]
name = 3
[[services]]
id = "a"
prefx = "A"
sign = "A"
name = "A"
field = "b"
[[counters]]
number = 1
services = ["b"]
led = { bus = "x", adress = 1 }
"#;
    insta::assert_snapshot!(wrong(text), @r#"
    centre.toml:1: servces: unknown table; did you mean 'services'?
    centre.toml:3: centre.name: must be a text, or one for each language, of at most 120 characters, e.g. name = { vi = "Trung tâm Phục vụ hành chính công", en = "Public Administrative Service Centre" }; found the number 3
    centre.toml:6: services.a.prefx: unknown key; did you mean 'prefix'?
    centre.toml:9: services.a.field: there is no 'b' in [[fields]]; there are none
    centre.toml:12: counters.1.services: there is no 'b' in [[services]]; there are: a
    centre.toml:13: counters.1.led.address: missing key; add address = 3
    centre.toml:13: counters.1.led.bus: there is no 'x' in [[led_buses]]; there are none
    centre.toml:13: counters.1.led.adress: unknown key; did you mean 'address'?
    "#);
}

#[test]
fn a_wrong_value_is_shown_with_what_would_be_right() {
    insta::assert_snapshot!(wrong_after("\"Trung tâm\"", "{ en = \"Centre\" }\ncolour = \"đỏ\"\nzone = \"Asia/Hanoi\"\nday_starts_at = 4\nlanguages = [\"en\", \"EN\"]"), @r##"
    centre.toml:3: centre.name: lacks the Vietnamese text, e.g. { vi = "Trung tâm Phục vụ hành chính công", en = "Public Administrative Service Centre" }
    centre.toml:4: centre.colour: must be a colour "#RRGGBB", e.g. colour = "#A8201A"; found the text 'đỏ'
    centre.toml:5: centre.zone: must be a zone of the IANA list, e.g. zone = "Asia/Ho_Chi_Minh"; found the text 'Asia/Hanoi'
    centre.toml:6: centre.day_starts_at: must be a time "HH:MM" in quotes, e.g. day_starts_at = "04:00"; found the number 4
    centre.toml:7: centre.languages: must hold 'vi', e.g. ["vi", "en"]
    centre.toml:7: centre.languages: language tag 'EN' must be 2 to 12 of a–z and '-', e.g. 'vi'
    "##);
    insta::assert_snapshot!(wrong_after("\"Trung tâm\"", "\"Trung tâm\"\ncolour = \"#F0B429\""), @r##"
    centre.toml:4: centre.colour: '#F0B429' is too light: white text has a contrast of 1.8 to 1 on it and needs 4.5; take a darker one, e.g. "#A8201A"
    "##);
    insta::assert_snapshot!(wrong_with("[limits]\ncalls_max = 0\nwaiting_max = 2.5\n[priority]\nrule = 'often'\n"), @r#"
    centre.toml:19: limits.calls_max: must be a number from 1 to 9, e.g. calls_max = 3; found the number 0
    centre.toml:20: limits.waiting_max: must be a number from 1 to 10000, e.g. waiting_max = 500; found the number 2.5
    centre.toml:22: priority.rule: must be one of "one-after", "strict", e.g. rule = "one-after"; found the text 'often'
    "#);
    insta::assert_snapshot!(wrong_with("[priority]\nrule = 'strict'\nothers = 3\n"), @r#"
    centre.toml:20: priority.others: does not belong to rule = "strict", only to "one-after"
    "#);
    insta::assert_snapshot!(wrong_after("sign = \"A\"", "sign = \"CHUNG\"\nicon = \"Búa\"\nfirst = 10\nlast = 9\nwidth = 7\nprefix = \"a\""), @r#"
    centre.toml:7: services.chung-thuc.sign: is 5 characters long; at most 4
    centre.toml:8: services.chung-thuc.icon: must be an icon's name of a–z, 0–9 and '_', at most 40 long, e.g. icon = "approval"; found the text 'Búa'
    centre.toml:10: services.chung-thuc.last: the series ends (9) before it begins (10); make last at least 10
    centre.toml:11: services.chung-thuc.width: must be a number from 1 to 6, e.g. width = 4; found the number 7
    centre.toml:12: services.chung-thuc.prefix: 'a' must be in capitals and not begin with a space, e.g. 'A-'
    "#);
    insta::assert_snapshot!(wrong_with("[[calendars]]\nid = 'c'\nmonday = ['7:30-11:30', '13:30-12:30']\ntuesday = ['13:30-16:30', '07:30-11:30']\nclosed = ['30.2']\n"), @r#"
    centre.toml:20: calendars.c.monday: '7:30-11:30' must be a window with its end after its beginning, e.g. "07:30-11:30"
    centre.toml:20: calendars.c.monday: '13:30-12:30' must be a window with its end after its beginning, e.g. "07:30-11:30"
    centre.toml:21: calendars.c.tuesday: '07:30-11:30' begins before the window before it has ended; put them in order
    centre.toml:22: calendars.c.closed: must be a list of dates, e.g. closed = [2026-09-01, 2026-09-02]; found the text '30.2'
    "#);
    insta::assert_snapshot!(wrong_with("[[calendars]]\nid = 'c'\nclosed = [2026-09-02]\nspecial = { '2026-09-02' = [], '2.9' = [] }\n"), @r#"
    centre.toml:21: calendars.c.special: 2026-09-02 is in 'closed' too; keep it in one of them
    centre.toml:21: calendars.c.special: '2.9' must be a date, e.g. "2026-08-22"
    "#);
}

#[test]
fn a_broken_line_is_shown_with_its_column() {
    insta::assert_snapshot!(wrong("[centre]\nname = \"Trung tâm\nunit = x\n"), @r#"
    centre.toml:2:18: invalid basic string, expected `"`
    "#);
    insta::assert_snapshot!(wrong("[centre]\nname = \"a\"\nname = \"b\"\n"), @"centre.toml:3:1: duplicate key");
    insta::assert_snapshot!(wrong(""), @r"
    centre.toml:1: centre: missing table; add [centre]
    centre.toml:1: services: a centre needs at least one service; add [[services]]
    centre.toml:1: counters: a centre needs at least one counter; add [[counters]]
    ");
}

#[test]
fn one_broken_line_is_one_error() {
    let sample = include_str!("../../../assets/centres/commune.toml");
    let spoilt = sample.replacen("\"13:30-16:30\"]\nsaturday", "#13:30-16:30\"]\nsaturday", 1).replacen(
        "[[services]]\nid = \"cu-tru\"",
        "[[services]\nid = cu-tru\"",
        1,
    );
    insta::assert_snapshot!(wrong(&spoilt), @r#"
    centre.toml:73:1: string values must be quoted, expected literal string
    centre.toml:102:12: unclosed array table, expected `]`
    "#);
    insta::assert_snapshot!(wrong_with("[centre]\nname = \"Hai\"\n"), @r"
    centre.toml:18:2: duplicate key
    centre.toml:19:1: duplicate key
    ");
}

#[test]
fn what_is_named_twice_is_refused() {
    insta::assert_snapshot!(wrong_after("\"ho-tich\"\nsign", "\"chung-thuc\"\nsign"), @r"
    centre.toml:11: services.chung-thuc: 'chung-thuc' is already used in line 6; it must be unique among the services
    centre.toml:17: counters.1.services: there is no 'ho-tich' in [[services]]; there are: chung-thuc
    ");
    insta::assert_snapshot!(wrong_with("[[counters]]\nnumber = 1\nservices = ['ho-tich', 'ho-tich']\n"), @r"
    centre.toml:19: counters.1: '1' is already used in line 16; it must be unique among the counters
    centre.toml:20: counters.1.services: names 'ho-tich' twice
    ");
    insta::assert_snapshot!(wrong_with("[[kiosks]]\nname = 'a'\n[[boards]]\nname = 'a'\n"), @"centre.toml:21: boards.a: 'a' is already used in line 19; it must be unique among the kiosks, boards, printers, led_buses, keypads, scanners");
}

#[test]
fn what_is_named_must_be_there() {
    insta::assert_snapshot!(wrong_with("[[kiosks]]\nname = 'a'\nprinter = 'b'\nservices = ['ho-tick']\n[[boards]]\nname = 'c'\ncounters = [2]\n[[kiosks]]\nname = 'd'\nservices = []\n"), @r#"
    centre.toml:20: kiosks.a.printer: there is no 'b' in [[printers]]; there are none
    centre.toml:21: kiosks.a.services: there is no 'ho-tick' in [[services]]; did you mean 'ho-tich'?
    centre.toml:24: boards.c.counters: there is no '2' in [[counters]]; there are: 1
    centre.toml:27: kiosks.d.services: must name at least one, e.g. ["chung-thuc"]
    "#);
    insta::assert_snapshot!(wrong_with("[[fields]]\nid = 'a'\nname = 'A'\n"), @r"
    centre.toml:5: services.chung-thuc.field: missing key; with [[fields]] every service belongs to one
    centre.toml:10: services.ho-tich.field: missing key; with [[fields]] every service belongs to one
    ");
}

#[test]
fn numbers_must_be_apart() {
    insta::assert_snapshot!(wrong_after("sign = \"B\"", "sign = \"A\""), @"centre.toml:10: services.ho-tich: could give the same number as series 'chung-thuc'; change the prefix or the range of one");
    insta::assert_snapshot!(wrong_with("[[series]]\nid = 'x'\nprefix = 'B'\nfirst = 7\n"), @"centre.toml:18: series.x: could give the same number as series 'ho-tich'; change the prefix or the range of one");
    insta::assert_snapshot!(wrong_after("sign = \"B\"", "sign = \"B\"\nseries = \"x\"\nfirst = 1\n"), @r"
    centre.toml:13: services.ho-tich.series: there is no 'x' in [[series]]; there are none
    centre.toml:14: services.ho-tich.first: does not go with 'series', which says it for all its services; remove one of them
    ");
    let shared = wrong_with("[[series]]\nid = 'ho-tich'\nprefix = 'X'\n");
    insta::assert_snapshot!(shared, @r#"
    centre.toml:10: services.ho-tich: a [[series]] has this id too; rename one, or add series = "ho-tich"
    "#);
}

#[test]
fn nobody_waits_for_a_service_without_a_counter() {
    insta::assert_snapshot!(wrong_after(", \"ho-tich\"]", "]"), @"centre.toml:10: services.ho-tich: no counter serves it, so its numbers would never be called; add it to a counter's services");
}

#[test]
fn displays_have_addresses_of_their_own_and_room() {
    let more = r#"led = { bus = "led-1", address = 1 }
[[counters]]
number = 2
services = ["ho-tich"]
led = { bus = "led-1", address = 1 }
[[led_buses]]
name = "led-1"
kind = "virtual"
width = 3
"#;
    insta::assert_snapshot!(wrong_with(more), @r"
    centre.toml:18: counters.1.led: 'A999' of chung-thuc does not fit 3 characters of 'led-1'; shorten the numbers, or set the bus's width if its displays are wider
    centre.toml:18: counters.1.led: 'B999' of ho-tich does not fit 3 characters of 'led-1'; shorten the numbers, or set the bus's width if its displays are wider
    centre.toml:22: counters.2.led: 'B999' of ho-tich does not fit 3 characters of 'led-1'; shorten the numbers, or set the bus's width if its displays are wider
    centre.toml:22: counters.2.led.address: address 1 of 'led-1' already shows counter 1; give each display its own
    ");
    insta::assert_snapshot!(wrong(&format!("{SMALL}{more}").replace("\"A\"", "\"Đ\"")), @r"
    centre.toml:18: counters.1.led: the display has no letter for 'Đ' of chung-thuc; choose a prefix of A–Z, or remove 'led'
    centre.toml:18: counters.1.led: 'B999' of ho-tich does not fit 3 characters of 'led-1'; shorten the numbers, or set the bus's width if its displays are wider
    centre.toml:22: counters.2.led: 'B999' of ho-tich does not fit 3 characters of 'led-1'; shorten the numbers, or set the bus's width if its displays are wider
    centre.toml:22: counters.2.led.address: address 1 of 'led-1' already shows counter 1; give each display its own
    ");
}

#[test]
fn a_printer_s_model_and_layout_are_known_or_files() {
    let told = wrong_with(
        "[[printers]]\nname = 'p'\nkind = 'tcp'\nhost = 'p'\nprofile = 'tm-t82'\nlayout = 'slip.tml'\n",
    );
    insta::assert_snapshot!(told, @"
    centre.toml:22: printers.p.profile: there is no 'tm-t82'; write auto, epson-tm-t82, epson-tm-t20iii, epson-tm-t88, xprinter-xp-80, xprinter-xp-q80, rongta-rp326, generic-80mm, generic-58mm, or a file that ends in .toml
    centre.toml:23: printers.p.layout: there is no 'slip.tml'; write vietnamese, bilingual, or a file that ends in .toml
    ");
}

#[test]
fn a_device_has_the_keys_of_its_kind() {
    insta::assert_snapshot!(wrong_with("[[printers]]\nname = 'p'\nkind = 'tcp'\npath = '/dev/lp0'\ndots = 500\n[[printers]]\nname = 'q'\nkind = 'lpt'\n[[led_buses]]\nname = 'l'\nkind = 'serial'\n"), @r#"
    centre.toml:18: printers.p.host: missing key; add host = "192.168.1.50"
    centre.toml:21: printers.p.path: does not belong to kind = "tcp", only to "serial", "file", "kiosk"
    centre.toml:22: printers.p.dots: must be one of 576, 384, e.g. dots = 384; found the number 500
    centre.toml:25: printers.q.kind: must be one of "virtual", "tcp", "serial", "usb", "file", "kiosk", e.g. kind = "tcp"; found the text 'lpt'
    centre.toml:26: led_buses.l.path: missing key; add path = "/dev/serial/by-id/usb-FTDI_USB-RS485-if00-port0"
    "#);
}

#[test]
fn a_printer_at_a_kiosk_names_the_kiosk_and_a_device() {
    insta::assert_snapshot!(wrong_with("[[printers]]\nname = 'p'\nkind = 'kiosk'\nkiosk = 'k'\npath = 'slips.bin'\n[[kiosks]]\nname = 'a'\nprinter = 'p'\nalternative_printer = 'p'\n"), @r#"
    centre.toml:21: printers.p.kiosk: there is no 'k' in [[kiosks]]; there are: a
    centre.toml:22: printers.p.path: 'slips.bin' is no device; give one below /dev, e.g. "/dev/usb/lp0"
    centre.toml:26: kiosks.a.alternative_printer: is the kiosk's first printer too; name another one
    "#);
}

#[test]
fn limits_are_kept() {
    let many: Vec<_> = (0..201).map(|n| format!("[[series]]\nid = \"s-{n}\"\nprefix = \"S{n}\"\n")).collect();
    assert!(wrong_with(&many.concat()).contains("series: 201 entries are too many; at most 200"));
    let long = format!("# {}", "x".repeat(schema::FILE_BYTES_MAX));
    insta::assert_snapshot!(wrong(&long), @"centre.toml: is longer than 1048576 bytes");
    let unknown: Vec<_> = (0..300).map(|n| format!("key-{n} = 1\n")).collect();
    let errors = Config::parse(&format!("{SMALL}{}", unknown.concat()), "centre.toml").unwrap_err().errors;
    assert_eq!(errors.len(), reader::ERRORS_MAX + 1);
    assert_eq!(errors.last().unwrap().problem, "and 100 more");
}

#[test]
fn one_table_and_many_are_told_apart() {
    insta::assert_snapshot!(wrong("[[centre]]\n[services]\ncounters = 3\n[[counters]]\n"), @r#"
    centre.toml:1: centre: must be written [centre], and once
    centre.toml:2: services: must be written [[services]], once for each entry
    centre.toml:4: counters[1].number: missing key; add number = 3
    centre.toml:4: counters[1].services: missing key; add services = ["chung-thuc", "ho-tich"]
    "#);
    insta::assert_snapshot!(wrong("centre = 1\nservices = [1]\ncounters = 3\n"), @r"
    centre.toml:1: centre: must be a table with keys of its own
    centre.toml:2: services[1]: must be a table with keys of its own
    centre.toml:3: counters: must be written [[counters]], once for each entry
    ");
}

#[test]
fn a_reference_has_the_kind_of_what_it_names() {
    insta::assert_snapshot!(wrong_with("[[boards]]\nname = 'b'\ncounters = ['1', 1000]\n[[kiosks]]\nname = 'Ki ốt'\nservices = [1, 'Hộ tịch']\nprinter = 'Máy in'\n"), @r#"
    centre.toml:20: boards.b.counters: must be a list of at least one number of [[counters]], e.g. counters = [1, 2, 3]; found the text '1'
    centre.toml:20: boards.b.counters: there is no '1000' in [[counters]]; there are: 1
    centre.toml:22: kiosks.Ki ốt.name: must be an id of a–z, 0–9 and inner '-', at most 40 long, e.g. name = "kiosk-1"; found the text 'Ki ốt'
    centre.toml:23: kiosks.Ki ốt.services: must be a list of at least one id of [[services]], e.g. services = ["chung-thuc"]; found the number 1
    centre.toml:23: kiosks.Ki ốt.services: there is no 'Hộ tịch' in [[services]]; there are: chung-thuc, ho-tich
    centre.toml:24: kiosks.Ki ốt.printer: there is no 'Máy in' in [[printers]]; there are none
    "#);
}

#[test]
fn a_file_from_another_system_is_read() {
    let windows = SMALL.replace('\n', "\r\n");
    assert_eq!(Config::parse(&windows, "centre.toml"), Config::parse(SMALL, "centre.toml"));
    assert_eq!(
        Config::parse(&format!("\u{feff}{SMALL}"), "centre.toml"),
        Config::parse(SMALL, "centre.toml")
    );

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("centre.toml");
    std::fs::write(&path, b"[centre]\nname = \"Ch\xfang\"\n").unwrap();
    assert!(Config::load(&path).unwrap_err().to_string().ends_with("; save it again as UTF-8"));
    assert!(Config::load(folder.path()).unwrap_err().to_string().contains("cannot be read"));
}

proptest! {
    #[test]
    fn no_text_is_too_wild_to_be_judged(text in r#"(\[\[?[a-z_]{0,9}\]?\]\n|[a-z_]{1,9} = |"[^"\n]{0,9}"\n|\{|\}|[0-9]{1,20}\n|[\[\],.#'=-]|\PC){0,60}"#) {
        let _judged = Config::parse(&text, "centre.toml").map_err(|errors| errors.to_string());
    }

    #[test]
    fn a_spoilt_sample_is_refused_with_a_line_or_read(at in 0_usize..6_000, byte in 32_u8..127) {
        let mut text = include_str!("../../../assets/centres/commune.toml").to_owned().into_bytes();
        let at = at.min(text.len() - 1);
        text[at] = byte;
        let text = String::from_utf8_lossy(&text);
        if let Err(errors) = Config::parse(&text, "centre.toml") {
            prop_assert!((1..20).contains(&errors.errors.len()), "{errors}");
        }
    }
}
