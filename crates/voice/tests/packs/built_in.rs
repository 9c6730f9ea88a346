//! The packs that are part of the program.

use goiso_model::{Language, TicketNumber};
use goiso_voice::{
    Accent, BUILT_IN, ClipKey, GUIDES, GuideValues, LOUDNESS, Pack, Sentence, TRUE_PEAK_MAX, Token,
    built_in_files, check, guide_tokens, measure,
};

use crate::support::usual_list;

const BYTES_MAX: usize = 3 << 20;

fn sentence_of(name: &str) -> Sentence {
    let manifest = Pack::manifest(name).unwrap();
    Sentence::usual(manifest.language, manifest.accent.unwrap_or_default())
}

#[test]
fn the_built_in_voices_can_say_every_number_and_the_usual_sentences() {
    for name in BUILT_IN {
        let checked = check(name, &usual_list(sentence_of(name))).unwrap();
        assert_eq!(checked.findings, [], "{name}");
        assert!(checked.n_clips > 50, "{name} has {}", checked.n_clips);
    }
}

#[test]
fn the_clips_of_the_built_in_voices_are_equally_loud() {
    for name in BUILT_IN.into_iter().chain(GUIDES) {
        let pack = Pack::built_in(name).unwrap();
        for (key, clip) in &pack.clips {
            let measured = measure(clip, pack.rate);
            assert!(
                (measured.loudness - LOUDNESS).abs() < 0.5,
                "{name}: {key} has {:.2} LUFS",
                measured.loudness
            );
            assert!(
                measured.true_peak <= TRUE_PEAK_MAX,
                "{name}: {key} peaks at {:.2} dB",
                measured.true_peak
            );
        }
    }
}

/// A click is a jump: the first and the last half millisecond are all but silent.
#[test]
fn no_clip_of_the_built_in_voices_begins_or_ends_with_a_click() {
    for name in BUILT_IN.into_iter().chain(GUIDES) {
        let pack = Pack::built_in(name).unwrap();
        for (key, clip) in &pack.clips {
            let n_samples = (pack.rate / 2_000) as usize;
            let ends = clip[..n_samples].iter().chain(&clip[clip.len() - n_samples..]);
            let loudest = ends.map(|sample| sample.unsigned_abs()).max().unwrap();
            assert!(loudest < 150, "{name}: {key} begins or ends at {loudest}");
        }
    }
}

#[test]
fn the_built_in_voices_are_small_enough_to_be_part_of_a_program() {
    let files = BUILT_IN.into_iter().chain(GUIDES).flat_map(built_in_files);
    let n_bytes: usize = files.map(|(_, contents)| contents.len()).sum();
    assert!((500_000..BYTES_MAX).contains(&n_bytes), "{n_bytes}");
    assert_eq!(built_in_files("de").count(), 0);
    assert!(built_in_files("en").any(|(name, _)| name == "pack.toml"));
}

#[test]
fn a_voice_stands_in_for_each_language_and_accent() {
    let has = |language: Language, accent, word: &str| {
        Pack::stand_in(&language, accent).clips.keys().any(|key| key.0 == word)
    };
    assert!(has(Language::vietnamese(), Accent::North, "nghìn"));
    assert!(has(Language::vietnamese(), Accent::South, "ngàn"));
    assert!(has(Language::english(), Accent::South, "thousand"));
    assert!(has(Language::new("tay").unwrap(), Accent::North, "nghìn"));
}

#[test]
fn a_voice_that_is_not_there_is_named_with_those_that_are() {
    let error = Pack::built_in("vi-central").unwrap_err().to_string();
    insta::assert_snapshot!(error, @"there is no built-in voice 'vi-central'; there are vi-north, vi-south, en");
}

/// What the screens say themselves is held against the clips where the screens are, in the kiosk.
#[test]
fn a_kiosks_voice_says_its_sentences_numbers_and_counts() {
    let values = GuideValues { number: Some(TicketNumber::compose("A", 5, 3)), count: Some(24) };
    let said = |language: &Language, accent, text: &str| {
        let pack = Pack::guide(language, accent).unwrap();
        let tokens = pack.spelled_out(&guide_tokens(language, accent, text, &values));
        let heard = tokens.iter().map(|token| match token {
            Token::Clip(key) if pack.clips.contains_key(key) => format!("[{key}]"),
            Token::Clip(key) => format!("no clip of '{key}'"),
            Token::Pause(length) => format!("{} ms", length.as_millis()),
        });
        heard.collect::<Vec<_>>().join(" ")
    };
    let vietnamese = "Số của ông bà là {number}. Trước ông bà còn {count} người.";
    insta::assert_snapshot!(
        said(&Language::vietnamese(), Accent::North, vietnamese),
        @"[số của ông bà là] [a] [không] [không] [năm] 350 ms [trước ông bà còn] [hai] [mươi] [tư] [người]"
    );
    insta::assert_snapshot!(
        said(&Language::vietnamese(), Accent::South, vietnamese),
        @"[số của ông bà là] [a] [không] [không] [năm] 350 ms [trước ông bà còn] [hai] [mươi] [bốn] [người]"
    );
    insta::assert_snapshot!(
        said(&Language::english(), Accent::North, "Your number is {number}. {counter} People before you: {count}."),
        @"[your number is] [a] [zero] [zero] [five] 350 ms [people before you] 150 ms [twenty] [four]"
    );
    assert!(Pack::guide(&Language::new("tay").unwrap(), Accent::North).is_none());
}

#[test]
fn a_pack_laid_over_another_one_takes_what_it_lacks_at_its_own_rate() {
    let call = Pack::built_in("en").unwrap();
    let own = Pack { rate: 48_000, clips: [(ClipKey("one".to_owned()), vec![7; 480].into())].into() };
    let both = own.over(&call).unwrap();
    assert_eq!((both.rate, both.clips.len()), (48_000, call.clips.len()));
    assert_eq!(both.clips[&ClipKey("one".to_owned())].len(), 480, "its own stays");
    let two = ClipKey("two".to_owned());
    let (longer, shorter) = (both.clips[&two].len() as f64, call.clips[&two].len() as f64);
    assert!((longer / shorter - 48_000.0 / 22_050.0).abs() < 0.02, "{longer} to {shorter}");
}
