//! What is said: numbers against the rules of Unicode CLDR, and announcements as text.

mod announcements;
mod numbers;
mod rbnf;
