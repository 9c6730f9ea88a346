//! Colours come from the theme, so that a centre can have its own and contrast is checked in one place.

use proc_macro2::TokenTree;

use crate::checkout::RustFile;
use crate::source::{self, is_punct, line};

/// The types whose constructors and constants are colours.
const COLOURS: [&str; 3] = ["Color32", "Rgba", "Hsva"];
/// No colour at all, or one that egui fills in from the style.
const NO_COLOUR: [&str; 2] = ["TRANSPARENT", "PLACEHOLDER"];

/// `crates/ui/src/theme.rs`, `theme_….rs` and what lies in `theme/`: where colours are made.
pub(crate) fn is_theme(path: &str) -> bool {
    path.starts_with("crates/ui/src/theme")
}

/// `Color32::from_…`, `Color32::RED`, `hex_color!`.
pub(crate) fn faults(file: &RustFile) -> Vec<String> {
    let mut faults = Vec::new();
    source::visit(file, &mut |tokens| {
        let fault = |token: &TokenTree| format!("{}:{}: a colour outside the theme", file.path, line(token));
        for window in tokens.windows(4) {
            if let [TokenTree::Ident(kind), first, second, TokenTree::Ident(name)] = window
                && COLOURS.iter().any(|colour| kind == colour)
                && is_punct(first, ':')
                && is_punct(second, ':')
                && makes_colour(&name.to_string())
            {
                faults.push(fault(&window[0]));
            }
        }
        for window in tokens.windows(2) {
            if let [TokenTree::Ident(name), bang] = window
                && name == "hex_color"
                && is_punct(bang, '!')
            {
                faults.push(fault(&window[0]));
            }
        }
    });
    faults
}

fn makes_colour(name: &str) -> bool {
    let is_constant = name.chars().all(|char| char.is_ascii_uppercase() || char == '_');
    name == "new" || name.starts_with("from_") || (is_constant && !NO_COLOUR.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n_faults(text: &str) -> usize {
        faults(&RustFile { path: "kiosk-app/src/view.rs".to_owned(), text: text.to_owned() }).len()
    }

    #[test]
    fn a_colour_of_ones_own_is_a_fault() {
        for text in [
            "const A: B = Color32::from_rgb(1, 2, 3);",
            "fn a() { b(egui::Color32::WHITE) }",
            "fn a() { paint(hex_color!(\"#fff\")) }",
            "fn a() { Rgba::from_gray(0.5) }",
        ] {
            assert_eq!(n_faults(text), 1, "{text}");
        }
    }

    #[test]
    fn tokens_of_the_theme_and_no_colour_are_no_fault() {
        assert_eq!(
            n_faults("fn a(c: Color32) { b(theme.ink, Color32::TRANSPARENT, c.gamma_multiply(0.5)) }"),
            0
        );
        assert_eq!(n_faults("#[cfg(test)] mod tests { const A: B = Color32::RED; }"), 0);
    }

    #[test]
    fn only_the_themes_own_files_make_colours() {
        assert!(is_theme("crates/ui/src/theme.rs") && is_theme("crates/ui/src/theme/night.rs"));
        assert!(!is_theme("crates/ui/src/widgets.rs") && !is_theme("kiosk-app/src/theme.rs"));
    }
}
