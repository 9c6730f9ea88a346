//! Fields or services to choose from.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use egui::{Rect, Ui};
use goiso_model::{FieldId, ServiceId};
use goiso_protocol::{FieldInfo, KioskService, KioskView, PrinterCondition, ServiceState};
use goiso_ui::icon_named;
use goiso_ui::widgets::Ability;
use jiff::Timestamp;

use super::frame::{Frame, frame_ui};
use super::tile::{Side, Sign, Tile, Tone, tiles_ui};
use super::{Scene, footer, pages};
use crate::{Action, Letters};

pub(super) fn choose_ui(
    ui: &Ui,
    scene: &Scene<'_>,
    rect: Rect,
    view: &KioskView,
    field: Option<&FieldId>,
    page: usize,
) -> Option<Action> {
    let field = field.and_then(|id| view.fields.iter().find(|field| field.id == *id));
    let services = services(view, field);
    let until = common_until(scene, &services);
    let (title, hint) = titles(scene, view, field);
    let hint = match until {
        Some(until) => format!("{hint} · {}", until_text(scene, "kiosk-until", until)),
        None => hint,
    };
    let frame = frame_ui(ui, scene, rect, &title, &hint);
    let tiles = tiles(scene, view, field, &services, until);
    cards_ui(ui, scene, view, frame, &tiles, page)
}

/// The one service that a scanned dossier leads to.
pub(super) fn led_ui(
    ui: &Ui,
    scene: &Scene<'_>,
    rect: Rect,
    view: &KioskView,
    service: &ServiceId,
) -> Option<Action> {
    let title = scene.texts.text("kiosk-led-title");
    let hint = scene.texts.text("kiosk-led-hint");
    let frame = frame_ui(ui, scene, rect, &title, &hint);
    let led = view.services.iter().filter(|known| known.id == *service);
    let tiles: Vec<Tile<'_>> = led.map(|service| service_tile(scene, service, None)).collect();
    cards_ui(ui, scene, view, frame, &tiles, 0)
}

fn cards_ui(
    ui: &Ui,
    scene: &Scene<'_>,
    view: &KioskView,
    frame: Frame,
    tiles: &[Tile<'_>],
    page: usize,
) -> Option<Action> {
    let (touched_chip, middle) = footer::chip_ui(ui, scene, view, frame.middle);
    let page = pages::page(scene, middle, tiles.len(), page);
    let touched_tile = tiles_ui(ui, &scene.theme, &page.cells, &tiles[page.shown.clone()]);
    if !scene.kiosk.gives(scene.now) {
        ui.painter().rect_filled(middle, 0.0, scene.theme.veil);
    }
    let touched_page = page.turning_ui(ui, scene);
    let touched_below = footer::footer_ui(ui, scene, frame.bottom, view);
    touched_chip.or(touched_tile).or(touched_page).or(touched_below).or(frame.touched)
}

fn titles(scene: &Scene<'_>, view: &KioskView, field: Option<&FieldInfo>) -> (String, String) {
    let text = |key: &str| scene.texts.text(key);
    match field {
        Some(field) => (scene.own(&field.name).to_owned(), text("kiosk-hint-service")),
        None if scene.kiosk.is_on_its_own(scene.now) => {
            (text("kiosk-emergency-choose"), text("kiosk-hint-screen"))
        }
        None if !view.fields.is_empty() => (text("kiosk-title"), text("kiosk-hint-field")),
        None if view.printer == PrinterCondition::Absent => (text("kiosk-title"), text("kiosk-hint-screen")),
        None => (text("kiosk-title"), text("kiosk-hint")),
    }
}

/// The services of a level: a field's; or those that have none.
fn services<'v>(view: &'v KioskView, field: Option<&FieldInfo>) -> Vec<&'v KioskService> {
    let of_level = |service: &&KioskService| match field {
        Some(field) => service.field.as_ref() == Some(&field.id),
        // A service of a field that the view does not have must not be lost.
        None => !view.fields.iter().any(|known| service.field.as_ref() == Some(&known.id)),
    };
    view.services.iter().filter(of_level).collect()
}

/// The cards of a level: a field's services; or the fields, and the services that have none.
fn tiles<'a>(
    scene: &'a Scene<'_>,
    view: &'a KioskView,
    field: Option<&FieldInfo>,
    services: &[&'a KioskService],
    until: Option<Timestamp>,
) -> Vec<Tile<'a>> {
    let services = services.iter().map(|service| service_tile(scene, service, until));
    match field {
        Some(_) => services.collect(),
        None => view.fields.iter().map(|field| field_tile(scene, view, field)).chain(services).collect(),
    }
}

/// Until when the most of these services give numbers now, if several do: that is said once, above their cards.
fn common_until(scene: &Scene<'_>, services: &[&KioskService]) -> Option<Timestamp> {
    let mut counts = BTreeMap::new();
    for until in services.iter().filter_map(|service| until(scene, service)) {
        *counts.entry(until).or_insert(0_usize) += 1;
    }
    let (until, n) = counts.into_iter().max_by_key(|(until, n)| (*n, Reverse(*until)))?;
    (n > 1).then_some(until)
}

/// Until when a service that is open gives numbers, if it does not always.
fn until(scene: &Scene<'_>, service: &KioskService) -> Option<Timestamp> {
    let now = scene.now;
    let window = service.hours_today.iter().find(|hours| hours.from <= now && now < hours.until)?;
    is_open(scene, service).then_some(window.until)
}

fn until_text(scene: &Scene<'_>, key: &str, until: Timestamp) -> String {
    let time = scene.texts.time(scene.local(until).time());
    whole(&scene.texts.format(key, &[("time", time.into())]))
}

/// Words that stay on one line.
fn whole(words: &str) -> String {
    words.replace(' ', "\u{a0}")
}

/// A service to choose, with its queue, or why it cannot be chosen. `above` is until when numbers are given as it is
/// already said above the card.
pub(super) fn service_tile<'a>(
    scene: &'a Scene<'_>,
    service: &'a KioskService,
    above: Option<Timestamp>,
) -> Tile<'a> {
    let is_open = is_open(scene, service);
    let until = until(scene, service);
    let (own, said) = if until == above { (None, until) } else { (until, None) };
    Tile {
        sign: Sign::Letters(&service.sign),
        name: scene.own(&service.name),
        // Large letters need the room themselves.
        description: match scene.kiosk.comfort().letters {
            Letters::Normal => scene.own(&service.description),
            Letters::Large => "",
        },
        side: service_side(scene, service, own),
        note: note(scene, service),
        said_above: said.map(|until| until_text(scene, "kiosk-until", until)).unwrap_or_default(),
        ability: Ability::when(scene.kiosk.is_choosable(service, scene.now)),
        tone: if is_open { Tone::Inviting } else { Tone::Greyed },
        action: Action::ChooseService(service.id.clone()),
    }
}

/// Whether it gives numbers, by the hub's word or, while the hub is away, by the kiosk's own reckoning.
fn is_open(scene: &Scene<'_>, service: &KioskService) -> bool {
    if scene.kiosk.is_on_its_own(scene.now) {
        return scene.kiosk.is_choosable(service, scene.now);
    }
    service.state == ServiceState::Open
}

/// The queue, how many numbers are left and until when they are given: what no small card leaves out.
fn service_side(scene: &Scene<'_>, service: &KioskService, until: Option<Timestamp>) -> Side {
    let texts = scene.texts;
    let until = until.map(|until| until_text(scene, "kiosk-until-short", until));
    // How many wait nobody knows while the hub is away.
    if scene.kiosk.is_on_its_own(scene.now) && scene.kiosk.is_choosable(service, scene.now) {
        return Side::new(until.unwrap_or_default(), String::new());
    }
    match &service.state {
        ServiceState::Open => {
            let strong = service.wait.map(|wait| texts.wait(wait.min_minutes, wait.max_minutes));
            let is_now = service.wait.is_some_and(|wait| wait.max_minutes == 0);
            let small = match service.n_waiting {
                0 if is_now => texts.text("kiosk-no-wait"),
                0 => texts.text("kiosk-waiting-none"),
                n => texts.format("kiosk-waiting", &[("n", n.into())]),
            };
            let strong = strong.unwrap_or_else(|| match service.n_waiting {
                0 => String::new(),
                _ => texts.text("wait-unknown"),
            });
            let left = service.n_left.map(|n| whole(&texts.format("kiosk-left", &[("n", n.into())])));
            let small: Vec<String> = [Some(small), left, until].into_iter().flatten().collect();
            Side::new(small.join("\u{a0}· "), strong)
        }
        ServiceState::Closed { opens_at: Some(at) } => {
            let opens = texts.format("kiosk-opens", &[("moment", scene.moment(*at).into())]);
            Side::new(texts.text("kiosk-closed"), opens)
        }
        ServiceState::Closed { opens_at: None } => {
            Side::new(texts.text("kiosk-closed"), texts.text("kiosk-closed-now"))
        }
        ServiceState::Paused => Side::new(texts.text("kiosk-paused"), texts.text("kiosk-paused-ask")),
        ServiceState::Unknown => Side::new(String::new(), texts.text("kiosk-closed-now")),
        ServiceState::Full => Side::new(texts.text("kiosk-full-today"), texts.text("kiosk-full")),
    }
}

/// The hours of today of a service that is not open.
fn note(scene: &Scene<'_>, service: &KioskService) -> String {
    let time = |at| scene.texts.time(scene.local(at).time());
    match service.state {
        ServiceState::Open => String::new(),
        ServiceState::Closed { .. } | ServiceState::Full | ServiceState::Paused | ServiceState::Unknown => {
            let hours = service.hours_today.iter();
            let hours: Vec<String> =
                hours.map(|hours| format!("{}–{}", time(hours.from), time(hours.until))).collect();
            hours.join(", ")
        }
    }
}

fn field_tile<'a>(scene: &'a Scene<'_>, view: &'a KioskView, field: &'a FieldInfo) -> Tile<'a> {
    let services = || view.services.iter().filter(|service| service.field.as_ref() == Some(&field.id));
    let is_open = services().any(|service| is_open(scene, service));
    let n_services = u32::try_from(services().count()).unwrap_or(u32::MAX);
    let n_waiting: u32 = services().map(|service| service.n_waiting).sum();
    let texts = scene.texts;
    let name = scene.own(&field.name);
    let strong = match n_waiting {
        _ if !is_open => texts.text("kiosk-closed"),
        _ if scene.kiosk.is_on_its_own(scene.now) => String::new(),
        0 => texts.text("kiosk-waiting-none"),
        n => texts.format("kiosk-waiting", &[("n", n.into())]),
    };
    Tile {
        sign: icon_named(&field.icon).map_or_else(|| Sign::Letters(initial(name)), Sign::Picture),
        name,
        description: "",
        side: Side::new(texts.format("kiosk-n-services", &[("n", n_services.into())]), strong),
        note: String::new(),
        said_above: String::new(),
        // A closed field can still be looked into: its services say when they open.
        ability: Ability::when(scene.kiosk.gives(scene.now)),
        tone: if is_open { Tone::Inviting } else { Tone::Greyed },
        action: Action::ChooseField(field.id.clone()),
    }
}

fn initial(name: &str) -> &str {
    name.chars().next().map_or("", |first| &name[..first.len_utf8()])
}
