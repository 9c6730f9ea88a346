//! The rules of a counter's screen, without a window.

mod common;

use common::{
    ago, away, called, done, idle, later, now, open, parts, paused, refuse, service, serving, show, terminal,
};
use goiso_client::LinkEvent;
use goiso_counter::{Action, CounterAction, FormAction, LinkState, Panel, Terminal};
use goiso_model::{TicketId, TicketNumber};
use goiso_protocol::{
    CounterState, CounterView, HoldReason, IssuingState, Onward, PauseReason, Request, SlipState,
    SlipTrouble, Target, TransferPlace,
};
use jiff::SignedDuration;

const ALL: [CounterAction; 10] = [
    CounterAction::Open,
    CounterAction::Show(Panel::PauseReasons),
    CounterAction::Back,
    CounterAction::Pause(PauseReason::Lunch),
    CounterAction::Close,
    CounterAction::CallNext,
    CounterAction::Recall,
    CounterAction::Arrive,
    CounterAction::Finish(None),
    CounterAction::MarkAbsent,
];

fn can(terminal: &Terminal, action: CounterAction) -> bool {
    terminal.can(&Action::Counter(action), now())
}

fn possible(terminal: &Terminal) -> String {
    let words: Vec<String> = ALL
        .iter()
        .filter(|action| can(terminal, (*action).clone()))
        .map(|action| format!("{action:?}"))
        .collect();
    words.join(" ")
}

fn press(terminal: &mut Terminal, action: CounterAction) -> Option<goiso_protocol::ToHub> {
    terminal.handle(Action::Counter(action), now())
}

fn panel(terminal: &Terminal) -> Panel {
    terminal.counter().expect("it is a counter's screen").panel()
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
    idle: Show(PauseReasons) Pause(Lunch) Close CallNext
    nobody waits: Show(PauseReasons) Pause(Lunch) Close
    called: Show(PauseReasons) Pause(Lunch) CallNext Recall Arrive Finish(None) MarkAbsent
    called for the last time: Show(PauseReasons) Pause(Lunch) CallNext Arrive Finish(None) MarkAbsent
    serving: Show(PauseReasons) Pause(Lunch) CallNext Finish(None)
    paused: Open Close
    paused while serving: Open Finish(None)
    ");
}

#[test]
fn nothing_is_asked_without_a_line_or_a_journal() {
    let mut terminal = terminal(serving());
    terminal.take(LinkEvent::Down { since: ago(6) }, now());
    assert!(!can(&terminal, CounterAction::Finish(None)));
    assert_eq!(terminal.link(), LinkState::Down(ago(6)));
    terminal.take(LinkEvent::Up, now());
    assert!(can(&terminal, CounterAction::Finish(None)));
    show(&mut terminal, CounterView { issuing: IssuingState::JournalUnavailable, ..serving() });
    assert!(!can(&terminal, CounterAction::Finish(None)));
}

#[test]
fn an_action_becomes_one_request_for_this_counter() {
    let counter = serving().counter;
    for (view, action, expected) in [
        (idle(), CounterAction::CallNext, Request::CallNext { counter }),
        (called(1), CounterAction::Recall, Request::Recall { counter }),
        (called(1), CounterAction::Arrive, Request::Arrive { counter }),
        (called(3), CounterAction::MarkAbsent, Request::MarkAbsent { counter }),
        (
            serving(),
            CounterAction::Finish(Some(common::outcome("guided"))),
            Request::Finish { counter, outcome: Some(common::outcome("guided")) },
        ),
        (
            idle(),
            CounterAction::Pause(PauseReason::Lunch),
            Request::PauseCounter { counter, reason: PauseReason::Lunch },
        ),
        (idle(), CounterAction::Close, Request::CloseCounter { counter }),
    ] {
        assert_eq!(parts(press(&mut terminal(view), action)).1, expected);
    }
    let mut paused = terminal(CounterView { state: paused(), ..idle() });
    let (_, request) = parts(press(&mut paused, CounterAction::Open));
    assert!(matches!(request, Request::OpenCounter { official, .. } if official.as_str() == "cb-lan"));
}

#[test]
fn one_wish_waits_for_its_answer_before_the_next() {
    let mut terminal = terminal(serving());
    let (id, _) = parts(press(&mut terminal, CounterAction::Finish(None)));
    assert_eq!(press(&mut terminal, CounterAction::Finish(None)), None, "pressed twice");
    done(&mut terminal, goiso_model::RequestId::new("of-yesterday").unwrap());
    assert!(!can(&terminal, CounterAction::Finish(None)), "another wish's answer is passed over");
    done(&mut terminal, id);
    assert!(can(&terminal, CounterAction::Finish(None)));
}

#[test]
fn a_wish_that_could_not_be_sent_may_be_made_again() {
    let mut terminal = terminal(serving());
    let (first, _) = parts(press(&mut terminal, CounterAction::Finish(None)));
    terminal.not_sent();
    assert_ne!(parts(press(&mut terminal, CounterAction::Finish(None))).0, first);
}

#[test]
fn a_refusal_is_shown_for_six_seconds_and_ends_with_the_next_wish() {
    let mut terminal = terminal(idle());
    let (id, _) = parts(press(&mut terminal, CounterAction::CallNext));
    refuse(&mut terminal, id, "nobody_waiting");
    assert_eq!(terminal.refusal(now()).unwrap().code, "nobody_waiting");
    assert!(terminal.refusal(later(5)).is_some() && terminal.refusal(later(6)).is_none());
    assert!(terminal.next_deadline(now()).is_some_and(|at| at <= later(6)));
    press(&mut terminal, CounterAction::Close);
    assert!(terminal.refusal(now()).is_none());
}

#[test]
fn a_key_pressed_twice_does_not_call_two_numbers() {
    let mut terminal = terminal(idle());
    let (id, _) = parts(press(&mut terminal, CounterAction::CallNext));
    done(&mut terminal, id);
    show(&mut terminal, called(1));
    assert!(!can(&terminal, CounterAction::CallNext), "the second touch of a nervous hand");
    assert!(can(&terminal, CounterAction::Arrive), "everything else is possible at once");
    assert_eq!(terminal.next_deadline(now()), Some(later(1)), "the stopwatch comes first");
    assert!(terminal.can(&Action::Counter(CounterAction::CallNext), later(2)));
}

#[test]
fn absent_is_due_after_the_last_call() {
    for (view, expected) in [(called(2), false), (called(3), true), (serving(), false)] {
        assert_eq!(terminal(view).counter().unwrap().is_absent_due(), expected);
    }
}

#[test]
fn a_pause_asks_why_and_can_be_thought_better_of() {
    let mut terminal = terminal(serving());
    let ask = CounterAction::Show(Panel::PauseReasons);
    assert_eq!(press(&mut terminal, ask.clone()), None);
    assert_eq!(panel(&terminal), Panel::PauseReasons);
    assert_eq!(press(&mut terminal, CounterAction::Back), None);
    assert_eq!(panel(&terminal), Panel::Keys);
    press(&mut terminal, ask);
    show(&mut terminal, CounterView { state: paused(), ..serving() });
    assert_eq!(panel(&terminal), Panel::Keys, "somebody else has paused it");
}

#[test]
fn how_a_service_ended_is_asked_of_the_visitor_who_is_there() {
    let mut terminal = terminal(serving());
    press(&mut terminal, CounterAction::Show(Panel::Outcomes));
    show(&mut terminal, serving());
    assert_eq!(panel(&terminal), Panel::Outcomes, "the list of those who wait has moved");
    show(&mut terminal, idle());
    assert_eq!(panel(&terminal), Panel::Keys, "the visitor is gone");
}

#[test]
fn a_quiet_screen_wakes_once_a_minute_and_a_serving_one_once_a_second() {
    assert_eq!(terminal(serving()).next_deadline(now()), Some(later(1)));
    assert_eq!(terminal(idle()).next_deadline(now()), Some(later(30)), "A007 has waited 4 min 30 s");
    let empty =
        CounterView { waiting: Vec::new(), n_waiting: 0, longest_since: None, state: open(), ..idle() };
    assert_eq!(terminal(empty).next_deadline(now()), None);
    let half = now() + SignedDuration::from_millis(500);
    assert_eq!(terminal(serving()).next_deadline(half), Some(later(1)));
}

fn fill(terminal: &mut Terminal, form: FormAction) {
    assert_eq!(press(terminal, CounterAction::Fill(form)), None);
}

#[test]
fn whoever_fetches_papers_keeps_the_place_for_a_while() {
    let mut terminal = terminal(serving());
    press(&mut terminal, CounterAction::Show(Panel::Hold));
    fill(&mut terminal, FormAction::Minutes(Some(30)));
    fill(&mut terminal, FormAction::Note("bản sao khai sinh".to_owned()));
    let (_, request) = parts(press(&mut terminal, CounterAction::Hold(HoldReason::Papers)));
    let expected = Request::Hold {
        counter: serving().counter,
        reason: HoldReason::Papers,
        minutes: Some(30),
        note: Some("bản sao khai sinh".to_owned()),
    };
    assert_eq!((request, panel(&terminal)), (expected, Panel::Keys));
}

#[test]
fn a_visitor_is_sent_on_once_it_is_said_where_to() {
    let mut terminal = terminal(serving());
    press(&mut terminal, CounterAction::Show(Panel::Transfer));
    assert!(!can(&terminal, CounterAction::Transfer) && !can(&terminal, CounterAction::Chain));
    let to = Target::Service(service("ho-tich"));
    fill(&mut terminal, FormAction::Target(to.clone()));
    fill(&mut terminal, FormAction::Place(TransferPlace::First));
    let (_, request) = parts(press(&mut terminal, CounterAction::Transfer));
    let counter = serving().counter;
    assert_eq!(request, Request::Transfer { counter, to, place: TransferPlace::First, note: None });
}

#[test]
fn a_further_counter_comes_after_those_that_are_settled() {
    let mut view = serving();
    let current = view.current.as_mut().expect("somebody is there");
    current.then = vec![Onward { service: Some(service("ho-tich")), counter: None }];
    let mut terminal = terminal(view);
    press(&mut terminal, CounterAction::Show(Panel::Transfer));
    let seven = Target::Counter(goiso_model::CounterNumber::new(7).expect("7 is a counter"));
    fill(&mut terminal, FormAction::Target(seven.clone()));
    let (_, request) = parts(press(&mut terminal, CounterAction::Chain));
    let then = vec![Target::Service(service("ho-tich")), seven];
    assert_eq!(request, Request::Chain { counter: serving().counter, then });
}

#[test]
fn a_call_out_of_turn_needs_a_reason() {
    let mut terminal = terminal(idle());
    let number = idle().waiting[2].number.clone();
    press(&mut terminal, CounterAction::Pick(number.clone()));
    assert_eq!(panel(&terminal), Panel::CallNumber);
    assert!(!can(&terminal, CounterAction::CallNumber), "no reason yet");
    fill(&mut terminal, FormAction::Note("  ".to_owned()));
    assert!(!can(&terminal, CounterAction::CallNumber), "blanks are none");
    fill(&mut terminal, FormAction::Note("Việc gấp".to_owned()));
    let (_, request) = parts(press(&mut terminal, CounterAction::CallNumber));
    let reason = Some("Việc gấp".to_owned());
    assert_eq!(request, Request::CallNumber { counter: serving().counter, number, reason });
}

#[test]
fn a_number_that_is_listed_can_be_given_up() {
    let mut terminal = terminal(idle());
    press(&mut terminal, CounterAction::Pick(idle().waiting[0].number.clone()));
    let (_, request) = parts(press(&mut terminal, CounterAction::GiveUp));
    let expected = Request::Cancel { ticket: idle().waiting[0].ticket, counter: Some(idle().counter) };
    assert_eq!(request, expected);
    press(&mut terminal, CounterAction::Show(Panel::CallNumber));
    fill(&mut terminal, FormAction::Number("Z999".to_owned()));
    assert!(!can(&terminal, CounterAction::GiveUp), "nobody here has that number");
}

#[test]
fn whoever_is_back_is_brought_back_by_what_became_of_them() {
    let mut terminal = terminal(CounterView { away: away(), ..idle() });
    let [held, absent] = [away()[0].ticket, away()[1].ticket];
    let (id, request) = parts(press(&mut terminal, CounterAction::BringBack(held)));
    assert_eq!(request, Request::ReturnHeld { ticket: held });
    done(&mut terminal, id);
    let (_, request) = parts(press(&mut terminal, CounterAction::BringBack(absent)));
    assert_eq!(request, Request::Restore { ticket: absent });
}

#[test]
fn a_slip_is_not_needed() {
    let mut terminal = terminal(idle());
    press(&mut terminal, CounterAction::Show(Panel::WalkIn));
    fill(&mut terminal, FormAction::Class(Some("nct".parse().expect("a slug"))));
    let (_, request) = parts(press(&mut terminal, CounterAction::WalkIn(service("ho-tich"))));
    let priority = Some("nct".parse().expect("a slug"));
    assert_eq!(request, Request::WalkIn { counter: idle().counter, service: service("ho-tich"), priority });
}

#[test]
fn what_was_done_can_be_taken_back_for_five_seconds() {
    let counter = idle().counter;
    let mut terminal = terminal(CounterView { undo_until: Some(later(5)), ..idle() });
    assert_eq!(terminal.next_deadline(now()), Some(later(1)), "the seconds are counted down");
    assert!(!terminal.can(&Action::Counter(CounterAction::Undo), later(5)));
    assert_eq!(parts(press(&mut terminal, CounterAction::Undo)).1, Request::Undo { counter });
}

#[test]
fn a_slip_that_may_not_be_on_paper_is_printed_again_when_the_official_asks() {
    let trouble = |bits, number, slip, can_reprint| SlipTrouble {
        ticket: TicketId::from_bits(bits),
        number: TicketNumber::typed(number),
        slip,
        can_reprint,
    };
    let action = Action::Counter(CounterAction::Reprint);
    let stuck = trouble(9, "A009", SlipState::Held, false);
    let alone = terminal(CounterView { slips: vec![stuck.clone()], ..idle() });
    assert!(!alone.can(&action, now()), "no printer works that could");
    let unclear = trouble(8, "A008", SlipState::Unclear, true);
    let mut both = terminal(CounterView { slips: vec![stuck, unclear], ..idle() });
    assert!(both.can(&action, now()));
    let request = parts(press(&mut both, CounterAction::Reprint)).1;
    assert_eq!(request, Request::Reprint { ticket: TicketId::from_bits(8) });
}

#[test]
fn help_is_asked_for_once_and_can_be_called_off() {
    let counter = idle().counter;
    let mut terminal = terminal(idle());
    assert_eq!(parts(press(&mut terminal, CounterAction::AskHelp)).1, Request::AskHelp { counter });
    terminal.not_sent();
    show(&mut terminal, CounterView { help_since: Some(ago(60)), ..idle() });
    assert!(!can(&terminal, CounterAction::AskHelp));
    assert_eq!(parts(press(&mut terminal, CounterAction::EndHelp)).1, Request::EndHelp { counter });
}
