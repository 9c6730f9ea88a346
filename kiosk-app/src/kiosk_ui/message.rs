//! Screens that say one thing.

use egui::{Align2, Rect, Ui, Vec2, pos2};
use goiso_model::ServiceId;
use goiso_protocol::KioskView;
use goiso_ui::layout::{centred, grid, split_bottom, split_top};
use goiso_ui::widgets::{Ability, big_button, card, outline_button};
use goiso_ui::{Fit, Theme, Type, icon_named, label, paint_icon};

use super::frame::frame_ui;
use super::{Scene, Shape, closed, footer};
use crate::{Action, AwayOffer, LinkState, ScanProblem, Told, Wish};

/// Before the first view: on the way to the hub, or not wanted there.
pub(super) fn no_view_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect) {
    let (icon, key) = match scene.kiosk.link() {
        LinkState::Connecting | LinkState::Up => ("hourglass_top", "link-connecting"),
        LinkState::Down { .. } => ("cloud_off", "link-down"),
        LinkState::NotAccepted(_) => ("warning", "link-not-accepted"),
    };
    said_ui(ui, scene, rect, icon, &scene.texts.text(key), &[]);
}

/// Something has been asked of the hub.
pub(super) fn asking_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, wish: &Wish) -> Option<Action> {
    if scene.kiosk.away_offer(scene.now).is_some() {
        return waiting_ui(ui, scene, rect, wish);
    }
    let (title, name) = match wish {
        Wish::Number(service) => ("kiosk-issuing", name_of(scene, service)),
        Wish::Cancel(_) => ("kiosk-cancelling", ""),
        Wish::Reprint(_) => ("kiosk-reprinting", ""),
    };
    let hint =
        if scene.kiosk.link() == LinkState::Up { "kiosk-issuing-hint" } else { "kiosk-issuing-offline" };
    let title = scene.texts.text(title);
    said_ui(ui, scene, rect, "hourglass_top", &title, &[name, &scene.texts.text(hint)]);
    None
}

fn name_of<'s>(scene: &'s Scene<'_>, service: &ServiceId) -> &'s str {
    scene.kiosk.service(service).map_or("", |service| scene.own(&service.name))
}

/// The hub is away, and has not answered: wait on, take a number of the kiosk's own, or leave.
fn waiting_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, wish: &Wish) -> Option<Action> {
    let theme = &scene.theme;
    let text = |key: &str| scene.texts.text(key);
    let (name, can_take) = match wish {
        Wish::Number(service) => {
            let known = scene.kiosk.service(service);
            (name_of(scene, service), known.is_some_and(|known| scene.kiosk.is_choosable(known, scene.now)))
        }
        Wish::Cancel(_) | Wish::Reprint(_) => ("", false),
    };
    let why = match scene.kiosk.away_offer(scene.now) {
        Some(AwayOffer::None(why)) => text(closed::why_none(why)),
        Some(AwayOffer::NoService { .. }) => text("kiosk-away-closed"),
        Some(AwayOffer::Numbers) | None => String::new(),
    };
    let hint = if can_take { text("kiosk-emergency-waiting") } else { text("kiosk-issuing-offline") };
    let height = scene.touch_by_shape(150.0, 116.0);
    let (words, foot) = split_bottom(rect, height + scene.by_shape(120.0, 60.0));
    said_ui(ui, scene, words, "cloud_off", &text("kiosk-emergency-title"), &[name, &hint, &why]);
    let width = theme.px(1000.0).min(rect.width() - 2.0 * theme.px(Theme::MARGIN));
    let row = centred(foot, Vec2::new(width, height));
    let leave = text("kiosk-emergency-leave");
    let leave_at = |cell| {
        outline_button(ui, theme, cell, Ability::Enabled, (icon_named("close"), &leave))
            .clicked()
            .then_some(Action::Back)
    };
    if !can_take {
        return leave_at(centred(row, Vec2::new(theme.px(620.0), height)));
    }
    let cells = grid(row, 2, 1, theme.px(Theme::GAP));
    let take = text("kiosk-emergency-begin");
    let taken = big_button(ui, theme, cells[1], Ability::Enabled, &take).clicked();
    leave_at(cells[0]).or_else(|| taken.then_some(Action::TakeEmergency))
}

/// A few words, and a button that says they have been read.
pub(super) fn told_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, told: &Told) -> Option<Action> {
    let text = |key: &str| scene.texts.text(key);
    let (icon, title, why) = match told {
        Told::Refused(refusal) => {
            let is_about_slip =
                ["slip_reprinted", "slip_under_way", "slip_printed", "reprint_too_late", "no_printer"]
                    .contains(&refusal.code.as_str());
            let title = if is_about_slip { "kiosk-reprint-refused" } else { "kiosk-refused" };
            ("info", text(title), scene.texts.refusal(&refusal.code, &refusal.values))
        }
        Told::NoAnswer(_) => ("cloud_off", text("kiosk-refused"), text("kiosk-no-answer")),
        Told::NoNumber(why) => ("support_agent", text("kiosk-refused"), text(closed::why_none(*why))),
        Told::Reprinted => ("print", text("kiosk-reprinted"), text("kiosk-take-slip")),
        Told::Cancelled => ("check_circle", text("kiosk-cancelled"), text("kiosk-cancelled-hint")),
        Told::Scanned(problem) => {
            let (title, why) = match problem {
                ScanProblem::UnreadableCard => ("kiosk-scan-unreadable", "kiosk-scan-unreadable-hint"),
                ScanProblem::DossierNowhere => ("kiosk-scan-dossier", "kiosk-scan-dossier-hint"),
                ScanProblem::OldSlip => ("kiosk-scan-old", "kiosk-scan-old-hint"),
                ScanProblem::Appointment => ("kiosk-scan-appointment", "kiosk-scan-appointment-hint"),
                ScanProblem::Nothing => ("kiosk-scan-nothing", "kiosk-scan-nothing-hint"),
            };
            ("qr_code_scanner", text(title), text(why))
        }
    };
    let below = said_ui(ui, scene, rect, icon, &title, &[&why]);
    let theme = &scene.theme;
    let size = Vec2::new(theme.px(420.0), scene.touch_by_shape(124.0, 110.0));
    let top = (below + theme.px(40.0)).max(scene.within_reach(rect).top());
    let top = top.min(rect.bottom() - size.y - theme.px(24.0));
    let button = Rect::from_min_size(pos2(rect.center().x - size.x / 2.0, top), size);
    let done = scene.texts.text("kiosk-done");
    big_button(ui, theme, button, Ability::Enabled, &done).clicked().then_some(Action::Done)
}

/// What the scanner reads, each with a pictogram.
pub(super) fn scan_help_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, view: &KioskView) -> Option<Action> {
    const THINGS: [(&str, &str, &str); 3] = [
        ("id_card", "kiosk-scan-card", "kiosk-scan-card-hint"),
        ("assignment", "kiosk-scan-letter", "kiosk-scan-letter-hint"),
        ("receipt", "kiosk-scan-slip", "kiosk-scan-slip-hint"),
    ];
    let theme = &scene.theme;
    let title = scene.texts.text("kiosk-scan-title");
    let frame = frame_ui(ui, scene, rect, &title, &scene.texts.text("kiosk-scan-hint"));
    let (n_columns, n_rows) = match scene.shape {
        Shape::Upright => (1, 3),
        Shape::Lying => (3, 1),
    };
    let most = frame.middle.top() + scene.by_shape(3.0 * 310.0, 600.0);
    let middle = frame.middle.with_max_y(frame.middle.bottom().min(most));
    let cells = grid(middle, n_columns, n_rows, theme.px(Theme::GAP));
    for (cell, (icon, name, hint)) in cells.into_iter().zip(THINGS) {
        card(ui, theme, cell);
        let inner = cell.shrink(theme.px(28.0));
        let (picture, words) = match scene.shape {
            Shape::Upright => inner.split_left_right_at_x(inner.left() + inner.height().min(theme.px(190.0))),
            Shape::Lying => inner.split_top_bottom_at_fraction(0.4),
        };
        let side = picture.width().min(picture.height()) * 0.86;
        let square = Rect::from_center_size(picture.center(), Vec2::splat(side));
        let icon = icon_named(icon).expect("our own icons are in the table");
        paint_icon(ui, square, icon, theme.accent);
        let words = words.with_min_x(words.left() + theme.px(24.0));
        let (first, second) = words.split_top_bottom_at_fraction(0.45);
        let (upper, lower) = match scene.shape {
            Shape::Upright => (Align2::LEFT_BOTTOM, Align2::LEFT_TOP),
            Shape::Lying => (Align2::CENTER_BOTTOM, Align2::CENTER_TOP),
        };
        let set = Type::semi_bold(46.0, theme.ink);
        label(ui, theme, first, Fit::lines(upper, 2), set, &scene.texts.text(name));
        let set = Type::regular(37.0, theme.muted);
        label(ui, theme, second, Fit::lines(lower, 4), set, &scene.texts.text(hint));
    }
    footer::footer_ui(ui, scene, frame.bottom, view).or(frame.touched)
}

/// A pictogram, a title and a few sentences in the middle; the answer is where they end.
pub(super) fn said_ui(
    ui: &Ui,
    scene: &Scene<'_>,
    rect: Rect,
    icon: &str,
    title: &str,
    sentences: &[&str],
) -> f32 {
    let theme = &scene.theme;
    let inner = rect.shrink2(Vec2::new(theme.px(96.0), theme.px(24.0)));
    let disc = scene.by_shape(112.0, 84.0);
    let centre = pos2(inner.center().x, inner.top() + (inner.height() * 0.27).max(disc));
    ui.painter().circle_filled(centre, disc, theme.accent_tint);
    let icon = icon_named(icon).expect("our own icons are in the table");
    paint_icon(ui, Rect::from_center_size(centre, Vec2::splat(disc * 1.15)), icon, theme.accent);

    let top = Rect::from_min_max(pos2(inner.left(), centre.y + disc + theme.px(40.0)), inner.max);
    let lines = Fit::lines(Align2::CENTER_TOP, 3);
    let (room, _) = split_top(top, theme.px(240.0).min(top.height() * 0.45));
    let response = label(ui, theme, room, lines, Type::extra_bold(62.0, theme.ink), title);
    let mut y = response.rect.bottom() + theme.px(20.0);
    for sentence in sentences.iter().filter(|sentence| !sentence.is_empty()) {
        let room = Rect::from_min_max(pos2(inner.left(), y), inner.max);
        let set = Type::regular(42.0, theme.ink);
        y = label(ui, theme, room, lines, set, sentence).rect.bottom() + theme.px(12.0);
    }
    y
}
