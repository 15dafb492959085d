//! From which addresses the people of an account may come (AUTH-B5). Asked at every request, so that a change acts at once.

use ipnet::IpNet;
use std::net::IpAddr;
use switchroom_types::AppError;
use switchroom_types::history::Action;

use crate::access::{Origin, Signature};
use crate::error::Result;
use crate::identity::Person;
use crate::policies::of_account;
use crate::portal::Portal;
use crate::tx::Tx;

/// The networks of a policy; an empty list lets everybody in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Networks(Vec<IpNet>);

impl Networks {
    /// One entry: a network, or one address.
    pub fn entry(text: &str) -> Option<IpNet> {
        let net = text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(|ip| IpNet::from(ip.to_canonical())))?;
        // `192.0.2.7/24` is written with the address of one machine; what counts is its network.
        Some(net.trunc())
    }

    pub fn stored(value: Option<&serde_json::Value>) -> Self {
        let listed = value.and_then(|value| value.as_array()).into_iter().flatten();
        let entries: Vec<&str> = listed.filter_map(|entry| entry.as_str()).collect();
        let parsed: Vec<IpNet> = entries.iter().filter_map(|entry| Self::entry(entry)).collect();
        // Nothing that could be read any more must not mean that everybody may come in.
        if parsed.is_empty() && !entries.is_empty() { Self(vec![IpNet::from(IpAddr::from([0, 0, 0, 0]))]) } else { Self(parsed) }
    }

    pub fn of(entries: &[String]) -> Self {
        Self(entries.iter().filter_map(|entry| Self::entry(entry)).collect())
    }

    /// An unknown address is inside only where every address is.
    pub fn allow(&self, ip: Option<&str>) -> bool {
        let ip = ip.and_then(|ip| ip.parse::<IpAddr>().ok()).map(|ip| ip.to_canonical());
        self.0.is_empty() || ip.is_some_and(|ip| self.0.iter().any(|net| net.contains(&ip)))
    }
}

pub(crate) fn refused() -> AppError {
    AppError::new(403, "auth.address_refused", "Your account does not allow access from this address.")
}

/// For a person who has just proven who they are.
///
/// # Errors
/// 403 `auth.address_refused`, which history tells.
pub(crate) async fn require_address(portal: &Portal, person: &Person, origin: &Origin) -> Result<()> {
    let policy = of_account(portal.db.read(), person.account_id()).await?;
    if Networks::stored(policy.as_ref().map(|policy| &policy.networks)).allow(origin.ip.as_deref()) {
        return Ok(());
    }
    let mut tx = Tx::begin_as(portal, Signature::anonymous(origin)).await?;
    let event = person.event(Action::SignInFailed).core("reason", "address not allowed");
    tx.record(event.core("ip", origin.ip.clone().unwrap_or_default()));
    tx.commit().await?;
    Err(refused().into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// AUTH-B5 networks and addresses of both families; what cannot be read lets nobody in
    #[test]
    fn entries() {
        let of = |entries: &[&str]| Networks::of(&entries.iter().map(|entry| (*entry).to_owned()).collect::<Vec<_>>());
        let both = of(&["192.0.2.7/24", "2001:db8::/32", "198.51.100.9"]);
        for (ip, inside) in [
            ("192.0.2.200", true),
            ("192.0.3.1", false),
            ("::ffff:192.0.2.1", true),
            ("2001:db8:1::1", true),
            ("2001:db9::1", false),
            ("198.51.100.9", true),
            ("198.51.100.10", false),
            ("nonsense", false),
        ] {
            assert_eq!(both.allow(Some(ip)), inside, "{ip}");
        }
        assert!(!both.allow(None) && Networks::default().allow(None) && Networks::default().allow(Some("192.0.2.1")));
        assert_eq!(Networks::entry("192.0.2.7/24").unwrap().to_string(), "192.0.2.0/24");
        for wrong in ["", "192.0.2.0/33", "office", "192.0.2", "10.0.0.0-10.0.0.9"] {
            assert_eq!(Networks::entry(wrong), None, "{wrong}");
        }
        assert!(!Networks::stored(Some(&serde_json::json!(["broken"]))).allow(Some("192.0.2.1")));
    }
}
