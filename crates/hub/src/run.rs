//! Wires the hub together: configuration, journal, core loop, devices, sockets.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt;
use goiso_domain::Refusal;
use goiso_hardware::printer::TomlError;
use goiso_i18n::{LocaleError, Texts};
use goiso_model::Language;
use goiso_store::{Journal, OpenOptions, StoreError, Today};
use jiff::Timestamp;
use jiff::civil::Date;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{MissedTickBehavior, interval};

use crate::advice;
use crate::channels::view_channels;
use crate::clock::Clock;
use crate::core::{Hub, Input, JournalState, SignIn, TicketIds};
use crate::core_loop::{CoreError, CoreLoop, timer};
use crate::devices::{self, DevicesEnd, LedTemplates, LedTemplatesError, Simulated, SlipBooks, SlipFolder};
use crate::message::{INPUTS_WAITING_MAX, Message};
use crate::sign_in::{Gate, OfficialsError};
use crate::web::Web;
use goiso_config::{Config, ConfigErrors};

/// How long clients have to take their goodbye when the hub stops.
const GOODBYE_WITHIN: Duration = Duration::from_millis(1200);

/// How often the list of officials is looked at, which `goiso-hub official` writes.
const OFFICIALS_LOOKED_AT_EVERY: Duration = Duration::from_secs(2);

/// How a hub is started.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// The centre's file.
    pub config: PathBuf,
    /// The data folder.
    pub data: PathBuf,
    /// Where to listen; port 0 for any.
    pub listen: SocketAddr,
    /// Puts the slips of all virtual printers here.
    pub slips: Option<PathBuf>,
    /// Texts laid over the built-in ones: a folder a language.
    pub locales: Option<PathBuf>,
    /// How the journal is opened.
    pub journal: OpenOptions,
}

/// Why a hub does not start. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The centre's file is wrong.
    #[error("{0}")]
    Config(#[from] ConfigErrors),
    /// The journal cannot be used.
    #[error("{}", advice::about(.0))]
    Journal(#[from] StoreError),
    /// A text of the centre's own cannot be read.
    #[error("{}", advice::about_locale(.0))]
    Locale(#[from] LocaleError),
    /// The centre's file asks for what the hall cannot do now.
    #[error("the rules of the centre's file cannot be put in force: {}", .0.code())]
    Rules(Refusal),
    /// The list of officials cannot be used.
    #[error("{0}")]
    Officials(#[from] OfficialsError),
    /// A layout of slips or a printer's model cannot be used.
    #[error("{0}")]
    Slips(#[from] TomlError),
    /// A template of LED boards cannot be used.
    #[error("{0}")]
    LedTemplates(#[from] LedTemplatesError),
    /// The address is taken or not of this machine.
    #[error(
        "cannot listen on {listen}: {source}; choose another address with --listen, or stop what holds it"
    )]
    Listen {
        /// The address.
        listen: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// A folder for slips cannot be made, or a thread or random bytes cannot be had.
    #[error("{what}: {source}")]
    System {
        /// What was tried.
        what: &'static str,
        /// What the system said.
        source: io::Error,
    },
}

/// A hub at work.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// The devices that are part of it.
    pub simulated: Simulated,
    messages: mpsc::Sender<Message>,
    stopping: watch::Sender<bool>,
    core_ended: oneshot::Receiver<Result<(), CoreError>>,
    web: tokio::task::JoinHandle<()>,
    devices_end: DevicesEnd,
}

/// Starts a hub on the current runtime. When this returns, it gives numbers.
pub async fn start(options: &RunOptions) -> Result<Running, StartError> {
    let config = Arc::new(Config::load(&options.config)?);
    let listener = TcpListener::bind(options.listen)
        .await
        .map_err(|source| StartError::Listen { listen: options.listen, source })?;
    let address = listener.local_addr().map_err(|source| StartError::System { what: "address", source })?;
    let locales = options.locales.as_deref();
    let vietnamese = Texts::load(&Language::vietnamese(), locales)?;
    let english = Texts::load(&Language::english(), locales)?;
    let gate = Arc::new(Gate::open(&options.data)?);
    let (hub, journal, clock) = open(options, &config, address, gate.asked())?;
    let hub = hub.with_slip_texts(
        Texts::load(&Language::vietnamese(), locales)?,
        Texts::load(&Language::english(), locales)?,
    );

    let (messages, mut waiting) = mpsc::channel(INPUTS_WAITING_MAX);
    let slips = match &options.slips {
        Some(folder) => SlipFolder::Together(folder.clone()),
        None => SlipFolder::Configured(options.data.clone()),
    };
    let now = clock.now();
    let books = SlipBooks::load(&config, &options.config, &options.data, hub.slip_samples(now), now)?;
    let books = books.after(hub.slips_past());
    let templates = LedTemplates::load(&config, &options.config)?;
    let (handles, simulated, devices_end) =
        devices::start(&config, &slips, &books, &templates, messages.clone())
            .map_err(|source| StartError::System { what: "the slips' folder", source })?;
    let agents = handles.agents().clone();
    let today = hub.hall().day();
    let (senders, views) = view_channels(&hub);
    let (deadline, deadline_told) = watch::channel(None);
    let epoch = journal.epoch().to_owned();
    let core = CoreLoop::new(hub, journal, clock.clone(), senders, handles, deadline)
        .with_card_keys(options.data.clone());
    let (ended, core_ended) = oneshot::channel();
    std::thread::Builder::new()
        .name("core".to_owned())
        .spawn(move || drop(ended.send(core.run(&mut waiting))))
        .map_err(|source| StartError::System { what: "the core's thread", source })?;
    read_past(&options.data, today, messages.clone())?;
    tokio::spawn(timer(clock.clone(), deadline_told, messages.clone()));
    tokio::spawn(follow_officials(gate.clone(), messages.clone()));

    let (stopping, is_stopping) = watch::channel(false);
    let web = Web::new(config, &epoch, messages.clone(), views, clock, gate, is_stopping.clone())
        .with_agents(agents)
        .with_texts(vietnamese, english)
        .with_journal(&options.data);
    let web = tokio::spawn(serve(listener, web, is_stopping));
    Ok(Running { address, simulated, messages, stopping, core_ended, web, devices_end })
}

/// Follows the list of officials: the first one on it makes every counter ask, the last one off it none.
async fn follow_officials(gate: Arc<Gate>, messages: mpsc::Sender<Message>) {
    let mut beat = interval(OFFICIALS_LOOKED_AT_EVERY);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        beat.tick().await;
        let looking = gate.clone();
        let Ok(Some(asked)) = tokio::task::spawn_blocking(move || looking.look_again()).await else {
            continue;
        };
        tracing::info!(?asked, "the list of officials has changed");
        // The hall first: whoever is dropped must find it changed when they are back.
        let (reply, done) = oneshot::channel();
        if messages.send(Message::Input(Input::SignIn(asked), Some(reply))).await.is_err()
            || done.await.is_err()
        {
            return;
        }
        gate.ask_from_now_on(asked);
    }
}

/// Reads past days on a thread of its own: years of them must not keep anybody from a number.
fn read_past(data: &Path, today: Option<Date>, messages: mpsc::Sender<Message>) -> Result<(), StartError> {
    let data = data.to_owned();
    let read = move || match crate::past::read(&data, today) {
        Ok(past) => {
            tracing::info!(days = past.n_days(), "past days have been read");
            // A hub that stops needs them no more.
            drop(messages.blocking_send(Message::Input(Input::PastDays(Box::new(past)), None)));
        }
        Err(error) => {
            tracing::warn!(error = advice::about(&error), "waits are told without past days");
        }
    };
    std::thread::Builder::new()
        .name("past".to_owned())
        .spawn(read)
        .map(drop)
        .map_err(|source| StartError::System { what: "the thread that reads past days", source })
}

/// Reads the journal and becomes what it says; what is due now is on disk when this returns.
fn open(
    options: &RunOptions,
    config: &Arc<Config>,
    address: SocketAddr,
    sign_in: SignIn,
) -> Result<(Hub, Journal, Arc<Clock>), StartError> {
    let mut journal = Journal::open(&options.data, &options.journal)?;
    let today = journal.load_today()?;
    let clock = Arc::new(Clock::new(today.last_at));
    let mut secret = [0; 32];
    getrandom::fill(&mut secret)
        .map_err(|error| StartError::System { what: "random bytes", source: io::Error::other(error) })?;
    let follow_base = config.centre.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let mut hub = Hub::new(config.clone(), &today, journal.epoch(), TicketIds::new(secret), &follow_base)
        .with_sign_in(sign_in, &today);
    match &today.chain {
        Ok(()) => begin(&mut hub, &mut journal, &today, clock.now())?,
        Err(flaw) => {
            tracing::error!(%flaw, "today's journal is not as it was written; no entries are taken. Run 'goiso-hub verify'");
            hub.set_journal(JournalState::Broken);
        }
    }
    Ok((hub, journal, clock))
}

/// Puts the rules in force and begins the day. Where the disk does not take that now, the core loop does it
/// as soon as it does.
fn begin(hub: &mut Hub, journal: &mut Journal, today: &Today, now: Timestamp) -> Result<(), StartError> {
    let outcome = hub.start(now).map_err(StartError::Rules)?;
    match journal.commit(&outcome.entries) {
        Ok(_) if journal.is_on_ballast() => {
            hub.set_journal(JournalState::OnReserve);
        }
        Ok(_) => {}
        Err(error) if error.is_transient() => {
            tracing::error!(
                error = advice::about(&error),
                "no numbers are given until the journal takes entries"
            );
            hub.rebuild(today);
            hub.set_journal(JournalState::Unavailable);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn serve(listener: TcpListener, web: Web, mut stopping: watch::Receiver<bool>) {
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps its delay");
        }
    });
    let stopped = async move {
        drop(stopping.wait_for(|is_stopping| *is_stopping).await);
    };
    if let Err(error) = axum::serve(listener, web.router()).with_graceful_shutdown(stopped).await {
        tracing::error!(%error, "the hub no longer listens");
    }
}

impl Running {
    /// Waits until the core loop ends by itself, which it does only when the disk fails for good.
    pub async fn failed(&mut self) -> CoreError {
        match (&mut self.core_ended).await {
            Ok(Err(error)) => error,
            Ok(Ok(())) | Err(_) => CoreError::Vanished,
        }
    }

    /// Takes no more wishes, commits those that wait, makes the displays dark, says goodbye to the clients, and ends.
    pub async fn stop(self) -> Result<(), CoreError> {
        self.stopping.send_replace(true);
        // If the loop has ended already, its result says why.
        drop(self.messages.send(Message::Stop).await);
        let result = self.core_ended.await.unwrap_or(Err(CoreError::Vanished));
        if tokio::time::timeout(GOODBYE_WITHIN, self.web).await.is_err() {
            tracing::info!("some clients did not take their goodbye");
        }
        self.devices_end.wait().await;
        result
    }
}
