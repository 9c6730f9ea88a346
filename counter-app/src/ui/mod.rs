//! How a terminal looks: signing in, a counter's screen in three shapes, taking numbers, looking after the hall.

mod assistant;
mod card;
mod cells;
mod desk;
mod foot;
mod frame;
mod keys;
mod mini;
mod more;
mod panels;
mod parts;
mod shortcuts;
mod supervisor;
mod supervisor_forms;
mod waiting;

use egui::{Rect, Ui, Vec2, vec2};
use goiso_i18n::Texts;
use goiso_ui::Theme;
use goiso_ui::layout::{split_left, split_top};
use goiso_ui::widgets::Ability;
use jiff::Timestamp;

use crate::{Action, Counter, CounterAction, Panel, Screen, SupervisorPanel, Terminal};

/// The narrow window that sizes are designed for, in design pixels: two for each point of 460 × 900.
pub const DESIGN: Vec2 = Vec2::new(920.0, 1800.0);
/// The wide window, likewise: 1050 × 720, so that what stands in it is large enough on a screen of 1024 × 768.
const WIDE_DESIGN: Vec2 = Vec2::new(2100.0, 1440.0);
/// The one row, likewise: 460 × 64.
const MINI_DESIGN: Vec2 = Vec2::new(920.0, 128.0);

/// A window lower than this, in points, has room for one row only.
const MINI_HEIGHT_MAX: f32 = 150.0;
/// A window this wide in points, and wider than high, has room for two columns.
const WIDE_WIDTH_MIN: f32 = 760.0;

/// What the window has room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One column.
    Narrow,
    /// Two columns.
    Wide,
    /// One row.
    Mini,
}

impl Shape {
    /// The shape for a window of `size` points.
    pub fn of(size: Vec2) -> Self {
        if size.y < MINI_HEIGHT_MAX {
            Self::Mini
        } else if size.x >= WIDE_WIDTH_MIN && size.x > size.y {
            Self::Wide
        } else {
            Self::Narrow
        }
    }

    fn design(self) -> Vec2 {
        match self {
            Self::Narrow => DESIGN,
            Self::Wide => WIDE_DESIGN,
            Self::Mini => MINI_DESIGN,
        }
    }
}

/// Everything that a part of the screen is drawn from.
struct Scene<'a> {
    terminal: &'a Terminal,
    texts: &'a Texts,
    theme: &'a Theme,
    now: Timestamp,
    shape: Shape,
}

/// Draws the terminal over the whole of `ui`. What was touched, typed or pressed comes back.
pub fn terminal_ui(ui: &mut Ui, terminal: &Terminal, texts: &Texts, now: Timestamp) -> Option<Action> {
    let whole = ui.max_rect();
    let shape = Shape::of(whole.size());
    let theme = Theme::fitting(whole.size(), shape.design()).with_centre_colour(colour(terminal));
    let scene = Scene { terminal, texts, theme: &theme, now, shape };
    ui.painter().rect_filled(whole, 0.0, theme.paper);
    if !has_fields(terminal) {
        leave_field(ui);
    }
    match terminal.screen() {
        Screen::Connecting => scene.connecting_ui(ui, whole),
        Screen::Desk(desk) => scene.desk_ui(ui, whole, desk),
        Screen::Counter(counter) => scene.counter_ui(ui, whole, counter),
        Screen::Assistant(assistant) => scene.assistant_ui(ui, whole, assistant),
        Screen::Supervisor(supervisor) => scene.supervisor_ui(ui, whole, supervisor),
    }
}

/// Whether there is something to type in.
fn has_fields(terminal: &Terminal) -> bool {
    match terminal.screen() {
        Screen::Desk(_) => terminal.role().is_none(),
        Screen::Counter(counter) => match counter.panel() {
            Panel::Hold | Panel::Transfer | Panel::CallNumber => true,
            Panel::Keys | Panel::Outcomes | Panel::PauseReasons | Panel::WalkIn | Panel::More => false,
        },
        Screen::Supervisor(supervisor) => match supervisor.panel() {
            SupervisorPanel::Service(_) | SupervisorPanel::Messages | SupervisorPanel::Day => true,
            SupervisorPanel::Counters | SupervisorPanel::Counter(_) | SupervisorPanel::Services => false,
        },
        Screen::Connecting | Screen::Assistant(_) => false,
    }
}

/// A field that has gone keeps the keyboard, and every key of the screen would be taken for a letter.
fn leave_field(ui: &Ui) {
    if ui.ctx().text_edit_focused() {
        ui.ctx().memory_mut(|memory| {
            if let Some(id) = memory.focused() {
                memory.surrender_focus(id);
            }
        });
    }
}

fn colour(terminal: &Terminal) -> Option<&str> {
    let centre = match terminal.screen() {
        Screen::Connecting => return None,
        Screen::Desk(desk) => &desk.view.centre,
        Screen::Counter(counter) => &counter.view.centre,
        Screen::Assistant(assistant) => &assistant.view.centre,
        Screen::Supervisor(supervisor) => &supervisor.view.centre,
    };
    centre.colour.as_deref()
}

impl Scene<'_> {
    fn ability(&self, action: &Action) -> Ability {
        Ability::when(self.terminal.can(action, self.now))
    }

    fn counter_ui(&self, ui: &mut Ui, whole: Rect, counter: &Counter) -> Option<Action> {
        let pressed = shortcuts::pressed(ui, self.terminal, counter, self.now);
        let touched = match self.shape {
            Shape::Mini => self.mini_ui(ui, whole, counter),
            Shape::Narrow => self.narrow_ui(ui, whole, counter),
            Shape::Wide => self.wide_ui(ui, whole, counter),
        };
        pressed.map(Action::Counter).or(touched)
    }

    fn narrow_ui(&self, ui: &mut Ui, whole: Rect, counter: &Counter) -> Option<Action> {
        let theme = self.theme;
        let bar = self.counter_bar_ui(ui, whole, counter);
        let (foot, body) = self.foot_and_body(whole);
        self.foot_ui(ui, foot, counter);
        let messages = self.messages(counter);
        let (body, banners) = self.without_banners(body, &messages);
        let (body, band) = self.without_band(body, counter);
        let rect = self.column(body);
        let (_, remaining) = split_top(rect, theme.px(33.0));
        let (card, remaining) = split_top(remaining, theme.px(426.0));
        let (_, remaining) = split_top(remaining, theme.px(32.0));
        let (main, remaining) = split_top(remaining, theme.px(154.0));
        let (_, below) = split_top(remaining, theme.px(24.0));
        self.card_ui(ui, card, counter);
        let main = self.main_button_ui(ui, main, counter);
        let below = self.below_main_ui(ui, below, counter);
        let band = self.band_ui(ui, band, counter);
        self.veil_ui(ui, body);
        self.banners_ui(ui, banners, &messages);
        bar.or(main).or(below).or(band)
    }

    fn wide_ui(&self, ui: &mut Ui, whole: Rect, counter: &Counter) -> Option<Action> {
        let theme = self.theme;
        let bar = self.counter_bar_ui(ui, whole, counter);
        let (foot, body) = self.foot_and_body(whole);
        self.foot_ui(ui, foot, counter);
        let messages = self.messages(counter);
        let (body, banners) = self.without_banners(body, &messages);
        let (body, band) = self.without_band(body, counter);
        let inner = body.shrink2(vec2(theme.px(48.0), theme.px(33.0)));
        let (left, right) = split_left(inner, inner.width() * 0.43);
        let right = right.with_min_x(right.left() + theme.px(48.0));
        let (card, remaining) = split_top(left, theme.px(426.0));
        let (_, remaining) = split_top(remaining, theme.px(32.0));
        let (main, remaining) = split_top(remaining, theme.px(154.0));
        let (_, keys) = split_top(remaining, theme.px(24.0));
        self.card_ui(ui, card, counter);
        let main = self.main_button_ui(ui, main, counter);
        let (keys, _) = split_top(keys, theme.px(296.0));
        let keys = self.keys_ui(ui, keys, counter);
        let right = match counter.panel() {
            crate::Panel::Keys => self.lists_ui(ui, right, counter),
            crate::Panel::Outcomes
            | crate::Panel::PauseReasons
            | crate::Panel::Hold
            | crate::Panel::Transfer
            | crate::Panel::CallNumber
            | crate::Panel::WalkIn
            | crate::Panel::More => self.panel_ui(ui, right, counter),
        };
        let band = self.band_ui(ui, band, counter);
        self.veil_ui(ui, body);
        self.banners_ui(ui, banners, &messages);
        bar.or(main).or(keys).or(right).or(band)
    }

    /// The usual keys and who waits, or the panel in their stead.
    fn below_main_ui(&self, ui: &mut Ui, rect: Rect, counter: &Counter) -> Option<Action> {
        match counter.panel() {
            crate::Panel::Keys => {
                let (keys, remaining) = split_top(rect, self.theme.px(276.0));
                let (_, list) = split_top(remaining, self.theme.px(28.0));
                let action = self.keys_ui(ui, keys, counter);
                action.or(self.lists_ui(ui, list, counter))
            }
            crate::Panel::Outcomes
            | crate::Panel::PauseReasons
            | crate::Panel::Hold
            | crate::Panel::Transfer
            | crate::Panel::CallNumber
            | crate::Panel::WalkIn
            | crate::Panel::More => self.panel_ui(ui, rect, counter),
        }
    }

    fn at_counter(action: CounterAction) -> Action {
        Action::Counter(action)
    }
}
