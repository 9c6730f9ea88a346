//! Measures the board's voice on this machine, without a hub and without a sound card:
//! `cargo run --release -p goiso-display --example voice`.
#![allow(clippy::print_stdout, reason = "a measuring program prints what it measures")]
#![allow(clippy::disallowed_methods, reason = "it measures time")]

use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use std::{fs, thread};

use anyhow::{Context as _, bail};
use goiso_client::{Client, LinkEvent};
use goiso_display::{LinkState, Played, Player, Voice, VoiceAction, VoiceThread};
use goiso_model::{CounterNumber, Language, LocalText, TicketNumber};
use goiso_protocol::{
    Accent, BoardCall, BoardLayout, BoardView, BoardVoice, Centre, IssuingState, NumberReading, Role,
    SpokenSentence, TicketStage, View, VolumeFrom,
};
use goiso_voice::{Pack, Sentence};
use jiff::{SignedDuration, Timestamp};

const N_CALLS: u64 = 10_000;
const N_PLAYED: u64 = 300;
const IDLE: Duration = Duration::from_secs(20);
/// Calls that a view shows.
const N_SHOWN: u64 = 12;
/// Under which the hub would know this program.
const PROGRAM: u32 = 1;
/// A dead thread, not a slow one.
const PATIENCE: Duration = Duration::from_secs(10);

fn main() -> anyhow::Result<()> {
    let mut voice = Voice::new(load, PROGRAM);
    voice.set_link(LinkState::Up);
    let start = Timestamp::from_second(1_795_395_600)?;
    voice.take_view(&view(0, start)?, start);
    voice.played(Played::Ready, start);
    mixing(&mut voice, start)?;
    first_sample()?;
    idle()
}

/// 10,000 calls, one each 30 s of a made-up clock: how long each takes to become sound, and what memory grows.
fn mixing(voice: &mut Voice, start: Timestamp) -> anyhow::Result<()> {
    let mut times = Vec::new();
    let mut resident = Vec::new();
    for sequence in 1..=N_CALLS {
        let now = called_at(sequence, start)?;
        let seen = view(sequence, start)?;
        let begin = Instant::now();
        voice.take_view(&seen, now);
        let Some(VoiceAction::Play { id, sound }) = voice.next_action(now) else {
            bail!("call {sequence} makes no sound");
        };
        times.push(begin.elapsed());
        let end = now + SignedDuration::try_from(sound.length())?;
        voice.played(Played::Finished { id }, end);
        if [100, 1_000, N_CALLS].contains(&sequence) {
            resident.push(format!("{} KiB after {sequence}", resident_kib()?));
        }
    }
    println!("view to mixed sound, two languages, twice: {}", figures(&mut times));
    println!("resident memory: {}", resident.join(", "));
    Ok(())
}

/// From a view to the first sample that ALSA's null device has taken, through the player's thread.
fn first_sample() -> anyhow::Result<()> {
    let (tell, told) = channel();
    let player = Player::start("null", move |played| drop(tell.send((played, Instant::now()))))?;
    let mut voice = Voice::new(load, PROGRAM);
    voice.set_link(LinkState::Up);
    let start = Timestamp::now();
    voice.take_view(&view(0, start)?, start);
    voice.played(Played::Ready, start);
    let mut times = Vec::new();
    for sequence in 1..=N_PLAYED {
        let now = called_at(sequence, start)?;
        let seen = view(sequence, start)?;
        // As in a hall: the thread has slept before it is woken.
        thread::sleep(Duration::from_millis(10));
        let begin = Instant::now();
        voice.take_view(&seen, now);
        let Some(VoiceAction::Play { id, sound }) = voice.next_action(now) else {
            bail!("call {sequence} makes no sound");
        };
        player.play(id, sound);
        times.push(began(&told)?.saturating_duration_since(begin));
        voice.played(Played::Finished { id }, now + SignedDuration::from_secs(25));
    }
    println!("view to the first sample with the device: {}", figures(&mut times));
    Ok(())
}

fn began(told: &Receiver<(Played, Instant)>) -> anyhow::Result<Instant> {
    loop {
        match told.recv_timeout(PATIENCE).context("the loudspeaker says nothing")? {
            (Played::Began { .. }, at) => return Ok(at),
            (Played::Failed { error, .. }, _) => return Err(error.into()),
            (Played::Ready | Played::Finished { .. } | Played::Stopped { .. }, _) => {}
        }
    }
}

/// What the voice's thread and a link that finds no hub take while nothing is called.
fn idle() -> anyhow::Result<()> {
    let client = Client::start("ws://127.0.0.1:9/ws", "board-1".parse()?, Role::Board, || {})?;
    let voice = VoiceThread::start("null", PROGRAM, load, client.teller(), || {})?;
    voice.take(&LinkEvent::Up);
    voice.take(&LinkEvent::View(Box::new(View::Board(view(0, Timestamp::now())?))));
    thread::sleep(Duration::from_secs(1));
    let before = processor_ticks()?;
    thread::sleep(IDLE);
    let ticks = processor_ticks()? - before;
    // The kernel counts in hundredths of a second.
    let share = ticks as f64 / IDLE.as_secs_f64();
    println!("idle for {} s: {ticks} ticks of 10 ms, {share:.2} % of one processor", IDLE.as_secs());
    Ok(())
}

fn load(name: &str) -> Result<Pack, String> {
    Pack::named(name).map_err(|error| error.to_string())
}

/// The newest calls after so many.
fn view(newest: u64, start: Timestamp) -> anyhow::Result<BoardView> {
    let first = newest.saturating_sub(N_SHOWN - 1).max(1);
    let calls = (first..=newest).rev().map(|sequence| call(sequence, start)).collect::<Result<_, _>>()?;
    Ok(BoardView {
        centre: Centre {
            name: LocalText::default(),
            unit: LocalText::default(),
            slogan: LocalText::default(),
            hotline: String::new(),
            zone: "Asia/Ho_Chi_Minh".to_owned(),
            colour: None,
        },
        calls,
        counters: Vec::new(),
        notices: Vec::new(),
        issuing: IssuingState::Ready,
        layout: BoardLayout::Main,
        messages: Vec::new(),
        next: Vec::new(),
        voice: Some(BoardVoice {
            zone: "hall".to_owned(),
            is_speaker: true,
            speaker_program: None,
            spoken_through: 0,
            sentences: vec![sentence("vi", "vi-north")?, sentence("en", "en")?],
            n_repeats: 2,
            gap_millis: 650,
            has_chime: true,
            volumes: vec![VolumeFrom { from: jiff::civil::Time::MIN, percent: 80 }],
        }),
    })
}

fn call(sequence: u64, start: Timestamp) -> anyhow::Result<BoardCall> {
    Ok(BoardCall {
        sequence,
        number: TicketNumber::typed(&format!("A{:03}", sequence % 1_000)),
        counter: CounterNumber::new(u32::try_from(sequence % 40)? + 1)?,
        place: LocalText::default(),
        service_name: LocalText::default(),
        called_at: called_at(sequence, start)?,
        n_calls: 1,
        is_last_call: false,
        stage: TicketStage::Called,
    })
}

/// One call each 30 s, so that each is said at its full length.
fn called_at(sequence: u64, start: Timestamp) -> anyhow::Result<Timestamp> {
    Ok(start + SignedDuration::from_secs(30 * i64::try_from(sequence)?))
}

fn sentence(language: &str, pack: &str) -> anyhow::Result<SpokenSentence> {
    let usual = Sentence::usual(Language::new(language).context("no language")?, goiso_voice::Accent::North);
    Ok(SpokenSentence {
        language: usual.language,
        pack: pack.to_owned(),
        reading: NumberReading::Digits,
        accent: Accent::North,
        template: usual.template,
        last_call: usual.last_call,
    })
}

fn figures(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1_000.0;
    format!("p50 {:.2}, p99 {:.2}, most {:.2} ms (n {})", at(50), at(99), at(100), times.len())
}

fn resident_kib() -> anyhow::Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

/// Time in user and in kernel mode: fields 14 and 15 of proc(5), the 12th and 13th after the name in brackets.
fn processor_ticks() -> anyhow::Result<u64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let (_, after_name) = stat.rsplit_once(')').context("no name")?;
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    Ok(fields.get(11).context("too short")?.parse::<u64>()?
        + fields.get(12).context("too short")?.parse::<u64>()?)
}
