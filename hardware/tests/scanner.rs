//! Scanners over cables: pulled out, plugged in again, noisy; and that nothing of a card is written anywhere.

#![allow(clippy::unwrap_used, reason = "clippy takes only the test functions themselves for tests")]

use std::io::Write;
use std::sync::{Arc, Mutex};

use goiso_hardware::Pty;
use goiso_hardware::scanner::{
    Scan, ScannerConfig, ScannerEvent, ScannerState, ScannerTarget, VirtualScanner, spawn_scanner,
};
use goiso_model::DeviceName;
use tokio::io::AsyncWriteExt;
use tokio::sync::mpsc;

const CARD: &str = "001099000001|123456789|NGUYỄN VĂN A|01011999|Nam|Số 1 Phố X, Hà Nội|01072021\r";

fn scanner_at(target: ScannerTarget) -> mpsc::Receiver<ScannerEvent> {
    let (events, happened) = mpsc::channel(16);
    spawn_scanner(ScannerConfig { name: name(), target }, events);
    happened
}

fn name() -> DeviceName {
    "scanner-1".parse().unwrap()
}

fn state(state: ScannerState) -> ScannerEvent {
    ScannerEvent::StateChanged { scanner: name(), state }
}

/// The next scan, in a few words.
async fn next(happened: &mut mpsc::Receiver<ScannerEvent>) -> String {
    match happened.recv().await {
        Some(ScannerEvent::Scanned { scan: Scan::IdentityCard(card), .. }) => {
            format!("card of {}", card.birth_year)
        }
        Some(ScannerEvent::Scanned { scan: Scan::Dossier(code), .. }) => format!("dossier {code}"),
        other => format!("{other:?}"),
    }
}

#[tokio::test]
async fn a_scanner_is_read_again_under_a_new_tty_name() {
    let folder = tempfile::tempdir().unwrap();
    let by_id = folder.path().join("usb-Scanner_1-if00");
    let mut cable = Pty::open().unwrap();
    std::os::unix::fs::symlink(cable.path(), &by_id).unwrap();
    let path = by_id.to_string_lossy().into_owned();
    let mut happened = scanner_at(ScannerTarget::Serial { path, baud: 9600 });
    assert_eq!(happened.recv().await, Some(state(ScannerState::Up)));
    cable.write_all(CARD.as_bytes()).await.unwrap();
    assert_eq!(next(&mut happened).await, "card of 1999");

    // In the middle of a text; the half of it is forgotten.
    cable.write_all(b"H19.12-2510").await.unwrap();
    drop(cable);
    assert_eq!(happened.recv().await, Some(state(ScannerState::Gone)));
    let mut cable = Pty::open().unwrap();
    std::fs::remove_file(&by_id).unwrap();
    std::os::unix::fs::symlink(cable.path(), &by_id).unwrap();
    assert_eq!(happened.recv().await, Some(state(ScannerState::Up)));
    cable.write_all(b"H19.12-251015-0001\r").await.unwrap();
    assert_eq!(next(&mut happened).await, "dossier H19.12-251015-0001");
}

#[tokio::test]
async fn noise_of_a_wrong_speed_ends_with_a_pause_and_the_next_text_is_read() {
    let mut cable = Pty::open().unwrap();
    let path = cable.path().to_owned();
    let mut happened = scanner_at(ScannerTarget::Serial { path, baud: 9600 });
    assert_eq!(happened.recv().await, Some(state(ScannerState::Up)));
    cable.write_all(&[0x00, 0xf8, 0x80, 0x1e, 0x0d, 0xff]).await.unwrap();
    // The sign 0x0d in the noise ends a text of it.
    assert!(next(&mut happened).await.contains("Refused"));
    cable.write_all(b"\rH19.12-251015-0001\r").await.unwrap();
    assert!(next(&mut happened).await.contains("Refused"));
    assert_eq!(next(&mut happened).await, "dossier H19.12-251015-0001");
}

#[tokio::test]
async fn a_scanner_without_a_suffix_is_read_after_a_pause() {
    let mut cable = Pty::open().unwrap();
    let path = cable.path().to_owned();
    let mut happened = scanner_at(ScannerTarget::Serial { path, baud: 9600 });
    assert_eq!(happened.recv().await, Some(state(ScannerState::Up)));
    cable.write_all(b"H19.12-251015-0001").await.unwrap();
    assert_eq!(next(&mut happened).await, "dossier H19.12-251015-0001");
}

#[tokio::test]
async fn a_simulated_scanner_reads_what_it_is_told() {
    let scanner = VirtualScanner::default();
    let mut happened = scanner_at(ScannerTarget::Virtual(scanner.clone()));
    assert_eq!(happened.recv().await, Some(state(ScannerState::Up)));
    scanner.scan("H19.12-251015-0001");
    assert_eq!(next(&mut happened).await, "dossier H19.12-251015-0001");
}

/// Everything that is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn nothing_of_a_card_is_logged_even_where_everything_is() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let mut cable = Pty::open().unwrap();
    let path = cable.path().to_owned();
    let mut happened = scanner_at(ScannerTarget::Serial { path, baud: 9600 });
    assert_eq!(happened.recv().await, Some(state(ScannerState::Up)));
    for text in [CARD, "001099000001|x|NGUYỄN VĂN A|01011999\r"] {
        cable.write_all(text.as_bytes()).await.unwrap();
        let event = happened.recv().await.unwrap();
        tracing::info!(?event, "scanned");
    }
    drop(cable);
    assert_eq!(happened.recv().await, Some(state(ScannerState::Gone)));
    let written = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(written.contains("scanned"), "{written}");
    for secret in ["001099000001", "123456789", "NGUY", "01011999", "1999", "Phố", "Hà Nội"] {
        assert!(!written.contains(secret), "{secret} in {written}");
    }
}
