//! What stands on a slip.

/// One slip as plain texts. The caller composes them; the layout says which are printed, where and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipContent {
    /// The number itself, e.g. `A005`.
    pub number: String,
    /// Where the QR code leads; no code is printed when it is empty.
    pub qr: String,
    /// The texts in the language that is printed large.
    pub texts: SlipTexts,
    /// The texts in the language that a bilingual layout prints small below; left out where they say the same.
    pub second: Option<SlipTexts>,
}

/// The texts of a slip in one language; an empty one is not printed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SlipTexts {
    /// The authority above the centre, e.g. "UBND xã Tân Cương".
    pub unit: String,
    /// The centre's name.
    pub centre: String,
    /// What the number is, e.g. "Số thứ tự của ông/bà".
    pub caption: String,
    /// The name of the service.
    pub service: String,
    /// The priority class, when the visitor has one; printed white on black.
    pub priority: String,
    /// Which counters serve it, e.g. "Quầy 2, 3".
    pub counters: String,
    /// Where these are.
    pub place: String,
    /// How many people come before.
    pub ahead: String,
    /// How long it may take.
    pub wait: String,
    /// What the QR code is for.
    pub qr_caption: String,
    /// When the slip was printed.
    pub date: String,
    /// The last line: thanks.
    pub footer: String,
}

impl SlipContent {
    /// The greatest length of one text, in characters; the rest is left out.
    pub const TEXT_CHARS_MAX: usize = 160;
    /// The greatest length of the number, in characters: more than the longest style has (`HT-0123`), and still
    /// readable on 58 mm; the rest is left out.
    pub const NUMBER_CHARS_MAX: usize = 10;
    /// The greatest length of the QR code's text, in bytes.
    pub const QR_BYTES_MAX: usize = 300;
}
