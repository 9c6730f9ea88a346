//! The screen as a hand, a keyboard and a screen reader find it.

mod common;

use std::cell::RefCell;

use common::{called, idle, now, parts, serving, terminal, texts};
use egui::Key;
use goiso_counter::{Action, Counter, counter_ui};
use goiso_protocol::{CounterView, Request, ToHub};
use goiso_ui::cut_texts;
use goiso_ui::testing::egui_kittest::{Harness, kittest::Queryable};
use goiso_ui::testing::harness;

/// Plays on a terminal; the requests that come of it come back.
fn play(counter: Counter, size: [u32; 2], hand: impl FnOnce(&mut Harness<'_>)) -> Vec<Request> {
    let texts = texts("vi");
    let played = RefCell::new((counter, Vec::new()));
    {
        let mut harness = harness(size, |ui| {
            let (counter, sent) = &mut *played.borrow_mut();
            if let Some(action) = counter_ui(ui, counter, &texts, now()) {
                sent.extend(counter.handle(action, now()));
            }
        });
        harness.step();
        hand(&mut harness);
        assert_eq!(cut_texts(&harness.ctx), [""; 0], "texts that did not fit");
    }
    let sent: Vec<ToHub> = played.into_inner().1;
    sent.into_iter().map(|frame| parts(Some(frame)).1).collect()
}

fn press(harness: &mut Harness<'_>, key: Key) {
    harness.key_press(key);
    harness.step();
    harness.step();
}

#[test]
fn the_space_bar_calls_the_next_number() {
    let sent = play(terminal(idle()), [460, 900], |harness| press(harness, Key::Space));
    assert_eq!(sent, [Request::CallNext { counter: serving().counter }]);
}

#[test]
fn a_touch_on_the_main_button_calls_the_next_number() {
    let sent = play(terminal(idle()), [460, 900], |harness| {
        harness.get_by_label("Gọi số tiếp theo").click();
        harness.step();
        harness.step();
    });
    assert_eq!(sent, [Request::CallNext { counter: serving().counter }]);
}

#[test]
fn each_letter_does_what_its_key_says() {
    let counter = serving().counter;
    for (view, key, expected) in [
        (called(1), Key::R, Request::Recall { counter }),
        (called(1), Key::N, Request::MarkAbsent { counter }),
        (called(1), Key::A, Request::Arrive { counter }),
        (idle(), Key::C, Request::CloseCounter { counter }),
    ] {
        assert_eq!(play(terminal(view), [460, 900], |harness| press(harness, key)), [expected]);
    }
}

#[test]
fn a_key_that_makes_no_sense_does_nothing() {
    let sent = play(terminal(serving()), [460, 900], |harness| {
        for key in [Key::R, Key::N, Key::A, Key::C, Key::Escape, Key::Num1, Key::X] {
            press(harness, key);
        }
    });
    assert_eq!(sent, []);
}

#[test]
fn a_pause_takes_its_reason() {
    let counter = serving().counter;
    let sent = play(terminal(idle()), [460, 900], |harness| {
        press(harness, Key::P);
        harness.get_by_label("Nghỉ trưa");
        press(harness, Key::Num2);
    });
    assert_eq!(sent, [Request::PauseCounter { counter, reason: goiso_protocol::PauseReason::Lunch }]);
}

#[test]
fn a_focused_button_does_not_take_the_space_bar_as_well() {
    let sent = play(terminal(idle()), [460, 900], |harness| {
        harness.get_by_label("Đóng quầy").focus();
        harness.step();
        press(harness, Key::Space);
    });
    assert_eq!(sent, [Request::CallNext { counter: serving().counter }]);
}

#[test]
fn a_screen_reader_finds_who_is_called_and_who_waits() {
    play(terminal(serving()), [460, 900], |harness| {
        for label in
            ["Quầy 3", "A005", "Đang phục vụ", "Ưu tiên: người cao tuổi", "A006", "B013", "Đang chờ (4)"]
        {
            harness.get_by_label(label);
        }
    });
}

#[test]
fn it_fits_small_and_wide_windows_and_long_lists() {
    for size in [[460, 900], [320, 600], [1280, 720], [600, 1000]] {
        let mut view = called(3);
        let more = view.waiting.clone();
        view.waiting.extend(more);
        view.n_waiting = 120;
        let sent = play(terminal(view), size, |_| {});
        assert_eq!(sent, []);
        let closed = CounterView { state: goiso_protocol::CounterState::Closed, ..idle() };
        let mut counter = terminal(closed);
        assert!(counter.handle(Action::Open, now()).is_some());
        play(counter, size, |_| {});
    }
}
