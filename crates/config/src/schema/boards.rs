//! The tables about hall boards and their voice.

use super::Kind::{
    Choice, Flag, Integer, LocalText, Path, References, Slug, SubTables, Template, Text, Volumes,
};
use super::Need::{Default, Optional, Required};
use super::{NAME_CHARS_MAX, PATH_CHARS_MAX, Shape, Table, key};

/// The most characters of a spoken sentence.
const SENTENCE_CHARS_MAX: usize = 200;
/// The most sentences spoken for a call.
const SENTENCES_MAX: usize = 4;

/// What is usually said in the halls of Vietnam, and the same in English.
pub(in super::super) const TEMPLATE_VI: &str = "Mời công dân có số {number} đến quầy số {counter}";
pub(in super::super) const TEMPLATE_EN: &str = "Number {number}, please proceed to counter {counter}";
/// What the last call adds.
pub(in super::super) const LAST_CALL_VI: &str = "Đây là lần gọi cuối";
pub(in super::super) const LAST_CALL_EN: &str = "This is the last call";

pub(in super::super) static BOARDS: Table = Table {
    name: "boards",
    shape: Shape::Many { max: 50, id: "name" },
    about: "The hall boards that may connect. Each is also a web page, `http://HUB/board/NAME`.",
    keys: &[
        key("name", Slug(40), Required, r#""board-1""#, "The name it connects with: `--device board-1`."),
        key(
            "counters",
            References("counters"),
            Optional("all"),
            "[1, 2, 3]",
            "The counters it is about. At least one.",
        ),
        key(
            "layout",
            Choice(&["main", "grid", "service", "strip", "split"]),
            Default(r#""main""#),
            r#""grid""#,
            "`main`: the newest call large, recent ones beside it. `grid`: every counter with its number. `service`: one service or zone. `strip`: a narrow strip over a counter. `split`: the calls beside slides.",
        ),
        key(
            "title",
            LocalText(NAME_CHARS_MAX),
            Optional("the name of its only service, else the centre's"),
            r#"{ vi = "Khu A – Tư pháp", en = "Area A – Justice" }"#,
            "What a `service` board is headed.",
        )
        .only_if("layout", &["service"]),
        key(
            "services",
            References("services"),
            Optional("all that its counters serve"),
            r#"["chung-thuc"]"#,
            "The services whose next numbers it shows. Its calls follow from `counters` alone.",
        ),
        key(
            "next_numbers",
            Integer(0, 8),
            Default("0"),
            "3",
            "How many of those who come next it shows for each service.",
        ),
        key(
            "folder",
            Path(PATH_CHARS_MAX),
            Required,
            r#""/srv/goiso/slides""#,
            "The folder of slides on the board's own machine. The web page shows none.",
        )
        .only_if("layout", &["split"]),
        key("slide_secs", Integer(3, 600), Default("12"), "20", "How many seconds each slide stands.")
            .only_if("layout", &["split"]),
        key(
            "zone",
            Slug(40),
            Optional("is silent"),
            r#""sanh""#,
            "Its sound zone: boards whose loudspeakers are heard in one place have the same, and one of them speaks at a time, the first in this file that can.",
        ),
        key(
            "speaks",
            Flag,
            Default("true"),
            "false",
            "Whether it has loudspeakers. Without them it never speaks for its zone.",
        ),
        key(
            "screen_inches",
            Integer(7, 150),
            Optional("is not checked"),
            "55",
            "The diagonal of its screen: `goiso-hub check` warns if it cannot be read from `viewing_metres`.",
        ),
        key(
            "viewing_metres",
            Integer(1, 60),
            Default("10"),
            "8",
            "How far the farthest seat is from it, in metres.",
        ),
    ],
};

pub(in super::super) static VOICE: Table = Table {
    name: "voice",
    shape: Shape::OneOrNone,
    about: "How boards with a sound zone speak.",
    keys: &[
        key("repeats", Integer(1, 3), Default("2"), "1", "How often a call is said."),
        key(
            "gap_ms",
            Integer(0, 5_000),
            Default("650"),
            "700",
            "The silence between two times, in milliseconds.",
        ),
        key("chime", Flag, Default("true"), "false", "Whether a chime comes first."),
        key(
            "volumes",
            Volumes,
            Default(r#"["00:00 80"]"#),
            r#"["07:00 80", "11:30 50", "13:30 80"]"#,
            "How loud, in percent, from which time of the day on; before the first, the last holds.",
        ),
        key(
            "sentences",
            SubTables("voice.sentences"),
            Optional("one, in Vietnamese"),
            r#"[{ language = "vi" }, { language = "en" }]"#,
            "What is said for a call, one sentence after the other.",
        ),
    ],
};

pub(in super::super) static SENTENCES: Table = Table {
    name: "voice.sentences",
    shape: Shape::ManyInside { max: SENTENCES_MAX },
    about: "A sentence that is spoken for each call.",
    keys: &[
        key("language", Choice(&["vi", "en"]), Default(r#""vi""#), r#""en""#, "Its language."),
        key(
            "pack",
            Text(1, PATH_CHARS_MAX),
            Optional("the built-in pack of its language and accent"),
            r#""vi-south""#,
            "The voice: `vi-north`, `vi-south` or `en`, or a folder on the board's own machine.",
        ),
        key(
            "reading",
            Choice(&["digits", "number"]),
            Default(r#""digits""#),
            r#""number""#,
            "`digits`: không không năm. `number`: một trăm linh năm.",
        ),
        key(
            "accent",
            Choice(&["north", "south"]),
            Default(r#""north""#),
            r#""south""#,
            "Whose words Vietnamese numbers are read in: nghìn, linh, tư or ngàn, lẻ, bốn.",
        )
        .only_if("language", &["vi"]),
        key(
            "template",
            Template(SENTENCE_CHARS_MAX),
            Optional("`Mời công dân có số {number} đến quầy số {counter}` or its English"),
            r#""Mời ông bà có số {number} đến quầy số {counter}""#,
            "The words, with `{number}` and `{counter}` in them.",
        ),
        key(
            "last_call",
            Text(0, SENTENCE_CHARS_MAX),
            Optional("`Đây là lần gọi cuối` or its English"),
            r#""Xin mời lần cuối""#,
            "What the last call adds; may be empty.",
        ),
    ],
};
