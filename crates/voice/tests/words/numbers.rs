//! Numbers as words, against the rules of Unicode CLDR.

use goiso_model::{CounterNumber, Language, TicketNumber};
use goiso_voice::{Accent, Announcement, Reading, Sentence, Token, tokens};
use sha2::{Digest, Sha256};

use crate::rbnf::Rules;

const VIETNAMESE: &str = include_str!("vi.rbnf");
const ENGLISH: &str = include_str!("en.rbnf");
const CARDINAL: &str = "%spellout-cardinal";

/// All numbers of up to four figures, and a sample of the longer ones.
fn values() -> impl Iterator<Item = u32> {
    (0..10_000).chain((10_000..10_000_000).step_by(997))
}

fn said(language: &Language, accent: Accent, value: u32) -> String {
    let sentence = Sentence {
        language: language.clone(),
        reading: Reading::Number,
        accent,
        template: "{number}".to_owned(),
        last_call: String::new(),
    };
    let announcement = Announcement {
        number: TicketNumber::compose("", value, 1),
        counter: CounterNumber::new(1).unwrap(),
        is_last_call: false,
    };
    let words = tokens(&sentence, &announcement).into_iter().map(|token| match token {
        Token::Clip(key) => key.0,
        Token::Pause(length) => panic!("{value}: a pause of {length:?}"),
    });
    words.collect::<Vec<_>>().join(" ")
}

fn assert_as_the_rules_say(rules: &str, language: &Language, accent: Accent) {
    let rules = Rules::parse(rules);
    for value in values() {
        // A hyphen joins two clips: twenty-one.
        let expected = rules.spell(CARDINAL, value).replace('-', " ");
        assert_eq!(said(language, accent, value), expected, "{value}");
    }
}

#[test]
fn the_north_says_numbers_by_the_rules_with_its_own_word_for_missing_tens() {
    let rules = VIETNAMESE.replace("lẻ", "linh");
    assert_as_the_rules_say(&rules, &Language::vietnamese(), Accent::North);
}

#[test]
fn the_south_says_numbers_by_the_rules_with_its_own_words_for_thousands_and_four() {
    let rules = VIETNAMESE.replace("nghìn", "ngàn").replace("4: tư", "4: bốn");
    assert_as_the_rules_say(&rules, &Language::vietnamese(), Accent::South);
}

#[test]
fn english_numbers_are_said_by_the_rules() {
    assert_as_the_rules_say(ENGLISH, &Language::english(), Accent::North);
}

/// The hashes are of the lines that ICU 72.1 itself prints for the same values (Debian 12's python3-icu,
/// `RuleBasedNumberFormat`, sets `spellout-cardinal` of `vi` and `spellout-numbering` of `en`).
#[test]
fn our_reading_of_the_rules_is_that_of_icu() {
    let hash = |rules: &str| {
        let rules = Rules::parse(rules);
        let lines: Vec<_> = values().map(|value| rules.spell(CARDINAL, value)).collect();
        let hash = Sha256::digest(lines.join("\n"));
        hash.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
    };
    assert_eq!(hash(VIETNAMESE), "fd8885698988e3de4f9e38c21289017b216576ccadeab47f99a7e40b6b735c7f");
    assert_eq!(hash(ENGLISH), "4ff44086a16aa76621a43d262b38e71ac62cc0c0c14bc8319bbc6ab6a8790568");
}

#[test]
fn the_numbers_that_halls_get_wrong_are_said_right() {
    let both = |value| {
        let said = |accent| said(&Language::vietnamese(), accent, value);
        format!("{} / {}", said(Accent::North), said(Accent::South))
    };
    let values = [4, 5, 10, 14, 15, 21, 24, 25, 44, 101, 105, 111, 204, 215, 1000, 1001, 1024, 1105, 5555];
    let lines: Vec<_> = values.into_iter().map(|value| format!("{value:>4} {}", both(value))).collect();
    insta::assert_snapshot!(lines.join("\n"));
}
