//! The paper inside the virtual printer: commands draw on it, a cut takes it off.

use qrcode::EcLevel;

use super::decode::{Align, Command};
use super::qr;
use super::raster::Bitmap;

/// Height of a line of the printer's own font, in dots (`ESC 2`).
const LINE_DOTS: usize = 30;
/// White that the way from the head to the cutter leaves at the end of a slip, in dots.
const CUTTER_DOTS: usize = 60;
/// A runaway feed ends here: about 2.5 m of paper.
const PAGE_DOTS_MAX: usize = 20_000;

/// Paper that is being printed.
#[derive(Debug)]
pub struct Page {
    paper: Bitmap,
    y: usize,
    align: Align,
    qr_module: u8,
    qr_level: EcLevel,
    qr_text: Vec<u8>,
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
        }
    }

    /// Carries one command out and tells how many dots the paper moved. Answers are not the page's business.
    pub fn run(&mut self, command: &Command) -> usize {
        let before = self.y;
        match command {
            Command::Init => {
                *self = Self { paper: self.paper.clone(), y: self.y, ..Self::new(self.paper.width() as u16) };
            }
            Command::Raster(bitmap, scale) => self.draw(bitmap, *scale),
            Command::Feed(dots) => self.advance(*dots),
            Command::FeedLines(lines) => self.advance(lines * LINE_DOTS),
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
            | Command::RealTime
            | Command::Text(_)
            | Command::Mode
            | Command::Noise(_) => {}
        }
        self.y - before
    }

    /// Takes the printed paper off; the modes stay, as in a printer.
    pub fn cut(&mut self) -> Bitmap {
        self.advance(CUTTER_DOTS);
        self.paper.extend_to(self.y);
        self.y = 0;
        let fresh = Bitmap::new(self.paper.width(), 0);
        std::mem::replace(&mut self.paper, fresh)
    }

    fn advance(&mut self, dots: usize) {
        self.y = (self.y + dots).min(PAGE_DOTS_MAX);
    }

    fn draw(&mut self, bitmap: &Bitmap, scale: (usize, usize)) {
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
