//! The report as a workbook for Excel and other spreadsheets, in the words of managers.

use goiso_i18n::Texts;
use rust_xlsxwriter::{ConditionalFormat2ColorScale, Format, Workbook, Worksheet, XlsxError};

use super::{Cell, Report, Table};

/// A workbook that could not be made: more rows than a sheet has.
#[derive(Debug, thiserror::Error)]
#[error("the workbook cannot be made")]
pub struct WorkbookError(#[from] XlsxError);

const SECS_A_DAY: f64 = 86_400.0;
/// How wide the first column of a sheet is, and the others, in letters.
const NAME_WIDTH: f64 = 28.0;
const WIDTH: f64 = 13.0;

/// The sheets by the names of the tables.
const SHEETS: [(&str, &str); 5] = [
    ("services", "report-sheet-services"),
    ("counters", "report-sheet-counters"),
    ("officials", "report-sheet-officials"),
    ("outcomes", "report-sheet-outcomes"),
    ("hours", "report-sheet-hours"),
];

/// The words of the columns.
const HEADINGS: [(&str, &str); 23] = [
    ("service", "report-sheet-services"),
    ("counter", "report-counter"),
    ("official", "report-official"),
    ("outcome", "report-outcome"),
    ("weekday", "report-weekday"),
    ("hour", "report-hour"),
    ("issued", "report-issued"),
    ("called", "report-called"),
    ("served", "report-served"),
    ("absent", "report-absent"),
    ("cancelled", "report-cancelled"),
    ("left", "report-left"),
    ("present", "report-present"),
    ("waiting", "report-waiting"),
    ("absent_rate", "report-absent-rate"),
    ("recalls", "report-recalls"),
    ("transfers", "report-transfers"),
    ("holds", "report-holds"),
    ("share_in_time", "report-share-in-time"),
    ("carried", "report-carried"),
    ("open", "report-open"),
    ("busy", "report-busy"),
    ("utilisation", "report-utilisation"),
];

/// What is spread, where a column tells of a spread.
const SPREADS: [(&str, &str); 4] = [
    ("wait", "report-wait"),
    ("service", "report-service"),
    ("arrival", "report-arrival"),
    ("carried_wait", "report-carried-wait"),
];

/// What of a spread a column tells.
const OF_SPREADS: [(&str, &str); 5] = [
    ("n", "report-of-n"),
    ("mean", "report-of-mean"),
    ("median", "report-of-median"),
    ("p90", "report-of-p90"),
    ("max", "report-of-max"),
];

/// How cells are set.
struct Formats {
    head: Format,
    duration: Format,
    part: Format,
}

/// The bytes of an `.xlsx` file: a sheet for each table, times as times and parts as percent.
pub fn workbook(report: &Report, texts: &Texts) -> Result<Vec<u8>, WorkbookError> {
    let formats = Formats {
        head: Format::new().set_bold().set_text_wrap(),
        duration: Format::new().set_num_format("[h]:mm:ss"),
        part: Format::new().set_num_format("0.0%"),
    };
    let mut workbook = Workbook::new();
    for table in report.tables() {
        fill(workbook.add_worksheet(), &table, report, texts, &formats)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// Above a table stands of which days it is.
fn fill(
    sheet: &mut Worksheet,
    table: &Table,
    report: &Report,
    texts: &Texts,
    formats: &Formats,
) -> Result<(), XlsxError> {
    const HEAD: u32 = 2;
    let name = SHEETS.iter().find(|(name, _)| *name == table.name);
    sheet.set_name(name.map_or_else(|| table.name.to_owned(), |(_, key)| texts.text(key)))?;
    sheet.write_with_format(0, 0, title(report, texts), &Format::new().set_bold())?;
    for (column, name) in (0_u16..).zip(&table.columns) {
        sheet.write_with_format(HEAD, column, heading(name, texts), &formats.head)?;
        sheet.set_column_width(column, if column == 0 { NAME_WIDTH } else { WIDTH })?;
    }
    for (row, cells) in (HEAD + 1..).zip(&table.rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                Cell::Name(name) if name.is_empty() => {
                    sheet.write(row, column, texts.text("report-all"))?;
                }
                Cell::Name(name) => {
                    sheet.write(row, column, name)?;
                }
                Cell::Count(n) => {
                    sheet.write(row, column, *n)?;
                }
                Cell::Secs(Some(secs)) => {
                    sheet.write_with_format(row, column, *secs as f64 / SECS_A_DAY, &formats.duration)?;
                }
                Cell::Part(Some(part)) => {
                    sheet.write_with_format(row, column, *part, &formats.part)?;
                }
                Cell::Secs(None) | Cell::Part(None) => {}
            }
        }
    }
    sheet.set_freeze_panes(HEAD + 1, 1)?;
    let last = HEAD + u32::try_from(table.rows.len()).unwrap_or(u32::MAX - HEAD);
    let last_column = u16::try_from(table.columns.len() - 1).unwrap_or(u16::MAX);
    if last > HEAD {
        sheet.autofilter(HEAD, 0, last, last_column)?;
        if let Some(issued) =
            table.columns.iter().position(|name| *name == "issued").filter(|_| table.name == "hours")
        {
            let column = u16::try_from(issued).unwrap_or(u16::MAX);
            sheet.add_conditional_format(
                HEAD + 1,
                column,
                last,
                column,
                &ConditionalFormat2ColorScale::new(),
            )?;
        }
    }
    Ok(())
}

/// "Từ 02/11/2026 đến 06/11/2026, 5 ngày làm việc".
fn title(report: &Report, texts: &Texts) -> String {
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(String::new, |day| texts.date_in_full(day));
    texts.format(
        "report-days",
        &[("from", day(report.from).into()), ("to", day(report.to).into()), ("n", report.days.into())],
    )
}

/// A column's heading: "Thời gian chờ: trung vị".
fn heading(column: &str, texts: &Texts) -> String {
    let found = |known: &[(&str, &'static str)], name: &str| {
        known.iter().find(|(known, _)| *known == name).map(|(_, key)| *key)
    };
    if let Some(key) = found(&HEADINGS, column) {
        return texts.text(key);
    }
    let parts = column.rsplit_once('_');
    match parts.and_then(|(what, of)| Some((found(&SPREADS, what)?, found(&OF_SPREADS, of)?))) {
        Some((what, of)) => texts.format(of, &[("what", texts.text(what).into())]),
        // A column without words is better than none: a test looks that there is none.
        None => column.to_owned(),
    }
}
