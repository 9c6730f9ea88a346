//! The tables about LED displays.

use super::Kind::{Choice, ChoiceOfIntegers, Flag, Integer, Path, Reference, Slug, Volumes};
use super::Need::{Default, Optional, Required};
use super::{BAUDS, PATH_CHARS_MAX, Shape, Table, key};

/// The addresses of a Modbus bus: specification "Modbus over serial line" 1.02, section 2.2.
pub(super) const MODBUS_ADDRESS_MAX: i64 = 247;

pub(in super::super) static LED: Table = Table {
    name: "counters.led",
    shape: Shape::Inside,
    about: "The LED display over a counter. No two counters share one.",
    keys: &[
        key("bus", Reference("led_buses"), Required, r#""led-1""#, "The bus it hangs on."),
        key("address", Integer(1, MODBUS_ADDRESS_MAX), Required, "3", "Its address there."),
        key(
            "model",
            Reference("led_models"),
            Optional("the bus's model"),
            r#""bang-chu""#,
            "What it is, where it differs from the others on the bus.",
        ),
        key(
            "arrow",
            Choice(&["none", "left", "right"]),
            Default(r#""none""#),
            r#""left""#,
            "Where it points beside a number: `<A005` or `A005>`. Takes one more character.",
        ),
    ],
};

pub(in super::super) static LED_BUSES: Table = Table {
    name: "led_buses",
    shape: Shape::Many { max: 16, id: "name" },
    about: "The buses of the LED displays. Without a `model`: Modbus RTU, one character a register.",
    keys: &[
        key("name", Slug(40), Required, r#""led-1""#, "Its name."),
        key(
            "kind",
            Choice(&["virtual", "serial"]),
            Required,
            r#""serial""#,
            "`virtual` simulates the displays.",
        ),
        key(
            "path",
            Path(PATH_CHARS_MAX),
            Required,
            r#""/dev/serial/by-id/usb-FTDI_USB-RS485-if00-port0""#,
            "The serial port.",
        )
        .only_if("kind", &["serial"]),
        key("baud", ChoiceOfIntegers(BAUDS), Default("9600"), "19200", "Bits a second.")
            .only_if("kind", &["serial"]),
        key(
            "echo",
            Flag,
            Default("false"),
            "true",
            "Whether the adapter sends our own bytes back, as some two-wire ones do.",
        )
        .only_if("kind", &["serial"]),
        key(
            "model",
            Reference("led_models"),
            Optional("Modbus RTU, one character a register"),
            r#""bang-so""#,
            "What its displays are; `start_register` and `width` are then the model's.",
        ),
        key("start_register", Integer(0, 65_535), Default("0"), "16", "The register of the first character."),
        key(
            "width",
            Integer(1, 16),
            Default("4"),
            "5",
            "How many characters a display shows. Every number a counter may call must fit.",
        ),
        key(
            "closed",
            Choice(&["dark", "dashes"]),
            Default(r#""dark""#),
            r#""dashes""#,
            "How a closed counter looks: nothing, or `----` where the display has dashes.",
        ),
        key(
            "brightness",
            Volumes,
            Default(r#"["00:00 100"]"#),
            r#"["06:30 100", "17:00 60"]"#,
            "How bright its displays are, from which time of the day on, in percent; each evening's last \
                holds until the morning's first. Displays that cannot be dimmed stay as they are.",
        ),
    ],
};

pub(in super::super) static LED_MODELS: Table = Table {
    name: "led_models",
    shape: Shape::Many { max: 16, id: "name" },
    about: "Kinds of displays, told apart by how they are spoken to. Several may hang on one bus.",
    keys: &[
        key("name", Slug(40), Required, r#""bang-so""#, "Its name."),
        key(
            "protocol",
            Choice(&["modbus", "alpha", "onbon", "vfd", "template"]),
            Required,
            r#""modbus""#,
            "`modbus`: RTU. `alpha`: Alpha and BetaBrite signs. `onbon`: BX-5K and BX-6K font cards. `vfd`: a \
                customer pole, alone on its line. `template`: a file describes it.",
        ),
        key(
            "width",
            Integer(1, 20),
            Default("4"),
            "5",
            "How many characters it shows. Every number a counter may call must fit. A template says it itself, \
                and here once more, so that the numbers can be checked.",
        )
        .only_if("protocol", &["modbus", "alpha", "onbon", "template"]),
        key(
            "registers",
            Choice(&["characters", "digits", "bcd", "number"]),
            Default(r#""characters""#),
            r#""number""#,
            "What its registers hold: one character each, one digit each, four digits each, or one register \
                with the whole number.",
        )
        .only_if("protocol", &["modbus"]),
        key("start_register", Integer(0, 65_535), Default("0"), "16", "The first register.")
            .only_if("protocol", &["modbus"]),
        key(
            "blank",
            Integer(0, 65_535),
            Default("65535"),
            "15",
            "The value of a `digits` or `number` register that shows nothing.",
        )
        .only_if("protocol", &["modbus"]),
        key(
            "brightness_register",
            Integer(0, 65_535),
            Optional("it cannot be dimmed"),
            "32",
            "The register of its brightness.",
        )
        .only_if("protocol", &["modbus"]),
        key("brightness_max", Integer(1, 65_535), Default("15"), "7", "Full brightness in that register.")
            .only_if("protocol", &["modbus"]),
        key(
            "file",
            Choice(&["string", "text"]),
            Default(r#""string""#),
            r#""text""#,
            "`string` changes without a dark moment; with `text` the sign blinks by itself.",
        )
        .only_if("protocol", &["alpha"]),
        key(
            "dimming_mode",
            Integer(0, 255),
            Optional("it is not dimmed"),
            "1",
            "The mode byte of its dimming register, as the sign's own manual says. Many signs have no such register.",
        )
        .only_if("protocol", &["alpha"]),
        key("dialect", Choice(&["cd5220", "epson-dm"]), Required, r#""cd5220""#, "The pole's command set.")
            .only_if("protocol", &["vfd"]),
        key("row", Choice(&["upper", "lower"]), Default(r#""upper""#), r#""lower""#, "Where the number stands.")
            .only_if("protocol", &["vfd"]),
        key(
            "path",
            Path(PATH_CHARS_MAX),
            Required,
            r#""bang-so.toml""#,
            "The template: a file beside this one, or a shipped one by its name, e.g. \"number-sum8\" (docs/hardware.md).",
        )
        .only_if("protocol", &["template"]),
        key(
            "letters",
            Flag,
            Default("true"),
            "false",
            "Whether the template's board can show letters, or digits alone.",
        )
        .only_if("protocol", &["template"]),
    ],
};
