//! The tables about LED displays.

use super::Kind::{Choice, ChoiceOfIntegers, Integer, Path, Reference, Slug};
use super::Need::{Default, Required};
use super::{BAUDS, PATH_CHARS_MAX, Shape, Table, key};

/// The addresses of a Modbus bus: specification "Modbus over serial line" 1.02, section 2.2.
const MODBUS_ADDRESS_MAX: i64 = 247;

pub(in super::super) static LED: Table = Table {
    name: "counters.led",
    shape: Shape::Inside,
    about: "The LED display over a counter. No two counters share one.",
    keys: &[
        key("bus", Reference("led_buses"), Required, r#""led-1""#, "The bus it hangs on."),
        key("address", Integer(1, MODBUS_ADDRESS_MAX), Required, "3", "Its address there."),
    ],
};

pub(in super::super) static LED_BUSES: Table = Table {
    name: "led_buses",
    shape: Shape::Many { max: 16, id: "name" },
    about: "The buses of the LED displays: Modbus RTU, one character a register.",
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
        key("start_register", Integer(0, 65_535), Default("0"), "16", "The register of the first character."),
        key(
            "width",
            Integer(1, 16),
            Default("4"),
            "5",
            "How many characters a display shows. Every number a counter may call must fit.",
        ),
    ],
};
