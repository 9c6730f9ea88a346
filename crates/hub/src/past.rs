//! Reads what past days teach, beside the hub at work: people are told waits as soon as it is read, and numbers are
//! given meanwhile.

use std::path::Path;

use goiso_domain::{Hall, PAST_DAYS_MAX, PastDays};
use goiso_store::{Reader, StoreError};
use jiff::civil::Date;

/// The newest business days before this one; without a day, all of the journal.
pub fn read(data: &Path, before: Option<Date>) -> Result<PastDays, StoreError> {
    let reader = Reader::open(data)?;
    let mut past = PastDays::default();
    let days = reader.days()?;
    let earlier: Vec<_> = days.into_iter().filter(|day| before.is_none_or(|before| *day < before)).collect();
    let skipped = earlier.len().saturating_sub(PAST_DAYS_MAX);
    for day in earlier.into_iter().skip(skipped) {
        let Some(rules) = reader.rules_at(day)? else { continue };
        let mut hall = Hall::new(rules);
        for record in reader.records_of_day(day)? {
            hall.apply(&record.event, record.at);
        }
        past.keep(day, hall.pace());
    }
    Ok(past)
}
