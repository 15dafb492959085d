//! Whether a password is among those of known breaches (AUTH-B4). The service learns the first five of the forty characters
//! of its SHA-1 and answers everything that begins so; the rest is compared here.

use sha1::{Digest, Sha1};
use std::time::Duration;
use switchroom_types::FieldError;

use crate::portal::Portal;

/// A person waits for the answer.
const PATIENCE: Duration = Duration::from_secs(3);
/// Characters that leave this machine.
const PREFIX: usize = 5;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Breach {
    /// Not asked for, or not on the list.
    Unknown,
    /// How often it has been seen.
    Seen(u64),
    /// The service gave no answer that can be used; people must not be kept from their work by that.
    Skipped,
}

impl Breach {
    pub fn refusal(self, field: &'static str) -> Option<FieldError> {
        let Self::Seen(times) = self else { return None };
        Some(FieldError::new(field, "password.breached", "This password is known from a breach; choose another one").arg("times", times))
    }

    /// For the history of what the password was set for.
    pub fn note(self) -> Option<&'static str> {
        (self == Self::Skipped).then_some("skipped: the service could not be reached")
    }
}

/// Asks the configured service.
pub(crate) async fn look_up(portal: &Portal, password: &str) -> Breach {
    let Some(service) = portal.settings.breached_passwords_url.clone() else { return Breach::Unknown };
    let hash: String = Sha1::digest(password.as_bytes()).iter().map(|byte| format!("{byte:02X}")).collect();
    let (prefix, rest) = hash.split_at(PREFIX);
    // Padding hides from observers which prefix was asked for.
    let request = http::Request::get(format!("{service}{prefix}")).header("add-padding", "true").body(Vec::new());
    let Ok(request) = request else { return Breach::Skipped };
    match tokio::time::timeout(PATIENCE, portal.connect.http.send(request)).await {
        Ok(Ok(answer)) if answer.status().is_success() => times(&String::from_utf8_lossy(answer.body()), rest),
        Ok(Ok(answer)) => skipped(&answer.status()),
        Ok(Err(error)) => skipped(&error),
        Err(slow) => skipped(&slow),
    }
}

fn skipped(why: &dyn std::fmt::Display) -> Breach {
    tracing::warn!(%why, "a new password was not compared with known breaches");
    Breach::Skipped
}

/// Lines are the rest of a hash, a colon and how often; padding has never been seen.
fn times(answer: &str, rest: &str) -> Breach {
    let known = answer.lines().filter_map(|line| line.trim().split_once(':')).find(|(hash, _)| hash.eq_ignore_ascii_case(rest));
    match known.and_then(|(_, times)| times.parse().ok()) {
        None | Some(0) => Breach::Unknown,
        Some(times) => Breach::Seen(times),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// AUTH-B4 an answer is searched for the rest of the hash; padding counts as nothing
    #[test]
    fn answers() {
        let answer = "0018A45C4D1DEF81644B54AB7F969B88D65:3\r\n00D4F6E8FA6EECAD2A3AA415EEC418D38EC:0\r\nnonsense\r\n";
        assert_eq!(times(answer, "0018A45C4D1DEF81644B54AB7F969B88D65"), Breach::Seen(3));
        assert_eq!(times(&answer.to_lowercase(), "0018A45C4D1DEF81644B54AB7F969B88D65"), Breach::Seen(3));
        assert_eq!(times(answer, "00D4F6E8FA6EECAD2A3AA415EEC418D38EC"), Breach::Unknown);
        assert_eq!(times("", "00D4F6E8FA6EECAD2A3AA415EEC418D38EC"), Breach::Unknown);
    }
}
