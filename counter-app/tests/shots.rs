//! The pictures of the counter terminal, in Vietnamese and English.

mod common;

use common::{ago, called, idle, now, paused, refuse, serving, terminal, texts};
use goiso_client::LinkEvent;
use goiso_counter::{Action, Counter, counter_ui};
use goiso_protocol::{Alert, AlertKind, CounterState, CounterView};
use goiso_ui::testing::shot;

const SIZE: [u32; 2] = [460, 900];

fn shoot(name: &str, counter: &Counter) {
    for (tag, suffix) in [("vi", ""), ("en", "-en")] {
        let texts = texts(tag);
        shot(&format!("{name}{suffix}"), SIZE, |ui| {
            assert_eq!(counter_ui(ui, counter, &texts, now()), None);
        });
    }
}

#[test]
fn a_visitor_is_being_served() {
    shoot("counter", &terminal(serving()));
}

#[test]
fn nobody_is_at_the_counter() {
    shoot("counter-idle", &terminal(idle()));
}

#[test]
fn a_visitor_does_not_come() {
    let alerts = vec![
        Alert { kind: AlertKind::LedDown, device: "led-3".to_owned() },
        Alert { kind: AlertKind::PrinterNoPaper, device: "kiosk-1".to_owned() },
    ];
    shoot("counter-absent-due", &terminal(CounterView { alerts, ..called(3) }));
}

#[test]
fn the_counter_pauses() {
    shoot("counter-paused", &terminal(CounterView { state: paused(), ..idle() }));
}

#[test]
fn the_official_says_why_the_counter_pauses() {
    let mut counter = terminal(serving());
    assert_eq!(counter.handle(Action::ChoosePause, now()), None);
    shoot("counter-pause-reasons", &counter);
}

#[test]
fn the_counter_is_closed() {
    shoot("counter-closed", &terminal(CounterView { state: CounterState::Closed, ..idle() }));
}

#[test]
fn the_hub_refuses() {
    let mut counter = terminal(idle());
    let (id, _) = common::parts(counter.handle(Action::CallNext, now()));
    refuse(&mut counter, id, "nobody_waiting");
    shoot("counter-refused", &counter);
}

#[test]
fn the_line_is_down() {
    let mut counter = terminal(serving());
    counter.take(LinkEvent::Down { since: ago(7) }, now());
    shoot("counter-offline", &counter);
}
