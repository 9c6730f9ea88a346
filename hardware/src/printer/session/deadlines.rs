//! What is due when: questions, proofs that did not come, printers that fell silent.

use tokio::time::Instant;

use super::parts::{InOrder, Link};
use super::recovery::RECOVER_AND_FORGET;
use super::{ASK_STATE, SILENCE_MAX, STATUS_POLL, Session};
use crate::printer::fate::{Fate, UnknownWhy};
use crate::printer::profile::ProofSupport;
use crate::printer::status::PrinterState;

impl Session {
    /// When [`Self::tick`] has something to do.
    pub(in crate::printer) fn next_deadline(&self) -> Option<Instant> {
        let poll = self.poll_due();
        let silent = self.silent_at.filter(|_| self.in_flight.is_none());
        let forgive = self.forgive_at.filter(|_| self.owed > 0);
        let slip = self.in_flight.as_ref().map(|slip| slip.deadline);
        let recover = self.recovery_due();
        let memory = self.memory_deadline();
        [poll, silent, forgive, slip, self.pause_at, recover, memory].into_iter().flatten().min()
    }

    /// While the printer waits for our word on its list of keys, it would take a question for that word.
    pub(super) fn poll_due(&self) -> Option<Instant> {
        self.poll_at.filter(|_| self.outgoing.is_empty() && !self.stock.is_talking())
    }

    /// Does what is due.
    pub(in crate::printer) fn tick(&mut self, now: Instant) {
        let is_due = |at: Option<Instant>| at.is_some_and(|at| at <= now);
        if is_due(self.pause_at.take_if(|at| *at <= now)) {
            for answer in self.parser.pause() {
                self.understand(answer, now);
            }
            self.count_noise(now);
        }
        if is_due(self.recovery_due()) {
            self.recover(now);
        }
        if is_due(self.forgive_at.filter(|_| self.owed > 0)) {
            self.owed = 0;
        }
        if is_due(self.in_flight.as_ref().map(|slip| slip.deadline)) {
            self.late(now);
        }
        if is_due(self.memory_deadline()) {
            self.memory_due(now);
        }
        if is_due(self.silent_at.filter(|_| self.in_flight.is_none())) {
            self.link = Link::Lost;
        } else if is_due(self.poll_due()) {
            self.ask_state(now);
        }
    }

    /// The proof did not come in time.
    pub(super) fn late(&mut self, now: Instant) {
        let is_answered = self.in_flight.as_ref().is_some_and(|slip| slip.in_order == InOrder::Answered);
        if !self.state.can_print() {
            self.give_up(UnknownWhy::Held(self.state), now);
            if self.recovery.is_some() && self.outgoing.is_empty() {
                self.outgoing.extend(RECOVER_AND_FORGET);
            }
        } else if is_answered {
            tracing::warn!("the printer ignores process ids: its answers in order must do");
            self.proof = ProofSupport::InOrderStatus;
            self.finish(Fate::Printed, now);
        } else {
            self.give_up(UnknownWhy::NoAnswer, now);
        }
        if !self.outgoing.is_empty() {
            self.link = Link::Lost;
        }
        self.silent_at = self.silent_at.map(|_| now + SILENCE_MAX);
    }

    pub(super) fn ask_state(&mut self, now: Instant) {
        let was_asked = self.poll_at.is_some();
        if was_asked && self.round.is_empty() && self.state != PrinterState::Unknown {
            self.is_greeting_due = true;
        }
        self.n_strange = 0;
        self.round.clear();
        self.outgoing.extend(ASK_STATE);
        self.poll_at = Some(now + STATUS_POLL);
    }
}
