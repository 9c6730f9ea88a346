//! What stands on the slip of a number that the kiosk gives by itself.

use goiso_client::emergency::OfflineNumber;
use goiso_i18n::Texts;
use goiso_model::Language;
use goiso_protocol::{LocalSlip, LocalSlipTexts};

use super::Kiosk;

impl Kiosk {
    /// The slip of a number of the kiosk's own, in Vietnamese and, for bilingual slips, in English; none before the kiosk
    /// knows its centre.
    pub fn slip_of(&self, given: &OfflineNumber) -> Option<LocalSlip> {
        self.view.as_ref()?;
        let texts = |language: &Language| self.slip_texts(given, language);
        Some(LocalSlip {
            number: given.number.clone(),
            qr: given.follow_url.clone(),
            texts: texts(&Language::vietnamese()),
            second: Some(texts(&Language::english())),
        })
    }

    fn slip_texts(&self, given: &OfflineNumber, language: &Language) -> LocalSlipTexts {
        let Some(view) = &self.view else { return LocalSlipTexts::default() };
        let words = Texts::new(language);
        let service = self.service(&given.service);
        let class = given.priority.as_ref().and_then(|id| view.classes.iter().find(|class| class.id == *id));
        let counters: Vec<String> =
            service.into_iter().flat_map(|service| &service.counters).map(ToString::to_string).collect();
        let list = |list: String| words.format("slip-counters", &[("list", list.into())]);
        LocalSlipTexts {
            unit: view.centre.unit.get(language).to_owned(),
            centre: view.centre.name.get(language).to_owned(),
            caption: words.text("slip-emergency-caption"),
            service: service.map_or_else(String::new, |service| service.name.get(language).to_owned()),
            priority: class.map_or_else(String::new, |class| {
                words.format("slip-priority", &[("class", class.name.get(language).into())])
            }),
            counters: if counters.is_empty() { String::new() } else { list(counters.join(", ")) },
            wait: words.text("slip-emergency-order"),
            qr_caption: words.text("slip-scan"),
            date: words.date_time(given.issued_at.to_zoned(self.zone.clone()).datetime()),
            footer: words.text("slip-footer"),
        }
    }

    /// A slip of a number of the kiosk's own is coming out, or did not, if that number is still shown.
    pub fn slip_is(&mut self, ticket: goiso_model::TicketId, slip: super::Slip, now: jiff::Timestamp) {
        if let super::Screen::Given { number, slip: shown, until } = &mut self.screen
            && number.ticket == ticket
        {
            (*shown, *until) = (slip, Self::taken_until(slip, now));
        }
    }
}
