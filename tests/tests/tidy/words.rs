//! Texts that people read come from `assets/locales`, so that each can be translated and checked.

use proc_macro2::{Delimiter, TokenTree};

use crate::checkout::RustFile;
use crate::source::{self, is_punct, line};

/// The product's name is the same in every language.
const NAMES: [&str; 1] = ["Gọi Số"];
/// The examples for each key of `centre.toml`, which are Vietnamese by nature.
const EXAMPLES: &str = "crates/config/src/schema";
/// What draws its first argument, on anything called `ui`.
const DRAWS: [&str; 8] =
    ["label", "button", "small_button", "heading", "small", "strong", "weak", "monospace"];

/// Literals with letters beyond ASCII, and literals that are drawn as they stand.
pub(crate) fn faults(file: &RustFile) -> Vec<String> {
    if file.path.starts_with(EXAMPLES) {
        return Vec::new();
    }
    let mut faults = Vec::new();
    source::visit(file, &mut |tokens| {
        for token in tokens.iter().filter(|token| is_foreign(token)) {
            faults.push(format!("{}:{}: belongs in assets/locales: {token}", file.path, line(token)));
        }
        for token in drawn(tokens) {
            faults.push(format!("{}:{}: is drawn as it stands: {token}", file.path, line(&token)));
        }
    });
    faults
}

fn is_foreign(token: &TokenTree) -> bool {
    let TokenTree::Literal(literal) = token else { return false };
    let mut text = literal.to_string();
    for name in NAMES {
        text = text.replace(name, "");
    }
    text.starts_with(['"', 'r', '\'']) && text.chars().any(|char| char.is_alphabetic() && !char.is_ascii())
}

/// The literals in `ui.label("…")` and `RichText::new("…")`.
fn drawn(tokens: &[TokenTree]) -> Vec<TokenTree> {
    let mut found = Vec::new();
    for (idx, token) in tokens.iter().enumerate() {
        let calls = match &tokens[..idx] {
            [.., TokenTree::Ident(ui), dot, TokenTree::Ident(method)] if is_punct(dot, '.') => {
                ui == "ui" && DRAWS.iter().any(|draws| method == draws)
            }
            [.., TokenTree::Ident(kind), colon, _, TokenTree::Ident(new)] if is_punct(colon, ':') => {
                kind == "RichText" && new == "new"
            }
            _ => false,
        };
        if calls && let Some(text) = first_text(token) {
            found.push(text);
        }
    }
    found
}

fn first_text(arguments: &TokenTree) -> Option<TokenTree> {
    let TokenTree::Group(group) = arguments else { return None };
    let first = group.stream().into_iter().next()?;
    let text = first.to_string();
    let is_words = text.starts_with('"') && text.chars().any(char::is_alphabetic);
    (group.delimiter() == Delimiter::Parenthesis && is_words).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines_at_fault(text: &str) -> Vec<String> {
        let file = RustFile { path: "kiosk-app/src/view.rs".to_owned(), text: text.to_owned() };
        faults(&file)
            .into_iter()
            .map(|fault| fault.split(": ").next().unwrap_or_default().to_owned())
            .collect()
    }

    #[test]
    fn a_vietnamese_text_in_the_program_is_a_fault() {
        let at = lines_at_fault("fn a() {\n  say(\"Mời công dân\");\n  say(r\"số\"); say('đ');\n}");
        assert_eq!(at, ["kiosk-app/src/view.rs:2", "kiosk-app/src/view.rs:3", "kiosk-app/src/view.rs:3"]);
    }

    #[test]
    fn an_english_text_that_is_drawn_is_a_fault() {
        let text = "fn a(ui: &mut Ui) {\n  ui.label(\"Please wait\");\n  RichText::new(\"Next\");\n  ui.label(texts.get(\"kiosk-wait\"));\n}";
        assert_eq!(lines_at_fault(text), ["kiosk-app/src/view.rs:2", "kiosk-app/src/view.rs:3"]);
    }

    #[test]
    fn keys_signs_comments_and_the_products_name_are_no_texts() {
        let text = "/// Mời công dân\nfn a(ui: &mut Ui) { ui.label(\"–\"); get(\"kiosk-wait\"); title(\"Gọi Số\"); }";
        assert_eq!(lines_at_fault(text), [""; 0]);
    }
}
