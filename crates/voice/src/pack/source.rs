//! Where a pack's files come from.

use std::io::{Error, ErrorKind, Read};
use std::path::{Path, PathBuf};

use include_dir::Dir;

use super::{BUILT_IN, FILE_BYTES_MAX, GUIDES, Manifest, PackError, Recording, built_in, decode};

/// What describes a pack, in its folder.
pub(crate) const MANIFEST: &str = "pack.toml";

pub(crate) enum Source {
    Folder(PathBuf),
    BuiltIn(&'static Dir<'static>),
}

impl Source {
    pub(crate) fn built_in(name: &str) -> Result<Self, PackError> {
        let folder = built_in::folder(name);
        folder.map(Self::BuiltIn).ok_or_else(|| PackError::NoSuchVoice { name: name.to_owned() })
    }

    /// A built-in pack, else a folder.
    pub(crate) fn named(name: &str) -> Result<Self, PackError> {
        if BUILT_IN.contains(&name) || GUIDES.contains(&name) {
            Self::built_in(name)
        } else {
            Ok(Self::Folder(name.into()))
        }
    }

    pub(crate) fn manifest(&self) -> Result<Manifest, PackError> {
        let file = self.path_of(MANIFEST);
        let bytes = self.read(MANIFEST)?;
        let wrong = |problem: String| PackError::Manifest { file: file.clone(), problem };
        let text = std::str::from_utf8(&bytes).map_err(|error| wrong(error.to_string()))?;
        Manifest::parse(text).map_err(wrong)
    }

    /// The whole of a file of the pack.
    pub(crate) fn read(&self, name: &str) -> Result<Vec<u8>, PackError> {
        let bytes = match self {
            Self::Folder(folder) => read_file(&folder.join(name)),
            Self::BuiltIn(folder) => {
                let file = folder.get_file(folder.path().join(name));
                file.map(|file| file.contents().to_vec()).ok_or_else(|| Error::from(ErrorKind::NotFound))
            }
        };
        bytes.map_err(|problem| PackError::Unreadable { file: self.path_of(name), problem })
    }

    pub(crate) fn recording(&self, name: &str) -> Result<Recording, PackError> {
        let problem = |problem| PackError::Sound { file: self.path_of(name), problem };
        decode(self.read(name)?).map_err(problem)
    }

    /// For messages.
    pub(crate) fn path_of(&self, name: &str) -> PathBuf {
        match self {
            Self::Folder(folder) => folder.join(name),
            Self::BuiltIn(folder) => folder.path().join(name),
        }
    }
}

fn read_file(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(Error::other(format!("it is larger than {} MB", FILE_BYTES_MAX >> 20)));
    }
    Ok(bytes)
}
