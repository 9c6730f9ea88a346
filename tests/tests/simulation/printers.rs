//! Printers that print, jam, and run out of paper.

use std::collections::VecDeque;

use goiso_hardware::printer::PrinterState;
use goiso_hub::core::{DeviceReport, SlipNews};
use goiso_model::{DeviceName, TicketId};

use crate::centre;
use crate::world::{Happening, World};

#[derive(Debug)]
struct Printer {
    state: PrinterState,
    jobs: VecDeque<(TicketId, String)>,
}

#[derive(Debug)]
pub(crate) struct Printers(Vec<Printer>);

impl Default for Printers {
    fn default() -> Self {
        let printer = |_| Printer { state: PrinterState::Ready, jobs: VecDeque::new() };
        Self(centre::PRINTERS.iter().map(printer).collect())
    }
}

impl Printers {
    /// What the hub had not yet sent goes with it; of what it had sent, each printer keeps the first.
    pub(crate) fn lose_jobs(&mut self) {
        self.0.iter_mut().for_each(|printer| printer.jobs.truncate(1));
    }
}

impl World {
    pub(crate) fn print(&mut self, name: &DeviceName, ticket: TicketId, number: &str) {
        let printer =
            centre::PRINTERS.iter().position(|printer| *printer == name.as_str()).expect("it is one of ours");
        self.printers.0[printer].jobs.push_back((ticket, number.to_owned()));
        self.after_millis(300..2500, Happening::Slip { printer });
    }

    pub(crate) fn slip(&mut self, idx: usize) -> Result<(), String> {
        let printer = &mut self.printers.0[idx];
        let Some((ticket, number)) = printer.jobs.pop_front() else { return Ok(()) };
        let is_out = printer.state.can_print();
        if is_out {
            self.say(|| format!("{} prints {number}", centre::PRINTERS[idx]));
            self.notebook.slip(ticket, &number, &self.building.disk)?;
        }
        // Many a printer does not say.
        let news = match (self.chance.u32(0..5), is_out) {
            (0, _) => SlipNews::Unclear,
            (_, true) => SlipNews::Printed,
            (_, false) => SlipNews::NotPrinted,
        };
        let printer = DeviceName::new(centre::PRINTERS[idx]).expect("a name");
        self.after_millis(1..50, Happening::Report(DeviceReport::Slip { printer, ticket, news }));
        Ok(())
    }

    pub(crate) fn printer_turns(&mut self, idx: usize) {
        use PrinterState::{CutterFault, Gone, NoPaper, PaperLow, Ready};

        let state = match self.printers.0[idx].state {
            Ready => *self.chance.choice(&[PaperLow, NoPaper, CutterFault, Gone]).expect("there are some"),
            PaperLow => NoPaper,
            _ => Ready,
        };
        self.printers.0[idx].state = state;
        self.say(|| format!("{} is {state:?}", centre::PRINTERS[idx]));
        self.report_printer(idx);
        let secs = if state.can_print() { 60..900 } else { 10..200 };
        self.after_secs(secs, Happening::PrinterTurns { printer: idx });
    }

    /// A hub that starts asks its printers.
    pub(crate) fn printers_report(&mut self) {
        (0..centre::PRINTERS.len()).for_each(|idx| self.report_printer(idx));
    }

    fn report_printer(&mut self, idx: usize) {
        let printer = DeviceName::new(centre::PRINTERS[idx]).expect("a name");
        let report = DeviceReport::Printer { printer, state: self.printers.0[idx].state };
        self.after_millis(5..400, Happening::Report(report));
    }
}
