//! The tables about keypads.

use super::Kind::{Choice, Integer, Path, Slug};
use super::Need::{Optional, Required};
use super::{PATH_CHARS_MAX, Shape, Table, key};

pub(in super::super) static KEYPADS: Table = Table {
    name: "keypads",
    shape: Shape::Many { max: 100, id: "name" },
    about: "Keypads at the counters, for officials without a screen. Keys: digits and Enter call that number, \
        Enter alone the next one, `+` again, `-` absent, `*` finished, `/` pause and on, `.` forgets the digits. \
        The display over the counter answers.",
    keys: &[
        key("name", Slug(40), Required, r#""keypad-1""#, "Its name."),
        key("counter", Integer(1, 999), Required, "1", "The counter it is for."),
        key(
            "kind",
            Choice(&["virtual", "usb"]),
            Required,
            r#""usb""#,
            "`usb` is a number pad, which the hub takes for itself alone; `virtual` is pressed by programs.",
        ),
        key(
            "path",
            Path(PATH_CHARS_MAX),
            Required,
            r#""/dev/input/by-path/pci-0000:00:14.0-usb-0:2:1.0-event-kbd""#,
            "Its event file; by-path tells pads of one make apart. `goiso-hub devices identify` lists them.",
        )
        .only_if("kind", &["usb"]),
        key(
            "opens_counter",
            Slug(40),
            Optional("the official signs in at a screen"),
            r#""can-bo-1""#,
            "The official for whom Enter opens the closed counter.",
        ),
    ],
};
