//! A card to touch: a sign, a name, a few words, and how long the wait is.

use egui::{Align, Align2, Rect, StrokeKind, Ui, Vec2, pos2};
use goiso_ui::layout::{split_left, split_right};
use goiso_ui::widgets::{Ability, touchable};
use goiso_ui::{Fit, Icon, Stack, StackItem, Theme, Type, paint_icon, paint_text};

use crate::Action;

/// What a card shows and does.
pub(super) struct Tile<'a> {
    pub(super) sign: Sign<'a>,
    pub(super) name: &'a str,
    pub(super) description: &'a str,
    /// At the right of a wide card, under the name in a narrow one.
    pub(super) side: Side,
    pub(super) ability: Ability,
    /// Whether the card is greyed because of what it is, not because the line is down.
    pub(super) tone: Tone,
    pub(super) action: Action,
}

/// What stands in the small square.
#[derive(Clone, Copy)]
pub(super) enum Sign<'a> {
    Letters(&'a str),
    Picture(Icon),
}

/// Two short lines about the wait, or why there is none; both may be empty.
#[derive(Default)]
pub(super) struct Side {
    pub(super) small: String,
    pub(super) strong: String,
}

/// Whether a card calls for a touch.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Inviting,
    Greyed,
}

/// From this width in design pixels on, the wait stands at the right.
const WIDE: f32 = 640.0;
/// One very long name makes the letters of the other cards no smaller than this.
const COMMON_SHARE_MIN: f32 = 0.8;

/// Draws cards in their cells, all with letters of one size; the answer is what was touched.
pub(super) fn tiles_ui(ui: &Ui, theme: &Theme, cells: &[Rect], tiles: &[Tile<'_>]) -> Option<Action> {
    let parts: Vec<Parts> = cells.iter().zip(tiles).map(|(cell, tile)| parts(theme, *cell, tile)).collect();
    let drawn: Vec<Drawn<'_>> =
        parts.iter().zip(tiles).map(|(parts, tile)| drawn(theme, parts, tile)).collect();
    let smallest = |shares: &mut dyn Iterator<Item = f32>| shares.fold(1.0, f32::min).max(COMMON_SHARE_MIN);
    let text_share = smallest(&mut drawn.iter().map(|drawn| drawn.text().share(ui, theme, drawn.parts.text)));
    let side_share = smallest(&mut drawn.iter().map(|drawn| drawn.side().share(ui, theme, drawn.parts.side)));
    let mut touched = None;
    for ((cell, drawn), tile) in cells.iter().zip(&drawn).zip(tiles) {
        let response = touchable(ui, theme, *cell, tile.ability, tile.name);
        let is_active = response.is_pointer_button_down_on() && tile.ability.is_enabled();
        frame_ui(ui, theme, *cell, tile.tone, is_active);
        sign_ui(ui, theme, drawn.parts.sign, tile);
        drawn.text().paint(ui, theme, drawn.parts.text, text_share);
        drawn.side().paint(ui, theme, drawn.parts.side, side_share);
        let spoken = [tile.description, &tile.side.small, &tile.side.strong].join(" · ");
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(spoken));
        if response.clicked() {
            touched = Some(tile.action.clone());
        }
    }
    touched
}

/// Where the parts of a card are.
#[derive(Clone, Copy)]
struct Parts {
    sign: Rect,
    text: Rect,
    side: Rect,
    layout: Layout,
    height: f32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    Wide,
    Narrow,
}

fn parts(theme: &Theme, cell: Rect, tile: &Tile<'_>) -> Parts {
    let height = cell.height() / theme.scale;
    if cell.width() >= theme.px(WIDE) {
        let side_pad = if height < 140.0 { 24.0 } else { 36.0 };
        let inner = cell.shrink2(Vec2::new(theme.px(side_pad), theme.px(8.0)));
        let square = theme.px((height * 0.54).clamp(48.0, 100.0));
        let (left, right) = split_left(inner, square + theme.px(30.0));
        let side_width = if tile.side.is_empty() { 0.0 } else { right.width() * 0.36 };
        let (text, side) = split_right(right, side_width.min(theme.px(330.0)));
        let sign =
            Rect::from_center_size(pos2(left.left() + square / 2.0, left.center().y), Vec2::splat(square));
        let text = text.with_max_x(text.right() - theme.px(14.0));
        return Parts { sign, text, side, layout: Layout::Wide, height };
    }
    let pad = theme.px((height * 0.12).clamp(8.0, 24.0));
    let inner = cell.shrink2(Vec2::new(pad.max(theme.px(16.0)), pad));
    let square = theme.px((height * 0.48).clamp(44.0, 84.0));
    let (left, text) = split_left(inner, square + theme.px(18.0));
    let sign = Rect::from_center_size(pos2(left.left() + square / 2.0, left.center().y), Vec2::splat(square));
    Parts { sign, text, side: Rect::NOTHING, layout: Layout::Narrow, height }
}

struct Drawn<'a> {
    parts: &'a Parts,
    text: Vec<StackItem<'a>>,
    side: Vec<StackItem<'a>>,
}

impl Drawn<'_> {
    fn text(&self) -> Stack<'_> {
        Stack { align: Align::Min, items: &self.text }
    }

    fn side(&self) -> Stack<'_> {
        Stack { align: Align::Max, items: &self.side }
    }
}

fn drawn<'a>(theme: &Theme, parts: &'a Parts, tile: &'a Tile<'_>) -> Drawn<'a> {
    let (ink, muted) = match tile.tone {
        Tone::Inviting => (theme.ink, theme.muted),
        Tone::Greyed => (theme.muted, theme.muted),
    };
    let name_size = (parts.height * 0.24).clamp(24.0, 42.0);
    let small_size = (name_size * 0.66).clamp(20.0, 27.0);
    let strong = Type::semi_bold(name_size * 0.92, ink);
    let small = Type::regular(small_size, muted);
    match parts.layout {
        Layout::Wide => Drawn {
            parts,
            text: vec![(Type::semi_bold(name_size, ink), 2, tile.name), (small, 1, tile.description)],
            side: vec![(small, 1, &tile.side.small), (strong, 1, &tile.side.strong)],
        },
        Layout::Narrow => {
            let name_size = (parts.height * 0.2).clamp(25.0, 36.0);
            let has_room = parts.height >= 190.0;
            let description = if has_room { tile.description } else { "" };
            // A short card has room for one of the two lines: the wait, or the reason why there is none.
            let line = if tile.side.strong.is_empty() { &tile.side.small } else { &tile.side.strong };
            let second = if has_room { tile.side.small.as_str() } else { "" };
            let second = if second == line { "" } else { second };
            Drawn {
                parts,
                text: vec![
                    (Type::semi_bold(name_size, ink), 3, tile.name),
                    (small, 1, description),
                    (small, 1, second),
                    (Type::semi_bold(small_size, muted), 1, line),
                ],
                side: Vec::new(),
            }
        }
    }
}

impl Side {
    fn is_empty(&self) -> bool {
        self.small.is_empty() && self.strong.is_empty()
    }
}

fn frame_ui(ui: &Ui, theme: &Theme, cell: Rect, tone: Tone, is_active: bool) {
    let (fill, border) = match (tone, is_active) {
        (_, true) => (theme.accent_tint, theme.accent),
        (Tone::Inviting, false) => (theme.card, theme.line),
        (Tone::Greyed, false) => (theme.paper, theme.line),
    };
    let radius = theme.px(Theme::RADIUS).min(cell.height() * 0.2);
    ui.painter().rect(cell, radius, fill, theme.stroke(3.0, border), StrokeKind::Inside);
}

fn sign_ui(ui: &Ui, theme: &Theme, rect: Rect, tile: &Tile<'_>) {
    let (fill, colour) = match tile.tone {
        Tone::Inviting => (theme.accent_tint, theme.accent),
        Tone::Greyed => (theme.line, theme.muted),
    };
    ui.painter().rect_filled(rect, rect.height() * 0.24, fill);
    match tile.sign {
        Sign::Letters(letters) => {
            let set = Type::extra_bold(rect.height() / theme.scale / theme.text_scale * 0.54, colour);
            let inner = rect.shrink2(Vec2::new(rect.width() * 0.08, 0.0));
            paint_text(ui, theme, inner, Fit::line(Align2::CENTER_CENTER), set, letters);
        }
        Sign::Picture(icon) => paint_icon(ui, rect.shrink(rect.height() * 0.18), icon, colour),
    }
}
