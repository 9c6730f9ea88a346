//! How much of the letters' texture, which is in memory twice, a day of visitors fills.

mod sample;

use std::cell::RefCell;
use std::rc::Rc;

use goiso_i18n::Texts;
use goiso_kiosk::{Action, Comfort, Kiosk, Letters, Reach, kiosk_ui};
use goiso_model::{Language, TicketNumber};
use goiso_protocol::{Answer, KioskView, TicketInfo, WaitRange};
use goiso_ui::testing::egui_kittest::Harness;
use goiso_ui::testing::harness;
use goiso_ui::{LettersTexture, draw_letters_at_whole_dots};
use sample::{answer, at, choose, class_id, commune, idle, show, ticket};

/// Four bytes a dot, and twice: 24 MiB.
const DOTS_KEPT: usize = 6_144 * 512;

/// A kiosk's screen in a window that stays open from one visitor to the next.
struct Hall {
    kiosk: Rc<RefCell<Kiosk>>,
    letters: LettersTexture,
    harness: Harness<'static>,
}

impl Hall {
    fn open(view: KioskView) -> Self {
        let kiosk = Rc::new(RefCell::new(idle(view)));
        let shown = Rc::clone(&kiosk);
        let mut harness = harness([1080, 1920], move |ui| {
            let kiosk = shown.borrow();
            kiosk_ui(ui, &kiosk, &Texts::new(kiosk.language()), at(0));
        });
        draw_letters_at_whole_dots(&harness.ctx);
        harness.step();
        Self { kiosk, letters: LettersTexture::default(), harness }
    }

    /// Changes what is shown, and looks at it.
    fn then(&mut self, change: impl FnOnce(&mut Kiosk)) {
        change(&mut self.kiosk.borrow_mut());
        let input = self.harness.input_mut();
        input.max_texture_side = Some(16_384);
        self.letters.bound(input);
        self.harness.step();
    }

    fn touch(&mut self, action: Action) {
        self.then(|kiosk| assert!(kiosk.handle(action, at(0)).is_none()));
    }

    fn dots(&self) -> usize {
        self.harness.ctx.fonts(|fonts| fonts.font_image_size().iter().product())
    }
}

/// The queues as they are when the `nth` visitor comes.
fn at_visitor(nth: u32) -> KioskView {
    let mut view = commune();
    for (idx, service) in (0..).zip(&mut view.services) {
        service.n_waiting = (nth * 7 + idx * 5) % 60;
        let min_minutes = (nth * 11 + idx * 3) % 90;
        service.wait = Some(WaitRange { min_minutes, max_minutes: min_minutes + 10 });
    }
    view
}

fn number(nth: u32) -> TicketInfo {
    TicketInfo { number: TicketNumber::compose("A", nth, 3), ahead: nth % 60, ..ticket() }
}

#[test]
fn a_day_of_visitors_fills_little_of_the_letters_texture() {
    let mut hall = Hall::open(commune());
    for nth in 0..300 {
        hall.then(|kiosk| show(kiosk, at_visitor(nth), 0));
        hall.touch(Action::Begin);
        if nth % 10 == 1 {
            hall.touch(Action::Speak(Language::english()));
        }
        if nth % 15 == 2 {
            hall.touch(Action::AskPriority);
            hall.touch(Action::ChooseClass(class_id("nct")));
        }
        hall.then(|kiosk| {
            let id = choose(kiosk, "chung-thuc", 0);
            answer(kiosk, &id, Answer::Done { ticket: Some(number(nth)) }, 0);
        });
        hall.touch(Action::Done);
    }
    assert!(hall.dots() <= DOTS_KEPT, "{} dots", hall.dots());
}

#[test]
fn after_a_visitor_who_has_tried_everything_the_letters_texture_is_small_again() {
    let mut hall = Hall::open(commune());
    hall.touch(Action::Begin);
    let comforts = [
        Comfort { letters: Letters::Large, ..Comfort::default() },
        Comfort { letters: Letters::Large, reach: Reach::Low, ..Comfort::default() },
        Comfort { reach: Reach::Low, ..Comfort::default() },
    ];
    for language in [Language::vietnamese(), Language::english()] {
        hall.touch(Action::Speak(language));
        for comfort in comforts {
            hall.touch(Action::Adjust(comfort));
            for aside in [Action::Search, Action::AskPriority, Action::AskScan] {
                hall.touch(aside);
                hall.touch(Action::Back);
            }
        }
    }
    assert!(hall.dots() > DOTS_KEPT, "{} dots", hall.dots());
    hall.letters.renew_if_large(&hall.harness.ctx);
    hall.then(|kiosk| *kiosk = idle(commune()));
    assert!(hall.dots() <= DOTS_KEPT, "{} dots", hall.dots());
}
