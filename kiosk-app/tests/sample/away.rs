//! Kiosks without the hub, without paper, and with a printer that stands in.

use goiso_client::LinkEvent;
use goiso_client::emergency::{LoanId, NoNumber, OfflineNumber};
use goiso_kiosk::{EmergencyStock, Kiosk};
use goiso_model::{TicketId, TicketNumber};
use goiso_protocol::{Answer, KioskView, PrinterCondition, ServiceState, StandInPrinter};

use super::{all_in, answer, at, both, choose, class_id, commune, idle, kiosk, province, service_id, ticket};

/// The line is lost at 0 for longer than the kiosk waits for it, and it has so many numbers of its own, or none.
pub(crate) fn leave_alone(kiosk: &mut Kiosk, offer: Result<u32, NoNumber>) {
    kiosk.take(LinkEvent::Down { since: at(-10) }, at(0));
    kiosk.set_stock(EmergencyStock { offer, ..EmergencyStock::default() });
}

/// A kiosk that gives numbers by itself, after a visitor's first touch.
pub(crate) fn on_its_own(view: KioskView) -> Kiosk {
    let mut kiosk = kiosk(view);
    leave_alone(&mut kiosk, Ok(12));
    kiosk
}

/// The first number that kiosk-1 has given by itself.
pub(crate) fn offline() -> OfflineNumber {
    OfflineNumber {
        loan: LoanId { epoch: "e".to_owned(), day: "2026-11-23".parse().unwrap(), block: 1 },
        number: TicketNumber::compose("K1-", 901, 3),
        value: 901,
        prefix: "K1-".to_owned(),
        ticket: TicketId::from_bits(0x1234_5678_9abc_def0),
        service: service_id("chung-thuc"),
        priority: None,
        issued_at: at(0),
        follow_url: "http://192.168.1.10:7300/t/14d2pf2ancqvg".to_owned(),
        instead_of: None,
    }
}

pub(crate) fn stand_in() -> StandInPrinter {
    StandInPrinter { device: "printer-2".to_owned(), place: both("Bàn hướng dẫn", "Information desk") }
}

/// A screen of each kind.
pub(crate) fn screens() -> Vec<(&'static str, Kiosk)> {
    alone().into_iter().chain(refusing()).chain(elsewhere()).collect()
}

fn alone() -> Vec<(&'static str, Kiosk)> {
    let (choosing, mut untouched) = (on_its_own(commune()), idle(commune()));
    leave_alone(&mut untouched, Ok(12));
    let mut given = choosing.clone();
    given.given(Ok(OfflineNumber { priority: Some(class_id("te")), ..offline() }), at(0));
    let mut waiting = kiosk(commune());
    choose(&mut waiting, "chung-thuc", 0);
    let mut waiting_in_vain = waiting.clone();
    leave_alone(&mut waiting, Ok(12));
    leave_alone(&mut waiting_in_vain, Err(NoNumber::UsedUp));
    vec![
        ("on its own, nobody there", untouched),
        ("on its own", choosing),
        ("on its own, province", on_its_own(province())),
        ("given", given),
        ("waiting", waiting),
        ("waiting in vain", waiting_in_vain),
    ]
}

fn refusing() -> Vec<(&'static str, Kiosk)> {
    let without = |why: NoNumber| {
        let mut kiosk = idle(commune());
        leave_alone(&mut kiosk, Err(why));
        kiosk
    };
    let mut unkept = on_its_own(commune());
    unkept.given(Err(NoNumber::Disk), at(0));
    let mut closed = idle(all_in(commune(), &ServiceState::Full));
    leave_alone(&mut closed, Ok(12));
    vec![
        ("away, nothing open", closed),
        ("away, used up", without(NoNumber::UsedUp)),
        ("away, none lent", without(NoNumber::NoneLent)),
        ("away, disk", without(NoNumber::Disk)),
        ("away, clock", without(NoNumber::ClockWrong)),
        ("away, day over", without(NoNumber::DayOver)),
        ("not kept", unkept),
    ]
}

fn elsewhere() -> Vec<(&'static str, Kiosk)> {
    let view = || KioskView { stand_in: Some(stand_in()), ..commune() };
    let mut taken = kiosk(view());
    let id = choose(&mut taken, "chung-thuc", 0);
    answer(&mut taken, &id, Answer::Done { ticket: Some(ticket()) }, 0);
    vec![
        ("stand-in", idle(view())),
        ("choosing with a stand-in", kiosk(view())),
        ("taken, stand-in", taken),
        ("attract, printer fault", idle(KioskView { printer: PrinterCondition::Fault, ..commune() })),
    ]
}
