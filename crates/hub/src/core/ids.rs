//! Ticket ids: opaque to visitors, and the same for the same seed in a simulation.

use goiso_model::TicketId;
use sha2::{Digest, Sha256};

/// Draws ticket ids that nobody can guess from one another: a hash over a secret and a count.
#[derive(Debug, Clone)]
pub struct TicketIds {
    secret: [u8; 32],
    n_drawn: u64,
}

impl TicketIds {
    /// Ids from a secret: random bytes in a hub, a seed in a simulation.
    pub fn new(secret: [u8; 32]) -> Self {
        Self { secret, n_drawn: 0 }
    }

    /// The next id.
    pub fn draw(&mut self) -> TicketId {
        self.n_drawn += 1;
        let digest =
            Sha256::new().chain_update(self.secret).chain_update(self.n_drawn.to_le_bytes()).finalize();
        let (head, _) = digest.split_first_chunk::<8>().expect("a SHA-256 digest has 32 bytes");
        TicketId::from_bits(u64::from_le_bytes(*head))
    }
}
