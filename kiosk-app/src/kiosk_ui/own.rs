//! The visitor's own slip: where it stands, and what may still be done with it.

use egui::{Align2, Rect, Ui, Vec2};
use goiso_protocol::{TicketInfo, TicketStage};
use goiso_ui::layout::{grid, split_bottom, split_top};
use goiso_ui::widgets::{Ability, Look, big_button, button_at, outline_button};
use goiso_ui::{Fit, Theme, Type, icon_named, label};

use super::taken::{ahead_line, service_line, wait_line};
use super::{Scene, Shape, message};
use crate::Action;
use crate::kiosk::may_be_given_up;

pub(super) fn own_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, ticket: &TicketInfo) -> Option<Action> {
    let theme = &scene.theme;
    let inner = rect.shrink2(Vec2::new(theme.px(Theme::MARGIN), scene.by_shape(60.0, 26.0)));
    let (words, buttons) = split_bottom(inner, scene.touch_by_shape(130.0, 110.0));
    let words = words.with_max_y(words.bottom() - theme.px(Theme::GAP));
    let words = Rect::from_center_size(
        words.center(),
        Vec2::new(words.width(), words.height().min(theme.px(1000.0))),
    );
    let (caption, below) = split_top(words, words.height() * 0.12);
    let (number, below) = split_top(below, below.height() * 0.42);
    let centre = Fit::line(Align2::CENTER_CENTER);
    label(
        ui,
        theme,
        caption,
        centre,
        Type::regular(46.0, theme.muted),
        &scene.texts.text("kiosk-your-number"),
    );
    let size = number.height() / theme.scale / theme.text_scale * 0.83;
    label(ui, theme, number, centre, Type::extra_bold(size, theme.accent), ticket.number.as_str());
    let lines = lines(scene, ticket);
    for (row, (text, is_strong)) in grid(below, 1, lines.len().max(4), 0.0).into_iter().zip(&lines) {
        let set =
            if *is_strong { Type::semi_bold(50.0, theme.ink) } else { Type::regular(42.0, theme.muted) };
        label(ui, theme, row, centre, set, text);
    }
    buttons_ui(ui, scene, buttons, ticket)
}

fn buttons_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, ticket: &TicketInfo) -> Option<Action> {
    let theme = &scene.theme;
    let may_end = may_be_given_up(ticket.stage).then_some(("cancel", "kiosk-give-up", Action::AskCancel));
    let may_print = scene.kiosk.may_be_reprinted(ticket, scene.now);
    let may_print = may_print.then_some(("print", "kiosk-reprint", Action::Reprint(ticket.ticket)));
    let others: Vec<_> = [may_end, may_print].into_iter().flatten().collect();
    let cells = grid(rect, others.len() + 1, 1, theme.px(Theme::GAP));
    let mut touched = None;
    for (cell, (icon, key, action)) in cells.iter().zip(others) {
        let content = (icon_named(icon), scene.texts.text(key));
        if outline_button(ui, theme, *cell, Ability::Enabled, (content.0, &content.1)).clicked() {
            touched = Some(action);
        }
    }
    let last = cells[cells.len() - 1];
    let size = Vec2::new(last.width().min(theme.px(560.0)), last.height());
    let done = scene.texts.text("kiosk-done");
    let is_done = big_button(ui, theme, Rect::from_center_size(last.center(), size), Ability::Enabled, &done);
    if is_done.clicked() { Some(Action::Done) } else { touched }
}

/// Where the ticket stands, the most important first.
fn lines(scene: &Scene<'_>, ticket: &TicketInfo) -> Vec<(String, bool)> {
    let text = |key: &str| scene.texts.text(key);
    let service = (service_line(scene, ticket), true);
    let mut lines = match ticket.stage {
        TicketStage::Waiting => {
            let wait = ticket.wait.map(|wait| (wait_line(scene, wait), true));
            [Some(service), Some((ahead_line(scene, ticket.ahead), true)), wait]
                .into_iter()
                .flatten()
                .collect()
        }
        TicketStage::Called => vec![(text("kiosk-own-called"), true), service],
        TicketStage::Serving => vec![(text("kiosk-own-serving"), true), service],
        TicketStage::Absent => vec![(text("kiosk-own-absent"), true), service],
        TicketStage::Held => vec![(text("kiosk-own-held"), true), service],
        TicketStage::PutOff => vec![(text("kiosk-own-put-off"), true), service],
        TicketStage::Done => vec![(text("kiosk-own-done"), true), service],
        TicketStage::Cancelled => vec![(text("kiosk-own-cancelled"), true), service],
        TicketStage::Unknown => vec![(text("kiosk-own-ask"), true), service],
    };
    if !ticket.place.is_empty() {
        lines.push((scene.own(&ticket.place).to_owned(), false));
    }
    lines
}

/// Whether the number is really to be given up.
pub(super) fn cancel_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, ticket: &TicketInfo) -> Option<Action> {
    let theme = &scene.theme;
    let height = scene.touch_by_shape(130.0, 110.0);
    let (words, foot) = split_bottom(rect, height + scene.by_shape(120.0, 52.0));
    let title = scene.texts.format("kiosk-give-up-title", &[("number", ticket.number.as_str().into())]);
    message::said_ui(ui, scene, words, "help", &title, &[&scene.texts.text("kiosk-give-up-hint")]);
    let width = match scene.shape {
        Shape::Upright => foot.width() - theme.px(2.0 * Theme::MARGIN),
        Shape::Lying => theme.px(1200.0).min(foot.width() - theme.px(2.0 * Theme::MARGIN)),
    };
    let row = Rect::from_center_size(foot.center(), Vec2::new(width, height));
    let cells = grid(row, 2, 1, theme.px(Theme::GAP));
    let keep = scene.texts.text("kiosk-give-up-no");
    let give_up = scene.texts.text("kiosk-give-up-yes");
    let set = Type::extra_bold(40.0, theme.on_accent);
    let main = (Look::main(theme), Ability::Enabled);
    let is_kept = button_at(ui, theme, cells[0], main, set, (None, &keep)).clicked();
    let content = (icon_named("cancel"), give_up.as_str());
    let is_given_up = outline_button(ui, theme, cells[1], Ability::Enabled, content).clicked();
    match (is_kept, is_given_up) {
        (true, _) => Some(Action::Back),
        (false, true) => Some(Action::Cancel(ticket.ticket)),
        (false, false) => None,
    }
}
