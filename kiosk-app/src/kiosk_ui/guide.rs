//! The voice: a button that switches it on, and a bar at the foot of every screen while it is.

use egui::{Rect, Sense, Ui, Vec2, WidgetInfo};
use goiso_ui::icon_named;
use goiso_ui::layout::{centred, split_bottom, split_left};
use goiso_ui::widgets::{Ability, Look, button_at, outline_button};
use goiso_ui::{Theme, Type};

use super::{Scene, Shape};
use crate::kiosk::Part;
use crate::{Action, Aloud, GuideAction, Screen, VOLUME_MAX, VOLUME_MIN, VOLUME_STEP};

/// How wide the button is on a lying screen, where it stands beside the languages, in design pixels.
const LYING_WIDTH: f32 = 470.0;

/// Between visitors: a large button, over the languages or beside them; the answer is the room that is left, and
/// what was touched.
pub(super) fn listen_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, languages: Rect) -> (Rect, Option<Action>) {
    match scene.kiosk.aloud() {
        Aloud::Never | Aloud::On => return (rect, None),
        Aloud::Off => {}
    }
    let theme = &scene.theme;
    let (above, place) = match scene.shape {
        Shape::Upright => {
            let (above, place) = split_bottom(rect, scene.touch_by_shape(128.0, 84.0));
            (above.with_max_y(above.bottom() - theme.px(Theme::GAP)), place)
        }
        Shape::Lying => (rect, split_left(languages, theme.px(LYING_WIDTH)).0),
    };
    let words = scene.texts.text("kiosk-listen");
    let content = (icon_named("volume_up"), words.as_str());
    let is_touched = outline_button(ui, theme, place, Ability::Enabled, content).clicked();
    (above, is_touched.then_some(Action::Guide(GuideAction::Start)))
}

/// While it is on: say that again, softer, louder, off; the answer is what was touched, and the room above.
pub(super) fn bar_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect) -> (Option<Action>, Rect) {
    let is_shown = match (scene.kiosk.aloud(), scene.kiosk.screen().facts().part) {
        (Aloud::Never | Aloud::Off, _) | (Aloud::On, Part::Staff) => false,
        (Aloud::On, Part::Asking | Part::Preparing | Part::Answer) => {
            *scene.kiosk.screen() != Screen::Attract
        }
    };
    if !is_shown {
        return (None, rect);
    }
    let theme = &scene.theme;
    let padding = theme.px(14.0);
    let (above, bar) = split_bottom(rect, scene.touch_by_shape(104.0, 84.0) + 2.0 * padding);
    ui.painter().rect_filled(bar, 0.0, theme.gold_tint);
    let inner = bar.shrink2(Vec2::new(theme.px(Theme::MARGIN), padding));
    let inner = centred(inner, Vec2::new(inner.width().min(theme.px(1_300.0)), inner.height()));
    let cells = shares(inner, [1.2, 1.1, 0.55, 1.0, 1.25], theme.px(14.0));
    let volume = scene.kiosk.volume();
    let button = |cell: Rect, icon: &str, key: &str, ability: Ability, action: GuideAction| {
        let words = scene.texts.text(key);
        let set = Type::semi_bold(30.0 / theme.text_scale, theme.ink);
        let content = (icon_named(icon), words.as_str());
        let response = button_at(ui, theme, cell, (Look::plain(theme), ability), set, content);
        response.clicked().then_some(Action::Guide(action))
    };
    let again = button(cells[0], "replay", "kiosk-listen-again", Ability::Enabled, GuideAction::Again);
    let is_louder_than_least = Ability::when(volume > VOLUME_MIN);
    let softer =
        button(cells[1], "volume_down", "kiosk-listen-softer", is_louder_than_least, GuideAction::Softer);
    volume_ui(ui, scene, cells[2], volume);
    let louder = Ability::when(volume < VOLUME_MAX);
    let louder = button(cells[3], "volume_up", "kiosk-listen-louder", louder, GuideAction::Louder);
    let stop = button(cells[4], "volume_off", "kiosk-listen-stop", Ability::Enabled, GuideAction::Stop);
    (again.or(softer).or(louder).or(stop), above)
}

/// Cells of these shares of the width.
fn shares<const N: usize>(rect: Rect, shares: [f32; N], gap: f32) -> [Rect; N] {
    let unit = (rect.width() - gap * (N as f32 - 1.0)) / shares.iter().sum::<f32>();
    let mut left = rect.left();
    shares.map(|share| {
        let cell = Rect::from_min_size(egui::pos2(left, rect.top()), Vec2::new(unit * share, rect.height()));
        left += unit * share + gap;
        cell
    })
}

/// A step for each part of the volume, each higher than the one before.
fn volume_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, volume: u8) {
    let theme = &scene.theme;
    let n_steps = VOLUME_MAX / VOLUME_STEP;
    let area = centred(rect, Vec2::new(rect.width() * 0.8, rect.height() * 0.6));
    let width = area.width() / f32::from(n_steps);
    for step in 0..n_steps {
        let share = f32::from(step + 1) / f32::from(n_steps);
        let left = area.left() + width * f32::from(step);
        let bar = Rect::from_min_max(
            egui::pos2(left, area.bottom() - area.height() * share),
            egui::pos2(left + width * 0.7, area.bottom()),
        );
        let is_reached = volume > step * VOLUME_STEP;
        ui.painter().rect_filled(bar, theme.px(4.0), if is_reached { theme.ink } else { theme.line });
    }
    let words = scene.texts.format("kiosk-listen-volume", &[("percent", u32::from(volume).into())]);
    let response = ui.interact(rect, ui.scope_id().with("volume"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Label, true, &words));
}
