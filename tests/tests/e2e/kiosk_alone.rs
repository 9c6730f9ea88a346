//! The kiosk's program without its window, on the real link and the real disk, with a printer at its computer: the hub is
//! killed, a visitor gets a number and a slip all the same, and is called when the hub is back.

use std::path::PathBuf;
use std::sync::mpsc;
use std::time::Duration;

use goiso_agent::{Gate, LocalPrinter};
use goiso_client::emergency::{FileDisk, OfflineNumber};
use goiso_client::{Client, RequestIds};
use goiso_hardware::printer::{Naming, PrinterTarget, Profile, SlipSetup};
use goiso_kiosk::{
    Action, Courier, Errand, Kiosk, Runtime, Screen as Shown, Slip, open_folder, repaint_after,
};
use goiso_model::{DeviceName, Language, TicketId};
use goiso_protocol::{LocalSlip, LocalSlipAnswer, PrinterCondition, Role, ToHub};
use tempfile::TempDir;

use crate::kiosk_printer::KioskComputer;
use crate::support::{Centre, Child, Patience, Proxy, Rest, Screen, books, call_next, done, open, service};

/// What `main.rs` of the kiosk does, without a window.
struct Program {
    client: Client,
    runtime: Runtime<FileDisk>,
    courier: Courier,
    happened: mpsc::Receiver<()>,
    wake: mpsc::Sender<()>,
    printed: Vec<(TicketId, LocalSlip)>,
}

impl Program {
    fn start(url: &str, folder: &TempDir, socket: PathBuf) -> Self {
        let (wake, happened) = mpsc::channel();
        let device: DeviceName = "kiosk-1".parse().expect("a slug");
        let (emergency, last_view) = open_folder(folder.path(), &device).expect("nobody else has it");
        let woken = wake.clone();
        // A kiosk that has gone needs no waking.
        let client = Client::start(url, device, Role::Kiosk, move || woken.send(()).unwrap_or_default());
        let client = client.expect("a thread");
        if let Some(ahead) = emergency.book().ahead() {
            client.reckon(ahead);
        }
        let vi = Language::vietnamese();
        let kiosk = Kiosk::new(vi, goiso_i18n::languages(), RequestIds::random(), client.hub_now());
        let mut runtime = Runtime::new(kiosk, goiso_client::random_bits);
        runtime.adopt(emergency, last_view, client.hub_now());
        Self { client, runtime, courier: Courier::new(socket), happened, wake, printed: Vec::new() }
    }

    fn look(&mut self) {
        for event in self.client.poll() {
            self.runtime.take(event, self.client.hub_now());
        }
        for (ticket, answer) in self.courier.poll() {
            if answer != LocalSlipAnswer::Printed {
                self.runtime.slip_is(ticket, Slip::Failed, self.client.hub_now());
            }
        }
        for errand in self.runtime.poll(self.client.ahead(), self.client.hub_now()) {
            match errand {
                Errand::Send(frame) => self.send(frame),
                Errand::Withdraw(id) => self.client.withdraw(&id),
                Errand::Print(ticket, slip) => self.print(ticket, *slip),
            }
        }
    }

    fn send(&self, frame: ToHub) {
        self.client.send(frame).expect("few wishes wait");
    }

    fn print(&mut self, ticket: TicketId, slip: LocalSlip) {
        let wake = self.wake.clone();
        let begun = self.courier.print(ticket, &slip, move || wake.send(()).unwrap_or_default());
        begun.expect("the agent is there");
        self.runtime.slip_is(ticket, Slip::Printing, self.client.hub_now());
        self.printed.push((ticket, slip));
    }

    /// Looks whenever something happens, or the screen wants to, until it is so.
    fn wait_until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let patience = Patience::begin();
        loop {
            self.look();
            if is_so(self) {
                return;
            }
            let now = self.client.hub_now();
            let due = self.runtime.next_deadline().map(|due| due.duration_since(now));
            let due = due.map_or(Duration::MAX, |due| Duration::try_from(due).unwrap_or(Duration::ZERO));
            let wait = due.min(repaint_after(self.runtime.kiosk(), now)).min(patience.left());
            // Either is a reason to look again.
            self.happened.recv_timeout(wait).unwrap_or_default();
            assert!(
                !patience.left().is_zero(),
                "{what}: never; the kiosk shows {:?}",
                self.runtime.kiosk().screen()
            );
        }
    }

    fn touch(&mut self, action: Action) {
        self.runtime.handle(action, self.client.hub_now());
        self.look();
    }

    fn given(&self) -> OfflineNumber {
        match self.runtime.kiosk().screen() {
            Shown::Given { number, .. } => number.as_ref().clone(),
            other => panic!("no number is shown: {other:?}"),
        }
    }

    fn n_left(&self) -> u32 {
        self.runtime.kiosk().stock().offer.unwrap_or(0)
    }

    fn n_untold(&self) -> u32 {
        self.runtime.kiosk().stock().untold.values().sum()
    }
}

/// Starts an agent that also prints without the hub; where it can be asked to.
fn start_agent(computer: &KioskComputer, line: &Proxy) -> PathBuf {
    let (url, socket) = (line.websocket(), computer.folder.path().join("agent.sock"));
    let gate = Gate::default();
    let of_hub = gate.clone();
    computer.runtime.spawn(async move {
        let kiosk: DeviceName = "kiosk-1".parse().expect("a slug");
        goiso_agent::run(&url, kiosk, of_hub).await.expect("a thread and an address");
    });
    let printer = LocalPrinter {
        target: PrinterTarget::Serial { path: computer.path.clone(), baud: 115_200 },
        profile: Profile::GENERIC_80MM,
        naming: Naming::Given,
        slips: SlipSetup::default(),
    };
    let at = socket.clone();
    computer.runtime.spawn(async move {
        goiso_agent::serve_local(&at, printer, gate).await.expect("nobody else listens there");
    });
    socket
}

#[test]
fn a_visitor_gets_a_number_and_a_slip_while_the_hub_is_dead_and_is_called_when_it_is_back() {
    let computer = KioskComputer::new();
    let centre = Centre::with_printer_at_kiosk(computer.path.as_ref());
    let folder = TempDir::with_prefix("goiso-e2e-kiosk-").expect("a folder");
    let hub = Child::start(&centre);
    let line = Proxy::open(Some(hub.address));
    let socket = start_agent(&computer, &line);
    let mut kiosk = Program::start(&line.websocket(), &folder, socket.clone());
    kiosk.wait_until("the kiosk has numbers of its own", |kiosk| kiosk.n_left() > 0);
    kiosk.wait_until("the hub drives the printer", |kiosk| {
        kiosk.runtime.kiosk().view().is_some_and(|view| view.printer == PrinterCondition::Ready)
    });
    hub.kill();
    kiosk.wait_until("it gives them", |kiosk| kiosk.runtime.kiosk().is_on_its_own(kiosk.client.hub_now()));
    kiosk.touch(Action::Begin);
    kiosk.touch(Action::ChooseService(service()));
    let first = kiosk.given();
    // The LED displays of the sample have four places.
    assert_eq!(first.number.as_str(), "X101");
    computer.wait_printed(1);
    let (_, slip) = kiosk.printed.pop().expect("a slip was handed over");
    assert_eq!((slip.number.as_str(), slip.texts.service.as_str()), ("X101", "Chứng thực"));
    assert_eq!(slip.qr, first.follow_url);

    // The power goes at the kiosk, and comes back while the hub is still dead.
    drop(kiosk);
    let mut kiosk = Program::start(&line.websocket(), &folder, socket);
    kiosk.wait_until("it knows its services from before", |kiosk| {
        kiosk.runtime.kiosk().is_on_its_own(kiosk.client.hub_now())
    });
    kiosk.touch(Action::Begin);
    kiosk.touch(Action::ChooseService(service()));
    let second = kiosk.given();
    assert_eq!((second.number.as_str(), kiosk.n_untold()), ("X102", 2));
    computer.wait_printed(2);

    let hub = Child::start(&centre);
    line.lead_to(hub.address);
    kiosk.wait_until("all is told", |kiosk| kiosk.n_untold() == 0);
    assert_eq!(kiosk.runtime.kiosk().stock().turned_away, []);
    kiosk.wait_until("the hub has the printer again", |kiosk| {
        let view = kiosk.runtime.kiosk().view();
        view.is_some_and(|view| view.printer == PrinterCondition::Ready)
    });
    kiosk.print(TicketId::from_bits(9), LocalSlip { number: second.number.clone(), ..slip });
    let answer = kiosk.courier.wait(Patience::SPAN).expect("the agent answers").1;
    assert_eq!(answer, LocalSlipAnswer::NotPrinted { message: "the hub has the printer".to_owned() });

    let mut desk = Screen::counter(&format!("ws://{}/ws", hub.address));
    desk.ask("open", open());
    let called: Vec<_> =
        (0..2).map(|n| done(desk.ask(&format!("call-{n}"), call_next())).number.to_string()).collect();
    assert_eq!(called, ["X101", "X102"]);
    assert_eq!(Rest::of(hub.address).get(&format!("/t/{}", second.ticket)).status, 200, "its QR leads there");
    drop((kiosk, desk));
    hub.terminate();
    assert!(hub.end().success());
    assert_eq!((books(&centre.data()).len(), computer.n_pictures()), (2, 2));
}
