//! "Are you still there?", 20 s before the screen goes back to the first one.

use egui::{Align2, Rect, Sense, StrokeKind, Ui, Vec2, pos2};
use goiso_ui::widgets::{Ability, Look, button_at};
use goiso_ui::{Fit, Theme, Type, cover, icon_named, label, paint_icon};

use super::{Scene, footer};
use crate::Action;

/// Draws the question over the foot of the screen while it is asked; the answer is what was touched.
pub(super) fn leaving_ui(ui: &Ui, scene: &Scene<'_>, body: Rect) -> Option<Action> {
    let left = scene.kiosk.leaves_in(scene.now)?;
    let theme = &scene.theme;
    let height = scene.by_shape(300.0, 190.0).max(footer::height(scene) + scene.by_shape(64.0, 46.0));
    let margin = theme.px(24.0);
    let panel = body.with_min_y(body.bottom() - height).shrink(margin);
    cover(ui.ctx(), panel);
    // What lies beneath is not touched by mistake.
    ui.interact(panel, ui.scope_id().with("leaving"), Sense::click());
    ui.painter().rect(
        panel,
        theme.px(Theme::RADIUS),
        theme.ink,
        theme.stroke(4.0, theme.paper),
        StrokeKind::Outside,
    );
    let inner = panel.shrink2(Vec2::new(theme.px(40.0), theme.px(24.0)));
    let (words, button) = inner.split_left_right_at_fraction(0.58);
    let words = words.with_max_x(words.right() - theme.px(24.0));
    let icon_size = theme.px(64.0);
    let square = Rect::from_center_size(
        pos2(words.left() + icon_size / 2.0, words.center().y),
        Vec2::splat(icon_size),
    );
    paint_icon(
        ui,
        square,
        icon_named("hourglass_top").expect("our own icons are in the table"),
        theme.fault_mark,
    );
    let words = words.with_min_x(words.left() + icon_size + theme.px(24.0));
    let n = left.as_secs_f32().ceil() as i64;
    let text = scene.texts.format("kiosk-leaving", &[("n", n.into())]);
    let set = Type::semi_bold(38.0, theme.paper);
    label(ui, theme, words, Fit::lines(Align2::LEFT_CENTER, 3), set, &text);
    let touch = Vec2::new(button.width(), scene.touch_by_shape(130.0, 110.0).min(button.height()));
    let button = Rect::from_center_size(button.center(), touch);
    let stay = scene.texts.text("kiosk-stay");
    let set = Type::extra_bold(42.0, theme.on_accent);
    let response = button_at(ui, theme, button, (Look::main(theme), Ability::Enabled), set, (None, &stay));
    response.clicked().then_some(Action::Stay)
}
