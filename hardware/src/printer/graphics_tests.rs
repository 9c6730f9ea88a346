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

    // Only what is new is sent, in the place of what nobody wants any more: one write, not two.
    let second = first.then.rewrite(&pictures(&[2, 3]), ROOM, 7).unwrap();
    let gone = first.then.key(&picture(1)).unwrap();
    assert_eq!(second.bytes, define_command(gone, &picture(3)));
    assert_eq!((second.n_writes, second.meanwhile.n_graphics()), (1, 1));
    // What is left over is deleted.
    let third = second.then.rewrite(&pictures(&[4]), ROOM, 7).unwrap();
    let left_over: Vec<_> = [2, 3].iter().map(|seed| second.then.key(&picture(*seed)).unwrap()).collect();
    assert_eq!((third.n_writes, third.then.n_graphics()), (2, 1));
    assert!(
        third.bytes.ends_with(&delete_command(left_over[0]))
            || third.bytes.ends_with(&delete_command(left_over[1]))
    );
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
fn each_command_counts_as_a_write() {
    let many: Vec<u8> = (0..25).collect();
    let first = Resident::default().rewrite(&pictures(&many), ROOM, 7).unwrap();
    assert_eq!((first.n_writes, first.then.n_graphics()), (WRITES_A_DAY_MAX, 10));
    assert_eq!(first.then.n_missing(&pictures(&many), ROOM), 15);
    assert_eq!(first.then.rewrite(&pictures(&many), ROOM, 7), Err(NoRewrite::LimitReached));
    let second = first.then.rewrite(&pictures(&many), ROOM, 8).unwrap();
    let third = second.then.rewrite(&pictures(&many), ROOM, 9).unwrap();
    assert_eq!((second.then.n_graphics(), third.n_writes, third.then.n_graphics()), (20, 5, 25));
}

#[test]
fn what_a_printer_does_not_list_it_does_not_keep() {
    let resident = Resident::default().rewrite(&pictures(&[1, 2]), ROOM, 7).unwrap().then;
    let all: BTreeSet<GraphicKey> = resident.keys().collect();
    let one: BTreeSet<GraphicKey> = resident.keys().take(1).collect();
    assert_eq!(resident.confirmed(&all, None), resident);
    assert_eq!(resident.confirmed(&one, None).n_graphics(), 1);
    let named = resident.confirmed(&all, Some("J4XF"));
    assert_eq!(named.n_graphics(), 2, "its serial number is heard for the first time");
    assert_eq!(Resident::from_text(&named.to_text(), 7), named);
    assert_eq!(named.confirmed(&all, Some("J4XF")), named);
    let other = named.confirmed(&all, Some("K5YG"));
    assert_eq!(other.n_graphics(), 0);
    assert_eq!(other.rewrite(&pictures(&(0..20).collect::<Vec<u8>>()), ROOM, 7).unwrap().n_writes, 8);
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
