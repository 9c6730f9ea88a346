//! The screen as a hand, a keyboard and a screen reader find it.

mod common;

use std::cell::RefCell;
use std::collections::BTreeSet;

use common::hand::{play, press, press_alt, requests};
use common::{
    assistant, away, called, connected, desk, idle, let_in, nine_outcomes, now, outcome, parts, serving,
    show_view, supervisor, terminal, texts,
};
use egui::Key;
use goiso_counter::{
    Action, CounterAction, Listed, Panel, SupervisorAction, SupervisorPanel, Terminal, terminal_ui,
};
use goiso_protocol::{
    CounterState, CounterView, HoldReason, MessageLevel, OfficialRole, PauseReason, Request, ToHub, View,
};
use goiso_ui::cut_texts;
use goiso_ui::testing::egui_kittest::kittest::Queryable;
use goiso_ui::testing::harness;

const NARROW: [u32; 2] = [460, 900];
/// What must fit: docked on small and large screens, wide, and the one row.
const SIZES: [[u32; 2]; 8] =
    [[460, 900], [400, 700], [320, 600], [600, 1000], [1024, 768], [1180, 720], [1920, 1080], [460, 64]];

#[test]
fn the_space_bar_calls_the_next_number() {
    for size in [NARROW, [1180, 720], [460, 64]] {
        let sent = requests(play(terminal(idle()), size, |harness| press(harness, Key::Space)));
        assert_eq!(sent, [Request::CallNext { counter: serving().counter }], "{size:?}");
    }
}

#[test]
fn a_touch_on_the_main_button_calls_the_next_number() {
    let sent = play(terminal(idle()), NARROW, |harness| {
        harness.get_by_label("Gọi số tiếp theo").click();
        harness.step();
        harness.step();
    });
    assert_eq!(requests(sent), [Request::CallNext { counter: serving().counter }]);
}

#[test]
fn each_letter_does_what_its_key_says() {
    let counter = serving().counter;
    for (view, key, expected) in [
        (called(1), Key::R, Request::Recall { counter }),
        (called(1), Key::N, Request::MarkAbsent { counter }),
        (called(1), Key::A, Request::Arrive { counter }),
        (idle(), Key::C, Request::CloseCounter { counter }),
        (idle(), Key::K, Request::AskHelp { counter }),
    ] {
        assert_eq!(requests(play(terminal(view), NARROW, |harness| press(harness, key))), [expected]);
    }
}

#[test]
fn alt_with_a_number_does_it_without_a_question() {
    let counter = serving().counter;
    for (view, key, expected) in [
        (idle(), Key::Num1, Request::CallNext { counter }),
        (called(1), Key::Num2, Request::Recall { counter }),
        (called(1), Key::Num3, Request::MarkAbsent { counter }),
        (serving(), Key::Num4, Request::Finish { counter, outcome: Some(outcome("done")) }),
    ] {
        assert_eq!(requests(play(terminal(view), NARROW, |harness| press_alt(harness, key))), [expected]);
    }
}

#[test]
fn a_key_that_makes_no_sense_does_nothing() {
    let sent = play(terminal(serving()), NARROW, |harness| {
        for key in [Key::R, Key::N, Key::A, Key::C, Key::Escape, Key::Num1, Key::X] {
            press(harness, key);
        }
    });
    assert_eq!(sent, []);
}

#[test]
fn choices_take_a_number_or_the_same_key_again() {
    let counter = serving().counter;
    let pause = |reason| Request::PauseCounter { counter, reason };
    let finish = |id| Request::Finish { counter, outcome: Some(outcome(id)) };
    let hold = |reason| Request::Hold { counter, reason, minutes: None, note: None };
    for (view, keys, expected) in [
        (idle(), [Key::P, Key::Num2], pause(PauseReason::Lunch)),
        (idle(), [Key::P, Key::P], pause(PauseReason::Break)),
        (serving(), [Key::D, Key::Num3], finish("refused")),
        (serving(), [Key::D, Key::D], finish("done")),
        (serving(), [Key::H, Key::H], hold(HoldReason::Papers)),
        (serving(), [Key::H, Key::Num4], hold(HoldReason::Payment)),
    ] {
        let sent = play(terminal(view), NARROW, |harness| {
            for key in keys {
                press(harness, key);
            }
        });
        assert_eq!(requests(sent), [expected], "{keys:?}");
    }
}

#[test]
fn a_service_ends_in_the_ways_that_the_centre_has_settled() {
    let counter = serving().counter;
    let finish = |id| Request::Finish { counter, outcome: Some(outcome(id)) };
    for (keys, expected) in [
        ([Key::D, Key::D], vec![finish("tra-ket-qua")]),
        ([Key::D, Key::Num9], vec![finish("khac")]),
        ([Key::D, Key::Num3], vec![finish("bo-sung")]),
    ] {
        let view = CounterView { outcomes: nine_outcomes(), ..serving() };
        let sent = play(terminal(view), NARROW, |harness| {
            for key in keys {
                press(harness, key);
            }
        });
        assert_eq!(requests(sent), expected, "{keys:?}");
    }
    let view = CounterView { outcomes: nine_outcomes()[..2].to_vec(), ..serving() };
    let sent = play(terminal(view), NARROW, |harness| {
        press(harness, Key::D);
        harness.get_by_label("Đã tiếp nhận hồ sơ");
        press(harness, Key::Num3);
    });
    assert_eq!(sent, [], "there is no third");
}

#[test]
fn a_focused_button_does_not_take_the_space_bar_as_well() {
    let sent = play(terminal(idle()), NARROW, |harness| {
        harness.get_by_label("Tạm nghỉ").focus();
        harness.step();
        press(harness, Key::Space);
    });
    assert_eq!(requests(sent), [Request::CallNext { counter: serving().counter }]);
}

#[test]
fn every_key_of_the_screen_is_reached_by_the_tabulator_and_pressed_by_enter() {
    let sent = play(terminal(called(1)), NARROW, |harness| {
        // Through the bar's button and the main one to the first key.
        for _ in 0..3 {
            press(harness, Key::Tab);
        }
        press(harness, Key::Enter);
    });
    assert_eq!(requests(sent), [Request::Recall { counter: serving().counter }]);
}

#[test]
fn a_screen_reader_finds_who_is_called_and_who_waits() {
    play(terminal(serving()), NARROW, |harness| {
        for label in
            ["Quầy 3", "A005", "Đang phục vụ", "Ưu tiên: người cao tuổi", "A006", "B013", "Đang chờ (4)"]
        {
            harness.get_by_label(label);
        }
    });
}

#[test]
fn an_official_signs_in_with_the_keyboard_alone() {
    let mut terminal = connected();
    show_view(&mut terminal, View::Desk(desk(true)));
    let sent = play(terminal, NARROW, |harness| {
        harness.step();
        harness.event(egui::Event::Text("cb-lan".to_owned()));
        harness.step();
        press(harness, Key::Enter);
        harness.event(egui::Event::Text("246813".to_owned()));
        harness.step();
        press(harness, Key::Enter);
    });
    let [ToHub::SignIn { official, pin, .. }] = &sent[..] else { panic!("{sent:?}") };
    assert_eq!((official.as_str(), pin.expose()), ("cb-lan", "246813"));
}

#[test]
fn after_signing_in_the_keyboard_belongs_to_the_screen_again() {
    let counter = serving().counter;
    let texts = texts("vi");
    let played = RefCell::new((connected(), Vec::new()));
    show_view(&mut played.borrow_mut().0, View::Desk(desk(true)));
    let mut harness = harness(NARROW, |ui| {
        let (terminal, sent) = &mut *played.borrow_mut();
        if let Some(action) = terminal_ui(ui, terminal, &texts, now()) {
            sent.extend(terminal.handle(action, now()));
        }
    });
    harness.step();
    harness.event(egui::Event::Text("cb-lan".to_owned()));
    harness.step();
    press(&mut harness, Key::Enter);
    harness.event(egui::Event::Text("246813".to_owned()));
    harness.step();
    press(&mut harness, Key::Enter);
    let id = played.borrow_mut().1.pop().and_then(ToHub::into_id).expect("a sign-in");
    let_in(&mut played.borrow_mut().0, id, OfficialRole::Official);
    harness.step();
    harness.step();
    press(&mut harness, Key::Enter);
    let seat = played.borrow_mut().1.pop();
    let Some(ToHub::TakeSeat { id, .. }) = seat else { panic!("Enter sits down: {seat:?}") };
    common::done(&mut played.borrow_mut().0, id);
    common::show(&mut played.borrow_mut().0, called(1));
    harness.step();
    press(&mut harness, Key::R);
    let (_, request) = parts(played.borrow_mut().1.pop());
    assert_eq!(request, Request::Recall { counter });
}

#[test]
fn a_message_with_the_letters_of_keys_is_only_typed() {
    let mut terminal = connected();
    show_view(&mut terminal, View::Supervisor(supervisor(6)));
    let messages = Action::Supervisor(SupervisorAction::Show(SupervisorPanel::Messages));
    terminal.handle(messages, now());
    let sent = play(terminal, NARROW, |harness| {
        harness.get_by_role(egui::accesskit::Role::TextInput).focus();
        harness.step();
        harness.event(egui::Event::Text("R N D".to_owned()));
        harness.step();
        harness.step();
        harness.get_by_label("Thông báo cho sảnh").click();
        harness.step();
        harness.step();
    });
    let [Request::PostMessage { text, .. }] = &requests(sent)[..] else { panic!("one message") };
    assert_eq!(text.get(&goiso_model::Language::vietnamese()), "R N D");
}

/// Also while something is filled in, and in the one row, whose way to a larger window says it.
#[test]
fn an_emergency_is_seen_whatever_the_official_does() {
    let said = |level, words: &str| {
        let text = goiso_model::LocalText::vietnamese(words);
        goiso_protocol::SaidMessage { level, text, ..supervisor(1).messages[0].clone() }
    };
    let fire = said(MessageLevel::Emergency, "Cháy ở khu B, mời ra cửa chính");
    let meeting = said(MessageLevel::Notice, "Họp lúc 11:30");
    for (size, key, expected) in [
        (NARROW, None, [true, true]),
        (NARROW, Some(Key::T), [true, false]),
        ([1024, 768], Some(Key::T), [true, true]),
        ([460, 64], None, [true, false]),
    ] {
        let view = CounterView { messages: vec![fire.clone(), meeting.clone()], ..serving() };
        play(terminal(view), size, |harness| {
            if let Some(key) = key {
                press(harness, key);
            }
            let is_seen = ["Cháy ở khu B, mời ra cửa chính", "Họp lúc 11:30"]
                .map(|words| harness.query_by_label(words).is_some());
            assert_eq!(is_seen, expected, "{size:?} {key:?}");
        });
    }
    let view = CounterView { messages: vec![meeting], ..serving() };
    play(terminal(view), [460, 64], |harness| {
        harness.get_by_label("Họp lúc 11:30");
    });
}

#[test]
fn a_refusal_is_told_in_the_one_row() {
    let mut refused = terminal(idle());
    let (id, _) = parts(refused.handle(Action::Counter(CounterAction::CallNext), now()));
    common::refuse(&mut refused, id, "nobody_waiting");
    play(refused, [460, 64], |harness| {
        harness.get_by_label(&texts("vi").refusal("nobody_waiting", &std::collections::BTreeMap::new()));
    });
}

/// Every screen there is, with much in it.
fn full_screens() -> Vec<(&'static str, Terminal)> {
    let mut view = called(3);
    let more = view.waiting.clone();
    view.waiting.extend(more);
    view.n_waiting = 120;
    let with = |panel| {
        let mut terminal = terminal(serving());
        terminal.handle(Action::Counter(CounterAction::Show(panel)), now());
        terminal
    };
    let showing = |view| {
        let mut terminal = connected();
        show_view(&mut terminal, view);
        terminal
    };
    let at_door = showing(View::Desk(desk(true)));
    let mut confirming = showing(View::Desk(desk(true)));
    confirming.handle(Action::Desk(goiso_counter::DeskAction::TypeName("cb-lan".to_owned())), now());
    let pin = goiso_protocol::Pin::new("246813");
    confirming.handle(Action::Desk(goiso_counter::DeskAction::TypePin(pin)), now());
    let frame = confirming.handle(Action::Desk(goiso_counter::DeskAction::SignIn), now());
    let id = frame.and_then(ToHub::into_id).expect("both are typed");
    let_in(&mut confirming, id, OfficialRole::Supervisor);
    let mut away_listed = terminal(CounterView {
        away: away(),
        undo_until: Some(common::later(4)),
        help_since: Some(now()),
        ..serving()
    });
    away_listed.handle(Action::Counter(CounterAction::List(Listed::Away)), now());
    let mut many_outcomes = terminal(CounterView { outcomes: nine_outcomes(), ..serving() });
    many_outcomes.handle(Action::Counter(CounterAction::Show(Panel::Outcomes)), now());
    let closed = CounterView { state: CounterState::Closed, ..idle() };
    let supervising = |panel| {
        let mut terminal = showing(View::Supervisor(supervisor(24)));
        terminal.handle(Action::Supervisor(SupervisorAction::Show(panel)), now());
        terminal
    };
    vec![
        ("connecting", connected()),
        ("full", terminal(view)),
        ("closed", terminal(closed)),
        ("outcomes", with(Panel::Outcomes)),
        ("outcomes of the centre", many_outcomes),
        ("pauses", with(Panel::PauseReasons)),
        ("more", with(Panel::More)),
        ("hold", with(Panel::Hold)),
        ("transfer", with(Panel::Transfer)),
        ("call number", with(Panel::CallNumber)),
        ("walk in", with(Panel::WalkIn)),
        ("away", away_listed),
        ("at the door", at_door),
        ("confirming", confirming),
        ("choosing", showing(View::Desk(desk(false)))),
        ("assistant", showing(View::Assistant(assistant()))),
        ("counters", supervising(SupervisorPanel::Counters)),
        ("services", supervising(SupervisorPanel::Services)),
        ("messages", supervising(SupervisorPanel::Messages)),
        ("a counter", supervising(SupervisorPanel::Counter(serving().counter))),
        ("a service", supervising(SupervisorPanel::Service(common::service("nguoi-co-cong")))),
        ("the day", supervising(SupervisorPanel::Day)),
    ]
}

#[test]
fn nothing_is_cut_at_any_size_in_either_language() {
    for size in SIZES {
        for tag in ["vi", "en"] {
            for (name, terminal) in full_screens() {
                let texts = texts(tag);
                let mut harness = harness(size, |ui| {
                    terminal_ui(ui, &terminal, &texts, now());
                });
                harness.step();
                assert_eq!(cut_texts(&harness.ctx), [""; 0], "{name} at {size:?} in {tag}");
            }
        }
    }
}

#[test]
fn a_number_is_called_out_of_turn_with_the_keyboard_alone() {
    let sent = play(terminal(idle()), NARROW, |harness| {
        press(harness, Key::G);
        harness.event(egui::Event::Text("A007".to_owned()));
        harness.step();
        press(harness, Key::Tab);
        harness.event(egui::Event::Text("R N D".to_owned()));
        harness.step();
        harness.step();
        harness.get_by_label("Gọi số này").focus();
        harness.step();
        press(harness, Key::Enter);
    });
    let [Request::CallNumber { number, reason, .. }] = &requests(sent)[..] else { panic!("one call") };
    assert_eq!((number.as_str(), reason.as_deref()), ("A007", Some("R N D")));
}

#[test]
fn z_takes_the_last_step_back() {
    let view = CounterView { undo_until: Some(common::later(4)), ..idle() };
    let sent = play(terminal(view), NARROW, |harness| press(harness, Key::Z));
    assert_eq!(requests(sent), [Request::Undo { counter: serving().counter }]);
}

#[test]
#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "the method holds for one lifetime, not for any"
)]
fn the_tabulator_comes_to_everything_that_can_be_pressed_or_typed_in() {
    use egui::accesskit::Role;
    use goiso_ui::testing::egui_kittest::Node;
    use goiso_ui::testing::egui_kittest::kittest::NodeT;
    let place = |node: &Node<'_>| {
        let corner = node.rect().min;
        let name = node.accesskit_node().label().unwrap_or_default();
        (name, corner.x.to_bits(), corner.y.to_bits())
    };
    for size in [NARROW, [1024, 768]] {
        for (name, terminal) in full_screens() {
            let texts = texts("vi");
            let mut harness = harness(size, |ui| {
                terminal_ui(ui, &terminal, &texts, now());
            });
            harness.step();
            let usable: BTreeSet<_> = harness
                .query_all_by(|node| {
                    matches!(node.role(), Role::Button | Role::TextInput | Role::PasswordInput)
                        && !node.is_disabled()
                })
                .map(|node| place(&node))
                .collect();
            let mut reached = BTreeSet::new();
            // A screen with something to type in has the keyboard there from the start.
            for _ in 0..=usable.len() {
                reached.extend(harness.query_all_by(|node| node.is_focused()).map(|node| place(&node)));
                press(&mut harness, Key::Tab);
            }
            let missed: Vec<_> = usable.difference(&reached).collect();
            assert!(missed.is_empty(), "{name} at {size:?}: {missed:?}");
        }
    }
}
