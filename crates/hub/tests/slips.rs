//! Slips in the hub without a socket or a clock: what is told late, which printer takes over, who may have one again.

#![allow(clippy::unwrap_used, reason = "clippy takes only the test functions themselves for tests")]

use std::sync::Arc;

use goiso_config::Config;
use goiso_hardware::printer::PrinterState;
use goiso_hub::core::{
    Action, Asked, DeviceReport, Hub, Input, Origin, Outcome, Question, SlipNews, TicketIds, ViewKey,
};
use goiso_model::{CounterNumber, DeviceName, OfficialId, RequestId, ServiceId, TicketId};
use goiso_protocol::{
    Answer, CounterView, KioskView, PrinterCondition, Request, SlipState, TicketInfo, View,
};
use goiso_store::{Entry, Record, Today};
use jiff::{Timestamp, ToSpan as _};

const HALL: &str = r#"
[centre]
name = "Trung tâm"
[[services]]
id = "chung-thuc"
sign = "A"
name = "Chứng thực"
[[counters]]
number = 1
services = ["chung-thuc"]
[[kiosks]]
name = "kiosk-1"
printer = "printer-1"
alternative_printer = "printer-2"
[[kiosks]]
name = "kiosk-2"
printer = "printer-2"
[[printers]]
name = "printer-1"
kind = "virtual"
folder = "slips"
[[printers]]
name = "printer-2"
kind = "virtual"
folder = "slips"
place = { vi = "Bàn hướng dẫn", en = "Reception desk" }
"#;

struct Office {
    config: Arc<Config>,
    hub: Hub,
    records: Vec<Record>,
    now: Timestamp,
    n_wishes: u32,
}

impl Office {
    /// Both printers print.
    fn new() -> Self {
        let config = Arc::new(Config::parse(HALL, "hall.toml").unwrap());
        let now = "2026-11-23T08:00:00+07:00".parse().unwrap();
        let today =
            Today { rules: None, day: None, records: vec![], earlier: vec![], last_at: None, chain: Ok(()) };
        let hub = Hub::new(config.clone(), &today, "epoch", TicketIds::new([7; 32]), "http://hub");
        let mut office = Self { config, hub, records: vec![], now, n_wishes: 0 };
        let outcome = office.hub.start(now).unwrap();
        office.commit(&outcome);
        office.printer("printer-1", PrinterState::Ready);
        office.printer("printer-2", PrinterState::Ready);
        office
    }

    fn commit(&mut self, outcome: &Outcome) {
        for Entry { at, request, event } in outcome.entries.clone() {
            let sequence = self.records.len() as u64 + 1;
            self.records.push(Record { sequence, day: self.hub.hall().day(), at, request, event });
        }
    }

    fn take(&mut self, input: &Input) -> Outcome {
        self.now = self.now.checked_add(1.second()).unwrap();
        let outcome = self.hub.handle(input, self.now);
        self.commit(&outcome);
        outcome
    }

    fn printer(&mut self, name: &str, state: PrinterState) {
        self.take(&Input::Device(DeviceReport::Printer { printer: device(name), state }));
    }

    fn told(&mut self, printer: &str, ticket: TicketId, news: SlipNews) -> Outcome {
        self.take(&Input::Device(DeviceReport::Slip { printer: device(printer), ticket, news }))
    }

    fn wish_as(&mut self, id: &str, origin: &Origin, request: Request) -> Outcome {
        let id = Some(RequestId::new(id).unwrap());
        self.take(&Input::Request { origin: origin.clone(), id, request })
    }

    fn wish(&mut self, origin: &Origin, request: Request) -> Outcome {
        self.n_wishes += 1;
        self.wish_as(&format!("r{}", self.n_wishes), origin, request)
    }

    /// A number is taken at the first kiosk; returns it and the printer of its slip.
    fn issue(&mut self) -> (TicketInfo, Option<String>) {
        let service = ServiceId::new("chung-thuc").unwrap();
        let outcome = self.wish(&kiosk("kiosk-1"), Request::Issue { service, priority: None, scan: None });
        let printers = printers(&outcome);
        let Some(Answer::Done { ticket: Some(ticket) }) = outcome.answer else { panic!("{outcome:?}") };
        (ticket, printers.into_iter().next())
    }

    /// The printer of a slip that is asked for again, or why there is none.
    fn reprint(&mut self, origin: &Origin, ticket: TicketId) -> Result<String, String> {
        let outcome = self.wish(origin, Request::Reprint { ticket });
        match outcome.answer.as_ref() {
            Some(Answer::Done { ticket: Some(info) }) => {
                assert!(info.is_printing && info.slip == Some(SlipState::Printing), "{info:?}");
                Ok(printers(&outcome).remove(0))
            }
            Some(Answer::Refused { refusal }) => {
                assert!(outcome.actions.is_empty() && outcome.entries.is_empty());
                Err(refusal.code.clone())
            }
            other => panic!("{other:?}"),
        }
    }

    fn kiosk(&self) -> KioskView {
        match self.hub.view(&ViewKey::Kiosk(device("kiosk-1")), self.now) {
            Some(View::Kiosk(view)) => view,
            other => panic!("{other:?}"),
        }
    }

    fn counter(&self) -> CounterView {
        match self.hub.view(&ViewKey::Counter(CounterNumber::new(1).unwrap()), self.now) {
            Some(View::Counter(view)) => view,
            other => panic!("{other:?}"),
        }
    }

    /// The slips that the kiosk hears of.
    fn troubles(&self) -> Vec<(String, SlipState, bool)> {
        self.kiosk().slips.iter().map(|told| (told.number.to_string(), told.slip, told.can_reprint)).collect()
    }

    fn restart(&mut self) {
        let today = Today {
            rules: Some(self.config.rules()),
            day: self.hub.hall().day(),
            records: self.records[1..].to_vec(),
            earlier: vec![],
            last_at: self.records.last().map(|record| record.at),
            chain: Ok(()),
        };
        self.hub = Hub::new(self.config.clone(), &today, "epoch", TicketIds::new([8; 32]), "http://hub");
    }
}

fn device(name: &str) -> DeviceName {
    DeviceName::new(name).unwrap()
}

fn kiosk(name: &str) -> Origin {
    Origin::Kiosk(device(name))
}

fn official() -> Origin {
    Origin::Counter(device("quay-1"), CounterNumber::new(1).unwrap())
}

fn printers(outcome: &Outcome) -> Vec<String> {
    let prints = outcome.actions.iter().filter_map(|action| match action {
        Action::Print { printer, .. } => Some(printer.to_string()),
        Action::Light { .. } | Action::Dim { .. } => None,
    });
    prints.collect()
}

#[test]
fn a_kiosk_hears_that_a_slip_failed_after_its_number_was_given() {
    let mut office = Office::new();
    let (ticket, printer) = office.issue();
    assert_eq!((printer.as_deref(), ticket.slip), (Some("printer-1"), Some(SlipState::Printing)));
    assert_eq!(office.troubles(), []);

    let held = office.told("printer-1", ticket.ticket, SlipNews::Held);
    assert!(held.stale.is_kiosks && !held.stale.counters.is_empty(), "{:?}", held.stale);
    assert_eq!(office.troubles(), [("A001".to_owned(), SlipState::Held, true)]);
    office.told("printer-1", ticket.ticket, SlipNews::Unclear);
    assert_eq!(office.troubles(), [("A001".to_owned(), SlipState::Unclear, true)]);
    assert_eq!(office.counter().slips.len(), 1, "an official hears of it, too");

    // It came out after all.
    office.told("printer-1", ticket.ticket, SlipNews::Printed);
    assert_eq!((office.troubles().len(), office.counter().slips.len()), (0, 0));
    assert_eq!(office.hub.ticket_info(ticket.ticket, office.now).unwrap().slip, Some(SlipState::Printed));
}

#[test]
fn a_slip_that_came_out_is_no_news_for_any_screen() {
    let mut office = Office::new();
    let (ticket, _) = office.issue();
    let told = office.told("printer-1", ticket.ticket, SlipNews::Printed);
    assert!(told.stale.is_nothing(), "{:?}", told.stale);
}

#[test]
fn the_other_printer_takes_over_while_the_first_cannot_print_and_the_visitor_is_told_where() {
    let mut office = Office::new();
    assert_eq!(office.kiosk().stand_in, None);
    office.printer("printer-1", PrinterState::NoPaper);
    office.printer("printer-2", PrinterState::PaperLow);
    let view = office.kiosk();
    assert_eq!(view.printer, PrinterCondition::PaperLow, "that of the printer which prints");
    let stand_in = view.stand_in.expect("another printer prints");
    assert_eq!(
        (stand_in.device.as_str(), stand_in.place.get(&goiso_model::Language::english())),
        ("printer-2", "Reception desk")
    );
    assert_eq!(office.issue().1.as_deref(), Some("printer-2"));
    let Asked::Figures(figures) = office.hub.ask(&Question::Figures, office.now) else { panic!() };
    assert_eq!(figures.stand_ins, [(device("kiosk-1"), "printer-2".to_owned())]);

    office.printer("printer-2", PrinterState::Gone);
    let view = office.kiosk();
    assert_eq!(
        (view.printer, view.stand_in),
        (PrinterCondition::NoPaper, None),
        "its own printer's, when none prints"
    );
    let (ticket, printer) = office.issue();
    assert_eq!((printer, ticket.is_printing), (None, false));
    assert_eq!(office.counter().slips, [], "the visitor was told at the touch");
    office.printer("printer-1", PrinterState::Ready);
    assert_eq!(office.troubles()[0], ("A002".to_owned(), SlipState::NotPrinted, true));
    assert_eq!(office.reprint(&kiosk("kiosk-1"), ticket.ticket), Ok("printer-1".to_owned()));
}

#[test]
fn a_slip_that_certainly_did_not_come_out_goes_to_the_other_printer_by_itself_and_only_once() {
    let mut office = Office::new();
    let (ticket, _) = office.issue();
    let diverted = office.told("printer-1", ticket.ticket, SlipNews::NotPrinted);
    assert_eq!(printers(&diverted), ["printer-2"]);
    assert_eq!(office.troubles(), []);
    let failed = office.told("printer-2", ticket.ticket, SlipNews::NotPrinted);
    assert_eq!(printers(&failed), Vec::<String>::new(), "it is not sent to and fro");
    assert_eq!(office.troubles(), [("A001".to_owned(), SlipState::NotPrinted, true)]);
}

#[test]
fn a_slip_that_may_have_come_out_is_never_sent_again_by_itself() {
    for news in [SlipNews::Unclear, SlipNews::Held] {
        let mut office = Office::new();
        let (ticket, _) = office.issue();
        let told = office.told("printer-1", ticket.ticket, news);
        assert_eq!(printers(&told), Vec::<String>::new(), "{news:?}");
    }
}

#[test]
fn a_kiosk_may_have_a_slip_again_only_where_the_first_is_not_known_to_be_on_paper() {
    let mut office = Office::new();
    let own = kiosk("kiosk-1");
    let (ticket, _) = office.issue();
    assert_eq!(office.reprint(&own, ticket.ticket), Err("slip_under_way".to_owned()));
    office.told("printer-1", ticket.ticket, SlipNews::Unclear);
    assert_eq!(office.reprint(&kiosk("kiosk-2"), ticket.ticket), Err("not_allowed".to_owned()));
    assert_eq!(office.reprint(&own, ticket.ticket), Ok("printer-1".to_owned()));
    assert_eq!(office.troubles(), [], "it is on its way again");
    office.told("printer-1", ticket.ticket, SlipNews::Printed);
    assert_eq!(office.reprint(&own, ticket.ticket), Err("slip_printed".to_owned()));
    assert_eq!(office.reprint(&own, TicketId::from_bits(1)), Err("unknown_ticket".to_owned()));
    assert_eq!(office.reprint(&Origin::Board(device("b")), ticket.ticket), Err("not_allowed".to_owned()));
}

#[test]
fn an_official_may_have_any_slip_again_that_has_a_printer() {
    let mut office = Office::new();
    let (ticket, _) = office.issue();
    office.told("printer-1", ticket.ticket, SlipNews::Printed);
    assert_eq!(
        office.reprint(&official(), ticket.ticket),
        Ok("printer-1".to_owned()),
        "the visitor has lost it"
    );
    office.told("printer-1", ticket.ticket, SlipNews::Printed);
    office.printer("printer-1", PrinterState::NoPaper);
    assert_eq!(office.reprint(&official(), ticket.ticket), Ok("printer-2".to_owned()));
    office.told("printer-2", ticket.ticket, SlipNews::Printed);
    office.printer("printer-2", PrinterState::Gone);
    assert_eq!(office.reprint(&official(), ticket.ticket), Err("no_printer".to_owned()));

    let service = ServiceId::new("chung-thuc").unwrap();
    let api = |kiosk| Origin::Api { device: device("api"), kiosk };
    let outcome = office.wish(&api(None), Request::Issue { service, priority: None, scan: None });
    let Some(Answer::Done { ticket: Some(without) }) = outcome.answer else { panic!("{outcome:?}") };
    assert_eq!(office.reprint(&api(None), without.ticket), Err("no_kiosk".to_owned()));
    office.printer("printer-2", PrinterState::Ready);
    assert_eq!(office.reprint(&api(Some(device("kiosk-2"))), without.ticket), Ok("printer-2".to_owned()));
}

#[test]
fn one_wish_for_a_slip_is_one_slip_also_after_a_restart() {
    let mut office = Office::new();
    let (ticket, _) = office.issue();
    office.told("printer-1", ticket.ticket, SlipNews::Unclear);
    let wish = Request::Reprint { ticket: ticket.ticket };
    let first = office.wish_as("again", &kiosk("kiosk-1"), wish.clone());
    assert_eq!((printers(&first).len(), first.entries.len()), (1, 1));
    let second = office.wish_as("again", &kiosk("kiosk-1"), wish.clone());
    assert_eq!((printers(&second).len(), second.entries.len()), (0, 0));
    office.restart();
    let third = office.wish_as("again", &kiosk("kiosk-1"), wish);
    assert_eq!((printers(&third).len(), third.entries.len()), (0, 0));
    assert!(matches!(third.answer, Some(Answer::Done { .. })), "{:?}", third.answer);
}

#[test]
fn after_a_restart_nobody_knows_of_the_last_slips_and_they_are_offered_again() {
    let mut office = Office::new();
    let (early, _) = office.issue();
    office.now = office.now.checked_add(30.minutes()).unwrap();
    let (late, _) = office.issue();
    office.restart();
    office.printer("printer-1", PrinterState::Ready);
    let slip = |office: &Office, ticket: &TicketInfo| {
        office.hub.ticket_info(ticket.ticket, office.now).unwrap().slip
    };
    assert_eq!((slip(&office, &early), slip(&office, &late)), (None, Some(SlipState::Unclear)));
    assert_eq!(office.troubles(), [("A002".to_owned(), SlipState::Unclear, true)]);
    assert_eq!(office.counter().slips, [], "a restart is no news for officials");
    assert_eq!(office.reprint(&kiosk("kiosk-1"), late.ticket), Ok("printer-1".to_owned()));
    assert_eq!(office.reprint(&kiosk("kiosk-1"), early.ticket), Err("slip_printed".to_owned()));
}

#[test]
fn a_visitor_who_was_called_needs_no_slip() {
    let mut office = Office::new();
    let (ticket, _) = office.issue();
    office.told("printer-1", ticket.ticket, SlipNews::Unclear);
    let counter = CounterNumber::new(1).unwrap();
    let lan = OfficialId::new("lan").unwrap();
    office.wish(&official(), Request::OpenCounter { counter, official: lan, services: vec![] });
    office.wish(&official(), Request::CallNext { counter });
    assert_eq!((office.troubles(), office.counter().slips.len()), (vec![], 0));
    office.wish(&official(), Request::Arrive { counter });
    office.wish(&official(), Request::Finish { counter, outcome: None });
    assert_eq!(office.reprint(&official(), ticket.ticket), Err("ticket_over".to_owned()));
}

#[test]
fn many_slips_in_trouble_are_told_newest_first_and_not_all() {
    let mut office = Office::new();
    for _ in 0..12 {
        let (ticket, _) = office.issue();
        office.told("printer-1", ticket.ticket, SlipNews::Unclear);
    }
    let told: Vec<String> = office.troubles().into_iter().map(|(number, ..)| number).collect();
    assert_eq!(told, ["A012", "A011", "A010", "A009", "A008", "A007", "A006", "A005"]);
}
