//! Every no has a name, and somebody can get to hear it.

use std::collections::BTreeSet;

use crate::play::{Play, counter, rules, series, service};
use goiso_domain::{BOOKINGS_MAX, Command, Hall, MESSAGES_MAX, MessageLevel, NOTE_CHARS_MAX, Refusal, Rules};
use goiso_model::{LocalText, TicketId, TicketNumber};

/// Ends to compile when a refusal is added: then add a script that provokes it to `SCRIPTS`.
fn n_refusals(refusal: &Refusal) -> usize {
    match refusal {
        Refusal::DayNotStarted
        | Refusal::DayAlreadyStarted { .. }
        | Refusal::RulesInvalid { .. }
        | Refusal::UnknownService { .. }
        | Refusal::UnknownCounter { .. }
        | Refusal::UnknownTicket { .. }
        | Refusal::UnknownNumber { .. }
        | Refusal::UnknownPriority { .. }
        | Refusal::UnknownOutcome { .. }
        | Refusal::TicketExists { .. }
        | Refusal::ServiceClosed { .. }
        | Refusal::ServiceFull { .. }
        | Refusal::RangeExhausted { .. }
        | Refusal::HallFull { .. }
        | Refusal::NobodyWaiting { .. }
        | Refusal::CounterClosed { .. }
        | Refusal::CounterPaused { .. }
        | Refusal::CounterBusy { .. }
        | Refusal::NoCurrentTicket { .. }
        | Refusal::AlreadyServing { .. }
        | Refusal::CallsExhausted { .. }
        | Refusal::TicketNotCallable { .. }
        | Refusal::TicketNotCancellable { .. }
        | Refusal::TicketOver { .. }
        | Refusal::NoKiosk { .. }
        | Refusal::ServiceNotAtCounter { .. }
        | Refusal::OfficialElsewhere { .. }
        | Refusal::UnknownMessage { .. }
        | Refusal::TooManyMessages { .. }
        | Refusal::NotLending { .. }
        | Refusal::NoNumbersToLend { .. }
        | Refusal::UnknownBlock { .. }
        | Refusal::MessageOver { .. }
        | Refusal::TicketNotHeld { .. }
        | Refusal::TicketNotAbsent { .. }
        | Refusal::RestoreTooLate { .. }
        | Refusal::HoldTooLong { .. }
        | Refusal::TicketSentElsewhere { .. }
        | Refusal::ServiceNotServed { .. }
        | Refusal::SentToItself { .. }
        | Refusal::ChainTooLong { .. }
        | Refusal::NoteUnfit { .. }
        | Refusal::NoteIsPersonal
        | Refusal::NothingToUndo { .. }
        | Refusal::ServiceStopped { .. }
        | Refusal::DayClosed
        | Refusal::GroupTooLarge { .. }
        | Refusal::NoAppointments { .. }
        | Refusal::UnknownSlot { .. }
        | Refusal::SlotFull { .. }
        | Refusal::SlotOver { .. }
        | Refusal::TooManyBookings { .. }
        | Refusal::UnknownBooking { .. }
        | Refusal::TooEarly { .. }
        // No command leads to these two: the hub asks `Hall::may_take` before it issues. Its tests are there.
        | Refusal::NumberHeld { .. }
        | Refusal::PersonDayLimit { .. } => 54,
    }
}

const OPEN_AND_CALL: &str = "
    0 open 1 lan
    0 issue chung-thuc
    0 issue dat-dai
    1 next 1
";

const CALLED_AND_SENT: &str = "
    0 open 1 lan
    0 open 2 hoa
    0 open 3 tam
    0 issue chung-thuc
    0 next 1
    1 send 1 2
";

/// What went before, the wish that is refused, and the name of the refusal.
const SCRIPTS: &[(&str, &str, &str)] = &[
    ("", "day 2026-11-23", "day_already_started"),
    ("", "issue cap-bang", "unknown_service"),
    ("", "open 1 lan cap-bang", "unknown_service"),
    ("", "next 9", "unknown_counter"),
    ("", "open 9 lan", "unknown_counter"),
    ("0 open 1 lan", "call 1 A009", "unknown_number"),
    ("", "issue chung-thuc vip", "unknown_priority"),
    ("", "issue at-night", "service_closed"),
    ("0 issue one-a-day", "issue one-a-day", "service_full"),
    ("0 issue short", "issue short", "range_exhausted"),
    ("0 issue dat-dai\n0 issue dat-dai\n0 issue dat-dai\n0 issue dat-dai", "issue dat-dai", "hall_full"),
    ("0 open 1 lan", "next 1", "nobody_waiting"),
    ("", "next 1", "counter_closed"),
    ("", "finish 1", "counter_closed"),
    ("0 open 1 lan\n0 pause 1 lunch", "next 1", "counter_paused"),
    (OPEN_AND_CALL, "close 1", "counter_busy"),
    (OPEN_AND_CALL, "finish 1 lost", "unknown_outcome"),
    ("0 open 1 lan", "arrive 1", "no_current_ticket"),
    ("0 open 1 lan\n0 issue chung-thuc\n0 next 1\n0 arrive 1", "recall 1", "already_serving"),
    ("0 open 1 lan\n0 issue chung-thuc\n0 next 1\n0 recall 1\n0 recall 1", "recall 1", "calls_exhausted"),
    (OPEN_AND_CALL, "call 1 A001", "ticket_not_callable"),
    (OPEN_AND_CALL, "cancel A001", "ticket_not_cancellable"),
    (OPEN_AND_CALL, "call 1 C001", "service_not_at_counter"),
    ("", "open 1 lan dat-dai", "service_not_at_counter"),
    ("0 open 1 lan", "open 2 lan", "official_elsewhere"),
    ("0 issue chung-thuc\n0 cancel A001", "slip A001", "ticket_over"),
    ("0 say notice A", "unsay 2", "unknown_message"),
    (OPEN_AND_CALL, "back A001", "ticket_not_held"),
    (OPEN_AND_CALL, "restore A001", "ticket_not_absent"),
    (OPEN_AND_CALL, "hold 1 121", "hold_too_long"),
    (OPEN_AND_CALL, "hold 1 0", "hold_too_long"),
    (CALLED_AND_SENT, "call 3 A001", "ticket_sent_elsewhere"),
    (OPEN_AND_CALL, "send 1 at-night", "service_not_served"),
    (OPEN_AND_CALL, "send 1 1", "sent_to_itself"),
    (OPEN_AND_CALL, "chain 1 2 2", "sent_to_itself"),
    (OPEN_AND_CALL, "chain 1 2 3 2 3 2 3 2 3 2", "chain_too_long"),
    (OPEN_AND_CALL, "note 1 gọi 0912 345 678", "note_is_personal"),
    (OPEN_AND_CALL, "undo 1", "counter_busy"),
    ("0 open 1 lan\n0 issue chung-thuc\n0 next 1\n0 absent 1", "undo 1", "nothing_to_undo"),
    ("0 switch chung-thuc paused", "issue chung-thuc", "service_stopped"),
    ("0 end-day cancel", "issue chung-thuc", "day_closed"),
    ("0 end-day cancel", "end-day cancel", "day_closed"),
    ("", "group chung-thuc 2", "group_too_large"),
    ("", "book chung-thuc 09:00", "no_appointments"),
    ("", "book by-hour 09:10", "unknown_slot"),
    ("0 book by-hour 09:00", "book by-hour 09:00", "slot_full"),
    ("", "book by-hour 07:00", "slot_over"),
    ("", "check-in 1", "unknown_booking"),
    ("", "drop 1", "unknown_booking"),
    ("0 book by-hour 09:00", "check-in 1", "too_early"),
    ("", "borrow kiosk-9 7", "not_lending"),
    ("", "borrow kiosk-1 7 K1-912", "no_numbers_to_lend"),
    ("0 borrow kiosk-1 7", "keep kiosk-1 8 1", "unknown_block"),
];

fn strict_rules() -> Rules {
    let mut rules = rules();
    rules.waiting_max = 4;
    rules.lending = crate::lending::lending();
    rules.office.restore_within_secs = Some(600);
    for (id, prefix) in [("at-night", "D"), ("one-a-day", "E"), ("short", "F"), ("by-hour", "G")] {
        rules.series.insert(service(id), series(prefix, 1, 1, 3));
        rules.services.insert(service(id), crate::play::service_rules(id));
    }
    rules.series.get_mut(&service("one-a-day")).unwrap().last = 9;
    rules.services.get_mut(&service("one-a-day")).unwrap().daily_max = Some(1);
    let never = goiso_domain::CalendarId::new("never").unwrap();
    rules.calendars.insert(never.clone(), goiso_domain::Calendar::default());
    rules.services.get_mut(&service("at-night")).unwrap().calendar = Some(never);
    rules.services.get_mut(&service("by-hour")).unwrap().appointments =
        Some(crate::appointments::rules_of_slots());
    rules
}

#[test]
fn every_refusal_is_provoked() {
    let now = crate::play::MORNING.parse().unwrap();
    let mut heard = BTreeSet::new();
    for &(before, wish, code) in SCRIPTS {
        let mut play = Play::new(strict_rules());
        let told = play.run(before);
        assert!(!told.contains("REFUSED"), "{told}");
        let told = play.run(&format!("9 {wish}"));
        assert!(told.contains(&format!("REFUSED {code}:")), "{before}: {told}");
        heard.insert(code);
    }

    let issue = |bits| Command::Issue {
        people: 1,
        ticket: TicketId::from_bits(bits),
        service: service("chung-thuc"),
        class: None,
        kiosk: None,
    };
    let unknown_ticket = Command::Cancel { ticket: TicketId::from_bits(1), counter: None };
    let nowhere = Command::Reprint { ticket: TicketId::from_bits(5), kiosk: None };
    let bad = Command::ApplyRules { rules: Box::new(Rules { calls_max: 0, ..rules() }) };
    let post = |until| Command::PostMessage {
        level: MessageLevel::Notice,
        text: LocalText::vietnamese("A"),
        until,
        audience: goiso_domain::Audience::Boards,
    };
    let mut play = Play::new(strict_rules());
    play.wish(&issue(5), now).unwrap();
    for _ in 0..MESSAGES_MAX {
        play.wish(&post(None), now).unwrap();
    }
    let mut called = Play::new(strict_rules());
    called.run(OPEN_AND_CALL);
    let mut absent = Play::new(strict_rules());
    absent.run(&format!("{OPEN_AND_CALL}\n 60 absent 1"));
    let first = absent.hall.ticket_by_number(&TicketNumber::typed("A001")).unwrap();
    let mut many = strict_rules();
    many.services.get_mut(&service("by-hour")).unwrap().appointments.as_mut().unwrap().per_slot = 9_999;
    let mut booked = Play::new(many);
    let slot = booked.at(90 * 60);
    let book = |bits| Command::Book { code: TicketId::from_bits(bits), service: service("by-hour"), slot };
    for bits in 1..=BOOKINGS_MAX as u64 {
        for event in booked.hall.decide(&book(bits), now).unwrap() {
            booked.hall.apply(&event, now);
        }
    }
    let by_hand = [
        Hall::new(rules()).decide(&issue(5), now),
        play.hall.decide(&issue(5), now),
        play.hall.decide(&unknown_ticket, now),
        play.hall.decide(&nowhere, now),
        play.hall.decide(&bad, now),
        play.hall.decide(&post(None), now),
        play.hall.decide(&post(Some(now)), now),
        called.hall.decide(&Command::Note { counter: counter(1), note: "x".repeat(NOTE_CHARS_MAX + 1) }, now),
        booked.hall.decide(&book(u64::MAX), now),
        absent.hall.decide(&Command::Restore { ticket: first }, absent.at(700)),
    ]
    .map(Result::unwrap_err);
    heard.extend(by_hand.iter().map(Refusal::code));
    assert_eq!(heard.len(), n_refusals(&by_hand[0]), "{heard:?}");
}
