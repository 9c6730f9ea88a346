//! The link as scripts and transcripts; see [`crate::player`].

use goiso_client::{Command, Link, LinkEvent, OUTSTANDING_MAX, SendError};
use goiso_model::RequestId;
use goiso_protocol::{ErrorCode, FromHub, REQUEST_BYTES_MAX, Role, ToHub, encode};
use jiff::{SignedDuration, Timestamp};

use crate::player::Step::{self, Alive, Ask, Bye, Fault, Lose, Open, Ping, Refuse, Text, Wait, Welcome};
use crate::player::{at, event_words, play};
use crate::samples::{self, device, id, request};

#[test]
fn a_session_is_hello_welcome_view_and_answers() {
    insta::assert_snapshot!(play(&[
        (0.1, Open),
        (0.2, Welcome("e")),
        (0.2, Step::View("e", 1)),
        (3.0, Ask(1)),
        (3.1, Step::Answer(1)),
        (3.1, Step::View("e", 2)),
    ]), @r"
    0.0s > connect
    0.1s < opens, > hello of board-1
    0.2s < welcome e, ! up
    0.2s < view e 1, ! view e 1
    3.0s asks r1, > request r1
    3.1s < answer r1, ! r1 done
    3.1s < view e 2, ! view e 2
    ");
}

#[test]
fn a_request_made_before_the_session_goes_out_after_the_welcome() {
    insta::assert_snapshot!(play(&[(0.0, Ask(1)), (0.1, Open), (0.2, Ask(2)), (0.3, Welcome("e"))]), @r"
    0.0s asks r1, > connect
    0.1s < opens, > hello of board-1
    0.2s asks r2
    0.3s < welcome e, > request r1, > request r2, ! up
    ");
}

#[test]
fn what_was_not_answered_is_asked_again_in_order_with_the_same_ids() {
    insta::assert_snapshot!(play(&[
        (0.1, Open),
        (0.2, Welcome("e")),
        (1.0, Ask(1)),
        (1.0, Ask(2)),
        (1.0, Ask(3)),
        (1.1, Step::Answer(2)),
        (1.2, Lose),
        (1.3, Ask(4)),
        (2.0, Open),
        (2.1, Welcome("e")),
        (2.2, Step::Answer(1)),
        (2.2, Step::Answer(3)),
        (2.2, Step::Answer(4)),
    ]), @r"
    0.0s > connect
    0.1s < opens, > hello of board-1
    0.2s < welcome e, ! up
    1.0s asks r1, > request r1
    1.0s asks r2, > request r2
    1.0s asks r3, > request r3
    1.1s < answer r2, ! r2 done
    1.2s < is lost
    1.3s asks r4
    1.7s > connect
    2.0s < opens, > hello of board-1
    2.1s < welcome e, > request r1, > request r3, > request r4
    2.2s < answer r1, ! r1 done
    2.2s < answer r3, ! r3 done
    2.2s < answer r4, ! r4 done
    ");
}

#[test]
fn an_answer_that_nobody_waits_for_is_not_shown() {
    insta::assert_snapshot!(play(&[
        (0.1, Open),
        (0.2, Welcome("e")),
        (1.0, Ask(1)),
        (1.1, Step::Answer(1)),
        (1.2, Step::Answer(1)),
        (1.2, Step::Answer(9)),
    ]), @r"
    0.0s > connect
    0.1s < opens, > hello of board-1
    0.2s < welcome e, ! up
    1.0s asks r1, > request r1
    1.1s < answer r1, ! r1 done
    1.2s < answer r1
    1.2s < answer r9
    ");
}

#[test]
fn the_wait_doubles_from_half_a_second_to_eight() {
    let mut script = Vec::new();
    for time in [0.0, 0.5, 1.5, 3.5, 7.5, 15.5, 23.5] {
        script.push((time, Wait));
        script.push((time, Lose));
    }
    insta::assert_snapshot!(play(&script), @r"
     0.0s > connect
     0.0s < is lost
     0.5s > connect
     0.5s < is lost
     1.5s > connect
     1.5s < is lost
     3.5s > connect
     3.5s < is lost
     5.0s ! down since 0.0s
     7.5s > connect
     7.5s < is lost
    15.5s > connect
    15.5s < is lost
    23.5s > connect
    23.5s < is lost
    ");
}

#[test]
fn a_steady_session_makes_the_wait_short_again_and_a_short_one_does_not() {
    insta::assert_snapshot!(play(&[
        (0.0, Wait),
        (0.0, Lose),
        (0.5, Wait),
        (0.5, Lose),
        (1.5, Wait),
        (1.5, Open),
        (1.5, Welcome("e")),
        (2.0, Lose),
        (4.0, Wait),
        (4.0, Open),
        (4.0, Welcome("e")),
        (8.0, Alive),
        (9.0, Lose),
        (9.5, Wait),
    ]), @r"
    0.0s > connect
    0.0s < is lost
    0.5s > connect
    0.5s < is lost
    1.5s > connect
    1.5s < opens, > hello of board-1
    1.5s < welcome e, ! up
    2.0s < is lost
    4.0s > connect
    4.0s < opens, > hello of board-1
    4.0s < welcome e
    8.0s < alive
    9.0s < is lost
    9.5s > connect
    ");
}

#[test]
fn five_seconds_of_silence_are_told_once_and_so_is_the_return() {
    insta::assert_snapshot!(play(&[
        (0.1, Open),
        (0.2, Welcome("e")),
        (2.0, Alive),
        (9.0, Alive),
        (11.0, Alive),
        (12.0, Wait),
    ]), @r"
     0.0s > connect
     0.1s < opens, > hello of board-1
     0.2s < welcome e, ! up
     2.0s < alive
     7.0s ! down since 2.0s
     9.0s < alive, ! up
    11.0s < alive
    12.0s
    ");
}

#[test]
fn a_ping_is_a_sign_of_life_too() {
    insta::assert_snapshot!(play(&[(0.1, Open), (0.2, Welcome("e")), (5.0, Ping), (9.9, Ping), (14.8, Wait)]), @r"
     0.0s > connect
     0.1s < opens, > hello of board-1
     0.2s < welcome e, ! up
     5.0s < ping
     9.9s < ping
    14.8s
    ");
}

#[test]
fn a_line_that_comes_back_within_five_seconds_does_not_flicker() {
    insta::assert_snapshot!(play(&[
        (0.1, Open),
        (0.2, Welcome("e")),
        (4.0, Ping),
        (4.5, Lose),
        (5.0, Wait),
        (5.1, Lose),
        (6.1, Wait),
        (6.2, Open),
        (6.3, Welcome("e")),
        (6.3, Step::View("e", 7)),
    ]), @r"
    0.0s > connect
    0.1s < opens, > hello of board-1
    0.2s < welcome e, ! up
    4.0s < ping
    4.5s < is lost
    5.0s > connect
    5.1s < is lost
    6.1s > connect
    6.2s < opens, > hello of board-1
    6.3s < welcome e
    6.3s < view e 7, ! view e 7
    ");
}

#[test]
fn a_hub_that_was_never_there_is_told_after_five_seconds() {
    insta::assert_snapshot!(play(&[(0.0, Wait), (0.0, Lose), (6.0, Wait)]), @r"
    0.0s > connect
    0.0s < is lost
    0.5s > connect
    5.0s ! down since 0.0s
    5.5s > close
    6.0s
    ");
}

#[test]
fn a_connect_of_five_seconds_and_a_silence_of_twelve_are_given_up() {
    insta::assert_snapshot!(play(&[
        (5.4, Wait),
        (6.0, Open),
        (18.9, Wait),
        (19.0, Wait),
        (19.1, Open),
        (19.2, Welcome("e")),
        (32.0, Wait),
    ]), @r"
     0.0s > connect
     5.0s > close, ! down since 0.0s
     5.4s
     5.5s > connect
     6.0s < opens, > hello of board-1
    18.0s > close
    18.9s
    19.0s > connect
    19.1s < opens, > hello of board-1
    19.2s < welcome e, ! up
    24.2s ! down since 19.2s
    31.2s > close
    31.7s > connect
    32.0s
    ");
}

#[test]
fn a_device_that_is_not_wanted_asks_again_every_eight_seconds_and_is_told_once() {
    insta::assert_snapshot!(play(&[
        (0.1, Open),
        (0.2, Refuse(ErrorCode::UnknownDevice)),
        (8.3, Open),
        (8.3, Refuse(ErrorCode::UnknownDevice)),
        (16.4, Open),
        (16.4, Refuse(ErrorCode::TooManySessions)),
        (24.5, Open),
        (24.5, Welcome("e")),
    ]), @r"
     0.0s > connect
     0.1s < opens, > hello of board-1
     0.2s < refused UnknownDevice, > close, ! not accepted: UnknownDevice 'no'
     8.2s > connect
     8.3s < opens, > hello of board-1
     8.3s < refused UnknownDevice, > close
    16.3s > connect
    16.4s < opens, > hello of board-1
    16.4s < refused TooManySessions, > close, ! not accepted: TooManySessions 'no'
    24.4s > connect
    24.5s < opens, > hello of board-1
    24.5s < welcome e, ! up
    ");
}

#[test]
fn a_refusing_hub_that_vanishes_is_told_as_down() {
    insta::assert_snapshot!(play(&[
        (0.1, Open),
        (0.2, Refuse(ErrorCode::UnknownDevice)),
        (8.2, Wait),
        (8.2, Lose),
        (14.0, Wait),
    ]), @r"
     0.0s > connect
     0.1s < opens, > hello of board-1
     0.2s < refused UnknownDevice, > close, ! not accepted: UnknownDevice 'no'
     8.2s > connect
     8.2s < is lost
     9.2s > connect
    13.2s ! down since 0.2s
    14.0s
    ");
}

#[test]
fn a_hello_that_the_hub_cannot_read_is_a_refusal() {
    insta::assert_snapshot!(play(&[(0.1, Open), (0.2, Fault(ErrorCode::WrongVersion)), (8.0, Wait)]), @r"
    0.0s > connect
    0.1s < opens, > hello of board-1
    0.2s < error WrongVersion, > close, ! not accepted: WrongVersion 'what?'
    8.0s
    ");
}

#[test]
fn a_hub_that_stops_is_asked_again_soon() {
    insta::assert_snapshot!(play(&[
        (0.1, Open),
        (0.2, Welcome("e")),
        (1.0, Ask(1)),
        (1.1, Bye),
        (1.1, Lose),
        (1.6, Wait),
        (1.6, Open),
        (1.7, Refuse(ErrorCode::Stopping)),
        (2.7, Wait),
    ]), @r"
    0.0s > connect
    0.1s < opens, > hello of board-1
    0.2s < welcome e, ! up
    1.0s asks r1, > request r1
    1.1s < bye, > close
    1.1s < is lost
    1.6s > connect
    1.6s < opens, > hello of board-1
    1.7s < refused Stopping, > close
    2.7s > connect
    ");
}

#[test]
fn an_error_in_a_session_ends_nothing_by_itself() {
    insta::assert_snapshot!(play(&[
        (0.1, Open),
        (0.2, Welcome("e")),
        (1.0, Fault(ErrorCode::UnknownFrame)),
        (1.1, Step::View("e", 1)),
    ]), @r"
    0.0s > connect
    0.1s < opens, > hello of board-1
    0.2s < welcome e, ! up
    1.0s < error UnknownFrame
    1.1s < view e 1, ! view e 1
    ");
}

#[test]
fn a_request_that_the_hub_cannot_read_is_found_out_and_holds_up_no_other() {
    insta::assert_snapshot!(play(&[
        (0.1, Open),
        (0.2, Welcome("e")),
        (1.0, Ask(1)),
        (1.0, Ask(2)),
        (1.1, Fault(ErrorCode::Malformed)),
        (1.6, Wait),
        (1.6, Open),
        (1.6, Welcome("e")),
        (1.6, Ask(3)),
        (1.7, Step::Answer(1)),
        (1.8, Fault(ErrorCode::Malformed)),
        (2.8, Wait),
        (2.8, Open),
        (2.8, Welcome("e")),
        (2.9, Step::Answer(3)),
        (3.0, Ask(4)),
        (3.0, Ask(5)),
    ]), @r"
    0.0s > connect
    0.1s < opens, > hello of board-1
    0.2s < welcome e, ! up
    1.0s asks r1, > request r1
    1.0s asks r2, > request r2
    1.1s < error Malformed, > close
    1.6s > connect
    1.6s < opens, > hello of board-1
    1.6s < welcome e, > request r1
    1.6s asks r3
    1.7s < answer r1, > request r2, ! r1 done
    1.8s < error Malformed, > close, ! r2 no: malformed
    2.8s > connect
    2.8s < opens, > hello of board-1
    2.8s < welcome e, > request r3
    2.9s < answer r3, ! r3 done
    3.0s asks r4, > request r4
    3.0s asks r5, > request r5
    ");
}

#[test]
fn a_single_request_that_the_hub_cannot_read_is_known_at_once() {
    insta::assert_snapshot!(play(&[
        (0.1, Open),
        (0.2, Welcome("e")),
        (1.0, Ask(1)),
        (1.1, Fault(ErrorCode::Malformed)),
        (1.6, Wait),
        (1.6, Open),
        (1.6, Welcome("e")),
        (1.7, Fault(ErrorCode::Malformed)),
        (2.7, Wait),
        (2.7, Open),
        (2.7, Welcome("e")),
        (3.0, Ask(3)),
        (3.0, Ask(4)),
    ]), @r"
    0.0s > connect
    0.1s < opens, > hello of board-1
    0.2s < welcome e, ! up
    1.0s asks r1, > request r1
    1.1s < error Malformed, > close, ! r1 no: malformed
    1.6s > connect
    1.6s < opens, > hello of board-1
    1.6s < welcome e
    1.7s < error Malformed, > close
    2.7s > connect
    2.7s < opens, > hello of board-1
    2.7s < welcome e
    3.0s asks r3, > request r3
    3.0s asks r4, > request r4
    ");
}

#[test]
fn the_first_view_of_a_session_is_taken_whatever_its_revision() {
    insta::assert_snapshot!(play(&[
        (0.1, Open),
        (0.2, Welcome("e")),
        (0.2, Step::View("e", 5)),
        (1.0, Lose),
        (1.5, Wait),
        (1.6, Open),
        (1.6, Welcome("e")),
        (1.6, Step::View("e", 1)),
    ]), @r"
    0.0s > connect
    0.1s < opens, > hello of board-1
    0.2s < welcome e, ! up
    0.2s < view e 5, ! view e 5
    1.0s < is lost
    1.5s > connect
    1.6s < opens, > hello of board-1
    1.6s < welcome e
    1.6s < view e 1, ! view e 1
    ");
}

#[test]
fn what_cannot_be_read_and_what_is_newer_is_passed_over() {
    insta::assert_snapshot!(play(&[
        (0.1, Open),
        (0.1, Text(r#"{"type":"alive","now":"2026-08-03T07:30:00Z"}"#)),
        (0.2, Welcome("e")),
        (0.3, Text("{")),
        (0.4, Text(r#"{"type":"dance"}"#)),
        (0.5, Welcome("f")),
        (0.6, Step::View("e", 1)),
    ]), @r#"
    0.0s > connect
    0.1s < opens, > hello of board-1
    0.1s < {"type":"alive","now":"2026-08-03T07:30:00Z"}
    0.2s < welcome e, ! up
    0.3s < {
    0.4s < {"type":"dance"}
    0.5s < welcome f
    0.6s < view e 1, ! view e 1
    "#);
}

#[test]
fn a_welcome_of_another_version_is_not_taken() {
    let welcome = r#"{"type":"welcome","version":2,"epoch":"e","now":"2026-08-03T07:30:00Z"}"#;
    insta::assert_snapshot!(play(&[(0.1, Open), (0.2, Text(welcome)), (1.0, Step::View("e", 1))]), @r#"
    0.0s > connect
    0.1s < opens, > hello of board-1
    0.2s < {"type":"welcome","version":2,"epoch":"e","now":"2026-08-03T07:30:00Z"}, > close, ! not accepted: WrongVersion 'the hub speaks version 2'
    1.0s < view e 1
    "#);
}

#[test]
fn a_screen_that_does_not_look_finds_the_newest_only() {
    let mut link = opened(at(0.0));
    link.send(request(1)).unwrap();
    for revision in 1..=1000 {
        link.received(&encode(&samples::view("e", revision, at(1.0))), at(1.0));
    }
    link.received(&encode(&samples::done(id(1))), at(1.0));
    link.poll(at(7.0));
    link.heard(at(7.0));
    let seen: Vec<String> = link.drain_events().iter().map(event_words).collect();
    assert_eq!(seen, ["! view e 1000", "! r1 done", "! up"]);
    assert!(!link.has_events() && link.drain_events().is_empty());
}

#[test]
fn more_requests_than_a_person_makes_are_refused() {
    let mut link = opened(at(0.0));
    for n in 0..OUTSTANDING_MAX {
        link.send(request(n)).unwrap();
    }
    assert_eq!(link.send(request(99)), Err(SendError::TooMany));
    link.received(&encode(&samples::done(id(0))), at(0.1));
    assert_eq!(link.send(request(99)), Ok(()));
    assert_eq!(link.poll(at(0.2)).len(), OUTSTANDING_MAX + 1, "the refused one was not sent");
}

#[test]
fn only_a_new_request_of_the_right_size_is_taken() {
    let mut link = opened(at(0.0));
    link.send(request(1)).unwrap();
    assert_eq!(link.send(request(1)), Err(SendError::IdInUse(id(1))));
    assert_eq!(link.send(ToHub::Unknown), Err(SendError::NotARequest));
    let service = goiso_model::ServiceId::new("chung-thuc").unwrap();
    let request = goiso_protocol::Request::OpenCounter {
        counter: goiso_model::CounterNumber::new(1).unwrap(),
        official: goiso_model::OfficialId::new("cb-lan").unwrap(),
        services: vec![service; REQUEST_BYTES_MAX / 12],
    };
    let id = RequestId::new("long").unwrap();
    assert!(matches!(
        link.send(ToHub::Request { id, request }),
        Err(SendError::TooLarge { bytes }) if bytes > REQUEST_BYTES_MAX
    ));
    assert_eq!(link.poll(at(0.1)).len(), 1, "the good one alone was sent");
}

#[test]
fn the_hub_has_the_time() {
    let ahead = SignedDuration::from_secs(3600);
    let mut link = Link::new(device(), Role::Board, at(0.0));
    assert_eq!(link.hub_now(at(1.0)), at(1.0), "our own, before the hub's first word");
    link.opened(at(1.0));
    link.received(&encode(&samples::welcome("e", at(1.0) + ahead)), at(1.0));
    assert_eq!(link.hub_now(at(2.0)), at(2.0) + ahead);
    link.received(&encode(&samples::view("e", 1, at(0.0))), at(2.0));
    assert_eq!(link.hub_now(at(2.0)), at(2.0) + ahead, "a view built long ago does not set the clock back");
    link.received(&encode(&samples::view("e", 2, at(3.0) + ahead)), at(2.0));
    assert_eq!(link.hub_now(at(2.0)), at(3.0) + ahead, "a view from later than we thought does set it");
    link.received(&encode(&FromHub::Alive { now: at(2.5) }), at(2.5));
    assert_eq!(link.hub_now(at(3.0)), at(3.0), "a sign of life is of this moment");
}

pub(crate) fn opened(now: Timestamp) -> Link {
    let mut link = Link::new(device(), Role::Board, now);
    assert_eq!(link.poll(now), [Command::Connect]);
    link.opened(now);
    link.received(&encode(&samples::welcome("e", now)), now);
    link.poll(now);
    assert_eq!(link.drain_events(), [LinkEvent::Up]);
    link
}
