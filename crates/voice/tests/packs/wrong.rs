//! Packs with something wrong.

use std::path::Path;
use std::time::Duration;

use goiso_model::Language;
use goiso_voice::{
    Accent, Announcement, Calls, Chime, ClipKey, Manner, Need, Pack, Part, RecordLine, Sentence, Token,
    Volume, check, mix, record_list, tokens,
};

use crate::support::{GOOD, RATE, Tone, usual_list, write_pack};

fn found(folder: &Path, list: &[RecordLine]) -> String {
    let checked = check(folder.to_str().unwrap(), list).unwrap();
    let lines =
        checked.findings.iter().map(|finding| format!("{} {}: {}", finding.file, finding.key, finding.fault));
    lines.collect::<Vec<_>>().join("\n")
}

/// What is found when the clip "hai" is this tone, among good ones.
fn found_with(tone: Tone) -> String {
    let folder = tempfile::tempdir().unwrap();
    write_pack(folder.path(), &["một", "hai", "ba", "bốn", "năm"]);
    tone.write(&folder.path().join("1.wav"));
    found(folder.path(), &[])
}

#[test]
fn every_fault_of_a_clip_is_told_with_its_measure() {
    assert_eq!(found_with(GOOD), "");
    insta::assert_snapshot!(found_with(Tone { rate: 16_000, ..GOOD }), @"1.wav hai: has 16000 samples a second, the pack 22050");
    insta::assert_snapshot!(found_with(Tone { n_channels: 2, ..GOOD }), @"1.wav hai: has 2 channels; make it mono");
    insta::assert_snapshot!(found_with(Tone { length_millis: 1_600, ..GOOD }), @"1.wav hai: takes 1629 ms; 1500 ms are enough for its words");
    insta::assert_snapshot!(found_with(Tone { lead_millis: 200, ..GOOD }), @"1.wav hai: begins with 200 ms of silence");
    insta::assert_snapshot!(found_with(Tone { trail_millis: 400, ..GOOD }), @"1.wav hai: ends with 400 ms of silence");
    insta::assert_snapshot!(found_with(Tone { amplitude: 0.05, ..GOOD }), @"1.wav hai: is 6.0 LU quieter than the others");
    insta::assert_snapshot!(found_with(Tone { amplitude: 0.2, ..GOOD }), @"1.wav hai: is 6.0 LU louder than the others");
    insta::assert_snapshot!(found_with(Tone { amplitude: 0.0, ..GOOD }), @"1.wav hai: is silent");
    let clipped = found_with(Tone { amplitude: 4.0, ..GOOD });
    assert!(clipped.contains("hai: is cut off at full scale"), "{clipped}");
    let peak = found_with(Tone { amplitude: 0.95, ..GOOD });
    assert!(peak.contains("hai: peaks at -0.4 dB; -1 dB is the most"), "{peak}");
}

#[test]
fn a_file_that_is_no_sound_spoils_no_other_finding() {
    let folder = tempfile::tempdir().unwrap();
    write_pack(folder.path(), &["một", "hai", "ba"]);
    std::fs::write(folder.path().join("0.wav"), "một").unwrap();
    std::fs::write(folder.path().join("1.wav"), b"OggS, or not").unwrap();
    std::fs::remove_file(folder.path().join("2.wav")).unwrap();
    let found = found(folder.path(), &[]);
    let lines: Vec<_> = found.lines().collect();
    assert_eq!(lines.len(), 3, "{found}");
    assert!(
        found.contains("0.wav một: is no OGG Vorbis or WAV: it begins with neither 'OggS' nor 'RIFF'"),
        "{found}"
    );
    assert!(found.contains("1.wav hai: is no OGG Vorbis or WAV: "), "{found}");
    assert!(found.contains("2.wav ba: cannot be read: "), "{found}");
    let error = Pack::load(folder.path()).unwrap_err().to_string();
    assert!(error.contains("wav"), "{error}");
}

#[test]
fn what_is_missing_is_told_from_what_can_wait() {
    let folder = tempfile::tempdir().unwrap();
    write_pack(folder.path(), &["một", "hai"]);
    let sentence = Sentence::usual(Language::vietnamese(), Accent::North);
    let calls = Calls::Of {
        numbers: (1..=40).map(|value| goiso_model::TicketNumber::compose("A", value, 3)).collect(),
        counters: (1..=4).map(|number| goiso_model::CounterNumber::new(number).unwrap()).collect(),
    };
    let found = found(folder.path(), &record_list(&[sentence], &calls));
    let (now, later): (Vec<_>, Vec<_>) = found.lines().partition(|line| line.ends_with("is missing"));
    insta::assert_snapshot!(now.join("\n"));
    assert!(later.iter().any(|line| line.starts_with("bee.wav bê: is missing; no call")), "{later:?}");
    assert!(later.iter().any(|line| line.starts_with("trawm.wav trăm: is missing; no call")), "{later:?}");
}

#[test]
fn a_wrong_manifest_says_what_is_wrong() {
    let said = |from: &str, to: &str| {
        let folder = tempfile::tempdir().unwrap();
        write_pack(folder.path(), &["một"]);
        let file = folder.path().join("pack.toml");
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains(from));
        std::fs::write(&file, text.replace(from, to)).unwrap();
        let error = Pack::load(folder.path()).unwrap_err().to_string();
        error.replace(&folder.path().display().to_string(), "PACK")
    };
    insta::assert_snapshot!(said("22050", "44100"), @"PACK/pack.toml is wrong: rate 44100 must be 22050 or 48000 samples a second");
    insta::assert_snapshot!(said("22050", "48000"), @"PACK/0.wav has 22050 samples a second, its pack 48000");
    insta::assert_snapshot!(said("\"một\"", "\"Một!\""), @"PACK/pack.toml is wrong: clip 'Một!' must be written 'một'");
    insta::assert_snapshot!(said("0.wav", "../0.wav"), @"PACK/pack.toml is wrong: clip 'một': '../0.wav' must be the name of a file beside pack.toml");
    insta::assert_snapshot!(said("\"một\" = \"0.wav\"", ""), @"PACK/pack.toml is wrong: it has 0 clips; 1 to 2000 are allowed");
    assert!(said("rate = 22050", "rat = 22050").contains("unknown field `rat`"));
}

#[test]
fn stereo_is_no_clip() {
    let folder = tempfile::tempdir().unwrap();
    write_pack(folder.path(), &["một"]);
    Tone { n_channels: 2, ..GOOD }.write(&folder.path().join("0.wav"));
    let error = Pack::load(folder.path()).unwrap_err().to_string();
    assert!(error.ends_with("0.wav has 2 channels; a clip has one"), "{error}");
}

#[test]
fn a_phrase_that_was_not_recorded_is_said_word_by_word() {
    let folder = tempfile::tempdir().unwrap();
    write_pack(folder.path(), &["đến quầy số", "mời", "số", "a", "năm", "ba"]);
    let pack = Pack::load(folder.path()).unwrap();
    assert_eq!(pack.rate, RATE);
    let announcement = Announcement {
        number: goiso_model::TicketNumber::typed("A5"),
        counter: goiso_model::CounterNumber::new(3).unwrap(),
        is_last_call: false,
    };
    let tokens = tokens(&Sentence::usual(Language::vietnamese(), Accent::North), &announcement);
    let spelled: Vec<_> = pack
        .spelled_out(&tokens)
        .into_iter()
        .map(|token| match token {
            Token::Clip(ClipKey(key)) => key,
            Token::Pause(_) => ".".to_owned(),
        })
        .collect();
    assert_eq!(spelled, ["mời", "công", "dân", "có", "số", "a", "năm", "đến quầy số", "ba"]);
}

#[test]
fn a_studio_needs_about_sixty_clips() {
    for (language, accent) in [
        (Language::vietnamese(), Accent::North),
        (Language::vietnamese(), Accent::South),
        (Language::english(), Accent::North),
    ] {
        let list = usual_list(Sentence::usual(language, accent));
        assert!((50..70).contains(&list.len()), "{}", list.len());
        assert!(list.iter().all(|line| line.need == Need::Now));
        let mut files: Vec<_> = list.iter().map(|line| &line.file_stem).collect();
        files.sort();
        files.dedup();
        assert_eq!(files.len(), list.len(), "each clip has a file of its own");
    }
}

#[test]
fn a_call_is_heard_although_a_phrase_was_not_recorded() {
    let folder = tempfile::tempdir().unwrap();
    write_pack(folder.path(), &["mời", "số", "năm"]);
    let pack = Pack::load(folder.path()).unwrap();
    let tokens = ["mời công dân có số", "năm"].map(|key| Token::Clip(ClipKey(key.to_owned())));
    let manner =
        Manner { chime: Chime::Without, n_repeats: 1, repeat_gap: Duration::ZERO, volume: Volume::FULL };
    let sound = mix(&[Part { tokens: &tokens, pack: &pack }], &manner).unwrap();
    let missing: Vec<_> = sound.missing.into_iter().map(|key| key.0).collect();
    assert_eq!(missing, ["công", "dân", "có"]);
    let n_heard: usize =
        ["mời", "số", "năm"].map(|key| pack.clips[&ClipKey(key.to_owned())].len()).iter().sum();
    assert!(sound.samples.len() > n_heard);
}
