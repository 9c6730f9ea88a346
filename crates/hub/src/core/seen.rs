//! Which requests were answered, and how: the memory behind "one touch, one number, one slip".

use std::collections::{HashMap, VecDeque};

use goiso_model::{DeviceName, RequestId, TicketId};
use goiso_protocol::{Answer, Request};
use sha2::{Digest, Sha256};

/// The most requests remembered; the oldest are forgotten first. A day of 5,000 tickets makes some 25,000.
pub const SEEN_MAX: usize = 50_000;

/// What is kept of a request.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kept {
    /// The answer it got.
    Answer(Box<Answer>),
    /// From before a restart: it was done, and this is the ticket it was about, if any.
    Done(Option<TicketId>),
}

/// A repeated request id.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Repeat {
    /// The same wish.
    Same(Kept),
    /// Another wish under the same id.
    Different,
}

/// Answers by device and request id.
#[derive(Debug, Default)]
pub(super) struct Seen {
    answers: HashMap<(DeviceName, RequestId), (u64, Kept)>,
    order: VecDeque<(DeviceName, RequestId)>,
}

impl Seen {
    /// What this request got when it was first made, if it was.
    pub(super) fn find(&self, device: &DeviceName, id: &RequestId, digest: u64) -> Option<Repeat> {
        let (known_digest, kept) = self.answers.get(&(device.clone(), id.clone()))?;
        Some(if *known_digest == digest { Repeat::Same(kept.clone()) } else { Repeat::Different })
    }

    /// What came of a request, whatever it wished.
    pub(super) fn recall(&self, device: &DeviceName, id: &RequestId) -> Option<&Kept> {
        self.answers.get(&(device.clone(), id.clone())).map(|(_, kept)| kept)
    }

    /// Keeps an answer. The first one stays.
    pub(super) fn keep(&mut self, device: DeviceName, id: RequestId, digest: u64, kept: Kept) {
        let key = (device, id);
        if self.answers.contains_key(&key) {
            return;
        }
        self.answers.insert(key.clone(), (digest, kept));
        self.order.push_back(key);
        if self.order.len() > SEEN_MAX
            && let Some(oldest) = self.order.pop_front()
        {
            self.answers.remove(&oldest);
        }
    }
}

/// A fingerprint of a wish, the same in every run.
pub(super) fn digest(request: &Request) -> u64 {
    let digest = Sha256::digest(goiso_protocol::encode(request));
    let (head, _) = digest.split_first_chunk::<8>().expect("a SHA-256 digest has 32 bytes");
    // 53 bits, so that the number is exact in any JSON reader.
    u64::from_le_bytes(*head) >> 11
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(n: usize) -> (DeviceName, RequestId) {
        (DeviceName::new("kiosk-1").unwrap(), RequestId::new(format!("r{n}")).unwrap())
    }

    #[test]
    fn the_oldest_are_forgotten_first() {
        let mut seen = Seen::default();
        for n in 0..=SEEN_MAX {
            let (device, id) = key(n);
            seen.keep(device, id, 7, Kept::Done(None));
        }
        let find = |n| {
            let (device, id) = key(n);
            seen.find(&device, &id, 7)
        };
        assert_eq!(find(0), None);
        assert_eq!(find(1), Some(Repeat::Same(Kept::Done(None))));
    }

    #[test]
    fn an_id_is_for_one_wish() {
        let (device, id) = key(1);
        let mut seen = Seen::default();
        seen.keep(device.clone(), id.clone(), 7, Kept::Done(None));
        assert_eq!(seen.find(&device, &id, 8), Some(Repeat::Different));
        assert_eq!(seen.find(&DeviceName::new("kiosk-2").unwrap(), &id, 8), None);
    }
}
