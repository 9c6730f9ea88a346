//! Slips over each way: the same ink, fewer bytes.

use proptest::prelude::*;

use super::super::decode::{Command, Keep, next_command};
use super::super::graphics::WRITES_A_DAY_MAX;
use super::super::page::render;
use super::super::profile::PageSupport;
use super::super::slip::SlipTexts;
use super::super::strategy::Strategy;
use super::*;

fn profile(dots: u16) -> Profile {
    Profile {
        dots,
        graphics: GraphicsSupport::Nv { bytes: 262_144 },
        page: PageSupport::PageMode,
        ..Profile::GENERIC_80MM
    }
}

fn setup(layout: &Arc<SlipLayout>, samples: Vec<SlipContent>) -> SlipSetup {
    SlipSetup { layout: Arc::clone(layout), samples, ..SlipSetup::default() }
}

/// A slip over one way: its bytes, and what a printer that took the pictures before makes of them.
fn printed(
    layout: &Arc<SlipLayout>,
    samples: Vec<SlipContent>,
    slip: &SlipContent,
    dots: u16,
    strategy: Strategy,
) -> (Vec<u8>, Bitmap) {
    let mut press = Press::with_strategy(setup(layout, samples), profile(dots), strategy);
    let stock = fill(&mut press);
    let bytes = press.encode(slip).unwrap();
    let mut slips = render(&[stock, bytes.clone()].concat(), dots);
    assert_eq!(slips.len(), 1);
    (bytes, slips.remove(0))
}

/// Writes all that the printer should keep, day by day, and returns the commands.
fn fill(press: &mut Press) -> Vec<u8> {
    let mut commands = Vec::new();
    for day in 1.. {
        if press.stock().is_empty() {
            break;
        }
        commands.extend_from_slice(press.stock());
        press.stock_is_proven();
        press.begin_day(day);
    }
    commands
}

/// How many commands write or delete a picture.
fn n_writes(mut bytes: &[u8]) -> u32 {
    let mut n_writes = 0;
    while let Some((command, length)) = next_command(bytes) {
        n_writes += u32::from(matches!(command, Command::Keep(Keep::Define(..) | Keep::Delete(_))));
        bytes = &bytes[length..];
    }
    n_writes
}

/// The sample a little later, for somebody else.
fn later() -> SlipContent {
    let mut slip = SlipContent::sample();
    "A678".clone_into(&mut slip.number);
    "Trước ông/bà: 19 người".clone_into(&mut slip.texts.ahead);
    "Chờ khoảng 20–35 phút".clone_into(&mut slip.texts.wait);
    "Thứ Hai 23/11/2026 14:07".clone_into(&mut slip.texts.date);
    slip
}

#[test]
fn each_way_puts_the_same_ink_on_paper() {
    for layout in [SlipLayout::vietnamese(), SlipLayout::bilingual()] {
        for dots in [576, 512, 384] {
            let samples = vec![SlipContent::sample()];
            let [rasters, lines, pieces] = Strategy::ALL
                .map(|strategy| printed(&layout, samples.clone(), &later(), dots, strategy).1.to_png());
            assert!(rasters == lines, "kept lines on {dots} dots");
            assert!(rasters == pieces, "kept pieces on {dots} dots");
        }
    }
}

#[test]
fn what_is_kept_is_not_sent() {
    let bytes = Strategy::ALL.map(|strategy| {
        printed(&SlipLayout::vietnamese(), vec![SlipContent::sample()], &later(), 576, strategy).0.len()
    });
    assert!(bytes[0] < 13_500 && bytes[1] < 5_500 && bytes[2] < 1_000, "{bytes:?}");
}

#[test]
fn a_slip_of_kept_pieces_has_no_raster() {
    for layout in [SlipLayout::vietnamese(), SlipLayout::bilingual()] {
        for dots in [576, 512, 384] {
            let samples = vec![SlipContent::sample()];
            let (bytes, _) = printed(&layout, samples, &later(), dots, Strategy::KeptPieces);
            let mut rest = &bytes[..];
            while let Some((command, length)) = next_command(rest) {
                let is_raster = matches!(command, Command::Raster(..));
                assert!(!is_raster, "{dots} dots, {:?}: {length} bytes of raster", layout.languages);
                rest = &rest[length..];
            }
        }
    }
}

#[test]
fn a_text_that_nobody_foresaw_is_sent_as_dots() {
    let mut slip = later();
    "Một thủ tục mới".clone_into(&mut slip.texts.service);
    let samples = vec![SlipContent::sample()];
    let layout = SlipLayout::vietnamese();
    let [rasters, _, pieces] =
        Strategy::ALL.map(|strategy| printed(&layout, samples.clone(), &slip, 576, strategy).1.to_png());
    assert!(rasters == pieces);
}

#[test]
fn pictures_are_used_only_once_they_are_proven() {
    let samples = vec![SlipContent::sample()];
    let setup = setup(&SlipLayout::vietnamese(), samples.clone());
    let mut press = Press::with_strategy(setup.clone(), profile(576), Strategy::KeptLines);
    assert!(!press.stock().is_empty());
    let before = press.encode(&later()).unwrap();
    // Nobody saw them arrive: after a restart they are written again, and it is counted.
    let (_, forgotten) = press.send_stock().unwrap();
    assert_eq!(forgotten.n_graphics(), 0);
    assert_eq!(press.encode(&later()).unwrap(), before, "what is on its way is not relied on");
    let known = press.stock_is_proven().unwrap();
    assert!(press.stock().is_empty());
    assert!(press.encode(&later()).unwrap().len() < before.len() / 2);

    let again = SlipSetup { resident: known, ..setup };
    let press = Press::with_strategy(again, profile(576), Strategy::KeptLines);
    assert!(press.stock().is_empty(), "nothing changed, so nothing is written");
}

#[test]
fn a_printer_that_never_proves_its_pictures_is_sent_ten_of_them_a_day_at_most() {
    let setup = setup(&SlipLayout::vietnamese(), vec![SlipContent::sample()]);
    let mut press = Press::with_strategy(setup, profile(576), Strategy::KeptPieces);
    for day in 1..4 {
        let sent: Vec<u8> =
            std::iter::from_fn(|| press.send_stock()).take(50).flat_map(|(bytes, _)| bytes).collect();
        assert_eq!(n_writes(&sent), WRITES_A_DAY_MAX);
        press.begin_day(day);
    }
    assert!(press.encode(&later()).is_ok());
}

#[test]
fn what_does_not_fit_into_a_day_is_written_on_the_next_and_the_most_useful_comes_first() {
    let setup = setup(&SlipLayout::vietnamese(), vec![SlipContent::sample()]);
    let mut press = Press::with_strategy(setup, profile(576), Strategy::KeptPieces);
    let mut bytes = vec![press.encode(&later()).unwrap().len()];
    for day in 1.. {
        if press.stock().is_empty() {
            break;
        }
        assert!(press.is_incomplete() || n_writes(press.stock()) <= WRITES_A_DAY_MAX);
        press.stock_is_proven();
        bytes.push(press.encode(&later()).unwrap().len());
        press.begin_day(day);
    }
    assert!(!press.is_incomplete());
    assert!(bytes.is_sorted_by(|earlier, later| earlier >= later), "{bytes:?}");
    // The first day's ten are those that the way of kept lines would keep, for these spare most.
    let lines =
        printed(&SlipLayout::vietnamese(), vec![SlipContent::sample()], &later(), 576, Strategy::KeptLines).0;
    assert!(bytes[1] < lines.len() + 20 && *bytes.last().unwrap() < 1_000, "{bytes:?}");
    assert!(bytes.len() <= 7, "the whole of it within a week: {bytes:?}");
}

#[test]
fn another_printer_under_the_same_name_is_not_asked_for_what_it_does_not_keep() {
    let setup = setup(&SlipLayout::vietnamese(), vec![SlipContent::sample()]);
    let mut press = Press::with_strategy(setup.clone(), profile(576), Strategy::KeptLines);
    fill(&mut press);
    let kept: BTreeSet<GraphicKey> = press.setup.resident.keys().collect();
    let plain = Press::with_strategy(setup, profile(576), Strategy::Rasters).encode(&later()).unwrap();
    // The printer lists all of them, and that it is unit 1; after a restart all is as it was.
    press.confirm(&kept, Some("unit 1"), 100);
    assert!(press.stock().is_empty() && press.encode(&later()).unwrap().len() < plain.len());
    // Another one with the same keys, but another serial number: nothing is known of its pictures.
    press.confirm(&kept, Some("unit 2"), 100);
    assert_eq!(press.encode(&later()).unwrap(), plain);
    assert_eq!(n_writes(press.stock()), WRITES_A_DAY_MAX);
    press.stock_is_listed(&kept);
    // One that has lost a picture gets that line as dots.
    let lost: BTreeSet<GraphicKey> = press.setup.resident.keys().skip(1).collect();
    let before = press.encode(&later()).unwrap().len();
    press.confirm(&lost, Some("unit 2"), 101);
    assert!(press.encode(&later()).unwrap().len() > before);
}

#[test]
fn a_printer_that_keeps_nothing_is_sent_nothing_to_keep() {
    let setup = setup(&SlipLayout::vietnamese(), vec![SlipContent::sample()]);
    let press = Press::new(setup, Profile::GENERIC_80MM, 9_600);
    assert_eq!(press.strategy(), Strategy::Rasters);
    assert!(press.stock().is_empty());
}

#[test]
fn a_logo_and_other_sides_of_the_paper_are_printed_alike_over_each_way() {
    let folder = tempfile::tempdir().unwrap();
    let mut logo = Bitmap::new(120, 80);
    for at in 0..80 {
        logo.blacken(at, at);
        logo.blacken(at + 40, at);
    }
    std::fs::write(folder.path().join("logo.png"), logo.to_png()).unwrap();
    let text = "[[element]]\nkind = \"logo\"\nfile = \"logo.png\"\nsize = 120\nalign = \"right\"\n\
        [[element]]\nkind = \"number\"\nalign = \"left\"\n[[element]]\nkind = \"date\"\nalign = \"right\"\n\
        [[element]]\nkind = \"text\"\ntext = { vi = \"Xin giữ phiếu\" }\nalign = \"left\"\n";
    let layout = Arc::new(SlipLayout::parse(text, "slip.toml", folder.path()).unwrap());
    let samples = vec![SlipContent::sample()];
    let [rasters, lines, pieces] =
        Strategy::ALL.map(|strategy| printed(&layout, samples.clone(), &later(), 576, strategy).1);
    assert!(rasters.to_png() == lines.to_png() && rasters.to_png() == pieces.to_png());
    let (_, _, left, right) = rasters.ink().unwrap();
    assert!((24..40).contains(&left), "{left}");
    assert!((536..552).contains(&right), "{right}");
}

fn n_differing(one: &Bitmap, other: &Bitmap) -> usize {
    let rows = one.height().max(other.height());
    let dots = (0..rows).flat_map(|y| (0..one.width()).map(move |x| (x, y)));
    dots.filter(|&(x, y)| one.is_black(x, y) != other.is_black(x, y)).count()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn any_slip_is_understood_fits_its_paper_and_looks_the_same(
        text in "\\PC{0,50}",
        number in "[A-ZĐ]{0,3}-?[0-9]{1,5}",
        ahead in "[A-Za-zạếộ/: ]{0,12}[0-9]{1,3} [a-zọữ]{0,9}",
        dots in prop::sample::select(vec![384_u16, 512, 576, 640]),
        is_bilingual in any::<bool>(),
    ) {
        let texts = SlipTexts { service: text.clone(), priority: text, ahead, ..SlipContent::sample().texts };
        let slip = SlipContent { number, texts, ..SlipContent::sample() };
        let layout = if is_bilingual { SlipLayout::bilingual() } else { SlipLayout::vietnamese() };
        let mut inks = Vec::new();
        for strategy in Strategy::ALL {
            let (bytes, paper) = printed(&layout, vec![slip.clone()], &slip, dots, strategy);
            let mut rest = &bytes[..];
            while let Some((command, length)) = next_command(rest) {
                let is_strange = matches!(command, Command::Noise(_) | Command::Text(_) | Command::RealTime);
                prop_assert!(!is_strange, "{:?}", command);
                if let Command::Raster(bitmap, (scale, _)) = command {
                    prop_assert!(bitmap.width() * scale <= usize::from(dots));
                }
                rest = &rest[length..];
            }
            prop_assert!(rest.is_empty());
            inks.push(paper);
        }
        // Real-time commands hide in other places when the bytes fall otherwise: a dot or two.
        let differing = n_differing(&inks[0], &inks[1]).max(n_differing(&inks[0], &inks[2]));
        prop_assert!(differing <= 8, "{} dots", differing);
    }
}
