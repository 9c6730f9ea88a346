//! The sound of an announcement, sample by sample, with no sound card.

use std::collections::BTreeMap;
use std::f32::consts::TAU;
use std::time::Duration;

use goiso_voice::{
    CHIME_GAP, CLIP_GAP, Chime, ClipKey, Manner, MixError, Pack, Part, SENTENCE_GAP, Token, Volume, mix,
};

const RATE: u32 = 22_050;

fn key(words: &str) -> ClipKey {
    ClipKey(words.to_owned())
}

fn clip(words: &str) -> Token {
    Token::Clip(key(words))
}

fn tone(n_samples: usize, rate: u32, hertz: f32, peak: f32) -> Vec<i16> {
    (0..n_samples).map(|idx| ((idx as f32 * hertz * TAU / rate as f32).cos() * peak) as i16).collect()
}

/// A pack of tones of these lengths, each as loud as a sample can be.
fn pack(rate: u32, clips: &[(&str, usize)]) -> Pack {
    let clips = clips.iter().map(|(words, n)| (key(words), tone(*n, rate, 440.0, 32_767.0).into()));
    Pack { rate, clips: clips.collect::<BTreeMap<_, _>>() }
}

fn manner() -> Manner {
    Manner {
        chime: Chime::Without,
        n_repeats: 1,
        repeat_gap: Duration::from_millis(650),
        volume: Volume::FULL,
    }
}

/// Samples in so long a time, by another way than the mix's.
fn samples(length: Duration) -> usize {
    (length.as_secs_f64() * f64::from(RATE)).floor() as usize
}

#[test]
fn an_announcement_is_as_long_as_its_clips_and_gaps_to_the_sample() {
    let vi = pack(RATE, &[("chime", 9_001), ("mời công dân có số", 20_011), ("a", 4_003), ("năm", 5_009)]);
    let en = pack(RATE, &[("number", 7_001), ("a", 3_001)]);
    let in_vietnamese = [clip("mời công dân có số"), clip("a"), clip("năm")];
    let in_english = [clip("number"), Token::Pause(Duration::from_millis(200)), clip("a")];
    let parts = [Part { tokens: &in_vietnamese, pack: &vi }, Part { tokens: &in_english, pack: &en }];
    let sound = mix(&parts, &Manner { chime: Chime::First, n_repeats: 2, ..manner() }).unwrap();

    let gap = samples(CLIP_GAP);
    assert_eq!(gap, 1_323, "60 ms at 22,050 Hz");
    let vietnamese = 20_011 + gap + 4_003 + gap + 5_009;
    let english = 7_001 + gap + samples(Duration::from_millis(200)) + 3_001;
    let once = vietnamese + samples(SENTENCE_GAP) + english;
    let whole = 9_001 + samples(CHIME_GAP) + once + samples(manner().repeat_gap) + once;
    assert_eq!(sound.samples.len(), whole);
    assert_eq!(sound.rate, RATE);
    assert_eq!(sound.missing, []);
}

#[test]
fn every_clip_sounds_where_it_should_and_silence_lies_between() {
    let pack = pack(RATE, &[("a", 1_000), ("năm", 2_000)]);
    let tokens = [clip("a"), clip("năm")];
    let sound = mix(&[Part { tokens: &tokens, pack: &pack }], &manner()).unwrap();
    let gap = samples(CLIP_GAP);
    assert_eq!(&sound.samples[..1_000], &*pack.clips[&key("a")]);
    assert!(sound.samples[1_000..1_000 + gap].iter().all(|sample| *sample == 0), "the gap is not silent");
    assert_eq!(&sound.samples[1_000 + gap..], &*pack.clips[&key("năm")]);
}

#[test]
fn the_chime_sounds_once_and_first() {
    let pack = pack(RATE, &[("chime", 3_000), ("a", 1_000)]);
    let tokens = [clip("a")];
    let parts = [Part { tokens: &tokens, pack: &pack }];
    let sound = mix(&parts, &Manner { chime: Chime::First, n_repeats: 3, ..manner() }).unwrap();
    assert_eq!(&sound.samples[..3_000], &*pack.clips[&key("chime")]);
    let after = sound.samples.len() - 3_000 - samples(CHIME_GAP);
    assert_eq!(after, 3 * 1_000 + 2 * samples(manner().repeat_gap));
}

#[test]
fn the_volume_is_a_square_and_never_clips() {
    let pack = pack(RATE, &[("a", 2_000)]);
    let tokens = [clip("a")];
    let parts = [Part { tokens: &tokens, pack: &pack }];
    let peak = |percent: u8| {
        let sound = mix(&parts, &Manner { volume: Volume::percent(percent), ..manner() }).unwrap();
        sound.samples.iter().map(|sample| i32::from(*sample).abs()).max().unwrap()
    };
    assert_eq!(peak(100), 32_767);
    assert_eq!(peak(255), 32_767, "more than all is all");
    assert_eq!(peak(50), 32_767 / 4);
    assert_eq!(peak(10), 32_767 / 100);
    assert_eq!(peak(0), 0);
}

#[test]
fn the_loudest_sample_of_either_sign_stays_itself() {
    let clips = BTreeMap::from([(key("a"), [i16::MIN, i16::MAX, 0, -1].as_slice().into())]);
    let pack = Pack { rate: RATE, clips };
    let sound = mix(&[Part { tokens: &[clip("a")], pack: &pack }], &manner()).unwrap();
    assert_eq!(sound.samples, [i16::MIN, i16::MAX, 0, -1]);
}

#[test]
fn a_missing_word_is_named_and_the_others_are_heard() {
    let pack = pack(RATE, &[("a", 1_000)]);
    let tokens = [clip("mời"), clip("a"), clip("năm")];
    let sound = mix(&[Part { tokens: &tokens, pack: &pack }], &manner()).unwrap();
    assert_eq!(sound.samples.len(), 1_000, "what is not there takes no time");
    assert_eq!(sound.missing, [key("mời"), key("năm")]);
}

#[test]
fn a_pack_with_none_of_the_words_is_an_error() {
    let pack = pack(RATE, &[("chime", 1_000)]);
    let tokens = [clip("a"), Token::Pause(Duration::from_secs(1))];
    let nothing = mix(&[Part { tokens: &tokens, pack: &pack }], &manner());
    assert_eq!(nothing.unwrap_err(), MixError::NothingToSay);
    assert_eq!(mix(&[], &manner()).unwrap_err(), MixError::NothingToSay);
    let rateless = Pack { rate: 0, ..pack };
    let no_rate = mix(&[Part { tokens: &tokens, pack: &rateless }], &manner());
    assert_eq!(no_rate.unwrap_err(), MixError::NoRate);
}

#[test]
fn nothing_keeps_the_loudspeaker_for_more_than_a_minute() {
    let pack = pack(RATE, &[("a", 1_000)]);
    for tokens in [
        vec![clip("a"), Token::Pause(Duration::from_secs(61))],
        vec![clip("a"), Token::Pause(Duration::MAX)],
        vec![clip("a"); 600],
    ] {
        let too_long = mix(&[Part { tokens: &tokens, pack: &pack }], &manner());
        assert!(matches!(too_long, Err(MixError::TooLong { .. })), "{too_long:?}");
    }
    let tokens = [clip("a"), Token::Pause(Duration::from_secs(25)), clip("a")];
    let parts = [Part { tokens: &tokens, pack: &pack }];
    assert!(mix(&parts, &Manner { n_repeats: 2, ..manner() }).is_ok());
    assert!(mix(&parts, &Manner { n_repeats: 3, ..manner() }).is_err());
}

#[test]
fn packs_of_two_rates_speak_at_the_higher_one() {
    let vi = pack(48_000, &[("a", 4_800)]);
    let en = pack(22_050, &[("a", 22_050)]);
    let tokens = [clip("a")];
    let sound =
        mix(&[Part { tokens: &tokens, pack: &vi }, Part { tokens: &tokens, pack: &en }], &manner()).unwrap();
    assert_eq!(sound.rate, 48_000);
    assert_eq!(sound.samples.len(), 4_800 + 48_000 * 350 / 1_000 + 48_000);

    // The resampled second is still a tone of 440 Hz and as loud: it crosses zero twice in each of its waves.
    let english = &sound.samples[sound.samples.len() - 48_000..];
    let n_crossings = english.windows(2).filter(|two| (two[0] < 0) != (two[1] < 0)).count();
    assert!((878..=882).contains(&n_crossings), "{n_crossings} crossings");
    let middle = &english[10_000..38_000];
    let wanted = tone(48_000, 48_000, 440.0, 32_767.0);
    let scale = f64::from(*middle.iter().max().unwrap()) / 32_767.0;
    assert!((0.9..=1.0).contains(&scale), "the loudest sample is {scale} of the loudest possible");
    let worst = middle
        .iter()
        .zip(&wanted[10_000..38_000])
        .map(|(is, should)| (f64::from(*is) - f64::from(*should) * scale).abs())
        .fold(0.0, f64::max);
    // Half a sample too late or early is 2.9 percent at the tone's steepest.
    assert!(worst < 0.029 * 32_767.0, "{worst} off a pure tone");
}
