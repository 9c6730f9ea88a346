//! How the hall board looks: the head, the call in the spotlight, the recent ones, the notices.

mod head;
mod recent;
mod spot;
mod ticker;

use egui::{Ui, Vec2};
use goiso_i18n::Texts;
use goiso_ui::Theme;
use goiso_ui::layout::{split_bottom, split_top};
use jiff::Timestamp;

use crate::Board;

/// The window that sizes are designed for, in design pixels.
pub const DESIGN: Vec2 = Vec2::new(1920.0, 1080.0);

const HEAD_HEIGHT: f32 = 112.0;
const TICKER_HEIGHT: f32 = 84.0;
/// The share of the width that the spotlight takes.
const SPOT_SHARE: f32 = 0.552;
const MARGIN: f32 = 48.0;

/// Everything that a part of the screen is drawn from.
struct Scene<'a> {
    board: &'a Board,
    texts: &'a Texts,
    theme: &'a Theme,
    now: Timestamp,
}

/// Draws the board over the whole of `ui`.
pub fn board_ui(ui: &mut Ui, board: &Board, texts: &Texts, now: Timestamp) {
    let whole = ui.max_rect();
    let colour = board.view().and_then(|view| view.centre.colour.as_deref());
    let theme = Theme::fitting(whole.size(), DESIGN).with_centre_colour(colour);
    let scene = Scene { board, texts, theme: &theme, now };
    let (head, remaining) = split_top(whole, theme.px(HEAD_HEIGHT));
    let (body, ticker) = split_bottom(remaining, theme.px(TICKER_HEIGHT));
    let (spot, recent) = body.split_left_right_at_fraction(SPOT_SHARE);
    scene.spot_ui(ui, spot);
    scene.recent_ui(ui, recent);
    scene.head_ui(ui, head);
    scene.ticker_ui(ui, ticker);
}
