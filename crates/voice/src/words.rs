//! The words that numbers and letters are made of, as `assets/words` has them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use goiso_model::Language;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use crate::Accent;

/// Vietnamese.
pub(crate) static VIETNAMESE: LazyLock<Vietnamese> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../assets/words/vi.toml")).expect("assets/words/vi.toml is tested")
});

/// English; its letters are called as they are written.
pub(crate) static ENGLISH: LazyLock<English> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../assets/words/en.toml")).expect("assets/words/en.toml is tested")
});

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Vietnamese {
    pub(crate) call: String,
    pub(crate) last_call: String,
    pub(crate) digits: [String; 10],
    pub(crate) ten: String,
    pub(crate) tens: String,
    pub(crate) one_after_tens: String,
    pub(crate) five_after_ten: String,
    pub(crate) hundred: String,
    pub(crate) million: String,
    north: Region,
    south: Region,
    pub(crate) letters: BTreeMap<char, String>,
}

/// What differs from Hà Nội to Sài Gòn.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Region {
    pub(crate) thousand: String,
    pub(crate) and: String,
    pub(crate) four_after_tens: String,
}

impl Vietnamese {
    pub(crate) fn region(&self, accent: Accent) -> &Region {
        match accent {
            Accent::North => &self.north,
            Accent::South => &self.south,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct English {
    pub(crate) call: String,
    pub(crate) last_call: String,
    pub(crate) to_nineteen: [String; 20],
    pub(crate) tens: [String; 8],
    pub(crate) hundred: String,
    pub(crate) thousand: String,
    pub(crate) million: String,
}

/// Whose rules hold. Every language but Vietnamese is read in English until it has a file of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tongue {
    Vietnamese(Accent),
    English,
}

impl Tongue {
    pub(crate) fn of(language: &Language, accent: Accent) -> Self {
        if *language == Language::vietnamese() { Self::Vietnamese(accent) } else { Self::English }
    }

    /// The clip that names a letter; none for what is no letter of this language.
    pub(crate) fn letter(self, letter: char) -> Option<String> {
        match self {
            Self::Vietnamese(_) => {
                let letter = letter.to_uppercase().next()?;
                VIETNAMESE.letters.get(&letter).cloned()
            }
            Self::English => {
                // Without its marks, as English readers call it: an Ư is a U, a Đ a D.
                let plain = match letter {
                    '\u{110}' | '\u{111}' => 'd',
                    letter => std::iter::once(letter).nfd().next()?.to_ascii_lowercase(),
                };
                plain.is_ascii_lowercase().then(|| plain.to_string())
            }
        }
    }

    /// Every word that a number or a letter can be made of, with how a person reads it aloud: digits first.
    pub(crate) fn vocabulary(self) -> Vec<(String, String)> {
        let plain = |word: &String| (word.clone(), word.clone());
        match self {
            Self::Vietnamese(accent) => {
                let region = VIETNAMESE.region(accent);
                let words = VIETNAMESE.digits.iter().chain([
                    &VIETNAMESE.ten,
                    &VIETNAMESE.tens,
                    &VIETNAMESE.one_after_tens,
                    &region.four_after_tens,
                    &VIETNAMESE.five_after_ten,
                    &region.and,
                    &VIETNAMESE.hundred,
                    &region.thousand,
                    &VIETNAMESE.million,
                ]);
                words.chain(VIETNAMESE.letters.values()).map(plain).collect()
            }
            Self::English => {
                let words = ENGLISH.to_nineteen.iter().chain(&ENGLISH.tens);
                let words = words.chain([&ENGLISH.hundred, &ENGLISH.thousand, &ENGLISH.million]);
                let letters = ('A'..='Z').map(|letter| (letter.to_ascii_lowercase().into(), letter.into()));
                words.map(plain).chain(letters).collect()
            }
        }
    }
}
