//! What somebody wishes of the hall.

use goiso_model::{
    CounterNumber, DeviceName, LocalText, OfficialId, OutcomeId, PriorityClassId, ServiceId, TicketId,
    TicketNumber,
};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::{
    Audience, HoldReason, LendingWish, MessageLevel, PauseReason, Rest, Rules, ServiceSwitch, Target,
    TransferPlace,
};

/// A wish. `Hall::decide` says what comes of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Give a number.
    Issue {
        /// The id the ticket will have: drawn by the caller, for the hall knows no chance.
        ticket: TicketId,
        /// For which service.
        service: ServiceId,
        /// The priority the visitor claims.
        class: Option<PriorityClassId>,
        /// Where the slip is to be printed; none when asked through the interface for other programs.
        kiosk: Option<DeviceName>,
        /// How many people come with it, at least 1.
        people: u32,
    },
    /// Promise somebody a time.
    Book {
        /// The code on the appointment: drawn by the caller, as a ticket's id is, which it becomes.
        code: TicketId,
        /// For which service.
        service: ServiceId,
        /// The beginning of a slot.
        slot: Timestamp,
    },
    /// Take an appointment back.
    DropBooking {
        /// Which.
        code: TicketId,
    },
    /// Give a number to somebody who has come to an appointment.
    CheckIn {
        /// Which.
        code: TicketId,
        /// Where the slip is to be printed.
        kiosk: Option<DeviceName>,
    },
    /// Give a number to somebody who stands at the counter without one, and call it at once.
    WalkIn {
        /// The id the ticket will have.
        ticket: TicketId,
        /// Which counter.
        counter: CounterNumber,
        /// For which service.
        service: ServiceId,
        /// The priority the visitor claims.
        class: Option<PriorityClassId>,
    },
    /// Call whoever is next by the rules, finishing the one at the counter.
    CallNext {
        /// Which counter.
        counter: CounterNumber,
    },
    /// Call a waiting or absent number out of turn, finishing the one at the counter.
    CallNumber {
        /// Which counter.
        counter: CounterNumber,
        /// Which number of today.
        number: TicketNumber,
        /// Why, in the official's words.
        note: Option<String>,
    },
    /// Call the present number once more.
    Recall {
        /// Which counter.
        counter: CounterNumber,
    },
    /// The visitor has come to the counter.
    Arrive {
        /// Which counter.
        counter: CounterNumber,
    },
    /// The visitor has been served.
    Finish {
        /// Which counter.
        counter: CounterNumber,
        /// With what result; the usual one, if none.
        outcome: Option<OutcomeId>,
    },
    /// The visitor does not come.
    MarkAbsent {
        /// Which counter.
        counter: CounterNumber,
    },
    /// The visitor gives the number up.
    Cancel {
        /// Which ticket.
        ticket: TicketId,
        /// At which counter, if at one.
        counter: Option<CounterNumber>,
    },
    /// The visitor must fetch something, keeps the place and is called first on return.
    Hold {
        /// Which counter.
        counter: CounterNumber,
        /// What for.
        reason: HoldReason,
        /// For how long the place is kept, in minutes; as long as the rules allow, if none.
        minutes: Option<u32>,
        /// What the official writes down.
        note: Option<String>,
    },
    /// The visitor is back with it.
    ReturnHeld {
        /// Which ticket.
        ticket: TicketId,
    },
    /// An absent visitor is back, and is to wait behind the next few.
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
        place: TransferPlace,
        /// For the colleague there.
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
    /// Take back the last "absent", "finished" or "given up" of a counter, within [`crate::UNDO_SECS`].
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
        /// In order; empty for what the rules give it.
        services: Vec<ServiceId>,
    },
    /// Let a service give numbers, or stop it.
    SwitchService {
        /// Which service.
        service: ServiceId,
        /// To what.
        switch: ServiceSwitch,
    },
    /// Settle how many numbers a service gives today.
    SetQuota {
        /// Which service.
        service: ServiceId,
        /// None for no limit.
        max: Option<u32>,
    },
    /// Give no more numbers today, and settle what becomes of those who wait.
    EndDay {
        /// What.
        rest: Rest,
        /// Said to the hall until the day ends.
        text: Option<LocalText>,
    },
    /// Act on what the clock has ended: holds, and last calls that nobody answered.
    EndWaits,
    /// Print a ticket's slip once more: the first did not come out, or is lost.
    Reprint {
        /// Which ticket.
        ticket: TicketId,
        /// Where; none for where the number was given.
        kiosk: Option<DeviceName>,
    },
    /// Begin to serve, go on after a pause, or change official or services while nobody is at the counter.
    OpenCounter {
        /// Which counter.
        counter: CounterNumber,
        /// Who serves.
        official: OfficialId,
        /// In order; empty for all that the rules give the counter.
        services: Vec<ServiceId>,
    },
    /// Stop calling for a while; who is at the counter stays.
    PauseCounter {
        /// Which counter.
        counter: CounterNumber,
        /// Why.
        reason: PauseReason,
    },
    /// End service at this counter; nobody may be at it.
    CloseCounter {
        /// Which counter.
        counter: CounterNumber,
    },
    /// Say something to the hall.
    PostMessage {
        /// How urgent.
        level: MessageLevel,
        /// The words.
        text: LocalText,
        /// When it ends by itself; none for the end of the business day.
        until: Option<Timestamp>,
        /// To whom.
        audience: Audience,
    },
    /// Say it no longer.
    RemoveMessage {
        /// Which message.
        message: u32,
    },
    /// Say no longer what has ended.
    EndMessages,
    /// Do what a kiosk wishes for the time when the hub is away.
    Lending {
        /// Which kiosk.
        kiosk: DeviceName,
        /// What.
        wish: LendingWish,
    },
    /// Put rules in force.
    ApplyRules {
        /// All of them.
        rules: Box<Rules>,
    },
    /// Begin a business day: what is left of the day before ends, and numbers start anew.
    StartDay {
        /// Which; later than the present one.
        day: Date,
    },
}
