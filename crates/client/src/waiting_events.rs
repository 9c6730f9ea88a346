//! Events that the screen has not fetched yet.

use crate::LinkEvent;

/// Bounded by what a screen can have asked: at most one view, one word on the line, and the answers to its
/// own requests, however long it does not look. An agent has orders, of which the hub sends only so many ahead.
#[derive(Debug, Default)]
pub(crate) struct WaitingEvents(Vec<LinkEvent>);

#[derive(PartialEq, Eq)]
enum Kind {
    Line,
    View,
    /// Each one counts: answers and orders.
    Each,
}

impl WaitingEvents {
    /// Adds an event; an older one that it makes void goes.
    pub(crate) fn push(&mut self, event: LinkEvent) {
        let new = kind(&event);
        if new != Kind::Each {
            self.0.retain(|old| kind(old) != new);
        }
        self.0.push(event);
    }

    pub(crate) fn drain(&mut self) -> Vec<LinkEvent> {
        std::mem::take(&mut self.0)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn kind(event: &LinkEvent) -> Kind {
    match event {
        LinkEvent::Up | LinkEvent::Down { .. } | LinkEvent::NotAccepted { .. } => Kind::Line,
        LinkEvent::View(_) => Kind::View,
        LinkEvent::Answer { .. } | LinkEvent::Port { .. } => Kind::Each,
    }
}
