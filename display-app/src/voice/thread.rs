//! The thread that gives a [`Voice`] its loudspeaker and its clock. The window may be slow or hidden; calls are
//! spoken all the same.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel};
use std::time::Duration;
use std::{io, thread};

use goiso_client::{LinkEvent, Teller};
use goiso_protocol::{BoardReport, BoardView, SoundState, ToHub, View};
use jiff::Timestamp;

use super::{LoadPack, Played, Player, REPORT_EVERY, Voice, VoiceAction};
use crate::LinkState;

/// Views and the loudspeaker's words that wait for the voice.
const HEARD_MAX: usize = 64;

/// The system gave no thread.
#[derive(Debug, thiserror::Error)]
#[error("cannot start the voice's thread")]
pub struct VoiceError(#[from] io::Error);

/// A voice on a thread of its own. It ends when this is dropped.
#[derive(Debug)]
pub struct VoiceThread {
    heard: SyncSender<Heard>,
    sounds: Receiver<SoundState>,
}

#[derive(Debug)]
enum Heard {
    Link(LinkState),
    View(Box<BoardView>),
    Played(Played),
    Quit,
}

impl VoiceThread {
    /// Starts to speak through ALSA's `device`, with the packs that `load` reads, and to tell the hub of it, under a
    /// number that was drawn for this start of the `program`.
    /// `wake` is called, on another thread, when [`VoiceThread::sound`] has changed.
    pub fn start(
        device: &str,
        program: u32,
        load: LoadPack,
        teller: Teller,
        wake: impl Fn() + Send + 'static,
    ) -> Result<Self, VoiceError> {
        let (heard, waiting) = sync_channel(HEARD_MAX);
        let (tell_sound, sounds) = sync_channel(HEARD_MAX);
        let of_player = heard.clone();
        let player = Player::start(device, move |played| {
            if of_player.send(Heard::Played(played)).is_err() {
                tracing::debug!("the voice has ended before its loudspeaker");
            }
        })?;
        let tell_sound = move |sound| {
            // A full channel means that the window sleeps; it gets the next change, and the hub knows.
            if tell_sound.try_send(sound).is_ok() {
                wake();
            }
        };
        let speaker = Speaker { voice: Voice::new(load, program), player, teller, reported: None };
        thread::Builder::new()
            .name("goiso-voice".to_owned())
            .spawn(move || speaker.run(&waiting, &tell_sound))?;
        Ok(Self { heard, sounds })
    }

    /// Lets the voice know what the link told.
    pub fn take(&self, event: &LinkEvent) {
        match event {
            LinkEvent::Up => self.send(Heard::Link(LinkState::Up)),
            LinkEvent::Down { .. } | LinkEvent::NotAccepted { .. } => self.send(Heard::Link(LinkState::Down)),
            LinkEvent::View(view) => match view.as_ref() {
                View::Board(view) => self.send(Heard::View(Box::new(view.clone()))),
                View::Kiosk(_)
                | View::Counter(_)
                | View::Desk(_)
                | View::Assistant(_)
                | View::Supervisor(_)
                | View::Unknown => {}
            },
            LinkEvent::Answer { .. } | LinkEvent::Port { .. } => {}
        }
    }

    /// Whether the board can speak, if that has changed since the last call.
    pub fn sound(&self) -> Option<SoundState> {
        let mut newest = None;
        loop {
            match self.sounds.try_recv() {
                Ok(sound) => newest = Some(sound),
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => return newest,
            }
        }
    }

    fn send(&self, heard: Heard) {
        if self.heard.send(heard).is_err() {
            tracing::error!("the voice's thread has ended");
        }
    }
}

impl Drop for VoiceThread {
    fn drop(&mut self) {
        self.send(Heard::Quit);
    }
}

/// The thread's side.
struct Speaker {
    voice: Voice,
    player: Player,
    teller: Teller,
    reported: Option<(BoardReport, Timestamp)>,
}

impl Speaker {
    fn run(mut self, heard: &Receiver<Heard>, tell_sound: &impl Fn(SoundState)) {
        loop {
            let now = self.teller.hub_now();
            self.act(now);
            self.report(now, tell_sound);
            match heard.recv_timeout(self.pause(self.teller.hub_now())) {
                Ok(Heard::Link(link)) => self.voice.set_link(link),
                Ok(Heard::View(view)) => self.voice.take_view(&view, self.teller.hub_now()),
                Ok(Heard::Played(played)) => self.voice.played(played, self.teller.hub_now()),
                Err(RecvTimeoutError::Timeout) => {}
                Ok(Heard::Quit) | Err(RecvTimeoutError::Disconnected) => {
                    self.player.stop();
                    return;
                }
            }
        }
    }

    fn act(&mut self, now: Timestamp) {
        while let Some(action) = self.voice.next_action(now) {
            let is_taken = match action {
                VoiceAction::Probe => self.player.probe(),
                VoiceAction::Play { id, sound } => self.player.play(id, sound),
                VoiceAction::Stop => {
                    self.player.stop();
                    true
                }
            };
            if !is_taken {
                self.voice.card_does_not_answer(now);
            }
        }
    }

    /// Tells the hub and the window of a change, and the hub once a second in any case.
    fn report(&mut self, now: Timestamp, tell_sound: &impl Fn(SoundState)) {
        let Some(report) = self.voice.report() else {
            return;
        };
        if self.reported.is_some_and(|(last, at)| last == report && now < at + REPORT_EVERY && now >= at) {
            return;
        }
        if self.reported.is_none_or(|(last, _)| last.sound != report.sound) {
            tell_sound(report.sound);
        }
        self.teller.tell(&ToHub::Report { report });
        self.reported = Some((report, now));
    }

    fn pause(&self, now: Timestamp) -> Duration {
        let reported_at = self.reported.map_or(now, |(_, at)| at);
        let next = reported_at + REPORT_EVERY;
        let next = self.voice.next_deadline().map_or(next, |deadline| deadline.min(next));
        // The hub's clock may have been put back in between.
        Duration::try_from(next.duration_since(now))
            .unwrap_or(Duration::ZERO)
            .min(REPORT_EVERY.unsigned_abs())
    }
}
