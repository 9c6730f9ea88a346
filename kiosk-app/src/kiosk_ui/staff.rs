//! The staff corner: the PIN, how the devices are, and what can be done here.

mod reprint;

use egui::{Align2, Color32, Rect, Ui, Vec2, pos2};
use goiso_protocol::PrinterCondition;
use goiso_ui::layout::{centred, grid, split_bottom, split_left, split_top};
use goiso_ui::widgets::{Ability, Look, big_button, button_at, card, outline_button, touchable};
use goiso_ui::{Fit, Theme, Type, icon_named, label, paint_icon};

use super::{Scene, Shape, closed, message};
use crate::{
    Action, Aloud, GuideAction, LastTry, LinkState, StaffAction, StaffPage, TEST_STEPS, VOLUME_MAX,
    VOLUME_MIN,
};

/// Digits as telephones have them; then erase, 0, enter.
const DIGITS: [u8; 9] = [1, 2, 3, 4, 5, 6, 7, 8, 9];

pub(super) fn staff_ui(ui: &Ui, scene: &Scene<'_>, page: &StaffPage) -> Option<Action> {
    let head = scene.by_shape(220.0, 150.0);
    let (_, body) = split_top(scene.window, head);
    let done = match page {
        StaffPage::Pin { typed, last } => pin_ui(ui, scene, body, typed, last),
        StaffPage::Reprint { typed, last } => reprint::reprint_ui(ui, scene, body, typed, last),
        StaffPage::Home => home_ui(ui, scene, body),
        StaffPage::ScreenTest(step) => test_ui(ui, scene, *step),
        StaffPage::Restart => restart_ui(ui, scene, body),
    };
    done.map(Action::Staff)
}

fn pin_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, typed: &str, last: &LastTry) -> Option<StaffAction> {
    let theme = &scene.theme;
    let inner = rect.shrink2(Vec2::new(theme.px(Theme::MARGIN), scene.by_shape(80.0, 26.0)));
    let (title, below) = split_top(inner, scene.by_shape(90.0, 68.0));
    let centre = Fit::line(Align2::CENTER_CENTER);
    let set = Type::extra_bold(52.0, theme.ink);
    label(ui, theme, title, centre, set, &scene.texts.text("kiosk-staff-pin"));
    let (dots, below) = split_top(below, scene.by_shape(100.0, 70.0));
    dots_ui(ui, scene, dots, typed.chars().count());
    let (said, below) = split_top(below, scene.by_shape(60.0, 46.0));
    let words = match last {
        LastTry::None => String::new(),
        LastTry::Asked(_) => scene.texts.text("kiosk-staff-checking"),
        LastTry::HubNeeded => scene.texts.text("kiosk-staff-hub-needed"),
        LastTry::Wrong => scene.texts.text("kiosk-staff-wrong"),
        LastTry::Shut { until } => {
            scene.texts.format("kiosk-staff-shut", &[("time", scene.moment(*until).into())])
        }
    };
    if !words.is_empty() {
        label(ui, theme, said, centre, Type::semi_bold(36.0, theme.accent), &words);
    }
    let (pad, close) = split_bottom(below, scene.touch_by_shape(120.0, 92.0));
    let pad = pad.with_max_y(pad.bottom() - theme.px(Theme::GAP));
    let pad = centred(pad, Vec2::new(theme.px(720.0), scene.by_shape(760.0, 520.0)));
    let mut touched = None;
    let cells = grid(pad, 3, 4, theme.px(18.0));
    let key = |cell: Rect, icon: &str, text: &str| {
        let set = Type::semi_bold(48.0, theme.ink);
        let content = (icon_named(icon), text);
        button_at(ui, theme, cell, (Look::plain(theme), Ability::Enabled), set, content).clicked()
    };
    for (cell, digit) in cells.iter().zip(DIGITS) {
        if key(*cell, "", &digit.to_string()) {
            touched = Some(StaffAction::Digit(digit));
        }
    }
    if key(cells[9], "backspace", &scene.texts.text("kiosk-key-erase")) {
        touched = Some(StaffAction::Erase);
    }
    if key(cells[10], "", "0") {
        touched = Some(StaffAction::Digit(0));
    }
    let enter = scene.texts.text("kiosk-staff-enter");
    if big_button(ui, theme, cells[11], Ability::Enabled, &enter).clicked() {
        touched = Some(StaffAction::Enter);
    }
    let close = centred(close, Vec2::new(theme.px(420.0), close.height()));
    touched.or(close_ui(ui, scene, close))
}

/// A dot for each digit; which ones they are concerns nobody who looks on.
fn dots_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, n: usize) {
    let theme = &scene.theme;
    let step = theme.px(56.0);
    let first = rect.center().x - step * (n.max(1) - 1) as f32 / 2.0;
    for i in 0..n {
        let centre = pos2(first + step * i as f32, rect.center().y);
        ui.painter().circle_filled(centre, theme.px(15.0), theme.ink);
    }
}

fn close_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect) -> Option<StaffAction> {
    let text = scene.texts.text("kiosk-staff-close");
    let content = (icon_named("close"), text.as_str());
    outline_button(ui, &scene.theme, rect, Ability::Enabled, content).clicked().then_some(StaffAction::Close)
}

fn home_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect) -> Option<StaffAction> {
    let theme = &scene.theme;
    let inner = rect.shrink2(Vec2::new(theme.px(Theme::MARGIN), scene.by_shape(56.0, 26.0)));
    let (title, below) = split_top(inner, scene.by_shape(90.0, 64.0));
    let line = Fit::line(Align2::LEFT_CENTER);
    label(ui, theme, title, line, Type::extra_bold(52.0, theme.ink), &scene.texts.text("kiosk-staff-title"));
    let height = scene.touch_by_shape(124.0, 96.0);
    let gap = theme.px(Theme::GAP);
    let buttons = buttons(scene);
    let n_columns = match scene.shape {
        Shape::Upright => 2,
        Shape::Lying => buttons.len().div_ceil(2),
    };
    let n_rows = buttons.len().div_ceil(n_columns);
    let (states, foot) = split_bottom(below, (height + gap) * n_rows as f32 - gap);
    let states = Rect::from_min_max(states.min + Vec2::new(0.0, theme.px(14.0)), states.max);
    states_ui(ui, scene, states.with_max_y(states.bottom() - gap));
    let mut touched = None;
    for (cell, (icon, key, ability, action)) in grid(foot, n_columns, n_rows, gap).into_iter().zip(buttons) {
        let text = scene.texts.text(key);
        if outline_button(ui, theme, cell, ability, (icon_named(icon), &text)).clicked() {
            touched = Some(action);
        }
    }
    touched
}

type StaffButton = (&'static str, &'static str, Ability, StaffAction);

fn buttons(scene: &Scene<'_>) -> Vec<StaffButton> {
    let is_up = Ability::when(scene.kiosk.link() == LinkState::Up);
    let mut buttons = vec![
        ("print", "kiosk-staff-reprint", is_up, StaffAction::AskReprint),
        ("monitor", "kiosk-staff-test", Ability::Enabled, StaffAction::TestScreen),
    ];
    if scene.kiosk.has_guidance() {
        let volume = scene.kiosk.volume();
        let (softer, louder) = (Ability::when(volume > VOLUME_MIN), Ability::when(volume < VOLUME_MAX));
        let action = StaffAction::Volume;
        buttons.push(("volume_down", "kiosk-listen-softer", softer, action(GuideAction::Softer)));
        buttons.push(("volume_up", "kiosk-listen-louder", louder, action(GuideAction::Louder)));
    }
    buttons.push(("restart_alt", "kiosk-staff-restart", Ability::Enabled, StaffAction::AskRestart));
    buttons.push(("close", "kiosk-staff-close", Ability::Enabled, StaffAction::Close));
    buttons
}

/// How everything is that the kiosk depends on.
fn states_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect) {
    let theme = &scene.theme;
    card(ui, theme, rect);
    let lines = states(scene);
    let inner = rect.shrink2(Vec2::new(theme.px(32.0), theme.px(20.0)));
    let row = (inner.height() / lines.len() as f32).min(theme.px(110.0));
    for (i, (icon, name, state, colour)) in lines.into_iter().enumerate() {
        let top = inner.top() + row * i as f32;
        let room = Rect::from_min_size(pos2(inner.left(), top), Vec2::new(inner.width(), row));
        let side = (row * 0.6).min(theme.px(48.0));
        let square =
            Rect::from_center_size(pos2(room.left() + side / 2.0, room.center().y), Vec2::splat(side));
        paint_icon(ui, square, icon_named(icon).expect("our own icons are in the table"), colour);
        let (_, words) = split_left(room, side + theme.px(20.0));
        let (left, right) = words.split_left_right_at_fraction(0.42);
        let line = Fit::line(Align2::LEFT_CENTER);
        label(ui, theme, left, line, Type::regular(34.0, theme.muted), &name);
        let state_fit = Fit::lines(Align2::LEFT_CENTER, 2);
        label(ui, theme, right, state_fit, Type::semi_bold(34.0, colour), &state);
    }
}

fn states(scene: &Scene<'_>) -> Vec<(&'static str, String, String, Color32)> {
    let theme = &scene.theme;
    let text = |key: &str| scene.texts.text(key);
    let (good, bad) = (theme.green, theme.accent);
    let (hub, hub_colour) = match scene.kiosk.link() {
        LinkState::Up => (text("kiosk-staff-up"), good),
        LinkState::Connecting => (text("link-connecting"), bad),
        LinkState::Down { .. } => (text("link-down"), bad),
        LinkState::NotAccepted(_) => (text("link-not-accepted"), bad),
    };
    let mut lines = vec![("domain", text("kiosk-staff-hub"), hub, hub_colour)];
    if let Some(view) = scene.kiosk.view() {
        let (printer, colour) = match view.printer {
            PrinterCondition::Ready => (text("kiosk-staff-printer-ready"), good),
            PrinterCondition::PaperLow => (text("kiosk-staff-printer-low"), bad),
            PrinterCondition::NoPaper => (text("kiosk-staff-printer-empty"), bad),
            PrinterCondition::Fault | PrinterCondition::Unknown => (text("kiosk-staff-printer-fault"), bad),
            PrinterCondition::Absent => (text("kiosk-staff-printer-absent"), theme.muted),
        };
        lines.push(("print", text("kiosk-staff-printer"), printer, colour));
        let (scanner, colour) = match (view.setup.has_scanner, view.is_scanner_gone) {
            (true, false) => ("kiosk-staff-there", theme.ink),
            (true, true) => ("kiosk-staff-scanner-gone", bad),
            (false, _) => ("kiosk-staff-absent", theme.ink),
        };
        lines.push(("qr_code_scanner", text("kiosk-staff-scanner"), text(scanner), colour));
    }
    lines.extend(emergency_states(scene));
    let last = scene.kiosk.last_tickets().first().map_or_else(
        || text("kiosk-staff-absent"),
        |ticket| {
            let time = scene.texts.time(scene.local(ticket.issued_at).time());
            format!("{} · {time}", ticket.number)
        },
    );
    lines.push(("confirmation_number", text("kiosk-staff-last"), last, theme.ink));
    let (sound, colour) = match (scene.kiosk.has_guidance(), scene.kiosk.aloud()) {
        (false, _) => (text("kiosk-staff-sound-off"), theme.muted),
        (true, Aloud::Never) => (text("kiosk-staff-sound-absent"), bad),
        (true, Aloud::Off | Aloud::On) => {
            let percent = u32::from(scene.kiosk.volume());
            (scene.texts.format("kiosk-listen-volume", &[("percent", percent.into())]), good)
        }
    };
    lines.push(("volume_up", text("kiosk-staff-sound"), sound, colour));
    let names: Vec<&str> = scene.kiosk.languages().iter().map(|(_, name)| name.as_str()).collect();
    lines.push(("language", text("kiosk-staff-languages"), names.join(", "), theme.ink));
    let size = scene.window.size();
    let screen = format!("{:.0} × {:.0} · {}", size.x, size.y, env!("CARGO_PKG_VERSION"));
    lines.push(("monitor", text("kiosk-staff-screen"), screen, theme.ink));
    lines
}

/// How the kiosk's own numbers stand, and which of them the hub could not take in.
fn emergency_states(scene: &Scene<'_>) -> Vec<(&'static str, String, String, Color32)> {
    let theme = &scene.theme;
    let text = |key: &str| scene.texts.text(key);
    let stock = scene.kiosk.stock();
    let n_untold: u32 = stock.untold.values().sum();
    let untold = match n_untold {
        0 => String::new(),
        n => format!(" · {}", scene.texts.format("kiosk-staff-emergency-untold", &[("n", n.into())])),
    };
    let (stands, colour) = match stock.offer {
        Ok(n) => (scene.texts.format("kiosk-staff-emergency-left", &[("n", n.into())]), theme.green),
        Err(why) => (text(closed::why_none_short(why)), theme.accent),
    };
    let mut lines =
        vec![("confirmation_number", text("kiosk-staff-emergency"), format!("{stands}{untold}"), colour)];
    if !stock.turned_away.is_empty() {
        let numbers: Vec<String> = stock
            .turned_away
            .iter()
            .map(|lost| format!("{} ({})", lost.number, scene.moment(lost.issued_at)))
            .collect();
        lines.push(("warning", text("kiosk-staff-turned-away"), numbers.join(", "), theme.accent));
    }
    lines
}

/// One colour after the other over the whole screen, for dead pixels; then a pattern for dead spots of the touch layer.
fn test_ui(ui: &Ui, scene: &Scene<'_>, step: usize) -> Option<StaffAction> {
    let theme = &scene.theme;
    let fills = [theme.accent, theme.green, theme.white, theme.black];
    let whole = scene.window;
    let text = scene.texts.format(
        "kiosk-staff-test-step",
        &[
            ("n", i64::try_from(step + 1).unwrap_or(1).into()),
            ("all", i64::try_from(TEST_STEPS).unwrap_or(1).into()),
        ],
    );
    if let Some(fill) = fills.get(step) {
        ui.painter().rect_filled(whole, 0.0, *fill);
    } else {
        ui.painter().rect_filled(whole, 0.0, theme.black);
        let (n_columns, n_rows) = match scene.shape {
            Shape::Upright => (6, 11),
            Shape::Lying => (11, 6),
        };
        let pointer = ui.input(|input| input.pointer.latest_pos());
        for cell in grid(whole, n_columns, n_rows, theme.px(6.0)) {
            let is_under = pointer.is_some_and(|at| cell.contains(at));
            ui.painter().rect_filled(cell, theme.px(10.0), if is_under { theme.gold } else { theme.night2 });
        }
    }
    let response = touchable(ui, theme, whole, Ability::Enabled, &text);
    response.clicked().then_some(StaffAction::TestScreen)
}

fn restart_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect) -> Option<StaffAction> {
    let theme = &scene.theme;
    let height = scene.touch_by_shape(130.0, 110.0);
    let (words, foot) = split_bottom(rect, height + scene.by_shape(120.0, 52.0));
    let title = scene.texts.text("kiosk-staff-restart-title");
    message::said_ui(
        ui,
        scene,
        words,
        "restart_alt",
        &title,
        &[&scene.texts.text("kiosk-staff-restart-hint")],
    );
    let row = centred(foot, Vec2::new(theme.px(940.0), height));
    let cells = grid(row, 2, 1, theme.px(Theme::GAP));
    let back = scene.texts.text("kiosk-back");
    let yes = scene.texts.text("kiosk-staff-restart");
    let stays =
        outline_button(ui, theme, cells[0], Ability::Enabled, (icon_named("arrow_back"), &back)).clicked();
    let goes = big_button(ui, theme, cells[1], Ability::Enabled, &yes).clicked();
    match (stays, goes) {
        (true, _) => Some(StaffAction::Home),
        (false, true) => Some(StaffAction::Restart),
        (false, false) => None,
    }
}
