//! Where the window stood, so that it stands there again tomorrow: a small file in the user's own folder.

use std::io;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A window that was moved is written down once it has stood still for so long.
const SETTLED_AFTER: SignedDuration = SignedDuration::from_secs(2);

/// The sides of a window that is kept, in points; anything else is a file that somebody else wrote.
const SIDE: std::ops::RangeInclusive<f32> = 40.0..=16_000.0;

/// Where a window stands, in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// From the left edge of the screens; none where the system does not tell.
    pub x: Option<f32>,
    /// From their top.
    pub y: Option<f32>,
    /// Its inner width.
    pub width: f32,
    /// Its inner height.
    pub height: f32,
    /// Whether it stays over all other windows.
    pub is_on_top: bool,
}

impl Place {
    fn is_sound(&self) -> bool {
        let is_point = |at: Option<f32>| at.is_none_or(|at| at.is_finite() && at.abs() <= *SIDE.end());
        SIDE.contains(&self.width) && SIDE.contains(&self.height) && is_point(self.x) && is_point(self.y)
    }

    /// The place in a file. A file that is not there or not understood is no place: the window then stands
    /// where it would the first time.
    pub fn read(path: &Path) -> Option<Self> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
            Err(error) => {
                tracing::warn!(%error, path = %path.display(), "where the window stood cannot be read");
                return None;
            }
        };
        match serde_json::from_str::<Self>(&text) {
            Ok(place) if place.is_sound() => Some(place),
            Ok(place) => {
                tracing::warn!(?place, path = %path.display(), "no window can stand there");
                None
            }
            Err(error) => {
                tracing::warn!(%error, path = %path.display(), "where the window stood is not understood");
                None
            }
        }
    }

    /// Writes it down, whole or not at all.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let new = path.with_extension("new");
        std::fs::write(&new, serde_json::to_string(self).map_err(io::Error::other)?)?;
        std::fs::rename(new, path)
    }
}

/// The file for a terminal in the user's own folder: `$XDG_CONFIG_HOME/goiso/<name>.json`, or below
/// `$HOME/.config`; none where neither is known.
pub fn file(name: &str, config_home: Option<PathBuf>, home: Option<PathBuf>) -> Option<PathBuf> {
    let absolute = config_home.filter(|path| path.is_absolute());
    let folder = absolute.or_else(|| Some(home?.join(".config")))?;
    Some(folder.join("goiso").join(format!("{name}.json")))
}

/// Watches a window, and says when its place should be written down.
#[derive(Debug)]
pub(crate) struct Keeper {
    written: Option<Place>,
    seen: Option<(Place, Timestamp)>,
}

impl Keeper {
    /// A keeper that knows what stands in the file.
    pub(crate) fn new(written: Option<Place>) -> Self {
        Self { written, seen: None }
    }

    /// Looks at the window; a place that has settled comes back once.
    pub(crate) fn look(&mut self, place: Place, now: Timestamp) -> Option<Place> {
        if self.written == Some(place) {
            self.seen = None;
            return None;
        }
        match self.seen {
            Some((seen, since)) if seen == place => {
                let is_settled = now.duration_since(since) >= SETTLED_AFTER;
                is_settled.then(|| {
                    self.written = Some(place);
                    self.seen = None;
                    place
                })
            }
            Some(_) | None => {
                self.seen = Some((place, now));
                None
            }
        }
    }

    /// When to look again though nothing happens.
    pub(crate) fn next_deadline(&self) -> Option<Timestamp> {
        self.seen.map(|(_, since)| since + SETTLED_AFTER)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place =
        Place { x: Some(1460.0), y: Some(0.0), width: 460.0, height: 900.0, is_on_top: true };

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millisecond(1_795_000_000_000 + millis).unwrap()
    }

    #[test]
    fn a_window_stands_again_where_it_stood() {
        let folder = tempfile::tempdir().unwrap();
        let path = file("counter-3", Some(folder.path().to_owned()), None).unwrap();
        assert_eq!(Place::read(&path), None);
        PLACE.write(&path).unwrap();
        assert_eq!(Place::read(&path), Some(PLACE));
        for wrong in ["", "{", r#"{"x":null,"y":null,"width":1e9,"height":9,"is_on_top":false}"#] {
            std::fs::write(&path, wrong).unwrap();
            assert_eq!(Place::read(&path), None, "{wrong}");
        }
    }

    #[test]
    fn the_file_is_in_the_users_own_folder() {
        let name = |config: Option<&str>, home: Option<&str>| {
            file("c", config.map(PathBuf::from), home.map(PathBuf::from))
                .map(|path| path.display().to_string())
        };
        assert_eq!(name(Some("/x"), Some("/home/lan")).as_deref(), Some("/x/goiso/c.json"));
        assert_eq!(name(Some("x"), Some("/home/lan")).as_deref(), Some("/home/lan/.config/goiso/c.json"));
        assert_eq!(name(None, None), None);
    }

    #[test]
    fn a_place_is_written_once_when_the_window_has_settled() {
        let mut keeper = Keeper::new(None);
        let moved = Place { x: Some(10.0), ..PLACE };
        assert_eq!(keeper.look(PLACE, at(0)), None);
        assert_eq!(keeper.look(moved, at(1500)), None, "still being moved");
        assert_eq!(keeper.next_deadline(), Some(at(3500)));
        assert_eq!(keeper.look(moved, at(3500)), Some(moved));
        assert_eq!((keeper.look(moved, at(9000)), keeper.next_deadline()), (None, None));
    }
}
