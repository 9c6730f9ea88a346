//! The pictures of the hall board, in Vietnamese and English.

mod common;

use common::{board, call, earlier, now, show, texts};
use goiso_client::LinkEvent;
use goiso_display::{Board, board_ui};
use goiso_protocol::{BoardCall, TicketStage};
use goiso_ui::testing::shot;

const SIZE: [u32; 2] = [1920, 1080];

fn shoot(name: &str, board: &Board) {
    for (tag, suffix) in [("vi", ""), ("en", "-en")] {
        let texts = texts(tag);
        shot(&format!("{name}{suffix}"), SIZE, |ui| board_ui(ui, board, &texts, now()));
    }
}

fn with_a005(last: BoardCall) -> Board {
    let mut board = board(&earlier());
    let mut calls = earlier();
    calls.push(last);
    show(&mut board, &calls, now());
    board
}

#[test]
fn a_number_is_called() {
    shoot("board", &with_a005(call(7, "A005", 3)));
}

#[test]
fn a_number_is_called_for_the_last_time() {
    shoot(
        "board-last-call",
        &with_a005(BoardCall { n_calls: 3, is_last_call: true, ..call(9, "A-1025", 12) }),
    );
}

#[test]
fn nobody_has_been_called_yet() {
    shoot("board-idle", &board(&[]));
}

#[test]
fn the_line_is_down() {
    let mut calls = earlier();
    calls[4].stage = TicketStage::Done;
    calls.push(call(7, "A005", 3));
    let mut board = board(&calls);
    board.take(LinkEvent::Down { since: now() }, now());
    shoot("board-offline", &board);
}
