//! Which picture stands beside the calls, with no folder and no clock.

use egui::TextureHandle;
use goiso_protocol::BoardLayout;
use jiff::{SignedDuration, Timestamp};

/// How long one picture fades into the next.
const FADE: SignedDuration = SignedDuration::from_millis(300);
/// When a folder is asked again that had no picture to show.
const RETRY: SignedDuration = SignedDuration::from_secs(30);

/// A picture ready to be drawn.
#[derive(Clone, PartialEq)]
pub struct Slide {
    /// The file's name.
    pub name: String,
    /// The picture. It is freed with its last handle.
    pub texture: TextureHandle,
}

impl std::fmt::Debug for Slide {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Slide").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The pictures of a board: one that stands, the one before while it fades, and the next, ready ahead of its
/// time. Never more than these three are in memory.
#[derive(Debug, Default)]
pub struct Slideshow {
    source: Option<(String, SignedDuration)>,
    before: Option<Slide>,
    shown: Option<Slide>,
    /// When the shown one came.
    since: Timestamp,
    ahead: Option<Slide>,
    asked_at: Option<Timestamp>,
}

impl Slideshow {
    /// Follows the hub: another folder begins anew, and a board without slides forgets its own.
    pub fn follow(&mut self, layout: &BoardLayout) {
        let source = match layout {
            BoardLayout::Split { folder, slide_secs } => {
                Some((folder.clone(), SignedDuration::from_secs(i64::from((*slide_secs).max(1)))))
            }
            BoardLayout::Main
            | BoardLayout::Grid
            | BoardLayout::Service { .. }
            | BoardLayout::Strip
            | BoardLayout::Unknown => None,
        };
        let folder = |source: &Option<(String, _)>| source.as_ref().map(|(folder, _)| folder.clone());
        if folder(&self.source) != folder(&source) {
            *self = Self::default();
        }
        self.source = source;
    }

    /// Asks for the next picture of a folder, once: the answer is [`Slideshow::offer`], or nothing at all if
    /// there is no picture, and then it is asked again after a while.
    pub fn ask(&mut self, now: Timestamp) -> Option<&str> {
        let is_waiting = self.asked_at.is_some_and(|asked| now.duration_since(asked) < RETRY);
        if self.ahead.is_some() || is_waiting {
            return None;
        }
        let (folder, _) = self.source.as_ref()?;
        self.asked_at = Some(now);
        Some(folder)
    }

    /// Takes the next picture of `folder`. One of a folder that is no longer shown is dropped.
    pub fn offer(&mut self, folder: &str, slide: Slide, now: Timestamp) {
        if self.source.as_ref().is_some_and(|(own, _)| own == folder) {
            self.ahead = Some(slide);
            self.asked_at = None;
            self.advance(now);
        }
    }

    /// Moves on if it is time to.
    pub fn advance(&mut self, now: Timestamp) {
        if self.before.is_some() && now >= self.since + FADE {
            self.before = None;
        }
        if self.end().is_none_or(|end| now >= end)
            && let Some(next) = self.ahead.take()
        {
            let is_same = self.shown.as_ref().is_some_and(|shown| shown.name == next.name);
            let old = self.shown.replace(next);
            self.before = old.filter(|_| !is_same);
            self.since = now;
        }
    }

    /// The picture that stands, how much of it is to be seen (0 to 1), and the one that it covers.
    pub fn shown(&self, now: Timestamp) -> Option<(&Slide, f32, Option<&Slide>)> {
        let shown = self.shown.as_ref()?;
        let share = now.duration_since(self.since).as_secs_f32() / FADE.as_secs_f32();
        let share = if self.before.is_some() { share.clamp(0.0, 1.0) } else { 1.0 };
        Some((shown, share, self.before.as_ref()))
    }

    /// When the picture changes though nothing happens. While one fades, the screen asks for each frame
    /// itself, and this is when that is over.
    pub fn next_deadline(&self, now: Timestamp) -> Option<Timestamp> {
        let fade = self.before.as_ref().map(|_| self.since + FADE);
        let end = self.ahead.as_ref().and(self.end());
        let retry = self.asked_at.map(|asked| asked + RETRY);
        let next = [fade, end, retry].into_iter().flatten().min();
        next.map(|next| next.max(now))
    }

    fn end(&self) -> Option<Timestamp> {
        let (_, length) = self.source.as_ref()?;
        self.shown.as_ref().map(|_| self.since + *length)
    }
}
