//! Tidiness that a compiler does not see: arrows between crates, sizes, words and colours in their places.
//!
//! Each rule is a function on text, tested here to fail on a bad example, and then held against the checkout.

mod arrows;
mod checkout;
mod colours;
mod source;
mod words;

use checkout::{Checkout, RustFile};

/// Past this a file has more than one subject; the aim is 200.
const LINES_MAX: usize = 600;

#[test]
fn crates_use_only_what_the_table_in_architecture_md_allows() {
    let checkout = Checkout::read();
    report(&arrows::faults(&checkout.text("ARCHITECTURE.md"), &checkout.manifests()));
}

#[test]
fn versions_and_lints_are_set_once_for_the_workspace() {
    let checkout = Checkout::read();
    let faults: Vec<String> = checkout.manifests().iter().flat_map(arrows::set_alone).collect();
    report(&faults);
}

#[test]
fn no_file_is_too_long() {
    let checkout = Checkout::read();
    let files = checkout.rust_files(&["."]);
    assert!(files.len() > 50, "only {} files found: is this the checkout?", files.len());
    report(&files.iter().filter_map(too_long).collect::<Vec<_>>());
}

#[test]
fn texts_that_people_read_are_in_the_locales() {
    let checkout = Checkout::read();
    let folders = ["kiosk-app", "counter-app", "display-app", "crates/ui", "crates/hub"];
    let files = source::without_test_files(checkout.rust_files(&folders));
    report(&files.iter().flat_map(words::faults).collect::<Vec<_>>());
}

#[test]
fn colours_are_tokens_of_the_theme() {
    let checkout = Checkout::read();
    let files = source::without_test_files(checkout.rust_files(&[
        "kiosk-app",
        "counter-app",
        "display-app",
        "crates/ui",
    ]));
    let painted = files.iter().filter(|file| !colours::is_theme(&file.path));
    report(&painted.flat_map(colours::faults).collect::<Vec<_>>());
}

fn report(faults: &[String]) {
    assert!(faults.is_empty(), "{} untidy:\n{}", faults.len(), faults.join("\n"));
}

fn too_long(file: &RustFile) -> Option<String> {
    let n_lines = file.text.lines().count();
    (n_lines > LINES_MAX).then(|| format!("{}: {n_lines} lines, at most {LINES_MAX}", file.path))
}

#[test]
fn a_file_of_one_line_more_is_too_long() {
    let file = |n_lines| RustFile { path: "a.rs".to_owned(), text: "//\n".repeat(n_lines) };
    assert_eq!(too_long(&file(LINES_MAX)), None);
    assert!(too_long(&file(LINES_MAX + 1)).is_some());
}
