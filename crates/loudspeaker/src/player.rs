//! One thread with a sound card.
//!
//! ALSA itself, rather than a mixer above it: an announcement is one mono buffer at one rate, ALSA's own
//! `default` and `plughw` devices bring that to any card, and the sound server of a desktop offers itself as
//! an ALSA device too. The device is open only while something sounds, so that an idle board costs nothing
//! and a card may be pulled out and put back.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::time::Duration;
use std::{io, thread};

use alsa::pcm::{Access, Format, HwParams, PCM, State};
use alsa::{Direction, ValueOr};
use goiso_voice::Sound;

/// How far ahead of the loudspeaker sound is handed over.
const BUFFER: Duration = Duration::from_millis(200);
/// What is handed over at a time. After a [`Player::stop`] so much and a buffer may still be on its way in a
/// sound server.
const PERIOD: Duration = Duration::from_millis(50);
/// A card that takes nothing for so long is broken.
const STUCK_AFTER: Duration = Duration::from_secs(2);
/// Between two looks at whether the last samples have sounded.
const DRAIN_LOOK: Duration = Duration::from_millis(10);
/// Jobs that wait for the thread. The scheduler gives one at a time.
const JOBS_MAX: usize = 4;

/// Why nothing is heard.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// There is no such device, it is busy, or it does not do what is asked of it.
    #[error("sound device '{device}' does not {step}: {}", errno_text(*.errno))]
    Device {
        /// ALSA's name of it.
        device: String,
        /// What it was asked to do.
        step: &'static str,
        /// The system's error number.
        errno: i32,
    },
    /// It has taken no sample for two seconds.
    #[error("sound device '{device}' is stuck")]
    Stuck {
        /// ALSA's name of it.
        device: String,
    },
    /// The name has a zero byte in it.
    #[error("sound device {device:?} has no name that ALSA could know")]
    Name {
        /// As it was given.
        device: String,
    },
}

fn errno_text(errno: i32) -> String {
    io::Error::from_raw_os_error(errno.abs()).to_string()
}

fn would_wait(error: &alsa::Error) -> bool {
    io::Error::from_raw_os_error(error.errno().abs()).kind() == io::ErrorKind::WouldBlock
}

/// What the loudspeaker tells, on its own thread.
#[derive(Debug)]
pub enum Played {
    /// The device opens: the answer to [`Player::probe`].
    Ready,
    /// The first sample of this sound is with the device.
    Began {
        /// As given to [`Player::play`].
        id: u64,
    },
    /// The last sample of this sound has been heard.
    Finished {
        /// As given to [`Player::play`].
        id: u64,
    },
    /// This sound was stopped.
    Stopped {
        /// As given to [`Player::play`].
        id: u64,
    },
    /// The device does not open, or this sound broke off.
    Failed {
        /// As given to [`Player::play`]; none after a [`Player::probe`].
        id: Option<u64>,
        /// Why.
        error: OutputError,
    },
}

/// A loudspeaker. Dropping it ends its thread after the present sound.
#[derive(Debug)]
pub struct Player {
    jobs: SyncSender<Job>,
    /// Raised by each stop. A sound that was begun before is cut.
    n_stops: Arc<AtomicU64>,
}

#[derive(Debug)]
enum Job {
    Probe,
    Play { id: u64, sound: Sound, n_stops: u64 },
}

impl Player {
    /// Starts the thread of ALSA's device of that name, e.g. `default`. `tell` is called on that thread.
    /// The device is not opened before it is needed: see [`Player::probe`].
    pub fn start(device: &str, tell: impl Fn(Played) + Send + 'static) -> io::Result<Self> {
        let (jobs, waiting) = sync_channel(JOBS_MAX);
        let n_stops = Arc::new(AtomicU64::new(0));
        let speaker = Speaker { device: device.to_owned(), n_stops: Arc::clone(&n_stops) };
        thread::Builder::new().name("goiso-sound".to_owned()).spawn(move || speaker.work(&waiting, &tell))?;
        Ok(Self { jobs, n_stops })
    }

    /// Plays a sound after those that were given before. Answers whether it was taken: not while several wait
    /// for a stuck device.
    pub fn play(&self, id: u64, sound: Sound) -> bool {
        self.order(Job::Play { id, sound, n_stops: self.n_stops.load(Ordering::Acquire) })
    }

    /// Asks for [`Played::Ready`] or [`Played::Failed`]. Answers whether the question was taken.
    pub fn probe(&self) -> bool {
        self.order(Job::Probe)
    }

    /// Cuts all sounds that were given so far.
    pub fn stop(&self) {
        self.n_stops.fetch_add(1, Ordering::AcqRel);
    }

    fn order(&self, job: Job) -> bool {
        match self.jobs.try_send(job) {
            Ok(()) => true,
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => false,
        }
    }
}

/// The thread's side.
struct Speaker {
    device: String,
    n_stops: Arc<AtomicU64>,
}

/// How a sound came to its end.
enum End {
    Heard,
    Cut,
}

impl Speaker {
    fn work(&self, jobs: &Receiver<Job>, tell: &impl Fn(Played)) {
        while let Ok(job) = jobs.recv() {
            // ALSA explains each failure at length on standard error; it is put here and let go instead.
            let _talk = alsa::Output::local_error_handler();
            match job {
                Job::Probe => match self.open() {
                    Ok(_) => tell(Played::Ready),
                    Err(error) => tell(Played::Failed { id: None, error }),
                },
                Job::Play { id, sound, n_stops } => {
                    let is_cut = || self.n_stops.load(Ordering::Acquire) != n_stops;
                    match self.play(&sound, is_cut, || tell(Played::Began { id })) {
                        Ok(End::Heard) => tell(Played::Finished { id }),
                        Ok(End::Cut) => tell(Played::Stopped { id }),
                        Err(error) => tell(Played::Failed { id: Some(id), error }),
                    }
                }
            }
        }
    }

    /// Without waiting: a device that another program holds is an error, not a pause.
    fn open(&self) -> Result<PCM, OutputError> {
        let name = std::ffi::CString::new(self.device.as_str())
            .map_err(|_| OutputError::Name { device: self.device.clone() })?;
        PCM::open(&name, Direction::Playback, true).map_err(|error| self.error("open", error))
    }

    fn play(
        &self,
        sound: &Sound,
        is_cut: impl Fn() -> bool,
        began: impl FnOnce(),
    ) -> Result<End, OutputError> {
        if is_cut() {
            return Ok(End::Cut);
        }
        let pcm = self.open()?;
        set_up(&pcm, sound.rate).map_err(|error| self.error("take mono sound at its rate", error))?;
        let mut began = Some(began);
        let mut rest = sound.samples.as_slice();
        let period = (PERIOD.as_millis() as usize * sound.rate as usize / 1_000).max(1);
        while !rest.is_empty() {
            if is_cut() {
                return self.cut(&pcm);
            }
            let n_taken = self.write(&pcm, &rest[..rest.len().min(period)])?;
            rest = &rest[n_taken..];
            if n_taken > 0
                && let Some(began) = began.take()
            {
                began();
            }
        }
        self.drain(&pcm, sound.length(), is_cut)
    }

    /// Hands some samples over; answers how many were taken.
    fn write(&self, pcm: &PCM, samples: &[i16]) -> Result<usize, OutputError> {
        let written = pcm.io_i16().and_then(|io| io.writei(samples));
        match written {
            Ok(n) => Ok(n),
            Err(error) if would_wait(&error) => {
                let ready = pcm.wait(Some(STUCK_AFTER.as_millis() as u32));
                match ready {
                    Ok(true) => Ok(0),
                    Ok(false) => Err(OutputError::Stuck { device: self.device.clone() }),
                    Err(error) => self.recover(pcm, error),
                }
            }
            Err(error) => self.recover(pcm, error),
        }
    }

    /// After an underrun (the machine was busy) or a sleep of the machine the sound goes on; anything else is
    /// an error.
    fn recover(&self, pcm: &PCM, error: alsa::Error) -> Result<usize, OutputError> {
        pcm.try_recover(error, true).map(|()| 0).map_err(|error| self.error("play", error))
    }

    /// Waits until the last sample has sounded.
    fn drain(&self, pcm: &PCM, length: Duration, is_cut: impl Fn() -> bool) -> Result<End, OutputError> {
        match pcm.drain() {
            Ok(()) => return Ok(End::Heard),
            // Opened without waiting, it drains while we look on.
            Err(error) if would_wait(&error) => {}
            Err(error) => return Err(self.error("play to the end", error)),
        }
        let n_looks = (length.min(BUFFER) + STUCK_AFTER).as_millis() / DRAIN_LOOK.as_millis();
        for _ in 0..n_looks {
            if is_cut() {
                return self.cut(pcm);
            }
            match pcm.state() {
                State::Draining | State::Running => thread::sleep(DRAIN_LOOK),
                State::Open
                | State::Setup
                | State::Prepared
                | State::XRun
                | State::Paused
                | State::Suspended
                | State::Disconnected => return Ok(End::Heard),
            }
        }
        Err(OutputError::Stuck { device: self.device.clone() })
    }

    fn cut(&self, pcm: &PCM) -> Result<End, OutputError> {
        pcm.drop().map(|()| End::Cut).map_err(|error| self.error("stop", error))
    }

    fn error(&self, step: &'static str, error: alsa::Error) -> OutputError {
        OutputError::Device { device: self.device.clone(), step, errno: error.errno() }
    }
}

fn set_up(pcm: &PCM, rate: u32) -> alsa::Result<()> {
    let hardware = HwParams::any(pcm)?;
    hardware.set_access(Access::RWInterleaved)?;
    hardware.set_format(Format::s16())?;
    hardware.set_channels(1)?;
    hardware.set_rate(rate, ValueOr::Nearest)?;
    hardware.set_buffer_time_near(BUFFER.as_micros() as u32, ValueOr::Nearest)?;
    hardware.set_period_time_near(PERIOD.as_micros() as u32, ValueOr::Nearest)?;
    pcm.hw_params(&hardware)
}
