//! Every protocol among noise: what the devices understand, and what the bus understands of them.

use std::sync::Arc;

use proptest::prelude::*;

use super::ears::Ears;
use super::*;
use crate::led::modbus::Echo;
use crate::led::show::Look;
use crate::led::{AlphaFile, LedModel, RegisterMap, Template};

const ADDRESS: u8 = 3;

/// All but poles, which are alone on their line and whose commands have no check.
fn models() -> Vec<LedModel> {
    // A sum alone, without a head, is too little to tell a frame from noise.
    let checked = Template::SHIPPED.into_iter().filter(|(name, _)| *name != "number-sum8");
    let boards = checked.map(|(name, text)| {
        LedModel::Template(Arc::new(Template::read(name, text).expect("a shipped file")))
    });
    let known = [
        RegisterMap::Characters { start: 0, width: 4 }.into(),
        RegisterMap::Bcd { start: 7, width: 4 }.into(),
        RegisterMap::Number { register: 9, blank: 0xffff }.into(),
        LedModel::Alpha { file: AlphaFile::String, width: 4, dimming_mode: None },
        LedModel::Alpha { file: AlphaFile::Text, width: 4, dimming_mode: None },
        LedModel::Onbon { width: 4 },
    ];
    known.into_iter().chain(boards).collect()
}

fn look(text: &str) -> Look {
    Look { text: text.to_owned(), ..Look::dark() }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_any_noise_and_a_pause_every_display_understands_its_next_frame(
        noise in prop::collection::vec(any::<u8>(), 0..600),
        number in 0_u16..1000,
    ) {
        let text = format!("{number:03}");
        for model in models() {
            let mut ears = Ears::new(&[LedDisplay::new(ADDRESS, model.clone())]);
            let mut display = SimulatedDisplay::new(&model);
            ears.take(&noise);
            ears.pause();
            for frame in model.frames(ADDRESS, None, None, &look(&text)) {
                for heard in ears.take(&frame.bytes).iter().filter(|heard| heard.address() == ADDRESS) {
                    display.take(heard);
                }
            }
            let shown: u16 = display.text().parse().unwrap_or(u16::MAX);
            prop_assert_eq!(shown, number, "{:?}", model);
        }
    }

    #[test]
    fn no_bytes_make_the_bus_panic_and_behind_noise_an_answer_is_still_found(
        noise in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        for model in models() {
            for frame in model.frames(ADDRESS, None, None, &look("105")) {
                for echo in [Echo::Absent, Echo::Present] {
                    // Whatever it is taken for: it must not panic.
                    drop(frame.find_reply(&noise, echo));
                }
                let simulator = LedSimulator::of(&[LedDisplay::new(ADDRESS, model.clone())], &[]);
                let mut ears = Ears::new(&simulator.leds);
                for heard in ears.take(&frame.bytes) {
                    let Some(answer) = simulator.obey(&heard, None) else { continue };
                    let heard = [noise.clone(), answer].concat();
                    prop_assert!(frame.find_reply(&heard, Echo::Absent).is_some(), "{:?}", model);
                }
            }
        }
    }
}
