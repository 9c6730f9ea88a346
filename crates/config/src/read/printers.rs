//! From the tables about printers.

use toml::de::DeTable;

use super::{number, path, serial};
use crate::reader::Reader;
use crate::schema;
use crate::types::{PrinterConfig, PrinterKind};
use crate::values;

pub(super) fn printers<'a>(reader: &mut Reader<'a>, root: &'a DeTable<'a>) -> Vec<PrinterConfig> {
    let entries = reader.many(root, &schema::PRINTERS);
    let mut printers = Vec::new();
    for entry in &entries {
        let name = reader.id(entry, "name");
        let kind = reader.get(entry, "kind", values::choice);
        let kind = match kind {
            Some("virtual") => path(reader, entry, "folder").map(|folder| PrinterKind::Virtual { folder }),
            Some("tcp") => {
                let host = reader.get(entry, "host", values::text);
                let port = number(reader, entry, "port");
                host.zip(port).map(|(host, port)| PrinterKind::Tcp { host, port })
            }
            Some("serial") => serial(reader, entry).map(PrinterKind::Serial),
            Some("file") => path(reader, entry, "path").map(|path| PrinterKind::File { path }),
            Some(_) | None => None,
        };
        let dots = number(reader, entry, "dots");
        if let (Some(name), Some(kind), Some(dots)) = (name, kind, dots) {
            printers.push(PrinterConfig { name, kind, dots });
        }
    }
    printers
}
