//! What people have besides their password, played by tests.

use crate::{Client, Person, TestApp};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use switchroom_core::Portal;
use totp_rs::{Builder, Secret, Totp};
use uuid::Uuid;

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

/// An authenticator that keeps one passkey and verifies its user, as a phone does.
#[derive(Clone)]
pub struct SoftPasskey {
    pub key: SigningKey,
    pub id: Vec<u8>,
    pub user: Vec<u8>,
    pub origin: String,
    pub host: String,
    /// What it claims: user present (1), user verified (4).
    pub flags: u8,
}

fn encode(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

impl SoftPasskey {
    /// The origin at which browsers use passkeys of this app.
    pub fn origin(app: &TestApp) -> String {
        app.url.replace("127.0.0.1", "localhost")
    }

    /// Answers what `navigator.credentials.create` is asked for.
    pub fn create(options: &Value, origin: &str) -> (Self, Value) {
        let asked = &options["publicKey"];
        let user = BASE64_URL_SAFE_NO_PAD.decode(asked["user"]["id"].as_str().unwrap()).unwrap();
        let seed = Sha256::digest(Uuid::new_v4().as_bytes());
        let key = SigningKey::from_slice(&seed).unwrap();
        let host = asked["rp"]["id"].as_str().unwrap().to_owned();
        let made = Self { key, id: Uuid::new_v4().as_bytes().to_vec(), user, origin: origin.to_owned(), host, flags: 5 };
        let point = made.key.verifying_key().to_sec1_point(false);
        let (x, y) = point.as_bytes()[1..].split_at(32);
        let mut data = made.authenticator_data(made.flags | 0x40);
        data.extend([0; 16]);
        data.extend([0, 16]);
        data.extend(&made.id);
        // COSE: {1: 2, 3: -7, -1: 1, -2: x, -3: y}
        data.extend([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32]);
        data.extend(x);
        data.extend([0x22, 0x58, 32]);
        data.extend(y);
        // CBOR: {"fmt": "none", "attStmt": {}, "authData": …}
        let mut attestation = b"\xa3cfmtdnonegattStmt\xa0hauthData\x58".to_vec();
        attestation.push(u8::try_from(data.len()).unwrap());
        attestation.extend(data);
        let client_data = made.client_data("webauthn.create", asked);
        let response =
            json!({"attestationObject": encode(&attestation), "clientDataJSON": encode(&client_data), "transports": ["internal"]});
        let id = encode(&made.id);
        let answer = json!({"id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {}});
        (made, answer)
    }

    /// Answers what `navigator.credentials.get` is asked for.
    pub fn get(&self, options: &Value) -> Value {
        let client_data = self.client_data("webauthn.get", &options["publicKey"]);
        let data = self.authenticator_data(self.flags);
        let signature: Signature = self.key.sign(&[data.as_slice(), &Sha256::digest(&client_data)].concat());
        let response = json!({
            "authenticatorData": encode(&data),
            "clientDataJSON": encode(&client_data),
            "signature": encode(signature.to_der().as_bytes()),
            "userHandle": encode(&self.user),
        });
        let id = encode(&self.id);
        json!({"id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {}})
    }

    fn client_data(&self, kind: &str, asked: &Value) -> Vec<u8> {
        json!({"type": kind, "challenge": asked["challenge"], "origin": self.origin, "crossOrigin": false}).to_string().into_bytes()
    }

    fn authenticator_data(&self, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(self.host.as_bytes()).to_vec();
        data.push(flags);
        data.extend([0; 4]);
        data
    }

    /// As it would be used at another site, or by another person.
    pub fn at(&self, origin: &str) -> Self {
        Self { origin: origin.to_owned(), ..self.clone() }
    }

    pub fn of(&self, user: Uuid) -> Self {
        Self { user: user.as_bytes().to_vec(), ..self.clone() }
    }
}

/// Adds one through REST; answers it with the recovery codes that came along.
pub async fn add_passkey(person: &Person, app: &TestApp, name: &str) -> (SoftPasskey, Vec<String>) {
    let asked: Value = person.post("/api/v1/factors/passkeys/challenge", json!({})).await.json();
    let (key, credential) = SoftPasskey::create(&asked["options"], &SoftPasskey::origin(app));
    let body = json!({"ticket": asked["ticket"], "name": name, "credential": credential});
    let added: Value = person.post("/api/v1/factors/passkeys", body).await.json();
    let codes = added["recovery_codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect();
    (key, codes)
}

/// Signs in with it; answers what was sent, too, for those who would send it again.
pub async fn sign_in_with(client: &Client, key: &SoftPasskey) -> (crate::Answer, Value) {
    let asked: Value = client.post("/api/v1/sessions/passkey-challenge", json!({})).await.json();
    let body = json!({"ticket": asked["ticket"], "credential": key.get(&asked["options"])});
    (client.post("/api/v1/sessions/passkey", &body).await, body)
}
