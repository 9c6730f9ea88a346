//! What stands on a slip, and what a printer model can do.

/// One slip as plain text, already in the visitor's language. The caller composes; the encoder lays out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipContent {
    /// The authority above the centre, e.g. "UBND xã Tân Cương".
    pub unit: String,
    /// The centre's name in capitals, one or two lines.
    pub centre: Vec<String>,
    /// What the number is, e.g. "Số thứ tự của ông/bà".
    pub caption: String,
    /// The number itself, e.g. `A005`; printed as large as the paper allows.
    pub number: String,
    /// The name of the service.
    pub service: String,
    /// People before, expected wait, counters, place: one line each; at most [`Self::LINES_MAX`] are printed.
    pub lines: Vec<String>,
    /// The priority class, when the visitor has one; printed white on black.
    pub priority: Option<String>,
    /// Where the QR code leads; no code is printed when it is empty.
    pub qr: String,
    /// What the QR code is for.
    pub qr_caption: String,
    /// The last line: date, time, thanks.
    pub footer: String,
}

impl SlipContent {
    /// The greatest number of free lines on a slip.
    pub const LINES_MAX: usize = 8;
    /// The greatest length of one text, in characters; the rest is cut off.
    pub const TEXT_CHARS_MAX: usize = 160;
    /// The greatest length of the QR code's text, in bytes.
    pub const QR_BYTES_MAX: usize = 300;
}

/// How a printer tells whether it can print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusSupport {
    /// It reports each change by itself (`GS a`), and answers `DLE EOT`.
    AutoBack,
    /// It answers `DLE EOT` only.
    Polled,
    /// It never says anything, as a file: being open is being ready.
    None,
}

/// How a printer proves that a slip is on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProofSupport {
    /// `GS ( H`: it sends our number back once everything before is on paper.
    ProcessId,
    /// `GS r`: it answers in order, and not while it is offline.
    InOrderStatus,
    /// It cannot; the fate of each slip is unknown.
    None,
}

/// How the QR code gets onto paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QrSupport {
    /// The printer draws it (`GS ( k`).
    Native,
    /// We send it as a raster.
    Raster,
}

/// What a printer model can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Printable width in dots, at 8 dots a millimetre.
    pub dots: u16,
    /// How its state is known.
    pub status: StatusSupport,
    /// How printed-or-not is known.
    pub proof: ProofSupport,
    /// How the QR code is printed.
    pub qr: QrSupport,
}

impl Profile {
    /// The usual 80 mm receipt printer: 576 dots, Epson's command set.
    pub const GENERIC_80MM: Self = Self {
        dots: 576,
        status: StatusSupport::AutoBack,
        proof: ProofSupport::ProcessId,
        qr: QrSupport::Native,
    };

    /// The usual 58 mm clone: 384 dots, polled, no process id, a QR code of uncertain worth.
    pub const GENERIC_58MM: Self = Self {
        dots: 384,
        status: StatusSupport::Polled,
        proof: ProofSupport::InOrderStatus,
        qr: QrSupport::Raster,
    };
}
