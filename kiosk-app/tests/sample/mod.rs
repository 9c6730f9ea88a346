//! A commune's and a province's kiosk on the morning of the mockups.

#![allow(dead_code, reason = "each test file uses some of it")]
#![allow(clippy::unwrap_used, reason = "helpers of tests, outside a test function")]

pub(crate) mod away;
pub(crate) mod fits;

use goiso_client::{LinkEvent, RequestIds};
use goiso_kiosk::{Action, Kiosk, SoundCard, StaffAction};
use goiso_model::{
    CounterNumber, FieldId, Language, LocalText, PriorityClassId, RequestId, ServiceId, TicketId,
    TicketNumber,
};
use goiso_protocol::{
    Accent, Answer, Centre, ClassInfo, FieldInfo, Guidance, GuidanceWhen, IssuingState, KioskService,
    KioskSetup, KioskView, OpenHours, PrinterCondition, Request, Scanned, ScannedAppointment, ScannedThing,
    ServiceState, TicketInfo, TicketStage, ToHub, View, WaitRange,
};
use jiff::{SignedDuration, Timestamp};

pub(crate) fn both(vi: &str, en: &str) -> LocalText {
    LocalText([(Language::vietnamese(), vi.to_owned()), (Language::english(), en.to_owned())].into())
}

/// Monday, 23 November 2026, 08:42 and `secs` seconds in Vietnam.
pub(crate) fn at(secs: i64) -> Timestamp {
    "2026-11-23T01:42:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_secs(secs)
}

pub(crate) fn service_id(slug: &str) -> ServiceId {
    ServiceId::new(slug).unwrap()
}

pub(crate) fn class_id(slug: &str) -> PriorityClassId {
    PriorityClassId::new(slug).unwrap()
}

pub(crate) fn centre() -> Centre {
    Centre {
        name: both("Trung tâm Phục vụ hành chính công", "Public Administrative Service Centre"),
        unit: both("UBND xã Tân Cương", "Tân Cương Commune"),
        slogan: LocalText::default(),
        hotline: "0208 3821 234".to_owned(),
        zone: "Asia/Ho_Chi_Minh".to_owned(),
        colour: None,
    }
}

type Names = (&'static str, &'static str, &'static str);

pub(crate) fn service((slug, vi, en): Names, sign: &str, waiting: (u32, Option<(u32, u32)>)) -> KioskService {
    KioskService {
        id: service_id(slug),
        sign: sign.to_owned(),
        name: both(vi, en),
        description: LocalText::default(),
        field: None,
        n_waiting: waiting.0,
        wait: waiting.1.map(|(min_minutes, max_minutes)| WaitRange { min_minutes, max_minutes }),
        state: ServiceState::Open,
        counters: vec![CounterNumber::new(2).unwrap(), CounterNumber::new(3).unwrap()],
        hours_today: office_hours(),
        n_left: None,
        n_given: 0,
    }
}

/// 07:30–11:30 and 13:30–16:30.
pub(crate) fn office_hours() -> Vec<OpenHours> {
    let hours = |from: &str, until: &str| {
        let moment = |time: &str| format!("2026-11-23T{time}:00+07:00").parse().unwrap();
        OpenHours { from: moment(from), until: moment(until) }
    };
    vec![hours("07:30", "11:30"), hours("13:30", "16:30")]
}

fn described(service: KioskService, vi: &str, en: &str) -> KioskService {
    KioskService { description: both(vi, en), ..service }
}

pub(crate) fn classes() -> Vec<ClassInfo> {
    [
        ("nct", "Người cao tuổi (từ 60 tuổi)", "Elderly people (60 and over)", "elderly"),
        ("nkt", "Người khuyết tật", "People with disabilities", "accessible"),
        ("pnmt", "Phụ nữ mang thai", "Pregnant women", "pregnant_woman"),
        (
            "te",
            "Trẻ em dưới 6 tuổi, người có con nhỏ",
            "Children under 6, people with small children",
            "child_care",
        ),
        ("ncc", "Người có công với cách mạng", "People of merit", "military_tech"),
        ("om", "Người ốm yếu", "People who are unwell", "sick"),
    ]
    .map(|(id, vi, en, icon)| ClassInfo { id: class_id(id), name: both(vi, en), icon: icon.to_owned() })
    .into()
}

pub(crate) fn view_of(services: Vec<KioskService>) -> KioskView {
    KioskView {
        centre: centre(),
        fields: Vec::new(),
        services,
        classes: classes(),
        printer: PrinterCondition::Ready,
        issuing: IssuingState::Ready,
        notices: Vec::new(),
        scanned: None,
        is_scanner_gone: false,
        lending: None,
        stand_in: None,
        slips: Vec::new(),
        setup: KioskSetup { has_scanner: true, ..KioskSetup::default() },
    }
}

/// The five services of the mockup.
pub(crate) fn mockup() -> KioskView {
    view_of(vec![
        described(
            service(("chung-thuc", "Chứng thực", "Certification"), "A", (4, Some((12, 12)))),
            "Sao y bản chính, chữ ký, hợp đồng",
            "Certified copies, signatures, contracts",
        ),
        described(
            service(("ho-tich", "Hộ tịch – Cư trú", "Civil status – Residence"), "B", (2, Some((8, 8)))),
            "Khai sinh, kết hôn, khai tử, cư trú",
            "Births, marriages, deaths, residence",
        ),
        described(
            service(("dat-dai", "Đất đai – Xây dựng", "Land – Construction"), "C", (9, Some((30, 40)))),
            "Cấp sổ, tách thửa, giấy phép xây dựng",
            "Land titles, building permits",
        ),
        described(
            service(
                ("bao-tro", "Người có công – Bảo trợ xã hội", "People of merit – Social protection"),
                "D",
                (0, Some((0, 0))),
            ),
            "Trợ cấp, BHYT, hộ nghèo",
            "Benefits, health insurance, poor households",
        ),
        described(
            service(("nhan-ket-qua", "Nhận kết quả hồ sơ", "Collect results"), "E", (1, Some((3, 3)))),
            "Mang theo giấy hẹn để vào đúng quầy",
            "Bring your appointment slip",
        ),
    ])
}

/// The ten services of a commune, with one closed until the afternoon, one until tomorrow and one full; two have few
/// numbers left, and one gives its last at another time than the others.
pub(crate) fn commune() -> KioskView {
    let mut view = mockup();
    let more = [
        (("cu-tru", "Cư trú – Căn cước", "Residence – Identity card"), "F", (12, Some((45, 60)))),
        (("dang-ky", "Đăng ký kinh doanh – Thuế", "Business registration – Tax"), "G", (3, None)),
        (("giao-duc", "Giáo dục – Y tế", "Education – Health"), "H", (0, None)),
        (("truc-tuyen", "Hỗ trợ nộp hồ sơ trực tuyến", "Help with online filing"), "K", (5, Some((10, 15)))),
        (("huong-dan", "Hướng dẫn, phản ánh kiến nghị", "Guidance, complaints"), "L", (0, Some((0, 0)))),
    ];
    view.services.extend(more.map(|(names, sign, waiting)| service(names, sign, waiting)));
    view.services[1].state = ServiceState::Full;
    view.services[4].n_left = Some(12);
    view.services[5].n_left = Some(145);
    view.services[8].hours_today[0].until = "2026-11-23T10:30:00+07:00".parse().unwrap();
    view.services[2].state = ServiceState::Closed { opens_at: Some(at(0) + SignedDuration::from_hours(5)) };
    view.services[6].state = ServiceState::Closed { opens_at: Some(at(0) + SignedDuration::from_hours(23)) };
    view
}

/// The seventeen agencies of a province, the first with four services.
pub(crate) fn province() -> KioskView {
    let agencies = [
        ("so-tai-chinh", "Sở Tài chính", "Department of Finance", "payments"),
        ("so-xay-dung", "Sở Xây dựng", "Department of Construction", "construction"),
        (
            "so-nong-nghiep",
            "Sở Nông nghiệp và Môi trường",
            "Department of Agriculture and Environment",
            "agriculture",
        ),
        ("so-noi-vu", "Sở Nội vụ", "Department of Home Affairs", "groups"),
        ("so-tu-phap", "Sở Tư pháp", "Department of Justice", "gavel"),
        ("so-y-te", "Sở Y tế", "Department of Health", "local_hospital"),
        ("so-cong-thuong", "Sở Công Thương", "Department of Industry and Trade", "factory"),
        ("so-giao-duc", "Sở Giáo dục và Đào tạo", "Department of Education and Training", "school"),
        ("so-khoa-hoc", "Sở Khoa học và Công nghệ", "Department of Science and Technology", ""),
        (
            "so-van-hoa",
            "Sở Văn hóa, Thể thao và Du lịch",
            "Department of Culture, Sports and Tourism",
            "diversity_1",
        ),
        ("so-dan-toc", "Sở Dân tộc và Tôn giáo", "Department of Ethnic Minorities and Religions", ""),
        ("ban-quan-ly", "Ban Quản lý các khu công nghiệp", "Industrial Zones Authority", "domain"),
        ("cong-an", "Công an tỉnh", "Provincial Police", "local_police"),
        ("thue", "Thuế tỉnh", "Provincial Tax Office", "receipt_long"),
        ("bao-hiem", "Bảo hiểm xã hội tỉnh", "Provincial Social Insurance", "health_and_safety"),
        ("dien-luc", "Điện lực", "Electricity", "bolt"),
        ("buu-dien", "Bưu điện", "Post Office", "local_post_office"),
    ];
    let mut view = view_of(Vec::new());
    view.centre.unit = both("UBND tỉnh Thái Nguyên", "Thái Nguyên Province");
    view.fields = agencies
        .map(|(id, vi, en, icon)| FieldInfo {
            id: FieldId::new(id).unwrap(),
            name: both(vi, en),
            icon: icon.to_owned(),
        })
        .into();
    for (i, field) in view.fields.iter().enumerate() {
        let n_services = if i == 0 { 4 } else { 2 };
        for j in 0..n_services {
            let vi =
                ["Tiếp nhận hồ sơ", "Trả kết quả", "Đăng ký doanh nghiệp", "Đầu tư và quản lý ngân sách"][j];
            let en =
                ["File a dossier", "Collect results", "Business registration", "Investment and budget"][j];
            let sign = format!("{}{}", char::from(b'A' + i as u8), j + 1);
            let mut service = service(("x", vi, en), &sign, ((i + j) as u32, Some((5, 10))));
            service.id = service_id(&format!("{}-{j}", field.id));
            service.field = Some(field.id.clone());
            view.services.push(service);
        }
    }
    view.services[6].state = ServiceState::Closed { opens_at: None };
    view.services[7].state = ServiceState::Closed { opens_at: None };
    view
}

/// `n` services on one level.
pub(crate) fn many(n: usize) -> KioskView {
    let pool = commune().services;
    let services = (0..n).map(|i| KioskService {
        id: service_id(&format!("dich-vu-{i}")),
        sign: char::from(b'A' + i as u8).to_string(),
        ..pool[i % pool.len()].clone()
    });
    view_of(services.collect())
}

pub(crate) fn ticket() -> TicketInfo {
    TicketInfo {
        ticket: TicketId::from_bits(0x1234_5678_9abc_def0),
        number: TicketNumber::compose("A", 5, 3),
        service: service_id("chung-thuc"),
        service_name: both("Chứng thực", "Certification"),
        priority: None,
        stage: TicketStage::Waiting,
        ahead: 4,
        wait: Some(WaitRange { min_minutes: 10, max_minutes: 15 }),
        counters: vec![CounterNumber::new(2).unwrap(), CounterNumber::new(3).unwrap()],
        place: LocalText::default(),
        issued_at: at(0),
        served_from: None,
        follow_url: "http://192.168.1.10:7300/t/14d2pf2ancqvg".to_owned(),
        is_printing: true,
        slip: Some(goiso_protocol::SlipState::Printing),
    }
}

pub(crate) fn new_kiosk() -> Kiosk {
    Kiosk::new(Language::vietnamese(), goiso_i18n::languages(), RequestIds::new(7), at(0))
}

/// A kiosk with the hub there and this view, which nobody has touched.
pub(crate) fn idle(view: KioskView) -> Kiosk {
    let mut kiosk = new_kiosk();
    kiosk.take(LinkEvent::Up, at(0));
    show(&mut kiosk, view, 0);
    kiosk
}

/// The same after a visitor's first touch.
pub(crate) fn kiosk(view: KioskView) -> Kiosk {
    let mut kiosk = idle(view);
    kiosk.handle(Action::Begin, at(0));
    kiosk
}

/// The view with this scan in it, the only one so far.
pub(crate) fn scanned(view: KioskView, thing: ScannedThing) -> KioskView {
    KioskView { scanned: Some(Scanned { sequence: 1, thing }), ..view }
}

/// A scan of the slip of [`ticket`].
pub(crate) fn own_slip(ticket: TicketInfo) -> ScannedThing {
    ScannedThing::Slip {
        ticket: ticket.ticket,
        number: ticket.number.clone(),
        stage: ticket.stage,
        ahead: ticket.ahead,
        whole: Some(Box::new(ticket)),
    }
}

/// The view of a kiosk that speaks to whoever asks for it.
pub(crate) fn speaking(view: KioskView) -> KioskView {
    let guidance = Guidance { when: GuidanceWhen::OnRequest, accent: Accent::North, volume: 60 };
    KioskView { setup: KioskSetup { guidance: Some(guidance), ..view.setup.clone() }, ..view }
}

/// The kiosk with this view and a loudspeaker.
pub(crate) fn with_voice(view: KioskView) -> Kiosk {
    let mut kiosk = idle(speaking(view));
    kiosk.set_sound(SoundCard::Works);
    kiosk
}

/// Every service of the view in this state.
pub(crate) fn all_in(view: KioskView, state: &ServiceState) -> KioskView {
    let services = view.services.into_iter();
    let services = services.map(|service| KioskService { state: state.clone(), ..service }).collect();
    KioskView { services, ..view }
}

pub(crate) fn show(kiosk: &mut Kiosk, view: KioskView, secs: i64) {
    kiosk.take(LinkEvent::View(Box::new(View::Kiosk(view))), at(secs));
}

/// Touches a service; the request's id.
pub(crate) fn choose(kiosk: &mut Kiosk, slug: &str, secs: i64) -> RequestId {
    match kiosk.handle(Action::ChooseService(service_id(slug)), at(secs)) {
        Some(ToHub::Request { id, request: Request::Issue { .. } }) => id,
        other => panic!("a request was expected, not {other:?}"),
    }
}

pub(crate) fn answer(kiosk: &mut Kiosk, id: &RequestId, answer: Answer, secs: i64) {
    kiosk.take(LinkEvent::Answer { id: id.clone(), answer }, at(secs));
}

/// A kiosk that shows this ticket, 6 seconds in.
pub(crate) fn kiosk_with(ticket: TicketInfo) -> Kiosk {
    let mut kiosk = kiosk(mockup());
    let id = choose(&mut kiosk, "chung-thuc", 0);
    answer(&mut kiosk, &id, Answer::Done { ticket: Some(ticket) }, 0);
    kiosk
}

/// The view of a kiosk with a staff corner.
pub(crate) fn with_corner(view: KioskView) -> KioskView {
    KioskView { setup: KioskSetup { has_staff_corner: true, ..view.setup.clone() }, ..view }
}

/// Types a PIN; what is asked of the hub.
pub(crate) fn type_pin(kiosk: &mut Kiosk, pin: &str, secs: i64) -> Option<ToHub> {
    for digit in pin.bytes() {
        kiosk.handle(Action::Staff(StaffAction::Digit(digit - b'0')), at(secs));
    }
    kiosk.handle(Action::Staff(StaffAction::Enter), at(secs))
}

/// Lets staff into the corner.
pub(crate) fn enter_corner(kiosk: &mut Kiosk, secs: i64) {
    kiosk.handle(Action::OpenStaff, at(secs));
    let Some(ToHub::OpenCorner { id, pin }) = type_pin(kiosk, "258036", secs) else {
        panic!("the hub checks")
    };
    assert_eq!(pin.expose(), "258036");
    answer(kiosk, &id, Answer::Done { ticket: None }, secs);
}

/// An appointment at 09:00, whose number can be had from 08:45 on and has its place until 09:10.
pub(crate) fn appointment() -> ScannedAppointment {
    let at = |time: &str| format!("2026-11-23T{time}:00+07:00").parse().unwrap();
    ScannedAppointment {
        code: TicketId::from_bits(0x00ab_cdef_1234_5678),
        service: service_id("ho-tich"),
        slot: at("09:00"),
        from: at("08:45"),
        in_order_until: at("09:10"),
    }
}
