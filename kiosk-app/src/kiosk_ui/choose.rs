//! The start screen: fields or services to choose from.

use egui::{Align2, Rect, Ui, Vec2};
use goiso_model::FieldId;
use goiso_protocol::{FieldInfo, KioskService, KioskView, PrinterCondition, ServiceState};
use goiso_ui::layout::{grid, split_bottom, split_top};
use goiso_ui::widgets::Ability;
use goiso_ui::{Fit, Theme, Type, icon_named, label};
use jiff::Timestamp;

use super::tile::{Side, Sign, Tile, Tone, tiles_ui};
use super::{Scene, Shape, footer};
use crate::{Action, Letters};

/// A row is never higher, in design pixels: few services stand at the top rather than fill the screen.
const ROW_MAX: f32 = 190.0;

pub(super) fn choose_ui(
    ui: &Ui,
    scene: &Scene<'_>,
    rect: Rect,
    view: &KioskView,
    field: Option<&FieldId>,
) -> Option<Action> {
    let field = field.and_then(|id| view.fields.iter().find(|field| field.id == *id));
    let (title, hint) = titles(scene, view, field);
    let frame = frame_ui(ui, scene, rect, &title, &hint);
    let (touched_chip, middle) = footer::chip_ui(ui, scene, view, frame.middle);
    let tiles = tiles(scene, view, field);
    let cells = cells(scene, middle, tiles.len());
    let touched_tile = tiles_ui(ui, &scene.theme, &cells, &tiles);
    if !scene.kiosk.can_issue() {
        ui.painter().rect_filled(rect, 0.0, scene.theme.veil);
    }
    let touched_below = footer::footer_ui(ui, scene, frame.bottom, view);
    touched_chip.or(touched_tile).or(touched_below)
}

/// The parts of a screen with something to choose.
pub(super) struct Frame {
    pub(super) middle: Rect,
    pub(super) bottom: Rect,
}

/// Title and hint at the top; the answer is the room for the cards and for the footer.
pub(super) fn frame_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, title: &str, hint: &str) -> Frame {
    let theme = &scene.theme;
    let inner = rect.shrink2(Vec2::new(theme.px(Theme::MARGIN), scene.by_shape(44.0, 26.0)));
    let (title_rect, below) = split_top(inner, scene.by_shape(90.0, 68.0) * theme.text_scale);
    let (hint_rect, below) = split_top(below, scene.by_shape(50.0, 42.0) * theme.text_scale);
    let (middle, bottom) = split_bottom(below, footer::height(scene));
    let title_size = scene.by_shape(66.0, 52.0) / theme.scale;
    let hint_size = scene.by_shape(32.0, 29.0) / theme.scale;
    let line = Fit::line(Align2::LEFT_CENTER);
    label(ui, theme, title_rect, line, Type::extra_bold(title_size, theme.ink), title);
    label(ui, theme, hint_rect, line, Type::regular(hint_size, theme.muted), hint);
    let middle = middle.with_min_y(middle.top() + scene.by_shape(32.0, 18.0));
    let bottom_gap = scene.by_shape(32.0, 24.0);
    Frame { middle: middle.with_max_y((middle.bottom() - bottom_gap).max(middle.top())), bottom }
}

/// A grid for `n` cards, as the shape of the screen has room.
pub(super) fn cells(scene: &Scene<'_>, rect: Rect, n: usize) -> Vec<Rect> {
    let n_columns = match (scene.shape, n) {
        (Shape::Upright, 0..=6) | (Shape::Lying, 0..=1) => 1,
        (Shape::Upright, 7..=18) | (Shape::Lying, 2..=10) => 2,
        (Shape::Upright, _) | (Shape::Lying, 11..=15) => 3,
        (Shape::Lying, _) => 4,
    };
    let n_rows = n.div_ceil(n_columns);
    let is_dense = n_rows > 6 || (scene.shape == Shape::Lying && n_rows > 3);
    let gap = scene.theme.px(if is_dense { Theme::GAP * 0.66 } else { Theme::GAP });
    let height = (scene.theme.px(ROW_MAX) * scene.theme.text_scale + gap) * n_rows as f32 - gap;
    let rect = rect.with_max_y(rect.bottom().min(rect.top() + height.max(0.0)));
    let mut cells = grid(rect, n_columns, n_rows, gap);
    cells.truncate(n);
    cells
}

fn titles(scene: &Scene<'_>, view: &KioskView, field: Option<&FieldInfo>) -> (String, String) {
    let text = |key: &str| scene.texts.text(key);
    match field {
        Some(field) => (scene.own(&field.name).to_owned(), text("kiosk-hint-service")),
        None if !view.fields.is_empty() => (text("kiosk-title"), text("kiosk-hint-field")),
        None if view.printer == PrinterCondition::Absent => (text("kiosk-title"), text("kiosk-hint-screen")),
        None => (text("kiosk-title"), text("kiosk-hint")),
    }
}

/// The cards of a level: a field's services; or the fields, and the services that have none.
fn tiles<'a>(scene: &'a Scene<'_>, view: &'a KioskView, field: Option<&FieldInfo>) -> Vec<Tile<'a>> {
    let of_level = |service: &&KioskService| match field {
        Some(field) => service.field.as_ref() == Some(&field.id),
        // A service of a field that the view does not have must not be lost.
        None => !view.fields.iter().any(|known| service.field.as_ref() == Some(&known.id)),
    };
    let services = view.services.iter().filter(of_level).map(|service| service_tile(scene, service));
    match field {
        Some(_) => services.collect(),
        None => view.fields.iter().map(|field| field_tile(scene, view, field)).chain(services).collect(),
    }
}

fn service_tile<'a>(scene: &'a Scene<'_>, service: &'a KioskService) -> Tile<'a> {
    let is_open = service.state == ServiceState::Open;
    Tile {
        sign: Sign::Letters(&service.sign),
        name: scene.own(&service.name),
        // Large letters need the room themselves.
        description: match scene.kiosk.letters() {
            Letters::Normal => scene.own(&service.description),
            Letters::Large => "",
        },
        side: service_side(scene, service),
        ability: Ability::when(is_open && scene.kiosk.can_issue()),
        tone: if is_open { Tone::Inviting } else { Tone::Greyed },
        action: Action::ChooseService(service.id.clone()),
    }
}

fn service_side(scene: &Scene<'_>, service: &KioskService) -> Side {
    let texts = scene.texts;
    match &service.state {
        ServiceState::Open => {
            let strong = service.wait.map(|wait| texts.wait(wait.min_minutes, wait.max_minutes));
            let is_now = service.wait.is_some_and(|wait| wait.max_minutes == 0);
            let small = match service.n_waiting {
                0 if is_now => texts.text("kiosk-no-wait"),
                0 => texts.text("kiosk-waiting-none"),
                n => texts.format("kiosk-waiting", &[("n", n.into())]),
            };
            Side { small, strong: strong.unwrap_or_default() }
        }
        ServiceState::Closed { opens_at: Some(at) } => {
            Side { small: texts.text("kiosk-closed"), strong: opens(scene, *at) }
        }
        ServiceState::Closed { opens_at: None } => {
            Side { small: texts.text("kiosk-closed"), strong: texts.text("kiosk-closed-now") }
        }
        ServiceState::Paused => {
            Side { small: texts.text("kiosk-closed"), strong: texts.text("kiosk-paused") }
        }
        ServiceState::Unknown => Side { small: String::new(), strong: texts.text("kiosk-closed-now") },
        ServiceState::Full => {
            Side { small: texts.text("kiosk-full-today"), strong: texts.text("kiosk-full") }
        }
    }
}

fn opens(scene: &Scene<'_>, at: Timestamp) -> String {
    let (now, at) = (scene.local(scene.now), scene.local(at));
    let time = scene.texts.time(at.time());
    if now.date() == at.date() {
        return scene.texts.format("kiosk-opens-today", &[("time", time.into())]);
    }
    let date = scene.texts.date(at.date());
    scene.texts.format("kiosk-opens-day", &[("time", time.into()), ("date", date.into())])
}

fn field_tile<'a>(scene: &'a Scene<'_>, view: &'a KioskView, field: &'a FieldInfo) -> Tile<'a> {
    let services = || view.services.iter().filter(|service| service.field.as_ref() == Some(&field.id));
    let is_open = services().any(|service| service.state == ServiceState::Open);
    let n_services = u32::try_from(services().count()).unwrap_or(u32::MAX);
    let n_waiting: u32 = services().map(|service| service.n_waiting).sum();
    let texts = scene.texts;
    let name = scene.own(&field.name);
    let strong = match n_waiting {
        _ if !is_open => texts.text("kiosk-closed"),
        0 => texts.text("kiosk-waiting-none"),
        n => texts.format("kiosk-waiting", &[("n", n.into())]),
    };
    Tile {
        sign: icon_named(&field.icon).map_or_else(|| Sign::Letters(initial(name)), Sign::Picture),
        name,
        description: "",
        side: Side { small: texts.format("kiosk-n-services", &[("n", n_services.into())]), strong },
        // A closed field can still be looked into: its services say when they open.
        ability: Ability::when(scene.kiosk.can_issue()),
        tone: if is_open { Tone::Inviting } else { Tone::Greyed },
        action: Action::ChooseField(field.id.clone()),
    }
}

fn initial(name: &str) -> &str {
    name.chars().next().map_or("", |first| &name[..first.len_utf8()])
}
