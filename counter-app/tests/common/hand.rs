//! A hand at a terminal's keyboard and screen.

use std::cell::RefCell;

use egui::{Key, Modifiers};
use goiso_counter::{Terminal, terminal_ui};
use goiso_protocol::{Request, ToHub};
use goiso_ui::cut_texts;
use goiso_ui::testing::egui_kittest::{Harness, kittest::Queryable};
use goiso_ui::testing::harness;

use super::{now, parts, texts};

/// More presses of the tabulator than any screen has things to press.
const TABS_MAX: usize = 80;

/// Plays on a terminal; what is said to the hub comes back.
pub(crate) fn play(terminal: Terminal, size: [u32; 2], hand: impl FnOnce(&mut Harness<'_>)) -> Vec<ToHub> {
    play_in("vi", terminal, size, hand)
}

pub(crate) fn play_in(
    tag: &str,
    terminal: Terminal,
    size: [u32; 2],
    hand: impl FnOnce(&mut Harness<'_>),
) -> Vec<ToHub> {
    let texts = texts(tag);
    let played = RefCell::new((terminal, Vec::new()));
    {
        let mut harness = harness(size, |ui| {
            let (terminal, sent) = &mut *played.borrow_mut();
            if let Some(action) = terminal_ui(ui, terminal, &texts, now()) {
                sent.extend(terminal.handle(action, now()));
            }
        });
        harness.step();
        hand(&mut harness);
        assert_eq!(cut_texts(&harness.ctx), [""; 0], "texts that did not fit {size:?} in {tag}");
    }
    played.into_inner().1
}

pub(crate) fn requests(sent: Vec<ToHub>) -> Vec<Request> {
    sent.into_iter().map(|frame| parts(Some(frame)).1).collect()
}

pub(crate) fn press(harness: &mut Harness<'_>, key: Key) {
    harness.key_press(key);
    harness.step();
    harness.step();
}

pub(crate) fn press_alt(harness: &mut Harness<'_>, key: Key) {
    harness.key_press_modifiers(Modifiers::ALT, key);
    harness.step();
    harness.step();
}

/// Types a word into whatever has the keyboard.
pub(crate) fn type_in(harness: &mut Harness<'_>, word: &str) {
    harness.event(egui::Event::Text(word.to_owned()));
    harness.step();
    harness.step();
}

/// Goes to something by the tabulator alone.
pub(crate) fn tab_to(harness: &mut Harness<'_>, label: &str) {
    for _ in 0..TABS_MAX {
        if harness.query_all_by_label(label).any(|node| node.is_focused()) {
            return;
        }
        press(harness, Key::Tab);
    }
    panic!("the tabulator never comes to '{label}'");
}

/// Goes to something by the tabulator, and presses it.
pub(crate) fn enter(harness: &mut Harness<'_>, label: &str) {
    tab_to(harness, label);
    press(harness, Key::Enter);
}
