//! The shipped models, and what a wrong file is told.

use super::super::strategy::Strategy;
use super::*;

#[test]
fn the_generic_models_are_those_of_the_code() {
    let of = |id| PrinterModel::by_id(id).unwrap().profile;
    assert_eq!(of("generic-80mm"), Profile::GENERIC_80MM);
    assert_eq!(of("generic-58mm"), Profile::GENERIC_58MM);
}

#[test]
fn a_printer_is_known_by_what_it_says_of_itself() {
    let found = |text| PrinterModel::by_identity(text).map(|model| model.id.as_str());
    for (says, id) in [
        ("TM-T82III", "epson-tm-t82"),
        ("TM-T81", "epson-tm-t82"),
        ("TM-T20II", "epson-tm-t20iii"),
        ("TM-T88VI", "epson-tm-t88"),
        ("Xprinter XP-80C", "xprinter-xp-80"),
        ("XP-Q80I", "xprinter-xp-q80"),
        ("rp326", "rongta-rp326"),
        ("POS-58", "generic-58mm"),
    ] {
        assert_eq!(found(says), Some(id), "{says}");
    }
    assert_eq!(found("EPSON"), None);
    assert_eq!(found(""), None);
}

/// A model's row in the table of what each printer can do.
fn row(model: &PrinterModel) -> String {
    let Profile { dots, baud, cutter, status, proof, qr, graphics, page, .. } = model.profile;
    let cutter = match cutter {
        Cutter::Partial => "leaves a point",
        Cutter::Full => "cuts through",
        Cutter::None => "none",
    };
    let status = match status {
        StatusSupport::AutoBack => "by itself",
        StatusSupport::Polled => "when asked",
        StatusSupport::None => "never",
    };
    let proof = match proof {
        ProofSupport::ProcessId => "process id",
        ProofSupport::InOrderStatus => "answer in order",
        ProofSupport::None => "none",
    };
    let qr = match qr {
        QrSupport::Native => "itself",
        QrSupport::Raster => "as dots",
    };
    let kept = match graphics {
        GraphicsSupport::Nv { bytes } => format!("{} KiB", bytes / 1024),
        GraphicsSupport::None => "–".to_owned(),
    };
    let ways =
        Strategy::ALL.into_iter().zip(["A", "B", "C"]).filter(|(way, _)| way.is_possible(&model.profile));
    let ways = ways.map(|(_, name)| name).collect::<Vec<_>>().join(" ");
    let page = match page {
        PageSupport::PageMode => "yes",
        PageSupport::None => "no",
    };
    let (id, name) = (&model.id, &model.name);
    format!(
        "| `{id}` | {name} | {dots} | {baud} | {cutter} | {status} | {proof} | {qr} | {kept} | {page} | {ways} |"
    )
}

#[test]
fn the_manual_tells_what_each_model_can() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/hardware.md");
    let manual = std::fs::read_to_string(path).unwrap();
    for model in PrinterModel::shipped() {
        let row = row(model);
        assert!(manual.contains(&row), "docs/hardware.md lacks: {row}");
    }
}

#[test]
fn a_wrong_file_is_told_where_and_what_would_be_right() {
    let good = include_str!("../../../assets/printers/epson-tm-t82.toml");
    assert!(PrinterModel::parse(good, "may-in.toml", "may-in").is_ok());
    let told = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        PrinterModel::parse(&good.replace(from, to), "may-in.toml", "may-in").unwrap_err().to_string()
    };
    insta::assert_snapshot!(
        [
            told("dots = 576", "dots = 80"),
            told("baud = 38400", "baud = 38000"),
            told("cutter = \"partial\"", "cutter = \"half\""),
            told("page_mode = true", "page_mode = \"yes\""),
            told("user_glyphs", "glyphs"),
            told("\"TM-T81\"", "\"\""),
            told("name = ", "name "),
        ]
        .join("\n"),
        @r#"
        may-in.toml:4:8: dots is 80; write a number from 256 to 832
        may-in.toml:6:8: baud is 38000; write one of 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200
        may-in.toml:7:10: unknown variant `half`, expected one of `partial`, `full`, `none`
        may-in.toml:13:13: invalid type: string "yes", expected a boolean
        may-in.toml:12:1: unknown field `glyphs`, expected one of `name`, `identities`, `dots`, `dots_per_inch`, `baud`, `cutter`, `status`, `proof`, `qr`, `nv_graphics_bytes`, `user_glyphs`, `page_mode`, `vietnamese_code_pages`
        may-in.toml:3:14: an identity is shorter than 3 letters and would fit any printer; write more of it
        may-in.toml:2:6: key with no value, expected `=`
        "#
    );
}
