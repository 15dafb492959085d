//! Passwords: argon2id off the async threads, at most as many at once as there are processors, so that sign-ins never
//! starve reads (AUTH-24, `performance.md`).

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::{Arc, LazyLock};
use switchroom_types::FieldError;
use tokio::sync::Semaphore;

use crate::error::{Error, Result};
use crate::text;

/// Lengths in characters (AUTH-24).
pub const MIN: usize = 8;
pub const MAX: usize = 256;

/// As many passwords as the bundled lists hold (AUTH-B4): what is guessed within so many tries is on them, or a variation of what
/// is (`P4ssword`, `drowssap`, one's own name with a year).
const LISTED: u64 = 30_000;

static SLOTS: LazyLock<Arc<Semaphore>> =
    LazyLock::new(|| Arc::new(Semaphore::new(std::thread::available_parallelism().map_or(1, |n| n.get()))));

/// A hash of no one's password: verifying against it takes as long as against a real one.
static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| hash_now("no such user").ok());

fn hasher() -> Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| Error::corrupt(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_now(password: &str) -> Result<String> {
    Ok(hasher()?.hash_password(password.as_bytes()).map_err(|error| Error::corrupt(error.to_string()))?.to_string())
}

async fn run<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let permit = SLOTS.clone().acquire_owned().await.map_err(|error| Error::corrupt(error.to_string()))?;
    tokio::task::spawn_blocking(move || {
        let result = work();
        drop(permit);
        result
    })
    .await
    .map_err(|error| Error::corrupt(error.to_string()))?
}

/// The PHC string of a password.
pub async fn hash(password: &str) -> Result<String> {
    let password = password.to_owned();
    run(move || hash_now(&password)).await
}

/// 32 bytes from a code with few random bits and the salt of its set.
pub async fn derive(code: &str, salt: &[u8]) -> Result<Vec<u8>> {
    let (code, salt) = (code.to_owned(), salt.to_vec());
    run(move || {
        let mut out = vec![0; 32];
        hasher()?.hash_password_into(code.as_bytes(), &salt, &mut out).map_err(|error| Error::corrupt(error.to_string()))?;
        Ok(out)
    })
    .await
}

/// Whether the password fits; without a stored hash the same work is done and the answer is no (AUTH-15).
pub async fn verify(password: &str, stored: Option<&str>) -> Result<bool> {
    let password = password.to_owned();
    let stored = stored.map(str::to_owned);
    run(move || {
        let known = stored.is_some();
        let Some(phc) = stored.or_else(|| NOBODY.clone()) else { return Ok(false) };
        let parsed = PasswordHash::new(&phc).map_err(|error| Error::corrupt(error.to_string()))?;
        Ok(hasher()?.verify_password(password.as_bytes(), &parsed).is_ok() && known)
    })
    .await
}

/// Whether a person may choose this password; `None` if so (AUTH-24).
pub fn refuse(field: &'static str, password: &str, own: &[&str]) -> Option<FieldError> {
    let length = password.chars().count();
    if length < MIN {
        return Some(FieldError::new(field, "password.too_short", format!("Minimum {MIN} characters")).arg("min", MIN));
    }
    if length > MAX {
        return Some(FieldError::too_long(field, MAX));
    }
    let folded = text::fold(password);
    let is_own = own.iter().any(|own| {
        let own = text::fold(own);
        !own.is_empty() && (folded == own || own.split('@').next() == Some(folded.as_str()))
    });
    if is_own {
        return Some(FieldError::new(field, "password.own_name", "Do not use your own name or e-mail address"));
    }
    let common = zxcvbn::zxcvbn(password, own).guesses() < LISTED;
    common.then(|| FieldError::new(field, "password.common", "This password is on lists that attackers try first"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// AUTH-B4 common passwords and their variations are refused, long ones and unusual ones are not
    #[test]
    fn common_passwords() {
        for common in ["password1", "12345678", "qwertyuiop", "P4ssw0rd", "drowssap", "iloveyou", "aaaaaaaa", "starwars", "Password123"] {
            assert_eq!(
                refuse("password", common, &[]).map(|error| error.code.into_owned()).as_deref(),
                Some("password.common"),
                "{common}"
            );
        }
        for fine in ["correct horse battery staple", "switchroom-demo", "hx7 tomato rail", "ÄÖÜäöüß✓", &"long ".repeat(51)] {
            assert_eq!(refuse("password", fine, &[]), None, "{fine}");
        }
    }

    /// AUTH-24 8 to 256 characters of any kind, not one's own name or address, kept as argon2id
    #[tokio::test]
    async fn passwords_are_checked_and_hashed() {
        assert_eq!(refuse("password", "short", &[]).unwrap().code, "password.too_short");
        assert_eq!(refuse("password", &"x".repeat(257), &[]).unwrap().code, "field.too_long");
        assert_eq!(refuse("password", "Ada.Lovelace@x.example", &["ada.lovelace@x.example"]).unwrap().code, "password.own_name");
        assert_eq!(refuse("password", "Ada.Lovelace", &["ada.lovelace@x.example"]).unwrap().code, "password.own_name");
        assert_eq!(refuse("password", "ÄÖÜäöüß✓", &["Ada"]), None);
        let stored = hash("correct horse").await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("correct horse", Some(&stored)).await.unwrap());
        assert!(!verify("wrong horse", Some(&stored)).await.unwrap());
        assert!(!verify("no such user", None).await.unwrap());
    }
}
