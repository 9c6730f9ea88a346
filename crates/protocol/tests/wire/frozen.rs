//! The frames of version 1, as they were. They are never edited: what they hold must be understood for ever.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::side::{NAMES, Side, assert_known};

/// Name, side and text of every frozen frame.
pub(crate) fn frames() -> Vec<(String, Side, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/frames/v1");
    let mut frames: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let side = match name.split('-').next() {
                Some("to_hub") => Side::ToHub,
                Some("from_hub") => Side::FromHub,
                Some(_) | None => panic!("{name}: is called neither to_hub-… nor from_hub-…"),
            };
            (name, side, fs::read_to_string(path).unwrap())
        })
        .collect();
    frames.sort();
    frames
}

#[test]
fn every_frame_of_version_1_is_read_and_written_as_it_was() {
    let names: BTreeSet<_> =
        frames().iter().map(|(name, side, text)| assert_known(name, *side, text)).collect();
    assert_eq!(names, BTreeSet::from(NAMES), "there is a frozen frame of each kind");
}

#[test]
fn a_client_passes_over_what_a_newer_hub_adds() {
    for (name, side, text) in frames() {
        if side == Side::FromHub {
            let mut newer: Value = serde_json::from_str(&text).unwrap();
            let n_added = add_novelty(&mut newer);
            assert!(n_added > 0, "{name}");
            let frame = side.decode(&newer.to_string()).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(frame.name().is_some(), "{name}");
        }
    }
}

/// Adds a field to every object of the frame, at any depth; how many those are.
fn add_novelty(value: &mut Value) -> usize {
    match value {
        Value::Object(fields) => {
            let n_within: usize = fields.values_mut().map(add_novelty).sum();
            fields.insert("novelty".to_owned(), Value::from("of a later year"));
            n_within + 1
        }
        Value::Array(items) => items.iter_mut().map(add_novelty).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

#[test]
fn a_hub_refuses_a_wish_that_says_more_than_it_understands() {
    let requests = frames().into_iter().filter(|(name, ..)| name.starts_with("to_hub-request"));
    for (name, side, text) in requests {
        let mut wish: Value = serde_json::from_str(&text).unwrap();
        wish["novelty"] = Value::from(1);
        assert!(side.decode(&wish.to_string()).is_ok(), "{name}: beside the wish anything may stand");
        wish["request"]["novelty"] = Value::from(1);
        assert!(side.decode(&wish.to_string()).is_err(), "{name}: in the wish nothing may");
    }
}
