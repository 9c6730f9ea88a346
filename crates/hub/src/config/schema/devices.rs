//! The tables about devices.

use super::Kind::{Choice, ChoiceOfIntegers, Integer, Path, Reference, References, Slug, Text};
use super::Need::{Default, Optional, Required};
use super::{Shape, Table, key};

/// The most characters of a path or host.
const PATH_CHARS_MAX: usize = 240;
/// The addresses of a Modbus bus: specification "Modbus over serial line" 1.02, section 2.2.
const MODBUS_ADDRESS_MAX: i64 = 247;
/// The speeds a serial port may have.
const BAUDS: &[i64] = &[1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200];

pub(in super::super) static LED: Table = Table {
    name: "counters.led",
    shape: Shape::Inside,
    about: "The LED display over a counter. No two counters share one.",
    keys: &[
        key("bus", Reference("led_buses"), Required, r#""led-1""#, "The bus it hangs on."),
        key("address", Integer(1, MODBUS_ADDRESS_MAX), Required, "3", "Its address there."),
    ],
};

pub(in super::super) static KIOSKS: Table = Table {
    name: "kiosks",
    shape: Shape::Many { max: 50, id: "name" },
    about: "The kiosks that may connect. Kiosks, boards, printers and buses all have different names.",
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
            "The printable width: 576 for 80 mm paper, 384 for 58 mm.",
        ),
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
