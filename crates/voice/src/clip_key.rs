//! The names of clips, and of the files they are in.

use unicode_normalization::UnicodeNormalization;

use crate::ClipKey;

/// The most characters of a clip's file name, without its ending.
const STEM_CHARS_MAX: usize = 80;

impl ClipKey {
    /// The key of a word or phrase: composed (NFC), in lower case, one space between words, nothing that is not
    /// heard. Hyphens and apostrophes stay where they join two halves of a word.
    pub fn new(text: &str) -> Self {
        let text: String = text.nfc().flat_map(char::to_lowercase).nfc().collect();
        let words = text.split(|char: char| !char.is_alphanumeric() && !is_joint(char));
        let words = words.map(|word| word.trim_matches(is_joint)).filter(|word| !word.is_empty());
        Self(words.collect::<Vec<_>>().join(" "))
    }

    /// The clip that comes before a call.
    pub fn chime() -> Self {
        Self("chime".to_owned())
    }

    /// Its words, each of them possibly a clip of its own.
    pub fn words(&self) -> impl Iterator<Item = Self> {
        self.0.split(' ').map(|word| Self(word.to_owned()))
    }

    /// A file name without ending, in plain ASCII: Vietnamese as it is typed by Telex, so that no two clips of
    /// words share one. At most 80 characters; longer phrases may then share one.
    pub fn file_stem(&self) -> String {
        let words: Vec<String> = self.0.split([' ', '-', '\'']).map(telex).collect();
        let stem = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
        stem.chars().take(STEM_CHARS_MAX).collect::<String>().trim_end_matches('-').to_owned()
    }
}

impl std::fmt::Display for ClipKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

pub(crate) fn is_joint(char: char) -> bool {
    matches!(char, '-' | '\'' | '\u{2019}')
}

/// One word with its marks typed after their letter, and its tone at the end.
fn telex(word: &str) -> String {
    let mut typed = String::new();
    let mut tone = None;
    for char in word.nfd() {
        match char {
            // Acute, grave, hook above, tilde, dot below: sắc, huyền, hỏi, ngã, nặng.
            '\u{301}' => tone = Some('s'),
            '\u{300}' => tone = Some('f'),
            '\u{309}' => tone = Some('r'),
            '\u{303}' => tone = Some('x'),
            '\u{323}' => tone = Some('j'),
            // Circumflex doubles its letter; breve and horn are a w.
            '\u{302}' => {
                let letter = typed.chars().last();
                typed.extend(letter);
            }
            '\u{306}' | '\u{31b}' => typed.push('w'),
            '\u{111}' => typed.push_str("dd"),
            char if char.is_ascii_alphanumeric() => typed.push(char.to_ascii_lowercase()),
            _ => {}
        }
    }
    typed.extend(tone);
    typed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_what_is_heard() {
        let key = |text: &str| ClipKey::new(text).0;
        assert_eq!(key("  Mời công dân  có số "), "mời công dân có số");
        // Decomposed, as some keyboards and file systems write it.
        assert_eq!(key("Mo\u{31b}\u{300}i ĐẾN"), "mời đến");
        assert_eq!(key("E-lờ"), "e-lờ");
        assert_eq!(key("- please – don't"), "please don't");
        assert_eq!(key("…"), "");
    }

    #[test]
    fn a_file_name_is_typed_by_telex() {
        let stem = |text: &str| ClipKey::new(text).file_stem();
        assert_eq!(stem("mời công dân có số"), "mowif-coong-daan-cos-soos");
        assert_eq!(
            [stem("mười"), stem("mươi"), stem("năm"), stem("lẻ")],
            ["muwowif", "muwowi", "nawm", "ler"]
        );
        assert_eq!([stem("đê"), stem("dê"), stem("e-lờ")], ["ddee", "dee", "e-lowf"]);
        assert!(stem(&"quầy số ".repeat(50)).len() <= STEM_CHARS_MAX);
    }
}
