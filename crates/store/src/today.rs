//! What the hub needs at its start: the present day, without the year before it.

use goiso_domain::Rules;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::query::{LAST_DAY, Query, date};
use crate::{Break, Record, RequestMark, StoreError};

/// How many records before the day are looked through for requests; a busy day has some 25,000.
pub const EARLIER_RECORDS_MAX: i64 = 25_000;

/// The records of the business day in force, and what they stand on.
#[derive(Debug, Clone, PartialEq)]
pub struct Today {
    /// The rules in force when the first of the records happened; none in a new journal.
    /// Before the first day, the last ones applied.
    pub rules: Option<Rules>,
    /// The business day in force; none if none has begun.
    pub day: Option<Date>,
    /// From the start of the day (its `DayStarted` included) on, in order; before the first day, all.
    pub records: Vec<Record>,
    /// The requests behind the records just before the day, in order; of the last [`EARLIER_RECORDS_MAX`]. A
    /// screen that lost the hub over night may ask again for what was done.
    pub earlier: Vec<RequestMark>,
    /// When the last record happened: the hub's clock should not be before it.
    pub last_at: Option<Timestamp>,
    /// Whether the records read are those that were written.
    pub chain: Result<(), Break>,
}

impl Today {
    /// Two look-ups in an index and two ranges of the table, however long the journal is.
    pub(crate) fn load(query: Query<'_>, epoch: &str) -> Result<Self, StoreError> {
        let begin = query.sequence(LAST_DAY, [])?;
        let first = begin.unwrap_or(1);
        let mut link = query.link_before(epoch, first)?;
        let mut chain = Ok(());
        let mut day = None;
        let mut records = Vec::new();
        query.each(first, None, |raw| {
            chain = chain.and_then(|()| link.follow(&raw));
            day = date(raw.day.as_deref());
            records.push(raw.read()?);
            Ok(())
        })?;
        Ok(Self {
            rules: query.rules_at(begin.unwrap_or(i64::MAX))?,
            day,
            earlier: query.requests(first.saturating_sub(EARLIER_RECORDS_MAX), first)?,
            last_at: records.last().map(|record| record.at),
            records,
            chain,
        })
    }
}
