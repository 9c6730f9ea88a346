//! Printer models as TOML files: the shipped ones in `assets/printers`, and a centre's own.

use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::LazyLock;

use serde::Deserialize;
use toml::Spanned;

use super::profile::{
    Cutter, GlyphSupport, GraphicsSupport, PageSupport, Profile, ProofSupport, QrSupport, StatusSupport,
};
use super::toml_file::{Source, TomlError, read_text};

const DOTS: RangeInclusive<u32> = 256..=832;
const DOTS_PER_INCH: RangeInclusive<u32> = 150..=255;
const NV_BYTES: RangeInclusive<u32> = 0..=16 * 1024 * 1024;
const BAUDS: [u32; 7] = [1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600];
const BAUD_FASTEST: u32 = 115_200;

macro_rules! shipped {
    ($($id:literal),* $(,)?) => {
        [$(($id, include_str!(concat!("../../../assets/printers/", $id, ".toml")))),*]
    };
}

/// Those with an identity of their own come first.
static SHIPPED: LazyLock<Vec<PrinterModel>> = LazyLock::new(|| {
    shipped![
        "epson-tm-t82",
        "epson-tm-t20iii",
        "epson-tm-t88",
        "xprinter-xp-q80",
        "xprinter-xp-80",
        "rongta-rp326",
        "generic-58mm",
        "generic-80mm",
    ]
    .into_iter()
    .map(|(id, text)| PrinterModel::parse(text, id, id).expect("the shipped models are tested"))
    .collect()
});

/// A printer model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrinterModel {
    /// What a centre's file calls it, e.g. `epson-tm-t82`.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Parts of what it says of itself (`GS I 66` and `67`), whichever letters are capitals.
    pub identities: Vec<String>,
    /// Code pages that its maker calls Vietnamese; letters are sent as dots, so that none of them matters.
    pub vietnamese_code_pages: Vec<u8>,
    /// What it can do.
    pub profile: Profile,
}

impl PrinterModel {
    /// The models that we ship.
    pub fn shipped() -> &'static [Self] {
        &SHIPPED
    }

    /// The shipped model with this id.
    pub fn by_id(id: &str) -> Option<&'static Self> {
        SHIPPED.iter().find(|model| model.id == id)
    }

    /// The shipped model that a printer is by what it says of itself, e.g. `TM-T82III`: the one that has the
    /// longest part of it. None for a printer that nobody described.
    pub fn by_identity(text: &str) -> Option<&'static Self> {
        let text = text.to_uppercase();
        SHIPPED
            .iter()
            .flat_map(|model| model.identities.iter().map(move |identity| (identity, model)))
            .filter(|(identity, _)| text.contains(&identity.to_uppercase()))
            .max_by_key(|(identity, _)| identity.len())
            .map(|(_, model)| model)
    }

    /// Reads a centre's own file; its id is the file's name.
    pub fn load(path: &Path) -> Result<Self, TomlError> {
        let text = read_text(path)?;
        let id = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        Self::parse(&text, &path.display().to_string(), &id)
    }

    /// Reads a text; errors name it `file`.
    pub fn parse(text: &str, file: &str, id: &str) -> Result<Self, TomlError> {
        let source = Source { file, text };
        let given: Given = source.read()?;
        let baud = *given.baud.get_ref();
        if !BAUDS.contains(&baud) && baud != BAUD_FASTEST {
            let known = BAUDS.map(|baud| baud.to_string()).join(", ");
            let problem = format!("baud is {baud}; write one of {known}, {BAUD_FASTEST}");
            return Err(source.at(&given.baud.span(), problem));
        }
        let graphics = match &given.nv_graphics_bytes {
            Some(bytes) => {
                GraphicsSupport::Nv { bytes: source.within("nv_graphics_bytes", bytes, &NV_BYTES)? }
            }
            None => GraphicsSupport::None,
        };
        let empty = given.identities.get_ref().iter().any(|identity| identity.trim().len() < 3);
        if empty {
            let problem = "an identity is shorter than 3 letters and would fit any printer; write more of it";
            return Err(source.at(&given.identities.span(), problem));
        }
        let profile = Profile {
            dots: source.within("dots", &given.dots, &DOTS)? as u16,
            dots_per_inch: source.within("dots_per_inch", &given.dots_per_inch, &DOTS_PER_INCH)? as u16,
            baud,
            cutter: given.cutter.into(),
            status: given.status.into(),
            proof: given.proof.into(),
            qr: given.qr.into(),
            graphics,
            glyphs: given.user_glyphs.into(),
            page: if given.page_mode { PageSupport::PageMode } else { PageSupport::None },
        };
        Ok(Self {
            id: id.to_owned(),
            name: given.name,
            identities: given.identities.into_inner(),
            vietnamese_code_pages: given.vietnamese_code_pages,
            profile,
        })
    }
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    name: String,
    identities: Spanned<Vec<String>>,
    dots: Spanned<u32>,
    dots_per_inch: Spanned<u32>,
    baud: Spanned<u32>,
    cutter: GivenCutter,
    status: GivenStatus,
    proof: GivenProof,
    qr: GivenQr,
    nv_graphics_bytes: Option<Spanned<u32>>,
    user_glyphs: GivenGlyphs,
    page_mode: bool,
    #[serde(default)]
    vietnamese_code_pages: Vec<u8>,
}

/// The words of a file for one of our types.
macro_rules! words {
    ($given:ident for $ours:ident: $($variant:ident),*) => {
        #[derive(Deserialize)]
        #[serde(rename_all = "kebab-case")]
        enum $given { $($variant),* }

        impl From<$given> for $ours {
            fn from(given: $given) -> Self {
                match given { $($given::$variant => Self::$variant),* }
            }
        }
    };
}

words!(GivenCutter for Cutter: Partial, Full, None);
words!(GivenProof for ProofSupport: ProcessId, InOrderStatus, None);
words!(GivenQr for QrSupport: Native, Raster);
words!(GivenGlyphs for GlyphSupport: Beside, Either, None);

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum GivenStatus {
    Automatic,
    Polled,
    None,
}

impl From<GivenStatus> for StatusSupport {
    fn from(given: GivenStatus) -> Self {
        match given {
            GivenStatus::Automatic => Self::AutoBack,
            GivenStatus::Polled => Self::Polled,
            GivenStatus::None => Self::None,
        }
    }
}

#[cfg(test)]
#[path = "models_tests.rs"]
mod tests;
