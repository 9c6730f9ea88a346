//! What stands on a slip.

use goiso_hardware::printer::SlipContent;
use goiso_model::{Language, TicketId};
use goiso_protocol::WaitRange;
use jiff::Timestamp;

use super::Hub;

/// A ticket's slip, in Vietnamese.
pub(super) fn content(hub: &Hub, id: TicketId, now: Timestamp) -> Option<SlipContent> {
    let (texts, config) = (&hub.slip_texts, &hub.config);
    let info = hub.ticket_info(id, now)?;
    let language = Language::vietnamese();
    let priority = info.priority.as_ref().and_then(|id| config.classes.iter().find(|class| class.id == *id));
    let mut lines = vec![texts.format("slip-ahead", &[("n", info.ahead.into())])];
    lines.extend(info.wait.map(|wait| wait_line(texts, wait)));
    if !info.counters.is_empty() {
        let counters = info.counters.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        lines.push(texts.format("slip-counters", &[("list", counters.into())]));
    }
    let place = info.place.get(&language);
    if !place.is_empty() {
        lines.push(place.to_owned());
    }
    let printed_at = now.in_tz(&config.centre.zone).unwrap_or_else(|_| now.to_zoned(jiff::tz::TimeZone::UTC));
    Some(SlipContent {
        unit: config.centre.unit.get(&language).to_uppercase(),
        centre: vec![config.centre.name.get(&language).to_uppercase()],
        caption: texts.text("slip-caption"),
        number: info.number.to_string(),
        service: info.service_name.get(&language).to_owned(),
        lines,
        priority: priority
            .map(|class| texts.format("slip-priority", &[("class", class.name.get(&language).into())])),
        qr: info.follow_url,
        qr_caption: texts.text("slip-scan"),
        footer: texts.format("slip-footer", &[("date", texts.date_time(printed_at.datetime()).into())]),
    })
}

fn wait_line(texts: &goiso_i18n::Texts, wait: WaitRange) -> String {
    match (wait.min_minutes, wait.max_minutes) {
        (_, 0) => texts.text("slip-wait-now"),
        (min, max) if min >= max => texts.format("slip-wait-about", &[("n", max.into())]),
        (min, max) => texts.format("slip-wait", &[("min", min.into()), ("max", max.into())]),
    }
}
