//! How the provider misbehaves. The default is not at all.

use serde::{Deserialize, Serialize};

/// How ID tokens are signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Algorithm {
    #[default]
    Rs256,
    Es256,
    /// `alg: none` and no signature at all.
    None,
    /// HMAC with the public key of the provider as its secret: whoever mixes up the kinds of keys accepts it.
    HmacWithPublicKey,
    /// HMAC with the client secret.
    HmacWithClientSecret,
    /// Signed by a key that is not in the key set, under the id of one that is.
    WrongKey,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Behaviour {
    pub algorithm: Algorithm,
    /// What stands in the ID token instead.
    pub issuer: Option<String>,
    pub audience: Option<String>,
    pub nonce: Option<String>,
    pub subject: Option<String>,
    /// Seconds from now to the end of the ID token, 300 unless given; negative is in the past.
    pub expires_in: Option<i64>,
    /// Seconds by which the ID token was issued in the future.
    pub issued_ahead: i64,
    /// The `iss` parameter that goes with the code instead (RFC 9207); empty: none.
    pub response_issuer: Option<String>,
    /// The answer of userinfo is about somebody else.
    pub foreign_userinfo: bool,
    /// The token endpoint answers with this status instead.
    pub token_status: Option<u16>,
    /// Discovery names this issuer instead.
    pub discovery_issuer: Option<String>,
}
