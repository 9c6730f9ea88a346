//! What a session is made of: the wire, what is known of the printer beforehand, the slip in flight.

use tokio::time::Instant;

use crate::printer::fate::JobId;

/// The slip that is being sent or printed.
#[derive(Debug)]
pub(super) struct InFlight {
    pub(super) job: JobId,
    /// Other bytes that leave before the slip's first one.
    pub(super) ahead: usize,
    /// Bytes of the slip that the port took.
    pub(super) sent: usize,
    pub(super) bytes: usize,
    /// Bytes of the slip's longest command.
    pub(super) longest: usize,
    pub(super) deadline: Instant,
    pub(super) in_order: InOrder,
}

/// Whether the `GS r` behind the slip was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InOrder {
    Waiting,
    Answered,
}

/// What XON and XOFF said last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    Go,
    Stop,
}

/// What the bytes travel on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::printer) enum Wire {
    /// A socket or pipe: as fast as it goes, and what was under way when it broke is lost.
    Stream,
    /// A USB cable, here or at another computer: as fast, but the printer goes on with what it has while nobody holds
    /// the port, so that an answer to what was sent before an interruption may still come after it.
    Usb,
    /// A serial line: as with a USB cable, and slow.
    Serial {
        /// Bits a second.
        baud: u32,
    },
}

impl Wire {
    /// What a stream is counted as.
    const STREAM_BAUD: u32 = 115_200;

    pub(super) fn baud(self) -> u32 {
        match self {
            Self::Stream | Self::Usb => Self::STREAM_BAUD,
            Self::Serial { baud } => baud,
        }
    }
}

/// Whether a printer is asked what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// Somebody said so.
    Given,
    /// By its name, if we know one like it; the paper has so many dots at most.
    Asked {
        /// The paper's width in dots.
        dots_max: u16,
    },
}

/// What may have been under way to a printer when its driver was started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Past {
    /// Nothing.
    Clean,
    /// A slip of the process before: the printer may wait for the rest of a command, and holds a part of a slip.
    MaybeTorn,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    Down,
    Up,
    /// Must be closed and opened again.
    Lost,
}
