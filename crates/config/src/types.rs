//! What a centre's file says, checked.

mod boards;
mod keypads;
mod kiosks;
mod leds;
mod printers;
mod scanners;

use std::collections::BTreeMap;
use std::path::PathBuf;

use goiso_domain::{
    AppointmentRules, Calendar, CalendarId, CallsWhom, Help, OfficeRules, PersonLimits, PriorityRule, Series,
    SeriesId, ServiceOrder,
};
use goiso_model::{CounterNumber, FieldId, Language, LocalText, OutcomeId, PriorityClassId, ServiceId};
use jiff::civil::Time;

pub use boards::{AccentConfig, BoardConfig, BoardLayoutConfig, ReadingConfig, SentenceConfig, VoiceConfig};
pub use keypads::{KeypadConfig, KeypadKind};
pub use kiosks::{EmergencyConfig, GuidanceConfig, KioskConfig, KioskLevels};
pub use leds::{
    LedArrow, LedBusConfig, LedBusKind, LedClosed, LedConfig, LedModelConfig, LedProtocol, LedRegisters,
};
pub use printers::{PrinterConfig, PrinterKind, PrinterModelChoice, SlipLayoutChoice};
pub use scanners::{DossierServiceConfig, ScannerConfig, ScannerKind, ScannerPlace};

/// A centre's file. Every reference in it leads somewhere, every name is unique where it must be.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The centre itself.
    pub centre: CentreConfig,
    /// What is limited.
    pub limits: LimitsConfig,
    /// What becomes of those who go away, and of those who wait when the day ends.
    pub office: OfficeRules,
    /// How the priority classes share the calls.
    pub priority: PriorityConfig,
    /// The priority classes, in the order of the kiosk.
    pub classes: Vec<ClassConfig>,
    /// How a service can end, the usual way first; none where the centre has settled nothing.
    pub outcomes: Vec<OutcomeConfig>,
    /// When services give numbers.
    pub calendars: BTreeMap<CalendarId, Calendar>,
    /// All number series: the shared ones, and each service's own under the service's id.
    pub series: BTreeMap<SeriesId, Series>,
    /// Groups of services, in the order of the kiosk; empty for a single level.
    pub fields: Vec<FieldConfig>,
    /// The services, in the order of the kiosk.
    pub services: Vec<ServiceConfig>,
    /// The counters, by number.
    pub counters: Vec<CounterConfig>,
    /// The kiosks.
    pub kiosks: Vec<KioskConfig>,
    /// The hall boards.
    pub boards: Vec<BoardConfig>,
    /// How boards with a sound zone speak.
    pub voice: VoiceConfig,
    /// The printers.
    pub printers: Vec<PrinterConfig>,
    /// The buses of the LED displays over the counters.
    pub led_buses: Vec<LedBusConfig>,
    /// The kinds of LED displays.
    pub led_models: Vec<LedModelConfig>,
    /// The keypads at the counters.
    pub keypads: Vec<KeypadConfig>,
    /// The code scanners.
    pub scanners: Vec<ScannerConfig>,
    /// Where scanned dossiers lead to.
    pub dossier_services: Vec<DossierServiceConfig>,
}

/// The centre itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CentreConfig {
    /// "Trung tâm Phục vụ hành chính công".
    pub name: LocalText,
    /// The unit above it: "UBND xã Tân Cương"; possibly empty.
    pub unit: LocalText,
    /// A line under the name, possibly empty.
    pub slogan: LocalText,
    /// A telephone number to call for help, possibly empty.
    pub hotline: String,
    /// The main colour as `#RRGGBB`, readable under white text; absent for the default red.
    pub colour: Option<String>,
    /// The argon2id hash of the PIN that opens the kiosks' staff corner; empty where it stays shut.
    pub staff_pin: String,
    /// Where telephones reach the hub, without a path; absent for the address it listens on.
    pub public_url: Option<String>,
    /// The zone of all times, an IANA name that is known here.
    pub zone: String,
    /// The languages that visitors may choose, the first one first; never empty.
    pub languages: Vec<Language>,
    /// When a business day begins and the numbers start anew.
    pub day_starts_at: Time,
    /// Lines for kiosks and boards.
    pub notices: Vec<LocalText>,
}

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitsConfig {
    /// How often a number is called before the visitor counts as absent.
    pub calls_max: u32,
    /// The most tickets that may wait at one time.
    pub waiting_max: u32,
    /// How long a counter waits for an official whose terminal is lost, in minutes.
    pub free_counter_minutes: u32,
    /// How many numbers one person may have.
    pub persons: PersonLimits,
}

/// How the priority classes share the calls of a counter with everybody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriorityConfig {
    /// The rule.
    pub rule: PriorityRule,
    /// Whoever has waited this long comes first.
    pub max_wait_minutes: u32,
}

/// A priority class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassConfig {
    /// Its id, e.g. `nct`.
    pub id: PriorityClassId,
    /// Its name.
    pub name: LocalText,
    /// A Material Symbols name, e.g. `elderly`; empty for none.
    pub icon: String,
    /// Among classes, the lower rank goes first.
    pub rank: u8,
    /// Suggested to whoever scans an identity card and is so old, in years.
    pub from_age: Option<u8>,
}

/// A way in which a service can end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeConfig {
    /// Its id, e.g. `received`.
    pub id: OutcomeId,
    /// As officials read it.
    pub name: LocalText,
}

/// A group of services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldConfig {
    /// Its id.
    pub id: FieldId,
    /// Its name.
    pub name: LocalText,
    /// A Material Symbols name; empty for none.
    pub icon: String,
}

/// A service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceConfig {
    /// Its id.
    pub id: ServiceId,
    /// The letter or short sign in its tile.
    pub sign: String,
    /// Its name.
    pub name: LocalText,
    /// A few words on what it covers, possibly empty.
    pub description: LocalText,
    /// A Material Symbols name; empty for none.
    pub icon: String,
    /// Its field, with two levels.
    pub field: Option<FieldId>,
    /// The series its numbers come from; its own has its own id.
    pub series: SeriesId,
    /// When it gives numbers; always, if none.
    pub calendar: Option<CalendarId>,
    /// The most numbers a day; no limit, if none.
    pub daily_max: Option<u32>,
    /// The time a visit usually takes.
    pub usual_minutes: u32,
    /// When counters serve it, where that is not while it gives numbers.
    pub hours: Option<CalendarId>,
    /// The most people that one number may be for; one, if none.
    pub group_max: Option<u32>,
    /// How times are promised; none are, if none.
    pub appointments: Option<AppointmentRules>,
}

/// A counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CounterConfig {
    /// The number on its sign.
    pub number: CounterNumber,
    /// Its own name, possibly empty.
    pub name: LocalText,
    /// Who sits there, possibly empty: "Sở Tư pháp".
    pub agency: LocalText,
    /// Where it is, possibly empty: "Tầng 1, khu A".
    pub place: LocalText,
    /// What it serves, in order; never empty.
    pub services: Vec<ServiceId>,
    /// Which of them comes first.
    pub order: ServiceOrder,
    /// Whom it calls.
    pub calls: CallsWhom,
    /// Where it helps.
    pub helps: Vec<Help>,
    /// Whether it can be reached in a wheelchair.
    pub is_accessible: bool,
    /// The display over it.
    pub led: Option<LedConfig>,
}

/// A serial port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SerialConfig {
    /// E.g. `/dev/serial/by-id/…`.
    pub path: PathBuf,
    /// Bits a second.
    pub baud: u32,
}
