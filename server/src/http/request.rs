//! What is known about a request before anybody is authenticated: its id, where it came from, its CSP nonce.

use axum::{
    extract::{ConnectInfo, FromRequestParts, Request},
    http::{HeaderMap, header, request::Parts},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use ipnet::IpNet;
use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
};
use uuid::Uuid;

/// Put into the request's extensions by the outermost middleware, so every handler finds it.
#[derive(Clone, Debug)]
pub struct RequestInfo {
    /// Appears in the log, in `x-request-id`, in errors and in history.
    pub id: Arc<str>,
    pub ip: IpAddr,
    pub user_agent: Option<Arc<str>>,
    /// What the browser has kept of its last sign-in (AUTH-B7).
    pub device: Option<Arc<str>>,
    /// Allows the inline scripts of this one answer.
    pub nonce: Arc<str>,
}

impl RequestInfo {
    /// Believes `X-Forwarded-For` and `X-Request-Id` only from trusted proxies (AUTH-28).
    pub fn of(request: &Request, trusted: &[IpNet]) -> Self {
        let peer = request
            .extensions()
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0.ip().to_canonical());
        let behind_proxy = is_trusted(peer, trusted);
        let headers = request.headers();
        let id = if behind_proxy { forwarded_id(headers) } else { None };
        Self {
            id: id.unwrap_or_else(|| Uuid::now_v7().to_string().into()),
            ip: if behind_proxy { forwarded_ip(headers, trusted).unwrap_or(peer) } else { peer },
            user_agent: headers
                .get(header::USER_AGENT)
                .map(|value| String::from_utf8_lossy(value.as_bytes()).chars().take(512).collect::<String>().into()),
            device: headers_device(headers),
            nonce: BASE64_URL_SAFE_NO_PAD.encode(Uuid::new_v4().into_bytes()).into(),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for RequestInfo {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_else(|| Self {
            id: Uuid::now_v7().to_string().into(),
            ip: Ipv4Addr::LOCALHOST.into(),
            user_agent: None,
            device: None,
            nonce: "".into(),
        }))
    }
}

fn is_trusted(ip: IpAddr, trusted: &[IpNet]) -> bool {
    trusted.iter().any(|range| range.contains(&ip))
}

/// The nearest address that is not one of our proxies: what stands further left was written by the client itself.
fn forwarded_ip(headers: &HeaderMap, trusted: &[IpNet]) -> Option<IpAddr> {
    let values: Vec<&str> =
        headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).collect();
    let mut nearest = None;
    for value in values.iter().rev() {
        let ip = value.trim().parse::<IpAddr>().ok()?.to_canonical();
        nearest = Some(ip);
        if !is_trusted(ip, trusted) {
            break;
        }
    }
    nearest
}

/// Under either name (decision 10): it proves nothing, so one that was planted does no harm.
fn headers_device(headers: &HeaderMap) -> Option<Arc<str>> {
    let known = |url| switchroom_app::sessions::cookie::device(headers, url).map(Into::into);
    known("https://").or_else(|| known("http://"))
}

fn forwarded_id(headers: &HeaderMap) -> Option<Arc<str>> {
    let id = headers.get("x-request-id")?.to_str().ok()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    (1..=64).contains(&id.len()).then_some(())?;
    id.bytes().all(plain).then(|| id.into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use axum::body::Body;

    fn seen_ip(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let mut request = Request::new(Body::empty());
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 1)));
        for value in forwarded {
            request.headers_mut().append("x-forwarded-for", value.parse().unwrap());
        }
        let trusted: Vec<IpNet> = trusted.iter().map(|range| range.parse().unwrap()).collect();
        RequestInfo::of(&request, &trusted).ip.to_string()
    }

    /// AUTH-28 the client address comes from X-Forwarded-For only behind a configured proxy
    #[test]
    fn forwarded_addresses() {
        assert_eq!(seen_ip("203.0.113.9", &["198.51.100.1"], &[]), "203.0.113.9");
        assert_eq!(seen_ip("10.0.0.1", &["198.51.100.1"], &["10.0.0.0/8"]), "198.51.100.1");
        assert_eq!(seen_ip("10.0.0.1", &["6.6.6.6, 198.51.100.1, 10.0.0.2"], &["10.0.0.0/8"]), "198.51.100.1");
        assert_eq!(seen_ip("10.0.0.1", &["6.6.6.6", "198.51.100.1"], &["10.0.0.0/8"]), "198.51.100.1");
        assert_eq!(seen_ip("10.0.0.1", &["nonsense"], &["10.0.0.0/8"]), "10.0.0.1");
        assert_eq!(seen_ip("::ffff:10.0.0.1", &["198.51.100.1"], &["10.0.0.0/8"]), "198.51.100.1");
    }
}
