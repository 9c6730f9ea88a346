//! Where the records are.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const FILE: &str = "emergency.log";
const LAST_VIEW: &str = "last_view.json";
/// Behind the name of the next file, until it is whole.
const NEXT: &str = "new";
/// Behind the name of the last one that was found damaged.
const DAMAGED: &str = "damaged";
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

/// A file in a folder, which is held by one process at a time.
#[derive(Debug)]
pub struct FileDisk {
    folder: PathBuf,
    name: &'static str,
    file: Option<File>,
    lock: Arc<File>,
}

impl FileDisk {
    /// Opens, or makes, the folder; the file is the one of the numbers. An error of kind `WouldBlock` means that another process holds it.
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
        Ok(Self { folder: folder.to_owned(), name: FILE, file: None, lock: Arc::new(lock) })
    }

    /// The file of the [`LastView`](super::LastView) in the same folder.
    #[must_use]
    pub fn of_last_view(&self) -> Self {
        Self { folder: self.folder.clone(), name: LAST_VIEW, file: None, lock: Arc::clone(&self.lock) }
    }

    fn path(&self) -> PathBuf {
        self.folder.join(self.name)
    }

    fn beside(&self, ending: &str) -> PathBuf {
        self.folder.join(format!("{}.{ending}", self.name))
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
        let next = self.beside(NEXT);
        let mut file = File::create(&next)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&next, self.path())?;
        self.sync_folder()
    }

    fn set_aside(&mut self) -> io::Result<()> {
        fs::copy(self.path(), self.beside(DAMAGED)).map(drop)
    }
}
