//! A terminal's session: somebody signs in there, takes a seat and leaves it.

use goiso_model::{DeviceName, OfficialId, RequestId};
use goiso_protocol::{Answer, Pin, Resume, Seat, ToHub};
use tokio::sync::oneshot;

use super::{Web, refused};
use crate::core::{DeskNews, Input, SessionId, SignIn};
use crate::message::Message;
use crate::refusal::HubRefusal;

/// A terminal at the other end of a session.
pub(super) struct Terminal {
    device: DeviceName,
    session: SessionId,
}

impl Terminal {
    /// A terminal that has just said hello. One that brings a good token along has its seat again at once.
    pub(super) async fn open(web: &Web, device: DeviceName, resume: Option<Resume>) -> Self {
        let terminal = Self { device, session: web.next_session() };
        if let Some(Resume { token, seat }) = resume {
            let now = web.shared.clock.now();
            let gate = &web.shared.gate;
            let who = match gate.asked() {
                SignIn::Needed => gate
                    .recognise(&token, &terminal.device, now)
                    .map(|recognised| Some((recognised.official, recognised.role))),
                SignIn::NotNeeded => Some(None),
            };
            if let Some(who) = who {
                let (session, device) = (terminal.session, terminal.device.clone());
                let news = DeskNews::CameBack { session, device, who, seat };
                drop(web.wish(Input::Desk(news)).await);
            }
        }
        terminal
    }

    pub(super) fn session(&self) -> SessionId {
        self.session
    }

    /// What a frame of the terminal's asks for, under way; none for frames that are no business of a seat.
    pub(super) fn begin(
        &self,
        web: &Web,
        frame: ToHub,
    ) -> Option<(RequestId, Result<oneshot::Receiver<Answer>, HubRefusal>)> {
        let (session, device) = (self.session, self.device.clone());
        match frame {
            ToHub::SignIn { id, official, pin } => Some((id, Ok(self.sign_in(web, official, pin)))),
            ToHub::TakeSeat { id, seat } => Some((id, take_seat(web, session, device, seat))),
            ToHub::SignOut { id } => Some((id, web.begin_wish(Input::Desk(DeskNews::SignOut { session })))),
            ToHub::Hello { .. }
            | ToHub::OpenCorner { .. }
            | ToHub::Request { .. }
            | ToHub::Report { .. }
            | ToHub::Port { .. }
            | ToHub::Unknown => None,
        }
    }

    /// The PIN is checked beside the session, which goes on meanwhile.
    fn sign_in(&self, web: &Web, official: OfficialId, pin: Pin) -> oneshot::Receiver<Answer> {
        let (reply, answer) = oneshot::channel();
        let (web, device, session) = (web.clone(), self.device.clone(), self.session);
        tokio::spawn(async move {
            let answer = check(&web, session, device, official, pin).await;
            // A terminal that has gone signs in anew when it is back.
            drop(reply.send(answer));
        });
        answer
    }

    /// Its line has ended.
    pub(super) async fn leave(self, web: &Web) {
        let news = DeskNews::Left { session: self.session };
        drop(web.shared.messages.send(Message::Input(Input::Desk(news), None)).await);
    }
}

/// Staff want into a kiosk's corner. The PIN is checked beside the session, which goes on meanwhile.
pub(super) fn open_corner(web: &Web, kiosk: &DeviceName, pin: Pin) -> oneshot::Receiver<Answer> {
    let (reply, answer) = oneshot::channel();
    let (web, kiosk) = (web.clone(), kiosk.clone());
    tokio::spawn(async move {
        let now = web.shared.clock.now();
        let answer = match web.shared.corner.open(&kiosk, pin, now).await {
            Ok(()) => web.wish(Input::Staff(kiosk)).await,
            Err(refusal) => refused(refusal),
        };
        // A kiosk that has gone asks anew when it is back.
        drop(reply.send(answer));
    });
    answer
}

async fn check(web: &Web, session: SessionId, device: DeviceName, official: OfficialId, pin: Pin) -> Answer {
    let gate = &web.shared.gate;
    if gate.asked() == SignIn::NotNeeded {
        return refused(HubRefusal::NotAllowed);
    }
    let now = web.shared.clock.now();
    match gate.sign_in(&official, pin, &device, now).await {
        Ok(signed_in) => {
            let role = signed_in.role;
            let news = DeskNews::SignedIn { session, device, official, role };
            match web.wish(Input::Desk(news)).await {
                Answer::Done { .. } => Answer::SignedIn { signed_in },
                other @ (Answer::Refused { .. } | Answer::SignedIn { .. }) => other,
            }
        }
        Err(refusal) => refused(refusal),
    }
}

fn take_seat(
    web: &Web,
    session: SessionId,
    device: DeviceName,
    seat: Seat,
) -> Result<oneshot::Receiver<Answer>, HubRefusal> {
    web.begin_wish(Input::Desk(DeskNews::TakeSeat { session, device, seat }))
}
