//! The slides, with no folder: what stands, what comes, and how much is kept.

mod common;

use common::{at, now};
use egui::{ColorImage, Context, TextureOptions};
use goiso_display::{Slide, Slideshow};
use goiso_protocol::BoardLayout;

fn split(folder: &str) -> BoardLayout {
    BoardLayout::Split { folder: folder.to_owned(), slide_secs: 10 }
}

fn slide(ctx: &Context, name: &str) -> Slide {
    let texture = ctx.load_texture(name, ColorImage::example(), TextureOptions::LINEAR);
    Slide { name: name.to_owned(), texture }
}

/// A slideshow of the folder `a` that has been given its first picture.
fn started(ctx: &Context) -> Slideshow {
    let mut show = Slideshow::default();
    show.follow(&split("a"));
    assert_eq!(show.ask(now()), Some("a"));
    assert_eq!(show.ask(now()), None, "once is enough");
    show.offer("a", slide(ctx, "1.png"), now());
    show
}

fn standing(show: &Slideshow, millis: i64) -> String {
    show.shown(at(millis)).map_or("-".to_owned(), |(slide, share, before)| {
        let before = before.map_or(String::new(), |before| format!(" over {}", before.name));
        format!("{} {share:.1}{before}", slide.name)
    })
}

#[test]
fn a_picture_stands_for_its_time_and_fades_into_the_next() {
    let ctx = Context::default();
    let mut show = started(&ctx);
    assert_eq!(standing(&show, 0), "1.png 1.0", "the first one is simply there");
    assert_eq!(show.next_deadline(now()), None, "nothing moves until the next is ready");
    assert_eq!(show.ask(at(50)), Some("a"), "one ahead");
    show.offer("a", slide(&ctx, "2.png"), at(200));
    assert_eq!(standing(&show, 200), "1.png 1.0");
    assert_eq!(show.ask(at(200)), None, "and no more than one");
    assert_eq!(show.next_deadline(at(200)), Some(at(10_000)));
    show.advance(at(10_000));
    assert_eq!(standing(&show, 10_150), "2.png 0.5 over 1.png");
    assert_eq!(show.next_deadline(at(10_150)), Some(at(10_300)));
    show.advance(at(10_300));
    assert_eq!(standing(&show, 10_300), "2.png 1.0");
}

#[test]
fn never_more_than_three_pictures_are_in_memory() {
    let ctx = Context::default();
    let mut show = started(&ctx);
    let n_before = ctx.tex_manager().read().num_allocated();
    for n in 0..100 {
        let time = at(n * 5000);
        show.advance(time);
        if show.ask(time).is_some() {
            show.offer("a", slide(&ctx, &format!("{n}.png")), time);
        }
        assert!(ctx.tex_manager().read().num_allocated() <= n_before + 2);
    }
}

#[test]
fn the_only_picture_of_a_folder_stands_still() {
    let ctx = Context::default();
    let mut show = started(&ctx);
    show.offer("a", slide(&ctx, "1.png"), at(100));
    show.advance(at(10_000));
    assert_eq!(standing(&show, 10_000), "1.png 1.0");
}

#[test]
fn an_empty_folder_is_asked_again_after_a_while() {
    let mut show = Slideshow::default();
    show.follow(&split("a"));
    assert!(show.ask(now()).is_some());
    assert_eq!(show.next_deadline(now()), Some(at(30_000)));
    assert!(show.ask(at(29_999)).is_none() && show.ask(at(30_000)).is_some());
}

#[test]
fn another_folder_begins_anew_and_a_board_without_slides_has_none() {
    let ctx = Context::default();
    let mut show = started(&ctx);
    show.follow(&split("a"));
    assert_eq!(standing(&show, 0), "1.png 1.0");
    show.follow(&split("b"));
    assert_eq!(standing(&show, 0), "-");
    show.offer("a", slide(&ctx, "late.png"), at(10));
    assert_eq!(standing(&show, 10), "-", "a picture of the folder before is late");
    assert_eq!(show.ask(at(10)), Some("b"));
    show.follow(&BoardLayout::Main);
    assert_eq!(show.ask(at(60_000)), None);
}
