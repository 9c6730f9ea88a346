//! One number a person: an identity card, of which the hall knows a token alone, holds only so many.

use std::collections::BTreeSet;

use goiso_domain::{Event, PERSON_TOKEN_BYTES, PersonLimits, PersonToken, Refusal};
use goiso_model::TicketNumber;

use crate::play::{Play, rules, service};

const ONE_A_FIELD: PersonLimits = PersonLimits { active_max: Some(1), day_max: None };
const TWO_A_DAY: PersonLimits = PersonLimits { active_max: None, day_max: Some(2) };

fn card(digit: u8) -> PersonToken {
    PersonToken::new([digit; PERSON_TOKEN_BYTES])
}

/// The card was shown for this number.
fn shown(play: &mut Play, number: &str, card: PersonToken) {
    let ticket = play.hall.ticket_by_number(&TicketNumber::typed(number)).unwrap();
    let (event, at) = (Event::CardShown { ticket, person: card }, play.at(0));
    play.hall.apply(&event, at);
    play.journal.push((event, at));
}

/// What whoever has the card is told who asks for one more number of this field.
fn asked(play: &Play, card: PersonToken, field: &[&str], limits: PersonLimits) -> String {
    let field: BTreeSet<_> = field.iter().map(|id| service(id)).collect();
    match play.hall.may_take(card, &field, limits) {
        Ok(()) => "yes".to_owned(),
        Err(Refusal::NumberHeld { number }) => format!("has {number}"),
        Err(Refusal::PersonDayLimit { max }) => format!("no more than {max} a day"),
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn a_card_holds_one_number_of_a_field_until_the_visit_has_ended() {
    let mut play = Play::new(rules());
    play.run(
        "
        0 issue chung-thuc
        0 open 1 lan
    ",
    );
    shown(&mut play, "A001", card(1));
    let field = ["chung-thuc", "ho-tich"];
    assert_eq!(asked(&play, card(1), &field, ONE_A_FIELD), "has A001");
    assert_eq!(asked(&play, card(1), &["dat-dai"], ONE_A_FIELD), "yes", "another field");
    assert_eq!(asked(&play, card(2), &field, ONE_A_FIELD), "yes", "another card");
    assert_eq!(asked(&play, card(1), &field, PersonLimits::default()), "yes", "where there is no limit");
    play.run("1 next 1");
    assert_eq!(asked(&play, card(1), &field, ONE_A_FIELD), "has A001", "called, not done");
    play.run("2 finish 1");
    assert_eq!(asked(&play, card(1), &field, ONE_A_FIELD), "yes");
    play.replay();
}

#[test]
fn whoever_did_not_come_may_take_a_new_number() {
    let mut play = Play::new(rules());
    play.run(
        "
        0 issue chung-thuc
        0 open 1 lan
        1 next 1
    ",
    );
    shown(&mut play, "A001", card(1));
    assert_eq!(asked(&play, card(1), &["chung-thuc"], ONE_A_FIELD), "has A001");
    play.run("2 absent 1");
    assert_eq!(asked(&play, card(1), &["chung-thuc"], ONE_A_FIELD), "yes");
}

#[test]
fn the_newest_of_two_numbers_is_named() {
    let mut play = Play::new(rules());
    play.run(
        "
        0 issue chung-thuc
        0 issue ho-tich
    ",
    );
    shown(&mut play, "A001", card(1));
    let two = PersonLimits { active_max: Some(2), day_max: None };
    assert_eq!(asked(&play, card(1), &["chung-thuc", "ho-tich"], two), "yes");
    shown(&mut play, "B001", card(1));
    assert_eq!(asked(&play, card(1), &["chung-thuc", "ho-tich"], two), "has B001");
}

#[test]
fn a_days_limit_counts_what_is_done_but_not_what_was_given_up() {
    let mut play = Play::new(rules());
    play.run(
        "
        0 issue chung-thuc
        0 issue dat-dai
        0 open 1 lan
        1 next 1
        2 finish 1
    ",
    );
    shown(&mut play, "A001", card(1));
    assert_eq!(asked(&play, card(1), &["ho-tich"], TWO_A_DAY), "yes");
    shown(&mut play, "C001", card(1));
    assert_eq!(asked(&play, card(1), &["ho-tich"], TWO_A_DAY), "no more than 2 a day");
    play.run("3 cancel C001");
    assert_eq!(asked(&play, card(1), &["ho-tich"], TWO_A_DAY), "yes");
}
