//! Every text that people read, in Fluent.
//!
//! Vietnamese and English are built in (`assets/locales`); a folder may add languages or change words.
//! [`Texts`] is one language at work: it always answers, falling back to Vietnamese and at last to the
//! key itself in brackets.

mod builtin;
mod dates;
mod folder;
mod texts;
mod value;

pub use builtin::{FILES, guide_keys, languages};
pub use folder::{LocaleError, languages_in};
pub use texts::Texts;
pub use value::Value;
