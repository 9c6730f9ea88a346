//! What an onlooker has seen: what people were told, what they hold in their hands, what the signs show.

use std::collections::{BTreeMap, BTreeSet};

use goiso_domain::Event;
use goiso_hardware::led::LedShow;
use goiso_hub::core::{Action, Hub};
use goiso_model::{CounterNumber, DeviceName, RequestId, TicketId};
use goiso_protocol::{Answer, Request, View};
use goiso_store::Record;

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

    /// Holds the notes against the journal.
    pub(crate) fn judge(&self, records: &[Record], hub: &Hub) -> Result<(), String> {
        let mut numbers = BTreeMap::new();
        let mut done: BTreeMap<WishKey, &Record> = BTreeMap::new();
        let mut issued_for: BTreeSet<u64> = BTreeSet::new();
        for record in records {
            if let Event::Issued { ticket, number, .. } = &record.event {
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
