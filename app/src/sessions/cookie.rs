//! The cookies of signing in. On the server only.
//!
//! Behind https they are `__Host-` cookies with `Secure`: bound to this very host, never sent in clear. On plain http,
//! which is meant for the loopback of a developer's machine, browsers refuse the `__Host-` prefix and `Secure`; there the
//! names go without (see `docs/decisions/0010-session-cookie.md`).

use http::{HeaderMap, header};

const SESSION: &str = "switchroom";
/// What was entered in the first step, for the second.
const STEP: &str = "switchroom-step";
/// The sealed ticket of the account choice (AUTH-14).
const CHOICE: &str = "switchroom-choice";
/// The sealed ticket of a sign-in at an identity provider.
const OIDC: &str = "switchroom-oidc";
/// The ticket between the password and the second factor (AUTH-B1).
const SECOND_STEP: &str = "switchroom-second-step";
const DEVICE: &str = "switchroom-device";
/// Seconds that a browser is remembered; browsers allow no more than 400 days.
const LONG: u32 = 400 * 86_400;
/// Seconds that the helpers live.
const SHORT: u32 = 900;

fn is_secure(public_url: &str) -> bool {
    public_url.starts_with("https://")
}

fn name(base: &str, public_url: &str) -> String {
    if is_secure(public_url) { format!("__Host-{base}") } else { base.to_owned() }
}

fn read<'a>(headers: &'a HeaderMap, base: &str, public_url: &str) -> Option<&'a str> {
    let wanted = name(base, public_url);
    let all = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, value)| *name == wanted && !value.is_empty()).map(|(_, value)| value)
}

fn set(base: &str, value: &str, life: Option<u32>, public_url: &str) -> String {
    let secure = if is_secure(public_url) { "; Secure" } else { "" };
    let life = life.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{life}", name(base, public_url))
}

/// The secret of the session cookie.
pub fn session<'a>(headers: &'a HeaderMap, public_url: &str) -> Option<&'a str> {
    read(headers, SESSION, public_url)
}

/// Ends with the browser; the server's limits end it earlier.
pub fn started(secret: &str, public_url: &str) -> String {
    set(SESSION, secret, None, public_url)
}

pub fn ended(public_url: &str) -> String {
    set(SESSION, "", Some(0), public_url)
}

pub fn step<'a>(headers: &'a HeaderMap, public_url: &str) -> Option<&'a str> {
    read(headers, STEP, public_url)
}

pub fn set_step(value: &str, public_url: &str) -> String {
    set(STEP, value, Some(if value.is_empty() { 0 } else { SHORT }), public_url)
}

pub fn choice<'a>(headers: &'a HeaderMap, public_url: &str) -> Option<&'a str> {
    read(headers, CHOICE, public_url)
}

pub fn set_choice(value: &str, public_url: &str) -> String {
    set(CHOICE, value, Some(if value.is_empty() { 0 } else { SHORT }), public_url)
}

pub fn oidc<'a>(headers: &'a HeaderMap, public_url: &str) -> Option<&'a str> {
    read(headers, OIDC, public_url)
}

pub fn set_oidc(value: &str, public_url: &str) -> String {
    set(OIDC, value, Some(if value.is_empty() { 0 } else { SHORT }), public_url)
}

pub fn second_step<'a>(headers: &'a HeaderMap, public_url: &str) -> Option<&'a str> {
    read(headers, SECOND_STEP, public_url)
}

pub fn set_second_step(value: &str, public_url: &str) -> String {
    set(SECOND_STEP, value, Some(if value.is_empty() { 0 } else { SHORT }), public_url)
}

/// By which a browser is known again at its next sign-in (AUTH-B7).
pub fn device<'a>(headers: &'a HeaderMap, public_url: &str) -> Option<&'a str> {
    read(headers, DEVICE, public_url)
}

pub fn set_device(value: &str, public_url: &str) -> String {
    set(DEVICE, value, Some(LONG), public_url)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn https_gets_host_cookies_and_loopback_plain_ones() {
        assert_eq!(started("s", "https://portal.example"), "__Host-switchroom=s; Path=/; HttpOnly; SameSite=Lax; Secure");
        assert_eq!(started("s", "http://127.0.0.1:3000"), "switchroom=s; Path=/; HttpOnly; SameSite=Lax");
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "a=b; switchroom=planted; __Host-switchroom=real".parse().unwrap());
        assert_eq!(session(&headers, "https://portal.example"), Some("real"));
        assert_eq!(session(&headers, "http://127.0.0.1:3000"), Some("planted"));
    }
}
