//! `goiso-hub kiosk-pin`: the line of `centre.toml` that lets staff into the kiosks' corner.

use argon2::{Argon2, PasswordHasher as _};

use crate::cli_config::{EXIT_CONFIG, EXIT_OK};

/// The fewest digits of a PIN.
pub const PIN_DIGITS_MIN: usize = 4;
/// The most: as many as a kiosk takes.
pub const PIN_DIGITS_MAX: usize = 12;

/// What goes into `centre.toml` for this PIN, or what is wrong with it; and the exit code.
pub fn kiosk_pin(typed: &str) -> (String, u8) {
    let pin = typed.trim();
    let is_digits = pin.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits || !(PIN_DIGITS_MIN..=PIN_DIGITS_MAX).contains(&pin.len()) {
        let problem = format!("a PIN has {PIN_DIGITS_MIN} to {PIN_DIGITS_MAX} digits and nothing else");
        return (problem, EXIT_CONFIG);
    }
    match Argon2::default().hash_password(pin.as_bytes()) {
        Ok(hash) => (format!("staff_pin = \"{hash}\""), EXIT_OK),
        Err(error) => (format!("the PIN cannot be hashed: {error}"), EXIT_CONFIG),
    }
}

#[cfg(test)]
mod tests {
    use argon2::PasswordVerifier as _;

    use super::*;

    #[test]
    fn the_line_holds_the_pin_s_hash_and_not_the_pin() {
        let (line, code) = kiosk_pin("258036\n");
        assert_eq!(code, EXIT_OK, "{line}");
        let hash = line.strip_prefix("staff_pin = \"").and_then(|rest| rest.strip_suffix('"')).unwrap();
        assert!(hash.starts_with("$argon2id$") && !line.contains("258036"), "{line}");
        let verify = |pin: &str| Argon2::default().verify_password(pin.as_bytes(), hash);
        assert!(verify("258036").is_ok() && verify("258037").is_err());
    }

    #[test]
    fn what_cannot_be_typed_at_a_kiosk_is_no_pin() {
        for wrong in ["", "123", "1234567890123", "12a4", "12 34"] {
            assert_eq!(kiosk_pin(wrong).1, EXIT_CONFIG, "{wrong}");
        }
    }
}
