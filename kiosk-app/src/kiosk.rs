//! The screen as a value.

mod asking;
mod comfort;
mod emergency;
mod facts;
mod guide;
mod hall;
mod languages;
mod scans;
mod screen;
mod search;
mod slip;
mod staff;
mod time;

use goiso_client::{LinkEvent, RequestIds};
use goiso_model::{FieldId, Language, PriorityClassId, ServiceId};
use goiso_protocol::{
    ErrorCode, IssuingState, KioskService, KioskView, PrinterCondition, StandInPrinter, TicketInfo,
    TicketStage, ToHub, View,
};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

pub use comfort::{Comfort, Contrast, Letters, Reach};
pub use emergency::{AwayOffer, EmergencyStock, EmergencyWish};
use facts::Back;
pub(crate) use facts::{End, Part, Typing};
use guide::Guide;
pub use guide::{
    Aloud, GuideAction, IDLE_SPOKEN_MAX, SoundCard, Speech, VOLUME_MAX, VOLUME_MIN, VOLUME_STEP,
};
pub use hall::{AWAY_AFTER, HallState, Opening};
pub use screen::{Action, Key, ScanProblem, Screen, Slip, Told, Wish};
pub use search::found;
use staff::Staff;
pub use staff::{
    GIVEN_KEPT, LastTry, Reprinting, SHUT_FOR, StaffAction, StaffPage, StaffPin, TEST_STEPS, WRONG_PINS_MAX,
};
pub(crate) use time::shown;
pub use time::{
    ANSWER_MAX, AWAY_ASKING_MAX, IDLE_MAX, NO_SLIP_SHOWN, STAFF_IDLE_MAX, TAKEN_SHOWN, TOLD_SHOWN,
    WARNED_BEFORE,
};

/// Vietnam's clock, for a zone name that this computer does not know.
const OFFSET_ELSE: Offset = jiff::tz::offset(7);

/// How the line to the hub is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// Not once up yet.
    Connecting,
    /// Up.
    Up,
    /// Lost.
    Down {
        /// Since when.
        since: Timestamp,
    },
    /// The hub does not want this device.
    NotAccepted(ErrorCode),
}

/// The kiosk's screen.
#[derive(Debug, Clone)]
pub struct Kiosk {
    first_language: Language,
    /// All that there are texts for.
    known_languages: Vec<(Language, String)>,
    languages: Vec<(Language, String)>,
    language: Language,
    comfort: Comfort,
    link: LinkState,
    view: Option<KioskView>,
    zone: TimeZone,
    screen: Screen,
    class: Option<PriorityClassId>,
    /// The scan of the identity card that the visitor has shown, by its sequence.
    card: Option<u64>,
    /// The last scan that was taken note of.
    seen_scan: u64,
    touched_at: Timestamp,
    request_ids: RequestIds,
    staff: Staff,
    guide: Guide,
    stock: EmergencyStock,
    emergency_wish: Option<EmergencyWish>,
    /// The last view of an earlier start.
    remembered: Option<KioskView>,
    /// The printer that the number shown is printed at, if it is not the kiosk's own.
    printed_at: Option<StandInPrinter>,
}

impl Kiosk {
    /// A kiosk that starts, and returns to, `first_language` and offers `languages` (with their own names).
    pub fn new(
        first_language: Language,
        languages: Vec<(Language, String)>,
        request_ids: RequestIds,
        now: Timestamp,
    ) -> Self {
        Self {
            language: first_language.clone(),
            first_language,
            known_languages: languages.clone(),
            languages,
            comfort: Comfort::default(),
            link: LinkState::Connecting,
            view: None,
            zone: TimeZone::fixed(OFFSET_ELSE),
            screen: Screen::Attract,
            class: None,
            card: None,
            seen_scan: 0,
            touched_at: now,
            request_ids,
            staff: Staff::default(),
            guide: Guide::default(),
            stock: EmergencyStock::default(),
            emergency_wish: None,
            remembered: None,
            printed_at: None,
        }
    }

    /// Does what a touch asks for, if the screen offers it now; the answer is what to send to the hub.
    pub fn handle(&mut self, action: Action, now: Timestamp) -> Option<ToHub> {
        self.tick(now);
        self.touched_at = now;
        self.guide.begin();
        match action {
            Action::ChooseService(service) => return self.issue(service, now),
            Action::Cancel(ticket) => return self.cancel(ticket, now),
            Action::Reprint(ticket) => return self.reprint(ticket, now),
            Action::CheckIn(code) => return self.check_in(code, now),
            Action::Staff(action) => return self.staff_does(&action, now),
            Action::OpenStaff => self.open_staff(now),
            Action::Begin => {
                if self.screen == Screen::Attract {
                    self.screen = Screen::HOME;
                }
            }
            Action::Stay => self.stay(now),
            Action::ChooseField(field) => self.open_field(field),
            Action::ShowPage(to) => {
                if let Screen::Choosing { page, .. } = &mut self.screen {
                    *page = to;
                }
            }
            Action::Search => self.go_from_choosing(Screen::Searching { query: String::new() }),
            Action::Type(key) => self.type_key(key),
            Action::AskPriority => self.go_from_choosing(Screen::Classes),
            Action::AskScan => self.go_from_choosing(Screen::ScanHelp),
            Action::AskLanguage => self.ask_language(),
            Action::ChooseClass(class) => self.choose_class(class),
            Action::DropClass => self.drop_class(),
            Action::AskCancel => {
                if let Screen::Own { is_cancelling, .. } = &mut self.screen {
                    *is_cancelling = true;
                }
            }
            Action::Back => self.back(now),
            Action::Done => {
                if matches!(
                    self.screen,
                    Screen::Taken { .. } | Screen::Given { .. } | Screen::Told { .. } | Screen::Own { .. }
                ) {
                    self.go_home();
                }
            }
            Action::TakeEmergency => self.give_up_waiting(now),
            Action::Speak(language) => self.speak(language, now),
            Action::Adjust(comfort) => self.comfort = comfort,
            Action::Guide(action) => self.guide_does(action),
        }
        None
    }

    /// Takes what the link tells.
    pub fn take(&mut self, event: LinkEvent, now: Timestamp) {
        self.tick(now);
        match event {
            LinkEvent::Up => {
                self.link = LinkState::Up;
                // The request has just been sent again, so the hub's time to answer begins anew.
                if let Screen::Asking { until, .. } = &mut self.screen {
                    *until = now + ANSWER_MAX;
                }
            }
            LinkEvent::Down { since } => self.link = LinkState::Down { since },
            LinkEvent::NotAccepted { code, message: _ } => self.link = LinkState::NotAccepted(code),
            LinkEvent::View(view) => match *view {
                View::Kiosk(view) => self.show(view, now),
                View::Counter(_)
                | View::Board(_)
                | View::Desk(_)
                | View::Assistant(_)
                | View::Supervisor(_)
                | View::Unknown => {}
            },
            LinkEvent::Port { .. } => tracing::debug!("an order for an agent"),
            LinkEvent::Answer { id, answer } => self.answered(&id, answer, now),
        }
    }

    fn show(&mut self, view: KioskView, now: Timestamp) {
        if self.view.as_ref().is_none_or(|old| old.centre.zone != view.centre.zone) {
            self.zone = TimeZone::get(&view.centre.zone).unwrap_or(TimeZone::fixed(OFFSET_ELSE));
        }
        let has_field = |id: &FieldId| view.fields.iter().any(|field| field.id == *id);
        let has_service = |id: &ServiceId| view.services.iter().any(|service| service.id == *id);
        let has_class = |id: &PriorityClassId| view.classes.iter().any(|class| class.id == *id);
        let is_lost = match &self.screen {
            Screen::Choosing { field: Some(id), .. } => !has_field(id),
            Screen::Led { service } => !has_service(service),
            Screen::Appointment(appointment) => !has_service(&appointment.service),
            Screen::Suggested { class } => !has_class(class),
            Screen::ScanHelp => !view.can_scan(),
            Screen::Choosing { field: None, .. }
            | Screen::Attract
            | Screen::Searching { .. }
            | Screen::Classes
            | Screen::Languages
            | Screen::Own { .. }
            | Screen::Asking { .. }
            | Screen::Taken { .. }
            | Screen::Given { .. }
            | Screen::Told { .. }
            | Screen::Staff(_) => false,
        };
        if is_lost {
            self.screen = Screen::HOME;
        }
        if self.class.as_ref().is_some_and(|id| !has_class(id)) {
            self.class = None;
        }
        self.offer_languages(&view.setup.languages);
        self.guide.set_up(view.setup.guidance);
        self.staff.set_up(view.setup.has_staff_corner, &view.setup.staff_pin);
        if let Screen::Taken { ticket, slip: slip @ Slip::Printing, until } = &mut self.screen
            && view.slips.iter().any(|trouble| trouble.ticket == ticket.ticket)
        {
            // The number is on no paper that the visitor can take along: it stays until it has been seen.
            (*slip, *until) = (Slip::Failed, None);
        }
        let scanned = view.scanned.clone();
        self.view = Some(view);
        if let Some(scanned) = scanned {
            self.take_scan(&scanned, now);
        }
    }

    fn open_field(&mut self, field: FieldId) {
        let is_known = self.view.as_ref().is_some_and(|view| view.fields.iter().any(|f| f.id == field));
        if is_known && self.is_choosing() {
            self.screen = Screen::Choosing { field: Some(field), page: 0 };
        }
    }

    fn go_from_choosing(&mut self, screen: Screen) {
        if matches!(self.screen, Screen::Choosing { .. } | Screen::Led { .. }) {
            self.screen = screen;
        }
    }

    fn choose_class(&mut self, class: PriorityClassId) {
        if matches!(self.screen, Screen::Classes | Screen::Suggested { .. }) {
            self.class = Some(class);
            self.screen = Screen::HOME;
        }
    }

    fn drop_class(&mut self) {
        self.class = None;
        if matches!(self.screen, Screen::Suggested { .. }) {
            self.screen = Screen::HOME;
        }
    }

    fn type_key(&mut self, key: Key) {
        if matches!(self.screen, Screen::Choosing { .. }) {
            self.screen = Screen::Searching { query: String::new() };
        }
        let Screen::Searching { query } = &mut self.screen else { return };
        match key {
            Key::Char(letter) => {
                let is_room = query.chars().count() < search::QUERY_CHARS_MAX;
                let is_wanted = letter.is_alphanumeric() || (letter == ' ' && !query.is_empty());
                if is_room && is_wanted {
                    query.extend(letter.to_lowercase());
                }
            }
            Key::Erase => {
                query.pop();
            }
            Key::Clear => query.clear(),
        }
    }

    fn back(&mut self, now: Timestamp) {
        match self.screen.facts().back {
            // Whoever waits for a hub that is away may leave; the wish is taken back.
            Back::Stays => {
                let is_waiting = matches!(self.screen, Screen::Asking { .. });
                if is_waiting && self.hall_state(now) == HallState::HubAway {
                    self.go_home();
                }
            }
            Back::Choice => self.screen = Screen::HOME,
            Back::Unclaimed => self.class = None,
            Back::Kept => {
                if let Screen::Own { is_cancelling, .. } = &mut self.screen {
                    *is_cancelling = false;
                }
            }
            Back::Home => self.go_home(),
        }
    }

    /// The next visitor finds what every visitor chooses from first, as if nobody had been there before.
    fn go_home(&mut self) {
        self.screen = Screen::HOME;
        self.class = None;
        self.card = None;
        self.language = self.first_language.clone();
        self.comfort = Comfort::default();
        self.guide.reset();
    }

    fn open_staff(&mut self, now: Timestamp) {
        let is_free = matches!(self.screen, Screen::Attract | Screen::Choosing { .. });
        if is_free && self.staff.has_corner() {
            self.screen = Screen::Staff(self.staff.first_page(now));
        }
    }

    fn is_choosing(&self) -> bool {
        matches!(self.screen, Screen::Choosing { .. })
    }
}

/// Whether a visitor may give a number up: not once it has been called.
pub(crate) fn may_be_given_up(stage: TicketStage) -> bool {
    match stage {
        TicketStage::Waiting | TicketStage::Absent => true,
        TicketStage::Called
        | TicketStage::Serving
        | TicketStage::Done
        | TicketStage::Cancelled
        | TicketStage::Held
        | TicketStage::PutOff
        | TicketStage::Unknown => false,
    }
}

/// So long after its number was given, a visitor may ask for a slip once more; the hub says the same.
const REPRINT_WITHIN: SignedDuration = SignedDuration::from_mins(10);

/// What the view asks.
impl Kiosk {
    /// Whether the visitor may ask for this slip once more.
    pub(crate) fn may_be_reprinted(&self, ticket: &TicketInfo, now: Timestamp) -> bool {
        let is_over =
            matches!(ticket.stage, TicketStage::Done | TicketStage::Cancelled | TicketStage::Unknown);
        let prints = self.view.as_ref().is_some_and(|view| match view.printer {
            PrinterCondition::Ready | PrinterCondition::PaperLow => true,
            PrinterCondition::NoPaper
            | PrinterCondition::Fault
            | PrinterCondition::Absent
            | PrinterCondition::Unknown => false,
        });
        let is_soon = now <= ticket.issued_at + REPRINT_WITHIN;
        self.link == LinkState::Up && prints && is_soon && !is_over
    }

    /// What is on the screen.
    pub fn screen(&self) -> &Screen {
        &self.screen
    }

    /// How the line is.
    pub fn link(&self) -> LinkState {
        self.link
    }

    /// The last view, if there has been one.
    pub fn view(&self) -> Option<&KioskView> {
        self.view.as_ref()
    }

    /// The language spoken now.
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// The languages offered, each with its own name.
    pub fn languages(&self) -> &[(Language, String)] {
        &self.languages
    }

    /// How the visitor wants the screen.
    pub fn comfort(&self) -> Comfort {
        self.comfort
    }

    /// The priority class that the visitor claims.
    pub fn class(&self) -> Option<&PriorityClassId> {
        self.class.as_ref()
    }

    /// Whether the visitor has shown an identity card.
    pub fn has_card(&self) -> bool {
        self.card.is_some()
    }

    /// The zone that times are shown in.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Where the slip of the number shown comes out, if not at the kiosk itself.
    pub fn printed_at(&self) -> Option<&StandInPrinter> {
        self.printed_at.as_ref()
    }

    /// The last numbers that were given here, for staff; the newest first.
    pub fn last_tickets(&self) -> &[goiso_protocol::TicketInfo] {
        self.staff.given()
    }

    /// Whether staff want the program to be started anew.
    pub fn wants_restart(&self) -> bool {
        self.staff.wants_restart
    }

    /// Whether the hub is there and gives numbers.
    pub fn can_issue(&self) -> bool {
        self.link == LinkState::Up
            && self.view.as_ref().is_some_and(|view| view.issuing == IssuingState::Ready)
    }

    /// Whether the hall gives numbers at `now`, and why not. Before the first view it is ready: the line is told.
    pub fn hall_state(&self, now: Timestamp) -> HallState {
        match self.link {
            LinkState::Down { since } if since + AWAY_AFTER <= now => HallState::HubAway,
            LinkState::Down { .. } | LinkState::Connecting | LinkState::Up | LinkState::NotAccepted(_) => {
                self.view.as_ref().map_or(HallState::Ready, HallState::of)
            }
        }
    }

    /// A service of the last view.
    pub fn service(&self, id: &ServiceId) -> Option<&KioskService> {
        self.view.as_ref()?.services.iter().find(|service| service.id == *id)
    }
}
