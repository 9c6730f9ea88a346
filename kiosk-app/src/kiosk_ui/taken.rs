//! The number.

use std::collections::BTreeSet;

use egui::{Align2, Rect, Ui, Vec2, pos2};
use goiso_protocol::{ClassInfo, TicketInfo, WaitRange};
use goiso_ui::layout::grid;
use goiso_ui::widgets::{Ability, big_button, card, outline_button, paint_arrow_down, pill, progress};
use goiso_ui::{Fit, Theme, Type, icon_named, keep_together, label};
use jiff::Timestamp;

use super::qr::qr_ui;
use super::{Scene, Shape, closed};
use crate::kiosk::shown;
use crate::{Action, Slip};

pub(super) fn taken_ui(
    ui: &Ui,
    scene: &Scene<'_>,
    rect: Rect,
    (ticket, slip): (&TicketInfo, Slip),
    until: Option<Timestamp>,
) -> Option<Action> {
    let theme = &scene.theme;
    let inner = rect.shrink2(Vec2::new(theme.px(64.0), theme.px(20.0)));
    let (words, code) = match (slip, scene.shape) {
        (Slip::Printing, _) => (inner, None),
        (Slip::None | Slip::Failed, Shape::Lying) => {
            let (words, code) = inner.split_left_right_at_fraction(0.62);
            (words, Some(code))
        }
        (Slip::None | Slip::Failed, Shape::Upright) => {
            let (words, code) = inner.split_top_bottom_at_y(inner.bottom() - inner.height() * 0.31);
            (words, Some(code))
        }
    };
    if let Some(code) = code {
        let caption = scene.texts.text("kiosk-scan-to-follow");
        follow_ui(ui, scene, code, Follow { url: &ticket.follow_url, caption: &caption });
    }
    words_ui(ui, scene, words, (ticket, slip), until)
}

fn words_ui(
    ui: &Ui,
    scene: &Scene<'_>,
    rect: Rect,
    (ticket, slip): (&TicketInfo, Slip),
    until: Option<Timestamp>,
) -> Option<Action> {
    let theme = &scene.theme;
    let class = class_of(scene, ticket);
    let present = |is_there: bool, height: f32| theme.px(if is_there { height } else { 0.0 });
    let heights = [
        scene.by_shape(72.0, 56.0),
        scene.by_shape(368.0, 250.0),
        theme.px(76.0),
        present(class.is_some(), 72.0),
        theme.px(56.0),
        theme.px(56.0),
        present(!ticket.place.is_empty(), 52.0),
        scene.by_shape(124.0, 84.0),
        present(until.is_some(), 14.0),
        if until.is_some() { scene.by_shape(62.0, 50.0) } else { 0.0 },
        scene.touch_by_shape(140.0, 116.0),
    ];
    let rows = stacked(rect, heights);
    let [head, number, service, claimed, ahead, wait, place, hint, bar, closes, buttons] = rows;

    let centre = Fit::line(Align2::CENTER_CENTER);
    let say = |rect, set, text: &str| label(ui, theme, rect, centre, set, text);
    say(head, Type::regular(50.0, theme.muted), &scene.texts.text("kiosk-your-number"));
    number_ui(ui, scene, number, ticket.number.as_str());
    say(service, Type::semi_bold(56.0, theme.ink), &service_line(scene, ticket));
    if let Some(class) = class {
        let set = Type::semi_bold(36.0, theme.gold_ink);
        let text = scene.texts.format("kiosk-priority-chip", &[("class", scene.own(&class.name).into())]);
        pill(ui, theme, claimed.shrink(theme.px(4.0)), Align2::CENTER_CENTER, theme.gold_tint, set, &text);
    }
    say(ahead, Type::regular(43.0, theme.ink), &ahead_line(scene, ticket.ahead));
    let told =
        ticket.wait.map_or_else(|| scene.texts.text("kiosk-wait-unknown"), |range| wait_line(scene, range));
    say(wait, Type::regular(43.0, theme.ink), &told);
    if !ticket.place.is_empty() {
        say(place, Type::regular(38.0, theme.muted), scene.own(&ticket.place));
    }
    hint_ui(ui, scene, hint, slip);
    if let Some(until) = until {
        countdown_ui(ui, scene, bar, closes, (slip, until));
    }
    buttons_ui(ui, scene, buttons, until)
}

/// A number in a row as high as it, in the largest letters of all screens.
pub(super) fn number_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, number: &str) {
    let line = Fit::line(Align2::CENTER_CENTER);
    let size = number_letters(ui, scene, rect, number);
    label(ui, &scene.theme, rect, line, Type::extra_bold(size, scene.theme.accent), number);
}

/// Makes room for the letters of numbers as the last one was, or as most centres have them, before any is shown.
pub(super) fn keep_numbers_together(ui: &Ui, scene: &Scene<'_>, body: Rect) {
    let margin = Vec2::new(scene.theme.px(Theme::MARGIN), 0.0);
    let row = Rect::from_min_size(body.min, Vec2::new(body.width(), scene.by_shape(368.0, 250.0)));
    let last = scene.kiosk.last_tickets().first();
    number_letters(ui, scene, row.shrink2(margin), last.map_or("A000", |ticket| ticket.number.as_str()));
}

/// The size in design pixels of numbers that are as long as this one, whatever their figures are.
fn number_letters(ui: &Ui, scene: &Scene<'_>, rect: Rect, number: &str) -> f32 {
    let theme = &scene.theme;
    let set = Type::extra_bold(rect.height() / theme.scale / theme.text_scale * 0.83, theme.accent);
    let line = Fit::line(Align2::CENTER_CENTER);
    let shape = number.replace(|letter: char| letter.is_ascii_digit(), "0");
    let services = scene.kiosk.view().map_or(&[][..], |view| &view.services);
    let signs: BTreeSet<char> = services.iter().flat_map(|service| service.sign.chars()).collect();
    let letters: String = ('0'..='9').chain(signs).collect();
    keep_together(ui, theme, rect, line, (set, &shape), &letters)
}

/// Rows of these heights in the middle of `rect`. Where they are too high, all of them move together a little.
pub(super) fn stacked<const N: usize>(rect: Rect, heights: [f32; N]) -> [Rect; N] {
    let whole: f32 = heights.iter().sum();
    let squeeze = (rect.height() / whole).min(1.0);
    let mut y = rect.center().y - whole * squeeze / 2.0;
    heights.map(|height| {
        let row = Rect::from_min_size(pos2(rect.left(), y), Vec2::new(rect.width(), height * squeeze));
        y += height * squeeze;
        row
    })
}

fn class_of<'v>(scene: &Scene<'v>, ticket: &TicketInfo) -> Option<&'v ClassInfo> {
    let id = ticket.priority.as_ref()?;
    scene.kiosk.view()?.classes.iter().find(|class| class.id == *id)
}

pub(super) fn buttons_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, until: Option<Timestamp>) -> Option<Action> {
    let theme = &scene.theme;
    let height = rect.height().min(scene.touch_by_shape(124.0, 106.0));
    let row = Rect::from_center_size(
        pos2(rect.center().x, rect.bottom() - height / 2.0),
        Vec2::new(theme.px(820.0).min(rect.width()), height),
    );
    let done = scene.texts.text("kiosk-done");
    if until.is_none() {
        let button =
            Rect::from_center_size(row.center(), Vec2::new(theme.px(620.0).min(row.width()), height));
        let seen = scene.texts.text("kiosk-number-kept");
        return big_button(ui, theme, button, Ability::Enabled, &seen).clicked().then_some(Action::Done);
    }
    let cells = grid(row, 2, 1, theme.px(Theme::GAP));
    let longer = scene.texts.text("kiosk-longer");
    let stays = outline_button(ui, theme, cells[0], Ability::Enabled, (icon_named("schedule"), &longer));
    let ends = big_button(ui, theme, cells[1], Ability::Enabled, &done);
    match (stays.clicked(), ends.clicked()) {
        (_, true) => Some(Action::Done),
        (true, false) => Some(Action::Stay),
        (false, false) => None,
    }
}

pub(super) fn service_line(scene: &Scene<'_>, ticket: &TicketInfo) -> String {
    let name = scene.own(&ticket.service_name);
    if ticket.counters.is_empty() {
        return name.to_owned();
    }
    let counters: Vec<String> = ticket.counters.iter().map(ToString::to_string).collect();
    let n = u32::try_from(counters.len()).unwrap_or(u32::MAX);
    let values = [("n", n.into()), ("counters", counters.join(", ").into())];
    format!("{name} · {}", scene.texts.format("kiosk-counters", &values))
}

pub(super) fn ahead_line(scene: &Scene<'_>, ahead: u32) -> String {
    match ahead {
        0 => scene.texts.text("kiosk-ahead-none"),
        n => scene.texts.format("kiosk-ahead", &[("n", n.into())]),
    }
}

pub(super) fn wait_line(scene: &Scene<'_>, wait: WaitRange) -> String {
    match (wait.min_minutes, wait.max_minutes) {
        (_, 0) => scene.texts.text("kiosk-wait-now"),
        (min, max) if min >= max => scene.texts.format("kiosk-wait-about", &[("n", max.into())]),
        (min, max) => scene.texts.format("kiosk-wait-between", &[("min", min.into()), ("max", max.into())]),
    }
}

/// Where the slip comes out, or what to do without one.
fn hint_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, slip: Slip) {
    let theme = &scene.theme;
    let set = Type::semi_bold(40.0, theme.ink);
    let instead = match slip {
        Slip::Printing => None,
        Slip::None => Some("kiosk-remember"),
        Slip::Failed => Some("kiosk-slip-failed"),
    };
    if let Some(key) = instead {
        let text = scene.texts.text(key);
        label(ui, theme, rect, Fit::lines(Align2::CENTER_CENTER, 2), set, &text);
        return;
    }
    if let Some(other) = scene.kiosk.printed_at() {
        let values = [("place", closed::place(scene, other).into())];
        let text = scene.texts.format("kiosk-take-slip-at", &values);
        label(ui, theme, rect, Fit::lines(Align2::CENTER_CENTER, 2), set, &text);
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

pub(super) fn countdown_ui(
    ui: &Ui,
    scene: &Scene<'_>,
    bar: Rect,
    closes: Rect,
    (slip, until): (Slip, Timestamp),
) {
    let theme = &scene.theme;
    let left = until.duration_since(scene.now);
    let width = theme.px(640.0).min(bar.width());
    let bar = Rect::from_center_size(bar.center(), Vec2::new(width, bar.height()));
    let share = left.as_secs_f32() / shown(slip).as_secs_f32();
    progress(ui, theme, bar, share, theme.accent);
    let n = left.as_secs_f32().ceil().max(0.0) as i64;
    let text = scene.texts.format("kiosk-closes-in", &[("n", n.into())]);
    let set = Type::regular(30.0, theme.muted);
    label(ui, theme, closes, Fit::line(Align2::CENTER_CENTER), set, &text);
}

/// Where a code leads a telephone to, and what it is for.
#[derive(Clone, Copy)]
pub(super) struct Follow<'a> {
    pub(super) url: &'a str,
    pub(super) caption: &'a str,
}

/// A code that leads a telephone to the ticket, where there is no slip that carries it.
pub(super) fn follow_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, follow: Follow<'_>) {
    let theme = &scene.theme;
    let side = rect.width().min(rect.height()).min(theme.px(500.0));
    let area = Rect::from_center_size(rect.center(), Vec2::new(side, side));
    card(ui, theme, area);
    let (code, words) = area.split_top_bottom_at_fraction(0.83);
    qr_ui(ui, code.shrink(theme.px(5.0)), follow.url, (theme.black, theme.white));
    let set = Type::regular(27.0, theme.muted);
    let words = Rect::from_min_max(
        words.min + Vec2::new(theme.px(24.0), 0.0),
        words.max - Vec2::splat(theme.px(20.0)),
    );
    label(ui, theme, words, Fit::lines(Align2::CENTER_CENTER, 2), set, follow.caption);
}
