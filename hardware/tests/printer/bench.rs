//! A driver and what it says.

use std::path::Path;
use std::time::Duration;

use goiso_hardware::printer::{
    Fate, JobId, Naming, Past, PrinterConfig, PrinterEvent, PrinterHandle, PrinterState, PrinterTarget,
    Profile, SlipContent, SlipSetup, SlipTexts, VirtualPrinter, spawn,
};
use goiso_model::DeviceName;
use tokio::io::DuplexStream;
use tokio::sync::mpsc;
use tokio::time::timeout;

/// Longer than anything that a driver waits for in a test in virtual time.
pub(crate) const PATIENCE: Duration = Duration::from_mins(30);

pub(crate) fn slip(number: &str) -> SlipContent {
    SlipContent {
        number: number.to_owned(),
        qr: "http://127.0.0.1:7300/t/0h3k5m7p9r1t2".to_owned(),
        texts: SlipTexts {
            unit: "UBND xã Tân Cương".to_owned(),
            centre: "Trung tâm Phục vụ hành chính công".to_owned(),
            caption: "Số thứ tự của ông/bà".to_owned(),
            service: "Chứng thực".to_owned(),
            ahead: "Trước ông/bà: 4 người".to_owned(),
            qr_caption: "Quét mã để theo dõi lượt gọi".to_owned(),
            date: "Thứ Hai 23/11/2026 08:42".to_owned(),
            ..SlipTexts::default()
        },
        second: None,
    }
}

pub(crate) struct Bench {
    pub(crate) printer: PrinterHandle,
    pub(crate) events: mpsc::Receiver<PrinterEvent>,
}

impl Bench {
    pub(crate) fn new(target: PrinterTarget, profile: Profile) -> Self {
        let (sender, events) = mpsc::channel(64);
        let name = DeviceName::new("may-in-1").expect("a slug");
        let config = PrinterConfig {
            name,
            target,
            profile,
            naming: Naming::Given,
            past: Past::Clean,
            slips: SlipSetup::default(),
        };
        Self { printer: spawn(config, sender), events }
    }

    pub(crate) async fn ready(target: PrinterTarget, profile: Profile) -> Self {
        let mut bench = Self::new(target, profile);
        bench.wait_for(PrinterState::Ready).await;
        bench
    }

    pub(crate) fn print(&self, job: u64) {
        self.printer.print(JobId(job), slip(&format!("A{job:03}"))).expect("the printer takes slips");
    }

    /// Carries bytes both ways until the printer is ready, and hands in slip 9.
    pub(crate) async fn print_once_ready(&mut self, hub: &mut DuplexStream, printer: &mut DuplexStream) {
        tokio::select! {
            _ = tokio::io::copy_bidirectional(hub, printer) => panic!("the cable broke too early"),
            () = self.wait_for(PrinterState::Ready) => {}
        }
        self.print(9);
    }

    pub(crate) async fn event(&mut self) -> PrinterEvent {
        timeout(PATIENCE, self.events.recv()).await.expect("an event").expect("a living driver")
    }

    /// Passes over events until a state; a fate on the way is a failure.
    pub(crate) async fn wait_for(&mut self, wanted: PrinterState) {
        loop {
            match self.event().await {
                PrinterEvent::StateChanged { state, .. } if state == wanted => return,
                PrinterEvent::StateChanged { .. }
                | PrinterEvent::Held { .. }
                | PrinterEvent::Kept { .. }
                | PrinterEvent::Named { .. }
                | PrinterEvent::Said { .. } => {}
                PrinterEvent::Job { job, fate, .. } => panic!("{job:?} {fate:?} before {wanted:?}"),
            }
        }
    }

    /// The next fate, past changes of state.
    pub(crate) async fn fate(&mut self) -> (u64, Fate) {
        loop {
            if let PrinterEvent::Job { job, fate, .. } = self.event().await {
                return (job.0, fate);
            }
        }
    }
}

pub(crate) fn n_slips(dir: &Path) -> usize {
    std::fs::read_dir(dir).expect("the folder of the slips").count()
}

pub(crate) fn virtual_printer(dir: &Path) -> VirtualPrinter {
    VirtualPrinter::spawn(dir, 576).expect("a folder to print into")
}
