//! The rules of the terminal, without a window.

mod common;

use common::{ago, called, done, idle, later, now, open, parts, paused, refuse, serving, show, terminal};
use goiso_client::LinkEvent;
use goiso_counter::{Action, Counter, LinkState, Panel};
use goiso_protocol::{CounterState, CounterView, IssuingState, Outcome, PauseReason, Request};
use jiff::SignedDuration;

const ALL: [Action; 10] = [
    Action::Open,
    Action::ChoosePause,
    Action::Back,
    Action::Pause(PauseReason::Lunch),
    Action::Close,
    Action::CallNext,
    Action::Recall,
    Action::Arrive,
    Action::Finish,
    Action::MarkAbsent,
];

fn possible(counter: &Counter) -> String {
    let words: Vec<String> =
        ALL.iter().filter(|a| counter.can(**a, now())).map(|action| format!("{action:?}")).collect();
    words.join(" ")
}

#[test]
fn each_moment_has_its_keys() {
    let closed = CounterView { state: CounterState::Closed, ..idle() };
    let nobody_waits = CounterView { n_waiting: 0, waiting: Vec::new(), ..idle() };
    let table = [
        ("closed", closed),
        ("idle", idle()),
        ("nobody waits", nobody_waits),
        ("called", called(1)),
        ("called for the last time", called(3)),
        ("serving", serving()),
        ("paused", CounterView { state: paused(), ..idle() }),
        ("paused while serving", CounterView { state: paused(), ..serving() }),
    ];
    let lines: Vec<String> =
        table.into_iter().map(|(when, view)| format!("{when}: {}", possible(&terminal(view)))).collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    closed: Open
    idle: ChoosePause Pause(Lunch) Close CallNext
    nobody waits: ChoosePause Pause(Lunch) Close
    called: ChoosePause Pause(Lunch) CallNext Recall Arrive Finish MarkAbsent
    called for the last time: ChoosePause Pause(Lunch) CallNext Arrive Finish MarkAbsent
    serving: ChoosePause Pause(Lunch) CallNext Finish
    paused: Open Close
    paused while serving: Open Finish
    ");
}

#[test]
fn nothing_is_possible_before_the_first_view_or_without_a_line_or_a_journal() {
    let mut counter = terminal(serving());
    counter.take(LinkEvent::Down { since: ago(6) }, now());
    assert_eq!((possible(&counter), counter.link()), (String::new(), LinkState::Down(ago(6))));
    counter.take(LinkEvent::Up, now());
    assert!(counter.can(Action::Finish, now()));
    show(&mut counter, CounterView { issuing: IssuingState::JournalUnavailable, ..serving() });
    assert_eq!(possible(&counter), "");
}

#[test]
fn an_action_becomes_one_request_for_this_counter() {
    let counter = serving().counter;
    for (view, action, expected) in [
        (idle(), Action::CallNext, Request::CallNext { counter }),
        (called(1), Action::Recall, Request::Recall { counter }),
        (called(1), Action::Arrive, Request::Arrive { counter }),
        (called(3), Action::MarkAbsent, Request::MarkAbsent { counter }),
        (serving(), Action::Finish, Request::Finish { counter, outcome: Outcome::Done }),
        (
            idle(),
            Action::Pause(PauseReason::Lunch),
            Request::PauseCounter { counter, reason: PauseReason::Lunch },
        ),
        (idle(), Action::Close, Request::CloseCounter { counter }),
    ] {
        assert_eq!(parts(terminal(view).handle(action, now())).1, expected);
    }
    let (_, request) = parts(terminal(CounterView { state: paused(), ..idle() }).handle(Action::Open, now()));
    assert!(matches!(request, Request::OpenCounter { official, .. } if official.as_str() == "cb-lan"));
}

#[test]
fn one_wish_waits_for_its_answer_before_the_next() {
    let mut counter = terminal(serving());
    let (id, _) = parts(counter.handle(Action::Finish, now()));
    assert_eq!(counter.handle(Action::Finish, now()), None, "pressed twice");
    assert_eq!(possible(&counter), "");
    done(&mut counter, id);
    assert!(counter.can(Action::Finish, now()));
}

#[test]
fn an_answer_to_another_wish_is_passed_over() {
    let mut counter = terminal(serving());
    let (id, _) = parts(counter.handle(Action::Finish, now()));
    done(&mut counter, goiso_model::RequestId::new("of-yesterday").unwrap());
    assert_eq!(possible(&counter), "");
    done(&mut counter, id);
    assert_ne!(possible(&counter), "");
}

#[test]
fn a_wish_that_could_not_be_sent_may_be_made_again() {
    let mut counter = terminal(serving());
    let (first, _) = parts(counter.handle(Action::Finish, now()));
    counter.not_sent();
    assert_ne!(parts(counter.handle(Action::Finish, now())).0, first);
}

#[test]
fn a_refusal_is_shown_for_six_seconds_and_ends_with_the_next_wish() {
    let mut counter = terminal(idle());
    let (id, _) = parts(counter.handle(Action::CallNext, now()));
    refuse(&mut counter, id, "nobody_waiting");
    assert_eq!(counter.refusal(now()).unwrap().code, "nobody_waiting");
    assert!(counter.refusal(later(5)).is_some() && counter.refusal(later(6)).is_none());
    assert!(counter.next_deadline(now()).is_some_and(|at| at <= later(6)));
    counter.handle(Action::Close, now());
    assert!(counter.refusal(now()).is_none());
}

#[test]
fn a_key_pressed_twice_does_not_call_two_numbers() {
    let mut counter = terminal(idle());
    let (id, _) = parts(counter.handle(Action::CallNext, now()));
    done(&mut counter, id);
    show(&mut counter, called(1));
    assert!(!counter.can(Action::CallNext, now()), "the second touch of a nervous hand");
    assert!(counter.can(Action::Arrive, now()), "everything else is possible at once");
    assert_eq!(counter.next_deadline(now()), Some(later(1)), "the stopwatch comes first");
    assert!(counter.can(Action::CallNext, later(2)));
}

#[test]
fn absent_is_due_after_the_last_call() {
    assert!(!terminal(called(2)).is_absent_due());
    assert!(terminal(called(3)).is_absent_due());
    assert!(!terminal(serving()).is_absent_due());
}

#[test]
fn a_pause_asks_why_and_can_be_thought_better_of() {
    let mut counter = terminal(serving());
    assert_eq!(counter.handle(Action::ChoosePause, now()), None);
    assert_eq!(counter.panel(), Panel::PauseReasons);
    assert_eq!(counter.handle(Action::Back, now()), None);
    assert_eq!(counter.panel(), Panel::Keys);
    counter.handle(Action::ChoosePause, now());
    show(&mut counter, CounterView { state: paused(), ..serving() });
    assert_eq!(counter.panel(), Panel::Keys, "somebody else has paused it");
}

#[test]
fn a_quiet_screen_wakes_once_a_minute_and_a_serving_one_once_a_second() {
    let counter = terminal(serving());
    assert_eq!(counter.next_deadline(now()), Some(later(1)));
    let counter = terminal(idle());
    assert_eq!(counter.next_deadline(now()), Some(later(30)), "A007 has waited 4 min 30 s");
    let empty =
        CounterView { waiting: Vec::new(), n_waiting: 0, longest_since: None, state: open(), ..idle() };
    assert_eq!(terminal(empty).next_deadline(now()), None);
    let half = now() + SignedDuration::from_millis(500);
    assert_eq!(terminal(serving()).next_deadline(half), Some(later(1)));
}
