//! A book that is on a disk before it is believed.

use std::io;

use goiso_model::DeviceName;

use super::book::Book;
use super::disk::Disk;
use super::record::{Contents, Damage, Record, RecordError};

/// Why there is no book.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk cannot be read.
    #[error("the kept numbers cannot be read")]
    Read(#[source] io::Error),
    /// It holds what this version must leave alone.
    #[error("the file of kept numbers is not ours to change")]
    Foreign(#[source] RecordError),
    /// It is another kiosk's.
    #[error("the kept numbers are those of kiosk '{found}': give '{kiosk}' a folder of its own")]
    OtherKiosk {
        /// Whose they are.
        found: DeviceName,
        /// Whose they should be.
        kiosk: DeviceName,
    },
    /// A record could not be written: it is not true.
    #[error("a number cannot be kept on the disk")]
    Write(#[source] io::Error),
    /// An earlier one could not: nothing is written behind it until the file is made anew.
    #[error("numbers cannot be kept since a write failed")]
    Broken,
}

/// A book and the disk it stands on.
#[derive(Debug)]
pub struct Store<D> {
    disk: D,
    book: Book,
    /// Records in the file.
    n_records: usize,
    is_broken: bool,
}

impl<D: Disk> Store<D> {
    /// Reads the book of a kiosk and writes it anew, so that a torn end is gone. `holder` names the disk, if it is a
    /// new one. A disk that can be read but not written to gives a book to tell from, and takes no records.
    pub fn open(mut disk: D, kiosk: &DeviceName, holder: u64) -> Result<Self, StoreError> {
        let bytes = disk.read().map_err(StoreError::Read)?;
        let Contents { records, damage } = Contents::read(&bytes).map_err(StoreError::Foreign)?;
        let mut book = Book::new(kiosk.clone(), holder);
        let is_begun = matches!(records.first(), Some(Record::Begun { .. }));
        for record in &records {
            book.apply(record);
        }
        if book.kiosk() != kiosk {
            let found = book.kiosk().clone();
            return Err(StoreError::OtherKiosk { found, kiosk: kiosk.clone() });
        }
        // The file is made as a whole, so that its first record can only be there.
        let is_whole = match damage {
            Damage::None => is_begun || bytes.is_empty(),
            Damage::TornTail => {
                tracing::warn!("the last record was not written to its end, and is as if it had never been");
                is_begun
            }
            Damage::Inside => false,
        };
        if !is_whole {
            let dropped = book.forget_loan();
            tracing::error!(?dropped, "the file of kept numbers is damaged: a new block is borrowed");
            if let Err(error) = disk.set_aside() {
                tracing::warn!(%error, "no copy of the damaged file could be kept");
            }
        }
        let mut store = Self { disk, book, n_records: 0, is_broken: false };
        store.mend();
        Ok(store)
    }

    /// What it says.
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// Whether records can be written, as far as is known.
    pub fn is_broken(&self) -> bool {
        self.is_broken
    }

    /// Writes a record; true once this returns `Ok`, and never if not. Nobody may act on it before.
    pub fn write(&mut self, record: &Record) -> Result<(), StoreError> {
        if self.is_broken {
            return Err(StoreError::Broken);
        }
        match self.disk.append(record.line(self.n_records).as_bytes()) {
            Ok(()) => {
                self.n_records += 1;
                self.book.apply(record);
                Ok(())
            }
            Err(error) => {
                // What is there now nobody knows; it is not read again, but replaced by what the book says.
                self.is_broken = true;
                Err(StoreError::Write(error))
            }
        }
    }

    /// Makes the file anew from what the book says, with nothing of a record that failed.
    pub fn mend(&mut self) {
        let records = self.book.snapshot();
        let text: String = records.iter().enumerate().map(|(place, record)| record.line(place)).collect();
        self.n_records = records.len();
        let outcome = self.disk.replace(text.as_bytes());
        self.is_broken = outcome.is_err();
        if let Err(error) = outcome {
            tracing::error!(%error, "numbers cannot be kept on the disk: none are given while the hub is away");
        }
    }

    /// Gives the disk back.
    pub fn into_disk(self) -> D {
        self.disk
    }
}
