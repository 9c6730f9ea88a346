//! `cargo xtask voice`: makes the built-in voice packs anew with eSpeak NG.
//!
//! The clips are said, trimmed and levelled by `goiso-hub voice build`; sox packs them as OGG Vorbis. The same
//! versions of both programs give the same bytes.

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, ensure};
use crc::{Algorithm, Crc};

use crate::shell;

/// Where the packs are, below the top of the checkout.
const FOLDER: &str = "assets/voice";

/// What all packs together may take, in bytes: they are part of every board's program.
const BYTES_MAX: u64 = 3 << 20;

/// What the manifests say of the licence: sound made by a program is not a copy of it.
const LICENCE: &str = "CC0-1.0";

struct Voice {
    name: &'static str,
    /// What it says: `calls`, or `kiosk` for what kiosks say on their screens.
    purpose: &'static str,
    /// Of sox, from 0 to 10: whole sentences need less than words that are put together.
    quality: &'static str,
    language: &'static str,
    accent: &'static str,
    /// What eSpeak NG calls it.
    espeak: &'static str,
}

const VOICES: [Voice; 6] = [
    calls("vi-north", "vi", "north", "vi"),
    calls("vi-south", "vi", "south", "vi-vn-x-south"),
    calls("en", "en", "north", "en"),
    kiosk("guide-vi-north", "vi", "north", "vi"),
    kiosk("guide-vi-south", "vi", "south", "vi-vn-x-south"),
    kiosk("guide-en", "en", "north", "en"),
];

const fn calls(
    name: &'static str,
    language: &'static str,
    accent: &'static str,
    espeak: &'static str,
) -> Voice {
    // About 64 kbit/s, plenty for a voice.
    Voice { name, purpose: "calls", quality: "2", language, accent, espeak }
}

const fn kiosk(
    name: &'static str,
    language: &'static str,
    accent: &'static str,
    espeak: &'static str,
) -> Voice {
    Voice { name, purpose: "kiosk", quality: "0", language, accent, espeak }
}

/// Makes all packs, and prints how large they are.
pub(crate) fn run() -> anyhow::Result<ExitCode> {
    let mut n_bytes = 0;
    for voice in &VOICES {
        n_bytes += make(voice).with_context(|| format!("the pack {} could not be made", voice.name))?;
    }
    println!("{FOLDER}: {} kB", n_bytes / 1024);
    ensure!(n_bytes <= BYTES_MAX, "the packs are larger than {} MB together", BYTES_MAX >> 20);
    Ok(ExitCode::SUCCESS)
}

fn make(voice: &Voice) -> anyhow::Result<u64> {
    let raw = tempfile::tempdir()?;
    let said = raw.path().join(voice.name);
    let engine = format!("espeak-ng -v {} -s 150 -w {{file}} {{text}}", voice.espeak);
    let hub = ["run", "--quiet", "-p", "goiso-hub", "--", "voice", "build", "--engine", &engine];
    let wanted = [
        "--for",
        voice.purpose,
        "--language",
        voice.language,
        "--accent",
        voice.accent,
        "--licence",
        LICENCE,
        "--out",
    ];
    shell::run(shell::cargo().args(hub).args(wanted).arg(&said))?;
    let folder = shell::root().join(FOLDER).join(voice.name);
    pack(&said, &folder, voice.quality)
}

/// Packs a folder of WAV files as OGG Vorbis in place of what `folder` held; its size in bytes.
fn pack(said: &Path, folder: &Path, quality: &str) -> anyhow::Result<u64> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let mut n_bytes = 0;
    for entry in fs::read_dir(said)? {
        let from = entry?.path();
        let name = from.file_name().context("a clip has a name")?;
        let to = folder.join(name);
        if from.extension().is_some_and(|ending| ending == "wav") {
            let to = to.with_extension("ogg");
            // No comment, which would hold a version.
            shell::run(Command::new("sox").arg(&from).args(["--comment", "", "-C", quality]).arg(&to))?;
            let ogg = with_serial(fs::read(&to)?, 1)?;
            n_bytes += ogg.len() as u64;
            fs::write(&to, ogg)?;
        } else {
            let manifest = fs::read_to_string(&from)?.replace(".wav\"\n", ".ogg\"\n");
            n_bytes += manifest.len() as u64;
            fs::write(&to, manifest)?;
        }
    }
    Ok(n_bytes)
}

/// RFC 3533, section 6: a page's checksum.
const OGG_CRC: Algorithm<u32> = Algorithm {
    width: 32,
    poly: 0x04c1_1db7,
    init: 0,
    refin: false,
    refout: false,
    xorout: 0,
    check: 0x89a1_897f,
    residue: 0,
};

/// Gives all pages of a stream the same serial number: sox draws one at random.
fn with_serial(mut ogg: Vec<u8>, serial: u32) -> anyhow::Result<Vec<u8>> {
    let crc = Crc::<u32>::new(&OGG_CRC);
    let mut start = 0;
    while start < ogg.len() {
        let page = &mut ogg[start..];
        ensure!(page.len() > 27 && page.starts_with(b"OggS"), "no page of an OGG begins at byte {start}");
        let n_segments = usize::from(page[26]);
        let body: usize = page[27..27 + n_segments].iter().copied().map(usize::from).sum();
        let page = &mut page[..27 + n_segments + body];
        page[14..18].copy_from_slice(&serial.to_le_bytes());
        page[22..26].fill(0);
        let checksum = crc.checksum(page);
        page[22..26].copy_from_slice(&checksum.to_le_bytes());
        start += page.len();
    }
    Ok(ogg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_ogg() {
        assert_eq!(Crc::<u32>::new(&OGG_CRC).checksum(b"123456789"), OGG_CRC.check);
        // A page that some encoder wrote keeps its bytes when it keeps its serial number.
        let ogg = fs::read(shell::root().join(FOLDER).join("en/chime.ogg")).unwrap();
        assert_eq!(with_serial(ogg.clone(), 1).unwrap(), ogg);
        let other = with_serial(ogg.clone(), 2).unwrap();
        assert_ne!(other, ogg);
        assert_eq!(with_serial(other, 1).unwrap(), ogg);
    }
}
