//! `goiso-hub devices test` with simulated devices, and in the way of a running hub.

#![allow(clippy::unwrap_used, reason = "clippy takes only the test functions themselves for tests")]

use std::path::{Path, PathBuf};

use goiso_hub::cli_devices::{EXIT_FAULT, EXIT_MEND, EXIT_OK, Tested, test};
use goiso_hub::run::{RunOptions, start};
use goiso_store::OpenOptions;

const SAMPLE: &str = include_str!("../../../assets/centres/sample.toml");

/// Nothing listens there: port 1 of a loopback address that nobody uses.
const NOBODY: &str = "127.9.9.9:1";

fn centre(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join("centre.toml");
    std::fs::write(&path, text).unwrap();
    path
}

async fn tested(config: &Path, hub: &str, tested: Tested) -> (String, u8) {
    let mut out = Vec::new();
    let now = "2026-11-23T08:00:00+07:00".parse().unwrap();
    let data = config.parent().unwrap();
    let code = test(config, data, hub, &tested, now, &mut out).await.unwrap();
    (String::from_utf8(out).unwrap(), code)
}

#[tokio::test]
async fn a_test_slip_comes_out_and_the_printer_tells_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let config = centre(folder.path(), SAMPLE);
    let (text, code) = tested(&config, NOBODY, Tested::Printer("printer-1".parse().unwrap())).await;
    assert_eq!(code, EXIT_OK, "{text}");
    assert!(text.contains("state: Ready, it can print") && text.contains("the slip is on paper"), "{text}");
    let slips = std::fs::read_dir(folder.path().join("slips")).unwrap().count();
    assert_eq!(slips, 1);
}

#[tokio::test]
async fn a_display_counts_and_answers() {
    let folder = tempfile::tempdir().unwrap();
    let config = centre(folder.path(), SAMPLE);
    // Time stands still while a display thinks, so that the ten seconds take none.
    tokio::time::pause();
    let (text, code) =
        tested(&config, NOBODY, Tested::Led(goiso_model::CounterNumber::new(1).unwrap())).await;
    assert_eq!(code, EXIT_OK, "{text}");
    insta::assert_snapshot!(text, @r"
    display over counter 1 (bus led-1, address 1, simulated):
      counting: 0 1 2 3 4 5 6 7 8 9
      it answered each time
    ");
}

#[tokio::test]
async fn a_device_that_is_not_there_is_told_with_what_to_look_at() {
    let folder = tempfile::tempdir().unwrap();
    let gone = SAMPLE.replacen(
        "kind = \"virtual\"                 # writes each slip as a picture\nfolder = \"slips\"                 # below the data folder",
        "kind = \"serial\"\npath = \"/dev/absent\"",
        1,
    );
    assert_ne!(gone, SAMPLE);
    let config = centre(folder.path(), &gone);
    tokio::time::pause();
    let (text, code) = tested(&config, NOBODY, Tested::Printer("printer-1".parse().unwrap())).await;
    assert_eq!(code, EXIT_FAULT, "{text}");
    assert!(text.contains("cannot print") || text.contains("says nothing"), "{text}");
    let (text, code) = tested(&config, NOBODY, Tested::Printer("printer-9".parse().unwrap())).await;
    assert_eq!((text.as_str(), code), ("there is no printer 'printer-9'; there are: printer-1\n", EXIT_MEND));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_hub_keeps_its_devices() {
    let folder = tempfile::tempdir().unwrap();
    let config = centre(folder.path(), SAMPLE);
    let options = RunOptions {
        config: config.clone(),
        data: folder.path().join("data"),
        listen: ([127, 0, 0, 1], 0).into(),
        slips: None,
        locales: None,
        journal: OpenOptions { ballast_bytes: 0, ..OpenOptions::default() },
    };
    let hub = start(&options).await.unwrap();
    let (text, code) = tested(&config, &hub.address.to_string(), Tested::All).await;
    assert_eq!(code, EXIT_MEND);
    assert!(text.contains("holds the devices; stop it first"), "{text}");
    hub.stop().await.unwrap();
}
