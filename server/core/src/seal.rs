//! Sealing of secrets at rest: XChaCha20-Poly1305 with the key's id in front and table, column and row bound in, so that
//! a sealed value moved to another place does not open (architecture rule 10).

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use secrecy::{ExposeSecret, SecretBox};
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::secret;

const NONCE: usize = 24;

/// The installation's sealing keys: the newest seals, all of them open.
#[derive(Clone)]
pub struct Sealer {
    keys: Arc<Vec<(u8, SecretBox<[u8; 32]>)>>,
}

impl Sealer {
    /// `keys` with their ids, newest first.
    ///
    /// # Errors
    /// If there is none.
    pub fn new(keys: Vec<(u8, [u8; 32])>) -> Result<Self> {
        if keys.is_empty() {
            return Err(Error::corrupt("no sealing key is configured"));
        }
        let keys = keys.into_iter().map(|(id, key)| (id, SecretBox::new(Box::new(key)))).collect();
        Ok(Self { keys: Arc::new(keys) })
    }

    /// Seals `plain` for one place, given as `table.column/row`.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>> {
        let (id, key) = self.keys.first().ok_or_else(|| Error::corrupt("no sealing key"))?;
        let nonce = secret::bytes::<NONCE>()?;
        let sealed = cipher(key)
            .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: place.as_bytes() })
            .map_err(|_| Error::corrupt("sealing failed"))?;
        let mut out = Vec::with_capacity(1 + NONCE + sealed.len());
        out.push(*id);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        Ok(out)
    }

    /// # Errors
    /// If the value was sealed for another place, changed, or sealed with a key that is gone.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        let corrupt = || Error::corrupt(format!("the sealed value at {place} cannot be opened"));
        let (id, rest) = sealed.split_first().ok_or_else(corrupt)?;
        let (nonce, text) = rest.split_at_checked(NONCE).ok_or_else(corrupt)?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| corrupt())?;
        let (_, key) = self.keys.iter().find(|(key_id, _)| key_id == id).ok_or_else(corrupt)?;
        cipher(key).decrypt(&XNonce::from(nonce), Payload { msg: text, aad: place.as_bytes() }).map_err(|_| corrupt())
    }
}

fn cipher(key: &SecretBox<[u8; 32]>) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&Key::from(*key.expose_secret()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_sealed_value_opens_only_in_its_place_and_with_its_key() {
        let old = Sealer::new(vec![(1, [7; 32])]).unwrap();
        let sealed = old.seal("mails.body/1", b"hello").unwrap();
        assert!(!sealed.windows(5).any(|window| window == b"hello"));
        assert_eq!(old.open("mails.body/1", &sealed).unwrap(), b"hello");
        assert!(old.open("mails.body/2", &sealed).is_err());
        let rotated = Sealer::new(vec![(2, [9; 32]), (1, [7; 32])]).unwrap();
        assert_eq!(rotated.open("mails.body/1", &sealed).unwrap(), b"hello");
        assert!(Sealer::new(vec![(2, [9; 32])]).unwrap().open("mails.body/1", &sealed).is_err());
        let mut bent = sealed.clone();
        if let Some(last) = bent.last_mut() {
            *last ^= 1;
        }
        assert!(old.open("mails.body/1", &bent).is_err());
        assert!(old.open("mails.body/1", &[]).is_err());
    }
}
