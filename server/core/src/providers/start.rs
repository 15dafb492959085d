//! Begins a sign-in at a provider. What has to be remembered goes, sealed, into a cookie of the browser that began it, so
//! that nobody else's browser can finish it and nobody's can be made to finish another one's.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use switchroom_types::{AppError, ProviderId, Timestamp};

use super::row;
use crate::error::{Error, Result};
use crate::portal::Portal;

/// What the ticket is sealed for.
const PLACE: &str = "sign_in.oidc";
/// Seconds that a person has at the provider.
pub(super) const LIFE: i64 = 600;

#[derive(Serialize, Deserialize)]
pub(super) struct Ticket {
    pub provider: ProviderId,
    pub state: String,
    pub nonce: String,
    pub verifier: String,
    /// Where the person goes afterwards, one of our own pages.
    pub next: String,
    pub until: Timestamp,
}

pub struct Started {
    /// The provider's page.
    pub url: String,
    /// For a cookie.
    pub ticket: String,
}

/// `next` must be one of our own paths; the caller has checked it.
///
/// # Errors
/// 404 `provider.not_found`; 502 `auth.oidc_unavailable`.
///
/// # Permissions
/// None.
pub async fn start(portal: &Portal, slug: &str, next: &str) -> Result<Started> {
    let provider = row::enabled(portal, slug).await?;
    let started = portal.connect.oidc.start(&row::registration(portal, &provider)?).await.map_err(|error| {
        tracing::warn!(%error, provider = slug, "sign-in could not begin");
        unavailable()
    })?;
    let until = portal.clock.now().plus_secs(LIFE);
    let (state, nonce, verifier) = (started.state, started.nonce, started.verifier);
    let ticket = Ticket { provider: ProviderId(provider.id), state, nonce, verifier, next: next.to_owned(), until };
    let plain = serde_json::to_vec(&ticket).map_err(|error| Error::corrupt(error.to_string()))?;
    Ok(Started { url: started.url, ticket: URL_SAFE_NO_PAD.encode(portal.sealer.seal(PLACE, &plain)?) })
}

/// `None` for what we never gave out.
pub(super) fn open(portal: &Portal, ticket: &str) -> Option<Ticket> {
    let sealed = URL_SAFE_NO_PAD.decode(ticket).ok()?;
    serde_json::from_slice(&portal.sealer.open(PLACE, &sealed).ok()?).ok()
}

pub(super) fn unavailable() -> AppError {
    AppError::new(502, "auth.oidc_unavailable", "The identity provider does not answer. Please try again later.")
}
