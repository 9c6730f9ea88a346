//! One language at work.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use goiso_model::Language;
use unic_langid::LanguageIdentifier;

use crate::{FILES, LocaleError, Value, builtin, folder};

type Bundle = FluentBundle<FluentResource>;

/// The texts of one language. What it lacks is said in Vietnamese, and a key that nobody knows shows as
/// `[[key]]`, so that a gap is seen and nothing stops.
pub struct Texts {
    language: Language,
    own: Bundle,
    vietnamese: Option<Bundle>,
}

/// What a refusal's text may be filled with; a value that the hub does not give shows as "…".
const REFUSAL_VALUES: [&str; 5] = ["number", "service", "counter", "max", "minutes"];

impl Texts {
    /// The built-in texts of a language; Vietnamese ones for a language that is not built in.
    pub fn new(language: &Language) -> Self {
        Self::assemble(language, Vec::new())
    }

    /// As [`Texts::new`], with the files of `<folder>/<language>/` laid over it. A folder without that
    /// language changes nothing; a folder or file that cannot be read is an error.
    pub fn with_folder(language: &Language, folder: &Path) -> Result<Self, LocaleError> {
        Ok(Self::assemble(language, folder::resources(language, folder)?))
    }

    /// [`Texts::with_folder`] where there is a folder, else [`Texts::new`].
    pub fn load(language: &Language, folder: Option<&Path>) -> Result<Self, LocaleError> {
        folder.map_or_else(|| Ok(Self::new(language)), |folder| Self::with_folder(language, folder))
    }

    fn assemble(language: &Language, over: Vec<FluentResource>) -> Self {
        let mut own = builtin_bundle(language);
        for resource in over {
            own.add_resource_overriding(resource);
        }
        let vietnamese = Language::vietnamese();
        let fallback = (*language != vietnamese).then(|| builtin_bundle(&vietnamese));
        Self { language: language.clone(), own, vietnamese: fallback }
    }

    /// The language asked for.
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// What visitors read and this language has no words of its own for, by file: it shows in Vietnamese.
    pub fn missing(&self) -> Vec<(&'static str, Vec<&'static str>)> {
        let lacking = builtin::keys_of_visitors().map(|(file, keys)| {
            let keys: Vec<_> = keys.into_iter().filter(|key| !self.own.has_message(key)).collect();
            (file, keys)
        });
        lacking.filter(|(_, keys)| !keys.is_empty()).collect()
    }

    /// Whether the key has a text, be it in Vietnamese.
    pub fn has(&self, key: &str) -> bool {
        self.bundles().any(|bundle| bundle.has_message(key))
    }

    /// A text without values.
    pub fn text(&self, key: &str) -> String {
        self.format(key, &[])
    }

    /// A text with its values.
    pub fn format(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        let args: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, value)).collect();
        self.bundles().find_map(|bundle| fill(bundle, key, &args)).unwrap_or_else(|| format!("[[{key}]]"))
    }

    /// The text of a refusal: key `refusal-<code>` with dashes for underscores. A code that has no text
    /// (of a newer hub) is shown in a general one.
    pub fn refusal(&self, code: &str, values: &BTreeMap<String, String>) -> String {
        let key = format!("refusal-{}", code.replace('_', "-"));
        if !self.has(&key) {
            return self.format("refusal-general", &[("code", Value::from(code))]);
        }
        let mut filled: Vec<(&str, Value<'_>)> =
            REFUSAL_VALUES.into_iter().map(|name| (name, Value::from("…"))).collect();
        filled.extend(values.iter().map(|(name, value)| (name.as_str(), Value::from(value))));
        self.format(&key, &filled)
    }

    /// A sentence that a kiosk says aloud, with `{number}` and `{count}` where those are said.
    pub fn guide(&self, key: &str) -> String {
        self.format(key, &[("number", "{number}".into()), ("count", "{count}".into())])
    }

    /// How long somebody will wait, in whole minutes: "Vào ngay", "~ 12 phút" or "10–15 phút".
    pub fn wait(&self, min_minutes: u32, max_minutes: u32) -> String {
        match (min_minutes, max_minutes) {
            (_, 0) => self.text("wait-now"),
            (min, max) if min >= max => self.format("wait-about", &[("n", max.into())]),
            (min, max) => self.format("wait-between", &[("min", min.into()), ("max", max.into())]),
        }
    }

    /// The language's own text, without falling back.
    pub(crate) fn own(&self, key: &str) -> Option<String> {
        fill(&self.own, key, &FluentArgs::new())
    }

    fn bundles(&self) -> impl Iterator<Item = &Bundle> {
        std::iter::once(&self.own).chain(&self.vietnamese)
    }
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Texts").field("language", &self.language).finish_non_exhaustive()
    }
}

fn fill(bundle: &Bundle, key: &str, args: &FluentArgs<'_>) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    // A value that is not given stands as `{$name}` in the text; the errors say no more than that.
    let mut gaps = Vec::new();
    Some(bundle.format_pattern(pattern, Some(args), &mut gaps).into_owned())
}

fn builtin_bundle(language: &Language) -> Bundle {
    // An unusual tag still gets its own words; only plural rules come from the identifier.
    let id: LanguageIdentifier = language.as_str().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false);
    for (file, source) in FILES.iter().zip(builtin::sources(language).unwrap_or_default()) {
        let resource =
            folder::parse(Path::new(file), (*source).to_owned()).expect("a test reads every built-in locale");
        bundle.add_resource(resource).expect("a test checks that no key is there twice");
    }
    bundle
}
