//! The command line. Exit codes: 0 done, 1 failed, 2 wrong usage (clap's own).

mod account;
mod partner;
mod sandbox;
mod seed;

use crate::{
    portal,
    serve::{self, StartError},
    settings::{Settings, SettingsError, Values},
    telemetry,
};
use clap::{Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode};
use switchroom_core::Portal;
use switchroom_types::AppError;

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
    /// Fill an empty database
    #[command(subcommand)]
    Seed(seed::Seed),
    /// Manage partners
    #[command(subcommand)]
    Partner(partner::Partner),
    /// Manage accounts
    #[command(subcommand)]
    Account(account::Account),
    /// Look at the settings
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Run the simulators of outside systems alone, until it is told to stop: identity provider and mailbox, on loopback
    Sandbox(sandbox::Options),
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
    #[error("{}", refusal(.0))]
    Refused(#[from] AppError),
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

impl From<switchroom_core::Error> for Failure {
    fn from(error: switchroom_core::Error) -> Self {
        match error {
            switchroom_core::Error::App(error) => Self::Refused(error),
            error => Self::Start(StartError::Database(error)),
        }
    }
}

/// The message, and one line for each refused value.
fn refusal(error: &AppError) -> String {
    error.errors.iter().fold(error.message.clone(), |text, error| format!("{text}\n  {}: {}", error.field, error.message))
}

pub fn main() -> ExitCode {
    match run(Cli::parse()) {
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
            with_portal(values, async |_| Ok(()))?;
            say("The database schema is up to date.");
        }
        Command::Seed(seed) => with_portal(values, async |portal| seed::run(seed, portal).await)?,
        Command::Partner(command) => with_portal(values, async |portal| partner::run(command, portal).await)?,
        Command::Account(command) => with_portal(values, async |portal| account::run(command, portal).await)?,
        Command::Config(ConfigCommand::Check) => {
            let shown = values.describe();
            Settings::read(values)?;
            say(&shown);
        }
        Command::Sandbox(options) => block_on(sandbox::run(options))??,
        Command::Openapi => say(&crate::http::rest::openapi_json()),
    }
    Ok(())
}

/// Opens the database, brings its schema up to date, and runs `work` on it.
fn with_portal(values: Values, work: impl AsyncFnOnce(&Portal) -> Result<(), Failure>) -> Result<(), Failure> {
    let settings = Settings::read(values)?;
    telemetry::start(&settings);
    block_on(async {
        let public_url = settings.public_url(settings.addr).to_string();
        let portal = portal::open(&settings, &public_url, false).await?;
        portal.migrate().await?;
        switchroom_core::installation::refresh(&portal).await?;
        let result = work(&portal).await;
        portal.db.close().await;
        result
    })?
}

fn block_on<T>(work: impl Future<Output = T>) -> std::io::Result<T> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work))
}

/// Results go to standard output, everything else to standard error.
#[allow(clippy::print_stdout)]
fn say(text: &str) {
    println!("{text}");
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use clap::CommandFactory;
    use std::{fs, path::Path};

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    /// Every `switchroom …` that the documentation names exists.
    #[test]
    fn documented_commands_exist() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let pages = ["README.md", "docs/operations.md", "docs/architecture.md"];
        for text in pages.iter().map(|page| fs::read_to_string(root.join(page)).unwrap_or_default()) {
            for line in text.split(['`', '\n']).filter_map(|part| part.trim().trim_start_matches("./").strip_prefix("switchroom ")) {
                let mut command = Cli::command();
                for word in line.split_whitespace().take_while(|word| !word.starts_with(['-', '#', '&'])) {
                    let Some(next) = command.find_subcommand(word) else {
                        assert!(!command.has_subcommands(), "no such command: switchroom {line}");
                        break;
                    };
                    command = next.clone();
                }
            }
        }
    }
}
