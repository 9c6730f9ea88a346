//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, Subcommand};
use goiso_hub::cli_devices::{Asked, Tested};
use goiso_hub::cli_voice::{Purpose, Wanted};
use goiso_hub::run::RunOptions;
use goiso_model::{CounterNumber, DeviceName, Language, OfficialId};
use goiso_protocol::OfficialRole;
use goiso_store::OpenOptions;
use goiso_voice::Accent;
use jiff::civil::Date;

/// Gọi Số: gives numbers, calls them, and drives the devices of the hall.
#[derive(Debug, Parser)]
#[command(name = "goiso-hub", version)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the hall until Ctrl-C or SIGTERM
    Run(RunArgs),
    /// Say everything that is wrong with a centre's file
    Check {
        /// The centre's file
        #[arg(long)]
        config: PathBuf,
        /// The centre's own texts: says what their languages lack
        #[arg(long)]
        locales: Option<PathBuf>,
    },
    /// Make the line of a centre's file that opens the kiosks' staff corner; the PIN is read from standard input
    KioskPin,
    /// Write a sample of a centre's file, with every key explained
    Init {
        /// Where to; nothing is overwritten
        #[arg(default_value = "centre.toml")]
        path: PathBuf,
    },
    /// Find, test and watch printers, displays, keypads and scanners
    #[command(subcommand)]
    Devices(DevicesCommand),
    /// Walk the whole journal and see whether it is as it was written
    Verify {
        /// The data folder
        #[arg(long)]
        data: PathBuf,
    },
    /// Print the tickets of a day, one line of JSON each; works while the hub runs
    Export {
        /// The data folder
        #[arg(long)]
        data: PathBuf,
        /// Which business day, e.g. 2026-11-23; the newest without
        #[arg(long)]
        day: Option<Date>,
    },
    /// Say who may sign in at the counters, with which PIN
    #[command(subcommand)]
    Official(OfficialCommand),
    /// Tell the story of a number: when it was called, who was called before it, and why; works while the hub runs
    Explain {
        /// The data folder
        #[arg(long)]
        data: PathBuf,
        /// Which business day, e.g. 2026-11-23; the newest without
        #[arg(long)]
        day: Option<Date>,
        /// Which number, e.g. A006
        #[arg(long)]
        number: String,
        /// In which language: vi or en
        #[arg(long, default_value = "vi")]
        lang: Language,
    },
    /// Say what managers ask: numbers, waits, times and how busy counters were; works while the hub runs
    Report(ReportArgs),
    /// Record, build and check the voices that call in the hall
    #[command(subcommand)]
    Voice(VoiceCommand),
}

#[derive(Debug, Subcommand)]
pub(crate) enum OfficialCommand {
    /// Put somebody on the list; the PIN is asked twice, or read as one line from standard input
    Add {
        /// A short name or initials that colleagues see, e.g. cb-lan
        id: OfficialId,
        /// What they may do: official, assistant or supervisor
        #[arg(long, default_value = "official", value_parser = official_role)]
        role: OfficialRole,
        /// The data folder
        #[arg(long)]
        data: PathBuf,
    },
    /// Show who is on the list
    List {
        /// The data folder
        #[arg(long)]
        data: PathBuf,
    },
    /// Take somebody off the list
    Remove {
        /// Who
        id: OfficialId,
        /// The data folder
        #[arg(long)]
        data: PathBuf,
    },
    /// Give somebody a new PIN
    Reset {
        /// Who
        id: OfficialId,
        /// The data folder
        #[arg(long)]
        data: PathBuf,
    },
}

fn official_role(text: &str) -> Result<OfficialRole, String> {
    match text {
        "official" => Ok(OfficialRole::Official),
        "assistant" => Ok(OfficialRole::Assistant),
        "supervisor" => Ok(OfficialRole::Supervisor),
        _ => Err("it is official, assistant or supervisor".to_owned()),
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct ReportArgs {
    /// The data folder
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// The first business day, e.g. 2026-11-23; the first of all without
    #[arg(long)]
    pub(crate) from: Option<Date>,
    /// The last business day; the newest without
    #[arg(long)]
    pub(crate) to: Option<Date>,
    /// Write tables for a spreadsheet into this folder
    #[arg(long, conflicts_with = "is_json")]
    pub(crate) csv: Option<PathBuf>,
    /// Write a workbook (.xlsx) for Excel and other spreadsheets into this file
    #[arg(long, conflicts_with_all = ["is_json", "csv"])]
    pub(crate) xlsx: Option<PathBuf>,
    /// In which language the workbook's headings are: vi or en
    #[arg(long, default_value = "vi")]
    pub(crate) lang: Language,
    /// Print one JSON object
    #[arg(long = "json")]
    pub(crate) is_json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum VoiceCommand {
    /// List the clips that a studio must record
    RecordList {
        #[command(flatten)]
        wanted: WantedArgs,
    },
    /// Say everything that is wrong with a voice pack
    Check {
        /// The pack's folder, or the name of a built-in one
        pack: String,
        /// What it is to say: calls or kiosk
        #[arg(long = "for", default_value = "calls", value_parser = purpose)]
        purpose: Purpose,
        /// The centre's file: what is missing is then told from what is not needed
        #[arg(long)]
        config: Option<PathBuf>,
    },
    /// Make a voice pack, from a speech engine or a studio's recordings
    #[command(group = clap::ArgGroup::new("maker").required(true))]
    Build {
        #[command(flatten)]
        wanted: WantedArgs,
        /// A program that speaks; {file} is the WAV file to write, {text} the text, which else is its input
        #[arg(long, group = "maker")]
        engine: Option<String>,
        /// A folder of recordings, named as record-list says
        #[arg(long, group = "maker")]
        recordings: Option<PathBuf>,
        /// The new pack's folder
        #[arg(long)]
        out: PathBuf,
        /// Samples a second
        #[arg(long, default_value = "22050", value_parser = ["22050", "48000"])]
        rate: String,
        /// The new pack's name; its folder's without
        #[arg(long)]
        name: Option<String>,
        /// What others may do with it
        #[arg(long, default_value = "not stated")]
        licence: String,
    },
}

/// Which clips are wanted.
#[derive(Debug, clap::Args)]
pub(crate) struct WantedArgs {
    /// What the voice is to say: calls, or what kiosks say on their screens
    #[arg(long = "for", default_value = "calls", value_parser = purpose)]
    purpose: Purpose,
    /// The centre's file; without, the usual sentence and every number and letter
    #[arg(long)]
    config: Option<PathBuf>,
    /// In which language
    #[arg(long, default_value = "vi")]
    language: Language,
    /// Whose words Vietnamese numbers are in: north or south; without, as in the centre's file, else north
    #[arg(long, value_parser = accent)]
    accent: Option<Accent>,
}

fn purpose(text: &str) -> Result<Purpose, String> {
    match text {
        "calls" => Ok(Purpose::Calls),
        "kiosk" => Ok(Purpose::Kiosk),
        _ => Err("it is calls or kiosk".to_owned()),
    }
}

fn accent(text: &str) -> Result<Accent, String> {
    match text {
        "north" => Ok(Accent::North),
        "south" => Ok(Accent::South),
        _ => Err("it is north or south".to_owned()),
    }
}

impl From<WantedArgs> for Wanted {
    fn from(WantedArgs { purpose, config, language, accent }: WantedArgs) -> Self {
        Self { purpose, config, language, accent }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum DevicesCommand {
    /// Say what hangs on this computer, and which lines to write for it
    Identify(IdentifyArgs),
    /// Print a test slip, or count from 0 to 9 on a display; without a choice, all of them
    Test(DevicesTestArgs),
    /// Show how the devices of a running hub are, and every change, until Ctrl-C
    Watch {
        /// Where the hub listens
        #[arg(long, default_value = HUB)]
        hub: String,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct IdentifyArgs {
    /// Ask every serial port for displays and keypads as well as for printers; nothing is printed or shown
    #[arg(long = "ask")]
    is_asking: bool,
    /// Open no port at all: only say what the computer has
    #[arg(long = "look", conflicts_with_all = ["is_asking", "port"])]
    is_looking: bool,
    /// Ask this serial port alone
    #[arg(long, conflicts_with = "is_asking")]
    port: Option<PathBuf>,
    /// The highest address to ask on a bus of displays; silent ones take 0.7 s each at each of five speeds
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u8).range(1..=247))]
    up_to: u8,
}

impl From<IdentifyArgs> for Asked {
    fn from(IdentifyArgs { is_asking, is_looking, port, up_to }: IdentifyArgs) -> Self {
        match port {
            Some(path) => Self::Port { path, up_to },
            None if is_asking => Self::Ports { up_to },
            None if is_looking => Self::Nobody,
            None => Self::Printers,
        }
    }
}

/// Where a hub usually listens.
const HUB: &str = "127.0.0.1:7300";

#[derive(Debug, clap::Args)]
pub(crate) struct DevicesTestArgs {
    /// The centre's file
    #[arg(long)]
    pub(crate) config: PathBuf,
    /// The folder below which virtual printers put their slips
    #[arg(long, default_value = ".")]
    pub(crate) data: PathBuf,
    /// Only this printer
    #[arg(long, conflicts_with = "led")]
    printer: Option<DeviceName>,
    /// Only the display over this counter
    #[arg(long)]
    led: Option<CounterNumber>,
    /// Where a running hub would listen: it holds the devices
    #[arg(long, default_value = HUB)]
    pub(crate) hub: String,
}

impl DevicesTestArgs {
    pub(crate) fn tested(&self) -> Tested {
        match (&self.printer, self.led) {
            (Some(printer), _) => Tested::Printer(printer.clone()),
            (None, Some(counter)) => Tested::Led(counter),
            (None, None) => Tested::All,
        }
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct RunArgs {
    /// The centre's file
    #[arg(long)]
    config: PathBuf,
    /// The data folder, made when missing
    #[arg(long)]
    data: PathBuf,
    /// Where to listen; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:7300")]
    pub(crate) listen: SocketAddr,
    /// Listen for other machines too, where every machine of the network can be trusted
    #[arg(long = "open-lan")]
    pub(crate) is_lan_open: bool,
    /// Put the slips of all virtual printers into this folder
    #[arg(long)]
    slips: Option<PathBuf>,
    /// A folder of Fluent files that change or add texts, e.g. LOCALES/vi/slip.ftl
    #[arg(long)]
    locales: Option<PathBuf>,
    /// For the bench: wait so many milliseconds after each commit, as a slower disk would
    #[arg(long, default_value_t = 0, hide = true)]
    commit_delay_ms: u64,
}

impl From<RunArgs> for RunOptions {
    fn from(args: RunArgs) -> Self {
        let commit_delay = Duration::from_millis(args.commit_delay_ms);
        Self {
            config: args.config,
            data: args.data,
            listen: args.listen,
            slips: args.slips,
            locales: args.locales,
            journal: OpenOptions { commit_delay, ..OpenOptions::default() },
        }
    }
}
