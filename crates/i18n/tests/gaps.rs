//! No text is missing, in no language, and none is left over.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

type Variables = BTreeSet<String>;

/// Keys that are put together from a code of the protocol, so that no source names them whole.
const FAMILIES: [&str; 6] = ["refusal-", "alert-", "outcome-", "pause-", "reason-", "counter-state-"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn every_language_has_the_same_keys_with_the_same_values() {
    let (vi, en) = (keys("vi"), keys("en"));
    assert!(vi.len() > 100, "only {} keys were found", vi.len());
    let only = |a: &BTreeMap<String, Variables>, b: &BTreeMap<String, Variables>| -> Vec<String> {
        a.keys().filter(|key| !b.contains_key(*key)).cloned().collect()
    };
    assert_eq!(only(&vi, &en), [""; 0], "in vi only");
    assert_eq!(only(&en, &vi), [""; 0], "in en only");
    for (key, variables) in &vi {
        assert_eq!(variables, &en[key], "the values of {key}");
    }
}

#[test]
fn every_key_that_a_source_names_exists_and_none_is_left_over() {
    let known = keys("vi");
    let mut named = BTreeSet::new();
    let mut asked = Vec::new();
    for path in sources() {
        let source = fs::read_to_string(&path).unwrap();
        named.extend(literals(&path).into_iter().filter(|text| is_key(text)));
        asked.extend(asked_keys(&source).into_iter().map(|key| (key, path.clone())));
    }
    assert!(!asked.is_empty(), "no source asks for a text: the scan has lost its way");
    let unknown: Vec<_> = asked.iter().filter(|(key, _)| !known.contains_key(key)).collect();
    assert!(unknown.is_empty(), "asked for but not written: {unknown:#?}");
    let unused: Vec<_> = known
        .keys()
        .filter(|key| !named.contains(*key) && !FAMILIES.iter().any(|family| key.starts_with(family)))
        .collect();
    assert!(unused.is_empty(), "written but never shown: {unused:#?}");
}

#[test]
fn every_refusal_has_its_words_and_no_words_are_for_none() {
    let known = keys("vi");
    let codes = refusal_codes();
    assert!(codes.len() > 20, "the scan found only {codes:?}");
    let without_words: Vec<&String> =
        codes.iter().filter(|code| !known.contains_key(&refusal_key(code))).collect();
    assert!(without_words.is_empty(), "refused without words: {without_words:?}");

    // The web interface refuses a few things itself; its code names them somewhere.
    let named: BTreeSet<String> = sources()
        .iter()
        .flat_map(|path| literals(path))
        .chain(codes)
        .map(|code| refusal_key(&code))
        .collect();
    for key in known.keys().filter(|key| key.starts_with("refusal-") && *key != "refusal-general") {
        assert!(named.contains(key), "{key} is for what nobody refuses");
        let is_given = |name: &String| {
            ["number", "service", "counter", "kiosk", "max", "minutes"].contains(&name.as_str())
        };
        assert!(known[key].iter().all(is_given), "{key} has a value that no refusal gives");
    }
}

fn refusal_key(code: &str) -> String {
    format!("refusal-{}", code.replace('_', "-"))
}

/// The codes that the hall's and the hub's refusals travel under, from the tables that name them.
fn refusal_codes() -> BTreeSet<String> {
    let tables = ["crates/domain/src/refusal.rs", "crates/hub/src/refusal.rs"].map(|path| root().join(path));
    let mut codes = BTreeSet::new();
    for path in tables {
        let source = fs::read_to_string(&path).expect("the sources can be read");
        codes.extend(
            source.split("=> \"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned),
        );
    }
    codes.retain(|code| code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
    codes
}

/// Everything between quotation marks, and some of what is not.
fn literals(path: &Path) -> Vec<String> {
    let source = fs::read_to_string(path).expect("the sources can be read");
    source.split('"').map(str::to_owned).collect()
}

/// The keys of a built-in language and the values each one takes.
fn keys(tag: &str) -> BTreeMap<String, Variables> {
    let mut keys = BTreeMap::new();
    let folder = root().join("assets/locales").join(tag);
    let mut files: Vec<_> = fs::read_dir(&folder)
        .expect("the checkout can be read")
        .map(|entry| entry.expect("the checkout can be read").file_name())
        .collect();
    files.sort();
    let mut built_in: Vec<_> = goiso_i18n::FILES.map(std::ffi::OsString::from).into();
    built_in.sort();
    assert_eq!(files, built_in, "a file of {tag} is not built in, or is missing");
    for file in files {
        let source = fs::read_to_string(folder.join(&file)).expect("the checkout can be read");
        let resource = fluent_syntax::parser::parse(source.as_str())
            .unwrap_or_else(|(_, problems)| panic!("{tag}/{}: {problems:?}", file.display()));
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let mut variables = Variables::new();
            collect(message.value.as_ref().expect("a message has a text"), &mut variables);
            let again = keys.insert(message.id.name.to_owned(), variables);
            assert!(again.is_none(), "{} is there twice in {tag}", message.id.name);
        }
    }
    keys
}

fn collect(pattern: &Pattern<&str>, into: &mut Variables) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(inline) => collect_inline(inline, into),
            Expression::Select { selector, variants } => {
                collect_inline(selector, into);
                for variant in variants {
                    collect(&variant.value, into);
                }
            }
        }
    }
}

fn collect_inline(inline: &InlineExpression<&str>, into: &mut Variables) {
    match inline {
        InlineExpression::VariableReference { id } => {
            into.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => match expression.as_ref() {
            Expression::Inline(inner) => collect_inline(inner, into),
            Expression::Select { .. } => panic!("keep selections at the top of a text"),
        },
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        InlineExpression::FunctionReference { .. }
        | InlineExpression::MessageReference { .. }
        | InlineExpression::TermReference { .. } => panic!("only values are used in texts so far"),
    }
}

/// Every Rust source that may show a text.
fn sources() -> Vec<PathBuf> {
    let mut open: Vec<PathBuf> = [
        "kiosk-app/src",
        "counter-app/src",
        "display-app/src",
        "crates/hub/src",
        "crates/ui/src",
        "crates/i18n/src",
    ]
    .iter()
    .map(|folder| root().join(folder))
    .collect();
    let mut files = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(
                fs::read_dir(&path)
                    .expect("the checkout can be read")
                    .map(|entry| entry.expect("the checkout can be read").path()),
            );
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// The keys in `.text("…")` and `.format("…", …)`, be there a line break after the parenthesis.
fn asked_keys(source: &str) -> Vec<String> {
    [".text(", ".format("]
        .iter()
        .flat_map(|call| source.split(call).skip(1))
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
        .filter(|text| is_key(text))
        .map(str::to_owned)
        .collect()
}

fn is_key(text: &str) -> bool {
    text.contains('-') && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
