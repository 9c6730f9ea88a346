//! Who stands at a kiosk: a slip once more for the visitor who holds it, any slip for staff, a number for an appointment.

#![allow(clippy::unwrap_used, reason = "clippy takes only the test functions themselves for tests")]

use std::sync::Arc;

use goiso_config::Config;
use goiso_domain::Event;
use goiso_hardware::printer::PrinterState;
use goiso_hardware::scanner::{Source, recognise};
use goiso_hub::core::{
    DeviceReport, Hub, Input, Origin, REPRINT_WITHIN, STAFF_KEPT, SlipNews, TicketIds, ViewKey,
};
use goiso_model::{CounterNumber, DeviceName, TicketId};
use goiso_protocol::{Answer, Request, ScannedAppointment, ScannedThing, TicketInfo, View};
use goiso_store::{Entry, Record, Today};
use jiff::{SignedDuration, Timestamp};

const HALL: &str = r#"
[centre]
name = "Trung tâm"
[[services]]
id = "chung-thuc"
sign = "A"
name = "Chứng thực"
appointments = { slot_minutes = 30, early_minutes = 15, late_minutes = 10 }
[[counters]]
number = 1
services = ["chung-thuc"]
[[kiosks]]
name = "kiosk-1"
printer = "printer-1"
[[kiosks]]
name = "kiosk-2"
printer = "printer-1"
[[printers]]
name = "printer-1"
kind = "virtual"
folder = "slips"
[[scanners]]
name = "scanner-1"
kind = "virtual"
kiosk = "kiosk-1"
[[scanners]]
name = "scanner-2"
kind = "virtual"
kiosk = "kiosk-2"
"#;

struct Office {
    config: Arc<Config>,
    hub: Hub,
    records: Vec<Record>,
    now: Timestamp,
}

impl Office {
    fn new() -> Self {
        let config = Arc::new(Config::parse(HALL, "hall.toml").unwrap());
        let hub = hub(&config, &[]);
        let mut office = Self { config, hub, records: vec![], now: at("08:00") };
        let outcome = office.hub.start(office.now).unwrap();
        office.commit(outcome.entries);
        office.printer_is_ready();
        office
    }

    fn printer_is_ready(&mut self) {
        let printer = name("printer-1");
        let report = DeviceReport::Printer { printer, state: PrinterState::Ready };
        self.take(&Input::Device(report));
    }

    fn commit(&mut self, entries: Vec<Entry>) {
        for Entry { at, request, event } in entries {
            let sequence = self.records.len() as u64 + 1;
            self.records.push(Record { sequence, day: self.hub.hall().day(), at, request, event });
        }
    }

    fn take(&mut self, input: &Input) -> Option<Answer> {
        self.now += SignedDuration::from_secs(1);
        let outcome = self.hub.handle(input, self.now);
        self.commit(outcome.entries);
        outcome.answer
    }

    fn restart(&mut self) {
        self.hub = hub(&self.config, &self.records);
        self.printer_is_ready();
    }

    fn wish(&mut self, origin: Origin, request: Request) -> Result<TicketInfo, String> {
        match self.take(&Input::Request { origin, id: None, request }).unwrap() {
            Answer::Done { ticket } => Ok(ticket.unwrap()),
            Answer::Refused { refusal } => Err(refusal.code),
            Answer::SignedIn { .. } => panic!("nobody signs in at a kiosk"),
        }
    }

    /// A number whose slip has come out.
    fn issue(&mut self) -> TicketInfo {
        let service = "chung-thuc".parse().unwrap();
        let ticket =
            self.wish(kiosk("kiosk-1"), Request::Issue { service, priority: None, scan: None }).unwrap();
        self.comes_out(ticket.ticket);
        ticket
    }

    fn comes_out(&mut self, ticket: TicketId) {
        let (printer, news) = (name("printer-1"), SlipNews::Printed);
        self.take(&Input::Device(DeviceReport::Slip { printer, ticket, news }));
    }

    /// What the screen beside the scanner then tells.
    fn scan(&mut self, scanner: &str, text: &str) -> ScannedThing {
        let report = DeviceReport::Scan { scanner: name(scanner), scan: recognise(text, Source::Serial) };
        self.take(&Input::Device(report));
        match self.hub.view(&ViewKey::Kiosk(name(&scanner.replace("scanner", "kiosk"))), self.now) {
            Some(View::Kiosk(view)) => view.scanned.unwrap().thing,
            other => panic!("{other:?}"),
        }
    }

    fn shows_slip(&mut self, scanner: &str, ticket: TicketId) {
        let thing = self.scan(scanner, &format!("http://hub/t/{ticket}"));
        assert!(matches!(thing, ScannedThing::Slip { ticket: shown, .. } if shown == ticket), "{thing:?}");
    }

    fn reprint(&mut self, at: &str, ticket: TicketId) -> Result<(), String> {
        let printed = self.wish(kiosk(at), Request::Reprint { ticket })?;
        assert!(printed.is_printing, "{printed:?}");
        self.comes_out(ticket);
        Ok(())
    }

    fn reprint_number(&mut self, number: &str) -> Result<TicketId, String> {
        let number = goiso_model::TicketNumber::typed(number);
        let ticket = self.wish(kiosk("kiosk-1"), Request::ReprintNumber { number })?.ticket;
        self.comes_out(ticket);
        Ok(ticket)
    }
}

fn hub(config: &Arc<Config>, records: &[Record]) -> Hub {
    let today = Today {
        rules: (!records.is_empty()).then(|| config.rules()),
        day: None,
        records: records.to_vec(),
        earlier: vec![],
        last_at: records.last().map(|record| record.at),
        chain: Ok(()),
    };
    Hub::new(config.clone(), &today, "epoch", TicketIds::new([7; 32]), "http://hub")
}

fn at(time: &str) -> Timestamp {
    format!("2026-11-23T{time}:00+07:00").parse().unwrap()
}

fn name(name: &str) -> DeviceName {
    DeviceName::new(name).unwrap()
}

fn kiosk(kiosk: &str) -> Origin {
    Origin::Kiosk(name(kiosk))
}

fn no(code: &str) -> Result<(), String> {
    Err(code.to_owned())
}

#[test]
fn whoever_holds_the_slip_before_the_scanner_may_have_it_once_more() {
    let mut office = Office::new();
    let ticket = office.issue().ticket;
    assert_eq!(office.reprint("kiosk-1", ticket), no("slip_printed"), "it was not shown");
    assert_eq!(office.reprint("kiosk-2", ticket), no("not_allowed"), "nor at another kiosk");
    office.shows_slip("scanner-1", ticket);
    assert_eq!(office.reprint("kiosk-1", ticket), Ok(()));
    assert_eq!(office.reprint("kiosk-1", ticket), no("slip_reprinted"));
    let n_journaled =
        office.records.iter().filter(|record| matches!(record.event, Event::SlipReprinted { .. })).count();
    assert_eq!(n_journaled, 1, "it is in the journal, and the refusals are not");
}

#[test]
fn a_slip_may_be_shown_at_any_kiosk_but_of_one_visitor_only() {
    let mut office = Office::new();
    let (first, second) = (office.issue().ticket, office.issue().ticket);
    office.shows_slip("scanner-2", first);
    assert_eq!(office.reprint("kiosk-1", first), no("slip_printed"), "shown elsewhere");
    assert_eq!(office.reprint("kiosk-2", first), Ok(()));
    office.shows_slip("scanner-2", second);
    assert_eq!(office.reprint("kiosk-2", first), no("not_allowed"), "another one has been shown since");
}

#[test]
fn once_more_is_once_also_after_a_restart() {
    let mut office = Office::new();
    let ticket = office.issue().ticket;
    office.shows_slip("scanner-1", ticket);
    assert_eq!(office.reprint("kiosk-1", ticket), Ok(()));
    office.restart();
    office.comes_out(ticket);
    office.shows_slip("scanner-1", ticket);
    assert_eq!(office.reprint("kiosk-1", ticket), no("slip_reprinted"));
}

#[test]
fn ten_minutes_after_its_number_a_slip_is_the_staffs_business() {
    let mut office = Office::new();
    let in_time = office.issue();
    office.now = in_time.issued_at + REPRINT_WITHIN - SignedDuration::from_secs(2);
    office.shows_slip("scanner-1", in_time.ticket);
    assert_eq!(office.reprint("kiosk-1", in_time.ticket), Ok(()), "in the last second");
    let late = office.issue();
    office.now = late.issued_at + REPRINT_WITHIN;
    office.shows_slip("scanner-1", late.ticket);
    assert_eq!(office.reprint("kiosk-1", late.ticket), no("reprint_too_late"));
}

#[test]
fn staff_at_the_corner_may_have_any_slip_for_five_minutes() {
    let mut office = Office::new();
    let ticket = office.issue();
    let number = ticket.number.to_string();
    let refused = office.reprint_number(&number);
    assert_eq!(refused, Err("not_allowed".to_owned()), "nobody has opened the corner");
    assert_eq!(office.take(&Input::Staff(name("kiosk-1"))), Some(Answer::Done { ticket: None }));
    let opened_at = office.now;
    assert_eq!(office.reprint_number(&number.to_lowercase()), Ok(ticket.ticket), "as it is typed");
    assert_eq!(office.reprint_number(&number), Ok(ticket.ticket), "as often as need be");
    assert_eq!(office.reprint("kiosk-1", ticket.ticket), Ok(()));
    assert_eq!(office.reprint_number("Z999"), Err("unknown_number".to_owned()));
    assert_eq!(office.reprint("kiosk-2", ticket.ticket), no("not_allowed"), "only there");
    office.now = opened_at + STAFF_KEPT;
    assert_eq!(office.reprint_number(&number), Err("not_allowed".to_owned()));
    let official = Origin::Counter(name("quay-1"), CounterNumber::new(1).unwrap());
    let number = ticket.number;
    assert_eq!(
        office.wish(official, Request::ReprintNumber { number }).map(|info| info.ticket),
        Err("not_allowed".to_owned()),
        "a counter names tickets"
    );
}

#[test]
fn an_appointment_before_the_scanner_tells_its_slot_and_then_its_number() {
    let mut office = Office::new();
    let code: TicketId = "0j4mz3v9k2q7e".parse().unwrap();
    let api = Origin::Api { device: name("api"), kiosk: None };
    let book = Request::Book { code, service: "chung-thuc".parse().unwrap(), slot: at("09:00") };
    let booked = office.take(&Input::Request { origin: api, id: None, request: book });
    assert_eq!(booked, Some(Answer::Done { ticket: None }));
    let shown = format!("GOISO:A:{}", code.to_string().to_uppercase());
    let told = ScannedThing::Appointment {
        appointment: Some(ScannedAppointment {
            code,
            service: "chung-thuc".parse().unwrap(),
            slot: at("09:00"),
            from: at("08:45"),
            in_order_until: at("09:10"),
        }),
    };
    assert_eq!(office.scan("scanner-1", &shown), told);
    let early = office.wish(kiosk("kiosk-1"), Request::CheckIn { code });
    assert_eq!(early.map(|info| info.number), Err("too_early".to_owned()));
    office.now = at("08:50");
    let ticket = office.wish(kiosk("kiosk-1"), Request::CheckIn { code }).unwrap();
    assert_eq!((ticket.ticket, ticket.number.as_str(), ticket.is_printing), (code, "A001", true));
    office.comes_out(code);

    let thing = office.scan("scanner-1", &shown);
    assert!(matches!(thing, ScannedThing::Slip { ticket, .. } if ticket == code), "{thing:?}");
    assert_eq!(office.reprint("kiosk-1", code), Ok(()), "its code is as good as the slip");
    let unknown = ScannedThing::Appointment { appointment: None };
    assert_eq!(office.scan("scanner-1", "GOISO:A:0000000000000"), unknown);
    assert_eq!(office.scan("scanner-1", "GOISO:A:2026-11-23"), unknown);
}
