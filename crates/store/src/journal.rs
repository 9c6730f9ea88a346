//! The writer.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::Date;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, TransactionBehavior};

use crate::ballast::{self, Ballast, Freed};
use crate::chain::{Hash, Link};
use crate::lock::HubLock;
use crate::query::{Query, date};
use crate::record::{RawRecord, day_after};
use crate::schema::{self, Kind};
use crate::{Entry, JOURNAL_FILE, StoreError, Today};

/// The most entries in one commit. A day that ends with a full hall cancels every ticket at once.
pub const COMMIT_ENTRIES_MAX: usize = 65_536;

/// How long to wait for another program to let go of the file; the hall stands still meanwhile.
pub(crate) const BUSY_TIMEOUT: Duration = Duration::from_millis(500);

/// The write-ahead log is moved into the file at the first idle moment after so many records.
const CHECKPOINT_RECORDS_MIN: u64 = 256;

/// If no moment is idle, a commit moves the log after so many pages of 4 KiB.
const LOG_PAGES_MAX: i64 = 8192;

/// A log that grew beyond this is cut down to it, in bytes.
const LOG_BYTES_KEPT: i64 = 8 * 1024 * 1024;

/// How a journal is opened.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    /// The size of the ballast; 0 for none.
    pub ballast_bytes: u64,
    /// For the bench alone: waits so long after each commit, as a slower disk would.
    pub commit_delay: Duration,
    /// For tests alone: a disk on which the journal finds room for so many bytes, of which the ballast holds
    /// its own size until it is given up.
    pub pretended_disk: Option<u64>,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self { ballast_bytes: 64 * 1024 * 1024, commit_delay: Duration::ZERO, pretended_disk: None }
    }
}

/// The journal of a data folder, open for writing. One process at a time has it, and one thread in it.
#[derive(Debug)]
pub struct Journal {
    db: Connection,
    dir: PathBuf,
    path: PathBuf,
    epoch: String,
    link: Link,
    day: Option<Date>,
    ballast: Ballast,
    options: OpenOptions,
    n_uncheckpointed: u64,
    has_failed: bool,
    // Last, so that the file is closed before the next hub may open it.
    _lock: HubLock,
}

impl Journal {
    /// Opens the journal in `dir`, or makes both. Fails with [`StoreError::InUse`], [`StoreError::NotAJournal`]
    /// or [`StoreError::WrongSchema`] without having changed anything. The records are not checked here: see
    /// [`Today::chain`] and [`Reader::verify`](crate::Reader::verify).
    pub fn open(dir: &Path, options: &OpenOptions) -> Result<Self, StoreError> {
        fs::create_dir_all(dir).map_err(|source| StoreError::io("create", dir, source))?;
        let lock = HubLock::take(dir)?;
        let path = dir.join(JOURNAL_FILE);
        let db = open_file(dir, &path)?;
        let query = Query { db: &db, path: &path };
        let epoch = query.epoch()?;
        let last = query.last()?;
        let link = last.as_ref().map_or_else(|| Link::genesis(&epoch), link_to);
        let day = last.and_then(|last| date(last.day.as_deref()));
        let mut journal = Self {
            ballast: Ballast::keep(dir, options.ballast_bytes)?,
            db,
            dir: dir.to_owned(),
            path,
            epoch,
            link,
            day,
            options: options.clone(),
            n_uncheckpointed: 0,
            has_failed: false,
            _lock: lock,
        };
        journal.set_pretended_disk(options.pretended_disk)?;
        if journal.is_on_ballast() {
            tracing::warn!(dir = %dir.display(), "the disk is nearly full: there is no room for the ballast");
        }
        Ok(journal)
    }

    /// Random hex, drawn when the file was made: names this history.
    pub fn epoch(&self) -> &str {
        &self.epoch
    }

    /// The last record's sequence; 0 in a new journal.
    pub fn last_sequence(&self) -> u64 {
        u64::try_from(self.link.sequence).expect("sequences rise from 0")
    }

    /// Reads the present day.
    pub fn load_today(&mut self) -> Result<Today, StoreError> {
        Today::load(self.query(), &self.epoch)
    }

    /// Writes `entries` in one transaction with one sync of the disk, and returns the last sequence. After an
    /// error nothing of it stands, except as [`StoreError::SyncFailed`] says. When the disk is full the ballast
    /// is given up and the commit tried once more: see [`Journal::is_on_ballast`].
    pub fn commit(&mut self, entries: &[Entry]) -> Result<u64, StoreError> {
        if entries.len() > COMMIT_ENTRIES_MAX {
            return Err(StoreError::TooMany { n_entries: entries.len(), max: COMMIT_ENTRIES_MAX });
        }
        self.refuse_if_failed()?;
        if entries.is_empty() {
            return Ok(self.last_sequence());
        }
        let written = match self.write(entries) {
            Err(StoreError::DiskFull { .. }) if self.give_up_ballast()? == Freed::Room => self.write(entries),
            other => other,
        };
        (self.link, self.day) = written.inspect_err(|error| self.note(error))?;
        self.n_uncheckpointed += entries.len() as u64;
        if !self.options.commit_delay.is_zero() {
            std::thread::sleep(self.options.commit_delay);
        }
        Ok(self.last_sequence())
    }

    /// Whether the disk has no room for the ballast. Then the hub gives no new numbers, and the room that the
    /// ballast held serves to call and finish the visitors who have one.
    pub fn is_on_ballast(&self) -> bool {
        !self.ballast.is_there()
    }

    /// Moves the write-ahead log into the file if enough has gathered; the core calls it when it has nothing to
    /// do. Waits for no reader. If it fails, nothing is lost: the log is longer, that is all.
    pub fn checkpoint_idle(&mut self) -> Result<(), StoreError> {
        if self.n_uncheckpointed < CHECKPOINT_RECORDS_MIN {
            return Ok(());
        }
        self.refuse_if_failed()?;
        let done = self.db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        self.n_uncheckpointed = 0;
        done.map_err(|source| self.failure("checkpoint", source)).inspect_err(|error| self.note(error))
    }

    /// After [`DiskFull`](StoreError::DiskFull) or [`Locked`](StoreError::Locked), and every few seconds while
    /// [on ballast](Journal::is_on_ballast): tries whether the file can be written, and makes the ballast again
    /// if there is room. Writes nothing into the journal.
    pub fn probe(&mut self) -> Result<(), StoreError> {
        self.refuse_if_failed()?;
        self.db
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .and_then(rusqlite::Transaction::rollback)
            .map_err(|source| StoreError::sqlite("lock", &self.path, source))?;
        match self.options.pretended_disk {
            Some(_) if self.free_bytes()? == 0 => {
                return Err(StoreError::DiskFull { path: self.path.clone() });
            }
            Some(_) => {}
            None => ballast::check_room(&self.dir)?,
        }
        let free_bytes = self.free_bytes()?;
        let was_on_ballast = self.is_on_ballast();
        self.ballast.refill(free_bytes)?;
        if was_on_ballast && !self.is_on_ballast() {
            tracing::info!("the disk has room again: the ballast is back");
            self.limit_pages()?;
        }
        Ok(())
    }

    /// For tests alone: changes [`OpenOptions::pretended_disk`].
    #[doc(hidden)]
    pub fn set_pretended_disk(&mut self, bytes: Option<u64>) -> Result<(), StoreError> {
        self.options.pretended_disk = bytes;
        self.limit_pages()
    }

    fn write(&mut self, entries: &[Entry]) -> Result<(Link, Option<Date>), StoreError> {
        let path = &self.path;
        let failed = |source| StoreError::sqlite("write", path, source);
        let (mut link, mut day) = (self.link, self.day);
        let transaction =
            self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        {
            let mut insert = transaction
                .prepare_cached("INSERT INTO journal VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
                .map_err(failed)?;
            for entry in entries {
                day = day_after(day, &entry.event);
                let mut raw = RawRecord::of_entry(entry, link.sequence + 1, day);
                link.seal(&mut raw);
                insert
                    .execute((
                        raw.sequence,
                        raw.day,
                        raw.at,
                        raw.version,
                        raw.kind,
                        raw.event,
                        raw.request,
                        raw.hash,
                    ))
                    .map_err(failed)?;
            }
        }
        transaction.commit().map_err(failed)?;
        Ok((link, day))
    }

    fn give_up_ballast(&mut self) -> Result<Freed, StoreError> {
        let freed = self.ballast.give_up()?;
        if freed == Freed::Room {
            tracing::error!(dir = %self.dir.display(), "the disk is full: the ballast is given up");
            self.limit_pages()?;
        }
        Ok(freed)
    }

    fn refuse_if_failed(&self) -> Result<(), StoreError> {
        if self.has_failed {
            return Err(StoreError::SyncFailed { path: self.path.clone() });
        }
        Ok(())
    }

    /// Remembers a disk that failed, and keeps SQLite from writing to it once more when it closes the file.
    fn note(&mut self, error: &StoreError) {
        if !error.must_stop() {
            return;
        }
        self.has_failed = true;
        if let Err(error) = self.db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true) {
            tracing::warn!(%error, "cannot keep SQLite from a last checkpoint");
        }
    }

    fn free_bytes(&self) -> Result<u64, StoreError> {
        let Some(disk) = self.options.pretended_disk else { return ballast::free_bytes(&self.dir) };
        let pages: i64 =
            self.db.query_row("PRAGMA page_count", [], |row| row.get(0)).map_err(self.query().failed())?;
        let held = if self.is_on_ballast() { 0 } else { self.ballast.bytes() };
        Ok(disk.saturating_sub(held).saturating_sub(u64::try_from(pages).unwrap_or(0) * PAGE_BYTES))
    }

    /// Tells SQLite how much of the pretended disk is there for it.
    fn limit_pages(&mut self) -> Result<(), StoreError> {
        let held = if self.is_on_ballast() { 0 } else { self.ballast.bytes() };
        // SQLite's own default when there is no such disk.
        let pages =
            self.options.pretended_disk.map_or(0xffff_fffe, |disk| disk.saturating_sub(held) / PAGE_BYTES);
        self.db
            .query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
            .map_err(self.query().failed())
    }

    fn query(&self) -> Query<'_> {
        Query { db: &self.db, path: &self.path }
    }

    fn failure(&self, what: &'static str, source: rusqlite::Error) -> StoreError {
        StoreError::sqlite(what, &self.path, source)
    }
}

/// SQLite's default, which a journal keeps.
const PAGE_BYTES: u64 = 4096;

fn open_file(dir: &Path, path: &Path) -> Result<Connection, StoreError> {
    let failed = |source| StoreError::sqlite("open", path, source);
    let mut db = Connection::open(path).map_err(failed)?;
    db.busy_timeout(BUSY_TIMEOUT).map_err(failed)?;
    db.pragma_update(None, "trusted_schema", false).map_err(failed)?;
    // Looked at before anything is written, so that somebody else's file stays as it is.
    let kind = schema::kind_of(&db, path)?;
    let mode: String = db.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)).map_err(failed)?;
    if mode != "wal" {
        let source = std::io::Error::other(format!("journal mode is '{mode}', not 'wal'"));
        return Err(StoreError::io("open", path, source));
    }
    db.pragma_update(None, "synchronous", "FULL").map_err(failed)?;
    db.pragma_update(None, "wal_autocheckpoint", LOG_PAGES_MAX).map_err(failed)?;
    db.pragma_update(None, "journal_size_limit", LOG_BYTES_KEPT).map_err(failed)?;
    match kind {
        Kind::Journal { schema: schema::SCHEMA } => {}
        Kind::Journal { .. } => schema::migrate(&mut db, path)?,
        Kind::New => {
            schema::migrate(&mut db, path)?;
            sync_folders(dir)?;
        }
    }
    Ok(db)
}

/// A new file is there after a power cut only if the folders that name it were synced too.
fn sync_folders(dir: &Path) -> Result<(), StoreError> {
    for folder in [Some(dir), dir.parent()].into_iter().flatten().filter(|path| !path.as_os_str().is_empty())
    {
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|source| StoreError::io("sync", folder, source))?;
    }
    Ok(())
}

/// What the next record is chained to. A hash of another length cannot be written; the check of the table
/// sees to it.
fn link_to(last: &RawRecord) -> Link {
    Link { sequence: last.sequence, hash: Hash::try_from(last.hash.as_slice()).unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journal(dir: &Path) -> Journal {
        Journal::open(dir, &OpenOptions { ballast_bytes: 0, ..OpenOptions::default() }).unwrap()
    }

    fn entry() -> Entry {
        let event = goiso_domain::Event::DayStarted { day: jiff::civil::date(2026, 3, 2) };
        Entry { at: jiff::Timestamp::UNIX_EPOCH, request: None, event }
    }

    #[test]
    fn every_commit_is_synced_to_the_disk() {
        let dir = tempfile::tempdir().unwrap();
        let journal = journal(dir.path());
        let ask = |pragma: &str| journal.db.query_row(pragma, [], |row| row.get::<_, i64>(0)).unwrap();
        // 2 is FULL: NORMAL would sync a log at its checkpoint only.
        assert_eq!(ask("PRAGMA synchronous"), 2);
        assert_eq!(ask("PRAGMA wal_autocheckpoint"), LOG_PAGES_MAX);
        assert_eq!(u64::try_from(ask("PRAGMA page_size")), Ok(PAGE_BYTES));
        let mode: String = journal.db.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
        assert_eq!(mode, "wal");
    }

    #[test]
    fn a_disk_that_failed_is_not_tried_again() {
        let dir = tempfile::tempdir().unwrap();
        let mut journal = journal(dir.path());
        journal.commit(&[entry()]).unwrap();
        let failure = StoreError::SyncFailed { path: journal.path.clone() };
        journal.note(&failure);
        assert!(journal.commit(&[entry()]).unwrap_err().must_stop());
        assert!(journal.probe().unwrap_err().must_stop());
        let log = journal.path.with_extension("db-wal");
        drop(journal);
        assert!(log.exists(), "closing must not write the log into the file either");
        assert_eq!(self::journal(dir.path()).last_sequence(), 1);
    }

    #[test]
    fn a_log_is_moved_into_the_file_when_enough_has_gathered() {
        let dir = tempfile::tempdir().unwrap();
        let mut journal = journal(dir.path());
        let size = |journal: &Journal| journal.path.metadata().unwrap().len();
        journal.commit(&[entry()]).unwrap();
        let before = size(&journal);
        journal.checkpoint_idle().unwrap();
        assert_eq!(size(&journal), before, "one record is not worth two syncs");
        journal.commit(&vec![entry(); usize::try_from(CHECKPOINT_RECORDS_MIN).unwrap()]).unwrap();
        journal.checkpoint_idle().unwrap();
        assert!(size(&journal) > before);
        assert_eq!(journal.n_uncheckpointed, 0);
    }
}
