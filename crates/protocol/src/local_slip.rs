//! A kiosk's wish to the agent on its own computer, while the hub is away: one line of JSON each way over a local
//! socket. Unknown fields are passed over, and missing ones are empty.

use goiso_model::TicketNumber;
use serde::{Deserialize, Serialize};

/// The longest line, in bytes with its end.
pub const LOCAL_SLIP_BYTES_MAX: usize = 8 * 1024;

/// A slip for a number that the kiosk has given by itself. It is on the kiosk's disk before this is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalSlip {
    /// The number.
    pub number: TicketNumber,
    /// Where the QR code leads.
    pub qr: String,
    /// The texts that are printed large.
    pub texts: LocalSlipTexts,
    /// Those that a bilingual layout prints small below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<LocalSlipTexts>,
}

/// Its texts in one language; an empty one is not printed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LocalSlipTexts {
    /// The authority above the centre.
    pub unit: String,
    /// The centre's name.
    pub centre: String,
    /// What the number is.
    pub caption: String,
    /// The name of the service.
    pub service: String,
    /// The priority class.
    pub priority: String,
    /// Which counters serve it.
    pub counters: String,
    /// In the place of the wait: when the number will be called.
    pub wait: String,
    /// What the QR code is for.
    pub qr_caption: String,
    /// When the number was given.
    pub date: String,
    /// The last line.
    pub footer: String,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "slip", rename_all = "snake_case")]
pub enum LocalSlipAnswer {
    /// It is on paper: the printer said so.
    Printed,
    /// It certainly is not.
    NotPrinted {
        /// Why, for a log.
        message: String,
    },
    /// Nobody can tell; an answer of a newer agent.
    #[serde(other)]
    Unclear,
}

/// Why a line was not understood.
#[derive(Debug, thiserror::Error)]
#[error("not understood")]
pub struct LocalSlipError(#[from] serde_json::Error);

impl LocalSlip {
    /// As a line.
    pub fn line(&self) -> String {
        line(self)
    }

    /// Reads a line.
    pub fn parse(line: &str) -> Result<Self, LocalSlipError> {
        Ok(serde_json::from_str(line)?)
    }
}

impl LocalSlipAnswer {
    /// As a line.
    pub fn line(&self) -> String {
        line(self)
    }

    /// Reads a line.
    pub fn parse(line: &str) -> Result<Self, LocalSlipError> {
        Ok(serde_json::from_str(line)?)
    }
}

fn line(what: &impl Serialize) -> String {
    let json = serde_json::to_string(what).expect("our texts have string keys only, so they always encode");
    format!("{json}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_reads_as_it_was_written_and_a_newer_one_too() {
        let texts = LocalSlipTexts { service: "Chứng thực".to_owned(), ..LocalSlipTexts::default() };
        let number = TicketNumber::compose("K1-", 901, 3);
        let slip = LocalSlip { number, qr: "http://hub/t/1".to_owned(), texts, second: None };
        let line = slip.line();
        assert!(line.ends_with("}\n") && !line.trim_end().contains('\n'));
        assert_eq!(LocalSlip::parse(&line).unwrap(), slip);
        let newer = r#"{"number":"K1-901","qr":"","texts":{"service":"A","colour":"red"},"copies":2}"#;
        assert_eq!(LocalSlip::parse(newer).unwrap().texts.service, "A");
        assert!(LocalSlip::parse("{}").is_err());
    }

    #[test]
    fn an_answer_of_a_newer_agent_is_unclear() {
        let answers = [
            LocalSlipAnswer::Printed,
            LocalSlipAnswer::NotPrinted { message: "no paper".to_owned() },
            LocalSlipAnswer::Unclear,
        ];
        for answer in answers {
            assert_eq!(LocalSlipAnswer::parse(&answer.line()).unwrap(), answer);
        }
        let newer = LocalSlipAnswer::parse(r#"{"slip":"half","message":"x"}"#).unwrap();
        assert_eq!(newer, LocalSlipAnswer::Unclear);
    }
}
