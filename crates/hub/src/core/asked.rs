//! Questions that change nothing, answered in turn with the wishes, so that what is told is on disk.

use std::collections::BTreeMap;

use goiso_domain::TicketState;
use goiso_hardware::printer::PrinterState;
use goiso_model::{CounterNumber, DeviceName, TicketId};
use goiso_protocol::{BoardView, CounterView, TicketInfo};
use jiff::Timestamp;

use super::devices::SlipCounts;
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
    /// For `/metrics` and `/readyz`.
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
    /// What became of the slips since the hub's start.
    pub slips: SlipCounts,
    /// Whether entries can be written.
    pub journal: JournalState,
    /// Commits since the hub's start; whoever commits counts them.
    pub n_commits: u64,
}

impl Hub {
    /// Answers a question.
    pub fn ask(&self, question: &Question, now: Timestamp) -> Asked {
        match question {
            Question::Ticket(ticket) => Asked::Ticket(self.ticket_info(*ticket, now).map(Box::new)),
            Question::Counter(counter) => Asked::Counter(views::counter(self, *counter, now).map(Box::new)),
            Question::Board => Asked::Board(Box::new(views::board(self, None, now))),
            Question::Figures => Asked::Figures(Box::new(self.figures())),
        }
    }

    fn figures(&self) -> Figures {
        let mut tickets = BTreeMap::from(
            ["waiting", "called", "serving", "absent", "done", "cancelled"].map(|state| (state, 0)),
        );
        for (_, ticket) in self.hall.tickets() {
            let state = match ticket.state {
                TicketState::Waiting => "waiting",
                TicketState::Called { .. } => "called",
                TicketState::Serving { .. } => "serving",
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
            slips: self.devices.slips,
            journal: self.journal,
            n_commits: 0,
        }
    }
}
