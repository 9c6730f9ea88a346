//! The report as tables: for files of comma-separated values, and for a workbook.

use std::fmt::Write as _;

use super::{Hour, Numbers, Report, Spread, Work};

/// The columns of what became of numbers.
const NUMBERS: [&str; 33] = [
    "issued",
    "served",
    "absent",
    "cancelled",
    "left",
    "present",
    "waiting",
    "absent_rate",
    "recalls",
    "transfers",
    "holds",
    "wait_n",
    "wait_mean",
    "wait_median",
    "wait_p90",
    "wait_max",
    "share_in_time",
    "service_n",
    "service_mean",
    "service_median",
    "service_p90",
    "service_max",
    "arrival_n",
    "arrival_mean",
    "arrival_median",
    "arrival_p90",
    "arrival_max",
    "carried",
    "carried_wait_n",
    "carried_wait_mean",
    "carried_wait_median",
    "carried_wait_p90",
    "carried_wait_max",
];

/// The columns of what was done at a counter or by an official.
const WORK: [&str; 25] = [
    "called",
    "served",
    "absent",
    "absent_rate",
    "recalls",
    "transfers",
    "holds",
    "open",
    "busy",
    "utilisation",
    "wait_n",
    "wait_mean",
    "wait_median",
    "wait_p90",
    "wait_max",
    "service_n",
    "service_mean",
    "service_median",
    "service_p90",
    "service_max",
    "arrival_n",
    "arrival_mean",
    "arrival_median",
    "arrival_p90",
    "arrival_max",
];

/// A table of the report.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What it is about: `services`, `counters`, `officials`, `outcomes`, `hours`.
    pub name: &'static str,
    /// Its columns, by the words that files of comma-separated values have.
    pub columns: Vec<&'static str>,
    /// As many cells in each as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A slug; none for the whole.
    Name(String),
    /// How many, or which of several.
    Count(u64),
    /// A length of time in seconds; none where there is none.
    Secs(Option<u64>),
    /// A part of one; none of nothing.
    Part(Option<f64>),
}

impl Report {
    /// What managers read, by service, counter, official, outcome and hour.
    pub fn tables(&self) -> [Table; 5] {
        let services =
            || self.services.iter().map(|(id, numbers)| (id.as_str(), numbers)).chain([("", &self.all)]);
        let outcomes = services().flat_map(|(id, numbers)| {
            numbers.outcomes.iter().map(move |(outcome, n)| vec![name(id), name(outcome), count(*n)])
        });
        let works =
            self.counters.iter().map(|(number, work)| row(Cell::Count((*number).into()), work.cells()));
        let officials = self.officials.iter().map(|(id, work)| row(name(id), work.cells()));
        [
            Table::new(
                "services",
                "service",
                &NUMBERS,
                services().map(|(id, it)| row(name(id), it.cells())).collect(),
            ),
            Table::new("counters", "counter", &WORK, works.collect()),
            Table::new("officials", "official", &WORK, officials.collect()),
            Table::new("outcomes", "service", &["outcome", "served"], outcomes.collect()),
            Table::new(
                "hours",
                "weekday",
                &["hour", "issued", "called", "wait_mean"],
                self.hours.iter().map(Hour::cells).collect(),
            ),
        ]
    }
}

impl Table {
    fn new(name: &'static str, first: &'static str, columns: &[&'static str], rows: Vec<Vec<Cell>>) -> Self {
        Self { name, columns: std::iter::once(first).chain(columns.iter().copied()).collect(), rows }
    }

    /// The table as comma-separated values. Every name in it is a slug or a number, so that nothing needs quotes.
    pub fn csv(&self) -> String {
        let mut csv = self.columns.join(",");
        csv.push_str("\r\n");
        for row in &self.rows {
            let cells: Vec<_> = row.iter().map(Cell::csv).collect();
            write!(csv, "{}\r\n", cells.join(",")).expect("writing to a String cannot fail");
        }
        csv
    }
}

impl Cell {
    fn csv(&self) -> String {
        match self {
            Self::Name(name) => name.clone(),
            Self::Count(n) => n.to_string(),
            Self::Secs(secs) => secs.map(|secs| secs.to_string()).unwrap_or_default(),
            Self::Part(part) => part.map(|part| format!("{part:.4}")).unwrap_or_default(),
        }
    }
}

impl Numbers {
    fn cells(&self) -> Vec<Cell> {
        let counts =
            [self.issued, self.served, self.absent, self.cancelled, self.left, self.present, self.waiting];
        let [wait, service, arrival, carried_wait] =
            [&self.wait, &self.service, &self.arrival, &self.carried_wait].map(Spread::cells);
        let mut cells: Vec<_> = counts.map(count).into();
        cells.push(Cell::Part(self.absent_rate));
        cells.extend([self.recalls, self.transfers, self.holds].map(count));
        cells.extend(wait);
        cells.push(Cell::Part(self.share_in_time));
        cells.extend(service.into_iter().chain(arrival));
        cells.push(count(self.carried));
        cells.extend(carried_wait);
        cells
    }
}

impl Work {
    fn cells(&self) -> Vec<Cell> {
        let [wait, service, arrival] = [&self.wait, &self.service, &self.arrival].map(Spread::cells);
        let mut cells: Vec<_> = [self.called, self.served, self.absent].map(count).into();
        cells.push(Cell::Part(self.absent_rate));
        cells.extend([self.recalls, self.transfers, self.holds].map(count));
        cells.extend([self.open_secs, self.busy_secs].map(|secs| Cell::Secs(Some(secs))));
        cells.push(Cell::Part(self.utilisation));
        cells.extend(wait.into_iter().chain(service).chain(arrival));
        cells
    }
}

impl Hour {
    fn cells(&self) -> Vec<Cell> {
        let Self { weekday, hour, issued, called, mean_wait_secs } = self;
        let [weekday, hour] = [*weekday, *hour].map(|n| Cell::Count(n as u64));
        vec![weekday, hour, count(*issued), count(*called), Cell::Secs(*mean_wait_secs)]
    }
}

impl Spread {
    fn cells(&self) -> [Cell; 5] {
        let Self { n, mean_secs, median_secs, p90_secs, max_secs } = self;
        let [median, p90, max] =
            [median_secs, p90_secs, max_secs].map(|secs| Cell::Secs(secs.map(u64::from)));
        [Cell::Count(*n as u64), Cell::Secs(*mean_secs), median, p90, max]
    }
}

fn row(first: Cell, cells: Vec<Cell>) -> Vec<Cell> {
    std::iter::once(first).chain(cells).collect()
}

fn name(name: &str) -> Cell {
    Cell::Name(name.to_owned())
}

fn count(n: u32) -> Cell {
    Cell::Count(n.into())
}
