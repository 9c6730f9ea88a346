//! What kiosks tell of numbers that they gave while the hub was away, at the hub without socket, disk or clock.

use std::sync::Arc;

use goiso_config::Config;
use goiso_hub::core::{Hub, Input, Origin, Outcome, TicketIds, ViewKey};
use goiso_model::{DeviceName, RequestId, TicketId, TicketNumber};
use goiso_protocol::{Alert, AlertKind, Answer, Request, TicketInfo, View};
use goiso_store::Today;
use jiff::Timestamp;

const COMMUNE: &str = include_str!("../../../assets/centres/commune.toml");
const DISK: u64 = 7;

struct Office {
    hub: Hub,
    n_asked: usize,
}

impl Office {
    /// A hub on a Monday morning, and a kiosk that has a block of it on its disk.
    fn new() -> Self {
        let config = Arc::new(Config::parse(COMMUNE, "commune.toml").expect("the sample is right"));
        let today =
            Today { rules: None, day: None, records: vec![], earlier: vec![], last_at: None, chain: Ok(()) };
        let mut hub = Hub::new(config, &today, "epoch", TicketIds::new([7; 32]), "http://hub");
        hub.start(now()).expect("nothing stands against the sample's rules");
        let mut office = Self { hub, n_asked: 0 };
        assert_eq!(office.ask(Request::BorrowBlock { holder: DISK, above: None }), None);
        assert_eq!(office.ask(keep()), None);
        office
    }

    /// Asks under a new id; the ticket of the answer.
    fn ask(&mut self, request: Request) -> Option<TicketInfo> {
        self.n_asked += 1;
        let id = RequestId::new(format!("r-{}", self.n_asked)).expect("visible");
        let kiosk: DeviceName = "kiosk-1".parse().expect("a slug");
        let input = Input::Request { origin: Origin::Kiosk(kiosk), id: Some(id), request };
        let Outcome { answer, .. } = self.hub.handle(&input, now());
        match answer {
            Some(Answer::Done { ticket }) => ticket,
            other => panic!("{other:?}"),
        }
    }

    fn alerts(&self) -> Vec<Alert> {
        let Some(View::Supervisor(view)) = self.hub.view(&ViewKey::Supervisor, now()) else {
            panic!("there is a view for supervisors")
        };
        view.alerts.into_iter().filter(|alert| alert.kind == AlertKind::NumberTurnedAway).collect()
    }
}

fn now() -> Timestamp {
    "2026-11-23T08:00:00+07:00".parse().expect("a time")
}

fn keep() -> Request {
    let day = "2026-11-23".parse().expect("a date");
    Request::KeepBlock { holder: DISK, epoch: "epoch".to_owned(), day, block: 1 }
}

/// The first number of the block, with this ticket, as given on a day.
fn tell(ticket: u64, day: &str) -> Request {
    Request::TellIssued {
        epoch: "epoch".to_owned(),
        day: day.parse().expect("a date"),
        block: 1,
        // The LED displays of the sample have four places.
        number: TicketNumber::compose("X", 101, 3),
        ticket: TicketId::from_bits(ticket),
        service: "ho-tich".parse().expect("a slug"),
        priority: None,
        issued_at: now(),
        instead_of: None,
    }
}

/// A kiosk that was started anew has not heard the answer, and asks under another id.
#[test]
fn a_number_told_again_is_answered_with_its_ticket() {
    let mut office = Office::new();
    let first = office.ask(tell(1, "2026-11-23")).expect("it is in the hall");
    let again = office.ask(tell(1, "2026-11-23")).expect("it still is");
    assert_eq!((again.ticket, again.number), (first.ticket, first.number));
    assert_eq!((office.hub.hall().tickets().count(), office.alerts()), (1, vec![]));
}

#[test]
fn a_number_that_somebody_else_has_is_an_alert_for_supervisors() {
    let mut office = Office::new();
    office.ask(tell(1, "2026-11-23")).expect("it is in the hall");
    assert_eq!(office.ask(tell(2, "2026-11-23")), None, "the same number, another ticket");
    assert_eq!(office.ask(tell(2, "2026-11-23")), None, "told again, it still leads nowhere");
    let alert = Alert { kind: AlertKind::NumberTurnedAway, device: "X101".to_owned() };
    assert_eq!(office.alerts(), [alert]);
}

/// Its holder has long gone home: the kiosk's staff corner says so, and that is enough.
#[test]
fn a_number_of_another_day_is_no_alert() {
    let mut office = Office::new();
    assert_eq!(office.ask(tell(1, "2026-11-20")), None);
    assert_eq!(office.alerts(), []);
}
