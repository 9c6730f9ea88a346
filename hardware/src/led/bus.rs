//! The bus driver's mind, without its port: what each display should show, shows, and what is next.

use std::collections::BTreeMap;
use std::time::Duration;

use goiso_model::DeviceName;
use tokio::time::Instant;

use super::frame::Frame;
use super::keypads::{BusKeypad, POLL_OVERDUE, Pad, Silence};
use super::modbus::Reply;
use super::model::{Blinker, Memory, Voice};
use super::show::{BLINK_HALF, BLINK_TIME, BRIGHTNESS_FULL, LedDisplay, LedShow, Look, Motion};
use crate::keypad::KeyPress;

/// Frames sent again before a device counts as down.
pub(super) const RETRIES: u8 = 2;
/// A device that is down is asked so often.
pub(super) const PROBE: Duration = Duration::from_secs(5);
/// Each display is written again so often, in case it lost its supply in between.
pub(super) const REFRESH: Duration = Duration::from_mins(1);

/// Whether a device answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LedState {
    /// It answered its last frame.
    Up,
    /// It is written to, and its protocol knows no answers: it may be dark, and nobody can tell. Counts as up.
    Unheard,
    /// It did not answer, or its bus cannot be reached.
    Down,
}

/// What is wanted of all displays.
#[derive(Debug, Clone)]
pub(super) struct Orders {
    /// For each address its show, and a number that rises with each order.
    pub shows: BTreeMap<u8, (u64, LedShow)>,
    /// Percent, 1 to 100.
    pub brightness: u8,
}

impl Default for Orders {
    fn default() -> Self {
        Self { shows: BTreeMap::new(), brightness: BRIGHTNESS_FULL }
    }
}

/// What has changed on the bus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    Display(u8, LedState),
    Keypad(DeviceName, LedState),
    Pressed(KeyPress),
}

/// What to do next on the port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Job {
    /// Bring a display to a look.
    Show { address: u8, order: u64, look: Look, frames: Vec<Frame> },
    /// Ask the keypad of this place in the list.
    Poll { pad_idx: usize, frame: Frame },
}

impl Job {
    pub(super) fn frames(&self) -> &[Frame] {
        match self {
            Self::Show { frames, .. } => frames,
            Self::Poll { frame, .. } => std::slice::from_ref(frame),
        }
    }
}

/// Lower comes first: calls before polls, and polls before what only keeps displays fresh when they are late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Urgency {
    Order,
    LatePoll,
    Blink,
    Poll,
    Refresh,
    Probe,
}

#[derive(Debug)]
struct Display {
    led: LedDisplay,
    order: u64,
    show: LedShow,
    ordered_at: Instant,
    /// When the bright half of the current blink began; none before the number is first seen.
    blink_from: Option<Instant>,
    /// What it shows; none when that is not certain.
    shown: Option<Look>,
    /// The brightness that it was told since it is up.
    dimmed: Option<u8>,
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
    pads: Vec<Pad>,
    brightness: u8,
    changes: Vec<Change>,
}

impl Bus {
    pub(super) fn new(displays: &[LedDisplay], keypads: &[BusKeypad], now: Instant) -> Self {
        let dark = |led: &LedDisplay| Display {
            led: led.clone(),
            order: 0,
            show: LedShow::Dark,
            ordered_at: now,
            blink_from: None,
            shown: None,
            dimmed: None,
            shown_order: None,
            state: None,
            failures: 0,
            again_at: now,
        };
        Self {
            displays: displays.iter().map(|led| (led.address, dark(led))).collect(),
            pads: keypads.iter().map(|keypad| Pad::new(keypad.clone(), now)).collect(),
            brightness: BRIGHTNESS_FULL,
            changes: Vec::new(),
        }
    }

    /// Takes the newest orders.
    pub(super) fn order(&mut self, orders: &Orders, now: Instant) {
        self.brightness = orders.brightness;
        for (address, (number, show)) in &orders.shows {
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

    /// What to do now, if anything.
    pub(super) fn next(&self, now: Instant) -> Option<Job> {
        let display = self.displays.values().filter_map(|display| {
            let urgency = display.urgency(self.brightness, now)?;
            // Who did not answer just now lets the others go first.
            Some((urgency, display.failures, display.ordered_at, display))
        });
        let display = display.min_by_key(|(urgency, failures, at, _)| (*urgency, *failures, *at));
        let pad =
            self.pads.iter().enumerate().filter_map(|(pad_idx, pad)| Some((urgency_of(pad, now)?, pad_idx)));
        let pad = pad.min_by_key(|(urgency, pad_idx)| (*urgency, self.pads[*pad_idx].asked_at));
        match (display, pad) {
            (Some((urgency, _, _, display)), Some((poll, _))) if urgency < poll => {
                Some(display.job(self.brightness, now))
            }
            (_, Some((_, pad_idx))) => {
                Some(Job::Poll { pad_idx, frame: Frame::modbus(self.pads[pad_idx].keypad.request()) })
            }
            (Some((_, _, _, display)), None) => Some(display.job(self.brightness, now)),
            (None, None) => None,
        }
    }

    /// When [`Self::next`] may have something else to say.
    pub(super) fn next_deadline(&self, now: Instant) -> Option<Instant> {
        let displays = self.displays.values().map(|display| display.next_deadline(now));
        displays.chain(self.pads.iter().map(|pad| pad.again_at)).min()
    }

    /// A device has done what this job asked; `reply` is the last one.
    pub(super) fn answered(&mut self, job: Job, reply: &Reply, now: Instant) {
        match job {
            Job::Show { address, order, look, .. } => {
                let Some(display) = self.displays.get_mut(&address) else { return };
                display.dimmed = Some(look.brightness);
                display.shown = Some(look);
                display.shown_order = Some(order);
                display.failures = 0;
                display.again_at = now + REFRESH;
                if matches!(display.show, LedShow::Blink(_)) {
                    display.blink_from.get_or_insert(now);
                }
                let state = match display.led.model.voice() {
                    Voice::Answers => LedState::Up,
                    Voice::Silent => LedState::Unheard,
                };
                if display.state.replace(state) != Some(state) {
                    self.changes.push(Change::Display(address, state));
                }
            }
            Job::Poll { pad_idx, .. } => {
                let Some(pad) = self.pads.get_mut(pad_idx) else { return };
                match reply {
                    Reply::Values(registers) => {
                        let presses = pad.answered(registers, now);
                        self.changes.extend(presses.into_iter().map(Change::Pressed));
                        self.pad_is(pad_idx, LedState::Up);
                    }
                    Reply::Done | Reply::Exception(_) => self.pad_unanswered(pad_idx, now),
                }
            }
        }
    }

    /// Whose frames these are.
    pub(super) fn address(&self, job: &Job) -> u8 {
        match job {
            Job::Show { address, .. } => *address,
            Job::Poll { pad_idx, .. } => self.pads.get(*pad_idx).map_or(0, |pad| pad.keypad.address),
        }
    }

    /// Whether trouble with this device is new, and worth a line in the log.
    pub(super) fn is_news(&self, job: &Job) -> bool {
        let failures = match job {
            Job::Show { address, .. } => self.displays.get(address).map(|display| display.failures),
            Job::Poll { pad_idx, .. } => self.pads.get(*pad_idx).map(Pad::failures),
        };
        failures == Some(0)
    }

    /// A device did not answer, or refused.
    pub(super) fn unanswered(&mut self, job: &Job, now: Instant) {
        match job {
            Job::Show { address, .. } => self.display_unanswered(*address, now),
            Job::Poll { pad_idx, .. } => self.pad_unanswered(*pad_idx, now),
        }
    }

    fn display_unanswered(&mut self, address: u8, now: Instant) {
        let Some(display) = self.displays.get_mut(&address) else { return };
        display.failures = display.failures.saturating_add(1);
        // A part of the frames may have been understood.
        display.shown = None;
        if display.failures > RETRIES {
            display.again_at = now + PROBE;
            display.dimmed = None;
            if display.state.replace(LedState::Down) != Some(LedState::Down) {
                self.changes.push(Change::Display(address, LedState::Down));
            }
        }
    }

    fn pad_unanswered(&mut self, pad_idx: usize, now: Instant) {
        match self.pads.get_mut(pad_idx).map(|pad| pad.unanswered(now)) {
            Some(Silence::Down) => self.pad_is(pad_idx, LedState::Down),
            Some(Silence::Again) | None => {}
        }
    }

    fn pad_is(&mut self, pad_idx: usize, state: LedState) {
        let Some(pad) = self.pads.get_mut(pad_idx) else { return };
        if pad.state.replace(state) != Some(state) {
            self.changes.push(Change::Keypad(pad.keypad.name.clone(), state));
        }
    }

    /// The port is gone: nothing is certain any more.
    pub(super) fn lost(&mut self, now: Instant) {
        for (address, display) in &mut self.displays {
            display.shown = None;
            display.dimmed = None;
            display.failures = 0;
            display.again_at = now;
            if display.state.replace(LedState::Down) != Some(LedState::Down) {
                self.changes.push(Change::Display(*address, LedState::Down));
            }
        }
        for pad_idx in 0..self.pads.len() {
            self.pads[pad_idx].lost(now);
            self.pad_is(pad_idx, LedState::Down);
        }
    }

    pub(super) fn take_changes(&mut self) -> Vec<Change> {
        std::mem::take(&mut self.changes)
    }

    /// The frames that make everything dark, with as few as there can be.
    pub(super) fn blank_all(&self) -> Vec<Frame> {
        let mut frames = Vec::new();
        for (address, display) in &self.displays {
            let model = &display.led.model;
            match model.dark_for_all() {
                Some(frame) if !frames.contains(&frame) => frames.push(frame),
                Some(_) => {}
                None => {
                    let dark = Look::dark();
                    let shown = display.shown.as_ref();
                    frames.extend(model.frames(*address, shown, Some(dark.brightness), &dark));
                }
            }
        }
        frames
    }
}

fn urgency_of(pad: &Pad, now: Instant) -> Option<Urgency> {
    if now < pad.again_at {
        return None;
    }
    Some(match pad.state {
        Some(LedState::Down) => Urgency::Probe,
        Some(LedState::Up | LedState::Unheard) | None if now >= pad.asked_at + POLL_OVERDUE => {
            Urgency::LatePoll
        }
        Some(LedState::Up | LedState::Unheard) | None => Urgency::Poll,
    })
}

impl Display {
    fn urgency(&self, brightness: u8, now: Instant) -> Option<Urgency> {
        let is_due = self.again_at <= now;
        if self.state == Some(LedState::Down) {
            return is_due.then_some(Urgency::Probe);
        }
        let Some(shown) = &self.shown else { return Some(Urgency::Order) };
        if self.shown_order != Some(self.order) {
            Some(Urgency::Order)
        } else if *shown != self.look(brightness, now) {
            Some(Urgency::Blink)
        } else {
            is_due.then_some(Urgency::Refresh)
        }
    }

    fn job(&self, brightness: u8, now: Instant) -> Job {
        let look = self.look(brightness, now);
        let address = self.led.address;
        // What is due for a refresh may have lost its supply, and with it what it was set up to.
        let is_certain = now < self.again_at || self.led.model.memory() == Memory::Kept;
        let from = self.shown.as_ref().filter(|_| is_certain);
        let frames = self.led.model.frames(address, from, self.dimmed, &look);
        Job::Show { address, order: self.order, look, frames }
    }

    fn look(&self, brightness: u8, now: Instant) -> Look {
        let is_blinking = matches!(self.show, LedShow::Blink(_))
            && (self.blink_from.is_none() || self.blinked(now).is_some());
        let (text, motion) = match self.led.model.blinker() {
            Blinker::Display if is_blinking => (self.led.text(&self.show), Motion::Blinking),
            Blinker::Bus if !self.is_bright(now) => (String::new(), Motion::Still),
            Blinker::Display | Blinker::Bus => (self.led.text(&self.show), Motion::Still),
        };
        Look { text, motion, brightness }
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
        let toggle =
            self.blink_from.zip(self.blinked(now)).map(|(from, since)| match self.led.model.blinker() {
                Blinker::Display => from + BLINK_TIME,
                Blinker::Bus => {
                    let halves = since.as_millis() / BLINK_HALF.as_millis() + 1;
                    from + BLINK_HALF * halves as u32
                }
            });
        toggle.map_or(self.again_at, |toggle| toggle.min(self.again_at))
    }
}

#[cfg(test)]
#[path = "bus_tests.rs"]
mod tests;
