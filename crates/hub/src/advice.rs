//! What to do about a journal that cannot be used: for whoever reads the hub's exit message.

use std::error::Error as _;

use goiso_i18n::LocaleError;
use goiso_store::StoreError;

/// The error, its cause, and what to do.
pub fn about(error: &StoreError) -> String {
    let cause = error.source().map(|source| format!(": {source}")).unwrap_or_default();
    format!("{error}{cause}; {}", advice(error))
}

/// The same for a text of the centre's own.
pub fn about_locale(error: &LocaleError) -> String {
    let cause = error.source().map(|source| format!(": {source}")).unwrap_or_default();
    format!("{error}{cause}; mend that file, or leave --locales out to use the built-in texts")
}

fn advice(error: &StoreError) -> &'static str {
    match error {
        StoreError::InUse { .. } => "stop that hub first, or give this one a data folder of its own",
        StoreError::DiskFull { .. } => "make room on that disk and start the hub again",
        StoreError::Locked { .. } => "close that program and start the hub again",
        StoreError::SyncFailed { .. } => "look at the disk's health, then start the hub again",
        StoreError::WrongSchema { .. } => "the journal stays as it is",
        StoreError::NotAJournal { .. } => {
            "nothing in it was changed: give another data folder, or put a backup of the file in its place"
        }
        StoreError::ChainBroken(_) | StoreError::Unreadable { .. } => {
            "keep this data folder and a copy of it, and have it looked at"
        }
        StoreError::TooMany { .. } => "this is a fault of goiso: please report it",
        StoreError::Sqlite { .. } | StoreError::Io { .. } => {
            "see that the data folder exists, is this user's own, and is on a disk that works"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_comes_with_its_cause_and_with_advice() {
        let source = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
        let error = StoreError::Io { what: "create", path: "/data".into(), source };
        insta::assert_snapshot!(about(&error), @"cannot create '/data': permission denied; see that the data folder exists, is this user's own, and is on a disk that works");
    }
}
