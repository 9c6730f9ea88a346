//! A serial scanner's bytes, put together to texts: each ends with CR, LF or both.

use zeroize::Zeroize;

use super::{Scan, ScanRefusal, Source, recognise};

/// The most bytes of one text; the largest QR code of text holds fewer in UTF-8.
pub const SCAN_BYTES_MAX: usize = 4096;

/// Puts bytes together. What it holds is wiped once it is recognised.
#[derive(Default)]
pub(super) struct LineAssembler {
    line: Vec<u8>,
    is_too_long: bool,
}

impl LineAssembler {
    /// The scans that are complete with these bytes.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Vec<Scan> {
        let mut scans = Vec::new();
        for &byte in bytes {
            match byte {
                b'\r' | b'\n' => scans.extend(self.end()),
                _ if self.line.len() == SCAN_BYTES_MAX => self.is_too_long = true,
                _ => {
                    // Growing would leave a copy of what was there behind.
                    if self.line.capacity() == 0 {
                        self.line.reserve_exact(SCAN_BYTES_MAX);
                    }
                    self.line.push(byte);
                }
            }
        }
        scans
    }

    /// The line has been quiet: a scanner without a suffix has said all. What is no code of ours was noise.
    pub(super) fn pause(&mut self) -> Option<Scan> {
        self.end().filter(|scan| !matches!(scan, Scan::Refused(_)))
    }

    /// Whether something has been begun.
    pub(super) fn is_within(&self) -> bool {
        !self.line.is_empty()
    }

    fn end(&mut self) -> Option<Scan> {
        let is_too_long = std::mem::take(&mut self.is_too_long);
        if self.line.is_empty() {
            return None;
        }
        let scan = if is_too_long {
            Scan::Refused(ScanRefusal::TooLong)
        } else if let Ok(text) = std::str::from_utf8(&self.line) {
            recognise(text, Source::Serial)
        } else {
            // In another code page, digits are still digits; a copy is made, so it is wiped as well.
            let mut text = String::from_utf8_lossy(&self.line).into_owned();
            let scan = recognise(&text, Source::Keyboard);
            text.zeroize();
            scan
        };
        self.line.zeroize();
        Some(scan)
    }
}

impl Drop for LineAssembler {
    fn drop(&mut self) {
        self.line.zeroize();
    }
}
