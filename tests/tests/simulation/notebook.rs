//! What an onlooker has seen: what people were told, what they hold in their hands, what the signs show.

use std::collections::{BTreeMap, BTreeSet};

use goiso_client::emergency::OfflineNumber;
use goiso_domain::{Event, LendingEvent};
use goiso_hardware::led::LedShow;
use goiso_hub::core::{Action, Hub};
use goiso_model::{CounterNumber, DeviceName, RequestId, TicketId};
use goiso_protocol::{Answer, Request, View};
use goiso_store::Record;
use jiff::civil::Date;

use crate::disk::Disk;

type WishKey = (DeviceName, RequestId);

#[derive(Debug, Default)]
pub(crate) struct Notebook {
    /// A law that broke where it could not be said.
    pub(crate) broken: Option<String>,
    pub(crate) leds: BTreeMap<CounterNumber, LedShow>,
    n_touches: u64,
    touches: BTreeMap<WishKey, u64>,
    /// Ids that stand for two wishes: whichever is first after a power cut is the one that counts.
    reused: BTreeSet<WishKey>,
    told: Vec<Told>,
    slips: BTreeMap<TicketId, String>,
    offline: Offline,
}

/// What kiosks gave while the hub was away.
#[derive(Debug, Default)]
struct Offline {
    /// By number and day.
    shown: BTreeMap<(String, Date), TicketId>,
    /// Those that a kiosk set out to give: one may be on its disk though the power went before it was shown.
    tried: BTreeSet<TicketId>,
    lost: BTreeSet<TicketId>,
    given_up: BTreeSet<WishKey>,
}

#[derive(Debug)]
struct Told {
    wish: WishKey,
    request: Request,
    answer: Answer,
}

impl Notebook {
    /// Somebody touches a screen once.
    pub(crate) fn touch(&mut self) -> u64 {
        self.n_touches += 1;
        self.n_touches
    }

    pub(crate) fn wished(&mut self, device: &DeviceName, id: &RequestId, touch: u64) {
        self.touches.insert((device.clone(), id.clone()), touch);
    }

    pub(crate) fn reused(&mut self, device: &DeviceName, id: &RequestId) {
        self.reused.insert((device.clone(), id.clone()));
    }

    /// Somebody hears an answer. What it speaks of is on the disk.
    pub(crate) fn told(
        &mut self,
        device: &DeviceName,
        id: &RequestId,
        request: &Request,
        answer: &Answer,
        disk: &Disk,
    ) -> Result<(), String> {
        if let Answer::Done { ticket: Some(info) } = answer
            && !disk.has(info.ticket)
        {
            return Err(format!("{device} was told of {}, which is not in the journal", info.number));
        }
        let wish = (device.clone(), id.clone());
        self.told.push(Told { wish, request: request.clone(), answer: answer.clone() });
        Ok(())
    }

    /// A screen shows a view. Whoever is in it is on the disk.
    pub(crate) fn shown(device: &DeviceName, view: &View, disk: &Disk) -> Result<(), String> {
        let View::Counter(view) = view else { return Ok(()) };
        let waiting = view.waiting.iter().map(|waiting| (waiting.ticket, &waiting.number));
        let current = view.current.iter().map(|current| (current.ticket, &current.number));
        match waiting.chain(current).find(|(ticket, _)| !disk.has(*ticket)) {
            Some((_, number)) => Err(format!("{device} shows {number}, which is not in the journal")),
            None => Ok(()),
        }
    }

    /// A slip comes out.
    pub(crate) fn slip(&mut self, ticket: TicketId, number: &str, disk: &Disk) -> Result<(), String> {
        if !disk.has(ticket) {
            return Err(format!("a slip for {number}, which is not in the journal"));
        }
        match self.slips.insert(ticket, number.to_owned()) {
            Some(_) => Err(format!("a second slip for {number}")),
            None => Ok(()),
        }
    }

    pub(crate) fn offline_tried(&mut self, ticket: TicketId) {
        self.offline.tried.insert(ticket);
    }

    /// A kiosk shows a number that it gave by itself.
    pub(crate) fn offline_shown(&mut self, kiosk: &DeviceName, given: &OfflineNumber) {
        let key = (given.number.to_string(), given.loan.day);
        if let Some(other) = self.offline.shown.insert(key, given.ticket) {
            let law = format!("{} of {kiosk} is shown to two, {other} and {}", given.number, given.ticket);
            self.broken.get_or_insert(law);
        }
    }

    /// A kiosk's disk is gone, with numbers that nobody was told of.
    pub(crate) fn lost_with_disk(&mut self, tickets: Vec<TicketId>) {
        self.offline.lost.extend(tickets);
    }

    /// A visitor took an emergency number instead of the one that was asked for.
    pub(crate) fn gave_up(&mut self, device: &DeviceName, id: &RequestId) {
        self.offline.given_up.insert((device.clone(), id.clone()));
    }

    /// Holds the notes against the journal.
    pub(crate) fn judge(&self, records: &[Record], hub: &Hub) -> Result<(), String> {
        let mut numbers = BTreeMap::new();
        let mut done: BTreeMap<WishKey, &Record> = BTreeMap::new();
        let mut issued_for: BTreeSet<u64> = BTreeSet::new();
        for record in records {
            if let Event::Issued { ticket, number, .. }
            | Event::Lending(LendingEvent::IssuedOffline { ticket, number, .. }) = &record.event
            {
                numbers.insert(*ticket, number.to_string());
            }
            let Some(mark) = &record.request else { continue };
            let wish = (mark.device.clone(), mark.id.clone());
            if let (Event::Issued { number, .. }, Some(touch)) = (&record.event, self.touches.get(&wish))
                && !issued_for.insert(*touch)
            {
                return Err(format!("several numbers for one touch, the last {number}"));
            }
            if done.insert(wish, record).is_some() {
                return Err(format!("the wish {} of {} led to something twice", mark.id, mark.device));
            }
        }
        for (ticket, slip) in &self.slips {
            if numbers.get(ticket) != Some(slip) {
                return Err(format!("a slip says {slip}, the journal {:?}", numbers.get(ticket)));
            }
        }
        for told in self.told.iter().filter(|told| !self.reused.contains(&told.wish)) {
            told.judge(&numbers, &done)?;
        }
        self.offline.judge(records)?;
        self.judge_leds(hub)
    }

    fn judge_leds(&self, hub: &Hub) -> Result<(), String> {
        for light in hub.lights() {
            if let Action::Light { counter, show } = light
                && self.leds.get(&counter) != Some(&show)
            {
                return Err(format!(
                    "the sign over {counter} shows {:?}, not {show:?}",
                    self.leds.get(&counter)
                ));
            }
        }
        Ok(())
    }
}

impl Offline {
    /// Whoever was shown a number is in the hall once, and nobody else is; who gave a wish up waits once.
    fn judge(&self, records: &[Record]) -> Result<(), String> {
        let mut told = BTreeSet::new();
        let mut ghosts = BTreeSet::new();
        for record in records {
            let wish = record.request.as_ref().map(|mark| (mark.device.clone(), mark.id.clone()));
            match &record.event {
                Event::Lending(
                    LendingEvent::IssuedOffline { ticket, number, .. }
                    | LendingEvent::TurnedAway { ticket, number, .. },
                ) => {
                    if !told.insert(*ticket) {
                        return Err(format!("{number} was told twice"));
                    }
                    if !self.tried.contains(ticket) {
                        return Err(format!("no kiosk ever gave {number}"));
                    }
                }
                Event::Issued { ticket, .. } if wish.is_some_and(|wish| self.given_up.contains(&wish)) => {
                    ghosts.insert(*ticket);
                }
                Event::Called { ticket, .. } | Event::Cancelled { ticket, .. } => {
                    ghosts.remove(ticket);
                }
                _ => {}
            }
        }
        if let Some(ticket) = ghosts.first() {
            return Err(format!("{ticket} still waits, whose visitor took another number"));
        }
        match self.shown.iter().find(|(_, ticket)| !told.contains(ticket) && !self.lost.contains(ticket)) {
            Some(((number, _), _)) => Err(format!("{number} was shown, but is not in the journal")),
            None => Ok(()),
        }
    }
}

impl Told {
    fn judge(
        &self,
        numbers: &BTreeMap<TicketId, String>,
        done: &BTreeMap<WishKey, &Record>,
    ) -> Result<(), String> {
        let (device, id) = &self.wish;
        let record = done.get(&self.wish);
        let event = record.map(|record| &record.event);
        match (&self.answer, &self.request) {
            // What is so already leads to no entry.
            (
                Answer::Done { .. },
                Request::OpenCounter { .. }
                | Request::PauseCounter { .. }
                | Request::Chain { .. }
                | Request::AskHelp { .. }
                | Request::AssignServices { .. }
                | Request::SetService { .. }
                | Request::SetQuota { .. },
            ) => Ok(()),
            (Answer::Done { ticket }, request) => {
                let event =
                    event.ok_or_else(|| format!("{id} of {device} was done, but is not in the journal"))?;
                let Some(info) = ticket else { return Ok(()) };
                if numbers.get(&info.ticket).map(String::as_str) != Some(&info.number.to_string()) {
                    return Err(format!("{device} was told of {}, which is not in the journal", info.number));
                }
                match (request, event) {
                    (Request::Issue { .. }, Event::Issued { ticket, number, .. })
                        if *ticket != info.ticket =>
                    {
                        Err(format!("{device} was told {}, but {number} was given for {id}", info.number))
                    }
                    _ => Ok(()),
                }
            }
            (Answer::SignedIn { .. }, _) => Err(format!("{id} of {device} was no sign-in")),
            (Answer::Refused { refusal }, _) => match event {
                // A copy that was still on its way when the disk had no room may be taken when it has again.
                Some(event) if refusal.code != "journal_unavailable" => {
                    Err(format!("{id} of {device} was refused ({}), yet it led to {event:?}", refusal.code))
                }
                Some(_) | None => Ok(()),
            },
        }
    }
}

/// An answer in a few words.
pub(crate) fn in_words(answer: &Answer) -> String {
    match answer {
        Answer::Done { ticket: Some(ticket) } => format!("done, {} is {:?}", ticket.number, ticket.stage),
        Answer::Done { ticket: None } | Answer::SignedIn { .. } => "done".to_owned(),
        Answer::Refused { refusal } => format!("refused, {}", refusal.code),
    }
}
