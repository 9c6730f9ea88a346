//! The printer that is a file: for trials, and for device files such as `/dev/usb/lp0`.

use std::io;
use std::path::{Path, PathBuf};

use tokio::fs::{File, OpenOptions};
use tokio::io::AsyncWriteExt;
use tokio::sync::mpsc;
use tokio::time::sleep;

use super::fate::{Fate, JobId, NotPrintedWhy, UnknownWhy};
use super::outlet::{Outlet, Stopped};
use super::press::{Press, SlipSetup};
use super::profile::Profile;
use super::slip::SlipContent;
use super::status::PrinterState;
use super::strategy::Strategy;
use crate::port::backoff;

type Queue = mpsc::Receiver<(JobId, SlipContent)>;

pub(super) async fn run(path: PathBuf, profile: Profile, slips: SlipSetup, mut queue: Queue, outlet: Outlet) {
    let mut failures = 0;
    // A file keeps nothing.
    let mut press = Press::with_strategy(slips, profile, Strategy::Rasters);
    while visit(&path, &mut press, &mut queue, &outlet, &mut failures).await.is_ok() {
        let wait = sleep(backoff(failures));
        if outlet.refuse_during(&mut queue, wait).await.is_err() {
            return;
        }
    }
}

/// Opens the file and prints until it fails.
async fn visit(
    path: &Path,
    press: &mut Press,
    queue: &mut Queue,
    outlet: &Outlet,
    failures: &mut usize,
) -> Result<(), Stopped> {
    match open(path).await {
        Ok(file) => {
            *failures = 0;
            serve(file, press, queue, outlet).await?;
        }
        Err(error) => {
            tracing::warn!(path = %path.display(), %error, "cannot open the printer's file");
            *failures += 1;
        }
    }
    outlet.state(PrinterState::Gone).await
}

async fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().append(true).create(true).open(path).await
}

/// Prints until the file fails.
async fn serve(mut file: File, press: &mut Press, queue: &mut Queue, outlet: &Outlet) -> Result<(), Stopped> {
    outlet.state(PrinterState::Ready).await?;
    loop {
        let (job, slip) = queue.recv().await.ok_or(Stopped)?;
        let bytes = match press.encode(&slip) {
            Ok(bytes) => bytes,
            Err(error) => {
                outlet.job(job, Fate::NotPrinted { why: NotPrintedWhy::Unprintable(error) }).await?;
                continue;
            }
        };
        match append(&mut file, &bytes).await {
            Ok(()) => outlet.job(job, Fate::Printed).await?,
            Err(error) => {
                tracing::warn!(%error, "cannot write to the printer's file");
                return outlet.job(job, Fate::Unknown { why: UnknownWhy::ConnectionLost }).await;
            }
        }
    }
}

async fn append(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes).await?;
    file.flush().await?;
    match file.sync_data().await {
        // Pipes and device files cannot be synced; taking the bytes is all they can tell.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        result => result,
    }
}
