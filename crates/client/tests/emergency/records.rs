//! What is read of a file that was cut off, or damaged.

use goiso_client::emergency::{Book, Contents, Damage, Record, RecordError, Store, StoreError, VERSION};
use proptest::prelude::*;

use crate::samples::{Paper, at, give, kiosk, open, with_block, words};

/// A file with everything in it.
fn full() -> Vec<u8> {
    let mut desk = with_block();
    give(&mut desk, 10).unwrap();
    give(&mut desk, 20).unwrap();
    desk.note_clock(jiff::SignedDuration::from_secs(5), at(30));
    desk.into_disk().bytes
}

fn book_of(records: &[Record]) -> Book {
    let mut book = Book::new(kiosk(), 0);
    for record in records {
        book.apply(record);
    }
    book
}

#[test]
fn a_file_reads_as_it_was_written() {
    let expected = [
        "begun 9007199254740991",
        "lent K1-901 to K1-903",
        "ready 1",
        "given K1-901",
        "given K1-902",
        "ahead 5000000",
    ];
    assert_eq!(words(&full()), expected);
    let records = Contents::read(&full()).unwrap().records;
    let lines: String = records.iter().enumerate().map(|(place, record)| record.line(place)).collect();
    assert_eq!(lines.as_bytes(), full());
    insta::assert_snapshot!(lines, @r#"
    29bcfca4 0 {"kept":"begun","version":1,"kiosk":"kiosk-1","holder":9007199254740991}
    bc2b3b71 1 {"kept":"lent","epoch":"e","day":"2026-08-03","block":1,"prefix":"K1-","first":901,"last":903,"width":3,"lent_at":"2026-08-03T00:30:00Z","until":"2026-08-03T17:10:00Z","follow_base":"http://hub/t/"}
    2845bc37 2 {"kept":"ready","epoch":"e","day":"2026-08-03","block":1}
    9dfa8cdc 3 {"kept":"given","epoch":"e","day":"2026-08-03","block":1,"number":"K1-901","value":901,"prefix":"K1-","ticket":"000000000000a","service":"ho-tich","issued_at":"2026-08-03T00:30:10Z","follow_url":"http://hub/t/000000000000a"}
    8fada9b9 4 {"kept":"given","epoch":"e","day":"2026-08-03","block":1,"number":"K1-902","value":902,"prefix":"K1-","ticket":"000000000000m","service":"ho-tich","issued_at":"2026-08-03T00:30:20Z","follow_url":"http://hub/t/000000000000m"}
    ff0db97e 5 {"kept":"clock","ahead_micros":5000000,"at":"2026-08-03T00:30:30Z"}
    "#);
}

#[test]
fn wherever_a_power_cut_tears_the_last_record_all_before_it_stands() {
    let whole = full();
    let all = Contents::read(&whole).unwrap().records;
    for n_bytes in 0..whole.len() {
        let contents = Contents::read(&whole[..n_bytes]).unwrap();
        let n_records = whole[..n_bytes].split(|byte| *byte == b'\n').count() - 1;
        assert_eq!(contents.records, all[..n_records], "after {n_bytes} bytes");
        let is_torn = n_bytes > 0 && whole[n_bytes - 1] != b'\n';
        assert_eq!(contents.damage, if is_torn { Damage::TornTail } else { Damage::None });
    }
}

#[test]
fn a_torn_end_may_be_anything() {
    for tail in [&b"\0\0\0\0"[..], b"0123", b"garbage\nmore\n", b"\n\n", b"zzzzzzzz {}\n", "ừ\n".as_bytes()]
    {
        let bytes = [&full(), tail].concat();
        let contents = Contents::read(&bytes).unwrap();
        assert_eq!((contents.records.len(), contents.damage), (6, Damage::TornTail), "{tail:?}");
    }
}

#[test]
fn a_torn_end_costs_nothing_and_a_damaged_middle_costs_the_block() {
    let mut torn = Paper { bytes: full(), ..Paper::default() };
    torn.bytes.truncate(torn.bytes.len() - 5);
    let store = Store::open(torn, &kiosk(), 7).unwrap();
    assert_eq!(store.book().n_left(), 1, "901 and 902 are given");
    assert_eq!(store.into_disk().n_set_aside, 0);

    let mut damaged = Paper { bytes: full(), ..Paper::default() };
    let place = damaged.bytes.windows(6).position(|bytes| bytes == b"K1-902").unwrap();
    damaged.bytes[place + 5] = b'3';
    let store = Store::open(damaged, &kiosk(), 7).unwrap();
    assert_eq!(store.book().n_left(), 0, "which numbers were given of the block cannot be said");
    let untold: Vec<_> = store.book().untold().map(|given| given.number.to_string()).collect();
    assert_eq!(untold, ["K1-901"], "what is known is told all the same");
    assert_eq!(store.into_disk().n_set_aside, 1);
}

#[test]
fn a_whole_line_that_is_missing_is_noticed() {
    let whole = full();
    let lines: Vec<_> = whole.split_inclusive(|byte| *byte == b'\n').collect();
    for n in 0..lines.len() {
        let without: Vec<u8> = lines
            .iter()
            .enumerate()
            .filter(|(idx, _)| *idx != n)
            .flat_map(|(_, line)| line.to_vec())
            .collect();
        let damage = Contents::read(&without).unwrap().damage;
        assert_eq!(damage, if n + 1 < lines.len() { Damage::Inside } else { Damage::None }, "line {n}");
    }
}

#[test]
fn a_file_of_a_later_version_or_of_another_kiosk_is_left_alone() {
    let later = Record::Begun { version: VERSION + 1, kiosk: kiosk(), holder: 1 };
    let paper = Paper { bytes: later.line(0).into_bytes(), ..Paper::default() };
    let refused = Store::open(paper, &kiosk(), 7).unwrap_err();
    assert!(matches!(refused, StoreError::Foreign(RecordError::Newer { found }) if found == VERSION + 1));
    let paper = Paper { bytes: full(), ..Paper::default() };
    let refused = Store::open(paper, &"kiosk-2".parse().unwrap(), 7).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the kept numbers are those of kiosk 'kiosk-1': give 'kiosk-2' a folder of its own"
    );
}

#[test]
fn a_file_made_anew_says_the_same() {
    let records = Contents::read(&full()).unwrap().records;
    let book = book_of(&records);
    assert_eq!(book_of(&book.snapshot()), book);
    let reopened = open(&Paper { bytes: full(), ..Paper::default() });
    assert_eq!(*reopened.book(), book);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever happens to the bytes, reading never panics, and never makes up a record.
    #[test]
    fn no_damage_makes_up_a_record(at in any::<prop::sample::Index>(), n_cut in 0_usize..40, put in any::<Vec<u8>>()) {
        let whole = full();
        let all = Contents::read(&whole).unwrap().records;
        let start = at.index(whole.len());
        let end = (start + n_cut).min(whole.len());
        let damaged = [&whole[..start], &put, &whole[end..]].concat();
        if let Ok(contents) = Contents::read(&damaged) {
            prop_assert!(contents.records.iter().all(|record| all.contains(record)));
            let is_cut_off = all.starts_with(&contents.records);
            prop_assert!(contents.damage == Damage::Inside || is_cut_off, "what is missing inside is noticed");
        }
    }
}
