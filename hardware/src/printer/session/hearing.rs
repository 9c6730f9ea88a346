//! What the printer says, and what follows from it.

use tokio::time::Instant;

use super::parts::{Flow, InOrder, Wire};
use super::{HELD_SLIP_MAX, Happening, OWED_ANSWER_MAX, PAUSE, SILENCE_MAX, STRANGE_BYTES_MAX, Session};
use crate::printer::fate::{Fate, NotPrintedWhy};
use crate::printer::profile::{ProofSupport, StatusSupport};
use crate::printer::status::{Answer, PrinterState, StatusAnswer};

impl Session {
    /// The printer said something.
    pub(in crate::printer) fn received(&mut self, bytes: &[u8], now: Instant) {
        self.silent_at = self.silent_at.map(|_| now + SILENCE_MAX);
        let answers = self.parser.take(bytes);
        if self.in_flight.is_none() && self.owed == 0 {
            let n_unasked = answers.iter().filter(|answer| matches!(answer, Answer::InOrder(_))).count();
            self.n_strange += n_unasked as u32;
        }
        self.count_noise(now);
        for answer in answers {
            self.understand(answer, now);
        }
        self.pause_at = self.parser.is_waiting().then(|| now + PAUSE);
    }

    pub(super) fn understand(&mut self, answer: Answer, now: Instant) {
        match answer {
            // Four bytes of noise may look so; a whole round of answers without a strange byte does not.
            Answer::AutoStatus(_) if self.state == PrinterState::Garbled => {}
            Answer::AutoStatus(bytes) => self.heard_status(StatusAnswer::AutoStatus(bytes), now),
            // To a question that was asked too long ago.
            Answer::RealTime(_) if self.round.len() >= 4 => {}
            Answer::RealTime(byte) => {
                self.round.push(byte);
                self.answered_round(now);
            }
            Answer::ProcessId(id) => {
                if self.in_flight.is_some() && self.process_ids.is_newest(id) {
                    self.proof = ProofSupport::ProcessId;
                    self.finish(Fate::Printed, now);
                }
            }
            Answer::InOrder(_) if self.owed > 0 => self.owed -= 1,
            Answer::InOrder(_) => self.answered_in_order(now),
            Answer::Identity(text) => self.named(text, now),
            Answer::Keys { keys, has_more } => self.listed(&keys, has_more, now),
            Answer::Stop => match self.wire {
                Wire::Serial { .. } => self.flow = Flow::Stop,
                Wire::Stream | Wire::Usb => {}
            },
            Answer::Go => self.flow = Flow::Go,
        }
    }

    pub(super) fn answered_in_order(&mut self, now: Instant) {
        let Some(slip) = self.in_flight.as_mut().filter(|slip| slip.sent == slip.bytes) else { return };
        slip.in_order = InOrder::Answered;
        if self.proof == ProofSupport::InOrderStatus {
            self.finish(Fate::Printed, now);
        }
    }

    pub(super) fn answered_round(&mut self, now: Instant) {
        let Ok(round) = <[u8; 4]>::try_from(self.round.as_slice()) else { return };
        if self.state == PrinterState::Garbled && self.n_strange > 0 {
            return;
        }
        self.heard_status(StatusAnswer::RealTime(round), now);
        if self.is_greeting_due && self.in_flight.is_none() && self.outgoing.is_empty() {
            self.greet();
        }
    }

    pub(super) fn heard_status(&mut self, answer: StatusAnswer, now: Instant) {
        if self.said != Some(answer) {
            self.said = Some(answer);
            self.happenings.push(Happening::Said(answer));
        }
        self.set_state(answer.health().state(), now);
    }

    pub(super) fn count_noise(&mut self, now: Instant) {
        self.n_strange += self.parser.take_noise();
        let may_answer = self.profile.status != StatusSupport::None;
        if self.n_strange >= STRANGE_BYTES_MAX && may_answer && self.state != PrinterState::Garbled {
            tracing::warn!("the printer's answers are not understood: wrong speed, bad cable, or no printer");
            self.set_state(PrinterState::Garbled, now);
        }
    }

    pub(super) fn set_state(&mut self, state: PrinterState, now: Instant) {
        if state == self.state {
            return;
        }
        let could_print = std::mem::replace(&mut self.state, state).can_print();
        self.happenings.push(Happening::State(state));
        self.plan_recovery(now);
        if could_print == state.can_print() {
            return;
        }
        if could_print {
            self.stopped(now);
        } else if let Some(print_time) = self.in_flight.as_ref().map(|slip| self.print_time(slip.bytes))
            && let Some(slip) = &mut self.in_flight
        {
            slip.deadline = now + print_time;
        }
        self.forgive_at = state.can_print().then(|| now + OWED_ANSWER_MAX);
        if state.can_print() {
            self.look_into_memory(now);
        } else {
            self.memory_out_of_sight();
        }
    }

    /// A printer that stops in the middle keeps the slip and prints it when a hand has helped: wait, and never
    /// send it again. What it has nothing of yet is taken back.
    pub(super) fn stopped(&mut self, now: Instant) {
        let state = self.state;
        match &mut self.in_flight {
            None => {}
            Some(slip) if slip.sent == 0 && state != PrinterState::Gone => {
                self.outgoing.truncate(slip.ahead);
                self.finish(Fate::NotPrinted { why: NotPrintedWhy::State(state) }, now);
            }
            // The end of the connection settles its fate.
            Some(_) if state == PrinterState::Gone => {}
            Some(slip) => {
                // Of what does not speak as a printer nothing more is to be expected.
                if state != PrinterState::Garbled {
                    slip.deadline = now + HELD_SLIP_MAX;
                }
                self.happenings.push(Happening::Held(slip.job, state));
            }
        }
    }
}
