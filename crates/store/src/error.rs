//! How the journal can fail.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ffi;

/// The journal cannot do what was asked. The three cases that the hub tells apart:
/// [`is_transient`](StoreError::is_transient), [`must_stop`](StoreError::must_stop), and all others, which a
/// person must see to.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another hub writes this journal.
    #[error(
        "'{}' is locked: another hub ({}) uses this data folder",
        path.display(),
        holder.map_or("unknown process".to_owned(), |id| format!("process {id}"))
    )]
    InUse {
        /// The lock file.
        path: PathBuf,
        /// The other process, as it wrote itself into the lock file.
        holder: Option<u32>,
    },
    /// No room is left on the disk, even with the ballast freed. Nothing was written.
    #[error("the disk of '{}' is full", path.display())]
    DiskFull {
        /// The file that could not grow.
        path: PathBuf,
    },
    /// Another program holds the file locked, e.g. a backup or an SQLite shell. Nothing was written.
    #[error("'{}' is locked by another program", path.display())]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// The disk did not take what was written: a write or a sync failed. What is on it is now unknown, and
    /// trying again could seem to succeed without being true. Every later commit answers the same; the hub
    /// must stop and start anew. One commit that was not acknowledged may then be there.
    #[error("the disk of '{}' failed to keep what was written", path.display())]
    SyncFailed {
        /// The file.
        path: PathBuf,
    },
    /// A newer goiso wrote the file.
    #[error(
        "'{}' has journal schema {found}; this version knows schemas up to {known}: install a newer goiso",
        path.display()
    )]
    WrongSchema {
        /// As in the file.
        found: i64,
        /// The newest this version knows.
        known: i64,
        /// The file.
        path: PathBuf,
    },
    /// The file is something else, or damaged beyond reading.
    #[error("'{}' is not a goiso journal, or is damaged", path.display())]
    NotAJournal {
        /// The file.
        path: PathBuf,
    },
    /// The records are not those that were written.
    #[error(transparent)]
    ChainBroken(#[from] Break),
    /// A record is in the chain but its content cannot be understood, e.g. written by a newer version.
    #[error("record {sequence} cannot be read")]
    Unreadable {
        /// Which record.
        sequence: u64,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// More entries at once than [`COMMIT_ENTRIES_MAX`](crate::COMMIT_ENTRIES_MAX). Nothing was written.
    #[error("{n_entries} entries at once are more than {max}")]
    TooMany {
        /// As given.
        n_entries: usize,
        /// As allowed.
        max: usize,
    },
    /// SQLite failed in another way.
    #[error("cannot {what} '{}'", path.display())]
    Sqlite {
        /// What was being done, e.g. `read`.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// SQLite's words.
        source: rusqlite::Error,
    },
    /// A file beside the journal, or the folder, failed.
    #[error("cannot {what} '{}'", path.display())]
    Io {
        /// What was being done, e.g. `create`.
        what: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
}

impl StoreError {
    /// Whether the same may work later: ask [`Journal::probe`](crate::Journal::probe) now and then.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::DiskFull { .. } | Self::Locked { .. })
    }

    /// Whether the process must end without another commit.
    pub fn must_stop(&self) -> bool {
        matches!(self, Self::SyncFailed { .. })
    }

    pub(crate) fn sqlite(what: &'static str, path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        let code = match &source {
            rusqlite::Error::SqliteFailure(failure, _) => failure.extended_code,
            _ => ffi::SQLITE_ERROR,
        };
        match (code & 0xff, code) {
            (ffi::SQLITE_FULL, _) | (_, ffi::SQLITE_IOERR_SHMSIZE) => Self::DiskFull { path },
            (ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED, _) => Self::Locked { path },
            (
                _,
                ffi::SQLITE_IOERR_FSYNC
                | ffi::SQLITE_IOERR_DIR_FSYNC
                | ffi::SQLITE_IOERR_WRITE
                | ffi::SQLITE_IOERR_TRUNCATE,
            ) => Self::SyncFailed { path },
            (ffi::SQLITE_NOTADB | ffi::SQLITE_CORRUPT, _) => Self::NotAJournal { path },
            _ => Self::Sqlite { what, path, source },
        }
    }

    pub(crate) fn io(what: &'static str, path: &Path, source: io::Error) -> Self {
        if source.kind() == io::ErrorKind::StorageFull {
            return Self::DiskFull { path: path.to_owned() };
        }
        Self::Io { what, path: path.to_owned(), source }
    }
}

/// Where the chain of records is first broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("record {sequence} {flaw}")]
pub struct Break {
    /// The first bad record.
    pub sequence: u64,
    /// What is wrong with it.
    pub flaw: Flaw,
}

/// What is wrong with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// There is none of this sequence, but later ones.
    Missing,
    /// Its hash does not follow from its content and the record before it.
    Altered,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "is missing",
            Self::Altered => "is not what was written",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_code(code: i32) -> StoreError {
        let source = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
        StoreError::sqlite("write", Path::new("journal.db"), source)
    }

    #[test]
    fn each_failure_of_the_disk_has_its_answer() {
        let told = [
            ffi::SQLITE_FULL,
            ffi::SQLITE_BUSY_RECOVERY,
            ffi::SQLITE_BUSY_SNAPSHOT,
            ffi::SQLITE_IOERR_FSYNC,
            ffi::SQLITE_IOERR_DIR_FSYNC,
            ffi::SQLITE_IOERR_WRITE,
            ffi::SQLITE_IOERR_READ,
            ffi::SQLITE_CORRUPT,
            ffi::SQLITE_CONSTRAINT_TRIGGER,
        ]
        .map(|code| {
            let error = of_code(code);
            format!("{error}; transient {}, stop {}", error.is_transient(), error.must_stop())
        })
        .join("\n");
        insta::assert_snapshot!(told, @"
        the disk of 'journal.db' is full; transient true, stop false
        'journal.db' is locked by another program; transient true, stop false
        'journal.db' is locked by another program; transient true, stop false
        the disk of 'journal.db' failed to keep what was written; transient false, stop true
        the disk of 'journal.db' failed to keep what was written; transient false, stop true
        the disk of 'journal.db' failed to keep what was written; transient false, stop true
        cannot write 'journal.db'; transient false, stop false
        'journal.db' is not a goiso journal, or is damaged; transient false, stop false
        cannot write 'journal.db'; transient false, stop false
        ");
    }
}
