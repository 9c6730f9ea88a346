//! Visitors' journeys as scripts: what is done, what is asked of the hub, and what is then on the screen.

mod sample;

use goiso_client::LinkEvent;
use goiso_kiosk::{Action, HallState, Kiosk, Screen, Told, Wish};
use goiso_protocol::{
    Answer, KioskView, PrinterCondition, RefusalText, Request, ScannedThing, SlipState, SlipTrouble,
    TicketInfo, TicketStage, ToHub,
};
use insta::assert_snapshot;
use sample::{at, class_id, idle, mockup, own_slip, scanned, service_id, show, ticket};

/// Plays a script and tells what came of it: a line for each of its lines, and for what the clock does between them.
fn play(script: &str) -> String {
    let mut kiosk = idle(mockup());
    let mut asked: Vec<ToHub> = Vec::new();
    let mut told = Vec::new();
    for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (secs, what) = line.split_once(' ').expect("a line begins with its second");
        let secs: i64 = secs.parse().expect("seconds");
        while let Some(deadline) = kiosk.next_deadline().filter(|deadline| *deadline <= at(secs)) {
            kiosk.tick(deadline);
            let due = deadline.duration_since(at(0)).as_secs();
            told.push(format!("{due:>3}s by itself -> {}", screen(&kiosk, due)));
        }
        let sent = act(&mut kiosk, what, secs, &asked);
        let request = sent.as_ref().map(|sent| format!("{}, ", request(sent))).unwrap_or_default();
        asked.extend(sent);
        told.push(format!("{secs:>3}s {what} -> {request}{}", screen(&kiosk, secs)));
    }
    told.join("\n")
}

fn act(kiosk: &mut Kiosk, what: &str, secs: i64, asked: &[ToHub]) -> Option<ToHub> {
    let words: Vec<&str> = what.split(' ').collect();
    let action = match words[..] {
        ["touches"] => Action::Begin,
        ["stays"] => Action::Stay,
        ["takes", service] => Action::ChooseService(service_id(service)),
        ["asks", "for", "priority"] => Action::AskPriority,
        ["claims", "nothing"] => Action::DropClass,
        ["claims", class] => Action::ChooseClass(class_id(class)),
        ["goes", "back"] => Action::Back,
        ["is", "done"] => Action::Done,
        ["gives", "up"] => Action::AskCancel,
        ["confirms"] => Action::Cancel(ticket().ticket),
        ["prints", "again"] => Action::Reprint(ticket().ticket),
        ["checks", "in"] => Action::CheckIn(sample::appointment().code),
        _ => {
            happens(kiosk, &words, secs, asked);
            return None;
        }
    };
    kiosk.handle(action, at(secs))
}

fn happens(kiosk: &mut Kiosk, words: &[&str], secs: i64, asked: &[ToHub]) {
    let scan = |thing| scanned(mockup(), thing);
    match words {
        ["the", "line", "breaks"] => kiosk.take(LinkEvent::Down { since: at(secs) }, at(secs)),
        ["the", "line", "is", "back"] => kiosk.take(LinkEvent::Up, at(secs)),
        ["the", "hub", "answers", answer] => {
            let Some(ToHub::Request { id, .. }) = asked.last() else { panic!("nothing has been asked") };
            let answer = match *answer {
                "A005" => Answer::Done { ticket: Some(ticket()) },
                "A005-unprinted" => {
                    Answer::Done { ticket: Some(TicketInfo { is_printing: false, ..ticket() }) }
                }
                "given-up" => {
                    Answer::Done { ticket: Some(TicketInfo { stage: TicketStage::Cancelled, ..ticket() }) }
                }
                code => Answer::Refused { refusal: RefusalText { code: code.to_owned(), values: [].into() } },
            };
            kiosk.take(LinkEvent::Answer { id: id.clone(), answer }, at(secs));
        }
        ["the", "printer", "is", "empty"] => {
            show(kiosk, KioskView { printer: PrinterCondition::NoPaper, ..mockup() }, secs);
        }
        ["the", "slip", "does", "not", "come", "out"] => {
            let (ticket, number) = (ticket().ticket, ticket().number);
            let trouble = SlipTrouble { ticket, number, slip: SlipState::NotPrinted, can_reprint: false };
            show(kiosk, KioskView { slips: vec![trouble], ..mockup() }, secs);
        }
        ["shows", "a", "card"] => {
            show(kiosk, scan(ScannedThing::IdentityCard { class: Some(class_id("nct")) }), secs);
        }
        ["shows", "a", "dossier"] => {
            let service = Some(service_id("nhan-ket-qua"));
            show(kiosk, scan(ScannedThing::Dossier { service }), secs);
        }
        ["shows", "an", "appointment"] => {
            show(kiosk, scan(ScannedThing::Appointment { appointment: Some(sample::appointment()) }), secs);
        }
        ["shows", "the", "slip"] => show(kiosk, scan(own_slip(ticket())), secs),
        ["waits"] => {}
        other => panic!("nobody knows what this is: {other:?}"),
    }
}

fn request(sent: &ToHub) -> String {
    let ToHub::Request { id, request } = sent else { panic!("only requests are sent") };
    let id = id.as_str().rsplit('-').next().unwrap_or_default();
    match request {
        Request::Issue { service, priority, scan } => {
            let priority = priority.as_ref().map(|class| format!(" as {class}")).unwrap_or_default();
            let scan = scan.map(|_| " with the card").unwrap_or_default();
            format!("asks for {service}{priority}{scan} (request {id})")
        }
        Request::Cancel { .. } => format!("gives up (request {id})"),
        Request::Reprint { .. } => format!("asks for the slip again (request {id})"),
        Request::CheckIn { code } => {
            assert_eq!(*code, sample::appointment().code);
            format!("asks for the number of the appointment (request {id})")
        }
        other => panic!("a kiosk does not ask for {other:?}"),
    }
}

fn screen(kiosk: &Kiosk, secs: i64) -> String {
    let away = if kiosk.hall_state(at(secs)) == HallState::HubAway { " (hub away)" } else { "" };
    let class = kiosk.class().map(|class| format!(" as {class}")).unwrap_or_default();
    let asks = if kiosk.leaves_in(at(secs)).is_some() { ", asks whether somebody is there" } else { "" };
    let screen = match kiosk.screen() {
        Screen::Attract => "nobody".to_owned(),
        Screen::Choosing { .. } => format!("choosing{class}"),
        Screen::Led { service } => format!("led to {service}"),
        Screen::Classes => "classes".to_owned(),
        Screen::Suggested { class } => format!("suggests {class}"),
        Screen::Own { is_cancelling: true, .. } => "is that meant?".to_owned(),
        Screen::Own { ticket, .. } => format!("{} stands at {}", ticket.number, ticket.ahead),
        Screen::Asking { wish: Wish::Number(_), .. } => "asking".to_owned(),
        Screen::Asking { wish: Wish::Cancel(_), .. } => "giving up".to_owned(),
        Screen::Asking { wish: Wish::Reprint(_), .. } => "printing again".to_owned(),
        Screen::Appointment(appointment) => format!("appointment for {}", appointment.service),
        Screen::Told { told: Told::Reprinted, .. } => "printed again".to_owned(),
        Screen::Taken { ticket, slip, .. } => format!("{}, slip {slip:?}", ticket.number),
        Screen::Told { told: Told::Refused(refusal), .. } => format!("refused: {}", refusal.code),
        Screen::Told { told: Told::NoAnswer(_), .. } => "no answer".to_owned(),
        Screen::Told { told: Told::Cancelled, .. } => "given up".to_owned(),
        other => format!("{other:?}"),
    };
    format!("{screen}{away}{asks}")
}

#[test]
fn two_touches() {
    assert_snapshot!(play("
        3 touches
        5 takes chung-thuc
        5 the hub answers A005
        9 is done
        50 waits
    "), @r"
      3s touches -> choosing
      5s takes chung-thuc -> asks for chung-thuc (request 1), asking
      5s the hub answers A005 -> A005, slip Printing
      9s is done -> choosing
     39s by itself -> nobody
     50s waits -> nobody
    ");
}

#[test]
fn ten_touches_are_one_number() {
    assert_snapshot!(play("
        1 touches
        2 takes chung-thuc
        2 takes chung-thuc
        2 takes ho-tich
        3 takes chung-thuc
        3 the hub answers A005
        3 takes chung-thuc
        4 touches
    "), @r"
      1s touches -> choosing
      2s takes chung-thuc -> asks for chung-thuc (request 1), asking
      2s takes chung-thuc -> asking
      2s takes ho-tich -> asking
      3s takes chung-thuc -> asking
      3s the hub answers A005 -> A005, slip Printing
      3s takes chung-thuc -> A005, slip Printing
      4s touches -> A005, slip Printing
    ");
}

#[test]
fn a_change_of_mind() {
    assert_snapshot!(play("
        1 touches
        2 asks for priority
        4 claims nct
        6 goes back
        8 asks for priority
        9 goes back
        12 takes ho-tich
    "), @r"
      1s touches -> choosing
      2s asks for priority -> classes
      4s claims nct -> choosing as nct
      6s goes back -> choosing
      8s asks for priority -> classes
      9s goes back -> choosing
     12s takes ho-tich -> asks for ho-tich (request 1), asking
    ");
}

#[test]
fn a_visitor_who_walks_away() {
    assert_snapshot!(play("
        1 touches
        2 asks for priority
        13 waits
        20 stays
        25 claims nct
        40 waits
        70 waits
    "), @r"
      1s touches -> choosing
      2s asks for priority -> classes
     13s waits -> classes, asks whether somebody is there
     20s stays -> classes
     25s claims nct -> choosing as nct
     40s waits -> choosing as nct, asks whether somebody is there
     55s by itself -> nobody
     70s waits -> nobody
    ");
}

#[test]
fn the_line_is_lost_at_each_step() {
    assert_snapshot!(play("
        0 the line breaks
        2 touches
        3 takes chung-thuc
        9 waits
        12 the line is back
        13 takes chung-thuc
        13 the line breaks
        60 waits
        61 takes chung-thuc
        62 the line is back
        63 the hub answers A005
        64 the line breaks
        70 waits
        71 is done
        72 waits
        73 the line is back
    "), @r"
      0s the line breaks -> nobody
      2s touches -> choosing
      3s takes chung-thuc -> choosing
      9s waits -> choosing (hub away)
     12s the line is back -> choosing
     13s takes chung-thuc -> asks for chung-thuc (request 1), asking
     13s the line breaks -> asking
     60s waits -> asking (hub away), asks whether somebody is there
     61s takes chung-thuc -> asking (hub away)
     62s the line is back -> asking
     63s the hub answers A005 -> A005, slip Printing
     64s the line breaks -> A005, slip Printing
     70s waits -> A005, slip Printing (hub away)
     71s is done -> choosing (hub away)
     72s waits -> choosing (hub away)
     73s the line is back -> choosing
    ");
}

#[test]
fn a_hub_that_is_there_and_silent() {
    assert_snapshot!(play("
        1 touches
        2 takes chung-thuc
        22 waits
        25 the hub answers A005
        70 waits
    "), @r"
      1s touches -> choosing
      2s takes chung-thuc -> asks for chung-thuc (request 1), asking
     22s by itself -> no answer
     22s waits -> no answer
     25s the hub answers A005 -> A005, slip Printing
     45s by itself -> choosing
     70s waits -> choosing
    ");
}

#[test]
fn a_refusal_is_read_and_the_next_touch_is_another_request() {
    assert_snapshot!(play("
        1 touches
        2 takes chung-thuc
        2 the hub answers hall_full
        6 is done
        7 takes chung-thuc
    "), @r"
      1s touches -> choosing
      2s takes chung-thuc -> asks for chung-thuc (request 1), asking
      2s the hub answers hall_full -> refused: hall_full
      6s is done -> choosing
      7s takes chung-thuc -> asks for chung-thuc (request 2), asking
    ");
}

#[test]
fn the_printer_is_empty_before_the_touch() {
    assert_snapshot!(play("
        1 the printer is empty
        2 touches
        3 takes chung-thuc
        3 the hub answers A005-unprinted
        50 waits
        64 waits
    "), @r"
      1s the printer is empty -> nobody
      2s touches -> choosing
      3s takes chung-thuc -> asks for chung-thuc (request 1), asking
      3s the hub answers A005-unprinted -> A005, slip None
     50s waits -> A005, slip None
     63s by itself -> choosing
     64s waits -> choosing
    ");
}

#[test]
fn a_number_whose_slip_fails_stays_until_it_has_been_seen() {
    assert_snapshot!(play("
        1 touches
        2 takes chung-thuc
        2 the hub answers A005
        4 the slip does not come out
        600 waits
        601 shows a card
        602 is done
    "), @r"
      1s touches -> choosing
      2s takes chung-thuc -> asks for chung-thuc (request 1), asking
      2s the hub answers A005 -> A005, slip Printing
      4s the slip does not come out -> A005, slip Failed
    600s waits -> A005, slip Failed
    601s shows a card -> A005, slip Failed
    602s is done -> choosing
    ");
}

#[test]
fn an_old_visitor_shows_a_card_and_decides() {
    assert_snapshot!(play("
        1 shows a card
        4 claims nct
        6 takes chung-thuc
        6 the hub answers number_held
        12 is done
        13 takes chung-thuc
    "), @r"
      1s shows a card -> suggests nct
      4s claims nct -> choosing as nct
      6s takes chung-thuc -> asks for chung-thuc as nct with the card (request 1), asking
      6s the hub answers number_held -> refused: number_held
     12s is done -> choosing
     13s takes chung-thuc -> asks for chung-thuc (request 2), asking
    ");
}

#[test]
fn a_dossier_leads_to_its_service() {
    assert_snapshot!(play("
        1 shows a dossier
        3 takes chung-thuc
        4 takes nhan-ket-qua
    "), @r"
      1s shows a dossier -> led to nhan-ket-qua
      3s takes chung-thuc -> led to nhan-ket-qua
      4s takes nhan-ket-qua -> asks for nhan-ket-qua (request 1), asking
    ");
}

#[test]
fn a_number_is_looked_up_and_given_up() {
    assert_snapshot!(play("
        1 shows the slip
        4 confirms
        5 gives up
        6 goes back
        7 gives up
        8 confirms
        9 the hub answers given-up
        40 waits
    "), @r"
      1s shows the slip -> A005 stands at 4
      4s confirms -> A005 stands at 4
      5s gives up -> is that meant?
      6s goes back -> A005 stands at 4
      7s gives up -> is that meant?
      8s confirms -> gives up (request 1), giving up
      9s the hub answers given-up -> given up
     29s by itself -> choosing
     40s waits -> choosing
    ");
}

#[test]
fn ones_own_slip_is_printed_once_more() {
    assert_snapshot!(play("
        1 shows the slip
        4 prints again
        4 prints again
        5 the hub answers A005
        30 waits
    "), @r"
       1s shows the slip -> A005 stands at 4
       4s prints again -> asks for the slip again (request 1), printing again
       4s prints again -> printing again
       5s the hub answers A005 -> printed again
      25s by itself -> choosing
      30s waits -> choosing
    ");
    assert_snapshot!(play("
        1 shows the slip
        4 prints again
        5 the hub answers slip_reprinted
        8 is done
    "), @r"
      1s shows the slip -> A005 stands at 4
      4s prints again -> asks for the slip again (request 1), printing again
      5s the hub answers slip_reprinted -> refused: slip_reprinted
      8s is done -> choosing
    ");
}

#[test]
fn ten_minutes_later_it_is_not_offered() {
    assert_snapshot!(play("
        598 touches
        599 shows the slip
        602 prints again
        603 gives up
        604 confirms
        605 the hub answers given-up
    "), @r"
      598s touches -> choosing
      599s shows the slip -> A005 stands at 4
      602s prints again -> A005 stands at 4
      603s gives up -> is that meant?
      604s confirms -> gives up (request 1), giving up
      605s the hub answers given-up -> given up
    ");
}

#[test]
fn the_line_breaks_while_a_slip_is_asked_for() {
    assert_snapshot!(play("
        1 shows the slip
        4 prints again
        5 the line breaks
        9 the line is back
        9 the hub answers A005
    "), @r"
      1s shows the slip -> A005 stands at 4
      4s prints again -> asks for the slip again (request 1), printing again
      5s the line breaks -> printing again
      9s the line is back -> printing again
      9s the hub answers A005 -> printed again
    ");
    assert_snapshot!(play("
        1 shows the slip
        2 the line breaks
        3 prints again
        4 is done
    "), @r"
      1s shows the slip -> A005 stands at 4
      2s the line breaks -> A005 stands at 4
      3s prints again -> A005 stands at 4
      4s is done -> choosing
    ");
}

#[test]
fn an_appointment_becomes_a_number() {
    assert_snapshot!(play("
        200 shows an appointment
        203 checks in
        203 checks in
        203 the hub answers A005
        230 waits
    "), @r"
      200s shows an appointment -> appointment for ho-tich
      203s checks in -> asks for the number of the appointment (request 1), asking
      203s checks in -> asking
      203s the hub answers A005 -> A005, slip Printing
      223s by itself -> choosing
      230s waits -> choosing
    ");
}

#[test]
fn who_comes_too_early_for_an_appointment_gets_no_number_yet() {
    assert_snapshot!(play("
        100 shows an appointment
        103 checks in
        105 goes back
        106 takes chung-thuc
        106 the hub answers A005
    "), @r"
      100s shows an appointment -> appointment for ho-tich
      103s checks in -> appointment for ho-tich
      105s goes back -> choosing
      106s takes chung-thuc -> asks for chung-thuc (request 1), asking
      106s the hub answers A005 -> A005, slip Printing
    ");
    assert_snapshot!(play("
        200 shows an appointment
        203 checks in
        203 the hub answers slot_over
        210 is done
    "), @r"
      200s shows an appointment -> appointment for ho-tich
      203s checks in -> asks for the number of the appointment (request 1), asking
      203s the hub answers slot_over -> refused: slot_over
      210s is done -> choosing
    ");
}
