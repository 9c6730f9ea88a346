//! The drawn screen: what is on it, what a touch or a key reports, and that everything fits.

mod sample;

use std::cell::RefCell;

use egui::Key as Press;
use goiso_client::LinkEvent;
use goiso_i18n::Texts;
use goiso_kiosk::{
    Action, Comfort, Contrast, Key, Kiosk, Letters, Reach, Screen, StaffAction, kiosk_ui, repaint_after,
};
use goiso_model::{FieldId, Language};
use goiso_protocol::{
    Answer, KioskView, PrinterCondition, RefusalText, ScannedThing, ServiceState, TicketInfo, TicketStage,
};
use goiso_ui::testing::egui_kittest::Harness;
use goiso_ui::testing::egui_kittest::kittest::Queryable as _;
use goiso_ui::testing::harness;
use goiso_ui::{placed_texts, watch_texts};
use proptest::prelude::*;
use sample::fits::{SIZES, comforts, fits, spoken};
use sample::{
    all_in, answer, at, choose, class_id, commune, idle, kiosk, kiosk_with, many, mockup, new_kiosk,
    own_slip, province, scanned, service_id, show, ticket,
};

const DESIGN: [u32; 2] = [1080, 1920];

/// What somebody does before the screen, and what it reports of it.
fn report(kiosk: &Kiosk, now: i64, does: impl FnOnce(&mut Harness<'_>)) -> Vec<Action> {
    let texts = Texts::new(kiosk.language());
    let reported = RefCell::new(Vec::new());
    let mut harness = harness(DESIGN, |ui| {
        reported.borrow_mut().extend(kiosk_ui(ui, kiosk, &texts, at(now)));
    });
    does(&mut harness);
    harness.step();
    harness.step();
    drop(harness);
    // That somebody is there at all is not what is asked here.
    let mut reported = reported.into_inner();
    reported.retain(|action| *action != Action::Stay);
    reported
}

/// What a touch on the thing of this label reports.
fn touch(kiosk: &Kiosk, label: &str) -> Option<Action> {
    report(kiosk, 6, |harness| harness.get_by_label(label).click()).pop()
}

/// What a key reports.
fn press(kiosk: &Kiosk, keys: &[Press]) -> Option<Action> {
    report(kiosk, 6, |harness| {
        for key in keys {
            harness.key_press(*key);
            harness.step();
        }
    })
    .pop()
}

fn says(kiosk: &Kiosk, label: &str) -> bool {
    let texts = Texts::new(kiosk.language());
    let harness = harness(DESIGN, |ui| {
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
fn nothing_reacts_in_the_first_seconds_after_the_line_is_lost() {
    let mut kiosk = kiosk(mockup());
    kiosk.take(LinkEvent::Down { since: at(3) }, at(3));
    assert_eq!(touch(&kiosk, "Chứng thực"), None);
    assert!(says(&kiosk, "Mất kết nối với máy chủ, đang thử lại…"));
}

#[test]
fn priority_language_and_letters_react() {
    let home = kiosk(mockup());
    assert_eq!(touch(&home, "Ưu tiên"), Some(Action::AskPriority));
    assert_eq!(touch(&home, "English"), Some(Action::Speak(Language::english())));
    let large = Comfort { letters: Letters::Large, ..Comfort::default() };
    assert_eq!(touch(&home, "Chữ to"), Some(Action::Adjust(large)));
    let contrast = Comfort { contrast: Contrast::High, ..Comfort::default() };
    assert_eq!(touch(&home, "Tương phản"), Some(Action::Adjust(contrast)));
    let low = Comfort { reach: Reach::Low, ..Comfort::default() };
    assert_eq!(touch(&home, "Màn hình thấp"), Some(Action::Adjust(low)));
    assert_eq!(touch(&home, "Quét mã"), Some(Action::AskScan));

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
        "Màn hình tự đóng sau 14 giây",
    ] {
        assert!(says(&kiosk, text), "{text}");
    }
    assert_eq!(touch(&kiosk, "Xong"), Some(Action::Done));
    let stay = report(&kiosk, 6, |harness| harness.get_by_label("Xem thêm").click());
    assert_eq!(stay, [], "it stays, and nothing else happens");
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
    assert_eq!(repaint_after(&idle(mockup()), at(6)).as_secs(), 54);
    assert_eq!(repaint_after(&home, at(6)).as_secs(), 4, "whether somebody must be asked is looked at again");
    let taken = kiosk_with(ticket());
    assert_eq!(repaint_after(&taken, at(6)).as_millis(), 100);
    assert_eq!(repaint_after(&taken, at(99)).as_millis(), 0, "what is overdue is done at once");
}

#[test]
fn a_touch_anywhere_begins() {
    assert_eq!(touch(&idle(mockup()), "Chạm để lấy số"), Some(Action::Begin));
    assert_eq!(press(&idle(mockup()), &[Press::Enter]), Some(Action::Begin));
    assert_eq!(touch(&idle(mockup()), "English"), Some(Action::Speak(Language::english())));
}

#[test]
fn everything_can_be_done_by_keyboard() {
    let home = kiosk(mockup());
    assert_eq!(
        press(&home, &[Press::Tab, Press::Enter]),
        Some(Action::ChooseService(service_id("chung-thuc")))
    );
    assert_eq!(
        press(&home, &[Press::Tab, Press::ArrowDown, Press::Space]),
        Some(Action::ChooseService(service_id("ho-tich")))
    );
    let taken = kiosk_with(ticket());
    assert_eq!(press(&taken, &[Press::Escape]), Some(Action::Back));
    let mut searching = kiosk(commune());
    searching.handle(Action::Search, at(0));
    assert_eq!(press(&searching, &[Press::Backspace]), Some(Action::Type(Key::Erase)));
    let typed = report(&searching, 6, |harness| harness.event(egui::Event::Text("k".to_owned())));
    assert_eq!(typed, [Action::Type(Key::Char('k'))]);
}

#[test]
fn what_has_the_focus_is_seen() {
    let kiosk = kiosk(mockup());
    let texts = Texts::new(kiosk.language());
    let mut harness = harness(DESIGN, |ui| {
        kiosk_ui(ui, &kiosk, &texts, at(6));
    });
    harness.step();
    let n_shapes = harness.output().shapes.len();
    harness.key_press(Press::Tab);
    harness.step();
    assert!(harness.get_by_label("Chứng thực").is_focused());
    assert_eq!(harness.output().shapes.len(), n_shapes + 1, "a ring has been drawn");
}

#[test]
fn whoever_does_nothing_is_asked_and_one_touch_stays() {
    let mut classes = kiosk(mockup());
    classes.handle(Action::AskPriority, at(0));
    let words = "Ông/bà còn ở đây không? Màn hình sẽ về trang đầu sau 20 giây.";
    let texts = Texts::new(classes.language());
    let asked = harness(DESIGN, |ui| {
        kiosk_ui(ui, &classes, &texts, at(10));
    });
    assert!(asked.query_by_label(words).is_some());
    assert!(!says(&classes, words), "not after six seconds");
    let stayed = RefCell::new(false);
    let mut touched = harness(DESIGN, |ui| {
        let action = kiosk_ui(ui, &classes, &texts, at(12));
        *stayed.borrow_mut() |= action == Some(Action::Stay);
    });
    touched.get_by_label("Tôi vẫn ở đây").click();
    touched.step();
    drop(touched);
    assert!(stayed.into_inner());
}

#[test]
fn nobody_is_asked_to_scan_while_the_scanner_is_gone() {
    let gone = || KioskView { is_scanner_gone: true, ..mockup() };
    assert!(says(&kiosk(mockup()), "Quét mã"));
    assert!(!says(&kiosk(gone()), "Quét mã"));
    // Whoever was just reading how to is taken back to the services.
    let mut reading = kiosk(mockup());
    reading.handle(Action::AskScan, at(6));
    show(&mut reading, gone(), 6);
    assert_eq!(*reading.screen(), Screen::HOME);
}

#[test]
fn what_is_scanned_leads_on() {
    let scan = |thing: ScannedThing| {
        let mut kiosk = idle(mockup());
        show(&mut kiosk, scanned(mockup(), thing), 0);
        kiosk
    };
    let card = scan(ScannedThing::IdentityCard { class: Some(class_id("nct")) });
    assert_eq!(touch(&card, "Người cao tuổi (từ 60 tuổi)"), Some(Action::ChooseClass(class_id("nct"))));
    assert_eq!(touch(&card, "Lấy số thường, không ưu tiên"), Some(Action::DropClass));
    let young = scan(ScannedThing::IdentityCard { class: None });
    assert!(says(&young, "Đã đọc căn cước: mỗi người một số ở mỗi lĩnh vực"));
    let dossier = scan(ScannedThing::Dossier { service: Some(service_id("nhan-ket-qua")) });
    assert_eq!(
        touch(&dossier, "Nhận kết quả hồ sơ"),
        Some(Action::ChooseService(service_id("nhan-ket-qua")))
    );
    let mut own = scan(own_slip(ticket()));
    assert!(says(&own, "Trước ông/bà: 4 người") && says(&own, "A005"));
    assert_eq!(touch(&own, "Hủy số này"), Some(Action::AskCancel));
    own.handle(Action::AskCancel, at(0));
    assert_eq!(touch(&own, "Giữ số"), Some(Action::Back));
    assert_eq!(touch(&own, "Hủy số"), Some(Action::Cancel(ticket().ticket)));
    let called = scan(own_slip(TicketInfo { stage: TicketStage::Called, ..ticket() }));
    assert!(says(&called, "Đang mời ông/bà vào quầy") && !says(&called, "Hủy số này"));
    assert!(says(&scan(ScannedThing::OldSlip), "Phiếu số này không phải của hôm nay"));
}

#[test]
fn staff_hold_the_corner_and_give_their_pin() {
    let mut kiosk = idle(sample::with_corner(mockup()));
    let held = report(&kiosk, 6, |harness| {
        harness.drag_at(egui::pos2(60.0, 60.0));
        // The harness's clock goes on with its steps.
        for _ in 0..20 {
            harness.step();
        }
    });
    assert!(held.contains(&Action::OpenStaff), "{held:?}");
    kiosk.handle(Action::OpenStaff, at(6));
    for digit in [2, 5, 8, 1] {
        assert_eq!(touch(&kiosk, &digit.to_string()), Some(Action::Staff(StaffAction::Digit(digit))));
    }
    let asked = sample::type_pin(&mut kiosk, "258136", 6).and_then(goiso_protocol::ToHub::into_id);
    assert!(says(&kiosk, "Đang kiểm tra…"));
    let refusal = RefusalText { code: "wrong_pin".to_owned(), values: [].into() };
    answer(&mut kiosk, &asked.expect("the hub checks"), Answer::Refused { refusal }, 6);
    assert!(says(&kiosk, "Mã PIN không đúng"));
    assert_eq!(touch(&kiosk, "Đóng"), Some(Action::Staff(StaffAction::Close)));
}

/// Every screen, at every size, in both languages: no text is cut or stands on another, and nothing leaves the window.
#[test]
fn everything_fits_at_every_size() {
    for (name, kiosk) in screens().into_iter().chain(sample::away::screens()) {
        for language in [Language::vietnamese(), Language::english()] {
            for size in SIZES {
                fits(name, &spoken(&kiosk, &language), size);
            }
        }
    }
}

#[test]
fn everything_fits_with_every_comfort() {
    for (name, kiosk) in screens().into_iter().chain(sample::away::screens()) {
        for comfort in comforts() {
            let mut kiosk = kiosk.clone();
            kiosk.handle(Action::Adjust(comfort), at(0));
            for size in [[1080, 1920], [1366, 768], [1024, 768]] {
                fits(name, &kiosk, size);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn everything_fits_at_any_size_with_any_number_of_services(
        size in prop_oneof![
            (720_u32..1200, 150_u32..200).prop_map(|(width, share)| [width, width * share / 100]),
            (1024_u32..2000, 768_u32..1200).prop_filter("lying", |(width, height)| width > height)
                .prop_map(|(width, height)| [width, height]),
        ],
        n_services in 1_usize..40,
        n_notices in 0_usize..4,
        comfort in proptest::sample::select(comforts()),
        language in proptest::sample::select(vec![Language::vietnamese(), Language::english()]),
        inches in proptest::option::of(15_u32..43),
        page in 0_usize..4,
    ) {
        let mut view = many(n_services);
        view.setup.screen_inches = inches;
        let notice = sample::both("Chiều nay nghỉ từ 16:00", "We close at 16:00 today");
        view.notices = vec![notice; n_notices];
        let untouched = idle(view.clone());
        fits("attract", &spoken(&untouched, &language), size);
        let mut kiosk = spoken(&kiosk(view), &language);
        kiosk.handle(Action::Adjust(comfort), at(0));
        kiosk.handle(Action::ShowPage(page), at(0));
        fits("choosing", &kiosk, size);
        kiosk.handle(Action::Search, at(0));
        kiosk.handle(Action::Type(Key::Char('t')), at(0));
        fits("searching", &kiosk, size);
    }
}

/// All the words on a screen, in the order of painting.
fn words(kiosk: &Kiosk, size: [u32; 2]) -> Vec<String> {
    let texts = Texts::new(kiosk.language());
    let mut harness = harness(size, |ui| {
        watch_texts(ui.ctx());
        kiosk_ui(ui, kiosk, &texts, at(6));
    });
    harness.step();
    placed_texts(&harness.ctx).into_iter().map(|text| text.text.replace('\u{a0}', " ")).collect()
}

#[test]
fn on_a_full_screen_each_service_tells_its_queue_its_hours_and_what_is_left() {
    let large = Comfort { letters: Letters::Large, ..Comfort::default() };
    for (language, told) in [
        (Language::vietnamese(), ["Cấp số đến 11:30", "đến 10:30", "Còn 12 số", "Còn 145 số", "5 người chờ"]),
        (
            Language::english(),
            ["Numbers until 11:30", "until 10:30", "12 left", "145 left", "5 people waiting"],
        ),
    ] {
        for (comfort, n_services) in [(Comfort::default(), 24), (large, 10)] {
            for size in [[1080, 1920], [1920, 1080], [1366, 768], [1024, 768]] {
                let mut kiosk = spoken(&kiosk(many(n_services)), &language);
                kiosk.handle(Action::Adjust(comfort), at(0));
                let mut words = words(&kiosk, size);
                kiosk.handle(Action::ShowPage(1), at(0));
                words.extend(self::words(&kiosk, size));
                let n_told = told.map(|part| words.iter().filter(|words| words.contains(part)).count());
                // Of ten services each is told of once; the hours that most have stand above them.
                let n_each = n_services / 10;
                let least = [1, n_each, n_each, n_each, n_each];
                let is_told = n_told.iter().zip(least).all(|(n, least)| *n >= least);
                assert!(is_told, "{n_told:?} in {language} at {size:?}: {words:#?}");
            }
        }
    }
}

fn screens() -> Vec<(&'static str, Kiosk)> {
    let from_home = |actions: &[Action]| {
        let mut kiosk = kiosk(commune());
        for action in actions {
            kiosk.handle(action.clone(), at(0));
        }
        kiosk
    };
    let scan = |thing: ScannedThing| {
        let mut kiosk = idle(commune());
        show(&mut kiosk, scanned(commune(), thing), 0);
        kiosk
    };
    let mut field = kiosk(province());
    field.handle(Action::ChooseField(FieldId::new("so-nong-nghiep").expect("a slug")), at(0));
    let mut down = kiosk(commune());
    down.take(LinkEvent::Down { since: at(3) }, at(3));
    let mut away = idle(commune());
    away.take(LinkEvent::Down { since: at(0) }, at(0));
    let mut issuing = kiosk(mockup());
    let id = choose(&mut issuing, "chung-thuc", 0);
    let mut told = issuing.clone();
    let refusal = RefusalText { code: "service_full".to_owned(), values: [].into() };
    answer(&mut told, &id, Answer::Refused { refusal }, 0);
    let mut cancelling = scan(own_slip(ticket()));
    cancelling.handle(Action::AskCancel, at(0));
    let placed = TicketInfo {
        is_printing: false,
        priority: Some(class_id("te")),
        place: sample::both("Tầng 1, khu A", "Floor 1, area A"),
        ..ticket()
    };
    let closed = ServiceState::Closed { opens_at: Some(at(80_000)) };
    vec![
        ("attract", idle(commune())),
        ("mockup", kiosk(mockup())),
        ("commune", kiosk(commune())),
        ("province", kiosk(province())),
        ("field", field),
        ("classes", from_home(&[Action::AskPriority])),
        ("chosen", from_home(&[Action::AskPriority, Action::ChooseClass(class_id("te"))])),
        ("search", from_home(&[Action::Search])),
        ("found", from_home(&[Action::Type(Key::Char('c'))])),
        ("scan help", from_home(&[Action::AskScan])),
        ("suggested", scan(ScannedThing::IdentityCard { class: Some(class_id("te")) })),
        ("card", scan(ScannedThing::IdentityCard { class: None })),
        ("dossier", scan(ScannedThing::Dossier { service: Some(service_id("nhan-ket-qua")) })),
        ("own slip", scan(own_slip(placed.clone()))),
        ("absent", scan(own_slip(TicketInfo { stage: TicketStage::Absent, ..ticket() }))),
        ("cancelling", cancelling),
        ("appointment", scan(ScannedThing::Appointment { appointment: Some(sample::appointment()) })),
        ("old slip", scan(ScannedThing::OldSlip)),
        ("unknown dossier", scan(ScannedThing::Dossier { service: None })),
        ("down", down),
        ("away", away),
        ("connecting", new_kiosk()),
        ("no paper", kiosk(KioskView { printer: PrinterCondition::NoPaper, ..commune() })),
        ("attract, no paper", idle(KioskView { printer: PrinterCondition::NoPaper, ..commune() })),
        ("taken", kiosk_with(ticket())),
        ("taken, wait unknown", kiosk_with(TicketInfo { wait: None, ..placed.clone() })),
        ("taken without slip", kiosk_with(placed)),
        ("not issuing", kiosk(KioskView { issuing: goiso_protocol::IssuingState::Unknown, ..mockup() })),
        ("after hours", idle(all_in(mockup(), &closed))),
        ("full", idle(all_in(mockup(), &ServiceState::Full))),
        ("grey", kiosk(all_in(mockup(), &closed))),
        ("issuing", issuing),
        ("told", told),
    ]
}
