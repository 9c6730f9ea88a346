//! How a slip goes over the wire: chosen by what the printer keeps, the line's speed and a time budget.

use std::time::Duration;

use super::profile::{GraphicsSupport, PageSupport, Profile};
use crate::port::wire_time;

/// A visitor waits for the slip with a hand out: it should be on the wire no longer than this.
pub const WIRE_TIME_MAX: Duration = Duration::from_secs(2);

/// How a slip goes over the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strategy {
    /// Each line as a raster cropped to its ink, the number in double dots, the QR code by the printer.
    Rasters,
    /// The same, but lines that do not change are kept in the printer and printed by key.
    KeptLines,
    /// Lines that change are put together, too, from words and digits that are kept in the printer.
    KeptPieces,
}

impl Strategy {
    /// All of them, the plainest first.
    pub const ALL: [Self; 3] = [Self::Rasters, Self::KeptLines, Self::KeptPieces];

    /// Bytes of a usual slip on 576 dots, a little more than the sample slip of the tests takes.
    fn usual_bytes(self) -> usize {
        match self {
            Self::Rasters => 13_000,
            Self::KeptLines => 5_000,
            Self::KeptPieces => 1_000,
        }
    }

    /// The plainest one that the printer can and that keeps within [`WIRE_TIME_MAX`] at so many bits a second;
    /// else the shortest that the printer can. A printer on USB or a network has no such line: it counts as
    /// 115 200.
    pub fn choose(profile: &Profile, baud: u32) -> Self {
        let can = Self::ALL.into_iter().filter(|strategy| strategy.is_possible(profile));
        let fits = |strategy: &Self| {
            let share = (f64::from(profile.dots) / 576.0).min(1.0);
            let bytes = (strategy.usual_bytes() as f64 * share) as usize;
            wire_time(bytes, baud) <= WIRE_TIME_MAX
        };
        let shortest = can.clone().max().unwrap_or(Self::Rasters);
        can.clone().find(fits).unwrap_or(shortest)
    }

    /// Whether a printer has what this needs.
    pub(super) fn is_possible(self, profile: &Profile) -> bool {
        let keeps = match profile.graphics {
            GraphicsSupport::Nv { bytes } => bytes > 0,
            GraphicsSupport::None => false,
        };
        match self {
            Self::Rasters => true,
            Self::KeptLines => keeps,
            Self::KeptPieces => keeps && profile.page == PageSupport::PageMode,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strategy_follows_what_the_printer_can_and_the_line_s_speed() {
        use Strategy::{KeptLines, KeptPieces, Rasters};
        let plain = Profile::GENERIC_80MM;
        let keeps = Profile { graphics: GraphicsSupport::Nv { bytes: 262_144 }, ..plain };
        let pages = Profile { page: PageSupport::PageMode, ..keeps };
        let narrow = Profile { dots: 384, ..keeps };
        let no_room = Profile { graphics: GraphicsSupport::Nv { bytes: 0 }, ..pages };
        let table = [
            (plain, [Rasters; 5]),
            (keeps, [KeptLines, KeptLines, KeptLines, KeptLines, Rasters]),
            (pages, [KeptPieces, KeptPieces, KeptLines, KeptLines, Rasters]),
            (narrow, [KeptLines, KeptLines, KeptLines, Rasters, Rasters]),
            (no_room, [Rasters; 5]),
        ];
        for (profile, wanted) in table {
            let chosen =
                [9_600, 19_200, 38_400, 57_600, 115_200].map(|baud| Strategy::choose(&profile, baud));
            assert_eq!(chosen, wanted, "{profile:?}");
        }
    }
}
