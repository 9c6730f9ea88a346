//! What stands under the cards: priority, scanning, searching and back; languages and comforts; and the chip of a
//! claimed priority class above them.

use egui::{Align2, Rect, Ui, Vec2, pos2};
use goiso_protocol::KioskView;
use goiso_ui::layout::{grid, split_left, split_right, split_top};
use goiso_ui::widgets::{Ability, Look, button_at, outline_button};
use goiso_ui::{Fit, Icon, Theme, Type, icon_named, label, paint_icon};

use super::{Scene, Shape, pills};
use crate::{Action, Screen};

/// From so many services on, looking for one by its name saves time.
const SEARCHED_FROM: usize = 7;
/// A button of a lying screen is so wide, in design pixels.
const LYING_BUTTON: f32 = 290.0;

/// The footer's height in points.
pub(super) fn height(scene: &Scene<'_>) -> f32 {
    match scene.shape {
        Shape::Upright => button_height(scene) + 2.0 * (pill_height(scene) + scene.theme.px(18.0)),
        Shape::Lying => button_height(scene),
    }
}

fn button_height(scene: &Scene<'_>) -> f32 {
    scene.touch_by_shape(116.0, 92.0)
}

fn pill_height(scene: &Scene<'_>) -> f32 {
    scene.touch_by_shape(80.0, 84.0)
}

/// Draws the footer; the answer is what was touched.
pub(super) fn footer_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, view: &KioskView) -> Option<Action> {
    let buttons = buttons(scene, view);
    let gap = scene.theme.px(18.0);
    match scene.shape {
        Shape::Upright => {
            let (top, below) = split_top(rect, button_height(scene));
            let (languages, below) = split_top(below.with_min_y(below.top() + gap), pill_height(scene));
            let comforts = below.with_min_y(below.top() + gap);
            let touched = buttons_ui(ui, scene, top, buttons);
            let spoken = pills::languages_ui(ui, scene, languages);
            touched.or(spoken).or(pills::comforts_ui(ui, scene, comforts))
        }
        Shape::Lying => {
            let width = scene.theme.px(LYING_BUTTON) * buttons.len() as f32;
            let (left, right) = split_left(rect, width);
            let right = right.with_min_x(right.left() + scene.theme.px(Theme::GAP));
            let touched = buttons_ui(ui, scene, left, buttons);
            touched.or(pills::languages_ui(ui, scene, right))
        }
    }
}

fn buttons_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, buttons: Vec<FooterButton>) -> Option<Action> {
    let theme = &scene.theme;
    let mut touched = None;
    let cells = grid(rect, buttons.len(), 1, theme.px(Theme::GAP));
    for (cell, (icon, text, action)) in cells.into_iter().zip(buttons) {
        if outline_button(ui, theme, cell, Ability::Enabled, (icon, &text)).clicked() {
            touched = Some(action);
        }
    }
    touched
}

type FooterButton = (Option<Icon>, String, Action);

fn buttons(scene: &Scene<'_>, view: &KioskView) -> Vec<FooterButton> {
    let button = |icon: &str, key: &str, action| (icon_named(icon), scene.texts.text(key), action);
    let back = button("arrow_back", "kiosk-back", Action::Back);
    let may_claim = !view.classes.is_empty() && scene.kiosk.class().is_none() && scene.kiosk.gives(scene.now);
    let priority = may_claim.then(|| button("accessible", "kiosk-priority", Action::AskPriority));
    // What is scanned the hub reads.
    let can_scan = view.can_scan() && scene.kiosk.can_issue();
    let scan = can_scan.then(|| button("qr_code_scanner", "kiosk-scan", Action::AskScan));
    let search =
        (view.services.len() >= SEARCHED_FROM).then(|| button("search", "kiosk-search", Action::Search));
    match scene.kiosk.screen() {
        Screen::Choosing { field: None, .. } if scene.kiosk.class().is_some() => {
            [Some(back), search].into_iter().flatten().collect()
        }
        Screen::Choosing { field: None, .. } => [priority, scan, search].into_iter().flatten().collect(),
        Screen::Choosing { field: Some(_), .. } => {
            [Some(back), priority, search].into_iter().flatten().collect()
        }
        Screen::Led { .. } => [Some(back), priority].into_iter().flatten().collect(),
        Screen::Searching { .. }
        | Screen::Appointment(_)
        | Screen::Classes
        | Screen::Suggested { .. }
        | Screen::ScanHelp
        | Screen::Languages => {
            vec![back]
        }
        Screen::Attract
        | Screen::Own { .. }
        | Screen::Asking { .. }
        | Screen::Given { .. }
        | Screen::Taken { .. }
        | Screen::Told { .. }
        | Screen::Staff(_) => Vec::new(),
    }
}

/// The claimed class above the cards, with a button that drops it, or that a card has been read; the answer is what
/// was touched, and the room below. Nothing is drawn without either.
pub(super) fn chip_ui(ui: &Ui, scene: &Scene<'_>, view: &KioskView, rect: Rect) -> (Option<Action>, Rect) {
    let claimed = scene.kiosk.class().and_then(|id| view.classes.iter().find(|class| class.id == *id));
    let (icon, text) = match claimed {
        Some(class) => {
            let values = [("class", scene.own(&class.name).into())];
            (icon_named(&class.icon), scene.texts.format("kiosk-priority-chip", &values))
        }
        None if scene.kiosk.has_card() => (icon_named("id_card"), scene.texts.text("kiosk-card-read")),
        None => return (None, rect),
    };
    let theme = &scene.theme;
    let (band, below) = split_top(rect, scene.touch_by_shape(100.0, 84.0) + theme.px(12.0));
    ui.painter().rect_filled(band, theme.px(Theme::RADIUS).min(band.height() / 2.0), theme.gold_tint);
    let inner = band.shrink2(Vec2::new(theme.px(24.0), theme.px(6.0)));
    let drop_width = if claimed.is_some() { theme.px(290.0) } else { 0.0 };
    let (inner, drop_rect) = split_right(inner, drop_width);
    let side = inner.height() * 0.7;
    let (picture, words) = split_left(inner, side + theme.px(18.0));
    if let Some(icon) = icon.or(icon_named("accessible")) {
        let square =
            Rect::from_center_size(pos2(picture.left() + side / 2.0, picture.center().y), Vec2::splat(side));
        paint_icon(ui, square, icon, theme.gold_ink);
    }
    let words = words.with_max_x(words.right() - theme.px(16.0));
    let set = Type::semi_bold(32.0, theme.gold_ink);
    label(ui, theme, words, Fit::lines(Align2::LEFT_CENTER, 2), set, &text);
    let below = below.with_min_y(below.top() + theme.px(Theme::GAP));
    if claimed.is_none() {
        return (None, below);
    }
    let look = Look { border: theme.gold_ink, text: theme.gold_ink, radius: 1000.0, ..Look::plain(theme) };
    let drop = scene.texts.text("kiosk-priority-drop");
    let content = (icon_named("close"), drop.as_str());
    let set = Type::regular(28.0, theme.gold_ink);
    let response = button_at(ui, theme, drop_rect, (look, Ability::Enabled), set, content);
    (response.clicked().then_some(Action::DropClass), below)
}
