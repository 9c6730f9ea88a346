//! What follows from somebody signing in, taking a seat, or leaving one.

use goiso_domain::{Command, CounterState, Event, Target, TransferPlace};
use goiso_model::{CounterNumber, DeviceName, OfficialId};
use goiso_protocol::{Answer, Request, Seat};
use goiso_store::{Record, Today};
use jiff::{SignedDuration, Timestamp};

use super::seats::{DeskNews, Person, Seats, SessionId, SignIn};
use super::{Hub, JournalState, Outcome, Stale, convert};
use crate::refusal::{self, HubRefusal};

impl Hub {
    /// Lets officials sign in, and waits for those whose counters `today` left open.
    #[must_use]
    pub fn with_sign_in(mut self, sign_in: SignIn, today: &Today) -> Self {
        let free_after = SignedDuration::from_mins(i64::from(self.config.limits.free_counter_minutes));
        self.seats = Seats::new(sign_in, free_after);
        self.wait_for_officials(&today.records);
        self
    }

    /// The list of officials has got its first entry, or lost its last one. Nobody sits anywhere then, and counters stay
    /// as they are: whoever sits down at one goes on with its visitor.
    pub(super) fn change_sign_in(&mut self, sign_in: SignIn, now: Timestamp) -> Outcome {
        let mut outcome = self.tick(now);
        self.seats.change(sign_in);
        outcome.answer = Some(Answer::Done { ticket: None });
        outcome.stale.add(Stale { is_seats: true, ..Stale::all() });
        outcome
    }

    pub(super) fn desk(&mut self, news: &DeskNews, now: Timestamp) -> Outcome {
        let done = || Some(Answer::Done { ticket: None });
        let mut outcome = self.tick(now);
        match news {
            DeskNews::SignedIn { session, device, official, role } => {
                self.leave(*session, now, &mut outcome);
                self.seats.signed_in(*session, device, Some((official.clone(), *role)));
                outcome.answer = done();
            }
            DeskNews::CameBack { session, device, who, seat } => {
                if self.has_seat(*seat) && self.seats.is_kept_for(who.as_ref().map(|(id, _)| id), *seat) {
                    self.seats.signed_in(*session, device, who.clone());
                    if self.seats.stands_against(*session, *seat).is_none() {
                        self.seats.seat(*session, *seat);
                    }
                }
                outcome.answer = done();
            }
            DeskNews::TakeSeat { session, device, seat } => {
                if self.seats.sign_in() == SignIn::NotNeeded && self.seats.person(*session).is_none() {
                    self.seats.signed_in(*session, device, None);
                }
                outcome.answer = match self.take_seat(*session, *seat, now, &mut outcome) {
                    Ok(()) => done(),
                    Err(refusal) => Some(Answer::Refused { refusal }),
                };
            }
            DeskNews::SignOut { session } => {
                self.leave(*session, now, &mut outcome);
                outcome.answer = done();
            }
            DeskNews::Left { session } => {
                if let Some((counter, official)) = self.seats.remove(*session)
                    && self.is_served_by(counter, &official)
                {
                    tracing::warn!(%counter, %official, "a counter's terminal is gone");
                    self.seats.keep(counter, official, Some(now));
                }
            }
        }
        outcome.stale.add(Stale { is_seats: true, is_kiosks: true, ..Stale::default() });
        outcome
    }

    fn take_seat(
        &mut self,
        session: SessionId,
        seat: Seat,
        now: Timestamp,
        outcome: &mut Outcome,
    ) -> Result<(), goiso_protocol::RefusalText> {
        if let Seat::Counter { counter } = seat
            && !self.has_seat(seat)
        {
            return Err(refusal::text(&goiso_domain::Refusal::UnknownCounter { counter }));
        }
        if let Some(refusal) = self.seats.stands_against(session, seat) {
            return Err(refusal.text());
        }
        let former = self.seats.person(session).and_then(|person| person.seat);
        if let Some(Seat::Counter { counter }) = former.filter(|former| *former != seat)
            && let Some(number) = self.number_at(counter)
        {
            return Err(refusal::text(&goiso_domain::Refusal::CounterBusy { counter, number }));
        }
        if former.is_some_and(|former| former != seat)
            && let Some(person) = self.seats.person(session).cloned()
        {
            self.leave(session, now, outcome);
            let who = person.official.map(|official| (official, person.role));
            self.seats.signed_in(session, &person.device, who);
        }
        self.seats.seat(session, seat);
        Ok(())
    }

    /// Whether there is such a seat.
    fn has_seat(&self, seat: Seat) -> bool {
        match seat {
            Seat::Counter { counter } => self.hall.counter(counter).is_some(),
            Seat::Assistant | Seat::Supervisor => true,
        }
    }

    fn number_at(&self, counter: CounterNumber) -> Option<goiso_model::TicketNumber> {
        let ticket = self.hall.ticket(self.hall.at_counter(counter)?)?;
        Some(ticket.number.clone())
    }

    fn is_served_by(&self, counter: CounterNumber, official: &OfficialId) -> bool {
        self.hall.counter(counter).and_then(goiso_domain::Counter::official) == Some(official)
    }

    /// Somebody leaves a terminal: the counter is closed, or, with a visitor at it, freed after a while.
    fn leave(&mut self, session: SessionId, now: Timestamp, outcome: &mut Outcome) {
        let Some((counter, official)) = self.seats.remove(session) else { return };
        tracing::info!(%counter, %official, "has left");
        if !self.is_served_by(counter, &official) {
            return;
        }
        if self.hall.at_counter(counter).is_some() {
            self.seats.keep(counter, official, Some(now));
        } else {
            self.free(counter, now, outcome);
        }
    }

    /// Frees the counters whose terminal has been gone too long.
    pub(super) fn free_due(&mut self, now: Timestamp, outcome: &mut Outcome) {
        self.seats.begin_times(now);
        for counter in self.seats.due(now) {
            tracing::warn!(%counter, "nobody has come back, the counter is freed");
            self.free(counter, now, outcome);
            self.seats.forget(counter);
            outcome.stale.add(Stale { is_seats: true, is_kiosks: true, ..Stale::default() });
        }
    }

    /// Closes a counter. Its visitor waits again, before everybody else.
    fn free(&mut self, counter: CounterNumber, now: Timestamp, outcome: &mut Outcome) {
        if self.hall.counter(counter).is_none_or(|counter| counter.state == CounterState::Closed) {
            return;
        }
        for command in self.send_back(counter).into_iter().chain([Command::CloseCounter { counter }]) {
            match self.hall.decide(&command, now) {
                Ok(events) => self.take(&events, None, now, outcome),
                Err(refusal) => {
                    tracing::error!(?command, ?refusal, "the hall refuses to free a counter");
                    return;
                }
            }
        }
    }

    /// Sends a counter's visitor, if there is one, back to the line of the service.
    fn send_back(&self, counter: CounterNumber) -> Option<Command> {
        let ticket = self.hall.ticket(self.hall.at_counter(counter)?)?;
        let to = Target::Service(ticket.service.clone());
        Some(Command::Transfer { counter, to, place: TransferPlace::First, note: None })
    }

    /// What a wish of somebody at a terminal lacks, if anything.
    pub(super) fn lacks(&self, session: SessionId, request: &Request) -> Option<HubRefusal> {
        let Some(Person { official, seat: Some(seat), .. }) = self.seats.person(session) else {
            return Some(HubRefusal::SignInNeeded);
        };
        let may = match seat {
            Seat::Counter { counter } => {
                convert::may_at_counter(*counter, request) && is_own_name(official.as_ref(), request)
            }
            Seat::Assistant => {
                matches!(request, Request::IssueAt { .. } | Request::Cancel { .. } | Request::Reprint { .. })
            }
            Seat::Supervisor => true,
        };
        (!may).then_some(HubRefusal::NotAllowed)
    }

    /// Counters that the journal knows open, and where nobody sits after a restart: their officials are waited for.
    /// Those that were opened by a keypad or a program have no terminal to lose.
    pub(super) fn wait_for_officials(&mut self, records: &[Record]) {
        if self.seats.sign_in() == SignIn::NotNeeded {
            return;
        }
        let opened_by = |counter: CounterNumber| -> Option<&DeviceName> {
            let opened = records.iter().rev().find(|record| {
                matches!(&record.event, Event::CounterOpened { counter: opened, .. } if *opened == counter)
            })?;
            Some(&opened.request.as_ref()?.device)
        };
        let is_terminal = |device: &DeviceName| {
            device.as_str() != super::API_DEVICE && self.config.keypads.iter().all(|pad| pad.name != *device)
        };
        let found: Vec<_> = self
            .hall
            .counters()
            .filter(|(number, _)| !self.seats.is_held(*number))
            .filter(|(number, _)| opened_by(*number).is_some_and(is_terminal))
            .filter_map(|(number, counter)| Some((number, counter.official()?.clone())))
            .collect();
        for (counter, official) in found {
            self.seats.keep(counter, official, None);
        }
    }

    /// Whether counters can be freed now.
    pub(super) fn can_free(&self) -> bool {
        match self.journal {
            JournalState::Ready | JournalState::OnReserve => true,
            JournalState::Unavailable | JournalState::Broken => false,
        }
    }
}

/// Nobody opens a counter in somebody else's name.
fn is_own_name(own: Option<&OfficialId>, request: &Request) -> bool {
    match (own, request) {
        (Some(own), Request::OpenCounter { official, .. }) => official == own,
        (Some(_) | None, _) => true,
    }
}
