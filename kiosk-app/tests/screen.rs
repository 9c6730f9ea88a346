//! The drawn screen: what is on it, what a touch reports, and that everything fits.

mod sample;

use std::cell::RefCell;

use goiso_client::LinkEvent;
use goiso_i18n::Texts;
use goiso_kiosk::{Action, Kiosk, Letters, kiosk_ui, repaint_after};
use goiso_model::{FieldId, Language};
use goiso_protocol::{Answer, KioskView, PrinterCondition, RefusalText, TicketInfo};
use goiso_ui::cut_texts;
use goiso_ui::testing::egui_kittest::kittest::{NodeT as _, Queryable as _};
use goiso_ui::testing::harness;
use sample::{
    answer, at, choose, class_id, commune, kiosk, kiosk_with, many, mockup, province, service_id, ticket,
};

/// What a touch on the thing of this label reports.
fn touch(kiosk: &Kiosk, label: &str) -> Option<Action> {
    let texts = Texts::new(kiosk.language());
    let touched = RefCell::new(None);
    let mut harness = harness([1080, 1920], |ui| {
        if let Some(action) = kiosk_ui(ui, kiosk, &texts, at(6)) {
            touched.replace(Some(action));
        }
    });
    harness.get_by_label(label).click();
    harness.step();
    harness.step();
    drop(harness);
    touched.into_inner()
}

fn says(kiosk: &Kiosk, label: &str) -> bool {
    let texts = Texts::new(kiosk.language());
    let harness = harness([1080, 1920], |ui| {
        kiosk_ui(ui, kiosk, &texts, at(6));
    });
    harness.query_by_label(label).is_some()
}

#[test]
fn a_touch_on_a_service_asks_for_its_number() {
    let touched = touch(&kiosk(mockup()), "Chứng thực");
    assert_eq!(touched, Some(Action::ChooseService(service_id("chung-thuc"))));
}

#[test]
fn a_touch_on_an_agency_opens_it() {
    let touched = touch(&kiosk(province()), "Sở Tư pháp");
    assert_eq!(touched, Some(Action::ChooseField(FieldId::new("so-tu-phap").unwrap())));
}

#[test]
fn closed_and_full_services_do_not_react() {
    for label in ["Hộ tịch – Cư trú", "Đất đai – Xây dựng"] {
        assert_eq!(touch(&kiosk(commune()), label), None, "{label}");
    }
}

#[test]
fn nothing_reacts_while_the_line_is_down() {
    let mut kiosk = kiosk(mockup());
    kiosk.take(LinkEvent::Down { since: at(0) }, at(0));
    assert_eq!(touch(&kiosk, "Chứng thực"), None);
    assert!(says(&kiosk, "Mất kết nối với máy chủ, đang thử lại…"));
}

#[test]
fn priority_language_and_letters_react() {
    let home = kiosk(mockup());
    assert_eq!(touch(&home, "Ưu tiên"), Some(Action::AskPriority));
    assert_eq!(touch(&home, "English"), Some(Action::Speak(Language::english())));
    assert_eq!(touch(&home, "Chữ to"), Some(Action::Set(Letters::Large)));

    let mut classes = home.clone();
    classes.handle(Action::AskPriority, at(0));
    assert_eq!(touch(&classes, "Người khuyết tật"), Some(Action::ChooseClass(class_id("nkt"))));
    assert_eq!(touch(&classes, "Quay lại"), Some(Action::Back));

    classes.handle(Action::ChooseClass(class_id("nkt")), at(0));
    assert!(says(&classes, "Ưu tiên: Người khuyết tật"));
    assert_eq!(touch(&classes, "Bỏ ưu tiên"), Some(Action::DropClass));
}

#[test]
fn the_number_screen_says_everything_and_closes() {
    let kiosk = kiosk_with(ticket());
    for text in [
        "A005",
        "Chứng thực · Quầy 2, 3",
        "Trước ông/bà: 4 người",
        "Chờ khoảng 10–15 phút",
        "Xin lấy phiếu ở khe bên dưới",
        "Màn hình tự đóng sau 9 giây",
    ] {
        assert!(says(&kiosk, text), "{text}");
    }
    assert_eq!(touch(&kiosk, "Xong"), Some(Action::Done));
}

#[test]
fn without_a_slip_the_visitor_is_asked_to_remember() {
    let kiosk = kiosk_with(TicketInfo { is_printing: false, ..ticket() });
    assert!(says(&kiosk, "Xin ông/bà hãy nhớ hoặc chụp lại số"));
    assert!(!says(&kiosk, "Xin lấy phiếu ở khe bên dưới"));
}

#[test]
fn a_printer_without_paper_is_told_before_the_touch() {
    let words = "Máy in hết giấy. Số thứ tự sẽ hiện trên màn hình, xin ông/bà nhớ hoặc chụp lại.";
    let without = kiosk(KioskView { printer: PrinterCondition::NoPaper, ..mockup() });
    assert!(says(&without, words) && !says(&kiosk(mockup()), words));
}

#[test]
fn a_refusal_is_said_in_the_visitors_language() {
    let mut kiosk = kiosk(mockup());
    kiosk.handle(Action::Speak(Language::english()), at(0));
    let id = choose(&mut kiosk, "chung-thuc", 0);
    let refusal = RefusalText { code: "service_full".to_owned(), values: [].into() };
    answer(&mut kiosk, &id, Answer::Refused { refusal }, 0);
    assert!(says(&kiosk, "This service has given all of today’s numbers"));
}

#[test]
fn an_idle_kiosk_sleeps_until_the_next_minute() {
    let home = kiosk(mockup());
    assert_eq!(repaint_after(&home, at(6)).as_secs(), 54);
    let taken = kiosk_with(ticket());
    assert_eq!(repaint_after(&taken, at(6)).as_millis(), 100);
    assert_eq!(repaint_after(&taken, at(99)).as_millis(), 0, "what is overdue is done at once");
}

const SIZES: [[u32; 2]; 7] =
    [[1080, 1920], [1920, 1080], [1366, 768], [1024, 768], [768, 1024], [540, 960], [800, 480]];

/// Every screen, at every size, in both languages: no text is cut, and no button leaves the window.
#[test]
fn everything_fits_at_every_size() {
    for (name, kiosk) in screens() {
        for language in [Language::vietnamese(), Language::english()] {
            let mut kiosk = kiosk.clone();
            kiosk.handle(Action::Speak(language.clone()), at(0));
            let texts = Texts::new(&language);
            for size in SIZES {
                let harness = harness(size, |ui| {
                    kiosk_ui(ui, &kiosk, &texts, at(6));
                });
                let place = format!("{name} in {language} at {size:?}");
                assert_eq!(cut_texts(&harness.ctx), [""; 0], "{place}");
                let [width, height] = size.map(|side| side as f32);
                for node in harness.root().children_recursive() {
                    let Some(label) = node.accesskit_node().label() else { continue };
                    let rect = node.rect();
                    let is_inside = rect.left() >= -0.5
                        && rect.top() >= -0.5
                        && rect.right() <= width + 0.5
                        && rect.bottom() <= height + 0.5;
                    assert!(is_inside, "{place}: '{label}' is at {rect:?}");
                }
            }
        }
    }
}

fn screens() -> Vec<(&'static str, Kiosk)> {
    let mut classes = kiosk(mockup());
    classes.handle(Action::AskPriority, at(0));
    let mut chosen = classes.clone();
    chosen.handle(Action::ChooseClass(class_id("te")), at(0));
    let mut field = kiosk(province());
    field.handle(Action::ChooseField(FieldId::new("so-nong-nghiep").expect("a slug")), at(0));
    let mut large = kiosk(mockup());
    large.handle(Action::Set(Letters::Large), at(0));
    let mut down = kiosk(mockup());
    down.take(LinkEvent::Down { since: at(0) }, at(0));
    let mut issuing = kiosk(mockup());
    choose(&mut issuing, "bao-tro", 0);
    vec![
        ("start", kiosk(mockup())),
        ("commune", kiosk(commune())),
        ("one service", kiosk(many(1))),
        ("14 services", kiosk(many(14))),
        ("24 services", kiosk(many(24))),
        ("province", kiosk(province())),
        ("agency", field),
        ("classes", classes),
        ("class chosen", chosen),
        ("large letters", large),
        ("line down", down),
        ("issuing", issuing),
        ("no paper", kiosk(KioskView { printer: PrinterCondition::NoPaper, ..commune() })),
        ("taken", kiosk_with(ticket())),
        ("taken without slip", kiosk_with(TicketInfo { is_printing: false, ..ticket() })),
        ("not issuing", kiosk(KioskView { issuing: goiso_protocol::IssuingState::Unknown, ..mockup() })),
    ]
}

#[test]
fn the_answer_of_a_hub_that_gives_no_ticket_is_no_number() {
    let mut kiosk = kiosk(mockup());
    let id = choose(&mut kiosk, "chung-thuc", 0);
    answer(&mut kiosk, &id, Answer::Done { ticket: None }, 0);
    assert!(says(&kiosk, "Máy chủ chưa trả lời. Xin ông/bà hỏi cán bộ hướng dẫn."));
}
