//! The samples, the documentation and the schema say the same.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use goiso_domain::AtEnd;
use goiso_model::{Language, ServiceId};

use super::tests::{SMALL, slug};
use super::*;

fn in_project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn load(sample: &str) -> Config {
    Config::load(&in_project("assets/centres").join(sample)).unwrap_or_else(|errors| panic!("{errors}"))
}

#[test]
fn the_samples_are_right_as_they_are() {
    let counts = ["sample.toml", "commune.toml", "provincial.toml"].map(|sample| {
        let config = load(sample);
        assert_eq!(config.warnings(), [], "{sample}");
        [
            config.fields.len(),
            config.services.len(),
            config.counters.len(),
            config.kiosks.len(),
            config.boards.len(),
            config.printers.len(),
            config.led_buses.len(),
            config.classes.len(),
        ]
    });
    assert_eq!(counts, [[0, 2, 2, 1, 1, 1, 1, 2], [0, 10, 8, 1, 1, 1, 1, 6], [17, 61, 40, 3, 4, 3, 2, 6]]);
}

#[test]
fn the_samples_are_written_in_vietnamese_and_english() {
    for sample in ["commune.toml", "provincial.toml"] {
        let config = load(sample);
        let services = config.services.iter().flat_map(|service| [&service.name, &service.description]);
        let texts = services
            .chain(config.fields.iter().map(|field| &field.name))
            .chain(config.classes.iter().map(|class| &class.name))
            .chain(config.counters.iter().map(|counter| &counter.place))
            .chain(&config.centre.notices)
            .chain([&config.centre.name, &config.centre.unit, &config.centre.slogan]);
        for text in texts {
            for language in [Language::vietnamese(), Language::english()] {
                assert!(text.0.contains_key(&language), "{sample}: {text:?}");
            }
        }
    }
}

#[test]
fn the_provincial_sample_shows_every_style_of_number() {
    let series = load("provincial.toml").series;
    let first = |id: &str| {
        let series = &series[&slug(id)];
        goiso_model::TicketNumber::compose(&series.prefix, series.first, series.width.into()).to_string()
    };
    let ids = ["cap-dien", "luat-su", "can-cuoc", "giay-phep-lai-xe", "hoat-dong-xay-dung", "thue-bao-hiem"];
    assert_eq!(ids.map(first), ["T001", "A-001", "1001", "4001", "C200", "0001"]);
    assert_eq!(series[&slug("thue-bao-hiem")].at_end, AtEnd::Wrap);
}

#[test]
fn every_key_of_the_schema_is_read() {
    let text = format!(
        "{SMALL}led = {{ bus = \"l\", address = 1 }}\nhelps = [{{ service = \"x\" }}]\n{EVERY_TABLE}"
    );
    let mut reader = Reader::new(&text);
    let root = DeTable::parse(&text).unwrap();
    read::config(&mut reader, root.get_ref());
    let known: BTreeSet<_> =
        schema::TABLES.iter().flat_map(|table| table.keys.iter().map(|key| (table.name, key.name))).collect();
    assert_eq!(reader.asked, known);
    // The two services of the small centre stand outside the field that this text has.
    let errors = reader.into_errors();
    assert_eq!(errors.len(), 2, "{errors:?}");
}

/// One entry of each table that the small centre lacks, and one of each kind.
const EVERY_TABLE: &str = r#"
[[keypads]]
name = "pad"
counter = 1
kind = "usb"
path = "/dev/input/event3"
[[scanners]]
name = "scanner"
counter = 1
kind = "serial"
path = "/dev/ttyACM0"
[[dossier_services]]
prefix = "*"
service = "x"
[[outcomes]]
id = "done"
name = "Hoàn thành"
[[classes]]
id = "nct"
name = "Người cao tuổi"
[[calendars]]
id = "c"
[[fields]]
id = "f"
name = "F"
[[series]]
id = "s"
[[services]]
id = "x"
sign = "X"
name = "X"
field = "f"
[[printers]]
name = "u"
kind = "usb"
vendor = 0x04b8
product = 0x0e15
[[printers]]
name = "o"
kind = "kiosk"
kiosk = "k"
path = "/dev/usb/lp0"
[[kiosks]]
name = "k"
[[boards]]
name = "b"
layout = "split"
folder = "slides"
[[boards]]
name = "s"
layout = "service"
[[services]]
id = "y"
sign = "Y"
name = "Y"
field = "f"
appointments = {}
[[voice.sentences]]
language = "vi"
[[printers]]
name = "p"
kind = "virtual"
folder = "slips"
[[printers]]
name = "q"
kind = "tcp"
host = "10.0.0.2"
[[printers]]
name = "r"
kind = "serial"
path = "/dev/ttyUSB0"
[[led_buses]]
name = "l"
kind = "serial"
path = "/dev/ttyUSB1"
[[keypads]]
name = "pad-2"
counter = 1
kind = "bus"
bus = "l"
address = 50
[[led_models]]
name = "m"
protocol = "modbus"
[[led_models]]
name = "a"
protocol = "alpha"
[[led_models]]
name = "v"
protocol = "vfd"
dialect = "cd5220"
[[led_models]]
name = "t"
protocol = "template"
path = "board.toml"
"#;

#[test]
fn every_example_and_default_is_right() {
    for table in schema::TABLES {
        for key in table.keys {
            let defaults = if let schema::Need::Default(toml) = key.need { Some(toml) } else { None };
            for toml in defaults.into_iter().chain([key.example]) {
                let problems = schema_problems(key, toml);
                assert!(problems.is_empty(), "{}.{} = {toml}: {problems:?}", table.name, key.name);
            }
        }
    }
}

fn schema_problems(key: &schema::Key, toml: &str) -> Vec<(usize, String)> {
    use schema::Kind;
    let value = toml::de::DeValue::parse(toml).unwrap_or_else(|error| panic!("{}: {error}", key.name));
    let mut problems = Vec::new();
    let out = &mut problems;
    let is_read = match key.kind {
        Kind::Text(..) | Kind::Path(_) => values::text(key, &value, out).is_some(),
        Kind::LocalText(_) => values::local_text(key, &value, out).is_some(),
        Kind::LocalTexts(..) => values::local_texts(key, &value, out).is_some(),
        Kind::Integer(..) | Kind::ChoiceOfIntegers(_) => values::integer(key, &value, out).is_some(),
        Kind::Integers(..) => values::integers(key, &value, out).is_some(),
        Kind::Choice(_) => values::choice(key, &value, out).is_some(),
        Kind::Flag => values::flag(key, &value, out).is_some(),
        Kind::TimeOfDay => values::time_of_day(key, &value, out).is_some(),
        Kind::Windows => values::windows(key, &value, out).is_some(),
        Kind::Dates => values::dates(key, &value, out).is_some(),
        Kind::SpecialDays => values::special_days(key, &value, out).is_some(),
        Kind::WebAddress(_) => values::web_address(key, &value, out).is_some(),
        Kind::Colour => values::colour(key, &value, out).is_some(),
        Kind::Zone => values::zone(key, &value, out).is_some(),
        Kind::Icon => values::icon(key, &value, out).is_some(),
        Kind::Languages => values::languages(key, &value, out).is_some(),
        Kind::Slug(_) | Kind::Reference(_) => reader::parse_id::<ServiceId>(key, &value, out).is_some(),
        Kind::References(_) | Kind::SubTables(_) => value.get_ref().is_array(),
        Kind::SubTable(_) => value.get_ref().is_table(),
        Kind::Template(_) => values::template(key, &value, out).is_some(),
        Kind::Volumes => values::volumes(key, &value, out).is_some(),
    };
    assert!(is_read, "{} = {toml}: {problems:?}", key.name);
    problems
}

/// The tables of the documentation are written from the schema: `UPDATE_DOCS=1 cargo test -p goiso-config` does it.
#[test]
fn the_documentation_has_every_key() {
    const BEGIN: &str = "<!-- keys: begin -->\n\n";
    const END: &str = "<!-- keys: end -->\n";
    let path = in_project("docs/configuration.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(BEGIN).expect("the mark where the keys begin");
    let (_, after) = rest.split_once(END).expect("the mark where the keys end");
    let right = format!("{before}{BEGIN}{}{END}{after}", reference());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &right).unwrap();
    } else {
        assert!(
            text == right,
            "docs/configuration.md differs from the schema; run UPDATE_DOCS=1 cargo test -p goiso-config"
        );
    }
}

/// The commented lines of the sample hold every key too.
#[test]
fn the_sample_shows_every_key() {
    let sample = std::fs::read_to_string(in_project("assets/centres/sample.toml")).unwrap();
    for table in schema::TABLES {
        for key in table.keys {
            let is_shown = match key.kind {
                schema::Kind::SubTables(table) => sample.contains(&format!("[[{table}]]")),
                _ => sample.contains(&format!("{} = ", key.name)),
            };
            let is_a_day = key.kind == schema::Kind::Windows;
            assert!(is_shown || is_a_day, "{}.{}", table.name, key.name);
        }
    }
}
