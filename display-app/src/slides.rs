//! The folder of slides: a thread reads one picture ahead, and makes it as small as the screen.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use egui::{ColorImage, Context, Rect, TextureOptions};
use image::{DynamicImage, ImageDecoder as _, ImageError, ImageReader, Limits, imageops::FilterType};
use jiff::Timestamp;

use crate::board_ui::slide_area;
use crate::{Board, Slide};

/// The most pixels a picture may have on a side.
const SIDE_MAX: u32 = 16_384;
/// The most memory that decoding one picture may take, in bytes: 60 million pixels.
const DECODED_BYTES_MAX: u64 = 256 << 20;
/// The most files of a folder that are looked at.
const FILES_MAX: usize = 1000;
/// What the files' names end with, whatever their case.
const ENDINGS: [&str; 3] = ["png", "jpg", "jpeg"];

/// A picture wanted.
#[derive(Debug)]
struct Wish {
    folder: String,
    /// The most pixels that are of use: width, height.
    size_max: [u32; 2],
}

/// A picture as it came from its folder.
#[derive(Debug)]
struct Picture {
    /// The folder it was asked of.
    folder: String,
    /// The file's name.
    name: String,
    /// Its pixels.
    image: ColorImage,
}

/// The reader of the folder.
#[derive(Debug)]
pub struct Slides {
    wishes: SyncSender<Wish>,
    pictures: Receiver<Picture>,
}

impl Slides {
    /// Starts the thread. `wake` is called whenever a picture is ready. Fails if the system gives no thread.
    pub fn start(wake: impl Fn() + Send + 'static) -> std::io::Result<Self> {
        let (wishes, asked) = sync_channel::<Wish>(1);
        let (ready, pictures) = sync_channel(1);
        std::thread::Builder::new().name("slides".to_owned()).spawn(move || {
            let mut folder = Folder::default();
            for wish in asked {
                let Some((name, image)) = folder.next(Path::new(&wish.folder), wish.size_max) else {
                    continue;
                };
                if ready.send(Picture { folder: wish.folder, name, image }).is_err() {
                    return;
                }
                wake();
            }
        })?;
        Ok(Self { wishes, pictures })
    }

    /// Brings the board's slideshow the pictures it asks for, made to fit `screen`, the whole window in
    /// points.
    pub fn bring(&self, board: &mut Board, ctx: &Context, screen: Rect, now: Timestamp) {
        if let Some(Picture { folder, name, image }) = self.poll() {
            let texture = ctx.load_texture(&name, image, TextureOptions::LINEAR);
            board.slideshow_mut().offer(&folder, Slide { name, texture }, now);
        }
        let size = slide_area(screen).size() * ctx.pixels_per_point();
        if let Some(folder) = board.slideshow_mut().ask(now) {
            self.ask(folder, [size.x.ceil() as u32, size.y.ceil() as u32]);
        }
    }

    /// Asks for the next picture of `folder`, made to fit `size_max` pixels. While one is being read,
    /// further wishes but one are dropped: they are made again.
    fn ask(&self, folder: &str, size_max: [u32; 2]) {
        let wish = Wish { folder: folder.to_owned(), size_max };
        if self.wishes.try_send(wish).is_err() {
            tracing::warn!(folder, "the slides are slow to read");
        }
    }

    /// The picture that has become ready.
    fn poll(&self) -> Option<Picture> {
        self.pictures.try_recv().ok()
    }
}

/// Where the reader is in a folder.
#[derive(Debug, Default)]
struct Folder {
    path: PathBuf,
    last: Option<String>,
    /// What has been told of already: a bad file is in the log once, not at each round.
    told: BTreeSet<String>,
}

impl Folder {
    /// The next picture that can be read, in the order of the names; after the last comes the first. The
    /// folder is read anew each time, so that pictures may come and go.
    fn next(&mut self, path: &Path, size_max: [u32; 2]) -> Option<(String, ColorImage)> {
        if self.path != path {
            *self = Self { path: path.to_owned(), ..Self::default() };
        }
        let names = match names_in(path) {
            Ok(names) => names,
            Err(error) => {
                self.tell("", &format!("the folder of slides cannot be read: {error}"));
                return None;
            }
        };
        self.told.retain(|name| names.binary_search(name).is_ok());
        let after = self.last.as_ref().map_or(0, |last| names.partition_point(|name| name <= last));
        for name in names[after..].iter().chain(&names[..after]) {
            match picture(&path.join(name), size_max) {
                Ok(image) => {
                    self.last = Some(name.clone());
                    return Some((name.clone(), image));
                }
                Err(error) => self.tell(name, &format!("a slide is passed over: {error}")),
            }
        }
        self.tell("", "the folder has no slide that can be shown");
        None
    }

    fn tell(&mut self, name: &str, what: &str) {
        if self.told.insert(name.to_owned()) {
            tracing::warn!(folder = %self.path.display(), name, "{what}");
        }
    }
}

/// The names of a folder's pictures, sorted.
fn names_in(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)?.take(FILES_MAX) {
        let Ok(name) = entry?.file_name().into_string() else { continue };
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        if ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str())) && !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Reads one picture, turned as its camera says, and no larger than is of use.
fn picture(path: &Path, size_max: [u32; 2]) -> Result<ColorImage, ImageError> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(DECODED_BYTES_MAX);
    let mut reader = ImageReader::open(path)?.with_guessed_format()?;
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?;
    limits.reserve(decoder.total_bytes())?;
    let orientation = decoder.orientation()?;
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(orientation);
    let [width, height] = size_max.map(|side| side.max(1));
    if image.width() > width || image.height() > height {
        image = image.resize(width, height, FilterType::Triangle);
    }
    let rgba = image.into_rgba8();
    let size = [rgba.width() as usize, rgba.height() as usize];
    Ok(ColorImage::from_rgba_unmultiplied(size, rgba.as_raw()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: [u32; 2] = [64, 64];

    fn save(folder: &Path, name: &str, width: u32, height: u32) {
        DynamicImage::new_rgb8(width, height).save(folder.join(name)).unwrap();
    }

    fn names(reader: &mut Folder, folder: &Path, n: usize) -> Vec<String> {
        (0..n).filter_map(|_| reader.next(folder, SCREEN)).map(|(name, _)| name).collect()
    }

    #[test]
    fn pictures_follow_each_other_by_name_and_come_round_again() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["2-gio-lam-viec.png", "1-chao.PNG", "3-huong-dan.png"] {
            save(folder.path(), name, 8, 8);
        }
        fs::write(folder.path().join("README.txt"), "words").unwrap();
        let mut reader = Folder::default();
        assert_eq!(
            names(&mut reader, folder.path(), 4),
            ["1-chao.PNG", "2-gio-lam-viec.png", "3-huong-dan.png", "1-chao.PNG"]
        );
        fs::remove_file(folder.path().join("2-gio-lam-viec.png")).unwrap();
        save(folder.path(), "4-moi.png", 8, 8);
        assert_eq!(names(&mut reader, folder.path(), 2), ["3-huong-dan.png", "4-moi.png"]);
    }

    #[test]
    fn wrong_cut_and_huge_files_are_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        save(folder.path(), "5-good.png", 8, 8);
        fs::write(folder.path().join("1-words.png"), "no picture at all").unwrap();
        fs::write(folder.path().join("2-empty.jpg"), "").unwrap();
        let whole = fs::read(folder.path().join("5-good.png")).unwrap();
        fs::write(folder.path().join("3-cut.png"), &whole[..whole.len() / 2]).unwrap();
        fs::write(folder.path().join("4-huge.png"), claiming(&whole, 16_000, 16_000)).unwrap();
        fs::write(folder.path().join("6-wide.png"), claiming(&whole, 20_000, 1)).unwrap();
        let mut reader = Folder::default();
        assert_eq!(names(&mut reader, folder.path(), 2), ["5-good.png", "5-good.png"]);
        assert_eq!(reader.told.len(), 5, "each is told of once: {:?}", reader.told);
    }

    /// A PNG whose head claims other sides, with a checksum that is right.
    fn claiming(png: &[u8], width: u32, height: u32) -> Vec<u8> {
        let mut png = png.to_vec();
        png[16..20].copy_from_slice(&width.to_be_bytes());
        png[20..24].copy_from_slice(&height.to_be_bytes());
        let sum = crc32(&png[12..29]);
        png[29..33].copy_from_slice(&sum.to_be_bytes());
        png
    }

    fn crc32(bytes: &[u8]) -> u32 {
        let step = |sum: u32, _| if sum & 1 == 1 { 0xEDB8_8320 ^ (sum >> 1) } else { sum >> 1 };
        !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
    }

    #[test]
    fn a_folder_that_is_missing_or_empty_shows_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut reader = Folder::default();
        assert!(reader.next(&folder.path().join("none"), SCREEN).is_none());
        assert!(reader.next(folder.path(), SCREEN).is_none());
    }

    #[test]
    fn a_picture_is_made_as_small_as_the_screen_and_no_larger_than_it_is() {
        let folder = tempfile::tempdir().unwrap();
        save(folder.path(), "1-wide.jpg", 640, 320);
        save(folder.path(), "2-small.jpg", 20, 10);
        let mut reader = Folder::default();
        assert_eq!(reader.next(folder.path(), SCREEN).unwrap().1.size, [64, 32]);
        assert_eq!(reader.next(folder.path(), SCREEN).unwrap().1.size, [20, 10]);
    }

    #[test]
    fn the_thread_answers_a_wish_and_wakes_the_screen() {
        let folder = tempfile::tempdir().unwrap();
        save(folder.path(), "1.png", 8, 8);
        let (woken, wakes) = std::sync::mpsc::channel();
        let slides = Slides::start(move || woken.send(()).unwrap()).unwrap();
        slides.ask(folder.path().to_str().unwrap(), SCREEN);
        wakes.recv().unwrap();
        let picture = slides.poll().unwrap();
        assert_eq!((picture.name.as_str(), picture.image.size), ("1.png", [8, 8]));
        assert!(slides.poll().is_none());
    }
}
