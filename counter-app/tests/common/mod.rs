//! A counter in the middle of a morning, for the tests.
#![allow(dead_code, reason = "each test file uses its own part of it")]

pub(crate) mod hand;
pub(crate) mod large;

use std::collections::BTreeMap;

use goiso_client::{LinkEvent, RequestIds};
use goiso_counter::{Setup, Terminal};
use goiso_i18n::Texts;
use goiso_model::{
    CounterNumber, Language, LocalText, OfficialId, OutcomeId, PriorityClassId, RequestId, ServiceId,
    TicketId, TicketNumber,
};
use goiso_protocol::{
    Answer, AssistantView, Audience, AwayTicket, BoardCounterCondition, Centre, ClassInfo, Colleague,
    CounterState, CounterView, CurrentTicket, DeskCounter, DeskView, HallService, IssuingState, KioskPrinter,
    KioskService, MessageLevel, OfficialRole, OutcomeInfo, PrinterCondition, RefusalText, Request,
    SaidMessage, SeatToken, SelectedReason, ServiceState, SignedIn, SupervisedCounter, SupervisedService,
    SupervisorView, TicketInfo, TicketStage, ToHub, Today, View, WaitingLongest, WaitingTicket,
};
use jiff::{SignedDuration, Timestamp};

/// 08:42 on Monday the 23rd of November 2026 in Hanoi.
pub(crate) fn now() -> Timestamp {
    "2026-11-23T01:42:00Z".parse().expect("the text is a time")
}

pub(crate) fn ago(secs: i64) -> Timestamp {
    now() - SignedDuration::from_secs(secs)
}

pub(crate) fn later(secs: i64) -> Timestamp {
    now() + SignedDuration::from_secs(secs)
}

pub(crate) fn texts(tag: &str) -> Texts {
    Texts::new(&Language::new(tag).expect("the tag is well formed"))
}

pub(crate) fn text(vi: &str, en: &str) -> LocalText {
    let pairs = [(Language::vietnamese(), vi.to_owned()), (Language::english(), en.to_owned())];
    LocalText(BTreeMap::from(pairs))
}

pub(crate) fn service(id: &str) -> ServiceId {
    ServiceId::new(id).expect("the id is a slug")
}

fn class(id: &str) -> PriorityClassId {
    PriorityClassId::new(id).expect("the id is a slug")
}

fn official() -> OfficialId {
    OfficialId::new("cb-lan").expect("the id is a slug")
}

pub(crate) fn waiting(number: &str, service_id: &str, secs: i64) -> WaitingTicket {
    WaitingTicket {
        ticket: TicketId::from_bits(secs.unsigned_abs()),
        number: TicketNumber::typed(number),
        service: service(service_id),
        priority: None,
        issued_at: ago(secs),
        reason: SelectedReason::Oldest,
    }
}

pub(crate) fn open() -> CounterState {
    CounterState::Open { official: official(), since: ago(4300) }
}

pub(crate) fn paused() -> CounterState {
    CounterState::Paused { official: official(), since: ago(120), reason: goiso_protocol::PauseReason::Break }
}

fn centre() -> Centre {
    Centre {
        name: text("Trung tâm Phục vụ hành chính công", "Public Service Centre"),
        unit: text("UBND xã Tân Cương", "Tan Cuong Commune"),
        slogan: LocalText::default(),
        hotline: String::new(),
        zone: "Asia/Ho_Chi_Minh".to_owned(),
        colour: None,
    }
}

fn classes() -> Vec<ClassInfo> {
    vec![
        ClassInfo { id: class("nct"), name: text("người cao tuổi", "elderly"), icon: String::new() },
        ClassInfo { id: class("pnmt"), name: text("Phụ nữ mang thai", "Pregnant"), icon: String::new() },
    ]
}

/// As on the mockup: A005 is being served, four wait.
pub(crate) fn serving() -> CounterView {
    let mut fourth = waiting("A008", "chung-thuc", 70);
    fourth.priority = Some(class("pnmt"));
    fourth.reason = SelectedReason::Priority;
    CounterView {
        centre: centre(),
        counter: CounterNumber::new(3).expect("3 is a counter"),
        name: LocalText::default(),
        state: open(),
        services: vec![
            (service("chung-thuc"), text("Chứng thực", "Certification")),
            (service("ho-tich"), text("Hộ tịch", "Civil status")),
        ],
        current: Some(CurrentTicket {
            ticket: TicketId::from_bits(5),
            number: TicketNumber::typed("A005"),
            service: service("chung-thuc"),
            priority: Some(class("nct")),
            stage: TicketStage::Serving,
            issued_at: ago(6 * 60 + 200),
            called_at: ago(190),
            serving_since: Some(ago(134)),
            n_calls: 1,
            reason: SelectedReason::Priority,
            note: String::new(),
            then: Vec::new(),
            usual_minutes: Some(10),
        }),
        waiting: vec![
            waiting("A006", "chung-thuc", 11 * 60 + 5),
            waiting("B013", "ho-tich", 9 * 60 + 20),
            waiting("A007", "chung-thuc", 4 * 60 + 30),
            fourth,
        ],
        n_waiting: 4,
        longest_since: Some(ago(11 * 60 + 5)),
        today: Today { n_served: 17, n_absent: 2, mean_service_secs: Some(380) },
        calls_max: 3,
        alerts: Vec::new(),
        classes: classes(),
        issuing: IssuingState::Ready,
        scanned: None,
        away: Vec::new(),
        undo_until: None,
        help_since: None,
        hall: hall(),
        colleagues: (1..=6).filter(|number| *number != 3).map(colleague).collect(),
        messages: Vec::new(),
        slips: Vec::new(),
        outcomes: Vec::new(),
    }
}

/// A way to end a service, by its id, as at a centre that has settled nothing.
pub(crate) fn outcome(id: &str) -> OutcomeId {
    OutcomeId::new(id).expect("the id is a slug")
}

/// Nine ways, as many as a centre may have, with long names.
pub(crate) fn nine_outcomes() -> Vec<OutcomeInfo> {
    let outcome = |(id, vi, en): &(&str, &str, &str)| OutcomeInfo {
        id: OutcomeId::new(*id).expect("the id is a slug"),
        name: text(vi, en),
    };
    [
        ("tra-ket-qua", "Đã trả kết quả", "Result handed over"),
        ("tiep-nhan", "Đã tiếp nhận hồ sơ", "Dossier received"),
        ("bo-sung", "Yêu cầu bổ sung hồ sơ", "Papers missing"),
        ("tu-choi", "Từ chối tiếp nhận hồ sơ", "Dossier not accepted"),
        ("huong-dan", "Đã hướng dẫn thủ tục", "Guidance given"),
        ("truc-tuyen", "Đã nộp trực tuyến tại quầy", "Filed online here"),
        ("chuyen-cap-xa", "Hướng dẫn về cấp xã giải quyết", "Sent to the commune"),
        ("hen-lai", "Hẹn công dân quay lại hôm khác", "Asked to come another day"),
        ("khac", "Khác", "Something else"),
    ]
    .iter()
    .map(outcome)
    .collect()
}

fn hall() -> Vec<HallService> {
    let service = |(idx, (id, _, vi, en)): (usize, &(&str, &str, &str, &str))| HallService {
        id: service(id),
        name: text(vi, en),
        n_waiting: 3 * idx as u32,
        n_counters: u32::from(idx != 4),
    };
    SERVICES.iter().enumerate().map(service).collect()
}

fn colleague(number: u32) -> Colleague {
    Colleague {
        counter: CounterNumber::new(number).expect("1 to 999"),
        name: LocalText::default(),
        condition: if number == 5 { BoardCounterCondition::Closed } else { BoardCounterCondition::Open },
    }
}

/// A003 fetches papers, A002 did not come.
pub(crate) fn away() -> Vec<AwayTicket> {
    let away = |number: &str, bits, stage, until| AwayTicket {
        ticket: TicketId::from_bits(bits),
        number: TicketNumber::typed(number),
        service: service("chung-thuc"),
        stage,
        since: ago(8 * 60),
        until,
        note: if until.is_some() { "bản sao khai sinh".to_owned() } else { String::new() },
    };
    vec![
        away("A003", 3, TicketStage::Held, Some(later(21 * 60 + 30))),
        away("A002", 2, TicketStage::Absent, None),
    ]
}

/// A005 has been called `n_calls` times and is not there yet.
pub(crate) fn called(n_calls: u32) -> CounterView {
    let mut view = serving();
    let current = view.current.as_mut().expect("somebody is at the counter");
    current.stage = TicketStage::Called;
    current.serving_since = None;
    current.n_calls = n_calls;
    view
}

/// Open, and nobody is at the counter.
pub(crate) fn idle() -> CounterView {
    CounterView { current: None, ..serving() }
}

/// A terminal that has heard of the hub, and of nothing else.
pub(crate) fn connected() -> Terminal {
    let counter = CounterNumber::new(3).ok();
    let mut terminal =
        Terminal::new(Setup { counter, official: official(), is_on_top: false }, RequestIds::new(1));
    terminal.take(LinkEvent::Up, now());
    terminal
}

/// A terminal that is connected and shows a counter.
pub(crate) fn terminal(view: CounterView) -> Terminal {
    let mut terminal = connected();
    show(&mut terminal, view);
    terminal
}

pub(crate) fn show(terminal: &mut Terminal, view: CounterView) {
    show_view(terminal, View::Counter(view));
}

pub(crate) fn show_view(terminal: &mut Terminal, view: View) {
    terminal.take(LinkEvent::View(Box::new(view)), now());
}

pub(crate) fn answer(terminal: &mut Terminal, id: RequestId, answer: Answer) {
    terminal.take(LinkEvent::Answer { id, answer }, now());
}

pub(crate) fn done(terminal: &mut Terminal, id: RequestId) {
    answer(terminal, id, Answer::Done { ticket: None });
}

pub(crate) fn refuse(terminal: &mut Terminal, id: RequestId, code: &str) {
    let refusal = RefusalText { code: code.to_owned(), values: BTreeMap::new() };
    answer(terminal, id, Answer::Refused { refusal });
}

/// The hub finds the sign-in right.
pub(crate) fn let_in(terminal: &mut Terminal, id: RequestId, role: OfficialRole) {
    let token = SeatToken::new("cb-lan.1.00");
    let signed_in = SignedIn { official: official(), role, token };
    answer(terminal, id, Answer::SignedIn { signed_in });
}

/// A request taken apart.
pub(crate) fn parts(frame: Option<ToHub>) -> (RequestId, Request) {
    match frame {
        Some(ToHub::Request { id, request }) => (id, request),
        other => panic!("not a request: {other:?}"),
    }
}

/// A hall of six counters.
pub(crate) fn desk(is_sign_in_needed: bool) -> DeskView {
    let counter = |number: u32| DeskCounter {
        counter: CounterNumber::new(number).expect("1 to 999"),
        name: LocalText::default(),
        place: text("Tầng 1, khu A", "Floor 1, area A"),
        services: vec![
            (service("chung-thuc"), text("Chứng thực", "Certification")),
            (service("ho-tich"), text("Hộ tịch", "Civil status")),
            (service("dat-dai"), text("Đất đai – Xây dựng – Môi trường", "Land, construction, environment")),
        ],
        condition: if number == 2 { BoardCounterCondition::Open } else { BoardCounterCondition::Closed },
    };
    DeskView { centre: centre(), is_sign_in_needed, counters: (1..=6).map(counter).collect() }
}

pub(crate) const SERVICES: [(&str, &str, &str, &str); 6] = [
    ("chung-thuc", "A", "Chứng thực", "Certification"),
    ("ho-tich", "B", "Hộ tịch", "Civil status"),
    ("cu-tru", "C", "Cư trú – Căn cước", "Residence – identity cards"),
    ("dat-dai", "D", "Đất đai – Xây dựng – Môi trường", "Land – construction – environment"),
    ("nguoi-co-cong", "E", "Người có công – Bảo trợ xã hội", "People of merit – social protection"),
    ("truc-tuyen", "F", "Hỗ trợ nộp hồ sơ trực tuyến", "Help with filing online"),
];

pub(crate) fn assistant() -> AssistantView {
    let offered = |(idx, (id, sign, vi, en)): (usize, &(&str, &str, &str, &str))| KioskService {
        id: service(id),
        sign: (*sign).to_owned(),
        name: text(vi, en),
        description: LocalText::default(),
        field: None,
        n_waiting: 4 * idx as u32,
        wait: None,
        state: if idx == 5 { ServiceState::Full } else { ServiceState::Open },
        counters: Vec::new(),
        hours_today: Vec::new(),
        n_left: None,
        n_given: 0,
    };
    let kiosk = |name: &str, printer| KioskPrinter { kiosk: name.parse().expect("a slug"), printer };
    AssistantView {
        centre: centre(),
        services: SERVICES.iter().enumerate().map(offered).collect(),
        classes: classes(),
        kiosks: vec![kiosk("kiosk-1", PrinterCondition::Ready), kiosk("kiosk-2", PrinterCondition::NoPaper)],
        issuing: IssuingState::Ready,
    }
}

/// A number that was taken for somebody.
pub(crate) fn taken() -> TicketInfo {
    TicketInfo {
        ticket: TicketId::from_bits(77),
        number: TicketNumber::typed("A031"),
        service: service("chung-thuc"),
        service_name: text("Chứng thực", "Certification"),
        priority: None,
        stage: TicketStage::Waiting,
        ahead: 4,
        wait: None,
        counters: Vec::new(),
        place: LocalText::default(),
        issued_at: now(),
        served_from: None,
        follow_url: String::new(),
        is_printing: true,
        slip: None,
    }
}

/// A hall of `n` counters, every third one closed, and one whose terminal is lost.
pub(crate) fn supervisor(n: u32) -> SupervisorView {
    let counter = |number: u32| {
        let is_open = !number.is_multiple_of(3);
        SupervisedCounter {
            counter: CounterNumber::new(number).expect("1 to 999"),
            name: LocalText::default(),
            state: if is_open { open() } else { CounterState::Closed },
            services: vec![service("chung-thuc"), service("ho-tich")],
            number: is_open.then(|| TicketNumber::typed(&format!("A{number:03}"))),
            stage: is_open.then_some(if number == 4 { TicketStage::Called } else { TicketStage::Serving }),
            stage_since: is_open.then(|| ago(60 * i64::from(number))),
            n_waiting: number,
            today: Today { n_served: 11, n_absent: 1, mean_service_secs: Some(300) },
            freed_at: (number == 5).then(|| later(120)),
            help_since: (number == 2).then(|| ago(60)),
        }
    };
    let supervised = |(idx, (id, sign, vi, en)): (usize, &(&str, &str, &str, &str))| SupervisedService {
        id: service(id),
        sign: (*sign).to_owned(),
        name: text(vi, en),
        n_waiting: 3 * idx as u32,
        longest_since: (idx > 0).then(|| ago(i64::try_from(300 * idx).expect("a few services"))),
        n_issued: 20,
        daily_max: None,
        state: if idx == 5 { ServiceState::Full } else { ServiceState::Open },
        counters: Vec::new(),
    };
    let waits = |secs: i64| WaitingLongest {
        number: TicketNumber::typed(&format!("B{:03}", secs / 100)),
        service: service("nguoi-co-cong"),
        priority: None,
        issued_at: ago(secs),
    };
    SupervisorView {
        centre: centre(),
        counters: (1..=n).map(counter).collect(),
        services: SERVICES.iter().enumerate().map(supervised).collect(),
        longest: [3100, 2400, 1500, 1200].map(waits).into(),
        messages: vec![SaidMessage {
            message: 1,
            level: MessageLevel::Notice,
            text: text("Chiều nay nghỉ từ 16:00", "Closed from 16:00 today"),
            since: ago(900),
            audience: Audience::All,
        }],
        alerts: Vec::new(),
        classes: classes(),
        issuing: IssuingState::Ready,
    }
}
