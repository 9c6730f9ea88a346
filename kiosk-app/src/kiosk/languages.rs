//! Which languages are offered, and the one that is spoken.

use goiso_model::Language;
use jiff::Timestamp;

use super::{HallState, Kiosk, Opening, Screen};

impl Kiosk {
    /// The languages of the centre's file, in its order, that there are texts for; all, if it names none.
    pub(super) fn offer_languages(&mut self, tags: &[Language]) {
        let known = |tag: &Language| self.known_languages.iter().find(|(known, _)| known == tag).cloned();
        let mut offered: Vec<_> = tags.iter().filter_map(known).collect();
        // Whatever a folder adds is there to be spoken.
        let further = |known: &&(Language, String)| {
            !offered.iter().any(|(tag, _)| *tag == known.0)
                && (tags.is_empty() || !goiso_i18n::languages().iter().any(|(own, _)| *own == known.0))
        };
        let further: Vec<_> = self.known_languages.iter().filter(further).cloned().collect();
        offered.extend(further);
        self.languages = offered;
    }

    pub(super) fn ask_language(&mut self) {
        if matches!(self.screen, Screen::Attract | Screen::Choosing { .. }) {
            self.screen = Screen::Languages;
        }
    }

    pub(super) fn speak(&mut self, language: Language, now: Timestamp) {
        self.language = language;
        let is_chosen_from = match self.screen {
            // A screen that says why no number can be had says it in the other language.
            Screen::Attract => {
                self.hall_state(now) == HallState::Ready && self.opening(now) == Opening::Welcome
            }
            Screen::Languages => true,
            Screen::Choosing { .. }
            | Screen::Searching { .. }
            | Screen::Led { .. }
            | Screen::Appointment(_)
            | Screen::Classes
            | Screen::Suggested { .. }
            | Screen::ScanHelp
            | Screen::Own { .. }
            | Screen::Asking { .. }
            | Screen::Taken { .. }
            | Screen::Given { .. }
            | Screen::Told { .. }
            | Screen::Staff(_) => false,
        };
        if is_chosen_from {
            self.screen = Screen::HOME;
        }
    }
}
