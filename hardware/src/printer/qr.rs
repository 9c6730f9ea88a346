//! The QR code, drawn by us: for printers without one of their own, and inside the virtual printer.

use qrcode::{Color, EcLevel, QrCode};

use super::raster::Bitmap;

/// The code of a text, at the correction level our slips use.
pub(super) fn code(text: &[u8], level: EcLevel) -> Option<QrCode> {
    QrCode::with_error_correction_level(text, level).ok()
}

/// How many modules wide the code of a text is; far cheaper than the code itself.
pub(super) fn modules(text: &[u8], level: EcLevel) -> Option<usize> {
    let bits = qrcode::bits::encode_auto(text, level).ok()?;
    usize::try_from(bits.version().width()).ok()
}

/// Draws a code with so many dots a module, without the white border: the paper around it is white.
pub(super) fn draw(code: &QrCode, module_dots: usize) -> Bitmap {
    let modules = code.width();
    let mut small = Bitmap::new(modules, modules);
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            small.blacken(at % modules, at / modules);
        }
    }
    let mut out = Bitmap::new(modules * module_dots, modules * module_dots);
    out.draw(&small, 0, 0, (module_dots, module_dots));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_width_is_known_without_the_code() {
        for length in [1, 17, 40, 120, 300] {
            let text = "h".repeat(length);
            let drawn = code(text.as_bytes(), EcLevel::M).unwrap();
            assert_eq!(modules(text.as_bytes(), EcLevel::M), Some(drawn.width()), "{length} letters");
        }
    }
}
