//! The questions that the writer and the readers both ask of the file.

use std::path::Path;

use goiso_domain::{Event, Rules};
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Params};

use crate::chain::{Hash, Link};
use crate::record::RawRecord;
use crate::{Break, Flaw, RequestMark, StoreError};

/// A connection that reads, and the file's name for errors.
#[derive(Clone, Copy)]
pub(crate) struct Query<'a> {
    pub(crate) db: &'a Connection,
    pub(crate) path: &'a Path,
}

/// Records from one up to, not including, another; in the columns that [`RawRecord::from_row`] reads.
const RANGE: &str = "SELECT sequence, day, at, version, kind, event, request, hash FROM journal \
     WHERE sequence >= ?1 AND sequence < ?2 ORDER BY sequence";
/// The requests behind such a range.
const REQUESTS: &str = "SELECT sequence, request FROM journal \
     WHERE sequence >= ?1 AND sequence < ?2 AND request IS NOT NULL ORDER BY sequence";
/// The last record, in the same columns.
const LAST: &str = "SELECT sequence, day, at, version, kind, event, request, hash FROM journal \
     ORDER BY sequence DESC LIMIT 1";
/// The last `day_started` of all.
pub(crate) const LAST_DAY: &str =
    "SELECT sequence FROM journal WHERE kind = 'day_started' ORDER BY sequence DESC LIMIT 1";
/// The `day_started` of a day.
pub(crate) const BEGIN_OF_DAY: &str =
    "SELECT sequence FROM journal WHERE kind = 'day_started' AND day = ?1 ORDER BY sequence LIMIT 1";
/// The `day_started` that ends the day begun at a record.
pub(crate) const NEXT_DAY: &str =
    "SELECT sequence FROM journal WHERE kind = 'day_started' AND sequence > ?1 ORDER BY sequence LIMIT 1";
/// The rules in force at a record.
pub(crate) const RULES_AT: &str = "SELECT event FROM journal \
     WHERE kind = 'rules_applied' AND sequence <= ?1 ORDER BY sequence DESC LIMIT 1";

impl<'a> Query<'a> {
    pub(crate) fn failed(self) -> impl Fn(rusqlite::Error) -> StoreError + 'a {
        move |source| StoreError::sqlite("read", self.path, source)
    }

    pub(crate) fn epoch(self) -> Result<String, StoreError> {
        self.db
            .query_row("SELECT value FROM meta WHERE key = 'epoch'", [], |row| row.get(0))
            .map_err(self.failed())
    }

    /// The place of a landmark record.
    pub(crate) fn sequence(self, sql: &str, params: impl Params) -> Result<Option<i64>, StoreError> {
        self.db.query_row(sql, params, |row| row.get(0)).optional().map_err(self.failed())
    }

    /// The rules that the record `sequence`, or the last `rules_applied` before it, put in force.
    pub(crate) fn rules_at(self, sequence: i64) -> Result<Option<Rules>, StoreError> {
        let json: Option<String> =
            self.db.query_row(RULES_AT, [sequence], |row| row.get(0)).optional().map_err(self.failed())?;
        let unreadable =
            |source| StoreError::Unreadable { sequence: u64::try_from(sequence).unwrap_or(0), source };
        match json.map(|json| serde_json::from_str(&json)).transpose().map_err(unreadable)? {
            Some(Event::RulesApplied { rules }) => Ok(Some(*rules)),
            Some(_) | None => Ok(None),
        }
    }

    /// The last record.
    pub(crate) fn last(self) -> Result<Option<RawRecord>, StoreError> {
        self.db.query_row(LAST, [], RawRecord::from_row).optional().map_err(self.failed())
    }

    /// The chain as far as the record before `sequence`, which is believed. If that record is not there, the
    /// link is one that `sequence` cannot follow.
    pub(crate) fn link_before(self, epoch: &str, sequence: i64) -> Result<Link, StoreError> {
        let before = sequence - 1;
        if before == 0 {
            return Ok(Link::genesis(epoch));
        }
        let hash: Option<Vec<u8>> = self
            .db
            .query_row("SELECT hash FROM journal WHERE sequence = ?1", [before], |row| row.get(0))
            .optional()
            .map_err(self.failed())?;
        let hash = hash.and_then(|hash| Hash::try_from(hash).ok());
        Ok(hash.map_or(Link { sequence: before - 1, hash: Hash::default() }, |hash| Link {
            sequence: before,
            hash,
        }))
    }

    /// Hands over the records from `first` on, up to but not including `end`, in order.
    pub(crate) fn each(
        self,
        first: i64,
        end: Option<i64>,
        mut take: impl FnMut(RawRecord) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = self.db.prepare(RANGE).map_err(self.failed())?;
        let mut rows = statement.query((first, end.unwrap_or(i64::MAX))).map_err(self.failed())?;
        while let Some(row) = rows.next().map_err(self.failed())? {
            take(RawRecord::from_row(row).map_err(|source| self.unlike_a_record(row, source))?)?;
        }
        Ok(())
    }

    /// The requests behind the records from `first` up to, not including, `end`, in order.
    pub(crate) fn requests(self, first: i64, end: i64) -> Result<Vec<RequestMark>, StoreError> {
        let mut statement = self.db.prepare(REQUESTS).map_err(self.failed())?;
        let mut rows = statement.query((first, end)).map_err(self.failed())?;
        let mut marks = Vec::new();
        while let Some(row) = rows.next().map_err(self.failed())? {
            let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?));
            let (sequence, json) = read(row).map_err(|source| self.unlike_a_record(row, source))?;
            let sequence = u64::try_from(sequence).unwrap_or(0);
            let unreadable = |source| StoreError::Unreadable { sequence, source };
            marks.push(serde_json::from_str(&json).map_err(unreadable)?);
        }
        Ok(marks)
    }

    /// A column of a type that was never written: somebody has been at the file with the checks off.
    fn unlike_a_record(self, row: &rusqlite::Row<'_>, source: rusqlite::Error) -> StoreError {
        match row.get::<_, i64>(0) {
            Ok(sequence) if !matches!(source, rusqlite::Error::SqliteFailure(..)) => {
                let sequence = u64::try_from(sequence).unwrap_or(0);
                StoreError::ChainBroken(Break { sequence, flaw: Flaw::Altered })
            }
            Ok(_) | Err(_) => StoreError::sqlite("read", self.path, source),
        }
    }
}

/// The `day` column as a date; text that is none counts as no day, and the chain says so elsewhere.
pub(crate) fn date(text: Option<&str>) -> Option<Date> {
    text.and_then(|text| text.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(db: &Connection, sql: &str) -> String {
        let mut statement = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let n_params = statement.parameter_count();
        let params = rusqlite::params_from_iter(std::iter::repeat_n(1, n_params));
        let steps = statement.query_map(params, |row| row.get::<_, String>(3)).unwrap();
        steps.collect::<Result<Vec<_>, _>>().unwrap().join("; ")
    }

    #[test]
    fn no_question_of_the_start_walks_through_the_journal() {
        let mut db = Connection::open_in_memory().unwrap();
        crate::schema::migrate(&mut db, Path::new("memory")).unwrap();
        let plans = [LAST_DAY, BEGIN_OF_DAY, NEXT_DAY, RULES_AT, RANGE, REQUESTS].map(|sql| plan(&db, sql));
        insta::assert_snapshot!(plans.join("\n"), @"
        SEARCH journal USING COVERING INDEX journal_landmarks (kind=?)
        SEARCH journal USING COVERING INDEX journal_landmarks (kind=?)
        SEARCH journal USING COVERING INDEX journal_landmarks (kind=? AND sequence>?)
        SEARCH journal USING INDEX journal_landmarks (kind=? AND sequence<?)
        SEARCH journal USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)
        SEARCH journal USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)
        ");
    }
}
