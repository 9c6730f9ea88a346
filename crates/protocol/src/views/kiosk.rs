//! What a kiosk shows.

use goiso_model::{CounterNumber, FieldId, Language, LocalText, PriorityClassId, ServiceId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Accent, Centre, IssuingState, Lending, Scanned, SlipTrouble, StandInPrinter};

/// What a kiosk shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KioskView {
    /// Head of the screen.
    pub centre: Centre,
    /// Groups of services in order; empty for a single level.
    pub fields: Vec<FieldInfo>,
    /// The services this kiosk offers, in order.
    pub services: Vec<KioskService>,
    /// The priority classes a visitor may claim.
    pub classes: Vec<ClassInfo>,
    /// The printer of this kiosk's slips: its own, or the one that stands in for it.
    pub printer: PrinterCondition,
    /// Where slips come out now, if not at the kiosk's own printer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stand_in: Option<StandInPrinter>,
    /// Slips of this kiosk's newest tickets that are not known to be on paper, the newest first; at most
    /// [`SlipTrouble::TOLD_MAX`]. A kiosk that still shows such a ticket keeps its number on the screen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slips: Vec<SlipTrouble>,
    /// Whether the hub can give numbers at all.
    pub issuing: IssuingState,
    /// Notices of the day.
    pub notices: Vec<LocalText>,
    /// How this kiosk is set up.
    #[serde(default, skip_serializing_if = "KioskSetup::is_plain")]
    pub setup: KioskSetup,
    /// Whether the scanner at this kiosk is gone: then nobody is asked to scan anything.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_scanner_gone: bool,
    /// What the scanner at this kiosk has just read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scanned: Option<Scanned>,
    /// What it is lent for the time when the hub is away; absent if nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lending: Option<Lending>,
}

impl KioskView {
    /// Whether a code can be scanned at it now.
    pub fn can_scan(&self) -> bool {
        self.setup.has_scanner && !self.is_scanner_gone
    }
}

/// How a kiosk is set up, from the configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KioskSetup {
    /// The diagonal of its screen in inches, by which targets are made large enough for a finger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub screen_inches: Option<u32>,
    /// Whether a code scanner is at it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub has_scanner: bool,
    /// The languages the centre offers, the first one first; empty for all that the kiosk knows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<Language>,
    /// Whether a PIN opens its staff corner: [`crate::ToHub::OpenCorner`].
    #[serde(default, skip_serializing_if = "is_false")]
    pub has_staff_corner: bool,
    /// What opened the staff corner with an older hub: the argon2id hash of the PIN. A newer one keeps it to itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub staff_pin: String,
    /// How it says aloud what its screens are about; absent where it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guidance: Option<Guidance>,
}

/// How a kiosk says aloud what its screens are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guidance {
    /// To whom.
    pub when: GuidanceWhen,
    /// Whose words Vietnamese numbers are in, and whose voice it is.
    #[serde(default)]
    pub accent: Accent,
    /// How loud it begins with each visitor, in percent.
    pub volume: u8,
}

/// To whom a kiosk speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GuidanceWhen {
    /// To whoever asks for it.
    OnRequest,
    /// To everybody, from the first touch on.
    Always,
    /// A word of a newer hub: treated as on request.
    #[serde(other)]
    Unknown,
}

impl KioskSetup {
    /// Whether nothing is set up.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

/// A group of services.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldInfo {
    /// Its id.
    pub id: FieldId,
    /// Its name.
    pub name: LocalText,
    /// A Material Symbols name, e.g. `gavel`; empty for none.
    pub icon: String,
}

/// A service as the kiosk offers it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KioskService {
    /// Its id.
    pub id: ServiceId,
    /// The letter or short sign in its tile, e.g. `A`.
    pub sign: String,
    /// Its name.
    pub name: LocalText,
    /// A few words on what it covers, possibly empty.
    pub description: LocalText,
    /// Its field, with two levels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<FieldId>,
    /// People waiting for it now.
    pub n_waiting: u32,
    /// How long somebody who comes now will probably wait; absent when it cannot be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<WaitRange>,
    /// Whether it gives numbers.
    pub state: ServiceState,
    /// Counters that serve it.
    pub counters: Vec<CounterNumber>,
    /// When it gives numbers today, in order; empty if never, or if always.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hours_today: Vec<OpenHours>,
    /// How many numbers are left of today's; absent without a limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n_left: Option<u32>,
    /// How many numbers it has given today: what is chosen often is offered first.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub n_given: u32,
}

/// A stretch of a day, up to, not including, its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenHours {
    /// When it begins.
    pub from: Timestamp,
    /// When it ends.
    pub until: Timestamp,
}

/// A wait in whole minutes, both ends included. `0–0` means "right away".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitRange {
    /// At least.
    pub min_minutes: u32,
    /// At most.
    pub max_minutes: u32,
}

/// Whether a service gives numbers now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ServiceState {
    /// It does.
    Open,
    /// Outside its hours.
    Closed {
        /// When it next gives numbers, if that is within the coming days.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        opens_at: Option<Timestamp>,
    },
    /// All of today's numbers have been given.
    Full,
    /// Stopped for a while.
    Paused,
    /// A state of a newer hub: treated as closed.
    #[serde(other)]
    Unknown,
}

/// A priority class a visitor may claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassInfo {
    /// Its id, e.g. `nct`.
    pub id: PriorityClassId,
    /// "Người cao tuổi (từ 60 tuổi)".
    pub name: LocalText,
    /// A Material Symbols name, e.g. `elderly`; empty for none.
    pub icon: String,
}

/// A kiosk's printer in the visitor's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrinterCondition {
    /// Slips come out.
    Ready,
    /// Slips come out; somebody should bring a roll.
    PaperLow,
    /// No paper: the number is shown on the screen only.
    NoPaper,
    /// Any other fault: as above.
    Fault,
    /// This kiosk has no printer.
    Absent,
    /// A condition of a newer hub: treated as a fault.
    #[serde(other)]
    Unknown,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_zero(n: &u32) -> bool {
    *n == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}
