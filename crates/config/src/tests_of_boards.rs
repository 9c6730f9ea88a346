//! What a centre's file says of boards and their voice.

use super::tests::{SMALL, wrong_with};
use super::*;

#[test]
fn a_board_says_how_it_is_laid_out_and_where_it_is_heard() {
    let more = r#"
[[boards]]
name = "board-1"
zone = "sanh"
[[boards]]
name = "board-2"
layout = "service"
services = ["ho-tich"]
next_numbers = 3
zone = "sanh"
speaks = false
[[boards]]
name = "board-3"
layout = "split"
folder = "/srv/slides"
"#;
    let config = Config::parse(&format!("{SMALL}{more}"), "centre.toml").unwrap();
    let [plain, service, split] = config.boards.as_slice() else { panic!("{:?}", config.boards) };
    assert_eq!((&plain.layout, plain.zone.as_deref()), (&BoardLayoutConfig::Main, Some("sanh")));
    assert_eq!(plain.services.len(), 2);
    let title = goiso_model::LocalText::vietnamese("Hộ tịch");
    assert_eq!((&service.layout, service.next_numbers), (&BoardLayoutConfig::Service { title }, 3));
    assert_eq!((service.zone.as_deref(), split.zone.as_deref()), (None, None));
    let folder = "/srv/slides".to_owned();
    assert_eq!(split.layout, BoardLayoutConfig::Split { folder, slide_secs: 12 });
}

#[test]
fn a_voice_that_is_not_described_speaks_vietnamese_twice() {
    let voice = Config::parse(SMALL, "centre.toml").unwrap().voice;
    assert_eq!((voice.n_repeats, voice.gap_millis, voice.has_chime), (2, 650, true));
    assert_eq!(voice.volumes, [(jiff::civil::Time::midnight(), 80)]);
    let [sentence] = voice.sentences.as_slice() else { panic!("{:?}", voice.sentences) };
    assert_eq!(sentence.pack, "vi-north");
    assert_eq!(sentence.template, "Mời công dân có số {number} đến quầy số {counter}");
}

#[test]
fn a_second_sentence_has_the_words_of_its_own_language() {
    let more = "[voice]\nvolumes = ['07:00 80', '11:30 50%']\n[[voice.sentences]]\naccent = 'south'\nreading = 'number'\n[[voice.sentences]]\nlanguage = 'en'\nlast_call = ''\n";
    let voice = Config::parse(&format!("{SMALL}{more}"), "centre.toml").unwrap().voice;
    let packs: Vec<_> = voice.sentences.iter().map(|sentence| sentence.pack.as_str()).collect();
    assert_eq!((packs, voice.volumes.len()), (vec!["vi-south", "en"], 2));
    assert_eq!(voice.sentences[0].reading, ReadingConfig::Number);
    let english = &voice.sentences[1];
    assert!(english.template.starts_with("Number {number}") && english.last_call.is_empty(), "{english:?}");
}

#[test]
fn what_is_wrong_with_a_board_or_the_voice_is_said_with_a_remedy() {
    let more = r#"[[boards]]
name = "board-1"
layout = "wall"
[[boards]]
name = "board-2"
layout = "split"
title = "A"
[[boards]]
name = "board-3"
layout = "grid"
folder = "slides"
next_numbers = 9
services = ["dat-dai"]
[voice]
repeats = 4
volumes = ["07:00 101", "08:00 80", "08:00 70"]
[[voice.sentences]]
template = "Mời số {number}"
[[voice.sentences]]
template = "Mời số {number} {ten} đến {counter}"
[[voice.sentences]]
language = "en"
accent = "south"
"#;
    insta::assert_snapshot!(wrong_with(more), @r#"
    centre.toml:20: boards.board-1.layout: must be one of "main", "grid", "service", "strip", "split", e.g. layout = "grid"; found the text 'wall'
    centre.toml:21: boards.board-2.folder: missing key; add folder = "/srv/goiso/slides"
    centre.toml:24: boards.board-2.title: does not belong to layout = "split", only to "service"
    centre.toml:28: boards.board-3.folder: does not belong to layout = "grid", only to "split"
    centre.toml:29: boards.board-3.next_numbers: must be a number from 0 to 8, e.g. next_numbers = 3; found the number 9
    centre.toml:30: boards.board-3.services: there is no 'dat-dai' in [[services]]; there are: chung-thuc, ho-tich
    centre.toml:32: voice.repeats: must be a number from 1 to 3, e.g. repeats = 1; found the number 4
    centre.toml:33: voice.volumes: '07:00 101' must be a time and a percent from 0 to 100, e.g. "07:00 80"
    centre.toml:33: voice.volumes: '08:00 70' does not come after the time before it; put them in order
    centre.toml:35: voice.sentences[1].template: must hold {counter} once, e.g. "Mời ông bà có số {number} đến quầy số {counter}"
    centre.toml:37: voice.sentences[2].template: may have no braces besides {number} and {counter}
    centre.toml:40: voice.sentences[3].accent: does not belong to language = "en", only to "vi"
    "#);
    insta::assert_snapshot!(wrong_with("[voice]\nvolumes = []\nsentences = []\n"), @r#"
    centre.toml:19: voice.volumes: must be a list of times with percents, "HH:MM PERCENT", e.g. volumes = ["07:00 80", "11:30 50", "13:30 80"]; found a list
    centre.toml:20: voice.sentences: must be written [[voice.sentences]], once for each entry
    "#);
}

#[test]
fn a_board_that_cannot_be_read_from_the_last_seat_is_warned_of() {
    let warned = |board: &str| {
        let more = format!("[[boards]]\nname = 'b'\n{board}");
        let config = Config::parse(&format!("{SMALL}{more}"), "centre.toml").unwrap();
        config.warnings().into_iter().map(|warning| format!("{}: {}", warning.path, warning.problem)).next()
    };
    // The rule's own example: 122 mm at 10 m, which a board of 43 inches just reaches.
    assert_eq!(warned("screen_inches = 43"), None);
    assert_eq!(warned("screen_inches = 32\nviewing_metres = 7"), None);
    assert_eq!(warned(""), None);
    assert_eq!(warned("layout = 'strip'\nscreen_inches = 28\nviewing_metres = 5"), None);
    insta::assert_snapshot!(warned("screen_inches = 32").unwrap(), @"boards.b: its numbers are about 92 mm high on a screen of 32 inches; from 10 m they must have 122 mm. Take a screen of 43 inches, seat people within 7.5 m, or show less on it");
    assert!(warned("layout = 'grid'\nscreen_inches = 32").is_some());
    assert!(warned("layout = 'split'\nfolder = 's'\nscreen_inches = 43").is_some());
}
