//! A province's centre at a terminal: everything can be read, and everything can be reached by the keyboard.

mod common;

use std::collections::BTreeSet;

use common::hand::{enter, play, press, requests, tab_to};
use common::large::{full_counter, full_supervisor, screens, services, supervising};
use common::{connected, idle, now, serving, show_view, terminal, texts};
use egui::Key;
use goiso_counter::{SupervisorPanel, Terminal, terminal_ui};
use goiso_model::CounterNumber;
use goiso_protocol::{Request, View};
use goiso_ui::testing::egui_kittest::kittest::{NodeT, Queryable};
use goiso_ui::testing::{harness, shot};
use goiso_ui::{cut_texts, placed_texts, watch_texts};

const NARROW: [u32; 2] = [460, 900];
const WIDE: [u32; 2] = [1024, 768];
const MINI: [u32; 2] = [460, 64];

/// Each text stands in the room it was given, whole and clear of every other.
fn fits(name: &str, terminal: &Terminal, size: [u32; 2], tag: &str) {
    let texts = texts(tag);
    let mut harness = harness(size, |ui| {
        watch_texts(ui.ctx());
        terminal_ui(ui, terminal, &texts, now());
    });
    harness.step();
    let place = format!("{name} in {tag} at {size:?}");
    assert_eq!(cut_texts(&harness.ctx), [""; 0], "{place}");
    let placed = placed_texts(&harness.ctx);
    assert!(!placed.is_empty(), "{place}: there are words");
    let window = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(size[0] as f32, size[1] as f32));
    for (idx, text) in placed.iter().enumerate() {
        assert!(text.room.expand(1.5).contains_rect(text.place), "{place}: {text:?}");
        assert!(window.expand(1.0).contains_rect(text.place), "{place}: {text:?} is outside");
        for other in &placed[idx + 1..] {
            let shared = text.place.shrink(1.0).intersect(other.place.shrink(1.0));
            assert!(!shared.is_positive(), "{place}: {text:?} stands on {other:?}");
        }
    }
}

#[test]
fn everything_can_be_read_in_a_narrow_window() {
    for (name, terminal) in screens() {
        for tag in ["vi", "en"] {
            fits(name, &terminal, NARROW, tag);
        }
    }
}

#[test]
fn everything_can_be_read_in_a_wide_window_and_in_one_row() {
    for size in [WIDE, [1180, 720], [1920, 1080], MINI] {
        for (name, terminal) in screens() {
            for tag in ["vi", "en"] {
                fits(name, &terminal, size, tag);
            }
        }
    }
}

/// A screen reader's list of what can be pressed, whether it is in sight or not.
#[test]
#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "the method holds for one lifetime, not for any"
)]
fn the_tabulator_comes_to_what_is_out_of_sight() {
    let texts = texts("vi");
    for panel in [SupervisorPanel::Services, SupervisorPanel::Counters] {
        let terminal = supervising(panel);
        let mut harness = harness(NARROW, |ui| {
            terminal_ui(ui, &terminal, &texts, now());
        });
        harness.step();
        let mut reached = BTreeSet::new();
        for _ in 0..75 {
            press(&mut harness, Key::Tab);
            for node in harness.query_all_by(|node| node.is_focused()) {
                let seen = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(460.0, 900.0));
                assert!(seen.expand(1.0).contains_rect(node.rect()), "what has the keyboard is in sight");
                reached.extend(node.accesskit_node().label());
            }
        }
        let expected: Vec<String> = match terminal.screen() {
            goiso_counter::Screen::Supervisor(supervisor) => match supervisor.panel() {
                SupervisorPanel::Services => {
                    let vietnamese = goiso_model::Language::vietnamese();
                    services().iter().map(|(_, name)| name.get(&vietnamese).to_owned()).collect()
                }
                _ => (1..=40).map(|n| format!("Quầy {n}")).collect(),
            },
            _ => panic!("a supervisor's screen"),
        };
        let missed: Vec<_> = expected.iter().filter(|label| !reached.contains(*label)).collect();
        assert!(missed.is_empty(), "{missed:?}");
    }
}

/// The last of sixty-one, which no screen of this size shows from the start.
#[test]
fn a_visitor_is_sent_to_the_last_service_of_the_list() {
    let (last, name) = services().pop().expect("there are many");
    let label = format!("{} (60 chờ)", name.get(&goiso_model::Language::vietnamese()));
    for size in [NARROW, WIDE] {
        let view = full_counter(serving());
        let sent = requests(play(terminal(view), size, |harness| {
            press(harness, Key::T);
            enter(harness, &label);
            enter(harness, "Chuyển ngay");
        }));
        let [Request::Transfer { to, .. }] = &sent[..] else { panic!("{sent:?}") };
        assert_eq!(*to, goiso_protocol::Target::Service(last.clone()));
    }
}

#[test]
fn an_absent_visitor_at_the_end_of_a_long_list_is_restored() {
    let view = full_counter(idle());
    let last = view.away[13].ticket;
    let sent = requests(play(terminal(view), NARROW, |harness| {
        enter(harness, "Vắng, gác (15)");
        // The keyboard comes to each in turn; the seventh absent one is the last but one of the list.
        tab_to(harness, "Khôi phục");
        for _ in 0..12 {
            press(harness, Key::Tab);
        }
        press(harness, Key::Enter);
    }));
    assert_eq!(sent, [Request::Restore { ticket: last }]);
}

#[test]
fn pages_are_turned_by_their_keys() {
    let terminal = supervising(SupervisorPanel::Services);
    let texts = texts("vi");
    let mut harness = harness(NARROW, |ui| {
        terminal_ui(ui, &terminal, &texts, now());
    });
    harness.step();
    let top = |harness: &goiso_ui::testing::egui_kittest::Harness<'_>| {
        let vietnamese = goiso_model::Language::vietnamese();
        harness.get_by_label(services()[0].1.get(&vietnamese)).rect().top()
    };
    let before = top(&harness);
    press(&mut harness, Key::PageDown);
    assert!(top(&harness) < before - 200.0, "most of a page");
    press(&mut harness, Key::PageUp);
    assert!((top(&harness) - before).abs() < 1.0);
}

#[test]
fn pictures_of_a_large_hall() {
    let three = CounterNumber::new(3).expect("3 is a counter");
    let texts = texts("vi");
    let shoot = |name: &str, size, terminal: &Terminal| {
        shot(name, size, |ui| {
            terminal_ui(ui, terminal, &texts, now());
        });
    };
    let mut hall = connected();
    show_view(&mut hall, View::Supervisor(full_supervisor()));
    shoot("large-supervisor-wide", WIDE, &hall);
    shoot("large-supervisor-counter-wide", WIDE, &supervising(SupervisorPanel::Counter(three)));
    shoot("large-supervisor", NARROW, &hall);
    let (_, transfer) =
        screens().into_iter().find(|(name, _)| *name == "transfer").expect("there is such a screen");
    shoot("large-transfer", NARROW, &transfer);
}
