//! What holds for each screen, in one place: how it ends by itself, where "back" leads, and what may interrupt it.
//! A new screen is thought of here first.

use jiff::{SignedDuration, Timestamp};

use super::time::{ANSWER_MAX, IDLE_MAX, STAFF_IDLE_MAX, TOLD_SHOWN, shown};
use super::{Screen, Slip, StaffPage};

/// What holds for a screen, whatever the hall and the visitor do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) end: End,
    pub(crate) back: Back,
    pub(crate) scans: Scans,
    pub(crate) part: Part,
    pub(crate) typing: Typing,
}

/// What ends a screen if nobody touches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// Nothing does.
    Never,
    /// So long without a touch, and whoever stands there is asked before.
    Unless(SignedDuration),
    /// So long without a touch.
    Idle(SignedDuration),
    /// It has been seen by then, and the next visitor finds the first screen.
    Seen(Timestamp),
    /// By then the hub should have answered; while the line is down, nobody can, and the visitor leaves one day.
    Answered(Timestamp),
}

/// Where one step back leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Back {
    /// Nowhere.
    Stays,
    /// To the first choice, with all that the visitor has said so far.
    Choice,
    /// From the first choice: a claimed class is dropped.
    Unclaimed,
    /// From the question whether a number is to be given up: it is kept.
    Kept,
    /// To the first choice, as the next visitor finds it.
    Home,
}

/// Whether a scan is taken note of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scans {
    /// It leads on from here.
    Lead,
    /// Not while somebody else's number is under way or must be seen.
    Wait,
}

/// Which part of a visit it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Before a touch that asks for a number: what stands in its way is said here.
    Asking,
    /// Something that leads there; without the hub it leads nowhere.
    Preparing,
    /// What was asked for: it is to be seen, whatever the hall does.
    Answer,
    /// Not a visitor's.
    Staff,
}

/// What letters and digits of a keyboard are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Typing {
    /// Nothing.
    Nothing,
    /// The name of a service.
    Query,
    /// The staff's PIN.
    Pin,
    /// A ticket's number, for staff.
    Number,
}

/// What the visitor is in the middle of: it goes after a while, and leads back to the first choice.
const CHOICE: Facts = Facts {
    end: End::Unless(IDLE_MAX),
    back: Back::Choice,
    scans: Scans::Lead,
    part: Part::Preparing,
    typing: Typing::Nothing,
};
/// What the visitor has to see.
const ANSWER: Facts = Facts { end: End::Never, back: Back::Home, part: Part::Answer, ..CHOICE };

impl Screen {
    /// What holds for it.
    pub(crate) fn facts(&self) -> Facts {
        match self {
            Self::Attract => Facts { end: End::Never, back: Back::Stays, part: Part::Asking, ..CHOICE },
            Self::Choosing { field, .. } => {
                let back = if field.is_some() { Back::Choice } else { Back::Unclaimed };
                Facts { back, part: Part::Asking, typing: Typing::Query, ..CHOICE }
            }
            Self::Searching { .. } => Facts { part: Part::Asking, typing: Typing::Query, ..CHOICE },
            Self::Led { .. } | Self::Appointment(_) => Facts { part: Part::Asking, ..CHOICE },
            Self::Classes | Self::Suggested { .. } | Self::ScanHelp | Self::Languages => CHOICE,
            Self::Own { is_cancelling, .. } => {
                let back = if *is_cancelling { Back::Kept } else { Back::Home };
                Facts { end: End::Unless(IDLE_MAX), back, ..ANSWER }
            }
            Self::Asking { until, .. } => {
                Facts { end: End::Answered(*until), back: Back::Stays, scans: Scans::Wait, ..ANSWER }
            }
            Self::Taken { slip, until, .. } => {
                let scans = match slip {
                    Slip::Printing => Scans::Lead,
                    Slip::None | Slip::Failed => Scans::Wait,
                };
                Facts { end: until.map_or(End::Never, End::Seen), scans, ..ANSWER }
            }
            Self::Given { until, .. } => {
                Facts { end: until.map_or(End::Never, End::Seen), scans: Scans::Wait, ..ANSWER }
            }
            Self::Told { until, .. } => Facts { end: End::Seen(*until), ..ANSWER },
            Self::Staff(page) => {
                let typing = match page {
                    StaffPage::Pin { .. } => Typing::Pin,
                    StaffPage::Reprint { .. } => Typing::Number,
                    StaffPage::Home | StaffPage::ScreenTest(_) | StaffPage::Restart => Typing::Nothing,
                };
                let end = End::Idle(STAFF_IDLE_MAX);
                Facts { end, back: Back::Home, scans: Scans::Wait, part: Part::Staff, typing }
            }
        }
    }

    /// Its own deadline, where it has one, and how long after its beginning that is.
    pub(super) fn until_mut(&mut self) -> Option<(&mut Timestamp, SignedDuration)> {
        match self {
            Self::Asking { until, .. } => Some((until, ANSWER_MAX)),
            Self::Taken { slip, until, .. } | Self::Given { slip, until, .. } => {
                until.as_mut().map(|until| (until, shown(*slip)))
            }
            Self::Told { until, .. } => Some((until, TOLD_SHOWN)),
            Self::Attract
            | Self::Choosing { .. }
            | Self::Searching { .. }
            | Self::Led { .. }
            | Self::Appointment(_)
            | Self::Classes
            | Self::Suggested { .. }
            | Self::ScanHelp
            | Self::Languages
            | Self::Own { .. }
            | Self::Staff(_) => None,
        }
    }
}
