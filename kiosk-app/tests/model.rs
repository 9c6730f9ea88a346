//! The screen as a value: what a touch, the hub and time lead to.

mod sample;

use goiso_client::LinkEvent;
use goiso_kiosk::{
    ANSWER_MAX, AWAY_AFTER, AWAY_ASKING_MAX, Action, Comfort, HallState, IDLE_MAX, Key, Kiosk, Letters,
    LinkState, Screen, Slip, TAKEN_SHOWN, TOLD_SHOWN, Told, WARNED_BEFORE, found,
};
use goiso_model::{FieldId, Language};
use goiso_protocol::{
    Answer, ErrorCode, IssuingState, KioskView, RefusalText, Request, ServiceState, TicketInfo, ToHub,
};
use jiff::SignedDuration;
use sample::{
    all_in, answer, at, both, choose, class_id, commune, idle, kiosk, kiosk_with, mockup, new_kiosk,
    province, service_id, show, ticket,
};

fn down(secs: i64) -> LinkEvent {
    LinkEvent::Down { since: at(secs) }
}

fn refusal() -> Answer {
    Answer::Refused { refusal: RefusalText { code: "service_full".to_owned(), values: [].into() } }
}

fn done(ticket: TicketInfo) -> Answer {
    Answer::Done { ticket: Some(ticket) }
}

fn touch(kiosk: &mut Kiosk, slug: &str, secs: i64) -> Option<ToHub> {
    kiosk.handle(Action::ChooseService(service_id(slug)), at(secs))
}

fn large() -> Comfort {
    Comfort { letters: Letters::Large, ..Comfort::default() }
}

#[test]
fn two_touches_ask_for_one_number() {
    let mut kiosk = idle(mockup());
    assert_eq!(touch(&mut kiosk, "chung-thuc", 1), None, "nothing is offered before the first touch");
    assert_eq!(kiosk.handle(Action::Begin, at(1)), None);
    let first = choose(&mut kiosk, "chung-thuc", 2);
    for secs in 2..12 {
        assert_eq!(touch(&mut kiosk, "chung-thuc", secs), None);
    }
    assert_eq!(touch(&mut kiosk, "ho-tich", 12), None);
    assert!(matches!(kiosk.screen(), Screen::Asking { id, .. } if *id == first));
}

#[test]
fn the_number_is_shown_when_the_hub_has_answered() {
    let mut kiosk = kiosk(mockup());
    let id = choose(&mut kiosk, "chung-thuc", 1);
    answer(&mut kiosk, &"another".parse().unwrap(), done(ticket()), 2);
    assert!(matches!(kiosk.screen(), Screen::Asking { .. }), "the answer was to another request");
    answer(&mut kiosk, &id, done(ticket()), 3);
    let until = Some(at(3) + TAKEN_SHOWN);
    let taken = Screen::Taken { ticket: Box::new(ticket()), slip: Slip::Printing, until };
    assert_eq!(*kiosk.screen(), taken);
}

#[test]
fn the_next_visitor_finds_everything_as_it_was() {
    let mut kiosk = kiosk(mockup());
    kiosk.handle(Action::Speak(Language::english()), at(0));
    kiosk.handle(Action::Adjust(large()), at(0));
    let id = choose(&mut kiosk, "chung-thuc", 0);
    answer(&mut kiosk, &id, done(ticket()), 0);
    assert_eq!(kiosk.next_deadline(), Some(at(20)));
    kiosk.tick(at(19));
    assert!(matches!(kiosk.screen(), Screen::Taken { .. }));
    kiosk.tick(at(20));
    assert_eq!(*kiosk.screen(), Screen::HOME, "whoever stands behind goes on at once");
    assert_eq!(*kiosk.language(), Language::vietnamese());
    assert_eq!(kiosk.comfort(), Comfort::default());
    assert_eq!(kiosk.leaves_in(at(49)), None, "nobody is asked who has not chosen anything");
    kiosk.tick(at(50));
    assert_eq!((kiosk.screen(), kiosk.next_deadline()), (&Screen::Attract, None));
}

#[test]
fn a_number_stays_as_long_as_the_visitor_looks_at_it() {
    let mut kiosk = kiosk_with(ticket());
    kiosk.handle(Action::Stay, at(15));
    assert_eq!(kiosk.next_deadline(), Some(at(15) + TAKEN_SHOWN));
    kiosk.handle(Action::Done, at(16));
    assert_eq!(*kiosk.screen(), Screen::HOME);
}

#[test]
fn a_number_on_no_slip_is_shown_longer() {
    let kiosk = kiosk_with(TicketInfo { is_printing: false, ..ticket() });
    assert!(matches!(kiosk.screen(), Screen::Taken { slip: Slip::None, .. }));
    assert_eq!(kiosk.next_deadline(), Some(at(60)));
}

#[test]
fn a_refusal_is_shown_for_a_while() {
    let mut kiosk = kiosk(mockup());
    let id = choose(&mut kiosk, "chung-thuc", 0);
    answer(&mut kiosk, &id, refusal(), 1);
    assert!(
        matches!(kiosk.screen(), Screen::Told { told: Told::Refused(refusal), .. } if refusal.code == "service_full")
    );
    assert_eq!(kiosk.next_deadline(), Some(at(1) + TOLD_SHOWN));
    kiosk.tick(at(1) + TOLD_SHOWN);
    assert_eq!(*kiosk.screen(), Screen::HOME);
}

#[test]
fn nothing_can_be_taken_while_the_line_is_down() {
    let mut kiosk = kiosk(mockup());
    kiosk.take(down(1), at(1));
    assert!(!kiosk.can_issue() && kiosk.view().is_some(), "the last view stays");
    assert_eq!(touch(&mut kiosk, "chung-thuc", 2), None);
    kiosk.take(LinkEvent::Up, at(3));
    choose(&mut kiosk, "chung-thuc", 4);
}

#[test]
fn a_hub_that_stays_away_is_told_of_after_a_moment() {
    let mut kiosk = kiosk(mockup());
    kiosk.take(down(1), at(1));
    assert_eq!(kiosk.hall_state(at(5)), HallState::Ready);
    assert_eq!(kiosk.hall_state(at(1) + AWAY_AFTER), HallState::HubAway);
    kiosk.take(LinkEvent::Up, at(60));
    assert_eq!(kiosk.hall_state(at(60)), HallState::Ready);
}

#[test]
fn the_hall_says_why_it_gives_no_numbers() {
    let opens = at(0) + SignedDuration::from_hours(5);
    let closed = ServiceState::Closed { opens_at: Some(opens) };
    let state = |view: KioskView| idle(view).hall_state(at(0));
    let holiday = |mut view: KioskView| {
        view.services.iter_mut().for_each(|service| service.hours_today.clear());
        view
    };
    assert_eq!(state(commune()), HallState::Ready, "some are open");
    assert_eq!(state(all_in(mockup(), &closed)), HallState::AfterHours { opens_at: Some(opens) });
    assert_eq!(state(holiday(all_in(mockup(), &closed))), HallState::Holiday { opens_at: Some(opens) });
    assert_eq!(state(all_in(mockup(), &ServiceState::Full)), HallState::Full { opens_at: None });
    let broken = KioskView { issuing: IssuingState::JournalUnavailable, ..mockup() };
    assert_eq!(state(broken), HallState::NotIssuing);
}

#[test]
fn a_line_lost_while_a_number_is_asked_for_brings_it_later() {
    let mut kiosk = kiosk(mockup());
    let id = choose(&mut kiosk, "chung-thuc", 0);
    kiosk.take(down(6), at(6));
    kiosk.tick(at(59));
    kiosk.take(LinkEvent::Up, at(59));
    assert_eq!(kiosk.next_deadline(), Some(at(59) + ANSWER_MAX));
    answer(&mut kiosk, &id, done(ticket()), 60);
    assert!(matches!(kiosk.screen(), Screen::Taken { .. }));
}

#[test]
fn a_visitor_who_leaves_while_the_hub_is_away_leaves_the_kiosk_free() {
    let mut kiosk = kiosk(mockup());
    choose(&mut kiosk, "chung-thuc", 0);
    kiosk.take(down(1), at(6));
    assert!(kiosk.leaves_in(at(39)).is_none() && kiosk.leaves_in(at(41)).is_some(), "asked first");
    kiosk.handle(Action::Stay, at(50));
    assert_eq!(kiosk.next_deadline(), Some(at(50) + AWAY_ASKING_MAX));
    kiosk.tick(at(110));
    assert_eq!((kiosk.screen(), kiosk.asked()), (&Screen::Attract, None));
}

#[test]
fn whoever_waits_for_a_hub_that_is_away_may_leave() {
    let mut kiosk = kiosk(mockup());
    choose(&mut kiosk, "chung-thuc", 0);
    kiosk.handle(Action::Back, at(1));
    assert!(matches!(kiosk.screen(), Screen::Asking { .. }), "the answer is about to come");
    kiosk.take(down(1), at(6));
    kiosk.handle(Action::Back, at(7));
    assert_eq!(*kiosk.screen(), Screen::HOME);
}

#[test]
fn a_language_asked_for_on_the_first_screen_is_gone_for_the_next_visitor() {
    let mut kiosk = idle(all_in(mockup(), &ServiceState::Full));
    kiosk.handle(Action::Speak(Language::english()), at(0));
    assert_eq!((kiosk.screen(), kiosk.language()), (&Screen::Attract, &Language::english()));
    kiosk.tick(at(30));
    assert_eq!(kiosk.language(), &Language::vietnamese());
}

#[test]
fn a_silent_hub_does_not_hold_the_visitor_for_ever() {
    let mut kiosk = kiosk(mockup());
    let id = choose(&mut kiosk, "chung-thuc", 0);
    assert_eq!(kiosk.next_deadline(), Some(at(20)));
    kiosk.tick(at(20));
    assert!(matches!(kiosk.screen(), Screen::Told { told: Told::NoAnswer(_), .. }));
    let mut late = kiosk.clone();
    answer(&mut late, &id, done(ticket()), 22);
    assert!(matches!(late.screen(), Screen::Taken { .. }), "the visitor is still there");
    kiosk.tick(at(40));
    answer(&mut kiosk, &id, done(ticket()), 41);
    assert_eq!(*kiosk.screen(), Screen::HOME, "the next visitor is not shown another's number");
}

#[test]
fn closed_full_and_unknown_services_cannot_be_chosen() {
    let mut kiosk = kiosk(commune());
    for slug in ["ho-tich", "dat-dai", "dang-ky", "khong-co"] {
        assert_eq!(touch(&mut kiosk, slug, 0), None, "{slug}");
    }
    choose(&mut kiosk, "chung-thuc", 0);
}

#[test]
fn a_service_that_closes_between_sight_and_touch_is_not_asked_for() {
    let mut kiosk = kiosk(mockup());
    show(&mut kiosk, commune(), 1);
    assert_eq!(touch(&mut kiosk, "ho-tich", 2), None);
}

#[test]
fn a_hub_that_cannot_promise_a_number_is_not_asked_for_one() {
    let mut kiosk = kiosk(mockup());
    for issuing in [IssuingState::JournalUnavailable, IssuingState::Unknown] {
        show(&mut kiosk, KioskView { issuing, ..mockup() }, 1);
        assert_eq!(touch(&mut kiosk, "chung-thuc", 2), None);
    }
}

#[test]
fn the_claimed_class_goes_with_the_request_and_no_further() {
    let mut kiosk = kiosk(mockup());
    kiosk.handle(Action::ChooseClass(class_id("nct")), at(0));
    assert_eq!(kiosk.class(), None, "the classes were not on the screen");
    kiosk.handle(Action::AskPriority, at(0));
    kiosk.handle(Action::ChooseClass(class_id("nct")), at(1));
    assert_eq!(kiosk.class(), Some(&class_id("nct")));
    let sent = touch(&mut kiosk, "chung-thuc", 2).unwrap();
    let ToHub::Request { id, request } = sent else { panic!("a request was expected") };
    let priority = Some(class_id("nct"));
    assert_eq!(request, Request::Issue { service: service_id("chung-thuc"), priority, scan: None });
    answer(&mut kiosk, &id, done(ticket()), 3);
    kiosk.handle(Action::Done, at(4));
    assert_eq!(kiosk.class(), None);
}

#[test]
fn back_goes_one_screen_back() {
    let mut kiosk = kiosk(province());
    let field = FieldId::new("so-tu-phap").unwrap();
    kiosk.handle(Action::ChooseField(field.clone()), at(0));
    assert_eq!(*kiosk.screen(), Screen::Choosing { field: Some(field), page: 0 });
    kiosk.handle(Action::Back, at(0));
    assert_eq!(*kiosk.screen(), Screen::HOME);
    for action in [Action::AskPriority, Action::AskScan, Action::AskLanguage, Action::Search] {
        kiosk.handle(action.clone(), at(0));
        assert_ne!(*kiosk.screen(), Screen::HOME, "{action:?}");
        kiosk.handle(Action::Back, at(0));
        assert_eq!(*kiosk.screen(), Screen::HOME, "{action:?}");
    }
    kiosk.handle(Action::AskPriority, at(0));
    kiosk.handle(Action::ChooseClass(class_id("om")), at(0));
    kiosk.handle(Action::Back, at(0));
    assert_eq!(kiosk.class(), None);
    kiosk.handle(Action::ChooseField(FieldId::new("khong-co").unwrap()), at(0));
    assert_eq!(*kiosk.screen(), Screen::HOME);
}

#[test]
fn a_visitor_who_leaves_is_asked_and_then_forgotten() {
    for action in [
        Action::Speak(Language::english()),
        Action::Adjust(large()),
        Action::AskPriority,
        Action::AskScan,
        Action::Search,
        Action::ChooseField(FieldId::new("thue").unwrap()),
    ] {
        let mut kiosk = kiosk(province());
        kiosk.handle(action.clone(), at(5));
        assert_eq!(kiosk.next_deadline(), Some(at(5) + IDLE_MAX), "{action:?}");
        assert_eq!(kiosk.leaves_in(at(14)), None, "{action:?}");
        assert_eq!(kiosk.leaves_in(at(15)), Some(WARNED_BEFORE), "{action:?}");
        let mut stays = kiosk.clone();
        stays.handle(Action::Stay, at(30));
        assert_eq!((stays.screen(), stays.leaves_in(at(30))), (kiosk.screen(), None), "{action:?}");
        kiosk.tick(at(35));
        assert_eq!((kiosk.screen(), kiosk.next_deadline()), (&Screen::Attract, None), "{action:?}");
        assert_eq!(*kiosk.language(), Language::vietnamese());
    }
}

#[test]
fn what_a_new_view_no_longer_has_is_no_longer_chosen() {
    let mut kiosk = kiosk(province());
    kiosk.handle(Action::AskPriority, at(0));
    kiosk.handle(Action::ChooseClass(class_id("nct")), at(0));
    kiosk.handle(Action::ChooseField(FieldId::new("thue").unwrap()), at(0));
    show(&mut kiosk, KioskView { classes: Vec::new(), ..mockup() }, 1);
    assert_eq!((kiosk.screen(), kiosk.class()), (&Screen::HOME, None));
}

#[test]
fn a_clock_set_back_holds_no_screen() {
    let mut kiosk = kiosk_with(ticket());
    kiosk.tick(at(-3600));
    assert_eq!(kiosk.next_deadline(), Some(at(-3600) + TAKEN_SHOWN));
    let mut idle = sample::kiosk(mockup());
    idle.handle(Action::AskPriority, at(0));
    idle.tick(at(-3600));
    assert_eq!(idle.next_deadline(), Some(at(-3600) + IDLE_MAX));
}

#[test]
fn a_tick_before_the_deadline_changes_nothing_and_at_it_something() {
    let mut asking = kiosk(mockup());
    let id = choose(&mut asking, "chung-thuc", 0);
    let mut told = asking.clone();
    answer(&mut told, &id, refusal(), 0);
    let mut touched = kiosk(province());
    touched.handle(Action::AskPriority, at(0));
    let mut searching = kiosk(province());
    searching.handle(Action::Search, at(0));
    for mut kiosk in [asking, told, touched, searching, kiosk(mockup()), kiosk_with(ticket())] {
        let deadline = kiosk.next_deadline().expect("each of these screens ends by itself");
        let before = kiosk.screen().clone();
        kiosk.tick(deadline - SignedDuration::from_millis(1));
        assert_eq!((kiosk.screen(), kiosk.next_deadline()), (&before, Some(deadline)));
        kiosk.tick(deadline);
        assert_ne!(*kiosk.screen(), before);
        assert_ne!(kiosk.next_deadline(), Some(deadline));
    }
}

#[test]
fn the_link_is_told_as_it_is() {
    let mut kiosk = new_kiosk();
    assert_eq!(kiosk.link(), LinkState::Connecting);
    let code = ErrorCode::UnknownDevice;
    kiosk.take(LinkEvent::NotAccepted { code, message: String::new() }, at(0));
    assert_eq!(kiosk.link(), LinkState::NotAccepted(code));
    kiosk.take(LinkEvent::Up, at(1));
    assert_eq!(kiosk.link(), LinkState::Up);
    assert!(!kiosk.can_issue(), "no view has come yet");
}

#[test]
fn the_centres_file_says_which_languages_are_offered_and_a_folder_adds_to_them() {
    let tay = Language::new("tay").unwrap();
    let mut known = goiso_i18n::languages();
    known.push((tay.clone(), "Tày".to_owned()));
    let ids = goiso_client::RequestIds::new(7);
    let mut kiosk = Kiosk::new(Language::vietnamese(), known, ids, at(0));
    let mut view = mockup();
    view.setup.languages = vec![Language::vietnamese()];
    show(&mut kiosk, view, 0);
    let offered: Vec<&Language> = kiosk.languages().iter().map(|(language, _)| language).collect();
    assert_eq!(offered, [&Language::vietnamese(), &tay]);
}

/// The services that a query finds, by their signs.
fn signs(view: &KioskView, query: &str) -> String {
    let found = found(view, query, &Language::vietnamese());
    found.iter().map(|service| service.sign.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_service_is_found_without_diacritics_and_by_its_initials() {
    let view = commune();
    assert_eq!(signs(&view, "khai sinh"), "B", "by what it covers");
    assert_eq!(signs(&view, "ks"), "B");
    assert_eq!(signs(&view, "CHỨNG"), "A");
    assert_eq!(signs(&view, "chung thuc"), "A");
    assert_eq!(signs(&view, "ctru"), "", "initials are initials");
    assert_eq!(signs(&view, "cu tru"), "F B", "whose name begins so comes first");
    assert_eq!(signs(&view, "xyz"), "");
    let english = found(&view, "birth", &Language::english());
    assert_eq!(english.len(), 1);
    let vietnamese_name = found(&view, "chung thuc", &Language::english());
    assert_eq!(vietnamese_name.len(), 1, "its Vietnamese name is known to everybody");
}

#[test]
fn before_anything_is_typed_the_most_chosen_are_offered() {
    let mut view = commune();
    assert_eq!(signs(&view, ""), "");
    for (idx, n_given) in [(3, 5), (0, 40), (9, 12)] {
        view.services[idx].n_given = n_given;
    }
    assert_eq!(signs(&view, " "), "A L D");
}

#[test]
fn a_letter_typed_before_the_screen_begins_the_search() {
    let mut kiosk = kiosk(commune());
    for key in [Key::Char('K'), Key::Char('S'), Key::Char('!')] {
        kiosk.handle(Action::Type(key), at(1));
    }
    assert_eq!(*kiosk.screen(), Screen::Searching { query: "ks".to_owned() });
    kiosk.handle(Action::Type(Key::Erase), at(1));
    assert_eq!(*kiosk.screen(), Screen::Searching { query: "k".to_owned() });
    for _ in 0..100 {
        kiosk.handle(Action::Type(Key::Char('a')), at(1));
    }
    assert!(matches!(kiosk.screen(), Screen::Searching { query } if query.chars().count() == 40));
    kiosk.handle(Action::Type(Key::Clear), at(1));
    assert_eq!(touch(&mut kiosk, "ho-tich", 2), None, "it is full");
    choose(&mut kiosk, "chung-thuc", 2);
}

#[test]
fn a_centre_that_renames_a_service_finds_it_by_the_new_name() {
    let mut view = mockup();
    view.services[0].name = both("Sao y", "Copies");
    assert_eq!(signs(&view, "sao y"), "A");
}
