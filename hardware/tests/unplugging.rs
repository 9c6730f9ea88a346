//! Buses of displays of every kind whose cable is pulled, whose devices are slow, mute, strange or noisy.

#![allow(clippy::unwrap_used, reason = "clippy takes only the test functions themselves for tests")]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use goiso_hardware::Pty;
use goiso_hardware::keypad::{Key, KeyPress};
use goiso_hardware::led::{
    AlphaFile, BusKeypad, Counters, Echo, LedBusConfig, LedBusHandle, LedBusTarget, LedDisplay, LedEvent,
    LedFault, LedModel, LedShow, LedSimulator, LedState, RegisterMap, Template, VfdDialect, VfdRow,
    spawn_bus,
};
use goiso_model::DeviceName;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::timeout;

/// Longer than anything a driver waits for.
const PATIENCE: Duration = Duration::from_mins(2);

fn answering() -> Vec<LedModel> {
    vec![
        RegisterMap::Characters { start: 0, width: 4 }.into(),
        RegisterMap::Digits { start: 0, width: 4, blank: 15 }.into(),
        RegisterMap::Bcd { start: 0, width: 4 }.into(),
        RegisterMap::Number { register: 0, blank: 0xffff }.into(),
        LedModel::Onbon { width: 4 },
        template("text-lrc"),
    ]
}

fn silent() -> Vec<LedModel> {
    vec![
        LedModel::Alpha { file: AlphaFile::String, width: 4, dimming_mode: None },
        LedModel::Alpha { file: AlphaFile::Text, width: 4, dimming_mode: None },
        LedModel::Vfd { dialect: VfdDialect::Cd5220, row: VfdRow::Upper },
        LedModel::Vfd { dialect: VfdDialect::EpsonDm, row: VfdRow::Lower },
        template("number-sum8"),
        template("number-framed"),
        template("segments-xor8"),
        template("digits-bcd-crc16"),
    ]
}

fn template(name: &str) -> LedModel {
    let (_, text) = Template::SHIPPED.into_iter().find(|(shipped, _)| *shipped == name).unwrap();
    LedModel::Template(Arc::new(Template::read(name, text).unwrap()))
}

/// A serial port's name that stays, whichever cable is plugged in.
struct Socket {
    folder: tempfile::TempDir,
}

impl Socket {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn name(&self) -> PathBuf {
        self.folder.path().join("usb-RS485-if00-port0")
    }

    /// A new cable, under a tty name of its own.
    fn plug_in(&self) -> Pty {
        let cable = Pty::open().unwrap();
        if self.name().is_symlink() {
            std::fs::remove_file(self.name()).unwrap();
        }
        std::os::unix::fs::symlink(cable.path(), self.name()).unwrap();
        cable
    }

    fn target(&self) -> LedBusTarget {
        LedBusTarget::Serial { path: self.name().to_str().unwrap().to_owned(), baud: 9600 }
    }
}

struct Bench {
    bus: LedBusHandle,
    events: mpsc::Receiver<LedEvent>,
    simulator: LedSimulator,
}

impl Bench {
    fn new(target: Option<LedBusTarget>, displays: Vec<LedDisplay>, keypads: Vec<BusKeypad>) -> Self {
        let simulator = LedSimulator::of(&displays, &keypads);
        let (sender, events) = mpsc::channel(64);
        let config = LedBusConfig {
            name: DeviceName::new("led-1").unwrap(),
            target: target.unwrap_or_else(|| LedBusTarget::Virtual(simulator.clone())),
            echo: Echo::Absent,
            displays,
            keypads,
        };
        Self { bus: spawn_bus(config, sender), events, simulator }
    }

    fn with(model: LedModel) -> Self {
        Self::new(None, vec![LedDisplay::new(1, model)], Vec::new())
    }

    async fn event(&mut self) -> LedEvent {
        timeout(PATIENCE, self.events.recv()).await.expect("an event").expect("a living driver")
    }

    async fn state_of(&mut self, address: u8) -> LedState {
        loop {
            match self.event().await {
                LedEvent::StateChanged { display, state, .. } if display == address => return state,
                LedEvent::StateChanged { .. } | LedEvent::KeypadChanged { .. } | LedEvent::Pressed(_) => {}
            }
        }
    }

    fn order(&self, number: &str) {
        self.bus.show(1, LedShow::Steady(number.to_owned()));
    }

    async fn shows(&self, address: u8, number: &str) {
        let mut displays = self.simulator.displays();
        let shown = displays.wait_for(|all| all[&address].text().ends_with(number));
        assert!(timeout(PATIENCE, shown).await.is_ok(), "{address} never shows {number}");
    }
}

fn is_up(state: LedState) -> bool {
    match state {
        LedState::Up | LedState::Unheard => true,
        LedState::Down => false,
    }
}

/// Plays one case for each kind of display, all at the same time.
async fn for_each<F: Future<Output = ()> + Send + 'static>(
    models: Vec<LedModel>,
    case: impl Fn(LedModel) -> F,
) {
    let mut cases = JoinSet::new();
    for model in models {
        cases.spawn(case(model));
    }
    while let Some(case) = cases.join_next().await {
        case.unwrap();
    }
}

#[tokio::test]
async fn a_display_whose_idle_cable_was_out_shows_the_newest_number_under_a_new_tty_name() {
    for_each([answering(), silent()].concat(), |model| async move {
        let socket = Socket::new();
        let cable = socket.plug_in();
        let mut bench = Bench::new(Some(socket.target()), vec![LedDisplay::new(1, model)], Vec::new());
        let device = tokio::spawn(bench.simulator.clone().serve(cable));
        assert!(is_up(bench.state_of(1).await));
        bench.order("105");
        bench.shows(1, "105").await;

        device.abort();
        assert!(!is_up(bench.state_of(1).await));
        bench.order("106");
        bench.order("107");
        tokio::spawn(bench.simulator.clone().serve(socket.plug_in()));
        assert!(is_up(bench.state_of(1).await));
        bench.shows(1, "107").await;
    })
    .await;
}

#[tokio::test]
async fn a_cable_that_is_pulled_in_the_middle_of_a_frame_leaves_no_half_number() {
    for_each([answering(), silent()].concat(), |model| async move {
        let socket = Socket::new();
        let mut cable = socket.plug_in();
        let mut bench = Bench::new(Some(socket.target()), vec![LedDisplay::new(1, model)], Vec::new());
        bench.order("105");
        // Three bytes of the first frame arrive, and half an answer comes back.
        cable.read_exact(&mut [0; 3]).await.unwrap();
        cable.write_all(&[1, 0x10, 0]).await.unwrap();
        drop(cable);
        // One that never answers is up as soon as its bytes are in the cable.
        while is_up(bench.state_of(1).await) {}

        tokio::spawn(bench.simulator.clone().serve(socket.plug_in()));
        assert!(is_up(bench.state_of(1).await));
        bench.shows(1, "105").await;
    })
    .await;
}

#[tokio::test]
async fn noise_of_a_wrong_speed_wedges_no_bus() {
    for_each(answering(), |model| async move {
        let socket = Socket::new();
        let mut cable = socket.plug_in();
        let mut bench = Bench::new(Some(socket.target()), vec![LedDisplay::new(1, model)], Vec::new());
        bench.order("105");
        // What 0x01, 0x10, 0x00 look like at a wrong speed, again and again, until the display is given up.
        let noise = [0x00, 0xf8, 0x80, 0x1e, 0xff, 0xe0, 0x0d, 0xa5, 0x5a, 0x7f].repeat(5);
        let mut heard = [0; 256];
        loop {
            tokio::select! {
                state = bench.state_of(1) => {
                    assert_eq!(state, LedState::Down);
                    break;
                }
                read = cable.read(&mut heard) => {
                    read.unwrap();
                    cable.write_all(&noise).await.unwrap();
                }
            }
        }
        // Somebody sets the speed right: the same cable goes on.
        tokio::spawn(bench.simulator.clone().serve(cable));
        assert_eq!(bench.state_of(1).await, LedState::Up);
        bench.shows(1, "105").await;
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_display_that_is_mute_strange_or_far_too_slow_is_down_until_it_is_mended() {
    let faults = [
        LedFault::Mute,
        LedFault::Garbage,
        LedFault::WrongAddress,
        LedFault::Refuses,
        LedFault::Slow(Duration::from_secs(2)),
    ];
    for model in answering() {
        for fault in faults {
            let mut bench = Bench::with(model.clone());
            assert_eq!(bench.state_of(1).await, LedState::Up);
            bench.simulator.set_fault(1, Some(fault));
            bench.order("105");
            assert_eq!(bench.state_of(1).await, LedState::Down, "{fault:?} {model:?}");
            bench.order("106");
            bench.simulator.set_fault(1, None);
            assert_eq!(bench.state_of(1).await, LedState::Up, "{fault:?} {model:?}");
            bench.shows(1, "106").await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_slow_display_is_waited_for_and_its_late_answer_is_not_its_neighbours() {
    for model in answering() {
        let displays = vec![LedDisplay::new(1, model.clone()), LedDisplay::new(2, model.clone())];
        let mut bench = Bench::new(None, displays, Vec::new());
        assert_eq!((bench.state_of(1).await, bench.state_of(2).await), (LedState::Up, LedState::Up));
        // Within what a device may think: nobody minds.
        bench.simulator.set_fault(1, Some(LedFault::Slow(Duration::from_millis(70))));
        bench.order("105");
        bench.shows(1, "105").await;
        let word = timeout(Duration::from_secs(5), bench.events.recv()).await;
        assert!(word.is_err(), "{word:?} {model:?}");
        // Beyond it, the answer comes while the neighbour, which is without power, is asked.
        bench.simulator.set_fault(2, Some(LedFault::Mute));
        for millis in [150, 300] {
            bench.simulator.set_fault(1, Some(LedFault::Slow(Duration::from_millis(millis))));
            bench.order(&millis.to_string());
            bench.bus.show(2, LedShow::Steady("207".to_owned()));
            if millis == 150 {
                assert_eq!(bench.state_of(2).await, LedState::Down, "{model:?}");
            }
        }
        while let Ok(event) = timeout(Duration::from_secs(30), bench.event()).await {
            assert!(!matches!(event, LedEvent::StateChanged { display: 2, .. }), "{event:?} {model:?}");
        }
    }
}

fn pad() -> BusKeypad {
    BusKeypad {
        name: DeviceName::new("pad-1").unwrap(),
        address: 50,
        first_register: 0,
        counters: Counters::OneARegister,
        keys: vec![Key::Next, Key::Recall],
    }
}

fn pressed(key: Key) -> LedEvent {
    LedEvent::Pressed(KeyPress { pad: DeviceName::new("pad-1").unwrap(), key })
}

fn keypad_is(state: LedState) -> LedEvent {
    LedEvent::KeypadChanged { keypad: DeviceName::new("pad-1").unwrap(), state }
}

#[tokio::test(start_paused = true)]
async fn a_keypad_that_is_mute_strange_or_far_too_slow_is_down_and_its_presses_of_that_time_are_nothing() {
    let faults = [
        LedFault::Mute,
        LedFault::Garbage,
        LedFault::WrongAddress,
        LedFault::Refuses,
        LedFault::Slow(Duration::from_secs(2)),
    ];
    for fault in faults {
        let mut bench = Bench::new(None, Vec::new(), vec![pad()]);
        assert_eq!(bench.event().await, keypad_is(LedState::Up));
        bench.simulator.set_fault(50, Some(fault));
        assert_eq!(bench.event().await, keypad_is(LedState::Down), "{fault:?}");
        bench.simulator.press(50, 0);
        bench.simulator.set_fault(50, None);
        assert_eq!(bench.event().await, keypad_is(LedState::Up), "{fault:?}");
        bench.simulator.press(50, 1);
        assert_eq!(bench.event().await, pressed(Key::Recall), "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_press_outlives_a_lost_answer() {
    let mut bench = Bench::new(None, Vec::new(), vec![pad()]);
    assert_eq!(bench.event().await, keypad_is(LedState::Up));
    bench.simulator.set_fault(50, Some(LedFault::Garbage));
    bench.simulator.press(50, 0);
    // Less than the three silences after which it counts as down.
    tokio::time::sleep(Duration::from_millis(200)).await;
    bench.simulator.set_fault(50, None);
    assert_eq!(bench.event().await, pressed(Key::Next));
}

#[tokio::test]
async fn a_keypads_cable_is_pulled_and_its_keys_are_heard_under_a_new_tty_name() {
    let socket = Socket::new();
    let cable = socket.plug_in();
    let mut bench = Bench::new(Some(socket.target()), Vec::new(), vec![pad()]);
    let device = tokio::spawn(bench.simulator.clone().serve(cable));
    assert_eq!(bench.event().await, keypad_is(LedState::Up));
    bench.simulator.press(50, 0);
    assert_eq!(bench.event().await, pressed(Key::Next));
    device.abort();
    assert_eq!(bench.event().await, keypad_is(LedState::Down));
    bench.simulator.press(50, 0);
    tokio::spawn(bench.simulator.clone().serve(socket.plug_in()));
    assert_eq!(bench.event().await, keypad_is(LedState::Up));
    bench.simulator.press(50, 1);
    assert_eq!(bench.event().await, pressed(Key::Recall));
}

#[tokio::test(start_paused = true)]
async fn several_protocols_share_a_bus_and_a_mute_one_holds_nobody_up() {
    let kinds = [answering(), silent()].concat();
    // A pole has no address, so it is never on a bus with others.
    let kinds: Vec<_> = kinds.into_iter().filter(|kind| !matches!(kind, LedModel::Vfd { .. })).collect();
    let displays: Vec<_> =
        kinds.iter().zip(1..).map(|(kind, address)| LedDisplay::new(address, kind.clone())).collect();
    let n_displays = u8::try_from(displays.len()).unwrap();
    let mut bench = Bench::new(None, displays, vec![pad()]);
    bench.simulator.set_fault(1, Some(LedFault::Mute));
    bench.order("101");
    for address in 2..=n_displays {
        bench.bus.show(address, LedShow::Steady(format!("{}", 200 + u16::from(address))));
    }
    for address in 2..=n_displays {
        bench.shows(address, &format!("{}", 200 + u16::from(address))).await;
    }
    assert_eq!(bench.state_of(1).await, LedState::Down);
    bench.simulator.set_fault(1, None);
    bench.shows(1, "101").await;
}
