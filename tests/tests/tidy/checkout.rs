//! The files of this checkout, as text.

use std::fs;
use std::path::{Path, PathBuf};

use crate::arrows::Manifest;

/// A source file; its path is from the top of the checkout.
pub(crate) struct RustFile {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// The checkout that this test was compiled in.
pub(crate) struct Checkout {
    root: PathBuf,
}

impl Checkout {
    pub(crate) fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the checkout");
        Self { root: root.to_path_buf() }
    }

    /// The text of a file that must be there.
    pub(crate) fn text(&self, path: &str) -> String {
        let file = self.root.join(path);
        fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    }

    /// The Cargo.toml of each member of the workspace.
    pub(crate) fn manifests(&self) -> Vec<Manifest> {
        let workspace: toml::Table = self.text("Cargo.toml").parse().expect("cargo reads it too");
        let members = workspace["workspace"]["members"].as_array().expect("a list of folders");
        let members = members.iter().map(|member| member.as_str().expect("a folder"));
        let mut paths: Vec<String> = members.flat_map(|member| self.member_folders(member)).collect();
        paths.sort();
        paths
            .into_iter()
            .map(|path| Manifest::new(&path, &self.text(&format!("{path}/Cargo.toml"))))
            .collect()
    }

    fn member_folders(&self, member: &str) -> Vec<String> {
        let Some(parent) = member.strip_suffix("/*") else { return vec![member.to_owned()] };
        let folders =
            entries(&self.root.join(parent)).into_iter().filter(|path| path.join("Cargo.toml").is_file());
        folders.map(|path| self.relative(&path)).collect()
    }

    /// All `.rs` files under these folders, in order, without what cargo built.
    pub(crate) fn rust_files(&self, folders: &[&str]) -> Vec<RustFile> {
        let mut files = Vec::new();
        for folder in folders {
            self.collect(&self.root.join(folder), &mut files);
        }
        files
    }

    fn collect(&self, folder: &Path, files: &mut Vec<RustFile>) {
        for path in entries(folder) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if path.is_dir() {
                if !name.starts_with('.') && name != "target" && !name.starts_with("mutants.out") {
                    self.collect(&path, files);
                }
            } else if name.ends_with(".rs") {
                let path = self.relative(&path);
                files.push(RustFile { text: self.text(&path), path });
            }
        }
    }

    fn relative(&self, path: &Path) -> String {
        let path = path.strip_prefix(&self.root).expect("found below the top");
        path.to_string_lossy().trim_start_matches("./").to_owned()
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let read = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut entries: Vec<PathBuf> = read.map(|entry| entry.expect("can be listed").path()).collect();
    entries.sort();
    entries
}
