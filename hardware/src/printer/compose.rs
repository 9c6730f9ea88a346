//! A layout and a slip's texts become ink in its place, whatever way it takes into the printer.

use qrcode::EcLevel;

use super::encode::EncodeError;
use super::glyphs::Glyphs;
use super::layout::{Across, Element, Letters, SlipLanguages, SlipLayout, TextElement, What, Words};
use super::qr;
use super::raster::{Bitmap, Crop, DotSize};
use super::slip::{SlipContent, SlipTexts};
use super::split::Split;
use super::text::{Face, Run, Style};

/// The width that layouts are drawn for, in dots.
const FULL_WIDTH: usize = 576;
/// Size of the second language, and its smallest, in dots.
const SECOND_SCALE: f32 = 0.72;
const SECOND_SIZE_MIN: f32 = 18.0;
/// Part of a line's height for each language's line.
const SECOND_LINE: f32 = 1.25;

/// Everything on one slip, from top to bottom.
#[derive(Debug)]
pub(super) struct Composed {
    pub parts: Vec<Part>,
    /// Where the slip ends, in dots from its beginning.
    pub height: usize,
}

/// One thing on the slip.
#[derive(Debug)]
pub(super) struct Part {
    /// Its first row on the slip.
    pub top: usize,
    pub align: Across,
    pub ink: Ink,
}

#[derive(Debug)]
pub(super) enum Ink {
    /// The same on every slip, or on every slip of a service.
    Fixed(Bitmap),
    /// Changes from slip to slip.
    Changing(Changing),
    Qr {
        text: String,
        module_dots: usize,
        /// Width and height, in dots.
        side: usize,
    },
}

#[derive(Debug)]
pub(super) struct Changing {
    pub bitmap: Bitmap,
    pub size: DotSize,
    /// How it falls into pieces that do not change.
    pub split: Split,
}

impl DotSize {
    pub(super) fn factor(self) -> usize {
        match self {
            Self::Single => 1,
            Self::Double => 2,
        }
    }
}

/// Puts a slip together for paper of so many dots.
pub(super) fn compose(
    slip: &SlipContent,
    layout: &SlipLayout,
    dots: usize,
    glyphs: &Glyphs,
) -> Result<Composed, EncodeError> {
    let scale = (dots as f32 / FULL_WIDTH as f32).max(layout.narrow).min(1.0);
    let margin = layout.margin.min(dots / 24);
    let width = dots - 2 * margin;
    let mut page = Composer { glyphs, parts: Vec::new(), margin, width, scale, y: 0, bottom: 0 };
    let second = match layout.languages {
        SlipLanguages::Vietnamese => None,
        SlipLanguages::Bilingual => slip.second.as_ref(),
    };
    for element in &layout.elements {
        page.element(element, slip, second)?;
    }
    Ok(Composed { height: page.y.max(page.bottom), parts: page.parts })
}

/// Puts one thing under another.
struct Composer<'a> {
    glyphs: &'a Glyphs,
    parts: Vec<Part>,
    margin: usize,
    /// Dots between the margins.
    width: usize,
    scale: f32,
    /// Where the next thing begins.
    y: usize,
    /// Where the ink so far ends.
    bottom: usize,
}

impl Composer<'_> {
    fn element(
        &mut self,
        element: &Element,
        slip: &SlipContent,
        second: Option<&SlipTexts>,
    ) -> Result<(), EncodeError> {
        let align = element.align;
        let above = self.scaled(element.above);
        match &element.what {
            What::Text(text) => {
                let first = text.words.of(&slip.texts, Order::First);
                let is_code_missing = slip.qr.is_empty() && text.words == Words::QrCaption;
                if first.is_empty() || is_code_missing {
                    return Ok(());
                }
                self.y += above;
                self.text(text, first, align);
                let second = second.map_or("", |texts| text.words.of(texts, Order::Second));
                if !second.is_empty() && second != first {
                    let size = (text.size * SECOND_SCALE).max(SECOND_SIZE_MIN).min(text.size);
                    let line = (size * SECOND_LINE).round();
                    self.text(
                        &TextElement { size, line, face: Face::Regular, ..text.clone() },
                        second,
                        align,
                    );
                }
            }
            What::Number { size, face } => {
                self.y += above;
                self.number(&slip.number, Style { face: *face, size: size * self.scale / 2.0 }, align);
            }
            What::Priority { size, face } => {
                if !slip.texts.priority.is_empty() {
                    self.y += above;
                    let style = Style { face: *face, size: size * self.scale };
                    self.badge(&slip.texts.priority, second.map(|texts| &*texts.priority), style, align);
                }
            }
            What::Qr { size } => {
                if !slip.qr.is_empty() {
                    self.y += above;
                    self.qr(&slip.qr, *size, align)?;
                }
            }
            What::Logo { width, picture } => {
                self.y += above;
                let width = self.scaled(*width as f32).min(self.width);
                self.put(&picture.dithered(width), align, self.y, Ink::Fixed);
                self.y = self.bottom;
            }
            What::Rule => {
                self.y += above;
                self.put(&rule(self.width), align, self.y, Ink::Fixed);
                self.y = self.bottom;
            }
            What::Space { height } => self.y += above + self.scaled(*height),
        }
        Ok(())
    }

    fn scaled(&self, dots: f32) -> usize {
        (dots * self.scale).round() as usize
    }

    /// Puts a crop's ink across the paper, at a row or below what is there: paper does not move back.
    fn place(
        &mut self,
        crop: Crop,
        align: Across,
        top: usize,
        factor: usize,
        ink: impl FnOnce(Bitmap, usize) -> Ink,
    ) -> usize {
        let top = top.max(self.bottom);
        let (bitmap, margin) = self.aligned(crop, align, factor);
        self.bottom = top + bitmap.height() * factor;
        self.parts.push(Part { top, align, ink: ink(bitmap, margin) });
        top
    }

    /// White for the margin is part of the picture, as not every printer knows margins. Returns the column where
    /// the ink begins, too.
    fn aligned(&self, crop: Crop, align: Across, factor: usize) -> (Bitmap, usize) {
        let margin = self.margin.div_ceil(factor);
        let ink_width = crop.bitmap.width() - crop.margin;
        match align {
            Across::Centre => (crop.bitmap, crop.margin),
            Across::Left => {
                let width = (margin + ink_width).next_multiple_of(8);
                (
                    crop.bitmap
                        .window(crop.margin, 0, ink_width, crop.bitmap.height())
                        .shifted(margin, width),
                    margin,
                )
            }
            Across::Right => {
                let width = (margin + ink_width).next_multiple_of(8);
                let left = width - margin - ink_width;
                (
                    crop.bitmap.window(crop.margin, 0, ink_width, crop.bitmap.height()).shifted(left, width),
                    left,
                )
            }
        }
    }

    /// A whole picture at a row; nothing when it is blank.
    fn put(&mut self, bitmap: &Bitmap, align: Across, top: usize, ink: impl FnOnce(Bitmap) -> Ink) {
        if let Some(crop) = bitmap.cropped() {
            let top = top + crop.top;
            self.place(crop, align, top, 1, |bitmap, _| ink(bitmap));
        }
    }

    /// Lines of text; what of a letter sticks out of its line eats the white around it.
    fn text(&mut self, element: &TextElement, text: &str, align: Across) {
        let text: String = text.chars().take(SlipContent::TEXT_CHARS_MAX).collect();
        let text = match element.letters {
            Letters::AsWritten => text,
            Letters::Capitals => text.to_uppercase(),
        };
        let style = Style { face: element.face, size: element.size * self.scale };
        let (style, lines) = style.wrap(self.glyphs, &text, self.width);
        let line_height = element.line * self.scale;
        // The base line sits where letters without marks are in the middle of the line.
        let baseline = (line_height / 2.0 + style.size * 0.36).round() as usize;
        for line in lines {
            let is_changing = element.words.are_changing();
            let (drawn, runs) = if is_changing {
                style.draw_runs(self.glyphs, &line)
            } else {
                (style.draw(self.glyphs, &line), Vec::new())
            };
            let Some(crop) = drawn.bitmap.cropped() else { continue };
            let wanted = (self.y + baseline + crop.top).saturating_sub(drawn.baseline);
            let (ink_top, crop_left) = (crop.top, crop.left);
            let top = self.place(crop, align, wanted, 1, |bitmap, ink_left| {
                if !is_changing {
                    return Ink::Fixed(bitmap);
                }
                let split = split(style, runs, ink_top, ink_left, crop_left);
                Ink::Changing(Changing { bitmap, size: DotSize::Single, split })
            });
            self.y += line_height.round() as usize + top.saturating_sub(wanted);
        }
    }

    fn number(&mut self, number: &str, style: Style, align: Across) {
        let number: String = number.chars().take(SlipContent::NUMBER_CHARS_MAX).collect();
        // All numbers of a style are as large as the widest of them.
        let widest = number.replace(|letter: char| letter.is_ascii_digit(), "0");
        let style = style.shrunk(style.width(self.glyphs, &widest) + style.size * 0.05, self.width / 2);
        let (drawn, runs) = style.draw_runs(self.glyphs, &number);
        let Some(crop) = drawn.bitmap.cropped() else { return };
        let (above, below) = NUMBER_ROWS;
        let above = (style.size * above).ceil() as usize;
        let rows = above + (style.size * below).ceil() as usize;
        let (ink_top, crop_left) = (crop.top, crop.left);
        // By the height of a digit, so that a comma or a mark above does not move the others.
        let top = self.y + ink_top.saturating_sub(drawn.baseline.saturating_sub(above)) * 2;
        self.place(crop, align, top, 2, |bitmap, ink_left| {
            let split = split(style, runs, ink_top, ink_left, crop_left);
            Ink::Changing(Changing { bitmap, size: DotSize::Double, split })
        });
        self.y = self.bottom.max(self.y + rows * 2);
    }

    /// White letters on a black plate.
    fn badge(&mut self, text: &str, second: Option<&str>, style: Style, align: Across) {
        let small = Style {
            face: Face::Regular,
            size: (style.size * SECOND_SCALE).max(SECOND_SIZE_MIN).min(style.size),
        };
        let second = second.filter(|second| *second != text);
        let glyphs = self.glyphs;
        let texts = [Some((text, style)), second.map(|second| (second, small))];
        let inks: Vec<Bitmap> = texts
            .into_iter()
            .flatten()
            .flat_map(|(text, style)| {
                let text: String = text.chars().take(SlipContent::TEXT_CHARS_MAX).collect();
                let (style, lines) = style.wrap(glyphs, &text, self.width - 40);
                lines
                    .into_iter()
                    .filter_map(move |line| Some(style.draw(glyphs, &line).bitmap.cropped()?.bitmap))
            })
            .collect();
        let Some(widest) = inks.iter().map(Bitmap::width).max() else { return };
        let height = inks.iter().map(|ink| ink.height() + 10).sum::<usize>() + 10;
        let mut plate = Bitmap::new(widest + 32, height);
        let mut top = 10;
        for ink in inks {
            plate.draw(&ink, (plate.width() - ink.width()) / 2, top, (1, 1));
            top += ink.height() + 10;
        }
        self.put(&plate.inverted(), align, self.y, Ink::Fixed);
        self.y = self.bottom + self.scaled(8.0);
    }

    fn qr(&mut self, text: &str, width_max: usize, align: Across) -> Result<(), EncodeError> {
        let too_long = EncodeError::QrTooLong { bytes: text.len() };
        if text.len() > SlipContent::QR_BYTES_MAX {
            return Err(too_long);
        }
        let modules = qr::modules(text.as_bytes(), EcLevel::M).ok_or(too_long)?;
        let module_dots = (width_max.min(self.width) / modules).clamp(3, 16);
        let side = modules * module_dots;
        let top = self.y.max(self.bottom);
        self.bottom = top + side;
        self.y = self.bottom;
        self.parts.push(Part { top, align, ink: Ink::Qr { text: text.to_owned(), module_dots, side } });
        Ok(())
    }
}

/// How far digits and capitals without marks reach above and below the base line, in em.
const NUMBER_ROWS: (f32, f32) = (0.76, 0.04);

fn split(style: Style, runs: Vec<Run>, ink_top: usize, ink_left: usize, crop_left: usize) -> Split {
    Split { style, runs, ink_top, line_left: ink_left.cast_signed() - crop_left.cast_signed() }
}

/// A dashed line: three dots high, eight on and four off.
fn rule(width: usize) -> Bitmap {
    let mut bitmap = Bitmap::new(width, 3);
    for x in (0..width).filter(|x| x % 12 < 8) {
        for y in 0..3 {
            bitmap.blacken(x, y);
        }
    }
    bitmap
}

/// Which language of a layout's own text.
#[derive(Debug, Clone, Copy)]
enum Order {
    First,
    Second,
}

impl Words {
    /// Whether they change from slip to slip.
    fn are_changing(&self) -> bool {
        match self {
            Self::Ahead | Self::Wait | Self::Date => true,
            Self::Unit
            | Self::Centre
            | Self::Caption
            | Self::Service
            | Self::Counters
            | Self::Place
            | Self::QrCaption
            | Self::Footer
            | Self::Own(..) => false,
        }
    }

    fn of<'a>(&'a self, texts: &'a SlipTexts, order: Order) -> &'a str {
        match (self, order) {
            (Self::Unit, _) => &texts.unit,
            (Self::Centre, _) => &texts.centre,
            (Self::Caption, _) => &texts.caption,
            (Self::Service, _) => &texts.service,
            (Self::Counters, _) => &texts.counters,
            (Self::Place, _) => &texts.place,
            (Self::Ahead, _) => &texts.ahead,
            (Self::Wait, _) => &texts.wait,
            (Self::QrCaption, _) => &texts.qr_caption,
            (Self::Date, _) => &texts.date,
            (Self::Footer, _) => &texts.footer,
            (Self::Own(first, _), Order::First) => first,
            (Self::Own(_, second), Order::Second) => second,
        }
    }
}
