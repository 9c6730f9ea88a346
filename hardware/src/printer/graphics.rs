//! Pictures that stay in the printer without power: `GS ( L`, functions 66, 67 and 69.
//!
//! Their memory wears out: Epson asks for ten executions of a writing command a day at most, and the printer does not
//! listen while it writes. So pictures are written only when they changed, each one counts, and what does not fit
//! into one day waits for the next.

use std::collections::{BTreeMap, BTreeSet};

use crc::{CRC_64_XZ, Crc};
use serde::{Deserialize, Serialize};

use super::raster::{Bitmap, hide_real_time_commands};

/// Commands a day that write or delete pictures. Epson, TM-T81 specification, `GS ( L`, notes: "Frequent write command
/// executions [...] may damage the NV memory": it is commands that are counted, not sittings.
pub const WRITES_A_DAY_MAX: u32 = 10;
/// Pictures that are kept; the key codes of a first letter.
pub const GRAPHICS_MAX: usize = 3 * 94;
/// A picture's frame in the printer's memory is counted as this, in bytes.
const FRAME_BYTES: usize = 32;

static CRC: Crc<u64> = Crc::<u64>::new(&CRC_64_XZ);

/// The name of a picture in the printer: two codes from 32 to 126.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GraphicKey(pub [u8; 2]);

/// What a picture looks like, in short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GraphicHash(u64);

impl GraphicHash {
    /// Of a picture.
    pub fn of(bitmap: &Bitmap) -> Self {
        let mut digest = CRC.digest();
        digest.update(&(bitmap.width() as u64).to_le_bytes());
        digest.update(bitmap.bytes());
        Self(digest.finalize())
    }
}

/// The pictures that a printer is known to keep, and how many commands wrote them today.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Resident {
    by_hash: BTreeMap<GraphicHash, GraphicKey>,
    day: i32,
    writes: u32,
    /// The printer's serial number, where it tells it.
    unit: Option<String>,
}

/// What is to be sent so that a printer keeps other pictures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewrite {
    /// The commands.
    pub bytes: Vec<u8>,
    /// What the printer then keeps.
    pub then: Resident,
    /// What it surely keeps meanwhile, and if nobody sees the commands arrive.
    pub meanwhile: Resident,
    /// How many commands it is.
    pub n_writes: u32,
}

/// Why nothing is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoRewrite {
    /// The printer keeps all that is wanted.
    UpToDate,
    /// [`WRITES_A_DAY_MAX`] is reached; tomorrow.
    LimitReached,
}

impl Resident {
    /// The key of a picture, if the printer keeps it.
    pub fn key(&self, bitmap: &Bitmap) -> Option<GraphicKey> {
        self.by_hash.get(&GraphicHash::of(bitmap)).copied()
    }

    /// The keys of all that is kept.
    pub fn keys(&self) -> impl Iterator<Item = GraphicKey> {
        self.by_hash.values().copied()
    }

    /// How many pictures are kept.
    pub fn n_graphics(&self) -> usize {
        self.by_hash.len()
    }

    /// How many of these pictures, as many as `room` bytes hold, are not kept.
    pub fn n_missing(&self, wanted: &[Bitmap], room: u32) -> usize {
        fitting(wanted, room as usize).iter().filter(|(hash, _)| !self.by_hash.contains_key(hash)).count()
    }

    /// What to write today so that the printer keeps these pictures, the most useful first, as many as `room` bytes
    /// and the day's writes hold. `day` counts the days, e.g. of the Common Era.
    pub fn rewrite(&self, wanted: &[Bitmap], room: u32, day: i32) -> Result<Rewrite, NoRewrite> {
        let wanted = fitting(wanted, room as usize);
        let writes = if day == self.day { self.writes } else { 0 };
        let hashes: BTreeSet<GraphicHash> = wanted.iter().map(|(hash, _)| *hash).collect();
        let missing: Vec<_> = wanted.iter().filter(|(hash, _)| !self.by_hash.contains_key(hash)).collect();
        if missing.is_empty() {
            return Err(NoRewrite::UpToDate);
        }
        if writes >= WRITES_A_DAY_MAX {
            return Err(NoRewrite::LimitReached);
        }
        let mut then = Self { day, writes, ..self.clone() };
        let mut meanwhile = then.clone();
        let mut bytes = Vec::new();
        let obsolete = self.by_hash.iter().filter(|(hash, _)| !hashes.contains(hash));
        let mut obsolete: Vec<(GraphicHash, GraphicKey)> =
            obsolete.map(|(hash, key)| (*hash, *key)).rev().collect();
        let taken: BTreeSet<GraphicKey> = self.by_hash.values().copied().collect();
        let mut free = keys().filter(|key| !taken.contains(key));
        for (hash, bitmap) in missing.into_iter().take((WRITES_A_DAY_MAX - writes) as usize) {
            // A picture that nobody wants any more is written over, which is one write instead of two.
            let key = match obsolete.pop() {
                Some((gone, key)) => {
                    then.by_hash.remove(&gone);
                    meanwhile.by_hash.remove(&gone);
                    key
                }
                None => match free.next() {
                    Some(key) => key,
                    None => break,
                },
            };
            bytes.extend(define_command(key, bitmap));
            then.by_hash.insert(*hash, key);
            then.writes += 1;
        }
        while then.writes < WRITES_A_DAY_MAX
            && let Some((gone, key)) = obsolete.pop()
        {
            bytes.extend(delete_command(key));
            then.by_hash.remove(&gone);
            meanwhile.by_hash.remove(&gone);
            then.writes += 1;
        }
        meanwhile.writes = then.writes;
        let n_writes = then.writes - writes;
        Ok(Rewrite { bytes, then, meanwhile, n_writes })
    }

    /// What is left of this knowledge when the printer itself lists its keys and tells its serial number: another
    /// printer under the same name, or one that was emptied, keeps nothing of ours. The day's writes stay counted.
    #[must_use]
    pub fn confirmed(&self, listed: &BTreeSet<GraphicKey>, unit: Option<&str>) -> Self {
        let is_other = matches!((self.unit.as_deref(), unit), (Some(known), Some(told)) if known != told);
        let by_hash = self.by_hash.iter().filter(|(_, key)| !is_other && listed.contains(key));
        Self {
            by_hash: by_hash.map(|(hash, key)| (*hash, *key)).collect(),
            unit: unit.map(str::to_owned).or_else(|| self.unit.clone()),
            day: self.day,
            writes: self.writes,
        }
    }

    /// Counts so many more writes of the same; false when there were too many today.
    pub(super) fn count_again(&mut self, n_writes: u32) -> bool {
        let is_allowed = self.writes + n_writes <= WRITES_A_DAY_MAX;
        self.writes += if is_allowed { n_writes } else { 0 };
        is_allowed
    }

    /// Takes over how many writes another one counts.
    pub(super) fn count_like(&mut self, other: &Self) {
        (self.day, self.writes) = (other.day, other.writes);
    }

    /// The same knowledge after a write whose end nobody saw: nothing is known but that it was tried.
    #[must_use]
    pub fn forgotten(&self) -> Self {
        Self { by_hash: BTreeMap::new(), ..self.clone() }
    }

    /// As text, for a file.
    pub fn to_text(&self) -> String {
        let graphics = self
            .by_hash
            .iter()
            .map(|(hash, key)| (String::from_utf8_lossy(&key.0).into_owned(), format!("{:016x}", hash.0)));
        let (day, writes, unit) = (self.day, self.writes, self.unit.clone());
        let kept = Kept { day, writes, unit, graphics: graphics.collect() };
        toml::to_string(&kept).expect("numbers and plain texts are TOML")
    }

    /// From a file. A file that makes no sense says nothing about the printer: the pictures are written anew,
    /// but only once on `day`, as nobody knows how often they were.
    pub fn from_text(text: &str, day: i32) -> Self {
        Self::parse(text).unwrap_or(Self { day, writes: WRITES_A_DAY_MAX - 1, ..Self::default() })
    }

    fn parse(text: &str) -> Option<Self> {
        let kept: Kept = toml::from_str(text).ok()?;
        let mut by_hash = BTreeMap::new();
        for (key, hash) in &kept.graphics {
            let key = GraphicKey(key.as_bytes().try_into().ok()?);
            by_hash.insert(GraphicHash(u64::from_str_radix(hash, 16).ok()?), key);
        }
        Some(Self { by_hash, day: kept.day, writes: kept.writes.min(WRITES_A_DAY_MAX), unit: kept.unit })
    }
}

/// The file's form.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    day: i32,
    writes: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    graphics: BTreeMap<String, String>,
}

/// Each picture once, as many as there is room and keys for.
fn fitting(wanted: &[Bitmap], mut room: usize) -> Vec<(GraphicHash, &Bitmap)> {
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for bitmap in wanted {
        let bytes = bitmap.bytes().len() + FRAME_BYTES;
        let hash = GraphicHash::of(bitmap);
        if bytes <= room && out.len() < GRAPHICS_MAX && seen.insert(hash) {
            room -= bytes;
            out.push((hash, bitmap));
        }
    }
    out
}

/// Keys of ours: `G!` to `G~`, then those after `H` and `I`, so that a logo that somebody put under the usual
/// 32 32 stays.
fn keys() -> impl Iterator<Item = GraphicKey> {
    (b'G'..=b'I').flat_map(|first| (b'!'..=b'~').map(move |second| GraphicKey([first, second])))
}

/// Function 67: keep a picture in rows (a = 48, b = 1, colour 49).
pub(super) fn define_command(key: GraphicKey, bitmap: &Bitmap) -> Vec<u8> {
    let mut rows = bitmap.clone();
    // The length itself must not look like a real-time command either.
    while matches!((rows.bytes().len() + 11).to_le_bytes()[..2], [0x10, 4 | 5 | 0x14]) {
        rows.extend_to(rows.height() + 1);
    }
    let bitmap = &rows;
    let [length_low, length_high, ..] = (bitmap.bytes().len() as u32 + 11).to_le_bytes();
    let [x_low, x_high, ..] = (bitmap.stride() as u32 * 8).to_le_bytes();
    let [y_low, y_high, ..] = (bitmap.height() as u32).to_le_bytes();
    let GraphicKey([first, second]) = key;
    let mut out = vec![
        0x1d,
        0x28,
        0x4c,
        length_low,
        length_high,
        0x30,
        0x43,
        0x30,
        first,
        second,
        1,
        x_low,
        x_high,
        y_low,
        y_high,
        0x31,
    ];
    let start = out.len();
    out.extend_from_slice(bitmap.bytes());
    hide_real_time_commands(&mut out[start..]);
    out
}

/// Function 66: forget one picture.
fn delete_command(GraphicKey([first, second]): GraphicKey) -> [u8; 9] {
    [0x1d, 0x28, 0x4c, 4, 0, 0x30, 0x42, first, second]
}

/// Function 64: which keys are in use. The printer answers in blocks and waits for [`TAKEN`] after each; until then
/// nothing else may be sent.
pub(super) const ASK_KEYS: [u8; 9] = [0x1d, 0x28, 0x4c, 4, 0, 0x30, 0x40, 0x4b, 0x43];
/// `ACK`: a block has arrived.
pub(super) const TAKEN: u8 = 0x06;

/// Function 69: print a picture, each dot `factor` dots wide and high (1 or 2).
pub(super) fn print_command(GraphicKey([first, second]): GraphicKey, factor: usize) -> [u8; 11] {
    let factor = factor as u8;
    [0x1d, 0x28, 0x4c, 6, 0, 0x30, 0x45, first, second, factor, factor]
}

#[cfg(test)]
#[path = "graphics_tests.rs"]
mod tests;
