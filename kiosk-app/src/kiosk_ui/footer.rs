//! What stands under the cards: priority and back, languages and letter size; and the chip of a claimed
//! priority class above them.

use egui::{Align2, Rect, Ui, Vec2, pos2};
use goiso_protocol::KioskView;
use goiso_ui::layout::{grid, split_left, split_right, split_top};
use goiso_ui::widgets::{Ability, Look, button_at, outline_button, pill_button};
use goiso_ui::{Fit, Icon, Theme, Type, icon_named, label, paint_icon};

use super::{Scene, Shape};
use crate::{Action, Letters, Screen};

/// The footer's height in points.
pub(super) fn height(scene: &Scene<'_>) -> f32 {
    scene.by_shape(256.0, 88.0)
}

/// Draws the footer; the answer is what was touched.
pub(super) fn footer_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, view: &KioskView) -> Option<Action> {
    let theme = &scene.theme;
    let buttons = buttons(scene, view);
    let (buttons_rect, pills_rect) = match scene.shape {
        Shape::Upright => {
            let (top, bottom) = split_top(rect, theme.px(124.0));
            (top, Rect::from_min_max(pos2(bottom.left(), bottom.bottom() - theme.px(80.0)), bottom.max))
        }
        Shape::Lying => {
            let width = theme.px(330.0) * buttons.len() as f32;
            let (left, right) = split_left(rect, width);
            (
                left,
                right.with_min_x(right.left() + theme.px(Theme::GAP)).shrink2(Vec2::new(0.0, theme.px(4.0))),
            )
        }
    };
    let mut touched = None;
    let cells = grid(buttons_rect, buttons.len(), 1, theme.px(Theme::GAP));
    for (cell, (icon, text, action)) in cells.into_iter().zip(buttons) {
        if outline_button(ui, theme, cell, Ability::Enabled, (icon, &text)).clicked() {
            touched = Some(action);
        }
    }
    touched.or(pills_ui(ui, scene, pills_rect))
}

type FooterButton = (Option<Icon>, String, Action);

fn buttons(scene: &Scene<'_>, view: &KioskView) -> Vec<FooterButton> {
    let back = || (icon_named("arrow_back"), scene.texts.text("kiosk-back"), Action::Back);
    let priority = || (icon_named("accessible"), scene.texts.text("kiosk-priority"), Action::AskPriority);
    let may_claim = !view.classes.is_empty() && scene.kiosk.class().is_none() && scene.kiosk.can_issue();
    match scene.kiosk.screen() {
        Screen::Choosing { field: None } if scene.kiosk.class().is_some() => vec![back()],
        Screen::Choosing { field: None } if may_claim => vec![priority()],
        Screen::Choosing { field: Some(_) } if may_claim => vec![back(), priority()],
        Screen::Choosing { field: Some(_) } | Screen::Classes => vec![back()],
        Screen::Choosing { field: None }
        | Screen::Issuing { .. }
        | Screen::Taken { .. }
        | Screen::Told { .. } => Vec::new(),
    }
}

fn pills_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect) -> Option<Action> {
    let theme = &scene.theme;
    let chosen = Look::chosen(theme);
    let plain = Look::plain(theme);
    let mut pills: Vec<(Option<Icon>, String, Look, Action)> = Vec::new();
    for (language, name) in scene.kiosk.languages() {
        let look = if language == scene.kiosk.language() { chosen } else { plain };
        pills.push((None, name.clone(), look, Action::Speak(language.clone())));
    }
    let (look, other) = match scene.kiosk.letters() {
        Letters::Normal => (plain, Letters::Large),
        Letters::Large => (chosen, Letters::Normal),
    };
    let larger = scene.texts.text("kiosk-large-letters");
    pills.push((icon_named("text_increase"), larger, look, Action::Set(other)));

    let gap = theme.px(16.0);
    let width = ((rect.width() + gap) / pills.len() as f32 - gap).min(theme.px(280.0));
    // On a lying screen the pills stand at the right, away from the buttons.
    let whole = (width + gap) * pills.len() as f32 - gap;
    let mut left = match scene.shape {
        Shape::Upright => rect.left(),
        Shape::Lying => rect.right() - whole,
    };
    let mut touched = None;
    for (icon, text, look, action) in pills {
        let cell = Rect::from_min_size(pos2(left, rect.top()), Vec2::new(width, rect.height()));
        if pill_button(ui, theme, cell, look, (icon, &text)).clicked() {
            touched = Some(action);
        }
        left += width + gap;
    }
    touched
}

/// The claimed class above the cards, with a button that drops it; the answer is what was touched, and the
/// room below. Nothing is drawn without a claim.
pub(super) fn chip_ui(ui: &Ui, scene: &Scene<'_>, view: &KioskView, rect: Rect) -> (Option<Action>, Rect) {
    let claimed = scene.kiosk.class().and_then(|id| view.classes.iter().find(|class| class.id == *id));
    let Some(class) = claimed else { return (None, rect) };
    let theme = &scene.theme;
    let (band, below) = split_top(rect, scene.by_shape(96.0, 72.0));
    ui.painter().rect_filled(band, theme.px(Theme::RADIUS).min(band.height() / 2.0), theme.gold_tint);
    let inner = band.shrink2(Vec2::new(theme.px(24.0), theme.px(10.0)));
    let (inner, drop_rect) = split_right(inner, theme.px(270.0));
    let side = inner.height() * 0.8;
    let (picture, words) = split_left(inner, side + theme.px(18.0));
    if let Some(icon) = icon_named(&class.icon).or(icon_named("accessible")) {
        let square =
            Rect::from_center_size(pos2(picture.left() + side / 2.0, picture.center().y), Vec2::splat(side));
        paint_icon(ui, square, icon, theme.gold_ink);
    }
    let text = scene.texts.format("kiosk-priority-chip", &[("class", scene.own(&class.name).into())]);
    let words = words.with_max_x(words.right() - theme.px(16.0));
    let set = Type::semi_bold(32.0, theme.gold_ink);
    label(ui, theme, words, Fit::lines(Align2::LEFT_CENTER, 2), set, &text);
    let look = Look { border: theme.gold_ink, text: theme.gold_ink, radius: 1000.0, ..Look::plain(theme) };
    let drop = scene.texts.text("kiosk-priority-drop");
    let content = (icon_named("close"), drop.as_str());
    let set = Type::regular(27.0, theme.gold_ink);
    let response = button_at(ui, theme, drop_rect, (look, Ability::Enabled), set, content);
    let below = below.with_min_y(below.top() + theme.px(Theme::GAP));
    (response.clicked().then_some(Action::DropClass), below)
}
