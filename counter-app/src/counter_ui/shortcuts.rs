//! The keys of the keyboard.

use egui::{Event, Key, Modifiers, Ui};
use goiso_protocol::{CounterState, PauseReason};
use jiff::Timestamp;

use crate::{Action, Counter, Panel};

/// The usual keys, in the order they stand on the screen.
pub(super) const KEYS: [(Action, Key, &str, &str); 6] = [
    (Action::Recall, Key::R, "R", "counter-recall"),
    (Action::MarkAbsent, Key::N, "N", "counter-absent"),
    (Action::Finish, Key::D, "D", "counter-finish"),
    (Action::Arrive, Key::A, "A", "counter-arrive"),
    (Action::ChoosePause, Key::P, "P", "counter-pause"),
    (Action::Close, Key::C, "C", "counter-close"),
];

/// The reasons for a pause, in the order they stand on the screen.
pub(super) const PAUSES: [(PauseReason, Key, &str); 4] = [
    (PauseReason::Break, Key::Num1, "1"),
    (PauseReason::Lunch, Key::Num2, "2"),
    (PauseReason::Meeting, Key::Num3, "3"),
    (PauseReason::Technical, Key::Num4, "4"),
];

/// What the main button, and the space bar, do.
pub(super) fn main_action(counter: &Counter) -> Action {
    match counter.view().map(|view| &view.state) {
        Some(CounterState::Closed | CounterState::Paused { .. }) => Action::Open,
        Some(CounterState::Open { .. }) | None => Action::CallNext,
    }
}

/// The action of the key pressed since the last frame, if it makes sense now.
pub(super) fn pressed(ui: &Ui, counter: &Counter, now: Timestamp) -> Option<Action> {
    let actions: Vec<Action> = take_keys(ui)
        .into_iter()
        .filter_map(|key| action_of(key, counter))
        .filter(|action| counter.can(*action, now))
        .collect();
    actions.first().copied()
}

fn action_of(key: Key, counter: &Counter) -> Option<Action> {
    let usual = || KEYS.iter().find(|(_, known, ..)| *known == key).map(|(action, ..)| *action);
    if key == Key::Space {
        return Some(main_action(counter));
    }
    match counter.panel() {
        Panel::Keys => usual(),
        Panel::PauseReasons => match key {
            Key::Escape => Some(Action::Back),
            // The key that opened the choice, pressed again: the usual reason.
            Key::P => Some(Action::Pause(PauseReason::default())),
            _ => PAUSES.iter().find(|(_, known, _)| *known == key).map(|(reason, ..)| Action::Pause(*reason)),
        },
    }
}

/// Takes our keys out of the input, so that a focused button does not act on the space bar as well. A
/// held key repeats; the repeats are dropped.
fn take_keys(ui: &Ui) -> Vec<Key> {
    let mut taken = Vec::new();
    ui.ctx().input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key { key, physical_key, pressed: true, repeat, modifiers } = event else {
                return true;
            };
            // Another keyboard layout still has the same keys in the same places.
            let ours = [Some(*key), *physical_key].into_iter().flatten().find(|key| is_ours(*key));
            let Some(key) = ours.filter(|_| *modifiers == Modifiers::NONE) else { return true };
            if !repeat {
                taken.push(key);
            }
            false
        });
    });
    taken
}

fn is_ours(key: Key) -> bool {
    [Key::Space, Key::Escape].contains(&key)
        || KEYS.iter().any(|(_, known, ..)| *known == key)
        || PAUSES.iter().any(|(_, known, _)| *known == key)
}
