//! What stands on a slip.

use goiso_hardware::printer::{SlipContent, SlipTexts};
use goiso_i18n::Texts;
use goiso_model::{Language, TicketId};
use goiso_protocol::{TicketInfo, WaitRange};
use jiff::Timestamp;
use jiff::civil::DateTime;

use super::Hub;

/// The words that slips are made of: Vietnamese, and the language that bilingual slips print small below.
pub(super) struct SlipWords {
    pub first: Texts,
    pub second: Texts,
}

impl SlipWords {
    /// The built-in ones.
    pub(super) fn new() -> Self {
        Self { first: Texts::new(&Language::vietnamese()), second: Texts::new(&Language::english()) }
    }
}

/// A ticket's slip.
pub(super) fn content(hub: &Hub, id: TicketId, now: Timestamp) -> Option<SlipContent> {
    let info = hub.ticket_info(id, now)?;
    let zone = &hub.config.centre.zone;
    let printed_at = now.in_tz(zone).unwrap_or_else(|_| now.to_zoned(jiff::tz::TimeZone::UTC)).datetime();
    let SlipWords { first, second } = &hub.slip_words;
    Some(SlipContent {
        number: info.number.to_string(),
        texts: in_language(hub, &info, first, &Language::vietnamese(), printed_at),
        second: Some(in_language(hub, &info, second, &Language::english(), printed_at)),
        qr: info.follow_url,
    })
}

fn in_language(
    hub: &Hub,
    info: &TicketInfo,
    words: &Texts,
    language: &Language,
    printed_at: DateTime,
) -> SlipTexts {
    let config = &hub.config;
    let class = info.priority.as_ref().and_then(|id| config.classes.iter().find(|class| class.id == *id));
    let counters = info.counters.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    SlipTexts {
        unit: config.centre.unit.get(language).to_owned(),
        centre: config.centre.name.get(language).to_owned(),
        caption: words.text("slip-caption"),
        service: info.service_name.get(language).to_owned(),
        priority: class.map_or_else(String::new, |class| {
            words.format("slip-priority", &[("class", class.name.get(language).into())])
        }),
        counters: if counters.is_empty() {
            counters
        } else {
            words.format("slip-counters", &[("list", counters.into())])
        },
        place: info.place.get(language).to_owned(),
        ahead: words.format("slip-ahead", &[("n", info.ahead.into())]),
        wait: info.wait.map_or_else(String::new, |wait| wait_line(words, wait)),
        qr_caption: words.text("slip-scan"),
        date: words.date_time(printed_at),
        footer: words.text("slip-footer"),
    }
}

fn wait_line(texts: &Texts, wait: WaitRange) -> String {
    match (wait.min_minutes, wait.max_minutes) {
        (_, 0) => texts.text("slip-wait-now"),
        (min, max) if min >= max => texts.format("slip-wait-about", &[("n", max.into())]),
        (min, max) => texts.format("slip-wait", &[("min", min.into()), ("max", max.into())]),
    }
}
