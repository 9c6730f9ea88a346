//! The hall that is played: small, so that its people meet often.

use std::sync::{Arc, OnceLock};

use goiso_config::Config;
use goiso_model::{CounterNumber, DeviceName};
use goiso_protocol::Role;

/// How many files there are to change between; the first has everything that any other has.
pub(crate) const CONFIGS: usize = 3;

pub(crate) const SERVICES: [&str; 3] = ["chung-thuc", "ho-tich", "dat-dai"];
pub(crate) const CLASSES: [&str; 2] = ["nct", "nkt"];
pub(crate) const PRINTERS: [&str; 2] = ["printer-1", "printer-2"];

/// The screens of the hall.
pub(crate) fn screens() -> Vec<(DeviceName, Role)> {
    let name = |name: &str| DeviceName::new(name).unwrap();
    let counter = |n| (name(&format!("counter-{n}")), Role::Counter { counter: counter(n) });
    vec![
        (name("kiosk-1"), Role::Kiosk),
        (name("kiosk-2"), Role::Kiosk),
        counter(1),
        counter(2),
        counter(3),
        (name("board-1"), Role::Board),
    ]
}

pub(crate) fn counter(number: u32) -> CounterNumber {
    CounterNumber::new(number).unwrap()
}

/// The centre's file in force before and after somebody has changed it.
pub(crate) fn configs() -> &'static [Arc<Config>] {
    static CONFIGS: OnceLock<Vec<Arc<Config>>> = OnceLock::new();
    CONFIGS.get_or_init(read_configs)
}

fn read_configs() -> Vec<Arc<Config>> {
    let parse =
        |text: &str| Arc::new(Config::parse(text, "centre.toml").unwrap_or_else(|e| panic!("{e}\n{text}")));
    let stricter = FULL
        .replace("rule = \"one-after\"\nothers = 2", "rule = \"strict\"")
        .replace("waiting_max = 60", "waiting_max = 8")
        .replace("calls_max = 3", "calls_max = 1");
    let smaller = FULL
        .replace(THIRD_COUNTER, "")
        .replace("[\"ho-tich\", \"chung-thuc\"]", "[\"ho-tich\", \"dat-dai\"]")
        .replace("last = 400", "last = 12");
    assert!(stricter != FULL && smaller.len() < FULL.len(), "the changes change something");
    vec![parse(FULL), parse(&stricter), parse(&smaller)]
}

const THIRD_COUNTER: &str = "
[[counters]]
number = 3
services = [\"dat-dai\", \"ho-tich\", \"chung-thuc\"]
led = { bus = \"led-1\", address = 3 }
";

const FULL: &str = r#"
[centre]
name = { vi = "Trung tâm" }

[limits]
calls_max = 3
waiting_max = 60

[priority]
rule = "one-after"
others = 2
max_wait_minutes = 12

[[classes]]
id = "nct"
name = { vi = "Người cao tuổi" }

[[classes]]
id = "nkt"
name = { vi = "Người khuyết tật" }

[[calendars]]
id = "hanh-chinh"
weekdays = ["07:30-11:30", "13:30-16:30"]

[[services]]
id = "chung-thuc"
sign = "A"
name = { vi = "Chứng thực" }
last = 400

[[services]]
id = "ho-tich"
sign = "B"
name = { vi = "Hộ tịch" }

[[services]]
id = "dat-dai"
sign = "C"
name = { vi = "Đất đai" }
calendar = "hanh-chinh"

[[counters]]
number = 1
services = ["chung-thuc"]
led = { bus = "led-1", address = 1 }

[[counters]]
number = 2
services = ["ho-tich", "chung-thuc"]
led = { bus = "led-1", address = 2 }

[[counters]]
number = 3
services = ["dat-dai", "ho-tich", "chung-thuc"]
led = { bus = "led-1", address = 3 }

[[kiosks]]
name = "kiosk-1"
printer = "printer-1"

[[kiosks]]
name = "kiosk-2"
printer = "printer-2"

[[boards]]
name = "board-1"

[[printers]]
name = "printer-1"
kind = "virtual"
folder = "slips-1"

[[printers]]
name = "printer-2"
kind = "virtual"
folder = "slips-2"

[[led_buses]]
name = "led-1"
kind = "virtual"
width = 4
"#;
