//! All that turns slips into one printer's bytes: its layout, its strategy, and what it keeps.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::encode::{EncodeError, Look, encode_with};
use super::glyphs::Glyphs;
use super::graphics::{GraphicKey, Resident, Rewrite};
use super::layout::SlipLayout;
use super::profile::{GraphicsSupport, Profile};
use super::raster::{BAND_ROWS_MAX, Bitmap};
use super::slip::SlipContent;
use super::strategy::Strategy;
use super::wanted::wanted;

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
    /// The way over the wire, where it is not to be chosen: to measure or try one.
    pub strategy: Option<Strategy>,
}

impl Default for SlipSetup {
    fn default() -> Self {
        let layout = SlipLayout::vietnamese();
        Self { layout, samples: Vec::new(), resident: Resident::default(), day: 0, strategy: None }
    }
}

/// Encodes the slips of one printer.
#[derive(Debug)]
pub struct Press {
    setup: SlipSetup,
    profile: Profile,
    strategy: Strategy,
    /// What the printer should keep, the most useful first.
    wanted: Vec<Bitmap>,
    /// What is to be written into the printer, or was and is not yet proven.
    rewrite: Option<Rewrite>,
    is_stock_sent: bool,
    glyphs: Glyphs,
}

impl Press {
    /// A press for a printer on a line of so many bits a second.
    pub fn new(setup: SlipSetup, profile: Profile, baud: u32) -> Self {
        let strategy = setup.strategy.unwrap_or_else(|| Strategy::choose(&profile, baud));
        Self::with_strategy(setup, profile, strategy)
    }

    /// The same with another strategy than the best.
    pub fn with_strategy(setup: SlipSetup, profile: Profile, strategy: Strategy) -> Self {
        let glyphs = Glyphs::default();
        let wanted = wanted(&setup, &profile, strategy, &glyphs);
        let mut press =
            Self { setup, profile, strategy, wanted, rewrite: None, is_stock_sent: false, glyphs };
        press.plan();
        press
    }

    /// The same slips for a printer that turned out to be another model.
    pub(super) fn for_model(&self, profile: Profile, baud: u32) -> Self {
        Self::new(self.setup.clone(), profile, baud)
    }

    fn plan(&mut self) {
        let room = self.room();
        self.rewrite = self.setup.resident.rewrite(&self.wanted, room, self.setup.day).ok();
        self.is_stock_sent = false;
    }

    fn room(&self) -> u32 {
        match self.profile.graphics {
            GraphicsSupport::Nv { bytes } => bytes,
            GraphicsSupport::None => 0,
        }
    }

    /// Bytes of the longest command that a printer may wait for the rest of.
    pub(super) fn longest_command(&self) -> usize {
        const HEAD_BYTES_MAX: usize = 16;
        let raster = usize::from(self.profile.dots).div_ceil(8) * BAND_ROWS_MAX;
        let kept = self.wanted.iter().map(|bitmap| bitmap.bytes().len());
        kept.fold(raster, usize::max) + HEAD_BYTES_MAX
    }

    /// Whether slips need anything that lies in the printer.
    pub fn is_keeping(&self) -> bool {
        !self.wanted.is_empty()
    }

    /// Whether the day's writes did not hold all that the printer should keep.
    pub fn is_incomplete(&self) -> bool {
        let known = self.rewrite.as_ref().map_or(&self.setup.resident, |rewrite| &rewrite.then);
        known.n_missing(&self.wanted, self.room()) > 0
    }

    /// Another day has come: more may be written.
    pub fn begin_day(&mut self, day: i32) {
        self.setup.day = day;
        self.plan();
    }

    /// The printer itself has listed its keys, and told its serial number if it has one. Nothing of ours is used that
    /// it does not list. Returns what is to be remembered beyond a restart.
    pub fn confirm(&mut self, listed: &BTreeSet<GraphicKey>, unit: Option<&str>, day: i32) -> Resident {
        self.setup.day = day;
        self.setup.resident = self.setup.resident.confirmed(listed, unit);
        self.plan();
        self.setup.resident.clone()
    }

    /// The printer has listed its keys after [`Self::stock`]: what it lists is kept. Returns what is to be remembered.
    pub fn stock_is_listed(&mut self, listed: &BTreeSet<GraphicKey>) -> Option<Resident> {
        let rewrite = self.rewrite.take()?;
        self.setup.resident = rewrite.then.confirmed(listed, None);
        Some(self.setup.resident.clone())
    }

    /// What the printer is known to keep.
    pub fn resident(&self) -> &Resident {
        &self.setup.resident
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
        if self.is_stock_sent && !rewrite.then.count_again(rewrite.n_writes) {
            self.rewrite = None;
            return None;
        }
        self.is_stock_sent = true;
        rewrite.meanwhile.count_like(&rewrite.then);
        self.setup.resident.clone_from(&rewrite.meanwhile);
        Some((rewrite.bytes.clone(), rewrite.meanwhile.clone()))
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
        self.encode_as(slip, self.strategy)
    }

    /// One slip that needs nothing of the printer's memory.
    pub fn encode_as_rasters(&self, slip: &SlipContent) -> Result<Vec<u8>, EncodeError> {
        self.encode_as(slip, Strategy::Rasters)
    }

    fn encode_as(&self, slip: &SlipContent, strategy: Strategy) -> Result<Vec<u8>, EncodeError> {
        let (layout, profile, resident) = (&self.setup.layout, &self.profile, &self.setup.resident);
        encode_with(slip, Look { layout, profile, strategy, resident, glyphs: &self.glyphs })
    }
}

#[cfg(test)]
#[path = "press_tests.rs"]
mod tests;
