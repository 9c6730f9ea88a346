//! What stands on a slip.

use goiso_config::ServiceConfig;
use goiso_hardware::printer::{SlipContent, SlipTexts};
use goiso_i18n::Texts;
use goiso_model::{CounterNumber, Language, LocalText, PriorityClassId, TicketId, TicketNumber};
use goiso_protocol::WaitRange;
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

/// What the texts of a slip are made from.
struct Facts {
    number: TicketNumber,
    service: LocalText,
    class: Option<PriorityClassId>,
    counters: Vec<CounterNumber>,
    place: LocalText,
    ahead: u32,
    wait: Option<WaitRange>,
    follow_url: String,
}

/// A ticket's slip.
pub(super) fn content(hub: &Hub, id: TicketId, now: Timestamp) -> Option<SlipContent> {
    let info = hub.ticket_info(id, now)?;
    let facts = Facts {
        number: info.number,
        service: info.service_name,
        class: info.priority,
        counters: info.counters,
        place: info.place,
        ahead: info.ahead,
        wait: info.wait,
        follow_url: info.follow_url,
    };
    Some(written(hub, &facts, local(hub, now)))
}

/// A slip for each service and class of visitors, for each day of the week and each form of the wait: what
/// stands on them does not change from one visitor to the next.
pub(super) fn samples(hub: &Hub, now: Timestamp) -> Vec<SlipContent> {
    let today = local(hub, now);
    let mut slips = Vec::new();
    let range = |min_minutes, max_minutes| Some(WaitRange { min_minutes, max_minutes });
    for service in &hub.config.services {
        slips.push(written(hub, &foreseen(hub, service, None, 2, range(10, 15)), today));
    }
    if let Some(service) = hub.config.services.first() {
        for (ahead, wait) in [(0, range(0, 0)), (1, range(1, 1)), (1, range(5, 5))] {
            slips.push(written(hub, &foreseen(hub, service, None, ahead, wait), today));
        }
        for class in &hub.config.classes {
            let facts = foreseen(hub, service, Some(class.id.clone()), 2, None);
            slips.push(written(hub, &facts, today));
        }
        for days in 1..7 {
            let day = today.checked_add(jiff::Span::new().days(days)).unwrap_or(today);
            slips.push(written(hub, &foreseen(hub, service, None, 2, None), day));
        }
    }
    slips
}

/// What would stand on the slip of a service's first visitor.
fn foreseen(
    hub: &Hub,
    service: &ServiceConfig,
    class: Option<PriorityClassId>,
    ahead: u32,
    wait: Option<WaitRange>,
) -> Facts {
    let serving = hub.config.counters.iter().filter(|counter| counter.services.contains(&service.id));
    let counters: Vec<_> = serving.map(|counter| counter.number).collect();
    let series = hub.config.series.get(&service.series);
    let number = series.map_or_else(
        || TicketNumber::compose("", 1, 3),
        |series| TicketNumber::compose(&series.prefix, series.first, usize::from(series.width)),
    );
    Facts {
        number,
        service: service.name.clone(),
        class,
        place: super::views::place_of(&hub.config, &counters),
        counters,
        ahead,
        wait,
        follow_url: String::new(),
    }
}

fn local(hub: &Hub, now: Timestamp) -> DateTime {
    let zone = &hub.config.centre.zone;
    now.in_tz(zone).unwrap_or_else(|_| now.to_zoned(jiff::tz::TimeZone::UTC)).datetime()
}

fn written(hub: &Hub, facts: &Facts, printed_at: DateTime) -> SlipContent {
    let SlipWords { first, second } = &hub.slip_words;
    SlipContent {
        number: facts.number.to_string(),
        texts: in_language(hub, facts, first, &Language::vietnamese(), printed_at),
        second: Some(in_language(hub, facts, second, &Language::english(), printed_at)),
        qr: facts.follow_url.clone(),
    }
}

fn in_language(
    hub: &Hub,
    facts: &Facts,
    words: &Texts,
    language: &Language,
    printed_at: DateTime,
) -> SlipTexts {
    let config = &hub.config;
    let class = facts.class.as_ref().and_then(|id| config.classes.iter().find(|class| class.id == *id));
    let counters = facts.counters.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    SlipTexts {
        unit: config.centre.unit.get(language).to_owned(),
        centre: config.centre.name.get(language).to_owned(),
        caption: words.text("slip-caption"),
        service: facts.service.get(language).to_owned(),
        priority: class.map_or_else(String::new, |class| {
            words.format("slip-priority", &[("class", class.name.get(language).into())])
        }),
        counters: if counters.is_empty() {
            counters
        } else {
            words.format("slip-counters", &[("list", counters.into())])
        },
        place: facts.place.get(language).to_owned(),
        ahead: words.format("slip-ahead", &[("n", facts.ahead.into())]),
        wait: facts.wait.map_or_else(|| words.text("slip-wait-unknown"), |wait| wait_line(words, wait)),
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
