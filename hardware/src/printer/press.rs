//! All that turns slips into one printer's bytes: its layout, its strategy, and what it keeps.

use std::sync::Arc;

use super::compose::{Ink, compose};
use super::encode::{EncodeError, Look, encode_with};
use super::graphics::{Resident, Rewrite};
use super::layout::SlipLayout;
use super::profile::{GraphicsSupport, Profile};
use super::raster::Bitmap;
use super::slip::SlipContent;
use super::strategy::Strategy;

/// What a printer's slips look like, and what the printer is known to keep.
#[derive(Debug, Clone)]
pub struct SlipSetup {
    /// The layout.
    pub layout: Arc<SlipLayout>,
    /// One slip for each service and class of visitors, whose texts are worth keeping; the most useful first.
    pub samples: Vec<SlipContent>,
    /// What the printer is known to keep.
    pub resident: Resident,
    /// Which day it is, counted from any fixed day: pictures are written a limited number of times a day.
    pub day: i32,
}

impl Default for SlipSetup {
    fn default() -> Self {
        Self { layout: SlipLayout::vietnamese(), samples: Vec::new(), resident: Resident::default(), day: 0 }
    }
}

/// Encodes the slips of one printer.
#[derive(Debug)]
pub struct Press {
    setup: SlipSetup,
    profile: Profile,
    strategy: Strategy,
    /// What is to be written into the printer, or was and is not yet proven.
    rewrite: Option<Rewrite>,
    is_stock_sent: bool,
}

impl Press {
    /// A press for a printer on a line of so many bits a second.
    pub fn new(setup: SlipSetup, profile: Profile, baud: u32) -> Self {
        let strategy = Strategy::choose(&profile, baud);
        Self::with_strategy(setup, profile, strategy)
    }

    /// The same with another strategy than the best.
    pub fn with_strategy(setup: SlipSetup, profile: Profile, strategy: Strategy) -> Self {
        let room = match profile.graphics {
            GraphicsSupport::Nv { bytes } => bytes,
            GraphicsSupport::None => 0,
        };
        let wanted = wanted(&setup, &profile, strategy);
        let rewrite = setup.resident.rewrite(&wanted, room, setup.day).ok();
        Self { setup, profile, strategy, rewrite, is_stock_sent: false }
    }

    /// How slips go over the wire.
    pub fn strategy(&self) -> Strategy {
        self.strategy
    }

    /// The pictures that the printer is to keep and is not yet proven to; it does not listen while it writes
    /// them. Empty when there is nothing to write.
    pub fn stock(&self) -> &[u8] {
        self.rewrite.as_ref().map_or(&[], |rewrite| &rewrite.bytes)
    }

    /// [`Self::stock`], to be sent once the printer is ready after a connection, before any slip, and what is to
    /// be remembered in case that nobody sees it arrive. None when there is nothing to write, or when it was
    /// written too often today.
    pub fn send_stock(&mut self) -> Option<(Vec<u8>, Resident)> {
        let rewrite = self.rewrite.as_mut()?;
        if self.is_stock_sent && !rewrite.then.count_again() {
            self.rewrite = None;
            return None;
        }
        self.is_stock_sent = true;
        Some((rewrite.bytes.clone(), rewrite.then.forgotten()))
    }

    /// Something that was sent after [`Self::stock`] is proven to be printed, so the pictures are kept. Returns
    /// what is to be remembered beyond a restart.
    pub fn stock_is_proven(&mut self) -> Option<Resident> {
        let rewrite = self.rewrite.take()?;
        self.setup.resident = rewrite.then;
        Some(self.setup.resident.clone())
    }

    /// One slip, from the mode reset to the cut. Pictures are printed by key once they are proven.
    pub fn encode(&self, slip: &SlipContent) -> Result<Vec<u8>, EncodeError> {
        let look = Look {
            layout: &self.setup.layout,
            profile: &self.profile,
            strategy: if self.rewrite.is_some() { Strategy::Rasters } else { self.strategy },
            resident: &self.setup.resident,
        };
        encode_with(slip, look)
    }
}

/// The pictures that a strategy needs for the samples; lines first, because they save the most.
fn wanted(setup: &SlipSetup, profile: &Profile, strategy: Strategy) -> Vec<Bitmap> {
    let mut lines = Vec::new();
    let mut pieces = Vec::new();
    if strategy == Strategy::Rasters {
        return lines;
    }
    for sample in &setup.samples {
        // A sample that cannot be printed is told of when it is to be.
        let Ok(composed) = compose(sample, &setup.layout, usize::from(profile.dots)) else { continue };
        for part in composed.parts {
            match part.ink {
                Ink::Fixed(bitmap) => lines.push(bitmap),
                Ink::Changing(line) => {
                    if let Some(split) = line.split.filter(|_| strategy == Strategy::KeptPieces) {
                        pieces.extend(split.alphabet());
                    }
                }
                Ink::Qr { .. } => {}
            }
        }
    }
    lines.extend(pieces);
    lines
}

#[cfg(test)]
#[path = "press_tests.rs"]
mod tests;
