//! The pictures of the hall board, in Vietnamese and English.

mod common;

use common::{board, call, counter, earlier, hall, message, next, now, show, show_view, text, texts, view};
use egui::{Color32, ColorImage, Context, TextureOptions, Ui};
use goiso_client::LinkEvent;
use goiso_display::{Board, Slide, board_ui, ground};
use goiso_i18n::Texts;
use goiso_protocol::{
    BoardCall, BoardCounterCondition, BoardLayout, BoardView, MessageLevel, SoundState, TicketStage,
};
use goiso_ui::testing::shot;

const SIZE: [u32; 2] = [1920, 1080];

fn shoot(name: &str, board: &Board) {
    shoot_at(name, board, SIZE);
}

fn shoot_at(name: &str, board: &Board, size: [u32; 2]) {
    for (tag, suffix) in [("vi", ""), ("en", "-en")] {
        shoot_in(tag, &format!("{name}{suffix}"), board, size);
    }
}

fn shoot_in(tag: &str, name: &str, board: &Board, size: [u32; 2]) {
    let texts = texts(tag);
    shot(name, size, |ui| on_ground(ui, board, &texts));
}

/// As in a window, which is cleared with the ground's colour.
fn on_ground(ui: &mut Ui, board: &Board, texts: &Texts) {
    ui.painter().rect_filled(ui.max_rect(), 0.0, ground());
    board_ui(ui, board, texts, now());
}

/// A hall of `n` counters laid out like this; its newest `n_fresh` calls are in the spotlight.
fn laid_out(layout: BoardLayout, n: u32, n_fresh: usize) -> Board {
    let (counters, mut calls) = hall(n);
    let n_old = calls.len() - n_fresh;
    for fresh in &mut calls[n_old..] {
        fresh.stage = TicketStage::Called;
    }
    let mut board = board(&calls[..n_old]);
    let next = match layout {
        BoardLayout::Service { .. } | BoardLayout::Main => vec![
            next("Chứng thực", "Certification", &["A010", "A011", "A012"], 14),
            next("Hộ tịch", "Civil status", &["B031", "B032", "B033"], 5),
        ],
        BoardLayout::Grid | BoardLayout::Strip | BoardLayout::Split { .. } | BoardLayout::Unknown => {
            Vec::new()
        }
    };
    show_view(&mut board, BoardView { counters, layout, next, ..view(&calls) }, now());
    board
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

#[test]
fn several_are_called_at_once() {
    shoot_in("vi", "board-several", &laid_out(BoardLayout::Main, 12, 4), SIZE);
    let mut two = laid_out(BoardLayout::Main, 12, 2);
    two.hear_of_sound(SoundState::NoDevice);
    shoot_in("en", "board-two-en", &two, [1280, 720]);
}

#[test]
fn the_main_board_stands_upright() {
    shoot_in("vi", "board-upright", &laid_out(BoardLayout::Main, 12, 1), [1080, 1920]);
}

#[test]
fn every_counter_has_its_cell() {
    shoot_at("board-grid", &laid_out(BoardLayout::Grid, 12, 2), SIZE);
    shoot_in("vi", "board-grid-60", &laid_out(BoardLayout::Grid, 60, 3), SIZE);
    shoot_in("vi", "board-grid-upright", &laid_out(BoardLayout::Grid, 12, 1), [1080, 1920]);
}

#[test]
fn one_service_has_its_board() {
    let title = text("Khu A – Tư pháp, hộ tịch", "Area A – Justice, civil status");
    shoot_at("board-service", &laid_out(BoardLayout::Service { title: title.clone() }, 5, 1), [1280, 720]);
    shoot_in("vi", "board-service-upright", &laid_out(BoardLayout::Service { title }, 5, 1), [1080, 1920]);
}

#[test]
fn a_strip_hangs_over_its_counter() {
    let open = BoardCounterCondition::Open;
    let strip = |condition, number: Option<&str>| {
        let calls = [&earlier()[..], &[call(7, "A005", 3)]].concat();
        let counters = vec![counter(3, condition, number)];
        let mut board = board(&earlier());
        show_view(&mut board, BoardView { counters, layout: BoardLayout::Strip, ..view(&calls) }, now());
        board
    };
    shoot_at("board-strip", &strip(open, Some("A005")), [1920, 360]);
    shoot_in("vi", "board-strip-serving", &strip(open, Some("B012")), [1920, 360]);
    shoot_in("vi", "board-strip-paused", &strip(BoardCounterCondition::Paused, None), [1920, 360]);
    shoot_in("vi", "board-strip-upright", &strip(open, Some("A005")), [1080, 1920]);
    shoot_in("vi", "board-strip-closed-upright", &strip(BoardCounterCondition::Closed, None), [540, 960]);
}

#[test]
fn slides_stand_beside_the_calls() {
    let layout = BoardLayout::Split { folder: "/srv/goiso/slides".to_owned(), slide_secs: 12 };
    let mut board = laid_out(layout, 12, 1);
    let texts = texts("vi");
    shot("board-split", [1280, 720], |ui| {
        if board.slideshow().shown(now()).is_none() {
            let slide = Slide { name: "1.png".to_owned(), texture: picture(ui.ctx()) };
            board.slideshow_mut().offer("/srv/goiso/slides", slide, now());
        }
        on_ground(ui, &board, &texts);
    });
}

/// A green frame about a pale middle.
fn picture(ctx: &Context) -> egui::TextureHandle {
    let mut image = ColorImage::filled([64, 48], Color32::from_rgb(30, 110, 70));
    for (i, pixel) in image.pixels.iter_mut().enumerate() {
        let (x, y) = (i % 64, i / 64);
        if (8..56).contains(&x) && (8..40).contains(&y) {
            *pixel = Color32::from_rgb(236, 240, 226);
        }
    }
    ctx.load_texture("slide", image, TextureOptions::NEAREST)
}

#[test]
fn an_emergency_covers_everything() {
    let fire = message(
        MessageLevel::Emergency,
        "Có cháy ở tầng 2. Mời mọi người ra ngoài theo lối thoát hiểm, không dùng thang máy",
        "Fire on the second floor. Leave by the emergency exits, do not use the lifts",
    );
    let mut board = laid_out(BoardLayout::Main, 12, 1);
    let shown = board.view().expect("it was shown").clone();
    show_view(&mut board, BoardView { messages: vec![fire], ..shown }, now());
    shoot_in("vi", "board-emergency", &board, SIZE);
}

/// A number that a kiosk gave while the hub was away has two more signs than others.
#[test]
fn an_emergency_number_is_called() {
    let mut board = board(&earlier());
    let mut calls = earlier();
    calls.push(call(8, "K1-901", 3));
    show(&mut board, &calls, now());
    shoot_in("vi", "board-emergency-number", &board, SIZE);
    let mut listed = earlier();
    listed.push(BoardCall { stage: TicketStage::Serving, ..call(8, "K1-901", 3) });
    let (counters, _) = hall(12);
    let counters = counters.into_iter().map(|own| match own.counter.get() {
        3 => goiso_protocol::BoardCounter { number: Some(goiso_model::TicketNumber::typed("K1-901")), ..own },
        _ => own,
    });
    let layout = BoardLayout::Grid;
    let mut grid = common::board(&listed);
    show_view(&mut grid, BoardView { counters: counters.collect(), layout, ..view(&listed) }, now());
    shoot_in("vi", "board-emergency-number-grid", &grid, [960, 540]);
}
