//! A slip as ESC/POS bytes.

use std::cell::RefCell;

use escpos::driver::Driver;
use escpos::errors::PrinterError;
use escpos::printer::Printer;
use escpos::utils::{Protocol, QRCodeCorrectionLevel, QRCodeModel, QRCodeOption};
use qrcode::EcLevel;

use super::compose::{Changing, Ink, Part, compose};
use super::glyphs::Glyphs;
use super::graphics::{GraphicKey, Resident, print_command};
use super::layout::{Across, SlipLayout};
use super::profile::{Cutter, Profile, QrSupport};
use super::qr;
use super::raster::{Bitmap, DotSize, raster_commands};
use super::slip::SlipContent;
use super::split::Piece;
use super::strategy::Strategy;

/// Once per connection: `ESC @`, then out of the Kanji mode in which Chinese models start (`FS .`).
pub const INIT: [u8; 4] = [0x1b, 0x40, 0x1c, 0x2e];

/// Before each slip: plain modes, centred, without erasing what the printer keeps (`ESC @` would):
/// `ESC !`, `GS !`, `ESC a 1`, `ESC 2`, `ESC E`, `ESC -`, `GS B`, `ESC %`.
pub const MODE_RESET: [u8; 23] = [
    0x1b, 0x21, 0, 0x1d, 0x21, 0, 0x1b, 0x61, 1, 0x1b, 0x32, 0x1b, 0x45, 0, 0x1b, 0x2d, 0, 0x1d, 0x42, 0,
    0x1b, 0x25, 0,
];

/// Feed to the cutter and cut but for one point (`GS V B 0`).
pub const FEED_AND_CUT: [u8; 4] = [0x1d, 0x56, 0x42, 0];

/// Why a slip could not become bytes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// The text of the QR code is too long.
    #[error("qr text of {bytes} bytes is longer than {max}", max = SlipContent::QR_BYTES_MAX)]
    QrTooLong {
        /// How long it is.
        bytes: usize,
    },
    /// The encoder library refused.
    #[error("escpos: {0}")]
    Library(String),
}

impl From<PrinterError> for EncodeError {
    fn from(error: PrinterError) -> Self {
        Self::Library(error.to_string())
    }
}

/// Cut through (`GS V A 0`).
const FEED_AND_CUT_THROUGH: [u8; 4] = [0x1d, 0x56, 0x41, 0];
/// From the head to the tear bar of a printer without a blade, in dots.
const TEAR_DOTS: usize = 120;
/// Rows of an area below its pictures: printers differ by one in where a picture's foot stands.
const AREA_SLACK: usize = 2;

/// How slips of one printer are to look and to be sent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look<'a> {
    pub layout: &'a SlipLayout,
    pub profile: &'a Profile,
    pub strategy: Strategy,
    pub resident: &'a Resident,
    pub glyphs: &'a Glyphs,
}

/// One slip in the built-in layout, all as rasters: what any printer understands.
pub fn encode(slip: &SlipContent, profile: &Profile) -> Result<Vec<u8>, EncodeError> {
    let layout = SlipLayout::vietnamese();
    let (resident, glyphs) = (Resident::default(), Glyphs::default());
    let look =
        Look { layout: &layout, profile, strategy: Strategy::Rasters, resident: &resident, glyphs: &glyphs };
    encode_with(slip, look)
}

/// One slip, from the mode reset to the cut.
pub(super) fn encode_with(slip: &SlipContent, look: Look<'_>) -> Result<Vec<u8>, EncodeError> {
    let composed = compose(slip, look.layout, usize::from(look.profile.dots), look.glyphs)?;
    let mut out = Encoder {
        printer: Printer::new(Memory::default(), Protocol::default(), None),
        look,
        y: 0,
        align: Across::Centre,
    };
    out.printer.custom(&MODE_RESET)?;
    if look.strategy == Strategy::KeptPieces {
        out.printer.custom(&motion_units(look.profile.dots_per_inch))?;
    }
    for (part_idx, part) in composed.parts.iter().enumerate() {
        let next = composed.parts.get(part_idx + 1).map_or(usize::MAX, |next| next.top);
        out.part(part, next)?;
    }
    out.feed_to(composed.height)?;
    match look.profile.cutter {
        Cutter::Partial => out.printer.custom(&FEED_AND_CUT)?,
        Cutter::Full => out.printer.custom(&FEED_AND_CUT_THROUGH)?,
        Cutter::None => {
            out.feed_to(composed.height + TEAR_DOTS)?;
            &mut out.printer
        }
    }
    .print()?;
    Ok(out.printer.driver().0.into_inner())
}

/// `GS P x y`: count in dots, whatever the printer's own unit is.
fn motion_units(dots_per_inch: u16) -> [u8; 4] {
    let unit = dots_per_inch.min(255) as u8;
    [0x1d, 0x50, unit, unit]
}

struct Encoder<'a> {
    printer: Printer<Memory>,
    look: Look<'a>,
    /// Rows of the slip that the paper has moved.
    y: usize,
    align: Across,
}

impl Encoder<'_> {
    /// Prints one part; it may use the paper down to the row where the next begins.
    fn part(&mut self, part: &Part, next: usize) -> Result<(), EncodeError> {
        match &part.ink {
            Ink::Fixed(bitmap) => {
                self.feed_to(part.top)?;
                match self.kept_line(bitmap) {
                    Some(key) => self.kept(bitmap, key, part.align)?,
                    None => self.raster(bitmap, DotSize::Single, part.align)?,
                }
            }
            Ink::Changing(line) => {
                if let Some((area, pieces)) = self.pieces(line, part, next) {
                    self.area(area, &pieces, line.size)?;
                } else {
                    self.feed_to(part.top)?;
                    self.raster(&line.bitmap, line.size, part.align)?;
                }
            }
            Ink::Qr { text, module_dots, side } => {
                self.feed_to(part.top)?;
                match self.look.profile.qr {
                    QrSupport::Native => {
                        self.align(part.align)?;
                        let module = *module_dots as u8;
                        let level = QRCodeCorrectionLevel::M;
                        let option = QRCodeOption::new(QRCodeModel::Model2, module, level);
                        self.printer.qrcode_option(text, option)?;
                        self.y += side;
                    }
                    QrSupport::Raster => {
                        let too_long = EncodeError::QrTooLong { bytes: text.len() };
                        let code = qr::code(text.as_bytes(), EcLevel::M).ok_or(too_long)?;
                        self.raster(&qr::draw(&code, *module_dots), DotSize::Single, part.align)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn kept_line(&self, bitmap: &Bitmap) -> Option<GraphicKey> {
        match self.look.strategy {
            Strategy::Rasters => None,
            Strategy::KeptLines | Strategy::KeptPieces => self.look.resident.key(bitmap),
        }
    }

    /// Where the pieces of a line go, if the printer keeps them all and there is room for their rows.
    fn pieces(&self, line: &Changing, part: &Part, next: usize) -> Option<(Area, Vec<Placed>)> {
        match self.look.strategy {
            Strategy::Rasters | Strategy::KeptLines => return None,
            Strategy::KeptPieces => {}
        }
        let factor = line.size.factor().cast_signed();
        let paper = usize::from(self.look.profile.dots);
        let spare = paper.saturating_sub(line.bitmap.width() * line.size.factor());
        let line_left = match part.align {
            Across::Left => 0,
            Across::Centre => spare / 2,
            Across::Right => spare,
        };
        let pieces = line.split.pieces(self.look.glyphs)?;
        let foot = |piece: &Piece| piece.top + piece.bitmap.height().cast_signed();
        let first = pieces.iter().map(|piece| piece.top).min()?;
        let last = pieces.iter().map(foot).max()?;
        let top = part.top.checked_add_signed(first * factor)?;
        let height = (last - first).unsigned_abs() * line.size.factor();
        if top < self.y || top + height + AREA_SLACK > next {
            return None;
        }
        let placed = pieces.iter().map(|piece| {
            let left = u16::try_from(line_left.cast_signed() + piece.left * factor).ok()?;
            let foot = u16::try_from((foot(piece) - first) * factor).ok()?;
            Some(Placed { left, foot, key: self.look.resident.key(&piece.bitmap)? })
        });
        Some((Area { top, height }, placed.collect::<Option<_>>()?))
    }

    /// `ESC L`, `ESC W`, then `GS $`, `ESC $` and `GS ( L` for the pieces, and `FF` prints them.
    fn area(&mut self, area: Area, pieces: &[Placed], size: DotSize) -> Result<(), EncodeError> {
        self.feed_to(area.top)?;
        let [width_low, width_high] = self.look.profile.dots.to_le_bytes();
        let rows = area.height + AREA_SLACK;
        let [rows_low, rows_high, ..] = (rows as u32).to_le_bytes();
        let mut bytes = vec![0x1b, 0x4c];
        bytes.extend([0x1b, 0x57, 0, 0, 0, 0, width_low, width_high, rows_low, rows_high]);
        let mut foot = None;
        for piece in pieces {
            if foot.replace(piece.foot) != Some(piece.foot) {
                let [low, high] = piece.foot.to_le_bytes();
                bytes.extend([0x1d, 0x24, low, high]);
            }
            let [left_low, left_high] = piece.left.to_le_bytes();
            bytes.extend([0x1b, 0x24, left_low, left_high]);
            bytes.extend(print_command(piece.key, size.factor()));
        }
        bytes.push(0x0c);
        self.printer.custom(&bytes)?;
        self.y += rows;
        Ok(())
    }

    fn kept(&mut self, bitmap: &Bitmap, key: GraphicKey, align: Across) -> Result<(), EncodeError> {
        self.align(align)?;
        self.printer.custom(&print_command(key, 1))?;
        self.y += bitmap.height();
        Ok(())
    }

    fn raster(&mut self, bitmap: &Bitmap, size: DotSize, align: Across) -> Result<(), EncodeError> {
        self.align(align)?;
        self.printer.custom(&raster_commands(bitmap, size))?;
        self.y += bitmap.height() * size.factor();
        Ok(())
    }

    /// `ESC a n`, when it changes.
    fn align(&mut self, align: Across) -> Result<(), EncodeError> {
        if align != self.align {
            self.align = align;
            let n = match align {
                Across::Left => 0,
                Across::Centre => 1,
                Across::Right => 2,
            };
            self.printer.custom(&[0x1b, 0x61, n])?;
        }
        Ok(())
    }

    /// `ESC J n`, as often as needed.
    fn feed_to(&mut self, row: usize) -> Result<(), EncodeError> {
        while self.y < row {
            let step = (row - self.y).min(255);
            self.printer.custom(&[0x1b, 0x4a, step as u8])?;
            self.y += step;
        }
        Ok(())
    }
}

/// Rows of the slip that are put together in the printer's memory.
#[derive(Debug, Clone, Copy)]
struct Area {
    top: usize,
    height: usize,
}

/// A piece in its place.
#[derive(Debug, Clone, Copy)]
struct Placed {
    left: u16,
    /// The row under its last one.
    foot: u16,
    key: GraphicKey,
}

/// The bytes end up here instead of in a port.
#[derive(Default)]
struct Memory(RefCell<Vec<u8>>);

impl Driver for Memory {
    fn name(&self) -> String {
        "memory".to_owned()
    }

    fn write(&self, data: &[u8]) -> escpos::errors::Result<()> {
        self.0.borrow_mut().extend_from_slice(data);
        Ok(())
    }

    fn read(&self, _: &mut [u8]) -> escpos::errors::Result<usize> {
        Ok(0)
    }

    fn flush(&self) -> escpos::errors::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
#[path = "encode_tests.rs"]
mod tests;
