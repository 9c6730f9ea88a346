//! That everything on a screen is whole, apart from everything else, and within reach.

use egui::accesskit::Role;
use goiso_i18n::Texts;
use goiso_kiosk::{Action, Comfort, Contrast, Kiosk, Letters, Reach, Screen, kiosk_ui};
use goiso_model::Language;
use goiso_ui::testing::egui_kittest::kittest::NodeT as _;
use goiso_ui::testing::harness;
use goiso_ui::{cut_texts, placed_texts, watch_texts};

use super::at;

pub(crate) const SIZES: [[u32; 2]; 7] =
    [[1080, 1920], [1920, 1080], [1366, 768], [1024, 768], [768, 1024], [540, 960], [800, 480]];

pub(crate) fn comforts() -> Vec<Comfort> {
    let mut comforts = Vec::new();
    for letters in [Letters::Normal, Letters::Large] {
        for contrast in [Contrast::Normal, Contrast::High] {
            for reach in [Reach::Whole, Reach::Low] {
                comforts.push(Comfort { letters, contrast, reach });
            }
        }
    }
    comforts
}

pub(crate) fn spoken(kiosk: &Kiosk, language: &Language) -> Kiosk {
    let mut kiosk = kiosk.clone();
    if kiosk.language() != language {
        let was = kiosk.screen().clone();
        kiosk.handle(Action::Speak(language.clone()), at(0));
        // To speak begins, where nobody has begun.
        assert!(was == Screen::Attract || was == Screen::Languages || *kiosk.screen() == was);
    }
    kiosk
}

/// Looks at every text and everything to touch on a screen.
pub(crate) fn fits(name: &str, kiosk: &Kiosk, size: [u32; 2]) {
    let texts = Texts::new(kiosk.language());
    let mut harness = harness(size, |ui| {
        watch_texts(ui.ctx());
        kiosk_ui(ui, kiosk, &texts, at(6));
    });
    harness.step();
    let place = format!("{name} in {} at {size:?} with {:?}", kiosk.language(), kiosk.comfort());
    assert_eq!(cut_texts(&harness.ctx), [""; 0], "{place}");
    let placed = placed_texts(&harness.ctx);
    assert!(!placed.is_empty(), "{place}: there are words");
    for (idx, text) in placed.iter().enumerate() {
        // Letters' places are rounded to whole pixels.
        assert!(text.room.expand(1.5).contains_rect(text.place), "{place}: {text:?}");
        for other in &placed[idx + 1..] {
            let shared = text.place.shrink(1.0).intersect(other.place.shrink(1.0));
            assert!(!shared.is_positive(), "{place}: {text:?} stands on {other:?}");
        }
    }
    let [width, height] = size.map(|side| side as f32);
    let (mut n_targets, scale) = (0, (width / 1080.0).min(height / 1920.0));
    for node in harness.root().children_recursive() {
        let node_here = node.accesskit_node();
        let Some(label) = node_here.label().filter(|label| !label.is_empty()) else {
            assert_ne!(node_here.role(), Role::Button, "{place}: a button without a label");
            continue;
        };
        let rect = node.rect();
        let is_inside = rect.left() >= -0.5
            && rect.top() >= -0.5
            && rect.right() <= width + 0.5
            && rect.bottom() <= height + 0.5;
        assert!(is_inside, "{place}: '{label}' is at {rect:?}");
        if node_here.role() == Role::Button {
            n_targets += 1;
            let is_low = kiosk.comfort().reach == Reach::Low && width < height;
            let is_everywhere = matches!(kiosk.screen(), Screen::Attract | Screen::Staff(_));
            let is_reached = rect.top() >= height - 1_100.0 * scale - 1.0;
            assert!(!is_low || is_everywhere || is_reached, "{place}: '{label}' is too high at {rect:?}");
        }
    }
    assert!(n_targets < 80, "{place}");
}
