//! Looking things up, in any process, also while the hub runs.

use std::path::{Path, PathBuf};

use goiso_domain::Rules;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OpenFlags};

use crate::chain::Link;
use crate::query::{BEGIN_OF_DAY, NEXT_DAY, Query};
use crate::schema::{self, Kind};
use crate::{JOURNAL_FILE, Record, StoreError};

/// How often `verify` reports, in records.
const PROGRESS_EVERY: u64 = 10_000;

/// Reads a journal and never writes it.
#[derive(Debug)]
pub struct Reader {
    db: Connection,
    path: PathBuf,
    epoch: String,
}

/// A journal that is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// How many.
    pub records: u64,
    /// How many business days began.
    pub days: u64,
    /// How many numbers were given.
    pub issued: u64,
    /// When the first record happened.
    pub first_at: Option<Timestamp>,
    /// When the last record happened.
    pub last_at: Option<Timestamp>,
    /// The last record's hash, in hex. Records cut off at the end leave a whole chain behind: only this,
    /// noted elsewhere (a daily report), shows that they are gone.
    pub head: String,
}

impl Reader {
    /// Opens the journal of a data folder. No such file is [`StoreError::Io`].
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join(JOURNAL_FILE);
        // Asked first, because SQLite only says that it cannot open it.
        path.metadata().map_err(|source| StoreError::io("open", &path, source))?;
        let failed = |source| StoreError::sqlite("open", &path, source);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(&path, flags).map_err(failed)?;
        db.busy_timeout(crate::journal::BUSY_TIMEOUT).map_err(failed)?;
        db.pragma_update(None, "trusted_schema", false).map_err(failed)?;
        match schema::kind_of(&db, &path)? {
            Kind::Journal { schema: schema::SCHEMA } => {}
            Kind::Journal { schema: found } => {
                return Err(StoreError::WrongSchema { found, known: schema::SCHEMA, path });
            }
            Kind::New => return Err(StoreError::NotAJournal { path }),
        }
        let epoch = Query { db: &db, path: &path }.epoch()?;
        Ok(Self { db, path, epoch })
    }

    /// Random hex, drawn when the file was made: names this history.
    pub fn epoch(&self) -> &str {
        &self.epoch
    }

    /// Walks the whole chain and reads every record, as far as the hub had come at the beginning of the walk.
    /// The first bad record is [`StoreError::ChainBroken`]. `progress` hears now and then how many are done.
    pub fn verify(&self, mut progress: impl FnMut(u64)) -> Result<Verified, StoreError> {
        let mut link = Link::genesis(&self.epoch);
        let mut found =
            Verified { records: 0, days: 0, issued: 0, first_at: None, last_at: None, head: String::new() };
        self.query().each(i64::MIN, None, |raw| {
            link.follow(&raw)?;
            let record = raw.read()?;
            found.records += 1;
            found.days += u64::from(raw.kind == "day_started");
            found.issued += u64::from(matches!(raw.kind.as_str(), "issued" | "issued_offline"));
            found.first_at.get_or_insert(record.at);
            found.last_at = Some(record.at);
            if found.records.is_multiple_of(PROGRESS_EVERY) {
                progress(found.records);
            }
            Ok(())
        })?;
        progress(found.records);
        found.head = link.hex();
        Ok(found)
    }

    /// The business days that began, in order.
    pub fn days(&self) -> Result<Vec<Date>, StoreError> {
        let query = self.query();
        let mut statement = self
            .db
            .prepare("SELECT day FROM journal WHERE kind = 'day_started' ORDER BY sequence")
            .map_err(query.failed())?;
        let days = statement
            .query_map([], |row| row.get::<_, String>(0))
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(query.failed())?;
        Ok(days.iter().filter_map(|day| crate::query::date(Some(day))).collect())
    }

    /// A day's records from its `DayStarted` on, in order; none if there was no such day. Checks no hash.
    pub fn records_of_day(&self, day: Date) -> Result<Vec<Record>, StoreError> {
        let query = self.query();
        let Some(begin) = query.sequence(BEGIN_OF_DAY, [day.to_string()])? else {
            return Ok(Vec::new());
        };
        let end = query.sequence(NEXT_DAY, [begin])?;
        let mut records = Vec::new();
        query.each(begin, end, |raw| {
            records.push(raw.read()?);
            Ok(())
        })?;
        Ok(records)
    }

    /// The rules in force when a day began.
    pub fn rules_at(&self, day: Date) -> Result<Option<Rules>, StoreError> {
        match self.query().sequence(BEGIN_OF_DAY, [day.to_string()])? {
            Some(begin) => self.query().rules_at(begin),
            None => Ok(None),
        }
    }

    fn query(&self) -> Query<'_> {
        Query { db: &self.db, path: &self.path }
    }
}
