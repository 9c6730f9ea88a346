//! The number.

use egui::{Align2, Rect, Ui, Vec2, pos2};
use goiso_protocol::{TicketInfo, WaitRange};
use goiso_ui::widgets::{Ability, big_button, card, paint_arrow_down, progress};
use goiso_ui::{Fit, Type, label};
use jiff::Timestamp;

use super::qr::qr_ui;
use super::{Scene, Shape};
use crate::{Action, TAKEN_SHOWN};

pub(super) fn taken_ui(
    ui: &Ui,
    scene: &Scene<'_>,
    rect: Rect,
    ticket: &TicketInfo,
    until: Timestamp,
) -> Option<Action> {
    let theme = &scene.theme;
    let inner = rect.shrink2(Vec2::new(theme.px(88.0), theme.px(20.0)));
    let (words, code) = match (ticket.is_printing, scene.shape) {
        (true, _) => (inner, None),
        (false, Shape::Lying) => {
            let (words, code) = inner.split_left_right_at_fraction(0.62);
            (words, Some(code))
        }
        (false, Shape::Upright) => {
            let (words, code) = inner.split_top_bottom_at_y(inner.bottom() - inner.height() * 0.31);
            (words, Some(code))
        }
    };
    if let Some(code) = code {
        follow_ui(ui, scene, code, ticket);
    }
    words_ui(ui, scene, words, ticket, until)
}

fn words_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, ticket: &TicketInfo, until: Timestamp) -> Option<Action> {
    let theme = &scene.theme;
    let number_height = scene.by_shape(368.0, 270.0);
    let rows = [
        scene.by_shape(72.0, 60.0),
        number_height,
        theme.px(76.0),
        theme.px(56.0),
        theme.px(56.0),
        theme.px(if ticket.place.is_empty() { 0.0 } else { 52.0 }),
        scene.by_shape(136.0, 92.0),
        theme.px(14.0),
        scene.by_shape(62.0, 54.0),
        scene.by_shape(158.0, 130.0),
    ];
    let whole: f32 = rows.iter().sum();
    let mut y = rect.center().y - whole / 2.0;
    let rows = rows.map(|height| {
        let row = Rect::from_min_size(pos2(rect.left(), y), Vec2::new(rect.width(), height));
        y += height;
        row
    });
    let [head, number, service, ahead, wait, place, hint, bar, closes, button] = rows;

    let centre = Fit::line(Align2::CENTER_CENTER);
    let say = |rect, set, text: &str| label(ui, theme, rect, centre, set, text);
    say(head, Type::regular(50.0, theme.muted), &scene.texts.text("kiosk-your-number"));
    let number_size = number_height / theme.scale / theme.text_scale * 0.83;
    say(number, Type::extra_bold(number_size, theme.accent), ticket.number.as_str());
    say(service, Type::semi_bold(56.0, theme.ink), &service_line(scene, ticket));
    say(ahead, Type::regular(41.0, theme.muted), &ahead_line(scene, ticket.ahead));
    if let Some(range) = ticket.wait {
        say(wait, Type::regular(41.0, theme.muted), &wait_line(scene, range));
    }
    if !ticket.place.is_empty() {
        say(place, Type::regular(38.0, theme.muted), scene.own(&ticket.place));
    }
    hint_ui(ui, scene, hint, ticket);
    countdown_ui(ui, scene, bar, closes, until);
    let size = Vec2::new(theme.px(360.0), button.height().min(theme.px(124.0)));
    let button = Rect::from_center_size(pos2(button.center().x, button.bottom() - size.y / 2.0), size);
    let done = scene.texts.text("kiosk-done");
    big_button(ui, theme, button, Ability::Enabled, &done).clicked().then_some(Action::Done)
}

fn service_line(scene: &Scene<'_>, ticket: &TicketInfo) -> String {
    let name = scene.own(&ticket.service_name);
    if ticket.counters.is_empty() {
        return name.to_owned();
    }
    let counters: Vec<String> = ticket.counters.iter().map(ToString::to_string).collect();
    let n = u32::try_from(counters.len()).unwrap_or(u32::MAX);
    let values = [("n", n.into()), ("counters", counters.join(", ").into())];
    format!("{name} · {}", scene.texts.format("kiosk-counters", &values))
}

fn ahead_line(scene: &Scene<'_>, ahead: u32) -> String {
    match ahead {
        0 => scene.texts.text("kiosk-ahead-none"),
        n => scene.texts.format("kiosk-ahead", &[("n", n.into())]),
    }
}

fn wait_line(scene: &Scene<'_>, wait: WaitRange) -> String {
    match (wait.min_minutes, wait.max_minutes) {
        (_, 0) => scene.texts.text("kiosk-wait-now"),
        (min, max) if min >= max => scene.texts.format("kiosk-wait-about", &[("n", max.into())]),
        (min, max) => scene.texts.format("kiosk-wait-between", &[("min", min.into()), ("max", max.into())]),
    }
}

/// Where the slip comes out, or what to do without one.
fn hint_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, ticket: &TicketInfo) {
    let theme = &scene.theme;
    let set = Type::semi_bold(40.0, theme.ink);
    if !ticket.is_printing {
        let text = scene.texts.text("kiosk-remember");
        label(ui, theme, rect, Fit::line(Align2::CENTER_CENTER), set, &text);
        return;
    }
    let text = scene.texts.text("kiosk-take-slip");
    let arrow = Vec2::new(theme.px(34.0), theme.px(44.0));
    let gap = theme.px(20.0);
    let room = rect.with_max_x(rect.right() - 2.0 * (arrow.x + gap));
    let width = Fit::line(Align2::LEFT_CENTER).galley(ui, theme, room, set, &text).size().x;
    let left = rect.center().x - (width + gap + arrow.x) / 2.0;
    let words = Rect::from_min_size(pos2(left, rect.top()), Vec2::new(width + 1.0, rect.height()));
    label(ui, theme, words, Fit::line(Align2::LEFT_CENTER), set, &text);
    let place = pos2(left + width + gap + arrow.x / 2.0, rect.center().y);
    paint_arrow_down(ui, theme, Rect::from_center_size(place, arrow), theme.accent);
}

fn countdown_ui(ui: &Ui, scene: &Scene<'_>, bar: Rect, closes: Rect, until: Timestamp) {
    let theme = &scene.theme;
    let left = until.duration_since(scene.now);
    let width = theme.px(640.0).min(bar.width());
    let bar = Rect::from_center_size(bar.center(), Vec2::new(width, bar.height()));
    let share = left.as_secs_f32() / TAKEN_SHOWN.as_secs_f32();
    progress(ui, theme, bar, share, theme.accent);
    let n = left.as_secs_f32().ceil().max(0.0) as i64;
    let text = scene.texts.format("kiosk-closes-in", &[("n", n.into())]);
    let set = Type::regular(27.0, theme.muted);
    label(ui, theme, closes, Fit::line(Align2::CENTER_CENTER), set, &text);
}

/// A code that leads a telephone to the ticket, where there is no slip that carries it.
fn follow_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, ticket: &TicketInfo) {
    let theme = &scene.theme;
    let side = rect.width().min(rect.height()).min(theme.px(500.0));
    let area = Rect::from_center_size(rect.center(), Vec2::new(side, side));
    card(ui, theme, area);
    let (code, words) = area.split_top_bottom_at_fraction(0.83);
    qr_ui(ui, code.shrink(theme.px(5.0)), &ticket.follow_url, (theme.ink, theme.card));
    let text = scene.texts.text("kiosk-scan-to-follow");
    let set = Type::regular(27.0, theme.muted);
    let words = Rect::from_min_max(
        words.min + Vec2::new(theme.px(24.0), 0.0),
        words.max - Vec2::splat(theme.px(20.0)),
    );
    label(ui, theme, words, Fit::lines(Align2::CENTER_CENTER, 2), set, &text);
}
