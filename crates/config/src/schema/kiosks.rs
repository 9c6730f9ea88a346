//! The tables about kiosks.

use super::Kind::{Choice, Integer, Reference, References, Slug, Text};
use super::Need::{Default, Optional, Required};
use super::hall::{PREFIX_CHARS_MAX, VALUE_MAX};
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
            "alternative_printer",
            Reference("printers"),
            Optional("numbers on the screen only while the first cannot print"),
            r#""printer-2""#,
            "The printer that takes its slips while the first one cannot print.",
        ),
        key(
            "services",
            References("services"),
            Optional("all"),
            r#"["chung-thuc"]"#,
            "What it offers. At least one.",
        ),
        key(
            "emergency_numbers",
            Integer(0, 999),
            Default("50"),
            "30",
            "How many numbers it is lent ahead, to give while the hub is away (docs/emergency.md). `0`: none, it says that \
            it is out of order.",
        ),
        key(
            "emergency_prefix",
            Text(0, PREFIX_CHARS_MAX),
            Optional(
                "`K1-` for the first kiosk, with numbers from 901; where that does not fit the LED displays, `K` (or `X`, `Y`, \
                `Z`, `Q`) with numbers from 101; `K2-` or 201 for the second, and so on",
            ),
            r#""K1-""#,
            "Written before the digits of these numbers; capitals. Unlike all others, and no longer than LED displays can show.",
        ),
        key(
            "emergency_first",
            Integer(0, VALUE_MAX),
            Default("901"),
            "901",
            "The first of them, with `emergency_prefix`.",
        ),
        key("emergency_last", Integer(0, VALUE_MAX), Default("999"), "999", "The last of them on a day."),
        key(
            "levels",
            Choice(&["auto", "one", "two"]),
            Default(r#""auto""#),
            r#""one""#,
            "`two`: the visitor chooses a field, then a service; `one`: all services at once, on pages if they are \
            many. `auto` is `two` where there are [[fields]] and more than 24 services. Without [[fields]] there is \
            one level.",
        ),
        key(
            "screen_inches",
            Integer(5, 100),
            Optional("not checked"),
            "21",
            "The diagonal of its screen. Everything to touch is then at least 20 mm high; what does not fit goes on \
            further pages.",
        ),
        key(
            "guidance",
            Choice(&["off", "on-request", "always"]),
            Default(r#""off""#),
            r#""on-request""#,
            "Whether it says aloud what each screen is about: `on-request` when a visitor asks for it, `always` from the first \
            touch on. It needs a loudspeaker; without a sound card nothing is offered.",
        ),
        key(
            "guidance_volume",
            Integer(10, 100),
            Default("60"),
            "80",
            "How loud it begins with each visitor, in percent; the visitor may change it.",
        ),
    ],
};
