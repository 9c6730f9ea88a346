//! A screen that says one thing before anything can be chosen: what is so, what follows from it, and at most one thing
//! to touch. Languages and comforts stand below, for whoever could not read it otherwise.

use egui::{Align2, Rect, Ui, Vec2, pos2};
use goiso_ui::layout::{centred, split_bottom, split_right, split_top};
use goiso_ui::widgets::{Ability, big_button, outline_button};
use goiso_ui::{Fit, Theme, Type, icon_named, label, paint_icon};

use super::{Scene, Shape, pills};
use crate::Action;

/// How wide the languages are on a lying screen, in design pixels: two pills.
const LYING_LANGUAGES: f32 = 616.0;

/// What is said.
pub(super) struct Statement<'a> {
    pub(super) icon: &'a str,
    pub(super) title: &'a str,
    /// Empty ones are left out.
    pub(super) sentences: &'a [&'a str],
    pub(super) way_on: WayOn<'a>,
}

/// What can be touched.
pub(super) enum WayOn<'a> {
    /// Nothing: only waiting or asking somebody helps.
    None,
    /// What most visitors want.
    Main(&'a str, Action),
    /// Something to look at, which gives no number.
    Aside(&'a str, Action),
}

pub(super) fn statement_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, said: &Statement<'_>) -> Option<Action> {
    let theme = &scene.theme;
    let gap = theme.px(18.0);
    let pill = scene.touch_by_shape(80.0, 84.0);
    let n_rows = match scene.shape {
        Shape::Upright => 2.0,
        Shape::Lying => 1.0,
    };
    let inner = rect.shrink2(Vec2::new(theme.px(Theme::MARGIN), scene.by_shape(44.0, 26.0)));
    let (above, pills_rect) = split_bottom(inner, n_rows * (pill + gap) - gap);
    let (languages, comforts) = match scene.shape {
        Shape::Upright => {
            let (languages, below) = split_top(pills_rect, pill);
            (languages, below.with_min_y(below.top() + gap))
        }
        Shape::Lying => {
            let (comforts, languages) = split_right(pills_rect, theme.px(LYING_LANGUAGES));
            (languages, comforts.with_max_x(comforts.right() - gap))
        }
    };
    let touched = pills::languages_ui(ui, scene, languages).or(pills::comforts_ui(ui, scene, comforts));
    let height = scene.touch_by_shape(150.0, 116.0);
    let foot = match said.way_on {
        WayOn::None => 0.0,
        WayOn::Main(..) | WayOn::Aside(..) => height + scene.by_shape(110.0, 44.0),
    };
    let (words, foot) = split_bottom(above, foot);
    words_ui(ui, scene, words, said);
    let row = centred(foot, Vec2::new(theme.px(760.0).min(foot.width()), height));
    let way = match &said.way_on {
        WayOn::None => None,
        WayOn::Main(text, action) => {
            big_button(ui, theme, row, Ability::Enabled, text).clicked().then(|| action.clone())
        }
        WayOn::Aside(text, action) => {
            outline_button(ui, theme, row, Ability::Enabled, (icon_named("info"), text))
                .clicked()
                .then(|| action.clone())
        }
    };
    way.or(touched)
}

/// Where much is said on a small screen, all of it shrinks together, down to this.
const SHARE_MIN: f32 = 0.6;
/// In steps of so much.
const SHARE_STEP: f32 = 0.95;

/// A pictogram, a title and sentences in the middle of `rect`, as large as they fit.
fn words_ui(ui: &Ui, scene: &Scene<'_>, rect: Rect, said: &Statement<'_>) {
    let theme = &scene.theme;
    let sentences = said.sentences.iter().filter(|sentence| !sentence.is_empty());
    let title = (Type::extra_bold(scene.by_shape(76.0, 64.0) / theme.scale, theme.ink), said.title);
    let set = Type::regular(scene.by_shape(48.0, 42.0) / theme.scale, theme.ink);
    let texts: Vec<(Type, &str)> =
        [title].into_iter().chain(sentences.map(|sentence| (set, *sentence))).collect();
    let lines = Fit::lines(Align2::CENTER_TOP, 4);
    let width = rect.width().min(theme.px(1240.0));
    let left = rect.center().x - width / 2.0;
    // Higher than all that is ever said.
    let row = Rect::from_min_size(pos2(left, 0.0), Vec2::new(width, 10.0 * scene.window.height()));
    let gap = |share: f32| theme.px(26.0) * share;
    let disc = |share: f32| scene.by_shape(220.0, 150.0) * share;
    let heights = |share: f32| -> Vec<f32> {
        let at = |(set, text): &(Type, &str)| {
            lines.galley(ui, theme, row, Type { size: set.size * share, ..*set }, text).size().y
        };
        texts.iter().map(at).collect()
    };
    let whole = |share: f32| {
        let heights = heights(share);
        disc(share) + heights.iter().sum::<f32>() + gap(share) * heights.len() as f32
    };
    let mut share = 1.0;
    while whole(share) > rect.height() && share * SHARE_STEP >= SHARE_MIN {
        share *= SHARE_STEP;
    }
    let mut y = rect.center().y - whole(share).min(rect.height()) / 2.0;
    let centre = pos2(rect.center().x, y + disc(share) / 2.0);
    ui.painter().circle_filled(centre, disc(share) / 2.0, theme.accent_tint);
    let icon = icon_named(said.icon).expect("our own icons are in the table");
    paint_icon(ui, Rect::from_center_size(centre, Vec2::splat(disc(share) * 0.58)), icon, theme.accent);
    y += disc(share) + gap(share);
    for ((set, text), height) in texts.iter().zip(heights(share)) {
        // More than was measured, for rounding; what is left over lies in the gap below.
        let room = Rect::from_min_size(pos2(row.left(), y), Vec2::new(width, height + gap(share) * 0.5));
        label(ui, theme, room, lines, Type { size: set.size * share, ..*set }, text);
        y += height + gap(share);
    }
}
