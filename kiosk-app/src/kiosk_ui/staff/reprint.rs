//! A slip once more, for staff: of a number that was given here of late, or of one that is typed.

use egui::{Align2, Rect, StrokeKind, Ui, Vec2};
use goiso_model::TicketNumber;
use goiso_protocol::TicketInfo;
use goiso_ui::layout::{grid, split_bottom, split_right, split_top};
use goiso_ui::widgets::{Ability, big_button, outline_button};
use goiso_ui::{Fit, Theme, Type, icon_named, label};

use crate::kiosk_ui::keyboard::{Cell, KeyCap, LETTERS, keyboard_ui};
use crate::kiosk_ui::{Scene, Shape};
use crate::{GIVEN_KEPT, Key, LinkState, Reprinting, StaffAction};

const FIGURES: &str = "1234567890";

pub(super) fn reprint_ui(
    ui: &Ui,
    scene: &Scene<'_>,
    rect: Rect,
    typed: &str,
    last: &Reprinting,
) -> Option<StaffAction> {
    let theme = &scene.theme;
    let inner = rect.shrink2(Vec2::new(theme.px(Theme::MARGIN), scene.by_shape(56.0, 22.0)));
    let gap = theme.px(14.0);
    let key_height = scene.touch_by_shape(100.0, 74.0);
    let keyboard = keyboard(scene);
    let (above, board) = split_bottom(inner, (key_height + gap) * keyboard.len() as f32 - gap);
    let above = above.with_max_y(above.bottom() - theme.px(Theme::GAP));
    let (title, below) = split_top(above, scene.by_shape(90.0, 62.0));
    let line = Fit::line(Align2::LEFT_CENTER);
    let words = scene.texts.text("kiosk-staff-reprint-title");
    label(
        ui,
        theme,
        title,
        line,
        Type::extra_bold(scene.by_shape(52.0, 46.0) / theme.scale, theme.ink),
        &words,
    );
    let (below, entry) = split_bottom(below, scene.touch_by_shape(120.0, 84.0));
    let (below, said) = split_bottom(below, scene.by_shape(96.0, 58.0));
    said_ui(ui, scene, said, last);
    let chosen = given_ui(ui, scene, below.with_min_y(below.top() + gap));
    let entered = entry_ui(ui, scene, entry, typed);
    let keyed = keyboard_ui(ui, scene, board, keyboard, gap).map(|cap| match cap {
        KeyCap::Letter(letter) => StaffAction::Type(Key::Char(letter)),
        KeyCap::Erase => StaffAction::Type(Key::Erase),
        KeyCap::Space => StaffAction::Type(Key::Clear),
        KeyCap::Back => StaffAction::Home,
    });
    chosen.or(entered).or(keyed)
}

/// The numbers given here of late.
fn given_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect) -> Option<StaffAction> {
    let theme = &scene.theme;
    let given = scene.kiosk.last_tickets();
    if given.is_empty() {
        let words = scene.texts.text("kiosk-staff-none-given");
        let set = Type::regular(34.0, theme.muted);
        label(ui, theme, rect, Fit::lines(Align2::CENTER_CENTER, 2), set, &words);
        return None;
    }
    let (n_columns, n_rows) = match scene.shape {
        Shape::Upright => (2, GIVEN_KEPT / 2),
        Shape::Lying => (GIVEN_KEPT / 2, 2),
    };
    let height = rect.height().min(scene.touch_by_shape(170.0, 120.0) * n_rows as f32);
    let cells = grid(rect.with_max_y(rect.top() + height), n_columns, n_rows, theme.px(16.0));
    let is_up = Ability::when(scene.kiosk.link() == LinkState::Up);
    let mut touched = None;
    for (cell, ticket) in cells.into_iter().zip(given) {
        let words = line(scene, ticket);
        if outline_button(ui, theme, cell, is_up, (icon_named("print"), &words)).clicked() {
            touched = Some(StaffAction::Reprint(ticket.number.clone()));
        }
    }
    touched
}

fn line(scene: &Scene<'_>, ticket: &TicketInfo) -> String {
    format!("{} · {}", ticket.number, scene.texts.time(scene.local(ticket.issued_at).time()))
}

/// What has been typed, and the button that prints it.
fn entry_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, typed: &str) -> Option<StaffAction> {
    let theme = &scene.theme;
    let (field, button) = split_right(rect, theme.px(330.0).min(rect.width() * 0.4));
    let field = field.with_max_x(field.right() - theme.px(16.0));
    ui.painter().rect(
        field,
        theme.px(Theme::RADIUS),
        theme.card,
        theme.stroke(4.0, theme.accent),
        StrokeKind::Inside,
    );
    let words = field.shrink2(Vec2::new(theme.px(28.0), theme.px(8.0)));
    let fit = Fit::line(Align2::LEFT_CENTER);
    if typed.is_empty() {
        let hint = scene.texts.text("kiosk-staff-reprint-hint");
        label(ui, theme, words, fit, Type::regular(32.0, theme.muted), &hint);
    } else {
        label(ui, theme, words, fit, Type::semi_bold(48.0, theme.ink), typed);
    }
    let print = scene.texts.text("kiosk-staff-print");
    let is_ready = Ability::when(!typed.is_empty() && scene.kiosk.link() == LinkState::Up);
    let is_touched = big_button(ui, theme, button, is_ready, &print).clicked();
    is_touched.then(|| StaffAction::Reprint(TicketNumber::typed(typed)))
}

fn said_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, last: &Reprinting) {
    let theme = &scene.theme;
    let (words, colour) = match last {
        Reprinting::None => return,
        Reprinting::Asked(_) => (scene.texts.text("kiosk-reprinting"), theme.muted),
        Reprinting::Printing(number) => {
            let values = [("number", number.as_str().into())];
            (scene.texts.format("kiosk-staff-printing", &values), theme.green)
        }
        Reprinting::Refused(refusal) => (scene.texts.refusal(&refusal.code, &refusal.values), theme.accent),
    };
    let set = Type::semi_bold(34.0, colour);
    label(ui, theme, rect, Fit::lines(Align2::LEFT_CENTER, 2), set, &words);
}

/// Figures, letters, and the dash of some numbers.
fn keyboard(scene: &Scene<'_>) -> Vec<Vec<Cell>> {
    let rows = [FIGURES].into_iter().chain(LETTERS);
    let mut rows: Vec<Vec<Cell>> =
        rows.map(|row| row.chars().map(|letter| (KeyCap::Letter(letter), 1.0)).collect()).collect();
    rows[2].push((KeyCap::Letter('-'), 1.0));
    match scene.shape {
        Shape::Upright => rows.push(vec![(KeyCap::Back, 5.0), (KeyCap::Erase, 5.0)]),
        Shape::Lying => {
            rows[3].insert(0, (KeyCap::Back, 1.5));
            rows[3].push((KeyCap::Erase, 1.5));
        }
    }
    rows
}
