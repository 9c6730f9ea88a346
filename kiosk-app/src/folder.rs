//! The kiosk's folder: what must outlast a power cut.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use goiso_client::emergency::{Emergency, FileDisk, LastView, StoreError};
use goiso_client::{RequestIds, random_bits};
use goiso_model::DeviceName;

use crate::StaffPin;

/// The hash of the staff's PIN, for the time when the hub is away. Only the kiosk's account reads it.
const PIN_FILE: &str = "staff-pin";
const OWNER_ALONE: u32 = 0o600;

/// Why the folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// It cannot be made, or another program holds it.
    #[error("the kiosk's folder cannot be opened")]
    Open(#[source] io::Error),
    /// What is in it cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Opens, or makes, the folder of this kiosk: its own numbers, and the last view.
pub fn open_folder(
    folder: &Path,
    kiosk: &DeviceName,
) -> Result<(Emergency<FileDisk>, LastView<FileDisk>), FolderError> {
    let disk = FileDisk::open(folder).map_err(FolderError::Open)?;
    let last_view = LastView::open(disk.of_last_view());
    let emergency = Emergency::open(disk, kiosk, random_bits(), RequestIds::random())?;
    Ok((emergency, last_view))
}

/// The staff's PIN that an earlier start knew; none where there is none, or where it cannot be read.
pub fn read_pin(folder: &Path) -> Option<StaffPin> {
    let hash = fs::read_to_string(folder.join(PIN_FILE)).ok()?;
    StaffPin::new(hash.trim())
}

/// Keeps the staff's PIN for a later start, or forgets it.
pub fn keep_pin(folder: &Path, pin: Option<&StaffPin>) -> io::Result<()> {
    let file = folder.join(PIN_FILE);
    let Some(pin) = pin else {
        return match fs::remove_file(file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        };
    };
    let new = folder.join(format!("{PIN_FILE}.new"));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(OWNER_ALONE);
    let mut written = options.open(&new)?;
    written.write_all(pin.as_hash().as_bytes())?;
    written.sync_all()?;
    fs::rename(new, file)
}
