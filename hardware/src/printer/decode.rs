//! ESC/POS bytes back to commands: the virtual printer's half of the codec.

use qrcode::EcLevel;

use super::graphics::GraphicKey;
use super::raster::Bitmap;

/// One command of a printer's input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// `ESC @`.
    Init,
    /// `GS v 0`: a raster, each dot so many dots wide and high.
    Raster(Bitmap, (usize, usize)),
    /// `ESC J n`: paper forward, in dots.
    Feed(usize),
    /// LF or `ESC d n`: paper forward, in lines.
    FeedLines(usize),
    /// `ESC a n`.
    Align(Align),
    /// `GS ( k`, function 67: dots a QR module.
    QrModule(u8),
    /// `GS ( k`, function 69.
    QrLevel(EcLevel),
    /// `GS ( k`, function 80: keep the text.
    QrStore(Vec<u8>),
    /// `GS ( k`, function 81.
    QrPrint,
    /// Keeping, placing and printing pictures and letters.
    Keep(Keep),
    /// `GS V`, any form.
    Cut,
    /// `GS ( H`, function 48: send this number back when everything before is on paper.
    ProcessId([u8; 4]),
    /// `GS r n`.
    SendStatus,
    /// `GS a n`.
    AutoStatus(u8),
    /// `GS I n`.
    SendIdentity(u8),
    /// `GS ( L`, function 64: list the keys of the pictures that are kept.
    SendKeys,
    /// `ACK`: a block of that list has arrived.
    Acknowledge,
    /// `DLE EOT n`, `DLE ENQ n` and `DLE DC4`: obeyed on arrival, skipped here.
    RealTime,
    /// A letter of the printer's own font.
    Text(u8),
    /// A mode that changes nothing the virtual printer draws.
    Mode,
    /// Not understood: one byte is skipped.
    Noise(u8),
}

/// What a printer keeps, and where it puts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keep {
    /// `GS ( L`, function 67: keep a picture without power.
    Define(GraphicKey, Bitmap),
    /// `GS ( L`, function 69: print a picture, each dot so many dots wide and high.
    Print(GraphicKey, (usize, usize)),
    /// `GS ( L`, function 66.
    Delete(GraphicKey),
    /// `GS ( L`, function 65.
    DeleteAll,
    /// `ESC &`: letters from a code on, each a picture 24 dots high.
    Glyphs(u8, Vec<Bitmap>),
    /// `ESC % n`: the program's letters or the printer's.
    Letters(LetterSet),
    /// `ESC L`: put things into an area from now on.
    AreaBegin,
    /// `ESC W`: left, top, width and height of the area, in dots.
    Area([usize; 4]),
    /// `GS $`: down to this row of the area; a picture stands on it.
    Down(usize),
    /// `ESC $`: across to this column.
    Across(usize),
    /// `FF`: print the area.
    AreaPrint,
}

/// Whose letters are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LetterSet {
    /// The printer's.
    #[default]
    Printer,
    /// Those that a program defined, where it did.
    Defined,
}

/// Where things stand across the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// At the left edge.
    #[default]
    Left,
    /// In the middle.
    Centre,
    /// At the right edge.
    Right,
}

/// The first command in `bytes` and its length; `None` when its end has not arrived yet.
pub fn next_command(bytes: &[u8]) -> Option<(Command, usize)> {
    let first = *bytes.first()?;
    match first {
        0x06 => Some((Command::Acknowledge, 1)),
        0x0a => Some((Command::FeedLines(1), 1)),
        0x0c => Some((Command::Keep(Keep::AreaPrint), 1)),
        0x10 => real_time(bytes),
        0x1b => escape(bytes),
        0x1c => kanji(bytes),
        0x1d => group(bytes),
        0x20..=0xff => Some((Command::Text(first), 1)),
        _ => Some((Command::Noise(first), 1)),
    }
}

fn real_time(bytes: &[u8]) -> Option<(Command, usize)> {
    Some(match *bytes.get(1)? {
        0x04 | 0x05 => {
            bytes.get(2)?;
            (Command::RealTime, 3)
        }
        0x14 => {
            bytes.get(4)?;
            (Command::RealTime, 5)
        }
        _ => (Command::Noise(0x10), 1),
    })
}

fn escape(bytes: &[u8]) -> Option<(Command, usize)> {
    let n = || bytes.get(2).copied();
    Some(match *bytes.get(1)? {
        0x40 => (Command::Init, 2),
        0x32 => (Command::Mode, 2),
        0x4a => (Command::Feed(usize::from(n()?)), 3),
        0x64 => (Command::FeedLines(usize::from(n()?)), 3),
        0x61 => (Command::Align(align(n()?)), 3),
        0x25 => {
            let set = if n()? & 1 == 1 { LetterSet::Defined } else { LetterSet::Printer };
            (Command::Keep(Keep::Letters(set)), 3)
        }
        0x26 => return glyphs(bytes),
        0x4c => (Command::Keep(Keep::AreaBegin), 2),
        0x57 => {
            let area = bytes.get(2..10)?;
            let value = |at: usize| word(area[2 * at], area[2 * at + 1]);
            (Command::Keep(Keep::Area([value(0), value(1), value(2), value(3)])), 10)
        }
        0x24 => (Command::Keep(Keep::Across(word(n()?, *bytes.get(3)?))), 4),
        // ESC !, ESC -, ESC E, ESC G, ESC M, ESC t, ESC {, ESC 3, ESC T
        0x21 | 0x2d | 0x45 | 0x47 | 0x4d | 0x74 | 0x7b | 0x33 | 0x54 => {
            n()?;
            (Command::Mode, 3)
        }
        _ => (Command::Noise(0x1b), 1),
    })
}

fn word(low: u8, high: u8) -> usize {
    usize::from(u16::from_le_bytes([low, high]))
}

/// `ESC & 3 c1 c2`, then for each code its width and three bytes a column, the top in the highest bit.
fn glyphs(bytes: &[u8]) -> Option<(Command, usize)> {
    let head = bytes.get(..5)?;
    let (first, last) = (head[3], head[4]);
    if head[2] != 3 || !(0x20..=0x7e).contains(&first) || !(first..=0x7e).contains(&last) {
        return Some((Command::Noise(0x1b), 1));
    }
    let mut length = 5;
    let mut letters = Vec::new();
    for _ in first..=last {
        let width = usize::from(*bytes.get(length)?);
        if width > GLYPH_DOTS_MAX {
            return Some((Command::Noise(0x1b), 1));
        }
        let columns = bytes.get(length + 1..length + 1 + 3 * width)?;
        let mut letter = Bitmap::new(width, 24);
        for (at, byte) in columns.iter().enumerate() {
            for bit in (0..8).filter(|bit| byte & (0x80 >> bit) != 0) {
                letter.blacken(at / 3, at % 3 * 8 + bit);
            }
        }
        letters.push(letter);
        length += 1 + 3 * width;
    }
    Some((Command::Keep(Keep::Glyphs(first, letters)), length))
}

fn align(n: u8) -> Align {
    match n {
        1 | b'1' => Align::Centre,
        2 | b'2' => Align::Right,
        _ => Align::Left,
    }
}

fn kanji(bytes: &[u8]) -> Option<(Command, usize)> {
    Some(match *bytes.get(1)? {
        0x26 | 0x2e => (Command::Mode, 2),
        _ => (Command::Noise(0x1c), 1),
    })
}

fn group(bytes: &[u8]) -> Option<(Command, usize)> {
    let n = || bytes.get(2).copied();
    Some(match *bytes.get(1)? {
        0x76 => return raster(bytes),
        0x28 => return parameters(bytes),
        0x56 => match n()? {
            0x41 | 0x42 => {
                bytes.get(3)?;
                (Command::Cut, 4)
            }
            _ => (Command::Cut, 3),
        },
        0x61 => (Command::AutoStatus(n()?), 3),
        0x49 => (Command::SendIdentity(n()?), 3),
        0x72 => {
            n()?;
            (Command::SendStatus, 3)
        }
        // GS !, GS B, GS b
        0x21 | 0x42 | 0x62 => {
            n()?;
            (Command::Mode, 3)
        }
        0x24 => (Command::Keep(Keep::Down(word(n()?, *bytes.get(3)?))), 4),
        // GS L, GS W, GS P
        0x4c | 0x57 | 0x50 => {
            bytes.get(3)?;
            (Command::Mode, 4)
        }
        _ => (Command::Noise(0x1d), 1),
    })
}

fn raster(bytes: &[u8]) -> Option<(Command, usize)> {
    let head = bytes.get(..8)?;
    let scale = match head[3] {
        0 | b'0' => (1, 1),
        1 | b'1' => (2, 1),
        2 | b'2' => (1, 2),
        3 | b'3' => (2, 2),
        _ => return Some((Command::Noise(0x1d), 1)),
    };
    let stride = usize::from(u16::from_le_bytes([head[4], head[5]]));
    let rows = usize::from(u16::from_le_bytes([head[6], head[7]]));
    if head[2] != 0x30 || stride == 0 || stride > STRIDE_MAX || rows > ROWS_MAX {
        return Some((Command::Noise(0x1d), 1));
    }
    let length = 8 + stride * rows;
    let data = bytes.get(8..length)?;
    Some((Command::Raster(Bitmap::from_rows(stride, rows, data), scale), length))
}

/// Wider rasters than this many bytes are noise: no receipt printer has 1024 dots.
const STRIDE_MAX: usize = 128;
/// Letters of the usual font are 12 dots wide.
const GLYPH_DOTS_MAX: usize = 12;
/// As the manual has it: yH is at most 8.
const ROWS_MAX: usize = 2303;

/// `GS ( X pL pH …`.
fn parameters(bytes: &[u8]) -> Option<(Command, usize)> {
    let head = bytes.get(..5)?;
    let length = 5 + usize::from(u16::from_le_bytes([head[3], head[4]]));
    let data = bytes.get(5..length)?;
    let command = match (head[2], data) {
        (b'k', [0x31, 0x43, size]) => Command::QrModule(*size),
        (b'k', [0x31, 0x45, level]) => Command::QrLevel(match level {
            0x31 => EcLevel::M,
            0x32 => EcLevel::Q,
            0x33 => EcLevel::H,
            _ => EcLevel::L,
        }),
        (b'k', [0x31, 0x50, 0x30, text @ ..]) => Command::QrStore(text.to_vec()),
        (b'k', [0x31, 0x51, 0x30]) => Command::QrPrint,
        (b'L', [0x30, function, rest @ ..]) => kept(*function, rest),
        (b'H', [0x30, 0x30, a, b, c, d]) => Command::ProcessId([*a, *b, *c, *d]),
        _ => Command::Mode,
    };
    Some((command, length))
}

/// `GS ( L`: pictures that the printer keeps without power. The other functions draw nothing of ours.
fn kept(function: u8, data: &[u8]) -> Command {
    let key = |first: &u8, second: &u8| GraphicKey([*first, *second]);
    match (function, data) {
        (0x43, [0x30, k1, k2, 1, x_low, x_high, y_low, y_high, 0x31, rows @ ..]) => {
            let stride = word(*x_low, *x_high).div_ceil(8);
            let height = word(*y_low, *y_high);
            if stride > STRIDE_MAX || height > ROWS_MAX || rows.len() != stride * height {
                return Command::Mode;
            }
            Command::Keep(Keep::Define(key(k1, k2), Bitmap::from_rows(stride, height, rows)))
        }
        (0x45, [k1, k2, x @ 1..=2, y @ 1..=2]) => {
            Command::Keep(Keep::Print(key(k1, k2), (usize::from(*x), usize::from(*y))))
        }
        (0x40, [0x4b, 0x43]) => Command::SendKeys,
        (0x42, [k1, k2]) => Command::Keep(Keep::Delete(key(k1, k2))),
        (0x41, [0x43, 0x4c, 0x52]) => Command::Keep(Keep::DeleteAll),
        _ => Command::Mode,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(mut bytes: &[u8]) -> Vec<Command> {
        let mut out = Vec::new();
        while let Some((command, length)) = next_command(bytes) {
            out.push(command);
            bytes = &bytes[length..];
        }
        out
    }

    #[test]
    fn commands_are_read_one_by_one() {
        assert_eq!(
            all(&[0x1b, 0x40, 0x1c, 0x2e, 0x1b, 0x61, 1, 0x1b, 0x4a, 9, 0x1d, 0x56, 0x42, 0, 0x1d, 0x72, 1]),
            [
                Command::Init,
                Command::Mode,
                Command::Align(Align::Centre),
                Command::Feed(9),
                Command::Cut,
                Command::SendStatus
            ]
        );
        assert_eq!(
            all(&[0x1d, 0x28, 0x48, 6, 0, 0x30, 0x30, b'0', b'0', b'2', b'A']),
            [Command::ProcessId(*b"002A")]
        );
        assert_eq!(
            all(&[0x1d, 0x76, 0x30, 3, 1, 0, 2, 0, 0x80, 0x01]),
            [Command::Raster(Bitmap::from_rows(1, 2, &[0x80, 0x01]), (2, 2))]
        );
    }

    #[test]
    fn a_command_that_has_not_arrived_whole_is_waited_for() {
        for part in
            [&[0x1d][..], &[0x1d, 0x76, 0x30, 0, 1, 0, 2, 0, 0x80], &[0x1d, 0x28, 0x6b, 3], &[0x10, 4]]
        {
            assert_eq!(next_command(part), None);
        }
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic_and_always_advance(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            let mut rest = &bytes[..];
            while let Some((_, length)) = next_command(rest) {
                prop_assert!(length > 0);
                rest = &rest[length..];
            }
        }
    }
}
