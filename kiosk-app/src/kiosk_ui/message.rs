//! Screens that say one thing.

use egui::{Align2, Rect, Ui, Vec2, pos2};
use goiso_model::ServiceId;
use goiso_protocol::KioskView;
use goiso_ui::layout::split_top;
use goiso_ui::widgets::{Ability, big_button};
use goiso_ui::{Fit, Type, icon_named, label, paint_icon};

use super::Scene;
use crate::{Action, LinkState, Told};

/// Before the first view: on the way to the hub, or not wanted there.
pub(super) fn no_view_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect) {
    let (icon, key) = match scene.kiosk.link() {
        LinkState::Connecting | LinkState::Up => ("hourglass_top", "link-connecting"),
        LinkState::Down => ("cloud_off", "link-down"),
        LinkState::NotAccepted(_) => ("warning", "link-not-accepted"),
    };
    said_ui(ui, scene, rect, icon, &scene.texts.text(key), &[]);
}

/// A number is under way.
pub(super) fn issuing_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, service: &ServiceId) {
    let view = scene.kiosk.view();
    let name = view
        .and_then(|view| view.services.iter().find(|known| known.id == *service))
        .map_or("", |service| scene.own(&service.name));
    let hint =
        if scene.kiosk.link() == LinkState::Up { "kiosk-issuing-hint" } else { "kiosk-issuing-offline" };
    let title = scene.texts.text("kiosk-issuing");
    said_ui(ui, scene, rect, "hourglass_top", &title, &[name, &scene.texts.text(hint)]);
}

/// The hub cannot promise anything: nobody is to touch in vain.
pub(super) fn not_issuing_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, view: &KioskView) {
    let title = scene.texts.text("kiosk-not-issuing");
    let hint = scene.texts.text("kiosk-not-issuing-hint");
    let hotline = match view.centre.hotline.as_str() {
        "" => String::new(),
        number => scene.texts.format("kiosk-hotline", &[("hotline", number.into())]),
    };
    said_ui(ui, scene, rect, "support_agent", &title, &[&hint, &hotline]);
}

/// No number, and why.
pub(super) fn told_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, told: &Told) -> Option<Action> {
    let title = scene.texts.text("kiosk-refused");
    let why = match told {
        Told::Refused(refusal) => scene.texts.refusal(&refusal.code, &refusal.values),
        Told::NoAnswer(_) => scene.texts.text("kiosk-no-answer"),
    };
    let below = said_ui(ui, scene, rect, "info", &title, &[&why]);
    let theme = &scene.theme;
    let size = Vec2::new(theme.px(400.0), theme.px(124.0));
    let button = Rect::from_min_size(pos2(rect.center().x - size.x / 2.0, below + theme.px(40.0)), size);
    let done = scene.texts.text("kiosk-done");
    big_button(ui, theme, button, Ability::Enabled, &done).clicked().then_some(Action::Done)
}

/// A pictogram, a title and a few sentences in the middle; the answer is where they end.
fn said_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, icon: &str, title: &str, sentences: &[&str]) -> f32 {
    let theme = &scene.theme;
    let inner = rect.shrink2(Vec2::new(theme.px(96.0), theme.px(24.0)));
    let disc = scene.by_shape(112.0, 84.0);
    let centre = pos2(inner.center().x, inner.top() + inner.height() * 0.3);
    ui.painter().circle_filled(centre, disc, theme.accent_tint);
    let icon = icon_named(icon).expect("our own icons are in the table");
    paint_icon(ui, Rect::from_center_size(centre, Vec2::splat(disc * 1.15)), icon, theme.accent);

    let top = Rect::from_min_max(pos2(inner.left(), centre.y + disc + theme.px(48.0)), inner.max);
    let lines = Fit::lines(Align2::CENTER_TOP, 3);
    let (room, _) = split_top(top, theme.px(240.0));
    let response = label(ui, theme, room, lines, Type::extra_bold(60.0, theme.ink), title);
    let mut y = response.rect.bottom() + theme.px(20.0);
    for sentence in sentences.iter().filter(|sentence| !sentence.is_empty()) {
        let room = Rect::from_min_max(pos2(inner.left(), y), inner.max);
        let set = Type::regular(38.0, theme.muted);
        y = label(ui, theme, room, lines, set, sentence).rect.bottom() + theme.px(8.0);
    }
    y
}
