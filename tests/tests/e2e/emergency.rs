//! A kiosk gives numbers of its own while the hub is dead: the real client, the real disk, and a hub that is killed
//! after every single wish.

use std::sync::mpsc;
use std::time::Duration;

use goiso_client::emergency::{Emergency, FileDisk, OfflineNumber};
use goiso_client::{Client, LinkEvent, RequestIds};
use goiso_model::TicketId;
use goiso_protocol::{Answer, Request, Role, TicketStage, ToHub};
use tempfile::TempDir;

use crate::support::{Centre, Child, Patience, Proxy, Rest, Screen, books, call_next, done, open, service};

struct Kiosk {
    client: Client,
    happened: mpsc::Receiver<()>,
    emergency: Emergency<FileDisk>,
    n_given: u64,
}

impl Kiosk {
    /// As its program starts: on whatever its disk says.
    fn start(url: &str, folder: &TempDir) -> Self {
        let (wake, happened) = mpsc::channel();
        let device: goiso_model::DeviceName = "kiosk-1".parse().expect("a slug");
        let disk = FileDisk::open(folder.path()).expect("nobody else has it");
        let emergency =
            Emergency::open(disk, &device, 1 << 63, RequestIds::random()).expect("it can be read");
        // A kiosk that has gone needs no waking.
        let client = Client::start(url, device, Role::Kiosk, move || wake.send(()).unwrap_or_default());
        let client = client.expect("a thread");
        if let Some(ahead) = emergency.book().ahead() {
            client.reckon(ahead);
        }
        Self { client, happened, emergency, n_given: 0 }
    }

    /// What it asks next, as soon as it does.
    fn next_wish(&mut self) -> ToHub {
        let patience = Patience::begin();
        loop {
            self.look();
            if let Some(wish) = self.emergency.poll(self.client.hub_now()) {
                return wish;
            }
            self.wait(&patience);
        }
    }

    /// Until there is nothing more to ask.
    fn wait_answered(&mut self, id: &goiso_model::RequestId) -> Answer {
        let patience = Patience::begin();
        loop {
            let answers = self.look();
            if let Some((_, answer)) = answers.into_iter().find(|(answered, _)| answered == id) {
                return answer;
            }
            self.wait(&patience);
        }
    }

    fn look(&mut self) -> Vec<(goiso_model::RequestId, Answer)> {
        let mut answers = Vec::new();
        for event in self.client.poll() {
            let now = self.client.hub_now();
            self.emergency.take(&event, now);
            if let LinkEvent::Answer { id, answer } = event {
                answers.push((id, answer));
            }
        }
        if let Some(ahead) = self.client.ahead() {
            self.emergency.note_clock(ahead, self.client.hub_now());
        }
        answers
    }

    fn wait(&self, patience: &Patience) {
        let due = self.emergency.next_deadline().map(|due| due.duration_since(self.client.hub_now()));
        let due = due.map_or(Patience::SPAN, |wait| Duration::try_from(wait).unwrap_or(Duration::ZERO));
        let news = self.happened.recv_timeout(due.min(patience.left()));
        assert!(news.is_ok() || !patience.left().is_zero(), "the kiosk waits in vain");
    }

    fn give(&mut self) -> OfflineNumber {
        self.n_given += 1;
        let ticket = TicketId::from_bits(self.n_given.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let now = self.client.hub_now();
        self.emergency.give(service(), None, None, ticket, now).expect("numbers are lent")
    }
}

/// Sends a wish, and kills the hub at once: before, in or after its commit. Started again, it answers.
fn ask_and_kill(
    kiosk: &mut Kiosk,
    hub: Child,
    centre: &Centre,
    line: &Proxy,
    wish: ToHub,
) -> (Child, Answer) {
    let ToHub::Request { id, .. } = &wish else { panic!("not a wish: {wish:?}") };
    let id = id.clone();
    kiosk.client.send(wish).expect("few wishes wait");
    hub.kill();
    let hub = Child::start(centre);
    line.lead_to(hub.address);
    let answer = kiosk.wait_answered(&id);
    (hub, answer)
}

#[test]
fn numbers_given_while_the_hub_is_dead_are_told_once_and_stand_by_time() {
    let centre = Centre::sample();
    let folder = TempDir::with_prefix("goiso-e2e-kiosk-").expect("a folder");
    let mut hub = Child::start(&centre);
    let line = Proxy::open(Some(hub.address));
    let mut kiosk = Kiosk::start(&line.websocket(), &folder);

    for expected in ["borrow", "keep"] {
        let wish = kiosk.next_wish();
        let ToHub::Request { request, .. } = &wish else { panic!("{wish:?}") };
        let is_it = match request {
            Request::BorrowBlock { .. } => expected == "borrow",
            Request::KeepBlock { .. } => expected == "keep",
            _ => false,
        };
        assert!(is_it, "{request:?} instead of {expected}");
        let answer;
        (hub, answer) = ask_and_kill(&mut kiosk, hub, &centre, &line, wish);
        assert_eq!(answer, Answer::Done { ticket: None });
    }

    let mut first = Screen::kiosk(&format!("ws://{}/ws", hub.address));
    assert_eq!(first.take_number("before").number.as_str(), "A001");
    drop(first);
    hub.kill();
    let one = kiosk.give();
    drop(kiosk);
    let mut kiosk = Kiosk::start(&line.websocket(), &folder);
    kiosk.n_given = 1;
    let two = kiosk.give();
    let mut hub = Child::start(&centre);
    // The line still leads nowhere for the kiosk; others reach the hub.
    let mut other = Screen::kiosk(&format!("ws://{}/ws", hub.address));
    assert_eq!(other.take_number("meanwhile").number.as_str(), "A002");
    drop(other);
    line.lead_to(hub.address);

    for given in [&one, &two] {
        let wish = kiosk.next_wish();
        let ToHub::Request { request: Request::TellIssued { number, .. }, .. } = &wish else {
            panic!("{wish:?}")
        };
        assert_eq!(*number, given.number, "in order");
        let answer;
        (hub, answer) = ask_and_kill(&mut kiosk, hub, &centre, &line, wish);
        let told = done(answer);
        assert_eq!((told.ticket, told.stage), (given.ticket, TicketStage::Waiting));
        assert_eq!(told.follow_url.rsplit('/').next(), given.follow_url.rsplit('/').next());
    }
    assert_eq!(kiosk.emergency.book().untold().len(), 0);

    let mut desk = Screen::counter(&format!("ws://{}/ws", hub.address));
    desk.ask("open", open());
    let called: Vec<_> =
        (0..4).map(|n| done(desk.ask(&format!("call-{n}"), call_next())).number.to_string()).collect();
    assert_eq!(Rest::of(hub.address).get(&format!("/t/{}", one.ticket)).status, 200, "its QR leads there");
    let [one, two] = [one, two].map(|given| given.number.to_string());
    assert_eq!(called, ["A001", one.as_str(), two.as_str(), "A002"], "by the time at which they came");
    drop((kiosk, desk));
    hub.terminate();
    assert!(hub.end().success());
    assert_eq!(books(&centre.data()).len(), 4);
}
