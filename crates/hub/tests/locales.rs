//! A centre's own texts, laid over the built-in ones.

use std::fs;

use goiso_hub::run::{RunOptions, StartError, start};
use goiso_store::OpenOptions;

fn options(dir: &std::path::Path, slip: &str) -> RunOptions {
    let vietnamese = dir.join("locales/vi");
    fs::create_dir_all(&vietnamese).expect("the folder is ours");
    fs::write(vietnamese.join("slip.ftl"), slip).expect("the folder is ours");
    let config = dir.join("centre.toml");
    fs::write(&config, include_str!("../../../assets/centres/commune.toml")).expect("the folder is ours");
    RunOptions {
        config,
        data: dir.join("data"),
        listen: ([127, 0, 0, 1], 0).into(),
        slips: None,
        locales: Some(dir.join("locales")),
        journal: OpenOptions { ballast_bytes: 0, ..OpenOptions::default() },
    }
}

#[tokio::test]
async fn a_text_that_cannot_be_read_is_named_with_its_line_and_nothing_is_written() {
    let dir = tempfile::tempdir().expect("a folder");
    let options = options(dir.path(), "slip-caption = Số của ông/bà\nslip-ahead\n");
    let Err(error @ StartError::Locale(_)) = start(&options).await else { panic!("it must not start") };
    let words = error.to_string();
    assert!(words.contains("slip.ftl' line 2") && words.contains("--locales"), "{words}");
    assert!(!options.data.exists(), "no journal is begun");
}

#[tokio::test]
async fn a_centres_own_words_are_taken() {
    let dir = tempfile::tempdir().expect("a folder");
    let hub = start(&options(dir.path(), "slip-caption = Số của cô bác\n")).await.expect("all is right");
    hub.stop().await.expect("the disk works");
}
