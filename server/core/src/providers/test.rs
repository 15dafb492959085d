//! "Test connection": whether a provider answers as one.

use switchroom_connect::ConnectError;
use switchroom_connect::oidc::OidcError;
use switchroom_types::providers::ProviderTest;
use switchroom_types::{AppError, FieldError};

use super::form;
use crate::access::Actor;
use crate::error::Result;
use crate::portal::Portal;

/// # Errors
/// 422 at `issuer`, saying what the other side did.
///
/// # Permissions
/// Operator.
pub async fn test(portal: &Portal, actor: &Actor, issuer: &str) -> Result<ProviderTest> {
    actor.require_operator()?;
    Ok(ask(portal, issuer).await?)
}

/// The same for callers that have authorised otherwise.
pub(crate) async fn ask(portal: &Portal, issuer: &str) -> Result<ProviderTest, AppError> {
    let issuer = issuer.trim();
    if issuer.is_empty() {
        return Err(AppError::invalid(vec![FieldError::required("issuer")]));
    }
    if let Some(error) = form::issuer(portal, issuer) {
        return Err(AppError::invalid(vec![error]));
    }
    let found = portal.connect.oidc.test(issuer).await.map_err(|error| AppError::invalid(vec![refusal(&error)]))?;
    Ok(ProviderTest {
        authorization_endpoint: found.authorization_endpoint,
        token_endpoint: found.token_endpoint,
        has_userinfo: found.userinfo_endpoint.is_some(),
        has_sign_out: found.end_session_endpoint.is_some(),
        algorithms: found.id_token_signing_alg_values_supported,
    })
}

fn refusal(error: &OidcError) -> FieldError {
    let at = |code: &'static str, message: &str| FieldError::new("issuer", code, message);
    match error {
        OidcError::Connect(ConnectError::Private) => form::private(),
        OidcError::Connect(ConnectError::Slow) => at("outbound.slow", "The other side took too long"),
        OidcError::Connect(ConnectError::Status(status)) => {
            at("outbound.status", "The other side answered with an error").arg("status", status)
        }
        OidcError::Connect(ConnectError::Unreadable | ConnectError::TooLarge) => {
            at("provider.no_discovery", "What is there is not the discovery document of an identity provider")
        }
        OidcError::Connect(_) => at("outbound.unreachable", "The other side cannot be reached"),
        OidcError::Issuer(named) => {
            at("provider.other_issuer", "The provider calls itself something else; enter that exactly").arg("issuer", named)
        }
        OidcError::Algorithms => at("provider.algorithms", "The provider offers no signature with a key pair"),
        _ => at("provider.no_discovery", "What is there is not the discovery document of an identity provider"),
    }
}
