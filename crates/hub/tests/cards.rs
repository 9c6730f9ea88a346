//! Identity cards and slips at a kiosk: one number a person, and nobody gives up another's.

#![allow(clippy::unwrap_used, reason = "clippy takes only the test functions themselves for tests")]

use std::sync::Arc;

use goiso_config::Config;
use goiso_domain::Event;
use goiso_hardware::scanner::{Source, recognise};
use goiso_hub::card_key::CardKey;
use goiso_hub::core::{DeviceReport, Hub, Input, Origin, TicketIds, ViewKey};
use goiso_model::{DeviceName, TicketId};
use goiso_protocol::{Answer, Request, View};
use goiso_store::{Entry, Record, Today};
use jiff::{Timestamp, ToSpan as _};

const HALL: &str = r#"
[centre]
name = "Trung tâm"
[limits]
person_day_max = 3
[[fields]]
id = "tu-phap"
name = "Tư pháp"
[[fields]]
id = "dat-dai"
name = "Đất đai"
[[services]]
id = "chung-thuc"
sign = "A"
name = "Chứng thực"
field = "tu-phap"
[[services]]
id = "ho-tich"
sign = "B"
name = "Hộ tịch"
field = "tu-phap"
[[services]]
id = "cap-so"
sign = "C"
name = "Cấp sổ"
field = "dat-dai"
[[counters]]
number = 1
services = ["chung-thuc", "ho-tich", "cap-so"]
[[kiosks]]
name = "kiosk-1"
[[kiosks]]
name = "kiosk-2"
[[scanners]]
name = "scanner-1"
kind = "virtual"
kiosk = "kiosk-1"
[[scanners]]
name = "scanner-2"
kind = "virtual"
kiosk = "kiosk-2"
"#;

const AN: &str = "001099000001||NGUYỄN VĂN A|01011999|Nam|X|01072021";
const BINH: &str = "001099000002||TRẦN VĂN B|01011999|Nam|X|01072021";

struct Office {
    config: Arc<Config>,
    hub: Hub,
    keys: tempfile::TempDir,
    records: Vec<Record>,
    now: Timestamp,
}

impl Office {
    fn new() -> Self {
        let config = Arc::new(Config::parse(HALL, "hall.toml").unwrap());
        let now = "2026-11-23T08:00:00+07:00".parse().unwrap();
        let hub = hub(&config, &[]);
        let keys = tempfile::tempdir().unwrap();
        let mut office = Self { config, hub, keys, records: vec![], now };
        let outcome = office.hub.start(now).unwrap();
        office.commit(outcome.entries);
        office.take_key();
        office
    }

    fn take_key(&mut self) {
        let day = self.hub.hall().day().unwrap();
        self.hub.set_card_key(CardKey::of_day(self.keys.path(), day).unwrap());
    }

    fn commit(&mut self, entries: Vec<Entry>) {
        for Entry { at, request, event } in entries {
            let written = serde_json::to_string(&event).unwrap();
            assert!(!written.contains("001099"), "no card's number is on disk: {written}");
            let sequence = self.records.len() as u64 + 1;
            self.records.push(Record { sequence, day: self.hub.hall().day(), at, request, event });
        }
    }

    fn restart(&mut self) {
        self.hub = hub(&self.config, &self.records);
        self.take_key();
    }

    /// Shows a card or a slip; the sequence of the scan.
    fn scan(&mut self, scanner: &str, text: &str) -> u64 {
        self.wait(1);
        let report = DeviceReport::Scan { scanner: name(scanner), scan: recognise(text, Source::Serial) };
        self.hub.handle(&Input::Device(report), self.now);
        let kiosk = name(&scanner.replace("scanner", "kiosk"));
        match self.hub.view(&ViewKey::Kiosk(kiosk), self.now) {
            Some(View::Kiosk(view)) => view.scanned.unwrap().sequence,
            other => panic!("{other:?}"),
        }
    }

    fn wait(&mut self, secs: i64) {
        self.now = self.now.checked_add(secs.seconds()).unwrap();
        let outcome = self.hub.handle(&Input::Tick, self.now);
        self.commit(outcome.entries);
    }

    fn wish(&mut self, kiosk: &str, request: Request) -> Result<TicketId, String> {
        let origin = Origin::Kiosk(name(kiosk));
        let outcome = self.hub.handle(&Input::Request { origin, id: None, request }, self.now);
        self.commit(outcome.entries);
        match outcome.answer.unwrap() {
            Answer::Done { ticket } => Ok(ticket.unwrap().ticket),
            Answer::SignedIn { .. } => panic!("nobody signs in at a kiosk"),
            Answer::Refused { refusal } => {
                let values: Vec<_> = refusal.values.into_values().collect();
                Err(format!("{} {}", refusal.code, values.join(" ")).trim().to_owned())
            }
        }
    }

    fn issue(&mut self, service: &str, scan: Option<u64>) -> Result<TicketId, String> {
        self.wish("kiosk-1", Request::Issue { service: service.parse().unwrap(), priority: None, scan })
    }

    fn issue_to(&mut self, card: &str, service: &str) -> Result<TicketId, String> {
        let scan = Some(self.scan("scanner-1", card));
        self.issue(service, scan)
    }
}

fn hub(config: &Arc<Config>, records: &[Record]) -> Hub {
    let today = Today {
        rules: (!records.is_empty()).then(|| config.rules()),
        day: None,
        records: records.to_vec(),
        earlier: vec![],
        last_at: None,
        chain: Ok(()),
    };
    Hub::new(config.clone(), &today, "epoch", TicketIds::new([7; 32]), "http://hub")
}

fn name(name: &str) -> DeviceName {
    name.parse().unwrap()
}

fn refused(code: &str) -> Result<TicketId, String> {
    Err(code.to_owned())
}

#[test]
fn one_person_holds_one_number_in_a_field() {
    let mut office = Office::new();
    office.issue_to(AN, "chung-thuc").unwrap();
    assert_eq!(office.issue_to(AN, "chung-thuc"), refused("number_held A001"));
    assert_eq!(office.issue_to(AN, "ho-tich"), refused("number_held A001"), "the same field");
    office.issue_to(AN, "cap-so").expect("another field");
    office.issue_to(BINH, "ho-tich").expect("another person");
    office.issue("ho-tich", None).expect("nobody has shown a card");
}

#[test]
fn a_number_given_up_frees_the_person_and_the_days_limit_counts_the_others() {
    let mut office = Office::new();
    for service in ["chung-thuc", "cap-so"] {
        let ticket = office.issue_to(AN, service).unwrap();
        office.scan("scanner-1", &format!("http://hub/t/{ticket}"));
        office.wish("kiosk-1", Request::Cancel { ticket, counter: None }).unwrap();
    }
    office.issue_to(AN, "chung-thuc").expect("what was given up does not count");
    office.issue_to(AN, "cap-so").unwrap();
    let alike = office.issue_to(AN, "cap-so");
    assert_eq!(alike, refused("number_held C002"));
}

#[test]
fn a_person_takes_no_more_numbers_a_day_than_the_centre_allows() {
    let mut office = Office::new();
    let official = "cb-1".parse().unwrap();
    let counter = goiso_model::CounterNumber::new(1).unwrap();
    let origin = Origin::Counter(name("pc-1"), counter);
    let wish = |office: &mut Office, request: Request| {
        let outcome =
            office.hub.handle(&Input::Request { origin: origin.clone(), id: None, request }, office.now);
        office.commit(outcome.entries);
    };
    wish(&mut office, Request::OpenCounter { counter, official, services: vec![] });
    for _ in 0..3 {
        office.issue_to(AN, "chung-thuc").unwrap();
        wish(&mut office, Request::CallNext { counter });
        wish(&mut office, Request::Finish { counter, outcome: None });
    }
    assert_eq!(office.issue_to(AN, "chung-thuc"), refused("person_day_limit 3"));
}

#[test]
fn a_person_is_known_again_after_a_power_cut_and_no_longer_the_next_day() {
    let mut office = Office::new();
    office.issue_to(AN, "chung-thuc").unwrap();
    office.restart();
    assert_eq!(office.issue_to(AN, "ho-tich"), refused("number_held A001"));
    let tokens = |records: &[Record]| -> Vec<String> {
        let shown = records.iter().filter(|record| matches!(record.event, Event::CardShown { .. }));
        shown.map(|record| serde_json::to_string(&record.event).unwrap()).collect()
    };
    let monday = tokens(&office.records);
    office.now = "2026-11-24T08:00:00+07:00".parse().unwrap();
    office.wait(0);
    office.take_key();
    office.issue_to(AN, "chung-thuc").expect("a new day");
    let all = tokens(&office.records);
    let person = |event: &str| event.split("person").nth(1).map(str::to_owned);
    assert_eq!((monday.len(), all.len()), (1, 2));
    assert_ne!(person(&all[0]), person(&all[1]), "nobody can tell that it was the same person");
}

#[test]
fn a_card_counts_where_it_was_shown_and_for_a_while() {
    let mut office = Office::new();
    let elsewhere = office.scan("scanner-2", AN);
    assert_eq!(office.issue("chung-thuc", Some(elsewhere)), refused("scan_over"));
    let here = office.scan("scanner-1", AN);
    assert_eq!(office.issue("chung-thuc", Some(here + 1)), refused("scan_over"));
    office.wait(179);
    office.issue("chung-thuc", Some(here)).unwrap();
    office.wait(1);
    assert_eq!(office.issue("cap-so", Some(here)), refused("scan_over"));
}

#[test]
fn only_whoever_shows_the_slip_gives_the_number_up() {
    let mut office = Office::new();
    let (mine, other) =
        (office.issue("chung-thuc", None).unwrap(), office.issue("chung-thuc", None).unwrap());
    assert_eq!(
        office.wish("kiosk-1", Request::Cancel { ticket: mine, counter: None }),
        refused("not_allowed")
    );
    office.scan("scanner-1", &format!("http://hub/t/{mine}"));
    assert_eq!(
        office.wish("kiosk-1", Request::Cancel { ticket: other, counter: None }),
        refused("not_allowed")
    );
    assert_eq!(
        office.wish("kiosk-2", Request::Cancel { ticket: mine, counter: None }),
        refused("not_allowed")
    );
    office.wish("kiosk-1", Request::Cancel { ticket: mine, counter: None }).unwrap();
}

#[test]
fn without_the_days_key_numbers_are_given_and_nobody_is_known_again() {
    let mut office = Office::new();
    office.hub = hub(&office.config, &office.records);
    office.issue_to(AN, "chung-thuc").unwrap();
    office.issue_to(AN, "chung-thuc").unwrap();
    assert!(!office.records.iter().any(|record| matches!(record.event, Event::CardShown { .. })));
}
