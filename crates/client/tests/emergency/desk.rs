//! What the kiosk borrows, gives and tells.

use goiso_client::LinkEvent;
use goiso_client::emergency::{ASK_AGAIN, MEND_AFTER, NoNumber};
use goiso_protocol::Request;
use jiff::SignedDuration;

use crate::samples::{
    HOLDER, Paper, ask, at, block, done, give, lending, open, refused, view, with_block, words,
};

#[test]
fn a_block_may_be_given_from_once_the_hub_knows_that_it_is_kept() {
    let mut desk = open(&Paper::default());
    assert_eq!(ask(&mut desk, 0), None, "the hub is not there");
    desk.take(&LinkEvent::Up, at(0));
    assert_eq!(ask(&mut desk, 0), None, "nor has it said what it lends");
    desk.take(&view(Some(lending(vec![]))), at(0));
    let (id, request) = ask(&mut desk, 1).unwrap();
    assert_eq!(request, Request::BorrowBlock { holder: HOLDER, above: None });
    assert_eq!(ask(&mut desk, 1), None, "one wish at a time");
    done(&mut desk, id, 2);
    assert_eq!(ask(&mut desk, 2), None, "the block comes with the next view");
    desk.take(&view(Some(lending(vec![block(1, 901, false)]))), at(2));
    let (id, request) = ask(&mut desk, 2).unwrap();
    assert!(matches!(request, Request::KeepBlock { holder: HOLDER, block: 1, .. }));
    assert_eq!(give(&mut desk, 3), Err(NoNumber::NoneLent));
    done(&mut desk, id, 3);
    assert_eq!(desk.offer(at(3)), Ok(3));
    assert_eq!(give(&mut desk, 4).unwrap().number.as_str(), "K1-901");
    assert_eq!(words(&desk.into_disk().bytes)[1..], ["lent K1-901 to K1-903", "ready 1", "given K1-901"]);
}

#[test]
fn a_view_that_overtook_the_answer_is_enough() {
    let mut desk = open(&Paper::default());
    desk.take(&LinkEvent::Up, at(0));
    desk.take(&view(Some(lending(vec![]))), at(0));
    let (id, _) = ask(&mut desk, 0).unwrap();
    desk.take(&view(Some(lending(vec![block(1, 901, false)]))), at(0));
    done(&mut desk, id, 0);
    assert_eq!(desk.next_deadline(), Some(at(1)));
    assert!(matches!(ask(&mut desk, 1), Some((_, Request::KeepBlock { block: 1, .. }))));
}

#[test]
fn numbers_are_given_in_order_until_they_are_used_up() {
    let mut desk = with_block();
    let given: Vec<_> =
        (10..14).map(|secs| give(&mut desk, secs).map(|given| given.number.to_string())).collect();
    let number = |n: u32| Ok(format!("K1-{n}"));
    assert_eq!(given, [number(901), number(902), number(903), Err(NoNumber::UsedUp)]);
}

#[test]
fn what_was_given_is_told_first_in_order_and_until_the_hub_has_it() {
    let mut desk = with_block();
    desk.take(&LinkEvent::Down { since: at(5) }, at(10));
    give(&mut desk, 20).unwrap();
    give(&mut desk, 30).unwrap();
    assert_eq!(ask(&mut desk, 40), None);
    desk.take(&LinkEvent::Up, at(50));
    let (id, request) = ask(&mut desk, 50).unwrap();
    let number = |request: &Request| match request {
        Request::TellIssued { number, .. } => number.to_string(),
        other => panic!("{other:?}"),
    };
    assert_eq!(number(&request), "K1-901");
    refused(&mut desk, id.clone(), "journal_unavailable", 51);
    assert_eq!(desk.next_deadline(), Some(at(51) + ASK_AGAIN));
    assert_eq!(ask(&mut desk, 52), None);
    let (again, request) = ask(&mut desk, 81).unwrap();
    assert_eq!(number(&request), "K1-901");
    assert_ne!(again, id);
    done(&mut desk, id, 82);
    assert_eq!(desk.book().untold().len(), 2, "an answer to what is asked no more");
    done(&mut desk, again, 82);
    let (id, request) = ask(&mut desk, 82).unwrap();
    assert_eq!(number(&request), "K1-902");
    done(&mut desk, id, 83);
    assert_eq!(desk.book().untold().len(), 0);
    assert_eq!(ask(&mut desk, 83), None);
    let mut reopened = open(&desk.into_disk());
    assert_eq!(give(&mut reopened, 90).unwrap().number.as_str(), "K1-903", "after a restart too");
}

#[test]
fn the_hub_s_longer_block_is_used() {
    let mut desk = with_block();
    desk.take(&view(Some(lending(vec![LentTo(905).of(block(1, 901, true))]))), at(5));
    assert_eq!(ask(&mut desk, 5), None);
    assert_eq!(desk.offer(at(5)), Ok(5));
    desk.take(&view(Some(lending(vec![block(1, 901, true)]))), at(6));
    assert_eq!((ask(&mut desk, 6), desk.offer(at(6))), (None, Ok(5)), "an older view takes nothing back");
}

/// A block with another end.
struct LentTo(u32);

impl LentTo {
    fn of(self, block: goiso_protocol::LentBlock) -> goiso_protocol::LentBlock {
        goiso_protocol::LentBlock { last: self.0, ..block }
    }
}

#[test]
fn a_disk_that_has_forgotten_numbers_gives_none_of_that_block_again() {
    let paper = with_block().into_disk();
    let mut desk = open(&paper);
    desk.take(&LinkEvent::Up, at(50));
    let told = goiso_protocol::LentBlock { given_through: Some(902), ..block(1, 901, true) };
    desk.take(&view(Some(lending(vec![told]))), at(50));
    let (_, request) = ask(&mut desk, 50).unwrap();
    assert_eq!(request, Request::BorrowBlock { holder: HOLDER, above: None });
    assert_eq!(desk.offer(at(50)), Err(NoNumber::NoneLent));
}

#[test]
fn a_block_that_the_hub_believes_here_and_the_disk_does_not_know_is_not_used() {
    let mut desk = open(&Paper::default());
    desk.take(&LinkEvent::Up, at(0));
    desk.take(&view(Some(lending(vec![block(1, 901, true)]))), at(0));
    assert!(matches!(ask(&mut desk, 0), Some((_, Request::BorrowBlock { above: None, .. }))));
}

#[test]
fn a_block_of_another_disk_is_not_touched() {
    let other = goiso_protocol::LentBlock { holder: 5, ..block(1, 901, false) };
    let mut desk = open(&Paper::default());
    desk.take(&LinkEvent::Up, at(0));
    desk.take(&view(Some(lending(vec![other]))), at(0));
    assert!(matches!(ask(&mut desk, 0), Some((_, Request::BorrowBlock { .. }))));
}

#[test]
fn another_day_or_another_journal_brings_another_block_above_what_was_given() {
    for (epoch, day, above) in [("e", "2026-08-04", None), ("f", "2026-08-03", Some("K1-901"))] {
        let mut desk = with_block();
        give(&mut desk, 10).unwrap();
        let mut other = lending(vec![]);
        (other.epoch, other.day) = (epoch.to_owned(), day.parse().unwrap());
        desk.take(&view(Some(other)), at(100));
        let (id, _) = ask(&mut desk, 100).unwrap();
        done(&mut desk, id, 101);
        let (_, request) = ask(&mut desk, 101).unwrap();
        let above = above.map(goiso_model::TicketNumber::typed);
        assert_eq!(request, Request::BorrowBlock { holder: HOLDER, above });
        assert_eq!(desk.offer(at(102)), Err(NoNumber::NoneLent));
    }
}

#[test]
fn a_hub_that_lends_nothing_any_more_is_obeyed() {
    let mut desk = with_block();
    desk.take(&view(None), at(5));
    assert_eq!((ask(&mut desk, 5), desk.offer(at(5))), (None, Err(NoNumber::NoneLent)));
}

#[test]
fn a_block_that_the_hub_does_not_know_is_dropped() {
    let mut desk = open(&Paper::default());
    desk.take(&LinkEvent::Up, at(0));
    desk.take(&view(Some(lending(vec![block(1, 901, false)]))), at(0));
    let (id, _) = ask(&mut desk, 0).unwrap();
    refused(&mut desk, id, "unknown_block", 1);
    assert_eq!(desk.book().loan(), None);
}

#[test]
fn yesterday_s_numbers_are_not_given_today() {
    let mut desk = with_block();
    assert_eq!(desk.offer(at(59_999)), Ok(3));
    assert_eq!(give(&mut desk, 60_000), Err(NoNumber::DayOver));
}

#[test]
fn a_clock_that_was_set_back_is_not_believed() {
    let mut desk = with_block();
    give(&mut desk, 1_000).unwrap();
    let mut desk = open(&desk.into_disk());
    assert_eq!(give(&mut desk, 900), Err(NoNumber::ClockWrong));
    let given = give(&mut desk, 990).unwrap();
    assert_eq!(given.issued_at, at(1_000), "in the order in which they were given");
    desk.note_clock(SignedDuration::from_secs(-7), at(5_000));
    let desk = open(&desk.into_disk());
    assert_eq!(desk.book().ahead(), Some(SignedDuration::from_secs(-7)));
    assert_eq!(desk.offer(at(4_000)), Err(NoNumber::ClockWrong));
}

#[test]
fn the_clock_is_written_down_when_it_differs_and_now_and_then() {
    let mut desk = with_block();
    let n_words = |desk: &goiso_client::emergency::Emergency<Paper>| desk.book().latest();
    desk.note_clock(SignedDuration::from_secs(5), at(10));
    desk.note_clock(SignedDuration::from_secs(6), at(20));
    assert_eq!(n_words(&desk), at(10), "near enough");
    desk.note_clock(SignedDuration::from_secs(8), at(30));
    assert_eq!(n_words(&desk), at(30));
    desk.note_clock(SignedDuration::from_secs(8), at(630));
    assert_eq!(n_words(&desk), at(630));
}

#[test]
fn a_full_disk_gives_nothing_and_loses_nothing() {
    let mut desk = with_block();
    give(&mut desk, 10).unwrap();
    let full = desk.into_disk();
    full.is_full.set(true);
    let mut desk = open(&full);
    desk.take(&LinkEvent::Up, at(20));
    assert_eq!(give(&mut desk, 20), Err(NoNumber::Disk));
    let (id, request) = ask(&mut desk, 20).unwrap();
    assert!(matches!(request, Request::TellIssued { .. }), "what was given is told all the same");
    done(&mut desk, id, 21);
    assert_eq!(desk.book().untold().len(), 1, "and told again, for that cannot be written down");
    assert!(desk.next_deadline().is_some_and(|due| due <= at(21) + MEND_AFTER));
}

#[test]
fn a_write_that_fails_gives_no_number_and_the_next_one_is_the_same() {
    let mut desk = with_block();
    let paper = desk.into_disk();
    let is_full = paper.is_full.clone();
    desk = open(&paper);
    is_full.set(true);
    assert_eq!(give(&mut desk, 10), Err(NoNumber::Disk));
    is_full.set(false);
    assert_eq!(give(&mut desk, 11), Err(NoNumber::Disk), "behind half a record nothing is written");
    assert_eq!(ask(&mut desk, 69), None);
    assert_eq!(desk.next_deadline(), Some(at(10) + MEND_AFTER));
    assert_eq!(ask(&mut desk, 70), None);
    assert_eq!(give(&mut desk, 71).unwrap().number.as_str(), "K1-901", "made anew, the file takes it");
    assert_eq!(words(&desk.into_disk().bytes).last().unwrap(), "given K1-901");
}

#[test]
fn a_number_that_leads_nowhere_is_kept_for_staff_and_told_no_more() {
    let mut desk = with_block();
    give(&mut desk, 10).unwrap();
    let (id, _) = ask(&mut desk, 20).unwrap();
    done(&mut desk, id, 21);
    assert_eq!(ask(&mut desk, 22), None);
    assert_eq!(desk.book().untold().len(), 0);
    let paper = desk.into_disk();
    assert_eq!(words(&paper.bytes).last().unwrap(), "turned away K1-901");
    let reopened = open(&paper);
    let lost: Vec<_> =
        reopened.book().turned_away().map(|lost| (lost.number.as_str(), lost.told_at)).collect();
    assert_eq!(lost, [("K1-901", at(21))], "after a restart too");
}

/// The sixteen newest are enough for anybody to look at.
#[test]
fn not_all_numbers_that_lead_nowhere_are_remembered_for_ever() {
    let mut desk = with_block();
    desk.take(&view(Some(lending(vec![LentTo(950).of(block(1, 901, true))]))), at(5));
    assert_eq!(ask(&mut desk, 5), None);
    for n in 0..20 {
        give(&mut desk, 10 + n).unwrap();
        let (id, _) = ask(&mut desk, 10 + n).unwrap();
        done(&mut desk, id, 10 + n);
    }
    let numbers: Vec<_> = desk.book().turned_away().map(|lost| lost.number.to_string()).collect();
    assert_eq!((numbers.len(), numbers[0].as_str(), numbers[15].as_str()), (16, "K1-905", "K1-920"));
}
