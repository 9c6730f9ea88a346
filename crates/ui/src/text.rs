//! Text that fits its rectangle: it wraps up to a number of lines, then shrinks, and only then is cut.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::text::{LayoutJob, TextFormat};
use egui::{Align, Align2, Color32, Context, FontId, Galley, Id, Rect, Response, Sense, Ui, WidgetInfo};

use crate::{LetterSizes, Theme, Weight};

mod placed;

pub use placed::{PlacedText, cover, placed_texts, watch_texts};

/// Vietnamese capitals carry two marks, so lines need this much of the letter size.
const LINE_HEIGHT: f32 = 1.2;
/// One step of shrinking.
const STEP: f32 = 0.94;
/// The size in points at which it is found out how much a larger text must shrink: every size that is tried leaves its
/// letters in the texture.
const MEASURED_SIZE: f32 = 24.0;
/// Up to this size in points a text is first tried as it is, for most texts fit.
const TRIED_SIZE_MAX: f32 = 60.0;
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
        let mut share = self.share_to_begin_at(ui, theme, rect, set, text);
        loop {
            let font = theme.font(set.weight, set.size * share);
            let galley = self.at_size(ui, &font, rect.width(), set.colour, text);
            if fits(&galley, rect, SLACK) {
                return self.balanced(ui, &font, rect, text, galley);
            }
            if share * STEP < self.shrink_min {
                note_cut(ui.ctx(), text);
                return galley;
            }
            share *= STEP;
        }
    }

    /// Where to begin: at the largest share at which the text fits as far as small letters tell.
    fn share_to_begin_at(self, ui: &Ui, theme: &Theme, rect: Rect, set: Type, text: &str) -> f32 {
        let whole = theme.font(set.weight, set.size);
        if whole.size <= TRIED_SIZE_MAX
            && fits(&self.at_size(ui, &whole, rect.width(), set.colour, text), rect, SLACK)
        {
            return 1.0;
        }
        let drawn = |share: f32| theme.font(set.weight, set.size * share).size;
        let font = FontId::new(MEASURED_SIZE, set.weight.family());
        let mut share = 1.0;
        while share * STEP >= self.shrink_min {
            let smaller = MEASURED_SIZE / drawn(share);
            let room = Rect::from_min_size(rect.min, rect.size() * smaller);
            let galley = self.at_size(ui, &font, room.width(), set.colour, text);
            if fits(&galley, room, SLACK * smaller) {
                break;
            }
            share *= STEP;
        }
        begun_at(theme, share)
    }

    /// The same lines broken as evenly as they go: no single word is left for the last one.
    fn balanced(self, ui: &Ui, font: &FontId, rect: Rect, text: &str, galley: Arc<Galley>) -> Arc<Galley> {
        let mut best = galley;
        while best.rows.len() > 1 {
            // One point less than the longest line: something must move to the next one.
            let colour = colour_of(&best);
            let narrower = self.at_size(ui, font, best.size().x - 1.0, colour, text);
            if narrower.rows.len() > best.rows.len() || !fits(&narrower, rect, SLACK) {
                break;
            }
            best = narrower;
        }
        best
    }

    fn at_size(self, ui: &Ui, font: &FontId, width: f32, colour: Color32, text: &str) -> Arc<Galley> {
        let format = TextFormat {
            line_height: Some((font.size * LINE_HEIGHT).round()),
            font_id: font.clone(),
            color: colour,
            valign: Align::Center,
            ..TextFormat::default()
        };
        // A dash stays with the word before it.
        let mut job = LayoutJob::single_section(text.replace(" – ", "\u{a0}– "), format);
        job.wrap.max_width = width.max(1.0);
        job.wrap.max_rows = self.lines_max;
        job.halign = self.align.x();
        ui.painter().layout_job(job)
    }
}

/// At which share a text is first set when small letters have told that it fits at this one. They may be wrong by a step.
fn begun_at(theme: &Theme, share: f32) -> f32 {
    match theme.letter_sizes {
        LetterSizes::Any => (share / STEP).min(1.0),
        LetterSizes::Few => share,
    }
}

fn colour_of(galley: &Galley) -> Color32 {
    galley.job.sections.first().map_or(Color32::PLACEHOLDER, |section| section.format.color)
}

/// Whether the whole text is inside, but for `slack` points, and no word is broken over two lines.
fn fits(galley: &Galley, rect: Rect, slack: f32) -> bool {
    let is_broken = galley.rows.split_last().is_some_and(|(_, rows)| {
        rows.iter().filter(|row| !row.ends_with_newline).any(|row| {
            // A row broken at a space or a dash ends with it.
            row.glyphs.last().is_some_and(|glyph| glyph.chr.is_alphanumeric() || glyph.chr == '\u{a0}')
        })
    });
    !galley.elided
        && !is_broken
        && galley.size().x <= rect.width() + slack
        && galley.size().y <= rect.height() + slack
}

/// Paints a text into a rectangle; the answer is where it stands. Screen readers do not hear of it: it is
/// for parts of a widget that has a label of its own.
pub fn paint_text(ui: &Ui, theme: &Theme, rect: Rect, fit: Fit, set: Type, text: &str) -> Rect {
    let galley = fit.galley(ui, theme, rect, set, text);
    let place = fit.align.align_size_within_rect(galley.size(), rect);
    placed::note(ui.ctx(), text, place.intersect(ui.clip_rect()), rect);
    let anchor = match fit.align.x() {
        Align::Min => place.left_top(),
        Align::Center => place.center_top(),
        Align::Max => place.right_top(),
    };
    ui.painter().galley(anchor, galley, set.colour);
    place
}

/// A line of a [`Stack`]: how it is set, on how many lines at most, and the text.
pub type StackItem<'a> = (Type, usize, &'a str);

/// Texts under each other, centred over the height of a rectangle, shrunk together until they fit.
#[derive(Debug, Clone, Copy)]
pub struct Stack<'a> {
    /// Where they stand sideways.
    pub align: Align,
    /// The texts from top to bottom; empty ones take no room.
    pub items: &'a [StackItem<'a>],
}

impl Stack<'_> {
    /// The smallest share of its size that a stack shrinks to.
    const SHRINK_MIN: f32 = 0.5;

    /// The share of their size at which the texts fit, so that neighbours may be painted at the same one.
    pub fn share(&self, ui: &Ui, theme: &Theme, rect: Rect) -> f32 {
        let sizes = self.visible().map(|(set, _, _)| theme.font(set.weight, set.size).size);
        let largest = sizes.fold(MEASURED_SIZE, f32::max);
        if largest <= TRIED_SIZE_MAX
            && are_inside(&self.galleys_at(ui, theme, rect.width(), 1.0), rect, SLACK)
        {
            return 1.0;
        }
        let measured = MEASURED_SIZE / largest;
        let mut share = 1.0;
        while share * STEP >= Self::SHRINK_MIN {
            let smaller = measured / share;
            let room = Rect::from_min_size(rect.min, rect.size() * smaller);
            if are_inside(&self.galleys_at(ui, theme, room.width(), measured), room, SLACK * smaller) {
                break;
            }
            share *= STEP;
        }
        let begun_at = begun_at(theme, share);
        match theme.letter_sizes {
            LetterSizes::Any => self.share_below(ui, theme, rect, begun_at),
            LetterSizes::Few => begun_at,
        }
    }

    /// The largest share at which the texts fit, from this one down.
    fn share_below(&self, ui: &Ui, theme: &Theme, rect: Rect, mut share: f32) -> f32 {
        while share * STEP >= Self::SHRINK_MIN
            && !are_inside(&self.galleys_at(ui, theme, rect.width(), share), rect, SLACK)
        {
            share *= STEP;
        }
        share
    }

    /// How wide the texts would like to be.
    pub fn width(&self, ui: &Ui, theme: &Theme) -> f32 {
        self.galleys_at(ui, theme, f32::INFINITY, 1.0)
            .iter()
            .map(|galley| galley.size().x)
            .fold(0.0, f32::max)
    }

    /// Paints the texts at `share_max` of their size, or smaller if they need it.
    pub fn paint(&self, ui: &Ui, theme: &Theme, rect: Rect, share_max: f32) {
        let share = self.share_below(ui, theme, rect, share_max.min(self.share(ui, theme, rect)));
        if !are_inside(&self.galleys_at(ui, theme, rect.width(), share), rect, SLACK) {
            self.items.iter().for_each(|(_, _, text)| note_cut(ui.ctx(), text));
        }
        let galleys = self.galleys_at(ui, theme, rect.width(), share);
        let height: f32 = galleys.iter().map(|galley| galley.size().y).sum();
        let mut y = rect.center().y - height / 2.0;
        for galley in galleys {
            let (x, size) = (self.align.align_size_within_range(0.0, rect.x_range()).min, galley.size());
            let left = self.align.align_size_within_range(size.x, rect.x_range()).min;
            placed::note(ui.ctx(), galley.text(), Rect::from_min_size(egui::pos2(left, y), size), rect);
            let colour = colour_of(&galley);
            ui.painter().galley(egui::pos2(x, y), galley, colour);
            y += size.y;
        }
    }

    fn galleys_at(&self, ui: &Ui, theme: &Theme, width: f32, share: f32) -> Vec<Arc<Galley>> {
        let lay_out = |&(set, lines_max, text): &StackItem<'_>| {
            let fit = Fit::lines(Align2([self.align, Align::Center]), lines_max);
            let font = theme.font(set.weight, set.size * share);
            let galley = fit.at_size(ui, &font, width, set.colour, text);
            let room = Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(width, f32::INFINITY));
            if fits(&galley, room, SLACK) { fit.balanced(ui, &font, room, text, galley) } else { galley }
        };
        self.visible().map(lay_out).collect()
    }

    fn visible(&self) -> impl Iterator<Item = &StackItem<'_>> {
        self.items.iter().filter(|(_, _, text)| !text.is_empty())
    }
}

/// Whether these texts have room under each other, but for `slack` points.
fn are_inside(galleys: &[Arc<Galley>], rect: Rect, slack: f32) -> bool {
    let height: f32 = galleys.iter().map(|galley| galley.size().y).sum();
    height <= rect.height() + slack && galleys.iter().all(|galley| fits(galley, rect, slack))
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

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{RawInput, vec2};

    /// Runs `check` in a frame of a context with our fonts.
    fn in_frame(mut check: impl FnMut(&Ui, &Theme)) -> Context {
        let ctx = Context::default();
        crate::install_fonts(&ctx);
        let theme = Theme::default();
        // There is no screen that would take the letters' images.
        ctx.run_ui(RawInput::default(), |ui| check(ui, &theme)).textures_delta.clear();
        ctx
    }

    fn room(width: f32, height: f32) -> Rect {
        Rect::from_min_size(egui::pos2(10.0, 10.0), vec2(width, height))
    }

    #[test]
    fn a_text_wraps_then_shrinks_then_is_cut_and_that_is_noted() {
        let name = "Người có công – Bảo trợ xã hội";
        let set = Type::semi_bold(40.0, Color32::BLACK);
        let lines = Fit::lines(Align2::LEFT_CENTER, 2);
        let ctx = in_frame(|ui, theme| {
            let one_line = lines.galley(ui, theme, room(900.0, 100.0), set, name);
            assert_eq!((one_line.rows.len(), one_line.size().y.round()), (1, 48.0));
            let wrapped = lines.galley(ui, theme, room(400.0, 100.0), set, name);
            assert_eq!((wrapped.rows.len(), wrapped.size().y.round()), (2, 96.0));
            let shrunk = lines.galley(ui, theme, room(260.0, 100.0), set, name);
            assert!(shrunk.size().y < 90.0 && !shrunk.elided, "{:?}", shrunk.size());
        });
        assert_eq!(cut_texts(&ctx), [""; 0]);
        let ctx = in_frame(|ui, theme| {
            assert!(lines.galley(ui, theme, room(60.0, 100.0), set, name).elided);
        });
        assert_eq!(cut_texts(&ctx), [name]);
    }

    #[test]
    fn no_word_is_broken_over_two_lines() {
        let set = Type::regular(40.0, Color32::BLACK);
        in_frame(|ui, theme| {
            let galley = Fit::lines(Align2::LEFT_CENTER, 3).galley(
                ui,
                theme,
                room(150.0, 200.0),
                set,
                "Nghiêng nghiêng",
            );
            let words: Vec<String> = galley.rows.iter().map(|row| row.text()).collect();
            assert_eq!(words.concat(), "Nghiêng nghiêng");
            assert!(words[0].trim_end() == "Nghiêng", "{words:?}");
        });
    }

    #[test]
    fn a_stack_shrinks_together_until_it_fits() {
        let set = Type::regular(40.0, Color32::BLACK);
        let items = [(set, 1, "Chứng thực"), (set, 1, ""), (set, 1, "4 người chờ")];
        let stack = Stack { align: Align::Min, items: &items };
        in_frame(|ui, theme| {
            assert!((stack.share(ui, theme, room(400.0, 96.0)) - 1.0).abs() < 1e-6);
            let share = stack.share(ui, theme, room(400.0, 72.0));
            assert!((0.65..0.8).contains(&share), "{share}");
        });
    }
}
