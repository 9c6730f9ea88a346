//! Everything that officials, assistants and supervisors do, with the keyboard alone.

mod common;

use common::hand::{enter, play, press, requests, tab_to, type_in};
use common::{
    assistant, away, called, connected, desk, idle, later, let_in, outcome, service, serving, show_view,
    supervisor, terminal,
};
use egui::Key;
use goiso_counter::Terminal;
use goiso_model::{CounterNumber, LocalText, TicketNumber};
use goiso_protocol::{
    Audience, CounterState, CounterView, HoldReason, MessageLevel, OfficialRole, PauseReason, Request, Rest,
    Seat, ServiceSwitch, Target, ToHub, TransferPlace, View,
};
use goiso_ui::testing::egui_kittest::Harness;

const NARROW: [u32; 2] = [460, 900];
const WIDE: [u32; 2] = [1024, 768];

fn counter(number: u32) -> CounterNumber {
    CounterNumber::new(number).expect("1 to 999")
}

/// A view, what the fingers do, and the one wish that comes of it. It is the same in a narrow and in a wide window.
fn wish(view: &CounterView, fingers: impl Fn(&mut Harness<'_>)) -> Request {
    let [narrow, wide] = [NARROW, WIDE].map(|size| {
        let mut wishes = requests(play(terminal(view.clone()), size, &fingers));
        assert_eq!(wishes.len(), 1, "{wishes:?} at {size:?}");
        wishes.remove(0)
    });
    assert_eq!(narrow, wide);
    narrow
}

fn keys(keys: &'static [Key]) -> impl Fn(&mut Harness<'_>) {
    move |harness| keys.iter().for_each(|key| press(harness, *key))
}

#[test]
fn a_counter_opens_calls_serves_pauses_and_closes() {
    let here = serving().counter;
    let closed = CounterView { state: CounterState::Closed, ..idle() };
    assert!(
        matches!(wish(&closed, keys(&[Key::Space])), Request::OpenCounter { counter, .. } if counter == here)
    );
    assert_eq!(wish(&idle(), keys(&[Key::Space])), Request::CallNext { counter: here });
    assert_eq!(wish(&called(1), keys(&[Key::R])), Request::Recall { counter: here });
    assert_eq!(wish(&called(2), keys(&[Key::R])), Request::Recall { counter: here });
    assert_eq!(wish(&called(1), keys(&[Key::A])), Request::Arrive { counter: here });
    let received = Request::Finish { counter: here, outcome: Some(outcome("received")) };
    assert_eq!(wish(&serving(), keys(&[Key::D, Key::Num2])), received);
    let lunch = Request::PauseCounter { counter: here, reason: PauseReason::Lunch };
    assert_eq!(wish(&idle(), keys(&[Key::P, Key::Num2])), lunch);
    let paused = CounterView { state: common::paused(), ..idle() };
    assert!(matches!(wish(&paused, keys(&[Key::Space])), Request::OpenCounter { .. }));
    assert_eq!(wish(&idle(), keys(&[Key::C])), Request::CloseCounter { counter: here });
    assert_eq!(wish(&idle(), keys(&[Key::K])), Request::AskHelp { counter: here });
    let helped = CounterView { help_since: Some(common::now()), ..idle() };
    assert_eq!(wish(&helped, keys(&[Key::K])), Request::EndHelp { counter: here });
    let undoing = CounterView { undo_until: Some(later(4)), ..idle() };
    assert_eq!(wish(&undoing, keys(&[Key::Z])), Request::Undo { counter: here });
}

#[test]
fn after_the_third_call_only_absent_is_left() {
    let here = serving().counter;
    let last = terminal(called(3));
    assert!(last.counter().is_some_and(goiso_counter::Counter::is_absent_due));
    let sent = requests(play(last, NARROW, |harness| {
        press(harness, Key::R);
        press(harness, Key::N);
    }));
    assert_eq!(sent, [Request::MarkAbsent { counter: here }], "there is no fourth call");
}

#[test]
fn somebody_is_called_out_of_turn_or_gives_up() {
    let here = serving().counter;
    let call = wish(&idle(), |harness| {
        press(harness, Key::G);
        type_in(harness, "B013");
        press(harness, Key::Tab);
        type_in(harness, "mẹ bế con nhỏ");
        enter(harness, "Gọi số này");
    });
    let reason = Some("mẹ bế con nhỏ".to_owned());
    assert_eq!(call, Request::CallNumber { counter: here, number: TicketNumber::typed("B013"), reason });
    let given_up = wish(&idle(), |harness| {
        press(harness, Key::G);
        type_in(harness, "B013");
        enter(harness, "Khách bỏ số này");
    });
    let ticket = idle().waiting[1].ticket;
    assert_eq!(given_up, Request::Cancel { ticket, counter: Some(here) });
    let picked = wish(&idle(), |harness| {
        enter(harness, "Số A007");
        enter(harness, "Việc gấp");
        enter(harness, "Gọi số này");
    });
    let reason = Some("Việc gấp".to_owned());
    assert_eq!(picked, Request::CallNumber { counter: here, number: TicketNumber::typed("A007"), reason });
}

#[test]
fn somebody_is_held_and_comes_back_or_is_restored() {
    let here = serving().counter;
    let held = wish(&serving(), |harness| {
        press(harness, Key::H);
        enter(harness, "30 ph");
        tab_to(harness, "Photo, sao chụp");
        press(harness, Key::Num2);
    });
    assert_eq!(
        held,
        Request::Hold { counter: here, reason: HoldReason::Copies, minutes: Some(30), note: None }
    );
    let noted = wish(&serving(), |harness| {
        press(harness, Key::H);
        enter(harness, "15 ph");
        tab_to(harness, "Ghi chú");
        type_in(harness, "bản sao khai sinh");
        enter(harness, "Bổ sung giấy tờ");
    });
    let note = Some("bản sao khai sinh".to_owned());
    assert_eq!(noted, Request::Hold { counter: here, reason: HoldReason::Papers, minutes: Some(15), note });
    let view = CounterView { away: away(), ..idle() };
    let back = |label: &'static str| {
        wish(&view, move |harness| {
            enter(harness, "Vắng, gác (2)");
            enter(harness, label);
        })
    };
    assert_eq!(back("Đã quay lại"), Request::ReturnHeld { ticket: away()[0].ticket });
    assert_eq!(back("Khôi phục"), Request::Restore { ticket: away()[1].ticket });
}

#[test]
fn somebody_is_sent_on_to_each_place_of_the_line_or_in_a_chain() {
    let here = serving().counter;
    for (label, place) in [
        ("Giữ lượt", TransferPlace::Keep),
        ("Lên đầu", TransferPlace::First),
        ("Xuống cuối", TransferPlace::Last),
    ] {
        let sent = wish(&serving(), |harness| {
            press(harness, Key::T);
            enter(harness, "Quầy 4");
            enter(harness, label);
            press(harness, Key::Tab);
            tab_to(harness, "Ghi chú");
            type_in(harness, "xem sổ gốc");
            enter(harness, "Chuyển ngay");
        });
        let note = Some("xem sổ gốc".to_owned());
        assert_eq!(sent, Request::Transfer { counter: here, to: Target::Counter(counter(4)), place, note });
    }
    let to_service = wish(&serving(), |harness| {
        press(harness, Key::T);
        enter(harness, "Hộ tịch (3 chờ)");
        enter(harness, "Chuyển ngay");
    });
    let (to, place) = (Target::Service(service("ho-tich")), TransferPlace::Keep);
    assert_eq!(to_service, Request::Transfer { counter: here, to, place, note: None });
    let chained = wish(&serving(), |harness| {
        press(harness, Key::T);
        enter(harness, "Quầy 6");
        enter(harness, "Khi xong ở đây");
    });
    assert_eq!(chained, Request::Chain { counter: here, then: vec![Target::Counter(counter(6))] });
}

#[test]
fn somebody_without_a_slip_is_served() {
    let walk_in = wish(&idle(), |harness| {
        press(harness, Key::W);
        enter(harness, "Phụ nữ mang thai");
        enter(harness, "Hộ tịch");
    });
    let priority = Some("pnmt".parse().expect("a slug"));
    let here = serving().counter;
    assert_eq!(walk_in, Request::WalkIn { counter: here, service: service("ho-tich"), priority });
}

/// Somebody in this role, who has signed in and not sat down yet.
fn at_door(role: OfficialRole) -> Terminal {
    let mut terminal = connected();
    show_view(&mut terminal, View::Desk(desk(true)));
    let type_name = goiso_counter::DeskAction::TypeName("cb-lan".to_owned());
    terminal.handle(goiso_counter::Action::Desk(type_name), common::now());
    let type_pin = goiso_counter::DeskAction::TypePin(goiso_protocol::Pin::new("246813"));
    terminal.handle(goiso_counter::Action::Desk(type_pin), common::now());
    let frame =
        terminal.handle(goiso_counter::Action::Desk(goiso_counter::DeskAction::SignIn), common::now());
    let id = frame.and_then(ToHub::into_id).expect("both are typed");
    let_in(&mut terminal, id, role);
    terminal
}

#[test]
fn a_seat_is_chosen_and_left() {
    let taken = |sent: Vec<ToHub>| match &sent[..] {
        [ToHub::TakeSeat { seat, .. }] => *seat,
        other => panic!("{other:?}"),
    };
    let other = play(at_door(OfficialRole::Official), NARROW, |harness| {
        enter(harness, "Chọn quầy khác");
        enter(harness, "Quầy 5");
        enter(harness, "Hộ tịch");
        enter(harness, "Vào quầy này");
    });
    assert_eq!(taken(other), Seat::Counter { counter: counter(5) });
    for (label, expected) in [("Giám sát sảnh", Seat::Supervisor), ("Lấy số giúp dân", Seat::Assistant)]
    {
        let sent = play(at_door(OfficialRole::Supervisor), WIDE, |harness| {
            enter(harness, "Chọn quầy khác");
            enter(harness, label);
        });
        assert_eq!(taken(sent), expected);
    }
    let out = play(at_door(OfficialRole::Official), NARROW, |harness| enter(harness, "Đăng xuất"));
    assert!(matches!(out[..], [ToHub::SignOut { .. }]), "{out:?}");
}

#[test]
fn an_assistant_takes_a_number_for_somebody() {
    let mut terminal = connected();
    show_view(&mut terminal, View::Assistant(assistant()));
    let sent = requests(play(terminal, WIDE, |harness| {
        enter(harness, "người cao tuổi");
        enter(harness, "Không in");
        enter(harness, "Hộ tịch");
    }));
    let priority = Some("nct".parse().expect("a slug"));
    assert_eq!(sent, [Request::IssueAt { service: service("ho-tich"), priority, kiosk: None }]);
}

/// The one wish of a supervisor.
fn supervised(fingers: impl Fn(&mut Harness<'_>)) -> Request {
    let [narrow, wide] = [NARROW, WIDE].map(|size| {
        let mut terminal = connected();
        show_view(&mut terminal, View::Supervisor(supervisor(6)));
        let mut wishes = requests(play(terminal, size, &fingers));
        assert_eq!(wishes.len(), 1, "{wishes:?} at {size:?}");
        wishes.remove(0)
    });
    assert_eq!(narrow, wide);
    narrow
}

#[test]
fn a_supervisor_moves_counters_and_services() {
    let assigned = supervised(|harness| {
        enter(harness, "Quầy 1");
        enter(harness, "Đất đai – Xây dựng – Môi trường");
        enter(harness, "Chứng thực");
        enter(harness, "Giao các dịch vụ này");
    });
    let services = vec![service("ho-tich"), service("dat-dai")];
    assert_eq!(assigned, Request::AssignServices { counter: counter(1), services });
    let helped = supervised(|harness| {
        enter(harness, "Quầy 2");
        enter(harness, "Đã đến hỗ trợ");
    });
    assert_eq!(helped, Request::EndHelp { counter: counter(2) });
    let paused = supervised(|harness| {
        enter(harness, "Quầy 4");
        enter(harness, "Cho quầy tạm nghỉ");
    });
    assert_eq!(paused, Request::PauseCounter { counter: counter(4), reason: PauseReason::Break });
    let stopped = supervised(|harness| {
        enter(harness, "Hàng chờ (45)");
        enter(harness, "Hộ tịch");
        enter(harness, "Tạm ngừng");
    });
    assert_eq!(stopped, Request::SetService { service: service("ho-tich"), state: ServiceSwitch::Paused });
    let limited = supervised(|harness| {
        enter(harness, "Hàng chờ (45)");
        enter(harness, "Hộ tịch");
        tab_to(harness, "Số lượt tối đa hôm nay (để trống: không giới hạn)");
        type_in(harness, "40");
        enter(harness, "Đặt mức tối đa");
    });
    assert_eq!(limited, Request::SetQuota { service: service("ho-tich"), max: Some(40) });
}

#[test]
fn a_supervisor_speaks_to_the_hall_and_ends_the_day() {
    for (for_whom, audience) in
        [("Người dân", Audience::Boards), ("Cán bộ", Audience::Counters), ("Tất cả", Audience::All)]
    {
        for (button, level) in
            [("Thông báo cho sảnh", MessageLevel::Notice), ("Khẩn cấp", MessageLevel::Emergency)]
        {
            let said = supervised(|harness| {
                enter(harness, "Thông báo (1)");
                tab_to(harness, "Nội dung thông báo");
                type_in(harness, "Họp lúc 11:30");
                enter(harness, for_whom);
                enter(harness, button);
            });
            let text = LocalText::vietnamese("Họp lúc 11:30");
            assert_eq!(said, Request::PostMessage { level, text, until: None, audience });
        }
    }
    let removed = supervised(|harness| {
        enter(harness, "Thông báo (1)");
        enter(harness, "Gỡ");
    });
    assert_eq!(removed, Request::RemoveMessage { message: 1 });
    let day = |harness: &mut Harness<'_>| {
        enter(harness, "Thông báo (1)");
        enter(harness, "Kết thúc ngày");
    };
    let carried = supervised(|harness| {
        day(harness);
        enter(harness, "Giữ số sang ngày sau");
        enter(harness, "Kết thúc ngày, giữ 45 số sang ngày sau");
    });
    assert_eq!(carried, Request::EndDay { rest: Rest::Carry, text: None });
    let cancelled = supervised(|harness| {
        day(harness);
        enter(harness, "Hủy các số còn chờ");
        tab_to(harness, "Nội dung thông báo");
        type_in(harness, "Mất điện, mời quay lại ngày mai");
        enter(harness, "Kết thúc ngày, hủy 45 số còn chờ");
    });
    assert!(matches!(cancelled, Request::EndDay { rest: Rest::Cancel, text: Some(_) }), "{cancelled:?}");
}

#[test]
fn escape_leads_back() {
    let wishes = supervised(|harness| {
        enter(harness, "Quầy 4");
        press(harness, Key::Escape);
        enter(harness, "Quầy 1");
        enter(harness, "Cho quầy tạm nghỉ");
    });
    assert_eq!(wishes, Request::PauseCounter { counter: counter(1), reason: PauseReason::Break });
}

/// What is out of the way is reached by many presses; the first is never the way out.
#[test]
fn the_tabulator_does_not_begin_with_the_way_out() {
    for size in [NARROW, WIDE] {
        let chosen = play(at_door(OfficialRole::Supervisor), size, |harness| {
            enter(harness, "Chọn quầy khác");
            press(harness, Key::Tab);
            press(harness, Key::Enter);
        });
        assert!(matches!(chosen[..], [ToHub::TakeSeat { seat: Seat::Supervisor, .. }]), "{chosen:?}");
        let mut seated = connected();
        show_view(&mut seated, View::Supervisor(supervisor(6)));
        let sent = play(seated, size, |harness| {
            press(harness, Key::Tab);
            press(harness, Key::Enter);
        });
        assert_eq!(sent, [], "the first of the tabs");
    }
}

/// The list stays beside the form in a wide window, and the keyboard goes on in the form.
#[test]
fn what_has_opened_is_a_few_presses_away() {
    let stopped = supervised(|harness| {
        enter(harness, "Hàng chờ (45)");
        enter(harness, "Hộ tịch");
        // Three tabs, and the second of three switches.
        for _ in 0..5 {
            press(harness, Key::Tab);
        }
        press(harness, Key::Enter);
    });
    assert_eq!(stopped, Request::SetService { service: service("ho-tich"), state: ServiceSwitch::Paused });
}

/// The window's own actions change nothing at the hub; whether it stays over all others is seen.
#[test]
fn the_window_is_moved() {
    for label in ["Nép trái", "Nép phải", "Rộng", "Thu nhỏ", "Luôn ở trên"] {
        let sent = play(terminal(serving()), NARROW, |harness| {
            press(harness, Key::M);
            enter(harness, label);
        });
        assert_eq!(sent, [], "{label}");
    }
    let mut terminal = terminal(serving());
    let toggle = goiso_counter::Action::Window(goiso_counter::WindowAction::ToggleOnTop);
    for is_on_top in [true, false] {
        assert_eq!(terminal.handle(toggle.clone(), common::now()), None);
        assert_eq!(terminal.setup().is_on_top, is_on_top);
    }
}
