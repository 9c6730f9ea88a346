//! Who wishes, and what each may.

use goiso_model::{CounterNumber, DeviceName};
use goiso_protocol::Request;

use super::seats::SessionId;
use super::{convert, lending};

/// Who wishes. It bounds what may be wished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A kiosk of the configuration: it may issue, and the slip comes out there.
    Kiosk(DeviceName),
    /// A terminal at this counter.
    Counter(DeviceName, CounterNumber),
    /// A terminal where somebody takes a seat: what they may, follows from it.
    Terminal {
        /// Which terminal.
        device: DeviceName,
        /// In which session.
        session: SessionId,
    },
    /// A keypad at this counter: it may do what a terminal there may.
    Keypad(DeviceName, CounterNumber),
    /// A board: it may wish nothing.
    Board(DeviceName),
    /// A scanner: it may tell that somebody is back.
    Scanner(DeviceName),
    /// The agent on the computer of this kiosk: it opens ports, and may wish nothing.
    Agent(DeviceName),
    /// The interface for other programs: it may do all; a slip comes out at the kiosk it names, if any.
    Api {
        /// The name its request ids are kept under.
        device: DeviceName,
        /// Where to print.
        kiosk: Option<DeviceName>,
    },
}

impl Origin {
    pub(super) fn device(&self) -> &DeviceName {
        match self {
            Self::Kiosk(device)
            | Self::Counter(device, _)
            | Self::Keypad(device, _)
            | Self::Board(device)
            | Self::Terminal { device, .. }
            | Self::Scanner(device)
            | Self::Agent(device)
            | Self::Api { device, .. } => device,
        }
    }

    /// What a wish lacks by who wishes it, but for terminals where somebody sits.
    pub(super) fn may(&self, request: &Request) -> bool {
        match self {
            Self::Kiosk(_) => matches!(
                request,
                Request::Issue { .. }
                    | Request::IssueGroup { .. }
                    | Request::CheckIn { .. }
                    | Request::ReturnHeld { .. }
                    | Request::BorrowBlock { .. }
                    | Request::KeepBlock { .. }
                    | Request::TellIssued { .. }
                    | Request::Reprint { .. }
                    | Request::Cancel { .. }
            ),
            Self::Counter(_, own) | Self::Keypad(_, own) => convert::may_at_counter(*own, request),
            Self::Board(_) | Self::Agent(_) => false,
            Self::Scanner(_) => matches!(request, Request::ReturnHeld { .. }),
            Self::Api { .. } | Self::Terminal { .. } => !lending::is_about_lent(request),
        }
    }

    pub(super) fn kiosk(&self) -> Option<&DeviceName> {
        match self {
            Self::Kiosk(device) => Some(device),
            Self::Api { kiosk, .. } => kiosk.as_ref(),
            Self::Counter(..)
            | Self::Terminal { .. }
            | Self::Keypad(..)
            | Self::Board(_)
            | Self::Scanner(_)
            | Self::Agent(_) => None,
        }
    }
}
