//! `goiso-hub check` and `goiso-hub init`: what they say, and their exit codes.

use std::io::Write;
use std::path::Path;

use goiso_config::Config;
use goiso_i18n::{LocaleError, Texts};

use crate::advice;

use crate::devices::{LedTemplates, check_files};

/// All is well.
pub const EXIT_OK: u8 = 0;
/// The file is wrong, or could not be written; the text says what to do.
pub const EXIT_CONFIG: u8 = 2;

/// A centre's file to begin with, commented.
const SAMPLE: &str = include_str!("../../../assets/centres/sample.toml");

/// `goiso-hub check --config F --locales D`: "ok" with what there is, after a warning for each thing that is allowed
/// but will disappoint and for what the folder's languages lack, or all that is wrong; and the exit code.
pub fn check(path: &Path, locales: Option<&Path>) -> (String, u8) {
    let config = match Config::load(path) {
        Ok(config) => config,
        Err(errors) => return (errors.to_string(), EXIT_CONFIG),
    };
    let wrong = check_files(&config, path);
    let templates = LedTemplates::load(&config, path).err();
    if !wrong.is_empty() || templates.is_some() {
        let mut lines: Vec<String> = wrong.iter().map(ToString::to_string).collect();
        lines.extend(templates.map(|error| error.to_string()));
        return (lines.join("\n"), EXIT_CONFIG);
    }
    let lacking = match locales.map(lacking).transpose() {
        Ok(lacking) => lacking.unwrap_or_default(),
        Err(error) => return (advice::about_locale(&error), EXIT_CONFIG),
    };
    let counts = [
        (config.services.len(), "service", "services"),
        (config.counters.len(), "counter", "counters"),
        (config.kiosks.len(), "kiosk", "kiosks"),
        (config.boards.len(), "board", "boards"),
        (config.printers.len(), "printer", "printers"),
        (config.led_buses.len(), "LED bus", "LED buses"),
    ];
    let counts = counts.map(|(n, one, many)| format!("{n} {}", if n == 1 { one } else { many }));
    let warnings = config.warnings().into_iter().fold(String::new(), |text, warning| {
        text + &format!("{}: {}: warning: {}\n", path.display(), warning.path, warning.problem)
    });
    (format!("{warnings}{lacking}ok: {}", counts.join(", ")), EXIT_OK)
}

/// A warning for each file of a language whose texts are not all there.
fn lacking(locales: &Path) -> Result<String, LocaleError> {
    const NAMED_MAX: usize = 8;
    let mut lines = Vec::new();
    for (language, _) in goiso_i18n::languages_in(locales)? {
        let texts = Texts::with_folder(&language, locales)?;
        for (file, keys) in texts.missing() {
            let path = locales.join(language.as_str()).join(file);
            let (n, named) = (keys.len(), keys[..keys.len().min(NAMED_MAX)].join(", "));
            let more = if n > NAMED_MAX { ", …" } else { "" };
            let texts = if n == 1 { "1 text, which shows" } else { &format!("{n} texts, which show") };
            lines.push(format!("{}: warning: lacks {texts} in Vietnamese: {named}{more}\n", path.display()));
        }
    }
    Ok(lines.concat())
}

/// `goiso-hub init`: writes a commented sample, but never over a file; what to say, and the exit code.
pub fn init(path: &Path) -> (String, u8) {
    let shown = path.display();
    let written = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .and_then(|mut file| file.write_all(SAMPLE.as_bytes()));
    match written {
        Ok(()) => {
            let next = format!("change it, then try it with: goiso-hub check --config {shown}");
            (format!("wrote {shown}; {next}"), EXIT_OK)
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let problem = "is already there and stays as it is; give another path, or move it away first";
            (format!("{shown}: {problem}"), EXIT_CONFIG)
        }
        Err(error) => (format!("{shown}: cannot be written: {error}"), EXIT_CONFIG),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_written_once_and_is_right() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("centre.toml");
        let (text, code) = init(&path);
        assert_eq!(code, EXIT_OK, "{text}");
        let (text, code) = check(&path, None);
        assert_eq!((text.as_str(), code), (SAMPLE_SUMMARY, EXIT_OK));

        std::fs::write(&path, "[centre]\nname = 'Của tôi'\n").unwrap();
        let (text, code) = init(&path);
        assert_eq!(code, EXIT_CONFIG);
        assert!(text.contains("is already there"), "{text}");
        assert!(std::fs::read_to_string(&path).unwrap().contains("Của tôi"));
    }

    const SAMPLE_SUMMARY: &str = "ok: 2 services, 2 counters, 1 kiosk, 1 board, 1 printer, 1 LED bus";

    #[test]
    fn what_a_language_lacks_is_listed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("centre.toml");
        std::fs::write(&path, SAMPLE).unwrap();
        let locales = folder.path().join("locales");
        std::fs::create_dir_all(locales.join("tay")).unwrap();
        std::fs::write(locales.join("tay/kiosk.ftl"), "language-name = Tày\nkiosk-back = Pây\n").unwrap();
        let (text, code) = check(&path, Some(&locales));
        assert_eq!(code, EXIT_OK, "{text}");
        let kiosk = text.lines().find(|line| line.contains("tay/kiosk.ftl: warning: lacks ")).unwrap();
        assert!(kiosk.contains("kiosk-window, kiosk-nameless") && !kiosk.contains("kiosk-back,"), "{kiosk}");
        assert!(text.contains("tay/refusals.ftl: warning"), "{text}");
        assert!(text.ends_with(SAMPLE_SUMMARY), "{text}");
        let (text, code) = check(&path, Some(&folder.path().join("none")));
        assert_eq!(code, EXIT_CONFIG, "{text}");
    }

    #[test]
    fn what_will_disappoint_is_warned_of_and_no_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("centre.toml");
        let sample = SAMPLE.replace("# screen_inches = 55 ", "screen_inches = 24 ");
        std::fs::write(&path, sample).unwrap();
        let (text, code) = check(&path, None);
        assert_eq!(code, EXIT_OK, "{text}");
        let lines: Vec<_> = text.lines().collect();
        assert!(lines[0].contains("centre.toml: boards.board-1: warning: its numbers are about"), "{text}");
        assert_eq!(lines[1..], [SAMPLE_SUMMARY]);
    }

    /// The sample centre with a second printer, whose model and layout are files of the centre's own.
    fn with_own_files(folder: &Path, layout: &str, model: &str, template: &str) -> std::path::PathBuf {
        let path = folder.join("centre.toml");
        let further = "\n[[printers]]\nname = \"may-in-2\"\nkind = \"tcp\"\nhost = \"10.0.0.9\"\n\
            profile = \"may-in.toml\"\nlayout = \"phieu.toml\"\n\
            [[led_models]]\nname = \"bang-x\"\nprotocol = \"template\"\npath = \"bang-x.toml\"\nwidth = 3\n\
            letters = false\n";
        std::fs::write(&path, format!("{SAMPLE}{further}")).unwrap();
        for (name, text) in [("phieu.toml", layout), ("may-in.toml", model), ("bang-x.toml", template)] {
            std::fs::write(folder.join(name), text).unwrap();
        }
        path
    }

    const LAYOUT: &str = include_str!("../../../assets/slips/default.toml");
    const MODEL: &str = include_str!("../../../assets/printers/epson-tm-t82.toml");
    const TEMPLATE: &str = include_str!("../../../assets/led-templates/number-sum8.toml");

    #[test]
    fn files_beside_the_centres_own_are_read_and_what_is_wrong_in_them_is_named_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let told = |layout: &str, model: &str, template: &str| {
            let path = with_own_files(folder.path(), layout, model, template);
            let (text, code) = check(&path, None);
            (text.replace(&format!("{}/", folder.path().display()), ""), code)
        };
        let (text, code) = told(LAYOUT, MODEL, TEMPLATE);
        assert_eq!(
            (text.as_str(), code),
            (SAMPLE_SUMMARY.replace("1 printer", "2 printers").as_str(), EXIT_OK)
        );

        let number_too_small = "[[element]]\nkind = \"number\"\nsize = 20\n";
        let strange_baud = MODEL.replace("baud = 38400", "baud = 9601");
        let no_number = TEMPLATE.replace("show = [", "shown = [");
        let table = [
            (number_too_small, MODEL, TEMPLATE, "phieu.toml:3:8: size is 20; write a number from 60 to 240"),
            (LAYOUT, &strange_baud, TEMPLATE, "may-in.toml:6:8: baud is 9601; write one of 1200, 2400, "),
            (
                LAYOUT,
                MODEL,
                &no_number,
                "bang-x.toml:4: unknown field `shown`, expected one of `name`, `show`",
            ),
            ("[[element]]\nkind = \"rule\"\n", MODEL, TEMPLATE, "phieu.toml: prints no number; add "),
            (LAYOUT, "name = \"X\"\n", TEMPLATE, "may-in.toml:1:1: missing field `identities`"),
            ("[[element", MODEL, TEMPLATE, "phieu.toml:1:10: unclosed array table"),
        ];
        for (layout, model, template, wrong) in table {
            let (text, code) = told(layout, model, template);
            assert_eq!(code, EXIT_CONFIG, "{text}");
            assert!(text.starts_with(wrong), "{text}");
        }
        // All that is wrong is told at once.
        assert_eq!(told(number_too_small, &strange_baud, TEMPLATE).0.lines().count(), 2);
        std::fs::remove_file(folder.path().join("phieu.toml")).unwrap();
        let (text, code) = check(&folder.path().join("centre.toml"), None);
        assert!(code == EXIT_CONFIG && text.contains("phieu.toml: cannot be read"), "{text}");
    }

    #[test]
    fn a_file_that_cannot_be_read_says_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let (text, code) = check(&folder.path().join("absent.toml"), None);
        assert_eq!(code, EXIT_CONFIG);
        assert!(text.contains("absent.toml: cannot be read") && text.contains("goiso-hub init"), "{text}");
        let (text, code) = init(&folder.path().join("no-such-folder/centre.toml"));
        assert_eq!(code, EXIT_CONFIG);
        assert!(text.contains("cannot be written"), "{text}");
    }
}
