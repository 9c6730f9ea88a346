//! The board's voice as a pure model: views and the loudspeaker's words in, sounds and reports out.

mod common;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use common::{at, call, text, view};
use goiso_display::{LinkState, OutputError, Played, RETRY, Voice, VoiceAction};
use goiso_model::Language;
use goiso_protocol::{
    Accent, BoardCall, BoardMessage, BoardReport, BoardView, BoardVoice, MessageLevel, NumberReading,
    SoundState, SpokenSentence, TicketStage, VolumeFrom,
};
use goiso_voice::{Announcement, ClipKey, Pack, Reading, Sentence, Sound, Token, tokens};
use jiff::civil::time;

const RATE: u32 = 22_050;
/// What this board's program drew when it started.
const PROGRAM: u32 = 7;
/// Each clip of the tests' packs, in samples.
const CLIP_SAMPLES: usize = 2_205;

fn spoken(language: &str, pack: &str, template: &str) -> SpokenSentence {
    SpokenSentence {
        language: Language::new(language).expect("a tag of the tests' own"),
        pack: pack.to_owned(),
        reading: NumberReading::Digits,
        accent: Accent::North,
        template: template.to_owned(),
        last_call: String::new(),
    }
}

fn board_voice() -> BoardVoice {
    BoardVoice {
        zone: "sanh".to_owned(),
        is_speaker: true,
        speaker_program: None,
        spoken_through: 0,
        sentences: vec![
            spoken("vi", "vi", "Mời số {number} đến quầy {counter}"),
            spoken("en", "en", "Number {number} to counter {counter}"),
        ],
        n_repeats: 2,
        gap_millis: 650,
        has_chime: true,
        volumes: vec![VolumeFrom { from: time(0, 0, 0, 0), percent: 100 }],
    }
}

fn speaking(calls: &[BoardCall]) -> BoardView {
    BoardView { voice: Some(board_voice()), ..view(calls) }
}

/// A pack that has a clip for every word of its language's calls.
fn pack(name: &str) -> Result<Pack, String> {
    let spoken = board_voice().sentences.into_iter().find(|sentence| sentence.pack == name);
    let spoken = spoken.ok_or_else(|| format!("no pack {name}"))?;
    let mut clips = BTreeMap::from([(ClipKey::new("chime"), vec![1_000; 4_410].into())]);
    for (number, counter) in [("A005", 3), ("B012", 4), ("C789", 6)] {
        for token in said(&spoken, number, counter) {
            if let Token::Clip(key) = token {
                clips.insert(key, vec![500; CLIP_SAMPLES].into());
            }
        }
    }
    Ok(Pack { rate: RATE, clips })
}

fn said(spoken: &SpokenSentence, number: &str, counter: u32) -> Vec<Token> {
    let sentence = Sentence {
        language: spoken.language.clone(),
        reading: Reading::Digits,
        accent: goiso_voice::Accent::North,
        template: spoken.template.clone(),
        last_call: spoken.last_call.clone(),
    };
    let call = call(1, number, counter);
    let announcement = Announcement { number: call.number, counter: call.counter, is_last_call: false };
    tokens(&sentence, &announcement)
}

/// A voice that knows its hub and its sound card, and has seen an empty morning.
fn ready() -> Voice {
    let mut voice = Voice::new(pack, PROGRAM);
    voice.set_link(LinkState::Up);
    voice.take_view(&speaking(&[]), at(0));
    assert_eq!(voice.next_action(at(0)), Some(VoiceAction::Probe));
    assert_eq!(voice.report(), None, "it is not known yet whether there is a sound card");
    voice.played(Played::Ready, at(5));
    assert_eq!(voice.next_action(at(5)), None);
    assert_eq!(report(&voice).sound, SoundState::Ready);
    voice
}

fn report(voice: &Voice) -> BoardReport {
    voice.report().expect("it is known whether there is a sound card")
}

fn play(voice: &mut Voice, millis: i64) -> (u64, Sound) {
    match voice.next_action(at(millis)) {
        Some(VoiceAction::Play { id, sound }) => (id, sound),
        other => panic!("{other:?} instead of a sound"),
    }
}

fn no_card() -> OutputError {
    OutputError::Device { device: "default".to_owned(), step: "open", errno: 2 }
}

#[test]
fn a_call_is_spoken_in_both_languages_twice_after_a_chime_and_reported() {
    let mut voice = ready();
    voice.take_view(&speaking(&[call(1, "A005", 3)]), at(100));
    let (id, sound) = play(&mut voice, 100);
    assert_eq!(sound.missing, []);
    let peak_at = sound.samples.iter().position(|sample| *sample == 1_000);
    assert_eq!(peak_at, Some(0), "the chime comes first");
    // Both sentences have as many clips as tokens, one gap between two, and are said twice.
    let once: usize = board_voice()
        .sentences
        .iter()
        .map(|spoken| {
            let n_clips =
                said(spoken, "A005", 3).iter().filter(|token| matches!(token, Token::Clip(_))).count();
            n_clips * CLIP_SAMPLES
        })
        .sum();
    assert_eq!(sound.samples.iter().filter(|sample| **sample == 500).count(), 2 * once);
    assert_eq!(voice.next_action(at(200)), None, "one at a time");
    assert_eq!(report(&voice).spoken_through, 0);
    voice.played(Played::Finished { id }, at(9_000));
    assert_eq!(voice.next_action(at(9_000)), None);
    assert_eq!(report(&voice).spoken_through, 1);
}

#[test]
fn a_board_without_a_voice_is_off_and_leaves_the_sound_card_alone() {
    let mut voice = Voice::new(pack, PROGRAM);
    voice.set_link(LinkState::Up);
    voice.take_view(&view(&[]), at(0));
    voice.take_view(&view(&[call(1, "A005", 3)]), at(1));
    assert_eq!(voice.next_action(at(1)), None);
    assert_eq!(report(&voice).sound, SoundState::Off);
}

#[test]
fn without_a_sound_card_the_hub_is_told_and_the_card_is_looked_for_every_ten_seconds() {
    let mut voice = ready();
    voice.take_view(&speaking(&[call(1, "A005", 3)]), at(100));
    let (id, _) = play(&mut voice, 100);
    voice.played(Played::Failed { id: Some(id), error: no_card() }, at(110));
    assert_eq!(voice.next_action(at(110)), None);
    assert_eq!((report(&voice).sound, report(&voice).spoken_through), (SoundState::NoDevice, 0));
    let again = 110 + RETRY.as_millis() as i64;
    assert_eq!(voice.next_deadline(), Some(at(again)));
    assert_eq!(voice.next_action(at(again - 1)), None);
    assert_eq!(voice.next_action(at(again)), Some(VoiceAction::Probe));
    assert_eq!(voice.next_action(at(again)), None, "asked once");
    voice.played(Played::Failed { id: None, error: no_card() }, at(again + 1));
    assert_eq!(voice.next_action(at(2 * again + 1)), Some(VoiceAction::Probe));
    voice.played(Played::Ready, at(2 * again + 2));
    play(&mut voice, 2 * again + 2);
}

#[test]
fn a_built_in_voice_speaks_for_a_pack_that_cannot_be_read_until_it_can() {
    static IS_MOUNTED: AtomicBool = AtomicBool::new(false);
    fn late(name: &str) -> Result<Pack, String> {
        if IS_MOUNTED.load(Ordering::Relaxed) { pack(name) } else { Err("no such folder".to_owned()) }
    }
    let mut voice = Voice::new(late, PROGRAM);
    voice.set_link(LinkState::Up);
    voice.take_view(&speaking(&[]), at(0));
    assert_eq!(voice.next_action(at(0)), Some(VoiceAction::Probe));
    voice.played(Played::Ready, at(5));
    voice.take_view(&speaking(&[call(1, "A005", 3)]), at(100));
    let (id, built_in) = play(&mut voice, 100);
    assert_eq!(report(&voice).sound, SoundState::Ready);
    voice.played(Played::Finished { id }, at(9_000));
    assert_eq!(voice.next_action(at(9_000)), None);

    IS_MOUNTED.store(true, Ordering::Relaxed);
    voice.take_view(&speaking(&[call(2, "A005", 3)]), at(20_000));
    let (_, own) = play(&mut voice, 20_000);
    assert_ne!(built_in, own);
    assert_eq!(own.samples.iter().max(), Some(&1_000), "the test's own pack is heard");
}

#[test]
fn a_board_that_is_not_its_zones_speaker_listens() {
    let mut voice = ready();
    let listening = |calls: &[BoardCall], spoken_through| {
        let mut view = speaking(calls);
        let voice = view.voice.as_mut().unwrap();
        voice.is_speaker = false;
        voice.spoken_through = spoken_through;
        view
    };
    let calls = [call(1, "A005", 3), call(2, "B012", 4)];
    voice.take_view(&listening(&calls, 0), at(100));
    assert_eq!(voice.next_action(at(100)), None);
    voice.take_view(&listening(&calls, 1), at(8_000));
    assert_eq!(voice.next_action(at(8_000)), None);
    // The speaker dies; this board says what it had not said.
    let mut taken_over = speaking(&calls);
    taken_over.voice.as_mut().unwrap().spoken_through = 1;
    voice.take_view(&taken_over, at(11_000));
    let (id, _) = play(&mut voice, 11_000);
    voice.played(Played::Finished { id }, at(20_000));
    assert_eq!(voice.next_action(at(21_000)), None);
    assert_eq!(report(&voice).spoken_through, 2);
}

#[test]
fn of_two_programs_that_show_one_board_only_the_one_that_the_hub_names_speaks() {
    let named = |program, calls: &[BoardCall]| {
        let mut view = speaking(calls);
        view.voice.as_mut().unwrap().speaker_program = program;
        view
    };
    let mut voice = ready();
    assert_eq!(report(&voice).program, Some(PROGRAM));
    voice.take_view(&named(Some(PROGRAM + 1), &[call(1, "A005", 3)]), at(100));
    assert_eq!(voice.next_action(at(100)), None, "the other one speaks");
    voice.take_view(&named(Some(PROGRAM), &[call(1, "A005", 3)]), at(200));
    play(&mut voice, 200);
    voice.take_view(&named(Some(PROGRAM + 1), &[call(1, "A005", 3)]), at(300));
    assert_eq!(voice.next_action(at(300)), Some(VoiceAction::Stop), "two voices at a time are worse");
}

#[test]
fn an_alarm_silences_the_hall_at_once() {
    let mut voice = ready();
    voice.take_view(&speaking(&[call(1, "A005", 3)]), at(100));
    play(&mut voice, 100);
    let alarm = BoardMessage {
        level: MessageLevel::Emergency,
        text: text("Có báo cháy", "Fire alarm"),
        since: at(2_000),
    };
    let view = BoardView { messages: vec![alarm], ..speaking(&[call(1, "A005", 3)]) };
    voice.take_view(&view, at(2_000));
    assert_eq!(voice.next_action(at(2_000)), Some(VoiceAction::Stop));
    assert_eq!(voice.next_action(at(2_000)), None);
}

#[test]
fn while_the_hub_is_away_no_call_is_begun() {
    let mut voice = ready();
    voice.take_view(&speaking(&[call(1, "A005", 3), call(2, "B012", 4)]), at(100));
    let (id, _) = play(&mut voice, 100);
    voice.set_link(LinkState::Down);
    assert_eq!(voice.next_action(at(200)), None, "the sentence is said to its end");
    voice.played(Played::Finished { id }, at(9_000));
    assert_eq!(voice.next_action(at(12_000)), None);
    voice.set_link(LinkState::Up);
    play(&mut voice, 13_000);
}

#[test]
fn the_volume_follows_the_clock_of_the_hall() {
    let loud = |from, percent| VolumeFrom { from, percent };
    // It is 08:42:10 in Hanoi; the list need not be in order.
    for (volumes, peak) in [
        (vec![loud(time(11, 30, 0, 0), 0), loud(time(7, 0, 0, 0), 50)], Some(250)),
        (vec![loud(time(9, 0, 0, 0), 100), loud(time(17, 0, 0, 0), 20)], Some(40)),
        (vec![loud(time(8, 42, 0, 0), 0), loud(time(13, 0, 0, 0), 80)], None),
        (vec![], Some(1_000)),
    ] {
        let mut voice = ready();
        let mut view = speaking(&[call(1, "A005", 3)]);
        view.voice.as_mut().unwrap().volumes = volumes.clone();
        voice.take_view(&view, at(100));
        if let Some(peak) = peak {
            let (_, sound) = play(&mut voice, 100);
            assert_eq!(sound.samples.iter().max(), Some(&peak), "{volumes:?}");
        } else {
            assert_eq!(voice.next_action(at(100)), None);
            assert_eq!(report(&voice).spoken_through, 1, "it counts as spoken");
        }
    }
}

#[test]
fn a_visitor_who_has_come_is_not_called_aloud() {
    let mut voice = ready();
    let come = BoardCall { stage: TicketStage::Serving, ..call(1, "A005", 3) };
    voice.take_view(&speaking(&[come, call(2, "B012", 4)]), at(100));
    let (id, _) = play(&mut voice, 100);
    voice.played(Played::Finished { id }, at(9_000));
    assert_eq!(voice.next_action(at(10_000)), None);
    assert_eq!(report(&voice).spoken_through, 2);
}

#[test]
fn a_call_with_no_known_word_keeps_nobody_waiting() {
    let mut voice = ready();
    let mut view = speaking(&[call(1, "A005", 3), call(2, "B012", 4)]);
    for sentence in &mut view.voice.as_mut().unwrap().sentences {
        sentence.pack = "vi".to_owned();
        sentence.template = "zzz".to_owned();
    }
    voice.take_view(&view, at(100));
    assert_eq!(voice.next_action(at(100)), None);
    assert_eq!(voice.next_action(at(1_000)), None);
    assert_eq!(report(&voice).spoken_through, 2);
}

#[test]
fn the_end_of_an_old_sound_ends_no_new_one() {
    let mut voice = ready();
    voice.take_view(&speaking(&[call(1, "A005", 3), call(2, "B012", 4)]), at(100));
    let (first, _) = play(&mut voice, 100);
    voice.played(Played::Finished { id: first }, at(9_000));
    let (second, _) = play(&mut voice, 10_000);
    assert_ne!(first, second);
    voice.played(Played::Finished { id: first }, at(10_001));
    assert_eq!(report(&voice).spoken_through, 1);
}
