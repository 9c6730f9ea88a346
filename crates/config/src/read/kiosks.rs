//! From the tables about kiosks.

use goiso_model::{DeviceName, ServiceId};
use toml::de::DeTable;

use super::{number, service_reference};
use crate::reader::{Entry, Reader};
use crate::types::{EmergencyConfig, GuidanceConfig, KioskConfig, KioskLevels, ServiceConfig};
use crate::{emergency, schema, values};

/// So many services stand on one screen, without pages, where the screen is large enough.
const ONE_SCREEN_MAX: usize = 24;

pub(super) fn kiosks<'a>(
    reader: &mut Reader<'a>,
    root: &'a DeTable<'a>,
    services: &[ServiceConfig],
) -> Vec<KioskConfig> {
    let entries = reader.many(root, &schema::KIOSKS);
    let mut kiosks = Vec::new();
    for entry in &entries {
        let name = reader.id(entry, "name");
        let printer: Option<DeviceName> = reader.reference(entry, "printer", "printers");
        let alternative_printer = reader.reference(entry, "alternative_printer", "printers");
        if alternative_printer.is_some() && alternative_printer == printer {
            reader.error_at(
                &entry.path_of("alternative_printer"),
                "is the kiosk's first printer too; name another one".to_owned(),
            );
        }
        let only: Option<Vec<ServiceId>> =
            reader.references(entry, "services", "services", service_reference);
        let offered: Vec<ServiceId> = services
            .iter()
            .map(|service| &service.id)
            .filter(|id| only.as_ref().is_none_or(|only| only.contains(id)))
            .cloned()
            .collect();
        let emergency = emergency_numbers(reader, entry);
        let levels = match reader.get(entry, "levels", values::choice) {
            Some("one") => KioskLevels::One,
            Some("two") => KioskLevels::Two,
            _ if offered.len() > ONE_SCREEN_MAX => KioskLevels::Two,
            _ => KioskLevels::One,
        };
        let screen_inches = number(reader, entry, "screen_inches");
        let guidance = match reader.get(entry, "guidance", values::choice) {
            Some("always") => GuidanceConfig::Always,
            Some("on-request") => GuidanceConfig::OnRequest,
            _ => GuidanceConfig::Off,
        };
        let guidance_volume = number(reader, entry, "guidance_volume").unwrap_or(60);
        if let Some(name) = name {
            kiosks.push(KioskConfig {
                name,
                printer,
                alternative_printer,
                services: offered,
                emergency,
                levels,
                screen_inches,
                guidance,
                guidance_volume,
            });
        }
    }
    kiosks
}

fn emergency_numbers<'a>(reader: &mut Reader<'a>, entry: &Entry<'a>) -> EmergencyConfig {
    let count: u32 = number(reader, entry, "emergency_numbers").unwrap_or(0);
    let prefix = reader.get(entry, "emergency_prefix", values::text);
    let first = number(reader, entry, "emergency_first").unwrap_or(0);
    let last = number(reader, entry, "emergency_last").unwrap_or(0);
    let has_own = ["emergency_prefix", "emergency_first", "emergency_last"].iter().find(|key| entry.has(key));
    match (count, has_own, prefix) {
        (0, None, _) => EmergencyConfig::None,
        (0, Some(key), _) => {
            reader.error_at(
                &entry.path_of(key),
                "says which numbers, but emergency_numbers = 0 means none; remove one",
            );
            EmergencyConfig::None
        }
        (1.., None, _) => EmergencyConfig::Usual { count },
        (1.., Some(_), Some(prefix)) => EmergencyConfig::Own(emergency::rules(&prefix, (first, last), count)),
        (1.., Some(key), None) => {
            reader.error_at(
                &entry.path_of(key),
                "needs emergency_prefix beside it, e.g. emergency_prefix = \"K1-\"",
            );
            EmergencyConfig::None
        }
    }
}
