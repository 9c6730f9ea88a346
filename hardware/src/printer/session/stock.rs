//! Pictures that the printer is to keep: when they are sent, and when they are known to be kept.

use std::time::Duration;

use tokio::time::Instant;

use super::{Happening, SILENCE_MAX, Session};

/// A printer may be deaf for so long while it writes pictures into its memory.
const STOCK_TIME_MAX: Duration = Duration::from_mins(1);

/// How far the pictures are that the printer is to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stock {
    /// To be sent once the printer is ready, if there are any.
    Due,
    /// So many bytes of them have not left yet.
    Leaving(usize),
    /// They have left; the next slip that is proven proves them.
    Sent,
}

impl Session {
    /// Sends the pictures that the printer is to keep; slips follow behind them.
    pub(super) fn send_stock(&mut self, now: Instant) {
        self.stock = Stock::Sent;
        if let Some((bytes, tried)) = self.press.send_stock() {
            self.outgoing.extend(bytes);
            // What waits before them leaves first.
            self.stock = Stock::Leaving(self.outgoing.len());
            self.silent_at = self.silent_at.map(|_| now + SILENCE_MAX + STOCK_TIME_MAX);
            self.happenings.push(Happening::Kept(tried));
        }
    }

    /// How much longer a printer may be busy that writes pictures.
    pub(super) fn stock_time(&self) -> Duration {
        if self.press.stock().is_empty() { Duration::ZERO } else { STOCK_TIME_MAX }
    }

    /// So many bytes have left: the printer answers nothing until it has read and written the pictures.
    pub(super) fn stock_left(&mut self, count: usize, now: Instant) {
        if let Stock::Leaving(bytes) = self.stock {
            let left = bytes.saturating_sub(count);
            self.stock = if left == 0 { Stock::Sent } else { Stock::Leaving(left) };
            self.silent_at = self.silent_at.map(|_| now + SILENCE_MAX + STOCK_TIME_MAX);
        }
    }
}

#[cfg(test)]
#[path = "stock_tests.rs"]
mod tests;
