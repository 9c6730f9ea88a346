//! The number that a visitor sees.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What is printed, shown and spoken: `A005`, `A-025`, `0047`, `2001`. Made by the numbering rules of
/// `domain`; elsewhere it is text to show. Unique within a business day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TicketNumber(String);

impl TicketNumber {
    /// Puts a number together: `prefix`, then `value` with leading zeros up to `width` digits.
    pub fn compose(prefix: &str, value: u32, width: usize) -> Self {
        Self(format!("{prefix}{value:0width$}"))
    }

    /// A number as somebody typed it: trimmed and upper-cased. It may not exist.
    pub fn typed(text: &str) -> Self {
        Self(text.trim().to_uppercase())
    }

    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TicketNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_in_use_can_be_written() {
        let written =
            [("A", 5, 3), ("A-", 25, 3), ("", 47, 4), ("", 2001, 4), ("B ", 100, 3), ("A", 1234, 3)]
                .map(|(prefix, value, width)| TicketNumber::compose(prefix, value, width).to_string());
        assert_eq!(written, ["A005", "A-025", "0047", "2001", "B 100", "A1234"]);
        assert_eq!(TicketNumber::typed(" a005 "), TicketNumber::compose("A", 5, 3));
    }
}
