//! What can be on the screen, and what a touch can ask for.

use goiso_client::emergency::{NoNumber, OfflineNumber};
use goiso_model::{FieldId, Language, PriorityClassId, RequestId, ServiceId, TicketId};
use goiso_protocol::{RefusalText, ScannedAppointment, TicketInfo};
use jiff::Timestamp;

use super::comfort::Comfort;
use super::guide::GuideAction;
use super::staff::{StaffAction, StaffPage};

/// What a touch asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// The first touch of a visitor.
    Begin,
    /// The visitor is still there.
    Stay,
    /// Show the services of a field.
    ChooseField(FieldId),
    /// Take a number for a service.
    ChooseService(ServiceId),
    /// Show this page of what there is to choose from, from 0.
    ShowPage(usize),
    /// Look for a service by its name.
    Search,
    /// A key of the keyboard, on the screen or before it.
    Type(Key),
    /// Show the priority classes.
    AskPriority,
    /// Claim a priority class, then choose a service.
    ChooseClass(PriorityClassId),
    /// Claim none after all.
    DropClass,
    /// Wait for the hub no longer, and take a number of the kiosk's own.
    TakeEmergency,
    /// Say what can be scanned.
    AskScan,
    /// Show all languages.
    AskLanguage,
    /// Speak another language.
    Speak(Language),
    /// Show the screen so.
    Adjust(Comfort),
    /// Speak, or how.
    Guide(GuideAction),
    /// Give up the number of the scanned slip: asks whether that is meant.
    AskCancel,
    /// It is meant.
    Cancel(TicketId),
    /// Print the scanned slip once more.
    Reprint(TicketId),
    /// Take the number of the scanned appointment.
    CheckIn(TicketId),
    /// One screen back.
    Back,
    /// The visitor has seen the number or what was said.
    Done,
    /// The corner was held: staff want to look after the kiosk.
    OpenStaff,
    /// What staff do there.
    Staff(StaffAction),
}

/// A key of the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A letter, digit or space.
    Char(char),
    /// Takes the last one away.
    Erase,
    /// Takes all away.
    Clear,
}

/// What is on the screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Screen {
    /// Nobody is there: the centre, the time, what is new today.
    Attract,
    /// Fields or services to choose from.
    Choosing {
        /// Whose services; none on the first level.
        field: Option<FieldId>,
        /// From 0; the view shows the last one where there are fewer.
        page: usize,
    },
    /// Services found by their names.
    Searching {
        /// As typed.
        query: String,
    },
    /// The one service that a scanned dossier leads to.
    Led {
        /// Which.
        service: ServiceId,
    },
    /// The appointment that was scanned.
    Appointment(Box<ScannedAppointment>),
    /// The priority classes.
    Classes,
    /// A scanned identity card suggests a class.
    Suggested {
        /// Which.
        class: PriorityClassId,
    },
    /// What can be scanned.
    ScanHelp,
    /// The languages.
    Languages,
    /// The visitor's own slip was scanned: where it stands.
    Own {
        /// The ticket as it stood then.
        ticket: Box<TicketInfo>,
        /// Whether the visitor is being asked if the number is to be given up.
        is_cancelling: bool,
    },
    /// Something has been asked of the hub and not been answered yet.
    Asking {
        /// The request under way.
        id: RequestId,
        /// What for.
        wish: Wish,
        /// When the visitor is told that no answer comes, if the line is up.
        until: Timestamp,
    },
    /// The number.
    Taken {
        /// The ticket as the hub gave it.
        ticket: Box<TicketInfo>,
        /// What became of its slip.
        slip: Slip,
        /// When the screen is free again; only a touch ends it without.
        until: Option<Timestamp>,
    },
    /// A number that the kiosk has given by itself.
    Given {
        /// As it is on the kiosk's disk.
        number: Box<OfflineNumber>,
        /// What became of its slip.
        slip: Slip,
        /// When the screen is free again; only a touch ends it without.
        until: Option<Timestamp>,
    },
    /// A few words.
    Told {
        /// Which.
        told: Told,
        /// When the screen is free again.
        until: Timestamp,
    },
    /// Staff look after the kiosk.
    Staff(StaffPage),
}

impl Screen {
    /// What every visitor chooses from first.
    pub const HOME: Self = Self::Choosing { field: None, page: 0 };
}

/// What has been asked of the hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// A number for this service.
    Number(ServiceId),
    /// To give up this ticket.
    Cancel(TicketId),
    /// The slip of this ticket once more.
    Reprint(TicketId),
}

/// What became of a number's slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// It is coming out.
    Printing,
    /// There is no printer that could print one, as was said before.
    None,
    /// It was begun, and did not come out.
    Failed,
}

/// What a visitor is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// The hub said no.
    Refused(RefusalText),
    /// The hub said nothing. If it still does while this is shown, that counts.
    NoAnswer(RequestId),
    /// The kiosk can give no number by itself.
    NoNumber(NoNumber),
    /// The number has been given up.
    Cancelled,
    /// The slip is coming out once more.
    Reprinted,
    /// What was scanned leads to nothing.
    Scanned(ScanProblem),
}

/// Why a scan leads to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanProblem {
    /// An identity card that contradicts itself.
    UnreadableCard,
    /// A dossier that the centre names no service for.
    DossierNowhere,
    /// A slip of another day.
    OldSlip,
    /// An appointment that the hub does not know.
    Appointment,
    /// Nothing that is known here.
    Nothing,
}
