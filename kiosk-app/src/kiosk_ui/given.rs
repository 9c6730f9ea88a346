//! A number that the kiosk has given by itself.

use egui::{Align2, Rect, Ui, Vec2};
use goiso_client::emergency::OfflineNumber;
use goiso_ui::widgets::pill;
use goiso_ui::{Fit, Type, label};
use jiff::Timestamp;

use super::taken::{self, Follow};
use super::{Scene, Shape};
use crate::{Action, Slip};

pub(super) fn given_ui(
    ui: &Ui,
    scene: &Scene<'_>,
    rect: Rect,
    (given, slip): (&OfflineNumber, Slip),
    until: Option<Timestamp>,
) -> Option<Action> {
    let theme = &scene.theme;
    let inner = rect.shrink2(Vec2::new(theme.px(64.0), theme.px(20.0)));
    let (words, code) = match scene.shape {
        Shape::Lying => inner.split_left_right_at_fraction(0.62),
        Shape::Upright => inner.split_top_bottom_at_y(inner.bottom() - inner.height() * 0.31),
    };
    let caption = scene.texts.text("kiosk-emergency-follow");
    taken::follow_ui(ui, scene, code, Follow { url: &given.follow_url, caption: &caption });
    words_ui(ui, scene, words, (given, slip), until)
}

fn words_ui(
    ui: &Ui,
    scene: &Scene<'_>,
    rect: Rect,
    (given, slip): (&OfflineNumber, Slip),
    until: Option<Timestamp>,
) -> Option<Action> {
    let theme = &scene.theme;
    let view = scene.kiosk.view();
    let class = given.priority.as_ref().and_then(|id| view?.classes.iter().find(|class| class.id == *id));
    let present = |is_there: bool, height: f32| if is_there { theme.px(height) } else { 0.0 };
    let [head, number, service, claimed, time, keep, order, bar, closes, buttons] = taken::stacked(
        rect,
        [
            scene.by_shape(72.0, 60.0),
            scene.by_shape(330.0, 250.0),
            theme.px(76.0),
            present(class.is_some(), 72.0),
            theme.px(60.0),
            scene.by_shape(110.0, 84.0),
            scene.by_shape(110.0, 96.0),
            present(until.is_some(), 14.0),
            if until.is_some() { scene.by_shape(62.0, 50.0) } else { 0.0 },
            scene.touch_by_shape(140.0, 116.0),
        ],
    );
    let line = Fit::line(Align2::CENTER_CENTER);
    let lines = Fit::lines(Align2::CENTER_CENTER, 2);
    let text = |key: &str| scene.texts.text(key);
    label(ui, theme, head, line, Type::regular(50.0, theme.muted), &text("kiosk-emergency-number"));
    taken::number_ui(ui, scene, number, given.number.as_str());
    let name = scene.kiosk.service(&given.service).map_or("", |service| scene.own(&service.name));
    label(ui, theme, service, line, Type::semi_bold(56.0, theme.ink), name);
    if let Some(class) = class {
        let set = Type::semi_bold(36.0, theme.gold_ink);
        let words = scene.texts.format("kiosk-priority-chip", &[("class", scene.own(&class.name).into())]);
        pill(ui, theme, claimed.shrink(theme.px(4.0)), Align2::CENTER_CENTER, theme.gold_tint, set, &words);
    }
    let at = scene.texts.time(scene.local(given.issued_at).time());
    let taken_at = scene.texts.format("kiosk-emergency-time", &[("time", at.into())]);
    label(ui, theme, time, line, Type::semi_bold(43.0, theme.ink), &taken_at);
    let what_to_do = match slip {
        Slip::Printing => "kiosk-take-slip",
        Slip::None => "kiosk-emergency-keep",
        Slip::Failed => "kiosk-slip-failed",
    };
    label(ui, theme, keep, lines, Type::semi_bold(43.0, theme.ink), &text(what_to_do));
    label(ui, theme, order, lines, Type::regular(36.0, theme.ink), &text("kiosk-emergency-order"));
    if let Some(until) = until {
        taken::countdown_ui(ui, scene, bar, closes, (slip, until));
    }
    taken::buttons_ui(ui, scene, buttons, until)
}
