//! Bytes of pictures that are kept, and the count of their writes.

use super::*;

fn picture(seed: u8) -> Bitmap {
    Bitmap::from_rows(1, 8, &[seed; 8])
}

fn pictures(seeds: &[u8]) -> Vec<Bitmap> {
    seeds.iter().copied().map(picture).collect()
}

const ROOM: u32 = 10_000;

/// The frames are those of the design's hardware notes.
#[test]
fn a_picture_is_defined_and_printed_as_the_manual_says() {
    let key = GraphicKey(*b"G!");
    let bitmap = Bitmap::from_rows(2, 2, &[1, 2, 3, 4]);
    assert_eq!(
        define_command(key, &bitmap),
        [0x1d, 0x28, 0x4c, 15, 0, 0x30, 0x43, 0x30, b'G', b'!', 1, 16, 0, 2, 0, 0x31, 1, 2, 3, 4]
    );
    assert_eq!(print_command(key, 2), [0x1d, 0x28, 0x4c, 6, 0, 0x30, 0x45, b'G', b'!', 2, 2]);
    assert_eq!(delete_command(key), [0x1d, 0x28, 0x4c, 4, 0, 0x30, 0x42, b'G', b'!']);
}

#[test]
fn a_kept_picture_hides_no_real_time_command() {
    // 1029 bytes would have the length 10 04, and 10 14 stands in the rows.
    for bitmap in [Bitmap::new(8, 1029), Bitmap::from_rows(2, 1, &[0x10, 0x14])] {
        let bytes = define_command(GraphicKey(*b"G!"), &bitmap);
        assert!(!bytes.windows(2).any(|pair| pair[0] == 0x10 && matches!(pair[1], 4 | 5 | 0x14)));
    }
}

#[test]
fn pictures_are_written_only_when_they_changed() {
    let first = Resident::default().rewrite(&pictures(&[1, 2]), ROOM, 7).unwrap();
    assert_eq!(first.then.n_graphics(), 2);
    assert_eq!(first.then.rewrite(&pictures(&[2, 1, 1]), ROOM, 7), Err(NoRewrite::UpToDate));

    // Only what is new is sent; what nobody wants is deleted, and its key is free again.
    let second = first.then.rewrite(&pictures(&[2, 3]), ROOM, 7).unwrap();
    let gone = first.then.key(&picture(1)).unwrap();
    let expected = [&delete_command(gone)[..], &define_command(gone, &picture(3))].concat();
    assert_eq!(second.bytes, expected);
    assert_eq!(second.then.key(&picture(2)), first.then.key(&picture(2)));
    assert_eq!(second.then.key(&picture(1)), None);
}

#[test]
fn pictures_are_written_ten_times_a_day_at_most() {
    let mut resident = Resident::default();
    for seed in 0..10 {
        resident = resident.rewrite(&pictures(&[seed]), ROOM, 7).unwrap().then;
    }
    assert_eq!(resident.rewrite(&pictures(&[99]), ROOM, 7), Err(NoRewrite::LimitReached));
    assert!(resident.rewrite(&pictures(&[99]), ROOM, 8).is_ok());
    assert_eq!(resident.forgotten().rewrite(&pictures(&[9]), ROOM, 7), Err(NoRewrite::LimitReached));
}

#[test]
fn the_most_useful_pictures_are_kept_where_there_is_little_room() {
    let rewrite = Resident::default().rewrite(&pictures(&[1, 2, 3]), 2 * 40, 7).unwrap();
    assert!(rewrite.then.key(&picture(2)).is_some());
    assert_eq!(rewrite.then.key(&picture(3)), None);
}

#[test]
fn what_is_kept_outlives_a_restart() {
    let resident = Resident::default().rewrite(&pictures(&[1, 2, 3]), ROOM, 7).unwrap().then;
    assert_eq!(Resident::from_text(&resident.to_text(), 7), resident);
}

#[test]
fn a_file_that_makes_no_sense_is_written_over_once() {
    for text in ["", "{}", "day = 7\nwrites = 1\n[graphics]\nG = \"zz\"\n"] {
        let unknown = Resident::from_text(text, 7);
        let rewrite = unknown.rewrite(&pictures(&[1]), ROOM, 7).unwrap();
        assert_eq!(rewrite.then.rewrite(&pictures(&[2]), ROOM, 7), Err(NoRewrite::LimitReached));
    }
}
