//! The sample centre on show: who and what is in it, and its configuration, open at any hour.

use std::path::PathBuf;

use anyhow::{Context, ensure};
use clap::ValueEnum;
use toml::{Table, Value};

use super::people::Hall;
use crate::shell;

/// One of `assets/centres`.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Centre {
    Commune,
    Province,
}

impl Centre {
    /// What comes on a busy day.
    pub(crate) fn visitors_per_hour(self) -> u32 {
        match self {
            Centre::Commune => 100,
            Centre::Province => 500,
        }
    }

    pub(crate) fn read(self) -> anyhow::Result<Sample> {
        let file = match self {
            Centre::Commune => "commune.toml",
            Centre::Province => "provincial.toml",
        };
        let path: PathBuf = shell::root().join("assets/centres").join(file);
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Sample::parse(&text).with_context(|| path.display().to_string())
    }
}

/// What the demo needs of a centre's configuration.
pub(crate) struct Sample {
    /// For the hub: the sample, but that it gives numbers at any time of any day.
    pub(crate) config: String,
    pub(crate) hall: Hall,
    /// The names of the first kiosk and the first board.
    pub(crate) kiosk: String,
    pub(crate) board: String,
}

impl Sample {
    fn parse(text: &str) -> anyhow::Result<Self> {
        let mut centre: Table = text.parse()?;
        let services = centre.get_mut("services").and_then(Value::as_array_mut).context("no services")?;
        for service in services.iter_mut().filter_map(Value::as_table_mut) {
            // A demo is shown in the evening, too.
            service.remove("calendar");
        }
        let hall = Hall {
            services: texts(&centre, "services", "id"),
            classes: texts(&centre, "classes", "id"),
            counters: rows(&centre, "counters").filter_map(|row| row.get("number")?.as_integer()).collect(),
        };
        ensure!(!hall.services.is_empty(), "no service has an id");
        ensure!(!hall.counters.is_empty(), "no counter has a number");
        let first = |list: &str| {
            texts(&centre, list, "name").into_iter().next().with_context(|| format!("no {list}"))
        };
        let (kiosk, board) = (first("kiosks")?, first("boards")?);
        Ok(Self { config: toml::to_string(&centre)?, hall, kiosk, board })
    }
}

fn rows<'a>(centre: &'a Table, list: &str) -> impl Iterator<Item = &'a Table> {
    centre.get(list).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table)
}

fn texts(centre: &Table, list: &str, key: &str) -> Vec<String> {
    rows(centre, list).filter_map(|row| Some(row.get(key)?.as_str()?.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
        [[calendars]]
        id = "hanh-chinh"
        [[classes]]
        id = "nct"
        [[services]]
        id = "chung-thuc"
        calendar = "hanh-chinh"
        [[services]]
        id = "ho-tich"
        [[counters]]
        number = 1
        [[counters]]
        number = 3
        [[kiosks]]
        name = "kiosk-1"
        [[boards]]
        name = "board-1"
    "#;

    #[test]
    fn everybody_and_everything_is_read_from_the_sample() {
        let sample = Sample::parse(TEXT).expect("complete");
        assert_eq!(sample.hall.services, ["chung-thuc", "ho-tich"]);
        assert_eq!(sample.hall.classes, ["nct"]);
        assert_eq!(sample.hall.counters, [1, 3]);
        assert_eq!((sample.kiosk.as_str(), sample.board.as_str()), ("kiosk-1", "board-1"));
    }

    #[test]
    fn the_demo_gives_numbers_at_any_hour() {
        let sample = Sample::parse(TEXT).expect("complete");
        let config: Table = sample.config.parse().expect("just written");
        assert!(rows(&config, "services").all(|service| !service.contains_key("calendar")));
        assert_eq!(rows(&config, "calendars").count(), 1, "the rest stays");
    }

    #[test]
    fn a_sample_without_services_is_refused() {
        assert!(Sample::parse("services = []\ncounters = [{ number = 1 }]").is_err());
        assert!(Sample::parse("").is_err());
    }
}
