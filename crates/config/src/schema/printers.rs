//! The tables about slip printers.

use super::Kind::{Choice, ChoiceOfIntegers, Integer, Path, Slug, Text};
use super::Need::{Default, Required};
use super::{BAUDS, PATH_CHARS_MAX, Shape, Table, key};

pub(in super::super) static PRINTERS: Table = Table {
    name: "printers",
    shape: Shape::Many { max: 50, id: "name" },
    about: "The slip printers.",
    keys: &[
        key("name", Slug(40), Required, r#""printer-1""#, "Its name."),
        key(
            "kind",
            Choice(&["virtual", "tcp", "serial", "file"]),
            Required,
            r#""tcp""#,
            "How it is reached: `virtual` writes pictures, `tcp` and `serial` speak ESC/POS, `file` \
            writes the same bytes to a file or device file.",
        ),
        key(
            "folder",
            Path(PATH_CHARS_MAX),
            Required,
            r#""slips""#,
            "Where the pictures go; a relative folder counts from the data folder.",
        )
        .only_if("kind", &["virtual"]),
        key("host", Text(1, PATH_CHARS_MAX), Required, r#""192.168.1.50""#, "Its address on the network.")
            .only_if("kind", &["tcp"]),
        key("port", Integer(1, 65_535), Default("9100"), "9100", "Its port.").only_if("kind", &["tcp"]),
        key(
            "path",
            Path(PATH_CHARS_MAX),
            Required,
            r#""/dev/usb/lp0""#,
            "The serial port, file or device file.",
        )
        .only_if("kind", &["serial", "file"]),
        key("baud", ChoiceOfIntegers(BAUDS), Default("115200"), "38400", "Bits a second.")
            .only_if("kind", &["serial"]),
        key(
            "dots",
            ChoiceOfIntegers(&[576, 384]),
            Default("576"),
            "384",
            "The printable width: 576 for 80 mm paper, 384 for 58 mm. A named model brings its own.",
        ),
        key(
            "profile",
            Text(1, PATH_CHARS_MAX),
            Default(r#""auto""#),
            r#""epson-tm-t82""#,
            "Which model it is: `auto` for any of its width, the id of a shipped one (docs/slip.md), or a file \
            of your own that ends in `.toml`, which lies beside this one.",
        ),
        key(
            "layout",
            Text(1, PATH_CHARS_MAX),
            Default(r#""vietnamese""#),
            r#""bilingual""#,
            "What its slips look like: `vietnamese`, `bilingual`, or a file of your own that ends in `.toml`, \
            which lies beside this one (docs/slip.md).",
        ),
    ],
};
