//! What the supervisor says to the hall.

use goiso_model::LocalText;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::hall::Hall;
use crate::{Event, Refusal};

/// The most messages at one time: more than these nobody reads.
pub const MESSAGES_MAX: usize = 10;

/// Something the supervisor says to the hall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// How urgent.
    pub level: MessageLevel,
    /// The words.
    pub text: LocalText,
    /// Since when it is said.
    pub since: Timestamp,
    /// When it ends by itself; none for the end of the business day.
    pub until: Option<Timestamp>,
    /// To whom.
    pub audience: Audience,
}

/// Whom a message is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The people in the hall.
    #[default]
    Boards,
    /// The officials.
    Counters,
    /// Both.
    All,
}

impl Audience {
    /// Whether the people in the hall see it.
    pub fn is_for_boards(self) -> bool {
        matches!(self, Self::Boards | Self::All)
    }

    /// Whether the officials see it.
    pub fn is_for_counters(self) -> bool {
        matches!(self, Self::Counters | Self::All)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
    pub(crate) fn is_boards(&self) -> bool {
        *self == Self::Boards
    }
}

impl Message {
    /// Whether its time has not yet ended.
    pub fn is_said(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}

/// How urgent a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageLevel {
    /// Over everything else: fire, evacuation.
    Emergency,
    /// Among the notices, before the others.
    Notice,
}

impl Hall {
    /// What is said to the hall, by the number of each message: the oldest first.
    pub fn messages(&self) -> impl Iterator<Item = (u32, &Message)> {
        self.messages.iter().map(|(&number, message)| (number, message))
    }

    /// When the next message ends by itself, after `now`.
    pub(crate) fn next_message_end(&self, now: Timestamp) -> Option<Timestamp> {
        self.messages.values().filter_map(|message| message.until).filter(|until| *until > now).min()
    }

    /// Whether the time of a message has ended.
    pub(crate) fn has_ended_message(&self, now: Timestamp) -> bool {
        self.messages.values().any(|message| !message.is_said(now))
    }

    pub(crate) fn decide_post(
        &self,
        level: MessageLevel,
        text: &LocalText,
        until: Option<Timestamp>,
        audience: Audience,
        now: Timestamp,
    ) -> Result<Vec<Event>, Refusal> {
        if let Some(until) = until.filter(|until| *until <= now) {
            return Err(Refusal::MessageOver { until });
        }
        if self.messages.len() >= MESSAGES_MAX {
            return Err(Refusal::TooManyMessages { max: MESSAGES_MAX });
        }
        let message = self.last_message.saturating_add(1);
        Ok(vec![Event::MessagePosted { message, level, text: text.clone(), since: None, until, audience }])
    }

    pub(crate) fn decide_remove(&self, message: u32) -> Result<Vec<Event>, Refusal> {
        if !self.messages.contains_key(&message) {
            return Err(Refusal::UnknownMessage { message });
        }
        Ok(vec![Event::MessageRemoved { message }])
    }

    pub(crate) fn decide_ends(&self, now: Timestamp) -> Vec<Event> {
        let ended = self.messages().filter(|(_, message)| !message.is_said(now));
        ended.map(|(message, _)| Event::MessageRemoved { message }).collect()
    }

    /// Says again on a new day what has an end that is still to come.
    pub(crate) fn kept_messages(&self, now: Timestamp) -> impl Iterator<Item = Event> {
        let kept = self.messages().filter(move |(_, kept)| kept.until.is_some_and(|until| now < until));
        kept.map(|(message, kept)| Event::MessagePosted {
            message,
            level: kept.level,
            text: kept.text.clone(),
            since: Some(kept.since),
            until: kept.until,
            audience: kept.audience,
        })
    }
}
