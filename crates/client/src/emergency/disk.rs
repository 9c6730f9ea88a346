//! Where the records are.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

const FILE: &str = "emergency.log";
/// The next file, until it is whole.
const NEXT: &str = "emergency.log.new";
/// The last file that was found damaged.
const DAMAGED: &str = "emergency.log.damaged";
const LOCK: &str = "emergency.lock";

/// One file that only grows, or is replaced as a whole. What a call has written is on the disk when it returns `Ok`; of
/// one that fails or is cut short, any part may be.
pub trait Disk {
    /// All of it; empty if there is none yet.
    fn read(&mut self) -> io::Result<Vec<u8>>;
    /// Writes behind what is there.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Writes in place of what is there: afterwards it is all old or all new.
    fn replace(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Keeps a copy of what is there for whoever wants to know how it was damaged.
    fn set_aside(&mut self) -> io::Result<()>;
}

/// A file in a folder of its own, held by one process at a time.
#[derive(Debug)]
pub struct FileDisk {
    folder: PathBuf,
    file: Option<File>,
    _lock: File,
}

impl FileDisk {
    /// Opens, or makes, the folder. An error of kind `WouldBlock` means that another process holds it.
    pub fn open(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let lock =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(folder.join(LOCK))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let words = format!("another program gives numbers from '{}'", folder.display());
                return Err(io::Error::new(io::ErrorKind::WouldBlock, words));
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
        Ok(Self { folder: folder.to_owned(), file: None, _lock: lock })
    }

    fn path(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    fn sync_folder(&self) -> io::Result<()> {
        File::open(&self.folder)?.sync_all()
    }
}

impl Disk for FileDisk {
    fn read(&mut self) -> io::Result<Vec<u8>> {
        match fs::read(self.path()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            outcome => outcome,
        }
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let path = self.path();
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(OpenOptions::new().append(true).open(path)?),
        };
        file.write_all(bytes)?;
        file.sync_data()
    }

    fn replace(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file = None;
        let next = self.folder.join(NEXT);
        let mut file = File::create(&next)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&next, self.path())?;
        self.sync_folder()
    }

    fn set_aside(&mut self) -> io::Result<()> {
        fs::copy(self.path(), self.folder.join(DAMAGED)).map(drop)
    }
}
