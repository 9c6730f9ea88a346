//! Numbers that the kiosk gives by itself, as scripts: what is touched, what the line does, when the power goes, what
//! the link is told, and what is then on the screen. The disk is in memory, and all that a restart finds.

mod disk_and_power;
mod hall;
#[path = "../sample/mod.rs"]
mod sample;

use goiso_client::emergency::{NoNumber, OfflineNumber};
use goiso_client::{LinkEvent, RequestIds};
use goiso_kiosk::{Action, AwayOffer, HallState, Kiosk, NO_SLIP_SHOWN, Runtime, Screen, Slip, TAKEN_SHOWN};
use goiso_model::{Language, TicketId};
use goiso_protocol::{LocalSlipTexts, OpenHours, ServiceState, View};
use hall::{Hall, Paper, play, play_on, ready};
use insta::assert_snapshot;
use sample::{at, mockup, service_id};

#[test]
fn two_touches_without_the_hub() {
    assert_snapshot!(play("
        1 the hub is gone
        2 touches
        4 takes chung-thuc
        30 is done
        31 takes ho-tich
        100 waits
        110 the hub is there
        110 the hub answers
        111 the hub answers
        112 touches
        113 takes chung-thuc
    "), @r"
      1s the hub is gone -> nobody (own numbers)
      2s touches -> choosing (own numbers)
      4s takes chung-thuc -> prints K1-901, shows K1-901 (own numbers)
     30s is done -> choosing (own numbers)
     31s takes ho-tich -> prints K1-902, shows K1-902 (own numbers)
     91s by itself -> choosing (own numbers)
    100s waits -> choosing (own numbers)
    110s the hub is there -> tells K1-901, choosing
    110s the hub answers -> tells K1-902, choosing
    111s the hub answers -> choosing
    112s touches -> choosing
    113s takes chung-thuc -> asks for chung-thuc, asking
    ");
}

#[test]
fn ten_touches_are_one_number() {
    assert_snapshot!(play("
        1 the hub is gone
        2 touches
        3 takes chung-thuc
        3 takes chung-thuc
        3 takes ho-tich
        4 touches
        4 takes an emergency number
    "), @r"
    1s the hub is gone -> nobody (own numbers)
    2s touches -> choosing (own numbers)
    3s takes chung-thuc -> prints K1-901, shows K1-901 (own numbers)
    3s takes chung-thuc -> shows K1-901 (own numbers)
    3s takes ho-tich -> shows K1-901 (own numbers)
    4s touches -> shows K1-901 (own numbers)
    4s takes an emergency number -> shows K1-901 (own numbers)
    ");
}

#[test]
fn a_visitor_with_priority() {
    assert_snapshot!(play("
        1 the hub is gone
        2 touches
        3 asks for priority
        4 claims nct
        5 takes chung-thuc
        70 waits
        80 the hub is there
    "), @r"
     1s the hub is gone -> nobody (own numbers)
     2s touches -> choosing (own numbers)
     3s asks for priority -> classes (own numbers)
     4s claims nct -> choosing (own numbers)
     5s takes chung-thuc -> prints K1-901, shows K1-901 (own numbers)
    65s by itself -> choosing (own numbers)
    70s waits -> choosing (own numbers)
    80s the hub is there -> tells K1-901 as nct, choosing
    ");
}

#[test]
fn a_wish_that_the_hub_never_answered_is_taken_back() {
    assert_snapshot!(play("
        1 touches
        2 takes chung-thuc
        8 the hub is gone
        9 takes an emergency number
        10 takes an emergency number
        20 the hub is there
    "), @r"
     1s touches -> choosing
     2s takes chung-thuc -> asks for chung-thuc, asking
     8s the hub is gone -> asking (own numbers)
     9s takes an emergency number -> prints K1-901, takes the wish back, shows K1-901 (own numbers)
    10s takes an emergency number -> shows K1-901 (own numbers)
    20s the hub is there -> tells K1-901 instead of a wish, shows K1-901
    ");
}

#[test]
fn whoever_waits_gets_the_hubs_number_and_no_other() {
    assert_snapshot!(play("
        1 touches
        2 takes chung-thuc
        8 the hub is gone
        20 the hub is there
        20 takes an emergency number
        21 the hub answers
        22 takes an emergency number
    "), @r"
     1s touches -> choosing
     2s takes chung-thuc -> asks for chung-thuc, asking
     8s the hub is gone -> asking (own numbers)
    20s the hub is there -> asking
    20s takes an emergency number -> asking
    21s the hub answers -> shows A005
    22s takes an emergency number -> shows A005
    ");
}

#[test]
fn whoever_does_not_wait_takes_the_wish_back() {
    assert_snapshot!(play("
        1 touches
        2 takes chung-thuc
        8 the hub is gone
        9 leaves
        10 takes ho-tich
        20 the hub is there
    "), @r"
     1s touches -> choosing
     2s takes chung-thuc -> asks for chung-thuc, asking
     8s the hub is gone -> asking (own numbers)
     9s leaves -> takes the wish back, choosing (own numbers)
    10s takes ho-tich -> prints K1-901, shows K1-901 (own numbers)
    20s the hub is there -> tells K1-901, shows K1-901
    ");
}

#[test]
fn the_block_is_used_up() {
    assert_snapshot!(play("
        1 the hub is gone
        2 touches
        3 takes chung-thuc
        4 is done
        5 takes chung-thuc
        6 is done
        7 takes chung-thuc
        8 is done
        9 takes chung-thuc
        10 the power goes
        25 the hub is gone
        26 touches
    "), @r"
     1s the hub is gone -> nobody (own numbers)
     2s touches -> choosing (own numbers)
     3s takes chung-thuc -> prints K1-901, shows K1-901 (own numbers)
     4s is done -> choosing (own numbers)
     5s takes chung-thuc -> prints K1-902, shows K1-902 (own numbers)
     6s is done -> choosing (own numbers)
     7s takes chung-thuc -> prints K1-903, shows K1-903 (away, UsedUp)
     8s is done -> choosing (away, UsedUp)
     9s takes chung-thuc -> choosing (away, UsedUp)
    10s the power goes -> nobody
    25s the hub is gone -> nobody (away, UsedUp)
    26s touches -> choosing (away, UsedUp)
    ");
}

#[test]
fn a_number_that_the_hub_turns_away_is_told_to_staff_and_not_again() {
    let (hall, told) = play_on(
        ready(),
        "
        1 the hub is gone
        2 touches
        3 takes chung-thuc
        10 is done
        20 the hub is there
        21 the hub turns it away
        22 the power goes
        30 the hub is there
    ",
    );
    assert_snapshot!(told, @r"
     1s the hub is gone -> nobody (own numbers)
     2s touches -> choosing (own numbers)
     3s takes chung-thuc -> prints K1-901, shows K1-901 (own numbers)
    10s is done -> choosing (own numbers)
    20s the hub is there -> tells K1-901, choosing
    21s the hub turns it away -> choosing
    22s the power goes -> nobody
    30s the hub is there -> nobody
    ");
    let turned_away = &hall.runtime.kiosk().stock().turned_away;
    let numbers: Vec<String> = turned_away.iter().map(|lost| lost.number.to_string()).collect();
    assert_eq!(numbers, ["K1-901"], "after a restart too");
}

#[test]
fn staff_hear_of_a_number_turned_away_for_a_day() {
    let (mut hall, _) = play_on(
        ready(),
        "
        1 the hub is gone
        2 touches
        3 takes chung-thuc
        20 the hub is there
        21 the hub turns it away
    ",
    );
    assert_eq!(hall.runtime.kiosk().stock().turned_away.len(), 1);
    hall.poll(21 + 24 * 3600);
    assert_eq!(hall.runtime.kiosk().stock().turned_away, []);
}

#[test]
fn what_the_hub_refuses_for_now_is_told_again() {
    assert_snapshot!(play("
        1 the hub is gone
        2 touches
        3 takes chung-thuc
        10 is done
        11 the hub is there
        12 the hub refuses
        13 waits
        42 waits
        43 the hub answers
        80 waits
    "), @r"
     1s the hub is gone -> nobody (own numbers)
     2s touches -> choosing (own numbers)
     3s takes chung-thuc -> prints K1-901, shows K1-901 (own numbers)
    10s is done -> choosing (own numbers)
    11s the hub is there -> tells K1-901, choosing
    12s the hub refuses -> choosing
    13s waits -> choosing
    40s by itself -> nobody
    42s waits -> tells K1-901, nobody
    43s the hub answers -> nobody
    80s waits -> nobody
    ");
}

/// The numbers of a kiosk that was switched on while the hub was away: it knows the services from its last view.
#[test]
fn a_kiosk_started_without_the_hub_knows_its_services() {
    let mut hall = ready();
    hall.view.setup.staff_pin = "$argon2id$".to_owned();
    hall.show(1);
    hall.restart(2);
    let kiosk = hall.runtime.kiosk();
    assert!(kiosk.view().is_none(), "it may be old");
    hall.act("the hub is gone", 12);
    let kiosk = hall.runtime.kiosk();
    assert_eq!(kiosk.hall_state(at(12)), HallState::HubAway);
    let view = kiosk.view().expect("better than nothing");
    assert_eq!((view.services.len(), view.services[0].n_waiting), (5, 0), "nobody knows who waits");
    assert_eq!((view.setup.staff_pin.as_str(), &view.scanned), ("", &None), "no secrets are kept");
}

#[test]
fn the_hours_of_the_day_hold_without_the_hub() {
    let mut hall = ready();
    let noon = OpenHours { from: at(0), until: at(100) };
    let later = OpenHours { from: at(300), until: at(400) };
    for service in &mut hall.view.services {
        service.hours_today = vec![noon, later];
        service.state = ServiceState::Paused;
    }
    hall.view.services[0].state = ServiceState::Open;
    hall.view.services[1].state = ServiceState::Closed { opens_at: Some(at(300)) };
    hall.view.services[2].n_left = Some(1);
    hall.view.services[2].state = ServiceState::Open;
    hall.show(0);
    hall.act("the hub is gone", 6);
    let gives = |hall: &Hall, secs: i64| -> Vec<bool> {
        let kiosk = hall.runtime.kiosk();
        let services = &kiosk.view().expect("a view").services;
        services.iter().map(|service| kiosk.is_choosable(service, at(secs))).collect()
    };
    assert_eq!(gives(&hall, 6), [true, true, true, false, false], "a paused one is still paused");
    hall.act("touches", 7);
    hall.act("takes dat-dai", 8);
    assert_eq!(gives(&hall, 9), [true, true, false, false, false], "its last number is given");
    let mut offer = |secs| {
        hall.poll(secs);
        hall.runtime.kiosk().away_offer(at(secs))
    };
    assert_eq!(offer(200), Some(AwayOffer::NoService { opens_at: Some(at(300)) }));
    assert_eq!(offer(300), Some(AwayOffer::Numbers));
    assert_eq!(offer(36_000), Some(AwayOffer::None(NoNumber::DayOver)));
}

#[test]
fn without_a_disk_the_kiosk_goes_on_with_the_hubs_numbers() {
    let languages = goiso_i18n::languages();
    let kiosk = Kiosk::new(Language::vietnamese(), languages, RequestIds::new(1), at(0));
    let mut runtime: Runtime<Paper> = Runtime::new(kiosk, || 1);
    runtime.take(LinkEvent::Up, at(0));
    runtime.take(LinkEvent::View(Box::new(View::Kiosk(mockup()))), at(0));
    assert!(runtime.kiosk().can_issue() && !runtime.has_disk());
    runtime.take(LinkEvent::Down { since: at(1) }, at(6));
    assert_eq!(runtime.kiosk().away_offer(at(6)), Some(AwayOffer::None(NoNumber::Disk)));
    runtime.handle(Action::Begin, at(7));
    runtime.handle(Action::ChooseService(service_id("chung-thuc")), at(8));
    assert_eq!(*runtime.kiosk().screen(), Screen::HOME);
    assert_eq!(runtime.poll(None, at(8)), []);
}

/// The slip of the number on the screen, and no other, changes what the screen says.
#[test]
fn a_slip_that_does_not_come_out_keeps_the_number_on_the_screen() {
    let (mut hall, _) = play_on(
        ready(),
        "
        1 the hub is gone
        2 touches
        3 takes chung-thuc
    ",
    );
    let shown = |hall: &Hall| match hall.runtime.kiosk().screen() {
        Screen::Given { number, slip, until } => (number.ticket, *slip, *until),
        other => panic!("{other:?}"),
    };
    let (ticket, slip, until) = shown(&hall);
    assert_eq!((slip, until), (Slip::None, Some(at(3) + NO_SLIP_SHOWN)), "no agent has taken it yet");
    hall.runtime.slip_is(ticket, Slip::Printing, at(3));
    assert_eq!(shown(&hall), (ticket, Slip::Printing, Some(at(3) + TAKEN_SHOWN)));
    hall.runtime.slip_is(TicketId::from_bits(1), Slip::Failed, at(4));
    assert_eq!(shown(&hall).1, Slip::Printing, "another's");
    hall.runtime.slip_is(ticket, Slip::Failed, at(9));
    hall.poll(3_000);
    assert_eq!(shown(&hall), (ticket, Slip::Failed, None), "until it has been seen");
    hall.act("is done", 3_001);
    assert_eq!(*hall.runtime.kiosk().screen(), Screen::HOME);
}

#[test]
fn a_slip_says_what_the_screen_says() {
    let kiosk = sample::away::on_its_own(mockup());
    let given = OfflineNumber { priority: Some(sample::class_id("nct")), ..sample::away::offline() };
    let slip = kiosk.slip_of(&given).expect("the centre is known");
    assert_eq!((slip.number.as_str(), slip.qr.as_str()), ("K1-901", given.follow_url.as_str()));
    let texts = [&slip.texts, slip.second.as_ref().expect("in English too")].map(|texts| {
        let LocalSlipTexts { unit, centre, caption, service, priority, counters, wait, date, .. } = texts;
        [unit, centre, caption, service, priority, counters, wait, date].map(String::as_str).join("\n")
    });
    assert_snapshot!(texts.join("\n\n"), @r"
    UBND xã Tân Cương
    Trung tâm Phục vụ hành chính công
    Số dự phòng của ông/bà
    Chứng thực
    Ưu tiên: Người cao tuổi (từ 60 tuổi)
    Quầy 2, 3
    Được gọi theo giờ lấy số khi máy chủ hoạt động lại
    Thứ Hai 23/11/2026 08:42

    Tân Cương Commune
    Public Administrative Service Centre
    Your emergency number
    Certification
    Priority: Elderly people (60 and over)
    Counter 2, 3
    Called by the time it was taken, once the server is back
    Monday 23/11/2026 08:42
    ");
}
