//! A hall in the middle of a morning, for the tests.
#![allow(dead_code, reason = "each test file uses its own part of it")]

use std::collections::BTreeMap;

use goiso_client::LinkEvent;
use goiso_display::Board;
use goiso_i18n::Texts;
use goiso_model::{CounterNumber, Language, LocalText, ServiceId, TicketNumber};
use goiso_protocol::{
    BoardCall, BoardCounter, BoardCounterCondition, BoardLayout, BoardMessage, BoardView, Centre,
    IssuingState, MessageLevel, NextNumbers, TicketStage, View,
};
use jiff::{SignedDuration, Timestamp};

/// 08:42:10 on Monday the 23rd of November 2026 in Hanoi.
pub(crate) fn now() -> Timestamp {
    "2026-11-23T01:42:10Z".parse().expect("the text is a time")
}

pub(crate) fn at(millis: i64) -> Timestamp {
    now() + SignedDuration::from_millis(millis)
}

pub(crate) fn texts(tag: &str) -> Texts {
    Texts::new(&Language::new(tag).expect("the tag is well formed"))
}

pub(crate) fn text(vi: &str, en: &str) -> LocalText {
    let pairs = [(Language::vietnamese(), vi.to_owned()), (Language::english(), en.to_owned())];
    LocalText(BTreeMap::from(pairs))
}

pub(crate) fn call(sequence: u64, number: &str, counter: u32) -> BoardCall {
    BoardCall {
        sequence,
        number: TicketNumber::typed(number),
        counter: CounterNumber::new(counter).expect("the number is a counter's"),
        place: text("Tầng 1, khu A", "Ground floor, area A"),
        service_name: text("Chứng thực", "Certification"),
        called_at: now(),
        n_calls: 1,
        is_last_call: false,
        stage: TicketStage::Called,
    }
}

/// A view of these calls, oldest first.
pub(crate) fn view(calls: &[BoardCall]) -> BoardView {
    BoardView {
        centre: Centre {
            name: text("Trung tâm Phục vụ hành chính công", "Public Service Centre"),
            unit: text("UBND xã Tân Cương", "Tan Cuong Commune"),
            slogan: LocalText::default(),
            hotline: String::new(),
            zone: "Asia/Ho_Chi_Minh".to_owned(),
            colour: None,
        },
        calls: calls.iter().rev().cloned().collect(),
        counters: Vec::new(),
        notices: vec![
            text("Nộp hồ sơ trực tuyến tại quầy hỗ trợ số 8", "Help with filing online at counter 8"),
            text("Làm việc sáng thứ Bảy: chứng thực, hộ tịch", "Open Saturday morning: certification"),
        ],
        issuing: IssuingState::Ready,
        layout: BoardLayout::Main,
        messages: Vec::new(),
        next: Vec::new(),
        voice: None,
    }
}

pub(crate) fn show_view(board: &mut Board, view: BoardView, at: Timestamp) {
    board.take(LinkEvent::View(Box::new(View::Board(view))), at);
}

pub(crate) fn counter(number: u32, condition: BoardCounterCondition, ticket: Option<&str>) -> BoardCounter {
    BoardCounter {
        counter: CounterNumber::new(number).expect("the number is a counter's"),
        name: LocalText::default(),
        condition,
        number: ticket.map(TicketNumber::typed),
    }
}

/// `n` counters of all kinds, and the calls that fit them, oldest first.
pub(crate) fn hall(n: u32) -> (Vec<BoardCounter>, Vec<BoardCall>) {
    let mut calls = Vec::new();
    let mut counters = Vec::new();
    for number in 1..=n {
        let ticket = format!("{}{:03}", ["A", "B", "C", "D"][number as usize % 4], number * 7 % 200);
        counters.push(match number % 7 {
            3 => counter(number, BoardCounterCondition::Paused, None),
            4 => counter(number, BoardCounterCondition::Closed, None),
            6 => counter(number, BoardCounterCondition::Open, None),
            _ => counter(number, BoardCounterCondition::Open, Some(&ticket)),
        });
        if let 0 | 1 | 2 | 5 = number % 7 {
            let stage = if number % 7 == 2 { TicketStage::Called } else { TicketStage::Serving };
            calls.push(BoardCall { stage, ..call(u64::from(number), &ticket, number) });
        }
    }
    (counters, calls)
}

pub(crate) fn next(vi: &str, en: &str, numbers: &[&str], n_waiting: u32) -> NextNumbers {
    NextNumbers {
        service: ServiceId::new("chung-thuc").expect("the id is well formed"),
        service_name: text(vi, en),
        numbers: numbers.iter().map(|number| TicketNumber::typed(number)).collect(),
        n_waiting,
    }
}

pub(crate) fn message(level: MessageLevel, vi: &str, en: &str) -> BoardMessage {
    BoardMessage { level, text: text(vi, en), since: now() }
}

pub(crate) fn show(board: &mut Board, calls: &[BoardCall], at: Timestamp) {
    board.take(LinkEvent::View(Box::new(View::Board(view(calls)))), at);
}

/// As on the mockup, before A005 is called: six calls, being served.
pub(crate) fn earlier() -> Vec<BoardCall> {
    [("C030", 6), ("D002", 4), ("E018", 7), ("A004", 2), ("C031", 5), ("B012", 1)]
        .iter()
        .zip(1..)
        .map(|((number, counter), sequence)| BoardCall {
            stage: TicketStage::Serving,
            ..call(sequence, number, *counter)
        })
        .collect()
}

/// A connected board that has shown these calls since its start.
pub(crate) fn board(calls: &[BoardCall]) -> Board {
    let mut board = Board::default();
    board.take(LinkEvent::Up, now());
    show(&mut board, calls, now());
    board
}
