//! The English pack before a listener that we did not write. `cargo xtask judges` sets it up.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use goiso_model::{CounterNumber, Language, TicketNumber};
use goiso_voice::{
    Accent, Announcement, Chime, Manner, Pack, Part, Sentence, Sound, Token, Volume, mix, tokens,
};

/// Where to: every word of a number, those from ten to nineteen three times.
const COUNTERS: [u32; 48] = [
    1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
    10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 32, 43, 54, 65, 76, 87, 98, 30,
];
/// Those words, and those of the sentence.
const N_WORDS: usize = 28 + 5;
/// The listener knows American people, not British robots: this share of the words is to be heard right in all …
const SHARE_MIN: f64 = 0.97;

fn manner() -> Manner {
    Manner { chime: Chime::Without, n_repeats: 1, repeat_gap: Duration::ZERO, volume: Volume::FULL }
}

/// Each announcement's words, and its sound.
fn calls() -> Vec<(Vec<String>, Sound)> {
    let pack = Pack::built_in("en").expect("it is part of the program");
    let sentence = Sentence::usual(Language::english(), Accent::North);
    let call = |(idx, counter): (u32, u32)| {
        let announcement = Announcement {
            // 000, 137, 274 …: all figures in all places.
            number: TicketNumber::compose("", idx * 137 % 1_000, 3),
            counter: CounterNumber::new(counter).expect("1 to 99"),
            is_last_call: false,
        };
        let said = tokens(&sentence, &announcement);
        let words = said.iter().filter_map(|token| match token {
            Token::Clip(key) => Some(key.0.clone()),
            Token::Pause(_) => None,
        });
        let sound = mix(&[Part { tokens: &said, pack: &pack }], &manner()).expect("the pack has all words");
        (words.flat_map(|words| words.split(' ').map(str::to_owned).collect::<Vec<_>>()).collect(), sound)
    };
    (0..).zip(COUNTERS).map(call).collect()
}

fn write(file: &Path, sound: &Sound) {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: sound.rate,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(file, spec).expect("the folder can be written to");
    sound.samples.iter().for_each(|sample| writer.write_sample(*sample).expect("the same"));
    writer.finalize().expect("the same");
}

/// What the judge hears in each WAV file of a folder.
fn heard(folder: &Path) -> Vec<Vec<String>> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let python = top.join("target/judges/bin/python");
    let judge = Command::new(&python).arg(top.join("tests/judges/hear.py")).arg(folder).output();
    let judge = judge
        .unwrap_or_else(|error| panic!("no {} ({error}): run `cargo xtask judges` first", python.display()));
    assert!(judge.status.success(), "{}", String::from_utf8_lossy(&judge.stderr));
    let lines = String::from_utf8(judge.stdout).expect("English words");
    let words = |line: &str| line.split_once('\t').map_or("", |(_, words)| words).to_owned();
    lines.lines().map(|line| words(line).split_whitespace().map(str::to_owned).collect()).collect()
}

#[test]
fn a_recogniser_hears_the_numbers_of_the_english_pack() {
    let folder = tempfile::tempdir().expect("a folder");
    let calls = calls();
    for (idx, (_, sound)) in calls.iter().enumerate() {
        write(&folder.path().join(format!("{idx:02}.wav")), sound);
    }
    let heard = heard(folder.path());
    assert_eq!(heard.len(), calls.len());
    // Of each word: how often it was said, and how often heard in its place.
    let mut of_word: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for ((said, _), heard) in calls.iter().zip(&heard) {
        for (idx, word) in said.iter().enumerate() {
            let (n_said, n_right) = of_word.entry(word).or_default();
            *n_said += 1;
            *n_right += u32::from(heard.get(idx) == Some(word));
        }
    }
    let all = of_word.values().fold((0, 0), |all, word| (all.0 + word.0, all.1 + word.1));
    assert!(f64::from(all.1) >= f64::from(all.0) * SHARE_MIN, "{} of {} words: {of_word:?}", all.1, all.0);
    // … and each word more often than not: a clip that says another word is never heard right.
    for (word, (n_said, n_right)) in &of_word {
        assert!(n_right * 2 > *n_said, "'{word}' is heard {n_right} times of {n_said}: {of_word:?}");
    }
    assert_eq!(of_word.len(), N_WORDS, "{of_word:?}");
}
