//! Every normal no.

use goiso_model::{
    CounterNumber, DeviceName, OfficialId, OutcomeId, PriorityClassId, ServiceId, TicketId, TicketNumber,
};
use jiff::Timestamp;

use crate::RulesError;

/// Why a command changes nothing. Shown to people in their language.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// No business day has begun.
    DayNotStarted,
    /// This or a later day has begun already.
    DayAlreadyStarted {
        /// The day in force.
        day: jiff::civil::Date,
    },
    /// The rules contradict themselves.
    RulesInvalid {
        /// Every contradiction found.
        errors: Vec<RulesError>,
    },
    /// No such service.
    UnknownService {
        /// As asked.
        service: ServiceId,
    },
    /// No such counter.
    UnknownCounter {
        /// As asked.
        counter: CounterNumber,
    },
    /// No such ticket today.
    UnknownTicket {
        /// As asked.
        ticket: TicketId,
    },
    /// No such number today.
    UnknownNumber {
        /// As asked.
        number: TicketNumber,
    },
    /// No such priority class.
    UnknownPriority {
        /// As asked.
        class: PriorityClassId,
    },
    /// No service ends like that here.
    UnknownOutcome {
        /// As asked.
        outcome: OutcomeId,
    },
    /// A ticket of this id exists: the caller's draw was not random.
    TicketExists {
        /// As asked.
        ticket: TicketId,
    },
    /// The service gives no numbers at this time.
    ServiceClosed {
        /// Which.
        service: ServiceId,
        /// When it next does, if within a fortnight.
        opens_at: Option<Timestamp>,
    },
    /// The service has given all it may give today.
    ServiceFull {
        /// Which.
        service: ServiceId,
        /// How many that is.
        max: u32,
    },
    /// The series is at its end and does not wrap, or wraps onto a number that is still in use.
    RangeExhausted {
        /// Which service asked.
        service: ServiceId,
        /// The number that would have come.
        number: TicketNumber,
    },
    /// As many wait as the hall can hold.
    HallFull {
        /// How many that is.
        max: u32,
    },
    /// The person has as many unfinished numbers in this field as the centre allows.
    NumberHeld {
        /// The newest of them.
        number: TicketNumber,
    },
    /// The person has taken as many numbers today as the centre allows.
    PersonDayLimit {
        /// How many that is.
        max: u32,
    },
    /// Nobody waits for what this counter serves.
    NobodyWaiting {
        /// Which counter.
        counter: CounterNumber,
    },
    /// The counter is closed.
    CounterClosed {
        /// Which.
        counter: CounterNumber,
    },
    /// The counter is paused.
    CounterPaused {
        /// Which.
        counter: CounterNumber,
    },
    /// Somebody is at the counter.
    CounterBusy {
        /// Which.
        counter: CounterNumber,
        /// Who.
        number: TicketNumber,
    },
    /// Nobody is at the counter.
    NoCurrentTicket {
        /// Which.
        counter: CounterNumber,
    },
    /// The visitor is already being served.
    AlreadyServing {
        /// Who.
        number: TicketNumber,
    },
    /// The number has been called as often as the rules allow.
    CallsExhausted {
        /// Which.
        number: TicketNumber,
        /// How often.
        max: u32,
    },
    /// The number is called or served at another counter, or has ended.
    TicketNotCallable {
        /// Which.
        number: TicketNumber,
    },
    /// The ticket is at a counter or has ended, and cannot be given up.
    TicketNotCancellable {
        /// Which.
        number: TicketNumber,
    },
    /// The ticket has ended, and needs no slip.
    TicketOver {
        /// Which.
        number: TicketNumber,
    },
    /// The number was given without a kiosk, and none is named now: there is nowhere to print its slip.
    NoKiosk {
        /// Which.
        number: TicketNumber,
    },
    /// The counter does not serve this service.
    ServiceNotAtCounter {
        /// Which service.
        service: ServiceId,
        /// Which counter.
        counter: CounterNumber,
    },
    /// The official serves at another counter.
    OfficialElsewhere {
        /// Who.
        official: OfficialId,
        /// Where.
        counter: CounterNumber,
    },
    /// No such message is said now.
    UnknownMessage {
        /// As asked.
        message: u32,
    },
    /// As many messages are said as the hall takes.
    TooManyMessages {
        /// How many that is.
        max: usize,
    },
    /// The rules lend this kiosk no numbers.
    NotLending {
        /// Which.
        kiosk: DeviceName,
    },
    /// All numbers that this kiosk may be lent today are lent or given.
    NoNumbersToLend {
        /// Which.
        kiosk: DeviceName,
    },
    /// No such block was lent to this kiosk today.
    UnknownBlock {
        /// Which kiosk.
        kiosk: DeviceName,
    },
    /// The message would have ended before it began.
    MessageOver {
        /// When it would have ended.
        until: Timestamp,
    },
    /// The visitor is not fetching anything.
    TicketNotHeld {
        /// Which.
        number: TicketNumber,
    },
    /// The visitor is not absent.
    TicketNotAbsent {
        /// Which.
        number: TicketNumber,
    },
    /// The visitor has been absent for too long to be restored.
    RestoreTooLate {
        /// Which.
        number: TicketNumber,
        /// How long that is.
        max_minutes: u32,
    },
    /// A place is not kept for so long.
    HoldTooLong {
        /// For how long it is.
        max_minutes: u32,
    },
    /// The ticket was sent to another counter.
    TicketSentElsewhere {
        /// Which.
        number: TicketNumber,
        /// To which.
        counter: CounterNumber,
    },
    /// No counter serves this service.
    ServiceNotServed {
        /// Which.
        service: ServiceId,
    },
    /// The visitor is at that counter.
    SentToItself {
        /// Which.
        counter: CounterNumber,
    },
    /// The visitor cannot be sent to so many places one after the other.
    ChainTooLong {
        /// To how many.
        max: usize,
    },
    /// The note is too long, or of more than one line.
    NoteUnfit {
        /// How many characters it may have.
        max: usize,
    },
    /// The note holds the number of a card or a telephone.
    NoteIsPersonal,
    /// The counter has done nothing in the last seconds that can be taken back.
    NothingToUndo {
        /// Which.
        counter: CounterNumber,
    },
    /// The supervisor has stopped the service.
    ServiceStopped {
        /// Which.
        service: ServiceId,
    },
    /// The service of the day has ended.
    DayClosed,
    /// One number is not for so many people.
    GroupTooLarge {
        /// For which service.
        service: ServiceId,
        /// For how many it is.
        max: u32,
    },
    /// The service promises no times.
    NoAppointments {
        /// Which.
        service: ServiceId,
    },
    /// No time to be promised begins then.
    UnknownSlot {
        /// For which service.
        service: ServiceId,
        /// When.
        slot: Timestamp,
    },
    /// The time has been promised to as many as it may.
    SlotFull {
        /// For which service.
        service: ServiceId,
        /// When.
        slot: Timestamp,
    },
    /// The time is past.
    SlotOver {
        /// When.
        slot: Timestamp,
    },
    /// As many times are promised as the hall takes.
    TooManyBookings {
        /// How many that is.
        max: usize,
    },
    /// No such appointment.
    UnknownBooking {
        /// As asked.
        code: TicketId,
    },
    /// The number for this appointment cannot be had yet.
    TooEarly {
        /// From when on.
        from: Timestamp,
    },
}

impl Refusal {
    /// The name that other programs and the texts know it by.
    pub fn code(&self) -> &'static str {
        match self {
            Self::DayNotStarted => "day_not_started",
            Self::DayAlreadyStarted { .. } => "day_already_started",
            Self::RulesInvalid { .. } => "rules_invalid",
            Self::UnknownService { .. } => "unknown_service",
            Self::UnknownCounter { .. } => "unknown_counter",
            Self::UnknownTicket { .. } => "unknown_ticket",
            Self::UnknownNumber { .. } => "unknown_number",
            Self::UnknownPriority { .. } => "unknown_priority",
            Self::UnknownOutcome { .. } => "unknown_outcome",
            Self::TicketExists { .. } => "ticket_exists",
            Self::ServiceClosed { .. } => "service_closed",
            Self::ServiceFull { .. } => "service_full",
            Self::RangeExhausted { .. } => "range_exhausted",
            Self::HallFull { .. } => "hall_full",
            Self::NumberHeld { .. } => "number_held",
            Self::PersonDayLimit { .. } => "person_day_limit",
            Self::NobodyWaiting { .. } => "nobody_waiting",
            Self::CounterClosed { .. } => "counter_closed",
            Self::CounterPaused { .. } => "counter_paused",
            Self::CounterBusy { .. } => "counter_busy",
            Self::NoCurrentTicket { .. } => "no_current_ticket",
            Self::AlreadyServing { .. } => "already_serving",
            Self::CallsExhausted { .. } => "calls_exhausted",
            Self::TicketNotCallable { .. } => "ticket_not_callable",
            Self::TicketNotCancellable { .. } => "ticket_not_cancellable",
            Self::TicketOver { .. } => "ticket_over",
            Self::NoKiosk { .. } => "no_kiosk",
            Self::ServiceNotAtCounter { .. } => "service_not_at_counter",
            Self::OfficialElsewhere { .. } => "official_elsewhere",
            Self::UnknownMessage { .. } => "unknown_message",
            Self::TooManyMessages { .. } => "too_many_messages",
            Self::NotLending { .. } => "not_lending",
            Self::NoNumbersToLend { .. } => "no_numbers_to_lend",
            Self::UnknownBlock { .. } => "unknown_block",
            Self::MessageOver { .. } => "message_over",
            Self::TicketNotHeld { .. } => "ticket_not_held",
            Self::TicketNotAbsent { .. } => "ticket_not_absent",
            Self::RestoreTooLate { .. } => "restore_too_late",
            Self::HoldTooLong { .. } => "hold_too_long",
            Self::TicketSentElsewhere { .. } => "ticket_sent_elsewhere",
            Self::ServiceNotServed { .. } => "service_not_served",
            Self::SentToItself { .. } => "sent_to_itself",
            Self::ChainTooLong { .. } => "chain_too_long",
            Self::NoteUnfit { .. } => "note_unfit",
            Self::NoteIsPersonal => "note_is_personal",
            Self::NothingToUndo { .. } => "nothing_to_undo",
            Self::ServiceStopped { .. } => "service_stopped",
            Self::DayClosed => "day_closed",
            Self::GroupTooLarge { .. } => "group_too_large",
            Self::NoAppointments { .. } => "no_appointments",
            Self::UnknownSlot { .. } => "unknown_slot",
            Self::SlotFull { .. } => "slot_full",
            Self::SlotOver { .. } => "slot_over",
            Self::TooManyBookings { .. } => "too_many_bookings",
            Self::UnknownBooking { .. } => "unknown_booking",
            Self::TooEarly { .. } => "too_early",
        }
    }
}
