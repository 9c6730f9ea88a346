//! Numbers lent to kiosks for the time when the hub is away, as facts of the journal; `docs/emergency.md` says why
//! none can be given twice.
//!
//! A block is a run of numbers of one kiosk for one business day. From the moment it is lent nobody else gives a
//! number of it. The kiosk gives from it once the hub knows that it is on the kiosk's disk, and tells the hub of
//! every number given, which then takes its place in the line by the time at which the visitor got it.

use goiso_model::{DeviceName, PriorityClassId, ServiceId, TicketId, TicketNumber};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::hall::Hall;
use crate::index::Index;
use crate::{AtEnd, Series, Standing, Ticket, TicketState};

/// Which numbers a kiosk may be lent on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LendingRules {
    /// Written before the digits: `K1-`.
    pub prefix: String,
    /// The first value of the day.
    pub first: u32,
    /// The last value.
    pub last: u32,
    /// The least digits written, 1 to 6.
    pub width: u8,
    /// How many the kiosk is to have ahead, at least 1.
    pub count: u32,
}

impl LendingRules {
    /// All numbers that these rules could ever lend.
    pub fn series(&self) -> Series {
        let Self { first, last, width, .. } = *self;
        Series { prefix: self.prefix.clone(), first, last, width, at_end: AtEnd::Refuse }
    }
}

/// A run of numbers lent to a kiosk for the present day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// To whom.
    pub kiosk: DeviceName,
    /// The disk it was lent to: a kiosk with a new disk is lent a new block.
    pub holder: u64,
    /// Its numbers; the last value rises when more are lent.
    pub numbers: Series,
    /// When.
    pub lent_at: Timestamp,
    /// Whether it is on the kiosk's disk. Before that the kiosk gives none of its numbers.
    pub is_kept: bool,
    /// The greatest value that the hub knows to be given.
    pub given_through: Option<u32>,
}

impl Block {
    /// The value that comes after all that the hub knows to be given.
    pub(crate) fn next_value(&self) -> u32 {
        self.given_through.map_or(self.numbers.first, |given| given.saturating_add(1))
    }

    pub(crate) fn follows(&self, rules: &LendingRules) -> bool {
        self.numbers.prefix == rules.prefix && self.numbers.width == rules.width
    }
}

/// What a kiosk wishes for the time when the hub is away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LendingWish {
    /// Be lent a block.
    Borrow {
        /// Its disk.
        holder: u64,
        /// The greatest number it has given today: none up to that may be lent to it.
        above: Option<TicketNumber>,
    },
    /// Say that a block is on its disk.
    Keep {
        /// Its disk.
        holder: u64,
        /// Of which day.
        day: Date,
        /// Which block of that day; none for one of another journal's history.
        block: Option<u32>,
    },
    /// Tell of a number it has given. Told again, it changes nothing.
    Tell {
        /// What was given.
        given: Box<Given>,
        /// A number that the visitor was waiting for when the line broke, and does not know of.
        instead_of: Option<TicketId>,
    },
}

/// A number that a kiosk has given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The id of the ticket, drawn by the kiosk.
    pub ticket: TicketId,
    /// The number on the slip.
    pub number: TicketNumber,
    /// For which service.
    pub service: ServiceId,
    /// The priority claimed.
    pub class: Option<PriorityClassId>,
    /// When, by the hub's clock as the kiosk knew it.
    pub issued_at: Timestamp,
    /// On which business day.
    pub day: Date,
    /// From which block of that day; none for one of another journal's history.
    pub block: Option<u32>,
}

/// A fact about lent numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum LendingEvent {
    /// A kiosk was lent a block: nobody else gives its numbers on this day.
    BlockLent {
        /// Rises by one with each block of the day.
        block: u32,
        /// To whom.
        kiosk: DeviceName,
        /// The disk it is for.
        holder: u64,
        /// Written before the digits.
        prefix: String,
        /// The first value.
        first: u32,
        /// The last value.
        last: u32,
        /// The least digits written.
        width: u8,
    },
    /// It is on the kiosk's disk, and may be given from.
    BlockKept {
        /// Which.
        block: u32,
    },
    /// More numbers were lent with it.
    BlockExtended {
        /// Which.
        block: u32,
        /// The last value from now on.
        last: u32,
    },
    /// The kiosk has given a number of it while the hub was away, and has told of it now.
    IssuedOffline {
        /// The new ticket.
        ticket: TicketId,
        /// Its number as people see it.
        number: TicketNumber,
        /// For which service.
        service: ServiceId,
        /// The priority claimed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        class: Option<PriorityClassId>,
        /// By whom.
        kiosk: DeviceName,
        /// From which block; none for one of another journal's history.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        block: Option<u32>,
        /// When the visitor got it.
        issued_at: Timestamp,
        /// What the kiosk's clock said, where that cannot be.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        told_time: Option<Timestamp>,
        /// What would have stood against it, had the hub been asked.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        notes: Vec<OfflineNote>,
    },
    /// The kiosk has told of a number that nobody can be called by any more.
    TurnedAway {
        /// Its ticket, which never was in the hall.
        ticket: TicketId,
        /// Its number.
        number: TicketNumber,
        /// For which service.
        service: ServiceId,
        /// By whom.
        kiosk: DeviceName,
        /// When, as the kiosk says.
        issued_at: Timestamp,
        /// On which business day.
        day: Date,
        /// Why.
        why: TurnedAway,
    },
}

/// What would have stood against a number that was given while the hub was away. The visitor holds it, so it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfflineNote {
    /// The rules no longer have the service.
    ServiceUnknown,
    /// It gave no numbers at that time.
    ServiceClosed,
    /// It had given all of the day's.
    ServiceFull,
    /// The rules no longer have the priority class.
    ClassUnknown,
    /// As many waited as the hall can hold.
    HallFull,
}

/// Why a number that a kiosk has given leads to no ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TurnedAway {
    /// Its business day is not the present one.
    OtherDay,
    /// Somebody else was given the same number before: two kiosks share one disk's contents.
    NumberTaken,
    /// Another ticket has its id.
    IdTaken,
    /// The number was not lent to this kiosk.
    NotLent,
}

impl Hall {
    /// The blocks lent to a kiosk today, the first one first.
    pub fn blocks_of(&self, kiosk: &DeviceName) -> impl Iterator<Item = (u32, &Block)> {
        self.blocks.iter().filter(move |(_, block)| block.kiosk == *kiosk).map(|(&id, block)| (id, block))
    }

    /// Numbers of today that a kiosk has given and that lead to no ticket: somebody waits in vain.
    pub fn turned_away_today(&self) -> impl Iterator<Item = &TicketNumber> {
        self.turned_away.values().filter(|(day, _)| Some(*day) == self.day).map(|(_, number)| number)
    }

    /// Whether a number is of a block lent today.
    pub(crate) fn is_lent(&self, number: &TicketNumber) -> bool {
        self.blocks.values().any(|block| block.numbers.value_of(number).is_some())
    }

    /// Makes a fact about lent numbers true that was written down at `at`.
    pub(crate) fn apply_lending(&mut self, event: &LendingEvent, at: Timestamp) {
        match event {
            LendingEvent::BlockLent { block, kiosk, holder, prefix, first, last, width } => {
                self.blocks.entry(*block).or_insert_with(|| Block {
                    kiosk: kiosk.clone(),
                    holder: *holder,
                    numbers: Series {
                        prefix: prefix.clone(),
                        first: *first,
                        last: *last,
                        width: *width,
                        at_end: AtEnd::Refuse,
                    },
                    lent_at: at,
                    is_kept: false,
                    given_through: None,
                });
            }
            LendingEvent::BlockKept { block } => {
                if let Some(block) = self.blocks.get_mut(block) {
                    block.is_kept = true;
                }
            }
            LendingEvent::BlockExtended { block, last } => {
                if let Some(block) = self.blocks.get_mut(block) {
                    block.numbers.last = block.numbers.last.max(*last);
                }
            }
            LendingEvent::IssuedOffline { .. } => self.take_in_offline(event, at),
            LendingEvent::TurnedAway { ticket, number, day, .. } => {
                self.turned_away.insert(*ticket, (*day, number.clone()));
            }
        }
    }

    fn take_in_offline(&mut self, event: &LendingEvent, at: Timestamp) {
        let LendingEvent::IssuedOffline {
            ticket: id, number, service, class, kiosk, block, issued_at, ..
        } = event
        else {
            return;
        };
        let value = block.and_then(|block| self.blocks.get_mut(&block)).and_then(|block| {
            let value = block.numbers.value_of(number)?;
            block.given_through = block.given_through.max(Some(value));
            Some(value)
        });
        if self.tickets.contains_key(id) {
            return;
        }
        let ticket = Ticket {
            number: number.clone(),
            service: service.clone(),
            came_for: service.clone(),
            series: self.rules.services.get(service).map_or(service, |rules| &rules.series).clone(),
            value: value.unwrap_or(0),
            class: class.clone(),
            kiosk: Some(kiosk.clone()),
            issued_at: *issued_at,
            told_at: Some(at),
            came: self.tickets.len() as u64,
            place: self.make_place(*issued_at),
            since: *issued_at,
            standing: Standing::Came,
            bound: None,
            then: Vec::new(),
            is_carried: false,
            people: 1,
            slot: None,
            note: String::new(),
            state: TicketState::Waiting,
            last_call: None,
        };
        self.last_place = self.last_place.max(ticket.place);
        self.index.add(*id, &ticket);
        self.tickets.insert(*id, ticket);
    }

    /// A place behind all who count as waiting since then or longer, and before all others. Who is in the way moves
    /// one place on.
    fn make_place(&mut self, since: Timestamp) -> u64 {
        let earlier = self.tickets.values().filter(|ticket| ticket.since <= since);
        let place = earlier.map(|ticket| ticket.place + 1).max().unwrap_or(0);
        let mut behind: Vec<_> = self
            .tickets
            .iter()
            .map(|(id, ticket)| (ticket.place, *id))
            .filter(|(at, _)| *at >= place)
            .collect();
        behind.sort_unstable();
        let in_the_way = behind.into_iter().zip(place..).take_while(|((taken, _), free)| taken == free);
        let moved: Vec<_> = in_the_way.map(|((_, id), _)| id).collect();
        for id in &moved {
            if let Some(ticket) = self.tickets.get_mut(id) {
                ticket.place += 1;
                self.last_place = self.last_place.max(ticket.place);
            }
            // What may still be taken back goes back to where it would be by now.
            let deeds = self.counters.values_mut().filter_map(|counter| counter.last_deed.as_mut());
            deeds.filter(|deed| deed.id == *id).for_each(|deed| deed.before.place += 1);
        }
        if !moved.is_empty() {
            self.index = Index::of(&self.tickets);
        }
        place
    }
}

impl LendingEvent {
    /// The ticket that it brings into the hall.
    pub fn ticket(&self) -> Option<TicketId> {
        match self {
            Self::IssuedOffline { ticket, .. } => Some(*ticket),
            Self::BlockLent { .. }
            | Self::BlockKept { .. }
            | Self::BlockExtended { .. }
            | Self::TurnedAway { .. } => None,
        }
    }
}
