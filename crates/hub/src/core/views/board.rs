//! What hall boards show, and say.

use goiso_config::{AccentConfig, BoardConfig, BoardLayoutConfig, Config, ReadingConfig, SentenceConfig};
use goiso_model::{CounterNumber, LocalText, ServiceId};
use goiso_protocol::{
    Accent, BoardCall, BoardCounter, BoardLayout, BoardMessage, BoardView, BoardVoice, NextNumbers,
    NumberReading, SpokenSentence, VolumeFrom,
};
use jiff::Timestamp;

use super::{centre, place_of, service_name};
use crate::core::sound::Source;
use crate::core::{Hub, convert};

/// A board's view; with no board, that of all counters together.
pub(in crate::core) fn board(hub: &Hub, board: Option<&BoardConfig>, now: Timestamp) -> BoardView {
    let config = &hub.config;
    let is_shown = |number: CounterNumber| board.is_none_or(|board| board.counters.contains(&number));
    BoardView {
        centre: centre(config),
        calls: calls(hub, is_shown, now),
        counters: counters(hub, is_shown),
        notices: config.centre.notices.clone(),
        issuing: hub.issuing(),
        layout: board.map(|board| layout(board, config)).unwrap_or_default(),
        messages: messages(hub, now),
        next: board.map(|board| next(hub, board, now)).unwrap_or_default(),
        voice: board.and_then(|board| voice(hub, board)),
    }
}

/// Whether a call is so new that every board must hear of it, however many there are.
fn is_fresh(called_at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(called_at).as_secs() < BoardView::FRESH_SECS
}

fn calls(hub: &Hub, is_shown: impl Fn(CounterNumber) -> bool, now: Timestamp) -> Vec<BoardCall> {
    let (hall, config) = (&hub.hall, &hub.config);
    // A day's calls are few thousand; those of other boards' counters are passed over until enough are found.
    hall.calls(usize::MAX)
        .into_iter()
        .filter(|(_, call)| is_shown(call.counter))
        .enumerate()
        .take_while(|(idx, (_, call))| *idx < BoardView::CALLS_SHOWN || is_fresh(call.at, now))
        .take(BoardView::CALLS_MAX)
        .map(|(_, shown)| shown)
        .filter_map(|(id, call)| {
            let ticket = hall.ticket(id)?;
            Some(BoardCall {
                sequence: call.sequence,
                number: ticket.number.clone(),
                counter: call.counter,
                place: place_of(config, &[call.counter]),
                service_name: service_name(config, &ticket.service),
                called_at: call.at,
                n_calls: call.n_calls,
                is_last_call: call.n_calls >= hall.rules().calls_max,
                stage: convert::stage(&ticket.state),
            })
        })
        .collect()
}

fn counters(hub: &Hub, is_shown: impl Fn(CounterNumber) -> bool) -> Vec<BoardCounter> {
    let hall = &hub.hall;
    let shown = hub.config.counters.iter().filter(|counter| is_shown(counter.number));
    let counters = shown.filter_map(|counter| {
        let state = &hall.counter(counter.number)?.state;
        let current = hall.at_counter(counter.number).and_then(|ticket| hall.ticket(ticket));
        Some(BoardCounter {
            counter: counter.number,
            name: counter.name.clone(),
            condition: convert::counter_condition(state),
            number: current.map(|ticket| ticket.number.clone()),
        })
    });
    counters.collect()
}

fn layout(board: &BoardConfig, config: &Config) -> BoardLayout {
    match &board.layout {
        BoardLayoutConfig::Main => BoardLayout::Main,
        BoardLayoutConfig::Grid => BoardLayout::Grid,
        BoardLayoutConfig::Service { title } if *title == LocalText::default() => {
            BoardLayout::Service { title: config.centre.name.clone() }
        }
        BoardLayoutConfig::Service { title } => BoardLayout::Service { title: title.clone() },
        BoardLayoutConfig::Strip => BoardLayout::Strip,
        BoardLayoutConfig::Split { folder, slide_secs } => {
            BoardLayout::Split { folder: folder.clone(), slide_secs: *slide_secs }
        }
    }
}

/// What is said now, emergencies first, and the longest said first among equals.
fn messages(hub: &Hub, now: Timestamp) -> Vec<BoardMessage> {
    let said = hub.hall.messages().map(|(_, message)| message);
    let said = said.filter(|message| message.is_said(now) && message.audience.is_for_boards());
    let mut said: Vec<_> = said.collect();
    said.sort_by_key(|message| message.level);
    let shown = said.into_iter().map(|message| BoardMessage {
        level: convert::wire_message_level(message.level),
        text: message.text.clone(),
        since: message.since,
    });
    shown.collect()
}

fn next(hub: &Hub, board: &BoardConfig, now: Timestamp) -> Vec<NextNumbers> {
    if board.next_numbers == 0 {
        return Vec::new();
    }
    let of_service = |service: &ServiceId| {
        let order = hub.hall.next_for_service(service, now, board.next_numbers);
        let tickets = order.into_iter().filter_map(|id| hub.hall.ticket(id));
        NextNumbers {
            service: service.clone(),
            service_name: service_name(&hub.config, service),
            numbers: tickets.map(|ticket| ticket.number.clone()).collect(),
            n_waiting: hub.hall.n_waiting(service),
        }
    };
    board.services.iter().map(of_service).collect()
}

fn voice(hub: &Hub, board: &BoardConfig) -> Option<BoardVoice> {
    let zone = board.zone.clone()?;
    let spoken = hub.sound.zone(&zone)?;
    let config = &hub.config.voice;
    let (is_speaker, speaker_program) = match spoken.speaker {
        Some(Source::App(speaker, program)) if *speaker == board.name => (true, *program),
        Some(Source::App(..) | Source::Page(..)) | None => (false, None),
    };
    Some(BoardVoice {
        is_speaker,
        speaker_program,
        spoken_through: spoken.spoken_through,
        sentences: config.sentences.iter().map(sentence).collect(),
        n_repeats: config.n_repeats,
        gap_millis: config.gap_millis,
        has_chime: config.has_chime,
        volumes: config.volumes.iter().map(|&(from, percent)| VolumeFrom { from, percent }).collect(),
        zone,
    })
}

fn sentence(sentence: &SentenceConfig) -> SpokenSentence {
    SpokenSentence {
        language: sentence.language.clone(),
        pack: sentence.pack.clone(),
        reading: match sentence.reading {
            ReadingConfig::Digits => NumberReading::Digits,
            ReadingConfig::Number => NumberReading::Number,
        },
        accent: match sentence.accent {
            AccentConfig::North => Accent::North,
            AccentConfig::South => Accent::South,
        },
        template: sentence.template.clone(),
        last_call: sentence.last_call.clone(),
    }
}
