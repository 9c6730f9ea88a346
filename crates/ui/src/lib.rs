//! How every screen looks: one theme, the fonts, and the widgets that the three apps share.
//!
//! A screen asks for a [`Theme`] at the [`scale`](Theme::scale) of its window, cuts its rectangle into parts
//! with [`layout`], and paints the parts with [`widgets`]. Sizes are written in design pixels and go
//! through [`Theme::px`]; colours are the theme's fields and nothing else.

mod fonts;
mod icons;
pub mod layout;
mod letters;
#[cfg(feature = "testing")]
pub mod testing;
mod text;
mod theme;
pub mod widgets;
mod window;

pub use fonts::{Weight, install_fonts};
pub use icons::{Icon, icon_named, paint_icon};
pub use letters::{LettersTexture, bound_letters, draw_letters_at_whole_dots, keep_together};
pub use text::{
    Fit, PlacedText, Stack, StackItem, Type, cover, cut_texts, label, paint_text, placed_texts, watch_texts,
};
pub use theme::{LetterSizes, Theme, contrast};

pub use window::WindowSize;
