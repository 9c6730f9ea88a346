//! Each layout as a test finds it, in both languages and at every size that boards have.

mod common;

use std::time::Duration;

use common::{board, call, counter, earlier, hall, message, next, now, show_view, text, texts, view};
use egui::epaint::Shape;
use egui::{Rect, Vec2};
use goiso_display::{Board, board_ui};
use goiso_model::LocalText;
use goiso_protocol::{
    BoardCall, BoardCounterCondition, BoardLayout, BoardView, MessageLevel, SoundState, TicketStage,
};
use goiso_ui::cut_texts;
use goiso_ui::testing::egui_kittest::{Harness, kittest::Queryable};
use goiso_ui::testing::harness;
use proptest::prelude::*;

const LYING: [u32; 2] = [1920, 1080];
const SIZES: [[u32; 2]; 5] = [[1280, 720], LYING, [3840, 2160], [1080, 1920], [1280, 1024]];
const STRIPS: [[u32; 2]; 3] = [[1080, 1920], [1920, 360], [3840, 540]];

fn title() -> LocalText {
    text("Khu A – Tư pháp, hộ tịch", "Area A – Justice, civil status")
}

fn layouts() -> [BoardLayout; 6] {
    let folder = "/srv/goiso/slides".to_owned();
    [
        BoardLayout::Main,
        BoardLayout::Grid,
        BoardLayout::Service { title: title() },
        BoardLayout::Strip,
        BoardLayout::Split { folder, slide_secs: 12 },
        BoardLayout::Unknown,
    ]
}

fn sizes(layout: &BoardLayout) -> &'static [[u32; 2]] {
    if *layout == BoardLayout::Strip { &STRIPS } else { &SIZES }
}

/// A hall of `n` counters with this layout; its newest `n_fresh` calls are in the spotlight.
fn laid_out(layout: BoardLayout, n: u32, n_fresh: usize) -> Board {
    let (counters, mut calls) = hall(n);
    let n_old = calls.len().saturating_sub(n_fresh);
    for fresh in &mut calls[n_old..] {
        fresh.stage = TicketStage::Called;
    }
    let old = BoardView { counters: counters.clone(), layout: layout.clone(), ..view(&calls[..n_old]) };
    let mut board = board(&calls[..n_old]);
    show_view(&mut board, old, now());
    show_view(&mut board, BoardView { counters, layout, ..view(&calls) }, now());
    board
}

fn look(board: &Board, tag: &str, size: [u32; 2], see: impl FnOnce(&mut Harness<'_>)) {
    let texts = texts(tag);
    let mut harness = harness(size, |ui| board_ui(ui, board, &texts, now()));
    harness.step();
    see(&mut harness);
    assert_eq!(cut_texts(&harness.ctx), [""; 0], "texts that did not fit at {size:?}");
    assert_eq!(overlaps(&harness), [""; 0], "at {size:?}");
}

/// The letters of every text that is painted, cut to what is to be seen of it.
fn inks(shape: &Shape, clip: Rect, inks: &mut Vec<(String, Rect)>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| self::inks(shape, clip, inks)),
        Shape::Text(text) => {
            let ink = text.galley.mesh_bounds.translate(text.pos.to_vec2()).intersect(clip);
            if ink.is_positive() {
                inks.push((text.galley.text().to_owned(), ink));
            }
        }
        _ => {}
    }
}

/// Texts that stand on one another, or reach over the edge of the screen.
fn overlaps(harness: &Harness<'_>) -> Vec<String> {
    let mut texts = Vec::new();
    for clipped in &harness.output().shapes {
        inks(&clipped.shape, clipped.clip_rect, &mut texts);
    }
    assert!(!texts.is_empty(), "there is something to read");
    let screen = harness.ctx.content_rect().expand(0.5);
    let mut wrong = Vec::new();
    for (i, (text, ink)) in texts.iter().enumerate() {
        if !screen.contains_rect(*ink) {
            wrong.push(format!("'{text}' reaches over the edge: {ink}"));
        }
        for (other, other_ink) in &texts[..i] {
            if ink.shrink(1.0).intersects(other_ink.shrink(1.0)) {
                wrong.push(format!("'{text}' {ink} on '{other}' {other_ink}"));
            }
        }
    }
    wrong
}

fn repaint_delay(harness: &Harness<'_>) -> Option<Duration> {
    harness.output().viewport_output.values().map(|output| output.repaint_delay).min()
}

#[test]
fn every_layout_fits_every_screen_in_both_languages() {
    for layout in layouts() {
        for size in sizes(&layout) {
            for tag in ["vi", "en"] {
                look(&laid_out(layout.clone(), 12, 1), tag, *size, |_| {});
                look(&laid_out(layout.clone(), 12, 4), tag, *size, |_| {});
                look(&laid_out(layout.clone(), 0, 0), tag, *size, |_| {});
            }
        }
    }
}

#[test]
fn a_grid_shows_each_of_sixty_counters_with_its_number() {
    for size in SIZES {
        look(&laid_out(BoardLayout::Grid, 60, 3), "vi", size, |harness| {
            for label in ["1", "60", "B007", "A196"] {
                assert!(harness.query_all_by_label(label).count() > 0, "{label}");
            }
        });
    }
}

#[test]
fn a_strip_names_its_counter_its_number_and_how_it_is() {
    let open = BoardCounterCondition::Open;
    for (condition, number, words) in [
        (open, Some("A005"), "Mời vào"),
        (open, Some("B012"), "Đang phục vụ"),
        (open, None, "Xin chờ"),
        (BoardCounterCondition::Paused, None, "Tạm nghỉ"),
        (BoardCounterCondition::Closed, None, "Đóng"),
    ] {
        for size in STRIPS {
            let mut board = board(&earlier());
            let calls = [&earlier()[..], &[call(7, "A005", 3)]].concat();
            let counters = vec![counter(3, condition, number)];
            show_view(&mut board, BoardView { counters, layout: BoardLayout::Strip, ..view(&calls) }, now());
            look(&board, "vi", size, |harness| {
                harness.get_by_label("3");
                harness.get_by_label(words);
                number.map(|number| harness.get_by_label(number));
            });
        }
    }
}

#[test]
fn a_service_board_shows_its_title_its_counters_and_who_comes_next() {
    let mut board = laid_out(BoardLayout::Service { title: title() }, 3, 1);
    let mut view = board.view().expect("it was shown").clone();
    view.next = vec![next("Chứng thực", "Certification", &["A010", "A011", "A012"], 14)];
    show_view(&mut board, view, now());
    look(&board, "vi", LYING, |harness| {
        for label in ["Khu A – Tư pháp, hộ tịch", "A010   A011   A012", "Tiếp theo"] {
            harness.get_by_label(label);
        }
    });
}

#[test]
fn what_the_supervisor_says_comes_first_in_the_line_of_notices() {
    let mut board = board(&[]);
    let said = message(MessageLevel::Notice, "Mất điện từ 10 giờ", "No power from 10 o'clock");
    show_view(&mut board, BoardView { messages: vec![said], ..view(&[]) }, now());
    let texts = texts("vi");
    let mut harness = harness(LYING, |ui| board_ui(ui, &board, &texts, now()));
    harness.step();
    let mut painted = Vec::new();
    for clipped in &harness.output().shapes {
        inks(&clipped.shape, clipped.clip_rect, &mut painted);
    }
    assert!(painted.iter().any(|(text, _)| text.starts_with("Mất điện từ 10 giờ  •  Nộp hồ sơ")));
}

#[test]
fn an_emergency_is_over_the_whole_board_in_both_languages_and_stands_still() {
    let fire = message(MessageLevel::Emergency, "Có cháy! Ra ngoài bằng lối thoát hiểm", "Fire! Leave now");
    for layout in layouts() {
        for size in sizes(&layout) {
            let mut board = laid_out(layout.clone(), 12, 2);
            let shown = board.view().expect("it was shown").clone();
            let notices = Vec::new();
            show_view(&mut board, BoardView { messages: vec![fire.clone()], notices, ..shown }, now());
            let texts = texts("vi");
            let mut harness = harness(*size, |ui| board_ui(ui, &board, &texts, now()));
            harness.step();
            for label in ["Có cháy! Ra ngoài bằng lối thoát hiểm", "Fire! Leave now", "KHẨN CẤP – EMERGENCY"]
            {
                harness.get_by_label(label);
            }
            harness.step();
            assert_eq!(repaint_delay(&harness), Some(Duration::MAX));
            assert_eq!(cut_texts(&harness.ctx), [""; 0]);
        }
    }
}

#[test]
fn no_layout_repaints_where_nothing_moves() {
    for layout in layouts() {
        for size in sizes(&layout) {
            let mut board = laid_out(layout.clone(), 12, 3);
            // A line of notices that is too long for its place does move.
            let shown = board.view().expect("it was shown").clone();
            show_view(&mut board, BoardView { notices: Vec::new(), ..shown }, now());
            look(&board, "vi", *size, |harness| {
                harness.step();
                assert_eq!(repaint_delay(harness), Some(Duration::MAX), "{layout:?}");
            });
        }
    }
}

#[test]
fn a_board_that_cannot_speak_says_so() {
    for (sound, is_marked) in [
        (SoundState::Off, false),
        (SoundState::Ready, false),
        (SoundState::NoDevice, true),
        (SoundState::NoPack, true),
    ] {
        let mut board = board(&earlier());
        board.hear_of_sound(sound);
        look(&board, "vi", LYING, |harness| {
            assert_eq!(harness.query_by_label("Bảng không có tiếng").is_some(), is_marked, "{sound:?}");
        });
    }
}

fn words() -> impl Strategy<Value = String> {
    let word =
        prop::sample::select(vec!["Chứng", "thực", "Nghiêng", "hộ", "tịch", "ĐẤT", "–", "xây", "dựng", "&"]);
    prop::collection::vec(word, 1..24).prop_map(|words| {
        let text = words.join(" ");
        text.chars().take(120).collect()
    })
}

fn number() -> impl Strategy<Value = String> {
    "[A-ZĐ]{0,4}-?[0-9]{1,5}"
}

fn condition() -> impl Strategy<Value = BoardCounterCondition> {
    prop::sample::select(vec![
        BoardCounterCondition::Open,
        BoardCounterCondition::Paused,
        BoardCounterCondition::Closed,
    ])
}

/// A view such as the configuration's limits allow, and how many of its calls are new.
fn any_view() -> impl Strategy<Value = (BoardView, usize)> {
    let layout = prop::sample::select(layouts().to_vec());
    let counters = prop::collection::vec((condition(), prop::option::of(number()), 1_u32..1000), 0..61);
    let calls = prop::collection::vec((number(), 1_u32..1000, words(), words(), any::<[bool; 2]>()), 0..14);
    let nexts = prop::collection::vec((words(), prop::collection::vec(number(), 0..9), 0_u32..2000), 0..7);
    let head = (words(), words(), words());
    (layout, counters, calls, nexts, head, 0_usize..7).prop_map(
        |(layout, counters, calls, nexts, (name, unit, title), n_fresh)| {
            let calls: Vec<BoardCall> = calls
                .into_iter()
                .zip(1..)
                .map(|((number, counter, service, place, [is_served, is_last_call]), sequence)| BoardCall {
                    service_name: LocalText::vietnamese(service),
                    place: LocalText::vietnamese(place),
                    is_last_call,
                    stage: if is_served { TicketStage::Serving } else { TicketStage::Called },
                    ..call(sequence, &number, counter)
                })
                .collect();
            let mut shown = view(&calls);
            shown.centre.name = LocalText::vietnamese(name);
            shown.centre.unit = LocalText::vietnamese(unit);
            shown.counters = counters
                .into_iter()
                .map(|(condition, ticket, number)| counter(number, condition, ticket.as_deref()))
                .collect();
            shown.next = nexts
                .iter()
                .map(|(name, numbers, n_waiting)| {
                    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
                    next(name, name, &numbers, *n_waiting)
                })
                .collect();
            shown.layout = match layout {
                BoardLayout::Service { .. } => BoardLayout::Service { title: LocalText::vietnamese(title) },
                other => other,
            };
            (shown, n_fresh)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_cut_or_stands_on_another_whatever_the_hall_has(
        (shown, n_fresh) in any_view(),
        tag in prop::sample::select(vec!["vi", "en"]),
        size_idx in 0_usize..5,
    ) {
        let sizes = sizes(&shown.layout);
        let size = sizes[size_idx % sizes.len()];
        let n_old = shown.calls.len().saturating_sub(n_fresh);
        let mut board = board(&[]);
        let mut old = shown.clone();
        old.calls.drain(..shown.calls.len() - n_old);
        show_view(&mut board, old, now());
        show_view(&mut board, shown, now());
        look(&board, tag, size, |harness| {
            assert_eq!(harness.ctx.content_rect().size(), Vec2::new(size[0] as f32, size[1] as f32));
        });
    }
}
