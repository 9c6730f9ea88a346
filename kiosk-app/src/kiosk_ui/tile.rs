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
    /// Under the rest: the hours of a service that is not open; may be empty.
    pub(super) note: String,
    /// What stands once above all cards, for screen readers; may be empty.
    pub(super) said_above: String,
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

/// What stands in the squares of all cards together.
#[derive(Clone, Copy)]
enum Signs {
    /// Letters alone: they say nothing that the name does not.
    Letters,
    /// Some pictograms.
    Pictures,
}

/// Two short lines about the wait, or why there is none; both may be empty.
#[derive(Default)]
pub(super) struct Side {
    small: String,
    strong: String,
    /// Both on one line.
    line: String,
}

impl Side {
    pub(super) fn new(small: String, strong: String) -> Self {
        let parts = [small.as_str(), strong.as_str()];
        let line: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        // A dot stays with the words before it.
        Self { line: line.join("\u{a0}· "), small, strong }
    }
}

/// Whether a card calls for a touch.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Inviting,
    Greyed,
}

/// From this width in design pixels on, the wait stands at the right.
const WIDE: f32 = 700.0;
/// One very long name makes the letters of the other cards no smaller than this.
const COMMON_SHARE_MIN: f32 = 0.8;
/// Up to this width in design pixels the letter of a service is left out: its name needs the room.
const SIGNLESS: f32 = 380.0;
/// What matters less is left out rather than make the letters of a card smaller than this: many who read it are old.
const WHOLE_SHARE_MIN: f32 = 0.94;
/// The same for the weaker half of why a service cannot be chosen.
const WEAK_SHARE_MIN: f32 = 0.82;

/// Draws cards in their cells, all with letters of one size; the answer is what was touched.
pub(super) fn tiles_ui(ui: &Ui, theme: &Theme, cells: &[Rect], tiles: &[Tile<'_>]) -> Option<Action> {
    let is_picture = |tile: &Tile<'_>| matches!(tile.sign, Sign::Picture(_));
    let signs = if tiles.iter().any(is_picture) { Signs::Pictures } else { Signs::Letters };
    let mut parts: Vec<Parts> = cells.iter().map(|cell| parts(theme, *cell, signs)).collect();
    let side_width = parts
        .iter()
        .zip(tiles)
        .map(|(parts, tile)| drawn(theme, parts, tile).side().width(ui, theme))
        .fold(0.0, f32::max);
    for parts in &mut parts {
        parts.give_side(theme, side_width);
    }
    let mut drawn: Vec<Drawn<'_>> =
        parts.iter().zip(tiles).map(|(parts, tile)| drawn(theme, parts, tile)).collect();
    for drawn in &mut drawn {
        drawn.drop_what_has_no_room(ui, theme);
    }
    let smallest = |shares: &mut dyn Iterator<Item = f32>| shares.fold(1.0, f32::min).max(COMMON_SHARE_MIN);
    let text_share = smallest(&mut drawn.iter().map(|drawn| drawn.text().share(ui, theme, drawn.parts.text)));
    let side_share = smallest(&mut drawn.iter().map(|drawn| drawn.side().share(ui, theme, drawn.parts.side)));
    let mut touched = None;
    for ((cell, drawn), tile) in cells.iter().zip(&drawn).zip(tiles) {
        let response = touchable(ui, theme, *cell, tile.ability, tile.name);
        let is_active = response.is_pointer_button_down_on() && tile.ability.is_enabled();
        frame_ui(ui, theme, *cell, tile.tone, is_active);
        if drawn.parts.sign.is_positive() {
            sign_ui(ui, theme, drawn.parts.sign, tile);
        }
        drawn.text().paint(ui, theme, drawn.parts.text, text_share);
        drawn.side().paint(ui, theme, drawn.parts.side, side_share);
        let spoken: Vec<&str> =
            [tile.description, &tile.side.small, &tile.side.strong, &tile.note, &tile.said_above]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect();
        let spoken = spoken.join(" · ");
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

fn parts(theme: &Theme, cell: Rect, signs: Signs) -> Parts {
    let height = cell.height() / theme.scale;
    let (layout, pad, gap, square) = if cell.width() >= theme.px(WIDE) {
        let pad = if height < 140.0 { 24.0 } else { 36.0 };
        (Layout::Wide, Vec2::new(pad, 8.0), 30.0, (height * 0.54).clamp(48.0, 100.0))
    } else {
        let pad = Vec2::new(20.0, (height * 0.08).clamp(6.0, 16.0));
        match signs {
            Signs::Letters if cell.width() < theme.px(SIGNLESS) => (Layout::Narrow, pad, 0.0, 0.0),
            Signs::Letters | Signs::Pictures => {
                (Layout::Narrow, pad, 18.0, (height * 0.46).clamp(44.0, 84.0))
            }
        }
    };
    let inner = cell.shrink2(pad * theme.scale);
    let square = theme.px(square);
    let (left, text) = split_left(inner, square + theme.px(gap));
    let centre = pos2(left.left() + square / 2.0, left.center().y);
    let sign = Rect::from_center_size(centre, Vec2::splat(square));
    Parts { sign, text, side: Rect::from_min_max(text.right_top(), text.max), layout, height }
}

impl Parts {
    /// The share of the room beside the sign that the wait may take.
    const SIDE_SHARE_MAX: f32 = 0.4;

    /// Cuts the room for the wait off the text's.
    fn give_side(&mut self, theme: &Theme, width: f32) {
        if width > 0.0 {
            let width = (width + 2.0).min(self.text.width() * Self::SIDE_SHARE_MAX);
            (self.text, self.side) = split_right(self.text, width);
            self.text.max.x -= theme.px(12.0);
        }
    }
}

struct Drawn<'a> {
    parts: &'a Parts,
    text: Vec<StackItem<'a>>,
    /// Which of the texts go first where there is no room for all, each below which share; no index moves a later one.
    droppable: &'static [(usize, f32)],
    side: Vec<StackItem<'a>>,
}

impl Drawn<'_> {
    /// Whoever looks for a service reads its name and its wait; the rest is there where it can be read.
    fn drop_what_has_no_room(&mut self, ui: &Ui, theme: &Theme) {
        for (idx, share_min) in self.droppable {
            if self.text().share(ui, theme, self.parts.text) >= *share_min {
                return;
            }
            self.text.remove(*idx);
        }
    }

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
    let is_high = parts.height >= 150.0;
    match parts.layout {
        Layout::Wide => {
            let size = (parts.height * 0.3).clamp(30.0, 42.0);
            let small = Type::regular((size * 0.7).clamp(26.0, 29.0), muted);
            let strong = Type::semi_bold(size * 0.92, ink);
            let n_lines = if is_high { 2 } else { 1 };
            Drawn {
                parts,
                text: vec![
                    (Type::semi_bold(size, ink), 2, tile.name),
                    (small, n_lines, tile.description),
                    (small, 1, &tile.note),
                ],
                droppable: &[(1, WHOLE_SHARE_MIN)],
                side: vec![(small, 2, &tile.side.small), (strong, 2, &tile.side.strong)],
            }
        }
        Layout::Narrow => {
            let size = (parts.height * 0.27).clamp(32.0, 38.0);
            let small = (size * 0.82).clamp(27.0, 31.0);
            let name = (Type::semi_bold(size, ink), 3, tile.name);
            let strong = (Type::semi_bold(small, ink), 2, tile.side.strong.as_str());
            let weak = (Type::regular(small, muted), 1, tile.side.small.as_str());
            let note = (Type::regular(small, muted), 2, tile.note.as_str());
            // A short card has room for one line of the wait; a greyed one needs only the reason.
            let line = (Type::semi_bold(small, ink), 2, tile.side.line.as_str());
            let (text, droppable): (_, &[(usize, f32)]) = match (is_high, tile.tone) {
                (true, Tone::Inviting) => {
                    let weak = (Type::regular(small, muted), 2, tile.side.small.as_str());
                    (vec![name, weak, strong, note], &[(3, WHOLE_SHARE_MIN)])
                }
                (true, Tone::Greyed) => {
                    (vec![name, weak, strong, note], &[(3, WHOLE_SHARE_MIN), (1, WEAK_SHARE_MIN)])
                }
                (false, Tone::Inviting) => (vec![name, line, note], &[(2, WHOLE_SHARE_MIN)]),
                // Why it cannot be chosen matters more than all its hours.
                (false, Tone::Greyed) if tile.side.strong.is_empty() => (vec![name, weak], &[]),
                (false, Tone::Greyed) => (vec![name, strong], &[]),
            };
            Drawn { parts, text, droppable, side: Vec::new() }
        }
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
