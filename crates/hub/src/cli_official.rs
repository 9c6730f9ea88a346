//! `goiso-hub official`: who may sign in. PINs are asked for, never taken from the command line, where every
//! program of the machine could read them.

use std::io::{self, BufRead, IsTerminal as _};
use std::path::Path;

use goiso_model::OfficialId;
use goiso_protocol::{OfficialRole, Pin};

use crate::cli_config::{EXIT_CONFIG, EXIT_OK};
use crate::sign_in::{FILE, Official, Officials, OfficialsError, PIN_DIGITS, PinHash};

/// Where a PIN is typed.
pub enum PinSource<'a> {
    /// On the terminal, unseen, twice.
    Terminal,
    /// Read from here: one line.
    Input(&'a mut dyn BufRead),
}

impl<'a> PinSource<'a> {
    /// The terminal, if standard input is one; else the input itself.
    pub fn of(input: &'a mut dyn BufRead) -> Self {
        if io::stdin().is_terminal() { Self::Terminal } else { Self::Input(input) }
    }

    fn ask(self, official: &OfficialId) -> Result<Pin, String> {
        match self {
            Self::Input(input) => {
                let mut line = String::new();
                input.read_line(&mut line).map_err(|error| format!("cannot read the PIN: {error}"))?;
                Ok(Pin::new(line.trim_end_matches(['\r', '\n'])))
            }
            Self::Terminal => {
                let (min, max) = (PIN_DIGITS.start(), PIN_DIGITS.end());
                let first = typed(&format!("PIN of {official} ({min} to {max} digits): "))?;
                if first == typed("The same again: ")? {
                    Ok(first)
                } else {
                    Err("the two PINs are not the same; nothing has changed".to_owned())
                }
            }
        }
    }
}

fn typed(prompt: &str) -> Result<Pin, String> {
    let typed =
        rpassword::prompt_password(prompt).map_err(|error| format!("cannot read the PIN: {error}"))?;
    Ok(Pin::new(typed))
}

/// Puts somebody on the list; what to say, and the exit code.
pub fn add(data: &Path, id: &OfficialId, role: OfficialRole, pin: PinSource<'_>) -> (String, u8) {
    told(add_to(data, id, role, pin))
}

fn add_to(data: &Path, id: &OfficialId, role: OfficialRole, pin: PinSource<'_>) -> Result<String, String> {
    let mut officials = read(data)?;
    if officials.find(id).is_some() {
        return Err(OfficialsError::Exists(id.clone()).to_string());
    }
    let is_first = officials.list().is_empty();
    let pin = PinHash::of(&pin.ask(id)?).map_err(|error| error.to_string())?;
    officials.add(Official { id: id.clone(), role, pin }).map_err(|error| error.to_string())?;
    std::fs::create_dir_all(data).map_err(|error| format!("cannot make {}: {error}", data.display()))?;
    officials.write(data).map_err(|error| error.to_string())?;
    let first = "\nThis is the first official: from now on every counter asks who sits at it. A hub that runs follows within seconds.";
    Ok(format!("{id} may sign in as {}{}", word(role), if is_first { first } else { "" }))
}

/// Who is on the list.
pub fn list(data: &Path) -> (String, u8) {
    told(read(data).map(|officials| {
        if officials.list().is_empty() {
            return format!("no officials; counters ask nobody who they are ({FILE} is not there or empty)");
        }
        let line = |official: &Official| format!("{:24} {}", official.id, word(official.role));
        officials.list().iter().map(line).collect::<Vec<_>>().join("\n")
    }))
}

/// Takes somebody off the list.
pub fn remove(data: &Path, id: &OfficialId) -> (String, u8) {
    told(read(data).and_then(|mut officials| {
        officials.remove(id).map_err(|error| error.to_string())?;
        officials.write(data).map_err(|error| error.to_string())?;
        let last = "\nThe list is empty: from now on nobody is asked who they are.";
        let last = if officials.list().is_empty() { last } else { "" };
        Ok(format!("{id} can no longer sign in; who is at a counter now stays there until sign-out{last}"))
    }))
}

/// Gives somebody a new PIN.
pub fn reset(data: &Path, id: &OfficialId, pin: PinSource<'_>) -> (String, u8) {
    told(read(data).and_then(|mut officials| {
        if officials.find(id).is_none() {
            return Err(OfficialsError::Unknown(id.clone()).to_string());
        }
        let pin = PinHash::of(&pin.ask(id)?).map_err(|error| error.to_string())?;
        officials.reset(id, pin).map_err(|error| error.to_string())?;
        officials.write(data).map_err(|error| error.to_string())?;
        Ok(format!("{id} has a new PIN"))
    }))
}

fn read(data: &Path) -> Result<Officials, String> {
    Officials::read(data).map(Option::unwrap_or_default).map_err(|error| error.to_string())
}

fn told(result: Result<String, String>) -> (String, u8) {
    match result {
        Ok(words) => (words, EXIT_OK),
        Err(words) => (format!("goiso-hub: {words}"), EXIT_CONFIG),
    }
}

fn word(role: OfficialRole) -> &'static str {
    match role {
        OfficialRole::Official => "official",
        OfficialRole::Assistant => "assistant",
        OfficialRole::Supervisor => "supervisor",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> OfficialId {
        OfficialId::new(text).unwrap()
    }

    fn input(text: &'static str) -> &'static [u8] {
        text.as_bytes()
    }

    #[test]
    fn the_list_is_kept_from_the_command_line() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let add =
            |name: &str, role, mut pin: &[u8]| super::add(&data, &id(name), role, PinSource::Input(&mut pin));
        assert_eq!(list(&data).1, EXIT_OK);
        let (words, code) = add("cb-lan", OfficialRole::Official, input("246813\n"));
        assert!(code == EXIT_OK && words.contains("first official"), "{words}");
        let (words, code) = add("ts-mai", OfficialRole::Supervisor, input("135792\r\n"));
        assert!(code == EXIT_OK && !words.contains("first official"), "{words}");
        assert_eq!(list(&data).0, "cb-lan                   official\nts-mai                   supervisor");

        for (name, pin, expected) in [
            ("cb-lan", "246813\n", "'cb-lan' is on the list already"),
            ("cb-hoa", "1234\n", "a PIN is 6 to 12 digits"),
            ("cb-hoa", "111111\n", "guessed at once"),
            ("cb-hoa", "", "a PIN is 6 to 12 digits"),
        ] {
            let (words, code) = add(name, OfficialRole::Official, pin.as_bytes());
            assert!(code == EXIT_CONFIG && words.contains(expected), "{words}");
            assert!(pin.is_empty() || !words.contains(pin.trim_end()), "{words}");
        }
        let mut pin = input("864203\n");
        assert_eq!(reset(&data, &id("cb-lan"), PinSource::Input(&mut pin)).0, "cb-lan has a new PIN");
        let officials = Officials::read(&data).unwrap().unwrap();
        assert!(officials.find(&id("cb-lan")).unwrap().pin.is_of(&Pin::new("864203")));
        assert_eq!(remove(&data, &id("cb-hoa")).1, EXIT_CONFIG);
        assert_eq!(remove(&data, &id("cb-lan")).1, EXIT_OK);
        assert!(remove(&data, &id("ts-mai")).0.contains("The list is empty"));
    }

    #[test]
    fn a_list_that_cannot_be_read_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        std::fs::write(&path, "[[officials]]\nid = 3\n").unwrap();
        let mut pin = input("246813\n");
        let (words, code) =
            add(folder.path(), &id("cb-lan"), OfficialRole::Official, PinSource::Input(&mut pin));
        assert!(code == EXIT_CONFIG && words.contains("officials.toml:"), "{words}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "[[officials]]\nid = 3\n");
    }
}
