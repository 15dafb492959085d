//! The one address that people reach this installation under. Links in mails, cookies, HSTS and the origin check use it.

use std::{fmt, net::SocketAddr, str::FromStr};

/// Scheme, host and port, without a path: `https://portal.example.com`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    secure: bool,
    host: String,
    port: u16,
}

#[derive(Debug, thiserror::Error)]
#[error("expected an address like https://portal.example.com, without a path")]
pub struct InvalidPublicUrl;

impl PublicUrl {
    /// What a browser on the same machine would use for a listener at `addr`.
    pub fn of_listener(addr: SocketAddr) -> Self {
        let host = if addr.ip().is_unspecified() { "localhost".to_owned() } else { host_of(addr) };
        Self { secure: false, host, port: addr.port() }
    }

    /// Nobody's address.
    pub fn nowhere() -> Self {
        Self { secure: true, host: String::new(), port: 0 }
    }

    pub fn is_secure(&self) -> bool {
        self.secure
    }

    pub fn host(&self) -> &str {
        &self.host
    }

    fn is_loopback(&self) -> bool {
        ["localhost", "127.0.0.1", "[::1]"].contains(&self.host.as_str())
    }

    /// Whether a browser page of this origin is ours. On a loopback installation every name of the loopback counts.
    pub fn is_origin(&self, origin: &str) -> bool {
        let Ok(other) = origin.parse::<Self>() else { return false };
        other == *self || (self.is_loopback() && other.is_loopback() && other.port == self.port && other.secure == self.secure)
    }
}

fn host_of(addr: SocketAddr) -> String {
    match addr {
        SocketAddr::V4(addr) => addr.ip().to_string(),
        SocketAddr::V6(addr) => format!("[{}]", addr.ip()),
    }
}

impl FromStr for PublicUrl {
    type Err = InvalidPublicUrl;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let uri: http::Uri = text.parse().map_err(|_| InvalidPublicUrl)?;
        let secure = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(InvalidPublicUrl),
        };
        let authority = uri.authority().ok_or(InvalidPublicUrl)?;
        let has_path = uri.path_and_query().is_some_and(|path| path.as_str() != "/");
        if has_path || authority.as_str().contains('@') || authority.host().is_empty() {
            return Err(InvalidPublicUrl);
        }
        let port = authority.port_u16().unwrap_or(if secure { 443 } else { 80 });
        Ok(Self { secure, host: authority.host().to_ascii_lowercase(), port })
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, usual) = if self.secure { ("https", 443) } else { ("http", 80) };
        write!(f, "{scheme}://{}", self.host)?;
        if self.port == usual { Ok(()) } else { write!(f, ":{}", self.port) }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// AUTH-30 only the public URL is an origin of ours
    #[test]
    fn origins() {
        let url: PublicUrl = "https://Portal.example.com/".parse().unwrap();
        assert_eq!(url.to_string(), "https://portal.example.com");
        assert!(url.is_origin("https://portal.example.com"));
        assert!(url.is_origin("https://portal.example.com:443"));
        for foreign in [
            "http://portal.example.com",
            "https://portal.example.com:8443",
            "https://evil.example.com",
            "https://portal.example.com.evil.test",
            "null",
            "",
        ] {
            assert!(!url.is_origin(foreign), "{foreign}");
        }
    }

    #[test]
    fn every_name_of_the_loopback_is_the_same_installation() {
        let url: PublicUrl = "http://127.0.0.1:3000".parse().unwrap();
        assert!(url.is_origin("http://localhost:3000"));
        assert!(url.is_origin("http://[::1]:3000"));
        assert!(!url.is_origin("http://localhost:3001"));
        assert!(!url.is_origin("https://localhost:3000"));
    }

    #[test]
    fn only_a_bare_address_is_accepted() {
        for bad in [
            "portal.example.com",
            "ftp://portal.example.com",
            "https://portal.example.com/app",
            "https://user@portal.example.com",
            "https://",
        ] {
            assert!(bad.parse::<PublicUrl>().is_err(), "{bad}");
        }
    }
}
