//! From the tables about kiosks.

use goiso_model::ServiceId;
use toml::de::DeTable;

use super::service_reference;
use crate::reader::Reader;
use crate::schema;
use crate::types::{KioskConfig, ServiceConfig};

pub(super) fn kiosks<'a>(
    reader: &mut Reader<'a>,
    root: &'a DeTable<'a>,
    services: &[ServiceConfig],
) -> Vec<KioskConfig> {
    let entries = reader.many(root, &schema::KIOSKS);
    let mut kiosks = Vec::new();
    for entry in &entries {
        let name = reader.id(entry, "name");
        let printer = reader.reference(entry, "printer", "printers");
        let only: Option<Vec<ServiceId>> =
            reader.references(entry, "services", "services", service_reference);
        let offered = services
            .iter()
            .map(|service| &service.id)
            .filter(|id| only.as_ref().is_none_or(|only| only.contains(id)))
            .cloned()
            .collect();
        if let Some(name) = name {
            kiosks.push(KioskConfig { name, printer, services: offered });
        }
    }
    kiosks
}
