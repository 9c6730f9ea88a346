//! The staff corner: what staff see and do at the kiosk itself.

use goiso_protocol::TicketInfo;
use jiff::{SignedDuration, Timestamp};

/// How many wrong PINs in a row are taken before the corner stays shut for a while.
pub const WRONG_PINS_MAX: u8 = 5;
/// How long it then stays shut.
pub const SHUT_FOR: SignedDuration = SignedDuration::from_mins(5);
/// The most digits of a PIN.
const PIN_DIGITS_MAX: usize = 12;
/// Colours that the screen test goes through, and at last its pattern for touches.
pub const TEST_STEPS: usize = 5;

/// A page of the staff corner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaffPage {
    /// The PIN is asked for.
    Pin {
        /// The digits typed so far.
        typed: String,
        /// How the last try ended.
        last: LastTry,
    },
    /// How the devices are, and what can be done.
    Home,
    /// A step of the screen test, from 0.
    ScreenTest(usize),
    /// Whether a restart is meant.
    Restart,
}

/// How the last try of a PIN ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastTry {
    /// There was none.
    None,
    /// It was wrong.
    Wrong,
    /// There were too many: no more are taken until then.
    Shut {
        /// When.
        until: Timestamp,
    },
}

/// What staff do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaffAction {
    /// A digit of the PIN.
    Digit(u8),
    /// Takes the last digit away.
    Erase,
    /// The PIN is whole.
    Enter,
    /// The next step of the screen test, or its beginning.
    TestScreen,
    /// Asks whether a restart is meant.
    AskRestart,
    /// It is.
    Restart,
    /// Back to the first page.
    Home,
    /// Leave the corner.
    Close,
}

/// What the kiosk remembers for staff.
#[derive(Debug, Clone, Default)]
pub(super) struct Staff {
    /// Compares what was typed with the centre's PIN; none where no PIN is set, and the corner then stays shut.
    pub(super) pin: Option<StaffPin>,
    pub(super) n_wrong: u8,
    pub(super) shut_until: Option<Timestamp>,
    pub(super) wants_restart: bool,
    /// The last number given here.
    pub(super) last: Option<Box<TicketInfo>>,
}

/// The staff's PIN as the configuration has it: an argon2id hash in PHC form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffPin(String);

impl StaffPin {
    /// Takes a hash; none for an empty one.
    pub fn new(hash: &str) -> Option<Self> {
        (!hash.is_empty()).then(|| Self(hash.to_owned()))
    }

    /// Whether these digits are the PIN. Takes some 20 ms, as it is meant to.
    pub fn is(&self, digits: &str) -> bool {
        use argon2::PasswordVerifier as _;
        argon2::Argon2::default().verify_password(digits.as_bytes(), self.0.as_str()).is_ok()
    }
}

impl Staff {
    /// What the corner shows first.
    pub(super) fn first_page(&self, now: Timestamp) -> StaffPage {
        let last = match self.shut_until {
            Some(until) if now < until => LastTry::Shut { until },
            Some(_) | None => LastTry::None,
        };
        StaffPage::Pin { typed: String::new(), last }
    }

    /// What follows from one more action on a page.
    pub(super) fn on(&mut self, page: &StaffPage, action: &StaffAction, now: Timestamp) -> Option<StaffPage> {
        match (page, action) {
            (_, StaffAction::Close) => None,
            (StaffPage::Pin { typed, last }, action) => Some(self.typed(typed, *last, action, now)),
            (StaffPage::ScreenTest(step), StaffAction::TestScreen) if step + 1 < TEST_STEPS => {
                Some(StaffPage::ScreenTest(step + 1))
            }
            (StaffPage::ScreenTest(_), StaffAction::TestScreen) => Some(StaffPage::Home),
            (_, StaffAction::TestScreen) => Some(StaffPage::ScreenTest(0)),
            (StaffPage::Home, StaffAction::AskRestart) => Some(StaffPage::Restart),
            (StaffPage::Restart, StaffAction::Restart) => {
                self.wants_restart = true;
                Some(StaffPage::Restart)
            }
            (
                _,
                StaffAction::Home
                | StaffAction::AskRestart
                | StaffAction::Restart
                | StaffAction::Digit(_)
                | StaffAction::Erase
                | StaffAction::Enter,
            ) => Some(StaffPage::Home),
        }
    }

    fn typed(&mut self, typed: &str, last: LastTry, action: &StaffAction, now: Timestamp) -> StaffPage {
        if self.shut_until.is_some_and(|until| now < until) {
            return self.first_page(now);
        }
        let mut typed = typed.to_owned();
        match action {
            StaffAction::Digit(digit) if typed.len() < PIN_DIGITS_MAX => {
                typed.extend(char::from_digit(u32::from(*digit), 10));
            }
            StaffAction::Erase => {
                typed.pop();
            }
            StaffAction::Enter if !typed.is_empty() => return self.tried(&typed, now),
            StaffAction::Digit(_)
            | StaffAction::Enter
            | StaffAction::TestScreen
            | StaffAction::AskRestart
            | StaffAction::Restart
            | StaffAction::Home
            | StaffAction::Close => {}
        }
        StaffPage::Pin { typed, last }
    }

    fn tried(&mut self, typed: &str, now: Timestamp) -> StaffPage {
        if self.pin.as_ref().is_some_and(|pin| pin.is(typed)) {
            self.n_wrong = 0;
            return StaffPage::Home;
        }
        self.n_wrong += 1;
        if self.n_wrong >= WRONG_PINS_MAX {
            self.n_wrong = 0;
            self.shut_until = now.checked_add(SHUT_FOR).ok();
            return self.first_page(now);
        }
        StaffPage::Pin { typed: String::new(), last: LastTry::Wrong }
    }
}
