//! Slips without the hub: what a kiosk's program asks of the agent's socket, and what it hears.

use std::path::Path;
use std::time::Duration;

use goiso_agent::{Gate, LocalPrinter, ServeError, serve_local};
use goiso_hardware::printer::{
    Command, Naming, Paper, PrinterTarget, Profile, SlipSetup, VirtualPrinter, next_command,
};
use goiso_model::TicketNumber;
use goiso_protocol::{LocalSlip, LocalSlipAnswer, LocalSlipTexts};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixStream;
use tokio::task::JoinHandle;

/// Far longer than anything takes on a slow machine. Only a failing test waits so long.
const PATIENCE: Duration = Duration::from_secs(20);

fn slip() -> LocalSlip {
    let texts = LocalSlipTexts { service: "Chứng thực".to_owned(), ..LocalSlipTexts::default() };
    let number = TicketNumber::compose("K1-", 901, 3);
    LocalSlip { number, qr: "http://hub/t/1".to_owned(), texts, second: None }
}

fn printer(target: PrinterTarget) -> LocalPrinter {
    let (profile, naming) = (Profile::GENERIC_80MM, Naming::Given);
    LocalPrinter { target, profile, naming, slips: SlipSetup::default() }
}

fn file(folder: &Path) -> LocalPrinter {
    printer(PrinterTarget::File { path: folder.join("slips.bin") })
}

fn serve(folder: &Path, printer: LocalPrinter) -> JoinHandle<Result<(), ServeError>> {
    let socket = folder.join("agent.sock");
    tokio::spawn(async move { serve_local(&socket, printer, Gate::default()).await })
}

/// Connects as soon as somebody listens.
async fn connect(folder: &Path) -> UnixStream {
    let listens = async {
        loop {
            if let Ok(stream) = UnixStream::connect(folder.join("agent.sock")).await {
                return stream;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, listens).await.expect("somebody listens")
}

async fn ask(folder: &Path, line: &str) -> LocalSlipAnswer {
    let mut stream = connect(folder).await;
    stream.write_all(line.as_bytes()).await.expect("the agent reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("the agent answers");
    LocalSlipAnswer::parse(&answer).expect("an answer")
}

#[tokio::test]
async fn a_slip_is_printed_for_each_wish() {
    let folder = TempDir::new().unwrap();
    let agent = serve(folder.path(), file(folder.path()));
    for _ in 0..2 {
        assert_eq!(ask(folder.path(), &slip().line()).await, LocalSlipAnswer::Printed);
    }
    let bytes = std::fs::read(folder.path().join("slips.bin")).unwrap();
    let (mut rest, mut n_cuts) = (bytes.as_slice(), 0);
    while let Some((command, len)) = next_command(rest) {
        n_cuts += usize::from(matches!(command, Command::Cut));
        rest = &rest[len..];
    }
    assert_eq!(n_cuts, 2);
    agent.abort();
}

#[tokio::test]
async fn a_wish_that_makes_no_sense_prints_nothing_and_the_next_one_is_heard() {
    let folder = TempDir::new().unwrap();
    let agent = serve(folder.path(), file(folder.path()));
    for line in ["\n", "print!\n", "{\"number\":5}\n"] {
        let answer = ask(folder.path(), line).await;
        assert!(matches!(answer, LocalSlipAnswer::NotPrinted { .. }), "{answer:?}");
    }
    // One that never ends is not read to its end, and may find nobody who listens.
    drop(connect(folder.path()).await.write_all("x".repeat(20_000).as_bytes()).await);
    assert!(!folder.path().join("slips.bin").exists());
    assert_eq!(ask(folder.path(), &slip().line()).await, LocalSlipAnswer::Printed);
    agent.abort();
}

#[tokio::test]
async fn a_printer_without_paper_says_so_and_prints_nothing() {
    let folder = TempDir::new().unwrap();
    let virtual_printer = VirtualPrinter::spawn(folder.path().join("slips"), 576).unwrap();
    virtual_printer.set_paper(Paper::End);
    // A virtual printer lives in its own runtime: it is reached over the network here.
    let address = over_tcp(virtual_printer.clone()).await;
    let target = PrinterTarget::Tcp { host: address.ip().to_string(), port: address.port() };
    let agent = serve(folder.path(), printer(target));
    let answer = ask(folder.path(), &slip().line()).await;
    let message = "the printer cannot print: NoPaper".to_owned();
    assert_eq!(answer, LocalSlipAnswer::NotPrinted { message });
    virtual_printer.set_paper(Paper::Ok);
    assert_eq!(ask(folder.path(), &slip().line()).await, LocalSlipAnswer::Printed);
    assert_eq!(std::fs::read_dir(folder.path().join("slips")).unwrap().count(), 1);
    agent.abort();
}

async fn over_tcp(printer: VirtualPrinter) -> std::net::SocketAddr {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut cable = printer.connect().await.expect("it is plugged in");
            // Either side may hang up.
            drop(tokio::io::copy_bidirectional(&mut stream, &mut cable).await);
        }
    });
    address
}

#[tokio::test]
async fn one_agent_listens_and_what_a_dead_one_left_behind_is_no_hindrance() {
    let folder = TempDir::new().unwrap();
    let first = serve(folder.path(), file(folder.path()));
    drop(connect(folder.path()).await);
    let second = serve(folder.path(), file(folder.path())).await.unwrap();
    assert!(matches!(second, Err(ServeError::InUse(_))), "{second:?}");
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    assert!(folder.path().join("agent.sock").exists());
    let third = serve(folder.path(), file(folder.path()));
    assert_eq!(ask(folder.path(), &slip().line()).await, LocalSlipAnswer::Printed);
    third.abort();
}
