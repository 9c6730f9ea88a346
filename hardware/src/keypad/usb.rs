//! USB number pads: ours alone, and back by themselves after they were unplugged.

use std::convert::Infallible;
use std::io;
use std::path::PathBuf;

use goiso_model::DeviceName;
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::{Key, KeyPress};
use crate::input::{InputPort, Motion, Stroke};
use crate::port::{Failure, Reconnecting, now};

/// A pad and where it is.
#[derive(Debug, Clone)]
pub struct UsbPadConfig {
    /// Its name in events.
    pub name: DeviceName,
    /// Its event file: `/dev/input/by-path/…-event-kbd` where several pads are alike, else `by-id`.
    pub path: PathBuf,
}

/// Whether a pad can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PadState {
    /// It can.
    Up,
    /// It is not there, or not ours.
    Gone,
}

/// What a pad's task tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PadEvent {
    /// A key went down.
    Pressed(KeyPress),
    /// It came or went.
    StateChanged {
        /// Which pad.
        pad: DeviceName,
        /// The new state.
        state: PadState,
    },
}

/// Starts a pad's task on the current runtime. It ends when nobody receives its events.
pub fn spawn_usb_pad(config: UsbPadConfig, events: mpsc::Sender<PadEvent>) {
    tokio::spawn(Driver { config, events }.run());
}

struct Driver {
    config: UsbPadConfig,
    events: mpsc::Sender<PadEvent>,
}

/// Why a connection ended.
enum End {
    /// The pad is gone.
    Lost(io::Error),
    /// Nobody wants events any more.
    Stopped,
}

impl From<io::Error> for End {
    fn from(error: io::Error) -> Self {
        Self::Lost(error)
    }
}

impl Driver {
    async fn run(self) {
        let mut tries = Reconnecting::default();
        let mut was = None;
        loop {
            let error = match InputPort::open(&self.config.path) {
                Ok(port) => {
                    tries.opened(now());
                    was = Some(PadState::Up);
                    if self.state(PadState::Up).await.is_err() {
                        return;
                    }
                    match self.serve(port).await {
                        Err(End::Stopped) => return,
                        Err(End::Lost(error)) => error,
                    }
                }
                Err(error) => error,
            };
            if tries.failed(now()) == Failure::First {
                tracing::warn!(pad = %self.config.name, %error, "a keypad cannot be read");
            }
            if was.replace(PadState::Gone) != Some(PadState::Gone)
                && self.state(PadState::Gone).await.is_err()
            {
                return;
            }
            if timeout(tries.wait(), self.events.closed()).await.is_ok() {
                return;
            }
        }
    }

    /// Tells the keys until the pad is gone.
    async fn serve(&self, mut port: InputPort) -> Result<Infallible, End> {
        loop {
            let strokes = tokio::select! {
                strokes = port.strokes() => strokes?,
                () = self.events.closed() => return Err(End::Stopped),
            };
            for key in strokes.into_iter().filter_map(key) {
                let press = KeyPress { pad: self.config.name.clone(), key };
                self.events.send(PadEvent::Pressed(press)).await.map_err(|_| End::Stopped)?;
            }
        }
    }

    async fn state(&self, state: PadState) -> Result<(), End> {
        let event = PadEvent::StateChanged { pad: self.config.name.clone(), state };
        self.events.send(event).await.map_err(|_| End::Stopped)
    }
}

/// What a key of a number pad means (codes of `linux/input-event-codes.h`). Pads that mind `NumLock` themselves
/// send the arrows and `Home`, `End` … of the same keys while it is off: these are the same digits.
fn key(stroke: Stroke) -> Option<Key> {
    match stroke.motion {
        Motion::Down => {}
        Motion::Up => return None,
    }
    Some(match stroke.code {
        // KEY_KP0 or KEY_INSERT, KEY_KP1 or KEY_END, …; KEY_1 to KEY_0 above the letters.
        82 | 110 | 11 => Key::Digit(0),
        79 | 107 | 2 => Key::Digit(1),
        80 | 108 | 3 => Key::Digit(2),
        81 | 109 | 4 => Key::Digit(3),
        75 | 105 | 5 => Key::Digit(4),
        76 | 6 => Key::Digit(5),
        77 | 106 | 7 => Key::Digit(6),
        71 | 102 | 8 => Key::Digit(7),
        72 | 103 | 9 => Key::Digit(8),
        73 | 104 | 10 => Key::Digit(9),
        // KEY_KPENTER, KEY_ENTER.
        96 | 28 => Key::Next,
        // KEY_KPPLUS.
        78 => Key::Recall,
        // KEY_KPMINUS, KEY_MINUS.
        74 | 12 => Key::Absent,
        // KEY_KPASTERISK.
        55 => Key::Finish,
        // KEY_KPSLASH, KEY_SLASH.
        98 | 53 => Key::Pause,
        // KEY_KPDOT, KEY_KPCOMMA, KEY_DELETE, KEY_BACKSPACE, KEY_ESC.
        83 | 121 | 111 | 14 | 1 => Key::Clear,
        // NumLock itself, Tab, a calculator key: nothing.
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::fs::{File, OpenOptions};
    use std::io::Write;

    use rustix::fs::Mode;

    use super::*;
    use crate::input::event_bytes;

    /// A file that behaves like an event file: what is written to it is read once.
    fn pipe(path: &std::path::Path) -> File {
        if !path.exists() {
            rustix::fs::mknodat(
                rustix::fs::CWD,
                path,
                rustix::fs::FileType::Fifo,
                Mode::RUSR | Mode::WUSR,
                0,
            )
            .unwrap();
        }
        // For both, so that opening waits for nobody.
        OpenOptions::new().read(true).write(true).open(path).unwrap()
    }

    fn press(pad: &mut File, code: u16) {
        let bytes: Vec<u8> =
            [(4, 4, 0x7_0000 + i32::from(code)), (1, code, 1), (0, 0, 0), (1, code, 0), (0, 0, 0)]
                .iter()
                .flat_map(|&(kind, code, value)| event_bytes(kind, code, value))
                .collect();
        pad.write_all(&bytes).unwrap();
    }

    fn pad_at(path: &std::path::Path) -> (DeviceName, mpsc::Receiver<PadEvent>) {
        let name: DeviceName = "pad-3".parse().unwrap();
        let (events, happened) = mpsc::channel(16);
        spawn_usb_pad(UsbPadConfig { name: name.clone(), path: path.to_owned() }, events);
        (name, happened)
    }

    #[test]
    fn a_digit_is_the_same_with_and_without_num_lock() {
        let digit = |code| key(Stroke { code, motion: Motion::Down });
        let with: Vec<_> = [82, 79, 80, 81, 75, 76, 77, 71, 72, 73].map(digit).into();
        let without: Vec<_> = [110, 107, 108, 109, 105, 76, 106, 102, 103, 104].map(digit).into();
        let expected: Vec<_> = (0..10).map(|value| Some(Key::Digit(value))).collect();
        assert_eq!(with, expected);
        assert_eq!(without, expected);
        assert_eq!(digit(69), None, "NumLock itself is no key of ours");
        assert_eq!(key(Stroke { code: 76, motion: Motion::Up }), None);
    }

    #[tokio::test]
    async fn a_pad_is_heard_again_after_it_was_unplugged_and_plugged_in_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("event-kbd");
        let mut plugged = pipe(&path);
        let (pad, mut happened) = pad_at(&path);
        let up = PadEvent::StateChanged { pad: pad.clone(), state: PadState::Up };
        let gone = PadEvent::StateChanged { pad: pad.clone(), state: PadState::Gone };
        assert_eq!(happened.recv().await, Some(up.clone()));
        press(&mut plugged, 76);
        press(&mut plugged, 96);
        for key in [Key::Digit(5), Key::Next] {
            let pressed = PadEvent::Pressed(KeyPress { pad: pad.clone(), key });
            assert_eq!(happened.recv().await, Some(pressed));
        }

        // Half an event, and then the cable is out: the old half must not spoil what comes after.
        plugged.write_all(&event_bytes(1, 76, 1)[..10]).unwrap();
        std::fs::remove_file(&path).unwrap();
        drop(plugged);
        assert_eq!(happened.recv().await, Some(gone));

        let mut plugged = pipe(&path);
        assert_eq!(happened.recv().await, Some(up));
        press(&mut plugged, 78);
        let pressed = PadEvent::Pressed(KeyPress { pad, key: Key::Recall });
        assert_eq!(happened.recv().await, Some(pressed));
    }

    #[tokio::test(start_paused = true)]
    async fn a_pad_that_is_not_there_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        let (pad, mut happened) = pad_at(&folder.path().join("absent"));
        let gone = PadEvent::StateChanged { pad, state: PadState::Gone };
        assert_eq!(happened.recv().await, Some(gone));
        // A minute of attempts tells nothing new.
        let more = timeout(std::time::Duration::from_mins(1), happened.recv()).await;
        assert!(more.is_err(), "{more:?}");
    }
}
