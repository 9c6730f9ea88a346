//! The thin loop around [`Hub`]: take what waits, decide and apply, commit once, then tell.

use std::error::Error as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use goiso_protocol::Answer;
use goiso_store::{Entry, Journal, StoreError};
use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot, watch};

use crate::card_key::CardKey;
use crate::channels::ViewSenders;
use crate::clock::Clock;
use crate::core::{Action, Asked, Hub, Input, JournalState, Outcome, Question, Stale};
use crate::devices::DeviceHandles;
use crate::message::Message;
use crate::refusal::HubRefusal;

/// The most inputs decided before one commit. At 4 ms a commit this is far above any hall's need; it bounds
/// how long the first of a batch waits for the last.
pub const BATCH_INPUTS_MAX: usize = 512;

/// How often a journal that takes no entries is tried again.
pub const PROBE_EVERY: Duration = Duration::from_secs(1);

/// How long the loop is idle before it tidies the journal.
pub const TIDY_AFTER: Duration = Duration::from_secs(5);

/// Kiosk views tell how many wait, which nobody reads more often than this.
const KIOSK_VIEWS_EVERY: Duration = Duration::from_millis(200);

/// Why the loop ended before it was told to. Only a restart helps.
#[derive(Debug, thiserror::Error)]
pub enum CoreError {
    /// The disk did not confirm a commit: what it holds can be known only by reading it anew.
    #[error(
        "the disk did not confirm a commit, so the hub stops; started again it goes on from what is on disk"
    )]
    SyncFailed(#[source] StoreError),
    /// After a failed commit the journal could not be read back.
    #[error("the journal can be neither written nor read, so the hub stops")]
    Unreadable(#[source] StoreError),
    /// The core's thread ended without a word.
    #[error("the core loop ended unexpectedly")]
    Vanished,
}

/// The loop's belongings.
pub struct CoreLoop {
    hub: Hub,
    journal: Journal,
    clock: Arc<Clock>,
    views: ViewSenders,
    devices: DeviceHandles,
    deadline: watch::Sender<Option<Timestamp>>,
    /// Kiosk views that wait for [`KIOSK_VIEWS_EVERY`] to pass.
    kiosks_due: Option<Timestamp>,
    kiosks_sent: Timestamp,
    tidy_due: Option<Timestamp>,
    probe_due: Option<Timestamp>,
    n_commits: u64,
    /// Where the day's key for cards is; none where cards are not known again.
    card_keys: Option<PathBuf>,
}

/// What a batch leaves behind once decided.
#[derive(Default)]
struct Batch {
    entries: Vec<Entry>,
    answers: Vec<(Option<oneshot::Sender<Answer>>, Answer)>,
    actions: Vec<Action>,
    stale: Stale,
    questions: Vec<(Question, oneshot::Sender<Asked>)>,
    is_last: bool,
}

impl Batch {
    fn add(&mut self, outcome: Outcome, reply: Option<oneshot::Sender<Answer>>) {
        self.entries.extend(outcome.entries);
        self.actions.extend(outcome.actions);
        self.stale.add(outcome.stale);
        self.answers.extend(outcome.answer.map(|answer| (reply, answer)));
    }
}

impl CoreLoop {
    /// A loop that has not begun. `deadline` tells the timer when to send the next tick.
    pub fn new(
        hub: Hub,
        journal: Journal,
        clock: Arc<Clock>,
        views: ViewSenders,
        devices: DeviceHandles,
        deadline: watch::Sender<Option<Timestamp>>,
    ) -> Self {
        Self {
            hub,
            journal,
            clock,
            views,
            devices,
            deadline,
            kiosks_due: None,
            kiosks_sent: Timestamp::MIN,
            tidy_due: None,
            probe_due: None,
            n_commits: 0,
            card_keys: None,
        }
    }

    /// Knows the holders of identity cards again for a business day, by a key in this folder.
    #[must_use]
    pub fn with_card_keys(self, data: PathBuf) -> Self {
        Self { card_keys: Some(data), ..self }
    }

    /// Takes the key of the business day that has begun, and with it forgets everybody of the day before. Without
    /// one, cards are read and nobody is known again: numbers are given all the same.
    fn renew_card_key(&mut self) {
        let (Some(data), Some(day)) = (&self.card_keys, self.hub.hall().day()) else { return };
        if self.hub.card_day() == Some(day) {
            return;
        }
        match CardKey::of_day(data, day) {
            Ok(key) => self.hub.set_card_key(key),
            Err(error) => {
                tracing::error!(%error, cause = ?error.source(), "limits of numbers a person do not hold until the hub is started anew");
                self.card_keys = None;
            }
        }
    }

    /// Runs until [`Message::Stop`], until every sender has gone, or until the disk fails for good.
    pub fn run(mut self, messages: &mut mpsc::Receiver<Message>) -> Result<(), CoreError> {
        for light in self.hub.lights() {
            self.devices.act(&light);
        }
        let now = self.clock.now();
        self.renew_card_key();
        self.publish(Stale::all(), now);
        self.set_journal(self.hub.journal(), now);
        self.deadline.send_replace(self.next_deadline(now));
        let mut waiting = Vec::with_capacity(BATCH_INPUTS_MAX);
        while messages.blocking_recv_many(&mut waiting, BATCH_INPUTS_MAX) > 0 {
            let now = self.clock.now();
            let batch = self.decide(&mut waiting, now);
            let is_last = batch.is_last;
            self.finish(batch, now)?;
            if is_last {
                break;
            }
        }
        Ok(())
    }

    fn decide(&mut self, waiting: &mut Vec<Message>, now: Timestamp) -> Batch {
        let mut batch = Batch::default();
        for message in waiting.drain(..) {
            match message {
                Message::Input(input, reply) => {
                    let outcome = self.hub.handle(&input, now);
                    batch.add(outcome, reply);
                }
                Message::Question(question, reply) => batch.questions.push((question, reply)),
                Message::Stop => batch.is_last = true,
            }
        }
        batch
    }

    /// Commits a batch, and only then lets anything of it out.
    fn finish(&mut self, batch: Batch, now: Timestamp) -> Result<(), CoreError> {
        self.renew_card_key();
        let mut stale = batch.stale;
        if let Committed::Yes = self.commit(&batch.entries, now)? {
            // A terminal that hears that it has its seat again must not be shown the door before.
            if stale.is_seats {
                self.views.send_seats(&self.hub);
            }
            for (reply, answer) in batch.answers {
                send(reply, answer);
            }
            for action in &batch.actions {
                self.devices.act(action);
            }
        } else {
            stale = Stale::all();
            self.views.send_seats(&self.hub);
            let refusal = Answer::Refused { refusal: HubRefusal::JournalUnavailable.text() };
            for (reply, _) in batch.answers {
                send(reply, refusal.clone());
            }
        }
        stale.add(self.probe_if_due(now)?);
        for (question, reply) in batch.questions {
            // An asker that has gone misses nothing.
            drop(reply.send(self.ask(&question, now)));
        }
        self.publish(stale, now);
        self.hub.renew_waits(now);
        self.tidy_if_due(now);
        self.deadline.send_replace(self.next_deadline(now));
        Ok(())
    }

    fn ask(&self, question: &Question, now: Timestamp) -> Asked {
        let mut asked = self.hub.ask(question, now);
        if let Asked::Figures(figures) = &mut asked {
            figures.n_commits = self.n_commits;
        }
        asked
    }

    fn commit(&mut self, entries: &[Entry], now: Timestamp) -> Result<Committed, CoreError> {
        if entries.is_empty() {
            return Ok(Committed::Yes);
        }
        match self.journal.commit(entries) {
            Ok(_) => {
                self.n_commits += 1;
                self.tidy_due = now.checked_add(TIDY_AFTER).ok();
                if self.journal.is_on_ballast() && self.hub.journal() == JournalState::Ready {
                    tracing::error!(
                        "the disk is full: calls go on from the reserve, new numbers are refused"
                    );
                    self.set_journal(JournalState::OnReserve, now);
                    self.publish(Stale::all(), now);
                }
                Ok(Committed::Yes)
            }
            Err(source) if source.must_stop() => Err(CoreError::SyncFailed(source)),
            Err(error) => {
                tracing::error!(%error, n_entries = entries.len(), "the journal takes no entries; refusing until it does");
                let today = self.journal.load_today().map_err(CoreError::Unreadable)?;
                self.hub.rebuild(&today);
                self.set_journal(JournalState::Unavailable, now);
                Ok(Committed::No)
            }
        }
    }

    fn set_journal(&mut self, state: JournalState, now: Timestamp) -> Stale {
        self.probe_due = match state {
            // A journal that was changed stays as it is.
            JournalState::Ready | JournalState::Broken => None,
            JournalState::OnReserve | JournalState::Unavailable => now.checked_add(PROBE_EVERY).ok(),
        };
        self.hub.set_journal(state)
    }

    /// Tries a journal that took no entries again.
    fn probe_if_due(&mut self, now: Timestamp) -> Result<Stale, CoreError> {
        if self.probe_due.is_none_or(|due| now < due) {
            return Ok(Stale::default());
        }
        match self.journal.probe() {
            Ok(()) if !self.journal.is_on_ballast() => {
                tracing::info!("the journal takes entries again");
                let mut stale = self.set_journal(JournalState::Ready, now);
                stale.add(self.catch_up(now)?);
                Ok(stale)
            }
            Ok(()) => Ok(self.set_journal(JournalState::OnReserve, now)),
            Err(source) if source.must_stop() => Err(CoreError::SyncFailed(source)),
            Err(error) => {
                tracing::debug!(%error, "the journal still takes no entries");
                Ok(self.set_journal(JournalState::Unavailable, now))
            }
        }
    }

    /// Does what could not be done while the journal took no entries: rules in force, the day begun.
    fn catch_up(&mut self, now: Timestamp) -> Result<Stale, CoreError> {
        let outcome = match self.hub.start(now) {
            Ok(outcome) => outcome,
            Err(refusal) => {
                tracing::error!(?refusal, "the rules of the centre's file cannot be put in force");
                return Ok(self.set_journal(JournalState::Unavailable, now));
            }
        };
        if let Committed::Yes = self.commit(&outcome.entries, now)? {
            self.views.send_seats(&self.hub);
            for action in &outcome.actions {
                self.devices.act(action);
            }
        }
        Ok(Stale::all())
    }

    fn tidy_if_due(&mut self, now: Timestamp) {
        if self.tidy_due.is_none_or(|due| now < due) {
            return;
        }
        self.tidy_due = None;
        if let Err(error) = self.journal.checkpoint_idle() {
            tracing::warn!(%error, "the journal could not be tidied; it is tried again after the next entry");
        }
    }

    fn publish(&mut self, mut stale: Stale, now: Timestamp) {
        let are_kiosks_stale = stale.is_all || stale.is_kiosks || self.kiosks_due.is_some();
        let kiosks_from = self.kiosks_sent.checked_add(KIOSK_VIEWS_EVERY).unwrap_or(now);
        stale.is_kiosks = are_kiosks_stale && (stale.is_all || now >= kiosks_from);
        self.kiosks_due = (are_kiosks_stale && !stale.is_kiosks).then_some(kiosks_from);
        if stale.is_kiosks {
            self.kiosks_sent = now;
        }
        self.views.send(&self.hub, &stale, now);
    }

    fn next_deadline(&self, now: Timestamp) -> Option<Timestamp> {
        [self.hub.next_deadline(now), self.kiosks_due, self.tidy_due, self.probe_due]
            .into_iter()
            .flatten()
            .min()
    }
}

/// Whether a batch is on disk.
enum Committed {
    Yes,
    No,
}

fn send(reply: Option<oneshot::Sender<Answer>>, answer: Answer) {
    if let Some(reply) = reply {
        // A client that has gone asks again with the same id.
        drop(reply.send(answer));
    }
}

/// Sends a tick whenever the loop's deadline has come. Ends when the loop does.
pub async fn timer(
    clock: Arc<Clock>,
    mut deadline: watch::Receiver<Option<Timestamp>>,
    messages: mpsc::Sender<Message>,
) {
    loop {
        let due = *deadline.borrow_and_update();
        let wait =
            due.map(|due| Duration::try_from(due.duration_since(clock.now())).unwrap_or(Duration::ZERO));
        tokio::select! {
            changed = deadline.changed() => {
                if changed.is_err() {
                    return;
                }
            }
            () = tokio::time::sleep(wait.unwrap_or(Duration::MAX)), if wait.is_some() => {
                let tick = Message::Input(Input::Tick, None);
                if messages.send(tick).await.is_err() || deadline.changed().await.is_err() {
                    return;
                }
            }
        }
    }
}
