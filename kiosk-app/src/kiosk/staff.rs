//! The staff corner: what staff see and do at the kiosk itself.

use goiso_model::{RequestId, TicketNumber};
use goiso_protocol::{Answer, Pin, RefusalText, Request, TicketInfo, ToHub};
use jiff::{SignedDuration, Timestamp};

use super::{GuideAction, Key, Kiosk, LinkState, Screen};

/// How many wrong PINs in a row are taken before the corner stays shut for a while.
pub const WRONG_PINS_MAX: u8 = 5;
/// How long it then stays shut.
pub const SHUT_FOR: SignedDuration = SignedDuration::from_mins(5);
/// How many of the numbers last given here are kept for staff.
pub const GIVEN_KEPT: usize = 6;
/// Colours that the screen test goes through, and at last its pattern for touches.
pub const TEST_STEPS: usize = 5;
/// The most digits of a PIN.
const PIN_DIGITS_MAX: usize = 12;
/// The most characters of a number that is typed.
const NUMBER_CHARS_MAX: usize = 12;

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
    /// A slip is to be printed once more.
    Reprint {
        /// The number typed so far.
        typed: String,
        /// What came of the last one.
        last: Reprinting,
    },
    /// A step of the screen test, from 0.
    ScreenTest(usize),
    /// Whether a restart is meant.
    Restart,
}

/// How the last try of a PIN ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LastTry {
    /// There was none.
    None,
    /// The hub has been asked.
    Asked(RequestId),
    /// It was wrong.
    Wrong,
    /// There were too many: no more are taken until then.
    Shut {
        /// When.
        until: Timestamp,
    },
    /// Only the hub could tell, and it does not answer.
    HubNeeded,
}

/// What came of a wish for a slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reprinting {
    /// There was none.
    None,
    /// The hub has been asked.
    Asked(RequestId),
    /// It comes out.
    Printing(TicketNumber),
    /// The hub said no.
    Refused(RefusalText),
}

/// What staff do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaffAction {
    /// A digit of the PIN.
    Digit(u8),
    /// Takes the last digit away.
    Erase,
    /// The PIN is whole, or the number.
    Enter,
    /// Asks for the page where slips are printed once more.
    AskReprint,
    /// A key of a number.
    Type(Key),
    /// Print the slip of this number once more.
    Reprint(TicketNumber),
    /// Speak louder or softer to each visitor from now on.
    Volume(GuideAction),
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
    /// Whether the hub knows a PIN.
    is_there: bool,
    /// The PIN's hash as an older hub told it.
    old: Option<StaffPin>,
    /// The PIN that the hub has last found right here: it opens the corner while the hub is away.
    known: Option<StaffPin>,
    /// What the hub has been asked about.
    trying: Option<Pin>,
    n_wrong: u8,
    shut_until: Option<Timestamp>,
    pub(super) wants_restart: bool,
    /// The numbers last given here, the newest first.
    given: Vec<TicketInfo>,
}

/// A PIN as an argon2id hash in PHC form.
#[derive(Clone, PartialEq, Eq)]
pub struct StaffPin(String);

impl std::fmt::Debug for StaffPin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StaffPin(…)")
    }
}

impl StaffPin {
    /// Takes a hash; none for an empty one.
    pub fn new(hash: &str) -> Option<Self> {
        (!hash.is_empty()).then(|| Self(hash.to_owned()))
    }

    /// Hashes a PIN under a fresh salt; none where the system has no random bits. Takes some 20 ms.
    pub fn of(pin: &Pin) -> Option<Self> {
        use argon2::PasswordHasher as _;
        let hash = argon2::Argon2::default().hash_password(pin.expose().as_bytes());
        hash.ok().map(|hash| Self(hash.to_string()))
    }

    /// Whether these digits are the PIN. Takes some 20 ms, as it is meant to.
    pub fn is(&self, digits: &str) -> bool {
        use argon2::PasswordVerifier as _;
        argon2::Argon2::default().verify_password(digits.as_bytes(), self.0.as_str()).is_ok()
    }

    /// For a disk that only the kiosk reads.
    pub fn as_hash(&self) -> &str {
        &self.0
    }
}

impl Staff {
    pub(super) fn set_up(&mut self, is_there: bool, old_hash: &str) {
        self.is_there = is_there;
        self.old = StaffPin::new(old_hash);
        if !self.has_corner() {
            self.known = None;
        }
    }

    /// Whether any PIN opens it.
    pub(super) fn has_corner(&self) -> bool {
        self.is_there || self.old.is_some()
    }

    pub(super) fn given(&self) -> &[TicketInfo] {
        &self.given
    }

    pub(super) fn keep(&mut self, ticket: &TicketInfo) {
        self.given.insert(0, ticket.clone());
        self.given.truncate(GIVEN_KEPT);
    }

    /// What the corner shows first.
    pub(super) fn first_page(&self, now: Timestamp) -> StaffPage {
        let last = match self.shut_until {
            Some(until) if now < until => LastTry::Shut { until },
            Some(_) | None => LastTry::None,
        };
        StaffPage::Pin { typed: String::new(), last }
    }

    /// A PIN that the kiosk checks itself, with the hub away or of an older make.
    fn tried(&mut self, typed: &str, now: Timestamp) -> StaffPage {
        let Some(pin) = self.old.as_ref().or(self.known.as_ref()) else {
            return StaffPage::Pin { typed: String::new(), last: LastTry::HubNeeded };
        };
        if pin.is(typed) {
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

    /// What the hub says of a PIN.
    fn checked(&mut self, answer: &Answer, now: Timestamp) -> StaffPage {
        let tried = self.trying.take();
        let last = match answer {
            Answer::Done { .. } | Answer::SignedIn { .. } => {
                self.known = tried.as_ref().and_then(StaffPin::of);
                return StaffPage::Home;
            }
            Answer::Refused { refusal } => match refusal.code.as_str() {
                "wrong_pin" => LastTry::Wrong,
                "sign_in_locked" => {
                    let minutes = refusal.values.get("minutes").and_then(|minutes| minutes.parse().ok());
                    let shut_for = minutes.map_or(SHUT_FOR, SignedDuration::from_mins);
                    LastTry::Shut { until: now + shut_for }
                }
                _ => LastTry::HubNeeded,
            },
        };
        StaffPage::Pin { typed: String::new(), last }
    }

    fn is_shut(&self, now: Timestamp) -> bool {
        self.shut_until.is_some_and(|until| now < until)
    }
}

/// The page after one more touch that concerns nothing but the page; none leaves the corner.
fn turned(page: &StaffPage, action: &StaffAction) -> Option<StaffPage> {
    match (page, action) {
        (_, StaffAction::Close) => None,
        (StaffPage::Pin { typed, last }, action) => Some(with_digit(typed, last, action)),
        (StaffPage::Reprint { typed, last }, StaffAction::Type(key)) => {
            let typed = with_key(typed, *key);
            Some(StaffPage::Reprint { typed, last: last.clone() })
        }
        (StaffPage::Reprint { .. }, StaffAction::Home) => Some(StaffPage::Home),
        (StaffPage::Reprint { .. }, _) => Some(page.clone()),
        (StaffPage::ScreenTest(step), StaffAction::TestScreen) if step + 1 < TEST_STEPS => {
            Some(StaffPage::ScreenTest(step + 1))
        }
        (StaffPage::ScreenTest(_), StaffAction::TestScreen) => Some(StaffPage::Home),
        (_, StaffAction::TestScreen) => Some(StaffPage::ScreenTest(0)),
        (StaffPage::Home, StaffAction::AskRestart) | (StaffPage::Restart, StaffAction::Restart) => {
            Some(StaffPage::Restart)
        }
        (StaffPage::Home, StaffAction::AskReprint) => {
            Some(StaffPage::Reprint { typed: String::new(), last: Reprinting::None })
        }
        (
            _,
            StaffAction::Home
            | StaffAction::AskRestart
            | StaffAction::Restart
            | StaffAction::AskReprint
            | StaffAction::Reprint(_)
            | StaffAction::Type(_)
            | StaffAction::Volume(_)
            | StaffAction::Digit(_)
            | StaffAction::Erase
            | StaffAction::Enter,
        ) => Some(StaffPage::Home),
    }
}

fn with_digit(typed: &str, last: &LastTry, action: &StaffAction) -> StaffPage {
    let mut typed = typed.to_owned();
    match action {
        StaffAction::Digit(digit) if typed.len() < PIN_DIGITS_MAX => {
            typed.extend(char::from_digit(u32::from(*digit), 10));
        }
        StaffAction::Erase => {
            typed.pop();
        }
        StaffAction::Digit(_)
        | StaffAction::Enter
        | StaffAction::AskReprint
        | StaffAction::Type(_)
        | StaffAction::Reprint(_)
        | StaffAction::Volume(_)
        | StaffAction::TestScreen
        | StaffAction::AskRestart
        | StaffAction::Restart
        | StaffAction::Home
        | StaffAction::Close => {}
    }
    StaffPage::Pin { typed, last: last.clone() }
}

/// Letters, digits and the dash of `A-025`, in capitals.
fn with_key(typed: &str, key: Key) -> String {
    let mut typed = typed.to_owned();
    match key {
        Key::Char(letter) if letter.is_alphanumeric() || letter == '-' => {
            if typed.chars().count() < NUMBER_CHARS_MAX {
                typed.extend(letter.to_uppercase());
            }
        }
        Key::Char(_) => {}
        Key::Erase => {
            typed.pop();
        }
        Key::Clear => typed.clear(),
    }
    typed
}

impl Kiosk {
    pub(super) fn staff_does(&mut self, action: &StaffAction, now: Timestamp) -> Option<ToHub> {
        let Screen::Staff(page) = self.screen.clone() else { return None };
        match (&page, action) {
            (StaffPage::Pin { .. }, action) if self.staff.is_shut(now) && *action != StaffAction::Close => {
                self.screen = Screen::Staff(self.staff.first_page(now));
            }
            (StaffPage::Pin { typed, .. }, StaffAction::Enter) if !typed.is_empty() => {
                return self.try_pin(typed, now);
            }
            (StaffPage::Home, StaffAction::Volume(action)) => self.set_first_volume(*action),
            (StaffPage::Restart, StaffAction::Restart) => self.staff.wants_restart = true,
            (StaffPage::Reprint { .. }, StaffAction::Reprint(number)) => {
                return self.reprint_number(number.clone());
            }
            (StaffPage::Reprint { typed, .. }, StaffAction::Enter) if !typed.is_empty() => {
                return self.reprint_number(TicketNumber::typed(typed));
            }
            (page, action) => match turned(page, action) {
                Some(page) => self.screen = Screen::Staff(page),
                None => self.go_home(),
            },
        }
        None
    }

    /// The hub checks a PIN; while it is away, what it said last holds.
    fn try_pin(&mut self, typed: &str, now: Timestamp) -> Option<ToHub> {
        if self.link != LinkState::Up || !self.staff.is_there {
            self.screen = Screen::Staff(self.staff.tried(typed, now));
            return None;
        }
        let (id, pin) = (self.request_ids.draw(), Pin::new(typed));
        self.staff.trying = Some(pin.clone());
        let last = LastTry::Asked(id.clone());
        self.screen = Screen::Staff(StaffPage::Pin { typed: String::new(), last });
        Some(ToHub::OpenCorner { id, pin })
    }

    fn reprint_number(&mut self, number: TicketNumber) -> Option<ToHub> {
        if self.link != LinkState::Up {
            return None;
        }
        let id = self.request_ids.draw();
        let last = Reprinting::Asked(id.clone());
        self.screen = Screen::Staff(StaffPage::Reprint { typed: number.as_str().to_owned(), last });
        Some(ToHub::Request { id, request: Request::ReprintNumber { number } })
    }

    /// Takes an answer to something that staff have asked.
    pub(super) fn staff_answered(&mut self, id: &RequestId, answer: Answer, now: Timestamp) {
        let page = match &self.screen {
            Screen::Staff(StaffPage::Pin { last: LastTry::Asked(asked), .. }) if asked == id => {
                self.staff.checked(&answer, now)
            }
            Screen::Staff(StaffPage::Reprint { typed, last: Reprinting::Asked(asked) }) if asked == id => {
                match answer {
                    Answer::Refused { refusal } => {
                        StaffPage::Reprint { typed: typed.clone(), last: Reprinting::Refused(refusal) }
                    }
                    Answer::Done { .. } | Answer::SignedIn { .. } => StaffPage::Reprint {
                        typed: String::new(),
                        last: Reprinting::Printing(TicketNumber::typed(typed)),
                    },
                }
            }
            _ => return,
        };
        self.screen = Screen::Staff(page);
    }

    /// The PIN that opens the corner while the hub is away, once the hub has found one right.
    pub fn known_pin(&self) -> Option<&StaffPin> {
        self.staff.known.as_ref()
    }

    /// Takes the PIN that an earlier start knew.
    pub fn remember_pin(&mut self, pin: Option<StaffPin>) {
        self.staff.is_there |= pin.is_some();
        self.staff.known = pin;
    }
}
