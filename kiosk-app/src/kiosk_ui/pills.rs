//! How the screen is to be: its language, and what makes it easier to see, read and reach.

use egui::{Rect, Ui, pos2, vec2};
use goiso_ui::widgets::{Look, pill_button};
use goiso_ui::{Icon, icon_named};

use super::{Scene, Shape};
use crate::{Action, Aloud, Contrast, GuideAction, Letters, Reach};

/// More languages than these stand on a screen of their own.
const UPRIGHT_LANGUAGES_MAX: usize = 4;
const LYING_LANGUAGES_MAX: usize = 2;
/// A pill is never wider, in design pixels.
const PILL_WIDTH_MAX: f32 = 300.0;

type Pill = (Option<Icon>, String, Look, Action);

/// How wide the comforts are where they stand beside a title.
pub(super) fn comforts_width(scene: &Scene<'_>, width: f32) -> f32 {
    let n = comforts(scene).len() as f32;
    (scene.theme.px(230.0) * n).min(width * 0.5)
}

/// Larger letters, stronger colours, a lower screen; the answer is what was touched.
pub(super) fn comforts_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect) -> Option<Action> {
    row_ui(ui, scene, rect, comforts(scene))
}

/// The languages; the answer is what was touched.
pub(super) fn languages_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect) -> Option<Action> {
    row_ui(ui, scene, rect, languages(scene))
}

fn comforts(scene: &Scene<'_>) -> Vec<Pill> {
    let comfort = scene.kiosk.comfort();
    let pill = |icon: &str, key: &str, is_on: bool, other| {
        let look = if is_on { Look::chosen(&scene.theme) } else { Look::plain(&scene.theme) };
        (icon_named(icon), scene.texts.text(key), look, Action::Adjust(other))
    };
    let letters = pill(
        "text_increase",
        "kiosk-large-letters",
        comfort.letters == Letters::Large,
        comfort.with_other_letters(),
    );
    let contrast =
        pill("contrast", "kiosk-contrast", comfort.contrast == Contrast::High, comfort.with_other_contrast());
    let listen = match scene.kiosk.aloud() {
        // Where it is on, it has a bar of its own.
        Aloud::Never | Aloud::On => None,
        Aloud::Off => {
            let words = scene.texts.text("kiosk-listen-short");
            let action = Action::Guide(GuideAction::Start);
            Some((icon_named("volume_up"), words, Look::plain(&scene.theme), action))
        }
    };
    match scene.shape {
        // A lying screen is within reach as it is.
        Shape::Lying => [letters, contrast].into_iter().chain(listen).collect(),
        Shape::Upright => {
            let is_low = comfort.reach == Reach::Low;
            let reach = pill("accessible", "kiosk-low-reach", is_low, comfort.with_other_reach());
            [letters, contrast, reach].into_iter().chain(listen).collect()
        }
    }
}

fn languages(scene: &Scene<'_>) -> Vec<Pill> {
    let all = scene.kiosk.languages();
    let max = match scene.shape {
        Shape::Upright => UPRIGHT_LANGUAGES_MAX,
        Shape::Lying => LYING_LANGUAGES_MAX,
    };
    let pill = |(language, name): &(goiso_model::Language, String)| {
        let is_spoken = language == scene.kiosk.language();
        let look = if is_spoken { Look::chosen(&scene.theme) } else { Look::plain(&scene.theme) };
        (None, name.clone(), look, Action::Speak(language.clone()))
    };
    if all.len() <= max {
        return all.iter().map(pill).collect();
    }
    let further = scene.texts.text("kiosk-languages");
    let further = (icon_named("language"), further, Look::plain(&scene.theme), Action::AskLanguage);
    // The one that is spoken, and as many of the first as there is room for.
    let spoken = all.iter().filter(|(language, _)| language == scene.kiosk.language());
    let others = all.iter().filter(|(language, _)| language != scene.kiosk.language());
    spoken.chain(others).take(max - 1).map(pill).chain([further]).collect()
}

fn row_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, pills: Vec<Pill>) -> Option<Action> {
    let theme = &scene.theme;
    let gap = theme.px(16.0);
    let widths = widths(&pills, rect.width(), gap, theme.px(PILL_WIDTH_MAX));
    let whole = widths.iter().map(|width| width + gap).sum::<f32>() - gap;
    let rect = match scene.shape {
        Shape::Upright => rect.with_max_x(rect.left() + whole),
        // On a lying screen they stand at the right, away from the buttons.
        Shape::Lying => rect.with_min_x(rect.right() - whole),
    };
    let (mut touched, mut left) = (None, rect.left());
    for (width, (icon, text, look, action)) in widths.into_iter().zip(pills) {
        let cell = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
        left += width + gap;
        if pill_button(ui, theme, cell, look, (icon, &text)).clicked() {
            touched = Some(action);
        }
    }
    touched
}

/// All alike while there is room for that; else a long text has more of the row than a short one.
fn widths(pills: &[Pill], whole: f32, gap: f32, max: f32) -> Vec<f32> {
    /// A pictogram and the ends of a pill are about as wide as so many letters.
    const ENDS: usize = 7;
    let n = pills.len();
    let room = whole + gap - gap * n as f32;
    if n == 0 || room / n as f32 >= max {
        return vec![max; n];
    }
    let letters: Vec<f32> = pills.iter().map(|(_, text, ..)| (text.chars().count() + ENDS) as f32).collect();
    let all: f32 = letters.iter().sum();
    letters.into_iter().map(|own| room * own / all).collect()
}
