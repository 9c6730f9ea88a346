//! The tables about kiosks.

use super::Kind::{Reference, References, Slug};
use super::Need::{Optional, Required};
use super::{Shape, Table, key};

pub(in super::super) static KIOSKS: Table = Table {
    name: "kiosks",
    shape: Shape::Many { max: 50, id: "name" },
    about: "The kiosks that may connect. Kiosks, boards and devices all have different names.",
    keys: &[
        key("name", Slug(40), Required, r#""kiosk-1""#, "The name it connects with: `--device kiosk-1`."),
        key(
            "printer",
            Reference("printers"),
            Optional("numbers on the screen only"),
            r#""printer-1""#,
            "The printer of its slips.",
        ),
        key(
            "services",
            References("services"),
            Optional("all"),
            r#"["chung-thuc"]"#,
            "What it offers. At least one.",
        ),
    ],
};
