//! What the bench and the tests share.

pub mod pace;
