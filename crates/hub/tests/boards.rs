//! What boards are shown, and when they are told.

use std::sync::Arc;

use goiso_config::Config;
use goiso_hub::core::{BoardNews, Hub, Input, Origin, Outcome, Source, TicketIds, ViewKey};
use goiso_model::{CounterNumber, DeviceName, LocalText, OfficialId, ServiceId};
use goiso_protocol::{Answer, BoardLayout, BoardReport, BoardView, MessageLevel, Request, SoundState, View};
use goiso_store::Today;
use jiff::{SignedDuration, Timestamp};

const N_COUNTERS: u32 = 40;

fn centre() -> String {
    let counters = (1..=N_COUNTERS).fold(String::new(), |counters, number| {
        counters + &format!("[[counters]]\nnumber = {number}\nservices = ['a', 'b']\n")
    });
    format!(
        "
        [centre]
        name = 'Trung tâm'
        [[services]]
        id = 'a'
        sign = 'A'
        name = 'Chứng thực'
        [[services]]
        id = 'b'
        sign = 'B'
        name = 'Hộ tịch'
        {counters}
        [[boards]]
        name = 'plain'
        zone = 'hall'
        [[boards]]
        name = 'next'
        layout = 'service'
        services = ['b']
        next_numbers = 2
        zone = 'hall'
        [[boards]]
        name = 'left'
        layout = 'grid'
        counters = [1, 2]
        "
    )
}

struct Office {
    hub: Hub,
    now: Timestamp,
}

impl Office {
    fn new() -> Self {
        let config = Arc::new(Config::parse(&centre(), "centre.toml").expect("it is right"));
        let today =
            Today { rules: None, day: None, records: vec![], earlier: vec![], last_at: None, chain: Ok(()) };
        let mut hub = Hub::new(config, &today, "epoch", TicketIds::new([7; 32]), "http://hub");
        let now = "2026-11-23T08:00:00+07:00".parse().expect("a time");
        hub.start(now).expect("nothing stands against the rules");
        Self { hub, now }
    }

    fn later(&mut self, secs: i64) {
        self.now += SignedDuration::from_secs(secs);
    }

    fn take(&mut self, input: &Input) -> Outcome {
        self.hub.handle(input, self.now)
    }

    fn wish(&mut self, request: Request) -> Outcome {
        let origin = Origin::Api { device: device("api"), kiosk: None };
        let outcome = self.take(&Input::Request { origin, id: None, request });
        assert!(matches!(outcome.answer, Some(Answer::Done { .. })), "{:?}", outcome.answer);
        outcome
    }

    fn issue(&mut self, service: &str) -> Outcome {
        self.wish(Request::Issue {
            service: ServiceId::new(service).expect("a slug"),
            priority: None,
            scan: None,
        })
    }

    fn open(&mut self, number: u32) {
        let official = OfficialId::new(format!("cb-{number}")).expect("a slug");
        self.wish(Request::OpenCounter { counter: counter(number), official, services: vec![] });
    }

    fn report(&mut self, board: &str, spoken_through: u64) -> Outcome {
        let report = BoardReport { sound: SoundState::Ready, spoken_through, program: None };
        self.take(&Input::Board(BoardNews::Reported(Source::App(device(board), None), report)))
    }

    fn view(&self, board: &str) -> BoardView {
        match self.hub.view(&ViewKey::Board(device(board)), self.now) {
            Some(View::Board(view)) => view,
            other => panic!("no board: {other:?}"),
        }
    }

    fn is_speaker(&self, board: &str) -> bool {
        self.view(board).voice.expect("it has a zone").is_speaker
    }
}

fn device(name: &str) -> DeviceName {
    DeviceName::new(name).expect("a slug")
}

fn counter(number: u32) -> CounterNumber {
    CounterNumber::new(number).expect("1 to 999")
}

fn key(board: &str) -> ViewKey {
    ViewKey::Board(device(board))
}

fn say(words: &str, level: MessageLevel, until: Option<Timestamp>) -> Request {
    Request::PostMessage {
        level,
        text: LocalText::vietnamese(words),
        until,
        audience: goiso_protocol::Audience::Boards,
    }
}

#[test]
fn forty_counters_that_call_at_once_are_all_on_the_board() {
    let mut office = Office::new();
    for number in 1..=N_COUNTERS {
        office.open(number);
        office.issue("a");
    }
    for number in 1..=N_COUNTERS {
        let outcome = office.wish(Request::CallNext { counter: counter(number) });
        assert!(outcome.stale.has(&key("plain")));
    }
    let sequences: Vec<u64> = office.view("plain").calls.iter().map(|call| call.sequence).collect();
    assert_eq!(sequences, (1..=40).rev().collect::<Vec<_>>(), "newest first, and none is lost");
    let of_two: Vec<u16> = office.view("left").calls.iter().map(|call| call.counter.get()).collect();
    assert_eq!(of_two, [2, 1], "a board tells only of its own counters");
    office.later(BoardView::FRESH_SECS);
    assert_eq!(office.view("plain").calls.len(), BoardView::CALLS_SHOWN, "old calls are a short list");
}

#[test]
fn a_call_storm_has_an_upper_bound() {
    let mut office = Office::new();
    office.open(1);
    for _ in 0..BoardView::CALLS_MAX + 5 {
        office.issue("a");
        office.wish(Request::CallNext { counter: counter(1) });
    }
    let calls = office.view("plain").calls;
    assert_eq!(calls.len(), BoardView::CALLS_MAX);
    assert_eq!(calls[0].sequence, BoardView::CALLS_MAX as u64 + 5);
}

#[test]
fn a_new_number_is_news_only_for_boards_that_show_who_comes_next() {
    let mut office = Office::new();
    assert_eq!(office.view("plain").layout, BoardLayout::Main);
    assert_eq!(office.view("left").layout, BoardLayout::Grid);
    let stale = office.issue("b").stale;
    assert!(stale.has(&key("next")) && !stale.has(&key("plain")) && !stale.has(&key("left")), "{stale:?}");
    assert!(!office.issue("a").stale.has(&key("next")), "it shows another service");
    office.issue("b");
    office.issue("b");
    let view = office.view("next");
    let [next] = view.next.as_slice() else { panic!("{:?}", view.next) };
    let numbers: Vec<_> = next.numbers.iter().map(ToString::to_string).collect();
    assert_eq!((numbers, next.n_waiting), (vec!["B001".to_owned(), "B002".to_owned()], 3));
    assert_eq!(view.layout, BoardLayout::Service { title: LocalText::vietnamese("Hộ tịch") });
    assert!(office.view("plain").next.is_empty());
    office.open(1);
    let called = office.wish(Request::CallNext { counter: counter(1) });
    assert!(called.stale.has(&key("next")));
}

#[test]
fn a_message_is_on_every_board_until_its_time_and_emergencies_come_first() {
    let mut office = Office::new();
    let until = office.now + SignedDuration::from_secs(60);
    let stale = office.wish(say("Nghỉ trưa", MessageLevel::Notice, Some(until))).stale;
    assert!(stale.has(&key("plain")) && stale.has(&key("left")));
    office.wish(say("Xin rời khỏi sảnh", MessageLevel::Emergency, None));
    let said = |office: &Office| {
        let messages = office.view("left").messages;
        messages.iter().map(|message| message.level).collect::<Vec<_>>()
    };
    assert_eq!(said(&office), [MessageLevel::Emergency, MessageLevel::Notice]);
    assert_eq!(office.hub.next_deadline(office.now), Some(until));
    office.now = until;
    let outcome = office.take(&Input::Tick);
    assert_eq!(outcome.entries.len(), 1, "the end of a message is a fact as well");
    assert!(outcome.stale.has(&key("plain")));
    assert_eq!(said(&office), [MessageLevel::Emergency]);
    office.wish(Request::RemoveMessage { message: 2 });
    assert!(said(&office).is_empty());
}

#[test]
fn screens_may_not_speak_to_the_hall() {
    let mut office = Office::new();
    let terminal = Origin::Counter(device("pc"), counter(1));
    for origin in [Origin::Kiosk(device("k")), terminal, Origin::Board(device("plain"))] {
        let request = say("Xin chào", MessageLevel::Notice, None);
        let outcome = office.take(&Input::Request { origin, id: None, request });
        let Some(Answer::Refused { refusal }) = outcome.answer else { panic!("{outcome:?}") };
        assert_eq!(refusal.code, "not_allowed");
    }
}

#[test]
fn one_board_of_a_zone_is_told_to_speak_and_all_of_it_hear_of_a_change() {
    let mut office = Office::new();
    let stale = office.report("plain", 0).stale;
    assert!(stale.has(&key("plain")) && stale.has(&key("next")) && !stale.has(&key("left")), "{stale:?}");
    assert!(office.report("next", 0).stale.is_nothing(), "a report that changes nothing is no news");
    assert!(office.is_speaker("plain") && !office.is_speaker("next"));
    assert!(office.view("left").voice.is_none());
    let deadline = office.hub.next_deadline(office.now).expect("a speaker is awaited");
    assert_eq!(deadline, office.now + SignedDuration::from_secs(2));
    office.later(1);
    office.report("next", 0);
    office.now = deadline;
    let outcome = office.take(&Input::Tick);
    assert!(outcome.entries.is_empty(), "nothing of this is journaled");
    assert!(outcome.stale.has(&key("next")) && office.is_speaker("next") && !office.is_speaker("plain"));
}

#[test]
fn what_was_spoken_is_told_to_all_boards_of_the_zone() {
    let mut office = Office::new();
    office.open(1);
    office.issue("a");
    office.wish(Request::CallNext { counter: counter(1) });
    office.report("plain", 0);
    assert!(office.report("plain", 1).stale.has(&key("next")));
    assert_eq!(office.view("next").voice.expect("it has a zone").spoken_through, 1);
    office.later(24 * 3600);
    office.take(&Input::Tick);
    assert_eq!(office.view("next").voice.expect("it has a zone").spoken_through, 0, "a new day, new calls");
}

#[test]
fn a_message_reaches_those_it_is_for_and_the_supervisor_sees_who_they_are() {
    use goiso_protocol::Audience;
    let mut office = Office::new();
    for (audience, for_visitors, for_officials) in
        [(Audience::Boards, true, false), (Audience::Counters, false, true), (Audience::All, true, true)]
    {
        let text = LocalText::vietnamese("Quầy 4 nghỉ đến 15 giờ");
        let level = MessageLevel::Notice;
        office.wish(Request::PostMessage { level, text: text.clone(), until: None, audience });
        let shown = |key: &ViewKey| office.hub.view(key, office.now).expect("there is such a screen");
        let on_board = office.view("plain").messages.iter().any(|message| message.text == text);
        assert_eq!(on_board, for_visitors, "{audience:?}");
        let View::Counter(at_counter) = shown(&ViewKey::Counter(counter(1))) else { panic!("a counter's") };
        assert_eq!(!at_counter.messages.is_empty(), for_officials, "{audience:?}");
        let View::Supervisor(supervisor) = shown(&ViewKey::Supervisor) else { panic!("a supervisor's") };
        let [said] = &supervisor.messages[..] else { panic!("{:?}", supervisor.messages) };
        assert_eq!((&said.text, said.audience), (&text, audience));
        let message = said.message;
        office.wish(Request::RemoveMessage { message });
    }
}

#[test]
fn what_was_said_last_is_seen_first_but_for_emergencies() {
    use goiso_protocol::Audience;
    let mut office = Office::new();
    for (words, level) in [
        ("một", MessageLevel::Notice),
        ("cháy", MessageLevel::Emergency),
        ("hai", MessageLevel::Notice),
        ("ba", MessageLevel::Notice),
    ] {
        let (text, audience) = (LocalText::vietnamese(words), Audience::Counters);
        office.wish(Request::PostMessage { level, text, until: None, audience });
    }
    let shown = office.hub.view(&ViewKey::Counter(counter(1)), office.now);
    let Some(View::Counter(view)) = shown else { panic!("a counter's") };
    let vietnamese = goiso_model::Language::vietnamese();
    let said: Vec<_> = view.messages.iter().map(|said| said.text.get(&vietnamese)).collect();
    assert_eq!(said, ["cháy", "ba", "hai", "một"]);
}
