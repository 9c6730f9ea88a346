//! The way of a printer's events to the world.

use std::future::Future;
use std::pin::pin;

use goiso_model::DeviceName;
use tokio::sync::{mpsc, watch};

use super::event::PrinterEvent;
use super::fate::{Fate, JobId, NotPrintedWhy};
use super::graphics::Resident;
use super::slip::SlipContent;
use super::status::{PrinterState, StatusAnswer};

/// Tells the hub and the printer's handles.
pub(super) struct Outlet {
    printer: DeviceName,
    events: mpsc::Sender<PrinterEvent>,
    state: watch::Sender<PrinterState>,
}

/// Nobody wants slips or events any more.
pub(super) struct Stopped;

impl Outlet {
    pub(super) fn new(
        printer: DeviceName,
        events: mpsc::Sender<PrinterEvent>,
        state: watch::Sender<PrinterState>,
    ) -> Self {
        Self { printer, events, state }
    }

    pub(super) fn printer(&self) -> &DeviceName {
        &self.printer
    }

    pub(super) async fn state(&self, state: PrinterState) -> Result<(), Stopped> {
        if self.state.send_replace(state) == state {
            return Ok(());
        }
        self.send(PrinterEvent::StateChanged { printer: self.printer.clone(), state }).await
    }

    pub(super) async fn held(&self, job: JobId, state: PrinterState) -> Result<(), Stopped> {
        self.send(PrinterEvent::Held { printer: self.printer.clone(), job, state }).await
    }

    pub(super) async fn job(&self, job: JobId, fate: Fate) -> Result<(), Stopped> {
        self.send(PrinterEvent::Job { printer: self.printer.clone(), job, fate }).await
    }

    pub(super) async fn kept(&self, resident: Resident) -> Result<(), Stopped> {
        self.send(PrinterEvent::Kept { printer: self.printer.clone(), resident }).await
    }

    pub(super) async fn named(&self, text: String, model: Option<&'static str>) -> Result<(), Stopped> {
        self.send(PrinterEvent::Named { printer: self.printer.clone(), text, model }).await
    }

    pub(super) async fn said(&self, answer: StatusAnswer) -> Result<(), Stopped> {
        self.send(PrinterEvent::Said { printer: self.printer.clone(), answer }).await
    }

    async fn send(&self, event: PrinterEvent) -> Result<(), Stopped> {
        tracing::debug!(?event, "printer");
        self.events.send(event).await.map_err(|_| Stopped)
    }

    /// Waits, and refuses the slips that come meanwhile.
    pub(super) async fn refuse_during<T>(
        &self,
        queue: &mut mpsc::Receiver<(JobId, SlipContent)>,
        wait: impl Future<Output = T>,
    ) -> Result<T, Stopped> {
        let mut wait = pin!(wait);
        loop {
            tokio::select! {
                done = &mut wait => return Ok(done),
                job = queue.recv() => {
                    let (job, _) = job.ok_or(Stopped)?;
                    let why = NotPrintedWhy::State(*self.state.borrow());
                    self.job(job, Fate::NotPrinted { why }).await?;
                }
            }
        }
    }
}
