//! What stands in the books at the end of a test.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use goiso_model::{TicketId, TicketNumber};
use goiso_store::{Reader, TicketRow, tickets_of_day};

/// Numbers that somebody was told.
pub(crate) type Told = BTreeMap<TicketId, TicketNumber>;

/// Today's tickets, after a walk over the whole chain. No number twice.
pub(crate) fn books(data: &Path) -> Vec<TicketRow> {
    let reader = Reader::open(data).expect("the journal is there");
    reader.verify(|_| {}).expect("the journal is whole");
    let days = reader.days().expect("days can be read");
    let [day] = days[..] else { panic!("not one day, but {days:?}") };
    let rows = tickets_of_day(&reader.records_of_day(day).expect("records can be read"));
    let once: BTreeSet<&str> = rows.iter().map(|row| row.number.as_str()).collect();
    assert_eq!(once.len(), rows.len(), "a number was given twice: {rows:?}");
    rows
}

/// Today's numbers in the order they were given.
pub(crate) fn numbers(data: &Path) -> Vec<String> {
    books(data).iter().map(|row| row.number.to_string()).collect()
}
