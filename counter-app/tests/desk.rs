//! Signing in and taking a seat, taking numbers, looking after the hall: without a window.

mod common;

use common::{
    ago, answer, assistant, connected, desk, done, idle, let_in, now, parts, refuse, service, serving, show,
    show_view, supervisor, taken,
};
use goiso_client::LinkEvent;
use goiso_counter::{
    Action, AssistantAction, CounterAction, DeskAction, Screen, SupervisorAction, SupervisorPanel, Terminal,
};
use goiso_model::CounterNumber;
use goiso_protocol::{
    Answer, Audience, CounterState, CounterView, MessageLevel, OfficialRole, Pin, Request, Rest, Seat,
    ServiceSwitch, ToHub, View,
};

fn counter(number: u32) -> CounterNumber {
    CounterNumber::new(number).expect("1 to 999")
}

fn at_door() -> Terminal {
    let mut terminal = connected();
    show_view(&mut terminal, View::Desk(desk(true)));
    terminal
}

fn press(terminal: &mut Terminal, action: DeskAction) -> Option<ToHub> {
    terminal.handle(Action::Desk(action), now())
}

fn screen_of(terminal: &Terminal) -> &'static str {
    match terminal.screen() {
        Screen::Connecting => "connecting",
        Screen::Desk(_) if terminal.role().is_none() => "sign in",
        Screen::Desk(desk) if desk.chosen().is_some() => "confirm",
        Screen::Desk(_) => "choose",
        Screen::Counter(_) => "counter",
        Screen::Assistant(_) => "assistant",
        Screen::Supervisor(_) => "supervisor",
    }
}

/// Types name and PIN, and signs in; the request's id comes back.
fn sign_in(terminal: &mut Terminal) -> goiso_model::RequestId {
    press(terminal, DeskAction::TypeName(" CB-Lan ".to_owned()));
    press(terminal, DeskAction::TypePin(Pin::new("246-813")));
    match press(terminal, DeskAction::SignIn) {
        Some(ToHub::SignIn { id, official, pin }) => {
            assert_eq!((official.as_str(), pin.expose()), ("cb-lan", "246813"));
            id
        }
        other => panic!("no sign-in: {other:?}"),
    }
}

/// Lan has signed in at counter 3 and sits there.
fn seated() -> Terminal {
    let mut terminal = at_door();
    let id = sign_in(&mut terminal);
    let_in(&mut terminal, id, OfficialRole::Official);
    let seat = Seat::Counter { counter: counter(3) };
    let id =
        press(&mut terminal, DeskAction::Take(seat)).and_then(ToHub::into_id).expect("a seat is asked for");
    done(&mut terminal, id);
    show(&mut terminal, CounterView { state: CounterState::Closed, ..idle() });
    terminal
}

#[test]
fn an_official_signs_in_confirms_the_counter_and_opens_it() {
    let mut terminal = at_door();
    assert_eq!(screen_of(&terminal), "sign in");
    assert_eq!(press(&mut terminal, DeskAction::SignIn), None, "nothing is typed yet");
    let id = sign_in(&mut terminal);
    let_in(&mut terminal, id, OfficialRole::Official);
    assert_eq!(screen_of(&terminal), "confirm", "the counter that the terminal stands at");
    press(&mut terminal, DeskAction::Toggle(service("ho-tich")));
    let seat = Seat::Counter { counter: counter(3) };
    let Some(ToHub::TakeSeat { id, seat: asked }) = press(&mut terminal, DeskAction::Take(seat)) else {
        panic!("a seat is asked for")
    };
    assert_eq!(asked, seat);
    done(&mut terminal, id);
    show(&mut terminal, CounterView { state: CounterState::Closed, ..idle() });
    let (_, request) = parts(terminal.handle(Action::Counter(CounterAction::Open), now()));
    let expected = Request::OpenCounter {
        counter: counter(3),
        official: "cb-lan".parse().unwrap(),
        services: vec![service("chung-thuc"), service("dat-dai")],
    };
    assert_eq!(request, expected);
    assert_eq!(terminal.resume().map(|resume| resume.seat), Some(seat));
}

#[test]
fn a_wrong_pin_is_told_and_must_be_typed_anew() {
    let mut terminal = at_door();
    let id = sign_in(&mut terminal);
    refuse(&mut terminal, id, "wrong_pin");
    assert_eq!(terminal.refusal(now()).unwrap().code, "wrong_pin");
    assert_eq!(screen_of(&terminal), "sign in");
    assert_eq!(press(&mut terminal, DeskAction::SignIn), None);
    let Screen::Desk(desk) = terminal.screen() else { panic!("still at the door") };
    assert_eq!((desk.name(), desk.pin().expose()), (" CB-Lan ", ""));
}

#[test]
fn at_least_one_service_is_served() {
    let mut terminal = at_door();
    let id = sign_in(&mut terminal);
    let_in(&mut terminal, id, OfficialRole::Official);
    for name in ["chung-thuc", "ho-tich", "dat-dai"] {
        press(&mut terminal, DeskAction::Toggle(service(name)));
    }
    let Screen::Desk(desk) = terminal.screen() else { panic!("still choosing") };
    assert!(desk.serves(&service("dat-dai")) && !desk.serves(&service("ho-tich")));
}

#[test]
fn another_counter_can_be_chosen() {
    let mut terminal = at_door();
    let id = sign_in(&mut terminal);
    let_in(&mut terminal, id, OfficialRole::Official);
    press(&mut terminal, DeskAction::ChooseAnother);
    assert_eq!(screen_of(&terminal), "choose");
    press(&mut terminal, DeskAction::Choose(counter(5)));
    let seat = Seat::Counter { counter: counter(5) };
    assert!(
        matches!(press(&mut terminal, DeskAction::Take(seat)), Some(ToHub::TakeSeat { seat: asked, .. }) if asked == seat)
    );
}

#[test]
fn signing_out_leaves_the_terminal_to_the_next() {
    let mut terminal = seated();
    let Some(ToHub::SignOut { id }) = terminal.handle(Action::SignOut, now()) else { panic!("asked") };
    done(&mut terminal, id);
    show_view(&mut terminal, View::Desk(desk(true)));
    assert_eq!((screen_of(&terminal), terminal.resume()), ("sign in", None));
}

#[test]
fn a_broken_line_signs_nobody_out_unless_the_hub_says_so() {
    let mut terminal = seated();
    terminal.take(LinkEvent::Down { since: ago(9) }, now());
    terminal.take(LinkEvent::Up, now());
    show(&mut terminal, serving());
    assert_eq!(screen_of(&terminal), "counter");
    assert!(terminal.resume().is_some());
    show_view(&mut terminal, View::Desk(desk(true)));
    assert_eq!((screen_of(&terminal), terminal.resume()), ("sign in", None), "freed meanwhile");
}

#[test]
fn each_role_is_offered_its_seats() {
    for (role, expected) in [
        (OfficialRole::Official, [true, false, false]),
        (OfficialRole::Assistant, [false, true, false]),
        (OfficialRole::Supervisor, [true, true, true]),
    ] {
        let mut terminal = at_door();
        let id = sign_in(&mut terminal);
        let_in(&mut terminal, id, role);
        let seats = [Seat::Counter { counter: counter(3) }, Seat::Assistant, Seat::Supervisor];
        let offered = seats.map(|seat| terminal.can(&Action::Desk(DeskAction::Take(seat)), now()));
        assert_eq!(offered, expected, "{role:?}");
    }
}

#[test]
fn where_nobody_signs_in_a_seat_is_chosen_at_once() {
    let mut terminal = connected();
    show_view(&mut terminal, View::Desk(desk(false)));
    assert_eq!(screen_of(&terminal), "confirm");
    press(&mut terminal, DeskAction::ChooseAnother);
    assert!(terminal.can(&Action::Desk(DeskAction::Take(Seat::Supervisor)), now()));
}

#[test]
fn an_assistant_takes_a_number_for_a_class_and_prints_it_at_a_kiosk() {
    let mut terminal = connected();
    show_view(&mut terminal, View::Assistant(assistant()));
    let press = |terminal: &mut Terminal, action| terminal.handle(Action::Assistant(action), now());
    press(&mut terminal, AssistantAction::Class(Some("nct".parse().unwrap())));
    let (id, request) = parts(press(&mut terminal, AssistantAction::Take(service("chung-thuc"))));
    let kiosk = Some("kiosk-1".parse().unwrap());
    let priority = Some("nct".parse().unwrap());
    assert_eq!(request, Request::IssueAt { service: service("chung-thuc"), priority, kiosk });
    answer(&mut terminal, id, Answer::Done { ticket: Some(taken()) });
    let Screen::Assistant(screen) = terminal.screen() else { panic!("still there") };
    assert_eq!(screen.taken()[0].number.as_str(), "A031");
    assert_eq!(screen.class(), None, "the next person is somebody else");
    assert_eq!(press(&mut terminal, AssistantAction::Take(service("truc-tuyen"))), None, "it is full");
    let without_paper = AssistantAction::PrintAt(Some("kiosk-2".parse().unwrap()));
    assert!(!terminal.can(&Action::Assistant(without_paper), now()));
}

#[test]
fn a_supervisor_looks_closer_at_a_counter_and_speaks_to_the_hall() {
    let mut terminal = connected();
    show_view(&mut terminal, View::Supervisor(supervisor(6)));
    let press = |terminal: &mut Terminal, action| terminal.handle(Action::Supervisor(action), now());
    press(&mut terminal, SupervisorAction::Show(SupervisorPanel::Counter(counter(1))));
    let close = Action::Supervisor(SupervisorAction::CloseCounter(counter(1)));
    assert!(!terminal.can(&close, now()), "somebody is served there");
    assert_eq!(press(&mut terminal, SupervisorAction::Post(MessageLevel::Notice)), None, "nothing is typed");
    press(&mut terminal, SupervisorAction::TypeMessage("Mất điện khu B".to_owned()));
    let (_, request) = parts(press(&mut terminal, SupervisorAction::Post(MessageLevel::Notice)));
    let Request::PostMessage { text, .. } = request else { panic!("{request:?}") };
    assert_eq!(text.get(&goiso_model::Language::vietnamese()), "Mất điện khu B");
}

#[test]
fn a_message_that_the_hub_refuses_need_not_be_typed_again() {
    let mut terminal = connected();
    show_view(&mut terminal, View::Supervisor(supervisor(6)));
    let press = |terminal: &mut Terminal, action| terminal.handle(Action::Supervisor(action), now());
    let message = |terminal: &Terminal| match terminal.screen() {
        Screen::Supervisor(supervisor) => supervisor.message().to_owned(),
        other => panic!("{other:?}"),
    };
    for is_refused in [true, false] {
        press(&mut terminal, SupervisorAction::TypeMessage("Mất điện khu B".to_owned()));
        let (id, _) = parts(press(&mut terminal, SupervisorAction::Post(MessageLevel::Notice)));
        assert_eq!(message(&terminal), "", "it has been handed over");
        if is_refused {
            refuse(&mut terminal, id, "journal_unavailable");
            assert_eq!(message(&terminal), "Mất điện khu B");
        } else {
            done(&mut terminal, id);
            assert_eq!(message(&terminal), "");
        }
    }
}

#[test]
fn a_limit_is_set_only_where_it_changes_something() {
    let mut terminal = connected();
    let mut view = supervisor(6);
    view.services[1].daily_max = Some(40);
    let of = view.services[1].id.clone();
    show_view(&mut terminal, View::Supervisor(view));
    let press = |terminal: &mut Terminal, action| terminal.handle(Action::Supervisor(action), now());
    press(&mut terminal, SupervisorAction::Show(SupervisorPanel::Service(of.clone())));
    let set = Action::Supervisor(SupervisorAction::SetQuota(of.clone()));
    let can: Vec<bool> = ["40", "41", "", "99999"]
        .into_iter()
        .map(|typed| {
            press(&mut terminal, SupervisorAction::TypeQuota(typed.to_owned()));
            terminal.can(&set, now())
        })
        .collect();
    assert_eq!(can, [false, true, true, true]);
}

#[test]
fn a_supervisor_settles_services_quotas_and_the_end_of_the_day() {
    let mut terminal = connected();
    show_view(&mut terminal, View::Supervisor(supervisor(6)));
    let press = |terminal: &mut Terminal, action| {
        let frame = terminal.handle(Action::Supervisor(action), now());
        terminal.not_sent();
        frame
    };
    let number = counter(1);
    press(&mut terminal, SupervisorAction::Show(SupervisorPanel::Counter(number)));
    let assign = SupervisorAction::Assign(number);
    assert_eq!(press(&mut terminal, assign.clone()), None, "nothing has changed");
    press(&mut terminal, SupervisorAction::Toggle(service("chung-thuc")));
    press(&mut terminal, SupervisorAction::Toggle(service("ho-tich")));
    press(&mut terminal, SupervisorAction::Toggle(service("dat-dai")));
    let (_, request) = parts(press(&mut terminal, assign));
    let services = vec![service("ho-tich"), service("dat-dai")];
    assert_eq!(request, Request::AssignServices { counter: number, services }, "the last one stays");

    let id = service("ho-tich");
    press(&mut terminal, SupervisorAction::Show(SupervisorPanel::Service(id.clone())));
    press(&mut terminal, SupervisorAction::TypeQuota("4x0".to_owned()));
    let (_, request) = parts(press(&mut terminal, SupervisorAction::SetQuota(id.clone())));
    assert_eq!(request, Request::SetQuota { service: id.clone(), max: Some(40) });
    let (_, request) =
        parts(press(&mut terminal, SupervisorAction::Switch(id.clone(), ServiceSwitch::Paused)));
    assert_eq!(request, Request::SetService { service: id, state: ServiceSwitch::Paused });

    press(&mut terminal, SupervisorAction::To(Audience::Counters));
    press(&mut terminal, SupervisorAction::TypeMessage("Họp lúc 11:30".to_owned()));
    let (_, request) = parts(press(&mut terminal, SupervisorAction::Post(MessageLevel::Notice)));
    assert!(matches!(request, Request::PostMessage { audience: Audience::Counters, .. }));
    press(&mut terminal, SupervisorAction::Rest(Rest::Carry));
    let (_, request) = parts(press(&mut terminal, SupervisorAction::EndDay));
    assert_eq!(request, Request::EndDay { rest: Rest::Carry, text: None });
}
