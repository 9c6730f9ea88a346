//! Every table and key of a centre's file: what it may hold and what it means. The reader takes limits and
//! defaults from here and `docs/configuration.md` is written from here, so that they cannot disagree.

use std::fmt;

use Kind::{
    Choice, ChoiceOfIntegers, Colour, Dates, Flag, Icon, Integer, Languages, LocalText, LocalTexts, Path, Reference,
    References, Slug, SpecialDays, SubTable, Text, TimeOfDay, Windows, Zone,
};
use Need::{Default, Optional, Required};

/// The most bytes of a file.
pub(super) const FILE_BYTES_MAX: usize = 1 << 20;
/// The most characters of a prefix.
pub(super) const PREFIX_CHARS_MAX: usize = 4;
/// The most characters of a name.
const NAME_CHARS_MAX: usize = 120;
/// The most characters of a description or notice.
const LINE_CHARS_MAX: usize = 240;
/// The most characters of a path or host.
const PATH_CHARS_MAX: usize = 240;
/// The most notices.
const NOTICES_MAX: usize = 20;
/// The greatest value of a series: six digits.
const VALUE_MAX: i64 = 999_999;
/// The addresses of a Modbus bus: specification "Modbus over serial line" 1.02, section 2.2.
const MODBUS_ADDRESS_MAX: i64 = 247;

/// A table of the file.
#[derive(Debug)]
pub(super) struct Table {
    /// As in the file: `services`; a table inside another has both names: `counters.led`.
    pub(super) name: &'static str,
    /// How often it occurs.
    pub(super) shape: Shape,
    /// What it is about.
    pub(super) about: &'static str,
    /// Its keys.
    pub(super) keys: &'static [Key],
}

/// How often a table occurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// `[name]`, needed.
    One,
    /// `[name]`, or left out: all its keys have defaults.
    OneOrNone,
    /// `[[name]]`, at most so often, told apart by a key.
    Many {
        max: usize,
        id: &'static str,
    },
    /// `name = { … }` in another table.
    Inside,
}

/// A key of a table.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) need: Need,
    /// If not empty: the key belongs only to entries whose other key has one of these values.
    pub(super) only: (&'static str, &'static [&'static str]),
    /// A value as TOML.
    pub(super) example: &'static str,
    pub(super) about: &'static str,
}

/// What a key may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// a–z, 0–9 and inner dashes; the greatest length.
    Slug(usize),
    /// One line; the least and the greatest length in characters.
    Text(usize, usize),
    /// A text, or one for each language; the greatest length of each.
    LocalText(usize),
    /// Several of them, at most so many.
    LocalTexts(usize, usize),
    Integer(i64, i64),
    ChoiceOfIntegers(&'static [i64]),
    Choice(&'static [&'static str]),
    /// true or false.
    Flag,
    TimeOfDay,
    /// `["07:30-11:30"]`.
    Windows,
    Dates,
    /// `{ "2026-08-22" = ["07:30-11:30"] }`.
    SpecialDays,
    /// `#RRGGBB`.
    Colour,
    Zone,
    /// A Material Symbols name.
    Icon,
    Languages,
    Path(usize),
    /// The id of an entry of another table.
    Reference(&'static str),
    References(&'static str),
    SubTable(&'static str),
}

/// Whether a key may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    Required,
    /// What holds then, as TOML.
    Default(&'static str),
    /// What that means.
    Optional(&'static str),
}

const fn key(name: &'static str, kind: Kind, need: Need, example: &'static str, about: &'static str) -> Key {
    Key { name, kind, need, only: ("", &[]), example, about }
}

impl Key {
    const fn only_if(mut self, key: &'static str, values: &'static [&'static str]) -> Self {
        self.only = (key, values);
        self
    }
}

impl Table {
    /// A key that the reader asks for.
    pub(super) fn key(&self, name: &str) -> &'static Key {
        self.keys.iter().find(|key| key.name == name).expect("the reader asks only for keys of the schema")
    }
}

/// All tables, in the order of the documentation.
pub(super) static TABLES: [&Table; 14] = [
    &CENTRE, &LIMITS, &PRIORITY, &CLASSES, &CALENDARS, &FIELDS, &SERIES, &SERVICES, &COUNTERS, &LED, &KIOSKS, &BOARDS,
    &PRINTERS, &LED_BUSES,
];

pub(super) static CENTRE: Table = Table {
    name: "centre",
    shape: Shape::One,
    about: "The centre itself: what stands at the head of every screen and slip.",
    keys: &[
        key("name", LocalText(NAME_CHARS_MAX), Required, r#"{ vi = "Trung tâm Phục vụ hành chính công", en = "Public Administrative Service Centre" }"#, "The centre's name."),
        key("unit", LocalText(NAME_CHARS_MAX), Optional("nothing above the name"), r#"{ vi = "UBND xã Tân Cương", en = "Tân Cương Commune People's Committee" }"#, "The unit above it."),
        key("slogan", LocalText(NAME_CHARS_MAX), Optional("nothing below the name"), r#""Tận tình – Đúng hẹn""#, "A line under the name."),
        key("hotline", Text(0, 40), Default(r#""""#), r#""0208 3 800 800""#, "A telephone number to call for help."),
        key("colour", Colour, Optional("the red of the design"), r##""#A8201A""##, "The main colour. White text stands on it, so it must be dark enough: contrast 4.5 to 1."),
        key("zone", Zone, Default(r#""Asia/Ho_Chi_Minh""#), r#""Asia/Ho_Chi_Minh""#, "The zone of all times in this file and on all screens."),
        key("languages", Languages, Default(r#"["vi", "en"]"#), r#"["vi", "en"]"#, "The languages a visitor may choose, the first one first. Vietnamese is always among them."),
        key("day_starts_at", TimeOfDay, Default(r#""00:00""#), r#""04:00""#, "When a business day begins: numbers start anew, who still waits is cancelled."),
        key("notices", LocalTexts(NOTICES_MAX, LINE_CHARS_MAX), Default("[]"), r#"[{ vi = "Làm việc sáng thứ Bảy: chứng thực, hộ tịch", en = "Open on Saturday morning: certification, civil status" }]"#, "Lines for the foot of the boards and kiosks."),
    ],
};

pub(super) static LIMITS: Table = Table {
    name: "limits",
    shape: Shape::OneOrNone,
    about: "What is limited in the hall.",
    keys: &[
        key("calls_max", Integer(1, 9), Default("3"), "3", "How often a number is called before the visitor counts as absent."),
        key("waiting_max", Integer(1, 10_000), Default("2000"), "500", "The most tickets that may wait at one time."),
    ],
};

pub(super) static PRIORITY: Table = Table {
    name: "priority",
    shape: Shape::OneOrNone,
    about: "How the priority classes share the calls of a counter with everybody else.",
    keys: &[
        key("rule", Choice(&["one-after", "strict"]), Default(r#""one-after""#), r#""one-after""#, "`one-after`: one visitor of a class, then `others` without. `strict`: a class always goes first."),
        key("others", Integer(1, 100), Default("5"), "5", "How many others come between two of a class.").only_if("rule", &["one-after"]),
        key("max_wait_minutes", Integer(1, 1_440), Default("60"), "45", "Whoever has waited this long comes first, of a class or not."),
    ],
};

pub(super) static CLASSES: Table = Table {
    name: "classes",
    shape: Shape::Many { max: 20, id: "id" },
    about: "The priority classes a visitor may claim, in the order of the kiosk. None: the kiosk offers no priority.",
    keys: &[
        key("id", Slug(16), Required, r#""nct""#, "Its id."),
        key("name", LocalText(NAME_CHARS_MAX), Required, r#"{ vi = "Người cao tuổi (từ 60 tuổi)", en = "Elderly (60 and over)" }"#, "Its name."),
        key("icon", Icon, Default(r#""""#), r#""elderly""#, "A Material Symbols name."),
        key("rank", Integer(0, 255), Optional("its place in the file, from 1"), "1", "Among classes, the lower rank goes first; the same rank shares."),
    ],
};

pub(super) static CALENDARS: Table = Table {
    name: "calendars",
    shape: Shape::Many { max: 50, id: "id" },
    about: "When services give numbers. A window is `\"HH:MM-HH:MM\"`, its end not included; `\"24:00\"` is midnight. The windows of a day stand in order and apart.",
    keys: &[
        key("id", Slug(40), Required, r#""hanh-chinh""#, "Its id."),
        key("weekdays", Windows, Default("[]"), r#"["07:30-11:30", "13:30-16:30"]"#, "Monday to Friday, where the day itself is not given."),
        key("monday", Windows, Optional("as `weekdays`"), r#"["07:00-11:30", "13:30-16:30"]"#, "The windows of this day."),
        key("tuesday", Windows, Optional("as `weekdays`"), r#"["07:30-11:30"]"#, "The windows of this day."),
        key("wednesday", Windows, Optional("as `weekdays`"), r#"["07:30-11:30"]"#, "The windows of this day."),
        key("thursday", Windows, Optional("as `weekdays`"), r#"["07:30-11:30"]"#, "The windows of this day."),
        key("friday", Windows, Optional("as `weekdays`"), r#"["07:30-11:30"]"#, "The windows of this day."),
        key("saturday", Windows, Default("[]"), r#"["07:30-11:30"]"#, "The windows of this day."),
        key("sunday", Windows, Default("[]"), "[]", "The windows of this day."),
        key("closed", Dates, Default("[]"), "[2026-09-01, 2026-09-02]", "Days without numbers: holidays."),
        key("special", SpecialDays, Default("{}"), r#"{ "2026-08-22" = ["07:30-11:30"] }"#, "Days with windows of their own, e.g. a Saturday worked for a bridge day. No day may also be in `closed`."),
    ],
};

pub(super) static FIELDS: Table = Table {
    name: "fields",
    shape: Shape::Many { max: 50, id: "id" },
    about: "Groups of services (fields or agencies), in the order of the kiosk. With them the kiosk has two levels, and every service belongs to one.",
    keys: &[
        key("id", Slug(40), Required, r#""so-tu-phap""#, "Its id."),
        key("name", LocalText(NAME_CHARS_MAX), Required, r#"{ vi = "Sở Tư pháp", en = "Department of Justice" }"#, "Its name."),
        key("icon", Icon, Default(r#""""#), r#""gavel""#, "A Material Symbols name."),
    ],
};

pub(super) static SERIES: Table = Table {
    name: "series",
    shape: Shape::Many { max: 200, id: "id" },
    about: "Runs of numbers that several services share. A service with numbers of its own needs none: it has the same keys itself.",
    keys: &[
        key("id", Slug(40), Required, r#""tang-1""#, "Its id."),
        key("prefix", Text(0, PREFIX_CHARS_MAX), Default(r#""""#), r#""A-""#, "Written before the digits; capitals."),
        key("first", Integer(0, VALUE_MAX), Default("1"), "1001", "The first value of the day."),
        key("last", Integer(0, VALUE_MAX), Default("999"), "1999", "The last value."),
        key("width", Integer(1, 6), Default("3"), "4", "The least digits written, with zeros before."),
        key("at_end", Choice(&["refuse", "wrap"]), Default(r#""refuse""#), r#""wrap""#, "After the last value: `refuse` gives no more numbers today, `wrap` begins again with the first, unless it is still in the hall."),
    ],
};

pub(super) static SERVICES: Table = Table {
    name: "services",
    shape: Shape::Many { max: 200, id: "id" },
    about: "What visitors come for, in the order of the kiosk. At least one. No two series may give the same number.",
    keys: &[
        key("id", Slug(40), Required, r#""chung-thuc""#, "Its id. It stays the same for ever: reports are kept under it."),
        key("sign", Text(1, 4), Required, r#""A""#, "The letter or short sign in its tile."),
        key("name", LocalText(NAME_CHARS_MAX), Required, r#"{ vi = "Chứng thực", en = "Certification" }"#, "Its name."),
        key("description", LocalText(LINE_CHARS_MAX), Optional("no second line"), r#""Sao y bản chính, chữ ký, hợp đồng""#, "A few words on what it covers."),
        key("icon", Icon, Default(r#""""#), r#""approval""#, "A Material Symbols name."),
        key("field", Reference("fields"), Optional("none; needed as soon as there are `[[fields]]`"), r#""so-tu-phap""#, "The group it belongs to."),
        key("series", Reference("series"), Optional("numbers of its own"), r#""tang-1""#, "The shared series its numbers come from; instead of the five keys that follow."),
        key("prefix", Text(0, PREFIX_CHARS_MAX), Optional("its `sign`"), r#""A-""#, "Written before the digits; capitals. `\"\"` for digits alone."),
        key("first", Integer(0, VALUE_MAX), Default("1"), "100", "The first value of the day."),
        key("last", Integer(0, VALUE_MAX), Default("999"), "499", "The last value."),
        key("width", Integer(1, 6), Default("3"), "4", "The least digits written, with zeros before."),
        key("at_end", Choice(&["refuse", "wrap"]), Default(r#""refuse""#), r#""wrap""#, "After the last value, see `series`."),
        key("calendar", Reference("calendars"), Optional("gives numbers at any time"), r#""hanh-chinh""#, "When it gives numbers."),
        key("daily_max", Integer(1, 10_000), Optional("no limit"), "80", "The most numbers a day."),
        key("usual_minutes", Integer(1, 480), Default("10"), "12", "How long a visit usually takes: what forecasts start from each morning."),
    ],
};

pub(super) static COUNTERS: Table = Table {
    name: "counters",
    shape: Shape::Many { max: 200, id: "number" },
    about: "Where officials serve. Every service needs at least one counter.",
    keys: &[
        key("number", Integer(1, 999), Required, "3", "The number on its sign."),
        key("name", LocalText(NAME_CHARS_MAX), Optional("the number alone"), r#""Chứng thực – Hộ tịch""#, "Its own name."),
        key("agency", LocalText(NAME_CHARS_MAX), Optional("not said"), r#""Sở Tư pháp""#, "Who sits there."),
        key("place", LocalText(NAME_CHARS_MAX), Optional("not said"), r#"{ vi = "Tầng 1, khu A", en = "Floor 1, area A" }"#, "Where it is; on slips and boards."),
        key("services", References("services"), Required, r#"["chung-thuc", "ho-tich"]"#, "What it serves. At least one."),
        key("accessible", Flag, Default("false"), "true", "Whether it can be reached in a wheelchair."),
        key("led", SubTable("counters.led"), Optional("no display"), r#"{ bus = "led-1", address = 3 }"#, "The LED display over it."),
    ],
};

pub(super) static LED: Table = Table {
    name: "counters.led",
    shape: Shape::Inside,
    about: "The LED display over a counter. No two counters share one.",
    keys: &[
        key("bus", Reference("led_buses"), Required, r#""led-1""#, "The bus it hangs on."),
        key("address", Integer(1, MODBUS_ADDRESS_MAX), Required, "3", "Its address there."),
    ],
};

pub(super) static KIOSKS: Table = Table {
    name: "kiosks",
    shape: Shape::Many { max: 50, id: "name" },
    about: "The kiosks that may connect. Kiosks, boards, printers and buses all have different names.",
    keys: &[
        key("name", Slug(40), Required, r#""kiosk-1""#, "The name it connects with: `--device kiosk-1`."),
        key("printer", Reference("printers"), Optional("numbers on the screen only"), r#""printer-1""#, "The printer of its slips."),
        key("services", References("services"), Optional("all"), r#"["chung-thuc"]"#, "What it offers. At least one."),
    ],
};

pub(super) static BOARDS: Table = Table {
    name: "boards",
    shape: Shape::Many { max: 50, id: "name" },
    about: "The hall boards that may connect.",
    keys: &[
        key("name", Slug(40), Required, r#""board-1""#, "The name it connects with: `--device board-1`."),
        key("counters", References("counters"), Optional("all"), "[1, 2, 3]", "The counters it is about. At least one."),
    ],
};

/// The speeds a serial port may have.
const BAUDS: &[i64] = &[1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200];

pub(super) static PRINTERS: Table = Table {
    name: "printers",
    shape: Shape::Many { max: 50, id: "name" },
    about: "The slip printers.",
    keys: &[
        key("name", Slug(40), Required, r#""printer-1""#, "Its name."),
        key("kind", Choice(&["virtual", "tcp", "serial", "file"]), Required, r#""tcp""#, "How it is reached: `virtual` writes pictures, `tcp` and `serial` speak ESC/POS, `file` writes the same bytes to a file or device file."),
        key("folder", Path(PATH_CHARS_MAX), Required, r#""slips""#, "Where the pictures go; a relative folder counts from the data folder.").only_if("kind", &["virtual"]),
        key("host", Text(1, PATH_CHARS_MAX), Required, r#""192.168.1.50""#, "Its address on the network.").only_if("kind", &["tcp"]),
        key("port", Integer(1, 65_535), Default("9100"), "9100", "Its port.").only_if("kind", &["tcp"]),
        key("path", Path(PATH_CHARS_MAX), Required, r#""/dev/usb/lp0""#, "The serial port, file or device file.").only_if("kind", &["serial", "file"]),
        key("baud", ChoiceOfIntegers(BAUDS), Default("115200"), "38400", "Bits a second.").only_if("kind", &["serial"]),
        key("dots", ChoiceOfIntegers(&[576, 384]), Default("576"), "384", "The printable width: 576 for 80 mm paper, 384 for 58 mm."),
    ],
};

pub(super) static LED_BUSES: Table = Table {
    name: "led_buses",
    shape: Shape::Many { max: 16, id: "name" },
    about: "The buses of the LED displays: Modbus RTU, one character a register.",
    keys: &[
        key("name", Slug(40), Required, r#""led-1""#, "Its name."),
        key("kind", Choice(&["virtual", "serial"]), Required, r#""serial""#, "`virtual` simulates the displays."),
        key("path", Path(PATH_CHARS_MAX), Required, r#""/dev/serial/by-id/usb-FTDI_USB-RS485-if00-port0""#, "The serial port.").only_if("kind", &["serial"]),
        key("baud", ChoiceOfIntegers(BAUDS), Default("9600"), "19200", "Bits a second.").only_if("kind", &["serial"]),
        key("start_register", Integer(0, 65_535), Default("0"), "16", "The register of the first character."),
        key("width", Integer(1, 16), Default("4"), "5", "How many characters a display shows. Every number a counter may call must fit."),
    ],
};

/// What a value must be, for people: "a number from 1 to 9".
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Slug(max) => write!(f, "an id of a–z, 0–9 and inner '-', at most {max} long"),
            Text(0, max) => write!(f, "a text of at most {max} characters"),
            Text(min, max) => write!(f, "a text of {min} to {max} characters"),
            LocalText(max) => write!(f, "a text, or one for each language, of at most {max} characters"),
            LocalTexts(n_max, max) => {
                write!(f, "a list of at most {n_max} texts (or texts for each language) of at most {max} characters")
            }
            Integer(min, max) => write!(f, "a number from {min} to {max}"),
            ChoiceOfIntegers(choices) => {
                let choices: Vec<_> = choices.iter().map(ToString::to_string).collect();
                write!(f, "one of {}", choices.join(", "))
            }
            Choice(choices) => write!(f, "one of \"{}\"", choices.join("\", \"")),
            Flag => write!(f, "true or false"),
            TimeOfDay => write!(f, "a time \"HH:MM\" in quotes"),
            Windows => write!(f, "a list of windows"),
            Dates => write!(f, "a list of dates"),
            SpecialDays => write!(f, "a table of dates with windows"),
            Colour => write!(f, "a colour \"#RRGGBB\""),
            Zone => write!(f, "a zone of the IANA list"),
            Icon => write!(f, "an icon's name of a–z, 0–9 and '_', at most 40 long"),
            Languages => write!(f, "a list of language tags with \"vi\" in it"),
            Path(max) => write!(f, "a path of at most {max} characters"),
            Reference(table) => write!(f, "the {} of one of [[{table}]]", id_key(table)),
            References(table) => write!(f, "a list of at least one {} of [[{table}]]", id_key(table)),
            SubTable(table) => write!(f, "a table, see {table}"),
        }
    }
}

/// The key that tells the entries of a table apart.
fn id_key(name: &str) -> &'static str {
    TABLES
        .iter()
        .find(|table| table.name == name)
        .and_then(|table| if let Shape::Many { id, .. } = table.shape { Some(id) } else { None })
        .unwrap_or("name")
}
