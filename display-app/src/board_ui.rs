//! How the hall board looks: one file a layout, and the parts that several share.

mod cells;
mod emergency;
mod head;
mod next;
mod recent;
mod service;
mod split;
mod spot;
mod strip;
mod ticker;

use std::time::Duration;

use egui::{Color32, Rect, Ui, Vec2};
use goiso_i18n::Texts;
use goiso_protocol::BoardLayout;
use goiso_ui::Theme;
use goiso_ui::layout::{split_bottom, split_top};
use jiff::Timestamp;

use crate::Board;

/// The window that sizes are designed for, in design pixels.
pub const DESIGN: Vec2 = Vec2::new(1920.0, 1080.0);
/// The same for a screen that stands upright.
const DESIGN_UPRIGHT: Vec2 = Vec2::new(1080.0, 1920.0);

const HEAD_HEIGHT: f32 = 112.0;
const TICKER_HEIGHT: f32 = 84.0;
/// The share of the width that the spotlight takes.
const SPOT_SHARE: f32 = 0.552;
/// The share of the height that it takes on an upright screen.
const SPOT_SHARE_UPRIGHT: f32 = 0.512;
const MARGIN: f32 = 48.0;
/// Sixty frames a second, as screens have them: fewer are seen as a tremble on large letters.
const FRAME_NANOS: i128 = 1_000_000_000 / 60;

/// Everything that a part of the screen is drawn from.
#[derive(Clone, Copy)]
struct Scene<'a> {
    board: &'a Board,
    texts: &'a Texts,
    theme: &'a Theme,
    now: Timestamp,
}

/// Which way a screen or a part of it is longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Lying,
    Upright,
}

impl Shape {
    fn of(rect: Rect) -> Self {
        if rect.height() > rect.width() { Self::Upright } else { Self::Lying }
    }
}

/// What the whole window is to be cleared with before [`board_ui`] draws on it: a rectangle over all of it is dear where
/// the processor draws.
pub fn ground() -> Color32 {
    Theme::default().night
}

/// Draws the board over the whole of `ui`, on its [`ground`].
pub fn board_ui(ui: &mut Ui, board: &Board, texts: &Texts, now: Timestamp) {
    let whole = ui.max_rect();
    let layout = board.layout();
    let theme = themed(board, whole, layout);
    let scene = Scene { board, texts, theme: &theme, now };
    if *layout == BoardLayout::Strip {
        scene.strip_ui(ui, whole);
    } else {
        let (head, body, ticker) = bands(whole, &theme);
        match layout {
            BoardLayout::Main | BoardLayout::Strip | BoardLayout::Unknown => scene.main_ui(ui, body),
            BoardLayout::Grid => scene.grid_ui(ui, body),
            BoardLayout::Service { title } => scene.service_ui(ui, body, title),
            BoardLayout::Split { .. } => scene.split_ui(ui, body),
        }
        scene.head_ui(ui, head);
        scene.ticker_ui(ui, ticker);
    }
    if let Some(message) = board.emergency() {
        scene.emergency_ui(ui, whole, message);
    }
}

/// The place of the slides on a screen of `whole`, if it is laid out with them.
pub(crate) fn slide_area(whole: Rect) -> Rect {
    let design = design(whole, &BoardLayout::Main);
    let (_, body, _) = bands(whole, &Theme::fitting(whole.size(), design));
    split::areas(body).0
}

fn themed(board: &Board, whole: Rect, layout: &BoardLayout) -> Theme {
    let colour = board.view().and_then(|view| view.centre.colour.as_deref());
    Theme::fitting(whole.size(), design(whole, layout)).with_centre_colour(colour)
}

fn design(whole: Rect, layout: &BoardLayout) -> Vec2 {
    match (layout, Shape::of(whole)) {
        (BoardLayout::Strip, Shape::Lying) if strip::is_wide(whole) => strip::DESIGN_WIDE,
        (_, Shape::Lying) => DESIGN,
        (_, Shape::Upright) => DESIGN_UPRIGHT,
    }
}

/// Head, body and ticker.
fn bands(whole: Rect, theme: &Theme) -> (Rect, Rect, Rect) {
    let (head, remaining) = split_top(whole, theme.px(HEAD_HEIGHT));
    let (body, ticker) = split_bottom(remaining, theme.px(TICKER_HEIGHT));
    (head, body, ticker)
}

/// How long what moves has until its next frame. Frames keep to a beat of their own: each that comes late would else
/// put all others off.
fn next_frame(now: Timestamp) -> Duration {
    let passed = now.as_nanosecond().rem_euclid(FRAME_NANOS);
    let left = FRAME_NANOS - passed;
    // One that comes a little early is not followed by another at once.
    let wait = if left < FRAME_NANOS / 4 { left + FRAME_NANOS } else { left };
    Duration::from_nanos(u64::try_from(wait).expect("two frames are less than a second"))
}

impl Scene<'_> {
    /// The newest call large, recent ones beside or under it.
    fn main_ui(&self, ui: &Ui, body: Rect) {
        let (spot, recent) = match Shape::of(body) {
            Shape::Lying => body.split_left_right_at_fraction(SPOT_SHARE),
            Shape::Upright => body.split_top_bottom_at_fraction(SPOT_SHARE_UPRIGHT),
        };
        let n_next = self.next().len().min(next::ROWS_MAX_MAIN);
        let next_height = if n_next == 0 { 0.0 } else { self.theme.px(next::height(n_next)) };
        let (large, next) = split_bottom(spot, next_height);
        self.spot_ui(ui, large);
        self.next_ui(ui, next.shrink2(egui::vec2(self.theme.px(MARGIN), 0.0)), n_next);
        self.recent_ui(ui, recent);
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn frames_that_come_late_keep_the_beat() {
        let mut now = Timestamp::UNIX_EPOCH;
        for late_micros in [0, 1_100, 3_000, 900, 7_000, 0, 2_500].repeat(60) {
            let wait = SignedDuration::try_from(next_frame(now)).unwrap();
            assert!(wait >= SignedDuration::from_millis(4), "{wait:?}");
            now += wait + SignedDuration::from_micros(late_micros);
        }
        let secs = now.duration_since(Timestamp::UNIX_EPOCH).as_secs_f64();
        let n_frames = 7.0 * 60.0;
        assert!((n_frames / secs - 60.0).abs() < 1.0, "{} a second", n_frames / secs);
        assert_eq!(next_frame(Timestamp::UNIX_EPOCH + SignedDuration::from_micros(16_000)).as_millis(), 17);
    }
}
