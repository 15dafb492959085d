//! `switchroom sandbox`: the simulators without a portal.

use super::{Failure, say};
use clap::Args;
use std::net::SocketAddr;
use switchroom_sandbox::Sandbox;

#[derive(Args)]
pub struct Options {
    /// Where the identity provider and the pages of the mailbox listen
    #[arg(long, default_value = "127.0.0.1:3001", value_name = "ADDRESS:PORT")]
    addr: SocketAddr,
    /// Where the mailbox takes SMTP
    #[arg(long, default_value = "127.0.0.1:2525", value_name = "ADDRESS:PORT")]
    smtp: SocketAddr,
}

pub async fn run(options: Options) -> Result<(), Failure> {
    let sandbox = Sandbox::start(switchroom_sandbox::Options { http: options.addr, smtp: options.smtp }).await?;
    say(&format!("Sandbox: {}\nIdentity provider: {}\nMail server: {}", sandbox.url, sandbox.issuer(), sandbox.smtp_url));
    tokio::signal::ctrl_c().await?;
    Ok(())
}
