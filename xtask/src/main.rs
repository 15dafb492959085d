//! `cargo xtask …`: the one tool for people who run, change or release Switchroom. One file a verb.

// A tool for the terminal talks on the terminal.
#![allow(clippy::print_stdout)]

mod client;
mod process;
mod tools;
mod tree;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the client bundle, styles and public files into dist/
    Client {
        /// Faster to build, larger to load
        #[arg(long)]
        dev: bool,
    },
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Client { dev } => client::build(if dev { client::Quality::Development } else { client::Quality::Release }).map(drop),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}
