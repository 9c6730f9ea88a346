//! `report`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use goiso_hub::report::{Report, Spread, read, workbook};
use goiso_hub::{advice, clock::Clock};
use goiso_i18n::Texts;
use goiso_model::Language;
use jiff::civil::Date;

/// What comes out.
pub(crate) enum Form {
    /// A page for people.
    Text,
    /// One JSON object.
    Json,
    /// Tables into this folder.
    Csv(PathBuf),
    /// A workbook into this file, in this language.
    Xlsx(PathBuf, Language),
}

/// Reads the figures while the hub runs. Exit code 2 where there is nothing to read or nowhere to write.
pub(crate) fn report(data: &Path, from: Option<Date>, to: Option<Date>, form: &Form) -> (String, u8) {
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        return (format!("goiso-hub: --from {from} is later than --to {to}"), 2);
    }
    let report = match read(data, from, to, Clock::new(None).now()) {
        Ok(report) => report,
        Err(error) => return (format!("goiso-hub: {}", advice::about(&error)), 2),
    };
    if report.days == 0 {
        return ("goiso-hub: the journal has no business day in that time".to_owned(), 2);
    }
    match form {
        Form::Text => (page(&report), 0),
        Form::Json => match serde_json::to_string_pretty(&report) {
            Ok(json) => (json, 0),
            Err(error) => (format!("goiso-hub: {error}"), 2),
        },
        Form::Csv(folder) => match write(&report, folder) {
            Ok(files) => (files, 0),
            Err(error) => (format!("goiso-hub: cannot write into '{}': {error}", folder.display()), 2),
        },
        Form::Xlsx(file, language) => match workbook(&report, &Texts::new(language)) {
            Ok(bytes) => match std::fs::write(file, bytes) {
                Ok(()) => (file.display().to_string(), 0),
                Err(error) => (format!("goiso-hub: cannot write '{}': {error}", file.display()), 2),
            },
            Err(error) => (format!("goiso-hub: {:#}", anyhow::Error::from(error)), 2),
        },
    }
}

fn write(report: &Report, folder: &Path) -> std::io::Result<String> {
    std::fs::create_dir_all(folder)?;
    let mut files = Vec::new();
    for table in report.tables() {
        let path = folder.join(format!("{}.csv", table.name));
        std::fs::write(&path, table.csv())?;
        files.push(path.display().to_string());
    }
    Ok(files.join("\n"))
}

fn page(report: &Report) -> String {
    let mut page = String::new();
    let mut line = |text: std::fmt::Arguments<'_>| {
        page.write_fmt(text).expect("writing to a String cannot fail");
        page.push('\n');
    };
    let all = &report.all;
    let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
    line(format_args!("{} to {}, {} business days", day(report.from), day(report.to), report.days));
    line(format_args!(
        "numbers {}: served {}, absent {} ({}), given up {}, left {}, present {} of whom waiting {}",
        all.issued,
        all.served,
        all.absent,
        percent(all.absent_rate),
        all.cancelled - all.left,
        all.left,
        all.present,
        all.waiting
    ));
    if !all.outcomes.is_empty() {
        let outcomes: Vec<_> = all.outcomes.iter().map(|(outcome, n)| format!("{outcome} {n}")).collect();
        line(format_args!("served  {}", outcomes.join(", ")));
    }
    line(format_args!("recalls {}, transfers {}, holds {}", all.recalls, all.transfers, all.holds));
    let in_time = percent(all.share_in_time);
    line(format_args!(
        "wait    {}; {in_time} within {} min",
        spread(&all.wait),
        report.wait_target_secs / 60
    ));
    if all.carried > 0 {
        line(format_args!("carried over {}: wait {}", all.carried, spread(&all.carried_wait)));
    }
    line(format_args!("service {}", spread(&all.service)));
    line(format_args!("arrival {}", spread(&all.arrival)));
    for (service, numbers) in &report.services {
        line(format_args!(
            "service {service}: numbers {}, served {}, wait {}, service {}",
            numbers.issued,
            numbers.served,
            spread(&numbers.wait),
            spread(&numbers.service)
        ));
    }
    for (counter, work) in &report.counters {
        line(format_args!(
            "counter {counter}: served {}, absent {}, service {}, busy {}",
            work.served,
            work.absent,
            spread(&work.service),
            percent(work.utilisation)
        ));
    }
    page.trim_end().to_owned()
}

/// Mean, median, nine of ten and the longest, in minutes and seconds.
fn spread(spread: &Spread) -> String {
    let clock = |secs: u64| format!("{}:{:02}", secs / 60, secs % 60);
    match (spread.mean_secs, spread.median_secs, spread.p90_secs, spread.max_secs) {
        (Some(mean), Some(median), Some(p90), Some(max)) => {
            let [median, p90, max] = [median, p90, max].map(|secs| clock(secs.into()));
            format!("mean {}, median {median}, p90 {p90}, max {max} (n {})", clock(mean), spread.n)
        }
        (_, _, _, _) => "–".to_owned(),
    }
}

fn percent(part: Option<f64>) -> String {
    part.map_or_else(|| "–".to_owned(), |part| format!("{:.1} %", part * 100.0))
}
