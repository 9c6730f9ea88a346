//! Text that fits its rectangle: it wraps up to a number of lines, then shrinks, and only then is cut.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::text::{LayoutJob, TextFormat};
use egui::{Align, Align2, Color32, Context, Galley, Id, Rect, Response, Sense, Ui, WidgetInfo};

use crate::{Theme, Weight};

/// Vietnamese capitals carry two marks, so lines need this much of the letter size.
const LINE_HEIGHT: f32 = 1.2;
/// One step of shrinking.
const STEP: f32 = 0.94;
/// Rounding of a letter's place to whole pixels may cost this much.
const SLACK: f32 = 1.0;

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Type {
    /// Its weight.
    pub weight: Weight,
    /// Its size in design pixels.
    pub size: f32,
    /// Its colour.
    pub colour: Color32,
}

impl Type {
    /// A text in the regular weight.
    pub fn regular(size: f32, colour: Color32) -> Self {
        Self { weight: Weight::Regular, size, colour }
    }

    /// A text in the semi-bold weight.
    pub fn semi_bold(size: f32, colour: Color32) -> Self {
        Self { weight: Weight::SemiBold, size, colour }
    }

    /// A text in the extra-bold weight.
    pub fn extra_bold(size: f32, colour: Color32) -> Self {
        Self { weight: Weight::ExtraBold, size, colour }
    }
}

/// Where a text stands in its rectangle and what may be done to make it fit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// Where in the rectangle.
    pub align: Align2,
    /// The most lines.
    pub lines_max: usize,
    /// The smallest share of its size that it may shrink to before it is cut with "…".
    pub shrink_min: f32,
}

impl Fit {
    /// One line, shrinking to half its size.
    pub fn line(align: Align2) -> Self {
        Self { align, lines_max: 1, shrink_min: 0.5 }
    }

    /// Up to `lines_max` lines, shrinking to half its size.
    pub fn lines(align: Align2, lines_max: usize) -> Self {
        Self { align, lines_max, shrink_min: 0.5 }
    }

    /// The text laid out for a rectangle, as large as may be.
    pub fn galley(self, ui: &Ui, theme: &Theme, rect: Rect, set: Type, text: &str) -> Arc<Galley> {
        let mut share = 1.0;
        loop {
            let galley = self.at_size(ui, theme, rect.width(), Type { size: set.size * share, ..set }, text);
            if fits(&galley, rect) {
                return galley;
            }
            if share * STEP < self.shrink_min {
                note_cut(ui.ctx(), text);
                return galley;
            }
            share *= STEP;
        }
    }

    fn at_size(self, ui: &Ui, theme: &Theme, width: f32, set: Type, text: &str) -> Arc<Galley> {
        let font_id = theme.font(set.weight, set.size);
        let format = TextFormat {
            line_height: Some((font_id.size * LINE_HEIGHT).round()),
            font_id,
            color: set.colour,
            valign: Align::Center,
            ..TextFormat::default()
        };
        let mut job = LayoutJob::single_section(text.to_owned(), format);
        job.wrap.max_width = width.max(1.0);
        job.wrap.max_rows = self.lines_max;
        job.halign = self.align.x();
        ui.painter().layout_job(job)
    }
}

/// Whether the whole text is inside, and no word is broken over two lines.
fn fits(galley: &Galley, rect: Rect) -> bool {
    let is_broken = galley.rows.split_last().is_some_and(|(_, rows)| {
        rows.iter().any(|row| row.glyphs.last().is_some_and(|glyph| glyph.chr.is_alphanumeric()))
    });
    !galley.elided
        && !is_broken
        && galley.size().x <= rect.width() + SLACK
        && galley.size().y <= rect.height() + SLACK
}

/// Paints a text into a rectangle; the answer is where it stands. Screen readers do not hear of it: it is
/// for parts of a widget that has a label of its own.
pub fn paint_text(ui: &Ui, theme: &Theme, rect: Rect, fit: Fit, set: Type, text: &str) -> Rect {
    let galley = fit.galley(ui, theme, rect, set, text);
    let place = fit.align.align_size_within_rect(galley.size(), rect);
    let anchor = match fit.align.x() {
        Align::Min => place.left_top(),
        Align::Center => place.center_top(),
        Align::Max => place.right_top(),
    };
    ui.painter().galley(anchor, galley, set.colour);
    place
}

/// Paints a text that stands by itself, and tells screen readers and tests of it. `name` tells it from
/// the other labels of the same [`Ui`].
pub fn label(ui: &Ui, theme: &Theme, rect: Rect, fit: Fit, set: Type, text: &str) -> Response {
    let place = paint_text(ui, theme, rect, fit, set, text);
    let id = ui.scope_id().with(("label", text, rect.min.x.to_bits(), rect.min.y.to_bits()));
    let response = ui.interact(place, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    response
}

fn cut_texts_id() -> Id {
    Id::unique("goiso texts that did not fit")
}

/// How many cut texts are remembered: enough for a test's message.
const CUT_TEXTS_MAX: usize = 32;

fn note_cut(ctx: &Context, text: &str) {
    ctx.data_mut(|data| {
        let cut = data.get_temp_mut_or_default::<Vec<String>>(cut_texts_id());
        if cut.len() < CUT_TEXTS_MAX && !cut.iter().any(|known| known == text) {
            cut.push(text.to_owned());
        }
    });
}

/// The texts that had to be cut since the context was made, for tests of layouts.
pub fn cut_texts(ctx: &Context) -> Vec<String> {
    ctx.data(|data| data.get_temp(cut_texts_id()).unwrap_or_default())
}
