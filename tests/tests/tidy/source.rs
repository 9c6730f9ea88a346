//! Reads Rust as tokens, so that comments, attributes and tests are told from the program.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::checkout::RustFile;

/// The tokens of the program alone: no attributes, no doc comments, nothing under `#[cfg(test)]`.
///
/// Each nested list of tokens (a block, an argument list) is handed to `visit` as one slice.
pub(crate) fn visit(file: &RustFile, visit: &mut dyn FnMut(&[TokenTree])) {
    descend(tokens(file), visit);
}

fn tokens(file: &RustFile) -> TokenStream {
    file.text.parse().unwrap_or_else(|error| panic!("{}: {error}", file.path))
}

fn descend(stream: TokenStream, visit: &mut dyn FnMut(&[TokenTree])) {
    let tokens = program_of(stream);
    visit(&tokens);
    for token in tokens {
        if let TokenTree::Group(group) = token {
            descend(group.stream(), visit);
        }
    }
}

/// One level of tokens without attributes and without the items that are for tests only.
fn program_of(stream: TokenStream) -> Vec<TokenTree> {
    let mut kept = Vec::new();
    let mut tokens = stream.into_iter().peekable();
    while let Some(token) = tokens.next() {
        if !is_punct(&token, '#') {
            kept.push(token);
            continue;
        }
        // `#![…]` speaks of the whole file; `#[…]` of what follows.
        tokens.next_if(|token| is_punct(token, '!'));
        let Some(TokenTree::Group(attribute)) = tokens.next_if(is_brackets) else {
            kept.push(token);
            continue;
        };
        if is_for_tests(&attribute) {
            for token in tokens.by_ref() {
                if is_end_of_item(&token) {
                    break;
                }
            }
        }
    }
    kept
}

fn is_for_tests(attribute: &Group) -> bool {
    let text = attribute.stream().to_string().replace(' ', "");
    text == "test"
        || text == "cfg(test)"
        || text.starts_with("cfg(all(test")
        || text.starts_with("cfg(any(test")
}

fn is_end_of_item(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    }
}

fn is_brackets(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket)
}

pub(crate) fn is_punct(token: &TokenTree, char: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == char)
}

pub(crate) fn line(token: &TokenTree) -> usize {
    token.span().start().line
}

/// Drops the files that only tests are compiled from: under `tests/`, and modules behind `#[cfg(test)]`.
pub(crate) fn without_test_files(files: Vec<RustFile>) -> Vec<RustFile> {
    let for_tests: BTreeSet<String> = files.iter().flat_map(test_modules).collect();
    let is_test = |path: &str| {
        let in_folder = path.split('/').any(|part| matches!(part, "tests" | "examples" | "benches"));
        in_folder
            || for_tests
                .iter()
                .any(|module| path.strip_prefix(module.as_str()).is_some_and(is_rest_of_module))
    };
    files.into_iter().filter(|file| !is_test(&file.path)).collect()
}

fn is_rest_of_module(rest: &str) -> bool {
    rest == ".rs" || rest.starts_with('/')
}

/// The paths, without ending, of the modules that a file declares by `#[cfg(test)] mod name;`.
fn test_modules(file: &RustFile) -> Vec<String> {
    let without_ending = file.path.trim_end_matches(".rs");
    let (parent, stem) = without_ending.rsplit_once('/').unwrap_or(("", without_ending));
    let folder = if matches!(stem, "lib" | "main" | "mod") { parent } else { without_ending };
    let tokens: Vec<TokenTree> = tokens(file).into_iter().collect();
    let declarations = tokens.windows(5).filter_map(|window| match window {
        [hash, TokenTree::Group(attribute), TokenTree::Ident(mod_word), TokenTree::Ident(name), end]
            if is_punct(hash, '#') && is_for_tests(attribute) && mod_word == "mod" && is_punct(end, ';') =>
        {
            Some(format!("{folder}/{name}"))
        }
        _ => None,
    });
    declarations.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> RustFile {
        RustFile { path: path.to_owned(), text: text.to_owned() }
    }

    fn literals(text: &str) -> Vec<String> {
        let mut literals = Vec::new();
        visit(&file("a.rs", text), &mut |tokens| {
            literals.extend(tokens.iter().filter_map(|token| match token {
                TokenTree::Literal(literal) => Some(literal.to_string()),
                TokenTree::Group(_) | TokenTree::Ident(_) | TokenTree::Punct(_) => None,
            }));
        });
        literals
    }

    #[test]
    fn literals_are_found_however_deep_they_lie() {
        assert_eq!(literals("fn a() { if b { c!(\"x\", [1]) } }"), ["\"x\"", "1"]);
    }

    #[test]
    fn comments_attributes_and_tests_are_not_the_program() {
        let text = "//! Doc\n/// Doc\n#[expect(x, reason = \"why\")] fn a() { /* 1 */ }\n\
            #[cfg(test)] mod tests { const A: &str = \"t\"; }\n#[test] fn t() { 5 }\nconst B: u8 = 2;";
        assert_eq!(literals(text), ["2"]);
    }

    #[test]
    fn what_follows_a_test_item_is_the_program_again() {
        assert_eq!(
            literals("#[cfg(test)] mod tests;\nconst A: u8 = 1; #[cfg(test)] use b; const C: u8 = 2;"),
            ["1", "2"]
        );
    }

    #[test]
    fn files_for_tests_only_are_left_out() {
        let files = vec![
            file("kiosk-app/src/lib.rs", "#[cfg(test)] mod helpers; mod view;"),
            file("kiosk-app/src/helpers.rs", ""),
            file("kiosk-app/src/helpers/more.rs", ""),
            file("kiosk-app/src/view.rs", "#[cfg(test)]\nmod cases;"),
            file("kiosk-app/src/view/cases.rs", ""),
            file("kiosk-app/src/cases.rs", ""),
            file("kiosk-app/tests/shots.rs", ""),
        ];
        let kept: Vec<String> = without_test_files(files).into_iter().map(|file| file.path).collect();
        assert_eq!(kept, ["kiosk-app/src/lib.rs", "kiosk-app/src/view.rs", "kiosk-app/src/cases.rs"]);
    }
}
