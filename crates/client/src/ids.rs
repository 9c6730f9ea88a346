//! Ids for requests: unique to this start of this program, and predictable in tests.

use goiso_model::RequestId;

/// Draws request ids: a random part of this start, then a rising number.
#[derive(Debug, Clone)]
pub struct RequestIds {
    start: u64,
    n_drawn: u64,
}

impl RequestIds {
    /// Ids of a start with these 64 random bits.
    pub fn new(start: u64) -> Self {
        Self { start, n_drawn: 0 }
    }

    /// Ids of this start of the program. For the mains.
    pub fn random() -> Self {
        Self::new(random_bits())
    }

    /// The next id.
    pub fn draw(&mut self) -> RequestId {
        self.n_drawn += 1;
        RequestId::new(format!("{:016x}-{}", self.start, self.n_drawn))
            .expect("16 hex digits, a dash and a number are well under 64 visible characters")
    }
}

/// 64 bits from the system's source of randomness. For the mains.
pub fn random_bits() -> u64 {
    getrandom::u64().expect("the system's source of randomness is ready once a screen is up")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_id_is_drawn_twice() {
        let mut ids = RequestIds::new(u64::MAX);
        assert_ne!(ids.draw(), ids.draw());
        assert_ne!(RequestIds::new(1).draw(), RequestIds::new(2).draw());
    }
}
