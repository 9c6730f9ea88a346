//! What a centre's file says of LED displays, their models and the keypads between them.

use super::tests::{SMALL, wrong_with};
use super::*;

/// The small centre's counter, with a display.
fn with_led(led: &str, more: &str) -> String {
    format!("led = {led}\n[[led_buses]]\nname = 'l'\nkind = 'virtual'\n{more}")
}

#[test]
fn a_display_is_what_its_own_model_says_else_its_buss() {
    let more = "model = 'm'\nclosed = 'dashes'\nbrightness = ['06:30 100', '17:00 60']\n\
        [[led_models]]\nname = 'm'\nprotocol = 'onbon'\nwidth = 6\n\
        [[led_models]]\nname = 'n'\nprotocol = 'modbus'\nregisters = 'number'\n";
    let text = format!("{SMALL}{}", with_led("{ bus = 'l', address = 1, arrow = 'left' }", more));
    let config = Config::parse(&text, "centre.toml").unwrap_or_else(|errors| panic!("{errors:?}"));
    let led = config.counters[0].led.clone().unwrap();
    assert_eq!(config.led_protocol(&led), Some(LedProtocol::Onbon { width: 6 }));
    assert_eq!((led.arrow, config.led_buses[0].closed), (LedArrow::Left, LedClosed::Dashes));
    assert_eq!(config.led_buses[0].brightness.len(), 2);
    let own = LedConfig { model: Some(goiso_model::DeviceName::new("n").unwrap()), ..led };
    let protocol = config.led_protocol(&own).unwrap();
    assert!(!protocol.has_letters());
    assert_eq!(protocol.width(), 4);
}

#[test]
fn a_bus_without_a_model_is_modbus_with_characters_at_full_brightness() {
    let text = format!("{SMALL}{}", with_led("{ bus = 'l', address = 1 }", ""));
    let config = Config::parse(&text, "centre.toml").unwrap();
    let protocol = config.led_protocol(config.counters[0].led.as_ref().unwrap()).unwrap();
    assert!(protocol.has_letters());
    assert_eq!(protocol.width(), 4);
    assert_eq!(config.led_buses[0].brightness, [(jiff::civil::Time::midnight(), 100)]);
}

#[test]
fn an_arrow_takes_a_place_and_needs_a_display_that_has_it() {
    insta::assert_snapshot!(wrong_with(&with_led("{ bus = 'l', address = 1, arrow = 'left' }", "")), @"
    centre.toml:18: counters.1.led: 'A999' of chung-thuc does not fit 3 characters of 'l' beside its arrow; shorten the numbers, or set the bus's width if its displays are wider
    centre.toml:18: counters.1.led: 'B999' of ho-tich does not fit 3 characters of 'l' beside its arrow; shorten the numbers, or set the bus's width if its displays are wider
    ");
    let number = "model = 'n'\n[[led_models]]\nname = 'n'\nprotocol = 'modbus'\nregisters = 'number'\n";
    insta::assert_snapshot!(
        wrong_with(&with_led("{ bus = 'l', address = 1, arrow = 'right' }", number)),
        @"centre.toml:18: counters.1.led: the display has digits alone and cannot point; remove 'arrow'"
    );
}

#[test]
fn numbers_must_fit_the_width_of_each_protocol() {
    for protocol in ["modbus", "alpha", "onbon", "template"] {
        let path = if protocol == "template" { "path = 'x.toml'\n" } else { "" };
        let more =
            format!("model = 'm'\n[[led_models]]\nname = 'm'\nprotocol = '{protocol}'\nwidth = 2\n{path}");
        let problem = wrong_with(&with_led("{ bus = 'l', address = 1 }", &more));
        assert!(problem.contains("does not fit 2 characters of 'l'"), "{problem}");
    }
}

#[test]
fn a_pole_shares_its_line_with_nobody_and_addresses_are_given_once() {
    let more = "model = 'v'\n[[led_models]]\nname = 'v'\nprotocol = 'vfd'\ndialect = 'cd5220'\n\
        [[keypads]]\nname = 'p'\ncounter = 1\nkind = 'bus'\nbus = 'l'\naddress = 1\nkeys = 'next enter'\n";
    insta::assert_snapshot!(wrong_with(&with_led("{ bus = 'l', address = 1 }", more)), @"
    centre.toml:18: counters.1.led.bus: a customer pole shows every byte on its line, and 'l' has more; give the pole a bus of its own
    centre.toml:32: keypads.p.address: address 1 of 'l' already shows counter 1; give each device on the bus its own
    centre.toml:33: keypads.p.keys: there is no key 'enter'; there are 0 to 9, next, recall, absent, finish, pause, clear
    ");
}
