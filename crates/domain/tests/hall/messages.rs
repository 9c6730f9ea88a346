//! What the supervisor says to the hall.

use goiso_domain::{Command, Event, MESSAGES_MAX, MessageLevel, Refusal};
use goiso_model::LocalText;
use insta::assert_snapshot;
use jiff::Timestamp;

use crate::play::{Play, counter, rules, service};

fn post(words: &str, level: MessageLevel, until: Option<Timestamp>) -> Command {
    Command::PostMessage {
        level,
        text: LocalText::vietnamese(words),
        until,
        audience: goiso_domain::Audience::Boards,
    }
}

fn said(play: &Play) -> Vec<u32> {
    play.hall.messages().map(|(number, _)| number).collect()
}

#[test]
fn a_message_is_said_until_it_is_taken_back() {
    assert_snapshot!(Play::new(rules()).run("
        0 say notice Mất điện khu B
        1 say emergency Xin rời khỏi sảnh
        2 unsay 1
        3 unsay 1
        4 say notice Đã có điện
    "), @r"
    0s say notice Mất điện khu B -> message 1: Mất điện khu B (Notice)
    1s say emergency Xin rời khỏi sảnh -> message 2: Xin rời khỏi sảnh (Emergency)
    2s unsay 1 -> message 1 gone
    3s unsay 1 -> REFUSED unknown_message: UnknownMessage { message: 1 }
    4s say notice Đã có điện -> message 3: Đã có điện (Notice)
    ");
}

#[test]
fn a_message_ends_by_itself_at_its_time_and_the_hall_wishes_to_be_woken_then() {
    let mut play = Play::new(rules());
    let until = play.at(600);
    play.wish(&post("Nghỉ trưa", MessageLevel::Notice, Some(until)), play.at(0)).unwrap();
    play.wish(&post("Mất điện", MessageLevel::Notice, None), play.at(0)).unwrap();
    assert_eq!(play.hall.next_deadline(play.at(0)), Some(until));
    assert_eq!(play.hall.due(play.at(599)), []);
    assert_eq!(play.hall.due(until), [Command::EndMessages]);
    play.wish(&Command::EndMessages, until).unwrap();
    assert_eq!(said(&play), [2]);
    assert_eq!(play.hall.due(play.at(601)), []);
    play.replay();
}

#[test]
fn a_message_that_has_ended_already_is_refused_and_so_is_one_too_many() {
    let mut play = Play::new(rules());
    let now = play.at(10);
    let over = play.hall.decide(&post("Muộn", MessageLevel::Notice, Some(now)), now);
    assert_eq!(over, Err(Refusal::MessageOver { until: now }));
    for _ in 0..MESSAGES_MAX {
        play.wish(&post("Mời giữ trật tự", MessageLevel::Notice, None), now).unwrap();
    }
    let too_many = play.hall.decide(&post("Nữa", MessageLevel::Emergency, None), now);
    assert_eq!(too_many, Err(Refusal::TooManyMessages { max: MESSAGES_MAX }));
}

#[test]
fn a_new_day_says_again_only_what_has_a_later_end() {
    let mut play = Play::new(rules());
    let (evening, next_noon) = (play.at(36_000), play.at(100_000));
    play.wish(&post("Hôm nay nghỉ sớm", MessageLevel::Notice, None), play.at(0)).unwrap();
    play.wish(&post("Đến tối", MessageLevel::Notice, Some(evening)), play.at(0)).unwrap();
    play.wish(&post("Sửa thang máy", MessageLevel::Notice, Some(next_noon)), play.at(0)).unwrap();
    let begins = play.at(80_000);
    for command in play.hall.due(begins) {
        play.wish(&command, begins).unwrap();
    }
    assert_eq!(said(&play), [3]);
    let (_, kept) = play.hall.messages().next().unwrap();
    assert_eq!((kept.since, kept.until), (play.at(0), Some(next_noon)));
    let posted = play.wish(&post("Mới", MessageLevel::Notice, None), begins).unwrap();
    assert_eq!(posted, ["message 4: Mới (Notice)"], "a number means one message");
    // The hub reads no more than the present day's entries when it starts.
    let day_began = play.journal.iter().rposition(|(event, _)| matches!(event, Event::DayStarted { .. }));
    let mut hall = goiso_domain::Hall::new(rules());
    for (event, at) in &play.journal[day_began.unwrap()..] {
        hall.apply(event, *at);
    }
    assert_eq!(hall, play.hall);
}

#[test]
fn who_comes_next_for_a_service_follows_the_rules_of_the_counters() {
    let mut play = Play::new(rules());
    play.run(
        "
        0 open 3 minh
        0 issue chung-thuc
        0 issue ho-tich
        0 issue chung-thuc
        0 issue chung-thuc
        0 issue chung-thuc nct
        0 issue chung-thuc
    ",
    );
    let next = |play: &Play, secs| {
        let order = play.hall.next_for_service(&service("chung-thuc"), play.at(secs), 4);
        order.into_iter().map(|id| play.hall.ticket(id).unwrap().number.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(next(&play, 1), ["A004", "A001", "A002", "A003"]);
    play.wish(&Command::CallNext { counter: counter(3) }, play.at(2)).unwrap();
    assert_eq!(next(&play, 3), ["A001", "A002", "A003", "A005"]);
    assert_eq!(next(&play, 4_000), ["A001", "A002", "A003", "A005"]);
    assert!(play.hall.next_for_service(&service("dat-dai"), play.at(3), 4).is_empty());
}
