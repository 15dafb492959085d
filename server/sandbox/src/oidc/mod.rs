//! An OpenID Connect provider: discovery, a page to choose who one is, tokens with real signatures, and switches that make
//! it misbehave in every way a client has to notice.

mod admin;
mod authorize;
mod behaviour;
mod discovery;
mod keys;
mod people;
mod sign_out;
mod token;

pub use behaviour::{Algorithm, Behaviour};
pub use people::Person;

use crate::State;
use axum::{Router, routing::get, routing::post, routing::put};
use keys::Keys;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The one client that the provider knows; its redirect addresses are on loopback.
pub const CLIENT_ID: &str = "switchroom";
pub const CLIENT_SECRET: &str = "sandbox-secret";

pub struct Provider {
    /// Without a slash at the end.
    pub issuer: String,
    inner: Mutex<Inner>,
}

struct Inner {
    keys: Keys,
    people: Vec<Person>,
    behaviour: Behaviour,
    /// Codes that have not been redeemed yet.
    codes: HashMap<String, authorize::Grant>,
    /// Access tokens, with the subject that they are for.
    access: HashMap<String, String>,
}

impl Provider {
    pub fn new(url: &str) -> std::io::Result<Self> {
        let inner = Inner {
            keys: Keys::generate()?,
            people: people::everybody(),
            behaviour: Behaviour::default(),
            codes: HashMap::new(),
            access: HashMap::new(),
        };
        Ok(Self { issuer: format!("{url}/oidc"), inner: Mutex::new(inner) })
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn behaviour(&self) -> Behaviour {
        self.lock().behaviour.clone()
    }

    pub fn set_behaviour(&self, behaviour: Behaviour) {
        self.lock().behaviour = behaviour;
    }

    pub fn put_person(&self, person: Person) {
        let mut inner = self.lock();
        inner.people.retain(|known| known.sub != person.sub);
        inner.people.push(person);
    }

    /// New signing keys; with `keep_old` the key set still lists the ones before.
    pub fn rotate(&self, keep_old: bool) -> std::io::Result<()> {
        let fresh = Keys::generate()?;
        let mut inner = self.lock();
        let old = std::mem::replace(&mut inner.keys, fresh);
        if keep_old {
            inner.keys.keep(old);
        }
        Ok(())
    }
}

pub fn routes() -> Router<State> {
    Router::new()
        .route("/oidc/.well-known/openid-configuration", get(discovery::configuration))
        .route("/oidc/jwks", get(discovery::jwks))
        .route("/oidc/authorize", get(authorize::authorize))
        .route("/oidc/token", post(token::token))
        .route("/oidc/userinfo", get(token::userinfo))
        .route("/oidc/logout", get(sign_out::end_session))
        .route("/admin/oidc/behaviour", put(admin::behave).get(admin::behaviour))
        .route("/admin/oidc/rotate", post(admin::rotate))
        .route("/admin/oidc/people", get(admin::people).put(admin::put_person))
}
