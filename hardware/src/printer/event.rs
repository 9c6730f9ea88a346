//! What a printer's task tells.

use goiso_model::DeviceName;

use super::fate::{Fate, JobId};
use super::graphics::Resident;
use super::status::{PrinterState, StatusAnswer};

/// What a printer's task tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrinterEvent {
    /// The state is another one now.
    StateChanged {
        /// Which printer.
        printer: DeviceName,
        /// The new state.
        state: PrinterState,
    },
    /// A slip is in a printer that has stopped over it: its fate follows, but may take minutes.
    Held {
        /// Which printer.
        printer: DeviceName,
        /// Which slip.
        job: JobId,
        /// What stopped it.
        state: PrinterState,
    },
    /// A slip's fate is known.
    Job {
        /// Which printer.
        printer: DeviceName,
        /// Which slip.
        job: JobId,
        /// What became of it.
        fate: Fate,
    },
    /// A printer has told its name.
    Named {
        /// Which printer.
        printer: DeviceName,
        /// What it calls itself.
        text: String,
        /// The id of our model that this is, if there is one.
        model: Option<&'static str>,
    },
    /// A printer says something else of itself than before; the state that follows from it is told beside.
    Said {
        /// Which printer.
        printer: DeviceName,
        /// What it says.
        answer: StatusAnswer,
    },
    /// What a printer is known to keep has changed; to be remembered beyond a restart.
    Kept {
        /// Which printer.
        printer: DeviceName,
        /// What it keeps.
        resident: Resident,
    },
}
