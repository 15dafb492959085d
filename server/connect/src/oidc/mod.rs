//! Sign-in at an OpenID Connect provider: authorisation code flow with PKCE. Checks what the protocol lets a client check;
//! who may come in is decided by the caller.

mod client;
mod metadata;

pub use client::{Identity, Oidc, Registration, Returned, Started};
pub use metadata::Metadata;

use crate::ConnectError;
use openidconnect::ClaimsVerificationError;

#[derive(Debug, thiserror::Error)]
pub enum OidcError {
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The discovery document is about another issuer (OpenID Connect Discovery, 4.3).
    #[error("the provider calls itself {0}")]
    Issuer(String),
    /// The answer came from another provider than the one that was asked (RFC 9207).
    #[error("the answer came from another provider")]
    MixedUp,
    #[error("the provider offers no signature that is accepted here")]
    Algorithms,
    /// The provider would not redeem the code.
    #[error("the provider refused: {0}")]
    Refused(String),
    #[error("the provider sent no ID token")]
    NoIdToken,
    #[error("the ID token cannot be trusted: {0}")]
    IdToken(#[from] ClaimsVerificationError),
    #[error("userinfo is about somebody else")]
    ForeignUserinfo,
}
