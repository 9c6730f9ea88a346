//! What the hub serves: `/ws` for screens, `/api/v1` for programs, `/t/…` for a visitor's telephone, `/board/…` for a
//! browser in the hall, and
//! `/health`, `/healthz`, `/readyz`, `/metrics` for whoever looks after it.

mod api;
mod board;
mod desk;
mod follow;
mod health;
mod messages;
mod openapi;
mod problem;
mod shown;
mod socket;
mod statistics;
mod story;
mod supervisor;
mod tickets;
mod wishes;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderMap, header};
use axum::routing::{delete, get, post, put};
use goiso_i18n::Texts;
use goiso_model::Language;
use goiso_protocol::{Answer, REQUEST_BYTES_MAX};
use tokio::sync::{mpsc, oneshot, watch};

use crate::channels::ViewChannels;
use crate::clock::Clock;
use crate::core::{Asked, Input, Question, SessionId};
use crate::devices::Agents;
use crate::message::Message;
use crate::refusal::HubRefusal;
use crate::sign_in::{Corner, Gate};
use goiso_config::Config;

/// The most clients connected at one time.
pub const SESSIONS_MAX: usize = 12_000;

/// What every request needs.
#[derive(Clone)]
pub struct Web {
    shared: Arc<Shared>,
    vietnamese: Arc<Texts>,
    english: Arc<Texts>,
    agents: Agents,
    stopping: watch::Receiver<bool>,
    /// Where the journal is, for questions about what has been.
    data: Option<Arc<Path>>,
}

struct Shared {
    config: Arc<Config>,
    epoch: String,
    /// Tells this run of the hub from every other.
    run: String,
    packs: Arc<board::Packs>,
    messages: mpsc::Sender<Message>,
    views: ViewChannels,
    clock: Arc<Clock>,
    gate: Arc<Gate>,
    corner: Corner,
    n_sessions: AtomicUsize,
    n_terminals: AtomicU64,
    n_dropped: AtomicU64,
    n_requests: AtomicU64,
}

impl Web {
    /// Serves the hub behind `messages`. Officials sign in at the `gate`.
    pub fn new(
        config: Arc<Config>,
        epoch: &str,
        messages: mpsc::Sender<Message>,
        views: ViewChannels,
        clock: Arc<Clock>,
        gate: Arc<Gate>,
        stopping: watch::Receiver<bool>,
    ) -> Self {
        let corner = Corner::new(&config.centre.staff_pin);
        let shared = Shared {
            config,
            epoch: epoch.to_owned(),
            run: clock.now().as_microsecond().to_string(),
            packs: Arc::default(),
            messages,
            views,
            clock,
            gate,
            corner,
            n_sessions: AtomicUsize::new(0),
            n_terminals: AtomicU64::new(0),
            n_dropped: AtomicU64::new(0),
            n_requests: AtomicU64::new(0),
        };
        let [vietnamese, english] =
            [Language::vietnamese(), Language::english()].map(|language| Texts::new(&language));
        Self {
            shared: Arc::new(shared),
            vietnamese: Arc::new(vietnamese),
            english: Arc::new(english),
            agents: Agents::default(),
            stopping,
            data: None,
        }
    }

    /// Lets the computers of kiosks in that have printers of ours.
    #[must_use]
    pub fn with_agents(self, agents: Agents) -> Self {
        Self { agents, ..self }
    }

    /// Tells stories from the journal of this data folder.
    #[must_use]
    pub fn with_journal(self, data: &Path) -> Self {
        Self { data: Some(data.into()), ..self }
    }

    /// Speaks in these words instead of the built-in ones.
    #[must_use]
    pub fn with_texts(self, vietnamese: Texts, english: Texts) -> Self {
        Self { vietnamese: Arc::new(vietnamese), english: Arc::new(english), ..self }
    }

    /// All routes.
    pub fn router(self) -> Router {
        Router::new()
            .route("/ws", get(socket::upgrade))
            .route("/api/v1/openapi.json", get(openapi::document))
            .route("/api/v1/tickets", post(api::issue))
            .route("/api/v1/tickets/{ticket}", get(api::ticket))
            .route("/api/v1/tickets/{ticket}/reprint", post(api::reprint))
            .route("/api/v1/counters/{counter}", get(api::counter))
            .route("/api/v1/tickets/{ticket}/story", get(story::tell))
            .route("/api/v1/tickets/{ticket}/{wish}", post(tickets::wish))
            .route("/api/v1/appointments", get(tickets::appointments).post(tickets::book))
            .route("/api/v1/appointments/{code}", delete(tickets::drop_booking))
            .route("/api/v1/appointments/{code}/check-in", post(tickets::check_in))
            .route("/api/v1/services/{service}", put(supervisor::set_service))
            .route("/api/v1/day/end", post(supervisor::end_day))
            .route("/api/v1/counters/{counter}/{wish}", post(wishes::wish))
            .route("/api/v1/board", get(api::board))
            .route("/api/v1/messages", get(messages::list).post(messages::post))
            .route("/api/v1/messages/{message}", delete(messages::remove))
            .route("/api/v1/centre", get(api::centre))
            .route("/api/v1/statistics", get(statistics::statistics))
            .route("/t/{ticket}", get(follow::page))
            .route("/board/{name}", get(board::page))
            .route("/board/{name}/view", get(board::view))
            .route("/board/{name}/report", post(board::report))
            .route("/board/{name}/say/{file}", get(board::say))
            .route("/assets/{file}", get(board::asset))
            .route("/health", get(health::report))
            .route("/healthz", get(health::alive))
            .route("/readyz", get(health::ready))
            .route("/metrics", get(health::metrics))
            .fallback(problem::not_found)
            .method_not_allowed_fallback(problem::wrong_method)
            .layer(DefaultBodyLimit::max(REQUEST_BYTES_MAX))
            .with_state(self)
    }

    /// A number for a terminal's session that no other has.
    fn next_session(&self) -> SessionId {
        self.shared.n_terminals.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
    }

    /// Sends a wish to the hub and waits for its answer.
    async fn wish(&self, input: Input) -> Answer {
        match self.begin_wish(input) {
            Ok(answer) => answer.await.unwrap_or_else(|_| refused(HubRefusal::Stopping)),
            Err(refusal) => refused(refusal),
        }
    }

    /// Sends a wish to the hub. It is refused at once when too many wait already.
    fn begin_wish(&self, input: Input) -> Result<oneshot::Receiver<Answer>, HubRefusal> {
        self.shared.n_requests.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let (reply, answer) = oneshot::channel();
        match self.shared.messages.try_send(Message::Input(input, Some(reply))) {
            Ok(()) => Ok(answer),
            Err(mpsc::error::TrySendError::Full(_)) => Err(HubRefusal::TooBusy),
            Err(mpsc::error::TrySendError::Closed(_)) => Err(HubRefusal::Stopping),
        }
    }

    async fn ask(&self, question: Question) -> Result<Asked, HubRefusal> {
        let (reply, answer) = oneshot::channel();
        let sent = self.shared.messages.send(Message::Question(question, reply)).await;
        sent.map_err(|_| HubRefusal::Stopping)?;
        answer.await.map_err(|_| HubRefusal::Stopping)
    }

    /// The texts for whoever sent these headers: English if they ask for it first, else Vietnamese.
    fn texts(&self, headers: &HeaderMap) -> &Texts {
        let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
        if wanted.trim_start().starts_with("en") { &self.english } else { &self.vietnamese }
    }
}

fn refused(refusal: HubRefusal) -> Answer {
    Answer::Refused { refusal: refusal.text() }
}

/// A page of another site in a browser on this machine must not act here. Programs send no `Origin`.
fn is_foreign(headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return false };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("");
    let origin = origin.to_str().unwrap_or("");
    origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://")) != Some(host)
}
