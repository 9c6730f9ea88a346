//! A hub that cannot start says why; one whose journal was changed starts, and promises nothing.

use std::fs;

use goiso_hub::run::StartError;
use goiso_protocol::{Answer, IssuingState};
use goiso_store::{JOURNAL_FILE, StoreError};
use rusqlite::Connection;

use crate::support::{Centre, Child, Inside, Rest, Screen, call_next, issue, numbers, open, refused, small};

#[test]
fn a_wrong_centres_file_is_told_with_line_and_key_all_at_once() {
    let centre = Centre::sample();
    let text = fs::read_to_string(centre.config()).expect("just written");
    let wrong = text.replace("calls_max = 3", "calls_max = 0\ncolor = 1");
    assert_ne!(wrong, text);
    fs::write(centre.config(), wrong).expect("it is ours");
    let Err(StartError::Config(errors)) = Inside::try_start(&centre, small()).map(drop) else {
        panic!("a wrong file is a wrong file")
    };
    let words = errors.to_string();
    for part in ["centre.toml", "calls_max", "color"] {
        assert!(words.contains(part), "no '{part}' in: {words}");
    }
    let (code, said) = refused(&centre);
    assert_eq!(code, Some(2));
    assert!(said.contains(&words), "{said}");
    assert!(!centre.data().exists(), "nothing was made");
}

#[test]
fn a_missing_centres_file_is_told() {
    let centre = Centre::sample();
    fs::remove_file(centre.config()).expect("just written");
    let (code, said) = refused(&centre);
    assert_eq!(code, Some(2));
    assert!(said.contains("centre.toml"), "{said}");
}

#[test]
fn a_second_hub_on_the_same_data_does_not_start_and_the_first_goes_on() {
    let centre = Centre::sample();
    let hub = Child::start(&centre);
    let Err(StartError::Journal(StoreError::InUse { holder, .. })) =
        Inside::try_start(&centre, small()).map(drop)
    else {
        panic!("the data folder is in use")
    };
    assert!(holder.is_some());
    let (code, said) = refused(&centre);
    assert_eq!(code, Some(2));
    assert!(said.contains("is locked: another hub (process "), "{said}");
    let mut kiosk = Screen::kiosk(&format!("ws://{}/ws", hub.address));
    assert_eq!(kiosk.take_number("k-1").number.as_str(), "A001");
    hub.terminate();
    assert!(hub.end().success());
}

#[test]
fn a_journal_of_a_newer_version_or_another_kind_of_file_is_left_alone() {
    let centre = Centre::sample();
    fs::create_dir(centre.data()).expect("a fresh folder");
    let file = centre.data().join(JOURNAL_FILE);
    fs::write(&file, "not a database, but somebody's letter".repeat(100)).expect("a fresh folder");
    let before = fs::read(&file).expect("just written");
    let (code, said) = refused(&centre);
    assert_eq!(code, Some(2));
    assert!(said.contains("is not a goiso journal"), "{said}");
    assert_eq!(fs::read(&file).expect("still there"), before);

    fs::remove_file(&file).expect("it is ours");
    Inside::start(&centre).stop();
    let db = Connection::open(&file).expect("a journal");
    db.pragma_update(None, "user_version", 99).expect("it can be written");
    drop(db);
    let (code, said) = refused(&centre);
    assert_eq!(code, Some(2));
    assert!(said.contains("install a newer goiso"), "{said}");
}

#[test]
fn a_hub_whose_journal_another_program_holds_shows_the_hall_and_puts_its_rules_in_force_later() {
    let centre = Centre::sample();
    Inside::start(&centre).stop();
    let text = fs::read_to_string(centre.config()).expect("just written");
    fs::write(centre.config(), text.replace("calls_max = 3", "calls_max = 2")).expect("it is ours");
    let other = Connection::open(centre.data().join(JOURNAL_FILE)).expect("a journal");
    other.execute_batch("BEGIN IMMEDIATE").expect("the journal can be locked");
    let hub = Inside::start(&centre);
    let mut desk = Screen::counter(&format!("ws://{}/ws", hub.address));
    desk.counter_view("the trouble", |view| (view.issuing == IssuingState::JournalUnavailable).then_some(()));
    other.execute_batch("ROLLBACK").expect("it was ours");
    let ready = |view: &goiso_protocol::CounterView| {
        (view.issuing == IssuingState::Ready && view.calls_max == 2).then_some(())
    };
    desk.counter_view("the new rules", ready);
    hub.stop();
}

#[test]
fn with_a_changed_journal_the_hub_shows_what_it_knows_and_takes_no_entries() {
    let centre = Centre::sample();
    let hub = Inside::start(&centre);
    let url = format!("ws://{}/ws", hub.address);
    let (mut kiosk, mut desk) = (Screen::kiosk(&url), Screen::counter(&url));
    kiosk.take_number("k-1");
    desk.ask("d-1", open());
    hub.stop();
    assert_eq!(numbers(&centre.data()), ["A001"]);
    let db = Connection::open(centre.data().join(JOURNAL_FILE)).expect("a journal");
    let n_changed = db
        .execute_batch("DROP TRIGGER journal_is_not_changed")
        .and_then(|()| db.execute("UPDATE journal SET at = at + 1 WHERE kind = 'issued'", []))
        .expect("whoever has the file can change it");
    assert_eq!(n_changed, 1);
    drop(db);

    let hub = Child::start(&centre);
    let url = format!("ws://{}/ws", hub.address);
    let (mut kiosk, mut desk) = (Screen::kiosk(&url), Screen::counter(&url));
    kiosk.kiosk_view("the trouble", |view| (view.issuing == IssuingState::JournalUnavailable).then_some(()));
    desk.counter_view("who waits", |view| (view.waiting.first()?.number.as_str() == "A001").then_some(()));
    for answer in [kiosk.ask("k-2", issue()), desk.ask("d-2", call_next())] {
        let Answer::Refused { refusal } = answer else { panic!("no refusal, but {answer:?}") };
        assert_eq!(refusal.code, "journal_unavailable");
    }
    assert_eq!(Rest::of(hub.address).get("/readyz").status, 503);
    hub.terminate();
    assert!(hub.end().success());
}
