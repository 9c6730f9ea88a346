//! docs/protocol.md shows frames as they are.

use std::collections::BTreeSet;

use crate::side::{NAMES, Side, assert_known};

const MANUAL: &str = include_str!("../../../../docs/protocol.md");

/// Every JSON block with the last heading above it.
fn examples() -> Vec<(&'static str, String)> {
    let mut examples = Vec::new();
    let mut heading = "";
    let mut block: Option<String> = None;
    for row in MANUAL.lines() {
        match &mut block {
            Some(text) if row == "```" => {
                examples.push((heading, std::mem::take(text)));
                block = None;
            }
            Some(text) => {
                text.push_str(row);
                text.push('\n');
            }
            None if row == "```json" => block = Some(String::new()),
            None if row.starts_with('#') => heading = row,
            None => {}
        }
    }
    assert_eq!(block, None, "the last block is closed");
    examples
}

#[test]
fn the_manual_shows_every_frame_as_it_is() {
    let mut shown = BTreeSet::new();
    for (heading, text) in examples() {
        let side = match (heading.contains("ToHub"), heading.contains("FromHub")) {
            (true, false) => Side::ToHub,
            (false, true) => Side::FromHub,
            (true, true) | (false, false) => panic!("'{heading}' must say who sends the frame below it"),
        };
        shown.insert(assert_known(heading, side, &text));
    }
    // The manual lists the codes of errors in a table instead.
    let expected: BTreeSet<_> =
        NAMES.into_iter().filter(|name| !name.starts_with("error") || *name == "error malformed").collect();
    assert_eq!(shown, expected);
}

#[test]
fn the_manual_names_every_error_code_and_limit() {
    for code in NAMES.iter().filter_map(|name| name.strip_prefix("error ")) {
        let cell = format!("| `{}` |", code.replace(' ', "_"));
        assert!(MANUAL.contains(&cell), "{cell}");
    }
    for (name, value) in [
        ("VERSION", u64::from(goiso_protocol::VERSION)),
        ("FRAME_BYTES_MAX", goiso_protocol::FRAME_BYTES_MAX as u64),
        ("REQUEST_BYTES_MAX", goiso_protocol::REQUEST_BYTES_MAX as u64),
        ("PING_SECS", goiso_protocol::PING_SECS),
        ("SILENCE_SECS_MAX", goiso_protocol::SILENCE_SECS_MAX),
        ("PORT_BYTES_MAX", goiso_protocol::PORT_BYTES_MAX as u64),
        ("PORT_WINDOW_BYTES", goiso_protocol::PORT_WINDOW_BYTES as u64),
        ("ALIVE_SECS", goiso_protocol::ALIVE_SECS),
    ] {
        let cells = format!("| `{name}` | {value} |");
        assert!(MANUAL.contains(&cells), "{cells}");
    }
}
