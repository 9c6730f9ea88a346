//! The parts about those who go away and come back, come at a time, or are helped by another counter.

use std::collections::BTreeMap;

use goiso_domain::{
    AppointmentRules, CallsWhom, DayEnd, GroupCount, Help, HoldEnds, OfficeRules, Rest, ServiceOrder,
};
use goiso_model::ServiceId;
use toml::de::DeTable;

use super::number;
use crate::reader::{Entry, Reader};
use crate::schema;
use crate::values;

const SECS_PER_MINUTE: u32 = 60;

pub(super) fn office<'a>(reader: &mut Reader<'a>, root: &'a DeTable<'a>) -> OfficeRules {
    let entry = reader.one(root, &schema::OFFICE);
    let minutes =
        |reader: &mut Reader<'a>, key| number::<u32>(reader, &entry, key).map(|n| n * SECS_PER_MINUTE);
    let usual = OfficeRules::default();
    let hold_max_secs = minutes(reader, "hold_max_minutes").unwrap_or(usual.hold_max_secs);
    let hold_ends = reader.get(&entry, "hold_ends", values::choice);
    let absent_after_secs = number(reader, &entry, "absent_after_seconds");
    let restore_within_secs = minutes(reader, "restore_within_minutes");
    let groups = reader.get(&entry, "groups", values::choice);
    let day_ends_at = reader.get(&entry, "day_ends_at", values::time_of_day);
    let day_rest = reader.get(&entry, "day_rest", values::choice);
    let rest = if day_rest == Some("carry") { Rest::Carry } else { Rest::Cancel };
    OfficeRules {
        hold_max_secs,
        hold_ends: if hold_ends == Some("cancelled") { HoldEnds::Cancelled } else { HoldEnds::Absent },
        absent_after_secs,
        restore_within_secs,
        groups: if groups == Some("people") { GroupCount::People } else { GroupCount::Numbers },
        day_end: day_ends_at.map(|at| DayEnd { at, rest }),
    }
}

pub(super) fn appointments<'a>(reader: &mut Reader<'a>, service: &Entry<'a>) -> Option<AppointmentRules> {
    let entry = reader.inside(service, "appointments", &schema::APPOINTMENTS)?;
    let mut secs = |key| number::<u32>(reader, &entry, key).map(|minutes| minutes * SECS_PER_MINUTE);
    let (slot_secs, early_secs) = (secs("slot_minutes"), secs("early_minutes"));
    let (late_secs, ahead_secs) = (secs("late_minutes"), secs("ahead_minutes"));
    let per_slot = number(reader, &entry, "per_slot");
    Some(AppointmentRules {
        slot_secs: slot_secs?,
        per_slot: per_slot?,
        early_secs: early_secs?,
        late_secs: late_secs?,
        ahead_secs: ahead_secs?,
    })
}

pub(super) fn order<'a>(
    reader: &mut Reader<'a>,
    counter: &Entry<'a>,
    services: &[ServiceId],
) -> ServiceOrder {
    let order = reader.get(counter, "order", values::choice);
    let weights = reader.get(counter, "weights", values::integers);
    match (order, weights) {
        (Some("listed"), _) => ServiceOrder::Listed,
        (Some("weighted"), None) => ServiceOrder::Weighted { weights: BTreeMap::new() },
        (Some("weighted"), Some(weights)) => {
            if weights.len() != services.len() {
                let problem = format!(
                    "has {} numbers for {} services; write one for each",
                    weights.len(),
                    services.len()
                );
                reader.error_at(&counter.path_of("weights"), problem);
            }
            let weights = weights.into_iter().map(|weight| u32::try_from(weight).unwrap_or(1));
            ServiceOrder::Weighted { weights: services.iter().cloned().zip(weights).collect() }
        }
        (_, _) => ServiceOrder::Together,
    }
}

pub(super) fn calls<'a>(reader: &mut Reader<'a>, counter: &Entry<'a>) -> CallsWhom {
    match reader.get(counter, "calls", values::choice) {
        Some("sent-here") => CallsWhom::SentHere,
        _ => CallsWhom::Services,
    }
}

pub(super) fn helps<'a>(reader: &mut Reader<'a>, counter: &Entry<'a>) -> Vec<Help> {
    let entries = reader.many_inside(counter, "helps", &schema::HELPS).unwrap_or_default();
    let mut helps = Vec::new();
    for entry in &entries {
        let service = reader.reference(entry, "service", "services");
        let from_minutes: Option<u32> = number(reader, entry, "from_minutes");
        let from_wait_secs = from_minutes.map(|minutes| minutes * SECS_PER_MINUTE);
        if let Some(service) = service {
            helps.push(Help { service, from_wait_secs });
        }
    }
    helps
}
