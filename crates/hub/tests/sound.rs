//! Which board of a zone speaks, as scripts: what the boards tell, and who is named.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use goiso_config::Config;
use goiso_hub::core::Source;
use goiso_hub::core::sound::{NewestCall, Sound};
use goiso_model::{CounterNumber, DeviceName};
use goiso_protocol::{BoardReport, SoundState};
use insta::assert_snapshot;
use jiff::{SignedDuration, Timestamp};

const CENTRE: &str = "
    [centre]
    name = 'Trung tâm'
    [[services]]
    id = 'a'
    sign = 'A'
    name = 'A'
    [[counters]]
    number = 1
    services = ['a']
    [[boards]]
    name = 'first'
    zone = 'hall'
    [[boards]]
    name = 'second'
    zone = 'hall'
    [[boards]]
    name = 'third'
    zone = 'hall'
    [[boards]]
    name = 'stairs'
    zone = 'stairs'
    [[boards]]
    name = 'mute'
    zone = 'hall'
    speaks = false
";

struct Play {
    sound: Sound,
    begins: Timestamp,
    newest: Option<NewestCall>,
}

impl Play {
    fn new() -> Self {
        let config = Config::parse(CENTRE, "centre.toml").expect("it is right");
        let begins = "2026-11-23T08:00:00+07:00".parse().expect("a time");
        Self { sound: Sound::new(&config), begins, newest: None }
    }

    fn at(&self, millis: i64) -> Timestamp {
        self.begins + SignedDuration::from_millis(millis)
    }

    /// Each line is `milliseconds deed`; `5000..40000 second ready 1` is said once a second.
    fn run(&mut self, script: &str) -> String {
        let mut told = String::new();
        let mut deeds: Vec<(i64, &str)> = Vec::new();
        for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (when, deed) = line.split_once(' ').expect("a time and a deed");
            match when.split_once("..") {
                Some((from, to)) => {
                    let range = millis(from)..millis(to);
                    deeds.extend(range.step_by(1000).map(|at| (at, deed)));
                }
                None => deeds.push((millis(when), deed)),
            }
        }
        deeds.sort_by_key(|(at, _)| *at);
        let mut now = 0;
        for (at, deed) in deeds {
            // The hub wakes when it wished to be woken.
            while let Some(due) = self.sound.next_deadline(self.at(now)).filter(|due| *due <= self.at(at)) {
                now = i64::try_from(due.duration_since(self.begins).as_millis()).expect("a short play");
                self.elect(now, "(woken)", &mut told);
            }
            now = at;
            self.deed(now, deed);
            self.elect(now, deed, &mut told);
        }
        told
    }

    fn elect(&mut self, now: i64, deed: &str, told: &mut String) {
        let newest = self.newest;
        let changed = self.sound.elect(|counters| heard_at(counters, newest), self.at(now));
        for zone in changed {
            let speaker = self.sound.zone(&zone).expect("it has changed").speaker.map(name);
            let speaker = speaker.unwrap_or_else(|| "nobody".to_owned());
            writeln!(told, "{now} ms, {deed}: {speaker} speaks in {zone}").expect("a String takes all");
        }
    }

    fn deed(&mut self, now: i64, deed: &str) {
        let words: Vec<_> = deed.split_whitespace().collect();
        let at = self.at(now);
        match words.as_slice() {
            ["call", sequence] => {
                self.newest = Some(NewestCall { sequence: sequence.parse().expect("a number"), at });
            }
            ["day"] => {
                self.newest = None;
                self.sound.begin_day();
            }
            [board, "came"] => self.sound.came(&device(board)),
            [board, "left"] => self.sound.left(&device(board)),
            [board, state, spoken @ ..] => {
                let sound = match *state {
                    "ready" => SoundState::Ready,
                    "no-device" => SoundState::NoDevice,
                    other => panic!("{other}"),
                };
                let spoken_through = spoken.first().map_or(0, |spoken| spoken.parse().expect("a number"));
                let source = match (board.strip_suffix("'s-page"), board.split_once('#')) {
                    (Some(board), _) => Source::Page(device(board), 7),
                    (None, Some((board, program))) => {
                        Source::App(device(board), Some(program.parse().expect("a number")))
                    }
                    (None, None) => Source::App(device(board), None),
                };
                let newest = self.newest;
                let report = BoardReport { sound, spoken_through, program: None };
                self.sound.hear(&source, report, |counters| heard_at(counters, newest), at);
            }
            other => panic!("{other:?}"),
        }
    }

    fn spoken(&self) -> u64 {
        self.sound.zone("hall").expect("the centre has it").spoken_through
    }
}

fn heard_at(counters: &BTreeSet<CounterNumber>, newest: Option<NewestCall>) -> Option<NewestCall> {
    newest.filter(|_| !counters.is_empty())
}

fn millis(text: &str) -> i64 {
    text.parse().expect("milliseconds")
}

fn device(name: &str) -> DeviceName {
    DeviceName::new(name).expect("a slug")
}

fn name(source: &Source) -> String {
    match source {
        Source::App(board, None) => board.to_string(),
        Source::App(board, Some(program)) => format!("{board}#{program}"),
        Source::Page(board, _) => format!("{board}'s page"),
    }
}

#[test]
fn the_first_board_of_the_file_that_can_speak_does() {
    assert_snapshot!(Play::new().run("
        0 third ready
        100 first no-device
        200 second no-device
        300 stairs ready
        400 mute ready
    "), @r"
    0 ms, third ready: third speaks in hall
    300 ms, stairs ready: stairs speaks in stairs
    ");
    assert_snapshot!(Play::new().run("
        0 first ready
        0 second ready
        0 third ready
    "), @"0 ms, first ready: first speaks in hall");
}

#[test]
fn another_takes_over_within_three_seconds_of_the_last_word_of_one_that_dies() {
    assert_snapshot!(Play::new().run("
        0..5000 first ready
        500..9000 second ready
    "), @r"
    0 ms, first ready: first speaks in hall
    6000 ms, (woken): second speaks in hall
    ");
}

#[test]
fn another_takes_over_at_once_from_one_that_says_goodbye_or_loses_its_sound() {
    assert_snapshot!(Play::new().run("
        0 first ready
        0..3400 second ready
        0..9000 third ready
        900 first left
        3500 second no-device
    "), @r"
    0 ms, first ready: first speaks in hall
    900 ms, first left: second speaks in hall
    3500 ms, second no-device: third speaks in hall
    ");
}

#[test]
fn a_board_that_comes_and_goes_does_not_make_the_voice_hop() {
    assert_snapshot!(Play::new().run("
        0..200000 second ready
        5000..20000 first ready
        30000..50000 first ready
        60000..200000 first ready
    "), @r"
    0 ms, second ready: second speaks in hall
    90000 ms, second ready: first speaks in hall
    ");
}

#[test]
fn the_voice_goes_back_only_when_nothing_is_being_said() {
    assert_snapshot!(Play::new().run("
        0..45500 second ready
        1000..200000 first ready
        30000 call 1
        45500..200000 second ready 1
    "), @r"
    0 ms, second ready: second speaks in hall
    45500 ms, second ready 1: first speaks in hall
    ");
    assert_snapshot!(Play::new().run("
        0..200000 second ready
        1000..200000 first ready
        30000 call 1
    "), @r"
    0 ms, second ready: second speaks in hall
    120000 ms, second ready: first speaks in hall
    ");
}

#[test]
fn a_zone_without_a_board_that_can_speak_has_no_speaker() {
    assert_snapshot!(Play::new().run("
        0 first ready
        5000 second no-device
        9000 third ready
        9500 third left
        10000 stairs no-device
    "), @r"
    0 ms, first ready: first speaks in hall
    2000 ms, (woken): nobody speaks in hall
    9000 ms, third ready: third speaks in hall
    9500 ms, third left: nobody speaks in hall
    ");
}

#[test]
fn a_page_speaks_where_no_program_does() {
    assert_snapshot!(Play::new().run("
        0..50000 first's-page ready
        1000..50000 first ready
    "), @r"
    0 ms, first's-page ready: first's page speaks in hall
    31000 ms, first's-page ready: first speaks in hall
    ");
}

#[test]
fn of_two_programs_that_show_one_board_one_speaks_until_it_falls_silent() {
    assert_snapshot!(Play::new().run("
        0..5000 first#7 ready
        500..90000 first#3 ready
        50000..90000 first#7 ready
        60000 second ready
    "), @r"
    0 ms, first#7 ready: first#7 speaks in hall
    6000 ms, (woken): first#3 speaks in hall
    ");
}

#[test]
fn an_old_line_that_breaks_at_last_does_not_silence_the_program_that_is_back() {
    assert_snapshot!(Play::new().run("
        0 first came
        0..9000 first#7 ready
        500..90000 second ready
        4000 first came
        5000 first left
        9500 first left
    "), @r"
    0 ms, first#7 ready: first#7 speaks in hall
    9500 ms, first left: second speaks in hall
    ");
}

#[test]
fn what_was_spoken_stays_known_when_another_takes_over() {
    let mut play = Play::new();
    play.run(
        "
        0 call 3
        0 first ready 2
        100 second ready 0
        200 first left
    ",
    );
    assert_eq!(play.spoken(), 2);
    play.run("300 second ready 3");
    assert_eq!(play.spoken(), 3);
}

#[test]
fn yesterdays_reports_say_nothing_of_todays_calls() {
    let mut play = Play::new();
    play.run(
        "
        0 call 40
        0 first ready 40
    ",
    );
    assert_eq!(play.spoken(), 40);
    play.run(
        "
        1000 day
        1000 first ready 40
        2000 call 2
        2000 first ready 40
    ",
    );
    assert_eq!(play.spoken(), 0);
    play.run("3000 first ready 1");
    assert_eq!(play.spoken(), 1);
}

#[test]
fn a_speaker_that_is_awaited_is_a_deadline() {
    let mut play = Play::new();
    play.run("0 first ready");
    assert_eq!(play.sound.next_deadline(play.at(0)), Some(play.at(2000)));
    assert_eq!(play.sound.next_deadline(play.at(2000)), None);
}
