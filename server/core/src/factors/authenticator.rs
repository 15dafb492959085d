//! Time-based one-time passwords (RFC 6238): 6 digits, 30 seconds, one step of tolerance to either side.

use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;
use switchroom_types::factors::Enrolment;
use switchroom_types::{Timestamp, UserId};
use totp_rs::{Builder, Secret, Totp};

use crate::error::{Error, Result};

/// What the app shows above the code.
const ISSUER: &str = "Switchroom";
/// Bytes of the secret; RFC 4226 recommends 160 bits.
pub(super) const SECRET: usize = 20;
/// White modules around the code, as the standard asks.
const QUIET: i32 = 4;

/// Where the secret of a person is bound to when it is sealed.
pub(super) fn place(user: UserId) -> String {
    format!("authenticators.secret_sealed/{user}")
}

fn totp(secret: &[u8], account: &str) -> Result<Totp> {
    // The label separates issuer and account by a colon.
    let account = account.replace(':', " ");
    let builder = Builder::new().with_secret(Secret::from(secret)).with_skew(1).with_account_name(account).with_issuer(Some(ISSUER));
    builder.build().map_err(|error| Error::corrupt(format!("authenticator: {error}")))
}

/// The time step that the code belongs to, if it is one of the three that count now.
pub(super) fn step_of(secret: &[u8], code: &str, now: Timestamp) -> Result<Option<i64>> {
    let is_code = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = u64::try_from(now.0 / 1_000_000).unwrap_or_default();
    let step = if is_code { totp(secret, "check")?.check(code, seconds) } else { None };
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// What a person's app is told.
pub(super) fn enrolment(secret: &[u8], account: &str) -> Result<Enrolment> {
    let key = Secret::from(secret).to_base32();
    let label = format!("{}:{}", encode(ISSUER), encode(&account.replace(':', " ")));
    let uri = format!("otpauth://totp/{label}?secret={key}&issuer={}&algorithm=SHA1&digits=6&period=30", encode(ISSUER));
    let groups: Vec<String> = key.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    Ok(Enrolment { qr_svg: svg(&uri)?, uri, key: groups.join(" ") })
}

/// Percent-encoded for the label and the parameters of the address.
fn encode(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~@".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// Dark modules as one path on a white ground: cameras want it that way, also in the dark theme.
fn svg(text: &str) -> Result<String> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(|error| Error::corrupt(format!("QR code: {error}")))?;
    let size = code.size() + 2 * QUIET;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            let _ = write!(path, "M{},{}h1v1h-1z", x + QUIET, y + QUIET);
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" shape-rendering=\"crispEdges\">\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp(seconds * 1_000_000)
    }

    /// AUTH-B1 the codes of RFC 6238's own key, one step of tolerance to either side
    #[test]
    fn codes() {
        let secret = b"12345678901234567890";
        // RFC 6238, appendix B, the last six of eight digits.
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(step_of(secret, code, at(seconds)).unwrap(), Some(seconds / 30));
            assert_eq!(step_of(secret, code, at(seconds + 30)).unwrap(), Some(seconds / 30), "one step later");
            assert_eq!(step_of(secret, code, at(seconds - 30)).unwrap(), Some(seconds / 30), "one step early");
            assert_eq!(step_of(secret, code, at(seconds + 61)).unwrap(), None, "too late");
        }
        for wrong in ["", "28708", "2870822", "28708x", "２８７０８２"] {
            assert_eq!(step_of(secret, wrong, at(59)).unwrap(), None, "{wrong}");
        }
    }

    /// AUTH-B1 the address that the app scans, its key as text, and the code as SVG
    #[test]
    fn enrolment_for_an_app() {
        let enrolment = enrolment(b"12345678901234567890", "ada:l@x.example").unwrap();
        assert!(enrolment.uri.starts_with("otpauth://totp/Switchroom:ada%20l@x.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&"));
        assert_eq!(enrolment.key, "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert!(enrolment.qr_svg.starts_with("<svg ") && !enrolment.qr_svg.contains("style"));
    }
}
