//! What people may do on a random day, and by which rules.

use goiso_domain::{
    AtEnd, Calendar, CalendarId, CallsWhom, Command, DayEnd, Help, HoldEnds, HoldReason, PauseReason,
    PriorityRule, Rest, Rules, ServiceOrder, ServiceSwitch, Target, TransferPlace, Window, business_day,
};
use goiso_model::{ServiceId, TicketId};
use jiff::SignedDuration;
use proptest::prelude::*;

use super::Onlooker;
use crate::play::{class, counter, rules, series, service};

const SERVICES: [&str; 4] = ["chung-thuc", "ho-tich", "dat-dai", "cap-bang"];
const CLASSES: [&str; 2] = ["nct", "nkt"];

/// What somebody does; indexes are taken modulo what there is.
#[derive(Debug, Clone)]
pub(super) enum Deed {
    Issue { service: usize, class: Option<usize> },
    Next(u32),
    Number { at: u32, ticket: usize },
    Recall(u32),
    Arrive(u32),
    Finish(u32),
    Absent(u32),
    Cancel { ticket: usize },
    Open { at: u32, official: usize, services: u8 },
    Pause(u32),
    Close(u32),
    Hold { at: u32, minutes: u32 },
    Back { ticket: usize },
    Restore { ticket: usize },
    Send { at: u32, to: usize, place: usize },
    Chain { at: u32, to: Vec<usize> },
    Undo(u32),
    WalkIn { at: u32, service: usize, class: Option<usize> },
    Book { minutes: i64 },
    CheckIn { nth: usize },
    Assign { at: u32, services: u8 },
    Switch { service: usize, to: usize },
    Quota { service: usize, max: Option<u32> },
    EndDay { carry: usize },
    Clock,
    Rules(usize),
    Day,
}

pub(super) fn deeds() -> impl Strategy<Value = Vec<(i64, Deed)>> {
    let at = || 1..5_u32;
    let deed = prop_oneof![
        12 => (0..4_usize, proptest::option::of(0..2_usize)).prop_map(|(service, class)| Deed::Issue { service, class }),
        10 => at().prop_map(Deed::Next),
        2 => (at(), 0..50_usize).prop_map(|(at, ticket)| Deed::Number { at, ticket }),
        2 => at().prop_map(Deed::Recall),
        3 => at().prop_map(Deed::Arrive),
        3 => at().prop_map(Deed::Finish),
        3 => at().prop_map(Deed::Absent),
        2 => (0..50_usize).prop_map(|ticket| Deed::Cancel { ticket }),
        5 => (at(), 0..4_usize, 0..16_u8).prop_map(|(at, official, services)| Deed::Open { at, official, services }),
        1 => at().prop_map(Deed::Pause),
        1 => at().prop_map(Deed::Close),
        4 => (at(), 1..30_u32).prop_map(|(at, minutes)| Deed::Hold { at, minutes }),
        4 => (0..50_usize).prop_map(|ticket| Deed::Back { ticket }),
        4 => (0..50_usize).prop_map(|ticket| Deed::Restore { ticket }),
        4 => (at(), 0..8_usize, 0..3_usize).prop_map(|(at, to, place)| Deed::Send { at, to, place }),
        2 => (at(), proptest::collection::vec(0..8_usize, 0..3)).prop_map(|(at, to)| Deed::Chain { at, to }),
        3 => at().prop_map(Deed::Undo),
        2 => (at(), 0..4_usize, proptest::option::of(0..2_usize))
            .prop_map(|(at, service, class)| Deed::WalkIn { at, service, class }),
        2 => (0..300_i64).prop_map(|minutes| Deed::Book { minutes }),
        2 => (0..9_usize).prop_map(|nth| Deed::CheckIn { nth }),
        1 => (at(), 0..16_u8).prop_map(|(at, services)| Deed::Assign { at, services }),
        1 => (0..4_usize, 0..3_usize).prop_map(|(service, to)| Deed::Switch { service, to }),
        1 => (0..4_usize, proptest::option::of(0..9_u32)).prop_map(|(service, max)| Deed::Quota { service, max }),
        1 => (0..2_usize).prop_map(|carry| Deed::EndDay { carry }),
        6 => Just(Deed::Clock),
        1 => (0..N_RULES).prop_map(Deed::Rules),
        1 => Just(Deed::Day),
    ];
    proptest::collection::vec((0..300_i64, deed), 1..150)
}

/// How many sets of rules there are to go to and fro between.
pub(super) const N_RULES: usize = 7;

/// One of them.
pub(super) fn some_rules(which: usize) -> Rules {
    let mut rules = rules();
    match which {
        0 => rules.max_wait_secs = 1800,
        1 => {
            rules.priority = PriorityRule::Strict;
            rules.series.insert(service("chung-thuc"), series("A", 3, 9, 3));
            let wrapping = rules.series.get_mut(&service("ho-tich")).unwrap();
            (wrapping.last, wrapping.at_end) = (4, AtEnd::Wrap);
            (rules.waiting_max, rules.calls_max) = (6, 1);
        }
        2 => {
            rules.services.remove(&service("dat-dai"));
            rules.classes.remove(&class("nkt"));
            rules.counters.remove(&counter(2));
            rules.counters.get_mut(&counter(3)).unwrap().services.pop();
            rules.priority = PriorityRule::OneAfter { others: 1 };
        }
        3 => {
            rules.series.insert(service("cap-bang"), series("B", 1, 50, 2));
            rules.services.insert(service("cap-bang"), crate::play::service_rules("cap-bang"));
            let offices = &mut rules.counters.get_mut(&counter(1)).unwrap().services;
            offices.insert(0, service("cap-bang"));
            rules.services.get_mut(&service("ho-tich")).unwrap().daily_max = Some(5);
            rules.counters.insert(counter(4), rules.counters[&counter(3)].clone());
            rules.max_wait_secs = 600;
        }
        4 => {
            let weights = [(service("ho-tich"), 3)].into();
            rules.counters.get_mut(&counter(1)).unwrap().order = ServiceOrder::Weighted { weights };
            rules.counters.get_mut(&counter(3)).unwrap().order = ServiceOrder::Listed;
            let helps = Help { service: service("chung-thuc"), from_wait_secs: Some(300) };
            rules.counters.get_mut(&counter(2)).unwrap().helps = vec![helps];
            rules.office.absent_after_secs = Some(30);
            rules.office.hold_max_secs = 600;
            rules.office.hold_ends = HoldEnds::Cancelled;
        }
        5 => {
            rules.counters.get_mut(&counter(2)).unwrap().calls = CallsWhom::SentHere;
            let helps = Help { service: service("dat-dai"), from_wait_secs: None };
            rules.counters.get_mut(&counter(1)).unwrap().helps = vec![helps];
            rules.office.restore_within_secs = Some(600);
            rules.office.day_end = Some(DayEnd { at: jiff::civil::time(11, 0, 0, 0), rest: Rest::Carry });
            rules.max_wait_secs = 900;
        }
        _ => {
            let window = |begin, end| Window { begin, end };
            let at = |hour, minute| jiff::civil::time(hour, minute, 0, 0);
            let morning = || vec![window(at(7, 30), at(9, 0)), window(at(10, 0), at(12, 0))];
            let calendar = Calendar {
                week: std::array::from_fn(|_| morning()),
                closed: [jiff::civil::date(2026, 11, 25)].into(),
                ..Calendar::default()
            };
            let id = CalendarId::new("sang").unwrap();
            rules.calendars.insert(id.clone(), calendar);
            rules.services.get_mut(&service("dat-dai")).unwrap().calendar = Some(id);
        }
    }
    rules.services.get_mut(&service("ho-tich")).unwrap().appointments =
        Some(crate::appointments::rules_of_slots());
    rules.check().expect("these rules are fine");
    rules
}

impl Onlooker {
    pub(super) fn command(&mut self, deed: &Deed) -> Option<Command> {
        let nth = |n: usize| self.hall.tickets().nth(n % self.hall.tickets().count().max(1));
        Some(match deed {
            Deed::Issue { service: n, class: class_idx } => Command::Issue {
                ticket: self.draw(),
                service: service(SERVICES[*n]),
                class: class_idx.map(|n| class(CLASSES[n])),
                kiosk: None,
                people: 1,
            },
            Deed::Next(n) => Command::CallNext { counter: counter(*n) },
            Deed::Number { at, ticket } => {
                let number = nth(*ticket)?.1.number.clone();
                Command::CallNumber { counter: counter(*at), number, note: None }
            }
            Deed::Recall(n) => Command::Recall { counter: counter(*n) },
            Deed::Arrive(n) => Command::Arrive { counter: counter(*n) },
            Deed::Finish(n) => Command::Finish { counter: counter(*n), outcome: "guided".parse().ok() },
            Deed::Absent(n) => Command::MarkAbsent { counter: counter(*n) },
            Deed::Cancel { ticket } => {
                let at = ticket.is_multiple_of(2).then(|| counter(1));
                Command::Cancel { ticket: nth(*ticket)?.0, counter: at }
            }
            Deed::Open { at, official, services } => Command::OpenCounter {
                counter: counter(*at),
                official: ["lan", "hoa", "minh", "tam"][*official].parse().unwrap(),
                services: chosen(*services),
            },
            Deed::Pause(n) => Command::PauseCounter { counter: counter(*n), reason: PauseReason::Break },
            Deed::Close(n) => Command::CloseCounter { counter: counter(*n) },
            Deed::Clock => Command::EndMessages,
            Deed::Rules(n) => Command::ApplyRules { rules: Box::new(some_rules(*n)) },
            Deed::Day => {
                self.now += SignedDuration::from_hours(20);
                Command::StartDay { day: business_day(self.hall.rules(), self.now) }
            }
            newer => return self.newer_command(newer),
        })
    }

    fn newer_command(&mut self, deed: &Deed) -> Option<Command> {
        let nth = |n: usize| self.hall.tickets().nth(n % self.hall.tickets().count().max(1));
        Some(match deed {
            Deed::Hold { at, minutes } => Command::Hold {
                counter: counter(*at),
                reason: HoldReason::Papers,
                minutes: Some(*minutes),
                note: None,
            },
            Deed::Back { ticket } => Command::ReturnHeld { ticket: nth(*ticket)?.0 },
            Deed::Restore { ticket } => Command::Restore { ticket: nth(*ticket)?.0 },
            Deed::Send { at, to, place } => Command::Transfer {
                counter: counter(*at),
                to: target(*to),
                place: [TransferPlace::Keep, TransferPlace::First, TransferPlace::Last][*place],
                note: None,
            },
            Deed::Chain { at, to } => {
                Command::Chain { counter: counter(*at), then: to.iter().map(|to| target(*to)).collect() }
            }
            Deed::Undo(n) => Command::Undo { counter: counter(*n) },
            Deed::WalkIn { at, service: n, class: class_idx } => Command::WalkIn {
                ticket: self.draw(),
                counter: counter(*at),
                service: service(SERVICES[*n]),
                class: class_idx.map(|n| class(CLASSES[n])),
            },
            Deed::Book { minutes } => {
                let half_hour = 1800;
                let from = self.now + SignedDuration::from_mins(*minutes);
                let secs = from.as_second() / half_hour * half_hour;
                let slot = jiff::Timestamp::from_second(secs).unwrap();
                Command::Book { code: self.draw(), service: service("ho-tich"), slot }
            }
            Deed::CheckIn { nth } => {
                let n_booked = self.hall.bookings().count().max(1);
                Command::CheckIn { code: self.hall.bookings().nth(nth % n_booked)?.0, kiosk: None }
            }
            Deed::Assign { at, services } => {
                Command::AssignServices { counter: counter(*at), services: chosen(*services) }
            }
            Deed::Switch { service: n, to } => Command::SwitchService {
                service: service(SERVICES[*n]),
                switch: [ServiceSwitch::Open, ServiceSwitch::Paused, ServiceSwitch::Closed][*to],
            },
            Deed::Quota { service: n, max } => {
                Command::SetQuota { service: service(SERVICES[*n]), max: *max }
            }
            Deed::EndDay { carry } => {
                Command::EndDay { rest: [Rest::Cancel, Rest::Carry][*carry], text: None }
            }
            _ => return None,
        })
    }

    fn draw(&mut self) -> TicketId {
        self.n_tickets += 1;
        TicketId::from_bits(self.n_tickets.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }
}

fn chosen(services: u8) -> Vec<ServiceId> {
    let chosen = SERVICES.iter().enumerate().filter(|(n, _)| services >> n & 1 == 1);
    chosen.map(|(_, id)| service(id)).collect()
}

fn target(n: usize) -> Target {
    match n {
        0..4 => Target::Service(service(SERVICES[n])),
        _ => Target::Counter(counter(u32::try_from(n - 3).unwrap())),
    }
}
