//! Announcements as text: clips in brackets, pauses as dots, one for each started tenth of a second.

use goiso_model::{CounterNumber, Language, TicketNumber};
use goiso_voice::{Accent, Announcement, Reading, Sentence, Token, tokens};

const NUMBERS: [&str; 13] = [
    "A005",
    "A-025",
    "0001",
    "1001",
    "HT-0123",
    "Đ12",
    "B 100",
    "Ư7",
    "W99",
    "2115",
    "KN.004",
    "X10000",
    "A99999999",
];

fn shown(tokens: &[Token]) -> String {
    let shown = tokens.iter().map(|token| match token {
        Token::Clip(key) => format!("[{key}]"),
        Token::Pause(length) => ".".repeat(length.as_millis().div_ceil(100) as usize),
    });
    shown.collect::<Vec<_>>().join(" ")
}

fn called(number: &str, counter: u32) -> Announcement {
    let counter = CounterNumber::new(counter).unwrap();
    Announcement { number: TicketNumber::typed(number), counter, is_last_call: false }
}

fn table(sentence: &Sentence) -> String {
    let counters = [1, 2, 3, 4, 5, 10, 11, 14, 15, 21, 24, 105, 999];
    let calls = NUMBERS.into_iter().zip(counters);
    let lines = calls.map(|(number, counter)| {
        format!("{number} at {counter}: {}", shown(&tokens(sentence, &called(number, counter))))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn usual(language: Language, accent: Accent, reading: Reading) -> Sentence {
    Sentence { reading, ..Sentence::usual(language, accent) }
}

fn vietnamese(template: &str) -> Sentence {
    Sentence { template: template.to_owned(), ..Sentence::usual(Language::vietnamese(), Accent::North) }
}

#[test]
fn the_north_calls_digit_by_digit() {
    insta::assert_snapshot!(table(&usual(Language::vietnamese(), Accent::North, Reading::Digits)));
}

#[test]
fn the_north_calls_by_number() {
    insta::assert_snapshot!(table(&usual(Language::vietnamese(), Accent::North, Reading::Number)));
}

#[test]
fn the_south_calls_digit_by_digit() {
    insta::assert_snapshot!(table(&usual(Language::vietnamese(), Accent::South, Reading::Digits)));
}

#[test]
fn the_south_calls_by_number() {
    insta::assert_snapshot!(table(&usual(Language::vietnamese(), Accent::South, Reading::Number)));
}

#[test]
fn english_calls_digit_by_digit() {
    insta::assert_snapshot!(table(&usual(Language::english(), Accent::North, Reading::Digits)));
}

#[test]
fn english_calls_by_number() {
    insta::assert_snapshot!(table(&usual(Language::english(), Accent::North, Reading::Number)));
}

#[test]
fn every_letter_has_a_name() {
    let letters = |language: Language, letters: &str| {
        let sentence = usual(language, Accent::North, Reading::Digits);
        let sentence = Sentence { template: "{number}".to_owned(), ..sentence };
        shown(&tokens(&sentence, &called(letters, 1)))
    };
    insta::assert_snapshot!(letters(Language::vietnamese(), "ABCDĐEFGHIJKLMNOPQRSTUVWXYZ ĂÂÊÔƠƯ"));
    insta::assert_snapshot!(letters(Language::english(), "ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
}

#[test]
fn the_last_call_says_so() {
    for language in [Language::vietnamese(), Language::english()] {
        let last = Announcement { is_last_call: true, ..called("A005", 3) };
        let sentence = Sentence::usual(language.clone(), Accent::North);
        insta::assert_snapshot!(format!("last_call_{language}"), shown(&tokens(&sentence, &last)));
        let without = Sentence { last_call: " ".to_owned(), ..sentence };
        assert_eq!(tokens(&without, &last), tokens(&without, &called("A005", 3)));
    }
}

#[test]
fn punctuation_is_heard_as_pauses() {
    let said = |template: &str| shown(&tokens(&vietnamese(template), &called("A-5", 3)));
    insta::assert_snapshot!(said("Xin mời ông/bà có số: {number}, đến quầy {counter}."), @"[xin mời ông] .. [bà có số] .. [a] .. [năm] .. [đến quầy] [ba]");
    insta::assert_snapshot!(said("Chú ý! Quầy {counter} – xin mời số {number}…"), @"[chú ý] .... [quầy] [ba] .. [xin mời số] [a] .. [năm]");
    insta::assert_snapshot!(said("...{number}{counter}???"), @"[a] .. [năm] [ba]");
    insta::assert_snapshot!(said("Khu 21, tầng 4: {number} quầy {counter}"), @"[khu hai mươi mốt] .. [tầng bốn] .. [a] .. [năm] [quầy] [ba]");
}

#[test]
fn a_wrong_template_still_says_what_it_can() {
    let said = |template: &str| shown(&tokens(&vietnamese(template), &called("A5", 3)));
    insta::assert_snapshot!(said("Mời {name} số {number} }"), @"[mời] [số] [a] [năm]");
    assert_eq!(said(""), "");
}

/// A number that a kiosk gave while the hub was away: its prefix is read sign by sign, whatever the rest is read by.
#[test]
fn an_emergency_number_is_called() {
    let said = |language: Language, reading: Reading| {
        let sentence = usual(language, Accent::North, reading);
        shown(&tokens(&sentence, &called("K1-901", 3)))
    };
    insta::assert_snapshot!(said(Language::vietnamese(), Reading::Digits), @r"
    [mời công dân có số] [ca] [một] .. [chín] [không] [một] [đến quầy số] [ba]
    ");
    insta::assert_snapshot!(said(Language::vietnamese(), Reading::Number), @r"
    [mời công dân có số] [ca] [một] .. [chín] [trăm] [linh] [một] [đến quầy số] [ba]
    ");
    insta::assert_snapshot!(said(Language::english(), Reading::Digits), @r"
    [number] [k] [one] .. [nine] [zero] [one] .. [please proceed to counter] [three]
    ");
}
