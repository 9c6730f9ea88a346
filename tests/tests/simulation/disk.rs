//! A journal in memory: what a disk would hold, as the text it would hold it in.

use std::collections::BTreeSet;

use goiso_domain::{Event, LendingEvent};
use goiso_model::TicketId;
use goiso_store::{Entry, Record, RequestMark, Today};
use jiff::Timestamp;
use jiff::civil::Date;

/// Whether the disk takes entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Room {
    Enough,
    /// On the reserve: it takes them, but no new numbers are to be given.
    Reserve,
    None,
}

#[derive(Debug)]
pub(crate) struct Disk {
    records: Vec<Stored>,
    /// The business day in force.
    pub(crate) day: Option<Date>,
    tickets: BTreeSet<TicketId>,
    pub(crate) room: Room,
}

#[derive(Debug)]
struct Stored {
    day: Option<Date>,
    at_micros: i64,
    request: Option<String>,
    event: String,
}

impl Disk {
    pub(crate) fn new() -> Self {
        Self { records: Vec::new(), day: None, tickets: BTreeSet::new(), room: Room::Enough }
    }

    /// All of them or none.
    pub(crate) fn commit(&mut self, entries: &[Entry]) -> Result<(), ()> {
        if self.room == Room::None {
            return Err(());
        }
        for entry in entries {
            match &entry.event {
                Event::DayStarted { day } => self.day = Some(*day),
                Event::Issued { ticket, .. } | Event::Lending(LendingEvent::IssuedOffline { ticket, .. }) => {
                    self.tickets.insert(*ticket);
                }
                _ => {}
            }
            self.records.push(Stored {
                day: self.day,
                at_micros: entry.at.as_microsecond(),
                request: entry.request.as_ref().map(goiso_protocol::encode),
                event: goiso_protocol::encode(&entry.event),
            });
        }
        Ok(())
    }

    /// Whether a ticket's first record is on it.
    pub(crate) fn has(&self, ticket: TicketId) -> bool {
        self.tickets.contains(&ticket)
    }

    /// Everything, read back.
    pub(crate) fn records(&self) -> Vec<Record> {
        self.records.iter().enumerate().map(|(idx, stored)| stored.read(idx)).collect()
    }

    /// What a hub reads at its start: the same as [`goiso_store::Journal::load_today`] would give.
    pub(crate) fn today(&self) -> Today {
        let begins_day = |stored: &Stored| stored.event.contains(r#""event":"day_started""#);
        let begin = self.records.iter().rposition(begins_day);
        let records: Vec<Record> =
            self.records.iter().enumerate().skip(begin.unwrap_or(0)).map(|(idx, s)| s.read(idx)).collect();
        let before = &self.records[..begin.unwrap_or(self.records.len())];
        let rules = before.iter().enumerate().rev().find_map(|(idx, stored)| match stored.read(idx).event {
            Event::RulesApplied { rules } => Some(*rules),
            _ => None,
        });
        let earlier = before.iter().enumerate().filter_map(|(idx, stored)| stored.read(idx).request);
        let earlier = if begin.is_some() { earlier.collect() } else { Vec::new() };
        let last_at = records.last().map(|record| record.at);
        Today { rules, day: self.day, records, earlier, last_at, chain: Ok(()) }
    }
}

impl Stored {
    fn read(&self, idx: usize) -> Record {
        let request: Option<RequestMark> =
            self.request.as_ref().map(|text| serde_json::from_str(text).expect("it was written so"));
        Record {
            sequence: idx as u64 + 1,
            day: self.day,
            at: Timestamp::from_microsecond(self.at_micros).expect("it was a time"),
            request,
            event: serde_json::from_str(&self.event).expect("it was written so"),
        }
    }
}
