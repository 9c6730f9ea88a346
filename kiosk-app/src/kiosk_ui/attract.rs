//! Between visitors: where one is, what is new today, and that a touch begins.

use egui::{Align2, Rect, Ui, Vec2, pos2};
use goiso_protocol::{KioskView, PrinterCondition};
use goiso_ui::layout::{split_bottom, split_top};
use goiso_ui::widgets::{Ability, card, touchable};
use goiso_ui::{Fit, Theme, Type, icon_named, label, paint_icon, paint_text};

use super::{Scene, Shape, guide, notices, pills};
use crate::Action;

/// As many notices are shown as can be read in passing.
const NOTICES_SHOWN_MAX: usize = 3;

pub(super) fn attract_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, view: &KioskView) -> Option<Action> {
    let theme = &scene.theme;
    let begin = scene.texts.text("kiosk-begin");
    // Wherever one touches, it begins.
    let response = touchable(ui, theme, rect.shrink(theme.px(10.0)), Ability::Enabled, &begin);
    let mut touched = response.clicked().then_some(Action::Begin);
    let inner = rect.shrink2(Vec2::new(theme.px(Theme::MARGIN), scene.by_shape(48.0, 26.0)));
    let (inner, languages) = split_bottom(inner, scene.touch_by_shape(92.0, 84.0));
    let inner = inner.with_max_y(inner.bottom() - theme.px(Theme::GAP));
    let (inner, listened) = guide::listen_ui(ui, scene, inner, languages);
    touched = listened.or(touched);
    let inner = news_ui(ui, scene, inner, view);
    match scene.shape {
        Shape::Upright => {
            let (welcome, hero) = split_top(inner, inner.height() * 0.24);
            welcome_ui(ui, scene, welcome, view);
            hero_ui(ui, scene, hero, &begin, view);
        }
        Shape::Lying => {
            let (welcome, hero) = inner.split_left_right_at_fraction(0.42);
            welcome_ui(ui, scene, welcome, view);
            hero_ui(ui, scene, hero, &begin, view);
        }
    }
    if let Some(action) = pills::languages_ui(ui, scene, languages) {
        touched = Some(action);
    }
    touched
}

fn welcome_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, view: &KioskView) {
    let theme = &scene.theme;
    let align = match scene.shape {
        Shape::Upright => Align2::CENTER_CENTER,
        Shape::Lying => Align2::LEFT_CENTER,
    };
    let slogan = scene.own(&view.centre.slogan);
    let slogan_height = if slogan.is_empty() { 0.0 } else { rect.height() * 0.3 };
    let (words, below) = split_bottom(rect, slogan_height);
    let set = Type::extra_bold(scene.by_shape(76.0, 64.0) / theme.scale, theme.ink);
    label(ui, theme, words, Fit::lines(align, 3), set, &scene.texts.text("kiosk-welcome"));
    if !slogan.is_empty() {
        label(ui, theme, below, Fit::lines(align, 2), Type::regular(38.0, theme.muted), slogan);
    }
}

/// The one thing to do, as large as it goes.
fn hero_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, begin: &str, view: &KioskView) {
    let theme = &scene.theme;
    let side = rect.width().min(rect.height()).min(theme.px(760.0));
    let area = Rect::from_center_size(rect.center(), Vec2::new(rect.width().min(theme.px(860.0)), side));
    let radius = theme.px(56.0);
    ui.painter().rect_filled(area, radius, theme.accent);
    let inner = area.shrink(theme.px(44.0));
    let (picture, words) = inner.split_top_bottom_at_fraction(0.52);
    let disc = picture.height() * 0.46;
    ui.painter().circle_filled(picture.center(), disc, theme.on_accent);
    let icon = icon_named("touch_app").expect("our own icons are in the table");
    let square = Rect::from_center_size(picture.center(), Vec2::splat(disc * 1.3));
    paint_icon(ui, square, icon, theme.accent);
    let (first, second) = words.split_top_bottom_at_fraction(0.6);
    let large = Type::extra_bold(96.0, theme.on_accent);
    paint_text(ui, theme, first, Fit::line(Align2::CENTER_CENTER), large, begin);
    let hint = match view.printer {
        PrinterCondition::Ready | PrinterCondition::PaperLow => "kiosk-begin-hint",
        PrinterCondition::Absent
        | PrinterCondition::NoPaper
        | PrinterCondition::Fault
        | PrinterCondition::Unknown => "kiosk-begin-hint-screen",
    };
    let small = Type::regular(44.0, theme.on_accent);
    paint_text(ui, theme, second, Fit::lines(Align2::CENTER_TOP, 2), small, &scene.texts.text(hint));
}

/// The day's notices; the answer is the room above.
fn news_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, view: &KioskView) -> Rect {
    let theme = &scene.theme;
    let lines: Vec<&str> = notices(scene, view).into_iter().take(NOTICES_SHOWN_MAX).collect();
    if lines.is_empty() {
        return rect;
    }
    let line_height = scene.by_shape(92.0, 62.0) * theme.text_scale;
    let padding = theme.px(24.0);
    let height = (line_height * lines.len() as f32 + 2.0 * padding).min(rect.height() * 0.4);
    let (above, area) = split_bottom(rect, height);
    card(ui, theme, area);
    let inner = area.shrink2(Vec2::new(theme.px(32.0), padding));
    let row = inner.height() / lines.len() as f32;
    let icon = icon_named("campaign").expect("our own icons are in the table");
    for (i, line) in lines.into_iter().enumerate() {
        let room = Rect::from_min_size(
            pos2(inner.left(), inner.top() + row * i as f32),
            Vec2::new(inner.width(), row),
        );
        let side = theme.px(48.0);
        let square =
            Rect::from_center_size(pos2(room.left() + side / 2.0, room.center().y), Vec2::splat(side));
        paint_icon(ui, square, icon, theme.accent);
        let words = room.with_min_x(room.left() + side + theme.px(22.0));
        let set = Type::semi_bold(34.0, theme.ink);
        label(ui, theme, words, Fit::lines(Align2::LEFT_CENTER, 2), set, line);
    }
    above.with_max_y(above.bottom() - theme.px(Theme::GAP))
}
