//! What the bench and the tests share.

pub mod accuracy;
pub mod office;
pub mod pace;
pub mod proof;
