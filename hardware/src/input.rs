//! Linux input devices (keyboards, number pads, keyboard-mode scanners): key strokes from an event file.
//!
//! Bytes and codes as in `linux/input.h` and `linux/input-event-codes.h`.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::FileTypeExt as _;
use std::path::Path;

use evdev::raw_stream::RawDevice;
use rustix::fs::{Mode, OFlags};
use tokio::io::unix::AsyncFd;

use crate::port::unplugged;

/// One `struct input_event`: two machine words of time, then type, code and value.
const EVENT_BYTES: usize = 2 * size_of::<usize>() + 8;
/// Events taken in one read.
const EVENTS_A_READ: usize = 64;

const EV_SYN: u16 = 0;
const EV_KEY: u16 = 1;
const SYN_REPORT: u16 = 0;
const SYN_DROPPED: u16 = 3;

/// What a key did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Motion {
    /// It went down.
    Down,
    /// It went up.
    Up,
}

/// A key that moved. A key held down repeats itself; that is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stroke {
    /// `KEY_…`.
    pub(crate) code: u16,
    /// Which way.
    pub(crate) motion: Motion,
}

/// Takes bytes of an event file apart, however they are cut.
#[derive(Debug, Default)]
pub(crate) struct StrokeDecoder {
    rest: Vec<u8>,
    is_dropping: bool,
}

impl StrokeDecoder {
    /// The strokes that are complete with these bytes.
    pub(crate) fn take(&mut self, bytes: &[u8]) -> Vec<Stroke> {
        self.rest.extend_from_slice(bytes);
        let n_whole = self.rest.len() / EVENT_BYTES * EVENT_BYTES;
        let whole: Vec<u8> = self.rest.drain(..n_whole).collect();
        whole.chunks_exact(EVENT_BYTES).filter_map(|event| self.event(event)).collect()
    }

    fn event(&mut self, event: &[u8]) -> Option<Stroke> {
        let word = |at: usize| u16::from_ne_bytes([event[at], event[at + 1]]);
        let body = EVENT_BYTES - 8;
        let (kind, code) = (word(body), word(body + 2));
        let value = i32::from_ne_bytes([event[body + 4], event[body + 5], event[body + 6], event[body + 7]]);
        match (kind, code, value) {
            // The kernel's own queue ran over: what stands up to the next report is not whole.
            (EV_SYN, SYN_DROPPED, _) => self.is_dropping = true,
            (EV_SYN, SYN_REPORT, _) => self.is_dropping = false,
            (EV_KEY, code, 1) if !self.is_dropping => return Some(Stroke { code, motion: Motion::Down }),
            (EV_KEY, code, 0) if !self.is_dropping => return Some(Stroke { code, motion: Motion::Up }),
            (_, _, _) => {}
        }
        None
    }
}

/// An input device that is ours alone: what is typed on it reaches no window.
pub(crate) struct InputPort {
    events: AsyncFd<OwnedFd>,
    decoder: StrokeDecoder,
}

impl InputPort {
    /// Opens the device and grabs it. A pipe in its place is read as it is, for tests and demonstrations.
    /// Fails where the file is absent, is not ours to read, or another program has grabbed the device.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let events = if std::fs::metadata(path)?.file_type().is_char_device() {
            let mut device = RawDevice::open(path)?;
            device.grab()?;
            // The grab belongs to the open file, which the copy keeps open.
            device.as_fd().try_clone_to_owned()?
        } else {
            rustix::fs::open(path, OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC, Mode::empty())?
        };
        rustix::io::ioctl_fionbio(&events, true)?;
        #[expect(
            deprecated,
            reason = "an OwnedFd keeps its descriptor, so the safe call is sound; the new one is unsafe"
        )]
        let events = AsyncFd::new(events)?;
        Ok(Self { events, decoder: StrokeDecoder::default() })
    }

    /// Waits for strokes. An error means that the device is gone.
    pub(crate) async fn strokes(&mut self) -> io::Result<Vec<Stroke>> {
        loop {
            let mut bytes = [0; EVENT_BYTES * EVENTS_A_READ];
            let mut guard = self.events.readable().await?;
            let Ok(read) = guard.try_io(|fd| Ok(rustix::io::read(fd.get_ref(), &mut bytes)?)) else {
                continue;
            };
            match read? {
                0 => return Err(unplugged()),
                count => {
                    let strokes = self.decoder.take(&bytes[..count]);
                    if !strokes.is_empty() {
                        return Ok(strokes);
                    }
                }
            }
        }
    }
}

/// What a device writes into its event file.
#[cfg(test)]
pub(crate) fn event_bytes(kind: u16, code: u16, value: i32) -> Vec<u8> {
    let mut bytes = vec![0; EVENT_BYTES - 8];
    bytes.extend(kind.to_ne_bytes());
    bytes.extend(code.to_ne_bytes());
    bytes.extend(value.to_ne_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `KEY_KP5`.
    const KP5: u16 = 76;

    #[test]
    fn a_key_held_down_counts_once() {
        let mut decoder = StrokeDecoder::default();
        let held: Vec<u8> = [(1, KP5, 1), (0, 0, 0), (1, KP5, 2), (0, 0, 0), (1, KP5, 2), (1, KP5, 0)]
            .iter()
            .flat_map(|&(kind, code, value)| event_bytes(kind, code, value))
            .collect();
        let motions: Vec<Motion> = decoder.take(&held).iter().map(|stroke| stroke.motion).collect();
        assert_eq!(motions, [Motion::Down, Motion::Up]);
    }

    #[test]
    fn what_the_kernel_dropped_is_left_out_up_to_the_next_report() {
        let mut decoder = StrokeDecoder::default();
        let bytes: Vec<u8> = [(0, SYN_DROPPED, 0), (1, KP5, 1), (0, SYN_REPORT, 0), (1, KP5 + 1, 1)]
            .iter()
            .flat_map(|&(kind, code, value)| event_bytes(kind, code, value))
            .collect();
        let codes: Vec<u16> = decoder.take(&bytes).iter().map(|stroke| stroke.code).collect();
        assert_eq!(codes, [KP5 + 1]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn events_are_the_same_however_they_are_cut(
            events in proptest::collection::vec((0_u16..4, 0_u16..8, -1_i32..3), 0..40),
            cut in 1_usize..50,
        ) {
            let bytes: Vec<u8> = events.iter().flat_map(|&(kind, code, value)| event_bytes(kind, code, value)).collect();
            let whole = StrokeDecoder::default().take(&bytes);
            let mut decoder = StrokeDecoder::default();
            let pieces: Vec<Stroke> = bytes.chunks(cut).flat_map(|piece| decoder.take(piece)).collect();
            prop_assert_eq!(whole, pieces);
        }

        #[test]
        fn no_bytes_make_the_decoder_panic(bytes in proptest::collection::vec(any::<u8>(), 0..500)) {
            let n_strokes = StrokeDecoder::default().take(&bytes).len();
            prop_assert!(n_strokes <= bytes.len() / EVENT_BYTES);
        }
    }
}
