//! The tables about the hall: the centre, its services and its counters.

use super::Kind::{
    Choice, Colour, Dates, Flag, Icon, Integer, Integers, Languages, LocalText, LocalTexts, Reference,
    References, Slug, SpecialDays, SubTable, SubTables, Text, TimeOfDay, WebAddress, Windows, Zone,
};
use super::Need::{Default, Optional, Required};
use super::{NAME_CHARS_MAX, Shape, Table, key};

/// The most characters of a prefix.
pub(super) const PREFIX_CHARS_MAX: usize = 4;
/// The most characters of a description or notice.
const LINE_CHARS_MAX: usize = 240;
/// The most characters of an outcome: it stands on a key.
const OUTCOME_CHARS_MAX: usize = 40;
/// The most notices.
const NOTICES_MAX: usize = 20;
/// The greatest value of a series: six digits.
pub(super) const VALUE_MAX: i64 = 999_999;

pub(in super::super) static CENTRE: Table = Table {
    name: "centre",
    shape: Shape::One,
    about: "The centre itself: what stands at the head of every screen and slip.",
    keys: &[
        key(
            "name",
            LocalText(NAME_CHARS_MAX),
            Required,
            r#"{ vi = "Trung tâm Phục vụ hành chính công", en = "Public Administrative Service Centre" }"#,
            "The centre's name.",
        ),
        key(
            "unit",
            LocalText(NAME_CHARS_MAX),
            Optional("nothing above the name"),
            r#"{ vi = "UBND xã Tân Cương", en = "Tân Cương Commune People's Committee" }"#,
            "The unit above it.",
        ),
        key(
            "slogan",
            LocalText(NAME_CHARS_MAX),
            Optional("nothing below the name"),
            r#""Tận tình – Đúng hẹn""#,
            "A line under the name.",
        ),
        key(
            "public_url",
            WebAddress(100),
            Optional("leads to the address that the hub listens on"),
            r#""http://192.168.1.10:7300""#,
            "Where telephones reach the hub: the QR code on a slip leads there.",
        ),
        key(
            "hotline",
            Text(0, 40),
            Default(r#""""#),
            r#""0208 3 800 800""#,
            "A telephone number to call for help.",
        ),
        key(
            "colour",
            Colour,
            Optional("the red of the design"),
            r##""#A8201A""##,
            "The main colour. White text stands on it, so it must be dark enough: contrast 4.5 to 1.",
        ),
        key(
            "staff_pin",
            Text(0, 200),
            Default(r#""""#),
            r#""$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2g""#,
            "What opens the staff corner of the kiosks: the hash of a PIN, made by `goiso-hub kiosk-pin`. Without it the \
            corner stays shut.",
        ),
        key(
            "zone",
            Zone,
            Default(r#""Asia/Ho_Chi_Minh""#),
            r#""Asia/Ho_Chi_Minh""#,
            "The zone of all times in this file and on all screens.",
        ),
        key(
            "languages",
            Languages,
            Default(r#"["vi", "en"]"#),
            r#"["vi", "en"]"#,
            "The languages a visitor may choose, the first one first. Vietnamese is always among them.",
        ),
        key(
            "day_starts_at",
            TimeOfDay,
            Default(r#""00:00""#),
            r#""04:00""#,
            "When a business day begins: numbers start anew, who still waits is cancelled.",
        ),
        key(
            "notices",
            LocalTexts(NOTICES_MAX, LINE_CHARS_MAX),
            Default("[]"),
            r#"[{ vi = "Làm việc sáng thứ Bảy: chứng thực, hộ tịch", en = "Open on Saturday morning: certification, civil status" }]"#,
            "Lines for the foot of the boards and kiosks.",
        ),
    ],
};

pub(in super::super) static LIMITS: Table = Table {
    name: "limits",
    shape: Shape::OneOrNone,
    about: "What is limited in the hall.",
    keys: &[
        key(
            "calls_max",
            Integer(1, 9),
            Default("3"),
            "3",
            "How often a number is called before the visitor counts as absent.",
        ),
        key(
            "person_active_max",
            Integer(1, 50),
            Default("1"),
            "2",
            "How many unfinished numbers one person may hold in one field (without fields: for one service). It counts \
            for whoever shows an identity card at a kiosk; no name and no card number is kept.",
        ),
        key(
            "person_day_max",
            Integer(1, 200),
            Optional("no limit"),
            "5",
            "How many numbers one person may take in a day, those given up aside.",
        ),
        key(
            "waiting_max",
            Integer(1, 10_000),
            Default("2000"),
            "500",
            "The most tickets that may wait at one time.",
        ),
        key(
            "free_counter_minutes",
            Integer(1, 120),
            Default("5"),
            "10",
            "How long a counter waits for its official when the terminal is lost; its visitor then waits again.",
        ),
    ],
};

pub(in super::super) static PRIORITY: Table = Table {
    name: "priority",
    shape: Shape::OneOrNone,
    about: "How the priority classes share the calls of a counter with everybody else.",
    keys: &[
        key(
            "rule",
            Choice(&["one-after", "strict"]),
            Default(r#""one-after""#),
            r#""one-after""#,
            "`one-after`: one visitor of a class, then `others` without. `strict`: a class always goes \
            first.",
        ),
        key("others", Integer(1, 100), Default("5"), "5", "How many others come between two of a class.")
            .only_if("rule", &["one-after"]),
        key(
            "max_wait_minutes",
            Integer(1, 1_440),
            Default("60"),
            "45",
            "Whoever has waited this long comes first, of a class or not.",
        ),
    ],
};

pub(in super::super) static CLASSES: Table = Table {
    name: "classes",
    shape: Shape::Many { max: 20, id: "id" },
    about: "The priority classes a visitor may claim, in the order of the kiosk. None: the kiosk \
        offers no priority.",
    keys: &[
        key("id", Slug(16), Required, r#""nct""#, "Its id."),
        key(
            "name",
            LocalText(NAME_CHARS_MAX),
            Required,
            r#"{ vi = "Người cao tuổi (từ 60 tuổi)", en = "Elderly (60 and over)" }"#,
            "Its name.",
        ),
        key("icon", Icon, Default(r#""""#), r#""elderly""#, "A Material Symbols name."),
        key(
            "rank",
            Integer(0, 255),
            Optional("its place in the file, from 1"),
            "1",
            "Among classes, the lower rank goes first; the same rank shares.",
        ),
        key(
            "from_age",
            Integer(1, 120),
            Optional("suggested to nobody"),
            "60",
            "Whoever scans an identity card and is so old is offered this class.",
        ),
    ],
};

pub(in super::super) static OUTCOMES: Table = Table {
    name: "outcomes",
    shape: Shape::Many { max: goiso_domain::OUTCOMES_MAX, id: "id" },
    about: "How a service at a counter can end, in the order of the counter's screen; the first is the usual one, \
        which holds where nobody says how: with *call next*, or a keypad. None: `done`, `received`, `refused` and \
        `guided`, named in the language of the terminal.",
    keys: &[
        key(
            "id",
            Slug(24),
            Required,
            r#""received""#,
            "Its id. It stays the same for ever: reports are kept under it.",
        ),
        key(
            "name",
            LocalText(OUTCOME_CHARS_MAX),
            Required,
            r#"{ vi = "Đã nhận hồ sơ", en = "Dossier received" }"#,
            "As officials read it.",
        ),
    ],
};

pub(in super::super) static CALENDARS: Table = Table {
    name: "calendars",
    shape: Shape::Many { max: 50, id: "id" },
    about: "When services give numbers. A window is `\"HH:MM-HH:MM\"`, its end not included; \
        `\"24:00\"` is midnight. The windows of a day stand in order and apart.",
    keys: &[
        key("id", Slug(40), Required, r#""hanh-chinh""#, "Its id."),
        key(
            "weekdays",
            Windows,
            Default("[]"),
            r#"["07:30-11:30", "13:30-16:30"]"#,
            "Monday to Friday, where the day itself is not given.",
        ),
        key(
            "monday",
            Windows,
            Optional("as `weekdays`"),
            r#"["07:00-11:30", "13:30-16:30"]"#,
            "The windows of this day.",
        ),
        key("tuesday", Windows, Optional("as `weekdays`"), r#"["07:30-11:30"]"#, "The windows of this day."),
        key(
            "wednesday",
            Windows,
            Optional("as `weekdays`"),
            r#"["07:30-11:30"]"#,
            "The windows of this day.",
        ),
        key("thursday", Windows, Optional("as `weekdays`"), r#"["07:30-11:30"]"#, "The windows of this day."),
        key("friday", Windows, Optional("as `weekdays`"), r#"["07:30-11:30"]"#, "The windows of this day."),
        key("saturday", Windows, Default("[]"), r#"["07:30-11:30"]"#, "The windows of this day."),
        key("sunday", Windows, Default("[]"), "[]", "The windows of this day."),
        key("closed", Dates, Default("[]"), "[2026-09-01, 2026-09-02]", "Days without numbers: holidays."),
        key(
            "special",
            SpecialDays,
            Default("{}"),
            r#"{ "2026-08-22" = ["07:30-11:30"] }"#,
            "Days with windows of their own, e.g. a Saturday worked for a bridge day. No day may also \
            be in `closed`.",
        ),
    ],
};

pub(in super::super) static FIELDS: Table = Table {
    name: "fields",
    shape: Shape::Many { max: 50, id: "id" },
    about: "Groups of services (fields or agencies), in the order of the kiosk. With them the kiosk \
        has two levels, and every service belongs to one.",
    keys: &[
        key("id", Slug(40), Required, r#""so-tu-phap""#, "Its id."),
        key(
            "name",
            LocalText(NAME_CHARS_MAX),
            Required,
            r#"{ vi = "Sở Tư pháp", en = "Department of Justice" }"#,
            "Its name.",
        ),
        key("icon", Icon, Default(r#""""#), r#""gavel""#, "A Material Symbols name."),
    ],
};

pub(in super::super) static SERIES: Table = Table {
    name: "series",
    shape: Shape::Many { max: 200, id: "id" },
    about: "Runs of numbers that several services share. A service with numbers of its own needs none: \
        it has the same keys itself.",
    keys: &[
        key("id", Slug(40), Required, r#""tang-1""#, "Its id."),
        key(
            "prefix",
            Text(0, PREFIX_CHARS_MAX),
            Default(r#""""#),
            r#""A-""#,
            "Written before the digits; capitals.",
        ),
        key("first", Integer(0, VALUE_MAX), Default("1"), "1001", "The first value of the day."),
        key("last", Integer(0, VALUE_MAX), Default("999"), "1999", "The last value."),
        key("width", Integer(1, 6), Default("3"), "4", "The least digits written, with zeros before."),
        key(
            "at_end",
            Choice(&["refuse", "wrap"]),
            Default(r#""refuse""#),
            r#""wrap""#,
            "After the last value: `refuse` gives no more numbers today, `wrap` begins again with the \
            first, unless it is still in the hall.",
        ),
    ],
};

pub(in super::super) static SERVICES: Table = Table {
    name: "services",
    shape: Shape::Many { max: 200, id: "id" },
    about: "What visitors come for, in the order of the kiosk. At least one. No two series may give \
        the same number.",
    keys: &[
        key(
            "id",
            Slug(40),
            Required,
            r#""chung-thuc""#,
            "Its id. It stays the same for ever: reports are kept under it.",
        ),
        key("sign", Text(1, 4), Required, r#""A""#, "The letter or short sign in its tile."),
        key(
            "name",
            LocalText(NAME_CHARS_MAX),
            Required,
            r#"{ vi = "Chứng thực", en = "Certification" }"#,
            "Its name.",
        ),
        key(
            "description",
            LocalText(LINE_CHARS_MAX),
            Optional("no second line"),
            r#""Sao y bản chính, chữ ký, hợp đồng""#,
            "A few words on what it covers.",
        ),
        key("icon", Icon, Default(r#""""#), r#""approval""#, "A Material Symbols name."),
        key(
            "field",
            Reference("fields"),
            Optional("none; needed as soon as there are `[[fields]]`"),
            r#""so-tu-phap""#,
            "The group it belongs to.",
        ),
        key(
            "series",
            Reference("series"),
            Optional("numbers of its own"),
            r#""tang-1""#,
            "The shared series its numbers come from; instead of the five keys that follow.",
        ),
        key(
            "prefix",
            Text(0, PREFIX_CHARS_MAX),
            Optional("its `sign`"),
            r#""A-""#,
            "Written before the digits; capitals. `\"\"` for digits alone.",
        ),
        key("first", Integer(0, VALUE_MAX), Default("1"), "100", "The first value of the day."),
        key("last", Integer(0, VALUE_MAX), Default("999"), "499", "The last value."),
        key("width", Integer(1, 6), Default("3"), "4", "The least digits written, with zeros before."),
        key(
            "at_end",
            Choice(&["refuse", "wrap"]),
            Default(r#""refuse""#),
            r#""wrap""#,
            "After the last value, see `series`.",
        ),
        key(
            "calendar",
            Reference("calendars"),
            Optional("gives numbers at any time"),
            r#""hanh-chinh""#,
            "When it gives numbers.",
        ),
        key("daily_max", Integer(1, 10_000), Optional("no limit"), "80", "The most numbers a day."),
        key(
            "usual_minutes",
            Integer(1, 480),
            Default("10"),
            "12",
            "How long a visit usually takes: what forecasts start from each morning.",
        ),
        key(
            "hours",
            Reference("calendars"),
            Optional("while it gives numbers"),
            r#""hanh-chinh""#,
            "When the counters serve it, if that is not while it gives numbers. Those who wait at the end of a window are still served.",
        ),
        key(
            "group_max",
            Integer(1, 100),
            Optional("one number, one person"),
            "10",
            "The most people that one number may be for.",
        ),
        key(
            "appointments",
            SubTable("services.appointments"),
            Optional("no times are promised"),
            "{ slot_minutes = 30, per_slot = 2 }",
            "How times are promised.",
        ),
    ],
};

pub(in super::super) static COUNTERS: Table = Table {
    name: "counters",
    shape: Shape::Many { max: 200, id: "number" },
    about: "Where officials serve. Every service needs at least one counter.",
    keys: &[
        key("number", Integer(1, 999), Required, "3", "The number on its sign."),
        key(
            "name",
            LocalText(NAME_CHARS_MAX),
            Optional("the number alone"),
            r#""Chứng thực – Hộ tịch""#,
            "Its own name.",
        ),
        key("agency", LocalText(NAME_CHARS_MAX), Optional("not said"), r#""Sở Tư pháp""#, "Who sits there."),
        key(
            "place",
            LocalText(NAME_CHARS_MAX),
            Optional("not said"),
            r#"{ vi = "Tầng 1, khu A", en = "Floor 1, area A" }"#,
            "Where it is; on slips and boards.",
        ),
        key(
            "services",
            References("services"),
            Required,
            r#"["chung-thuc", "ho-tich"]"#,
            "What it serves. At least one.",
        ),
        key(
            "order",
            Choice(&["together", "listed", "weighted"]),
            Default(r#""together""#),
            r#""listed""#,
            "Which of its services comes first. `together`: whoever came first; `listed`: the first of the list, as \
            long as somebody waits for it; `weighted`: each has its share of the calls. Whoever has waited \
            `max_wait_minutes` comes before all that.",
        ),
        key(
            "weights",
            Integers(1, 100),
            Optional("equal shares"),
            "[3, 1]",
            "The services' shares, in their order.",
        )
        .only_if("order", &["weighted"]),
        key(
            "calls",
            Choice(&["services", "sent-here"]),
            Default(r#""services""#),
            r#""sent-here""#,
            "Whom it calls: whoever waits for its services, or only who was sent to this very counter, as to a cashier.",
        ),
        key(
            "helps",
            SubTables("counters.helps"),
            Optional("helps nowhere"),
            r#"[{ service = "dat-dai", from_minutes = 30 }]"#,
            "Where it helps.",
        ),
        key("accessible", Flag, Default("false"), "true", "Whether it can be reached in a wheelchair."),
        key(
            "led",
            SubTable("counters.led"),
            Optional("no display"),
            r#"{ bus = "led-1", address = 3 }"#,
            "The LED display over it.",
        ),
    ],
};
