//! The pictures of the terminal, in Vietnamese and English.

mod common;

use common::{
    ago, assistant, away, called, connected, desk, idle, let_in, now, paused, refuse, serving, show_view,
    supervisor, terminal, texts,
};
use goiso_client::LinkEvent;
use goiso_counter::{
    Action, CounterAction, DeskAction, FormAction, Listed, Panel, SupervisorAction, SupervisorPanel,
    Terminal, terminal_ui,
};
use goiso_protocol::{
    Alert, AlertKind, CounterState, CounterView, MessageLevel, OfficialRole, Onward, Pin, SlipState,
    SlipTrouble, Target, View,
};
use goiso_ui::testing::shot;

const NARROW: [u32; 2] = [460, 900];
const WIDE: [u32; 2] = [1180, 720];
const MINI: [u32; 2] = [460, 64];

fn shoot(name: &str, size: [u32; 2], terminal: &Terminal, languages: &[&str]) {
    for tag in languages {
        let texts = texts(tag);
        let suffix = if *tag == "vi" { "" } else { "-en" };
        shot(&format!("{name}{suffix}"), size, |ui| {
            terminal_ui(ui, terminal, &texts, now());
        });
    }
}

const BOTH: [&str; 2] = ["vi", "en"];
const VI: [&str; 1] = ["vi"];

fn press(terminal: &mut Terminal, action: Action) {
    assert_eq!(terminal.handle(action, now()), None, "the screen alone changes");
}

#[test]
fn a_visitor_is_being_served() {
    shoot("counter", NARROW, &terminal(serving()), &BOTH);
    shoot("counter-wide", WIDE, &terminal(serving()), &BOTH);
    shoot("counter-mini", MINI, &terminal(serving()), &BOTH);
}

#[test]
fn the_supervisor_speaks_to_officials() {
    let said = |level, words: &str| {
        let text = goiso_model::LocalText::vietnamese(words);
        goiso_protocol::SaidMessage { level, text, ..supervisor(1).messages[0].clone() }
    };
    let fire = said(MessageLevel::Emergency, "Cháy ở khu B, mời mọi người ra cửa chính");
    let meeting = said(MessageLevel::Notice, "Họp lúc 11:30 ở phòng 201");
    let view = CounterView { messages: vec![fire, meeting.clone()], ..serving() };
    shoot("counter-emergency", NARROW, &showing(view.clone(), Panel::Hold), &VI);
    shoot("counter-mini-emergency", MINI, &terminal(view), &VI);
    let view = CounterView { messages: vec![meeting], ..serving() };
    shoot("counter-mini-told", MINI, &terminal(view), &VI);
    let mut refused = terminal(idle());
    let (id, _) = common::parts(refused.handle(Action::Counter(CounterAction::CallNext), now()));
    refuse(&mut refused, id, "nobody_waiting");
    shoot("counter-mini-refused", MINI, &refused, &BOTH);
}

#[test]
fn nobody_is_at_the_counter() {
    shoot("counter-idle", NARROW, &terminal(idle()), &BOTH);
}

#[test]
fn a_visitor_does_not_come() {
    let alerts = vec![
        Alert { kind: AlertKind::LedDown, device: "led-3".to_owned() },
        Alert { kind: AlertKind::PrinterNoPaper, device: "kiosk-1".to_owned() },
    ];
    let terminal = terminal(CounterView { alerts, ..called(3) });
    shoot("counter-absent-due", NARROW, &terminal, &BOTH);
    shoot("counter-mini-called", MINI, &terminal, &VI);
}

#[test]
fn the_counter_pauses() {
    let terminal = terminal(CounterView { state: paused(), ..idle() });
    shoot("counter-paused", NARROW, &terminal, &BOTH);
}

#[test]
fn the_official_says_why_the_counter_pauses() {
    let mut terminal = terminal(serving());
    press(&mut terminal, Action::Counter(CounterAction::Show(Panel::PauseReasons)));
    shoot("counter-pause-reasons", NARROW, &terminal, &BOTH);
}

#[test]
fn the_official_says_how_the_service_ended() {
    shoot("counter-outcomes", NARROW, &showing(serving(), Panel::Outcomes), &VI);
    let view = CounterView { outcomes: common::nine_outcomes(), ..serving() };
    shoot("counter-outcomes-settled", NARROW, &showing(view, Panel::Outcomes), &BOTH);
}

#[test]
fn the_official_looks_for_what_is_done_seldom() {
    let mut terminal = terminal(serving());
    press(&mut terminal, Action::Counter(CounterAction::Show(Panel::More)));
    shoot("counter-more", NARROW, &terminal, &VI);
    shoot("counter-more-wide", WIDE, &terminal, &VI);
}

#[test]
fn the_counter_is_closed() {
    shoot("counter-closed", NARROW, &terminal(CounterView { state: CounterState::Closed, ..idle() }), &BOTH);
}

#[test]
fn the_hub_refuses() {
    let mut terminal = terminal(idle());
    let (id, _) = common::parts(terminal.handle(Action::Counter(CounterAction::CallNext), now()));
    refuse(&mut terminal, id, "nobody_waiting");
    shoot("counter-refused", NARROW, &terminal, &VI);
}

#[test]
fn the_line_is_down() {
    let mut terminal = terminal(serving());
    terminal.take(LinkEvent::Down { since: ago(7) }, now());
    shoot("counter-offline", NARROW, &terminal, &VI);
}

#[test]
fn an_official_signs_in_and_sits_down() {
    let mut terminal = connected();
    show_view(&mut terminal, View::Desk(desk(true)));
    press(&mut terminal, Action::Desk(DeskAction::TypeName("cb-lan".to_owned())));
    press(&mut terminal, Action::Desk(DeskAction::TypePin(Pin::new("246813"))));
    let id = terminal.handle(Action::Desk(DeskAction::SignIn), now()).unwrap().id().cloned().unwrap();
    refuse(&mut terminal, id, "wrong_pin");
    shoot("sign-in", NARROW, &terminal, &BOTH);
    press(&mut terminal, Action::Desk(DeskAction::TypePin(Pin::new("246813"))));
    let id = terminal.handle(Action::Desk(DeskAction::SignIn), now()).unwrap().id().cloned().unwrap();
    let_in(&mut terminal, id, OfficialRole::Supervisor);
    shoot("seat-confirm", NARROW, &terminal, &BOTH);
    press(&mut terminal, Action::Desk(DeskAction::ChooseAnother));
    shoot("seat-choose", NARROW, &terminal, &BOTH);
}

#[test]
fn an_assistant_takes_numbers() {
    let mut terminal = connected();
    show_view(&mut terminal, View::Assistant(assistant()));
    shoot("assistant", NARROW, &terminal, &BOTH);
}

#[test]
fn a_supervisor_looks_after_the_hall() {
    let mut terminal = connected();
    show_view(&mut terminal, View::Supervisor(supervisor(12)));
    shoot("supervisor-wide", WIDE, &terminal, &BOTH);
    shoot("supervisor", NARROW, &terminal, &VI);
}

fn showing(view: CounterView, panel: Panel) -> Terminal {
    let mut terminal = terminal(view);
    press(&mut terminal, Action::Counter(CounterAction::Show(panel)));
    terminal
}

#[test]
fn a_visitor_is_set_aside_sent_on_or_called_out_of_turn() {
    shoot("counter-hold", NARROW, &showing(serving(), Panel::Hold), &BOTH);
    let mut sending = showing(serving(), Panel::Transfer);
    let target = Target::Counter(goiso_model::CounterNumber::new(4).expect("4 is a counter"));
    press(&mut sending, Action::Counter(CounterAction::Fill(FormAction::Target(target))));
    shoot("counter-transfer", NARROW, &sending, &BOTH);
    let mut calling = terminal(idle());
    press(&mut calling, Action::Counter(CounterAction::Pick(idle().waiting[2].number.clone())));
    shoot("counter-call-number", NARROW, &calling, &VI);
    shoot("counter-walk-in", NARROW, &showing(idle(), Panel::WalkIn), &VI);
}

#[test]
fn a_note_a_next_place_and_what_can_be_taken_back_are_seen() {
    let mut view = CounterView { away: away(), undo_until: Some(common::later(4)), ..serving() };
    let current = view.current.as_mut().expect("somebody is there");
    current.note = "cần trích lục, xem sổ gốc".to_owned();
    current.then = vec![Onward { counter: goiso_model::CounterNumber::new(7).ok(), service: None }];
    let mut terminal = terminal(view);
    press(&mut terminal, Action::Counter(CounterAction::List(Listed::Away)));
    shoot("counter-away", NARROW, &terminal, &BOTH);
}

#[test]
fn a_slip_that_may_not_be_on_paper_is_offered_to_be_printed_again() {
    let slips = vec![SlipTrouble {
        ticket: goiso_model::TicketId::from_bits(6),
        number: goiso_model::TicketNumber::typed("A006"),
        slip: SlipState::Unclear,
        can_reprint: true,
    }];
    shoot("counter-lost-slip", NARROW, &terminal(CounterView { slips, ..serving() }), &BOTH);
}

#[test]
fn a_supervisor_settles_the_day() {
    let mut terminal = connected();
    show_view(&mut terminal, View::Supervisor(supervisor(12)));
    let look = |terminal: &mut Terminal, panel| {
        press(terminal, Action::Supervisor(SupervisorAction::Show(panel)));
    };
    let two = goiso_model::CounterNumber::new(2).expect("2 is a counter");
    look(&mut terminal, SupervisorPanel::Counter(two));
    shoot("supervisor-counter", NARROW, &terminal, &VI);
    shoot("supervisor-counter-wide", WIDE, &terminal, &VI);
    look(&mut terminal, SupervisorPanel::Service(common::service("ho-tich")));
    shoot("supervisor-service", NARROW, &terminal, &VI);
    shoot("supervisor-service-wide", WIDE, &terminal, &["en"]);
    look(&mut terminal, SupervisorPanel::Messages);
    shoot("supervisor-messages", NARROW, &terminal, &VI);
    shoot("supervisor-messages-wide", WIDE, &terminal, &VI);
    look(&mut terminal, SupervisorPanel::Day);
    shoot("supervisor-day-wide", WIDE, &terminal, &VI);
}
