//! Clients of outside systems. All of them send over one HTTP layer, which knows where it may go ([`guard`]), waits only so
//! long, follows no redirects and reads only so much. No client knows whether the other side is real or the sandbox.

pub mod guard;
mod http;
pub mod oidc;

pub use guard::Allowed;
pub use http::{ConnectError, Outbound};

/// Everything that reaches out; cheap to clone, one per process.
#[derive(Clone)]
pub struct Connect {
    pub http: Outbound,
    pub oidc: oidc::Oidc,
}

impl Connect {
    /// `allowed`: private addresses and names that administrators may enter all the same.
    ///
    /// # Errors
    /// If the TLS set-up of the machine cannot be used.
    pub fn new(allowed: Vec<Allowed>) -> Result<Self, ConnectError> {
        let http = Outbound::new(allowed)?;
        Ok(Self { oidc: oidc::Oidc::new(http.clone()), http })
    }
}
