//! Months later: why a number was called when it was.

use std::process::Command as Process;

use goiso_config::Config;
use goiso_domain::{Command, Event, Hall, HoldReason, Rest};
use goiso_model::{CounterNumber, ServiceId, TicketId};
use goiso_store::{Entry, Journal};
use jiff::Timestamp;

use crate::support::{Centre, HUB, SERVICE, counter, small};

/// A hall whose deeds are written down as they happen.
struct Past {
    hall: Hall,
    entries: Vec<Entry>,
}

impl Past {
    fn does(&mut self, at: &str, command: &Command) {
        let at: Timestamp = format!("{at}+07:00").parse().expect("a time");
        let events = self.hall.decide(command, at).expect("the hall takes it");
        for event in events {
            self.hall.apply(&event, at);
            self.entries.push(Entry { at, request: None, event });
        }
    }

    fn begins(&mut self, day: &str) {
        self.does(&format!("{day}T07:00:00"), &Command::StartDay { day: day.parse().expect("a day") });
    }

    fn gives(&mut self, at: &str, bits: u64) {
        let (ticket, service) = (TicketId::from_bits(bits), SERVICE.parse::<ServiceId>().expect("a slug"));
        self.does(at, &Command::Issue { ticket, service, class: None, kiosk: None, people: 1 });
    }
}

/// The 2nd of March, when A001 was held and A002 came first, and a day of November with the same numbers.
fn journal(centre: &Centre) {
    let config = Config::load(&centre.config()).expect("the sample is right");
    let mut past = Past { hall: Hall::new(config.rules()), entries: Vec::new() };
    let at = "2026-03-02T07:00:00+07:00".parse().expect("a time");
    let event = Event::RulesApplied { rules: Box::new(config.rules()) };
    past.entries.push(Entry { at, request: None, event });
    past.begins("2026-03-02");
    let at: CounterNumber = counter();
    let official = "cb-lan".parse().expect("a slug");
    past.does("2026-03-02T07:30:00", &Command::OpenCounter { counter: at, official, services: Vec::new() });
    past.gives("2026-03-02T08:00:00", 1);
    past.gives("2026-03-02T08:01:00", 2);
    past.does("2026-03-02T08:35:00", &Command::CallNext { counter: at });
    past.does("2026-03-02T08:36:00", &Command::Arrive { counter: at });
    let (reason, minutes, note) = (HoldReason::Papers, Some(30), None);
    past.does("2026-03-02T08:41:00", &Command::Hold { counter: at, reason, minutes, note });
    past.does("2026-03-02T08:42:00", &Command::CallNext { counter: at });
    past.does("2026-03-02T08:55:00", &Command::ReturnHeld { ticket: TicketId::from_bits(1) });
    past.does("2026-03-02T08:56:00", &Command::CallNext { counter: at });
    past.begins("2026-03-03");
    past.begins("2026-11-20");
    past.gives("2026-11-20T16:20:00", 3);
    past.does("2026-11-20T17:00:00", &Command::EndDay { rest: Rest::Carry, text: None });
    past.begins("2026-11-23");
    Journal::open(&centre.data(), &small()).expect("a journal").commit(&past.entries).expect("it is written");
}

fn explain(centre: &Centre, words: &[&str]) -> String {
    let mut command = Process::new(HUB);
    let output =
        command.arg("explain").args(words).arg("--data").arg(centre.data()).output().expect("it runs");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("text")
}

const A001: &str = "\
Number A001 on Monday, 02/03/2026
08:00:00  Took the number for chung-thuc; 0 before it
08:35:00  Called to counter 2: it had waited longest at this counter
08:36:00  Came to counter 2
08:41:00  Held at counter 2 to fetch papers; the place is kept until 09:11
08:42:00  A002 was called first, to counter 2, because A001 was out for papers since 08:41, held by counter 2
08:55:00  Came back; is called first
08:56:00  Called to counter 2: it was back with its papers
03/03/2026 07:00:00  The day ended
";

const A002: &str = "\
Số A002 ngày Thứ Hai, 02/03/2026
08:01:00  Lấy số, dịch vụ chung-thuc; trước đó có 1 người
08:42:00  Gọi đến quầy 2: đã chờ lâu nhất ở quầy này
08:56:00  Có mặt ở quầy 2
08:56:00  Xong ở quầy 2
";

const CARRIED: &str = "\
Number A001 on Monday, 23/11/2026
07:00:00  Kept the number from the day before, for chung-thuc; 0 before it
07:00:00  Still waiting; 0 before it
";

#[test]
fn months_later_the_journal_says_why_one_number_was_called_before_another() {
    let centre = Centre::sample();
    journal(&centre);
    assert_eq!(explain(&centre, &["--day", "2026-03-02", "--number", "A001", "--lang", "en"]), A001);
    assert_eq!(explain(&centre, &["--day", "2026-03-02", "--number", "A002"]), A002);
    let of_november = explain(&centre, &["--day", "2026-11-20", "--number", "A001", "--lang", "en"]);
    assert!(of_november.contains("Friday, 20/11/2026") && !of_november.contains("Held"), "{of_november}");
}

/// What happened on another date than that of the day says so: a day that was closed the next morning, or on Monday.
#[test]
fn a_story_that_reaches_into_another_day_says_which() {
    let centre = Centre::sample();
    journal(&centre);
    assert_eq!(explain(&centre, &["--number", "A001", "--lang", "en"]), CARRIED);
    let ended = explain(&centre, &["--day", "2026-03-02", "--number", "A001"]);
    assert!(ended.lines().last().is_some_and(|line| line.starts_with("03/03/2026 07:00:00  ")), "{ended}");
    let kept = explain(&centre, &["--day", "2026-11-20", "--number", "A001"]);
    assert!(
        kept.lines().skip(1).all(|line| line.starts_with("16:20:00") || line.starts_with("17:00:00")),
        "{kept}"
    );
}
