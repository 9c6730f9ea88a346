//! What a reader gets.

use std::collections::BTreeMap;
use std::fs;

use goiso_i18n::{LocaleError, Texts, Value, languages, languages_in};
use goiso_model::Language;
use jiff::SignedDuration;
use jiff::civil::date;

fn vi() -> Texts {
    Texts::new(&Language::vietnamese())
}

fn en() -> Texts {
    Texts::new(&Language::english())
}

#[test]
fn dates_and_times_read_as_on_the_mockups() {
    let at = date(2026, 11, 23).at(8, 42, 7, 0);
    insta::assert_snapshot!(vi().date(at.date()), @"Thứ Hai, 23/11");
    insta::assert_snapshot!(vi().time(at.time()), @"08:42");
    insta::assert_snapshot!(vi().date_time(at), @"Thứ Hai 23/11/2026 08:42");
    insta::assert_snapshot!(en().date(at.date()), @"Monday, 23/11");
    insta::assert_snapshot!(en().date_time(at), @"Monday 23/11/2026 08:42");
    insta::assert_snapshot!(vi().date(date(2026, 11, 1)), @"Chủ Nhật, 01/11");
}

#[test]
fn running_times_read_as_a_stopwatch() {
    let read = |secs| vi().stopwatch(SignedDuration::from_secs(secs));
    insta::assert_snapshot!([-3, 0, 134, 3599, 3734].map(read).join(" "), @"00:00 00:00 02:14 59:59 1:02:14");
}

#[test]
fn a_wait_is_a_range_or_none() {
    let read = |texts: &Texts| [(0, 0), (12, 12), (10, 15), (0, 1)].map(|(a, b)| texts.wait(a, b)).join(", ");
    insta::assert_snapshot!(read(&vi()), @"Vào ngay, ~ 12 phút, 10–15 phút, 0–1 phút");
    insta::assert_snapshot!(read(&en()), @"No wait, ~ 12 min, 10–15 min, 0–1 min");
}

#[test]
fn english_counts_its_people() {
    let ahead = |n: u32| en().format("slip-ahead", &[("n", Value::from(n))]);
    insta::assert_snapshot!([0, 1, 2, 1000].map(ahead).join(", "), @"Nobody before you, 1 person before you, 2 people before you, 1000 people before you");
}

#[test]
fn a_refusal_is_said_in_words_whatever_the_hub_gives() {
    let values = BTreeMap::from([("number".to_owned(), "A005".to_owned())]);
    insta::assert_snapshot!(vi().refusal("unknown_number", &values), @"Hôm nay không có số A005");
    insta::assert_snapshot!(vi().refusal("unknown_number", &BTreeMap::new()), @"Hôm nay không có số …");
    insta::assert_snapshot!(en().refusal("of_tomorrow", &values), @"That could not be done (code: of_tomorrow)");
}

#[test]
fn a_gap_is_visible_and_stops_nothing() {
    assert_eq!(vi().text("no-such-key"), "[[no-such-key]]");
    assert!(!vi().has("no-such-key") && vi().has("wait-now"));
}

#[test]
fn a_language_without_a_text_says_it_in_vietnamese() {
    let tay = Texts::new(&Language::new("tay").unwrap());
    assert_eq!(tay.language().as_str(), "tay");
    assert_eq!(tay.text("wait-now"), "Vào ngay");
}

#[test]
fn the_built_in_languages_name_themselves() {
    let names: Vec<String> = languages().into_iter().map(|(tag, name)| format!("{tag} {name}")).collect();
    assert_eq!(names, ["vi Tiếng Việt", "en English"]);
}

#[test]
fn a_folder_adds_languages_and_changes_words() {
    let folder = tempfile::tempdir().unwrap();
    for (file, source) in [
        ("tay/common.ftl", "language-name = Tày\nwait-now = Khảu dá\n"),
        ("vi/ours.ftl", "counter-call-next = Mời số tiếp theo\n"),
    ] {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, source).unwrap();
    }
    let tay = Texts::with_folder(&Language::new("tay").unwrap(), folder.path()).unwrap();
    assert_eq!((tay.text("wait-now"), tay.text("pause-lunch")), ("Khảu dá".into(), "Nghỉ trưa".into()));
    let vi = Texts::with_folder(&Language::vietnamese(), folder.path()).unwrap();
    assert_eq!(vi.text("counter-call-next"), "Mời số tiếp theo");
    let en = Texts::with_folder(&Language::english(), folder.path()).unwrap();
    assert_eq!(en.text("wait-now"), "No wait");

    let names: Vec<String> = languages_in(folder.path()).unwrap().into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["Tày", "Tiếng Việt"]);
}

#[test]
fn a_locale_that_cannot_be_read_is_named_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let tay = Language::new("tay").unwrap();
    let missing = folder.path().join("nowhere");
    let error = Texts::with_folder(&tay, &missing).unwrap_err();
    assert!(matches!(&error, LocaleError::Unreadable { path, .. } if *path == missing), "{error}");

    fs::create_dir(folder.path().join("tay")).unwrap();
    fs::write(folder.path().join("tay/common.ftl"), "wait-now = Khảu dá\n\nđường = x\n").unwrap();
    let error = Texts::with_folder(&tay, folder.path()).unwrap_err().to_string();
    let shown = error.replace(folder.path().to_str().unwrap(), "locales");
    insta::assert_snapshot!(shown, @r#"locale 'locales/tay/common.ftl' line 3: Expected one of "a-zA-Z", near 'đường = x'"#);

    fs::write(folder.path().join("tay/common.ftl"), [0xff, 0xfe]).unwrap();
    let error = Texts::with_folder(&tay, folder.path()).unwrap_err();
    assert!(matches!(error, LocaleError::Unreadable { .. }), "{error}");

    fs::create_dir(folder.path().join("Tày")).unwrap();
    assert!(matches!(
        languages_in(folder.path()),
        Err(LocaleError::Tag { .. } | LocaleError::Unreadable { .. })
    ));
}
