//! The template files of LED boards that the centre's file names.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use goiso_config::{Config, LedProtocol};
use goiso_hardware::led::{LedModel, Template, TemplateError};

/// Every template of the centre's file, read and found right.
#[derive(Debug, Clone, Default)]
pub struct LedTemplates {
    by_path: BTreeMap<PathBuf, Arc<Template>>,
}

/// Why a template cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LedTemplatesError {
    /// Its file cannot be read.
    #[error("{file}: {source}; the shipped templates are {}", Template::SHIPPED.map(|(name, _)| name).join(", "))]
    Unreadable {
        /// The file.
        file: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// Something in it is wrong.
    #[error(transparent)]
    Wrong(#[from] TemplateError),
    /// The numbers were checked against what the centre's file says of the board, so both must say the same.
    #[error(
        "{file}: the board shows {width} characters, so set width = {width} and letters = {letters} in [[led_models]]"
    )]
    Disagrees {
        /// The file.
        file: String,
        /// How many characters the template says.
        width: usize,
        /// Whether it has letters.
        letters: bool,
    },
}

impl LedTemplates {
    /// Reads what the centre's file names: a shipped template by its name, or a file beside it.
    pub fn load(config: &Config, centre_file: &Path) -> Result<Self, LedTemplatesError> {
        let beside = centre_file.parent().unwrap_or(Path::new(""));
        let mut by_path = BTreeMap::new();
        for model in &config.led_models {
            let LedProtocol::Template { path, width, has_letters } = &model.protocol else { continue };
            let template = Arc::new(read(path, beside)?);
            let board = LedModel::Template(template.clone());
            let own = (board.width(), board.can_show('A'));
            if own != (usize::from(*width), *has_letters) {
                let file = path.display().to_string();
                return Err(LedTemplatesError::Disagrees { file, width: own.0, letters: own.1 });
            }
            by_path.insert(path.clone(), template);
        }
        Ok(Self { by_path })
    }

    pub(super) fn of(&self, path: &Path) -> Option<Arc<Template>> {
        self.by_path.get(path).cloned()
    }
}

fn read(path: &Path, beside: &Path) -> Result<Template, LedTemplatesError> {
    if let Some((name, text)) = Template::SHIPPED.into_iter().find(|(name, _)| path == Path::new(name)) {
        return Ok(Template::read(name, text)?);
    }
    let file = beside.join(path);
    let shown = file.display().to_string();
    let text = std::fs::read_to_string(&file)
        .map_err(|source| LedTemplatesError::Unreadable { file: shown.clone(), source })?;
    Ok(Template::read(&shown, &text)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALL: &str = "[centre]\nname = 'T'\n[[services]]\nid = 'a'\nsign = 'A'\nname = 'A'\nprefix = ''\n\
        [[counters]]\nnumber = 1\nservices = ['a']\nled = { bus = 'l', address = 1 }\n\
        [[led_buses]]\nname = 'l'\nkind = 'virtual'\nmodel = 'm'\n\
        [[led_models]]\nname = 'm'\nprotocol = 'template'\n";

    fn loaded(model: &str, folder: &Path) -> String {
        let config = Config::parse(&format!("{HALL}{model}\n"), "centre.toml").unwrap();
        match LedTemplates::load(&config, &folder.join("centre.toml")) {
            Ok(templates) => format!("{} read", templates.by_path.len()),
            Err(error) => error.to_string().replace(&folder.display().to_string(), "FOLDER"),
        }
    }

    #[test]
    fn a_template_is_a_shipped_one_by_its_name_or_a_file_beside_the_centres() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        std::fs::write(path.join("bang.toml"), "name = 'x'\nshow = [{ text = 'bcd', width = 4 }]\n").unwrap();
        std::fs::write(path.join("hong.toml"), "name = 'x'\nshow = [{ text = 'bcd' }]\n").unwrap();
        insta::assert_snapshot!(
            loaded("path = 'number-sum8'\nwidth = 3\nletters = false", path), @"1 read");
        insta::assert_snapshot!(
            loaded("path = 'bang.toml'\nwidth = 4\nletters = false", path), @"1 read");
        insta::assert_snapshot!(
            loaded("path = 'bang.toml'\nwidth = 4", path),
            @"bang.toml: the board shows 4 characters, so set width = 4 and letters = false in [[led_models]]");
        insta::assert_snapshot!(
            loaded("path = 'hong.toml'\nwidth = 4", path),
            @"FOLDER/hong.toml:2: a text needs a 'width': how many characters the board shows");
        insta::assert_snapshot!(
            loaded("path = 'mat.toml'\nwidth = 4", path),
            @"FOLDER/mat.toml: No such file or directory (os error 2); the shipped templates are number-sum8, number-framed, text-lrc, segments-xor8, digits-bcd-crc16");
    }
}
