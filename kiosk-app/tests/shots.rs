//! A picture of each screen; the labels are in `screen.rs`.

mod sample;

use goiso_client::LinkEvent;
use goiso_client::emergency::NoNumber;
use goiso_i18n::Texts;
use goiso_kiosk::{
    Action, Comfort, Contrast, GuideAction, Key, Kiosk, Letters, Reach, Slip, StaffAction, ground, kiosk_ui,
};
use goiso_model::{FieldId, Language, LocalText};
use goiso_protocol::{
    Answer, IssuingState, KioskView, PrinterCondition, RefusalText, ScannedThing, ServiceState, TicketInfo,
};
use goiso_ui::testing::shot;
use jiff::SignedDuration;
use sample::{
    all_in, answer, at, both, choose, class_id, commune, idle, kiosk, kiosk_with, many, mockup, new_kiosk,
    own_slip, province, scanned, service_id, show, ticket,
};

/// As large as a kiosk is; the other pictures are half of that, which shows the same.
const WHOLE: [u32; 2] = [1080, 1920];
const UPRIGHT: [u32; 2] = [540, 960];
const LYING: [u32; 2] = [960, 540];
const LAPTOP: [u32; 2] = [1366, 768];
const OLD_SCREEN: [u32; 2] = [1024, 768];

/// Six seconds after the last touch.
const NOW: i64 = 6;

fn picture(name: &str, size: [u32; 2], kiosk: &Kiosk, now: i64) {
    let texts = Texts::new(kiosk.language());
    shot(name, size, |ui| {
        ui.painter().rect_filled(ui.max_rect(), 0.0, ground(kiosk));
        kiosk_ui(ui, kiosk, &texts, at(now));
    });
}

fn in_vietnamese(name: &str, size: [u32; 2], kiosk: &Kiosk) {
    picture(name, size, kiosk, NOW);
}

fn in_both(name: &str, size: [u32; 2], kiosk: &Kiosk) {
    in_vietnamese(name, size, kiosk);
    let mut english = kiosk.clone();
    let screen = english.screen().clone();
    english.handle(Action::Speak(Language::english()), at(0));
    assert_eq!(*english.screen(), screen, "another language is no other screen");
    picture(&format!("{name}-en"), size, &english, NOW);
}

fn after(view: KioskView, actions: &[Action]) -> Kiosk {
    let mut kiosk = kiosk(view);
    for action in actions {
        kiosk.handle(action.clone(), at(0));
    }
    kiosk
}

fn adjusted(view: KioskView, comfort: Comfort) -> Kiosk {
    after(view, &[Action::Adjust(comfort)])
}

fn closed_until(hours: i64) -> ServiceState {
    ServiceState::Closed { opens_at: Some(at(0) + SignedDuration::from_hours(hours)) }
}

fn with_notices(view: KioskView) -> KioskView {
    let notices = vec![
        both(
            "Sáng thứ Bảy chỉ làm chứng thực và hộ tịch",
            "On Saturday: certification and civil status only",
        ),
        both("Chiều nay nghỉ từ 16:00", "We close at 16:00 today"),
        LocalText::default(),
    ];
    KioskView { notices, ..view }
}

fn searching(view: KioskView, query: &str) -> Kiosk {
    let keys = query.chars().map(|letter| Action::Type(Key::Char(letter)));
    after(view, &[Action::Search].into_iter().chain(keys).collect::<Vec<_>>())
}

#[test]
fn between_visitors() {
    in_vietnamese("attract", UPRIGHT, &idle(with_notices(mockup())));
    in_vietnamese("attract-lying", LYING, &idle(with_notices(mockup())));
}

#[test]
fn the_start_screen() {
    in_both("kiosk", WHOLE, &kiosk(mockup()));
}

#[test]
fn the_start_screen_of_a_commune_with_ten_services() {
    in_both("kiosk-ten", UPRIGHT, &kiosk(commune()));
    in_vietnamese("kiosk-lying", [1920, 1080], &kiosk(commune()));
    in_both("kiosk-laptop", LAPTOP, &kiosk(commune()));
    in_vietnamese("kiosk-old-screen", OLD_SCREEN, &kiosk(commune()));
}

#[test]
fn the_start_screen_of_a_province() {
    in_both("kiosk-province", UPRIGHT, &kiosk(province()));
    in_vietnamese("kiosk-province-old-screen", OLD_SCREEN, &kiosk(province()));
}

#[test]
fn as_many_services_as_one_screen_takes() {
    in_vietnamese("kiosk-tiles", UPRIGHT, &kiosk(many(24)));
    let mut view = many(24);
    view.setup.screen_inches = Some(12);
    in_vietnamese("kiosk-pages", OLD_SCREEN, &kiosk(view));
}

#[test]
fn the_services_of_an_agency() {
    let field = FieldId::new("so-tai-chinh").expect("a slug");
    in_vietnamese("kiosk-field", UPRIGHT, &after(province(), &[Action::ChooseField(field)]));
}

#[test]
fn looking_for_a_service() {
    in_vietnamese("search", UPRIGHT, &searching(commune(), "khai"));
    in_vietnamese("search-old-screen", OLD_SCREEN, &searching(commune(), "tr"));
}

#[test]
fn the_number() {
    in_both("kiosk-taken", WHOLE, &kiosk_with(ticket()));
    let priority = TicketInfo { priority: Some(class_id("nct")), ..ticket() };
    in_vietnamese("kiosk-taken-lying", LYING, &kiosk_with(priority));
}

#[test]
fn the_number_without_a_slip() {
    let place = both("Tầng 1, khu A", "Floor 1, area A");
    let ticket = TicketInfo { is_printing: false, place, ..ticket() };
    in_vietnamese("kiosk-taken-no-slip", UPRIGHT, &kiosk_with(ticket.clone()));
    in_vietnamese("kiosk-taken-no-slip-lying", LYING, &kiosk_with(ticket));
}

#[test]
fn priority() {
    in_vietnamese("kiosk-priority", UPRIGHT, &after(mockup(), &[Action::AskPriority]));
    let chosen = [Action::AskPriority, Action::ChooseClass(class_id("nct"))];
    in_both("kiosk-priority-chosen", UPRIGHT, &after(mockup(), &chosen));
}

#[test]
fn scanning() {
    in_vietnamese("scan-help", UPRIGHT, &after(mockup(), &[Action::AskScan]));
    in_vietnamese("scan-help-old-screen", OLD_SCREEN, &after(mockup(), &[Action::AskScan]));
    let scan = |thing: ScannedThing| {
        let mut kiosk = idle(mockup());
        show(&mut kiosk, scanned(mockup(), thing), 0);
        kiosk
    };
    let card = ScannedThing::IdentityCard { class: Some(class_id("nct")) };
    in_vietnamese("scanned-card", UPRIGHT, &scan(card));
    let dossier = ScannedThing::Dossier { service: Some(service_id("nhan-ket-qua")) };
    in_vietnamese("scanned-dossier", UPRIGHT, &scan(dossier));
    in_vietnamese("scanned-unknown", UPRIGHT, &scan(ScannedThing::Nothing));
    let mut own = scan(own_slip(ticket()));
    in_both("scanned-slip", UPRIGHT, &own);
    own.handle(Action::AskCancel, at(0));
    in_vietnamese("scanned-slip-cancel", UPRIGHT, &own);
}

#[test]
fn for_eyes_and_reach() {
    let large = Comfort { letters: Letters::Large, ..Comfort::default() };
    in_both("kiosk-large", UPRIGHT, &adjusted(mockup(), large));
    in_vietnamese("kiosk-large-old-screen", OLD_SCREEN, &adjusted(commune(), large));
    let contrast = Comfort { contrast: Contrast::High, ..Comfort::default() };
    in_vietnamese("kiosk-contrast", UPRIGHT, &adjusted(commune(), contrast));
    let all = Comfort { letters: Letters::Large, contrast: Contrast::High, reach: Reach::Low };
    in_vietnamese("kiosk-all-comforts", UPRIGHT, &adjusted(mockup(), all));
    let low = Comfort { reach: Reach::Low, ..Comfort::default() };
    in_vietnamese("kiosk-low", UPRIGHT, &adjusted(commune(), low));
    let mut taken = adjusted(mockup(), contrast);
    let id = choose(&mut taken, "chung-thuc", 0);
    let on_screen = TicketInfo { is_printing: false, ..ticket() };
    answer(&mut taken, &id, Answer::Done { ticket: Some(on_screen) }, 0);
    in_vietnamese("kiosk-taken-contrast", UPRIGHT, &taken);
}

#[test]
fn the_kiosk_speaks() {
    in_vietnamese("attract-voice", UPRIGHT, &sample::with_voice(mockup()));
    in_vietnamese("attract-voice-lying", LYING, &sample::with_voice(mockup()));
    let mut home = sample::with_voice(commune());
    home.handle(Action::Begin, at(0));
    in_vietnamese("kiosk-voice-offered", UPRIGHT, &home);
    home.handle(Action::Guide(GuideAction::Start), at(0));
    in_both("kiosk-listening", UPRIGHT, &home);
    in_vietnamese("kiosk-listening-old-screen", OLD_SCREEN, &home);
    let mut taken = sample::with_voice(mockup());
    taken.handle(Action::Guide(GuideAction::Start), at(0));
    let id = choose(&mut taken, "chung-thuc", 0);
    answer(&mut taken, &id, Answer::Done { ticket: Some(ticket()) }, 0);
    in_vietnamese("kiosk-taken-listening", UPRIGHT, &taken);
}

#[test]
fn is_somebody_still_there() {
    let kiosk = after(mockup(), &[Action::AskPriority]);
    picture("kiosk-leaving", UPRIGHT, &kiosk, 15);
    let lying = after(commune(), &[Action::AskPriority]);
    picture("kiosk-leaving-old-screen", OLD_SCREEN, &lying, 15);
}

#[test]
fn the_line_is_down() {
    let mut kiosk = kiosk(mockup());
    kiosk.take(LinkEvent::Down { since: at(3) }, at(3));
    in_vietnamese("kiosk-offline", UPRIGHT, &kiosk);
    let mut away = sample::kiosk(mockup());
    away.take(LinkEvent::Down { since: at(0) }, at(0));
    in_both("kiosk-away", UPRIGHT, &away);
}

#[test]
fn the_kiosk_gives_numbers_by_itself() {
    let mut untouched = idle(mockup());
    sample::away::leave_alone(&mut untouched, Ok(12));
    in_both("emergency", WHOLE, &untouched);
    in_vietnamese("emergency-old-screen", OLD_SCREEN, &untouched);
    in_vietnamese("emergency-choosing", UPRIGHT, &sample::away::on_its_own(mockup()));
    let mut given = sample::away::on_its_own(mockup());
    given.given(Ok(sample::away::offline()), at(0));
    in_both("emergency-number", WHOLE, &given);
    in_vietnamese("emergency-number-laptop", LAPTOP, &given);
    given.slip_is(sample::away::offline().ticket, Slip::Printing, at(0));
    in_vietnamese("emergency-number-printed", UPRIGHT, &given);
    let mut waiting = kiosk(mockup());
    choose(&mut waiting, "chung-thuc", 0);
    sample::away::leave_alone(&mut waiting, Ok(12));
    in_vietnamese("emergency-waiting", UPRIGHT, &waiting);
}

#[test]
fn the_kiosk_can_give_no_number_by_itself() {
    let mut used_up = idle(mockup());
    sample::away::leave_alone(&mut used_up, Err(NoNumber::UsedUp));
    in_vietnamese("emergency-used-up", UPRIGHT, &used_up);
    let mut unkept = sample::away::on_its_own(mockup());
    unkept.given(Err(NoNumber::Disk), at(0));
    in_vietnamese("emergency-not-kept", UPRIGHT, &unkept);
}

#[test]
fn slips_come_out_elsewhere() {
    let view = KioskView { stand_in: Some(sample::away::stand_in()), ..mockup() };
    in_both("attract-stand-in", UPRIGHT, &idle(view.clone()));
    in_vietnamese("kiosk-stand-in-old-screen", OLD_SCREEN, &kiosk(view.clone()));
    let mut taken = kiosk(view);
    let id = choose(&mut taken, "chung-thuc", 0);
    answer(&mut taken, &id, Answer::Done { ticket: Some(ticket()) }, 0);
    in_vietnamese("kiosk-taken-stand-in", UPRIGHT, &taken);
}

#[test]
fn the_line_has_never_been_up() {
    let mut kiosk = new_kiosk();
    kiosk.take(LinkEvent::Down { since: at(0) }, at(0));
    in_vietnamese("kiosk-connecting", UPRIGHT, &kiosk);
}

#[test]
fn the_printer_has_no_paper_and_there_is_a_notice() {
    let view = KioskView { printer: PrinterCondition::NoPaper, ..with_notices(mockup()) };
    in_both("kiosk-no-paper", UPRIGHT, &kiosk(view.clone()));
    in_vietnamese("attract-no-paper", UPRIGHT, &idle(view));
}

#[test]
fn no_number_can_be_given() {
    let view = KioskView { issuing: IssuingState::JournalUnavailable, ..mockup() };
    in_vietnamese("kiosk-not-issuing", UPRIGHT, &kiosk(view));
}

#[test]
fn the_centre_is_closed_or_has_given_everything() {
    in_vietnamese("kiosk-after-hours", UPRIGHT, &idle(all_in(mockup(), &closed_until(5))));
    in_vietnamese("kiosk-full", UPRIGHT, &idle(all_in(mockup(), &ServiceState::Full)));
    let mut holiday = all_in(mockup(), &closed_until(23));
    holiday.services.iter_mut().for_each(|service| service.hours_today.clear());
    in_vietnamese("kiosk-holiday", UPRIGHT, &idle(holiday.clone()));
    in_vietnamese("kiosk-holiday-lying", LYING, &idle(holiday));
}

#[test]
fn a_number_is_under_way() {
    let mut kiosk = kiosk(mockup());
    choose(&mut kiosk, "chung-thuc", 0);
    in_vietnamese("kiosk-issuing", UPRIGHT, &kiosk);
}

#[test]
fn a_refusal() {
    let mut kiosk = kiosk(mockup());
    let id = choose(&mut kiosk, "chung-thuc", 0);
    let refusal = RefusalText { code: "service_full".to_owned(), values: [].into() };
    answer(&mut kiosk, &id, Answer::Refused { refusal }, 0);
    in_vietnamese("kiosk-refused", UPRIGHT, &kiosk);
}

#[test]
fn the_staff_corner() {
    let mut view = sample::speaking(sample::with_corner(mockup()));
    view.setup.languages.clear();
    let mut kiosk = idle(view);
    kiosk.set_sound(goiso_kiosk::SoundCard::Works);
    kiosk.handle(Action::OpenStaff, at(0));
    kiosk.handle(Action::Staff(StaffAction::Digit(2)), at(0));
    in_vietnamese("staff-pin", UPRIGHT, &kiosk);
    kiosk.handle(Action::Staff(StaffAction::Erase), at(0));
    kiosk.handle(Action::Staff(StaffAction::Close), at(0));
    let id = choose(&mut kiosk, "chung-thuc", 0);
    answer(&mut kiosk, &id, Answer::Done { ticket: Some(ticket()) }, 0);
    kiosk.handle(Action::Done, at(0));
    sample::enter_corner(&mut kiosk, 0);
    in_vietnamese("staff", UPRIGHT, &kiosk);
    in_vietnamese("staff-old-screen", OLD_SCREEN, &kiosk);
    kiosk.handle(Action::Staff(StaffAction::AskReprint), at(0));
    in_vietnamese("staff-reprint", UPRIGHT, &kiosk);
    for letter in "A012".chars() {
        kiosk.handle(Action::Staff(StaffAction::Type(Key::Char(letter))), at(0));
    }
    in_vietnamese("staff-reprint-old-screen", OLD_SCREEN, &kiosk);
}

#[test]
fn an_appointment() {
    let thing = ScannedThing::Appointment { appointment: Some(sample::appointment()) };
    let mut kiosk = idle(mockup());
    show(&mut kiosk, scanned(mockup(), thing), 0);
    in_both("scanned-appointment", UPRIGHT, &kiosk);
}
