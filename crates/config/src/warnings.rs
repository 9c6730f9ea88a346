//! What is allowed, but probably not meant.

use crate::types::{BoardConfig, BoardLayoutConfig, Config};

/// The angle that the letters of a number must fill at the farthest seat, in degrees.
const LETTERS_DEGREES: f64 = 0.7;
/// Millimetres in an inch.
const INCH_MM: f64 = 25.4;
/// Width and height of usual screens.
const USUAL_SCREEN: (f64, f64) = (16.0, 9.0);
/// Width and height of the narrow bars that hang over counters.
const BAR_SCREEN: (f64, f64) = (32.0, 9.0);
/// What head and foot leave of a screen for a grid, in heights of the screen.
const GRID_SIZE: (f64, f64) = (1.73, 0.78);
/// How much wider than high a grid's cell must be for its number to fill it.
const CELL_ASPECT: f64 = 2.6;
/// How much of a cell's height its number's letters fill.
const CELL_LETTERS: f64 = 0.4;

/// The file is right, but something in it will disappoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigWarning {
    /// Which part, e.g. `boards.board-1`.
    pub path: String,
    /// What will disappoint, and what would help.
    pub problem: String,
}

impl Config {
    /// Everything that is allowed but probably not meant, in the order of the file.
    pub fn warnings(&self) -> Vec<ConfigWarning> {
        self.boards.iter().filter_map(too_small).chain(self.emergency_warnings()).collect()
    }
}

/// Says so if a board's numbers cannot be read from the farthest seat.
fn too_small(board: &BoardConfig) -> Option<ConfigWarning> {
    let inches = board.screen_inches?;
    let letters_mm = screen_height_mm(board, f64::from(inches)) * letters_share(board);
    let metres = f64::from(board.viewing_metres);
    let wanted_mm = metres * 1_000.0 * LETTERS_DEGREES.to_radians().tan();
    if letters_mm >= wanted_mm {
        return None;
    }
    let enough_inches = (f64::from(inches) * wanted_mm / letters_mm).ceil();
    let readable_metres = metres * letters_mm / wanted_mm;
    Some(ConfigWarning {
        path: format!("boards.{}", board.name),
        problem: format!(
            "its numbers are about {letters_mm:.0} mm high on a screen of {inches} inches; from {metres} m they \
             must have {wanted_mm:.0} mm. Take a screen of {enough_inches} inches, seat people within \
             {readable_metres:.1} m, or show less on it",
        ),
    })
}

/// The height of a screen of this diagonal.
fn screen_height_mm(board: &BoardConfig, inches: f64) -> f64 {
    let (width, height) = match board.layout {
        BoardLayoutConfig::Strip => BAR_SCREEN,
        BoardLayoutConfig::Main
        | BoardLayoutConfig::Grid
        | BoardLayoutConfig::Service { .. }
        | BoardLayoutConfig::Split { .. } => USUAL_SCREEN,
    };
    inches * INCH_MM * height / width.hypot(height)
}

/// How much of the screen's height the letters of the largest number fill, as the boards draw it.
fn letters_share(board: &BoardConfig) -> f64 {
    match board.layout {
        BoardLayoutConfig::Main | BoardLayoutConfig::Service { .. } => 0.23,
        BoardLayoutConfig::Strip => 0.32,
        BoardLayoutConfig::Split { .. } => 0.16,
        BoardLayoutConfig::Grid => grid_share(u32::try_from(board.counters.len()).unwrap_or(u32::MAX)),
    }
}

/// The same for a grid, whose columns are as many as make its cells largest.
fn grid_share(n_counters: u32) -> f64 {
    let (width, height) = GRID_SIZE;
    let cell = |n_columns: u32| {
        let n_rows = n_counters.div_ceil(n_columns).max(1);
        (height / f64::from(n_rows)).min(width / f64::from(n_columns) / CELL_ASPECT)
    };
    (1..=n_counters.max(1)).map(cell).fold(0.0, f64::max) * CELL_LETTERS
}
