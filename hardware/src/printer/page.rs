//! The paper inside the virtual printer: commands draw on it, a cut takes it off.

use std::collections::BTreeMap;

use qrcode::EcLevel;

use super::decode::{Align, Command, Keep, LetterSet};
use super::graphics::GraphicKey;
use super::qr;
use super::raster::Bitmap;

/// Height of a line of the printer's own font, in dots (`ESC 2`).
const LINE_DOTS: usize = 30;
/// White that the way from the head to the cutter leaves at the end of a slip, in dots.
const CUTTER_DOTS: usize = 60;
/// The highest area that is put together in memory, in dots; Epson TM-T88V, `ESC W`.
const PAGE_AREA_DOTS: usize = 1662;
/// A runaway feed ends here: about 2.5 m of paper.
const PAGE_DOTS_MAX: usize = 20_000;

/// A letter of the printer's own font, in dots.
const LETTER: (usize, usize) = (12, 24);
/// Pictures that the printer keeps; more are not taken.
const KEPT_MAX: usize = 4096;

/// Paper that is being printed, and what the printer keeps.
#[derive(Debug)]
pub struct Page {
    paper: Bitmap,
    y: usize,
    align: Align,
    qr_module: u8,
    qr_level: EcLevel,
    qr_text: Vec<u8>,
    graphics: BTreeMap<GraphicKey, Bitmap>,
    glyphs: BTreeMap<u8, Bitmap>,
    letters: LetterSet,
    /// The letters of a line that is not printed yet.
    line: Option<Line>,
    area: Option<Area>,
}

/// Letters beside each other.
#[derive(Debug)]
struct Line {
    ink: Bitmap,
    x: usize,
}

/// Rows that are put together in memory.
#[derive(Debug)]
struct Area {
    ink: Bitmap,
    left: usize,
    x: usize,
    y: usize,
}

impl Page {
    /// Blank paper, so many dots wide.
    pub fn new(dots: u16) -> Self {
        Self {
            paper: Bitmap::new(usize::from(dots), 0),
            y: 0,
            align: Align::Left,
            qr_module: 3,
            qr_level: EcLevel::L,
            qr_text: Vec::new(),
            graphics: BTreeMap::new(),
            glyphs: BTreeMap::new(),
            letters: LetterSet::Printer,
            line: None,
            area: None,
        }
    }

    /// Carries one command out and tells how many dots the paper moved. Answers are not the page's business.
    pub fn run(&mut self, command: &Command) -> usize {
        let before = self.y;
        match command {
            Command::Init => {
                // Letters are lost; pictures stay.
                let fresh = Self::new(self.paper.width() as u16);
                let graphics = std::mem::take(&mut self.graphics);
                *self = Self { paper: self.paper.clone(), y: self.y, graphics, ..fresh };
            }
            Command::Raster(bitmap, scale) => self.draw(bitmap, *scale),
            Command::Feed(dots) => self.end_line(*dots),
            Command::FeedLines(lines) => self.end_line(lines * LINE_DOTS),
            Command::Text(letter) => self.letter(*letter),
            Command::Keep(keep) => self.keep(keep),
            Command::Align(align) => self.align = *align,
            Command::QrModule(dots) => self.qr_module = (*dots).clamp(1, 16),
            Command::QrLevel(level) => self.qr_level = *level,
            Command::QrStore(text) => self.qr_text.clone_from(text),
            Command::QrPrint => {
                if let Some(code) = qr::code(&self.qr_text, self.qr_level) {
                    self.draw(&qr::draw(&code, usize::from(self.qr_module)), (1, 1));
                }
            }
            Command::Cut
            | Command::ProcessId(_)
            | Command::SendStatus
            | Command::AutoStatus(_)
            | Command::SendIdentity(_)
            | Command::SendKeys
            | Command::Acknowledge
            | Command::RealTime
            | Command::Mode
            | Command::Noise(_) => {}
        }
        self.y - before
    }

    /// The keys of the pictures that are kept.
    pub fn keys(&self) -> impl Iterator<Item = GraphicKey> {
        self.graphics.keys().copied()
    }

    /// Takes the printed paper off; the modes stay, as in a printer.
    pub fn cut(&mut self) -> Bitmap {
        self.advance(CUTTER_DOTS);
        self.paper.extend_to(self.y);
        self.y = 0;
        let fresh = Bitmap::new(self.paper.width(), 0);
        std::mem::replace(&mut self.paper, fresh)
    }

    fn keep(&mut self, keep: &Keep) {
        match keep {
            Keep::Define(key, bitmap) => {
                if self.graphics.len() < KEPT_MAX {
                    self.graphics.insert(*key, bitmap.clone());
                }
            }
            Keep::Print(key, scale) => {
                if let Some(bitmap) = self.graphics.get(key).cloned() {
                    self.draw(&bitmap, *scale);
                }
            }
            Keep::Delete(key) => {
                self.graphics.remove(key);
            }
            Keep::DeleteAll => self.graphics.clear(),
            Keep::Glyphs(first, letters) => {
                self.glyphs.extend((*first..).zip(letters.iter().cloned()));
            }
            Keep::Letters(set) => self.letters = *set,
            Keep::AreaBegin => {
                let ink = Bitmap::new(self.paper.width(), PAGE_AREA_DOTS);
                self.area = Some(Area { ink, left: 0, x: 0, y: 0 });
            }
            Keep::Area([left, _, width, height]) => {
                if let Some(area) = &mut self.area {
                    let width = (*width).min(self.paper.width().saturating_sub(*left));
                    *area = Area {
                        ink: Bitmap::new(width, (*height).min(PAGE_AREA_DOTS)),
                        left: *left,
                        x: 0,
                        y: 0,
                    };
                }
            }
            Keep::Down(row) => {
                if let Some(area) = &mut self.area {
                    area.y = *row;
                }
            }
            Keep::Across(column) => {
                if let Some(area) = &mut self.area {
                    area.x = *column;
                }
            }
            Keep::AreaPrint => {
                if let Some(area) = self.area.take() {
                    let top = self.y;
                    self.advance(area.ink.height());
                    self.paper.extend_to(self.y);
                    self.paper.draw(&area.ink, area.left, top, (1, 1));
                }
            }
        }
    }

    fn letter(&mut self, letter: u8) {
        let glyph = match self.letters {
            LetterSet::Defined => self.glyphs.get(&letter).cloned(),
            LetterSet::Printer => None,
        };
        // The printer's own letters are not ours to draw: a frame shows that something stands there.
        let glyph = glyph.unwrap_or_else(|| frame(letter));
        let width = self.paper.width();
        let line = self.line.get_or_insert_with(|| Line { ink: Bitmap::new(width, LETTER.1), x: 0 });
        line.ink.draw(&glyph, line.x, 0, (1, 1));
        line.x += LETTER.0;
    }

    /// Prints the letters of the line, and moves on at least as far as they are high.
    fn end_line(&mut self, dots: usize) {
        match self.line.take() {
            Some(line) => {
                let ink = line.ink.window(0, 0, line.x.min(line.ink.width()), line.ink.height());
                let before = self.y;
                self.draw(&ink, (1, 1));
                self.advance(dots.saturating_sub(self.y - before));
            }
            None => self.advance(dots),
        }
    }

    fn advance(&mut self, dots: usize) {
        self.y = (self.y + dots).min(PAGE_DOTS_MAX);
    }

    fn draw(&mut self, bitmap: &Bitmap, scale: (usize, usize)) {
        if let Some(area) = &mut self.area {
            let top = area.y.saturating_sub(bitmap.height() * scale.1);
            return area.ink.draw(bitmap, area.x, top, scale);
        }
        let spare = self.paper.width().saturating_sub(bitmap.width() * scale.0);
        let left = match self.align {
            Align::Left => 0,
            Align::Centre => spare / 2,
            Align::Right => spare,
        };
        let top = self.y;
        self.advance(bitmap.height() * scale.1);
        self.paper.extend_to(self.y);
        self.paper.draw(bitmap, left, top, scale);
    }
}

fn frame(letter: u8) -> Bitmap {
    let mut bitmap = Bitmap::new(LETTER.0, LETTER.1);
    if letter != b' ' {
        for y in 2..LETTER.1 - 2 {
            for x in 1..LETTER.0 - 1 {
                if x == 1 || x == LETTER.0 - 2 || y == 2 || y == LETTER.1 - 3 {
                    bitmap.blacken(x, y);
                }
            }
        }
    }
    bitmap
}

/// All slips that a stream of bytes prints: encode, decode, look.
pub fn render(bytes: &[u8], dots: u16) -> Vec<Bitmap> {
    let mut page = Page::new(dots);
    let mut slips = Vec::new();
    let mut rest = bytes;
    while let Some((command, length)) = super::decode::next_command(rest) {
        page.run(&command);
        if command == Command::Cut {
            slips.push(page.cut());
        }
        rest = &rest[length..];
    }
    slips
}
