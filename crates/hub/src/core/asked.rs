//! Questions that change nothing, answered in turn with the wishes, so that what is told is on disk.

use std::collections::BTreeMap;

use goiso_config::KeypadKind;
use goiso_domain::{Booking, Message, TicketState};
use goiso_hardware::led::LedState;
use goiso_hardware::printer::PrinterState;
use goiso_model::{CounterNumber, DeviceName, TicketId};
use goiso_protocol::{BoardView, CounterView, TicketInfo};
use jiff::Timestamp;
use serde::Serialize;

use super::slips::SlipCounts;
use super::sound::{BoardFigures, Source};
use super::{Hub, JournalState, views};

/// A question.
#[derive(Debug, Clone)]
pub enum Question {
    /// How does this ticket stand?
    Ticket(TicketId),
    /// How does this counter stand?
    Counter(CounterNumber),
    /// What do all boards together show?
    Board,
    /// What is said to the hall?
    Messages,
    /// Which times are promised?
    Bookings,
    /// Does this loudspeaker speak for its zone?
    Speaker(Source),
    /// How is the hub?
    Figures,
}

/// The answer to it.
#[derive(Debug, Clone)]
pub enum Asked {
    /// None if there is no such ticket today.
    Ticket(Option<Box<TicketInfo>>),
    /// None if there is no such counter.
    Counter(Option<Box<CounterView>>),
    /// All counters and the newest calls.
    Board(Box<BoardView>),
    /// By number, the oldest first.
    Messages(Vec<(u32, Message)>),
    /// By code.
    Bookings(Vec<(TicketId, Booking)>),
    /// Whether it speaks, and the newest call its zone has heard.
    Speaker {
        /// Whether it does.
        is_speaker: bool,
        /// The newest call that has been spoken there.
        spoken_through: u64,
    },
    /// For `/metrics`, `/health` and `/readyz`.
    Figures(Box<Figures>),
}

/// The hub in figures.
#[derive(Debug, Clone)]
pub struct Figures {
    /// Today's tickets by where they stand.
    pub tickets: BTreeMap<&'static str, u32>,
    /// Printers and their states.
    pub printers: Vec<(DeviceName, PrinterState)>,
    /// LED displays that do not answer.
    pub n_leds_down: usize,
    /// Every board.
    pub boards: Vec<BoardFigures>,
    /// What became of the slips since the hub's start.
    pub slips: SlipCounts,
    /// Kiosks whose slips come out at another printer than their own, and at which.
    pub stand_ins: Vec<(DeviceName, String)>,
    /// Whether entries can be written.
    pub journal: JournalState,
    /// Every device of the configuration and how it is.
    pub devices: Vec<DeviceStatus>,
    /// Commits since the hub's start; whoever commits counts them.
    pub n_commits: u64,
}

/// How a device is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeviceStatus {
    /// `printer`, `led`, `keypad` or `scanner`.
    pub kind: &'static str,
    /// Its name; of an LED display, the counter's number.
    pub name: String,
    /// A word for it: `ready`, `down`, `gone`; `unheard` for a display whose protocol knows no answers, `unknown`
    /// before the first word from it.
    pub state: String,
    /// What it calls itself, where it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
}

impl Hub {
    /// Answers a question.
    pub fn ask(&self, question: &Question, now: Timestamp) -> Asked {
        match question {
            Question::Ticket(ticket) => Asked::Ticket(self.ticket_info(*ticket, now).map(Box::new)),
            Question::Counter(counter) => Asked::Counter(views::counter(self, *counter, now).map(Box::new)),
            Question::Board => Asked::Board(Box::new(views::board(self, None, now))),
            Question::Messages => {
                let said = self.hall.messages().filter(|(_, message)| message.is_said(now));
                Asked::Messages(said.map(|(number, message)| (number, message.clone())).collect())
            }
            Question::Bookings => {
                Asked::Bookings(self.hall.bookings().map(|(code, booking)| (code, booking.clone())).collect())
            }
            Question::Speaker(source) => self.speaker(source),
            Question::Figures => Asked::Figures(Box::new(self.figures())),
        }
    }

    fn speaker(&self, source: &Source) -> Asked {
        let board = self.config.boards.iter().find(|board| board.name == *source.board());
        let zone = board.and_then(|board| self.sound.zone(board.zone.as_ref()?));
        Asked::Speaker {
            is_speaker: zone.is_some_and(|zone| zone.speaker == Some(source)),
            spoken_through: zone.map_or(0, |zone| zone.spoken_through),
        }
    }

    fn figures(&self) -> Figures {
        let mut tickets = BTreeMap::from(
            ["waiting", "called", "serving", "held", "absent", "done", "put_off", "cancelled"]
                .map(|state| (state, 0)),
        );
        for (_, ticket) in self.hall.tickets() {
            let state = match ticket.state {
                TicketState::Waiting => "waiting",
                TicketState::Called { .. } => "called",
                TicketState::Serving { .. } => "serving",
                TicketState::Held { .. } => "held",
                TicketState::PutOff { .. } => "put_off",
                TicketState::Absent { .. } => "absent",
                TicketState::Done { .. } => "done",
                TicketState::Cancelled { .. } => "cancelled",
            };
            *tickets.entry(state).or_default() += 1;
        }
        Figures {
            tickets,
            printers: self.devices.printers().map(|(name, state)| (name.clone(), state)).collect(),
            n_leds_down: self.devices.n_leds_down(),
            boards: self.sound.figures(&self.config),
            slips: self.slips.counts,
            stand_ins: self.stand_ins(),
            journal: self.journal,
            devices: self.device_states(),
            n_commits: 0,
        }
    }

    fn stand_ins(&self) -> Vec<(DeviceName, String)> {
        let kiosks = self.config.kiosks.iter();
        let stand_in = |kiosk: &DeviceName| self.devices.stand_in(kiosk, &self.config);
        kiosks.filter_map(|kiosk| Some((kiosk.name.clone(), stand_in(&kiosk.name)?.device))).collect()
    }

    fn device_states(&self) -> Vec<DeviceStatus> {
        let config = &self.config;
        let status = |kind, name: &dyn std::fmt::Display, state: &str| DeviceStatus {
            kind,
            name: name.to_string(),
            state: state.to_owned(),
            model: None,
        };
        let printers = self.devices.printers().map(|(name, state)| {
            let word = format!("{state:?}").to_lowercase();
            DeviceStatus {
                model: self.devices.name_of(name).map(str::to_owned),
                ..status("printer", name, &word)
            }
        });
        let leds = config.counters.iter().filter(|counter| counter.led.is_some()).map(|counter| {
            let state = match self.devices.led_state(counter.number) {
                Some(LedState::Up) => "ready",
                Some(LedState::Unheard) => "unheard",
                Some(LedState::Down) => "down",
                None => "unknown",
            };
            status("led", &counter.number, state)
        });
        let input = |kind, name: &DeviceName| {
            let state = match self.devices.is_input_up(name) {
                Some(true) => "ready",
                Some(false) => "gone",
                None => "unknown",
            };
            status(kind, name, state)
        };
        let keypads = config.keypads.iter().map(|keypad| match keypad.kind {
            // Nothing can be missing of it.
            KeypadKind::Virtual => status("keypad", &keypad.name, "ready"),
            KeypadKind::Usb { .. } | KeypadKind::Bus { .. } => input("keypad", &keypad.name),
        });
        let scanners = config.scanners.iter().map(|scanner| input("scanner", &scanner.name));
        printers.chain(leds).chain(keypads).chain(scanners).collect()
    }
}
