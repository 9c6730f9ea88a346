//! All contradictions are found at once, each with its place.

use insta::assert_snapshot;
use jiff::civil::time;

use crate::play::{counter, rules, series, service};
use goiso_domain::{Calendar, CalendarId, DayEnd, PriorityRule, Rest, Rules, Series, Window};

fn told(rules: &Rules) -> String {
    match rules.check() {
        Ok(()) => "fine".to_owned(),
        Err(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    }
}

#[test]
fn the_rules_of_the_tests_are_fine() {
    assert_eq!(told(&rules()), "fine");
}

#[test]
fn all_contradictions_are_told_at_once() {
    let mut rules = rules();
    rules.zone = "Asia/Nowhere".to_owned();
    rules.priority = PriorityRule::OneAfter { others: 0 };
    (rules.max_wait_secs, rules.calls_max, rules.waiting_max) = (0, 0, 0);
    rules.series.insert(service("bad"), series(" ab\u{7}cdefg", 9, 8, 0));
    rules.series.insert(service("long"), series("X", 1, 1_000_000, 7));
    let ho_tich = rules.services.get_mut(&service("ho-tich")).unwrap();
    ho_tich.series = service("nowhere");
    ho_tich.calendar = Some(CalendarId::new("never").unwrap());
    (ho_tich.daily_max, ho_tich.usual_service_secs) = (Some(0), 0);
    rules.counters.get_mut(&counter(1)).unwrap().services.clear();
    let twice = [service("ho-tich"), service("cap-bang"), service("ho-tich")];
    rules.counters.get_mut(&counter(2)).unwrap().services = twice.to_vec();
    let window = |begin, end| Window { begin: time(begin, 0, 0, 0), end: time(end, 0, 0, 0) };
    let mut calendar = Calendar::default();
    calendar.week[0] = vec![window(7, 11), window(10, 12), window(12, 13)];
    calendar.week[1] = vec![window(13, 17), window(7, 11)];
    calendar.week[6] = vec![window(8, 0), window(9, 9)];
    let day = "2026-11-23".parse().unwrap();
    calendar.closed.insert(day);
    calendar.special.insert(day, vec![window(9, 8)]);
    rules.calendars.insert(CalendarId::new("odd").unwrap(), calendar);
    assert_snapshot!(told(&rules), @r"
    zone: 'Asia/Nowhere' is not a known time zone, e.g. 'Asia/Ho_Chi_Minh'
    priority.others: 0 must be at least 1; for 'always first' use the mode 'strict'
    max_wait_secs: 0 must be at least 1
    calls_max: 0 must be at least 1
    waiting_max: 0 must be at least 1
    series.bad.width: 0 must be 1 to 6
    series.bad.first: 9 is after last 8; swap them
    series.bad.prefix: ' ab\u{7}cdefg' must be at most 6 visible characters
    series.bad.prefix: ' ab\u{7}cdefg' must be in capitals, with no space before them
    series.long.width: 7 must be 1 to 6
    series.long.last: 1000000 must be at most 999999
    services.ho-tich.series: unknown series 'nowhere'; there is bad, chung-thuc, dat-dai, ho-tich, long
    services.ho-tich.calendar: unknown calendar 'never'; there is odd
    services.ho-tich.daily_max: 0 must be at least 1; leave it out for no limit
    services.ho-tich.usual_service_secs: 0 must be at least 1
    counters.1.services: is empty; name at least one service
    counters.2.services: unknown service 'cap-bang'; there is chung-thuc, dat-dai, ho-tich
    counters.2.services: names 'ho-tich' twice; once is enough
    calendars.odd.week.mon: 10:00–12:00 must begin after 07:00–11:00 has ended
    calendars.odd.week.tue: 07:00–11:00 must begin after 13:00–17:00 has ended
    calendars.odd.week.sun: 09:00–09:00 must end after it begins
    calendars.odd.week.sun: 09:00–09:00 must begin after 08:00–00:00 has ended
    calendars.odd.special.2026-11-23: 09:00–08:00 must end after it begins
    calendars.odd.special.2026-11-23: the day is among the closed ones too; choose one
    ");
}

#[test]
fn limits_are_named_exactly() {
    let with = |change: Series| {
        let mut rules = rules();
        rules.series.insert(service("chung-thuc"), change);
        told(&rules)
    };
    assert_eq!(with(series("ABCDEF", 999_999, 999_999, 6)), "fine");
    assert_eq!(with(series("Đ ", 0, 0, 1)), "fine");
    assert!(with(series("ABCDEFG", 1, 1, 1)).contains("prefix"));
    assert!(with(series("a", 1, 1, 1)).contains("capitals"));
    let mut rules = rules();
    (rules.max_wait_secs, rules.calls_max, rules.waiting_max) = (1, 1, 1);
    rules.priority = PriorityRule::OneAfter { others: 1 };
    assert_eq!(told(&rules), "fine");
}

#[test]
fn a_day_does_not_end_when_it_begins() {
    let ends_at = |hour, minute| {
        let mut rules = rules();
        rules.office.day_end = Some(DayEnd { at: time(hour, minute, 0, 0), rest: Rest::Cancel });
        told(&rules)
    };
    let problem =
        "office.day_ends_at: 04:00 is when the day begins, so no number would be given; choose another time";
    assert_eq!(ends_at(4, 0), problem);
    assert_eq!((ends_at(4, 1), ends_at(3, 59)), ("fine".to_owned(), "fine".to_owned()));
}

#[test]
fn a_visit_may_end_in_one_to_nine_ways_each_named_once() {
    let with = |n: usize| {
        let outcomes = (0..n).map(|idx| format!("way-{idx}").parse().unwrap()).collect();
        told(&Rules { outcomes, ..rules() })
    };
    assert_eq!(with(0), "outcomes: 0 must be 1 to 9");
    assert_eq!((with(1), with(9)), ("fine".to_owned(), "fine".to_owned()));
    assert_eq!(with(10), "outcomes: 10 must be 1 to 9");
    let twice = ["done", "refused", "done"].map(|id| id.parse().unwrap()).to_vec();
    assert_eq!(told(&Rules { outcomes: twice, ..rules() }), "outcomes.done: there are two of it");
}

#[test]
fn there_may_be_nothing_to_choose_from() {
    let mut rules = rules();
    rules.series.clear();
    assert!(told(&rules).contains("unknown series 'chung-thuc'; there is none"));
}

#[test]
fn two_series_must_not_write_the_same_number() {
    let mut rules = rules();
    rules.series.insert(service("cap-bang"), series("A", 999, 2000, 4));
    assert_eq!(told(&rules), "fine", "A0999 is not A999");
    rules.series.insert(service("cap-bang"), series("A", 999, 2000, 3));
    assert_eq!(told(&rules), "series.chung-thuc: could give the same number as series 'cap-bang'");

    let clash = |one: Series, two: Series| {
        let mut rules = rules.clone();
        rules.series.insert(service("chung-thuc"), one);
        rules.series.insert(service("cap-bang"), two);
        rules.check().is_err()
    };
    assert!(!clash(series("A", 1, 999, 3), series("A-", 1, 999, 3)), "a dash is no digit");
    assert!(!clash(series("A", 1, 999, 3), series("AB", 1, 999, 3)));
    assert!(!clash(series("A", 100, 110, 1), series("A9", 10, 11, 1)), "A910 is not A100");
    assert!(clash(series("A", 1, 999, 3), series("A1", 1, 99, 2)), "A150");
    assert!(!clash(series("A", 1, 99, 3), series("A1", 1, 99, 2)), "A1xx is not given by A");
    assert!(clash(series("A", 100, 110, 1), series("A", 105, 120, 2)), "A105");
    assert!(!clash(series("A", 100, 110, 1), series("A", 111, 120, 2)));
    assert!(clash(series("A", 500, 510, 3), series("A5", 5, 9, 2)), "A505");
    assert!(!clash(series("A", 100, 110, 3), series("A5", 1, 9, 2)));
    assert!(clash(series("", 1, 999_999, 6), series("12345", 6, 6, 1)), "123456");
    assert!(!clash(series("", 1, 999_999, 6), series("123456", 6, 6, 1)), "seven digits");
}
