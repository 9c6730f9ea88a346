//! The loudspeaker's list as transcripts: what a zone hears, and when.

use std::fmt::Write as _;

use goiso_model::{CounterNumber, TicketNumber};
use goiso_voice::{
    Announcement, Duty, FRESH, Length, Order, REST, SAYING_MAX, Scheduler, Standing, WAITING_FOR_ONCE,
    WAITING_FOR_ONE_LANGUAGE, ZoneCall,
};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

/// 08:00 in Hanoi.
fn at(millis: i64) -> Timestamp {
    let start: Timestamp = "2026-11-23T01:00:00Z".parse().expect("the text is a time");
    start + SignedDuration::from_millis(millis)
}

fn call(sequence: u64, number: &str, millis: i64) -> ZoneCall {
    ZoneCall {
        sequence,
        announcement: Announcement {
            number: TicketNumber::typed(number),
            counter: CounterNumber::new(3).expect("a counter has this number"),
            is_last_call: false,
        },
        called_at: at(millis),
        standing: Standing::Expected,
    }
}

fn over(call: ZoneCall) -> ZoneCall {
    ZoneCall { standing: Standing::Over, ..call }
}

/// How long announcements last, in milliseconds.
#[derive(Debug, Clone, Copy)]
struct Lengths {
    full: i64,
    once: i64,
    one_language: i64,
}

/// A sentence in two languages, twice and once; and only in Vietnamese.
const USUAL: Lengths = Lengths { full: 16_000, once: 7_000, one_language: 3_500 };
/// Short enough for forty in 90 s.
const BRIEF: Lengths = Lengths { full: 6_000, once: 2_500, one_language: 1_700 };

/// A board with a loudspeaker that needs its time, and all that was heard.
struct Hall {
    scheduler: Scheduler,
    lengths: Lengths,
    now: i64,
    /// What sounds, and until when.
    sounding: Option<(u64, i64)>,
    heard: String,
    /// Sequence and beginning of each announcement.
    begun: Vec<(u64, i64, Length)>,
}

impl Hall {
    /// A board that speaks and has seen an empty morning.
    fn open(lengths: Lengths) -> Self {
        let mut hall = Self::started(lengths);
        hall.scheduler.set_duty(Duty::Speak);
        hall.show(&[]);
        hall
    }

    /// A board that has not seen anything.
    fn started(lengths: Lengths) -> Self {
        let scheduler = Scheduler::default();
        Self { scheduler, lengths, now: 0, sounding: None, heard: String::new(), begun: Vec::new() }
    }

    fn show(&mut self, calls: &[ZoneCall]) {
        self.show_spoken(calls, 0);
    }

    fn show_spoken(&mut self, calls: &[ZoneCall], spoken_through: u64) {
        self.scheduler.take(calls, spoken_through);
        self.obey();
    }

    fn duty(&mut self, duty: Duty) {
        self.scheduler.set_duty(duty);
        self.obey();
    }

    fn obey(&mut self) {
        while let Some(order) = self.scheduler.next_order(at(self.now)) {
            match order {
                Order::Say { sequence, announcement, length } => {
                    assert!(self.sounding.is_none(), "two announcements at once");
                    let millis = match length {
                        Length::Full => self.lengths.full,
                        Length::Once => self.lengths.once,
                        Length::OneLanguage => self.lengths.one_language,
                    };
                    self.sounding = Some((sequence, self.now + millis));
                    self.begun.push((sequence, self.now, length));
                    self.note(&format!("{} ({length:?})", announcement.number.as_str()));
                }
                Order::Stop => {
                    self.sounding = None;
                    self.note("stop");
                }
                Order::Abandon => {
                    self.sounding = None;
                    self.note("abandon");
                }
            }
        }
    }

    fn note(&mut self, what: &str) {
        writeln!(self.heard, "{:>5.1} s {what}", self.now as f64 / 1_000.0).expect("a text takes text");
    }

    /// Lets the time pass, from one happening to the next.
    fn until(&mut self, millis: i64) {
        loop {
            let deadline = self.scheduler.next_deadline();
            let deadline = deadline.map(|at_this| at_this.duration_since(at(0)).as_millis() as i64);
            let end = self.sounding.map(|(_, end)| end);
            let Some(next) = [deadline, end].into_iter().flatten().min().filter(|next| *next <= millis)
            else {
                break;
            };
            assert!(next > self.now || end == Some(next), "a deadline that is not met: {next} ms");
            self.now = next;
            if let Some((sequence, end)) = self.sounding
                && end <= next
            {
                self.sounding = None;
                self.scheduler.finished(sequence, at(next));
            }
            self.obey();
        }
        self.now = millis;
        self.obey();
    }

    fn sequences(&self) -> Vec<u64> {
        self.begun.iter().map(|(sequence, ..)| *sequence).collect()
    }
}

#[test]
fn calls_are_spoken_one_after_the_other_in_their_order() {
    let mut hall = Hall::open(USUAL);
    hall.until(1_000);
    hall.show(&[call(3, "B001", 1_000), call(1, "A001", 900), call(2, "A002", 950)]);
    hall.until(60_000);
    insta::assert_snapshot!(hall.heard, @r"
      1.0 s A001 (Full)
     17.3 s A002 (Full)
     33.6 s B001 (Full)
    ");
    assert_eq!(hall.scheduler.spoken_through(), 3);
}

#[test]
fn a_call_is_spoken_once_however_often_it_is_shown() {
    let mut hall = Hall::open(USUAL);
    for _ in 0..5 {
        hall.show(&[call(1, "A001", 0)]);
        hall.until(hall.now + 10_000);
    }
    assert_eq!(hall.sequences(), [1]);
}

#[test]
fn nothing_from_before_the_start_is_spoken() {
    let mut hall = Hall::started(USUAL);
    hall.duty(Duty::Speak);
    hall.show(&[call(7, "A007", -1_000), call(6, "A006", -2_000)]);
    hall.until(5_000);
    assert_eq!(hall.sequences(), []);
    hall.show(&[call(8, "A008", 5_000), call(7, "A007", -1_000), call(6, "A006", -2_000)]);
    hall.until(30_000);
    assert_eq!(hall.sequences(), [8]);
}

#[test]
fn a_number_called_again_while_it_waits_keeps_its_place_and_is_said_once() {
    let mut hall = Hall::open(USUAL);
    hall.show(&[call(1, "A001", 0), call(2, "A002", 0), call(3, "A003", 0)]);
    hall.until(5_000);
    hall.show(&[call(1, "A001", 0), call(4, "A002", 5_000), call(3, "A003", 0)]);
    hall.until(20_000);
    assert_eq!(hall.scheduler.spoken_through(), 2, "3 and 4 are still to be said");
    hall.until(80_000);
    assert_eq!(hall.sequences(), [1, 4, 3]);
    assert_eq!(hall.scheduler.spoken_through(), 4);
}

#[test]
fn a_number_called_again_while_it_is_spoken_is_spoken_again() {
    let mut hall = Hall::open(USUAL);
    hall.show(&[call(1, "A001", 0)]);
    hall.until(5_000);
    hall.show(&[call(2, "A001", 5_000)]);
    hall.until(60_000);
    assert_eq!(hall.sequences(), [1, 2]);
}

#[test]
fn whoever_has_come_is_not_called_any_more() {
    let mut hall = Hall::open(USUAL);
    hall.show(&[call(1, "A001", 0), call(2, "A002", 0), call(3, "A003", 0)]);
    hall.until(2_000);
    hall.show(&[over(call(1, "A001", 0)), over(call(2, "A002", 0)), call(3, "A003", 0)]);
    hall.until(60_000);
    assert_eq!(hall.sequences(), [1, 3], "the sentence that sounds is said to its end");
    assert_eq!(hall.scheduler.spoken_through(), 3);
}

#[test]
fn a_call_of_ninety_seconds_ago_is_not_spoken() {
    let mut hall = Hall::open(USUAL);
    hall.duty(Duty::Hold);
    hall.show(&[call(1, "A001", 0), call(2, "A002", 30_000)]);
    hall.until(90_000);
    hall.duty(Duty::Speak);
    hall.until(200_000);
    insta::assert_snapshot!(hall.heard, @" 90.0 s A002 (Full)");
    assert_eq!(hall.scheduler.spoken_through(), 2);
}

#[test]
fn announcements_grow_short_when_many_wait_and_long_again() {
    let mut hall = Hall::open(BRIEF);
    let calls: Vec<_> = (1..=13).map(|idx| call(idx, &format!("A{idx:03}"), 0)).collect();
    hall.show(&calls);
    hall.until(120_000);
    insta::assert_snapshot!(hall.heard, @r"
      0.0 s A001 (OneLanguage)
      2.0 s A002 (OneLanguage)
      4.0 s A003 (Once)
      6.8 s A004 (Once)
      9.6 s A005 (Once)
     12.4 s A006 (Once)
     15.2 s A007 (Once)
     18.0 s A008 (Full)
     24.3 s A009 (Full)
     30.6 s A010 (Once)
     33.4 s A011 (Once)
     36.2 s A012 (Once)
     39.0 s A013 (Full)
    ");
    assert_eq!((WAITING_FOR_ONCE, WAITING_FOR_ONE_LANGUAGE), (5, 10));
}

#[test]
fn forty_counters_that_call_at_once_are_all_heard_within_ninety_seconds() {
    let mut hall = Hall::open(BRIEF);
    let calls: Vec<_> = (1..=40).map(|idx| call(idx, &format!("A{idx:03}"), 0)).collect();
    hall.show(&calls);
    hall.until(200_000);
    assert_eq!(hall.sequences(), (1..=40).collect::<Vec<_>>());
    assert_eq!(hall.scheduler.n_too_late(), 0);
    // The bound on lateness: each of those before takes its shortest form and a rest, save the one that begins
    // with ten behind it before a minute has passed.
    let (_, last_began, last_length) = hall.begun[39];
    assert_eq!(last_began, 38 * (1_700 + 300) + (2_500 + 300));
    assert_eq!(last_length, Length::Full, "nobody waits behind the last one");
}

#[test]
fn what_a_burst_cannot_say_in_ninety_seconds_is_counted_and_nothing_blocks() {
    let mut hall = Hall::open(USUAL);
    let calls: Vec<_> = (1..=40).map(|idx| call(idx, &format!("A{idx:03}"), 0)).collect();
    hall.show(&calls);
    hall.until(300_000);
    let n_said = hall.begun.len() as u64;
    assert_eq!(hall.sequences(), (1..=n_said).collect::<Vec<_>>(), "in order, none left out in the middle");
    assert_eq!(n_said, 24, "one each 3.8 s for 90 s");
    assert_eq!(hall.scheduler.n_too_late(), 40 - n_said);
    assert_eq!(hall.scheduler.spoken_through(), 40);
    hall.show(&[call(41, "B001", 300_000)]);
    hall.until(301_000);
    assert_eq!(hall.begun.last(), Some(&(41, 300_000, Length::Full)));
}

#[test]
fn the_next_day_begins_at_one_again() {
    let mut hall = Hall::open(USUAL);
    hall.show(&[call(200, "A120", 0), call(199, "A119", 0)]);
    hall.until(2_000);
    // The hub still names the last sequence of yesterday as spoken.
    hall.show_spoken(&[call(1, "A001", 2_000)], 200);
    assert_eq!(hall.scheduler.spoken_through(), 0);
    hall.until(60_000);
    assert_eq!(hall.sequences(), [199, 1], "A120 was of yesterday");
    assert_eq!(hall.scheduler.spoken_through(), 1);
}

#[test]
fn a_number_that_leaves_the_boards_list_brings_no_other_one_back() {
    let mut hall = Hall::open(USUAL);
    hall.show(&[call(9, "A009", 1_000), call(8, "A008", 500)]);
    hall.until(40_000);
    // A009 was called again at a counter that this board is not about.
    hall.show(&[call(8, "A008", 500)]);
    hall.until(80_000);
    assert_eq!(hall.sequences(), [8, 9]);
}

#[test]
fn another_board_begins_after_what_has_been_spoken() {
    let calls = [call(1, "A001", 0), call(2, "A002", 0), call(3, "A003", 0)];
    let mut second = Hall::started(USUAL);
    second.duty(Duty::Listen);
    second.show(&[]);
    second.show(&calls);
    second.until(20_000);
    assert_eq!(second.heard, "");
    assert_eq!(second.scheduler.spoken_through(), 0, "it has spoken nothing itself");
    // The first one dies in the middle of A002.
    second.show_spoken(&calls, 1);
    second.duty(Duty::Speak);
    second.until(60_000);
    assert_eq!(second.sequences(), [2, 3]);
}

#[test]
fn a_board_that_is_no_longer_to_speak_is_silent_at_once() {
    let mut hall = Hall::open(USUAL);
    let calls = [call(1, "A001", 0), call(2, "A002", 0)];
    hall.show(&calls);
    hall.until(3_000);
    hall.duty(Duty::Listen);
    hall.until(4_000);
    assert_eq!(hall.heard.lines().last().unwrap().trim(), "3.0 s stop");
    assert_eq!(hall.scheduler.spoken_through(), 0, "A001 was not said to its end");
    // The other one has said A001 and dies.
    hall.show_spoken(&calls, 1);
    hall.duty(Duty::Speak);
    hall.until(30_000);
    assert_eq!(hall.sequences(), [1, 2]);
}

#[test]
fn what_an_alarm_cut_short_is_said_again_after_it() {
    let mut hall = Hall::open(USUAL);
    hall.show(&[call(1, "A001", 0), call(2, "A002", 0)]);
    hall.until(3_000);
    hall.duty(Duty::Listen);
    hall.until(30_000);
    hall.duty(Duty::Speak);
    hall.until(80_000);
    assert_eq!(hall.sequences(), [1, 1, 2]);
}

#[test]
fn a_board_whose_hub_is_away_ends_its_sentence_and_begins_no_other() {
    let mut hall = Hall::open(USUAL);
    hall.show(&[call(1, "A001", 0), call(2, "A002", 0)]);
    hall.until(3_000);
    hall.duty(Duty::Hold);
    hall.until(30_000);
    insta::assert_snapshot!(hall.heard, @"  0.0 s A001 (Full)");
    assert_eq!(hall.scheduler.spoken_through(), 1);
    hall.duty(Duty::Speak);
    hall.until(60_000);
    assert_eq!(hall.sequences(), [1, 2]);
}

#[test]
fn at_no_volume_calls_count_as_spoken() {
    let mut hall = Hall::open(USUAL);
    hall.duty(Duty::SpeakSilently);
    hall.show(&[call(1, "A001", 0), call(2, "A002", 0)]);
    hall.until(1_000);
    assert_eq!((hall.heard.as_str(), hall.scheduler.spoken_through()), ("", 2));
    hall.duty(Duty::Speak);
    hall.until(30_000);
    assert_eq!(hall.sequences(), []);
}

#[test]
fn a_call_that_a_sound_card_did_not_take_comes_first_when_it_is_back() {
    let mut hall = Hall::open(USUAL);
    hall.show(&[call(1, "A001", 0), call(2, "A002", 0)]);
    hall.sounding = None;
    hall.scheduler.failed(1);
    hall.duty(Duty::Hold);
    hall.until(10_000);
    assert_eq!(hall.scheduler.spoken_through(), 0);
    hall.duty(Duty::Speak);
    hall.until(60_000);
    assert_eq!(hall.sequences(), [1, 1, 2]);
}

#[test]
fn a_sound_card_that_never_ends_is_given_up() {
    let mut hall = Hall::open(Lengths { full: i64::MAX / 2, ..USUAL });
    hall.show(&[call(1, "A001", 0)]);
    let limit = SAYING_MAX.as_millis() as i64;
    hall.until(limit - 1);
    assert_eq!(hall.heard.lines().count(), 1);
    hall.until(limit);
    assert_eq!(hall.heard.lines().last().unwrap().trim(), "65.0 s abandon");
}

#[test]
fn the_day_before_ends_its_sentence_and_does_not_count_for_today() {
    let mut hall = Hall::open(USUAL);
    hall.show(&[call(40, "A040", 0)]);
    hall.until(1_000);
    hall.show(&[call(2, "A002", 900), call(1, "A001", 800)]);
    assert_eq!(hall.scheduler.spoken_through(), 0);
    hall.until(60_000);
    assert_eq!(hall.sequences(), [40, 1, 2]);
    assert_eq!(hall.scheduler.spoken_through(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever is called when: order is kept, nothing is said twice or late, the loudspeaker never rests
    /// while somebody waits, and what was not said had waited for 90 s.
    #[test]
    fn nobody_is_lost_said_twice_or_said_late(
        pauses in prop::collection::vec(0_i64..20_000, 1..80),
        numbers in prop::collection::vec(1_u32..60, 80),
        one_language in 500_i64..5_000,
    ) {
        let lengths = Lengths { full: one_language * 4, once: one_language * 2, one_language };
        let mut hall = Hall::open(lengths);
        let mut shown: Vec<ZoneCall> = Vec::new();
        let mut called: Vec<ZoneCall> = Vec::new();
        for (idx, (pause, number)) in pauses.iter().zip(&numbers).enumerate() {
            // Many at one moment, then quiet for a while.
            let pause = if pause % 3 == 0 { 0 } else { *pause };
            hall.until(hall.now + pause);
            let call = call(idx as u64 + 1, &format!("A{number:03}"), hall.now);
            shown.retain(|other| !is_same(other, &call));
            shown.push(call.clone());
            called.push(call);
            hall.show(&shown);
        }
        hall.until(hall.now + 200_000);

        let said = hall.sequences();
        let mut once = said.clone();
        once.sort_unstable();
        once.dedup();
        prop_assert_eq!(once.len(), said.len(), "said twice: {:?}", said);

        let mut n_replaced = 0;
        for (idx, call) in called.iter().enumerate() {
            if let Some((_, began, _)) = hall.begun.iter().find(|(sequence, ..)| *sequence == call.sequence) {
                let late = at(*began).duration_since(call.called_at);
                prop_assert!(!late.is_negative() && late < FRESH, "late by {late:?}");
            } else {
                let is_replaced = called[idx + 1..].iter().any(|later| is_same(later, call));
                n_replaced += u64::from(is_replaced);
            }
        }
        // A burst is said in its shortest form, so what was too late had too many before it.
        let n_in_ninety_seconds = 90_000 / (one_language + 300);
        if i64::try_from(called.len())? < n_in_ninety_seconds / 4 {
            prop_assert_eq!(hall.scheduler.n_too_late(), 0);
        }
        let n_lost = called.len() as u64 - said.len() as u64;
        prop_assert!(n_lost <= n_replaced + hall.scheduler.n_too_late(), "lost without a reason");
        prop_assert_eq!(hall.scheduler.n_waiting(), 0);
        prop_assert_eq!(hall.scheduler.spoken_through(), called.len() as u64);

        // Numbers come in the order in which each was first called while it waited.
        let rest = REST.as_millis() as i64;
        for two in hall.begun.windows(2) {
            let ((first, began, length), (second, next_began, _)) = (two[0], two[1]);
            let lasts = match length {
                Length::Full => lengths.full,
                Length::Once => lengths.once,
                Length::OneLanguage => lengths.one_language,
            };
            let free_at = began + lasts + rest;
            let call = &called[second as usize - 1];
            let called_at = call.called_at.duration_since(at(0)).as_millis() as i64;
            prop_assert!(next_began >= free_at, "{first} and {second} overlap");
            prop_assert!(next_began == free_at || next_began == called_at, "the loudspeaker rested");
        }
    }
}

fn is_same(one: &ZoneCall, other: &ZoneCall) -> bool {
    one.announcement.number == other.announcement.number
}
