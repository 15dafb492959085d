//! The demonstration: its data, and the outside world around it.

use super::StartError;
use crate::Settings;
use std::net::SocketAddr;
use switchroom_connect::guard;
use switchroom_core::{Portal, seed};
use switchroom_sandbox::{CLIENT_ID, CLIENT_SECRET, Options, Sandbox};

/// Starts the sandbox and points the settings at it; a configured mail server stays.
pub async fn surround(settings: &mut Settings, addr: SocketAddr) -> Result<Sandbox, StartError> {
    // Beside the portal, so that a demonstration that is continued finds its identity provider where it was.
    let beside = SocketAddr::from(([127, 0, 0, 1], addr.port().wrapping_add(1)));
    let sandbox = match Sandbox::start(Options { http: beside, ..Options::default() }).await {
        Ok(sandbox) => sandbox,
        Err(_) => Sandbox::start(Options::default()).await.map_err(StartError::Sandbox)?,
    };
    settings.smtp_url.get_or_insert_with(|| sandbox.smtp_url.clone().into());
    settings.outbound_allow.extend(guard::loopback());
    Ok(sandbox)
}

/// A database that already has content stays as it is, so that a demo can be stopped and continued.
pub async fn fill(portal: &Portal, sandbox: &Sandbox) -> Result<(), StartError> {
    match seed::demo(portal).await {
        Err(switchroom_core::Error::App(error)) if error.is("seed.not_empty") => {}
        result => result?,
    }
    Ok(seed::provider(portal, &sandbox.issuer(), CLIENT_ID, CLIENT_SECRET).await?)
}
