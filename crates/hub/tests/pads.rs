//! Keypads and scanners in the hub without a socket or a clock: what a key does, and what a scan shows.

#![allow(clippy::unwrap_used, reason = "clippy takes only the test functions themselves for tests")]

use std::fmt::Write as _;
use std::sync::Arc;

use goiso_config::Config;
use goiso_hardware::keypad::{Key, KeyPress};
use goiso_hardware::scanner::{Source, recognise};
use goiso_hub::core::{Action, DeviceReport, Hub, Input, Origin, TicketIds, ViewKey};
use goiso_model::{CounterNumber, DeviceName};
use goiso_protocol::{Alert, AlertKind, Answer, HoldReason, Request, Scanned, ScannedThing, View};
use goiso_store::Today;
use jiff::{Timestamp, ToSpan as _};

const HALL: &str = r#"
[centre]
name = "Trung tâm"
[[classes]]
id = "nct"
name = "Người cao tuổi"
from_age = 60
[[classes]]
id = "dai-tho"
name = "Từ 75 tuổi"
from_age = 75
[[services]]
id = "chung-thuc"
sign = "A"
name = "Chứng thực"
[[services]]
id = "ho-tich"
sign = "B"
name = "Hộ tịch"
[[services]]
id = "can-cuoc"
sign = "C"
name = "Căn cước"
prefix = ""
first = 1001
last = 1999
width = 4
[[counters]]
number = 1
services = ["chung-thuc", "ho-tich"]
led = { bus = "led-1", address = 1 }
[[counters]]
number = 2
services = ["chung-thuc", "can-cuoc"]
[[kiosks]]
name = "kiosk-1"
[[led_buses]]
name = "led-1"
kind = "virtual"
[[keypads]]
name = "keypad-1"
counter = 1
kind = "virtual"
opens_counter = "lan"
[[keypads]]
name = "keypad-2"
counter = 2
kind = "virtual"
[[scanners]]
name = "scanner-kiosk"
kind = "virtual"
kiosk = "kiosk-1"
[[scanners]]
name = "scanner-2"
kind = "virtual"
counter = 2
[[dossier_services]]
prefix = "H19.12"
service = "ho-tich"
"#;

const BEGIN: &str = "2026-11-23T08:00:00+07:00";

struct Office {
    hub: Hub,
    begin: Timestamp,
    now: Timestamp,
}

impl Office {
    fn new() -> Self {
        let config = Arc::new(Config::parse(HALL, "hall.toml").unwrap());
        let begin: Timestamp = BEGIN.parse().unwrap();
        let today =
            Today { rules: None, day: None, records: vec![], earlier: vec![], last_at: None, chain: Ok(()) };
        let mut hub = Hub::new(config, &today, "epoch", TicketIds::new([7; 32]), "http://hub");
        hub.start(begin).unwrap();
        Self { hub, begin, now: begin }
    }

    fn issue(&mut self, service: &str) -> String {
        let origin = Origin::Kiosk(name("kiosk-1"));
        let request = Request::Issue { service: service.parse().unwrap(), priority: None, scan: None };
        match self.hub.handle(&Input::Request { origin, id: None, request }, self.now).answer {
            Some(Answer::Done { ticket: Some(ticket) }) => ticket.ticket.to_string(),
            other => panic!("{other:?}"),
        }
    }

    /// Presses keys, one every 400 ms; `_` waits a second. Tells what each display shows and when.
    fn press(&mut self, pad: &str, keys: &str) -> String {
        let mut told = String::new();
        for sign in keys.chars() {
            if sign == '_' {
                self.wait(1000, &mut told);
                continue;
            }
            self.wait(400, &mut told);
            self.press_now(pad, sign, &mut told);
        }
        told
    }

    fn press_now(&mut self, pad: &str, sign: char, told: &mut String) {
        let key = match sign {
            '0'..='9' => Key::Digit(sign as u8 - b'0'),
            '>' => Key::Next,
            '+' => Key::Recall,
            '-' => Key::Absent,
            '*' => Key::Finish,
            '/' => Key::Pause,
            '.' => Key::Clear,
            _ => panic!("{sign}"),
        };
        let press = DeviceReport::Key(KeyPress { pad: name(pad), key });
        let outcome = self.hub.handle(&Input::Device(press), self.now);
        assert!(outcome.answer.is_none(), "nobody waits for an answer");
        self.tell(&sign.to_string(), &outcome.actions, told);
    }

    /// Lets time pass, with a tick whenever the hub wants one.
    fn wait(&mut self, millis: i64, told: &mut String) {
        let end = self.now.checked_add(millis.milliseconds()).unwrap();
        while let Some(due) = self.hub.next_deadline(self.now).filter(|due| *due <= end) {
            assert!(due > self.now, "a deadline that has come was not acted on");
            self.now = due;
            let outcome = self.hub.handle(&Input::Tick, self.now);
            self.tell("", &outcome.actions, told);
        }
        self.now = end;
    }

    fn tell(&self, sign: &str, actions: &[Action], told: &mut String) {
        for action in actions {
            let Action::Light { counter, show } = action else { continue };
            let millis = self.now.duration_since(self.begin).as_millis();
            writeln!(told, "{:>3}.{} {sign:1} -> {counter} {show:?}", millis / 1000, millis % 1000 / 100)
                .unwrap();
        }
    }

    fn scan(&mut self, scanner: &str, text: &str) {
        let scan = recognise(text, Source::Serial);
        let report = DeviceReport::Scan { scanner: name(scanner), scan };
        let outcome = self.hub.handle(&Input::Device(report), self.now);
        assert!(outcome.entries.is_empty(), "nothing scanned is journaled");
        assert!(!outcome.stale.is_nothing());
    }

    fn at_kiosk(&self) -> Option<Scanned> {
        match self.hub.view(&ViewKey::Kiosk(name("kiosk-1")), self.now) {
            Some(View::Kiosk(view)) => view.scanned,
            other => panic!("{other:?}"),
        }
    }

    /// A keypad or scanner comes or goes; the counters whose views change with it.
    fn input_is(&mut self, device: &str, is_up: bool) -> Vec<u16> {
        let report = DeviceReport::Input { device: name(device), is_up };
        let stale = self.hub.handle(&Input::Device(report), self.now).stale;
        assert_eq!(stale.is_kiosks, device == "scanner-kiosk", "{device}");
        stale.counters.iter().map(|counter| counter.get()).collect()
    }

    /// What the kiosk's view says of its scanner.
    fn is_scanner_gone_at_the_kiosk(&self) -> bool {
        match self.hub.view(&ViewKey::Kiosk(name("kiosk-1")), self.now) {
            Some(View::Kiosk(view)) => view.is_scanner_gone,
            other => panic!("{other:?}"),
        }
    }

    fn alerts(&self, number: u32) -> Vec<(AlertKind, String)> {
        match self.hub.view(&ViewKey::Counter(counter(number)), self.now) {
            Some(View::Counter(view)) => {
                view.alerts.into_iter().map(|Alert { kind, device }| (kind, device)).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    fn at_counter(&self) -> Option<Scanned> {
        match self.hub.view(&ViewKey::Counter(counter(2)), self.now) {
            Some(View::Counter(view)) => view.scanned,
            other => panic!("{other:?}"),
        }
    }
}

fn name(name: &str) -> DeviceName {
    name.parse().unwrap()
}

fn counter(number: u32) -> CounterNumber {
    CounterNumber::new(number).unwrap()
}

#[test]
fn enter_opens_the_counter_calls_and_says_when_nobody_waits() {
    let mut office = Office::new();
    office.issue("chung-thuc");
    let told = office.press("keypad-1", ">>___");
    insta::assert_snapshot!(told, @r#"
    0.4 > -> 1 Dark
    0.4 > -> 1 Blink("A001")
    0.8 > -> 1 Nobody
    2.8   -> 1 Blink("A001")
    "#);
}

#[test]
fn an_official_serves_without_a_screen() {
    let mut office = Office::new();
    for service in ["chung-thuc", "chung-thuc", "ho-tich"] {
        office.issue(service);
    }
    let told = office.press("keypad-1", ">+*>-/>>");
    insta::assert_snapshot!(told, @r#"
    0.4 > -> 1 Dark
    0.4 > -> 1 Blink("A001")
    0.8 + -> 1 Blink("A001")
    1.2 * -> 1 Steady("A001")
    1.2 * -> 1 Dark
    1.6 > -> 1 Blink("A002")
    2.0 - -> 1 Dark
    2.4 / -> 1 Paused
    2.8 > -> 1 Dark
    2.8 > -> 1 Blink("B001")
    3.2 > -> 1 Nobody
    "#);
}

#[test]
fn a_number_is_called_by_its_digits_however_it_is_written() {
    let mut office = Office::new();
    for service in ["chung-thuc", "chung-thuc", "ho-tich", "ho-tich", "ho-tich"] {
        office.issue(service);
    }
    // 3 can only be B003; 1 is A001 or B001; 7 does not wait; 03 has been called already.
    let told = office.press("keypad-1", "3>1>7>03>___");
    insta::assert_snapshot!(told, @r#"
    0.4 3 -> 1 Typed("3")
    0.8 > -> 1 Dark
    0.8 > -> 1 Blink("B003")
    1.2 1 -> 1 Typed("1")
    1.6 > -> 1 Refused
    2.0 7 -> 1 Typed("7")
    2.4 > -> 1 Refused
    2.8 0 -> 1 Typed("0")
    3.2 3 -> 1 Typed("03")
    3.6 > -> 1 Refused
    5.6   -> 1 Blink("B003")
    "#);
}

#[test]
fn a_number_without_letters_is_called_by_all_its_digits() {
    let mut office = Office::new();
    office.issue("can-cuoc");
    let open =
        Request::OpenCounter { counter: counter(2), official: "an".parse().unwrap(), services: vec![] };
    let origin = Origin::Counter(name("counter-2"), counter(2));
    office.hub.handle(&Input::Request { origin, id: None, request: open }, office.now);
    let told = office.press("keypad-2", "1001>");
    insta::assert_snapshot!(told, @r#"
    0.4 1 -> 2 Typed("1")
    0.8 0 -> 2 Typed("10")
    1.2 0 -> 2 Typed("100")
    1.6 1 -> 2 Typed("1001")
    2.0 > -> 2 Blink("1001")
    "#);
}

#[test]
fn typed_digits_are_forgotten_after_five_seconds_and_with_a_key() {
    let mut office = Office::new();
    office.issue("chung-thuc");
    let told = office.press("keypad-1", ">1_____2.>");
    insta::assert_snapshot!(told, @r#"
    0.4 > -> 1 Dark
    0.4 > -> 1 Blink("A001")
    0.8 1 -> 1 Typed("1")
    5.8   -> 1 Blink("A001")
    6.2 2 -> 1 Typed("2")
    6.6 . -> 1 Blink("A001")
    7.0 > -> 1 Nobody
    "#);
}

#[test]
fn a_trembling_finger_calls_once_and_double_digits_are_two() {
    let mut office = Office::new();
    for _ in 0..12 {
        office.issue("chung-thuc");
    }
    let mut told = String::new();
    office.press_now("keypad-1", '>', &mut told);
    office.wait(299, &mut told);
    office.press_now("keypad-1", '>', &mut told);
    office.wait(300, &mut told);
    office.press_now("keypad-1", '1', &mut told);
    office.wait(20, &mut told);
    office.press_now("keypad-1", '1', &mut told);
    office.wait(100, &mut told);
    office.press_now("keypad-1", '1', &mut told);
    office.wait(100, &mut told);
    office.press_now("keypad-1", '>', &mut told);
    insta::assert_snapshot!(told, @r#"
    0.0 > -> 1 Dark
    0.0 > -> 1 Blink("A001")
    0.5 1 -> 1 Typed("1")
    0.7 1 -> 1 Typed("11")
    0.8 > -> 1 Steady("A001")
    0.8 > -> 1 Dark
    0.8 > -> 1 Blink("A011")
    "#);
}

#[test]
fn a_pad_that_may_not_open_its_counter_says_so() {
    let mut office = Office::new();
    office.issue("chung-thuc");
    insta::assert_snapshot!(office.press("keypad-2", ">/+*-"), @r#"
    0.4 > -> 2 Refused
    0.8 / -> 2 Refused
    1.2 + -> 2 Refused
    1.6 * -> 2 Refused
    2.0 - -> 2 Refused
    "#);
}

#[test]
fn a_pad_nobody_knows_does_nothing() {
    let mut office = Office::new();
    assert_eq!(office.press("keypad-9", ">1>"), "");
}

#[test]
fn a_kiosk_shows_for_a_while_where_a_scan_leads() {
    let mut office = Office::new();
    let slip = office.issue("chung-thuc");
    let mut told = String::new();
    for text in [
        "001060000001||A|01011966|Nam|X|01072021".to_owned(),
        "001067000001||A|31121967|Nam|X|01072021".to_owned(),
        "001151000001||A|31121951|Nữ|X|01072021".to_owned(),
        "001151000001||A|31121952|Nữ|X|01072021".to_owned(),
        "H19.12-251015-0001".to_owned(),
        "H20.12-251015-0001".to_owned(),
        format!("http://hub/t/{slip}"),
        "http://hub/t/0000000000000".to_owned(),
        "goiso:a:HN-0042".to_owned(),
        "8934567890123".to_owned(),
    ] {
        office.wait(10, &mut told);
        office.scan("scanner-kiosk", &text);
        match office.at_kiosk().unwrap().thing {
            ScannedThing::Slip { number, stage, ahead, whole, .. } => {
                assert_eq!(whole.unwrap().number, number);
                writeln!(told, "Slip {number} {stage:?} {ahead}").unwrap();
            }
            thing => writeln!(told, "{thing:?}").unwrap(),
        }
    }
    insta::assert_snapshot!(told, @r#"
    UnreadableCard
    IdentityCard { class: None }
    IdentityCard { class: Some(PriorityClassId("dai-tho")) }
    UnreadableCard
    Dossier { service: Some(ServiceId("ho-tich")) }
    Dossier { service: None }
    Slip A001 Waiting 0
    OldSlip
    Appointment { appointment: None }
    Nothing
    "#);
    let last = office.at_kiosk().unwrap().sequence;
    office.wait(19_999, &mut String::new());
    assert!(office.at_kiosk().is_some());
    office.wait(1, &mut String::new());
    assert_eq!(office.at_kiosk(), None);
    office.scan("scanner-kiosk", "8934567890123");
    assert!(office.at_kiosk().unwrap().sequence > last);
    assert_eq!(office.at_counter(), None);
}

#[test]
fn a_slip_scanned_at_a_counter_is_found_there() {
    let mut office = Office::new();
    let slip = office.issue("chung-thuc");
    office.scan("scanner-2", &format!("http://hub/t/{slip}"));
    assert_eq!(office.at_kiosk(), None);
    let scanned = office.at_counter().unwrap();
    assert!(format!("{scanned:?}").contains("A001"), "{scanned:?}");
    assert!(scanned.sequence > 0);
}

#[test]
fn an_official_is_told_of_the_own_keypad_and_of_scanners_that_are_gone() {
    let mut office = Office::new();
    assert_eq!(office.input_is("keypad-1", true), [0; 0], "one that is there is no news");
    assert_eq!(office.input_is("keypad-1", false), [1]);
    assert_eq!(office.input_is("keypad-1", false), [0; 0]);
    assert_eq!(office.input_is("scanner-2", false), [2]);
    assert_eq!(office.input_is("scanner-kiosk", false), [1, 2]);
    let gone = |kind, device: &str| (kind, device.to_owned());
    let kiosk = || gone(AlertKind::ScannerGone, "scanner-kiosk");
    assert_eq!(office.alerts(1), [gone(AlertKind::KeypadGone, "keypad-1"), kiosk()]);
    assert_eq!(office.alerts(2), [kiosk(), gone(AlertKind::ScannerGone, "scanner-2")]);
    assert!(office.is_scanner_gone_at_the_kiosk());
    for (device, counters) in [("keypad-1", vec![1]), ("scanner-2", vec![2]), ("scanner-kiosk", vec![1, 2])] {
        assert_eq!(office.input_is(device, true), counters);
    }
    assert_eq!((office.alerts(1), office.alerts(2)), (vec![], vec![]));
    assert!(!office.is_scanner_gone_at_the_kiosk());
}

#[test]
fn displays_are_as_bright_as_the_hour_wants_from_the_hubs_start_on() {
    let evening = HALL.replacen(
        "kind = \"virtual\"\n",
        "kind = \"virtual\"\nbrightness = [\"06:30 100\", \"07:00 60\"]\n",
        1,
    );
    let config = Arc::new(Config::parse(&evening, "hall.toml").unwrap());
    let today =
        Today { rules: None, day: None, records: vec![], earlier: vec![], last_at: None, chain: Ok(()) };
    let mut hub = Hub::new(config, &today, "epoch", TicketIds::new([7; 32]), "http://hub");
    hub.start(BEGIN.parse().unwrap()).unwrap();
    let dim = Action::Dim { bus: name("led-1"), percent: 60 };
    assert_eq!(hub.lights().first(), Some(&dim));
}

#[test]
fn whoever_was_held_shows_the_slip_to_a_scanner_and_is_called_first() {
    let mut office = Office::new();
    let ticket = office.issue("chung-thuc");
    office.issue("chung-thuc");
    let api = || Origin::Api { device: name("api"), kiosk: None };
    let counter = CounterNumber::new(1).unwrap();
    let wishes = [
        Request::OpenCounter { counter, official: "lan".parse().unwrap(), services: vec![] },
        Request::CallNext { counter },
        Request::Hold { counter, reason: HoldReason::Papers, minutes: Some(30), note: None },
    ];
    for request in wishes {
        let answer =
            office.hub.handle(&Input::Request { origin: api(), id: None, request }, office.now).answer;
        assert!(matches!(answer, Some(Answer::Done { .. })), "{answer:?}");
    }
    let scan = recognise(&format!("http://hub/t/{ticket}"), Source::Serial);
    let report = DeviceReport::Scan { scanner: name("scanner-kiosk"), scan };
    let outcome = office.hub.handle(&Input::Device(report), office.now);
    let kinds: Vec<_> = outcome.entries.iter().map(|entry| &entry.event).collect();
    assert!(matches!(kinds.as_slice(), [goiso_domain::Event::Returned { .. }]), "{kinds:?}");
    let request = Request::CallNext { counter };
    let answer = office.hub.handle(&Input::Request { origin: api(), id: None, request }, office.now).answer;
    match answer {
        Some(Answer::Done { ticket: Some(called) }) => assert_eq!(called.number.as_str(), "A001"),
        other => panic!("{other:?}"),
    }
}
