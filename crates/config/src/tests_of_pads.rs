//! What a centre's file says of keypads and scanners.

use std::path::PathBuf;

use super::tests::{SMALL, wrong_with};
use super::*;

#[test]
fn a_keypad_and_a_scanner_belong_to_a_counter_or_a_kiosk() {
    let more = r#"
[[kiosks]]
name = "kiosk-1"
[[keypads]]
name = "keypad-1"
counter = 1
kind = "usb"
path = "/dev/input/by-path/usb-0:2-event-kbd"
opens_counter = "lan"
[[scanners]]
name = "scanner-1"
kind = "serial"
path = "/dev/serial/by-id/usb-scanner"
kiosk = "kiosk-1"
[[scanners]]
name = "scanner-2"
kind = "keyboard"
path = "/dev/input/by-id/usb-scanner-event-kbd"
counter = 1
[[dossier_services]]
prefix = "*"
service = "ho-tich"
"#;
    let config = Config::parse(&format!("{SMALL}{more}"), "centre.toml").unwrap();
    let [keypad] = config.keypads.as_slice() else { panic!("{:?}", config.keypads) };
    let path = PathBuf::from("/dev/input/by-path/usb-0:2-event-kbd");
    assert_eq!(keypad.kind, KeypadKind::Usb { path });
    assert_eq!(keypad.opens_counter.as_ref().map(ToString::to_string).as_deref(), Some("lan"));
    let [serial, keyboard] = config.scanners.as_slice() else { panic!("{:?}", config.scanners) };
    assert_eq!(serial.place, ScannerPlace::Kiosk("kiosk-1".parse().unwrap()));
    assert!(matches!(&serial.kind, ScannerKind::Serial(port) if port.baud == 9600), "{serial:?}");
    assert_eq!(keyboard.place, ScannerPlace::Counter(keypad.counter));
    assert_eq!(config.dossier_services[0].prefix, DossierServiceConfig::ANY);
}

#[test]
fn what_is_wrong_with_keypads_and_scanners_is_said_with_a_remedy() {
    let more = r#"[[keypads]]
name = "pad"
counter = 7
kind = "usb"
path = "/dev/input/event3"
[[keypads]]
name = "pad"
counter = 1
kind = "bluetooth"
[[scanners]]
name = "scanner-1"
kind = "keyboard"
path = "/dev/input/event3"
baud = 9600
counter = 1
[[scanners]]
name = "scanner-2"
kind = "virtual"
[[scanners]]
name = "scanner-3"
kind = "virtual"
kiosk = "kiosk-9"
counter = 1
[[dossier_services]]
prefix = "h19"
service = "ho-tic"
"#;
    insta::assert_snapshot!(wrong_with(more), @r#"
    centre.toml:20: keypads.pad.counter: there is no counter 7 in [[counters]]; there are: 1
    centre.toml:24: keypads.pad: 'pad' is already used in line 19; it must be unique among the kiosks, boards, printers, led_buses, keypads, scanners
    centre.toml:26: keypads.pad.kind: must be one of "virtual", "usb", "bus", e.g. kind = "usb"; found the text 'bluetooth'
    centre.toml:30: scanners.scanner-1.path: is the path of keypads.pad too; give each device its own
    centre.toml:31: scanners.scanner-1.baud: does not belong to kind = "keyboard", only to "serial"
    centre.toml:33: scanners.scanner-2.kiosk: says not where it is; add kiosk = "kiosk-1" or counter = 3
    centre.toml:39: scanners.scanner-3.kiosk: there is no 'kiosk-9' in [[kiosks]]; there are none
    centre.toml:40: scanners.scanner-3.counter: does not go with 'kiosk': a scanner is at one place; remove one of them
    centre.toml:42: dossier_services.h19.prefix: must be in capitals: 'H19'
    centre.toml:43: dossier_services.h19.service: there is no 'ho-tic' in [[services]]; did you mean 'ho-tich'?
    "#);
}
