//! The chain of hashes: each record's hash is made from its content and the hash before it.

use sha2::{Digest, Sha256};

use crate::record::RawRecord;
use crate::{Break, Flaw};

/// Said before the epoch in the first hash, so that it can be no other hash.
const GENESIS: &[u8] = b"goiso journal 1\n";

/// Stands for a field that is absent, where a length would stand.
const ABSENT: [u8; 8] = [0xff; 8];

pub(crate) type Hash = [u8; 32];

/// How far the chain has come: the last record's place and hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) sequence: i64,
    pub(crate) hash: Hash,
}

impl Link {
    /// The chain of a journal in which nothing stands.
    pub(crate) fn genesis(epoch: &str) -> Self {
        Self { sequence: 0, hash: Sha256::new().chain_update(GENESIS).chain_update(epoch).finalize().into() }
    }

    /// Seals `record` with its hash, and is then the link to it.
    pub(crate) fn seal(&mut self, record: &mut RawRecord) {
        self.hash = hash(&self.hash, record);
        self.sequence = record.sequence;
        record.hash = self.hash.to_vec();
    }

    /// Checks that `record` is the next, and is then the link to it.
    pub(crate) fn follow(&mut self, record: &RawRecord) -> Result<(), Break> {
        let expected = self.sequence + 1;
        let broken = |flaw| Break { sequence: u64::try_from(expected).unwrap_or(0), flaw };
        if record.sequence != expected {
            return Err(broken(Flaw::Missing));
        }
        let hash = hash(&self.hash, record);
        if record.hash != hash {
            return Err(broken(Flaw::Altered));
        }
        *self = Self { sequence: expected, hash };
        Ok(())
    }

    /// The hash as people note it down.
    pub(crate) fn hex(&self) -> String {
        self.hash.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
    }
}

/// SHA-256 of the hash before, then each field in the order of the columns: its length as 8 bytes, most
/// significant first, and its bytes. A number is 8 bytes.
fn hash(before: &Hash, record: &RawRecord) -> Hash {
    let mut sha = Sha256::new();
    sha.update(before);
    let mut field = |bytes: Option<&[u8]>| match bytes {
        Some(bytes) => {
            sha.update((bytes.len() as u64).to_be_bytes());
            sha.update(bytes);
        }
        None => sha.update(ABSENT),
    };
    field(Some(&record.sequence.to_be_bytes()));
    field(record.day.as_deref().map(str::as_bytes));
    field(Some(&record.at.to_be_bytes()));
    field(Some(&record.version.to_be_bytes()));
    field(Some(record.kind.as_bytes()));
    field(Some(record.event.as_bytes()));
    field(record.request.as_deref().map(str::as_bytes));
    sha.finalize().into()
}
