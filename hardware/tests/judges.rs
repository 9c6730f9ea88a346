//! Slips before judges that we did not write: python-escpos encodes the same things, zbarimg and tesseract read what
//! is printed. `cargo xtask judges` sets them up.
#![allow(clippy::unwrap_used, reason = "whatever fails here, the test fails")]

use std::path::{Path, PathBuf};
use std::process::Command;

use goiso_hardware::printer::{
    Bitmap, DotSize, Press, Profile, SlipContent, SlipLayout, SlipSetup, Strategy, encode, raster_commands,
    render,
};

/// Runs a judge and returns what it says; without it there is no verdict, and that is a failure.
fn judge(program: impl AsRef<Path>, arguments: &[&str]) -> String {
    let program = program.as_ref();
    let output = Command::new(program)
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("no {} ({error}): run `cargo xtask judges` first", program.display()));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{} {arguments:?}: {errors}", program.display());
    String::from_utf8(output.stdout).expect("the judges speak UTF-8")
}

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What python-escpos sends for a picture in small dots, in large dots, and for a QR code.
fn python_escpos(picture: &Bitmap, text: &str, module_dots: u8) -> [Vec<u8>; 3] {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("picture.png");
    std::fs::write(&file, picture.to_png()).unwrap();
    let script = top().join("tests/judges/escpos_bytes.py");
    let said = judge(
        top().join("target/judges/bin/python"),
        &[script.to_str().unwrap(), file.to_str().unwrap(), text, &module_dots.to_string()],
    );
    let bytes = |line: &str| {
        let pairs = line.as_bytes().chunks(2);
        pairs
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect::<Vec<u8>>()
    };
    let lines: Vec<Vec<u8>> =
        said.lines().filter_map(|line| line.strip_prefix("bytes ")).map(bytes).collect();
    lines.try_into().expect("three lines")
}

#[test]
fn python_escpos_sends_the_same_raster_and_the_same_qr_code() {
    // No pair of bytes in it looks like a real-time command, which we alone take out.
    let rows: Vec<u8> = (0..80_u32).map(|at| ((at * 37 % 251) | 0x20) as u8).collect();
    let picture = Bitmap::from_rows(4, 20, &rows);
    let slip = SlipContent::sample();
    let [small, large, code] = python_escpos(&picture, &slip.qr, 6);
    assert_eq!(raster_commands(&picture, DotSize::Single), small);
    assert_eq!(raster_commands(&picture, DotSize::Double), large);

    let ours = encode(&slip, &Profile::GENERIC_80MM).unwrap();
    let begin = code.windows(3).position(|part| part == [0x1d, 0x28, 0x6b]).expect("a QR command");
    let end = code.windows(3).rposition(|part| part == [0x31, 0x51, 0x30]).expect("its end") + 3;
    let code = &code[begin..end];
    assert!(ours.windows(code.len()).any(|part| part == code), "{code:02x?}");
}

/// A slip as it comes out of a printer.
fn printed(layout: &std::sync::Arc<SlipLayout>, dots: u16, slip: &SlipContent) -> Bitmap {
    let setup = SlipSetup { layout: layout.clone(), ..SlipSetup::default() };
    let profile = Profile { dots, ..Profile::GENERIC_80MM };
    let press = Press::with_strategy(setup, profile, Strategy::Rasters);
    render(&press.encode(slip).unwrap(), dots).remove(0)
}

/// A slip as a picture on white, as a photograph of it has a border.
fn picture(layout: &std::sync::Arc<SlipLayout>, dots: u16, folder: &Path) -> PathBuf {
    let paper = printed(layout, dots, &SlipContent::sample());
    let mut desk = Bitmap::new(paper.width() + 80, paper.height() + 80);
    desk.draw(&paper, 40, 40, (1, 1));
    let file = folder.join(format!("slip-{dots}.png"));
    std::fs::write(&file, desk.to_png()).unwrap();
    file
}

/// The number of a printed slip, cut out: of all that stands by itself in rows only the code is higher.
fn number_of(paper: &Bitmap) -> Bitmap {
    let has_ink = |y: &usize| (0..paper.width()).any(|x| paper.is_black(x, *y));
    let mut bands: Vec<(usize, usize)> = Vec::new();
    for y in (0..paper.height()).filter(has_ink) {
        match bands.last_mut() {
            Some((_, end)) if *end == y => *end += 1,
            _ => bands.push((y, y + 1)),
        }
    }
    bands.sort_by_key(|(top, end)| std::cmp::Reverse(end - top));
    let (top, end) = bands[1];
    // Printed in dots of two by two, which nobody sees from a hand's distance: one of each four says all.
    let mut desk = Bitmap::new(paper.width() / 2 + 40, (end - top) / 2 + 40);
    for (x, y) in (0..paper.width() / 2).flat_map(|x| (0..(end - top) / 2).map(move |y| (x, y))) {
        if paper.is_black(x * 2, top + y * 2) {
            desk.blacken(x + 20, y + 20);
        }
    }
    desk
}

#[test]
fn tesseract_reads_the_number_of_a_printed_slip() {
    let folder = tempfile::tempdir().unwrap();
    for dots in [576, 512, 384] {
        for number in ["A218", "B678", "C1942", "D307", "K1058", "HT-0123", "0421"] {
            let slip = SlipContent { number: number.to_owned(), ..SlipContent::sample() };
            let file = folder.path().join("number.png");
            let paper = printed(&SlipLayout::vietnamese(), dots, &slip);
            std::fs::write(&file, number_of(&paper).to_png()).unwrap();
            // As a line of English: taken for a Vietnamese word, a number is read as letters. (Two zeros side
            // by side are taken for letters at some widths even so: the judge has no eye for the office.)
            let arguments = [file.to_str().unwrap(), "-", "-l", "eng", "--psm", "7", "--dpi", "203"];
            assert_eq!(judge("tesseract", &arguments).trim(), number, "{dots} dots");
        }
    }
}

#[test]
fn zbarimg_reads_the_code_of_a_printed_slip() {
    let folder = tempfile::tempdir().unwrap();
    for layout in [SlipLayout::vietnamese(), SlipLayout::bilingual()] {
        for dots in [576, 512, 384] {
            let file = picture(&layout, dots, folder.path());
            let said = judge("zbarimg", &["--quiet", "--raw", file.to_str().unwrap()]);
            assert_eq!(said.trim(), SlipContent::sample().qr, "{dots} dots");
        }
    }
}

#[test]
fn tesseract_reads_the_lines_of_a_printed_slip() {
    let folder = tempfile::tempdir().unwrap();
    for dots in [576, 384] {
        let file = picture(&SlipLayout::vietnamese(), dots, folder.path());
        let arguments = [file.to_str().unwrap(), "-", "-l", "vie", "--psm", "11", "--dpi", "203"];
        let said = judge("tesseract", &arguments);
        let slip = SlipContent::sample();
        let texts = &slip.texts;
        let wanted = [
            &texts.caption,
            &texts.service,
            &texts.ahead,
            &texts.wait,
            &texts.counters,
            &texts.qr_caption,
            &texts.date,
        ];
        for line in wanted {
            let best = said.lines().map(|read| strsim::normalized_levenshtein(read.trim(), line));
            let best = best.fold(0.0, f64::max);
            // A judge of photographs may take one letter in seven for another.
            assert!(best >= 0.85, "{dots} dots: '{line}' is not in:\n{said}");
        }
    }
}
