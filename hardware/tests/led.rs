//! The LED bus driver against simulated displays: over a pipe in virtual time, over a pty in real time.

use std::time::Duration;

use goiso_hardware::Pty;
use goiso_hardware::led::{
    Echo, LedBusConfig, LedBusHandle, LedBusTarget, LedDisplay, LedEvent, LedFault, LedShow, LedSimulator,
    LedState, RegisterMap, spawn_bus,
};
use goiso_model::DeviceName;
use tokio::sync::mpsc;
use tokio::time::timeout;

/// Longer than anything that a driver waits for in a test in virtual time.
const PATIENCE: Duration = Duration::from_mins(10);

struct Bench {
    bus: LedBusHandle,
    events: mpsc::Receiver<LedEvent>,
    simulator: LedSimulator,
}

impl Bench {
    fn new(target: LedBusTarget, simulator: LedSimulator, addresses: &[u8]) -> Self {
        let map = RegisterMap::Characters { start: 0, width: 4 };
        let displays = addresses.iter().map(|&address| LedDisplay::new(address, map.into())).collect();
        let (sender, events) = mpsc::channel(64);
        let name = DeviceName::new("bang-led").expect("a slug");
        let config = LedBusConfig { name, target, echo: Echo::Absent, displays, keypads: Vec::new() };
        Self { bus: spawn_bus(config, sender), events, simulator }
    }

    fn simulated(addresses: &[u8]) -> Self {
        let simulator = LedSimulator::new(addresses.iter().copied());
        Self::new(LedBusTarget::Virtual(simulator.clone()), simulator, addresses)
    }

    async fn change(&mut self) -> (u8, LedState) {
        let event = timeout(PATIENCE, self.events.recv()).await.expect("an event").expect("a living driver");
        match event {
            LedEvent::StateChanged { display, state, .. } => (display, state),
            LedEvent::KeypadChanged { .. } | LedEvent::Pressed(_) => panic!("{event:?}"),
        }
    }

    async fn shows(&self, address: u8, text: &str) {
        let mut displays = self.simulator.displays();
        let seen = displays.wait_for(|all| all[&address].writes > 0 && all[&address].text() == text);
        assert!(timeout(PATIENCE, seen).await.is_ok(), "{address} never shows '{text}'");
    }

    fn writes(&self, address: u8) -> u64 {
        self.simulator.displays().borrow()[&address].writes
    }
}

fn steady(text: &str) -> LedShow {
    LedShow::Steady(text.to_owned())
}

#[tokio::test(start_paused = true)]
async fn each_counter_shows_its_own_number() {
    let mut bench = Bench::simulated(&[1, 2]);
    assert_eq!(bench.change().await, (1, LedState::Up));
    assert_eq!(bench.change().await, (2, LedState::Up));
    bench.bus.show(1, steady("A005"));
    bench.bus.show(2, LedShow::Paused);
    bench.bus.show(9, steady("X"));
    bench.shows(1, "A005").await;
    bench.shows(2, "----").await;
    bench.bus.show(1, LedShow::Closed);
    bench.shows(1, "").await;
}

#[tokio::test(start_paused = true)]
async fn only_changes_are_sent_and_all_is_refreshed_each_minute() {
    let bench = Bench::simulated(&[1]);
    bench.bus.show(1, steady("A005"));
    bench.shows(1, "A005").await;
    let writes = bench.writes(1);
    bench.bus.show(1, steady("A005"));
    tokio::time::sleep(Duration::from_secs(59)).await;
    assert_eq!(bench.writes(1), writes);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(bench.writes(1), writes + 1);
}

#[tokio::test(start_paused = true)]
async fn a_called_number_blinks_for_ten_seconds_and_stays() {
    let bench = Bench::simulated(&[1]);
    bench.bus.show(1, LedShow::Blink("A005".to_owned()));
    for _ in 0..10 {
        bench.shows(1, "A005").await;
        bench.shows(1, "").await;
    }
    bench.shows(1, "A005").await;
    let writes = bench.writes(1);
    tokio::time::sleep(Duration::from_secs(50)).await;
    assert_eq!(bench.writes(1), writes, "it still blinks");
}

#[tokio::test(start_paused = true)]
async fn a_silent_display_is_down_and_shows_the_newest_number_when_it_is_back() {
    let mut bench = Bench::simulated(&[1, 2]);
    assert_eq!(bench.change().await, (1, LedState::Up));
    assert_eq!(bench.change().await, (2, LedState::Up));
    bench.simulator.set_fault(1, Some(LedFault::Mute));
    bench.bus.show(1, steady("A005"));
    assert_eq!(bench.change().await, (1, LedState::Down));
    bench.bus.show(2, steady("B001"));
    bench.shows(2, "B001").await;
    bench.bus.show(1, steady("A006"));
    bench.bus.show(1, steady("A007"));
    bench.simulator.set_fault(1, None);
    assert_eq!(bench.change().await, (1, LedState::Up));
    bench.shows(1, "A007").await;
}

#[tokio::test(start_paused = true)]
async fn noise_refusals_and_others_answers_count_as_silence() {
    for fault in [LedFault::Garbage, LedFault::WrongAddress, LedFault::Refuses] {
        let mut bench = Bench::simulated(&[1]);
        assert_eq!(bench.change().await, (1, LedState::Up));
        bench.simulator.set_fault(1, Some(fault));
        bench.bus.show(1, steady("A005"));
        assert_eq!(bench.change().await, (1, LedState::Down), "{fault:?}");
        bench.simulator.set_fault(1, None);
        assert_eq!(bench.change().await, (1, LedState::Up), "{fault:?}");
        bench.shows(1, "A005").await;
    }
}

#[tokio::test(start_paused = true)]
async fn displays_go_dark_when_the_hub_stops() {
    let Bench { bus, events, simulator } = Bench::simulated(&[1, 2]);
    bus.show(1, steady("A005"));
    bus.show(2, steady("A006"));
    let mut displays = simulator.displays();
    displays.wait_for(|all| all[&1].text() == "A005" && all[&2].text() == "A006").await.unwrap();
    drop(bus);
    let dark = displays.wait_for(|all| all.values().all(|display| display.text().is_empty()));
    assert!(timeout(PATIENCE, dark).await.is_ok());
    drop(events);
}

#[tokio::test]
async fn a_serial_bus_works_is_unplugged_and_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let name = dir.path().join("by-id-rs485");
    let simulator = LedSimulator::new([1]);
    let plug_in = |pty: Pty| {
        std::os::unix::fs::symlink(pty.path(), &name).unwrap();
        tokio::spawn(simulator.clone().serve(pty))
    };
    let cable = plug_in(Pty::open().unwrap());
    let target = LedBusTarget::Serial { path: name.to_str().unwrap().to_owned(), baud: 9600 };
    let mut bench = Bench::new(target, simulator.clone(), &[1]);
    assert_eq!(bench.change().await, (1, LedState::Up));
    bench.bus.show(1, steady("A005"));
    bench.shows(1, "A005").await;

    cable.abort();
    std::fs::remove_file(&name).unwrap();
    assert_eq!(bench.change().await, (1, LedState::Down));
    bench.bus.show(1, steady("A006"));
    let _cable = plug_in(Pty::open().unwrap());
    assert_eq!(bench.change().await, (1, LedState::Up));
    bench.shows(1, "A006").await;
}
