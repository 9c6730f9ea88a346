//! `verify` and `export`.

use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use goiso_domain::Story;
use goiso_hub::advice;
use goiso_hub::story::{self, Teller};
use goiso_i18n::Texts;
use goiso_model::{Language, TicketNumber};
use goiso_store::{Reader, StoreError, tickets_of_day};
use jiff::civil::Date;

/// Walks the chain. Exit code 1 where it is broken, 2 where it cannot be read.
pub(crate) fn verify(data: &Path) -> (String, u8) {
    match Reader::open(data).and_then(|reader| reader.verify(|_| {})) {
        Ok(verified) => {
            let span = match (verified.first_at, verified.last_at) {
                (Some(first), Some(last)) => format!(", {first} to {last}"),
                (_, _) => String::new(),
            };
            let text = format!(
                "ok: {} records of {} days, {} numbers issued{span}\nhead: {}",
                verified.records, verified.days, verified.issued, verified.head
            );
            (text, 0)
        }
        Err(error) => {
            let is_broken = matches!(error, StoreError::ChainBroken(_) | StoreError::Unreadable { .. });
            (format!("goiso-hub: {}", advice::about(&error)), if is_broken { 1 } else { 2 })
        }
    }
}

/// Prints a day's tickets as they are found.
pub(crate) fn export(data: &Path, day: Option<Date>) -> ExitCode {
    match written(data, day) {
        Ok(()) => ExitCode::SUCCESS,
        // `export | head` closes our output early, and means to.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            match error.downcast_ref::<StoreError>() {
                Some(error) => eprintln!("goiso-hub: {}", advice::about(error)),
                None => eprintln!("goiso-hub: {error:#}"),
            }
            ExitCode::from(2)
        }
    }
}

/// Tells the story of a number. Exit code 2 where there is none.
pub(crate) fn explain(data: &Path, day: Option<Date>, number: &str, language: &Language) -> (String, u8) {
    match story(data, day, number, language) {
        Ok(text) => (text, 0),
        Err(error) => {
            let words = error.downcast_ref::<StoreError>().map(advice::about);
            (format!("goiso-hub: {}", words.unwrap_or_else(|| format!("{error:#}"))), 2)
        }
    }
}

fn story(data: &Path, day: Option<Date>, number: &str, language: &Language) -> anyhow::Result<String> {
    let reader = Reader::open(data)?;
    let day = known_day(&reader, day)?;
    let rules = reader.rules_at(day)?.context("the journal holds no rules for this day")?;
    let texts = Texts::new(language);
    let teller = Teller::new(&texts, &rules, day);
    let events = story::events(reader.records_of_day(day)?);
    let number = TicketNumber::typed(number);
    let Some(story) = Story::of_number(rules, &events, &number) else {
        anyhow::bail!("no number {number} was given on {day}");
    };
    let title = [("number", story.number.as_str().into()), ("day", texts.date_in_full(day).into())];
    let mut text = texts.format("story-title", &title);
    for line in &story.lines {
        let (at, words) = (teller.clock(line.at), teller.line(&story, line));
        text.extend(["\n", at.as_str(), "  ", words.as_str()]);
    }
    Ok(text)
}

/// The day asked for, or the newest.
fn known_day(reader: &Reader, day: Option<Date>) -> anyhow::Result<Date> {
    let days = reader.days()?;
    let newest = days.last().copied().context("the journal has no business day yet")?;
    let day = day.unwrap_or(newest);
    anyhow::ensure!(days.contains(&day), "the journal has no business day {day}; the newest is {newest}");
    Ok(day)
}

fn written(data: &Path, day: Option<Date>) -> anyhow::Result<()> {
    let reader = Reader::open(data)?;
    let days = reader.days()?;
    let Some(day) = day.or_else(|| days.last().copied()) else { return Ok(()) };
    if !days.contains(&day) {
        let newest = days.last().map_or_else(|| "none".to_owned(), ToString::to_string);
        anyhow::bail!("the journal has no business day {day}; the newest is {newest}");
    }
    let mut out = BufWriter::new(std::io::stdout().lock());
    for row in tickets_of_day(&reader.records_of_day(day)?) {
        serde_json::to_writer(&mut out, &row)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
    let json = error.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
    io.or(json) == Some(std::io::ErrorKind::BrokenPipe)
}
