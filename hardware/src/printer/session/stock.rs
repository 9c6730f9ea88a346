//! The printer's memory of pictures: what lies in it by its own word, and what is put there.
//!
//! Once a connection the printer lists its keys (`GS ( L` function 64) and its serial number. Only what it lists is
//! printed by key, so that a printer that was exchanged, or emptied, brings out whole slips all the same.

use std::collections::BTreeSet;
use std::time::Duration;

use tokio::time::Instant;

use super::{Happening, SILENCE_MAX, Session};
use crate::printer::graphics::{ASK_KEYS, GraphicKey, TAKEN};
use crate::printer::profile::{ProofSupport, StatusSupport};

/// A printer may be deaf for so long while it writes pictures into its memory.
const STOCK_TIME_MAX: Duration = Duration::from_mins(1);
/// A printer that lists its keys does so within this.
const LIST_WITHIN: Duration = Duration::from_secs(5);
/// The day of the printer's memory: so long after the last one more may be written.
const DAY: Duration = Duration::from_hours(24);

/// What is known of the printer's memory in this connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stock {
    /// Nothing; to be asked once the printer is ready, where it keeps anything.
    Due,
    /// It is asked what it keeps.
    Asking,
    /// Of new pictures so many bytes have not left yet.
    Leaving(usize),
    /// New pictures have left, and it is asked whether it keeps them.
    Listing,
    /// It has said what it keeps.
    Known,
    /// It does not say: nothing is asked of its memory.
    Untold,
}

impl Stock {
    /// Whether nothing else may be said meanwhile.
    pub(super) fn is_talking(self) -> bool {
        match self {
            Self::Asking | Self::Leaving(_) | Self::Listing => true,
            Self::Due | Self::Known | Self::Untold => false,
        }
    }
}

/// What goes with it.
#[derive(Debug)]
pub(super) struct Shelf {
    first_day: i32,
    opened_at: Option<Instant>,
    /// Keys of the blocks that have come so far.
    listed: BTreeSet<GraphicKey>,
    /// When the list must be there.
    list_by: Option<Instant>,
    /// When more may be written.
    more_at: Option<Instant>,
}

impl Shelf {
    pub(super) fn new(first_day: i32) -> Self {
        Self { first_day, opened_at: None, listed: BTreeSet::new(), list_by: None, more_at: None }
    }

    /// The first of all connections begins the first day.
    pub(super) fn opened(&mut self, now: Instant) {
        self.opened_at.get_or_insert(now);
        self.list_by = None;
    }

    fn n_days(&self, now: Instant) -> u32 {
        let open = self.opened_at.map_or(Duration::ZERO, |opened| now.saturating_duration_since(opened));
        u32::try_from(open.as_secs() / DAY.as_secs()).unwrap_or(u32::MAX)
    }

    fn day(&self, now: Instant) -> i32 {
        self.first_day.saturating_add_unsigned(self.n_days(now))
    }

    fn next_day(&self, now: Instant) -> Option<Instant> {
        Some(self.opened_at? + DAY.saturating_mul(self.n_days(now).saturating_add(1)))
    }
}

impl Session {
    /// Asks a printer that works what it keeps, where its slips need that.
    pub(super) fn look_into_memory(&mut self, now: Instant) {
        // Without a proof nobody would ever know whether slips of kept pictures came out.
        let is_of_use =
            self.profile.proof != ProofSupport::None && self.profile.status != StatusSupport::None;
        if self.stock == Stock::Due && self.press.is_keeping() && is_of_use {
            self.ask_keys(Stock::Asking, LIST_WITHIN, now);
        }
    }

    /// A printer that does not work will not answer either: it is asked anew.
    pub(super) fn memory_out_of_sight(&mut self) {
        match self.stock {
            Stock::Asking | Stock::Listing | Stock::Untold => self.stock = Stock::Due,
            Stock::Due | Stock::Leaving(_) | Stock::Known => {}
        }
    }

    fn ask_keys(&mut self, as_what: Stock, within: Duration, now: Instant) {
        self.stock = as_what;
        self.shelf.listed.clear();
        let under_way = self.print_time(self.outgoing.len());
        self.outgoing.extend(ASK_KEYS);
        let slip = self.in_flight.as_ref().map(|slip| slip.deadline).filter(|deadline| *deadline > now);
        self.shelf.list_by = Some(slip.unwrap_or(now) + under_way + within);
    }

    /// A block of the printer's list has come.
    pub(super) fn listed(&mut self, keys: &[[u8; 2]], has_more: bool, now: Instant) {
        // It waits for our word, which must not stand in the middle of a slip.
        if self.outgoing.is_empty() {
            self.outgoing.push_back(TAKEN);
        }
        self.shelf.listed.extend(keys.iter().map(|key| GraphicKey(*key)));
        if has_more {
            return;
        }
        let listed = std::mem::take(&mut self.shelf.listed);
        match self.stock {
            Stock::Asking => {
                self.shelf.list_by = None;
                let (unit, day) = (self.names.unit.as_deref(), self.shelf.day(now));
                let known = self.press.confirm(&listed, unit, day);
                self.happenings.push(Happening::Kept(known));
                self.send_stock(now);
            }
            Stock::Listing => {
                self.shelf.list_by = None;
                self.stock = Stock::Known;
                self.happenings.extend(self.press.stock_is_listed(&listed).map(Happening::Kept));
            }
            // To a question that was asked too long ago.
            Stock::Due | Stock::Leaving(_) | Stock::Known | Stock::Untold => {}
        }
    }

    /// Sends the pictures that the printer is to keep and may be sent today.
    fn send_stock(&mut self, now: Instant) {
        self.stock = Stock::Known;
        self.shelf.more_at = self.shelf.next_day(now).filter(|_| self.press.is_incomplete());
        if let Some((bytes, meanwhile)) = self.press.send_stock() {
            self.outgoing.extend(bytes);
            // What waits before them leaves first.
            self.stock = Stock::Leaving(self.outgoing.len());
            self.silent_at = self.silent_at.map(|_| now + SILENCE_MAX + STOCK_TIME_MAX);
            self.happenings.push(Happening::Kept(meanwhile));
        }
    }

    /// So many bytes have left: the printer answers nothing until it has read and written the pictures.
    pub(super) fn stock_left(&mut self, count: usize, now: Instant) {
        if let Stock::Leaving(bytes) = self.stock {
            let left = bytes.saturating_sub(count);
            self.stock = Stock::Leaving(left);
            self.silent_at = self.silent_at.map(|_| now + SILENCE_MAX + STOCK_TIME_MAX);
            if left == 0 {
                self.ask_keys(Stock::Listing, STOCK_TIME_MAX, now);
            }
        }
    }

    /// When [`Self::memory_due`] has something to do.
    pub(super) fn memory_deadline(&self) -> Option<Instant> {
        let is_idle = self.in_flight.is_none() && self.outgoing.is_empty() && self.state.can_print();
        let more = self.shelf.more_at.filter(|_| is_idle && self.stock == Stock::Known);
        [self.shelf.list_by.filter(|_| self.stock.is_talking()), more].into_iter().flatten().min()
    }

    /// The list has not come, or another day has.
    pub(super) fn memory_due(&mut self, now: Instant) {
        if self.stock.is_talking() {
            tracing::warn!("the printer does not say what it keeps, so its memory is not used");
            self.shelf.list_by = None;
            self.stock = Stock::Untold;
        } else {
            self.shelf.more_at = None;
            self.stock = Stock::Due;
            self.look_into_memory(now);
        }
    }
}

#[cfg(test)]
#[path = "stock_tests.rs"]
mod tests;
