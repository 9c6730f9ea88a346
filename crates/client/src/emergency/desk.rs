//! The kiosk's side of the lending, without a socket and without a clock: it borrows a block while the hub is there,
//! gives from it while the hub is away, and tells of what it gave when the hub is back.

use goiso_model::{DeviceName, PriorityClassId, RequestId, ServiceId, TicketId};
use goiso_protocol::{Answer, Lending, LentBlock, Request, ToHub, View};
use jiff::{SignedDuration, Timestamp};

use super::book::Book;
use super::disk::Disk;
use super::record::{Loan, LoanId, OfflineNumber, Record, TurnedAwayNumber};
use super::store::{Store, StoreError};
use crate::{LinkEvent, RequestIds};

/// How long a wish that was refused waits before it is asked again.
pub const ASK_AGAIN: SignedDuration = SignedDuration::from_secs(30);
/// How often a disk that takes nothing is tried again.
pub const MEND_AFTER: SignedDuration = SignedDuration::from_secs(60);
/// How far the hub's clock as reckoned here may seem to be behind itself.
pub const CLOCK_SLACK: SignedDuration = SignedDuration::from_secs(60);
/// How long a view with a block that was just lent may take.
const VIEW_WITHIN: SignedDuration = SignedDuration::from_secs(1);
/// A reckoning of the hub's clock that differs by more is written down.
const CLOCK_KEPT_WITHIN: SignedDuration = SignedDuration::from_secs(2);
/// How often it is written down all the same, so that a clock set back is found out.
const CLOCK_KEPT_EVERY: SignedDuration = SignedDuration::from_mins(10);

/// Why the kiosk can give no number by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoNumber {
    /// It was lent none for this day, or has lost them.
    NoneLent,
    /// All of its numbers are given.
    UsedUp,
    /// They were for a day that is over.
    DayOver,
    /// This computer's clock has been set back: which day it is cannot be said.
    ClockWrong,
    /// They cannot be kept on the disk.
    Disk,
}

/// A wish under way.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Asked {
    Borrow,
    Keep(LoanId),
    Tell(TicketId),
}

/// Whether the hub is there, and what it says that this kiosk is lent.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Hub {
    Away,
    /// It is there, and has not shown a view that is new enough.
    Silent,
    There(Option<Lending>),
}

/// The kiosk's side of the lending. Whoever owns the link hands every event to [`Emergency::take`], sends what
/// [`Emergency::poll`] gives, and does so again at [`Emergency::next_deadline`]. `now` is the hub's clock as it is
/// reckoned here.
#[derive(Debug)]
pub struct Emergency<D> {
    store: Store<D>,
    ids: RequestIds,
    hub: Hub,
    asked: Option<(RequestId, Asked)>,
    quiet_until: Option<Timestamp>,
    /// A block was lent and comes with the next view, which may have come before the answer.
    view_until: Option<Timestamp>,
    mend_at: Option<Timestamp>,
}

impl<D: Disk> Emergency<D> {
    /// With the book of a kiosk on this disk. `holder` names the disk if it is a new one; of it 53 bits are used.
    pub fn open(disk: D, kiosk: &DeviceName, holder: u64, ids: RequestIds) -> Result<Self, StoreError> {
        const HOLDER_BITS: u32 = 53;
        let store = Store::open(disk, kiosk, holder >> (u64::BITS - HOLDER_BITS))?;
        Ok(Self {
            store,
            ids,
            hub: Hub::Away,
            asked: None,
            quiet_until: None,
            view_until: None,
            mend_at: None,
        })
    }

    /// What is on the disk.
    pub fn book(&self) -> &Book {
        self.store.book()
    }

    /// Gives the disk back.
    pub fn into_disk(self) -> D {
        self.store.into_disk()
    }

    /// How many numbers can be given now, or why none.
    pub fn offer(&self, now: Timestamp) -> Result<u32, NoNumber> {
        let book = self.store.book();
        let loan = book.ready_loan().ok_or(NoNumber::NoneLent)?;
        if self.store.is_broken() {
            return Err(NoNumber::Disk);
        }
        let earliest = book.latest().max(loan.lent_at);
        if earliest.duration_since(now) > CLOCK_SLACK {
            return Err(NoNumber::ClockWrong);
        }
        if now >= loan.until {
            return Err(NoNumber::DayOver);
        }
        match book.n_left() {
            0 => Err(NoNumber::UsedUp),
            n_left => Ok(n_left),
        }
    }

    /// Gives a number, which is on the disk when this returns it. `ticket` is drawn by the caller: 64 random bits.
    /// `instead_of` is the wish that the visitor gave up waiting for, which must be taken back from the link.
    pub fn give(
        &mut self,
        service: ServiceId,
        priority: Option<PriorityClassId>,
        instead_of: Option<RequestId>,
        ticket: TicketId,
        now: Timestamp,
    ) -> Result<OfflineNumber, NoNumber> {
        self.offer(now)?;
        let book = self.store.book();
        let loan = book.ready_loan().ok_or(NoNumber::NoneLent)?;
        let value = book.next_value(loan).ok_or(NoNumber::UsedUp)?;
        let given = OfflineNumber {
            loan: loan.id.clone(),
            number: loan.number(value),
            value,
            prefix: loan.prefix.clone(),
            ticket,
            service,
            priority,
            // In the order in which they were given, even where the reckoning of the clock has been mended.
            issued_at: now.max(book.latest()),
            follow_url: format!("{}{ticket}", loan.follow_base),
            instead_of,
        };
        match self.write(&Record::Given(given.clone()), now) {
            Ok(()) => Ok(given),
            Err(NotKept) => Err(NoNumber::Disk),
        }
    }

    /// Takes what the link tells.
    pub fn take(&mut self, event: &LinkEvent, now: Timestamp) {
        match event {
            LinkEvent::Up => {
                if self.hub == Hub::Away {
                    (self.hub, self.quiet_until) = (Hub::Silent, None);
                }
            }
            LinkEvent::Down { .. } | LinkEvent::NotAccepted { .. } => self.hub = Hub::Away,
            LinkEvent::View(view) => match view.as_ref() {
                View::Kiosk(view) => (self.hub, self.view_until) = (Hub::There(view.lending.clone()), None),
                View::Counter(_)
                | View::Board(_)
                | View::Desk(_)
                | View::Assistant(_)
                | View::Supervisor(_)
                | View::Unknown => {}
            },
            LinkEvent::Port { .. } => {}
            LinkEvent::Answer { id, answer } => {
                if let Some((_, asked)) = self.asked.take_if(|(ours, _)| ours == id) {
                    self.answered(asked, answer, now);
                }
            }
        }
    }

    /// Notes how far the hub's clock is ahead of this computer's.
    pub fn note_clock(&mut self, ahead: SignedDuration, now: Timestamp) {
        let book = self.store.book();
        let is_same = book.ahead().is_some_and(|kept| (kept - ahead).abs() <= CLOCK_KEPT_WITHIN);
        let is_fresh = now.duration_since(book.latest()) < CLOCK_KEPT_EVERY;
        let is_kept = is_same && is_fresh;
        if !is_kept && !self.store.is_broken() {
            let ahead_micros = i64::try_from(ahead.as_micros()).unwrap_or(0);
            // Without it the next start reckons by an older one.
            drop(self.write(&Record::Clock { ahead_micros, at: now }, now));
        }
    }

    /// What to send to the hub, if anything; at most one wish is under way.
    pub fn poll(&mut self, now: Timestamp) -> Option<ToHub> {
        if self.mend_at.is_some_and(|due| now >= due) {
            self.store.mend();
            self.mend_at = self.store.is_broken().then(|| now + MEND_AFTER);
        }
        let is_quiet = [self.quiet_until, self.view_until].into_iter().flatten().any(|until| now < until);
        if self.asked.is_some() || is_quiet || self.hub == Hub::Away {
            return None;
        }
        (self.quiet_until, self.view_until) = (None, None);
        let (asked, request) = self.next_wish(now)?;
        let id = self.ids.draw();
        self.asked = Some((id.clone(), asked));
        Some(ToHub::Request { id, request })
    }

    /// A wish of [`Emergency::poll`] was not taken by the link: it is asked again later.
    pub fn not_sent(&mut self, id: &RequestId, now: Timestamp) {
        if self.asked.take_if(|(ours, _)| ours == id).is_some() {
            self.quiet_until = Some(now + ASK_AGAIN);
        }
    }

    /// When [`Emergency::poll`] next has something to do, if nothing else happens.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        let quiet = self.quiet_until.max(self.view_until).filter(|_| self.hub != Hub::Away);
        quiet.into_iter().chain(self.mend_at).min()
    }

    /// First all that was given is told, in order; then the block is seen to.
    fn next_wish(&mut self, now: Timestamp) -> Option<(Asked, Request)> {
        if let Some(given) = self.store.book().untold().next() {
            return Some((Asked::Tell(given.ticket), tell(given)));
        }
        if self.store.is_broken() {
            return None;
        }
        let lending = match &self.hub {
            Hub::There(lending) => lending.clone(),
            Hub::Away | Hub::Silent => return None,
        };
        if let Some(lending) = lending {
            return self.see_to_block(&lending, now).ok()?;
        }
        // Where that cannot be written down, it is tried again.
        self.drop_loan(now).ok()?;
        None
    }

    /// Brings what is kept in line with what the hub says, and says what is still to be asked for.
    fn see_to_block(
        &mut self,
        lending: &Lending,
        now: Timestamp,
    ) -> Result<Option<(Asked, Request)>, NotKept> {
        let holder = self.book().holder();
        let held =
            self.book().loan().filter(|loan| loan.id.epoch == lending.epoch && loan.id.day == lending.day);
        if let Some(held) = held.cloned() {
            let lent =
                lending.blocks.iter().find(|lent| lent.block == held.id.block && lent.holder == holder);
            match lent.filter(|lent| self.is_sound(&held, lent)) {
                Some(lent) => return self.see_to_held(&held, lent, lending, now),
                None => self.drop_loan(now)?,
            }
        }
        let is_free =
            |lent: &&LentBlock| lent.holder == holder && !lent.is_kept && self.has_more(lending, lent);
        if let Some(lent) = lending.blocks.iter().rev().find(is_free) {
            let loan = loan_of(lent, lending);
            self.write(&Record::Lent(loan.clone()), now)?;
            return Ok(Some(self.keep(loan.id)));
        }
        let above = self.book().highest(lending.day).cloned();
        self.drop_loan(now)?;
        Ok(Some((Asked::Borrow, Request::BorrowBlock { holder, above })))
    }

    /// Whether this disk still knows of all that the hub knows to be given of a block, and of having kept it.
    fn is_sound(&self, held: &Loan, lent: &LentBlock) -> bool {
        let through = self.book().given_through(held.id.day, &held.prefix);
        let is_ready = self.book().ready_loan().is_some();
        // The hub heard that it is here, and this disk does not: between the two, numbers may have been given.
        lent.given_through <= through && (is_ready || !lent.is_kept)
    }

    fn has_more(&self, lending: &Lending, lent: &LentBlock) -> bool {
        self.book().given_through(lending.day, &lent.prefix).is_none_or(|through| through < lent.last)
    }

    fn see_to_held(
        &mut self,
        held: &Loan,
        lent: &LentBlock,
        lending: &Lending,
        now: Timestamp,
    ) -> Result<Option<(Asked, Request)>, NotKept> {
        // A view may be older than the last one acted on: a block never gets shorter.
        let newest = Loan { last: lent.last.max(held.last), ..loan_of(lent, lending) };
        if newest != *held {
            self.write(&Record::Lent(newest), now)?;
        }
        if self.book().ready_loan().is_none() {
            return Ok(Some(self.keep(held.id.clone())));
        }
        Ok(None)
    }

    fn keep(&self, id: LoanId) -> (Asked, Request) {
        let LoanId { epoch, day, block } = id.clone();
        let request = Request::KeepBlock { holder: self.book().holder(), epoch, day, block };
        (Asked::Keep(id), request)
    }

    fn drop_loan(&mut self, now: Timestamp) -> Result<(), NotKept> {
        match self.book().loan().map(|loan| loan.id.clone()) {
            Some(id) => self.write(&Record::Dropped(id), now),
            None => Ok(()),
        }
    }

    fn answered(&mut self, asked: Asked, answer: &Answer, now: Timestamp) {
        let is_done = match answer {
            Answer::Done { .. } | Answer::SignedIn { .. } => true,
            Answer::Refused { refusal } => {
                tracing::warn!(
                    ?asked,
                    code = refusal.code,
                    "the hub refuses what numbers for emergencies need"
                );
                self.quiet_until = Some(now + ASK_AGAIN);
                false
            }
        };
        let kept = match asked {
            Asked::Tell(ticket) if is_done => self.told(ticket, answer, now),
            Asked::Keep(id) if is_done => self.write(&Record::Ready(id), now),
            Asked::Keep(id) if is_unknown_block(answer) => self.write(&Record::Dropped(id), now),
            Asked::Borrow if is_done => {
                self.view_until = Some(now + VIEW_WITHIN);
                Ok(())
            }
            Asked::Tell(_) | Asked::Keep(_) | Asked::Borrow => Ok(()),
        };
        if let (Err(NotKept), true) = (kept, is_done) {
            // It is asked again once the disk takes records, and the hub does nothing twice.
            self.quiet_until = Some(now + MEND_AFTER);
        }
    }

    /// The hub has written it down: as a ticket, or as one that nobody can be called by.
    fn told(&mut self, ticket: TicketId, answer: &Answer, now: Timestamp) -> Result<(), NotKept> {
        let given = self.book().untold().find(|given| given.ticket == ticket);
        let record = match (answer, given) {
            (Answer::Done { ticket: None }, Some(given)) => Record::TurnedAway(TurnedAwayNumber {
                ticket,
                number: given.number.clone(),
                issued_at: given.issued_at,
                told_at: now,
            }),
            _ => Record::Told { ticket },
        };
        self.write(&record, now)
    }

    fn write(&mut self, record: &Record, now: Timestamp) -> Result<(), NotKept> {
        self.store.write(record).map_err(|error| {
            tracing::warn!(%error, cause = ?std::error::Error::source(&error), "cannot keep a record for emergencies");
            self.mend_at.get_or_insert(now + MEND_AFTER);
            NotKept
        })
    }
}

/// A record could not be written; it has been logged.
struct NotKept;

fn is_unknown_block(answer: &Answer) -> bool {
    matches!(answer, Answer::Refused { refusal } if refusal.code == "unknown_block")
}

fn loan_of(lent: &LentBlock, lending: &Lending) -> Loan {
    Loan {
        id: LoanId { epoch: lending.epoch.clone(), day: lending.day, block: lent.block },
        prefix: lent.prefix.clone(),
        first: lent.first,
        last: lent.last,
        width: lent.width,
        lent_at: lent.lent_at,
        until: lending.until,
        follow_base: lending.follow_base.clone(),
    }
}

fn tell(given: &OfflineNumber) -> Request {
    Request::TellIssued {
        epoch: given.loan.epoch.clone(),
        day: given.loan.day,
        block: given.loan.block,
        number: given.number.clone(),
        ticket: given.ticket,
        service: given.service.clone(),
        priority: given.priority.clone(),
        issued_at: given.issued_at,
        instead_of: given.instead_of.clone(),
    }
}
