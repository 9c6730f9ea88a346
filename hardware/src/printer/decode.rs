//! ESC/POS bytes back to commands: the virtual printer's half of the codec.

use qrcode::EcLevel;

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
    /// `DLE EOT n`, `DLE ENQ n` and `DLE DC4`: obeyed on arrival, skipped here.
    RealTime,
    /// A letter of the printer's own font.
    Text(u8),
    /// A mode that changes nothing the virtual printer draws.
    Mode,
    /// Not understood: one byte is skipped.
    Noise(u8),
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
        0x0a => Some((Command::FeedLines(1), 1)),
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
        // ESC !, ESC -, ESC E, ESC G, ESC M, ESC t, ESC {, ESC %, ESC 3
        0x21 | 0x2d | 0x45 | 0x47 | 0x4d | 0x74 | 0x7b | 0x25 | 0x33 => {
            n()?;
            (Command::Mode, 3)
        }
        _ => (Command::Noise(0x1b), 1),
    })
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
        (b'H', [0x30, 0x30, a, b, c, d]) => Command::ProcessId([*a, *b, *c, *d]),
        _ => Command::Mode,
    };
    Some((command, length))
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
