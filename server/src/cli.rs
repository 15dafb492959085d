//! The command line. Exit codes: 0 done, 1 failed, 2 wrong usage (clap's own).

use crate::{
    serve::{self, StartError},
    settings::{Settings, SettingsError, Values},
    telemetry,
};
use clap::{Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode};

/// Administration portal for unified communications: partners, accounts, users, orders and their history.
#[derive(Parser)]
#[command(name = "switchroom", version, propagate_version = true)]
struct Cli {
    /// Settings file instead of ./switchroom.toml
    #[arg(long, global = true, env = "SWITCHROOM_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the portal until it is told to stop (SIGINT, SIGTERM)
    Serve {
        /// Throw-away database with demo data, unless one is configured; mail stays in a visible outbox
        #[arg(long)]
        demo: bool,
        /// Listen here instead of the configured address
        #[arg(long, value_name = "ADDRESS:PORT")]
        addr: Option<String>,
    },
    /// Bring the database schema up to date
    Migrate,
    /// Look at the settings
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Print the OpenAPI description of the REST API
    Openapi,
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Check the settings and show where each comes from; secrets only as set or not set
    Check,
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("switchroom: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<(), Failure> {
    let mut values = Values::load(cli.config.as_deref())?;
    match cli.command {
        Command::Serve { demo, addr } => {
            if let Some(addr) = addr {
                values.set("addr", addr, "--addr");
            }
            let throw_away = serve::throw_away_data(demo, &mut values)?;
            let settings = Settings::read(values)?;
            telemetry::start(&settings);
            block_on(serve::run(settings, demo))??;
            drop(throw_away);
        }
        Command::Migrate => {
            let settings = Settings::read(values)?;
            telemetry::start(&settings);
            block_on(serve::migrate(&settings))??;
            say("The database schema is up to date.");
        }
        Command::Config(ConfigCommand::Check) => {
            let shown = values.describe();
            Settings::read(values)?;
            say(&shown);
        }
        Command::Openapi => say(&crate::http::rest::openapi_json()),
    }
    Ok(())
}

fn block_on<T>(work: impl Future<Output = T>) -> std::io::Result<T> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work))
}

/// Results go to standard output, everything else to standard error.
#[allow(clippy::print_stdout)]
fn say(text: &str) {
    println!("{text}");
}
