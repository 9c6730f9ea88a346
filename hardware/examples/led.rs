//! Tries a bus of displays: `cargo run -p goiso-hardware --example led -- /dev/ttyUSB0 9600 1 2 3`.
//!
//! Each address blinks its own number as `A001`, and what answers is printed. Ctrl-C ends it.

use std::error::Error;

use goiso_hardware::led::{
    Echo, LedBusConfig, LedBusTarget, LedDisplay, LedEvent, LedShow, RegisterMap, spawn_bus,
};
use goiso_model::DeviceName;
use tokio::sync::mpsc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let path = args.next().ok_or("give the serial port")?;
    let baud = args.next().ok_or("give the bits a second")?.parse()?;
    let addresses = args.map(|arg| arg.parse()).collect::<Result<Vec<u8>, _>>()?;
    let map = RegisterMap::Characters { start: 0, width: 4 };
    let config = LedBusConfig {
        name: DeviceName::new("led")?,
        target: LedBusTarget::Serial { path, baud },
        echo: Echo::Absent,
        displays: addresses.iter().map(|&address| LedDisplay::new(address, map.into())).collect(),
        keypads: Vec::new(),
    };
    let (sender, mut events) = mpsc::channel(16);
    let bus = spawn_bus(config, sender);
    for address in addresses {
        bus.show(address, LedShow::Blink(format!("A{address:03}")));
    }
    while let Some(LedEvent::StateChanged { display, state, .. }) = events.recv().await {
        #[expect(clippy::print_stdout, reason = "an example talks to whoever runs it")]
        {
            println!("display {display} is {state:?}");
        }
    }
    Ok(())
}
