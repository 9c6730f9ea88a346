//! What the printers' slips look like, and what each printer keeps beyond a restart.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use goiso_config::{Config, PrinterConfig, PrinterModelChoice, SlipLayoutChoice};
use goiso_hardware::printer::{
    Naming, Past, PrinterModel, PrinterTarget, Profile, Resident, SlipContent, SlipLayout, SlipSetup,
    TomlError,
};
use goiso_model::DeviceName;
use jiff::Timestamp;

/// What each printer can do and what its slips look like.
#[derive(Debug)]
pub struct SlipBooks {
    profiles: BTreeMap<DeviceName, Profile>,
    layouts: BTreeMap<DeviceName, Arc<SlipLayout>>,
    samples: Vec<SlipContent>,
    day: i32,
    memory: Memory,
    past: Past,
}

/// Remembers what printers keep: a small file each, in the data folder.
#[derive(Debug, Clone)]
pub(super) struct Memory {
    folder: PathBuf,
}

impl SlipBooks {
    /// Reads the files that the centre's file names; they lie beside it.
    pub fn load(
        config: &Config,
        centre_file: &Path,
        data: &Path,
        samples: Vec<SlipContent>,
        now: Timestamp,
    ) -> Result<Self, TomlError> {
        let mut profiles = BTreeMap::new();
        let mut layouts = BTreeMap::new();
        for printer in &config.printers {
            let (profile, layout) = read(printer, centre_file)?;
            profiles.insert(printer.name.clone(), profile);
            layouts.insert(printer.name.clone(), layout);
        }
        let day = now.as_second().div_euclid(24 * 60 * 60) as i32;
        Ok(Self {
            profiles,
            layouts,
            samples,
            day,
            memory: Memory { folder: data.join("printers") },
            past: Past::Clean,
        })
    }

    /// A printer at its place, as its driver wants it.
    pub(super) fn printer(
        &self,
        printer: &PrinterConfig,
        target: PrinterTarget,
    ) -> goiso_hardware::printer::PrinterConfig {
        let (profile, slips) = self.of(printer);
        let naming = match printer.model {
            PrinterModelChoice::Auto => Naming::Asked { dots_max: printer.dots },
            PrinterModelChoice::Shipped(_) | PrinterModelChoice::File(_) => Naming::Given,
        };
        goiso_hardware::printer::PrinterConfig {
            name: printer.name.clone(),
            target,
            profile,
            naming,
            past: self.past,
            slips,
        }
    }

    /// How wide its paper is.
    pub(super) fn dots(&self, printer: &PrinterConfig) -> u16 {
        self.of(printer).0.dots
    }

    /// What a printer can do, and what its slips look like.
    fn of(&self, printer: &PrinterConfig) -> (Profile, SlipSetup) {
        let profile = self.profiles.get(&printer.name).copied().unwrap_or(any_of_width(printer.dots));
        let layout = self.layouts.get(&printer.name).cloned().unwrap_or_else(SlipLayout::vietnamese);
        let resident = self.memory.of(&printer.name, self.day);
        let samples = self.samples.clone();
        (profile, SlipSetup { layout, samples, resident, day: self.day, ..SlipSetup::default() })
    }

    /// The same, where the hub before may have ended in the middle of a slip.
    #[must_use]
    pub fn after(self, past: Past) -> Self {
        Self { past, ..self }
    }

    pub(super) fn memory(&self) -> Memory {
        self.memory.clone()
    }
}

/// All that is wrong with the files that the centre's file names, each only once.
pub(crate) fn check_files(config: &Config, centre_file: &Path) -> Vec<TomlError> {
    let mut errors: Vec<TomlError> = Vec::new();
    let beside = centre_file.parent().unwrap_or(Path::new(""));
    for printer in &config.printers {
        let wrong = profile(printer, beside).err().into_iter().chain(layout(&printer.layout, beside).err());
        for error in wrong {
            if !errors.contains(&error) {
                errors.push(error);
            }
        }
    }
    errors
}

fn read(printer: &PrinterConfig, centre_file: &Path) -> Result<(Profile, Arc<SlipLayout>), TomlError> {
    let beside = centre_file.parent().unwrap_or(Path::new(""));
    Ok((profile(printer, beside)?, layout(&printer.layout, beside)?))
}

fn profile(printer: &PrinterConfig, beside: &Path) -> Result<Profile, TomlError> {
    Ok(match &printer.model {
        PrinterModelChoice::Auto => any_of_width(printer.dots),
        PrinterModelChoice::Shipped(id) => {
            PrinterModel::by_id(id).map_or(any_of_width(printer.dots), |model| model.profile)
        }
        PrinterModelChoice::File(file) => PrinterModel::load(&beside.join(file))?.profile,
    })
}

fn any_of_width(dots: u16) -> Profile {
    let model = if dots > 384 { Profile::GENERIC_80MM } else { Profile::GENERIC_58MM };
    Profile { dots, ..model }
}

fn layout(choice: &SlipLayoutChoice, beside: &Path) -> Result<Arc<SlipLayout>, TomlError> {
    Ok(match choice {
        SlipLayoutChoice::Vietnamese => SlipLayout::vietnamese(),
        SlipLayoutChoice::Bilingual => SlipLayout::bilingual(),
        SlipLayoutChoice::File(file) => Arc::new(SlipLayout::load(&beside.join(file))?),
    })
}

impl Memory {
    fn file(&self, printer: &DeviceName) -> PathBuf {
        self.folder.join(format!("{printer}.toml"))
    }

    fn of(&self, printer: &DeviceName, day: i32) -> Resident {
        match std::fs::read_to_string(self.file(printer)) {
            Ok(text) => Resident::from_text(&text, day),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Resident::default(),
            // As if it made no sense: nothing is known of the printer.
            Err(error) => {
                tracing::warn!(%printer, %error, "cannot read what the printer keeps");
                Resident::from_text("", day)
            }
        }
    }

    /// Writes it beside first, so that a power cut leaves the old file or the new.
    pub(super) async fn keep(&self, printer: &DeviceName, resident: &Resident) {
        let (file, text) = (self.file(printer), resident.to_text());
        let beside = file.with_extension("new");
        let written = async {
            tokio::fs::create_dir_all(&self.folder).await?;
            tokio::fs::write(&beside, text).await?;
            tokio::fs::rename(&beside, &file).await
        };
        if let Err(error) = written.await {
            tracing::warn!(%printer, %error, "cannot remember what the printer keeps");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_model_can_be_named() {
        let mut shipped: Vec<_> = PrinterModel::shipped().iter().map(|model| model.id.as_str()).collect();
        let mut named = PrinterModelChoice::SHIPPED;
        shipped.sort_unstable();
        named.sort_unstable();
        assert_eq!(shipped, named);
    }

    #[test]
    fn a_layout_and_a_model_of_the_centre_s_own_lie_beside_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let centre = folder.path().join("centre.toml");
        let own = "kind = \"virtual\"\nprofile = \"epson-tm-t88\"\nlayout = \"slip.toml\"";
        std::fs::write(&centre, CENTRE.replacen("kind = \"virtual\"", own, 1)).unwrap();
        std::fs::write(folder.path().join("slip.toml"), "[[element]]\nkind = \"nummer\"\n").unwrap();
        let config = Config::load(&centre).unwrap();
        let load = || SlipBooks::load(&config, &centre, folder.path(), Vec::new(), Timestamp::UNIX_EPOCH);
        let told = load().unwrap_err().to_string();
        assert!(told.contains("slip.toml:2:8: unknown variant `nummer`"), "{told}");

        std::fs::write(folder.path().join("slip.toml"), "[[element]]\nkind = \"number\"\n").unwrap();
        let books = load().unwrap();
        assert_eq!(books.of(&config.printers[0]).0.dots, 512);
    }

    #[tokio::test]
    async fn what_a_printer_keeps_is_known_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let memory = Memory { folder: folder.path().join("printers") };
        let name = DeviceName::new("may-in-1").unwrap();
        assert_eq!(memory.of(&name, 7), Resident::default());
        let bitmap = goiso_hardware::printer::Bitmap::new(8, 8);
        let resident = Resident::default().rewrite(&[bitmap], 1000, 7).unwrap().then;
        memory.keep(&name, &resident).await;
        assert_eq!(memory.of(&name, 8), resident);
    }

    const CENTRE: &str = include_str!("../../../../assets/centres/sample.toml");
}
