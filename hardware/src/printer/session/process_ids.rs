//! What slips are called towards the printer.

use std::collections::VecDeque;

use super::super::fate::JobId;

/// A printer may still answer for a slip that was given up this many slips ago.
const REMEMBERED: usize = 16;

/// Gives each slip four visible characters (`GS ( H` wants 32 to 126), and none twice in a row: a late answer for a slip
/// that was given up must not prove the one that was asked for in its place.
#[derive(Debug, Default)]
pub(super) struct ProcessIds {
    recent: VecDeque<[u8; 4]>,
}

impl ProcessIds {
    /// The name of the slip that is now sent.
    pub(super) fn begin(&mut self, job: JobId) -> [u8; 4] {
        let mut id = process_id(job);
        // From `0` to `F` and on to letters behind it that no job has by itself.
        while self.recent.contains(&id) {
            id[0] = if id[0] < b'~' { id[0] + 1 } else { b' ' };
        }
        self.recent.push_back(id);
        if self.recent.len() > REMEMBERED {
            self.recent.pop_front();
        }
        id
    }

    /// Whether it is that of the slip that was sent last.
    pub(super) fn is_newest(&self, id: [u8; 4]) -> bool {
        self.recent.back() == Some(&id)
    }
}

/// The last four digits of a job's number.
pub(super) fn process_id(job: JobId) -> [u8; 4] {
    let digit = |shift: u32| b"0123456789ABCDEF"[(job.0 >> shift & 0xf) as usize];
    [digit(12), digit(8), digit(4), digit(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_that_is_printed_again_has_another_name_than_before() {
        let mut ids = ProcessIds::default();
        let names: Vec<[u8; 4]> = (0..REMEMBERED).map(|_| ids.begin(JobId(0x2a))).collect();
        assert_eq!(names[0], *b"002A");
        for (idx, name) in names.iter().enumerate() {
            assert!(
                !names[..idx].contains(name) && name.iter().all(|b| (0x20..=0x7e).contains(b)),
                "{name:?}"
            );
        }
        assert!(ids.is_newest(names[REMEMBERED - 1]) && !ids.is_newest(names[0]));
    }
}
