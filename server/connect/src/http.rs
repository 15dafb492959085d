//! The one way out over HTTP.

use crate::guard::{self, Allowed};
use futures::StreamExt;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use serde::de::DeserializeOwned;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use url::{Host, Url};

/// Until a connection is there, and until the whole answer is.
const CONNECT: Duration = Duration::from_secs(5);
const WHOLE: Duration = Duration::from_secs(15);
/// Bytes of an answer.
const LARGEST: usize = 1024 * 1024;

/// Worded for whoever entered the address; never repeats what came back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConnectError {
    #[error("the address is not one that can be used: {0}")]
    Address(String),
    #[error("the address leads to a private network, which this installation does not allow")]
    Private,
    #[error("the other side cannot be reached")]
    Unreachable,
    #[error("the other side took too long")]
    Slow,
    #[error("the other side answered with status {0}")]
    Status(u16),
    #[error("the answer is too large")]
    TooLarge,
    #[error("the answer cannot be read")]
    Unreadable,
}

/// Cheap to clone.
#[derive(Clone)]
pub struct Outbound {
    client: reqwest::Client,
    allowed: Arc<[Allowed]>,
}

impl Outbound {
    pub fn new(allowed: Vec<Allowed>) -> Result<Self, ConnectError> {
        let allowed: Arc<[Allowed]> = allowed.into();
        let client = reqwest::Client::builder()
            .user_agent(concat!("Switchroom/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT)
            .timeout(WHOLE)
            // A redirect would lead past the check of the address.
            .redirect(Policy::none())
            // A proxy would resolve names itself, out of our sight.
            .no_proxy()
            .dns_resolver(Arc::new(Guarded(allowed.clone())))
            .build()
            .map_err(|error| ConnectError::Address(error.to_string()))?;
        Ok(Self { client, allowed })
    }

    /// Whether an entered address can be used at all: https (http only where the installation allows the host), no
    /// credentials in it, and no private address. Names are judged when they are resolved.
    ///
    /// # Errors
    /// [`ConnectError::Address`], [`ConnectError::Private`]
    pub fn check(&self, url: &str) -> Result<Url, ConnectError> {
        let bad = |why: &str| ConnectError::Address(why.to_owned());
        let url = Url::parse(url).map_err(|_| bad("expected https://…"))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(bad("it must not contain a user name"));
        }
        let (literal, name) = match url.host() {
            Some(Host::Ipv4(ip)) => (Some(IpAddr::V4(ip)), ip.to_string()),
            Some(Host::Ipv6(ip)) => (Some(IpAddr::V6(ip)), ip.to_string()),
            Some(Host::Domain(name)) => (None, name.to_owned()),
            None => return Err(bad("expected https://…")),
        };
        if literal.is_some_and(|ip| !guard::permits(&self.allowed, &name, ip)) {
            return Err(ConnectError::Private);
        }
        match url.scheme() {
            "https" => Ok(url),
            "http" if self.is_exception(&name, literal) => Ok(url),
            _ => Err(bad("expected https://…")),
        }
    }

    fn is_exception(&self, name: &str, literal: Option<IpAddr>) -> bool {
        let by_address = |ip: IpAddr| self.allowed.iter().any(|allowed| matches!(allowed, Allowed::Net(net) if net.contains(&ip)));
        literal.is_some_and(by_address) || guard::names(&self.allowed, name) || (name == "localhost" && by_address([127, 0, 0, 1].into()))
    }

    /// Sends a request to an entered address and reads the answer, whatever its status.
    pub async fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, ConnectError> {
        let url = self.check(&request.uri().to_string())?;
        let (parts, body) = request.into_parts();
        let request = self.client.request(parts.method, url).headers(parts.headers).body(body);
        let response = request.send().await.map_err(|error| why(&error))?;
        let mut answer = http::Response::builder().status(response.status());
        if let Some(headers) = answer.headers_mut() {
            headers.clone_from(response.headers());
        }
        let mut body = Vec::new();
        let mut chunks = response.bytes_stream();
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(|error| why(&error))?;
            if body.len() + chunk.len() > LARGEST {
                return Err(ConnectError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        answer.body(body).map_err(|_| ConnectError::Unreadable)
    }

    /// JSON from an entered address, with a bearer token if there is one.
    pub async fn get_json<T: DeserializeOwned>(&self, url: &str, bearer: Option<&str>) -> Result<T, ConnectError> {
        let mut request = http::Request::get(url).header(http::header::ACCEPT, "application/json");
        if let Some(token) = bearer {
            request = request.header(http::header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(Vec::new()).map_err(|_| ConnectError::Address("expected https://…".to_owned()))?;
        let answer = self.send(request).await?;
        if !answer.status().is_success() {
            return Err(ConnectError::Status(answer.status().as_u16()));
        }
        serde_json::from_slice(answer.body()).map_err(|_| ConnectError::Unreadable)
    }
}

/// Resolves names, and answers only the addresses that the guard permits.
struct Guarded(Arc<[Allowed]>);

#[derive(Debug, thiserror::Error)]
#[error("no permitted address")]
struct NoneAllowed;

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let (allowed, host) = (self.0.clone(), name.as_str().to_owned());
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            let permitted: Vec<SocketAddr> = found.into_iter().filter(|address| guard::permits(&allowed, &host, address.ip())).collect();
            if permitted.is_empty() {
                return Err(NoneAllowed.into());
            }
            let addresses: Addrs = Box::new(permitted.into_iter());
            Ok(addresses)
        })
    }
}

fn why(error: &reqwest::Error) -> ConnectError {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        if error.is::<NoneAllowed>() {
            return ConnectError::Private;
        }
        cause = error.source();
    }
    tracing::debug!(%error, "an outside system did not answer");
    if error.is_timeout() { ConnectError::Slow } else { ConnectError::Unreachable }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// AUTH-04 entered addresses are https, without credentials, and public unless the installation allows more
    #[test]
    fn addresses_are_checked_before_they_are_used() {
        let strict = Outbound::new(Vec::new()).unwrap();
        assert!(strict.check("https://login.example.com/x").is_ok());
        for bad in [
            "http://login.example.com",
            "ftp://x.example",
            "https://u:p@x.example",
            "nonsense",
            "file:///etc/passwd",
            "http://127.0.0.1:1/",
        ] {
            assert!(strict.check(bad).is_err(), "{bad}");
        }
        for private in
            ["https://127.0.0.1", "https://[::1]:8443/", "https://169.254.169.254/latest", "https://0x7f000001/", "https://2130706433/"]
        {
            assert_eq!(strict.check(private), Err(ConnectError::Private), "{private}");
        }
        let demo = Outbound::new(guard::loopback()).unwrap();
        assert!(demo.check("http://127.0.0.1:4000/oidc").is_ok() && demo.check("http://localhost:4000").is_ok());
        assert_eq!(demo.check("https://10.0.0.1"), Err(ConnectError::Private));
        assert!(demo.check("http://example.com").is_err());
    }

    /// AUTH-04 a name that resolves to a private address is refused when it is resolved
    #[tokio::test]
    async fn names_are_judged_by_their_addresses() {
        let strict = Outbound::new(Vec::new()).unwrap();
        assert_eq!(strict.get_json::<serde_json::Value>("https://localhost:1/", None).await, Err(ConnectError::Private));
    }
}
