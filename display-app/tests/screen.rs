//! The board as a test finds it: by its labels, at every size.

mod common;

use common::{board, call, earlier, now, show, texts};
use egui::Vec2;
use goiso_display::{Board, board_ui};
use goiso_protocol::BoardCall;
use goiso_ui::cut_texts;
use goiso_ui::testing::egui_kittest::{Harness, kittest::Queryable};
use goiso_ui::testing::harness;

fn look(board: &Board, tag: &str, size: [u32; 2], see: impl FnOnce(&mut Harness<'_>)) {
    let texts = texts(tag);
    let mut harness = harness(size, |ui| board_ui(ui, board, &texts, now()));
    harness.step();
    see(&mut harness);
    assert_eq!(cut_texts(&harness.ctx), [""; 0], "texts that did not fit");
}

fn calling(last: BoardCall) -> Board {
    let mut board = board(&earlier());
    let mut calls = earlier();
    calls.push(last);
    show(&mut board, &calls, now());
    board
}

#[test]
fn the_hall_reads_number_counter_and_time() {
    look(&calling(call(7, "A005", 3)), "vi", [1920, 1080], |harness| {
        for label in ["A005", "3", "08:42", "B012", "C030", "Thông báo"] {
            harness.get_by_label(label);
        }
    });
}

#[test]
fn it_fits_every_screen_from_720_lines_to_four_thousand_dots_and_upright_ones() {
    let last = BoardCall { n_calls: 3, is_last_call: true, ..call(7, "A-10025", 112) };
    for size in [[1280, 720], [1920, 1080], [3840, 2160], [1080, 1920], [1280, 1024]] {
        for tag in ["vi", "en"] {
            look(&calling(last.clone()), tag, size, |harness| {
                harness.get_by_label("A-10025");
            });
            look(&board(&[]), tag, size, |_| {});
        }
    }
}

#[test]
fn a_board_where_nothing_moves_does_not_repaint() {
    look(&board(&earlier()), "vi", [1920, 1080], |harness| {
        harness.step();
        let delay = harness.output().viewport_output.values().map(|output| output.repaint_delay).min();
        assert_eq!(delay, Some(std::time::Duration::MAX));
        assert_eq!(harness.ctx.content_rect().size(), Vec2::new(1920.0, 1080.0));
    });
}

#[test]
fn only_notices_too_long_for_the_screen_move() {
    let long = "Trung tâm làm việc sáng thứ Bảy; nộp hồ sơ trực tuyến tại quầy hỗ trợ số 8. ".repeat(4);
    let mut view = common::view(&earlier());
    view.notices = vec![goiso_model::LocalText::vietnamese(long)];
    let mut board = board(&[]);
    board.take(goiso_client::LinkEvent::View(Box::new(goiso_protocol::View::Board(view))), now());
    look(&board, "vi", [1920, 1080], |harness| {
        harness.step();
        let delay = harness.output().viewport_output.values().map(|output| output.repaint_delay).min();
        assert!(delay.is_some_and(|delay| delay.as_millis() <= 17), "60 times a second: {delay:?}");
        assert_ne!(delay, Some(std::time::Duration::MAX));
    });
}
