//! Voice packs: the built-in ones, packs that are wrong, and packs that are made.

mod built_in;
mod making;
mod support;
mod wrong;
