//! The bus by itself: orders, answers and times in, frames out.

use std::fmt::Write;

use super::*;

struct Play {
    bus: Bus,
    orders: Orders,
    start: Instant,
    now: Instant,
    muted: Vec<u8>,
    script: String,
}

impl Play {
    fn new(addresses: &[u8]) -> Self {
        #[expect(clippy::disallowed_methods, reason = "any beginning will do")]
        let now = Instant::now();
        let map = RegisterMap::Characters { start: 0, width: 4 };
        let displays: Vec<_> = addresses.iter().map(|&address| LedDisplay { address, map }).collect();
        Self {
            bus: Bus::new(&displays, now),
            orders: Orders::new(),
            start: now,
            now,
            muted: Vec::new(),
            script: String::new(),
        }
    }

    fn show(&mut self, address: u8, show: LedShow) {
        let number = self.orders.get(&address).map_or(1, |(number, _)| number + 1);
        self.orders.insert(address, (number, show));
        self.bus.order(&self.orders, self.now);
    }

    /// Sends all frames of the next while; answers come at once, silence takes 100 ms.
    fn run(&mut self, millis: u64) -> String {
        let end = self.now + Duration::from_millis(millis);
        while self.now < end {
            if let Some(request) = self.bus.next(self.now) {
                self.frame(request);
            } else {
                let next = self.bus.next_deadline(self.now).expect("there are displays");
                assert!(next > self.now, "the bus spins");
                self.now = next.min(end);
            }
        }
        std::mem::take(&mut self.script)
    }

    fn frame(&mut self, request: Request) {
        let address = request.address();
        let text: String = match &request {
            Request::WriteMany { values, .. } => values.iter().map(|&v| char::from(v as u8)).collect(),
            Request::WriteOne { value, .. } => value.to_string(),
        };
        let is_mute = self.muted.contains(&address);
        let millis = (self.now - self.start).as_millis();
        writeln!(self.script, "{millis:6} {address} [{text}]{}", if is_mute { " no answer" } else { "" })
            .unwrap();
        if is_mute {
            self.now += Duration::from_millis(100);
            self.bus.unanswered(address, self.now);
        } else {
            self.bus.answered(request, self.now);
        }
        for (address, state) in self.bus.take_changes() {
            writeln!(self.script, "       {address} is {state:?}").unwrap();
        }
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
    insta::assert_snapshot!(format!("{:?}", play.bus.take_changes()), @"[(1, Down), (2, Down)]");
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
