//! The bus by itself: orders, answers and times in, frames out.

use std::fmt::Write;

use super::super::frame::Answer;
use super::super::keypads::Counters;
use super::super::modbus::Request;
use super::super::{AlphaFile, LedModel, RegisterMap};
use super::*;
use crate::keypad::Key;

struct Play {
    bus: Bus,
    orders: Orders,
    start: Instant,
    now: Instant,
    muted: Vec<u8>,
    frame_time: Duration,
    /// Of every keypad.
    counts: Vec<u16>,
    script: String,
}

impl Play {
    fn new(addresses: &[u8]) -> Self {
        #[expect(clippy::disallowed_methods, reason = "any beginning will do")]
        let now = Instant::now();
        let map = RegisterMap::Characters { start: 0, width: 4 };
        let displays: Vec<_> =
            addresses.iter().map(|&address| LedDisplay::new(address, map.into())).collect();
        Self::of(&displays, &[], now)
    }

    fn of(displays: &[LedDisplay], keypads: &[BusKeypad], now: Instant) -> Self {
        Self {
            bus: Bus::new(displays, keypads, now),
            orders: Orders::default(),
            counts: vec![0, 0],
            start: now,
            now,
            muted: Vec::new(),
            frame_time: Duration::ZERO,
            script: String::new(),
        }
    }

    fn show(&mut self, address: u8, show: LedShow) {
        let number = self.orders.shows.get(&address).map_or(1, |(number, _)| number + 1);
        self.orders.shows.insert(address, (number, show));
        self.bus.order(&self.orders, self.now);
    }

    /// Sends all frames of the next while; answers come at once, silence takes 100 ms.
    fn run(&mut self, millis: u64) -> String {
        let end = self.now + Duration::from_millis(millis);
        while self.now < end {
            if let Some(job) = self.bus.next(self.now) {
                self.work(job);
            } else {
                let next = self.bus.next_deadline(self.now).expect("there are displays");
                assert!(next > self.now, "the bus spins");
                self.now = next.min(end);
            }
        }
        std::mem::take(&mut self.script)
    }

    fn work(&mut self, job: Job) {
        let (address, what) = match &job {
            Job::Show { address, frames, .. } => {
                let is_dimmed = frames.iter().any(|f| matches!(f.answer, Answer::OnbonEither { .. }));
                (*address, format!("{}{}", seen(&frames[0]), if is_dimmed { ", dimmed" } else { "" }))
            }
            Job::Poll { pad_idx, .. } => {
                let address = self.bus.pads[*pad_idx].keypad.address;
                (address, "keys?".to_owned())
            }
        };
        let is_mute = self.muted.contains(&address);
        let millis = (self.now - self.start).as_millis();
        let end = if is_mute { " no answer" } else { "" };
        writeln!(self.script, "{millis:6} {address} [{what}]{end}").unwrap();
        if is_mute {
            self.now += Duration::from_millis(100);
            self.bus.unanswered(&job, self.now);
        } else {
            self.now += self.frame_time;
            self.bus.answered(job, &Reply::Values(self.counts.clone()), self.now);
        }
        for change in self.bus.take_changes() {
            let text = match change {
                Change::Display(address, state) => format!("{address} is {state:?}"),
                Change::Keypad(name, state) => format!("{name} is {state:?}"),
                Change::Pressed(press) => format!("{} {}", press.pad, press.key),
            };
            writeln!(self.script, "       {text}").unwrap();
        }
    }
}

/// What a display makes of a frame.
fn seen(frame: &Frame) -> String {
    match &frame.answer {
        Answer::Modbus(Request::WriteMany { values, .. }) => {
            values.iter().map(|&value| char::from(value as u8)).collect()
        }
        Answer::Modbus(Request::WriteOne { value, .. }) => value.to_string(),
        Answer::Modbus(Request::Read { .. })
        | Answer::Onbon { .. }
        | Answer::OnbonEither { .. }
        | Answer::Exact { .. } => "?".to_owned(),
        Answer::Never => String::from_utf8_lossy(&frame.bytes).escape_default().to_string(),
    }
}

fn steady(text: &str) -> LedShow {
    LedShow::Steady(text.to_owned())
}

#[test]
fn a_call_blinks_once_a_second_and_a_recall_blinks_again() {
    let mut play = Play::new(&[3]);
    play.run(100);
    play.show(3, LedShow::Blink("A005".to_owned()));
    insta::assert_snapshot!(play.run(2100), @r"
     100 3 [A005]
     600 3 [    ]
    1100 3 [A005]
    1600 3 [    ]
    2100 3 [A005]
    ");
    play.show(3, LedShow::Blink("A005".to_owned()));
    insta::assert_snapshot!(play.run(700), @r"
    2200 3 [A005]
    2700 3 [    ]
    ");
    play.run(9300);
    // It stays, and is written again a minute after it was written last.
    insta::assert_snapshot!(play.run(65_000), @r"
    12200 3 [A005]
    72200 3 [A005]
    ");
}

#[test]
fn a_silent_display_is_tried_three_times_then_asked_every_five_seconds() {
    let mut play = Play::new(&[1, 2]);
    play.run(100);
    play.muted.push(1);
    play.show(1, steady("A005"));
    play.show(2, steady("B001"));
    insta::assert_snapshot!(play.run(11_000), @r"
      100 1 [A005] no answer
      200 2 [B001]
      200 1 [A005] no answer
      300 1 [A005] no answer
          1 is Down
     5400 1 [A005] no answer
    10500 1 [A005] no answer
    ");
    play.show(1, steady("A006"));
    play.muted.clear();
    insta::assert_snapshot!(play.run(5_000), @r"
    15600 1 [A006]
          1 is Up
    ");
}

#[test]
fn calls_go_before_what_keeps_displays_fresh() {
    let mut play = Play::new(&[1, 2, 3]);
    play.run(1);
    // All three are due for a refresh when a call comes for the last.
    play.now += REFRESH;
    play.show(3, steady("C001"));
    insta::assert_snapshot!(play.run(1), @r"
    60001 3 [C001]
    60001 1 [    ]
    60001 2 [    ]
    ");
}

#[test]
fn after_the_port_was_gone_everything_is_written_again() {
    let mut play = Play::new(&[1, 2]);
    play.show(1, steady("A005"));
    play.run(100);
    play.bus.lost(play.now);
    insta::assert_snapshot!(format!("{:?}", play.bus.take_changes()), @"[Display(1, Down), Display(2, Down)]");
    insta::assert_snapshot!(play.run(100), @r"
    100 1 [A005]
        1 is Up
    100 2 [    ]
        2 is Up
    ");
}

#[test]
fn the_same_order_again_sends_nothing() {
    let mut play = Play::new(&[1]);
    play.show(1, steady("A005"));
    play.run(100);
    play.show(1, steady("A005"));
    assert_eq!(play.run(1000), "");
}

fn pad(address: u8) -> BusKeypad {
    BusKeypad {
        name: DeviceName::new("pad-1").expect("a slug"),
        address,
        first_register: 0,
        counters: Counters::OneARegister,
        keys: vec![Key::Next, Key::Recall],
    }
}

#[test]
fn a_keypad_is_asked_when_the_bus_is_idle_and_a_press_is_told_once() {
    let mut play = Play::of(&[], &[pad(50)], crate::port::now());
    insta::assert_snapshot!(play.run(150), @r"
         0 50 [keys?]
           pad-1 is Up
       100 50 [keys?]
    ");
    play.counts = vec![1, 0];
    insta::assert_snapshot!(play.run(150), @r"
       200 50 [keys?]
           pad-1 next
    ");
}

#[test]
fn calls_go_before_keypads_and_blinking_does_not_starve_them() {
    let map = RegisterMap::Characters { start: 0, width: 4 };
    let displays: Vec<_> = (1..=30).map(|address| LedDisplay::new(address, map.into())).collect();
    let mut play = Play::of(&displays, &[pad(50)], crate::port::now());
    play.run(3_000);
    play.frame_time = Duration::from_millis(34);
    // Thirty blinking displays want more frames than the line carries.
    for address in 1..=30 {
        play.show(address, LedShow::Blink(format!("A{address:03}")));
    }
    let script = play.run(1_020);
    let calls = script.lines().take(30).filter(|line| line.contains("[A")).count();
    assert_eq!(calls, 30, "{script}");
    let script = play.run(3_000);
    let polls = script.matches("keys?").count();
    assert!((8..=12).contains(&polls), "{polls} in\n{script}");
}

#[test]
fn a_display_that_cannot_answer_counts_as_up_and_says_so() {
    let sign = LedModel::Alpha { file: AlphaFile::String, width: 8, dimming_mode: None };
    let mut play = Play::of(&[LedDisplay::new(3, sign)], &[], crate::port::now());
    assert!(play.run(100).contains("3 is Unheard"));
    play.show(3, steady("A005"));
    insta::assert_snapshot!(play.run(100), @r"100 3 [\u{0}\u{0}\u{0}\u{0}\u{0}\u{1}Z03\u{2}G1A005\u{3}0153\u{4}]");
}

#[test]
fn a_sign_that_blinks_by_itself_is_told_twice() {
    let sign = LedModel::Alpha { file: AlphaFile::Text, width: 8, dimming_mode: None };
    let mut play = Play::of(&[LedDisplay::new(3, sign)], &[], crate::port::now());
    play.run(100);
    play.show(3, LedShow::Blink("A005".to_owned()));
    assert_eq!(play.run(15_000).lines().count(), 2);
}

#[test]
fn dimming_writes_every_display_again() {
    let model = LedModel::Modbus {
        map: RegisterMap::Characters { start: 0, width: 4 },
        brightness: Some(super::super::BrightnessRegister { register: 16, max: 8 }),
    };
    let mut play = Play::of(&[LedDisplay::new(1, model)], &[], crate::port::now());
    play.run(100);
    play.orders.brightness = 50;
    play.bus.order(&play.orders, play.now);
    let Some(Job::Show { frames, .. }) = play.bus.next(play.now) else { panic!("nothing to do") };
    let values: Vec<String> = frames.iter().map(seen).collect();
    assert_eq!(values, ["    ", "4"]);
}

#[test]
fn a_card_is_dimmed_when_the_hour_comes_and_not_with_each_refresh() {
    let card = LedDisplay::new(1, LedModel::Onbon { width: 4 });
    let mut play = Play::of(&[card], &[], crate::port::now());
    let frames_until = |play: &mut Play, brightness: u8, millis: u64| {
        play.orders.brightness = brightness;
        play.bus.order(&play.orders, play.now);
        play.run(millis).matches("dimmed").count()
    };
    // Its memory wears: it is told when it comes, and at the hour, but not each minute.
    assert_eq!(frames_until(&mut play, 100, 300_000), 1);
    assert_eq!(frames_until(&mut play, 60, 300_000), 1);
    assert_eq!(frames_until(&mut play, 60, 300_000), 0);
    play.bus.lost(play.now);
    assert_eq!(frames_until(&mut play, 60, 300_000), 1);
}
