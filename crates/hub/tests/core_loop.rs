//! The core loop on its thread, without sockets.

use std::sync::Arc;
use std::time::Duration;

use goiso_config::Config;
use goiso_hub::channels::view_channels;
use goiso_hub::clock::Clock;
use goiso_hub::core::{Hub, JournalState, TicketIds};
use goiso_hub::core_loop::{CoreLoop, PROBE_EVERY};
use goiso_hub::devices::{self, LedTemplates, SlipBooks, SlipFolder};
use goiso_hub::message::Message;
use goiso_store::{Journal, OpenOptions};
use jiff::Timestamp;
use tokio::sync::{mpsc, watch};

const PATIENCE: Duration = Duration::from_secs(20);

/// No devices, which would speak to the hub before anybody else does, and nothing that is ever due.
const CENTRE: &str = r#"
[centre]
name = "Trung tâm"

[[services]]
id = "chung-thuc"
sign = "A"
name = "Chứng thực"

[[counters]]
number = 1
services = ["chung-thuc"]

[[kiosks]]
name = "kiosk-1"
"#;

/// Starts a loop to which nobody speaks, and tells when it first wants to be woken.
async fn first_deadline(state: JournalState) -> (Timestamp, Option<Timestamp>) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("centre.toml");
    std::fs::write(&file, CENTRE).expect("a fresh folder");
    let config = Arc::new(Config::load(&file).expect("a whole centre"));
    let options = OpenOptions { ballast_bytes: 0, ..OpenOptions::default() };
    let mut journal = Journal::open(&folder.path().join("data"), &options).expect("a fresh folder");
    let today = journal.load_today().expect("an empty journal");
    let clock = Arc::new(Clock::new(None));
    let mut hub = Hub::new(config.clone(), &today, journal.epoch(), TicketIds::new([1; 32]), "http://hub");
    let begun = clock.now();
    let started = hub.start(begun).expect("nothing stands against the first rules");
    journal.commit(&started.entries).expect("the disk is well");
    hub.set_journal(state);

    let (messages, mut waiting) = mpsc::channel(8);
    let slips = SlipFolder::Together(folder.path().to_owned());
    let books =
        SlipBooks::load(&config, &file, folder.path(), Vec::new(), begun).expect("no files are named");
    let (handles, _, _) = devices::start(&config, &slips, &books, &LedTemplates::default(), messages.clone())
        .expect("no folder is needed");
    let (senders, _views) = view_channels(&hub);
    let (deadline, mut told) = watch::channel(None);
    let core = CoreLoop::new(hub, journal, clock, senders, handles, deadline);
    let loop_thread = tokio::task::spawn_blocking(move || core.run(&mut waiting));
    let first = tokio::time::timeout(PATIENCE, told.changed()).await;
    first.expect("it says when it wants to be woken").expect("the loop runs");
    let deadline = *told.borrow();
    messages.send(Message::Stop).await.expect("the loop runs");
    loop_thread.await.expect("the loop does not panic").expect("the disk is well");
    (begun, deadline)
}

#[tokio::test]
async fn the_next_day_begins_even_if_nobody_speaks_to_the_hub() {
    let (begun, deadline) = first_deadline(JournalState::Ready).await;
    assert!(deadline.is_some_and(|deadline| deadline > begun), "{deadline:?}");
}

#[tokio::test]
async fn a_hub_that_starts_on_the_reserve_looks_for_room_by_itself() {
    let (begun, deadline) = first_deadline(JournalState::OnReserve).await;
    let soon = begun + PROBE_EVERY + PATIENCE;
    assert!(deadline.is_some_and(|deadline| deadline < soon), "{deadline:?}");
}
