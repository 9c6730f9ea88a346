//! A centre's logo: a PNG becomes black dots.

use std::io::Read;
use std::path::Path;

use super::raster::Bitmap;

/// A larger file is a photograph and no logo.
const FILE_BYTES_MAX: u64 = 1024 * 1024;
/// The widest and highest picture that is read, in dots.
const SIDE_MAX: u32 = 2000;

/// A picture in shades of grey: 0 is black, 255 white.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grey {
    width: usize,
    height: usize,
    shades: Vec<u8>,
}

/// Reads a PNG file; the error says what is wrong and what would be right.
pub(super) fn load(path: &Path) -> Result<Grey, String> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes))
        .map_err(|error| format!("cannot be read: {error}"))?;
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(format!("is longer than {FILE_BYTES_MAX} bytes; save it smaller"));
    }
    parse(&bytes)
}

/// Reads a PNG; what is transparent is white paper.
fn parse(bytes: &[u8]) -> Result<Grey, String> {
    let no_png = |error: png::DecodingError| format!("is no PNG that can be read: {error}");
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8() | png::Transformations::ALPHA);
    let mut reader = decoder.read_info().map_err(no_png)?;
    let (width, height) = (reader.info().width, reader.info().height);
    if width > SIDE_MAX || height > SIDE_MAX {
        return Err(format!("is {width} × {height} dots; at most {SIDE_MAX} × {SIDE_MAX} are read"));
    }
    let mut pixels = vec![0; reader.output_buffer_size().unwrap_or(0)];
    let frame = reader.next_frame(&mut pixels).map_err(no_png)?;
    let shade = |colours: &[u8], alpha: u8| {
        let sum: u32 = match colours {
            // The eye's weights (ITU-R BT.601), in thousandths.
            [red, green, blue] => {
                (u32::from(*red) * 299 + u32::from(*green) * 587 + u32::from(*blue) * 114) / 1000
            }
            [grey, ..] => u32::from(*grey),
            [] => 255,
        };
        (255 - (255 - sum) * u32::from(alpha) / 255) as u8
    };
    let channels = frame.color_type.samples();
    let shades = pixels[..frame.buffer_size()]
        .chunks_exact(channels)
        .map(|pixel| match frame.color_type {
            png::ColorType::GrayscaleAlpha | png::ColorType::Rgba => {
                shade(&pixel[..channels - 1], pixel[channels - 1])
            }
            png::ColorType::Grayscale | png::ColorType::Rgb | png::ColorType::Indexed => shade(pixel, 255),
        })
        .collect();
    Ok(Grey { width: width as usize, height: height as usize, shades })
}

impl Grey {
    /// The picture so many dots wide, in black and white: the error of each dot is handed on to its neighbours
    /// (Floyd and Steinberg, 1976), so that greys stay grey.
    pub(super) fn dithered(&self, width: usize) -> Bitmap {
        let height = (self.height * width).div_ceil(self.width).max(1);
        let mut shades: Vec<i32> = (0..width * height)
            .map(|at| i32::from(self.mean(at % width, at / width, width, height)))
            .collect();
        let mut out = Bitmap::new(width, height);
        for y in 0..height {
            for x in 0..width {
                let shade = shades[y * width + x];
                let is_black = shade < 128;
                if is_black {
                    out.blacken(x, y);
                }
                let error = if is_black { shade } else { shade - 255 };
                let mut hand_on = |x: Option<usize>, y: usize, sixteenths: i32| {
                    if let Some(x) = x.filter(|&x| x < width && y < height) {
                        shades[y * width + x] += error * sixteenths / 16;
                    }
                };
                hand_on(Some(x + 1), y, 7);
                hand_on(x.checked_sub(1), y + 1, 3);
                hand_on(Some(x), y + 1, 5);
                hand_on(Some(x + 1), y + 1, 1);
            }
        }
        out
    }

    /// The mean shade of the part that becomes one dot.
    fn mean(&self, x: usize, y: usize, width: usize, height: usize) -> u8 {
        let span = |at: usize, of: usize, whole: usize| {
            let first = at * whole / of;
            first..((at + 1) * whole / of).max(first + 1).min(whole)
        };
        let (columns, rows) = (span(x, width, self.width), span(y, height, self.height));
        let n_dots = (columns.len() * rows.len()).max(1) as u32;
        let sum: u32 = rows
            .flat_map(|row| columns.clone().map(move |column| row * self.width + column))
            .map(|at| u32::from(self.shades[at]))
            .sum();
        (sum / n_dots) as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grey(width: usize, height: usize, shade: impl Fn(usize, usize) -> u8) -> Grey {
        let shades = (0..width * height).map(|at| shade(at % width, at / width)).collect();
        Grey { width, height, shades }
    }

    #[test]
    fn a_half_grey_picture_becomes_half_black() {
        let bitmap = grey(64, 64, |_, _| 128).dithered(64);
        let black: u32 = bitmap.bytes().iter().map(|byte| byte.count_ones()).sum();
        assert!((1900..2200).contains(&black), "{black} of 4096");
    }

    #[test]
    fn a_large_picture_is_made_smaller_and_stays_in_shape() {
        let bitmap = grey(400, 200, |x, _| if x < 200 { 0 } else { 255 }).dithered(100);
        assert_eq!((bitmap.width(), bitmap.height()), (100, 50));
        assert!(bitmap.is_black(49, 25) && !bitmap.is_black(50, 25));
    }

    #[test]
    fn what_is_transparent_is_paper() {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, 2, 1);
        encoder.set_color(png::ColorType::Rgba);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&[0, 0, 0, 0, 0, 0, 0, 255]).unwrap();
        writer.finish().unwrap();
        assert_eq!(parse(&file).unwrap().shades, [255, 0]);
        assert!(parse(b"GIF89a").unwrap_err().starts_with("is no PNG"));
    }
}
