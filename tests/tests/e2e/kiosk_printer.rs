//! A printer at a kiosk's computer: the hub drives it through the agent there, and no slip comes out twice.

use std::path::Path;

use goiso_hardware::Pty;
use goiso_hardware::printer::{Paper, Plug, VirtualPrinter};
use goiso_model::DeviceName;
use goiso_protocol::{Answer, PrinterCondition, Request, SlipState, TicketInfo};
use serde_json::json;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::runtime::Runtime;
use tokio::sync::watch;

use crate::support::{Centre, Inside, Patience, Proxy, Rest, Screen, done};

/// The kiosk's computer: a printer on a serial cable, and the agent.
pub(crate) struct KioskComputer {
    pub(crate) printer: VirtualPrinter,
    cable: Cable,
    pub(crate) path: String,
    pub(crate) folder: TempDir,
    pub(crate) runtime: Runtime,
}

impl KioskComputer {
    pub(crate) fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("threads can be had");
        let folder = TempDir::with_prefix("goiso-kiosk-").expect("a folder");
        let (printer, path, cable) = runtime.block_on(async {
            let printer = VirtualPrinter::spawn(folder.path().join("slips"), 576).expect("a folder");
            let pty = Pty::open().expect("a pseudo-terminal");
            let path = pty.path().to_owned();
            let cable = Cable::lay(pty, printer.clone());
            (printer, path, cable)
        });
        Self { printer, cable, path, folder, runtime }
    }

    /// Starts the agent on a line to the hub.
    fn start_agent(&self, line: &Proxy) {
        let url = line.websocket();
        let kiosk = DeviceName::new("kiosk-1").expect("a slug");
        self.runtime.spawn(async move {
            goiso_agent::run(&url, kiosk, goiso_agent::Gate::default())
                .await
                .expect("a thread and an address");
        });
    }

    pub(crate) fn wait_printed(&self, n_slips: usize) {
        let mut printed = self.printer.printed();
        let came = printed.wait_for(|printed| printed.slips >= n_slips);
        let waited =
            self.runtime.block_on(async { tokio::time::timeout(Patience::SPAN, came).await.is_ok() });
        assert!(waited, "slip {n_slips} never comes out");
        assert_eq!(self.n_pictures(), n_slips);
    }

    pub(crate) fn n_pictures(&self) -> usize {
        std::fs::read_dir(self.folder.path().join("slips")).expect("the printer's folder").count()
    }
}

/// The serial cable, which may stop letting bytes through to the printer; answers always come back.
struct Cable {
    /// How many bytes may pass in all.
    most: watch::Sender<usize>,
    passed: watch::Receiver<usize>,
}

impl Cable {
    /// Lays it between a pseudo-terminal and the printer.
    fn lay(pty: Pty, printer: VirtualPrinter) -> Self {
        let (most, most_told) = watch::channel(usize::MAX);
        let (passed_told, passed) = watch::channel(0);
        tokio::spawn(carry(pty, printer, most_told, passed_told));
        Self { most, passed }
    }

    fn stop_after(&self, n_bytes: usize) {
        self.most.send_replace(*self.passed.borrow() + n_bytes);
    }

    fn mend(&self) {
        self.most.send_replace(usize::MAX);
    }
}

async fn carry(
    pty: Pty,
    printer: VirtualPrinter,
    mut most: watch::Receiver<usize>,
    passed: watch::Sender<usize>,
) {
    let (mut from_hub, mut to_hub) = tokio::io::split(pty);
    let cable = printer.connect().await.expect("the printer is plugged in");
    let (mut from_printer, mut to_printer) = tokio::io::split(cable);
    let back = async { tokio::io::copy(&mut from_printer, &mut to_hub).await.map(drop) };
    let forth = async {
        let mut buffer = [0; 512];
        loop {
            let before = *passed.borrow();
            let most = *most.wait_for(|most| *most > before).await.expect("the test goes on");
            let room = buffer.len().min(most - before);
            let count = from_hub.read(&mut buffer[..room]).await?;
            to_printer.write_all(&buffer[..count]).await?;
            passed.send_replace(before + count);
        }
    };
    // Ends when the printer's plug is pulled: the pseudo-terminal is dropped, and the port gone.
    let ended: std::io::Result<()> = tokio::select! { ended = back => ended, ended = forth => ended };
    drop(ended);
}

/// A hub, a kiosk, and the computer of the kiosk with its printer on a line that can be cut.
struct Hall {
    computer: KioskComputer,
    centre: Centre,
    hub: Inside,
    line: Proxy,
    kiosk: Screen,
}

impl Hall {
    fn begin() -> Self {
        let computer = KioskComputer::new();
        let centre = Centre::with_printer_at_kiosk(Path::new(&computer.path));
        let hub = Inside::start(&centre);
        let line = Proxy::open(Some(hub.address));
        computer.start_agent(&line);
        let mut kiosk = Screen::kiosk(&line.websocket());
        wait_for(&mut kiosk, PrinterCondition::Ready);
        Self { computer, centre, hub, line, kiosk }
    }

    fn slip_of(&self, ticket: &TicketInfo) -> String {
        let reply = Rest::of(self.hub.address).get(&format!("/api/v1/tickets/{}", ticket.ticket));
        reply.json()["slip"].as_str().unwrap_or("nothing").to_owned()
    }

    fn wait_for_trouble(&mut self, ticket: &TicketInfo, slip: SlipState) {
        let id = ticket.ticket;
        self.kiosk.kiosk_view(&format!("{slip:?}"), |view| {
            view.slips.iter().any(|told| told.ticket == id && told.slip == slip).then_some(())
        });
    }

    fn wait_for_no_trouble(&mut self) {
        self.kiosk.kiosk_view("no trouble", |view| view.slips.is_empty().then_some(()));
    }
}

fn wait_for(kiosk: &mut Screen, condition: PrinterCondition) {
    kiosk.kiosk_view(&format!("{condition:?}"), |view| (view.printer == condition).then_some(()));
}

#[test]
fn a_printer_at_a_kiosk_prints_and_tells_of_its_paper_like_one_of_the_hubs_own() {
    let mut hall = Hall::begin();
    let ticket = hall.kiosk.take_number("k-1");
    assert!(ticket.is_printing);
    hall.computer.wait_printed(1);
    hall.computer.printer.set_paper(Paper::Low);
    wait_for(&mut hall.kiosk, PrinterCondition::PaperLow);
    assert_eq!(hall.slip_of(&ticket), "printed");
    hall.computer.printer.set_paper(Paper::End);
    wait_for(&mut hall.kiosk, PrinterCondition::NoPaper);
    hall.computer.printer.set_paper(Paper::Ok);
    wait_for(&mut hall.kiosk, PrinterCondition::Ready);
    // The cable out: the port is gone, and the kiosk says so before the touch.
    hall.computer.printer.set_plug(Plug::Out);
    wait_for(&mut hall.kiosk, PrinterCondition::Fault);
    assert!(!hall.kiosk.take_number("k-2").is_printing);
    hall.hub.stop();
}

#[test]
fn a_session_lost_in_the_middle_of_a_slip_leaves_its_fate_unclear_and_one_wish_prints_one_more() {
    let mut hall = Hall::begin();
    hall.computer.cable.stop_after(3_000);
    let ticket = hall.kiosk.take_number("k-1");
    let most = *hall.computer.cable.most.borrow();
    let mut passed = hall.computer.cable.passed.clone();
    let part = passed.wait_for(|passed| *passed == most);
    let arrived =
        hall.computer.runtime.block_on(async { tokio::time::timeout(Patience::SPAN, part).await.is_ok() });
    assert!(arrived, "the slip never begins");
    hall.line.cut();
    hall.wait_for_trouble(&ticket, SlipState::Unclear);
    assert_eq!(hall.computer.n_pictures(), 0, "it is not whole");

    hall.computer.cable.mend();
    wait_for(&mut hall.kiosk, PrinterCondition::Ready);
    // What came of the torn slip is cut off; nothing is sent again by itself.
    hall.computer.wait_printed(1);
    assert_eq!(hall.slip_of(&ticket), "unclear");
    let again = Request::Reprint { ticket: ticket.ticket };
    assert!(done(hall.kiosk.ask("k-2", again.clone())).is_printing);
    hall.computer.wait_printed(2);
    hall.wait_for_no_trouble();
    wait_for(&mut hall.kiosk, PrinterCondition::Ready);
    let refused = hall.kiosk.ask("k-3", again);
    assert!(
        matches!(&refused, Answer::Refused { refusal } if ["slip_printed", "slip_under_way"].contains(&refusal.code.as_str())),
        "{refused:?}"
    );
    assert_eq!(hall.computer.n_pictures(), 2);
    hall.hub.stop();
}

#[test]
fn a_hub_started_anew_over_a_held_slip_does_not_print_it_twice() {
    let mut hall = Hall::begin();
    // The roll ends in the middle: the printer keeps what it has of the slip.
    hall.computer.printer.end_paper_after(300);
    let ticket = hall.kiosk.take_number("k-1");
    hall.wait_for_trouble(&ticket, SlipState::Held);
    hall.hub.stop();
    hall.hub = Inside::start(&hall.centre);
    hall.line.lead_to(hall.hub.address);
    hall.wait_for_trouble(&ticket, SlipState::Unclear);
    wait_for(&mut hall.kiosk, PrinterCondition::NoPaper);
    let reprint = |path: &str| Rest::of(hall.hub.address).post(path, &json!({}));
    let path = format!("/api/v1/tickets/{}/reprint", ticket.ticket);
    assert_eq!(reprint(&path).problem(), (409, "no_printer".to_owned()));
    assert_eq!(
        reprint("/api/v1/tickets/0000000000000/reprint").problem(),
        (404, "unknown_ticket".to_owned())
    );

    // It comes out with the new roll, cut off from the next.
    hall.computer.printer.set_paper(Paper::Ok);
    hall.computer.wait_printed(1);
    wait_for(&mut hall.kiosk, PrinterCondition::Ready);
    let next = hall.kiosk.take_number("k-2");
    hall.computer.wait_printed(2);
    assert_eq!((next.number.as_str(), hall.computer.n_pictures()), ("A002", 2));
    // A person may still ask for it, over HTTP too.
    let reply = Rest::of(hall.hub.address).post(&path, &json!({ "request_id": "again" }));
    assert_eq!((reply.status, reply.json()["slip"].as_str()), (200, Some("printing")), "{reply:?}");
    hall.computer.wait_printed(3);
    hall.hub.stop();
}
