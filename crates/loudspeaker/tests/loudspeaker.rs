//! The loudspeaker through ALSA's own file device: no sound card is needed, and every sample is looked at.

use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use goiso_loudspeaker::{OutputError, Played, Player};
use goiso_voice::Sound;

/// Only a hanging test waits for so long.
const PATIENCE: Duration = Duration::from_mins(1);
/// What comes before the samples in ALSA's files.
const WAV_HEADER_BYTES: usize = 44;

fn player(device: &str) -> (Player, Receiver<Played>) {
    let (tell, told) = channel();
    let player = Player::start(device, move |played| {
        // The test may have ended by now.
        tell.send(played).ok();
    });
    (player.expect("the system gives a thread"), told)
}

/// ALSA's device that writes a file and hears nothing.
fn file_device(file: &Path) -> String {
    format!("file:FILE={},FORMAT=wav", file.display())
}

fn next(told: &Receiver<Played>) -> Played {
    told.recv_timeout(PATIENCE).expect("the loudspeaker says nothing")
}

fn speech(rate: u32) -> Sound {
    let samples =
        (0..rate * 2).map(|idx| ((idx.wrapping_mul(2_654_435_761) >> 16) as u16).cast_signed()).collect();
    Sound { rate, samples, missing: Vec::new() }
}

#[test]
fn what_was_mixed_is_what_is_heard_to_the_sample() {
    for rate in [22_050, 48_000] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("heard.wav");
        let (player, told) = player(&file_device(&file));
        let sound = speech(rate);
        assert!(player.play(7, sound.clone()));
        assert!(matches!(next(&told), Played::Began { id: 7 }));
        let end = next(&told);
        assert!(matches!(end, Played::Finished { id: 7 }), "{end:?}");

        let wav = std::fs::read(&file).unwrap();
        assert_eq!(&wav[..4], b"RIFF");
        assert_eq!(u16::from_le_bytes([wav[22], wav[23]]), 1, "channels");
        assert_eq!(u32::from_le_bytes([wav[24], wav[25], wav[26], wav[27]]), rate);
        let heard: Vec<i16> = wav[WAV_HEADER_BYTES..]
            .chunks_exact(2)
            .map(|bytes| i16::from_le_bytes([bytes[0], bytes[1]]))
            .collect();
        assert!(heard.len() >= sound.samples.len(), "only {} samples", heard.len());
        let (said, after) = heard.split_at(sound.samples.len());
        assert!(said == sound.samples, "other samples");
        assert!(after.iter().all(|sample| *sample == 0), "noise after the end");
    }
}

#[test]
fn without_a_sound_card_the_answer_comes_at_once() {
    let (player, told) = player("hw:31");
    assert!(player.probe());
    let no_card = next(&told);
    assert!(
        matches!(&no_card, Played::Failed { id: None, error: OutputError::Device { step: "open", .. } }),
        "{no_card:?}"
    );
    assert!(player.play(3, speech(22_050)));
    let no_card = next(&told);
    assert!(matches!(no_card, Played::Failed { id: Some(3), .. }), "{no_card:?}");
}

#[test]
fn a_device_that_is_there_is_ready() {
    let (player, told) = player("null");
    assert!(player.probe());
    assert!(matches!(next(&told), Played::Ready));
}

#[test]
fn what_is_stopped_before_its_turn_is_not_heard() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("heard.wav");
    // A name with no file behind it until something is played.
    let (player, told) = player(&file_device(&file));
    for id in 1..=3 {
        assert!(player.play(id, speech(22_050)));
    }
    player.stop();
    assert!(player.play(4, speech(22_050)));
    let mut stopped = Vec::new();
    loop {
        match next(&told) {
            Played::Stopped { id } => stopped.push(id),
            Played::Finished { id: 4 } => break,
            Played::Began { .. } | Played::Finished { .. } => {}
            other => panic!("{other:?}"),
        }
    }
    assert!(stopped.ends_with(&[3]), "what waited is stopped: {stopped:?}");
}

#[test]
fn a_name_that_alsa_cannot_know_is_an_error() {
    let (player, told) = player("a\0b");
    assert!(player.probe());
    assert!(matches!(next(&told), Played::Failed { error: OutputError::Name { .. }, .. }));
}
