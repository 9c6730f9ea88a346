//! The session by itself: bytes and times in, bytes and happenings out.

use super::super::slip::SlipTexts;
use super::recovery::RECOVER_AFTER;
use super::recovery::RECOVER_AND_FORGET;
use super::*;

const READY: [u8; 4] = [0x10, 0, 0, 0];
const NO_PAPER: [u8; 4] = [0x18, 0, 0x0c, 0];

/// A session, and the time it is told.
struct Talk {
    session: Session,
    start: Instant,
    now: Instant,
}

impl Talk {
    fn new(profile: Profile, wire: Wire) -> Self {
        #[expect(clippy::disallowed_methods, reason = "any beginning will do")]
        let now = Instant::now();
        Self { session: Session::new(profile, wire, SlipSetup::default()), start: now, now }
    }

    /// Connected, everything written, known to be ready.
    fn ready(profile: Profile, wire: Wire) -> Self {
        let mut talk = Self::new(profile, wire);
        talk.session.connected(talk.now);
        talk.write_all();
        talk.say(&READY);
        talk.happenings();
        talk
    }

    fn write_all(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        while !self.session.outgoing().is_empty() {
            bytes.extend_from_slice(self.session.outgoing());
            self.session.written(self.session.outgoing().len(), self.now);
        }
        bytes
    }

    fn say(&mut self, bytes: &[u8]) {
        self.session.received(bytes, self.now);
    }

    fn print(&mut self, job: u64) {
        let slip = SlipContent {
            number: "A005".to_owned(),
            qr: String::new(),
            texts: SlipTexts::default(),
            second: None,
        };
        self.session.print(JobId(job), &slip, self.now);
    }

    /// Lets time pass from deadline to deadline, all being written, until something happens.
    fn wait(&mut self) -> Vec<Happening> {
        loop {
            self.write_all();
            let happenings = self.happenings();
            if !happenings.is_empty() || self.session.is_lost() {
                return happenings;
            }
            self.now = self.session.next_deadline().expect("something is waited for");
            self.session.tick(self.now);
        }
    }

    /// What the printer says of itself in detail is told beside its state.
    fn happenings(&mut self) -> Vec<Happening> {
        let mut happenings = self.session.take_happenings();
        happenings.retain(|happening| !matches!(happening, Happening::Said(_)));
        happenings
    }

    fn elapsed(&self) -> Duration {
        self.now - self.start
    }
}

fn printed(job: u64) -> Vec<Happening> {
    vec![Happening::Job(JobId(job), Fate::Printed)]
}

fn unknown(job: u64, why: UnknownWhy) -> Vec<Happening> {
    vec![Happening::Job(JobId(job), Fate::Unknown { why })]
}

#[test]
fn a_connection_begins_with_the_questions_that_a_stopped_printer_answers() {
    let mut talk = Talk::new(Profile::GENERIC_80MM, Wire::Stream);
    talk.session.connected(talk.now);
    let bytes = talk.write_all();
    assert_eq!(bytes, [&ASK_STATE[..], &[0x1b, 0x40, 0x1c, 0x2e], &[0x1d, 0x61, 0xff]].concat());
    assert_eq!(talk.session.state(), PrinterState::Unknown);
    talk.say(&[0x1a, 0x32, 0x12, 0x7e]);
    assert_eq!(talk.happenings(), [Happening::State(PrinterState::NoPaper)]);
}

#[test]
fn a_slip_ends_with_its_process_id_and_only_that_proves_it() {
    let mut talk = Talk::ready(Profile::GENERIC_80MM, Wire::Stream);
    talk.print(0x1_002a);
    let bytes = talk.write_all();
    assert!(bytes.ends_with(&[
        0x1d, 0x56, 0x42, 0, 0x1d, 0x28, 0x48, 6, 0, 0x30, 0x30, b'0', b'0', b'2', b'A', 0x1d, 0x72, 1
    ]));
    talk.say(b"\x37\x220029\0\0");
    assert_eq!(talk.happenings(), []);
    talk.say(b"\x37\x22002A\0");
    assert_eq!(talk.happenings(), printed(0x1_002a));
}

#[test]
fn a_connection_lost_before_the_first_byte_means_not_printed() {
    let mut talk = Talk::ready(Profile::GENERIC_80MM, Wire::Stream);
    // A question for the state waits in front of the slip; its bytes are not the slip's.
    talk.session.ask_state(talk.now);
    talk.print(1);
    talk.session.written(ASK_STATE.len(), talk.now);
    talk.session.disconnected(talk.now);
    let why = NotPrintedWhy::State(PrinterState::Gone);
    let not_printed = Happening::Job(JobId(1), Fate::NotPrinted { why });
    assert_eq!(talk.happenings(), [Happening::State(PrinterState::Gone), not_printed]);

    let mut talk = Talk::ready(Profile::GENERIC_80MM, Wire::Stream);
    talk.print(1);
    talk.session.written(1, talk.now);
    talk.session.disconnected(talk.now);
    assert_eq!(talk.happenings()[1..], unknown(1, UnknownWhy::ConnectionLost));
}

#[test]
fn a_slip_may_take_its_time_on_the_wire_and_four_seconds() {
    let mut talk = Talk::ready(Profile::GENERIC_80MM, Wire::Serial { baud: 9600 });
    talk.print(1);
    let bytes = talk.write_all().len();
    assert_eq!(talk.wait(), unknown(1, UnknownWhy::NoAnswer));
    assert_eq!(talk.elapsed(), wire_time(bytes, 9600) + PRINT_MARGIN);
}

#[test]
fn the_clock_of_a_slip_stands_still_without_paper_and_begins_again_with_it() {
    let mut talk = Talk::ready(Profile::GENERIC_80MM, Wire::Stream);
    talk.print(1);
    talk.write_all();
    talk.say(&NO_PAPER);
    let held = Happening::Held(JobId(1), PrinterState::NoPaper);
    assert_eq!(talk.happenings(), [Happening::State(PrinterState::NoPaper), held]);
    talk.now += Duration::from_mins(5);
    talk.session.tick(talk.now);
    assert_eq!(talk.happenings(), []);
    assert!(talk.write_all().len() <= ASK_STATE.len(), "a slip was sent again");
    talk.say(&READY);
    assert_eq!(talk.happenings(), [Happening::State(PrinterState::Ready)]);
    talk.now += Duration::from_secs(4);
    talk.session.tick(talk.now);
    assert_eq!(talk.happenings(), []);
    talk.say(b"\x37\x220001\0");
    assert_eq!(talk.happenings(), printed(1));
}

#[test]
fn a_late_answer_of_an_older_slip_does_not_prove_the_next() {
    let mut talk = Talk::ready(Profile::GENERIC_58MM, Wire::Serial { baud: 115_200 });
    talk.print(1);
    assert_eq!(talk.wait(), unknown(1, UnknownWhy::NoAnswer));
    talk.print(2);
    talk.write_all();
    talk.say(&[0]);
    assert_eq!(talk.happenings(), []);
    talk.say(&[0]);
    assert_eq!(talk.happenings(), printed(2));
}

#[test]
fn an_answer_that_never_came_does_not_cost_the_slips_of_the_whole_day() {
    let mut talk = Talk::ready(Profile::GENERIC_58MM, Wire::Serial { baud: 115_200 });
    talk.print(1);
    assert_eq!(talk.wait(), unknown(1, UnknownWhy::NoAnswer));
    for _ in 0..40 {
        talk.now += STATUS_POLL;
        talk.say(&[0x12, 0x12, 0x12, 0x12]);
        talk.session.tick(talk.now);
        talk.write_all();
    }
    talk.print(2);
    talk.write_all();
    talk.say(&[0]);
    assert_eq!(talk.happenings(), printed(2));
}

#[test]
fn a_printer_that_ignores_process_ids_is_believed_by_its_answers_in_order() {
    let mut talk = Talk::ready(Profile::GENERIC_80MM, Wire::Stream);
    talk.print(1);
    talk.write_all();
    talk.say(&[0]);
    assert_eq!(talk.happenings(), [], "the process id may still come");
    talk.now = talk.session.in_flight.as_ref().unwrap().deadline;
    talk.say(&READY);
    talk.session.tick(talk.now);
    assert_eq!(talk.happenings(), printed(1));
    talk.print(2);
    talk.write_all();
    talk.say(&[0]);
    assert_eq!(talk.happenings(), printed(2));
    // It answers with a process id after all, so from now on that is waited for.
    talk.print(3);
    talk.write_all();
    talk.say(b"\x37\x220003\0\0");
    assert_eq!(talk.happenings(), printed(3));
    talk.print(4);
    talk.write_all();
    talk.say(&[0]);
    assert_eq!(talk.happenings(), []);
}

#[test]
fn a_full_printer_on_a_serial_line_is_waited_for() {
    let mut talk = Talk::ready(Profile::GENERIC_80MM, Wire::Serial { baud: 9600 });
    talk.print(1);
    talk.session.written(100, talk.now);
    talk.say(&[0x13]);
    assert!(talk.session.outgoing().is_empty());
    talk.say(&[0x11]);
    assert!(talk.write_all().len() > 1000);

    // A lost XON does not stop the printer for ever.
    talk.say(b"\x37\x220001\0\0\x13");
    assert_eq!(talk.happenings(), printed(1));
    talk.now += STATUS_POLL;
    talk.session.tick(talk.now);
    talk.now += SILENCE_MAX;
    talk.session.tick(talk.now);
    assert!(talk.session.is_lost());
    talk.session.disconnected(talk.now);
    talk.session.connected(talk.now);
    assert!(!talk.session.outgoing().is_empty());
}

#[test]
fn an_answer_before_the_slip_has_left_proves_nothing() {
    let mut talk = Talk::ready(Profile::GENERIC_58MM, Wire::Stream);
    talk.print(1);
    talk.session.written(100, talk.now);
    talk.say(&[0]);
    assert_eq!(talk.happenings(), []);
}

#[test]
fn a_slip_that_the_port_would_not_take_whole_ends_the_connection() {
    let mut talk = Talk::ready(Profile::GENERIC_80MM, Wire::Stream);
    talk.print(1);
    talk.session.written(100, talk.now);
    talk.now = talk.session.next_deadline().unwrap();
    talk.session.tick(talk.now);
    assert_eq!(talk.happenings(), unknown(1, UnknownWhy::NoAnswer));
    assert!(talk.session.is_lost(), "the rest of the slip would come out before the next one");
}

#[test]
fn a_printer_that_cannot_prove_anything_is_not_believed() {
    let profile = Profile { status: StatusSupport::None, proof: ProofSupport::None, ..Profile::GENERIC_80MM };
    let mut talk = Talk::new(profile, Wire::Stream);
    talk.session.connected(talk.now);
    assert_eq!(talk.happenings(), [Happening::State(PrinterState::Ready)]);
    talk.print(1);
    assert_eq!(talk.wait(), unknown(1, UnknownWhy::NoProof));
}

#[test]
fn three_questions_without_an_answer_are_silence() {
    let mut talk = Talk::ready(Profile::GENERIC_80MM, Wire::Stream);
    assert_eq!(talk.wait(), []);
    assert!(talk.session.is_lost());
    assert_eq!(talk.elapsed(), SILENCE_MAX);
}

#[test]
fn a_slip_that_has_not_left_when_the_printer_stops_is_taken_back() {
    let mut talk = Talk::ready(Profile::GENERIC_80MM, Wire::Serial { baud: 9600 });
    talk.session.ask_state(talk.now);
    talk.print(1);
    talk.session.written(ASK_STATE.len(), talk.now);
    talk.say(&NO_PAPER);
    let why = NotPrintedWhy::State(PrinterState::NoPaper);
    let taken_back = Happening::Job(JobId(1), Fate::NotPrinted { why });
    assert_eq!(talk.happenings(), [Happening::State(PrinterState::NoPaper), taken_back]);
    assert_eq!(talk.write_all(), [], "a slip that is not printed is not sent");
}

#[test]
fn a_jammed_printer_is_asked_three_times_to_go_on_with_its_slip_and_then_to_forget_it() {
    const JAM: [u8; 4] = [0x18, 0x04, 0, 0];
    let mut talk = Talk::ready(Profile::GENERIC_80MM, Wire::Stream);
    talk.print(1);
    talk.write_all();
    talk.say(&JAM);
    talk.happenings();
    let mut sent = Vec::new();
    while talk.session.in_flight.is_some() {
        talk.say(&[0x1a, 0x52, 0x16, 0x12]);
        talk.now = talk.session.next_deadline().unwrap();
        talk.session.tick(talk.now);
        sent.extend(talk.write_all());
    }
    let fate = Fate::Unknown { why: UnknownWhy::Held(PrinterState::Stopped) };
    assert_eq!(talk.happenings(), [Happening::Job(JobId(1), fate)]);
    let wishes: Vec<u8> = sent.windows(3).filter(|w| w[..2] == [0x10, 5]).map(|w| w[2]).collect();
    assert_eq!(wishes, [1, 1, 1, 2], "after its fate is told a slip must not come out any more");
}

#[test]
fn a_jam_with_no_slip_in_it_is_cleared() {
    let mut talk = Talk::ready(Profile::GENERIC_80MM, Wire::Stream);
    talk.say(&[0x18, 0x08, 0, 0]);
    talk.now += RECOVER_AFTER;
    talk.session.tick(talk.now);
    assert!(talk.write_all().starts_with(&RECOVER_AND_FORGET));
}

#[test]
fn a_torn_slip_is_ended_and_cut_off_before_the_next() {
    let mut talk = Talk::ready(Profile::GENERIC_80MM, Wire::Serial { baud: 9600 });
    talk.print(1);
    let longest = talk.session.in_flight.as_ref().unwrap().longest;
    assert!(longest > 100);
    talk.session.written(200, talk.now);
    talk.session.disconnected(talk.now);
    talk.session.connected(talk.now);
    let bytes = talk.write_all();
    assert_eq!(bytes[..ASK_STATE.len()], ASK_STATE);
    let rest = &bytes[ASK_STATE.len()..];
    assert!(rest[..longest].iter().all(|&byte| byte == 0));
    assert_eq!(rest[longest..], [&FEED_AND_CUT[..], &INIT, &AUTO_STATUS_ON].concat());
    talk.session.disconnected(talk.now);
    talk.session.connected(talk.now);
    assert!(!talk.write_all().contains(&0x56), "once is enough");
}

#[test]
fn a_printer_that_was_switched_off_and_on_is_greeted_again() {
    let mut talk = Talk::ready(Profile::GENERIC_80MM, Wire::Serial { baud: 9600 });
    talk.now += STATUS_POLL;
    talk.session.tick(talk.now);
    assert_eq!(talk.write_all(), ASK_STATE);
    talk.now += STATUS_POLL;
    talk.session.tick(talk.now);
    assert_eq!(talk.write_all(), ASK_STATE);
    talk.say(&[0x12, 0x12, 0x12, 0x12]);
    assert_eq!(talk.write_all(), [&INIT[..], &AUTO_STATUS_ON].concat());
}

#[test]
fn noise_is_told_and_only_a_clean_round_of_answers_ends_it() {
    let mut talk = Talk::ready(Profile::GENERIC_58MM, Wire::Serial { baud: 9600 });
    talk.say(&[0x12, 0x12, 0x12, 0x12]);
    talk.happenings();
    talk.say(b"$GPGGA,064036.289,1036.5375,N\r\n");
    assert_eq!(talk.happenings(), [Happening::State(PrinterState::Garbled)]);
    talk.now += STATUS_POLL;
    talk.session.tick(talk.now);
    talk.write_all();
    talk.say(&[0xff, 0x12, 0x12, 0x12, 0x12]);
    assert_eq!(talk.happenings(), []);
    talk.now += STATUS_POLL;
    talk.session.tick(talk.now);
    talk.write_all();
    talk.say(&[0x12, 0x12, 0x12, 0x12]);
    assert_eq!(talk.happenings(), [Happening::State(PrinterState::Ready)]);
}

proptest::proptest! {
    #[test]
    fn after_any_noise_two_clean_rounds_make_a_printer_ready(
        noise in proptest::collection::vec(0_u8.., 0..300),
    ) {
        let mut talk = Talk::ready(Profile::GENERIC_58MM, Wire::Serial { baud: 9600 });
        talk.say(&noise);
        talk.say(&[0x11]);
        for _ in 0..2 {
            talk.now += STATUS_POLL;
            talk.session.tick(talk.now);
            talk.write_all();
            talk.say(&[0x12, 0x12, 0x12, 0x12]);
        }
        proptest::prop_assert_eq!(talk.session.state(), PrinterState::Ready);
        proptest::prop_assert!(!talk.session.is_lost());
    }

    #[test]
    fn noise_never_prints_twice_nor_loses_a_fate(noise in proptest::collection::vec(0_u8.., 0..300)) {
        let mut talk = Talk::ready(Profile::GENERIC_80MM, Wire::Stream);
        talk.print(1);
        talk.write_all();
        talk.say(&noise);
        talk.session.disconnected(talk.now);
        let n_fates = talk.happenings().iter().filter(|h| matches!(h, Happening::Job(..))).count();
        proptest::prop_assert_eq!(n_fates, 1);
    }
}
