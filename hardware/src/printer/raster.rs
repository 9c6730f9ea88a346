//! Black dots on paper: a bitmap, and its bytes in `GS v 0`.

/// One bit a dot, rows padded to whole bytes, the leftmost dot in the highest bit: as printers want it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bitmap {
    width: usize,
    height: usize,
    bytes: Vec<u8>,
}

impl Bitmap {
    /// White paper of so many dots.
    pub fn new(width: usize, height: usize) -> Self {
        Self { width, height, bytes: vec![0; width.div_ceil(8) * height] }
    }

    /// Takes rows as printers send them; missing bytes are white.
    pub fn from_rows(stride: usize, height: usize, rows: &[u8]) -> Self {
        let mut bytes = rows.to_vec();
        bytes.resize(stride * height, 0);
        Self { width: stride * 8, height, bytes }
    }

    /// Width in dots.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Height in dots.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Bytes a row.
    pub fn stride(&self) -> usize {
        self.width.div_ceil(8)
    }

    /// All rows, top first.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether a dot is black; outside is white.
    pub fn is_black(&self, x: usize, y: usize) -> bool {
        x < self.width && y < self.height && self.bytes[y * self.stride() + x / 8] & (0x80 >> (x % 8)) != 0
    }

    /// Makes a dot black; outside is ignored, as a print head does.
    pub fn blacken(&mut self, x: usize, y: usize) {
        if x < self.width && y < self.height {
            let stride = self.stride();
            self.bytes[y * stride + x / 8] |= 0x80 >> (x % 8);
        }
    }

    /// Makes the paper longer, never shorter.
    pub fn extend_to(&mut self, height: usize) {
        if height > self.height {
            self.height = height;
            self.bytes.resize(self.stride() * height, 0);
        }
    }

    /// The black dots (x, y), row by row; white bytes cost next to nothing.
    fn black_dots(&self) -> impl Iterator<Item = (usize, usize)> {
        let stride = self.stride().max(1);
        self.bytes.iter().enumerate().filter(|(_, byte)| **byte != 0).flat_map(move |(at, byte)| {
            let bits = (0..8).filter(move |bit| byte & (0x80 >> bit) != 0);
            bits.map(move |bit| (at % stride * 8 + bit, at / stride))
        })
    }

    /// Draws another bitmap with its top left corner at a place, each dot `scale_x` by `scale_y` dots.
    pub fn draw(&mut self, other: &Self, left: usize, top: usize, (scale_x, scale_y): (usize, usize)) {
        if (scale_x, scale_y) == (1, 1) {
            return self.lay_over(other, left, top);
        }
        for (x, y) in other.black_dots() {
            for row in 0..scale_y {
                for column in 0..scale_x {
                    self.blacken(left + x * scale_x + column, top + y * scale_y + row);
                }
            }
        }
    }

    /// [`Self::draw`] dot for dot, eight at a time: most of a slip is made so.
    fn lay_over(&mut self, other: &Self, left: usize, top: usize) {
        let (own, theirs) = (self.stride(), other.stride());
        let (first, shift) = (left / 8, left % 8);
        if own == 0 || theirs == 0 || first >= own {
            return;
        }
        let rows = self.bytes.chunks_exact_mut(own).skip(top).zip(other.bytes.chunks_exact(theirs));
        for (row, theirs) in rows {
            let row = &mut row[first..];
            for (at, byte) in theirs.iter().enumerate().filter(|(_, byte)| **byte != 0) {
                if let Some(to) = row.get_mut(at) {
                    *to |= byte >> shift;
                }
                if let Some(to) = row.get_mut(at + 1).filter(|_| shift > 0) {
                    *to |= byte << (8 - shift);
                }
            }
        }
        self.whiten_beyond_width();
    }

    /// The bits behind the last dot of each row are no dots, and stay white.
    fn whiten_beyond_width(&mut self) {
        let (stride, used) = (self.stride(), self.width % 8);
        if used > 0 {
            let mask = !(0xff_u8 >> used);
            self.bytes.chunks_exact_mut(stride).for_each(|row| row[stride - 1] &= mask);
        }
    }

    /// The same dots with black and white exchanged.
    #[must_use]
    pub fn inverted(&self) -> Self {
        let mut out = self.clone();
        out.bytes.iter_mut().for_each(|byte| *byte = !*byte);
        out.whiten_beyond_width();
        out
    }

    /// First and last row and column with ink (`top, bottom, left, right`, inclusive); `None` when blank.
    pub fn ink(&self) -> Option<(usize, usize, usize, usize)> {
        let mut found: Option<(usize, usize, usize, usize)> = None;
        for (y, row) in self.bytes.chunks(self.stride().max(1)).enumerate() {
            let Some(first) = row.iter().position(|byte| *byte != 0) else { continue };
            let last = row.iter().rposition(|byte| *byte != 0).unwrap_or(first);
            let left = first * 8 + row[first].leading_zeros() as usize;
            let right = last * 8 + 7 - row[last].trailing_zeros() as usize;
            let (top, _, leftmost, rightmost) = found.unwrap_or((y, y, left, right));
            found = Some((top, y, leftmost.min(left), rightmost.max(right)));
        }
        found
    }

    /// Cuts off the white around the ink, in a width of whole bytes with the ink in the middle, so that a
    /// printer that centres the raster centres the ink.
    pub fn cropped(&self) -> Option<Crop> {
        let (top, bottom, left, right) = self.ink()?;
        let ink_width = right - left + 1;
        let width = ink_width.next_multiple_of(8);
        let margin = (width - ink_width) / 2;
        let mut bitmap = Self::new(width, bottom - top + 1);
        bitmap.draw(&self.window(left, top, ink_width, bottom - top + 1), margin, 0, (1, 1));
        Some(Crop { top, left, margin, bitmap })
    }

    /// The columns from `left` on, `width` of them.
    #[must_use]
    pub fn part(&self, left: usize, width: usize) -> Self {
        self.window(left, 0, width, self.height)
    }

    /// What a window of so many dots shows; white beyond the edges.
    #[must_use]
    pub fn window(&self, left: usize, top: usize, width: usize, height: usize) -> Self {
        let mut out = Self::new(width, height);
        let (own, theirs) = (self.stride(), out.stride());
        let (first, shift) = (left / 8, left % 8);
        if own == 0 || theirs == 0 || first >= own {
            return out;
        }
        let rows = out.bytes.chunks_exact_mut(theirs).zip(self.bytes.chunks_exact(own).skip(top));
        for (to, row) in rows {
            let row = &row[first..];
            for (at, byte) in to.iter_mut().enumerate() {
                let [one, next] = [at, at + 1].map(|at| row.get(at).copied().unwrap_or(0));
                *byte = if shift == 0 { one } else { one << shift | next >> (8 - shift) };
            }
        }
        out.whiten_beyond_width();
        out
    }

    /// The same on wider paper, moved to the right.
    #[must_use]
    pub fn shifted(&self, right: usize, width: usize) -> Self {
        let mut out = Self::new(width, self.height);
        out.draw(self, right, 0, (1, 1));
        out
    }

    /// The bitmap as an 8-bit grey PNG, black on white.
    pub fn to_png(&self) -> Vec<u8> {
        let mut file = Vec::new();
        let (width, height) = (self.width.max(1) as u32, self.height.max(1) as u32);
        let mut grey = vec![0xff; (width * height) as usize];
        for y in 0..self.height {
            for x in (0..self.width).filter(|&x| self.is_black(x, y)) {
                grey[y * self.width + x] = 0;
            }
        }
        let mut encoder = png::Encoder::new(&mut file, width, height);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().expect("a header fits into memory");
        writer.write_image_data(&grey).expect("the image has the size its header says");
        writer.finish().expect("the end fits into memory");
        file
    }
}

/// A bitmap without the white around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crop {
    /// The row where the ink began.
    pub top: usize,
    /// The column where the ink began.
    pub left: usize,
    /// White columns before the ink, to make whole bytes.
    pub margin: usize,
    /// The ink.
    pub bitmap: Bitmap,
}

/// How large the printer draws each dot: the `m` of `GS v 0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DotSize {
    /// m = 0.
    Single,
    /// m = 3: two wide, two high; a quarter of the bytes.
    Double,
}

/// More rows than this in one command overrun the buffers of cheap printers.
pub const BAND_ROWS_MAX: usize = 128;

/// `GS v 0` (1D 76 30 m xL xH yL yH data) in bands of at most [`BAND_ROWS_MAX`] rows.
pub fn raster_commands(bitmap: &Bitmap, size: DotSize) -> Vec<u8> {
    let m = match size {
        DotSize::Single => 0,
        DotSize::Double => 3,
    };
    let stride = bitmap.stride();
    let mut out = Vec::new();
    for band in bitmap.bytes().chunks(stride.max(1) * BAND_ROWS_MAX) {
        let rows = band.len() / stride;
        let [x_low, x_high, ..] = (stride as u32).to_le_bytes();
        let [y_low, y_high, ..] = (rows as u32).to_le_bytes();
        out.extend([0x1d, 0x76, 0x30, m, x_low, x_high, y_low, y_high]);
        let start = out.len();
        out.extend_from_slice(band);
        hide_real_time_commands(&mut out[start..]);
    }
    out
}

/// Printers obey `10 04 n`, `10 05 n` and `10 14 …` even inside raster data (Epson, "DLE EOT", notes). One
/// dot of the second byte is changed wherever they would appear; nobody sees it on paper.
pub(super) fn hide_real_time_commands(data: &mut [u8]) {
    for at in 1..data.len() {
        if data[at - 1] == 0x10 && matches!(data[at], 0x04 | 0x05 | 0x14) {
            data[at] |= 0x08;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ink_is_cropped_and_stays_in_the_middle() {
        let mut bitmap = Bitmap::new(40, 10);
        for x in 13..=22 {
            bitmap.blacken(x, 4);
        }
        let crop = bitmap.cropped().unwrap();
        assert_eq!((crop.top, crop.left, crop.margin), (4, 13, 3));
        assert_eq!((crop.bitmap.width(), crop.bitmap.height()), (16, 1));
        assert_eq!(crop.bitmap.bytes(), [0b0001_1111, 0b1111_1000]);
        assert_eq!(Bitmap::new(8, 8).cropped(), None);
    }

    #[test]
    fn a_raster_is_sent_as_the_manual_says() {
        let bitmap = Bitmap::from_rows(2, 3, &[1, 2, 3, 4, 5, 6]);
        assert_eq!(
            raster_commands(&bitmap, DotSize::Double),
            [0x1d, 0x76, 0x30, 3, 2, 0, 3, 0, 1, 2, 3, 4, 5, 6]
        );
    }

    #[test]
    fn a_tall_raster_is_sent_in_bands() {
        let commands = raster_commands(&Bitmap::new(8, 300), DotSize::Single);
        assert_eq!(commands.len(), 300 + 3 * 8);
        assert_eq!(commands[..8], [0x1d, 0x76, 0x30, 0, 1, 0, 128, 0]);
        assert_eq!(commands[136 + 136..][..8], [0x1d, 0x76, 0x30, 0, 1, 0, 44, 0]);
    }

    fn any_bitmap() -> impl Strategy<Value = Bitmap> {
        (0..40_usize, 0..12_usize).prop_flat_map(|(width, height)| {
            prop::collection::vec((0..40_usize, 0..12_usize), 0..60).prop_map(move |dots| {
                let mut bitmap = Bitmap::new(width, height);
                for (x, y) in dots {
                    bitmap.blacken(x, y);
                }
                bitmap
            })
        })
    }

    /// Dot by dot, what takes eight at a time must give.
    fn dots(width: usize, height: usize, is_black: impl Fn(usize, usize) -> bool) -> Bitmap {
        let mut bitmap = Bitmap::new(width, height);
        for y in 0..height {
            for x in (0..width).filter(|&x| is_black(x, y)) {
                bitmap.blacken(x, y);
            }
        }
        bitmap
    }

    proptest! {
        #[test]
        fn eight_dots_at_a_time_give_the_same_as_one_by_one(
            paper in any_bitmap(), stamp in any_bitmap(), left in 0..50_usize, top in 0..15_usize,
        ) {
            let (width, height) = (paper.width(), paper.height());
            let mut drawn = paper.clone();
            drawn.draw(&stamp, left, top, (1, 1));
            let under = |x: usize, y: usize| x >= left && y >= top && stamp.is_black(x - left, y - top);
            prop_assert_eq!(&drawn, &dots(width, height, |x, y| paper.is_black(x, y) || under(x, y)));
            prop_assert_eq!(paper.inverted(), dots(width, height, |x, y| !paper.is_black(x, y)));
            let window = paper.window(left, top, stamp.width(), stamp.height());
            let seen = dots(stamp.width(), stamp.height(), |x, y| paper.is_black(left + x, top + y));
            prop_assert_eq!(window, seen);
        }

        #[test]
        fn no_real_time_command_is_left_in_a_raster(
            rows in prop::collection::vec(prop::sample::select(vec![0x10, 4, 5, 0x14, 0, 0xff]), 4..400)
        ) {
            let commands = raster_commands(&Bitmap::from_rows(4, rows.len() / 4, &rows), DotSize::Single);
            prop_assert!(!commands.windows(2).any(|w| w[0] == 0x10 && matches!(w[1], 4 | 5 | 0x14)));
        }
    }
}
