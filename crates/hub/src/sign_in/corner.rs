//! The PIN of the kiosks' staff corner.

use goiso_model::DeviceName;
use goiso_protocol::Pin;
use jiff::Timestamp;
use tokio::sync::Mutex;

use super::{PinHash, Tries, locked};
use crate::refusal::HubRefusal;

/// Checks what is typed at a kiosk's corner, one at a time. The hash never leaves the hub.
pub struct Corner {
    pin: Option<PinHash>,
    tries: Mutex<Tries<DeviceName>>,
}

impl Corner {
    /// The corner behind this hash of the centre's file; an empty one, and one that is no hash, opens to nobody.
    pub fn new(staff_pin: &str) -> Self {
        let pin = (!staff_pin.is_empty()).then(|| PinHash::try_from(staff_pin.to_owned()));
        let pin = pin.and_then(|pin| {
            pin.inspect_err(|_| {
                tracing::error!("staff_pin is no Argon2id hash; make it with `goiso-hub kiosk-pin`");
            })
            .ok()
        });
        Self { pin, tries: Mutex::default() }
    }

    /// Whether this is the PIN. Five wrong ones at a kiosk, and that kiosk is not listened to for five minutes.
    pub async fn open(&self, kiosk: &DeviceName, pin: Pin, now: Timestamp) -> Result<(), HubRefusal> {
        let hash = self.pin.clone().ok_or(HubRefusal::NotAllowed)?;
        let mut tries = self.tries.lock().await;
        if let Some(until) = tries.locked_until(kiosk, now) {
            return Err(locked(until, now));
        }
        if tokio::task::spawn_blocking(move || hash.is_of(&pin)).await.unwrap_or(false) {
            tries.right(kiosk);
            tracing::info!(%kiosk, "the staff corner was opened");
            return Ok(());
        }
        tries.wrong(kiosk, now);
        tracing::warn!(%kiosk, "a wrong PIN at the staff corner");
        Err(HubRefusal::WrongPin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_right_pin_opens_and_five_wrong_ones_shut_one_kiosk_for_five_minutes() {
        let hash = String::from(PinHash::of(&Pin::new("258036")).unwrap());
        let corner = Corner::new(&hash);
        let [first, second] = ["kiosk-1", "kiosk-2"].map(|name| DeviceName::new(name).unwrap());
        let at = |secs: i64| Timestamp::from_second(1_795_000_000 + secs).unwrap();
        assert_eq!(corner.open(&first, Pin::new("258036"), at(0)).await, Ok(()));
        for secs in 1..=5 {
            let opened = corner.open(&first, Pin::new("258035"), at(secs)).await;
            assert_eq!(opened, Err(HubRefusal::WrongPin));
        }
        let shut = Err(HubRefusal::SignInLocked { minutes: 5 });
        assert_eq!(corner.open(&first, Pin::new("258036"), at(6)).await, shut, "even with the right PIN");
        assert_eq!(
            corner.open(&second, Pin::new("258036"), at(6)).await,
            Ok(()),
            "another kiosk is not shut"
        );
        assert_eq!(corner.open(&first, Pin::new("258036"), at(306)).await, Ok(()));
    }

    #[tokio::test]
    async fn without_a_pin_or_with_what_is_no_hash_nobody_gets_in() {
        for hash in ["", "$argon2id$nonsense"] {
            let (corner, kiosk) = (Corner::new(hash), DeviceName::new("k").unwrap());
            let opened = corner.open(&kiosk, Pin::new("258036"), Timestamp::UNIX_EPOCH);
            assert_eq!(opened.await, Err(HubRefusal::NotAllowed), "{hash}");
        }
    }
}
