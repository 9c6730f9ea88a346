//! Room kept back: a file of no content that is given up when the disk is full, so that the visitors who have
//! a number can still be called and served.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use rustix::fs::{FallocateFlags, fallocate, statvfs};
use rustix::io::Errno;

use crate::{BALLAST_FILE, StoreError};

/// What must be free for a write to be thought possible again, in bytes.
const PROBE_BYTES: u64 = 256 * 1024;

/// Room besides the ballast itself that must be free before it is made again, as a part of its size: so that
/// it is not made and given up in turns.
const SPARE_PART: u64 = 4;

#[derive(Debug)]
pub(crate) struct Ballast {
    path: PathBuf,
    bytes: u64,
    is_there: bool,
}

impl Ballast {
    /// The ballast of a folder, made if it is missing (or of another size) and there is room.
    pub(crate) fn keep(dir: &Path, bytes: u64) -> Result<Self, StoreError> {
        let path = dir.join(BALLAST_FILE);
        let is_there = fs::metadata(&path).is_ok_and(|file| file.len() == bytes);
        let mut ballast = Self { path, bytes, is_there: is_there || bytes == 0 };
        if !ballast.is_there {
            ballast.drop_file()?;
            ballast.refill(free_bytes(dir)?)?;
        }
        Ok(ballast)
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(crate) fn is_there(&self) -> bool {
        self.is_there
    }

    /// Gives the room up. Says whether there was any to give.
    pub(crate) fn give_up(&mut self) -> Result<Freed, StoreError> {
        if !self.is_there || self.bytes == 0 {
            return Ok(Freed::Nothing);
        }
        self.drop_file()?;
        self.is_there = false;
        Ok(Freed::Room)
    }

    /// Makes it again if `free_bytes` allow.
    pub(crate) fn refill(&mut self, free_bytes: u64) -> Result<(), StoreError> {
        if self.is_there || free_bytes < self.bytes + self.bytes / SPARE_PART {
            return Ok(());
        }
        match reserve(&self.path, self.bytes) {
            Ok(()) => {
                self.is_there = true;
                Ok(())
            }
            Err(error) if error.kind() == ErrorKind::StorageFull => self.drop_file(),
            Err(source) => Err(StoreError::io("write", &self.path, source)),
        }
    }

    fn drop_file(&self) -> Result<(), StoreError> {
        match fs::remove_file(&self.path) {
            Err(source) if source.kind() != ErrorKind::NotFound => {
                Err(StoreError::io("remove", &self.path, source))
            }
            Ok(()) | Err(_) => Ok(()),
        }
    }
}

/// What giving up the ballast brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Freed {
    Room,
    Nothing,
}

/// What a process without privileges may still write to the disk of `dir`.
pub(crate) fn free_bytes(dir: &Path) -> Result<u64, StoreError> {
    let disk = statvfs(dir).map_err(|errno| StoreError::io("ask for room on", dir, errno.into()))?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Tries whether the disk takes a few pages.
pub(crate) fn check_room(dir: &Path) -> Result<(), StoreError> {
    let path = dir.join("probe");
    let tried = reserve(&path, PROBE_BYTES);
    match fs::remove_file(&path) {
        Err(source) if source.kind() != ErrorKind::NotFound => Err(StoreError::io("remove", &path, source)),
        Ok(()) | Err(_) => tried.map_err(|source| StoreError::io("write", &path, source)),
    }
}

/// A file whose blocks are really taken from the disk.
fn reserve(path: &Path, bytes: u64) -> io::Result<()> {
    let mut file = File::create(path)?;
    match fallocate(&file, FallocateFlags::empty(), 0, bytes) {
        Ok(()) => Ok(()),
        Err(Errno::OPNOTSUPP) => write_out(&mut file, bytes),
        Err(errno) => Err(errno.into()),
    }
}

/// For file systems that cannot set blocks aside. Not zeros, which some would not store.
fn write_out(file: &mut File, bytes: u64) -> io::Result<()> {
    let piece = [0xa5; 8 * 1024];
    let mut left = bytes;
    while left > 0 {
        let n = left.min(piece.len() as u64);
        file.write_all(&piece[..usize::try_from(n).expect("at most the piece's length")])?;
        left -= n;
    }
    file.sync_all()
}
