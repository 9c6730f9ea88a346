//! Be Vietnam Pro in three weights, and the pictograms. egui's own fonts have no Vietnamese.

use std::sync::Arc;

use egui::{Context, FontData, FontDefinitions, FontFamily};

/// The weights of Be Vietnam Pro that we carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// 400: running text.
    Regular,
    /// 600: names and buttons.
    SemiBold,
    /// 800: numbers and titles.
    ExtraBold,
}

impl Weight {
    /// The family that egui knows this weight by.
    pub fn family(self) -> FontFamily {
        match self {
            Self::Regular => FontFamily::Proportional,
            Self::SemiBold => FontFamily::Name(SEMI_BOLD.into()),
            Self::ExtraBold => FontFamily::Name(EXTRA_BOLD.into()),
        }
    }
}

const REGULAR: &str = "Be Vietnam Pro Regular";
const SEMI_BOLD: &str = "Be Vietnam Pro SemiBold";
const EXTRA_BOLD: &str = "Be Vietnam Pro ExtraBold";

/// Gives the context our fonts and no others. To be called once, before the first frame.
pub fn install_fonts(ctx: &Context) {
    let mut fonts = FontDefinitions::empty();
    for (name, bytes) in [
        (REGULAR, include_bytes!("../../../assets/fonts/BeVietnamPro-Regular.ttf").as_slice()),
        (SEMI_BOLD, include_bytes!("../../../assets/fonts/BeVietnamPro-SemiBold.ttf").as_slice()),
        (EXTRA_BOLD, include_bytes!("../../../assets/fonts/BeVietnamPro-ExtraBold.ttf").as_slice()),
    ] {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let pictograms = egui_material_icons::font_insert();
    fonts.font_data.insert(pictograms.name.clone(), Arc::new(pictograms.data));
    fonts.families.insert(FontFamily::Name(egui_material_icons::FONT_FAMILY.into()), vec![pictograms.name]);
    // A weight that lacks a letter borrows it from another one.
    for (family, order) in [
        (Weight::Regular.family(), [REGULAR, SEMI_BOLD]),
        (Weight::SemiBold.family(), [SEMI_BOLD, REGULAR]),
        (Weight::ExtraBold.family(), [EXTRA_BOLD, REGULAR]),
        (FontFamily::Monospace, [REGULAR, SEMI_BOLD]),
    ] {
        fonts.families.insert(family, order.map(str::to_owned).to_vec());
    }
    ctx.set_fonts(fonts);
}
