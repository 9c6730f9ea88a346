//! What a printer says of itself: which model it is, and which one of them.

use tokio::time::Instant;

use super::{AUTO_STATUS_ON, Happening, Naming, Session};
use crate::printer::models::PrinterModel;
use crate::printer::profile::{Profile, StatusSupport};

/// `GS I 67`: the model's name.
const ASK_MODEL: [u8; 3] = [0x1d, 0x49, 0x43];
/// `GS I 68`: the serial number.
const ASK_SERIAL_NUMBER: [u8; 3] = [0x1d, 0x49, 0x44];

/// What the printer has said of itself since it was greeted.
#[derive(Debug, Default)]
pub(super) struct Names {
    n_heard: u8,
    /// Its serial number.
    pub(super) unit: Option<String>,
    /// The model that it turned out to be, once no slip is under way.
    model: Option<&'static PrinterModel>,
}

impl Session {
    /// Asks what the printer is, where that matters: to choose its profile, and before its memory is relied on.
    pub(super) fn ask_names(&mut self) {
        let is_asked = match self.naming {
            Naming::Asked { .. } => true,
            Naming::Given => self.press.is_keeping(),
        };
        if is_asked && self.profile.status != StatusSupport::None {
            self.names = Names::default();
            self.outgoing.extend(ASK_MODEL);
            self.outgoing.extend(ASK_SERIAL_NUMBER);
        }
    }

    /// The printer has answered the first or the second question.
    pub(super) fn named(&mut self, text: String, now: Instant) {
        self.names.n_heard = self.names.n_heard.saturating_add(1);
        match self.names.n_heard {
            1 => {
                let model = PrinterModel::by_identity(&text);
                self.happenings.push(Happening::Named(text, model.map(|model| model.id.as_str())));
                self.names.model = match self.naming {
                    Naming::Asked { .. } => model,
                    Naming::Given => None,
                };
                self.become_model(now);
            }
            2 => self.names.unit = Some(text),
            _ => {}
        }
    }

    /// Takes the profile of the model that the printer turned out to be, unless a slip is under way.
    pub(super) fn become_model(&mut self, now: Instant) {
        let Naming::Asked { dots_max } = self.naming else { return };
        let Some(model) = self.names.model.take_if(|_| self.in_flight.is_none()) else { return };
        let profile = Profile { dots: model.profile.dots.min(dots_max), ..model.profile };
        if profile == self.profile {
            return;
        }
        self.profile = profile;
        self.proof = profile.proof;
        self.press = self.press.for_model(profile, self.wire.baud());
        self.stock = super::Stock::Due;
        match profile.status {
            StatusSupport::AutoBack => self.outgoing.extend(AUTO_STATUS_ON),
            StatusSupport::Polled | StatusSupport::None => {}
        }
        if self.state.can_print() {
            self.look_into_memory(now);
        }
    }
}
