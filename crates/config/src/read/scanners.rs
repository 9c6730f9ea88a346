//! From the tables about scanners.

use toml::de::DeTable;

use super::{counter_number, path, serial};
use crate::reader::{Entry, Reader};
use crate::schema;
use crate::types::{DossierServiceConfig, ScannerConfig, ScannerKind, ScannerPlace};
use crate::values;

pub(super) fn scanners<'a>(reader: &mut Reader<'a>, root: &'a DeTable<'a>) -> Vec<ScannerConfig> {
    let entries = reader.many(root, &schema::SCANNERS);
    let mut scanners = Vec::new();
    for entry in &entries {
        let name = reader.id(entry, "name");
        let kind = match reader.get(entry, "kind", values::choice) {
            Some("virtual") => Some(ScannerKind::Virtual),
            Some("serial") => serial(reader, entry).map(ScannerKind::Serial),
            Some("keyboard") => path(reader, entry, "path").map(|path| ScannerKind::Keyboard { path }),
            Some(_) | None => None,
        };
        let place = place(reader, entry);
        if let (Some(name), Some(kind), Some(place)) = (name, kind, place) {
            scanners.push(ScannerConfig { name, kind, place });
        }
    }
    scanners
}

fn place<'a>(reader: &mut Reader<'a>, entry: &Entry<'a>) -> Option<ScannerPlace> {
    let kiosk = reader.reference(entry, "kiosk", "kiosks");
    let counter = reader.get(entry, "counter", counter_number);
    match (entry.has("kiosk"), entry.has("counter")) {
        (true, true) => {
            let problem = "does not go with 'kiosk': a scanner is at one place; remove one of them";
            reader.error_at(&entry.path_of("counter"), problem);
        }
        (false, false) => {
            let problem = "says not where it is; add kiosk = \"kiosk-1\" or counter = 3";
            reader.error(entry.offset(), entry.path_of("kiosk"), problem);
        }
        (true, false) | (false, true) => {}
    }
    kiosk.map(ScannerPlace::Kiosk).or(counter.map(ScannerPlace::Counter))
}

pub(super) fn dossier_services<'a>(
    reader: &mut Reader<'a>,
    root: &'a DeTable<'a>,
) -> Vec<DossierServiceConfig> {
    let entries = reader.many(root, &schema::DOSSIER_SERVICES);
    let mut services = Vec::new();
    for entry in &entries {
        let prefix = reader.get(entry, "prefix", values::text);
        if let Some(prefix) = prefix.as_ref().filter(|prefix| **prefix != prefix.to_uppercase()) {
            let problem = format!("must be in capitals: '{}'", prefix.to_uppercase());
            reader.error_at(&entry.path_of("prefix"), problem);
        }
        let service = reader.reference(entry, "service", "services");
        if let (Some(prefix), Some(service)) = (prefix, service) {
            services.push(DossierServiceConfig { prefix, service });
        }
    }
    services
}
