//! What a printer model can do.

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

/// What ends a slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cutter {
    /// A blade that leaves one point (`GS V B`).
    Partial,
    /// A blade that cuts through (`GS V A`).
    Full,
    /// None: the paper moves past the tear bar.
    None,
}

/// Pictures that stay in the printer without power (`GS ( L`, functions 67 and 69).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraphicsSupport {
    /// It keeps them.
    Nv {
        /// How much it keeps, in bytes.
        bytes: u32,
    },
    /// It does not, or not in a way that can be trusted.
    None,
}

/// Letters that a program draws (`ESC &`); they are lost with the power and with `ESC @`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GlyphSupport {
    /// It keeps them beside pictures in its memory.
    Beside,
    /// It keeps either them or pictures in its memory; pictures that stay without power are another matter.
    Either,
    /// It does not.
    None,
}

/// Whether things can be put anywhere in an area (`ESC L`, `ESC W`), and not only one below the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageSupport {
    /// They can; it also counts in dots when told so (`GS P`).
    PageMode,
    /// They cannot.
    None,
}

/// What a printer model can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    /// Printable width in dots.
    pub dots: u16,
    /// Dots an inch: 203 (8 a millimetre) or 180 (7).
    pub dots_per_inch: u16,
    /// Bits a second of its serial port, as delivered.
    pub baud: u32,
    /// What ends a slip.
    pub cutter: Cutter,
    /// How its state is known.
    pub status: StatusSupport,
    /// How printed-or-not is known.
    pub proof: ProofSupport,
    /// How the QR code is printed.
    pub qr: QrSupport,
    /// Which pictures it keeps.
    pub graphics: GraphicsSupport,
    /// Which letters it keeps.
    pub glyphs: GlyphSupport,
    /// Where on the paper it can put things.
    pub page: PageSupport,
}

impl Profile {
    /// The usual 80 mm receipt printer: 576 dots, Epson's command set; nothing is kept in it, as nobody knows
    /// whether it can.
    pub const GENERIC_80MM: Self = Self {
        dots: 576,
        dots_per_inch: 203,
        baud: 115_200,
        cutter: Cutter::Partial,
        status: StatusSupport::AutoBack,
        proof: ProofSupport::ProcessId,
        qr: QrSupport::Native,
        graphics: GraphicsSupport::None,
        glyphs: GlyphSupport::None,
        page: PageSupport::None,
    };

    /// The usual 58 mm clone: 384 dots, polled, no process id, a QR code of uncertain worth, a tear bar.
    pub const GENERIC_58MM: Self = Self {
        dots: 384,
        dots_per_inch: 203,
        baud: 9_600,
        cutter: Cutter::Partial,
        status: StatusSupport::Polled,
        proof: ProofSupport::InOrderStatus,
        qr: QrSupport::Raster,
        graphics: GraphicsSupport::None,
        glyphs: GlyphSupport::None,
        page: PageSupport::None,
    };
}
