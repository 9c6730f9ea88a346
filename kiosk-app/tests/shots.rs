//! One picture of each screen in Vietnamese and in English.

mod sample;

use goiso_client::LinkEvent;
use goiso_i18n::Texts;
use goiso_kiosk::{Action, Kiosk, kiosk_ui};
use goiso_model::{FieldId, Language, LocalText};
use goiso_protocol::{Answer, IssuingState, KioskView, PrinterCondition, RefusalText, TicketInfo};
use goiso_ui::testing::shot;
use sample::{answer, at, choose, class_id, commune, kiosk, kiosk_with, mockup, new_kiosk, province, ticket};

const UPRIGHT: [u32; 2] = [1080, 1920];
const LYING: [u32; 2] = [1920, 1080];

/// Six seconds after the last touch.
const NOW: i64 = 6;

fn shots(name: &str, size: [u32; 2], kiosk: &Kiosk) {
    for (language, suffix) in [(Language::vietnamese(), ""), (Language::english(), "-en")] {
        let mut kiosk = kiosk.clone();
        kiosk.handle(Action::Speak(language.clone()), at(0));
        let texts = Texts::new(&language);
        shot(&format!("{name}{suffix}"), size, |ui| {
            kiosk_ui(ui, &kiosk, &texts, at(NOW));
        });
    }
}

#[test]
fn the_start_screen() {
    shots("kiosk", UPRIGHT, &kiosk(mockup()));
}

#[test]
fn the_start_screen_of_a_commune_with_ten_services() {
    shots("kiosk-ten", UPRIGHT, &kiosk(commune()));
}

#[test]
fn the_start_screen_lying() {
    shots("kiosk-lying", LYING, &kiosk(commune()));
}

#[test]
fn the_start_screen_of_a_province() {
    shots("kiosk-province", UPRIGHT, &kiosk(province()));
    shots("kiosk-province-lying", LYING, &kiosk(province()));
}

#[test]
fn the_services_of_an_agency() {
    let mut kiosk = kiosk(province());
    kiosk.handle(Action::ChooseField(FieldId::new("so-tai-chinh").unwrap()), at(0));
    shots("kiosk-field", UPRIGHT, &kiosk);
}

#[test]
fn the_number() {
    shots("kiosk-taken", UPRIGHT, &kiosk_with(ticket()));
    shots("kiosk-taken-lying", LYING, &kiosk_with(ticket()));
}

#[test]
fn the_number_without_a_slip() {
    let place = sample::both("Tầng 1, khu A", "Floor 1, area A");
    let ticket = TicketInfo { is_printing: false, place, ..ticket() };
    shots("kiosk-taken-no-slip", UPRIGHT, &kiosk_with(ticket.clone()));
    shots("kiosk-taken-no-slip-lying", LYING, &kiosk_with(ticket));
}

#[test]
fn the_priority_classes() {
    let mut kiosk = kiosk(mockup());
    kiosk.handle(Action::AskPriority, at(0));
    shots("kiosk-priority", UPRIGHT, &kiosk);
}

#[test]
fn the_services_for_a_priority_class() {
    let mut kiosk = kiosk(mockup());
    kiosk.handle(Action::AskPriority, at(0));
    kiosk.handle(Action::ChooseClass(class_id("nct")), at(0));
    shots("kiosk-priority-chosen", UPRIGHT, &kiosk);
}

#[test]
fn large_letters() {
    let mut kiosk = kiosk(mockup());
    kiosk.handle(Action::Set(goiso_kiosk::Letters::Large), at(0));
    shots("kiosk-large", UPRIGHT, &kiosk);
}

#[test]
fn the_line_is_down() {
    let mut kiosk = kiosk(mockup());
    kiosk.take(LinkEvent::Down { since: at(0) }, at(0));
    shots("kiosk-offline", UPRIGHT, &kiosk);
}

#[test]
fn the_line_has_never_been_up() {
    let mut kiosk = new_kiosk();
    kiosk.take(LinkEvent::Down { since: at(0) }, at(0));
    shots("kiosk-connecting", UPRIGHT, &kiosk);
}

#[test]
fn the_printer_has_no_paper_and_there_is_a_notice() {
    let notice = sample::both(
        "Sáng thứ Bảy chỉ làm chứng thực và hộ tịch",
        "On Saturday mornings: certification and civil status only",
    );
    let view = KioskView {
        printer: PrinterCondition::NoPaper,
        notices: vec![notice, LocalText::default()],
        ..mockup()
    };
    shots("kiosk-no-paper", UPRIGHT, &kiosk(view));
}

#[test]
fn no_number_can_be_given() {
    let view = KioskView { issuing: IssuingState::JournalUnavailable, ..mockup() };
    shots("kiosk-not-issuing", UPRIGHT, &kiosk(view));
}

#[test]
fn a_number_is_under_way() {
    let mut kiosk = kiosk(mockup());
    choose(&mut kiosk, "chung-thuc", 0);
    shots("kiosk-issuing", UPRIGHT, &kiosk);
}

#[test]
fn a_refusal() {
    let mut kiosk = kiosk(mockup());
    let id = choose(&mut kiosk, "chung-thuc", 0);
    let refusal = RefusalText { code: "service_full".to_owned(), values: [].into() };
    answer(&mut kiosk, &id, Answer::Refused { refusal }, 0);
    shots("kiosk-refused", UPRIGHT, &kiosk);
}
