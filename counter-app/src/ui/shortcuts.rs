//! The keys of the keyboard.

use egui::{Event, Key, Modifiers, Ui};
use goiso_protocol::{CounterState, HoldReason, PauseReason};
use jiff::Timestamp;

use super::panels::HOLDS;
use crate::terminal::is_called;
use crate::{Action, Counter, CounterAction, Panel, Terminal};

/// A key of the screen.
pub(super) struct ScreenKey {
    pub(super) action: CounterAction,
    key: Key,
    pub(super) hint: &'static str,
    pub(super) text: &'static str,
}

/// The usual keys, in the order they stand on the screen. A visitor who is on the way can arrive; one who is
/// here can be done.
pub(super) fn keys(counter: &Counter) -> [ScreenKey; 6] {
    let key = |action, key, hint, text| ScreenKey { action, key, hint, text };
    let here = if counter.view.current.as_ref().is_some_and(is_called) {
        key(CounterAction::Arrive, Key::A, "A", "counter-arrive")
    } else {
        key(CounterAction::Show(Panel::Outcomes), Key::D, "D", "counter-finish")
    };
    [
        key(CounterAction::Recall, Key::R, "R", "counter-recall"),
        key(CounterAction::MarkAbsent, Key::N, "N", "counter-absent"),
        here,
        key(CounterAction::Show(Panel::Transfer), Key::T, "T", "counter-transfer"),
        key(CounterAction::Show(Panel::Hold), Key::H, "H", "counter-hold"),
        key(CounterAction::Show(Panel::PauseReasons), Key::P, "P", "counter-pause"),
    ]
}

/// Keys that are not on the screen, or not always.
const HIDDEN: [(Key, CounterAction); 9] = [
    (Key::D, CounterAction::Show(Panel::Outcomes)),
    (Key::A, CounterAction::Arrive),
    (Key::M, CounterAction::Show(Panel::More)),
    (Key::C, CounterAction::Close),
    (Key::G, CounterAction::Show(Panel::CallNumber)),
    (Key::W, CounterAction::Show(Panel::WalkIn)),
    (Key::K, CounterAction::AskHelp),
    (Key::Z, CounterAction::Undo),
    (Key::I, CounterAction::Reprint),
];

/// The reasons for a pause, in the order they stand on the screen.
pub(super) const PAUSES: [(PauseReason, Key, &str); 4] = [
    (PauseReason::Break, Key::Num1, "1"),
    (PauseReason::Lunch, Key::Num2, "2"),
    (PauseReason::Meeting, Key::Num3, "3"),
    (PauseReason::Technical, Key::Num4, "4"),
];

/// The keys of the ways in which a service can end, in the order they stand on the screen; a centre has no more.
pub(super) const OUTCOME_KEYS: [(Key, &str); 9] = [
    (Key::Num1, "1"),
    (Key::Num2, "2"),
    (Key::Num3, "3"),
    (Key::Num4, "4"),
    (Key::Num5, "5"),
    (Key::Num6, "6"),
    (Key::Num7, "7"),
    (Key::Num8, "8"),
    (Key::Num9, "9"),
];

/// Alt with a number: the same as the keys that work in every window where the system allows it.
pub(crate) const ALT: [(Key, CounterAction); 4] = [
    (Key::Num1, CounterAction::CallNext),
    (Key::Num2, CounterAction::Recall),
    (Key::Num3, CounterAction::MarkAbsent),
    (Key::Num4, CounterAction::Finish(None)),
];

/// What the main button, and the space bar, do.
pub(super) fn main_action(counter: &Counter) -> CounterAction {
    match counter.view.state {
        CounterState::Closed | CounterState::Paused { .. } => CounterAction::Open,
        CounterState::Open { .. } => CounterAction::CallNext,
    }
}

/// The action of the key pressed since the last frame, if it makes sense now.
pub(super) fn pressed(
    ui: &Ui,
    terminal: &Terminal,
    counter: &Counter,
    now: Timestamp,
) -> Option<CounterAction> {
    take_keys(ui)
        .into_iter()
        .filter_map(|pressed| action_of(pressed, counter))
        .find(|action| terminal.can(&Action::Counter(action.clone()), now))
}

/// A key, and whether Alt was held.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pressed {
    Plain(Key),
    Alt(Key),
}

fn action_of(pressed: Pressed, counter: &Counter) -> Option<CounterAction> {
    let key = match pressed {
        Pressed::Alt(key) => {
            return ALT.iter().find(|(known, _)| *known == key).map(|(_, action)| action.clone());
        }
        Pressed::Plain(Key::Space) => return Some(main_action(counter)),
        Pressed::Plain(key) => key,
    };
    let usual = || {
        if key == Key::K && counter.view.help_since.is_some() {
            return Some(CounterAction::EndHelp);
        }
        let on_screen = keys(counter).into_iter().find(|known| known.key == key).map(|known| known.action);
        on_screen.or_else(|| HIDDEN.iter().find(|(known, _)| *known == key).map(|(_, action)| action.clone()))
    };
    match (counter.panel(), key) {
        (_, Key::Escape) | (Panel::More, Key::M) => Some(CounterAction::Back),
        (Panel::Keys | Panel::More, _) => usual(),
        (Panel::Transfer | Panel::CallNumber | Panel::WalkIn, _) => None,
        // The key that opened the choice, pressed again: the usual one.
        (Panel::Hold, Key::H) => Some(CounterAction::Hold(HoldReason::default())),
        (Panel::Hold, _) => {
            HOLDS.iter().find(|(_, known, _)| *known == key).map(|(reason, ..)| CounterAction::Hold(*reason))
        }
        (Panel::PauseReasons, Key::P) => Some(CounterAction::Pause(PauseReason::default())),
        (Panel::PauseReasons, _) => PAUSES
            .iter()
            .find(|(_, known, _)| *known == key)
            .map(|(reason, ..)| CounterAction::Pause(*reason)),
        (Panel::Outcomes, Key::D) => Some(CounterAction::Finish(None)),
        (Panel::Outcomes, _) => {
            let idx = OUTCOME_KEYS.iter().position(|(known, _)| *known == key)?;
            Some(CounterAction::Finish(Some(counter.outcomes().get(idx)?.id.clone())))
        }
    }
}

/// Takes our keys out of the input, so that a focused button does not act on the space bar as well. A
/// held key repeats; the repeats are dropped.
fn take_keys(ui: &Ui) -> Vec<Pressed> {
    let mut taken = Vec::new();
    // Whoever types a word means no key by its letters.
    let is_typing = ui.ctx().text_edit_focused();
    ui.ctx().input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key { key, physical_key, pressed: true, repeat, modifiers } = event else {
                return true;
            };
            // Another keyboard layout still has the same keys in the same places.
            let ours = [Some(*key), *physical_key].into_iter().flatten().find(|key| is_ours(*key));
            let pressed = match (ours, *modifiers) {
                (Some(key), Modifiers::NONE) if !is_typing || key == Key::Escape => Pressed::Plain(key),
                (Some(key), Modifiers::ALT) => Pressed::Alt(key),
                (Some(_) | None, _) => return true,
            };
            if !repeat {
                taken.push(pressed);
            }
            false
        });
    });
    taken
}

fn is_ours(key: Key) -> bool {
    const LETTERS: [Key; 15] = [
        Key::Space,
        Key::Escape,
        Key::R,
        Key::N,
        Key::D,
        Key::A,
        Key::T,
        Key::H,
        Key::P,
        Key::M,
        Key::C,
        Key::G,
        Key::W,
        Key::K,
        Key::Z,
    ];
    LETTERS.contains(&key) || OUTCOME_KEYS.iter().any(|(known, _)| *known == key)
}
