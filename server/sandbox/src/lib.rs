//! Small, faithful simulators of outside systems, on loopback: an OpenID Connect provider with people to sign in as, and a
//! mailbox that receives real SMTP. The demonstration and the tests use them; no connector knows the difference.
//!
//! Nothing here is protected, because nothing here is real: it listens on loopback only, unless told otherwise.

mod mailbox;
mod oidc;
mod pages;
mod secret;

pub use mailbox::{Fault, Mail};
pub use oidc::{Algorithm, Behaviour, CLIENT_ID, CLIENT_SECRET, Person};

use axum::Router;
use std::{net::SocketAddr, sync::Arc};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Where to listen; port 0 takes any free one.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub http: SocketAddr,
    pub smtp: SocketAddr,
}

impl Default for Options {
    fn default() -> Self {
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        Self { http: any, smtp: any }
    }
}

#[derive(Clone)]
struct State {
    oidc: Arc<oidc::Provider>,
    mailbox: mailbox::Mailbox,
}

/// The running simulators; they end when this is dropped.
pub struct Sandbox {
    /// `http://127.0.0.1:<port>`: the pages of the sandbox.
    pub url: String,
    /// `smtp://127.0.0.1:<port>`
    pub smtp_url: String,
    state: State,
    stop: CancellationToken,
}

impl Sandbox {
    /// # Errors
    /// If an address cannot be listened on, or no keys can be made.
    pub async fn start(options: Options) -> std::io::Result<Self> {
        let (http, smtp) = (TcpListener::bind(options.http).await?, TcpListener::bind(options.smtp).await?);
        let url = format!("http://{}", http.local_addr()?);
        let smtp_url = format!("smtp://{}", smtp.local_addr()?);
        let state = State { oidc: Arc::new(oidc::Provider::new(&url)?), mailbox: mailbox::Mailbox::default() };
        let stop = CancellationToken::new();
        let router = Router::new().merge(pages::routes()).merge(oidc::routes()).merge(mailbox::routes()).with_state(state.clone());
        let stopped = stop.clone();
        tokio::spawn(async move {
            let served = axum::serve(http, router).with_graceful_shutdown(async move { stopped.cancelled().await }).await;
            if let Err(error) = served {
                tracing::error!(%error, "the sandbox stopped");
            }
        });
        tokio::spawn(mailbox::listen(smtp, state.mailbox.clone(), stop.clone()));
        Ok(Self { url, smtp_url, state, stop })
    }

    /// What the identity provider is called in its own tokens.
    pub fn issuer(&self) -> String {
        self.state.oidc.issuer.clone()
    }

    /// Changes how the identity provider misbehaves.
    pub fn misbehave(&self, behaviour: Behaviour) {
        self.state.oidc.set_behaviour(behaviour);
    }

    /// Adds somebody to the identity provider, or changes them.
    pub fn person(&self, person: Person) {
        self.state.oidc.put_person(person);
    }

    /// New signing keys; the old ones are gone from the key set.
    ///
    /// # Errors
    /// If no keys can be made.
    pub fn rotate_keys(&self) -> std::io::Result<()> {
        self.state.oidc.rotate(false)
    }

    /// Received mails, newest first.
    pub fn mails(&self) -> Vec<Mail> {
        self.state.mailbox.all()
    }

    /// Waits until a mail to this address is there, and answers the newest.
    pub async fn mail_to(&self, address: &str) -> Mail {
        self.state.mailbox.wait_for(address).await
    }

    /// What the next mails are refused with.
    pub fn refuse_mail(&self, fault: Option<Fault>) {
        self.state.mailbox.set_fault(fault);
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
