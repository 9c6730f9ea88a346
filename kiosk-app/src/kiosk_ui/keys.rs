//! Keyboards and keypads before the screen, and the corner that staff hold. Tab and the arrows move the focus, Enter
//! and the space bar press what has it: egui does that by itself.

use egui::{Event, Key as Press, Rect, Ui, Vec2};

use super::Scene;
use crate::kiosk::{Part, Typing};
use crate::{Action, Aloud, GuideAction, Key, Screen, StaffAction, StaffPage};

/// How long the corner is held, in seconds: no visitor does so by chance.
const HELD_SECS: f64 = 3.0;
/// The corner's width and height, in design pixels.
const CORNER: f32 = 200.0;

/// What a key asks for on this screen.
pub(super) fn typed(ui: &Ui, scene: &Scene<'_>) -> Option<Action> {
    let is_press_meant = ui.memory(|memory| memory.focused().is_some());
    let events = ui.input(|input| input.events.clone());
    events.iter().find_map(|event| match event {
        Event::Key { key, pressed: true, .. } => pressed(scene, *key),
        Event::Text(text) => {
            text.chars().next().and_then(|letter| letter_typed(scene, letter, is_press_meant))
        }
        _ => None,
    })
}

fn pressed(scene: &Scene<'_>, key: Press) -> Option<Action> {
    match (scene.kiosk.screen(), key) {
        (Screen::Staff(StaffPage::Pin { .. }), Press::Backspace) => Some(Action::Staff(StaffAction::Erase)),
        (Screen::Staff(StaffPage::Pin { .. } | StaffPage::Reprint { .. }), Press::Enter) => {
            Some(Action::Staff(StaffAction::Enter))
        }
        (Screen::Staff(StaffPage::Reprint { .. }), Press::Backspace) => {
            Some(Action::Staff(StaffAction::Type(Key::Erase)))
        }
        (Screen::Staff(_), Press::Escape) => Some(Action::Staff(StaffAction::Close)),
        (Screen::Attract, _) => Some(Action::Begin),
        (Screen::Searching { .. }, Press::Backspace) => Some(Action::Type(Key::Erase)),
        (_, Press::Escape) => Some(Action::Back),
        _ => None,
    }
}

fn letter_typed(scene: &Scene<'_>, letter: char, is_press_meant: bool) -> Option<Action> {
    if let Some(action) = guide_key(scene, letter) {
        return Some(Action::Guide(action));
    }
    match scene.kiosk.screen().facts().typing {
        Typing::Pin => {
            let digit = letter.to_digit(10).and_then(|digit| u8::try_from(digit).ok());
            digit.map(|digit| Action::Staff(StaffAction::Digit(digit)))
        }
        // The space bar presses what has the focus.
        Typing::Query if letter == ' ' && is_press_meant => None,
        Typing::Query => {
            let is_searching = matches!(scene.kiosk.screen(), Screen::Searching { .. });
            (is_searching || letter.is_alphanumeric()).then_some(Action::Type(Key::Char(letter)))
        }
        Typing::Number => Some(Action::Staff(StaffAction::Type(Key::Char(letter)))),
        Typing::Nothing => None,
    }
}

/// What a keypad's signs do with the voice.
fn guide_key(scene: &Scene<'_>, letter: char) -> Option<GuideAction> {
    match (scene.kiosk.screen().facts().part, scene.kiosk.aloud(), letter) {
        (Part::Staff, ..) => None,
        (_, Aloud::Off, '*') => Some(GuideAction::Start),
        (_, Aloud::On, '*') => Some(GuideAction::Stop),
        (_, Aloud::On, '+') => Some(GuideAction::Louder),
        (_, Aloud::On, '-') => Some(GuideAction::Softer),
        (_, Aloud::On, '/') => Some(GuideAction::Again),
        (_, Aloud::Never | Aloud::Off | Aloud::On, _) => None,
    }
}

/// Whether the upper left corner has been held long enough to let staff in.
pub(super) fn held_corner(ui: &Ui, scene: &Scene<'_>, head: Rect) -> Option<Action> {
    let corner = Rect::from_min_size(head.min, Vec2::splat(scene.theme.px(CORNER)));
    let held_secs = ui.input(|input| {
        let pointer = &input.pointer;
        let is_there = |at: Option<egui::Pos2>| at.is_some_and(|at| corner.contains(at));
        let is_held =
            pointer.primary_down() && is_there(pointer.press_origin()) && is_there(pointer.latest_pos());
        pointer.press_start_time().filter(|_| is_held).map(|start| input.time - start)
    })?;
    if held_secs >= HELD_SECS {
        return Some(Action::OpenStaff);
    }
    ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(HELD_SECS - held_secs));
    None
}

/// Whether somebody has touched or pressed anything at all: that somebody is still there.
pub(super) fn is_any_input(ui: &Ui) -> bool {
    ui.input(|input| {
        input.events.iter().any(|event| {
            matches!(event, Event::PointerButton { pressed: true, .. } | Event::Key { pressed: true, .. })
        })
    })
}
