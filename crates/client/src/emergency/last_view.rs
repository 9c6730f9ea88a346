//! The last view on a disk: without it a kiosk that is started while the hub is away would not know the services.

use goiso_protocol::{KioskService, KioskSetup, KioskView, PrinterCondition, View};

use super::disk::Disk;

/// The last view that a kiosk was shown, without what is only true for a moment. It is a help and no promise: where it
/// cannot be read or written, the kiosk goes on without.
#[derive(Debug)]
pub struct LastView<D> {
    disk: D,
    view: Option<KioskView>,
    /// What the disk did not take; it is not tried again with the same.
    refused: Option<KioskView>,
}

impl<D: Disk> LastView<D> {
    /// Reads what is there.
    pub fn open(mut disk: D) -> Self {
        let bytes = disk.read().unwrap_or_else(|error| {
            tracing::warn!(%error, "the last view cannot be read");
            Vec::new()
        });
        let view = match serde_json::from_slice(&bytes) {
            Ok(View::Kiosk(view)) => Some(view),
            Ok(_) => None,
            Err(_) if bytes.is_empty() => None,
            Err(error) => {
                tracing::warn!(%error, "the last view is not understood");
                None
            }
        };
        Self { disk, view, refused: None }
    }

    /// What is on the disk.
    pub fn get(&self) -> Option<&KioskView> {
        self.view.as_ref()
    }

    /// Writes a view, if it differs from what is there by more than by what changes with every visitor.
    pub fn keep(&mut self, view: &KioskView) {
        let lasting = Some(lasting(view));
        if lasting == self.view || lasting == self.refused {
            return;
        }
        let Some(view) = lasting else { return };
        let bytes = serde_json::to_vec(&View::Kiosk(view.clone())).expect("a view has string keys only");
        match self.disk.replace(&bytes) {
            Ok(()) => (self.view, self.refused) = (Some(view), None),
            Err(error) => {
                tracing::warn!(%error, "the last view cannot be kept");
                self.refused = Some(view);
            }
        }
    }

    /// Gives the disk back.
    pub fn into_disk(self) -> D {
        self.disk
    }
}

/// Nobody's PIN and nobody's number, and nothing that is old in a minute.
fn lasting(view: &KioskView) -> KioskView {
    let service = |service: &KioskService| KioskService {
        n_waiting: 0,
        wait: None,
        n_left: None,
        n_given: 0,
        ..service.clone()
    };
    KioskView {
        services: view.services.iter().map(service).collect(),
        printer: PrinterCondition::Absent,
        stand_in: None,
        slips: Vec::new(),
        setup: KioskSetup { staff_pin: String::new(), ..view.setup.clone() },
        scanned: None,
        lending: None,
        ..view.clone()
    }
}
