//! What happened. Events are the journal, so every change here must still read what was written before:
//! add variants and optional fields, never rename or remove one.

use goiso_model::{
    CounterNumber, DeviceName, IdError, LocalText, OfficialId, OutcomeId, PriorityClassId, ServiceId,
    TicketId, TicketNumber,
};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    Audience, HoldReason, LendingEvent, MessageLevel, PersonToken, Rest, Rules, SeriesId, ServiceSwitch,
    Standing, Target, TransferPlace,
};

/// A fact of the hall. The time it happened at stands beside it in the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// These rules are in force from now on.
    RulesApplied {
        /// All of them.
        rules: Box<Rules>,
    },
    /// A business day began; all numbers start anew, and the tickets of the day before are history.
    DayStarted {
        /// Which.
        day: Date,
    },
    /// A counter serves.
    CounterOpened {
        /// Which.
        counter: CounterNumber,
        /// Who serves.
        official: OfficialId,
        /// In order; never empty.
        services: Vec<ServiceId>,
    },
    /// A counter does not call for a while.
    CounterPaused {
        /// Which.
        counter: CounterNumber,
        /// Why.
        reason: PauseReason,
    },
    /// Nobody serves at a counter any more.
    CounterClosed {
        /// Which.
        counter: CounterNumber,
    },
    /// A number was given.
    Issued {
        /// The new ticket.
        ticket: TicketId,
        /// Its number as people see it.
        number: TicketNumber,
        /// For which service.
        service: ServiceId,
        /// From which series.
        series: SeriesId,
        /// The place in that series.
        value: u32,
        /// The priority claimed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        class: Option<PriorityClassId>,
        /// Where the slip is printed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kiosk: Option<DeviceName>,
        /// What makes it another number than one taken by one person who waits from now on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        entry: Option<Box<Entry>>,
    },
    /// The visitor of a new ticket had shown an identity card.
    CardShown {
        /// Which ticket.
        ticket: TicketId,
        /// Whose card, for one day.
        person: PersonToken,
    },
    /// A number was called to a counter.
    Called {
        /// Which ticket.
        ticket: TicketId,
        /// To which counter.
        counter: CounterNumber,
        /// Why it was this one's turn.
        reason: CallReason,
        /// What the official said about a call out of turn.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// It was called once more.
    Recalled {
        /// Which ticket.
        ticket: TicketId,
        /// To which counter.
        counter: CounterNumber,
    },
    /// The visitor came to the counter.
    Arrived {
        /// Which ticket.
        ticket: TicketId,
        /// At which counter.
        counter: CounterNumber,
    },
    /// The visitor was served.
    Finished {
        /// Which ticket.
        ticket: TicketId,
        /// At which counter.
        counter: CounterNumber,
        /// With what result.
        outcome: Outcome,
    },
    /// The visitor did not come.
    MarkedAbsent {
        /// Which ticket.
        ticket: TicketId,
        /// At which counter.
        counter: CounterNumber,
        /// Who says so.
        #[serde(default, skip_serializing_if = "AbsentCause::is_official")]
        cause: AbsentCause,
    },
    /// The ticket ended without service.
    Cancelled {
        /// Which ticket.
        ticket: TicketId,
        /// Why.
        cause: CancelCause,
        /// At which counter it was given up, if at one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        counter: Option<CounterNumber>,
    },
    /// The visitor fetches something, and keeps the place.
    Held {
        /// Which ticket.
        ticket: TicketId,
        /// At which counter.
        counter: CounterNumber,
        /// What for.
        reason: HoldReason,
        /// Until when the place is kept.
        until: Timestamp,
        /// What the official wrote down.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// The visitor is back with it, and is called first.
    Returned {
        /// Which ticket.
        ticket: TicketId,
    },
    /// An absent visitor is back, and waits behind the next few.
    Restored {
        /// Which ticket.
        ticket: TicketId,
        /// Its new place.
        place: u64,
        /// Since when it counts as waiting.
        since: Timestamp,
    },
    /// The visitor is sent on, and waits again.
    Transferred {
        /// Which ticket.
        ticket: TicketId,
        /// From which counter.
        counter: CounterNumber,
        /// To where.
        to: Target,
        /// To which place of the line there.
        place: TransferPlace,
        /// Where it goes to after that.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        then: Vec<Target>,
        /// For the colleague there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// Where the visitor goes to once finished at this counter.
    Chained {
        /// Which ticket.
        ticket: TicketId,
        /// At which counter.
        counter: CounterNumber,
        /// One after the other; empty for nowhere any more.
        then: Vec<Target>,
    },
    /// The official wrote something down about a ticket.
    Noted {
        /// Which ticket.
        ticket: TicketId,
        /// At which counter.
        counter: CounterNumber,
        /// Empty takes away what was there.
        note: String,
    },
    /// The last "absent", "finished" or "given up" of a counter is as if it had not been.
    Undone {
        /// Which ticket.
        ticket: TicketId,
        /// At which counter.
        counter: CounterNumber,
    },
    /// The official asks the supervisor to come.
    HelpAsked {
        /// At which counter.
        counter: CounterNumber,
    },
    /// The supervisor has come, or is no longer needed.
    HelpEnded {
        /// At which counter.
        counter: CounterNumber,
    },
    /// The supervisor settles what a counter serves for the rest of the day.
    ServicesAssigned {
        /// Which counter.
        counter: CounterNumber,
        /// In order; never empty.
        services: Vec<ServiceId>,
    },
    /// The supervisor lets a service give numbers, or stops it.
    ServiceSwitched {
        /// Which service.
        service: ServiceId,
        /// To what.
        switch: ServiceSwitch,
    },
    /// The supervisor settles how many numbers a service gives today.
    QuotaSet {
        /// Which service.
        service: ServiceId,
        /// None for no limit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<u32>,
    },
    /// No more numbers are given on this business day.
    DayClosed {
        /// What became of those who still waited.
        rest: Rest,
    },
    /// The visitor is asked to come on the next business day, and comes first then.
    PutOff {
        /// Which ticket.
        ticket: TicketId,
    },
    /// A time was promised to somebody.
    Booked {
        /// The code on the appointment; the ticket will have it as its id.
        code: TicketId,
        /// For which service.
        service: ServiceId,
        /// For when.
        slot: Timestamp,
    },
    /// An appointment is off.
    BookingDropped {
        /// Which.
        code: TicketId,
    },
    /// Somebody asked for a ticket's slip once more.
    SlipReprinted {
        /// Which ticket.
        ticket: TicketId,
        /// Where it is printed.
        kiosk: DeviceName,
    },
    /// Something is said to the hall from now on.
    MessagePosted {
        /// Its number: rises by one with each message of the day; a message that outlives the day keeps its own.
        message: u32,
        /// How urgent.
        level: MessageLevel,
        /// The words.
        text: LocalText,
        /// Since when, if it was first said on an earlier day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Timestamp>,
        /// When it ends by itself; none for the end of the business day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
        /// To whom.
        #[serde(default, skip_serializing_if = "Audience::is_boards")]
        audience: Audience,
    },
    /// It is said no longer.
    MessageRemoved {
        /// Which message.
        message: u32,
    },
    /// Something about the numbers lent to kiosks.
    Lending(LendingEvent),
}

/// Why it was a ticket's turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum CallReason {
    /// It had waited longest of those this counter serves.
    Oldest,
    /// It is of a priority class, and that class had its turn.
    Priority {
        /// Which class.
        class: PriorityClassId,
    },
    /// It had waited longer than the rules allow anybody to wait.
    MaxWait,
    /// The official chose the number.
    OutOfTurn,
    /// It is back with what was missing.
    Returned,
    /// It was absent and came back; it has waited behind the next few.
    Restored,
    /// Another counter sent it on.
    Transferred,
    /// It has an appointment, and counts as having come in time for it.
    Appointment,
    /// It had to leave unserved on the day before.
    CarriedOver,
    /// Its service comes before the others of this counter.
    ServiceOrder,
    /// Its service has had less than its share of this counter's calls.
    ServiceShare,
    /// The counter helps where it does not usually serve.
    Helping,
    /// It has come to the counter without a slip.
    WalkIn,
}

/// How a number came to be, where it was not simply taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// How it stands in the line.
    #[serde(default)]
    pub standing: Standing,
    /// Its place, where it is not the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<u64>,
    /// Since when it counts as waiting, where that is not since it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// How many people it is for.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub people: u32,
    /// The time it was promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<Timestamp>,
}

impl Default for Entry {
    fn default() -> Self {
        Self { standing: Standing::default(), place: None, since: None, people: 1, slot: None }
    }
}

fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_one(people: &u32) -> bool {
    *people == 1
}

/// Who says that a visitor does not come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AbsentCause {
    /// The official.
    #[default]
    Official,
    /// The clock: nobody came for a while after the last call.
    LastCall,
    /// The clock: nobody came back with what was missing.
    HoldOver,
}

impl AbsentCause {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
    fn is_official(&self) -> bool {
        *self == Self::Official
    }
}

/// Why a ticket ended without service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelCause {
    /// The visitor gave it up.
    Visitor,
    /// The business day ended.
    DayEnded,
    /// The visitor did not come back with what was missing.
    HoldOver,
    /// The supervisor ended the service of the day.
    ServiceEnded,
    /// The line broke before the visitor heard of it, who then took a number that the kiosk was lent.
    Replaced,
}

/// How a service at the counter ended.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Outcome {
    /// In one of the ways that the centre has settled.
    Settled(OutcomeId),
    /// The business day ended while the visitor was still at the counter.
    DayEnded,
}

/// In the journal; no id is spelt so.
const DAY_ENDED: &str = "day_ended";

impl TryFrom<String> for Outcome {
    type Error = IdError;
    fn try_from(text: String) -> Result<Self, IdError> {
        if text == DAY_ENDED { Ok(Self::DayEnded) } else { OutcomeId::new(text).map(Self::Settled) }
    }
}

impl From<Outcome> for String {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Settled(id) => id.into(),
            Outcome::DayEnded => DAY_ENDED.to_owned(),
        }
    }
}

/// Why a counter does not call for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    /// A short break.
    Break,
    /// Lunch.
    Lunch,
    /// A meeting.
    Meeting,
    /// A computer or line fault.
    Technical,
}
