//! What the disk says, as a fold of its records.

use std::collections::{BTreeMap, VecDeque};

use goiso_model::{DeviceName, TicketNumber};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::record::{Loan, LoanId, OfflineNumber, Record, TurnedAwayNumber, VERSION};

/// The most days whose greatest values are remembered: a hub's day does not go back further.
const DAYS_MAX: usize = 16;
/// The most numbers turned away that are remembered for staff.
const TURNED_AWAY_MAX: usize = 16;

/// What a kiosk holds and has given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    kiosk: DeviceName,
    holder: u64,
    loan: Option<Loan>,
    is_ready: bool,
    untold: VecDeque<OfflineNumber>,
    turned_away: VecDeque<TurnedAwayNumber>,
    /// The greatest value given, and its number, by day and prefix.
    given_through: BTreeMap<(Date, String), (u32, TicketNumber)>,
    ahead: Option<SignedDuration>,
    latest: Timestamp,
}

impl Book {
    /// A book in which nothing stands yet.
    pub fn new(kiosk: DeviceName, holder: u64) -> Self {
        Self {
            kiosk,
            holder,
            loan: None,
            is_ready: false,
            untold: VecDeque::new(),
            turned_away: VecDeque::new(),
            given_through: BTreeMap::new(),
            ahead: None,
            latest: Timestamp::MIN,
        }
    }

    /// Makes a record true.
    pub fn apply(&mut self, record: &Record) {
        match record {
            Record::Begun { version: _, kiosk, holder } => {
                self.kiosk = kiosk.clone();
                self.holder = *holder;
            }
            Record::Lent(loan) => {
                self.is_ready &= self.loan.as_ref().is_some_and(|held| held.id == loan.id);
                self.latest = self.latest.max(loan.lent_at);
                self.loan = Some(loan.clone());
            }
            Record::Ready(id) => self.is_ready = self.loan.as_ref().is_some_and(|loan| loan.id == *id),
            Record::Dropped(id) => {
                if self.loan.as_ref().is_some_and(|loan| loan.id == *id) {
                    (self.loan, self.is_ready) = (None, false);
                }
            }
            Record::Given(given) => {
                self.note_given(given.loan.day, &given.prefix, given.value, &given.number);
                self.latest = self.latest.max(given.issued_at);
                self.untold.push_back(given.clone());
            }
            Record::Told { ticket } => self.untold.retain(|given| given.ticket != *ticket),
            Record::TurnedAway(told) => {
                self.untold.retain(|given| given.ticket != told.ticket);
                self.turned_away.push_back(told.clone());
                if self.turned_away.len() > TURNED_AWAY_MAX {
                    self.turned_away.pop_front();
                }
            }
            Record::GivenThrough { day, prefix, value, number } => {
                self.note_given(*day, prefix, *value, number);
            }
            Record::Clock { ahead_micros, at } => {
                self.ahead = Some(SignedDuration::from_micros(*ahead_micros));
                self.latest = self.latest.max(*at);
            }
        }
    }

    fn note_given(&mut self, day: Date, prefix: &str, value: u32, number: &TicketNumber) {
        let given = (value, number.clone());
        let through = self.given_through.entry((day, prefix.to_owned())).or_insert_with(|| given.clone());
        *through = given.max(through.clone());
        if self.given_through.len() > DAYS_MAX {
            self.given_through.pop_first();
        }
    }

    /// The records of a new file that says the same.
    pub fn snapshot(&self) -> Vec<Record> {
        let Self { kiosk, holder, .. } = self;
        let begun = Record::Begun { version: VERSION, kiosk: kiosk.clone(), holder: *holder };
        let clock = self.ahead.map(|ahead| Record::Clock {
            ahead_micros: i64::try_from(ahead.as_micros()).unwrap_or(0),
            at: self.latest,
        });
        let through = self.given_through.iter().map(|((day, prefix), (value, number))| {
            Record::GivenThrough { day: *day, prefix: prefix.clone(), value: *value, number: number.clone() }
        });
        let loan = self.loan.clone().map(Record::Lent);
        let ready = self.loan.as_ref().filter(|_| self.is_ready).map(|loan| Record::Ready(loan.id.clone()));
        let untold = self.untold.iter().cloned().map(Record::Given);
        let turned_away = self.turned_away.iter().cloned().map(Record::TurnedAway);
        [begun]
            .into_iter()
            .chain(clock)
            .chain(through)
            .chain(loan)
            .chain(ready)
            .chain(turned_away)
            .chain(untold)
            .collect()
    }

    /// Whose it is.
    pub fn kiosk(&self) -> &DeviceName {
        &self.kiosk
    }

    /// The disk's name for the hub.
    pub fn holder(&self) -> u64 {
        self.holder
    }

    /// The block it holds.
    pub fn loan(&self) -> Option<&Loan> {
        self.loan.as_ref()
    }

    /// The block that may be given from.
    pub fn ready_loan(&self) -> Option<&Loan> {
        self.loan.as_ref().filter(|_| self.is_ready)
    }

    /// What the hub has not been told of yet, the first given first.
    pub fn untold(&self) -> impl ExactSizeIterator<Item = &OfflineNumber> {
        self.untold.iter()
    }

    /// The last numbers that the hub could not take in, the first told first; at most 16.
    pub fn turned_away(&self) -> impl DoubleEndedIterator<Item = &TurnedAwayNumber> {
        self.turned_away.iter()
    }

    /// The greatest value given on a day with a prefix.
    pub fn given_through(&self, day: Date, prefix: &str) -> Option<u32> {
        self.given_through.get(&(day, prefix.to_owned())).map(|(value, _)| *value)
    }

    /// The next value of a block, none if it is used up.
    pub fn next_value(&self, loan: &Loan) -> Option<u32> {
        let through = self.given_through(loan.id.day, &loan.prefix);
        let next = through.map_or(loan.first, |value| value.saturating_add(1)).max(loan.first);
        (next <= loan.last).then_some(next)
    }

    /// How many numbers may still be given of the block.
    pub fn n_left(&self) -> u32 {
        let next = self.ready_loan().and_then(|loan| Some((loan, self.next_value(loan)?)));
        next.map_or(0, |(loan, next)| loan.last - next + 1)
    }

    /// The greatest number given on a day, for the hub.
    pub fn highest(&self, day: Date) -> Option<&TicketNumber> {
        let todays = self.given_through.iter().filter(|((given, _), _)| *given == day);
        todays.max_by_key(|(_, (value, _))| *value).map(|(_, (_, number))| number)
    }

    /// How far the hub's clock was ahead of this computer's when it was last heard.
    pub fn ahead(&self) -> Option<SignedDuration> {
        self.ahead
    }

    /// The latest time of the hub's clock that is known to have been.
    pub fn latest(&self) -> Timestamp {
        self.latest
    }

    /// Forgets which block it holds: the file may lack numbers that were given of it.
    pub(super) fn forget_loan(&mut self) -> Option<LoanId> {
        self.is_ready = false;
        self.loan.take().map(|loan| loan.id)
    }
}
