//! Where texts were painted, for tests that look whether they stand in their room and clear of each other.
//! Nothing is kept in a context that nobody watches.

use egui::{Context, Id, Rect};

/// A text as it was painted.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedText {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub place: Rect,
    /// The room they were given.
    pub room: Rect,
}

#[derive(Clone, Default)]
struct Placed {
    /// Of which pass the texts are.
    pass: u64,
    texts: Vec<PlacedText>,
}

fn id() -> Id {
    Id::unique("goiso texts as they were painted")
}

/// Keeps the texts of each pass of this context from now on.
pub fn watch_texts(ctx: &Context) {
    ctx.data_mut(|data| data.insert_temp(id(), Placed::default()));
}

/// The texts of the last pass in the order of painting; none in a context that is not watched.
pub fn placed_texts(ctx: &Context) -> Vec<PlacedText> {
    ctx.data(|data| data.get_temp::<Placed>(id())).unwrap_or_default().texts
}

/// Says that something opaque is about to be painted over `rect`: the texts beneath cannot be seen there.
pub fn cover(ctx: &Context, rect: Rect) {
    keep(ctx, |texts| texts.retain(|text| !text.place.intersects(rect)));
}

pub(super) fn note(ctx: &Context, text: &str, place: Rect, room: Rect) {
    keep(ctx, |texts| {
        // What has been moved out of sight is nowhere.
        if !text.is_empty() && place.is_positive() {
            texts.push(PlacedText { text: text.to_owned(), place, room });
        }
    });
}

fn keep(ctx: &Context, change: impl FnOnce(&mut Vec<PlacedText>)) {
    let pass = ctx.cumulative_pass_nr();
    ctx.data_mut(|data| {
        let Some(mut placed) = data.get_temp::<Placed>(id()) else { return };
        if placed.pass != pass {
            placed = Placed { pass, texts: Vec::new() };
        }
        change(&mut placed.texts);
        data.insert_temp(id(), placed);
    });
}
