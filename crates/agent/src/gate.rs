//! Who has the printer: the hub, or this computer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::{OwnedRwLockReadGuard, OwnedRwLockWriteGuard, RwLock};
use tokio::time::timeout;

/// Lets either the hub's ports through, or one slip of this computer.
#[derive(Debug, Clone, Default)]
pub struct Gate {
    lock: Arc<RwLock<()>>,
    /// A slip may have been torn since this computer last printed one.
    is_maybe_torn: Arc<AtomicBool>,
}

/// One of the hub's ports.
pub(crate) struct ForHub {
    _guard: OwnedRwLockReadGuard<()>,
    is_maybe_torn: Arc<AtomicBool>,
}

impl Drop for ForHub {
    fn drop(&mut self) {
        self.is_maybe_torn.store(true, Ordering::Release);
    }
}

impl Gate {
    /// Waits until no slip of this computer is being printed.
    pub(crate) async fn for_hub(&self) -> ForHub {
        let guard = Arc::clone(&self.lock).read_owned().await;
        ForHub { _guard: guard, is_maybe_torn: Arc::clone(&self.is_maybe_torn) }
    }

    /// For one slip of this computer; none where the hub keeps a port open for so long.
    pub(crate) async fn for_us(&self, within: Duration) -> Option<OwnedRwLockWriteGuard<()>> {
        timeout(within, Arc::clone(&self.lock).write_owned()).await.ok()
    }

    /// Whether somebody may have left a torn slip in the printer since this was last asked.
    pub(crate) fn take_maybe_torn(&self) -> bool {
        self.is_maybe_torn.swap(false, Ordering::AcqRel)
    }

    /// A slip of ours may be torn.
    pub(crate) fn note_torn(&self) {
        self.is_maybe_torn.store(true, Ordering::Release);
    }
}
