//! Which pictures a printer should keep, and in which order: it takes few a day, so the best come first.

use std::collections::{BTreeMap, BTreeSet};

use super::compose::{Ink, compose};
use super::glyphs::Glyphs;
use super::graphics::GraphicHash;
use super::press::SlipSetup;
use super::profile::Profile;
use super::raster::Bitmap;
use super::strategy::Strategy;

/// About what it takes to print a picture by its key, and to put it in its place.
const KEYED_BYTES: usize = 15;

/// The pictures that a strategy needs for the samples, those first that spare the line most bytes for each picture
/// written. A line of pieces is spared only when the printer keeps all of them.
pub(super) fn wanted(
    setup: &SlipSetup,
    profile: &Profile,
    strategy: Strategy,
    glyphs: &Glyphs,
) -> Vec<Bitmap> {
    if strategy == Strategy::Rasters {
        return Vec::new();
    }
    let mut lines = Lines::default();
    for sample in &setup.samples {
        // A sample that cannot be printed is told of when it is to be.
        let Ok(composed) = compose(sample, &setup.layout, usize::from(profile.dots), glyphs) else {
            continue;
        };
        for part in composed.parts {
            match part.ink {
                Ink::Fixed(bitmap) => {
                    let bytes = bitmap.bytes().len();
                    lines.add(vec![bitmap], bytes);
                }
                Ink::Changing(line) => {
                    if strategy == Strategy::KeptPieces {
                        lines.add(line.split.alphabet(glyphs), line.bitmap.bytes().len());
                    }
                }
                Ink::Qr { .. } => {}
            }
        }
    }
    lines.best_first()
}

/// All lines of the samples.
#[derive(Default)]
struct Lines {
    pictures: BTreeMap<GraphicHash, Bitmap>,
    /// What is spared on all samples together once the printer keeps these pictures, in bytes.
    spared: BTreeMap<BTreeSet<GraphicHash>, usize>,
}

impl Lines {
    fn add(&mut self, pictures: Vec<Bitmap>, bytes: usize) {
        let spared = bytes.saturating_sub(KEYED_BYTES);
        let hashes = pictures.iter().map(GraphicHash::of).collect();
        self.pictures.extend(pictures.into_iter().map(|picture| (GraphicHash::of(&picture), picture)));
        *self.spared.entry(hashes).or_default() += spared;
    }

    fn best_first(mut self) -> Vec<Bitmap> {
        let mut order: Vec<GraphicHash> = Vec::new();
        let mut kept = BTreeSet::new();
        let n_missing = |kept: &BTreeSet<GraphicHash>, line: &BTreeSet<GraphicHash>| {
            line.iter().filter(|picture| !kept.contains(*picture)).count()
        };
        loop {
            self.spared.retain(|line, _| n_missing(&kept, line) > 0);
            let best = self.spared.iter().max_by(|(one, one_spared), (other, other_spared)| {
                // Bytes for each picture, as fractions.
                (*one_spared * n_missing(&kept, other)).cmp(&(*other_spared * n_missing(&kept, one)))
            });
            let Some((line, _)) = best else { break };
            for picture in line.clone() {
                if kept.insert(picture) {
                    order.push(picture);
                }
            }
        }
        order.iter().filter_map(|picture| self.pictures.remove(picture)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(seed: u8) -> Bitmap {
        Bitmap::from_rows(1, 8, &[seed; 8])
    }

    #[test]
    fn what_spares_most_bytes_for_each_picture_comes_first() {
        let mut lines = Lines::default();
        // Four pieces together spare 600 bytes, 150 each; one line alone 300; one that comes twice 2 × 200.
        lines.add([1, 2, 3, 4].map(picture).to_vec(), 600 + KEYED_BYTES);
        lines.add(vec![picture(5)], 300 + KEYED_BYTES);
        lines.add(vec![picture(6)], 200 + KEYED_BYTES);
        lines.add(vec![picture(6)], 200 + KEYED_BYTES);
        // It needs one piece more than the four: once they are kept, it is worth that one.
        lines.add([1, 2, 3, 4, 7].map(picture).to_vec(), 100 + KEYED_BYTES);
        let order = lines.best_first();
        assert_eq!(order[..2], [picture(6), picture(5)]);
        assert_eq!(order[6..], [picture(7)]);
        assert_eq!(order.len(), 7);
    }
}
