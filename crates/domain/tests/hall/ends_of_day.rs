//! The end of the day, and what is left of it.

use insta::assert_snapshot;

use crate::play::{Play, counter, play, rules, service};
use goiso_domain::{AtEnd, Command, DayEnd, Rest};

const AT_NOON: &str = "
    0 open 1 lan
    0 issue chung-thuc
    1 issue chung-thuc
    2 issue chung-thuc
    3 issue ho-tich nct
    4 next 1
    5 hold 1
    6 next 1
";

#[test]
fn those_who_still_wait_are_sent_home_with_a_notice() {
    let mut play = Play::new(rules());
    play.run(AT_NOON);
    assert_eq!(play.hall.day_closed(), None);
    assert_snapshot!(play.run("
        9000 end-day cancel Hết giờ, mời quay lại ngày mai
        9001 issue chung-thuc
        9002 next 1
        9003 back A001
        9004 restore A001
    "), @r#"
    9000s end-day cancel Hết giờ, mời quay lại ngày mai -> service ends (Cancel), A002 ended (ServiceEnded), A003 ended (ServiceEnded), B001 ended (ServiceEnded) [light 1], message 1: Hết giờ, mời quay lại ngày mai (Notice)
    9001s issue chung-thuc -> REFUSED day_closed: DayClosed
    9002s next 1 -> REFUSED nobody_waiting: NobodyWaiting { counter: CounterNumber(1) }
    9003s back A001 -> REFUSED ticket_not_held: TicketNotHeld { number: TicketNumber("A001") }
    9004s restore A001 -> REFUSED ticket_not_absent: TicketNotAbsent { number: TicketNumber("A001") }
    "#);
}

#[test]
fn or_they_keep_their_numbers_and_come_first_on_the_next_day() {
    let mut play = Play::new(rules());
    play.run(AT_NOON);
    assert_snapshot!(play.run("
        9000 end-day carry
        79200 day 2026-11-24
        79210 issue chung-thuc
        79211 issue chung-thuc
        79212 issue chung-thuc
        79220 open 1 lan
        79221 next 1
        79222 next 1
        79223 next 1
        79224 next 1
        79225 next 1
    "), @r"
    9000s end-day carry -> service ends (Carry), A002 put off, A003 put off, B001 put off
    79200s day 2026-11-24 -> A001 ended with the day [light 1], counter 1 closed [light 1], day 2026-11-24, A002 (CarriedOver, 1 people), A003 (CarriedOver, 1 people), B001 (CarriedOver, 1 people)
    79210s issue chung-thuc -> A001 [print A001 at kiosk-1]
    79211s issue chung-thuc -> A004 [print A004 at kiosk-1]
    79212s issue chung-thuc -> A005 [print A005 at kiosk-1]
    79220s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    79221s next 1 -> B001 called (priority nct) [announce B001 to 1 as call 1 light 1]
    79222s next 1 -> B001 here [light 1], B001 done [light 1], A002 called (CarriedOver) [announce A002 to 1 as call 2 light 1]
    79223s next 1 -> A002 here [light 1], A002 done [light 1], A003 called (CarriedOver) [announce A003 to 1 as call 3 light 1]
    79224s next 1 -> A003 here [light 1], A003 done [light 1], A001 called (oldest) [announce A001 to 1 as call 4 light 1]
    79225s next 1 -> A001 here [light 1], A001 done [light 1], A004 called (oldest) [announce A004 to 1 as call 5 light 1]
    ");
}

#[test]
fn a_number_carried_over_is_left_out_where_the_series_comes_round() {
    let mut rules = rules();
    let series = rules.series.get_mut(&service("chung-thuc")).unwrap();
    (series.last, series.at_end) = (3, AtEnd::Wrap);
    assert_snapshot!(play(rules, "
        0 issue chung-thuc
        1 open 1 lan
        2 next 1
        3 issue chung-thuc
        9000 end-day carry
        79200 day 2026-11-24
        79210 issue chung-thuc
        79211 issue chung-thuc
        79212 issue chung-thuc
    "), @r#"
    0s issue chung-thuc -> A001 [print A001 at kiosk-1]
    1s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    2s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    3s issue chung-thuc -> A002 [print A002 at kiosk-1]
    9000s end-day carry -> service ends (Carry), A002 put off
    79200s day 2026-11-24 -> A001 ended with the day [light 1], counter 1 closed [light 1], day 2026-11-24, A002 (CarriedOver, 1 people)
    79210s issue chung-thuc -> A001 [print A001 at kiosk-1]
    79211s issue chung-thuc -> A003 [print A003 at kiosk-1]
    79212s issue chung-thuc -> REFUSED range_exhausted: RangeExhausted { service: ServiceId("chung-thuc"), number: TicketNumber("A001") }
    "#);
}

#[test]
fn whoever_is_carried_over_may_give_up() {
    assert_snapshot!(play(rules(), "
        0 issue chung-thuc
        1 issue chung-thuc
        9000 end-day carry
        9001 cancel A001
        79200 day 2026-11-24
    "), @r"
    0s issue chung-thuc -> A001 [print A001 at kiosk-1]
    1s issue chung-thuc -> A002 [print A002 at kiosk-1]
    9000s end-day carry -> service ends (Carry), A001 put off, A002 put off
    9001s cancel A001 -> A001 given up
    79200s day 2026-11-24 -> day 2026-11-24, A002 (CarriedOver, 1 people)
    ");
}

#[test]
fn the_day_ends_by_itself_where_the_office_says_when() {
    let mut rules = rules();
    rules.office.day_end = Some(DayEnd { at: jiff::civil::time(17, 0, 0, 0), rest: Rest::Cancel });
    let mut play = Play::new(rules);
    play.run("0 issue chung-thuc");
    let five = play.at(9 * 3600 + 30 * 60);
    assert!(play.hall.due(play.at(9 * 3600)).is_empty());
    assert_eq!(play.hall.next_deadline(play.at(9 * 3600)), Some(five));
    let end = Command::EndDay { rest: Rest::Cancel, text: None };
    assert_eq!(play.hall.due(five), std::slice::from_ref(&end));
    assert_eq!(play.wish(&end, five).unwrap(), ["service ends (Cancel)", "A001 ended (ServiceEnded)"]);
    assert!(play.hall.due(five).is_empty());
}

#[test]
fn an_end_after_midnight_belongs_to_the_day_before() {
    let mut rules = rules();
    rules.office.day_end = Some(DayEnd { at: jiff::civil::time(1, 0, 0, 0), rest: Rest::Carry });
    let play = Play::new(rules);
    assert!(play.hall.due(play.at(10 * 3600)).is_empty());
    assert_eq!(play.hall.next_deadline(play.at(10 * 3600)), Some(play.at(17 * 3600 + 1800)));
}

#[test]
fn the_hall_tells_what_was_given_and_what_is_left_at_the_end() {
    let mut rules = rules();
    rules.services.get_mut(&service("ho-tich")).unwrap().daily_max = Some(5);
    let mut play = Play::new(rules);
    play.run("0 issue ho-tich\n0 issue ho-tich\n0 open 1 lan");
    assert_eq!(play.hall.n_issued(&service("ho-tich")), 2);
    assert_eq!(play.hall.n_left(&service("ho-tich")), Some(3));
    assert_eq!(play.hall.n_left(&service("dat-dai")), None);
    assert_eq!(play.hall.n_waiting_at(counter(1)), 2);
    assert_eq!((play.hall.day_closed(), play.hall.n_put_off()), (None, 0));
    play.run("9 end-day carry");
    assert_eq!((play.hall.day_closed(), play.hall.n_put_off()), (Some(Rest::Carry), 2));
}
