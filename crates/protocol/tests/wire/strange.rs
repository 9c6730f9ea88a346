//! Frames of a newer side, of no side at all, and too much of a frame.

use goiso_protocol::{
    Alert, AlertKind, ErrorCode, FRAME_BYTES_MAX, FrameError, FromHub, Request, ServiceState, TicketStage,
    ToHub, View, decode,
};
use proptest::prelude::*;

use crate::frozen::frames;
use crate::side::Side;

#[test]
fn a_frame_of_a_newer_side_is_unknown_and_no_error() {
    assert_eq!(decode::<ToHub>(r#"{"type":"sing","of":["arms","a man"]}"#).unwrap(), ToHub::Unknown);
    assert_eq!(decode::<FromHub>(r#"{"type":"sing","of":{"a":null}}"#).unwrap(), FromHub::Unknown);
}

#[test]
fn a_word_of_a_newer_hub_is_unknown_and_spoils_nothing_around_it() {
    let error = decode::<FromHub>(r#"{"type":"error","code":"too_loud","message":"hush"}"#).unwrap();
    assert_eq!(error, FromHub::Error { code: ErrorCode::Unknown, message: "hush".to_owned() });
    let view =
        r#"{"type":"view","epoch":"e","revision":1,"now":"2026-08-03T00:00:00Z","view":{"screen":"door"}}"#;
    assert!(matches!(decode::<FromHub>(view).unwrap(), FromHub::View { view: View::Unknown, .. }));
    let alert: Alert = decode(r#"{"kind":"roof_leaks","device":"roof-1"}"#).unwrap();
    assert_eq!(alert, Alert { kind: AlertKind::Unknown, device: "roof-1".to_owned() });
    assert_eq!(decode::<TicketStage>(r#""asleep""#).unwrap(), TicketStage::Unknown);
    assert_eq!(
        decode::<ServiceState>(r#"{"state":"resting","until":"noon"}"#).unwrap(),
        ServiceState::Unknown
    );
}

#[test]
fn a_wish_must_be_understood_as_a_whole() {
    for wrong in [
        r#"{"do":"dance","counter":3}"#,
        r#"{"do":"call_next"}"#,
        r#"{"do":"call_next","counter":0}"#,
        r#"{"do":"issue","service":"Chứng thực"}"#,
        r#"{"do":"finish","counter":3,"outcome":"Có lẽ"}"#,
        r#"{"do":"cancel","ticket":"A005"}"#,
        r#"{"counter":3}"#,
        "null",
    ] {
        assert!(matches!(decode::<Request>(wrong), Err(FrameError::Malformed(_))), "{wrong}");
    }
}

#[test]
fn a_frame_has_a_largest_size() {
    let alive = r#"{"type":"alive","now":"2026-08-03T00:00:00Z"}"#;
    let padded = |bytes: usize| format!("{alive}{}", " ".repeat(bytes - alive.len()));
    assert!(decode::<FromHub>(&padded(FRAME_BYTES_MAX)).is_ok());
    let error = decode::<FromHub>(&padded(FRAME_BYTES_MAX + 1)).unwrap_err();
    assert_eq!(error.to_string(), "frame of 262145 bytes is over the limit of 262144");
}

#[test]
fn a_deep_frame_is_an_error_and_no_overflow() {
    let deep = format!(r#"{{"type":"sing","of":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    for side in [Side::ToHub, Side::FromHub] {
        assert!(matches!(side.decode(&deep), Err(FrameError::Malformed(_))));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_a_side_panic(text in any::<String>(), json in r#"[{}\[\]":,a-z0-9.\-+_ \\]{0,80}"#) {
        for side in [Side::ToHub, Side::FromHub] {
            for text in [&text, &json] {
                // Whether it is a frame does not matter here.
                drop(side.decode(text));
            }
        }
    }

    /// What can be read can be written, and then means the same.
    #[test]
    fn a_damaged_frame_is_an_error_or_a_frame_like_any_other(
        which in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        n_cut in 0_usize..12,
        put in r#"[{}\[\]":,a-z0-9.\-]{0,6}"#,
    ) {
        let frames = frames();
        let (_, side, text) = which.get(&frames);
        let chars: Vec<char> = text.chars().collect();
        let start = at.index(chars.len());
        let end = (start + n_cut).min(chars.len());
        let damaged: String = chars[..start].iter().chain(put.chars().collect::<Vec<_>>().iter()).chain(&chars[end..]).collect();
        for side in [*side, Side::ToHub, Side::FromHub] {
            if let Ok(frame) = side.decode(&damaged) {
                prop_assert_eq!(side.decode(&frame.encode()).unwrap(), frame);
            }
        }
    }
}
