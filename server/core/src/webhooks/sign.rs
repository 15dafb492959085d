//! The receiver's proof that a request is ours, and that it is fresh.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::error::{Error, Result};

/// Seconds since the Unix epoch at which this attempt was made.
pub const TIMESTAMP: &str = "x-switchroom-timestamp";
/// `v1=` and the signature in lower-case hexadecimal.
pub const SIGNATURE: &str = "x-switchroom-signature";

/// HMAC-SHA256 over the timestamp, a full stop and the body, keyed with the secret's text.
pub fn signature(secret: &str, timestamp: i64, body: &str) -> Result<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(|error| Error::corrupt(error.to_string()))?;
    mac.update(timestamp.to_string().as_bytes());
    mac.update(b".");
    mac.update(body.as_bytes());
    let digest = mac.finalize().into_bytes();
    Ok(format!("v1={}", digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// NOTIF-B4 the signature that the documentation's example shows
    #[test]
    fn the_documented_example() {
        let signed = signature("whsec_example", 1_790_000_000, r#"{"type":"test"}"#).unwrap();
        assert_eq!(signed, "v1=d6ce40f492533b0d3805dfd7bdc1d24b43c05ac811847a02a97706d3ac2e4be1");
        assert_ne!(signed, signature("whsec_example", 1_790_000_001, r#"{"type":"test"}"#).unwrap());
        assert_ne!(signed, signature("whsec_other", 1_790_000_000, r#"{"type":"test"}"#).unwrap());
    }
}
