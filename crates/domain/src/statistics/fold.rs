//! From events to figures. What happened to a ticket is kept until its day is over, so that it can be taken back.

use std::collections::BTreeMap;

use goiso_model::{CounterNumber, OfficialId, OutcomeId, ServiceId, TicketId};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{CounterFigure, Figure, Samples, Statistics};
use crate::apply::secs_between;
use crate::{CancelCause, Entry, Event, LendingEvent, Outcome, Rules, Standing};

/// Takes events in order, from the beginning of a business day on.
#[derive(Debug, Clone)]
pub struct StatisticsFold {
    zone: TimeZone,
    done: Statistics,
    tickets: BTreeMap<TicketId, Track>,
    desks: BTreeMap<CounterNumber, Desk>,
    /// When the first counter of the day opened.
    opened_at: Option<Timestamp>,
}

/// What happened to one ticket of the present day.
#[derive(Debug, Clone)]
struct Track {
    service: ServiceId,
    issued_at: Timestamp,
    /// Carried over from the day before, whose night was no wait.
    is_carried: bool,
    visits: Vec<Visit>,
    /// Back in the line after the last visit.
    is_back: bool,
    left: Option<Left>,
    /// As it was before the last "absent", "finished" or "given up".
    before: Option<Box<Track>>,
}

/// From a call to a counter to what came of it.
#[derive(Debug, Clone)]
struct Visit {
    counter: CounterNumber,
    official: Option<OfficialId>,
    called_at: Timestamp,
    n_recalls: u32,
    arrived_at: Option<Timestamp>,
    end: Option<(End, Timestamp)>,
    outcome: Option<OutcomeId>,
    is_sent_on: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Served,
    /// The day ended; nobody knows when the visitor went.
    ServedUntilNight,
    Absent,
    /// To another counter or service.
    SentOn,
    /// To fetch something.
    Held,
}

/// How a ticket ended without service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    GivenUp,
    AtNight,
}

impl Left {
    fn by(cause: CancelCause) -> Self {
        match cause {
            CancelCause::Visitor | CancelCause::HoldOver | CancelCause::Replaced => Self::GivenUp,
            CancelCause::DayEnded | CancelCause::ServiceEnded => Self::AtNight,
        }
    }
}

/// A counter of the present day.
#[derive(Debug, Clone, Default)]
struct Desk {
    official: Option<OfficialId>,
    open_since: Option<Timestamp>,
}

impl StatisticsFold {
    /// Before the first event; `rules` are those in force then.
    pub fn new(rules: &Rules) -> Self {
        Self {
            zone: rules.time_zone(),
            done: Statistics::default(),
            tickets: BTreeMap::new(),
            desks: BTreeMap::new(),
            opened_at: None,
        }
    }

    /// Takes one event. What makes no sense is passed over.
    pub fn take(&mut self, event: &Event, at: Timestamp) {
        match event {
            Event::RulesApplied { rules } => self.zone = rules.time_zone(),
            Event::DayStarted { .. } => {
                self.end_day(at);
                self.done.n_days += 1;
            }
            Event::CounterOpened { counter, official, .. } => self.open(*counter, official, at),
            Event::CounterPaused { counter, .. } => self.stop(*counter, at),
            Event::CounterClosed { counter } => {
                self.stop(*counter, at);
                self.desks.remove(counter);
            }
            Event::Issued { ticket, service, entry, .. } => self.give(*ticket, service, entry.as_deref(), at),
            Event::Lending(LendingEvent::IssuedOffline { ticket, service, issued_at, .. }) => {
                self.give(*ticket, service, None, *issued_at);
            }
            Event::Called { ticket, counter, .. } => self.call(*ticket, *counter, at),
            Event::Recalled { ticket, .. } => {
                self.change_visit(*ticket, |visit| visit.n_recalls += 1);
            }
            Event::Arrived { ticket, .. } => {
                self.change_visit(*ticket, |visit| {
                    visit.arrived_at.get_or_insert(at);
                });
            }
            Event::Finished { ticket, outcome, .. } => self.finish(*ticket, outcome, at),
            Event::MarkedAbsent { ticket, .. } => self.mark_absent(*ticket, at),
            Event::Held { ticket, .. } => {
                self.change_visit(*ticket, |visit| visit.end = Some((End::Held, at)));
            }
            Event::Transferred { ticket, .. } => {
                self.send_on(*ticket, at);
            }
            Event::Returned { ticket } | Event::Restored { ticket, .. } => {
                if let Some(track) = self.tickets.get_mut(ticket) {
                    track.is_back = true;
                }
            }
            Event::Undone { ticket, .. } => self.undo(*ticket),
            Event::Cancelled { ticket, cause, .. } => self.leave(*ticket, Left::by(*cause), at),
            Event::PutOff { ticket } => self.leave(*ticket, Left::AtNight, at),
            Event::Chained { .. }
            | Event::Noted { .. }
            | Event::HelpAsked { .. }
            | Event::HelpEnded { .. }
            | Event::ServicesAssigned { .. }
            | Event::ServiceSwitched { .. }
            | Event::QuotaSet { .. }
            | Event::DayClosed { .. }
            | Event::Booked { .. }
            | Event::BookingDropped { .. }
            | Event::SlipReprinted { .. }
            | Event::CardShown { .. }
            | Event::Lending(
                LendingEvent::BlockLent { .. }
                | LendingEvent::BlockKept { .. }
                | LendingEvent::BlockExtended { .. }
                | LendingEvent::TurnedAway { .. },
            )
            | Event::MessagePosted { .. }
            | Event::MessageRemoved { .. } => {}
        }
    }

    fn give(&mut self, ticket: TicketId, service: &ServiceId, entry: Option<&Entry>, at: Timestamp) {
        let is_carried = entry.is_some_and(|entry| entry.standing == Standing::CarriedOver);
        self.tickets.entry(ticket).or_insert(Track { is_carried, ..Track::new(service.clone(), at) });
    }

    fn open(&mut self, counter: CounterNumber, official: &OfficialId, at: Timestamp) {
        self.stop(counter, at);
        self.opened_at.get_or_insert(at);
        self.desks.insert(counter, Desk { official: Some(official.clone()), open_since: Some(at) });
    }

    fn call(&mut self, ticket: TicketId, counter: CounterNumber, called_at: Timestamp) {
        let official = self.desks.get(&counter).and_then(|desk| desk.official.clone());
        let Some(track) = self.tickets.get_mut(&ticket) else { return };
        let visit = Visit {
            counter,
            official,
            called_at,
            n_recalls: 0,
            arrived_at: None,
            end: None,
            outcome: None,
            is_sent_on: false,
        };
        track.visits.push(visit);
        track.is_back = false;
    }

    fn finish(&mut self, ticket: TicketId, outcome: &Outcome, at: Timestamp) {
        let (end, settled) = match outcome {
            Outcome::DayEnded => (End::ServedUntilNight, None),
            Outcome::Settled(outcome) => (End::Served, Some(outcome.clone())),
        };
        self.keep_before(ticket);
        self.change_visit(ticket, |visit| (visit.end, visit.outcome) = (Some((end, at)), settled));
    }

    /// Also of somebody who was to come back with what was missing, and did not.
    fn mark_absent(&mut self, ticket: TicketId, at: Timestamp) {
        self.keep_before(ticket);
        let Some(visit) = self.tickets.get_mut(&ticket).and_then(|track| track.visits.last_mut()) else {
            return;
        };
        match visit.end {
            None => visit.end = Some((End::Absent, at)),
            Some((End::Held, held_at)) => visit.end = Some((End::Absent, held_at)),
            Some((End::Served | End::ServedUntilNight | End::Absent | End::SentOn, _)) => {}
        }
    }

    fn leave(&mut self, ticket: TicketId, left: Left, at: Timestamp) {
        self.keep_before(ticket);
        let Some(track) = self.tickets.get_mut(&ticket) else { return };
        track.left = Some(left);
        if let Some(visit) = track.visits.last_mut().filter(|visit| visit.end.is_none()) {
            visit.end = Some((End::Absent, at));
        }
    }

    /// Also of somebody who is finished here and goes on, as was settled before.
    fn send_on(&mut self, ticket: TicketId, at: Timestamp) {
        let Some(track) = self.tickets.get_mut(&ticket) else { return };
        track.is_back = true;
        if let Some(visit) = track.visits.last_mut() {
            visit.end.get_or_insert((End::SentOn, at));
            visit.is_sent_on = true;
        }
    }

    fn keep_before(&mut self, ticket: TicketId) {
        if let Some(track) = self.tickets.get_mut(&ticket) {
            track.before = None;
            track.before = Some(Box::new(track.clone()));
        }
    }

    fn undo(&mut self, ticket: TicketId) {
        if let Some(track) = self.tickets.get_mut(&ticket)
            && let Some(before) = track.before.take()
        {
            *track = *before;
        }
    }

    /// The figures of all that has been taken, as they stand at `now`.
    #[must_use]
    pub fn at(mut self, now: Timestamp) -> Statistics {
        self.end_day(now);
        let Statistics { all, by_service, by_counter, by_official, .. } = &mut self.done;
        for Figure { waits, carried_waits, services, arrivals, .. } in by_service.values_mut().chain([all]) {
            [waits, carried_waits, services, arrivals].into_iter().for_each(Samples::sort);
        }
        for CounterFigure { waits, services, arrivals, .. } in
            by_counter.values_mut().chain(by_official.values_mut())
        {
            [waits, services, arrivals].into_iter().for_each(Samples::sort);
        }
        self.done
    }

    fn change_visit(&mut self, ticket: TicketId, change: impl FnOnce(&mut Visit)) {
        let visit = self.tickets.get_mut(&ticket).and_then(|track| track.visits.last_mut());
        if let Some(visit) = visit.filter(|visit| visit.end.is_none()) {
            change(visit);
        }
    }

    /// A counter ceases to call; whoever is there stays.
    fn stop(&mut self, counter: CounterNumber, at: Timestamp) {
        let Some(desk) = self.desks.get_mut(&counter) else { return };
        let Some(since) = desk.open_since.take() else { return };
        let secs = u64::from(secs_between(since, at));
        self.done.by_counter.entry(counter).or_default().open_secs += secs;
        if let Some(official) = desk.official.clone() {
            self.done.by_official.entry(official).or_default().open_secs += secs;
        }
    }

    /// Adds up what happened to the tickets of the day, and forgets them.
    fn end_day(&mut self, at: Timestamp) {
        let open: Vec<_> = self.desks.keys().copied().collect();
        for counter in open {
            self.stop(counter, at);
        }
        let opened_at = self.opened_at.take();
        for track in std::mem::take(&mut self.tickets).into_values() {
            let by_service = self.done.by_service.entry(track.service.clone()).or_default();
            for figure in [&mut self.done.all, by_service] {
                track.add_to(figure, opened_at);
            }
            if !track.is_carried {
                self.add_hour(&track);
            }
            for (idx, visit) in track.visits.iter().enumerate() {
                let wait =
                    (idx == 0 && !track.is_carried).then(|| secs_between(track.issued_at, visit.called_at));
                let counter = self.done.by_counter.entry(visit.counter).or_default();
                visit.add_to(counter, wait, at);
                if let Some(official) = &visit.official {
                    let official = self.done.by_official.entry(official.clone()).or_default();
                    visit.add_to(official, wait, at);
                }
            }
        }
    }

    fn add_hour(&mut self, track: &Track) {
        let local = track.issued_at.to_zoned(self.zone.clone());
        let weekday = usize::from(local.weekday().to_monday_zero_offset().unsigned_abs());
        let hour = usize::from(local.hour().unsigned_abs());
        let figure = &mut self.done.by_hour[weekday][hour];
        figure.n_issued += 1;
        if let Some(visit) = track.visits.first() {
            figure.n_called += 1;
            figure.wait_secs += u64::from(secs_between(track.issued_at, visit.called_at));
        }
    }
}

impl Track {
    fn new(service: ServiceId, issued_at: Timestamp) -> Self {
        let visits = Vec::new();
        Self { service, issued_at, is_carried: false, visits, is_back: false, left: None, before: None }
    }

    fn add_to(&self, figure: &mut Figure, opened_at: Option<Timestamp>) {
        figure.n_issued += 1;
        figure.n_carried += u32::from(self.is_carried);
        if let Some(first) = self.visits.first() {
            if self.is_carried {
                let since = opened_at.map_or(first.called_at, |opened_at| opened_at.max(self.issued_at));
                figure.carried_waits.note(secs_between(since, first.called_at));
            } else {
                figure.waits.note(secs_between(self.issued_at, first.called_at));
            }
        }
        for visit in &self.visits {
            figure.n_recalls += visit.n_recalls;
            figure.n_transfers += u32::from(visit.is_sent_on);
            figure.n_holds += u32::from(visit.has_ended(End::Held));
            visit.service_secs().into_iter().for_each(|secs| figure.services.note(secs));
            visit.arrival_secs().into_iter().for_each(|secs| figure.arrivals.note(secs));
        }
        let end = self.visits.last().filter(|_| !self.is_back).map(|visit| visit.end.map(|(end, _)| end));
        match (end, self.left) {
            (Some(Some(End::Served | End::ServedUntilNight)), _) => {
                figure.n_served += 1;
                let outcome = self.visits.last().and_then(|visit| visit.outcome.clone());
                count_outcome(&mut figure.outcomes, outcome);
            }
            // Who did not come is absent, and stays so when the day ends.
            (Some(Some(End::Absent)), None | Some(Left::AtNight)) => figure.n_absent += 1,
            (_, Some(left)) => {
                figure.n_cancelled += 1;
                figure.n_left += u32::from(left == Left::AtNight);
            }
            (Some(None | Some(End::Held)), None) => figure.n_present += 1,
            (None | Some(Some(End::SentOn)), None) => {
                figure.n_present += 1;
                figure.n_waiting += 1;
            }
        }
    }
}

fn count_outcome(outcomes: &mut BTreeMap<OutcomeId, u32>, outcome: Option<OutcomeId>) {
    if let Some(outcome) = outcome {
        *outcomes.entry(outcome).or_default() += 1;
    }
}

impl Visit {
    fn add_to(&self, figure: &mut CounterFigure, wait: Option<u32>, now: Timestamp) {
        figure.n_called += 1;
        figure.n_recalls += self.n_recalls;
        match self.end.map(|(end, _)| end) {
            Some(End::Served | End::ServedUntilNight) => figure.n_served += 1,
            Some(End::Absent) => figure.n_absent += 1,
            Some(End::Held) => figure.n_holds += 1,
            Some(End::SentOn) | None => {}
        }
        count_outcome(&mut figure.outcomes, self.outcome.clone());
        figure.n_transfers += u32::from(self.is_sent_on);
        if let Some(secs) = wait {
            figure.waits.note(secs);
        }
        self.service_secs().into_iter().for_each(|secs| figure.services.note(secs));
        self.arrival_secs().into_iter().for_each(|secs| figure.arrivals.note(secs));
        let until = match self.end {
            // How long the counter was really busy is not known.
            Some((End::ServedUntilNight, _)) => self.arrived_at.unwrap_or(self.called_at),
            Some((End::Served | End::Absent | End::SentOn | End::Held, at)) => at,
            None => now,
        };
        figure.busy_secs += u64::from(secs_between(self.called_at, until));
    }

    fn has_ended(&self, how: End) -> bool {
        self.end.is_some_and(|(end, _)| end == how)
    }

    /// Where nobody noted the arrival, the call is the best sign of when the service began.
    fn service_secs(&self) -> Option<u32> {
        let (End::Served | End::SentOn | End::Held, ended_at) = self.end? else { return None };
        let arrived_at = self.arrived_at.filter(|arrived_at| *arrived_at < ended_at);
        Some(secs_between(arrived_at.unwrap_or(self.called_at), ended_at))
    }

    /// An arrival that is noted only with the end was not seen.
    fn arrival_secs(&self) -> Option<u32> {
        let arrived_at = self.arrived_at?;
        let is_seen = self.end.is_none_or(|(_, ended_at)| arrived_at < ended_at);
        is_seen.then(|| secs_between(self.called_at, arrived_at))
    }
}
