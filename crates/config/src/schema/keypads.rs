//! The tables about keypads.

use super::Kind::{Choice, ChoiceOfIntegers, Integer, Path, Reference, Slug, Text};
use super::Need::{Default, Optional, Required};
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
            Choice(&["virtual", "usb", "bus"]),
            Required,
            r#""usb""#,
            "`usb` is a number pad, which the hub takes for itself alone; `bus` hangs between the LED displays and \
                counts its presses in Modbus registers; `virtual` is pressed by programs.",
        ),
        key(
            "path",
            Path(PATH_CHARS_MAX),
            Required,
            r#""/dev/input/by-path/pci-0000:00:14.0-usb-0:2:1.0-event-kbd""#,
            "Its event file; by-path tells pads of one make apart. `goiso-hub devices identify` lists them.",
        )
        .only_if("kind", &["usb"]),
        key("bus", Reference("led_buses"), Required, r#""led-1""#, "The bus it hangs on.")
            .only_if("kind", &["bus"]),
        key("address", Integer(1, 247), Required, "50", "Its address there.").only_if("kind", &["bus"]),
        key("first_register", Integer(0, 65_535), Default("0"), "16", "The register of the first key's counter.")
            .only_if("kind", &["bus"]),
        key(
            "counters_per_register",
            ChoiceOfIntegers(&[1, 2]),
            Default("1"),
            "2",
            "Whether a register holds one counter of 16 bits, or two of 8 bits, the first in the high byte. Two \
                are read faster.",
        )
        .only_if("kind", &["bus"]),
        key(
            "keys",
            Text(1, 200),
            Default(r#""next recall absent finish""#),
            r#""next recall absent finish pause""#,
            "Its keys, in the order of their counters: `0` to `9`, `next`, `recall`, `absent`, `finish`, `pause`, \
                `clear`.",
        )
        .only_if("kind", &["bus"]),
        key(
            "opens_counter",
            Slug(40),
            Optional("the official signs in at a screen"),
            r#""can-bo-1""#,
            "The official for whom Enter opens the closed counter.",
        ),
    ],
};
