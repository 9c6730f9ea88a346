//! What became of the slips of today's tickets: told late, and printed again only when somebody asks.

use std::collections::{BTreeMap, BTreeSet};

use goiso_config::Config;
use goiso_domain::{Event, Hall, TicketState};
use goiso_hardware::printer::{Past, PrinterState, SlipContent};
use goiso_i18n::Texts;
use goiso_model::{CounterNumber, DeviceName, TicketId};
use goiso_protocol::{SlipState, SlipTrouble};
use goiso_store::Today;
use jiff::{SignedDuration, Timestamp};

use super::{Action, Hub, Origin, Outcome, Stale, slip};
use crate::refusal::HubRefusal;

/// The most slips whose fate is kept; a day has some 5,000.
const SLIPS_KEPT_MAX: usize = 10_000;
/// A printer tells a slip's fate within this, even when it has to wait for paper.
const FATE_WITHIN: SignedDuration = SignedDuration::from_mins(11);

/// What a printer's driver says of a slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlipNews {
    /// The printer has stopped over it; its fate follows.
    Held,
    /// On paper for sure.
    Printed,
    /// Not on paper for sure.
    NotPrinted,
    /// Sent, but nobody can tell.
    Unclear,
}

/// How many slips came out, did not, or may have, since the hub's start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SlipCounts {
    /// On paper for sure.
    pub printed: u64,
    /// Not on paper for sure.
    pub failed: u64,
    /// Sent, but the printer did not say.
    pub unknown: u64,
    /// Printers that stopped over a slip.
    pub held: u64,
    /// Sent once more because somebody asked.
    pub reprinted: u64,
    /// Sent to a kiosk's other printer after the first one could not.
    pub diverted: u64,
}

/// The slips of today.
#[derive(Debug, Default)]
pub(super) struct Slips {
    kept: BTreeMap<TicketId, Kept>,
    /// Printed once more because somebody asked.
    reprinted: BTreeSet<TicketId>,
    pub(super) counts: SlipCounts,
}

#[derive(Debug, Clone)]
struct Kept {
    at: At,
    /// The printers it was sent to, the last one last.
    printers: Vec<DeviceName>,
    kiosk: DeviceName,
}

/// Where a slip is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    UnderWay,
    Told(SlipNews),
    /// No printer could print, and the visitor was told so at the touch: the number was shown on the screen alone.
    OnScreen,
    /// It was under way when the hub was started anew, or may have been.
    LostSight,
}

impl At {
    fn state(self) -> SlipState {
        match self {
            Self::UnderWay => SlipState::Printing,
            Self::Told(SlipNews::Held) => SlipState::Held,
            Self::Told(SlipNews::Printed) => SlipState::Printed,
            Self::Told(SlipNews::NotPrinted) | Self::OnScreen => SlipState::NotPrinted,
            Self::Told(SlipNews::Unclear) | Self::LostSight => SlipState::Unclear,
        }
    }

    fn is_trouble(self) -> bool {
        match self {
            Self::UnderWay | Self::Told(SlipNews::Printed) => false,
            Self::Told(SlipNews::Held | SlipNews::NotPrinted | SlipNews::Unclear)
            | Self::OnScreen
            | Self::LostSight => true,
        }
    }

    /// Whether an official must hear of it: what the visitor was told at the touch, and what every restart leaves
    /// in doubt, would only be noise.
    fn is_for_officials(self) -> bool {
        match self {
            Self::Told(SlipNews::Held | SlipNews::NotPrinted | SlipNews::Unclear) => true,
            Self::UnderWay | Self::Told(SlipNews::Printed) | Self::OnScreen | Self::LostSight => false,
        }
    }
}

impl Slips {
    /// After a start of the hub: of what the journal's last minutes gave out, nobody knows whether it is on paper.
    pub(super) fn after_restart(&mut self, today: &Today) {
        let Some(last_at) = today.last_at else { return };
        for record in
            today.records.iter().rev().take_while(|record| last_at.duration_since(record.at) < FATE_WITHIN)
        {
            let (Event::Issued { ticket, kiosk: Some(kiosk), .. } | Event::SlipReprinted { ticket, kiosk }) =
                &record.event
            else {
                continue;
            };
            self.keep(*ticket, Kept { at: At::LostSight, printers: Vec::new(), kiosk: kiosk.clone() });
        }
    }

    /// Whether a slip may have been under way when the hub before ended.
    pub(super) fn past(&self) -> Past {
        let is_doubtful = self.kept.values().any(|kept| kept.at == At::LostSight);
        if is_doubtful { Past::MaybeTorn } else { Past::Clean }
    }

    /// After a commit that failed: its tickets are gone, and what was on its way may not have been sent.
    pub(super) fn after_failed_commit(&mut self, hall: &Hall) {
        self.kept.retain(|ticket, _| hall.ticket(*ticket).is_some());
        for kept in self.kept.values_mut().filter(|kept| kept.at == At::UnderWay) {
            kept.at = At::LostSight;
        }
    }

    /// Tickets of the day before need no slips.
    pub(super) fn begin_day(&mut self) {
        self.kept.clear();
        self.reprinted.clear();
    }

    fn keep(&mut self, ticket: TicketId, kept: Kept) {
        if self.kept.len() >= SLIPS_KEPT_MAX && !self.kept.contains_key(&ticket) {
            let settled = self.kept.iter().find(|(_, kept)| !kept.at.is_trouble()).map(|(ticket, _)| *ticket);
            let gone = settled.or_else(|| self.kept.keys().next().copied());
            gone.and_then(|gone| self.kept.remove(&gone));
        }
        self.kept.insert(ticket, kept);
    }

    /// Takes note of slips that were asked for again; of all that today's journal holds, where `records` are those.
    pub(super) fn note_reprints<'a>(&mut self, events: impl IntoIterator<Item = &'a Event>) {
        self.reprinted.extend(events.into_iter().filter_map(|event| match event {
            Event::SlipReprinted { ticket, .. } => Some(*ticket),
            _ => None,
        }));
    }

    /// Only what the journal holds counts.
    pub(super) fn forget_reprints(&mut self) {
        self.reprinted.clear();
    }

    pub(super) fn is_reprinted(&self, ticket: TicketId) -> bool {
        self.reprinted.contains(&ticket)
    }

    /// What became of a ticket's slip; none where none was asked for, or nobody knows any more.
    pub(super) fn state(&self, ticket: TicketId) -> Option<SlipState> {
        self.kept.get(&ticket).map(|kept| kept.at.state())
    }

    fn count(&mut self, news: SlipNews) {
        let count = match news {
            SlipNews::Held => &mut self.counts.held,
            SlipNews::Printed => &mut self.counts.printed,
            SlipNews::NotPrinted => &mut self.counts.failed,
            SlipNews::Unclear => &mut self.counts.unknown,
        };
        *count += 1;
    }
}

impl Hub {
    /// A printer's state as last reported.
    pub fn printer_state(&self, printer: &DeviceName) -> PrinterState {
        self.devices.printer_state(printer)
    }

    /// Prints slips in these words instead of the built-in ones: Vietnamese, and English for bilingual slips.
    #[must_use]
    pub fn with_slip_texts(self, first: Texts, second: Texts) -> Self {
        Self { slip_words: slip::SlipWords { first, second }, ..self }
    }

    /// A slip for each service and class of visitors, so that printers can keep what stands on them.
    pub fn slip_samples(&self, now: Timestamp) -> Vec<SlipContent> {
        slip::samples(self, now)
    }

    /// Whether a slip may have been under way when the hub before this one ended.
    pub fn slips_past(&self) -> Past {
        self.slips.past()
    }

    /// A printer's driver tells of a slip. One that certainly did not come out goes to the kiosk's other printer.
    pub(super) fn slip_told(
        &mut self,
        printer: &DeviceName,
        ticket: TicketId,
        news: SlipNews,
        now: Timestamp,
    ) -> Outcome {
        self.slips.count(news);
        let Some(kept) = self.slips.kept.get_mut(&ticket) else { return Outcome::default() };
        // Of two printers with the same slip, only a yes of the one that was not asked last means something.
        if kept.printers.last().is_some_and(|last| last != printer) && news != SlipNews::Printed {
            return Outcome::default();
        }
        let (was_trouble, kiosk) = (kept.at.is_trouble(), kept.kiosk.clone());
        kept.at = At::Told(news);
        if news == SlipNews::NotPrinted
            && let Some(action) = self.divert(ticket, &kiosk, now)
        {
            tracing::warn!(%ticket, %printer, "the slip goes to the kiosk's other printer");
            self.slips.counts.diverted += 1;
            return Outcome { actions: vec![action], ..Outcome::default() };
        }
        let is_trouble = news != SlipNews::Printed;
        let stale = if was_trouble || is_trouble { self.stale_slip(ticket) } else { Stale::default() };
        Outcome { stale, ..Outcome::default() }
    }

    fn divert(&mut self, ticket: TicketId, kiosk: &DeviceName, now: Timestamp) -> Option<Action> {
        let is_over = self.hall.ticket(ticket).is_none_or(|ticket| is_over(&ticket.state));
        let tried = self.slips.kept.get(&ticket).map(|kept| kept.printers.clone()).unwrap_or_default();
        let can = |printer: &&DeviceName| {
            !tried.contains(printer) && self.devices.printer_state(printer).can_print()
        };
        let printer = printers_of(kiosk, &self.config).find(can)?.clone();
        if is_over { None } else { self.print(ticket, kiosk, printer, now) }
    }

    /// A slip is to come out at a kiosk: at its printer, or at the one that stands in; none where none can print.
    pub(super) fn print_at(
        &mut self,
        ticket: TicketId,
        kiosk: &DeviceName,
        now: Timestamp,
    ) -> Option<Action> {
        let printer = self.devices.printer_for(kiosk, &self.config);
        // A ticket that has a slip already gets another one because somebody asked.
        let is_again = self.slips.kept.contains_key(&ticket);
        let action = printer.and_then(|printer| self.print(ticket, kiosk, printer, now));
        self.slips.counts.reprinted += u64::from(is_again && action.is_some());
        if action.is_none() && printers_of(kiosk, &self.config).next().is_some() {
            let kept = Kept { at: At::OnScreen, printers: Vec::new(), kiosk: kiosk.clone() };
            self.slips.keep(ticket, kept);
        }
        action
    }

    fn print(
        &mut self,
        ticket: TicketId,
        kiosk: &DeviceName,
        printer: DeviceName,
        now: Timestamp,
    ) -> Option<Action> {
        let slip = slip::content(self, ticket, now)?;
        let mut printers = self.slips.kept.get(&ticket).map(|kept| kept.printers.clone()).unwrap_or_default();
        printers.retain(|other| *other != printer);
        printers.push(printer.clone());
        self.slips.keep(ticket, Kept { at: At::UnderWay, printers, kiosk: kiosk.clone() });
        Some(Action::Print { printer, ticket, slip: Box::new(slip) })
    }

    /// What stands against printing a ticket's slip once more; the hall says whether there is such a ticket.
    pub(super) fn stands_against_reprint(
        &self,
        origin: &Origin,
        id: TicketId,
        now: Timestamp,
    ) -> Option<HubRefusal> {
        let ticket = self.hall.ticket(id).filter(|ticket| !is_over(&ticket.state))?;
        let (state, given_at) = (self.slips.state(id), ticket.kiosk.as_ref());
        if let Origin::Kiosk(kiosk) = origin
            && let Some(refusal) = self.stands_against_kiosk_reprint(kiosk, (id, ticket), now)
        {
            return Some(refusal);
        }
        if state == Some(SlipState::Printing) {
            return Some(HubRefusal::SlipUnderWay);
        }
        let kiosk = origin.kiosk().or(given_at)?;
        self.devices.printer_for(kiosk, &self.config).is_none().then_some(HubRefusal::NoPrinter)
    }

    /// The slips that a kiosk must know of, the newest first.
    pub(super) fn slips_at_kiosk(&self, kiosk: &DeviceName) -> Vec<SlipTrouble> {
        self.troubles(|kept, _| kept.kiosk == *kiosk && kept.at.is_trouble())
    }

    /// The slips that an official must know of, the newest first.
    pub(super) fn slips_for_counter(&self, counter: CounterNumber) -> Vec<SlipTrouble> {
        let Some(counter) = self.hall.counter(counter) else { return Vec::new() };
        self.troubles(|kept, service| kept.at.is_for_officials() && counter.services.contains(service))
    }

    fn troubles(&self, wanted: impl Fn(&Kept, &goiso_model::ServiceId) -> bool) -> Vec<SlipTrouble> {
        let mut found: Vec<_> = self
            .slips
            .kept
            .iter()
            .filter_map(|(id, kept)| Some((*id, kept, self.hall.ticket(*id)?)))
            .filter(|(_, _, ticket)| matches!(ticket.state, TicketState::Waiting))
            .filter(|(_, kept, ticket)| wanted(kept, &ticket.service))
            .collect();
        found.sort_by_key(|(_, _, ticket)| std::cmp::Reverse(ticket.place));
        found.truncate(SlipTrouble::TOLD_MAX);
        let told = |(ticket, kept, of): (TicketId, &Kept, &goiso_domain::Ticket)| SlipTrouble {
            ticket,
            number: of.number.clone(),
            slip: kept.at.state(),
            can_reprint: self.devices.printer_for(&kept.kiosk, &self.config).is_some(),
        };
        found.into_iter().map(told).collect()
    }

    /// Whose views tell of a ticket's slip.
    pub(super) fn stale_slip(&self, ticket: TicketId) -> Stale {
        let service = self.hall.ticket(ticket).map(|ticket| &ticket.service);
        let serving = self
            .hall
            .counters()
            .filter(|(_, counter)| service.is_some_and(|service| counter.services.contains(service)));
        Stale { is_kiosks: true, counters: serving.map(|(number, _)| number).collect(), ..Stale::default() }
    }
}

fn is_over(state: &TicketState) -> bool {
    match state {
        TicketState::Done { .. } | TicketState::Cancelled { .. } => true,
        TicketState::Waiting
        | TicketState::Called { .. }
        | TicketState::Serving { .. }
        | TicketState::Held { .. }
        | TicketState::PutOff { .. }
        | TicketState::Absent { .. } => false,
    }
}

/// The printers of a kiosk, its own first.
pub(super) fn printers_of<'a>(
    kiosk: &DeviceName,
    config: &'a Config,
) -> impl Iterator<Item = &'a DeviceName> + use<'a> {
    let kiosk = config.kiosks.iter().find(|known| known.name == *kiosk);
    kiosk.into_iter().flat_map(|kiosk| kiosk.printer.iter().chain(&kiosk.alternative_printer))
}
