//! Who sits where: signing in, seats, and terminals that are lost.

use std::sync::Arc;

use goiso_config::Config;
use goiso_domain::{CounterState, TicketState};
use goiso_hub::core::{DeskNews, Hub, Input, Origin, Outcome, SessionId, SignIn, TicketIds, ViewKey};
use goiso_model::{CounterNumber, DeviceName, OfficialId, RequestId, ServiceId};
use goiso_protocol::{Answer, OfficialRole, Request, Seat, View};
use goiso_store::{Entry, Record, Today};
use jiff::{SignedDuration, Timestamp};

const COMMUNE: &str = include_str!("../../../assets/centres/commune.toml");

/// A hub where officials sign in, with a journal in memory.
struct Office {
    hub: Hub,
    config: Arc<Config>,
    records: Vec<Record>,
    now: Timestamp,
    n_asked: u32,
}

fn counter(number: u32) -> CounterNumber {
    CounterNumber::new(number).expect("1 to 999")
}

fn at(number: u32) -> Seat {
    Seat::Counter { counter: counter(number) }
}

fn id(name: &str) -> OfficialId {
    OfficialId::new(name).expect("a slug")
}

fn pc(name: &str) -> DeviceName {
    DeviceName::new(name).expect("a slug")
}

fn no_day() -> Today {
    Today { rules: None, day: None, records: vec![], earlier: vec![], last_at: None, chain: Ok(()) }
}

impl Office {
    fn new(sign_in: SignIn) -> Self {
        let config = Arc::new(Config::parse(COMMUNE, "commune.toml").expect("the sample is right"));
        let now = "2026-11-23T08:00:00+07:00".parse().expect("a time");
        let hub = Hub::new(config.clone(), &no_day(), "epoch", TicketIds::new([7; 32]), "http://hub")
            .with_sign_in(sign_in, &no_day());
        let mut office = Self { hub, config, records: vec![], now, n_asked: 0 };
        let outcome = office.hub.start(now).expect("nothing stands against the sample's rules");
        office.commit(&outcome);
        office
    }

    fn commit(&mut self, outcome: &Outcome) {
        for Entry { at, request, event } in outcome.entries.clone() {
            let sequence = self.records.len() as u64 + 1;
            self.records.push(Record { sequence, day: self.hub.hall().day(), at, request, event });
        }
    }

    fn take(&mut self, input: &Input) -> Option<Answer> {
        let outcome = self.hub.handle(input, self.now);
        self.commit(&outcome);
        outcome.answer
    }

    /// Time passes, and the hub does what is due.
    fn wait(&mut self, minutes: i64) {
        self.now += SignedDuration::from_mins(minutes);
        self.take(&Input::Tick);
    }

    fn desk(&mut self, news: DeskNews) -> String {
        match self.take(&Input::Desk(news)) {
            Some(Answer::Done { .. }) => "done".to_owned(),
            Some(Answer::Refused { refusal }) => refusal.code,
            None => "told".to_owned(),
            other @ Some(Answer::SignedIn { .. }) => panic!("{other:?}"),
        }
    }

    fn sign_in(&mut self, session: SessionId, device: &str, name: &str, role: OfficialRole) {
        let news = DeskNews::SignedIn { session, device: pc(device), official: id(name), role };
        assert_eq!(self.desk(news), "done");
    }

    fn sit(&mut self, session: SessionId, device: &str, seat: Seat) -> String {
        self.desk(DeskNews::TakeSeat { session, device: pc(device), seat })
    }

    fn came_back(&mut self, session: SessionId, device: &str, name: &str, seat: Seat) {
        let who = Some((id(name), OfficialRole::Official));
        self.desk(DeskNews::CameBack { session, device: pc(device), who, seat });
    }

    fn wish(&mut self, session: SessionId, device: &str, request: Request) -> String {
        self.ask(Origin::Terminal { device: pc(device), session }, request)
    }

    fn ask(&mut self, origin: Origin, request: Request) -> String {
        self.n_asked += 1;
        let id = Some(RequestId::new(format!("r{}", self.n_asked)).expect("visible"));
        match self.take(&Input::Request { origin, id, request }) {
            Some(Answer::Done { .. }) => "done".to_owned(),
            Some(Answer::Refused { refusal }) => refusal.code,
            other => panic!("{other:?}"),
        }
    }

    /// Lan sits at counter 1 and calls B001, who comes.
    fn lan_serves() -> Self {
        let mut office = Self::new(SignIn::Needed);
        office.ask(Origin::Api { device: pc("api"), kiosk: None }, issue());
        office.sign_in(1, "quay-1", "cb-lan", OfficialRole::Official);
        assert_eq!(office.sit(1, "quay-1", at(1)), "done");
        for request in [open(1, "cb-lan"), Request::CallNext { counter: counter(1) }, arrive(1)] {
            assert_eq!(office.wish(1, "quay-1", request), "done");
        }
        office
    }

    fn state(&self, number: u32) -> &'static str {
        match self.hub.hall().counter(counter(number)).expect("it is in the sample").state {
            CounterState::Closed => "closed",
            CounterState::Open { .. } => "open",
            CounterState::Paused { .. } => "paused",
        }
    }

    /// Where B001 is.
    fn visitor(&self) -> &TicketState {
        &self.hub.hall().tickets().next().expect("B001 was given").1.state
    }

    fn shown(&self, session: SessionId) -> Option<ViewKey> {
        self.hub.seat_keys().get(&session).cloned()
    }

    /// The hub after a power cut: all it knows is the journal.
    fn restart(&mut self) {
        let today = Today {
            rules: Some(self.config.rules()),
            day: self.hub.hall().day(),
            records: self.records.clone(),
            earlier: vec![],
            last_at: Some(self.now),
            chain: Ok(()),
        };
        self.hub = Hub::new(self.config.clone(), &today, "epoch", TicketIds::new([8; 32]), "http://hub")
            .with_sign_in(SignIn::Needed, &today);
    }
}

fn issue() -> Request {
    Request::Issue { service: ServiceId::new("ho-tich").expect("a slug"), priority: None, scan: None }
}

fn open(number: u32, official: &str) -> Request {
    Request::OpenCounter { counter: counter(number), official: id(official), services: vec![] }
}

fn arrive(number: u32) -> Request {
    Request::Arrive { counter: counter(number) }
}

#[test]
fn nobody_does_anything_at_a_counter_before_signing_in() {
    let mut office = Office::new(SignIn::Needed);
    assert_eq!(office.wish(1, "quay-1", open(1, "cb-lan")), "sign_in_needed");
    assert_eq!(office.ask(Origin::Counter(pc("quay-1"), counter(1)), open(1, "cb-lan")), "sign_in_needed");
    assert_eq!(office.sit(1, "quay-1", at(1)), "sign_in_needed");
    office.sign_in(1, "quay-1", "cb-lan", OfficialRole::Official);
    assert_eq!(office.wish(1, "quay-1", open(1, "cb-lan")), "sign_in_needed", "a seat is needed too");
    assert_eq!(office.sit(1, "quay-1", at(1)), "done");
    assert_eq!(office.shown(1), Some(ViewKey::Counter(counter(1))));
    assert_eq!(office.wish(1, "quay-1", open(1, "cb-lan")), "done");
}

#[test]
fn an_official_serves_at_the_own_counter_in_the_own_name_alone() {
    let mut office = Office::new(SignIn::Needed);
    office.sign_in(1, "quay-1", "cb-lan", OfficialRole::Official);
    office.sit(1, "quay-1", at(1));
    assert_eq!(office.wish(1, "quay-1", open(1, "cb-hoa")), "not_allowed");
    assert_eq!(office.wish(1, "quay-1", open(2, "cb-lan")), "not_allowed");
    assert_eq!(office.wish(1, "quay-1", issue()), "not_allowed");
    assert_eq!(office.sit(1, "quay-1", at(99)), "unknown_counter");
    for seat in [Seat::Assistant, Seat::Supervisor] {
        assert_eq!(office.sit(1, "quay-1", seat), "not_allowed");
    }
}

#[test]
fn each_role_has_its_seats() {
    let mut office = Office::new(SignIn::Needed);
    office.sign_in(1, "ban-1", "hd-binh", OfficialRole::Assistant);
    assert_eq!(office.sit(1, "ban-1", at(1)), "not_allowed");
    assert_eq!(office.sit(1, "ban-1", Seat::Assistant), "done");
    let service = ServiceId::new("chung-thuc").expect("a slug");
    let take = Request::IssueAt { service, priority: None, kiosk: None };
    assert_eq!(office.wish(1, "ban-1", take), "done");
    assert_eq!(office.wish(1, "ban-1", Request::CallNext { counter: counter(1) }), "not_allowed");

    office.sign_in(2, "ban-2", "gs-mai", OfficialRole::Supervisor);
    for seat in [Seat::Supervisor, Seat::Assistant, at(1), Seat::Supervisor] {
        assert_eq!(office.sit(2, "ban-2", seat), "done");
    }
    assert_eq!(office.wish(2, "ban-2", open(3, "cb-hoa")), "done", "in anybody's name");
}

#[test]
fn two_officials_do_not_sit_at_one_counter() {
    let mut office = Office::lan_serves();
    office.sign_in(2, "quay-2", "cb-hoa", OfficialRole::Official);
    assert_eq!(office.sit(2, "quay-2", at(1)), "counter_taken");
    office.desk(DeskNews::Left { session: 1 });
    assert_eq!(office.sit(2, "quay-2", at(1)), "counter_taken", "Lan is waited for");
    office.wait(5);
    assert_eq!(office.sit(2, "quay-2", at(1)), "done");
}

#[test]
fn an_official_who_sits_down_at_another_terminal_is_signed_out_at_the_first() {
    let mut office = Office::lan_serves();
    office.sign_in(2, "quay-1b", "cb-lan", OfficialRole::Official);
    assert_eq!(office.sit(2, "quay-1b", at(1)), "done");
    assert_eq!((office.shown(1), office.shown(2)), (None, Some(ViewKey::Counter(counter(1)))));
    assert_eq!(office.wish(1, "quay-1", arrive(1)), "sign_in_needed");
    let finish = Request::Finish { counter: counter(1), outcome: None };
    assert_eq!(office.wish(2, "quay-1b", finish), "done");
}

#[test]
fn signing_out_closes_the_counter() {
    let mut office = Office::new(SignIn::Needed);
    office.sign_in(1, "quay-1", "cb-lan", OfficialRole::Official);
    office.sit(1, "quay-1", at(1));
    office.wish(1, "quay-1", open(1, "cb-lan"));
    assert_eq!(office.state(1), "open");
    office.desk(DeskNews::SignOut { session: 1 });
    assert_eq!((office.state(1), office.shown(1)), ("closed", None));
}

#[test]
fn a_lost_terminal_frees_the_counter_after_a_while_and_its_visitor_is_not_lost() {
    let mut office = Office::lan_serves();
    office.desk(DeskNews::Left { session: 1 });
    assert_eq!(
        office.hub.next_deadline(office.now).map(|due| due <= office.now + SignedDuration::from_mins(5)),
        Some(true)
    );
    office.wait(4);
    assert!(matches!(office.visitor(), TicketState::Serving { .. }), "Lan may be back at once");
    assert_eq!(office.state(1), "open");
    office.wait(1);
    assert_eq!(office.state(1), "closed");
    assert!(matches!(office.visitor(), TicketState::Waiting), "{:?}", office.visitor());
}

#[test]
fn a_terminal_that_comes_back_in_time_goes_on() {
    let mut office = Office::lan_serves();
    office.desk(DeskNews::Left { session: 1 });
    office.wait(4);
    office.came_back(2, "quay-1", "cb-hoa", at(1));
    assert_eq!(office.shown(2), None, "somebody else does not");
    office.came_back(3, "quay-1", "cb-lan", at(1));
    assert_eq!(office.shown(3), Some(ViewKey::Counter(counter(1))));
    office.wait(10);
    assert_eq!(office.state(1), "open");
}

#[test]
fn a_terminal_that_comes_back_too_late_signs_in_anew() {
    let mut office = Office::lan_serves();
    office.desk(DeskNews::Left { session: 1 });
    office.wait(6);
    office.came_back(2, "quay-1", "cb-lan", at(1));
    assert_eq!(office.shown(2), None);
}

#[test]
fn a_hub_that_starts_again_waits_for_its_officials() {
    let mut office = Office::lan_serves();
    office.restart();
    assert_eq!(office.wish(1, "quay-1", arrive(1)), "sign_in_needed", "sessions are new");
    office.came_back(1, "quay-1", "cb-lan", at(1));
    assert_eq!(office.shown(1), Some(ViewKey::Counter(counter(1))));
    office.restart();
    office.wait(0);
    office.wait(5);
    assert_eq!(office.state(1), "closed", "nobody came back");
    assert!(matches!(office.visitor(), TicketState::Waiting));
}

#[test]
fn a_counter_that_a_program_opened_waits_for_nobody() {
    let mut office = Office::new(SignIn::Needed);
    office.ask(Origin::Api { device: pc("api"), kiosk: None }, open(2, "cb-hoa"));
    office.restart();
    office.wait(0);
    office.wait(60);
    assert_eq!(office.state(2), "open");
}

#[test]
fn a_new_day_signs_everybody_out() {
    let mut office = Office::lan_serves();
    office.wait(24 * 60);
    assert_eq!(office.shown(1), None);
    assert_eq!(office.sit(1, "quay-1", at(1)), "sign_in_needed");
}

#[test]
fn where_nobody_signs_in_seats_are_free_to_take() {
    let mut office = Office::new(SignIn::NotNeeded);
    assert_eq!(office.sit(1, "ban-1", Seat::Supervisor), "done");
    assert_eq!(office.sit(2, "ban-2", at(1)), "done");
    assert_eq!(office.wish(2, "ban-2", open(1, "ban-2")), "done");
    office.desk(DeskNews::Left { session: 2 });
    office.wait(60);
    assert_eq!(office.state(1), "open", "as before: a counter waits for its terminal");
}

#[test]
fn a_supervisor_sees_the_counter_whose_terminal_is_lost() {
    let mut office = Office::lan_serves();
    office.desk(DeskNews::Left { session: 1 });
    let Some(View::Supervisor(view)) = office.hub.view(&ViewKey::Supervisor, office.now) else {
        panic!("there is such a view")
    };
    let first = &view.counters[0];
    assert_eq!(first.number.as_ref().map(ToString::to_string).as_deref(), Some("B001"));
    assert_eq!(first.freed_at, Some(office.now + SignedDuration::from_mins(5)));
    let encoded = goiso_protocol::encode(&view);
    assert!(!encoded.contains("pin") && !encoded.contains("token"), "{encoded}");
}
