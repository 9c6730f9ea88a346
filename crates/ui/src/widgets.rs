//! What the apps' screens are put together from. Each takes its rectangle, says what it is to screen
//! readers, and reports whether it was touched.

mod buttons;
mod header;
mod marks;

pub use crate::icons::{paint_arrow_down, paint_star};
pub use buttons::{
    Ability, Look, big_button, big_button_font, button_at, outline_button, paint_focus, pill_button,
    touchable,
};
pub use header::{Header, header};
pub use marks::{Banner, banner, card, key_hint, pill, progress, status_dot};
