//! Laws of lent numbers, over random days with kiosks that lose the hub, or their disk.

use std::collections::{BTreeMap, BTreeSet};

use goiso_domain::{Command, Event, Given, Hall, LendingEvent, LendingWish, Rules};
use goiso_model::{OfficialId, TicketId, TicketNumber};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use crate::lending::{kiosk, lending};
use crate::play::{MORNING, class, counter, rules, service};

const SERVICES: [&str; 4] = ["chung-thuc", "ho-tich", "dat-dai", "dong-cua"];
const CLASSES: [&str; 3] = ["nct", "nkt", "vip"];

#[derive(Debug, Clone)]
enum Deed {
    Issue {
        service: usize,
        class: Option<usize>,
    },
    Next(u32),
    Absent(u32),
    Undo(u32),
    Day,
    /// A kiosk gets a block, and has it on its disk.
    Borrow {
        kiosk: u32,
        has_new_disk: bool,
    },
    /// It gives a number while the hub is away.
    Offline {
        kiosk: u32,
        service: usize,
        class: Option<usize>,
    },
    /// It tells of all it has given.
    Tell(u32),
}

fn deeds() -> impl Strategy<Value = Vec<(i64, Deed)>> {
    let wish = || (0..4_usize, proptest::option::of(0..3_usize));
    let deed = prop_oneof![
        8 => wish().prop_map(|(service, class)| Deed::Issue { service, class }),
        6 => (1..4_u32).prop_map(Deed::Next),
        2 => (1..4_u32).prop_map(Deed::Absent),
        1 => (1..4_u32).prop_map(Deed::Undo),
        1 => Just(Deed::Day),
        2 => (1..3_u32, proptest::bool::weighted(0.2)).prop_map(|(kiosk, has_new_disk)| Deed::Borrow { kiosk, has_new_disk }),
        8 => (1..3_u32, wish()).prop_map(|(kiosk, (service, class))| Deed::Offline { kiosk, service, class }),
        2 => (1..3_u32).prop_map(Deed::Tell),
    ];
    proptest::collection::vec((0..100_i64, deed), 1..150)
}

/// What a kiosk keeps.
#[derive(Debug, Default)]
struct Disk {
    holder: u64,
    block: Option<(Date, u32)>,
    /// Numbers with their values, the last one last.
    given: Vec<(Given, u32)>,
    n_told: usize,
}

struct Day {
    hall: Hall,
    now: Timestamp,
    n_tickets: u64,
    journal: Vec<(Event, Timestamp)>,
    disks: BTreeMap<u32, Disk>,
    /// Numbers given today.
    numbers: BTreeSet<TicketNumber>,
}

fn all_rules() -> Rules {
    Rules { lending: lending(), waiting_max: 12, max_wait_secs: 1200, ..rules() }
}

impl Day {
    fn begin() -> Self {
        let mut day = Self {
            hall: Hall::new(all_rules()),
            now: MORNING.parse().unwrap(),
            n_tickets: 0,
            journal: Vec::new(),
            disks: BTreeMap::new(),
            numbers: BTreeSet::new(),
        };
        for command in day.hall.due(day.now) {
            day.wish(&command);
        }
        day.open_counters();
        day
    }

    fn open_counters(&mut self) {
        for n in 1..4 {
            let official: OfficialId = format!("cb-{n}").parse().unwrap();
            self.wish(&Command::OpenCounter { counter: counter(n), official, services: Vec::new() });
        }
    }

    fn draw(&mut self) -> TicketId {
        self.n_tickets += 1;
        TicketId::from_bits(self.n_tickets.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn wish(&mut self, command: &Command) {
        for event in self.hall.decide(command, self.now).into_iter().flatten() {
            if let Event::DayStarted { .. } = &event {
                self.numbers.clear();
            }
            if let Event::Issued { number, .. } | Event::Lending(LendingEvent::IssuedOffline { number, .. }) =
                &event
            {
                assert!(self.numbers.insert(number.clone()), "{number} was given before");
            }
            self.hall.apply(&event, self.now);
            self.hall.check().unwrap();
            self.journal.push((event, self.now));
        }
    }

    fn see(&mut self, deed: &Deed) {
        match deed {
            Deed::Issue { service: n, class: class_idx } => {
                let ticket = self.draw();
                let class = class_idx.map(|n| class(CLASSES[n]));
                self.wish(&Command::Issue {
                    ticket,
                    service: service(SERVICES[*n]),
                    class,
                    kiosk: None,
                    people: 1,
                });
            }
            Deed::Next(n) => self.wish(&Command::CallNext { counter: counter(*n) }),
            Deed::Absent(n) => self.wish(&Command::MarkAbsent { counter: counter(*n) }),
            Deed::Undo(n) => self.wish(&Command::Undo { counter: counter(*n) }),
            Deed::Day => {
                self.now += SignedDuration::from_hours(20);
                for command in self.hall.due(self.now) {
                    self.wish(&command);
                }
                self.open_counters();
            }
            Deed::Borrow { kiosk, has_new_disk } => self.borrow_block(*kiosk, *has_new_disk),
            Deed::Offline { kiosk, service: n, class: class_idx } => self.give(*kiosk, *n, *class_idx),
            Deed::Tell(kiosk) => self.tell_all(*kiosk),
        }
    }

    fn lend(&mut self, n: u32, wish: LendingWish) {
        self.wish(&Command::Lending { kiosk: kiosk(n), wish });
    }

    fn borrow_block(&mut self, n: u32, has_new_disk: bool) {
        let disk = self.disks.entry(n).or_default();
        if has_new_disk {
            *disk = Disk { holder: disk.holder + 1, ..Disk::default() };
        }
        let (holder, above) = (disk.holder, disk.given.last().map(|(given, _)| given.number.clone()));
        self.lend(n, LendingWish::Borrow { holder, above });
        let name = kiosk(n);
        let newest =
            self.hall.blocks_of(&name).filter(|(_, block)| block.holder == holder).map(|(id, _)| id).max();
        let Some((block, day)) = newest.zip(self.hall.day()) else { return };
        self.lend(n, LendingWish::Keep { holder, day, block: Some(block) });
        self.disks.entry(n).or_default().block = Some((day, block));
    }

    fn give(&mut self, n: u32, service_idx: usize, class_idx: Option<usize>) {
        let ticket = self.draw();
        let Some(disk) = self.disks.get_mut(&n) else { return };
        let Some((day, id)) = disk.block.filter(|(day, _)| Some(*day) == self.hall.day()) else { return };
        let name = kiosk(n);
        let Some((_, block)) = self.hall.blocks_of(&name).find(|(block, _)| *block == id) else { return };
        let last = disk.given.iter().filter(|(given, _)| given.day == day).map(|(_, value)| *value).max();
        let value = last.map_or(block.numbers.first, |value| value + 1).max(block.numbers.first);
        if value > block.numbers.last {
            return;
        }
        let given = Given {
            ticket,
            number: block.numbers.number(value),
            service: service(SERVICES[service_idx]),
            class: class_idx.map(|n| class(CLASSES[n])),
            issued_at: self.now,
            day,
            block: Some(id),
        };
        disk.given.push((given, value));
    }

    /// In order, the last one twice; every one leads to a ticket, or its day is over.
    fn tell_all(&mut self, n: u32) {
        let Some(disk) = self.disks.get_mut(&n) else { return };
        let untold: Vec<_> = disk.given[disk.n_told..].iter().map(|(given, _)| given.clone()).collect();
        disk.n_told = disk.given.len();
        let twice = untold.last().cloned();
        for given in untold.into_iter().chain(twice) {
            let id = given.ticket;
            let is_over = Some(given.day) != self.hall.day();
            self.lend(n, LendingWish::Tell { given: Box::new(given), instead_of: None });
            assert_eq!(self.hall.ticket(id).is_none(), is_over, "nobody who holds a number is lost");
        }
    }

    fn judge(&self) {
        let mut in_order: Vec<_> =
            self.hall.tickets().map(|(_, ticket)| (ticket.place, ticket.since)).collect();
        in_order.sort_unstable();
        assert!(in_order.is_sorted_by_key(|(_, since)| *since), "who came first stands first");
        let mut replayed = Hall::new(all_rules());
        for (event, at) in &self.journal {
            let written = serde_json::to_string(event).unwrap();
            replayed.apply(&serde_json::from_str(&written).unwrap(), *at);
        }
        assert_eq!(replayed, self.hall);
    }

    /// Everybody who waits is called in the end.
    fn serve_all(&mut self) {
        for n in 1..4 {
            self.wish(&Command::Finish { counter: counter(n), outcome: None });
        }
        let n_waiting = self.hall.tickets().count();
        for _ in 0..=n_waiting {
            for n in 1..4 {
                self.wish(&Command::CallNext { counter: counter(n) });
            }
        }
        let is_waiting = |ticket: &goiso_domain::Ticket| ticket.state == goiso_domain::TicketState::Waiting;
        assert!(!self.hall.tickets().any(|(_, ticket)| is_waiting(ticket)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_kiosks_give_by_themselves_the_laws_of_the_hall_hold(deeds in deeds()) {
        let mut day = Day::begin();
        for (secs, deed) in &deeds {
            day.now += SignedDuration::from_secs(*secs);
            day.see(deed);
        }
        day.judge();
        day.serve_all();
    }
}
