//! What kind of file it is, and how an older one is brought up to date.

use std::path::Path;

use refinery::{Migration, Runner};
use rusqlite::Connection;

use crate::StoreError;

/// `gois` in ASCII, in the header of the file; migration 1 writes it.
pub(crate) const APPLICATION_ID: i64 = 0x676f_6973;

/// The newest schema, which is also the number of the last migration; each writes its own into the file.
pub(crate) const SCHEMA: i64 = 1;

const MIGRATIONS: [(&str, &str); 1] = [("V1__journal", include_str!("../migrations/V1__journal.sql"))];

/// What an opened file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing is in it yet.
    New,
    /// A journal of this schema or an older one.
    Journal { schema: i64 },
}

/// Looks at the header and, if that says nothing, at the tables.
pub(crate) fn kind_of(db: &Connection, path: &Path) -> Result<Kind, StoreError> {
    let ask = |sql: &str| {
        db.query_row(sql, [], |row| row.get::<_, i64>(0))
            .map_err(|source| StoreError::sqlite("read", path, source))
    };
    let (application, schema) = (ask("PRAGMA application_id")?, ask("PRAGMA user_version")?);
    if application == APPLICATION_ID {
        if schema > SCHEMA {
            return Err(StoreError::WrongSchema { found: schema, known: SCHEMA, path: path.to_owned() });
        }
        return Ok(Kind::Journal { schema });
    }
    // The migrations' own table alone is left by a hub that was ended while it made the file.
    let n_foreign = ask("SELECT count(*) FROM sqlite_schema WHERE tbl_name <> 'refinery_schema_history'")?;
    if application == 0 && schema == 0 && n_foreign == 0 {
        return Ok(Kind::New);
    }
    Err(StoreError::NotAJournal { path: path.to_owned() })
}

/// Makes the tables, or brings them up to date. Each step is one transaction.
pub(crate) fn migrate(db: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let migrations = MIGRATIONS
        .map(|(name, sql)| Migration::unapplied(name, sql).expect("the names are in refinery's form"));
    Runner::new(&migrations).run(db).map(|_| ()).map_err(|error| {
        // SQLite's own error is taken out of refinery's, so that a full disk is still known as one.
        if let refinery::error::Kind::Connection(_, source) = error.kind()
            && let Some(rusqlite::Error::SqliteFailure(failure, text)) = source.downcast_ref()
        {
            let source = rusqlite::Error::SqliteFailure(*failure, text.clone());
            return StoreError::sqlite("migrate", path, source);
        }
        StoreError::io("migrate", path, std::io::Error::other(error))
    })
}
