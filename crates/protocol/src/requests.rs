//! Wishes, and what is said of them.

use std::collections::BTreeMap;

use goiso_model::{
    CounterNumber, DeviceName, LocalText, OfficialId, OutcomeId, PriorityClassId, RequestId, ServiceId,
    TicketId, TicketNumber,
};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    Audience, HoldReason, MessageLevel, Rest, ServiceSwitch, SlipState, Target, TicketStage, TransferPlace,
    WaitRange,
};

/// A wish of a visitor or an official.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    /// Give a number for this service, and print it at the kiosk that asks.
    Issue {
        /// For which service.
        service: ServiceId,
        /// The priority the visitor claims.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        priority: Option<PriorityClassId>,
        /// The scan, by its `sequence`, of the identity card that the visitor has shown at this kiosk.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scan: Option<u64>,
    },
    /// Take a number for somebody in the hall.
    IssueAt {
        /// For which service.
        service: ServiceId,
        /// The priority the visitor claims.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        priority: Option<PriorityClassId>,
        /// The kiosk whose printer prints the slip; none for a number that is only said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kiosk: Option<DeviceName>,
    },
    /// Give one number for several people who come together.
    IssueGroup {
        /// For which service.
        service: ServiceId,
        /// How many they are.
        people: u32,
        /// The priority they claim.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        priority: Option<PriorityClassId>,
    },
    /// Promise somebody a time.
    Book {
        /// The appointment's code, drawn by the asker from 64 random bits, as a ticket's id is, which it becomes.
        code: TicketId,
        /// For which service.
        service: ServiceId,
        /// The beginning of a slot.
        slot: Timestamp,
    },
    /// Take an appointment back.
    DropBooking {
        /// Its code.
        code: TicketId,
    },
    /// Give a number to somebody who has come to an appointment.
    CheckIn {
        /// Its code.
        code: TicketId,
    },
    /// Give a number to somebody who stands at the counter without one, and call it at once.
    WalkIn {
        /// Which counter.
        counter: CounterNumber,
        /// For which service.
        service: ServiceId,
        /// The priority the visitor claims.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        priority: Option<PriorityClassId>,
    },
    /// Begin to serve at this counter, or go on after a pause.
    OpenCounter {
        /// Which counter.
        counter: CounterNumber,
        /// Who serves.
        official: OfficialId,
        /// For which services, in order; empty for all that the configuration gives the counter.
        #[serde(default)]
        services: Vec<ServiceId>,
    },
    /// Stop calling for a while.
    PauseCounter {
        /// Which counter.
        counter: CounterNumber,
        /// Why, as shown to the hall.
        reason: PauseReason,
    },
    /// End service at this counter.
    CloseCounter {
        /// Which counter.
        counter: CounterNumber,
    },
    /// Call whoever is next by the rules; the one being served is finished first.
    CallNext {
        /// Which counter.
        counter: CounterNumber,
    },
    /// Call this waiting or absent number out of turn.
    CallNumber {
        /// Which counter.
        counter: CounterNumber,
        /// As the official typed or touched it.
        number: TicketNumber,
        /// Why, in the official's words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Call the present number once more.
    Recall {
        /// Which counter.
        counter: CounterNumber,
    },
    /// The visitor stands at the counter.
    Arrive {
        /// Which counter.
        counter: CounterNumber,
    },
    /// The visitor has been served.
    Finish {
        /// Which counter.
        counter: CounterNumber,
        /// With what result; the centre's usual one, if none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        outcome: Option<OutcomeId>,
    },
    /// The visitor does not come.
    MarkAbsent {
        /// Which counter.
        counter: CounterNumber,
    },
    /// The visitor gives up the number.
    Cancel {
        /// Which ticket.
        ticket: TicketId,
        /// At which counter, if at one: that one may take it back for a moment.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        counter: Option<CounterNumber>,
    },
    /// The visitor must fetch something, keeps the place and is called first on return.
    Hold {
        /// Which counter.
        counter: CounterNumber,
        /// What for.
        reason: HoldReason,
        /// For how long the place is kept; as long as the centre allows without.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        minutes: Option<u32>,
        /// What the official writes down.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// The visitor is back with it.
    ReturnHeld {
        /// Which ticket.
        ticket: TicketId,
    },
    /// An absent visitor is back, and is to wait behind the next two.
    Restore {
        /// Which ticket.
        ticket: TicketId,
    },
    /// Send the visitor on.
    Transfer {
        /// From which counter.
        counter: CounterNumber,
        /// To where.
        to: Target,
        /// To which place of the line there.
        #[serde(default)]
        place: TransferPlace,
        /// For the colleague there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// Settle where the visitor goes to once finished here.
    Chain {
        /// Which counter.
        counter: CounterNumber,
        /// One after the other; empty for nowhere.
        then: Vec<Target>,
    },
    /// Write something down about the present number.
    Note {
        /// Which counter.
        counter: CounterNumber,
        /// Empty takes away what was there.
        note: String,
    },
    /// Take back this counter's last "absent", "finished" or "given up", for five seconds.
    Undo {
        /// Which counter.
        counter: CounterNumber,
    },
    /// Ask the supervisor to come.
    AskHelp {
        /// To which counter.
        counter: CounterNumber,
    },
    /// The supervisor has come, or is no longer needed.
    EndHelp {
        /// At which counter.
        counter: CounterNumber,
    },
    /// Settle what a counter serves for the rest of the day.
    AssignServices {
        /// Which counter.
        counter: CounterNumber,
        /// In order; empty for what the configuration gives it.
        #[serde(default)]
        services: Vec<ServiceId>,
    },
    /// Let a service give numbers, or stop it.
    SetService {
        /// Which service.
        service: ServiceId,
        /// To what.
        state: ServiceSwitch,
    },
    /// Settle how many numbers a service gives today.
    SetQuota {
        /// Which service.
        service: ServiceId,
        /// No limit without.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<u32>,
    },
    /// Give no more numbers today, and settle what becomes of those who wait.
    EndDay {
        /// What.
        rest: Rest,
        /// Said to the hall until the day ends.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<LocalText>,
    },
    /// Print the slip of a ticket once more. A kiosk may ask for those of its own tickets that are not known to
    /// be on paper, and once, within 10 minutes of its issue, for the one whose slip is held before its scanner; its staff,
    /// an official and other programs for any that has not ended.
    Reprint {
        /// Which ticket.
        ticket: TicketId,
    },
    /// The same by its number. Only for a kiosk whose staff corner has just been opened.
    ReprintNumber {
        /// As on the slip.
        number: TicketNumber,
    },
    /// Say something to the hall. Only for the interface for other programs.
    PostMessage {
        /// How urgent.
        level: MessageLevel,
        /// The words.
        text: LocalText,
        /// When it ends by itself; at the end of the business day without.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
        /// To whom.
        #[serde(default, skip_serializing_if = "Audience::is_boards")]
        audience: Audience,
    },
    /// Say it no longer. Only for the interface for other programs.
    RemoveMessage {
        /// Which message.
        message: u32,
    },
    /// Lend this kiosk a block of numbers; the next view shows it. Only for kiosks.
    BorrowBlock {
        /// The kiosk's disk: 53 random bits, drawn when the disk was first written to.
        holder: u64,
        /// The greatest number that it has given today: none up to that is to be lent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        above: Option<TicketNumber>,
    },
    /// A block is on this kiosk's disk. Only for kiosks.
    KeepBlock {
        /// The kiosk's disk.
        holder: u64,
        /// The history that the block belongs to.
        epoch: String,
        /// The block's day.
        day: Date,
        /// Which block of that day.
        block: u32,
    },
    /// This kiosk has given a number while the hub was away. Done means that the hub has written it down, and need not be
    /// told again; the answer has the ticket, unless its day is over or somebody else has the number. Only for kiosks.
    TellIssued {
        /// The history that the block belongs to.
        epoch: String,
        /// The block's day.
        day: Date,
        /// Which block of that day.
        block: u32,
        /// The number.
        number: TicketNumber,
        /// The ticket's id, drawn by the kiosk.
        ticket: TicketId,
        /// For which service.
        service: ServiceId,
        /// The priority the visitor claims.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        priority: Option<PriorityClassId>,
        /// When, by the hub's clock as the kiosk knew it.
        issued_at: Timestamp,
        /// The wish of this kiosk that the visitor gave up waiting for: a number given for it ends.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instead_of: Option<RequestId>,
    },
}

/// Why a counter does not call for a while.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    /// A short break.
    #[default]
    Break,
    /// Lunch.
    Lunch,
    /// A meeting.
    Meeting,
    /// A computer or line fault.
    Technical,
}

/// A refusal as it travels: the code names the text `refusal-…` in the locales (`_` becomes `-`), the
/// values fill it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusalText {
    /// E.g. `nobody_waiting`.
    pub code: String,
    /// E.g. `number` = `A005`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
}

/// A ticket as its visitor or official sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketInfo {
    /// Its opaque id.
    pub ticket: TicketId,
    /// Its number.
    pub number: TicketNumber,
    /// For which service.
    pub service: ServiceId,
    /// That service's name.
    pub service_name: LocalText,
    /// The priority class, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<PriorityClassId>,
    /// Where it stands.
    pub stage: TicketStage,
    /// How many are before it, by the rules as they stand; 0 once called.
    pub ahead: u32,
    /// How long it will probably still wait; absent when nobody serves the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<WaitRange>,
    /// When counters go on with its service, where they do not serve it now: after lunch, tomorrow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub served_from: Option<Timestamp>,
    /// Counters that may call it; once called, the one that did.
    pub counters: Vec<CounterNumber>,
    /// Where those counters are, e.g. "Tầng 1, khu A".
    #[serde(default, skip_serializing_if = "LocalText::is_empty")]
    pub place: LocalText,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// What the slip's QR leads to.
    pub follow_url: String,
    /// Whether a slip is being printed for it at the kiosk that asked.
    pub is_printing: bool,
    /// What became of its slip; absent where none was asked for, and where nobody knows any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slip: Option<SlipState>,
}
