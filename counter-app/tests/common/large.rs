//! A province's centre: every service of the sample, forty counters, and much to say.

use goiso_counter::{Action, CounterAction, Panel, SupervisorAction, SupervisorPanel, Terminal};
use goiso_model::{CounterNumber, LocalText, TicketId, TicketNumber};
use goiso_protocol::{
    Alert, AlertKind, AssistantView, AwayTicket, BoardCounterCondition, Colleague, CounterView, DeskCounter,
    DeskView, HallService, KioskService, MessageLevel, OfficialRole, Onward, SaidMessage, ServiceState,
    SupervisedCounter, SupervisedService, SupervisorView, TicketStage, ToHub, View, WaitingLongest,
};

use super::{
    ago, assistant, called, connected, desk, idle, later, let_in, nine_outcomes, now, service, serving,
    show_view, supervisor, terminal, text, waiting,
};

const SAMPLE: &str = include_str!("../../../assets/centres/provincial.toml");
const N_COUNTERS: u32 = 40;
/// As long as a note may be.
const NOTE: &str = "thiếu bản sao giấy khai sinh của con thứ hai, đã hẹn mang bản gốc đến đối chiếu, xem sổ gốc năm 1998, hỏi chị Lan quầy 4";

/// Id and name of every service of the sample, those with the longest names first.
pub(crate) fn services() -> Vec<(goiso_model::ServiceId, LocalText)> {
    let quoted = |line: &str, after: &str| {
        let (_, rest) = line.split_once(after).expect("the sample writes a name in one line");
        rest.split('"').nth(1).expect("a text is quoted").to_owned()
    };
    let mut services: Vec<_> = SAMPLE
        .split("\n[[services]]\n")
        .skip(1)
        .map(|block| {
            let line = |key: &str| block.lines().find(|line| line.starts_with(key)).expect("each has it");
            let name = line("name = ");
            (service(&quoted(line("id = "), "=")), text(&quoted(name, "vi ="), &quoted(name, "en =")))
        })
        .collect();
    services
        .sort_by_key(|(_, name)| std::cmp::Reverse(name.0.values().map(|name| name.chars().count()).max()));
    assert_eq!(services.len(), 61, "as the sample's head says");
    services
}

fn number(number: u32) -> CounterNumber {
    CounterNumber::new(number).expect("1 to 999")
}

/// A counter with the twelve longest names, everybody at it, and all that can be said there.
pub(crate) fn full_counter(view: CounterView) -> CounterView {
    let served: Vec<_> = services().into_iter().take(12).collect();
    let mut view = CounterView { services: served.clone(), ..view };
    if let Some(current) = &mut view.current {
        current.service = served[0].0.clone();
        NOTE.clone_into(&mut current.note);
        let onward = |n| Onward { counter: Some(number(n)), service: None };
        current.then =
            vec![onward(38), onward(39), Onward { counter: None, service: Some(served[1].0.clone()) }];
    }
    view.waiting =
        (0..30).map(|n| waiting(&format!("A-{:03}", 101 + n), served[n % 12].0.as_str(), 60)).collect();
    view.n_waiting = 120;
    view.hall = services()
        .into_iter()
        .enumerate()
        .map(|(idx, (id, name))| HallService { id, name, n_waiting: idx as u32, n_counters: 2 })
        .collect();
    view.colleagues = (1..=N_COUNTERS)
        .map(|n| Colleague {
            counter: number(n),
            name: LocalText::default(),
            condition: BoardCounterCondition::Open,
        })
        .collect();
    view.away = (0..15)
        .map(|n| AwayTicket {
            ticket: TicketId::from_bits(900 + n),
            number: TicketNumber::typed(&format!("A-{:03}", 201 + n)),
            service: served[0].0.clone(),
            stage: if n % 2 == 0 { TicketStage::Held } else { TicketStage::Absent },
            since: ago(480),
            until: (n % 2 == 0).then(|| later(1290)),
            note: if n % 2 == 0 { NOTE.to_owned() } else { String::new() },
        })
        .collect();
    view.outcomes = nine_outcomes();
    view.alerts = vec![Alert { kind: AlertKind::LedDown, device: "led-3".to_owned() }];
    view.messages = [MessageLevel::Emergency, MessageLevel::Notice]
        .map(|level| SaidMessage { level, text: text(NOTE, NOTE), ..supervisor(1).messages[0].clone() })
        .into();
    view
}

pub(crate) fn full_desk() -> DeskView {
    let all = services();
    let counter = |n: u32| DeskCounter {
        counter: number(n),
        name: LocalText::default(),
        place: text("Tầng 2, khu C, cạnh cầu thang", "Floor 2, area C, by the stairs"),
        services: all[..if n == 3 { 12 } else { 3 }].to_vec(),
        condition: BoardCounterCondition::Closed,
    };
    DeskView { counters: (1..=N_COUNTERS).map(counter).collect(), ..desk(true) }
}

pub(crate) fn full_assistant() -> AssistantView {
    let usual = assistant();
    let like = &usual.services[0];
    let offered = services()
        .into_iter()
        .map(|(id, name)| KioskService { id, name, sign: "C".to_owned(), n_waiting: 112, ..like.clone() })
        .collect();
    AssistantView { services: offered, ..usual }
}

pub(crate) fn full_supervisor() -> SupervisorView {
    let usual = supervisor(N_COUNTERS);
    let all = services();
    let like = &usual.services[1];
    let services = all
        .iter()
        .map(|(id, name)| SupervisedService {
            id: id.clone(),
            name: name.clone(),
            n_waiting: 112,
            daily_max: Some(250),
            state: ServiceState::Open,
            ..like.clone()
        })
        .collect();
    let counters = usual
        .counters
        .iter()
        .map(|counter| SupervisedCounter {
            services: all[..12].iter().map(|(id, _)| id.clone()).collect(),
            number: counter.number.as_ref().map(|_| TicketNumber::typed("A-123")),
            n_waiting: 112,
            ..counter.clone()
        })
        .collect();
    let longest = (0..5).map(|n| WaitingLongest {
        number: TicketNumber::typed("A-123"),
        service: all[n].0.clone(),
        priority: None,
        issued_at: ago(6000),
    });
    let said = |message| SaidMessage { message, text: text(NOTE, NOTE), ..usual.messages[0].clone() };
    SupervisorView {
        services,
        counters,
        longest: longest.collect(),
        messages: (1..=12).map(said).collect(),
        ..usual.clone()
    }
}

fn showing(view: View) -> Terminal {
    let mut terminal = connected();
    show_view(&mut terminal, view);
    terminal
}

pub(crate) fn at_panel(view: CounterView, action: CounterAction) -> Terminal {
    let mut terminal = terminal(view);
    terminal.handle(Action::Counter(action), now());
    terminal
}

pub(crate) fn supervising(panel: SupervisorPanel) -> Terminal {
    let mut terminal = showing(View::Supervisor(full_supervisor()));
    terminal.handle(Action::Supervisor(SupervisorAction::Show(panel)), now());
    terminal
}

/// A supervisor who has signed in at the counter with twelve services.
pub(crate) fn confirming() -> Terminal {
    let mut terminal = showing(View::Desk(full_desk()));
    for action in [
        goiso_counter::DeskAction::TypeName("cb-lan".to_owned()),
        goiso_counter::DeskAction::TypePin(goiso_protocol::Pin::new("246813")),
    ] {
        terminal.handle(Action::Desk(action), now());
    }
    let frame = terminal.handle(Action::Desk(goiso_counter::DeskAction::SignIn), now());
    let_in(&mut terminal, frame.and_then(ToHub::into_id).expect("both are typed"), OfficialRole::Supervisor);
    terminal
}

/// Every screen of such a centre.
pub(crate) fn screens() -> Vec<(&'static str, Terminal)> {
    let counter = || full_counter(serving());
    let panel = |panel| at_panel(counter(), CounterAction::Show(panel));
    let list = |listed| at_panel(counter(), CounterAction::List(listed));
    let mut choosing = confirming();
    choosing.handle(Action::Desk(goiso_counter::DeskAction::ChooseAnother), now());
    vec![
        ("called", terminal(full_counter(called(3)))),
        ("serving", terminal(counter())),
        ("idle", terminal(full_counter(idle()))),
        ("away", list(goiso_counter::Listed::Away)),
        ("hall", list(goiso_counter::Listed::Hall)),
        ("outcomes", panel(Panel::Outcomes)),
        ("pauses", panel(Panel::PauseReasons)),
        ("more", panel(Panel::More)),
        ("hold", panel(Panel::Hold)),
        ("transfer", panel(Panel::Transfer)),
        ("call number", panel(Panel::CallNumber)),
        ("walk in", at_panel(full_counter(idle()), CounterAction::Show(Panel::WalkIn))),
        ("at the door", showing(View::Desk(full_desk()))),
        ("confirming", confirming()),
        ("choosing", choosing),
        ("assistant", showing(View::Assistant(full_assistant()))),
        ("counters", supervising(SupervisorPanel::Counters)),
        ("services", supervising(SupervisorPanel::Services)),
        ("messages", supervising(SupervisorPanel::Messages)),
        ("a counter", supervising(SupervisorPanel::Counter(number(3)))),
        ("a service", supervising(SupervisorPanel::Service(services()[0].0.clone()))),
        ("the day", supervising(SupervisorPanel::Day)),
    ]
}
