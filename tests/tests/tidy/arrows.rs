//! Which of our crates may use which: the table in ARCHITECTURE.md, held against every Cargo.toml.

use std::collections::{BTreeMap, BTreeSet};

/// Above the table.
const HEADING: &str = "## Crates and their arrows";
/// Every package of ours begins so.
const OURS: &str = "goiso-";

/// What one member of the workspace asks cargo for.
pub(crate) struct Manifest {
    /// Its folder, from the top.
    path: String,
    package: String,
    /// Of everybody's, with what is said of each; build and per-target ones among them.
    uses: BTreeMap<String, toml::Value>,
    /// The same, for tests only.
    tests_use: BTreeMap<String, toml::Value>,
    /// Whether the workspace's lints hold here.
    has_lints: bool,
}

impl Manifest {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let manifest: toml::Table = text.parse().unwrap_or_else(|error| panic!("{path}/Cargo.toml: {error}"));
        let package = manifest["package"]["name"].as_str().expect("a package has a name").to_owned();
        let has_lints = manifest.get("lints").is_some_and(is_the_workspaces);
        let (uses, tests_use) = (BTreeMap::new(), BTreeMap::new());
        let mut this = Self { path: path.to_owned(), package, uses, tests_use, has_lints };
        this.take(&manifest);
        let targets = manifest.get("target").and_then(toml::Value::as_table);
        for target in targets.iter().flat_map(|targets| targets.values()).filter_map(toml::Value::as_table) {
            this.take(target);
        }
        this
    }

    fn take(&mut self, table: &toml::Table) {
        let listed =
            |name: &str| table.get(name).and_then(toml::Value::as_table).cloned().unwrap_or_default();
        self.uses.extend(listed("dependencies"));
        self.uses.extend(listed("build-dependencies"));
        self.tests_use.extend(listed("dev-dependencies"));
    }
}

/// What one row of the table allows.
#[derive(Debug, Default, PartialEq, Eq)]
struct Allowed {
    uses: BTreeSet<String>,
    /// Beyond these, in tests: `(tests: store)` in the table.
    tests_use: BTreeSet<String>,
}

/// Everything that is against the table, or missing in it.
pub(crate) fn faults(architecture: &str, manifests: &[Manifest]) -> Vec<String> {
    let table = match table(architecture) {
        Ok(table) => table,
        Err(fault) => return vec![fault],
    };
    let mut faults = Vec::new();
    for path in table.keys() {
        if !manifests.iter().any(|manifest| manifest.path == *path) {
            faults.push(format!("ARCHITECTURE.md: {path} is in the table but not in the workspace"));
        }
    }
    for manifest in manifests {
        match table.get(&manifest.path) {
            Some(allowed) => faults.extend(beyond(manifest, allowed, manifests)),
            None => faults.push(format!("{}: is not in the table of ARCHITECTURE.md", manifest.path)),
        }
    }
    faults
}

fn beyond(manifest: &Manifest, allowed: &Allowed, manifests: &[Manifest]) -> Vec<String> {
    let word = |package: &str| {
        let folder =
            manifests.iter().find(|manifest| manifest.package == package).map(|manifest| &manifest.path);
        folder.map_or(package.to_owned(), |path| last_part(path).to_owned())
    };
    let is_allowed = |words: &BTreeSet<String>, used: &str| words.contains("all") || words.contains(used);
    let ours = |uses: &BTreeMap<String, toml::Value>| {
        uses.keys().filter(|name| name.starts_with(OURS)).map(|name| word(name)).collect::<Vec<_>>()
    };
    let mut faults = Vec::new();
    for used in ours(&manifest.uses) {
        if !is_allowed(&allowed.uses, &used) {
            faults.push(format!("{}: may not use {used}", manifest.path));
        }
    }
    for used in ours(&manifest.tests_use) {
        // A crate may name itself there, to switch a feature on.
        let is_itself = used == last_part(&manifest.path);
        if !is_itself && !is_allowed(&allowed.uses, &used) && !is_allowed(&allowed.tests_use, &used) {
            faults.push(format!("{}: may not use {used} in tests", manifest.path));
        }
    }
    faults
}

/// Reads the rows `paths | one line | of ours it may use` below [`HEADING`].
fn table(architecture: &str) -> Result<BTreeMap<String, Allowed>, String> {
    let below = architecture.lines().skip_while(|line| !line.starts_with(HEADING));
    let rows =
        below.skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|')).skip(2);
    let mut table = BTreeMap::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [paths, _, allowed] = cells[..] else {
            return Err(format!("ARCHITECTURE.md: not three cells: {row}"));
        };
        for path in words(paths) {
            table.insert(path, self::allowed(allowed)?);
        }
    }
    if table.is_empty() {
        return Err(format!("ARCHITECTURE.md: no table below `{HEADING}`"));
    }
    Ok(table)
}

/// `model, domain (tests: store)`, `all` or `–`.
fn allowed(cell: &str) -> Result<Allowed, String> {
    let (uses, tests_use) = match cell.split_once('(') {
        None => (cell, ""),
        Some((uses, rest)) => {
            let tests = rest.strip_prefix("tests:").and_then(|rest| rest.trim_end().strip_suffix(')'));
            (uses, tests.ok_or_else(|| format!("ARCHITECTURE.md: not understood: {cell}"))?)
        }
    };
    Ok(Allowed { uses: words(uses), tests_use: words(tests_use) })
}

fn words(list: &str) -> BTreeSet<String> {
    let words = list.split(',').map(|word| word.trim().trim_matches('`'));
    words.filter(|word| !word.is_empty() && *word != "–").map(str::to_owned).collect()
}

fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// What a crate sets for itself although the workspace sets it once for all.
pub(crate) fn set_alone(manifest: &Manifest) -> Vec<String> {
    let all = manifest.uses.iter().chain(&manifest.tests_use);
    let alone = all.filter(|(_, value)| !is_the_workspaces(value)).map(|(name, _)| name.as_str());
    let lints = (!manifest.has_lints).then_some("lints");
    alone.chain(lints).map(|name| format!("{}: {name} is not `workspace = true`", manifest.path)).collect()
}

fn is_the_workspaces(value: &toml::Value) -> bool {
    value.get("workspace").and_then(toml::Value::as_bool) == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "# A\n\n## Crates and their arrows (enforced)\n\
        | path | one line | of ours it may use |\n|---|---|---|\n\
        | crates/model | words | – |\n\
        | crates/domain | rules | model (tests: store) |\n\
        | crates/store | journal | model, domain |\n\
        | kiosk-app, counter-app | screens | model |\n\
        | tests | end to end | all |\n\nMore | text | here\n";

    fn manifest(path: &str, package: &str, rest: &str) -> Manifest {
        Manifest::new(path, &format!("[package]\nname = \"{package}\"\n{rest}"))
    }

    fn workspace(domain: &str) -> Vec<Manifest> {
        vec![
            manifest("crates/model", "goiso-model", ""),
            manifest("crates/domain", "goiso-domain", domain),
            manifest("crates/store", "goiso-store", "[dependencies]\ngoiso-domain.workspace = true\n"),
            manifest("kiosk-app", "goiso-kiosk", ""),
            manifest("counter-app", "goiso-counter", ""),
            manifest("tests", "goiso-tests", "[dependencies]\ngoiso-kiosk.workspace = true\n"),
        ]
    }

    #[test]
    fn arrows_in_the_table_are_no_fault() {
        let domain = "[dependencies]\ngoiso-model.workspace = true\n[dev-dependencies]\ngoiso-store.workspace = true\n";
        assert_eq!(faults(TABLE, &workspace(domain)), [""; 0]);
    }

    #[test]
    fn an_arrow_that_is_not_in_the_table_is_a_fault() {
        for table in ["dependencies", "build-dependencies", "target.'cfg(unix)'.dependencies"] {
            let domain = format!("[{table}]\ngoiso-store.workspace = true\n");
            assert_eq!(faults(TABLE, &workspace(&domain)), ["crates/domain: may not use store"], "{table}");
        }
    }

    #[test]
    fn an_app_is_known_by_its_folder() {
        let domain = "[dependencies]\ngoiso-kiosk.workspace = true\n";
        assert_eq!(faults(TABLE, &workspace(domain)), ["crates/domain: may not use kiosk-app"]);
    }

    #[test]
    fn tests_may_use_only_what_is_listed_for_them() {
        let domain = "[dev-dependencies]\ngoiso-kiosk.workspace = true\n";
        assert_eq!(faults(TABLE, &workspace(domain)), ["crates/domain: may not use kiosk-app in tests"]);
    }

    #[test]
    fn the_table_and_the_workspace_name_the_same_crates() {
        let mut manifests = workspace("");
        manifests.remove(0);
        manifests.push(manifest("crates/voice", "goiso-voice", ""));
        assert_eq!(
            faults(TABLE, &manifests),
            [
                "ARCHITECTURE.md: crates/model is in the table but not in the workspace",
                "crates/voice: is not in the table of ARCHITECTURE.md"
            ]
        );
    }

    #[test]
    fn a_page_without_the_table_is_a_fault() {
        assert_eq!(faults("# Nothing", &[]).len(), 1);
    }

    #[test]
    fn a_dependency_with_a_version_of_its_own_is_a_fault() {
        let text = "[dependencies]\nserde = \"1\"\nthiserror.workspace = true\n[lints]\nworkspace = true\n";
        let own = manifest("crates/model", "goiso-model", text);
        assert_eq!(set_alone(&own), ["crates/model: serde is not `workspace = true`"]);
    }

    #[test]
    fn a_crate_without_the_workspaces_lints_is_a_fault() {
        let own = manifest("crates/model", "goiso-model", "");
        assert_eq!(set_alone(&own), ["crates/model: lints is not `workspace = true`"]);
    }
}
