//! Finishes a sign-in when the person comes back from the provider (AUTH-06).

use sea_orm::{ConnectionTrait, Statement};
use subtle::ConstantTimeEq;
use switchroom_connect::oidc::{OidcError, Returned};
use switchroom_types::{AppError, ProviderId};

use super::{claims, join, row, start};
use crate::access::Origin;
use crate::error::{Error, Result};
use crate::portal::Portal;
use crate::secret;
use crate::sessions::NewSession;

/// What came with the person.
#[derive(Clone, Debug, Default)]
pub struct Callback {
    pub state: String,
    pub code: Option<String>,
    /// RFC 9207.
    pub issuer: Option<String>,
    /// The provider's refusal.
    pub error: Option<String>,
    /// The cookie of [`super::start`].
    pub ticket: String,
    /// The session cookie that the browser had before; that session ends.
    pub replaces: Option<String>,
}

pub struct Finished {
    pub session: NewSession,
    pub next: String,
}

/// # Errors
/// 404 `provider.not_found`; 400 `auth.oidc_expired` for a sign-in that took too long, was finished before or begun in
/// another browser; 403 `auth.oidc_refused`, `auth.not_entitled`, `auth.email_unverified`, `auth.no_organisation`,
/// `auth.deactivated`; 401 `auth.oidc_untrusted`; 409 `auth.email_in_use`; 502 `auth.oidc_unavailable`.
///
/// # Permissions
/// None: the provider vouches for the person.
pub async fn finish(portal: &Portal, slug: &str, callback: Callback, origin: &Origin) -> Result<Finished> {
    let provider = row::enabled(portal, slug).await?;
    let ticket = start::open(portal, &callback.ticket).ok_or_else(expired)?;
    let same = bool::from(ticket.state.as_bytes().ct_eq(callback.state.as_bytes()));
    if !same || ticket.provider != ProviderId(provider.id) || ticket.until < portal.clock.now() || !spend(portal, &ticket.state).await? {
        return Err(expired().into());
    }
    let Some(code) = callback.code.filter(|_| callback.error.is_none()) else {
        tracing::info!(error = callback.error, provider = slug, "the identity provider refused a sign-in");
        return Err(AppError::new(403, "auth.oidc_refused", "The identity provider did not sign you in.").into());
    };
    let returned = Returned { code: &code, issuer: callback.issuer.as_deref(), nonce: &ticket.nonce, verifier: &ticket.verifier };
    let now = portal.clock.now().to_utc().ok_or_else(|| Error::corrupt("the clock"))?;
    let identity = portal.connect.oidc.finish(&row::registration(portal, &provider)?, returned, now).await;
    let identity = identity.map_err(|error| {
        tracing::warn!(%error, provider = slug, "a sign-in could not be finished");
        match error {
            OidcError::Connect(_) => start::unavailable(),
            _ => AppError::new(401, "auth.oidc_untrusted", "The answer of the identity provider cannot be trusted. Please start again."),
        }
    })?;
    let entitled = claims::entitled(&identity.claims, &provider);
    let session = join::sign_in(portal, &provider, &identity, entitled, callback.replaces.as_deref(), origin).await?;
    Ok(Finished { session, next: ticket.next })
}

/// Uses a state up; false if it was used before. On the database, so that every replica knows.
async fn spend(portal: &Portal, state: &str) -> Result<bool> {
    let sql = "INSERT INTO spent_sign_ins (state_hash, expires_at) VALUES ($1, $2) ON CONFLICT (state_hash) DO NOTHING";
    let until = portal.clock.now().plus_secs(2 * start::LIFE);
    let statement = Statement::from_sql_and_values(portal.db.backend(), sql, [secret::hash(state).into(), until.0.into()]);
    Ok(portal.db.write().execute_raw(statement).await?.rows_affected() == 1)
}

fn expired() -> AppError {
    AppError::new(400, "auth.oidc_expired", "This sign-in took too long, or was begun in another window. Please start again.")
}
