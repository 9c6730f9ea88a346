//! What the lines of a script wish.

use goiso_domain::{
    Audience, Command, HoldReason, MessageLevel, PauseReason, Rest, ServiceSwitch, Target, TransferPlace,
};
use goiso_model::{DeviceName, LocalText, OfficialId, TicketId, TicketNumber};
use jiff::Timestamp;

use super::{Play, class, counter, service};

impl Play {
    fn draw(&mut self) -> TicketId {
        self.n_tickets += 1;
        drawn(self.n_tickets)
    }

    fn known(&self, number: &str) -> TicketId {
        self.hall.ticket_by_number(&TicketNumber::typed(number)).unwrap()
    }

    pub(super) fn read(&mut self, secs: i64, wish: &str) -> Command {
        let words: Vec<_> = wish.split_whitespace().collect();
        let command = self.read_visitor(&words).or_else(|| Self::read_official(&words));
        let command = command.or_else(|| self.read_supervisor(secs, &words));
        let command = command.or_else(|| crate::lending::read(self, &words));
        command.unwrap_or_else(|| panic!("no such wish: {wish}"))
    }

    /// What visitors wish, or is wished for them.
    fn read_visitor(&mut self, words: &[&str]) -> Option<Command> {
        let at = || counter(words[1].parse().unwrap());
        Some(match words[0] {
            "issue" => Command::Issue {
                ticket: self.draw(),
                service: service(words[1]),
                class: words.get(2).map(|text| class(text)),
                kiosk: Some("kiosk-1".parse::<DeviceName>().unwrap()),
                people: 1,
            },
            "group" => Command::Issue {
                ticket: self.draw(),
                service: service(words[1]),
                class: None,
                kiosk: None,
                people: words[2].parse().unwrap(),
            },
            "book" => {
                Command::Book { code: self.draw(), service: service(words[1]), slot: o_clock(words[2]) }
            }
            "check-in" => Command::CheckIn { code: drawn(words[1].parse().unwrap()), kiosk: None },
            "drop" => Command::DropBooking { code: drawn(words[1].parse().unwrap()) },
            "cancel" => {
                let counter = words.get(2).map(|n| counter(n.parse().unwrap()));
                Command::Cancel { ticket: self.known(words[1]), counter }
            }
            "slip" => {
                let kiosk = words.get(2).map(|kiosk| kiosk.parse().unwrap());
                Command::Reprint { ticket: self.known(words[1]), kiosk }
            }
            "back" => Command::ReturnHeld { ticket: self.known(words[1]) },
            "restore" => Command::Restore { ticket: self.known(words[1]) },
            "walk-in" => Command::WalkIn {
                ticket: self.draw(),
                counter: at(),
                service: service(words[2]),
                class: words.get(3).map(|text| class(text)),
            },
            _ => return None,
        })
    }

    /// What an official wishes about whoever is at the counter.
    fn read_official(words: &[&str]) -> Option<Command> {
        let at = || counter(words[1].parse().unwrap());
        let rest = |from: usize| (words.len() > from).then(|| words[from..].join(" "));
        Some(match words[0] {
            "open" => Command::OpenCounter {
                counter: at(),
                official: words[2].parse::<OfficialId>().unwrap(),
                services: words[3..].iter().map(|text| service(text)).collect(),
            },
            "next" => Command::CallNext { counter: at() },
            "call" => {
                Command::CallNumber { counter: at(), number: TicketNumber::typed(words[2]), note: rest(3) }
            }
            "recall" => Command::Recall { counter: at() },
            "arrive" => Command::Arrive { counter: at() },
            "finish" => {
                Command::Finish { counter: at(), outcome: words.get(2).unwrap_or(&"received").parse().ok() }
            }
            "absent" => Command::MarkAbsent { counter: at() },
            "pause" => Command::PauseCounter {
                counter: at(),
                reason: match words[2] {
                    "lunch" => PauseReason::Lunch,
                    _ => PauseReason::Break,
                },
            },
            "close" => Command::CloseCounter { counter: at() },
            "hold" => Command::Hold {
                counter: at(),
                reason: HoldReason::Papers,
                minutes: words.get(2).map(|minutes| minutes.parse().unwrap()),
                note: rest(3),
            },
            "send" => Command::Transfer {
                counter: at(),
                to: target(words[2]),
                place: match words.get(3).copied() {
                    Some("first") => TransferPlace::First,
                    Some("last") => TransferPlace::Last,
                    _ => TransferPlace::Keep,
                },
                note: rest(4),
            },
            "chain" => {
                Command::Chain { counter: at(), then: words[2..].iter().map(|text| target(text)).collect() }
            }
            "note" => Command::Note { counter: at(), note: rest(2).unwrap_or_default() },
            "undo" => Command::Undo { counter: at() },
            "help" => Command::AskHelp { counter: at() },
            _ => return None,
        })
    }

    /// What the supervisor and the clock wish.
    fn read_supervisor(&self, secs: i64, words: &[&str]) -> Option<Command> {
        let at = || counter(words[1].parse().unwrap());
        let rest = |from: usize| (words.len() > from).then(|| words[from..].join(" "));
        Some(match words[0] {
            "say" => Command::PostMessage {
                level: match words[1] {
                    "emergency" => MessageLevel::Emergency,
                    _ => MessageLevel::Notice,
                },
                text: LocalText::vietnamese(words[2..].join(" ")),
                until: None,
                audience: Audience::Boards,
            },
            "unsay" => Command::RemoveMessage { message: words[1].parse().unwrap() },
            "helped" => Command::EndHelp { counter: at() },
            "assign" => Command::AssignServices {
                counter: at(),
                services: words[2..].iter().map(|text| service(text)).collect(),
            },
            "switch" => Command::SwitchService {
                service: service(words[1]),
                switch: match words[2] {
                    "paused" => ServiceSwitch::Paused,
                    "closed" => ServiceSwitch::Closed,
                    _ => ServiceSwitch::Open,
                },
            },
            "quota" => Command::SetQuota {
                service: service(words[1]),
                max: words.get(2).map(|max| max.parse().unwrap()),
            },
            "end-day" => Command::EndDay {
                rest: match words[1] {
                    "carry" => Rest::Carry,
                    _ => Rest::Cancel,
                },
                text: rest(2).map(LocalText::vietnamese),
            },
            "clock" => {
                let now = self.at(secs);
                self.hall.due(now).into_iter().next().unwrap_or(Command::EndWaits)
            }
            "day" => Command::StartDay { day: words[1].parse().unwrap() },
            _ => return None,
        })
    }
}

/// `09:30` of the first day, or `+1` and `09:30` of the next: `+1T09:30`.
fn o_clock(text: &str) -> Timestamp {
    let (days, time) = text.strip_prefix('+').and_then(|t| t.split_once('T')).unwrap_or(("0", text));
    let day = jiff::civil::date(2026, 11, 23) + jiff::ToSpan::days(days.parse::<i64>().unwrap());
    let time: jiff::civil::Time = time.parse().unwrap();
    day.to_datetime(time).in_tz("Asia/Ho_Chi_Minh").unwrap().timestamp()
}

/// The id of the nth ticket or appointment of a play, from 1.
fn drawn(n: u64) -> TicketId {
    TicketId::from_bits(n.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// `7` is a counter, `ho-tich` a service.
fn target(text: &str) -> Target {
    match text.parse() {
        Ok(number) => Target::Counter(counter(number)),
        Err(_) => Target::Service(service(text)),
    }
}
