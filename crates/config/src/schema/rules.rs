//! The tables about those who go away and come back, come at a time, or are helped by another counter.

use super::Kind::{Choice, Integer, Reference, TimeOfDay};
use super::Need::{Default, Optional, Required};
use super::{Shape, Table, key};

pub(in super::super) static OFFICE: Table = Table {
    name: "office",
    shape: Shape::OneOrNone,
    about: "What becomes of those who go away, and of those who still wait when the service of the day ends.",
    keys: &[
        key(
            "hold_max_minutes",
            Integer(1, 1_440),
            Default("120"),
            "60",
            "The longest that a place is kept for somebody who fetches a paper.",
        ),
        key(
            "hold_ends",
            Choice(&["absent", "cancelled"]),
            Default(r#""absent""#),
            r#""cancelled""#,
            "What whoever has not come back by then is: `absent`, and may be restored, or `cancelled`.",
        ),
        key(
            "absent_after_seconds",
            Integer(10, 3_600),
            Optional("until the official says so"),
            "60",
            "So long after the last call nobody is waited for any more.",
        ),
        key(
            "restore_within_minutes",
            Integer(1, 1_440),
            Optional("until the day ends"),
            "60",
            "How long an absent visitor may be restored.",
        ),
        key(
            "groups",
            Choice(&["numbers", "people"]),
            Default(r#""numbers""#),
            r#""people""#,
            "What a number for several people counts as among those who wait: one, or so many `people`.",
        ),
        key(
            "day_ends_at",
            TimeOfDay,
            Optional("when the next business day begins"),
            r#""17:30""#,
            "When the service of the day ends by itself. No numbers are given from then on.",
        ),
        key(
            "day_rest",
            Choice(&["cancel", "carry"]),
            Default(r#""cancel""#),
            r#""carry""#,
            "What becomes of those who still wait then: their numbers end (`cancel`), or come first on the next business \
            day (`carry`).",
        ),
    ],
};

pub(in super::super) static APPOINTMENTS: Table = Table {
    name: "services.appointments",
    shape: Shape::Inside,
    about: "How times are promised for a service. Slots stand one after another from the beginning of each window of its \
        calendar. No name goes with an appointment: whoever has its code has it.",
    keys: &[
        key("slot_minutes", Integer(5, 240), Default("30"), "15", "How long a slot is."),
        key("per_slot", Integer(1, 200), Default("1"), "2", "How many may be promised the same slot."),
        key(
            "early_minutes",
            Integer(0, 240),
            Default("15"),
            "30",
            "So long before the slot the number can be had.",
        ),
        key(
            "late_minutes",
            Integer(0, 240),
            Default("10"),
            "15",
            "So long after the beginning of the slot the promise holds; who comes later waits as if without one.",
        ),
        key(
            "ahead_minutes",
            Integer(0, 240),
            Default("15"),
            "30",
            "In the line an appointment counts as having come so long before its slot.",
        ),
    ],
};

pub(in super::super) static HELPS: Table = Table {
    name: "counters.helps",
    shape: Shape::ManyInside { max: 20 },
    about: "Services that a counter helps with when nobody waits for its own.",
    keys: &[
        key("service", Reference("services"), Required, r#""dat-dai""#, "Which."),
        key(
            "from_minutes",
            Integer(1, 1_440),
            Optional("only when nobody waits for its own"),
            "30",
            "From this wait on, those who wait for it count as the counter's own.",
        ),
    ],
};
