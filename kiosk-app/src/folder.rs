//! The kiosk's folder: what must outlast a power cut.

use std::io;
use std::path::Path;

use goiso_client::emergency::{Emergency, FileDisk, LastView, StoreError};
use goiso_client::{RequestIds, random_bits};
use goiso_model::DeviceName;

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
