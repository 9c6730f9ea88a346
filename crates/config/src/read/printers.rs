//! From the tables about printers.

use std::path::PathBuf;

use toml::de::DeTable;

use super::{number, optional_text, path, serial};
use crate::reader::{Entry, Reader};
use crate::schema;
use crate::schema::Key;
use crate::types::{PrinterConfig, PrinterKind, PrinterModelChoice, SlipLayoutChoice};
use crate::values::{self, Problems, Value};

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
            Some("usb") => usb(reader, entry),
            Some("kiosk") => kiosk(reader, entry),
            Some("file") => path(reader, entry, "path").map(|path| PrinterKind::File { path }),
            Some(_) | None => None,
        };
        let dots = number(reader, entry, "dots");
        let model = reader.get(entry, "profile", model);
        let layout = reader.get(entry, "layout", layout);
        let place = optional_text(reader, entry, "place");
        if let (Some(name), Some(kind), Some(dots), Some(model), Some(layout)) =
            (name, kind, dots, model, layout)
        {
            printers.push(PrinterConfig { name, kind, dots, model, place, layout });
        }
    }
    printers
}

fn usb<'a>(reader: &mut Reader<'a>, entry: &Entry<'a>) -> Option<PrinterKind> {
    let vendor = number(reader, entry, "vendor");
    let product = number(reader, entry, "product");
    let serial_number = reader.get(entry, "serial_number", values::text);
    Some(PrinterKind::Usb { vendor: vendor?, product: product?, serial_number })
}

fn kiosk<'a>(reader: &mut Reader<'a>, entry: &Entry<'a>) -> Option<PrinterKind> {
    let kiosk = reader.reference(entry, "kiosk", "kiosks");
    let serial = serial(reader, entry)?;
    // Nothing but devices is opened there.
    if !serial.path.starts_with("/dev") {
        let problem =
            format!("'{}' is no device; give one below /dev, e.g. \"/dev/usb/lp0\"", serial.path.display());
        reader.error_at(&entry.path_of("path"), problem);
    }
    Some(PrinterKind::Kiosk { kiosk: kiosk?, serial })
}

fn model(key: &Key, value: &Value<'_>, problems: &mut Problems) -> Option<PrinterModelChoice> {
    let text = values::text(key, value, problems)?;
    if text == "auto" {
        return Some(PrinterModelChoice::Auto);
    }
    if PrinterModelChoice::SHIPPED.contains(&text.as_str()) {
        return Some(PrinterModelChoice::Shipped(text));
    }
    let file = own_file(&text, &["auto"].into_iter().chain(PrinterModelChoice::SHIPPED).collect::<Vec<_>>());
    file.map(PrinterModelChoice::File).map_err(|problem| problems.push((value.span().start, problem))).ok()
}

fn layout(key: &Key, value: &Value<'_>, problems: &mut Problems) -> Option<SlipLayoutChoice> {
    let text = values::text(key, value, problems)?;
    match text.as_str() {
        "vietnamese" => Some(SlipLayoutChoice::Vietnamese),
        "bilingual" => Some(SlipLayoutChoice::Bilingual),
        _ => own_file(&text, &["vietnamese", "bilingual"])
            .map(SlipLayoutChoice::File)
            .map_err(|problem| problems.push((value.span().start, problem)))
            .ok(),
    }
}

/// A file is told from a name by its ending; the error says what there is.
fn own_file(text: &str, known: &[&str]) -> Result<PathBuf, String> {
    let is_file = std::path::Path::new(text).extension().is_some_and(|ending| ending == "toml");
    if is_file {
        return Ok(PathBuf::from(text));
    }
    Err(format!("there is no '{text}'; write {}, or a file that ends in .toml", known.join(", ")))
}
