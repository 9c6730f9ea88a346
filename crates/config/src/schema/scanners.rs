//! The tables about code scanners, and where dossiers lead to.

use super::Kind::{Choice, ChoiceOfIntegers, Integer, Path, Reference, Slug, Text};
use super::Need::{Default, Optional, Required};
use super::{BAUDS, PATH_CHARS_MAX, Shape, Table, key};

pub(in super::super) static SCANNERS: Table = Table {
    name: "scanners",
    shape: Shape::Many { max: 100, id: "name" },
    about: "Code scanners. Each belongs to a kiosk or to a counter.",
    keys: &[
        key("name", Slug(40), Required, r#""scanner-1""#, "Its name."),
        key(
            "kind",
            Choice(&["virtual", "serial", "keyboard"]),
            Required,
            r#""serial""#,
            "`serial` is read to the letter (CR behind each code, UTF-8) and to be preferred; of what a \
            `keyboard` one types, only digits and A–Z count; `virtual` is told by programs what it reads.",
        ),
        key(
            "path",
            Path(PATH_CHARS_MAX),
            Required,
            r#""/dev/serial/by-id/usb-Newland_HR22-if00""#,
            "The serial port, or the event file under `/dev/input/by-id`.",
        )
        .only_if("kind", &["serial", "keyboard"]),
        key(
            "baud",
            ChoiceOfIntegers(BAUDS),
            Default("9600"),
            "115200",
            "Bits a second; USB ports mind none.",
        )
        .only_if("kind", &["serial"]),
        key("kiosk", Reference("kiosks"), Optional("see `counter`"), r#""kiosk-1""#, "The kiosk it is at."),
        key("counter", Integer(1, 999), Optional("see `kiosk`"), "3", "The counter it is at."),
    ],
};

pub(in super::super) static DOSSIER_SERVICES: Table = Table {
    name: "dossier_services",
    shape: Shape::Many { max: 200, id: "prefix" },
    about: "Which service a dossier's code leads to when it is scanned at a kiosk.",
    keys: &[
        key(
            "prefix",
            Text(1, 20),
            Required,
            r#""H19.12""#,
            "What stands before the first dash of the code, in capitals; `*` is for all others.",
        ),
        key("service", Reference("services"), Required, r#""nhan-ket-qua""#, "The service."),
    ],
};
