//! What managers read, as tables and as a workbook that a spreadsheet opens.

use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader as _, Xlsx};
use goiso_config::Config;
use goiso_domain::{Command, Event, Hall};
use goiso_hub::report::{Cell, Report, read, workbook};
use goiso_i18n::Texts;
use goiso_model::{CounterNumber, Language, TicketId};
use goiso_store::{Entry, Journal, OpenOptions};
use jiff::Timestamp;

const COMMUNE: &str = include_str!("../../../assets/centres/commune.toml");

/// Two visitors served at counter 3 and one who did not come, on a Monday; nobody on the Tuesday.
fn journal(data: &Path) {
    let rules = Config::parse(COMMUNE, "commune.toml").expect("the sample is right").rules();
    let mut hall = Hall::new(rules.clone());
    let at = |text: &str| -> Timestamp { format!("2026-11-{text}+07:00").parse().expect("a time") };
    let rules = Event::RulesApplied { rules: Box::new(rules) };
    let mut entries = vec![Entry { at: at("23T07:00:00"), request: None, event: rules }];
    let counter = CounterNumber::new(3).expect("3 is a counter");
    let service = || "chung-thuc".parse().expect("a slug");
    let issue = |bits| Command::Issue {
        ticket: TicketId::from_bits(bits),
        service: service(),
        class: None,
        kiosk: None,
        people: 1,
    };
    let official = "cb-lan".parse().expect("a slug");
    let done = || Command::Finish { counter, outcome: "done".parse().ok() };
    for (text, command) in [
        ("23T07:00:00", Command::StartDay { day: "2026-11-23".parse().expect("a day") }),
        ("23T07:30:00", Command::OpenCounter { counter, official, services: Vec::new() }),
        ("23T08:00:00", issue(1)),
        ("23T08:01:00", issue(2)),
        ("23T08:02:00", issue(3)),
        ("23T08:10:00", Command::CallNext { counter }),
        ("23T08:10:30", Command::Arrive { counter }),
        ("23T08:20:30", done()),
        ("23T08:21:00", Command::CallNext { counter }),
        ("23T08:24:00", Command::MarkAbsent { counter }),
        ("23T08:25:00", Command::CallNext { counter }),
        ("23T08:25:10", Command::Arrive { counter }),
        ("23T08:31:10", done()),
        ("24T07:00:00", Command::StartDay { day: "2026-11-24".parse().expect("a day") }),
    ] {
        let at = at(text);
        for event in hall.decide(&command, at).expect("the hall takes it") {
            hall.apply(&event, at);
            entries.push(Entry { at, request: None, event });
        }
    }
    let small = OpenOptions { ballast_bytes: 64 * 1024, ..OpenOptions::default() };
    Journal::open(data, &small).expect("a journal").commit(&entries).expect("it is written");
}

fn report() -> Report {
    let data = tempfile::tempdir().expect("a folder");
    journal(data.path());
    let now = "2026-11-24T12:00:00+07:00".parse().expect("a time");
    read(data.path(), None, None, now).expect("it can be read")
}

#[test]
fn the_tables_have_what_managers_read() {
    let report = report();
    let csv = report.tables().map(|table| format!("{}\n{}", table.name, table.csv().replace("\r\n", "\n")));
    insta::assert_snapshot!(csv.join("\n"), @r"
    services
    service,issued,served,absent,cancelled,left,present,waiting,absent_rate,recalls,transfers,holds,wait_n,wait_mean,wait_median,wait_p90,wait_max,share_in_time,service_n,service_mean,service_median,service_p90,service_max,arrival_n,arrival_mean,arrival_median,arrival_p90,arrival_max,carried,carried_wait_n,carried_wait_mean,carried_wait_median,carried_wait_p90,carried_wait_max
    chung-thuc,3,2,1,0,0,0,0,0.3333,0,0,0,3,1060,1200,1380,1380,0.3333,2,480,360,600,600,2,20,10,30,30,0,0,,,,
    ,3,2,1,0,0,0,0,0.3333,0,0,0,3,1060,1200,1380,1380,0.3333,2,480,360,600,600,2,20,10,30,30,0,0,,,,

    counters
    counter,called,served,absent,absent_rate,recalls,transfers,holds,open,busy,utilisation,wait_n,wait_mean,wait_median,wait_p90,wait_max,service_n,service_mean,service_median,service_p90,service_max,arrival_n,arrival_mean,arrival_median,arrival_p90,arrival_max
    3,3,2,1,0.3333,0,0,0,84600,1180,0.0139,3,1060,1200,1380,1380,2,480,360,600,600,2,20,10,30,30

    officials
    official,called,served,absent,absent_rate,recalls,transfers,holds,open,busy,utilisation,wait_n,wait_mean,wait_median,wait_p90,wait_max,service_n,service_mean,service_median,service_p90,service_max,arrival_n,arrival_mean,arrival_median,arrival_p90,arrival_max
    cb-lan,3,2,1,0.3333,0,0,0,84600,1180,0.0139,3,1060,1200,1380,1380,2,480,360,600,600,2,20,10,30,30

    outcomes
    service,outcome,served
    chung-thuc,done,2
    ,done,2

    hours
    weekday,hour,issued,called,wait_mean
    1,8,3,3,1060
    ");
}

/// Opened by a reader that is not ours: the same figures as in the tables, under headings of words.
#[test]
fn a_spreadsheet_opens_the_workbook_and_finds_the_same_figures() {
    let report = report();
    for (tag, sheets, all) in [
        ("vi", ["Dịch vụ", "Quầy", "Cán bộ", "Kết quả", "Giờ trong tuần"], "Tất cả"),
        ("en", ["Services", "Counters", "Officials", "Outcomes", "Hours of the week"], "All"),
    ] {
        let texts = Texts::new(&Language::new(tag).expect("a tag"));
        let bytes = workbook(&report, &texts).expect("it can be made");
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a spreadsheet opens it");
        assert_eq!(book.sheet_names(), sheets);
        for (table, sheet) in report.tables().into_iter().zip(sheets) {
            let range = book.worksheet_range(sheet).expect("the sheet is there");
            let head: Vec<_> = (0..table.columns.len()).map(|column| range.get((2, column))).collect();
            for (heading, name) in head.into_iter().zip(&table.columns) {
                let Some(Data::String(heading)) = heading else { panic!("{sheet}: {heading:?}") };
                assert!(!heading.contains('_') && heading != name, "'{heading}' is words for people");
            }
            for (idx, row) in table.rows.iter().enumerate() {
                for (column, cell) in row.iter().enumerate() {
                    let place = format!("{sheet} {idx} {column}");
                    let found = range.get((3 + idx, column));
                    let number = || match found {
                        Some(Data::Float(number)) => *number,
                        Some(Data::DateTime(length)) if length.is_duration() => length.as_f64(),
                        other => panic!("{place}: {other:?}"),
                    };
                    let is_near = |expected: f64| (number() - expected).abs() < 1e-9;
                    match cell {
                        Cell::Name(name) => {
                            let name = if name.is_empty() { all } else { name };
                            assert_eq!(found, Some(&Data::String(name.to_owned())), "{place}");
                        }
                        Cell::Count(n) => assert!(is_near(*n as f64), "{place}"),
                        Cell::Secs(Some(secs)) => assert!(is_near(*secs as f64 / 86_400.0), "{place}"),
                        Cell::Part(Some(part)) => assert!(is_near(*part), "{place}"),
                        Cell::Secs(None) | Cell::Part(None) => {
                            assert!(found.is_none_or(|found| *found == Data::Empty), "{place}");
                        }
                    }
                }
            }
        }
    }
}
