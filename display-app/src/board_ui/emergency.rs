//! What is said over the whole board: fire, evacuation. It stands still, and nothing else is to be seen.

use egui::{Align2, Rect, Ui, Vec2};
use goiso_model::{Language, LocalText};
use goiso_protocol::BoardMessage;
use goiso_ui::layout::{split_left, split_top};
use goiso_ui::{Fit, Type, icon_named, label, paint_icon};

use super::Scene;

/// The message in Vietnamese, and in English where it is written in it.
fn words(text: &LocalText) -> Vec<&str> {
    let vietnamese = text.get(&Language::vietnamese());
    let english = text.get(&Language::english());
    if english == vietnamese { vec![vietnamese] } else { vec![vietnamese, english] }
}

impl Scene<'_> {
    pub(super) fn emergency_ui(&self, ui: &Ui, whole: Rect, message: &BoardMessage) {
        let theme = self.theme;
        // Black on gold is read farthest off, and does not depend on the centre's own colour.
        ui.painter().rect_filled(whole, 0.0, theme.gold);
        let frame = whole.width().min(whole.height()) * 0.03;
        let border = egui::Stroke::new(frame, theme.black);
        ui.painter().rect_stroke(whole, 0.0, border, egui::StrokeKind::Inside);
        let inner = whole.shrink(frame * 2.0);
        let (head, body) = split_top(inner, inner.height() * 0.24);
        let (mark, title) = split_left(head, head.height());
        let icon = icon_named("warning").expect("the icon is one of ours, as a test draws");
        paint_icon(ui, Rect::from_center_size(mark.center(), Vec2::splat(head.height())), icon, theme.black);
        let left = Fit { align: Align2::LEFT_CENTER, lines_max: 2, shrink_min: 0.1 };
        let title = title.with_min_x(title.left() + frame);
        // As large as the place allows: the fit shrinks it from there.
        let size = head.height() * 0.62 / theme.scale;
        label(
            ui,
            theme,
            title,
            left,
            Type::extra_bold(size, theme.black),
            &self.texts.text("board-emergency"),
        );
        let words = words(&message.text);
        let mut remaining = body;
        for (text, n_left) in words.iter().zip((1..=words.len()).rev()) {
            let (part, below) = split_top(remaining, remaining.height() / n_left as f32);
            let fit = Fit { align: Align2::LEFT_CENTER, lines_max: 6, shrink_min: 0.05 };
            let size = part.height() * 0.4 / theme.scale;
            label(ui, theme, part.shrink(frame * 0.3), fit, Type::extra_bold(size, theme.black), text);
            remaining = below;
        }
    }
}
