//! Where a person ends their session at the provider, after ours has ended.

use super::{row, start::unavailable};
use crate::error::Result;
use crate::portal::Portal;

/// The provider's address for it, or the sign-in page if it has none.
///
/// # Errors
/// 404 `provider.not_found`; 502 `auth.oidc_unavailable`.
///
/// # Permissions
/// None.
pub async fn sign_out_address(portal: &Portal, slug: &str) -> Result<String> {
    let provider = row::enabled(portal, slug).await?;
    let back = format!("{}/login?notice=signed_out", portal.settings.public_url);
    let found = portal.connect.oidc.end_session(&row::registration(portal, &provider)?, &back).await.map_err(|error| {
        tracing::warn!(%error, provider = slug, "the provider's sign-out is not known");
        unavailable()
    })?;
    Ok(found.unwrap_or(back))
}
