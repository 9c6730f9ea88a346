//! Slip printers: ESC/POS codec, driver, virtual printer.

mod decode;
mod device;
mod driver;
mod encode;
mod event;
mod fate;
mod file;
mod outlet;
mod page;
mod qr;
mod raster;
mod session;
mod slip;
mod status;
mod text;
mod virtual_printer;

pub use decode::{Align, Command, next_command};
pub use device::{Cover, Fault, Paper, Plug};
pub use driver::{PrintRefusal, PrinterConfig, PrinterHandle, PrinterTarget, QUEUED_SLIPS_MAX, spawn};
pub use encode::{EncodeError, FEED_AND_CUT, INIT, MODE_RESET, encode};
pub use event::PrinterEvent;
pub use fate::{Fate, JobId, NotPrintedWhy, UnknownWhy};
pub use page::{Page, render};
pub use raster::{BAND_ROWS_MAX, Bitmap, DotSize, raster_commands};
pub use slip::{Profile, ProofSupport, QrSupport, SlipContent, StatusSupport};
pub use status::{Answer, PrinterState, StatusParser};
pub use virtual_printer::{Printed, VirtualPrinter};
