//! How soon a called number stands on its display, and a key of a keypad is heard: on a simulated line whose bytes
//! take their time, in virtual time. The same seed gives the same figures on every machine.

use std::time::Duration;

use goiso_hardware::keypad::Key;
use goiso_hardware::led::{
    BusKeypad, Counters, Echo, LedBusConfig, LedBusTarget, LedDisplay, LedEvent, LedShow, LedSimulator,
    RegisterMap, SimulatedLine, spawn_bus,
};
use goiso_model::DeviceName;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};

/// What hangs on the line, and what happens on it.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// How many displays; their addresses are 1, 2 ….
    pub n_displays: u8,
    /// How many keypads of four keys.
    pub n_keypads: u8,
    /// How many numbers are called, one after the other, each over a display drawn by lot.
    pub n_calls: usize,
    /// The mean time from one call to the next. Half as often, somebody presses a key.
    pub call_every: Duration,
}

/// The usual speed of displays.
pub const BAUD: u32 = 9600;
/// How long a device thinks before it answers: 3.5 characters of silence, and a little.
const THINKING: Duration = Duration::from_millis(5);
/// The first address of the keypads.
const KEYPADS_FROM: u8 = 101;

/// What was measured.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paces {
    /// From each order to the last byte of its frame at the display.
    pub calls: Vec<Duration>,
    /// From each key that goes down to the event that tells of it.
    pub keys: Vec<Duration>,
}

/// The value that 99 of 100 samples do not exceed.
pub fn p99(samples: &[Duration]) -> Duration {
    let mut sorted = samples.to_vec();
    sorted.sort_unstable();
    let idx = (sorted.len() * 99).div_ceil(100).saturating_sub(1);
    sorted.get(idx).copied().unwrap_or_default()
}

/// Plays the line from a seed. Takes seconds of real time for an hour of it.
pub fn play(line: Line, seed: u64) -> Paces {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.expect("a runtime without files and sockets can be had").block_on(played(line, seed))
}

async fn played(line: Line, seed: u64) -> Paces {
    let (displays, keypads) = devices(line);
    let simulator =
        LedSimulator::of(&displays, &keypads).with_line(SimulatedLine { baud: BAUD, thinking: THINKING });
    let (sender, events) = mpsc::channel(1024);
    let bus = spawn_bus(
        LedBusConfig {
            name: DeviceName::new("led-1").expect("a slug"),
            target: LedBusTarget::Virtual(simulator.clone()),
            echo: Echo::Absent,
            displays,
            keypads,
        },
        sender,
    );
    // All are dark and known before the first call.
    sleep(Duration::from_secs(10)).await;
    let pressing = tokio::spawn(press(simulator.clone(), events, line, seed));
    let mut random = fastrand::Rng::with_seed(seed);
    let mut calls = Vec::with_capacity(line.n_calls);
    for n in 0..line.n_calls {
        sleep(line.call_every.mul_f64(random.f64() * 2.0)).await;
        let address = random.u8(1..=line.n_displays);
        let number = format!("{:04}", n % 10_000);
        let began = now();
        bus.show(address, LedShow::Blink(number.clone()));
        let mut shown = simulator.displays();
        if shown.wait_for(|all| all[&address].text() == number).await.is_ok() {
            calls.push(now() - began);
        }
    }
    Paces { calls, keys: pressing.await.unwrap_or_default() }
}

/// Presses keys until half as many have been pressed as numbers are called.
async fn press(
    simulator: LedSimulator,
    mut events: mpsc::Receiver<LedEvent>,
    line: Line,
    seed: u64,
) -> Vec<Duration> {
    let mut random = fastrand::Rng::with_seed(seed ^ 1);
    let mut keys = Vec::new();
    if line.n_keypads == 0 {
        // Nobody hears the displays come and go: the bus waits for that.
        tokio::spawn(async move { while events.recv().await.is_some() {} });
        return keys;
    }
    for _ in 0..line.n_calls / 2 {
        sleep(line.call_every.mul_f64(random.f64() * 4.0)).await;
        let began = now();
        simulator.press(KEYPADS_FROM + random.u8(0..line.n_keypads), random.usize(0..4));
        loop {
            match events.recv().await {
                Some(LedEvent::Pressed(_)) => break keys.push(now() - began),
                Some(LedEvent::StateChanged { .. } | LedEvent::KeypadChanged { .. }) => {}
                None => return keys,
            }
        }
    }
    tokio::spawn(async move { while events.recv().await.is_some() {} });
    keys
}

fn devices(line: Line) -> (Vec<LedDisplay>, Vec<BusKeypad>) {
    let map = RegisterMap::Characters { start: 0, width: 4 };
    let displays = (1..=line.n_displays).map(|address| LedDisplay::new(address, map.into())).collect();
    let keypads = (0..line.n_keypads).map(|n| BusKeypad {
        name: DeviceName::new(format!("keypad-{n}")).expect("a slug"),
        address: KEYPADS_FROM + n,
        first_register: 0,
        counters: Counters::OneARegister,
        keys: vec![Key::Next, Key::Recall, Key::Absent, Key::Finish],
    });
    (displays, keypads.collect())
}

/// The time of the paused runtime.
#[expect(clippy::disallowed_methods, reason = "virtual time: nothing but the simulated line moves it")]
fn now() -> Instant {
    Instant::now()
}
