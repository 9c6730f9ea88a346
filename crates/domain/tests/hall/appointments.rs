//! Times that are promised.

use insta::assert_snapshot;

use crate::play::{Play, play, rules, service};
use goiso_domain::{AppointmentRules, Calendar, CalendarId, Rules, Window};

/// Half hours, of which each is promised once, and a number can be had a quarter of an hour before.
pub(crate) fn rules_of_slots() -> AppointmentRules {
    AppointmentRules { slot_secs: 1800, per_slot: 1, early_secs: 900, late_secs: 600, ahead_secs: 1200 }
}

fn promising() -> Rules {
    let mut rules = rules();
    rules.services.get_mut(&service("ho-tich")).unwrap().appointments = Some(rules_of_slots());
    rules
}

#[test]
fn an_appointment_counts_as_having_come_some_time_before_its_slot() {
    assert_snapshot!(play(promising(), "
        0 open 1 lan
        1 book ho-tich 09:00        -- 5400s
        4100 issue ho-tich          -- before 08:40, when the appointment counts as having come
        4300 issue ho-tich
        4600 check-in 1
        4601 issue ho-tich
        4700 next 1
        4701 next 1
        4702 next 1
        4703 next 1
    "), @r"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    1s book ho-tich 09:00 -> ho-tich promised for 2026-11-23T02:00:00Z
    4100s issue ho-tich -> B001 [print B001 at kiosk-1]
    4300s issue ho-tich -> B002 [print B002 at kiosk-1]
    4600s check-in 1 -> B003 (Appointment, 1 people)
    4601s issue ho-tich -> B004 [print B004 at kiosk-1]
    4700s next 1 -> B001 called (oldest) [announce B001 to 1 as call 1 light 1]
    4701s next 1 -> B001 here [light 1], B001 done [light 1], B003 called (Appointment) [announce B003 to 1 as call 2 light 1]
    4702s next 1 -> B003 here [light 1], B003 done [light 1], B002 called (oldest) [announce B002 to 1 as call 3 light 1]
    4703s next 1 -> B002 here [light 1], B002 done [light 1], B004 called (oldest) [announce B004 to 1 as call 4 light 1]
    ");
}

#[test]
fn who_comes_too_early_is_told_when_and_who_comes_late_waits_like_the_others() {
    assert_snapshot!(play(promising(), "
        0 open 1 lan
        1 book ho-tich 09:00
        2 book ho-tich 09:30
        4499 check-in 1
        5000 issue ho-tich
        6001 check-in 1
        6002 check-in 1
        6600 check-in 2
        6700 next 1
        6701 next 1
        6702 next 1
    "), @r"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    1s book ho-tich 09:00 -> ho-tich promised for 2026-11-23T02:00:00Z
    2s book ho-tich 09:30 -> ho-tich promised for 2026-11-23T02:30:00Z
    4499s check-in 1 -> REFUSED too_early: TooEarly { from: 2026-11-23T01:45:00Z }
    5000s issue ho-tich -> B001 [print B001 at kiosk-1]
    6001s check-in 1 -> B002 (Came, 1 people)
    6002s check-in 1 -> REFUSED unknown_booking: UnknownBooking { code: TicketId(11400714819323198485) }
    6600s check-in 2 -> B003 (Appointment, 1 people)
    6700s next 1 -> B001 called (oldest) [announce B001 to 1 as call 1 light 1]
    6701s next 1 -> B001 here [light 1], B001 done [light 1], B003 called (Appointment) [announce B003 to 1 as call 2 light 1]
    6702s next 1 -> B003 here [light 1], B003 done [light 1], B002 called (oldest) [announce B002 to 1 as call 3 light 1]
    ");
}

#[test]
fn a_slot_is_promised_no_more_often_than_the_rules_say() {
    assert_snapshot!(play(promising(), "
        0 book ho-tich 09:00
        1 book ho-tich 09:00
        2 drop 1
        3 book ho-tich 09:00
        4600 check-in 3
        4700 book ho-tich 09:00     -- who has come has had it
        4701 book ho-tich 09:15
        4702 book ho-tich +61T09:00
    "), @r#"
    0s book ho-tich 09:00 -> ho-tich promised for 2026-11-23T02:00:00Z
    1s book ho-tich 09:00 -> REFUSED slot_full: SlotFull { service: ServiceId("ho-tich"), slot: 2026-11-23T02:00:00Z }
    2s drop 1 -> promise dropped
    3s book ho-tich 09:00 -> ho-tich promised for 2026-11-23T02:00:00Z
    4600s check-in 3 -> B001 (Appointment, 1 people)
    4700s book ho-tich 09:00 -> REFUSED slot_full: SlotFull { service: ServiceId("ho-tich"), slot: 2026-11-23T02:00:00Z }
    4701s book ho-tich 09:15 -> REFUSED unknown_slot: UnknownSlot { service: ServiceId("ho-tich"), slot: 2026-11-23T02:15:00Z }
    4702s book ho-tich +61T09:00 -> REFUSED unknown_slot: UnknownSlot { service: ServiceId("ho-tich"), slot: 2027-01-23T02:00:00Z }
    "#);
}

#[test]
fn a_promise_for_another_day_is_kept_over_night() {
    let mut play = Play::new(promising());
    assert_snapshot!(play.run("
        0 book ho-tich 09:00
        1 book ho-tich +1T09:00
        2 book ho-tich +2T09:00
        3 check-in 2
        79200 day 2026-11-24
        91000 check-in 2
        91001 check-in 1
    "), @r"
    0s book ho-tich 09:00 -> ho-tich promised for 2026-11-23T02:00:00Z
    1s book ho-tich +1T09:00 -> ho-tich promised for 2026-11-24T02:00:00Z
    2s book ho-tich +2T09:00 -> ho-tich promised for 2026-11-25T02:00:00Z
    3s check-in 2 -> REFUSED too_early: TooEarly { from: 2026-11-24T01:45:00Z }
    79200s day 2026-11-24 -> day 2026-11-24, ho-tich promised for 2026-11-24T02:00:00Z, ho-tich promised for 2026-11-25T02:00:00Z
    91000s check-in 2 -> B001 (Appointment, 1 people)
    91001s check-in 1 -> REFUSED unknown_booking: UnknownBooking { code: TicketId(11400714819323198485) }
    ");
    assert_eq!(play.hall.bookings().count(), 1);
}

#[test]
fn slots_lie_within_the_hours_of_the_service() {
    let mut rules = promising();
    let window = |begin, end| Window { begin: at(begin), end: at(end) };
    let mut calendar = Calendar::default();
    calendar.week[0] = vec![window((7, 45), (9, 0)), window((13, 30), (0, 0))];
    rules.calendars.insert(CalendarId::new("sang").unwrap(), calendar);
    rules.services.get_mut(&service("ho-tich")).unwrap().calendar = Some(CalendarId::new("sang").unwrap());
    assert_snapshot!(play(rules, "
        0 book ho-tich 07:45
        0 book ho-tich 08:00
        0 book ho-tich 08:15
        0 book ho-tich 08:45
        0 book ho-tich 23:30
        0 book ho-tich +1T13:30
    "), @r#"
    0s book ho-tich 07:45 -> ho-tich promised for 2026-11-23T00:45:00Z
    0s book ho-tich 08:00 -> REFUSED unknown_slot: UnknownSlot { service: ServiceId("ho-tich"), slot: 2026-11-23T01:00:00Z }
    0s book ho-tich 08:15 -> ho-tich promised for 2026-11-23T01:15:00Z
    0s book ho-tich 08:45 -> REFUSED unknown_slot: UnknownSlot { service: ServiceId("ho-tich"), slot: 2026-11-23T01:45:00Z }
    0s book ho-tich 23:30 -> ho-tich promised for 2026-11-23T16:30:00Z
    0s book ho-tich +1T13:30 -> REFUSED unknown_slot: UnknownSlot { service: ServiceId("ho-tich"), slot: 2026-11-24T06:30:00Z }
    "#);
}

fn at((hour, minute): (i8, i8)) -> jiff::civil::Time {
    jiff::civil::time(hour, minute, 0, 0)
}

#[test]
fn a_promise_is_kept_though_the_day_has_given_all_its_numbers() {
    let mut rules = promising();
    rules.services.get_mut(&service("ho-tich")).unwrap().daily_max = Some(1);
    assert_snapshot!(play(rules, "
        0 book ho-tich 08:00
        1 issue ho-tich
        2 issue ho-tich
        1000 check-in 1
    "), @r#"
    0s book ho-tich 08:00 -> ho-tich promised for 2026-11-23T01:00:00Z
    1s issue ho-tich -> B001 [print B001 at kiosk-1]
    2s issue ho-tich -> REFUSED service_full: ServiceFull { service: ServiceId("ho-tich"), max: 1 }
    1000s check-in 1 -> B002 (Appointment, 1 people)
    "#);
}

#[test]
fn when_the_day_has_ended_times_are_promised_for_the_next_one() {
    let told = play(
        promising(),
        "
        0 end-day cancel
        1 book ho-tich 09:00
        2 book ho-tich +1T09:00
    ",
    );
    assert!(told.contains("1s book ho-tich 09:00 -> REFUSED unknown_slot"), "{told}");
    assert!(told.contains("2s book ho-tich +1T09:00 -> ho-tich promised"), "{told}");
}

#[test]
fn who_has_an_appointment_counts_as_waiting_since_then() {
    let mut play = Play::new(promising());
    play.run("0 open 1 lan\n1 book ho-tich 09:00\n4600 check-in 1");
    let id = play.hall.ticket_by_number(&goiso_model::TicketNumber::typed("B001")).unwrap();
    assert_eq!(play.hall.ticket(id).unwrap().since, play.at(4200), "twenty minutes before the slot");
}
