//! Whatever the line does: each request is done once at the hub, and answered once at the screen.

use std::collections::{BTreeMap, VecDeque};

use goiso_client::{Command, Link, LinkEvent, OUTSTANDING_MAX, SendError};
use goiso_model::RequestId;
use goiso_protocol::{Answer, ErrorCode, FromHub, RefusalText, Role, ToHub, decode, encode};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use crate::samples;

/// A hub that does each request once and remembers what came of it, on a line that may lose everything
/// that is on its way.
struct World {
    now: Timestamp,
    link: Link,
    line: Line,
    /// What came of each request, in the order of doing.
    done: BTreeMap<RequestId, u64>,
    asked: Vec<RequestId>,
    answered: BTreeMap<RequestId, Answer>,
    revision: u64,
    is_up: Option<bool>,
}

#[derive(PartialEq)]
enum Line {
    None,
    Opening,
    Open { to_hub: VecDeque<String>, from_hub: VecDeque<String> },
}

#[derive(Debug, Clone)]
enum Step {
    Ask,
    /// The websocket opens, if one is being opened.
    Open,
    /// The line breaks; what is on its way in either direction is gone.
    Break,
    /// The hub reads one frame and queues its answer.
    HubReads,
    /// The client reads one frame.
    ClientReads,
    HubShows,
    /// The hub sends an answer once more.
    HubRepeats,
    HubSaysBye,
    /// Time passes, in milliseconds.
    Pass(i64),
    /// Time passes up to the next deadline.
    PassToDeadline,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => Just(Step::Ask),
        6 => Just(Step::Open),
        1 => Just(Step::Break),
        8 => Just(Step::HubReads),
        8 => Just(Step::ClientReads),
        2 => Just(Step::HubShows),
        1 => Just(Step::HubRepeats),
        1 => Just(Step::HubSaysBye),
        4 => (1_i64..4000).prop_map(Step::Pass),
        2 => Just(Step::PassToDeadline),
    ]
}

impl World {
    fn new() -> Self {
        let now = Timestamp::UNIX_EPOCH;
        Self {
            now,
            link: Link::new(samples::device(), Role::Board, now),
            line: Line::None,
            done: BTreeMap::new(),
            asked: Vec::new(),
            answered: BTreeMap::new(),
            revision: 0,
            is_up: None,
        }
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::Ask => self.ask(),
            Step::Open if self.line == Line::Opening => {
                self.line = Line::Open { to_hub: VecDeque::new(), from_hub: VecDeque::new() };
                self.link.opened(self.now);
            }
            Step::Break if self.line != Line::None => {
                self.line = Line::None;
                self.link.lost(self.now);
            }
            Step::Open | Step::Break => {}
            Step::HubReads => self.hub_reads(),
            Step::ClientReads => {
                if let Line::Open { from_hub, .. } = &mut self.line
                    && let Some(text) = from_hub.pop_front()
                {
                    self.link.received(&text, self.now);
                }
            }
            Step::HubShows => {
                self.revision += 1;
                self.hub_says(&samples::view("e", self.revision, self.now));
            }
            Step::HubRepeats => {
                if let Some(id) = self.done.keys().next().cloned() {
                    self.hub_answers(id);
                }
            }
            Step::HubSaysBye => self.hub_says(&FromHub::Bye { message: String::new() }),
            Step::Pass(millis) => self.pass(self.now + SignedDuration::from_millis(*millis)),
            Step::PassToDeadline => self.pass(self.link.next_deadline()),
        }
        self.settle();
    }

    fn ask(&mut self) {
        let waiting = self.asked.len() - self.answered.len();
        let frame = samples::request(self.asked.len());
        let outcome = self.link.send(frame);
        assert_eq!(outcome, if waiting < OUTSTANDING_MAX { Ok(()) } else { Err(SendError::TooMany) });
        if outcome.is_ok() {
            self.asked.push(samples::id(self.asked.len()));
        }
    }

    fn hub_reads(&mut self) {
        let Line::Open { to_hub, .. } = &mut self.line else { return };
        let Some(text) = to_hub.pop_front() else { return };
        match decode(&text).unwrap() {
            ToHub::Hello { .. } => self.hub_says(&samples::welcome("e", self.now)),
            ToHub::Request { id, .. } if is_unreadable(&id) => {
                let message = "what?".to_owned();
                self.hub_says(&FromHub::Error { code: ErrorCode::Malformed, message });
            }
            ToHub::Request { id, .. } => {
                let n_done = self.done.len() as u64;
                self.done.entry(id.clone()).or_insert(n_done);
                self.hub_answers(id);
            }
            other => panic!("the link sends what it was given, not {other:?}"),
        }
    }

    /// The answer says how manieth the request was, so that two answers to one request would differ.
    fn hub_answers(&mut self, id: RequestId) {
        let refusal = RefusalText { code: self.done[&id].to_string(), values: BTreeMap::new() };
        self.hub_says(&FromHub::Answer { id, answer: Answer::Refused { refusal } });
    }

    fn hub_says(&mut self, frame: &FromHub) {
        if let Line::Open { from_hub, .. } = &mut self.line {
            from_hub.push_back(encode(frame));
        }
    }

    /// Acts on every deadline up to `end`, and on none before its time.
    fn pass(&mut self, end: Timestamp) {
        while self.link.next_deadline() <= end {
            let due = self.link.next_deadline();
            if due > self.now {
                let before = due - SignedDuration::from_nanos(1);
                assert_eq!(self.link.poll(before), [], "nothing is due before the deadline");
                assert!(!self.link.has_events(), "nothing is told before the deadline");
            }
            self.now = due.max(self.now);
            let at_deadline = self.settle();
            assert!(at_deadline, "something happens at a deadline");
        }
        self.now = end.max(self.now);
        self.settle();
    }

    /// Does what the link says; whether it said anything.
    fn settle(&mut self) -> bool {
        let commands = self.link.poll(self.now);
        let events = self.link.drain_events();
        assert!(self.link.next_deadline() > self.now, "the next deadline lies ahead");
        let has_said = !commands.is_empty() || !events.is_empty();
        for command in commands {
            match (command, &mut self.line) {
                (Command::Connect, Line::None) => self.line = Line::Opening,
                (Command::Connect, _) => panic!("a second connection"),
                (Command::Send(text), Line::Open { to_hub, .. }) => to_hub.push_back(text),
                (Command::Send(_), _) => panic!("a frame with no line"),
                (Command::Close, Line::None) => panic!("a close of nothing"),
                (Command::Close, _) => self.line = Line::None,
            }
        }
        for event in events {
            match event {
                LinkEvent::Answer { id, answer } => {
                    assert_eq!(self.answered.insert(id, answer), None, "no request is answered twice");
                }
                LinkEvent::Up => assert_ne!(self.is_up.replace(true), Some(true), "up is told once"),
                LinkEvent::Down { .. } => {
                    assert_ne!(self.is_up.replace(false), Some(false), "down is told once");
                }
                LinkEvent::View(_) | LinkEvent::Port { .. } => {}
                LinkEvent::NotAccepted { .. } => panic!("this hub takes everybody"),
            }
        }
        has_said
    }

    /// The line holds: whatever is asked comes through.
    fn calm_down(&mut self) {
        for _ in 0..200 {
            if self.answered.len() == self.asked.len() && self.is_up == Some(true) {
                return;
            }
            self.take(&Step::Open);
            self.hub_says(&FromHub::Alive { now: self.now });
            while matches!(&self.line, Line::Open { to_hub, from_hub } if !(to_hub.is_empty() && from_hub.is_empty()))
            {
                self.take(&Step::HubReads);
                self.take(&Step::ClientReads);
            }
            self.take(&Step::Pass(1000));
        }
    }
}

/// Some requests are of a later year than this hub.
fn is_unreadable(id: &RequestId) -> bool {
    id.as_str().ends_with('7')
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_request_is_answered_exactly_once(script in prop::collection::vec(step(), 0..200)) {
        let mut world = World::new();
        world.settle();
        for step in &script {
            world.take(step);
        }
        world.calm_down();
        prop_assert_eq!(world.is_up, Some(true));
        let mut asked = world.asked.clone();
        asked.sort();
        prop_assert_eq!(world.answered.keys().cloned().collect::<Vec<_>>(), asked);
        for (id, answer) in world.answered {
            let code = if is_unreadable(&id) { "malformed".to_owned() } else { world.done[&id].to_string() };
            prop_assert_eq!(answer, Answer::Refused { refusal: RefusalText { code, values: BTreeMap::new() } });
        }
        prop_assert!(world.done.keys().all(|id| !is_unreadable(id)));
    }
}
