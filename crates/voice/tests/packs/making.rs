//! Packs made from recordings, and from engines: here shell scripts that copy a tone.

use std::path::Path;

use goiso_model::Language;
use goiso_voice::{
    Accent, BuildError, Calls, Engine, LOUDNESS, Maker, Pack, RecordLine, Sentence, Voice, build, check,
    measure, record_list,
};

use crate::support::{GOOD, Tone};

fn voice(rate: u32) -> Voice {
    Voice {
        name: "Thu".to_owned(),
        language: Language::vietnamese(),
        accent: Some(Accent::South),
        rate,
        licence: "CC-BY-4.0".to_owned(),
        source: "test".to_owned(),
    }
}

fn list() -> Vec<RecordLine> {
    record_list(&[Sentence::usual(Language::vietnamese(), Accent::South)], &Calls::Any)
}

/// What a studio delivers: another rate, stereo, silence at both ends, too quiet.
const RAW: Tone = Tone {
    rate: 44_100,
    n_channels: 2,
    lead_millis: 700,
    length_millis: 500,
    trail_millis: 900,
    amplitude: 0.02,
};

fn engine(command: &str) -> Maker {
    Maker::Engine(Engine::parse(command).unwrap())
}

fn assert_fit(folder: &Path, list: &[RecordLine]) {
    let checked = check(folder.to_str().unwrap(), list).unwrap();
    assert_eq!(checked.findings, []);
    let pack = Pack::load(folder).unwrap();
    for (key, clip) in &pack.clips {
        let measured = measure(clip, pack.rate);
        assert!((measured.loudness - LOUDNESS).abs() < 0.5, "{key}: {}", measured.loudness);
    }
}

#[test]
fn raw_recordings_become_a_pack_that_is_fit() {
    let (raw, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let list = list();
    let (missed, recorded) = list.split_last().unwrap();
    for line in recorded.iter().filter(|line| line.file_stem != "chime") {
        RAW.write(&raw.path().join(format!("{}.wav", line.file_stem)));
    }
    let maker = Maker::Recordings(raw.path().to_owned());
    let built = build(&list, &maker, &voice(48_000), out.path()).unwrap();
    assert_eq!((built.n_clips, built.missing), (list.len() - 1, vec![missed.key.clone()]));
    assert_fit(out.path(), recorded);
    assert_eq!(Pack::load(out.path()).unwrap().rate, 48_000);
    assert_eq!(Pack::manifest(out.path().to_str().unwrap()).unwrap().accent, Some(Accent::South));
}

#[test]
fn an_engine_is_told_the_text_on_its_input_or_in_its_command() {
    let (own, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let tone = own.path().join("tone.wav");
    GOOD.write(&tone);
    let said = own.path().join("said.txt");
    let (tone, said) = (tone.display(), said.display());
    let list = list();
    let texts: Vec<_> = list.iter().skip(1).map(|line| line.text.clone()).collect();
    for (idx, command) in [
        format!("sh -c 'cat >> \"$1\"; cp \"$2\" \"$3\"' say {said} {tone} {{file}}"),
        format!("sh -c 'echo \"$4\" >> \"$1\"; cp \"$2\" \"$3\"' say {said} {tone} {{file}} {{text}}"),
    ]
    .into_iter()
    .enumerate()
    {
        let folder = out.path().join(idx.to_string());
        build(&list, &engine(&command), &voice(22_050), &folder).unwrap();
        let heard = std::fs::read_to_string(own.path().join("said.txt")).unwrap();
        assert_eq!(heard.lines().collect::<Vec<_>>(), texts, "each text once, the chime is no text");
        std::fs::remove_file(own.path().join("said.txt")).unwrap();
        assert_fit(&folder, &list);
    }
}

#[test]
fn an_engine_that_fails_is_named_with_what_it_was_to_say() {
    let out = tempfile::tempdir().unwrap();
    let said = |command: &str| {
        let error = build(&list(), &engine(command), &voice(22_050), out.path()).unwrap_err();
        error.to_string()
    };
    insta::assert_snapshot!(said("false {file}"), @"'Mời công dân có số' could not be said: 'false' failed: exit status: 1");
    let error = said("/no/such/engine {file}");
    assert!(error.contains("'/no/such/engine' cannot be started"), "{error}");
    // It did not write the file.
    let error = said("true {file} {text}");
    assert!(error.contains("said.wav cannot be read"), "{error}");
}

#[test]
fn a_wrong_command_is_refused_before_anything_is_said() {
    let wrong = |command: &str| match Engine::parse(command) {
        Err(error @ BuildError::Command { .. }) => error.to_string(),
        other => panic!("{other:?}"),
    };
    insta::assert_snapshot!(wrong("piper --model x"), @"the engine's command 'piper --model x' is wrong: it does not say with {file} where the sound is to be written");
    insta::assert_snapshot!(wrong("piper 'x"), @"the engine's command 'piper 'x' is wrong: a quote does not end");
    insta::assert_snapshot!(wrong(""), @"the engine's command '' is wrong: it is empty");
}

#[test]
fn an_engine_that_says_nothing_makes_no_pack() {
    let own = tempfile::tempdir().unwrap();
    let tone = own.path().join("tone.wav");
    Tone { amplitude: 0.0, ..GOOD }.write(&tone);
    let maker = engine(&format!("cp {} {{file}}", tone.display()));
    let error = build(&list(), &maker, &voice(22_050), own.path()).unwrap_err();
    assert_eq!(error.to_string(), "'Mời công dân có số' is silent");
    assert!(!own.path().join("pack.toml").exists());
}
