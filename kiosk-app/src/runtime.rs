//! The kiosk's program without its window, its socket and its clock: the screen, and the numbers that it gives by
//! itself while the hub is away.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;

use goiso_client::LinkEvent;
use goiso_client::emergency::{Disk, Emergency, LastView, NoNumber};
use goiso_model::{RequestId, TicketId};
use goiso_protocol::{Answer, LocalSlip, RefusalText, ToHub, View};
use jiff::{SignedDuration, Timestamp};

use crate::kiosk::EmergencyWish;
use crate::{Action, EmergencyStock, Kiosk, Slip, SoundCard, StaffPin};

/// How long staff are told of a number that the hub could not take in.
const TURNED_AWAY_TOLD: SignedDuration = SignedDuration::from_hours(24);

/// What the owner of the link is to do, in this order.
#[derive(Debug, Clone, PartialEq)]
pub enum Errand {
    /// Send this to the hub; where the link does not take it, call [`Runtime::not_sent`].
    Send(ToHub),
    /// Take this request back from the link: nobody waits for its answer any more.
    Withdraw(RequestId),
    /// Have this slip printed at this computer, if there is a printer: call [`Runtime::slip_is`] once it is under way, and
    /// again if it does not come out.
    Print(TicketId, Box<LocalSlip>),
}

/// Whoever owns the link hands every event to [`Runtime::take`] and every touch to [`Runtime::handle`], calls
/// [`Runtime::poll`] after both and at [`Runtime::next_deadline`], and does the errands. `now` is the hub's clock as it
/// is reckoned here.
pub struct Runtime<D> {
    kiosk: Kiosk,
    /// None while the disk cannot be had.
    kept: Option<Kept<D>>,
    ticket_bits: Box<dyn FnMut() -> u64>,
    errands: VecDeque<Errand>,
}

struct Kept<D> {
    emergency: Emergency<D>,
    last_view: LastView<D>,
}

impl<D> fmt::Debug for Runtime<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runtime").field("kiosk", &self.kiosk).finish_non_exhaustive()
    }
}

impl<D: Disk> Runtime<D> {
    /// A kiosk without a disk: it gives no number by itself. `ticket_bits` draws 64 random bits.
    pub fn new(mut kiosk: Kiosk, ticket_bits: impl FnMut() -> u64 + 'static) -> Self {
        kiosk.set_stock(EmergencyStock { offer: Err(NoNumber::Disk), ..EmergencyStock::default() });
        Self { kiosk, kept: None, ticket_bits: Box::new(ticket_bits), errands: VecDeque::new() }
    }

    /// The disk is there: its numbers, and the last view of an earlier start.
    pub fn adopt(&mut self, emergency: Emergency<D>, last_view: LastView<D>, now: Timestamp) {
        if let Some(view) = last_view.get() {
            self.kiosk.remember(view.clone());
        }
        self.kept = Some(Kept { emergency, last_view });
        self.take_stock(now);
    }

    /// Whether there is a disk.
    pub fn has_disk(&self) -> bool {
        self.kept.is_some()
    }

    /// Says whether there is a sound card that works.
    pub fn set_sound(&mut self, card: SoundCard) {
        self.kiosk.set_sound(card);
    }

    /// Takes the staff's PIN that an earlier start knew, unless the hub has told of one since.
    pub fn remember_pin(&mut self, pin: Option<StaffPin>) {
        if self.kiosk.known_pin().is_none() {
            self.kiosk.remember_pin(pin);
        }
    }

    /// What is shown.
    pub fn kiosk(&self) -> &Kiosk {
        &self.kiosk
    }

    /// Gives the disks back: of the numbers, and of the last view.
    pub fn into_disks(self) -> Option<(D, D)> {
        self.kept.map(|kept| (kept.emergency.into_disk(), kept.last_view.into_disk()))
    }

    /// Takes what the link tells.
    pub fn take(&mut self, event: LinkEvent, now: Timestamp) {
        if let Some(kept) = &mut self.kept {
            kept.emergency.take(&event, now);
            if let LinkEvent::View(view) = &event
                && let View::Kiosk(view) = view.as_ref()
            {
                kept.last_view.keep(view);
            }
        }
        self.change(now, |kiosk| {
            kiosk.take(event, now);
            None
        });
    }

    /// Does what a touch asks for. A number that the kiosk gives by itself is on the disk when this returns.
    pub fn handle(&mut self, action: Action, now: Timestamp) {
        self.take_stock(now);
        self.change(now, |kiosk| kiosk.handle(action, now));
    }

    /// Does what is due at `now`, and hands out what is to be done. `ahead` is how far the hub's clock is ahead of this
    /// computer's, if the hub has said so since the start.
    pub fn poll(&mut self, ahead: Option<SignedDuration>, now: Timestamp) -> Vec<Errand> {
        if let Some(kept) = &mut self.kept {
            if let Some(ahead) = ahead {
                kept.emergency.note_clock(ahead, now);
            }
            self.errands.extend(kept.emergency.poll(now).map(Errand::Send));
        }
        self.change(now, |kiosk| {
            kiosk.tick(now);
            None
        });
        self.errands.drain(..).collect()
    }

    /// The link did not take a request.
    pub fn not_sent(&mut self, id: &RequestId, now: Timestamp) {
        if let Some(kept) = &mut self.kept {
            kept.emergency.not_sent(id, now);
        }
        let refusal = RefusalText { code: "too_busy".to_owned(), values: BTreeMap::new() };
        let answer = LinkEvent::Answer { id: id.clone(), answer: Answer::Refused { refusal } };
        self.change(now, |kiosk| {
            kiosk.take(answer, now);
            None
        });
    }

    /// What becomes of the slip of a number of the kiosk's own.
    pub fn slip_is(&mut self, ticket: TicketId, slip: Slip, now: Timestamp) {
        self.kiosk.slip_is(ticket, slip, now);
    }

    /// When [`Self::poll`] next has something to do, if nothing else happens.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        let kept = self.kept.as_ref().and_then(|kept| kept.emergency.next_deadline());
        kept.into_iter().chain(self.kiosk.next_deadline()).min()
    }

    /// Changes the screen, and sees to what follows from it.
    fn change(&mut self, now: Timestamp, change: impl FnOnce(&mut Kiosk) -> Option<ToHub>) {
        let asked = self.kiosk.asked().cloned();
        let sent = change(&mut self.kiosk);
        if let Some(wish) = self.kiosk.take_emergency_wish() {
            self.give(wish, now);
        }
        if let Some(asked) = asked
            && self.kiosk.asked() != Some(&asked)
        {
            // Answered, or nobody is there for the answer. A number that is given all the same ends by `instead_of`, or
            // is called and marked absent.
            self.errands.push_back(Errand::Withdraw(asked));
        }
        self.errands.extend(sent.map(Errand::Send));
        self.take_stock(now);
    }

    fn give(&mut self, wish: EmergencyWish, now: Timestamp) {
        let EmergencyWish { service, priority, instead_of } = wish;
        let outcome = match &mut self.kept {
            Some(kept) => {
                let ticket = TicketId::from_bits((self.ticket_bits)());
                kept.emergency.give(service, priority, instead_of, ticket, now)
            }
            None => Err(NoNumber::Disk),
        };
        match &outcome {
            Ok(given) => tracing::info!(number = %given.number, "a number was given without the hub"),
            Err(why) => tracing::error!(?why, "no number could be given without the hub"),
        }
        let slip = outcome.as_ref().ok().and_then(|given| Some((given.ticket, self.kiosk.slip_of(given)?)));
        self.kiosk.given(outcome, now);
        self.errands.extend(slip.map(|(ticket, slip)| Errand::Print(ticket, Box::new(slip))));
    }

    fn take_stock(&mut self, now: Timestamp) {
        let Some(kept) = &self.kept else { return };
        let book = kept.emergency.book();
        let mut untold = BTreeMap::new();
        for given in book.untold() {
            *untold.entry(given.service.clone()).or_default() += 1;
        }
        let is_recent = |told_at: Timestamp| now.duration_since(told_at) < TURNED_AWAY_TOLD;
        let turned_away =
            book.turned_away().rev().filter(|number| is_recent(number.told_at)).cloned().collect();
        self.kiosk.set_stock(EmergencyStock { offer: kept.emergency.offer(now), untold, turned_away });
    }
}
