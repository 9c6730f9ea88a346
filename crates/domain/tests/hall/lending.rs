//! Numbers that kiosks give while the hub is away.

use std::collections::BTreeMap;

use goiso_domain::{
    Command, Event, Given, Hall, LendingEvent, LendingRules, LendingWish, OfflineNote, Rules, TurnedAway,
};
use goiso_model::{DeviceName, TicketId, TicketNumber};
use insta::assert_snapshot;
use jiff::Timestamp;

use crate::play::{Play, class, play, rules, series, service};

pub(crate) fn kiosk(n: u32) -> DeviceName {
    format!("kiosk-{n}").parse().unwrap()
}

/// The id of the ticket that a kiosk draws for a number.
fn offline_ticket(number: &str) -> TicketId {
    let bits =
        number.bytes().fold(0x0ff1_u64, |bits, byte| bits.wrapping_mul(0x100_0000_01b3) ^ u64::from(byte));
    TicketId::from_bits(bits)
}

/// `borrow kiosk-1 DISK [ABOVE]`, `keep kiosk-1 DISK BLOCK`, `tell kiosk-1 K1-901 SERVICE AT [CLASS]`.
pub(crate) fn read(play: &Play, words: &[&str]) -> Option<Command> {
    let kiosk: DeviceName = words.get(1)?.parse().ok()?;
    let wish = match words[0] {
        "borrow" => LendingWish::Borrow {
            holder: words[2].parse().unwrap(),
            above: words.get(3).map(|number| TicketNumber::typed(number)),
        },
        "keep" => LendingWish::Keep {
            holder: words[2].parse().unwrap(),
            day: play.hall.day().unwrap(),
            block: Some(words[3].parse().unwrap()),
        },
        "tell" => {
            let number = TicketNumber::typed(words[2]);
            let mut blocks = play.hall.blocks_of(&kiosk);
            let block = blocks.find(|(_, block)| block.numbers.value_of(&number).is_some());
            let given = Given {
                ticket: offline_ticket(words[2]),
                service: service(words[3]),
                class: words.get(5).map(|text| class(text)),
                issued_at: play.at(words[4].parse().unwrap()),
                day: play.hall.day().unwrap(),
                block: block.map(|(id, _)| id),
                number,
            };
            LendingWish::Tell { given: Box::new(given), instead_of: None }
        }
        _ => return None,
    };
    Some(Command::Lending { kiosk, wish })
}

pub(crate) fn tell_event(hall: &Hall, event: &LendingEvent) -> String {
    match event {
        LendingEvent::BlockLent { block, kiosk, first, last, .. } => {
            let lent = hall.blocks_of(kiosk).find(|(id, _)| id == block).unwrap().1;
            format!("lent {} to {}", lent.numbers.number(*first), lent.numbers.number(*last))
        }
        LendingEvent::BlockKept { block } => format!("block {block} kept"),
        LendingEvent::BlockExtended { block, last } => format!("block {block} through {last}"),
        LendingEvent::IssuedOffline { number, told_time, notes, .. } => {
            let mended = if told_time.is_some() { ", time mended" } else { "" };
            notes.iter().fold(format!("{number}{mended}"), |told, note| format!("{told}, {note:?}"))
        }
        LendingEvent::TurnedAway { number, why, .. } => format!("{number} turned away ({why:?})"),
    }
}

/// Two kiosks, of which each is to have four numbers ahead.
pub(crate) fn lending() -> BTreeMap<DeviceName, LendingRules> {
    let lent = |n: u32| LendingRules { prefix: format!("K{n}-"), first: 901, last: 912, width: 3, count: 4 };
    [1, 2].map(|n| (kiosk(n), lent(n))).into()
}

fn lending_rules() -> Rules {
    let rules = Rules { lending: lending(), ..rules() };
    rules.check().unwrap();
    rules
}

pub(crate) fn one_of_each() -> Vec<LendingEvent> {
    let number = TicketNumber::typed("K1-901");
    let (ticket, issued_at) = (TicketId::from_bits(9), Timestamp::UNIX_EPOCH);
    vec![
        LendingEvent::BlockLent {
            block: 1,
            kiosk: kiosk(1),
            holder: 7,
            prefix: "K1-".to_owned(),
            first: 901,
            last: 904,
            width: 3,
        },
        LendingEvent::BlockKept { block: 1 },
        LendingEvent::BlockExtended { block: 1, last: 906 },
        LendingEvent::IssuedOffline {
            ticket,
            number: number.clone(),
            service: service("ho-tich"),
            class: None,
            kiosk: kiosk(1),
            block: Some(1),
            issued_at,
            told_time: None,
            notes: Vec::new(),
        },
        LendingEvent::IssuedOffline {
            ticket,
            number: number.clone(),
            service: service("ho-tich"),
            class: Some("nct".parse().unwrap()),
            kiosk: kiosk(1),
            block: None,
            issued_at,
            told_time: Some(Timestamp::UNIX_EPOCH),
            notes: vec![
                OfflineNote::ServiceUnknown,
                OfflineNote::ServiceClosed,
                OfflineNote::ServiceFull,
                OfflineNote::ClassUnknown,
                OfflineNote::HallFull,
            ],
        },
        LendingEvent::TurnedAway {
            ticket: TicketId::from_bits(10),
            number,
            service: service("ho-tich"),
            kiosk: kiosk(1),
            issued_at,
            day: "2026-11-22".parse().unwrap(),
            why: TurnedAway::OtherDay,
        },
    ]
}

#[test]
fn a_number_taken_while_the_hub_was_away_waits_by_the_time_it_was_taken() {
    assert_snapshot!(play(lending_rules(), "
        0 open 1 lan
        0 borrow kiosk-1 7
        0 keep kiosk-1 7 1
        10 issue chung-thuc
        60 issue chung-thuc
        61 tell kiosk-1 K1-901 chung-thuc 20
        62 tell kiosk-1 K1-902 ho-tich 30
        70 next 1
        71 next 1
        72 next 1
        73 next 1
    "), @r"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    0s borrow kiosk-1 7 -> lent K1-901 to K1-904
    0s keep kiosk-1 7 1 -> block 1 kept
    10s issue chung-thuc -> A001 [print A001 at kiosk-1]
    60s issue chung-thuc -> A002 [print A002 at kiosk-1]
    61s tell kiosk-1 K1-901 chung-thuc 20 -> K1-901
    62s tell kiosk-1 K1-902 ho-tich 30 -> K1-902, block 1 through 906
    70s next 1 -> A001 called (oldest) [announce A001 to 1 as call 1 light 1]
    71s next 1 -> A001 here [light 1], A001 done [light 1], K1-901 called (oldest) [announce K1-901 to 1 as call 2 light 1]
    72s next 1 -> K1-901 here [light 1], K1-901 done [light 1], K1-902 called (oldest) [announce K1-902 to 1 as call 3 light 1]
    73s next 1 -> K1-902 here [light 1], K1-902 done [light 1], A002 called (oldest) [announce A002 to 1 as call 4 light 1]
    ");
}

#[test]
fn telling_twice_is_telling_once() {
    assert_snapshot!(play(lending_rules(), "
        0 borrow kiosk-1 7
        1 keep kiosk-1 7 1
        1 keep kiosk-1 7 1
        60 tell kiosk-1 K1-901 chung-thuc 20
        61 tell kiosk-1 K1-901 chung-thuc 20
        62 tell kiosk-1 K1-950 chung-thuc 20 -- which it was never lent
        63 tell kiosk-1 K1-950 chung-thuc 20
    "), @r"
    0s borrow kiosk-1 7 -> lent K1-901 to K1-904
    1s keep kiosk-1 7 1 -> block 1 kept
    1s keep kiosk-1 7 1 -> nothing to do
    60s tell kiosk-1 K1-901 chung-thuc 20 -> K1-901
    61s tell kiosk-1 K1-901 chung-thuc 20 -> nothing to do
    62s tell kiosk-1 K1-950 chung-thuc 20 -> K1-950 turned away (NotLent)
    63s tell kiosk-1 K1-950 chung-thuc 20 -> nothing to do
    ");
}

#[test]
fn a_block_on_no_disk_is_offered_again_and_one_that_is_lost_is_left_alone() {
    assert_snapshot!(play(lending_rules(), "
        0 borrow kiosk-1 7
        1 borrow kiosk-1 7 -- the answer was lost
        2 keep kiosk-1 7 1
        3 borrow kiosk-1 7 -- the disk has forgotten it
        4 borrow kiosk-1 8 -- a new disk
        5 borrow kiosk-1 9
        6 borrow kiosk-2 7
    "), @r#"
    0s borrow kiosk-1 7 -> lent K1-901 to K1-904
    1s borrow kiosk-1 7 -> nothing to do
    2s keep kiosk-1 7 1 -> block 1 kept
    3s borrow kiosk-1 7 -> lent K1-905 to K1-908
    4s borrow kiosk-1 8 -> lent K1-909 to K1-912
    5s borrow kiosk-1 9 -> REFUSED no_numbers_to_lend: NoNumbersToLend { kiosk: DeviceName("kiosk-1") }
    6s borrow kiosk-2 7 -> lent K2-901 to K2-904
    "#);
}

#[test]
fn more_is_lent_as_numbers_are_used_up() {
    assert_snapshot!(play(lending_rules(), "
        0 borrow kiosk-1 7
        0 keep kiosk-1 7 1
        60 tell kiosk-1 K1-901 chung-thuc 20
        60 tell kiosk-1 K1-902 chung-thuc 21
        60 tell kiosk-1 K1-903 chung-thuc 22
        60 tell kiosk-1 K1-906 chung-thuc 23
        60 tell kiosk-1 K1-910 chung-thuc 24
        60 tell kiosk-1 K1-912 chung-thuc 25
        61 borrow kiosk-1 7 K1-912
    "), @r#"
    0s borrow kiosk-1 7 -> lent K1-901 to K1-904
    0s keep kiosk-1 7 1 -> block 1 kept
    60s tell kiosk-1 K1-901 chung-thuc 20 -> K1-901
    60s tell kiosk-1 K1-902 chung-thuc 21 -> K1-902, block 1 through 906
    60s tell kiosk-1 K1-903 chung-thuc 22 -> K1-903
    60s tell kiosk-1 K1-906 chung-thuc 23 -> K1-906, block 1 through 910
    60s tell kiosk-1 K1-910 chung-thuc 24 -> K1-910, block 1 through 912
    60s tell kiosk-1 K1-912 chung-thuc 25 -> K1-912
    61s borrow kiosk-1 7 K1-912 -> REFUSED no_numbers_to_lend: NoNumbersToLend { kiosk: DeviceName("kiosk-1") }
    "#);
}

#[test]
fn who_holds_a_number_is_taken_in_whatever_stands_against_it() {
    let mut narrow = lending_rules();
    narrow.waiting_max = 1;
    narrow.services.get_mut(&service("ho-tich")).unwrap().daily_max = Some(1);
    let never = goiso_domain::CalendarId::new("never").unwrap();
    narrow.calendars.insert(never.clone(), goiso_domain::Calendar::default());
    narrow.services.get_mut(&service("dat-dai")).unwrap().calendar = Some(never);
    let mut play = Play::new(narrow);
    assert_snapshot!(play.run("
        0 open 1 lan
        5 borrow kiosk-1 7
        5 keep kiosk-1 7 1
        9 issue ho-tich
        60 tell kiosk-1 K1-901 ho-tich 20
        60 tell kiosk-1 K1-902 dat-dai 21
        60 tell kiosk-1 K1-903 cap-bang 22 vip
        60 tell kiosk-1 K1-904 chung-thuc 3 -- before it was lent
        60 tell kiosk-1 K1-905 chung-thuc 99 -- in time to come
        61 issue chung-thuc
        62 next 1
        63 next 1
        64 next 1
        65 next 1
        66 next 1
        67 next 1
    "), @r"
    0s open 1 lan -> counter 1 open with lan for chung-thuc ho-tich [light 1]
    5s borrow kiosk-1 7 -> lent K1-901 to K1-904
    5s keep kiosk-1 7 1 -> block 1 kept
    9s issue ho-tich -> B001 [print B001 at kiosk-1]
    60s tell kiosk-1 K1-901 ho-tich 20 -> K1-901, ServiceFull, HallFull
    60s tell kiosk-1 K1-902 dat-dai 21 -> K1-902, ServiceClosed, HallFull, block 1 through 906
    60s tell kiosk-1 K1-903 cap-bang 22 vip -> K1-903, ServiceUnknown, ClassUnknown, HallFull
    60s tell kiosk-1 K1-904 chung-thuc 3 -> K1-904, time mended, HallFull, block 1 through 908
    60s tell kiosk-1 K1-905 chung-thuc 99 -> K1-905, time mended, HallFull
    61s issue chung-thuc -> REFUSED hall_full: HallFull { max: 1 }
    62s next 1 -> K1-904 called (oldest) [announce K1-904 to 1 as call 1 light 1]
    63s next 1 -> K1-904 here [light 1], K1-904 done [light 1], B001 called (oldest) [announce B001 to 1 as call 2 light 1]
    64s next 1 -> B001 here [light 1], B001 done [light 1], K1-901 called (oldest) [announce K1-901 to 1 as call 3 light 1]
    65s next 1 -> K1-901 here [light 1], K1-901 done [light 1], K1-905 called (oldest) [announce K1-905 to 1 as call 4 light 1]
    66s next 1 -> K1-905 here [light 1], K1-905 done [light 1], K1-903 called (oldest) [announce K1-903 to 1 as call 5 light 1]
    67s next 1 -> REFUSED nobody_waiting: NobodyWaiting { counter: CounterNumber(1) }
    ");
}

fn given(number: &str) -> Given {
    Given {
        ticket: offline_ticket(number),
        number: TicketNumber::typed(number),
        service: service("ho-tich"),
        class: None,
        issued_at: "2026-11-23T07:35:00+07:00".parse().unwrap(),
        day: "2026-11-23".parse().unwrap(),
        block: Some(1),
    }
}

fn tell(play: &mut Play, by: u32, given: Given) -> Vec<String> {
    let wish = LendingWish::Tell { given: Box::new(given), instead_of: None };
    let at = play.at(600);
    play.wish(&Command::Lending { kiosk: kiosk(by), wish }, at).unwrap()
}

#[test]
fn a_number_that_cannot_be_called_is_written_down_and_says_why() {
    let mut play = Play::new(lending_rules());
    play.run("0 borrow kiosk-1 7\n0 keep kiosk-1 7 1");
    let yesterday = Given { day: "2026-11-22".parse().unwrap(), ..given("K1-901") };
    assert_eq!(tell(&mut play, 1, yesterday.clone()), ["K1-901 turned away (OtherDay)"]);
    assert_eq!(tell(&mut play, 1, yesterday), [""; 0]);
    assert_eq!(tell(&mut play, 1, given("K1-902")), ["K1-902", "block 1 through 906"]);
    let doubled = Given { ticket: TicketId::from_bits(1), ..given("K1-902") };
    assert_eq!(tell(&mut play, 1, doubled), ["K1-902 turned away (NumberTaken)"]);
    let same_id = Given { ticket: offline_ticket("K1-902"), ..given("K1-903") };
    assert_eq!(tell(&mut play, 1, same_id), ["K1-903 turned away (IdTaken)"]);
    assert_eq!(tell(&mut play, 2, given("K1-904")), ["K1-904 turned away (NotLent)"], "another's");
    assert_eq!(tell(&mut play, 1, given("A007")), ["A007 turned away (NotLent)"]);
    play.replay();
}

#[test]
fn a_number_of_another_journal_s_history_waits_all_the_same() {
    let mut play = Play::new(lending_rules());
    let foreign = Given { block: None, ..given("K1-905") };
    assert_eq!(tell(&mut play, 1, foreign), ["K1-905"]);
    assert_snapshot!(play.run("601 borrow kiosk-1 7 K1-905\n602 borrow kiosk-1 8"), @r"
    601s borrow kiosk-1 7 K1-905 -> lent K1-906 to K1-909
    602s borrow kiosk-1 8 -> lent K1-910 to K1-912
    ");
}

#[test]
fn a_number_that_its_visitor_never_heard_of_ends_unless_it_is_called() {
    let mut play = Play::new(lending_rules());
    play.run(
        "0 open 1 lan\n0 borrow kiosk-1 7\n0 keep kiosk-1 7 1\n1 issue ho-tich\n2 issue ho-tich\n3 next 1",
    );
    let replaced = |number: &str| play.hall.ticket_by_number(&TicketNumber::typed(number));
    let wish = |number: &str, instead_of| LendingWish::Tell { given: Box::new(given(number)), instead_of };
    let wishes = [wish("K1-901", replaced("B002")), wish("K1-902", replaced("B001"))];
    let told = wishes.map(|wish| {
        let at = play.at(600);
        play.wish(&Command::Lending { kiosk: kiosk(1), wish }, at).unwrap().join(", ")
    });
    assert_eq!(told, ["B002 ended (Replaced), K1-901", "K1-902, block 1 through 906"]);
    play.replay();
}

#[test]
fn a_new_day_takes_all_blocks_back() {
    assert_snapshot!(play(lending_rules(), "
        0 borrow kiosk-1 7
        0 keep kiosk-1 7 1
        9 tell kiosk-1 K1-901 ho-tich 5
        86400 day 2026-11-24
        86401 keep kiosk-1 7 1
        86402 borrow kiosk-1 7
    "), @r#"
    0s borrow kiosk-1 7 -> lent K1-901 to K1-904
    0s keep kiosk-1 7 1 -> block 1 kept
    9s tell kiosk-1 K1-901 ho-tich 5 -> K1-901
    86400s day 2026-11-24 -> K1-901 ended with the day, day 2026-11-24
    86401s keep kiosk-1 7 1 -> REFUSED unknown_block: UnknownBlock { kiosk: DeviceName("kiosk-1") }
    86402s borrow kiosk-1 7 -> lent K1-901 to K1-904
    "#);
}

#[test]
fn nobody_else_gives_a_number_that_is_lent_whatever_the_rules_become() {
    let mut play = Play::new(lending_rules());
    play.run("0 borrow kiosk-1 7");
    let mut rules = lending_rules();
    rules.lending.clear();
    rules.series.insert(service("ho-tich"), series("K1-", 900, 906, 3));
    play.wish(&Command::ApplyRules { rules: Box::new(rules.clone()) }, play.at(1)).unwrap();
    assert_snapshot!(play.run("
        2 issue ho-tich
        3 issue ho-tich
        4 tell kiosk-1 K1-901 ho-tich 1
    "), @r"
    2s issue ho-tich -> K1-900 [print K1-900 at kiosk-1]
    3s issue ho-tich -> K1-905 [print K1-905 at kiosk-1]
    4s tell kiosk-1 K1-901 ho-tich 1 -> K1-901
    ");
    rules.series.insert(service("ho-tich"), series("B", 1, 99, 3));
    rules.lending = lending();
    play.wish(&Command::ApplyRules { rules: Box::new(rules) }, play.at(5)).unwrap();
    assert_snapshot!(play.run("6 borrow kiosk-1 8"), @"6s borrow kiosk-1 8 -> lent K1-906 to K1-909");
}

#[test]
fn lending_rules_that_contradict_others_are_found() {
    let mut rules = lending_rules();
    rules.lending.get_mut(&kiosk(2)).unwrap().prefix = "K1-".to_owned();
    rules.lending.get_mut(&kiosk(1)).unwrap().count = 0;
    rules.series.insert(service("k"), series("K1-", 912, 920, 3));
    let lent = LendingRules { prefix: "k".to_owned(), first: 9, last: 1, width: 9, count: 1 };
    rules.lending.insert(kiosk(3), lent);
    let errors: Vec<_> = rules.check().unwrap_err().iter().map(ToString::to_string).collect();
    assert_snapshot!(errors.join("\n"), @r"
    lending.kiosk-3.width: 9 must be 1 to 6
    lending.kiosk-3.first: 9 is after last 1; swap them
    lending.kiosk-3.prefix: 'k' must be in capitals, with no space before them
    lending.kiosk-1: could give the same number as series 'k'
    lending.kiosk-2: could give the same number as series 'k'
    lending.kiosk-2: could give the same number as kiosk 'kiosk-1' while the hub is away
    lending.kiosk-1.count: 0 must be at least 1; leave the kiosk out to lend it none
    ");
}

/// What `check` says about a hall whose journal nobody can have written.
#[test]
fn a_number_lent_twice_or_given_beside_is_a_broken_law() {
    let lent = |block, first| {
        let (kiosk, prefix) = (kiosk(1), "K1-".to_owned());
        Event::Lending(LendingEvent::BlockLent {
            block,
            kiosk,
            holder: 7,
            prefix,
            first,
            last: first + 3,
            width: 3,
        })
    };
    let mut hall = Hall::new(lending_rules());
    hall.apply(&Event::DayStarted { day: "2026-11-23".parse().unwrap() }, Timestamp::UNIX_EPOCH);
    hall.apply(&lent(1, 901), Timestamp::UNIX_EPOCH);
    assert_eq!(hall.check(), Ok(()));
    let mut twice = hall.clone();
    twice.apply(&lent(2, 904), Timestamp::UNIX_EPOCH);
    assert_eq!(twice.check(), Err("the blocks 1 and 2 share a number".to_owned()));
    let issued = Event::Issued {
        ticket: TicketId::from_bits(1),
        number: TicketNumber::typed("K1-902"),
        service: service("ho-tich"),
        series: service("ho-tich"),
        value: 902,
        class: None,
        kiosk: None,
        entry: None,
    };
    hall.apply(&issued, Timestamp::UNIX_EPOCH);
    assert_eq!(hall.check(), Err("K1-902 of block 1 was given by the hub".to_owned()));
}
