//! What each screen says aloud, to whom, and how loud. The words are in `guide.ftl`; the sound is made elsewhere.

use goiso_model::{Language, TicketNumber};
use goiso_protocol::{
    Accent, Guidance, GuidanceWhen, PrinterCondition, ScannedAppointment, TicketInfo, TicketStage,
};
use jiff::{SignedDuration, Timestamp};

use super::{HallState, Kiosk, Part, ScanProblem, Screen, Slip, Told};

/// Whoever listens gets so long without a touch: a sentence takes some seconds to be heard.
pub const IDLE_SPOKEN_MAX: SignedDuration = SignedDuration::from_secs(60);
/// How loud it can be, in percent, and by how much one touch changes that.
pub const VOLUME_STEP: u8 = 20;
/// The softest that can be heard in a hall.
pub const VOLUME_MIN: u8 = 20;
/// As loud as the clips are.
pub const VOLUME_MAX: u8 = 100;

/// What a visitor does with the voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GuideAction {
    /// Speak from now on.
    Start,
    /// Be silent from now on.
    Stop,
    /// Say that again.
    Again,
    /// Louder by a step.
    Louder,
    /// Softer by a step.
    Softer,
}

/// Whether a visitor is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aloud {
    /// The kiosk has no voice: it is not set up, or there is no sound card.
    Never,
    /// It could be switched on.
    Off,
    /// It is.
    On,
}

/// What is to be heard now. Another one takes its place at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speech {
    /// Keys of the sentences, in their order.
    pub sentences: Vec<&'static str>,
    /// What stands in the place of a number.
    pub number: Option<TicketNumber>,
    /// What stands in the place of a count.
    pub count: Option<u32>,
    /// In which language.
    pub language: Language,
    /// In whose words, if it is Vietnamese.
    pub accent: Accent,
    /// How loud, in percent.
    pub volume: u8,
    /// Another one where the same is to be said again.
    pub turn: u32,
}

/// The kiosk's voice.
#[derive(Debug, Clone, Default)]
pub(super) struct Guide {
    setup: Option<Guidance>,
    has_sound: bool,
    is_on: bool,
    volume: u8,
    /// What staff set the volume to, until the program is started anew.
    staff_volume: Option<u8>,
    turn: u32,
    /// Somebody has touched or pressed something: an empty hall is not spoken to.
    is_begun: bool,
}

impl Guide {
    pub(super) fn set_up(&mut self, setup: Option<Guidance>) {
        if self.setup != setup {
            self.setup = setup;
            self.reset();
        }
    }

    /// As the next visitor finds it.
    pub(super) fn reset(&mut self) {
        self.is_on = self.is_on_for_everybody();
        self.volume = self.first_volume();
        self.is_begun = false;
    }

    pub(super) fn begin(&mut self) {
        self.is_begun = true;
    }

    /// How loud it begins with each visitor, in percent.
    fn first_volume(&self) -> u8 {
        let set = self.staff_volume.or(self.setup.map(|setup| setup.volume));
        set.unwrap_or_default().clamp(VOLUME_MIN, VOLUME_MAX)
    }

    fn is_on_for_everybody(&self) -> bool {
        self.setup.is_some_and(|setup| match setup.when {
            GuidanceWhen::Always => true,
            GuidanceWhen::OnRequest | GuidanceWhen::Unknown => false,
        })
    }

    fn aloud(&self) -> Aloud {
        match (self.setup, self.has_sound, self.is_on) {
            (None, ..) | (_, false, _) => Aloud::Never,
            (Some(_), true, false) => Aloud::Off,
            (Some(_), true, true) => Aloud::On,
        }
    }

    /// Whether the visitor has not changed anything about it.
    pub(super) fn is_untouched(&self) -> bool {
        self.is_on == self.is_on_for_everybody() && self.volume == self.first_volume()
    }

    fn take(&mut self, action: GuideAction) {
        self.turn = self.turn.wrapping_add(1);
        match action {
            GuideAction::Start => self.is_on = true,
            GuideAction::Stop => self.is_on = false,
            GuideAction::Again => {}
            GuideAction::Louder => self.volume = louder(self.volume),
            GuideAction::Softer => self.volume = softer(self.volume),
        }
    }
}

fn louder(volume: u8) -> u8 {
    volume.saturating_add(VOLUME_STEP).min(VOLUME_MAX)
}

fn softer(volume: u8) -> u8 {
    volume.saturating_sub(VOLUME_STEP).max(VOLUME_MIN)
}

impl Kiosk {
    /// Says whether there is a sound card that works.
    pub fn set_sound(&mut self, has_sound: SoundCard) {
        self.guide.has_sound = has_sound == SoundCard::Works;
    }

    /// Whether the visitor is spoken to.
    pub fn aloud(&self) -> Aloud {
        self.guide.aloud()
    }

    /// How loud the visitor is spoken to, in percent.
    pub fn volume(&self) -> u8 {
        self.guide.volume
    }

    /// Whether it is set up to speak at all: only then is a sound card looked for.
    pub fn has_guidance(&self) -> bool {
        self.guide.setup.is_some()
    }

    pub(super) fn guide_does(&mut self, action: GuideAction) {
        if self.guide.aloud() == Aloud::Never {
            return;
        }
        self.guide.take(action);
        if action == GuideAction::Start && self.screen == Screen::Attract {
            self.screen = Screen::HOME;
        }
    }

    /// Staff set how loud it begins with each visitor, until the program is started anew.
    pub(super) fn set_first_volume(&mut self, action: GuideAction) {
        let now = self.guide.first_volume();
        self.guide.staff_volume = match action {
            GuideAction::Louder => Some(louder(now)),
            GuideAction::Softer => Some(softer(now)),
            GuideAction::Start | GuideAction::Stop | GuideAction::Again => return,
        };
        self.guide.reset();
    }

    /// How long this screen waits for a touch: longer for whoever listens.
    pub(super) fn patience(&self, idle: SignedDuration) -> SignedDuration {
        match self.aloud() {
            Aloud::On => idle.max(IDLE_SPOKEN_MAX),
            Aloud::Never | Aloud::Off => idle,
        }
    }

    /// What is to be heard at `now`; none for silence.
    pub fn speech(&self, now: Timestamp) -> Option<Speech> {
        let setup = self.guide.setup?;
        if self.aloud() != Aloud::On || !self.guide.is_begun {
            return None;
        }
        let (number, count) = match &self.screen {
            Screen::Own { ticket, .. } | Screen::Taken { ticket, .. } => {
                (Some(&ticket.number), Some(ticket.ahead))
            }
            Screen::Given { number, .. } => (Some(&number.number), None),
            _ => (None, None),
        };
        let sentences = if self.leaves_in(now).is_some() { vec!["say-leaving"] } else { self.sentences(now) };
        (!sentences.is_empty()).then(|| Speech {
            sentences,
            number: number.cloned(),
            count,
            language: self.language.clone(),
            accent: setup.accent,
            volume: self.guide.volume,
            turn: self.guide.turn,
        })
    }

    fn sentences(&self, now: Timestamp) -> Vec<&'static str> {
        let state = self.hall_state(now);
        match self.screen.facts().part {
            Part::Asking | Part::Preparing => match state {
                HallState::HubAway if !self.is_on_its_own(now) => return vec!["say-away", "say-ask"],
                HallState::NotIssuing => return vec!["say-not-issuing", "say-ask"],
                HallState::HubAway
                | HallState::Ready
                | HallState::AfterHours { .. }
                | HallState::Holiday { .. }
                | HallState::Full { .. } => {}
            },
            Part::Answer | Part::Staff => {}
        }
        match &self.screen {
            // Nobody is there, or somebody who knows.
            Screen::Attract | Screen::Staff(_) => Vec::new(),
            Screen::Choosing { field, .. } => {
                let own = self.is_on_its_own(now).then_some("say-emergency-choose");
                own.into_iter().chain(self.choosing(field.is_some(), state)).collect()
            }
            Screen::Searching { .. } => vec!["say-search"],
            Screen::Led { .. } => vec!["say-led"],
            Screen::Appointment(appointment) => of_appointment(appointment, now),
            Screen::Classes => vec!["say-classes"],
            Screen::Suggested { .. } => vec!["say-suggested"],
            Screen::ScanHelp => vec!["say-scan", "say-scan-what"],
            Screen::Languages => vec!["say-languages"],
            Screen::Own { is_cancelling: true, .. } => vec!["say-give-up"],
            Screen::Own { ticket, is_cancelling: false } => of_own(ticket),
            Screen::Asking { .. } => vec!["say-asking"],
            Screen::Taken { ticket, slip, .. } => of_taken(ticket, *slip),
            Screen::Given { slip, .. } => ["say-emergency-number"]
                .into_iter()
                .chain(of_slip(*slip))
                .chain(["say-emergency-order"])
                .collect(),
            Screen::Told { told, .. } => of_told(told),
        }
    }

    fn choosing(&self, is_in_field: bool, state: HallState) -> Vec<&'static str> {
        let has_fields = self.view.as_ref().is_some_and(|view| !view.fields.is_empty());
        let first = match state {
            HallState::AfterHours { .. } => "say-after-hours",
            HallState::Holiday { .. } => "say-holiday",
            HallState::Full { .. } => "say-full",
            HallState::Ready | HallState::HubAway | HallState::NotIssuing if has_fields && !is_in_field => {
                "say-choose-field"
            }
            HallState::Ready | HallState::HubAway | HallState::NotIssuing => "say-choose",
        };
        let claimed = self.class.is_some().then_some("say-claimed");
        let printer = self.view.as_ref().and_then(|view| match view.printer {
            _ if state == HallState::HubAway => None,
            PrinterCondition::NoPaper | PrinterCondition::Fault | PrinterCondition::Unknown => {
                Some("say-no-paper")
            }
            PrinterCondition::Ready | PrinterCondition::PaperLow | PrinterCondition::Absent => None,
        });
        claimed.into_iter().chain([first]).chain(printer).collect()
    }
}

/// Whether a sound card works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SoundCard {
    /// It opens.
    Works,
    /// There is none, or it does not open.
    Away,
}

fn of_appointment(appointment: &ScannedAppointment, now: Timestamp) -> Vec<&'static str> {
    if now < appointment.from {
        return vec!["say-appointment-early"];
    }
    if now > appointment.in_order_until {
        return vec!["say-appointment-late", "say-appointment"];
    }
    vec!["say-appointment"]
}

fn ahead(ticket: &TicketInfo) -> &'static str {
    if ticket.ahead == 0 { "say-next" } else { "say-ahead" }
}

fn of_own(ticket: &TicketInfo) -> Vec<&'static str> {
    let stage: &[&str] = match ticket.stage {
        TicketStage::Waiting => &[ahead(ticket)],
        TicketStage::Called => &["say-called"],
        TicketStage::Serving => &["say-serving"],
        TicketStage::Absent => &["say-absent", "say-ask"],
        TicketStage::Held => &["say-held", "say-ask"],
        TicketStage::PutOff => &["say-put-off"],
        TicketStage::Done => &["say-over"],
        TicketStage::Cancelled => &["say-ended"],
        TicketStage::Unknown => &["say-ask"],
    };
    ["say-number"].into_iter().chain(stage.iter().copied()).collect()
}

fn of_taken(ticket: &TicketInfo, slip: Slip) -> Vec<&'static str> {
    ["say-number"].into_iter().chain(of_slip(slip)).chain([ahead(ticket)]).collect()
}

fn of_slip(slip: Slip) -> impl Iterator<Item = &'static str> {
    let sentences: &[&str] = match slip {
        Slip::Printing => &["say-take-slip"],
        Slip::None => &["say-remember"],
        Slip::Failed => &["say-slip-failed", "say-remember"],
    };
    sentences.iter().copied()
}

fn of_told(told: &Told) -> Vec<&'static str> {
    match told {
        Told::Refused(_) => vec!["say-refused"],
        Told::NoNumber(_) => vec!["say-refused", "say-ask"],
        Told::NoAnswer(_) => vec!["say-away", "say-ask"],
        Told::Cancelled => vec!["say-cancelled"],
        Told::Reprinted => vec!["say-reprinted", "say-take-slip"],
        Told::Scanned(problem) => match problem {
            ScanProblem::UnreadableCard => vec!["say-unreadable"],
            ScanProblem::OldSlip => vec!["say-old-slip"],
            ScanProblem::DossierNowhere | ScanProblem::Appointment | ScanProblem::Nothing => {
                vec!["say-unusable", "say-ask"]
            }
        },
    }
}
