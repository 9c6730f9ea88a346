//! Cutting a rectangle into parts. Screens are laid out by rectangles rather than by flow, so that a part
//! never moves because of another one's text.

use egui::{Rect, Vec2, pos2, vec2};

/// Cuts `height` off the top: (top, rest). Never more than there is.
pub fn split_top(rect: Rect, height: f32) -> (Rect, Rect) {
    rect.split_top_bottom_at_y((rect.top() + height).min(rect.bottom()))
}

/// Cuts `height` off the bottom: (rest, bottom).
pub fn split_bottom(rect: Rect, height: f32) -> (Rect, Rect) {
    rect.split_top_bottom_at_y((rect.bottom() - height).max(rect.top()))
}

/// Cuts `width` off the left: (left, rest).
pub fn split_left(rect: Rect, width: f32) -> (Rect, Rect) {
    rect.split_left_right_at_x((rect.left() + width).min(rect.right()))
}

/// Cuts `width` off the right: (rest, right).
pub fn split_right(rect: Rect, width: f32) -> (Rect, Rect) {
    rect.split_left_right_at_x((rect.right() - width).max(rect.left()))
}

/// The cells of a grid that fills `rect` with `gap` between them, row by row. Nothing for no cells.
pub fn grid(rect: Rect, n_columns: usize, n_rows: usize, gap: f32) -> Vec<Rect> {
    let cell = vec2(part(rect.width(), n_columns, gap), part(rect.height(), n_rows, gap));
    (0..n_rows)
        .flat_map(|row| (0..n_columns).map(move |column| (row, column)))
        .map(|(row, column)| {
            let corner = rect.min + vec2((cell.x + gap) * column as f32, (cell.y + gap) * row as f32);
            Rect::from_min_size(corner, cell)
        })
        .collect()
}

fn part(length: f32, n: usize, gap: f32) -> f32 {
    ((length - gap * n.saturating_sub(1) as f32) / n.max(1) as f32).max(0.0)
}

/// A rectangle of at most `size` in the middle of `rect`.
pub fn centred(rect: Rect, size: Vec2) -> Rect {
    Rect::from_center_size(rect.center(), size.min(rect.size()))
}

/// A rectangle of `width` at the left of `rect`, over its whole height and as far in as `from`.
pub fn column(rect: Rect, from: f32, width: f32) -> Rect {
    Rect::from_min_size(pos2(rect.left() + from, rect.top()), vec2(width, rect.height()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cells_of_a_grid_fill_it_and_do_not_touch() {
        let whole = Rect::from_min_size(pos2(10.0, 20.0), vec2(210.0, 320.0));
        let cells = grid(whole, 2, 3, 10.0);
        assert_eq!(cells.len(), 6);
        assert_eq!(cells[0], Rect::from_min_size(pos2(10.0, 20.0), vec2(100.0, 100.0)));
        assert_eq!(cells[5].max, whole.max);
        assert!((cells[1].left() - cells[0].right() - 10.0).abs() < 1e-3);
        assert!(grid(whole, 0, 3, 10.0).is_empty() && grid(whole, 3, 0, 10.0).is_empty());
    }

    #[test]
    fn a_cut_takes_no_more_than_there_is() {
        let whole = Rect::from_min_size(pos2(0.0, 0.0), vec2(100.0, 50.0));
        assert_eq!(split_top(whole, 80.0).0, whole);
        assert_eq!(split_right(whole, 180.0).1, whole);
        assert!((split_bottom(whole, 20.0).1.height() - 20.0).abs() < 1e-3);
        assert!((split_left(whole, 20.0).1.width() - 80.0).abs() < 1e-3);
    }
}
