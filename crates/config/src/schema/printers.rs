//! The tables about slip printers.

use super::Kind::{Choice, ChoiceOfIntegers, Integer, LocalText, Path, Reference, Slug, Text};
use super::Need::{Default, Optional, Required};
use super::{BAUDS, NAME_CHARS_MAX, PATH_CHARS_MAX, Shape, Table, key};

pub(in super::super) static PRINTERS: Table = Table {
    name: "printers",
    shape: Shape::Many { max: 50, id: "name" },
    about: "The slip printers.",
    keys: &[
        key("name", Slug(40), Required, r#""printer-1""#, "Its name."),
        key(
            "kind",
            Choice(&["virtual", "tcp", "serial", "usb", "file", "kiosk"]),
            Required,
            r#""tcp""#,
            "How it is reached: `virtual` writes pictures; `tcp`, `serial` and `usb` speak ESC/POS; `file` \
            does so with a device file, or writes the same bytes to a file; `kiosk` is a port of a kiosk's \
            computer, where `goiso-device-agent` runs.",
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
        .only_if("kind", &["serial", "file", "kiosk"]),
        key(
            "baud",
            ChoiceOfIntegers(BAUDS),
            Default("115200"),
            "38400",
            "Bits a second; a port below `/dev/usb` minds none.",
        )
        .only_if("kind", &["serial", "kiosk"]),
        key("kiosk", Reference("kiosks"), Required, r#""kiosk-1""#, "The kiosk at whose computer it hangs.")
            .only_if("kind", &["kiosk"]),
        key("vendor", Integer(1, 65_535), Required, "0x04b8", "The vendor's number; `lsusb` tells it.")
            .only_if("kind", &["usb"]),
        key("product", Integer(0, 65_535), Required, "0x0e15", "The product's number.")
            .only_if("kind", &["usb"]),
        key(
            "serial_number",
            Text(1, NAME_CHARS_MAX),
            Optional("the first of its kind"),
            r#""J4XF012345""#,
            "Its serial number, where two of a kind are plugged in.",
        )
        .only_if("kind", &["usb"]),
        key(
            "place",
            LocalText(NAME_CHARS_MAX),
            Optional("not said"),
            r#"{ vi = "Bàn hướng dẫn", en = "Reception desk" }"#,
            "Where it is: a kiosk says so while this printer stands in for its own.",
        ),
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
            "Which model it is: `auto` for what it says of itself, and if it says nothing for any of its width; the id of a shipped one (docs/slip.md), or a file \
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
