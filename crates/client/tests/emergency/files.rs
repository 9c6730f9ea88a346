//! The disk itself.

use std::fs;
use std::io::ErrorKind;

use goiso_client::RequestIds;
use goiso_client::emergency::{Disk, Emergency, FileDisk};
use tempfile::TempDir;

use crate::samples::{at, block, kiosk, lending, view, words};

fn desk(folder: &TempDir) -> Emergency<FileDisk> {
    let disk = FileDisk::open(folder.path()).unwrap();
    Emergency::open(disk, &kiosk(), u64::MAX, RequestIds::new(1)).unwrap()
}

#[test]
fn what_was_kept_is_there_after_a_restart() {
    let folder = TempDir::new().unwrap();
    let mut first = desk(&folder);
    first.take(&goiso_client::LinkEvent::Up, at(0));
    first.take(&view(Some(lending(vec![block(1, 901, false)]))), at(0));
    let (id, _) = crate::samples::ask(&mut first, 0).unwrap();
    crate::samples::done(&mut first, id, 1);
    let ticket = goiso_model::TicketId::from_bits(1);
    first.give("ho-tich".parse().unwrap(), None, None, ticket, at(2)).unwrap();
    let book = first.book().clone();
    drop(first);
    let path = folder.path().join("emergency.log");
    assert_eq!(words(&fs::read(&path).unwrap()).last().unwrap(), "given K1-901");
    assert_eq!(*desk(&folder).book(), book);
    assert_eq!(words(&fs::read(path).unwrap()).len(), 5, "made anew: begun, through, lent, ready, given");
}

#[test]
fn one_process_at_a_time_gives_from_a_folder() {
    let folder = TempDir::new().unwrap();
    let first = FileDisk::open(folder.path()).unwrap();
    let second = FileDisk::open(folder.path()).unwrap_err();
    assert_eq!(second.kind(), ErrorKind::WouldBlock);
    assert!(second.to_string().starts_with("another program gives numbers from '"), "{second}");
    drop(first);
    FileDisk::open(folder.path()).unwrap();
}

#[test]
fn a_file_is_replaced_as_a_whole_and_a_half_made_one_is_nobody_s() {
    let folder = TempDir::new().unwrap();
    let mut disk = FileDisk::open(folder.path()).unwrap();
    assert_eq!(disk.read().unwrap(), b"");
    assert_eq!(disk.append(b"x").unwrap_err().kind(), ErrorKind::NotFound, "only a whole file grows");
    disk.replace(b"one").unwrap();
    disk.append(b", two").unwrap();
    fs::write(folder.path().join("emergency.log.new"), "half of a fil").unwrap();
    assert_eq!(disk.read().unwrap(), b"one, two");
    disk.replace(b"three").unwrap();
    disk.append(b", four").unwrap();
    assert_eq!(disk.read().unwrap(), b"three, four");
    disk.set_aside().unwrap();
    assert_eq!(fs::read(folder.path().join("emergency.log.damaged")).unwrap(), b"three, four");
}
