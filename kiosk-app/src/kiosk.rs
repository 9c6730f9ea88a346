//! The screen as a value.

use goiso_client::{LinkEvent, RequestIds};
use goiso_model::{FieldId, Language, PriorityClassId, RequestId, ServiceId};
use goiso_protocol::{
    Answer, ErrorCode, IssuingState, KioskView, RefusalText, Request, ServiceState, TicketInfo, ToHub, View,
};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// How long a number is shown before the screen is free for the next visitor.
pub const TAKEN_SHOWN: SignedDuration = SignedDuration::from_secs(15);
/// How long a refusal is shown.
pub const TOLD_SHOWN: SignedDuration = SignedDuration::from_secs(10);
/// Without a touch for so long the visitor has left, and the next one finds the start screen.
pub const IDLE_MAX: SignedDuration = SignedDuration::from_secs(30);
/// How long a hub that is there may take to answer; a commit takes milliseconds.
pub const ANSWER_MAX: SignedDuration = SignedDuration::from_secs(20);
/// Vietnam's clock, for a zone name that this computer does not know.
const OFFSET_ELSE: Offset = jiff::tz::offset(7);

/// The size of the letters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Letters {
    /// As designed.
    #[default]
    Normal,
    /// Larger wherever there is room.
    Large,
}

/// What a touch asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Show the services of a field.
    ChooseField(FieldId),
    /// Take a number for a service.
    ChooseService(ServiceId),
    /// Show the priority classes.
    AskPriority,
    /// Claim a priority class, then choose a service.
    ChooseClass(PriorityClassId),
    /// Claim none after all.
    DropClass,
    /// One screen back.
    Back,
    /// The visitor has seen the number or the refusal.
    Done,
    /// Speak another language.
    Speak(Language),
    /// Larger or normal letters.
    Set(Letters),
}

/// What is on the screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Screen {
    /// Fields or services to choose from.
    Choosing {
        /// Whose services; none on the first level.
        field: Option<FieldId>,
    },
    /// The priority classes.
    Classes,
    /// A number has been asked for and not been given yet.
    Issuing {
        /// The request under way.
        id: RequestId,
        /// For which service.
        service: ServiceId,
        /// When the visitor is told that no answer comes, if the line is up.
        until: Timestamp,
    },
    /// The number.
    Taken {
        /// The ticket as the hub gave it.
        ticket: Box<TicketInfo>,
        /// When the screen is free again.
        until: Timestamp,
    },
    /// No number.
    Told {
        /// Why not.
        told: Told,
        /// When the screen is free again.
        until: Timestamp,
    },
}

/// Why there is no number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// The hub said no.
    Refused(RefusalText),
    /// The hub said nothing. If it still does while this is shown, that counts.
    NoAnswer(RequestId),
}

/// How the line to the hub is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// Not once up yet.
    Connecting,
    /// Up.
    Up,
    /// Lost.
    Down,
    /// The hub does not want this device.
    NotAccepted(ErrorCode),
}

/// The kiosk's screen.
#[derive(Debug, Clone)]
pub struct Kiosk {
    first_language: Language,
    languages: Vec<(Language, String)>,
    language: Language,
    letters: Letters,
    link: LinkState,
    view: Option<KioskView>,
    zone: TimeZone,
    screen: Screen,
    class: Option<PriorityClassId>,
    touched_at: Timestamp,
    request_ids: RequestIds,
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
            languages,
            letters: Letters::Normal,
            link: LinkState::Connecting,
            view: None,
            zone: TimeZone::fixed(OFFSET_ELSE),
            screen: Screen::Choosing { field: None },
            class: None,
            touched_at: now,
            request_ids,
        }
    }

    /// Does what a touch asks for, if the screen offers it now; the answer is what to send to the hub.
    pub fn handle(&mut self, action: Action, now: Timestamp) -> Option<ToHub> {
        self.tick(now);
        self.touched_at = now;
        match action {
            Action::ChooseService(service) => return self.issue(service, now),
            Action::ChooseField(field) => self.open_field(field),
            Action::AskPriority => {
                if self.is_choosing() {
                    self.screen = Screen::Classes;
                }
            }
            Action::ChooseClass(class) => {
                if self.screen == Screen::Classes {
                    self.class = Some(class);
                    self.screen = Screen::Choosing { field: None };
                }
            }
            Action::DropClass => self.class = None,
            Action::Back => self.back(),
            Action::Done => {
                if matches!(self.screen, Screen::Taken { .. } | Screen::Told { .. }) {
                    self.go_home();
                }
            }
            Action::Speak(language) => self.language = language,
            Action::Set(letters) => self.letters = letters,
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
                if let Screen::Issuing { until, .. } = &mut self.screen {
                    *until = now + ANSWER_MAX;
                }
            }
            LinkEvent::Down { since: _ } => self.link = LinkState::Down,
            LinkEvent::NotAccepted { code, message: _ } => self.link = LinkState::NotAccepted(code),
            LinkEvent::View(view) => match *view {
                View::Kiosk(view) => self.show(view),
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

    /// Does what is due at `now`.
    pub fn tick(&mut self, now: Timestamp) {
        self.mend_clock(now);
        if self.next_deadline().is_none_or(|deadline| now < deadline) {
            return;
        }
        match &self.screen {
            Screen::Issuing { id, .. } => {
                let told = Told::NoAnswer(id.clone());
                self.screen = Screen::Told { told, until: now + TOLD_SHOWN };
            }
            Screen::Choosing { .. } | Screen::Classes | Screen::Taken { .. } | Screen::Told { .. } => {
                self.go_home();
            }
        }
    }

    /// When [`Self::tick`] next has something to do, if nothing else happens.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        match &self.screen {
            Screen::Taken { until, .. } | Screen::Told { until, .. } => Some(*until),
            Screen::Issuing { until, .. } => (self.link == LinkState::Up).then_some(*until),
            Screen::Choosing { .. } | Screen::Classes => {
                (!self.is_untouched()).then(|| self.touched_at + IDLE_MAX)
            }
        }
    }

    fn issue(&mut self, service: ServiceId, now: Timestamp) -> Option<ToHub> {
        let is_open = self.service(&service).is_some_and(|service| service.state == ServiceState::Open);
        if !(self.can_issue() && self.is_choosing() && is_open) {
            return None;
        }
        let id = self.request_ids.draw();
        self.screen = Screen::Issuing { id: id.clone(), service: service.clone(), until: now + ANSWER_MAX };
        Some(ToHub::Request { id, request: Request::Issue { service, priority: self.class.clone() } })
    }

    fn answered(&mut self, id: &RequestId, answer: Answer, now: Timestamp) {
        let is_ours = match &self.screen {
            Screen::Issuing { id: ours, .. } | Screen::Told { told: Told::NoAnswer(ours), .. } => ours == id,
            Screen::Choosing { .. } | Screen::Classes | Screen::Taken { .. } | Screen::Told { .. } => false,
        };
        if !is_ours {
            return;
        }
        self.screen = match answer {
            Answer::Done { ticket: Some(ticket) } => {
                Screen::Taken { ticket: Box::new(ticket), until: now + TAKEN_SHOWN }
            }
            Answer::Refused { refusal } => {
                Screen::Told { told: Told::Refused(refusal), until: now + TOLD_SHOWN }
            }
            Answer::Done { ticket: None } | Answer::SignedIn { .. } => {
                Screen::Told { told: Told::NoAnswer(id.clone()), until: now + TOLD_SHOWN }
            }
        };
    }

    fn show(&mut self, view: KioskView) {
        if self.view.as_ref().is_none_or(|old| old.centre.zone != view.centre.zone) {
            self.zone = TimeZone::get(&view.centre.zone).unwrap_or(TimeZone::fixed(OFFSET_ELSE));
        }
        let has_field = |id: &FieldId| view.fields.iter().any(|field| field.id == *id);
        if matches!(&self.screen, Screen::Choosing { field: Some(id) } if !has_field(id)) {
            self.screen = Screen::Choosing { field: None };
        }
        if self.class.as_ref().is_some_and(|id| !view.classes.iter().any(|class| class.id == *id)) {
            self.class = None;
        }
        self.view = Some(view);
    }

    fn open_field(&mut self, field: FieldId) {
        let is_known = self.view.as_ref().is_some_and(|view| view.fields.iter().any(|f| f.id == field));
        if is_known && self.is_choosing() {
            self.screen = Screen::Choosing { field: Some(field) };
        }
    }

    fn back(&mut self) {
        match &self.screen {
            Screen::Classes | Screen::Choosing { field: Some(_) } => {
                self.screen = Screen::Choosing { field: None };
            }
            Screen::Choosing { field: None } => self.class = None,
            Screen::Taken { .. } | Screen::Told { .. } => self.go_home(),
            Screen::Issuing { .. } => {}
        }
    }

    fn go_home(&mut self) {
        self.screen = Screen::Choosing { field: None };
        self.class = None;
        self.language = self.first_language.clone();
        self.letters = Letters::Normal;
    }

    /// The hub's clock, which `now` follows, may be set back: no screen stays longer for it.
    fn mend_clock(&mut self, now: Timestamp) {
        self.touched_at = self.touched_at.min(now);
        match &mut self.screen {
            Screen::Taken { until, .. } => *until = (*until).min(now + TAKEN_SHOWN),
            Screen::Told { until, .. } => *until = (*until).min(now + TOLD_SHOWN),
            Screen::Issuing { until, .. } => *until = (*until).min(now + ANSWER_MAX),
            Screen::Choosing { .. } | Screen::Classes => {}
        }
    }

    fn is_choosing(&self) -> bool {
        matches!(self.screen, Screen::Choosing { .. })
    }

    fn is_untouched(&self) -> bool {
        self.screen == (Screen::Choosing { field: None })
            && self.class.is_none()
            && self.language == self.first_language
            && self.letters == Letters::Normal
    }
}

/// What the view asks.
impl Kiosk {
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

    /// The size of the letters.
    pub fn letters(&self) -> Letters {
        self.letters
    }

    /// The priority class that the visitor claims.
    pub fn class(&self) -> Option<&PriorityClassId> {
        self.class.as_ref()
    }

    /// The zone that times are shown in.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Whether the hub is there and gives numbers.
    pub fn can_issue(&self) -> bool {
        self.link == LinkState::Up
            && self.view.as_ref().is_some_and(|view| view.issuing == IssuingState::Ready)
    }

    fn service(&self, id: &ServiceId) -> Option<&goiso_protocol::KioskService> {
        self.view.as_ref()?.services.iter().find(|service| service.id == *id)
    }
}
