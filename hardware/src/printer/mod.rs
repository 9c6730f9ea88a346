//! Slip printers: ESC/POS codec, driver, virtual printer.

mod compose;
mod decode;
mod device;
mod driver;
mod encode;
mod event;
mod fate;
mod file;
mod glyphs;
mod graphics;
mod layout;
mod logo;
mod models;
mod outlet;
mod page;
mod press;
mod profile;
mod qr;
mod raster;
mod sample;
mod session;
mod slip;
mod split;
mod status;
mod strategy;
mod text;
mod toml_file;
mod virtual_printer;
mod wanted;

pub use decode::{Align, Command, Keep, LetterSet, next_command};
pub use device::{Cover, Fault, Paper, Plug};
pub use driver::{PrintRefusal, PrinterConfig, PrinterHandle, PrinterTarget, QUEUED_SLIPS_MAX, spawn};
pub use encode::{EncodeError, FEED_AND_CUT, INIT, MODE_RESET, encode};
pub use event::PrinterEvent;
pub use fate::{Fate, JobId, NotPrintedWhy, UnknownWhy};
pub use graphics::{GRAPHICS_MAX, GraphicHash, GraphicKey, NoRewrite, Resident, Rewrite, WRITES_A_DAY_MAX};
pub use layout::{ELEMENTS_MAX, SlipLanguages, SlipLayout};
pub use models::PrinterModel;
pub use page::{Page, render};
pub use press::{Press, SlipSetup};
pub use profile::{
    Cutter, GlyphSupport, GraphicsSupport, PageSupport, Profile, ProofSupport, QrSupport, StatusSupport,
};
pub use raster::{BAND_ROWS_MAX, Bitmap, Crop, DotSize, raster_commands};
pub use session::{Naming, Past};
pub use slip::{SlipContent, SlipTexts};
pub use status::{Answer, PrinterState, StatusAnswer, StatusParser};
pub use strategy::{Strategy, WIRE_TIME_MAX};
pub use toml_file::{TOML_BYTES_MAX, TomlError, TomlPosition};
pub use virtual_printer::{Printed, VirtualPrinter};
