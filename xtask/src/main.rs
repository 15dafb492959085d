//! `cargo xtask …`: the one tool for people who run, change or release Switchroom. One file a verb.

// A tool for the terminal talks on the terminal.
#![allow(clippy::print_stdout)]

mod bench;
mod browser;
mod build;
mod client;
mod dev;
#[cfg(test)]
mod documents;
mod features;
mod lint;
mod postgres;
mod process;
mod run;
mod system;
mod test;
mod tools;
mod tree;

use clap::{Parser, Subcommand};
use client::Quality;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything and start the demo at http://127.0.0.1:3000
    Run(run::Options),
    /// Start the demo, and build, restart and reload it whenever a file changes
    Dev(dev::Options),
    /// Check, then test on SQLite, on PostgreSQL and in a browser
    Test(test::Options),
    /// Check formatting and lints, for both targets
    Lint,
    /// Measure the release build on the bench data set, beside the targets
    Bench(bench::Options),
    /// Write into docs/features.md which tests prove each requirement
    Features,
    /// Make a release directory: the program and its client
    Build,
    /// Build the client bundle, styles and public files
    Client {
        /// Faster to build, larger to load
        #[arg(long)]
        dev: bool,
    },
    /// A step of Trunk's build, called by Trunk
    #[command(hide = true)]
    Split,
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Run(options) => run::run(options),
        Command::Dev(options) => dev::run(options),
        Command::Test(options) => test::run(&options),
        Command::Lint => lint::run(),
        Command::Bench(options) => bench::run(&options),
        Command::Features => features::write(),
        Command::Build => build::run(),
        Command::Client { dev } => client::build(if dev { Quality::Development } else { Quality::Release }).map(drop),
        Command::Split => client::split::hook(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}
