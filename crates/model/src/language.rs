//! Languages, and texts that a centre writes itself in several of them.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A language tag as Fluent files are named after it: `vi`, `en`, `tay`, … The list is open.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language(String);

impl Language {
    /// Checks a tag: 2 to 12 of a–z and '-'.
    pub fn new(tag: impl Into<String>) -> Option<Self> {
        let tag = tag.into();
        let is_tag =
            (2..=12).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        is_tag.then_some(Self(tag))
    }

    /// Vietnamese, the language that is always complete.
    pub fn vietnamese() -> Self {
        Self("vi".to_owned())
    }

    /// English.
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// The tag as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl TryFrom<String> for Language {
    type Error = String;
    fn try_from(tag: String) -> Result<Self, String> {
        Self::new(tag.as_str())
            .ok_or_else(|| format!("language tag '{tag}' must be 2 to 12 of a–z and '-', e.g. 'vi'"))
    }
}

impl std::str::FromStr for Language {
    type Err = String;
    fn from_str(tag: &str) -> Result<Self, String> {
        Self::try_from(tag.to_owned())
    }
}

impl From<Language> for String {
    fn from(language: Language) -> String {
        language.0
    }
}

/// A text of the centre's own (a service's name, a notice) in the languages it has been written in.
/// Vietnamese stands in where a language is missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LocalText(pub BTreeMap<Language, String>);

impl LocalText {
    /// A text in Vietnamese alone.
    pub fn vietnamese(text: impl Into<String>) -> Self {
        Self(BTreeMap::from([(Language::vietnamese(), text.into())]))
    }

    /// The text in `language`, else in Vietnamese, else in whichever there is; empty if there is none.
    pub fn get(&self, language: &Language) -> &str {
        self.0
            .get(language)
            .or_else(|| self.0.get(&Language::vietnamese()))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    /// Whether nothing is written in any language.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(String::is_empty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_language_falls_back_to_vietnamese() {
        let mut name = LocalText::vietnamese("Chứng thực");
        assert_eq!(name.get(&Language::english()), "Chứng thực");
        name.0.insert(Language::english(), "Certification".to_owned());
        assert_eq!(name.get(&Language::english()), "Certification");
        assert_eq!(LocalText::default().get(&Language::english()), "");
        assert!(LocalText::default().is_empty());
    }

    #[test]
    fn tags_are_checked() {
        assert!(Language::new("vi").is_some() && Language::new("zh-hant").is_some());
        assert!(Language::new("v").is_none() && Language::new("VI").is_none());
        assert!(Language::try_from("Việt".to_owned()).unwrap_err().contains("'Việt'"));
    }
}
