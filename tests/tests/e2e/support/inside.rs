//! A hub in the test's own process.

use std::net::SocketAddr;
use std::time::Duration;

use goiso_hardware::led::LedSimulator;
use goiso_hardware::printer::VirtualPrinter;
use goiso_hub::run::{RunOptions, Running, StartError, start};
use goiso_store::OpenOptions;
use tokio::runtime::Runtime;

use super::{Centre, Patience};

pub(crate) struct Inside {
    pub(crate) address: SocketAddr,
    running: Option<Running>,
    // Last, because the hub's tasks are on it.
    runtime: Runtime,
}

/// How the tests open a journal: a small ballast, so that a test costs the disk little.
pub(crate) fn small() -> OpenOptions {
    OpenOptions { ballast_bytes: 64 * 1024, commit_delay: Duration::ZERO, pretended_disk: None }
}

impl Inside {
    pub(crate) fn start(centre: &Centre) -> Self {
        Self::try_start(centre, small()).expect("the sample starts")
    }

    pub(crate) fn try_start(centre: &Centre, journal: OpenOptions) -> Result<Self, StartError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("threads can be had");
        let options = RunOptions {
            config: centre.config(),
            data: centre.data(),
            listen: "127.0.0.1:0".parse().expect("an address"),
            slips: Some(centre.slips()),
            locales: None,
            journal,
        };
        let running = runtime.block_on(start(&options))?;
        Ok(Self { address: running.address, running: Some(running), runtime })
    }

    pub(crate) fn printer(&self) -> &VirtualPrinter {
        self.running().simulated.printers.values().next().expect("the sample has a printer")
    }

    pub(crate) fn leds(&self) -> &LedSimulator {
        self.running().simulated.buses.values().next().expect("the sample has a bus")
    }

    fn running(&self) -> &Running {
        self.running.as_ref().expect("it was not stopped")
    }

    /// Waits for something of the hub's own devices.
    pub(crate) fn wait<T>(&self, what: &str, comes: impl Future<Output = T>) -> T {
        let waited = self.runtime.block_on(async { tokio::time::timeout(Patience::SPAN, comes).await });
        waited.unwrap_or_else(|_| panic!("never: {what}"))
    }

    pub(crate) fn stop(mut self) {
        let running = self.running.take().expect("it was not stopped");
        self.runtime.block_on(running.stop()).expect("the disk is well");
    }
}
