//! What people have besides their password, played by tests.

use crate::Person;
use serde_json::{Value, json};
use switchroom_core::Portal;
use totp_rs::{Builder, Secret, Totp};

/// An authenticator app that has scanned a key.
pub struct Authenticator {
    totp: Totp,
    /// The codes that came with setting it up.
    pub recovery_codes: Vec<String>,
}

impl Authenticator {
    pub fn new(key: &str) -> Self {
        let secret = Secret::try_from_base32(key.replace(' ', "")).unwrap();
        let totp = Builder::new().with_secret(secret).with_account_name("test").build().unwrap();
        Self { totp, recovery_codes: Vec::new() }
    }

    /// What the app shows by the clock of this portal.
    pub fn code(&self, portal: &Portal) -> String {
        let seconds = u64::try_from(portal.clock.now().0 / 1_000_000).unwrap();
        self.totp.generate(seconds).to_string()
    }
}

/// Sets one up through REST, and lets the step pass whose code that took.
pub async fn set_up_authenticator(person: &Person, portal: &Portal) -> Authenticator {
    let enrolment: Value = person.post("/api/v1/factors/authenticator", json!({})).await.json();
    let mut app = Authenticator::new(enrolment["key"].as_str().unwrap());
    let answer = person.post("/api/v1/factors/authenticator/confirm", json!({"code": app.code(portal)})).await;
    let codes = answer.json::<Value>()["codes"].as_array().unwrap().clone();
    app.recovery_codes = codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect();
    portal.clock.advance_secs(60);
    app
}
