//! Numbers lent to kiosks: wishes about them, and what a kiosk's view says of them; `docs/emergency.md`.

use goiso_domain::{Command, Event, Given, LendingEvent, LendingWish, TurnedAway};
use goiso_model::{DeviceName, RequestId, TicketId};
use goiso_protocol::{Alert, AlertKind, Answer, Lending, LentBlock, Request};

use super::seen::Kept;
use super::{Hub, Origin};

/// Whether only a kiosk may wish it.
pub(super) fn is_about_lent(request: &Request) -> bool {
    matches!(request, Request::BorrowBlock { .. } | Request::KeepBlock { .. } | Request::TellIssued { .. })
}

/// Says so where a number that somebody holds leads to nothing.
pub(super) fn log(event: &Event) {
    let Event::Lending(LendingEvent::TurnedAway { number, kiosk, day, why, .. }) = event else { return };
    match why {
        TurnedAway::OtherDay => {
            tracing::warn!(%number, %kiosk, %day, "told of a number after its day was over");
        }
        TurnedAway::NumberTaken | TurnedAway::IdTaken | TurnedAway::NotLent => {
            tracing::error!(%number, %kiosk, ?why, "somebody holds a number that cannot be called; look at that kiosk");
        }
    }
}

impl Hub {
    /// A kiosk's wish about lent numbers as a command; none of anybody else, or for another wish.
    pub(super) fn lending_command(&self, origin: &Origin, request: &Request) -> Option<Command> {
        let Origin::Kiosk(kiosk) = origin else { return None };
        let wish = match request {
            Request::BorrowBlock { holder, above } => {
                LendingWish::Borrow { holder: *holder, above: above.clone() }
            }
            Request::KeepBlock { holder, epoch, day, block } => {
                let block = (*epoch == self.epoch).then_some(*block);
                LendingWish::Keep { holder: *holder, day: *day, block }
            }
            Request::TellIssued {
                epoch,
                day,
                block,
                number,
                ticket,
                service,
                priority,
                issued_at,
                instead_of,
            } => {
                let given = Given {
                    ticket: *ticket,
                    number: number.clone(),
                    service: service.clone(),
                    class: priority.clone(),
                    issued_at: *issued_at,
                    day: *day,
                    block: (*epoch == self.epoch).then_some(*block),
                };
                let instead_of = instead_of.as_ref().and_then(|id| self.given_for(kiosk, id));
                LendingWish::Tell { given: Box::new(given), instead_of }
            }
            _ => return None,
        };
        Some(Command::Lending { kiosk: kiosk.clone(), wish })
    }

    /// Sees to it that a wish which was given up leads to nothing any more, should a copy of it still be on its way.
    pub(super) fn forestall(&mut self, origin: &Origin, request: &Request) {
        if let (Origin::Kiosk(kiosk), Request::TellIssued { instead_of: Some(id), .. }) = (origin, request) {
            // No wish has this fingerprint, so that the copy counts as another wish under a used id.
            self.seen.keep(kiosk.clone(), id.clone(), u64::MAX, Kept::Done(None));
        }
    }

    /// The ticket that a kiosk tells of once more, because it has not heard the answer. None for a number that was turned
    /// away: the kiosk is to hear that again.
    pub(super) fn told_before(&self, request: &Request) -> Option<TicketId> {
        let Request::TellIssued { ticket, number, .. } = request else { return None };
        self.hall.ticket(*ticket).is_some_and(|known| known.number == *number).then_some(*ticket)
    }

    /// The ticket that a wish of a kiosk has led to.
    fn given_for(&self, kiosk: &DeviceName, id: &RequestId) -> Option<TicketId> {
        match self.seen.recall(kiosk, id)? {
            Kept::Answer(answer) => match answer.as_ref() {
                Answer::Done { ticket } => ticket.as_ref().map(|info| info.ticket),
                Answer::Refused { .. } | Answer::SignedIn { .. } => None,
            },
            Kept::Done(ticket) => *ticket,
        }
    }

    /// Numbers of today that somebody holds and nobody can be called by, for whoever looks after the hall.
    pub(super) fn lending_alerts(&self) -> impl Iterator<Item = Alert> {
        self.hall
            .turned_away_today()
            .map(|number| Alert { kind: AlertKind::NumberTurnedAway, device: number.to_string() })
    }

    /// What a kiosk is lent; none if it is to be lent nothing, or before the first day.
    pub(super) fn lending_of(&self, kiosk: &DeviceName) -> Option<Lending> {
        let hall = &self.hall;
        hall.rules().lending.get(kiosk)?;
        let blocks = hall.blocks_of(kiosk).map(|(id, block)| LentBlock {
            block: id,
            holder: block.holder,
            prefix: block.numbers.prefix.clone(),
            first: block.numbers.first,
            last: block.numbers.last,
            width: block.numbers.width,
            lent_at: block.lent_at,
            is_kept: block.is_kept,
            given_through: block.given_through,
        });
        Some(Lending {
            epoch: self.epoch.clone(),
            day: hall.day()?,
            until: hall.day_ends_at()?,
            follow_base: format!("{}/t/", self.follow_base),
            blocks: blocks.collect(),
        })
    }
}
