//! The tables about hall boards.

use super::Kind::{References, Slug};
use super::Need::{Optional, Required};
use super::{Shape, Table, key};

pub(in super::super) static BOARDS: Table = Table {
    name: "boards",
    shape: Shape::Many { max: 50, id: "name" },
    about: "The hall boards that may connect.",
    keys: &[
        key("name", Slug(40), Required, r#""board-1""#, "The name it connects with: `--device board-1`."),
        key(
            "counters",
            References("counters"),
            Optional("all"),
            "[1, 2, 3]",
            "The counters it is about. At least one.",
        ),
    ],
};
