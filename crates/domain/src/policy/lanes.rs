//! Those who wait, in lanes.

use goiso_model::{CounterNumber, PriorityClassId, ServiceId};

use crate::hall::Hall;
use crate::index::{Queue, Queues, Waiter};
use crate::{CallReason, Standing};

/// Those who wait for the same with the same claim, of which some have been taken in thought.
#[derive(Debug, Clone)]
pub(crate) struct Lane<'a> {
    pub(crate) service: &'a ServiceId,
    /// The only counter that may call them.
    pub(crate) bound: Option<CounterNumber>,
    pub(crate) is_front: bool,
    pub(crate) class: Option<&'a PriorityClassId>,
    /// None also for a class that the rules no longer know.
    pub(crate) rank: Option<u8>,
    pub(crate) queue: &'a Queue,
    pub(crate) n_taken: usize,
    /// Those behind are only expected yet.
    pub(crate) n_here: usize,
}

impl<'a> Lane<'a> {
    /// The lanes of a service. Those sent to a counter where nobody is are anybody's.
    pub(crate) fn of(hall: &'a Hall, service: &'a ServiceId) -> impl Iterator<Item = Self> {
        Self::over(hall, &hall.index.waiting, service)
    }

    fn over(hall: &'a Hall, queues: &'a Queues, service: &'a ServiceId) -> impl Iterator<Item = Self> {
        let queues = queues.get(service).into_iter().flatten();
        queues.map(move |(key, queue)| {
            let class = key.class.as_ref();
            let rank = class.and_then(|class| hall.rules.classes.get(class)).map(|class| class.rank);
            let bound = key.bound.filter(|counter| hall.is_staffed(*counter));
            let (is_front, n_here) = (key.is_front, queue.len());
            Self { service, bound, is_front, class, rank, queue, n_taken: 0, n_here }
        })
    }

    pub(crate) fn head(&self) -> Option<&'a Waiter> {
        if self.n_taken < self.n_here { self.queue.get(self.n_taken) } else { None }
    }

    pub(super) fn priority_reason(&self) -> CallReason {
        match self.class {
            Some(class) => CallReason::Priority { class: class.clone() },
            None => CallReason::Oldest,
        }
    }
}

/// Why the head of a lane is next where nothing but its place decides.
pub(super) fn reason_of_place(head: &Waiter) -> CallReason {
    match head.standing {
        Standing::Came => CallReason::Oldest,
        Standing::Appointment => CallReason::Appointment,
        Standing::CarriedOver => CallReason::CarriedOver,
        Standing::Restored => CallReason::Restored,
        Standing::Returned => CallReason::Returned,
        Standing::Transferred | Standing::TransferredFirst => CallReason::Transferred,
    }
}

/// Lanes, and how far each has been taken.
pub(crate) struct Lanes<'a> {
    pub(crate) lanes: Vec<Lane<'a>>,
}

impl<'a> Lanes<'a> {
    /// Everybody who waits.
    pub(crate) fn all(hall: &'a Hall) -> Self {
        let lanes = hall.index.waiting.keys().flat_map(|service| Lane::of(hall, service));
        Self { lanes: lanes.collect() }
    }

    /// Everybody who would wait if the queues of the hall were these.
    pub(crate) fn over(hall: &'a Hall, queues: &'a Queues) -> Self {
        Self { lanes: queues.keys().flat_map(|service| Lane::over(hall, queues, service)).collect() }
    }

    /// Those who wait for one service.
    pub(crate) fn of_service(hall: &'a Hall, service: &'a ServiceId) -> Self {
        Self { lanes: Lane::of(hall, service).collect() }
    }

    /// Takes the head of a lane.
    pub(super) fn take(&mut self, lane_idx: usize) -> Option<Waiter> {
        let lane = &mut self.lanes[lane_idx];
        let head = *lane.head()?;
        lane.n_taken += 1;
        Some(head)
    }
}
