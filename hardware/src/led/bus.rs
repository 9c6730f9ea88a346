//! The bus driver's mind, without its port: what each display should show, shows, and which frame is next.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::Instant;

use super::modbus::Request;
use super::show::{BLINK_HALF, BLINK_TIME, LedDisplay, LedShow, RegisterMap};

/// Frames sent again before a display counts as down.
pub(super) const RETRIES: u8 = 2;
/// A display that is down is asked so often.
pub(super) const PROBE: Duration = Duration::from_secs(5);
/// Each display is written again so often, in case it lost its supply in between.
pub(super) const REFRESH: Duration = Duration::from_mins(1);

/// Whether a display answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LedState {
    /// It answered its last frame.
    Up,
    /// It did not answer, or its bus cannot be reached.
    Down,
}

/// What is wanted of each display: its show, and a number that rises with each order.
pub(super) type Orders = BTreeMap<u8, (u64, LedShow)>;

/// Lower comes first: calls before what only keeps displays fresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Urgency {
    Order,
    Blink,
    Refresh,
    Probe,
}

#[derive(Debug)]
struct Display {
    map: RegisterMap,
    order: u64,
    show: LedShow,
    ordered_at: Instant,
    /// When the bright half of the current blink began; none before the number is first seen.
    blink_from: Option<Instant>,
    /// What it shows; none when that is not certain.
    shown: Option<Request>,
    shown_order: Option<u64>,
    /// None before its first answer or silence.
    state: Option<LedState>,
    failures: u8,
    /// When it is to be refreshed or probed.
    again_at: Instant,
}

#[derive(Debug)]
pub(super) struct Bus {
    displays: BTreeMap<u8, Display>,
    changes: Vec<(u8, LedState)>,
}

impl Bus {
    pub(super) fn new(displays: &[LedDisplay], now: Instant) -> Self {
        let dark = |display: &LedDisplay| Display {
            map: display.map,
            order: 0,
            show: LedShow::Dark,
            ordered_at: now,
            blink_from: None,
            shown: None,
            shown_order: None,
            state: None,
            failures: 0,
            again_at: now,
        };
        Self {
            displays: displays.iter().map(|display| (display.address, dark(display))).collect(),
            changes: Vec::new(),
        }
    }

    /// Takes the newest orders.
    pub(super) fn order(&mut self, orders: &Orders, now: Instant) {
        for (address, (number, show)) in orders {
            if let Some(display) = self.displays.get_mut(address)
                && display.order != *number
            {
                if display.show == *show && !matches!(show, LedShow::Blink(_)) {
                    // The same again changes nothing on a display; a blink begins anew.
                    let is_shown = display.shown_order == Some(display.order);
                    display.shown_order = is_shown.then_some(*number);
                }
                display.order = *number;
                display.show = show.clone();
                display.ordered_at = now;
                display.blink_from = None;
            }
        }
    }

    /// The frame to send now, if any.
    pub(super) fn next(&self, now: Instant) -> Option<Request> {
        let due = self.displays.iter().filter_map(|(address, display)| {
            let urgency = display.urgency(*address, now)?;
            // Who did not answer just now lets the others go first.
            Some((urgency, display.failures, display.ordered_at, *address))
        });
        let (.., address) = due.min()?;
        Some(self.displays.get(&address)?.request(address, now))
    }

    /// When [`Self::next`] may have something else to say.
    pub(super) fn next_deadline(&self, now: Instant) -> Option<Instant> {
        self.displays.values().map(|display| display.next_deadline(now)).min()
    }

    /// A display has done what this frame asked.
    pub(super) fn answered(&mut self, request: Request, now: Instant) {
        let address = request.address();
        let Some(display) = self.displays.get_mut(&address) else { return };
        display.shown = Some(request);
        display.shown_order = Some(display.order);
        display.failures = 0;
        display.again_at = now + REFRESH;
        if matches!(display.show, LedShow::Blink(_)) {
            display.blink_from.get_or_insert(now);
        }
        if display.state.replace(LedState::Up) != Some(LedState::Up) {
            self.changes.push((address, LedState::Up));
        }
    }

    /// A display did not answer, or refused.
    pub(super) fn unanswered(&mut self, address: u8, now: Instant) {
        let Some(display) = self.displays.get_mut(&address) else { return };
        display.failures = display.failures.saturating_add(1);
        if display.failures > RETRIES {
            display.again_at = now + PROBE;
            display.shown = None;
            if display.state.replace(LedState::Down) != Some(LedState::Down) {
                self.changes.push((address, LedState::Down));
            }
        }
    }

    /// The port is gone: nothing is certain any more.
    pub(super) fn lost(&mut self, now: Instant) {
        for (address, display) in &mut self.displays {
            display.shown = None;
            display.failures = 0;
            display.again_at = now;
            if display.state.replace(LedState::Down) != Some(LedState::Down) {
                self.changes.push((*address, LedState::Down));
            }
        }
    }

    pub(super) fn take_changes(&mut self) -> Vec<(u8, LedState)> {
        std::mem::take(&mut self.changes)
    }

    /// One frame for each kind of display, to all: dark.
    pub(super) fn blank_all(&self) -> Vec<Request> {
        let mut maps: Vec<RegisterMap> = self.displays.values().map(|display| display.map).collect();
        maps.sort_unstable();
        maps.dedup();
        maps.into_iter().map(|map| map.request(super::modbus::BROADCAST, "")).collect()
    }
}

impl Display {
    fn urgency(&self, address: u8, now: Instant) -> Option<Urgency> {
        let is_due = self.again_at <= now;
        if self.state == Some(LedState::Down) {
            return is_due.then_some(Urgency::Probe);
        }
        let is_other = self.shown.as_ref() != Some(&self.request(address, now));
        if self.shown_order != Some(self.order) || self.shown.is_none() {
            Some(Urgency::Order)
        } else if is_other {
            Some(Urgency::Blink)
        } else {
            is_due.then_some(Urgency::Refresh)
        }
    }

    fn request(&self, address: u8, now: Instant) -> Request {
        let text = if self.is_bright(now) { self.map.text(&self.show) } else { String::new() };
        self.map.request(address, &text)
    }

    fn is_bright(&self, now: Instant) -> bool {
        match self.blinked(now) {
            Some(since) => (since.as_millis() / BLINK_HALF.as_millis()).is_multiple_of(2),
            None => true,
        }
    }

    /// How long it has been blinking, while it does.
    fn blinked(&self, now: Instant) -> Option<Duration> {
        let since = now.saturating_duration_since(self.blink_from?);
        (since < BLINK_TIME).then_some(since)
    }

    fn next_deadline(&self, now: Instant) -> Instant {
        if self.state == Some(LedState::Down) {
            return self.again_at;
        }
        let toggle = self.blink_from.zip(self.blinked(now)).map(|(from, since)| {
            let halves = since.as_millis() / BLINK_HALF.as_millis() + 1;
            from + BLINK_HALF * halves as u32
        });
        toggle.map_or(self.again_at, |toggle| toggle.min(self.again_at))
    }
}

#[cfg(test)]
#[path = "bus_tests.rs"]
mod tests;
