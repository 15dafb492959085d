//! `cargo xtask run`: from a fresh clone to the demo.

use crate::{
    client::{self, Quality},
    process::{Failure, Result, cargo, program, run as finish, step},
    tree,
};
use clap::Args;
use std::{net::TcpListener, path::PathBuf, process::Command};

/// Optimised, but without the slow whole-program steps of a release.
const PROFILE: &str = "demo";

#[derive(Args)]
pub struct Options {
    /// Listen here instead
    #[arg(long, default_value = "127.0.0.1:3000", value_name = "ADDRESS:PORT")]
    addr: String,
    /// Passed on to `switchroom serve`
    #[arg(last = true)]
    rest: Vec<String>,
}

pub fn run(options: Options) -> Result {
    // Said now rather than after minutes of building.
    is_free(&options.addr)?;
    let assets = client::build(Quality::Release)?;
    let server = server(PROFILE)?;
    step(format!("Starting the demo at http://{} (stop it with Ctrl-C)", options.addr));
    let mut command = program(server);
    command.args(["serve", "--demo", "--addr", &options.addr]).args(options.rest).env("SWITCHROOM_ASSETS_DIR", assets);
    become_(command)
}

/// Builds the server and answers where it is.
pub fn server(profile: &str) -> Result<PathBuf> {
    step("Building the server (a few minutes the first time)");
    finish(cargo().args(["build", "--package", "switchroom", "--profile", profile]))?;
    let folder = if profile == "dev" { "debug" } else { profile };
    Ok(tree::target().join(folder).join(format!("switchroom{}", std::env::consts::EXE_SUFFIX)))
}

pub fn is_free(addr: &str) -> Result {
    let failed = |error| {
        Failure::new(format!("cannot listen on {addr}: {error}"))
            .fix("stop what runs there, or choose another address with `--addr 127.0.0.1:3001`")
    };
    TcpListener::bind(addr).map(drop).map_err(failed)
}

/// Hands the process over, so that signals reach the server itself.
#[cfg(unix)]
fn become_(mut command: Command) -> Result {
    let error = std::os::unix::process::CommandExt::exec(&mut command);
    Err(error.into())
}

#[cfg(not(unix))]
fn become_(mut command: Command) -> Result {
    finish(&mut command)
}
