//! `goiso-hub`: the daemon, and the commands of whoever looks after it.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks on its outputs")]

mod args;
mod cli_journal;
mod cli_report;

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use goiso_hub::clock::Clock;
use goiso_hub::core_loop::CoreError;
use goiso_hub::run::{Running, StartError, start};
use goiso_hub::{cli_config, cli_devices, cli_kiosk, cli_official, cli_voice};

use crate::args::{
    Args, Command, DevicesCommand, DevicesTestArgs, IdentifyArgs, OfficialCommand, ReportArgs, RunArgs,
    VoiceCommand,
};

/// A wrong configuration, journal or address: somebody must change something first.
const EXIT_MEND: u8 = 2;

/// The disk failed: start the hub again (`EX_TEMPFAIL` of sysexits.h).
const EXIT_RESTART: u8 = 75;

fn main() -> ExitCode {
    let args = Args::parse();
    match args.command {
        Command::Run(run) => serve(run),
        Command::Check { config, locales } => tell(cli_config::check(&config, locales.as_deref())),
        Command::KioskPin => tell(kiosk_pin()),
        Command::Init { path } => tell(cli_config::init(&path)),
        Command::Devices(command) => devices(command),
        Command::Verify { data } => tell(cli_journal::verify(&data)),
        Command::Export { data, day } => cli_journal::export(&data, day),
        Command::Official(command) => tell(official(command)),
        Command::Explain { data, day, number, lang } => {
            tell(cli_journal::explain(&data, day, &number, &lang))
        }
        Command::Report(args) => figures(args),
        Command::Voice(command) => tell(voice(command)),
    }
}

fn official(command: OfficialCommand) -> (String, u8) {
    let mut input = std::io::stdin().lock();
    let pin = cli_official::PinSource::of(&mut input);
    match command {
        OfficialCommand::Add { id, role, data } => cli_official::add(&data, &id, role, pin),
        OfficialCommand::List { data } => cli_official::list(&data),
        OfficialCommand::Remove { id, data } => cli_official::remove(&data, &id),
        OfficialCommand::Reset { id, data } => cli_official::reset(&data, &id, pin),
    }
}

fn kiosk_pin() -> (String, u8) {
    let mut typed = String::new();
    match std::io::stdin().read_line(&mut typed) {
        Ok(_) => cli_kiosk::kiosk_pin(&typed),
        Err(error) => (format!("the PIN cannot be read: {error}"), EXIT_MEND),
    }
}

fn figures(args: ReportArgs) -> ExitCode {
    let form = match (args.csv, args.xlsx, args.is_json) {
        (Some(folder), _, _) => cli_report::Form::Csv(folder),
        (None, Some(file), _) => cli_report::Form::Xlsx(file, args.lang),
        (None, None, true) => cli_report::Form::Json,
        (None, None, false) => cli_report::Form::Text,
    };
    tell(cli_report::report(&args.data, args.from, args.to, &form))
}

fn voice(command: VoiceCommand) -> (String, u8) {
    match command {
        VoiceCommand::RecordList { wanted } => cli_voice::record_list(&wanted.into()),
        VoiceCommand::Check { pack, purpose, config } => cli_voice::check(&pack, purpose, config.as_deref()),
        VoiceCommand::Build { wanted, engine, recordings, out, rate, name, licence } => {
            let rate = rate.parse().expect("clap lets only two numbers pass");
            let pack = cli_voice::NewPack { out, rate, name, licence };
            match (engine, recordings) {
                (Some(engine), _) => {
                    cli_voice::build(&wanted.into(), &cli_voice::MadeFrom::Engine(engine), &pack)
                }
                (None, Some(folder)) => {
                    cli_voice::build(&wanted.into(), &cli_voice::MadeFrom::Recordings(folder), &pack)
                }
                (None, None) => unreachable!("clap asks for one of them"),
            }
        }
    }
}

/// Prints what a command found: on standard output if all is well, else on standard error.
fn tell((text, code): (String, u8)) -> ExitCode {
    if code == 0 {
        // `record-list | head` closes our output early, and means to.
        if let Err(error) = writeln!(std::io::stdout(), "{text}")
            && error.kind() != std::io::ErrorKind::BrokenPipe
        {
            eprintln!("goiso-hub: cannot write what was found: {error}");
            return ExitCode::FAILURE;
        }
    } else {
        eprintln!("{text}");
    }
    ExitCode::from(code)
}

/// The tools for devices write as they go.
fn devices(command: DevicesCommand) -> ExitCode {
    let mut out = std::io::stdout();
    let told = match command {
        DevicesCommand::Identify(args) => identify_devices(args, &mut out),
        DevicesCommand::Watch { hub } => cli_devices::watch(&hub, &mut out),
        DevicesCommand::Test(args) => test_devices(&args, &mut out),
    };
    match told {
        Ok(code) => ExitCode::from(code),
        // Whoever reads us has seen enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("goiso-hub: {error}");
            ExitCode::from(EXIT_MEND)
        }
    }
}

fn identify_devices(args: IdentifyArgs, out: &mut std::io::Stdout) -> std::io::Result<u8> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(cli_devices::identify(Path::new("/"), &args.into(), out))
}

fn test_devices(args: &DevicesTestArgs, out: &mut std::io::Stdout) -> std::io::Result<u8> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let now = Clock::new(None).now();
    runtime.block_on(cli_devices::test(&args.config, &args.data, &args.hub, &args.tested(), now, out))
}

fn serve(args: RunArgs) -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("GOISO_LOG").unwrap_or_else(|_| "info".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    if !args.listen.ip().is_loopback() && !args.is_lan_open {
        eprintln!(
            "goiso-hub: {} can be reached from other machines, and the hub cannot yet tell a real kiosk or official \
             from anybody else on the network. Listen on 127.0.0.1, or add --open-lan if this network is closed to \
             strangers.",
            args.listen
        );
        return ExitCode::from(EXIT_MEND);
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("goiso-hub: no threads can be had: {error}");
            return ExitCode::from(EXIT_MEND);
        }
    };
    let code = runtime.block_on(live(args));
    runtime.shutdown_background();
    code
}

async fn live(args: RunArgs) -> ExitCode {
    // Before the hub says that it is ready, so that whoever starts it may stop it at once.
    let stopped = match stop_signal() {
        Ok(stopped) => stopped,
        Err(error) => {
            eprintln!("goiso-hub: signals cannot be heard: {error}");
            return ExitCode::from(EXIT_MEND);
        }
    };
    let mut running = match start(&args.into()).await {
        Ok(running) => running,
        Err(error) => return refuse_to_start(&error),
    };
    println!("listening on http://{}", running.address);
    let failed = tokio::select! {
        error = running.failed() => Some(error),
        () = stopped => None,
    };
    match failed {
        Some(error) => report(&error),
        None => stop(running).await,
    }
}

fn refuse_to_start(error: &StartError) -> ExitCode {
    eprintln!("goiso-hub: {error}");
    ExitCode::from(EXIT_MEND)
}

async fn stop(running: Running) -> ExitCode {
    tracing::info!("stopping");
    match running.stop().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => report(&error),
    }
}

fn report(error: &CoreError) -> ExitCode {
    let source = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    tracing::error!(%error, source, "the hub stops");
    ExitCode::from(EXIT_RESTART)
}

/// Resolves at the first Ctrl-C or SIGTERM.
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
