//! Signing keys, and JSON Web Tokens made with them (RFC 7515, RFC 7518).

use super::{Algorithm, CLIENT_SECRET};
use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use std::io::{Error, Result};

pub struct Keys {
    id: String,
    rsa: RsaKeyPair,
    ec: EcdsaKeyPair,
    /// Signs for nobody: not in the key set.
    stranger: RsaKeyPair,
    /// Entries of the key set from before a rotation.
    old: Vec<Value>,
}

fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Keys {
    pub fn generate() -> Result<Self> {
        let rsa = || RsaKeyPair::generate(KeySize::Rsa2048).map_err(Error::other);
        let ec = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map_err(Error::other)?;
        Ok(Self { id: crate::secret::generate()?, rsa: rsa()?, ec, stranger: rsa()?, old: Vec::new() })
    }

    pub fn keep(&mut self, old: Self) {
        self.old = old.own();
    }

    /// The key set (RFC 7517).
    pub fn set(&self) -> Value {
        let keys: Vec<Value> = self.own().into_iter().chain(self.old.iter().cloned()).collect();
        json!({ "keys": keys })
    }

    fn own(&self) -> Vec<Value> {
        let rsa = self.rsa.public_key();
        let (n, e) = (rsa.modulus(), rsa.exponent());
        // An uncompressed point: 4, then x and y of 32 bytes each.
        let point = self.ec.public_key().as_ref();
        let (x, y) = point.get(1..).unwrap_or_default().split_at(32);
        vec![
            json!({"kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.kid("rsa"),
                "n": encode(n.big_endian_without_leading_zero()), "e": encode(e.big_endian_without_leading_zero())}),
            json!({"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.kid("ec"), "x": encode(x), "y": encode(y)}),
        ]
    }

    fn kid(&self, kind: &str) -> String {
        format!("{kind}-{}", self.id)
    }

    pub fn sign(&self, algorithm: Algorithm, claims: &Value) -> Result<String> {
        let (name, kid) = match algorithm {
            Algorithm::Rs256 | Algorithm::WrongKey => ("RS256", Some(self.kid("rsa"))),
            Algorithm::Es256 => ("ES256", Some(self.kid("ec"))),
            Algorithm::None => ("none", None),
            Algorithm::HmacWithPublicKey | Algorithm::HmacWithClientSecret => ("HS256", Some(self.kid("rsa"))),
        };
        let mut header = json!({"typ": "JWT", "alg": name});
        if let (Some(header), Some(kid)) = (header.as_object_mut(), kid) {
            header.insert("kid".to_owned(), kid.into());
        }
        let message = format!("{}.{}", encode(header.to_string().as_bytes()), encode(claims.to_string().as_bytes()));
        let signature = self.signature(algorithm, message.as_bytes())?;
        Ok(format!("{message}.{}", encode(&signature)))
    }

    fn signature(&self, algorithm: Algorithm, message: &[u8]) -> Result<Vec<u8>> {
        let random = SystemRandom::new();
        let rsa = |key: &RsaKeyPair| {
            let mut signature = vec![0; key.public_modulus_len()];
            key.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature).map_err(Error::other)?;
            Ok(signature)
        };
        let hmac = |secret: &[u8]| hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), message).as_ref().to_vec();
        match algorithm {
            Algorithm::Rs256 => rsa(&self.rsa),
            Algorithm::WrongKey => rsa(&self.stranger),
            Algorithm::Es256 => Ok(self.ec.sign(&random, message).map_err(Error::other)?.as_ref().to_vec()),
            Algorithm::None => Ok(Vec::new()),
            Algorithm::HmacWithPublicKey => Ok(hmac(self.rsa.public_key().as_ref())),
            Algorithm::HmacWithClientSecret => Ok(hmac(CLIENT_SECRET.as_bytes())),
        }
    }
}
