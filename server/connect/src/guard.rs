//! Where requests may go whose address somebody entered: the public internet, and what the installation allows by name.
//! Names are judged by the addresses that they resolve to at the moment of connecting, so a name that changes its mind
//! between the check and the request (DNS rebinding) gains nothing.

use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// An exception of the installation: a network, an address, or the name of a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Allowed {
    Net(IpNet),
    Host(String),
}

#[derive(Debug, thiserror::Error)]
#[error("expected an address, a network like 10.0.0.0/8, or the name of a host")]
pub struct InvalidAllowed;

impl FromStr for Allowed {
    type Err = InvalidAllowed;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if let Ok(net) = text.parse::<IpNet>() {
            return Ok(Self::Net(net));
        }
        if let Ok(ip) = text.parse::<IpAddr>() {
            return Ok(Self::Net(ip.into()));
        }
        let plain = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || ".-".contains(c));
        if plain { Ok(Self::Host(text.to_ascii_lowercase())) } else { Err(InvalidAllowed) }
    }
}

/// This machine, for the demonstration.
pub fn loopback() -> Vec<Allowed> {
    ["127.0.0.0/8", "::1"].iter().filter_map(|text| text.parse().ok()).collect()
}

/// Whether `host` is allowed by its name.
pub fn names(allowed: &[Allowed], host: &str) -> bool {
    allowed.iter().any(|allowed| matches!(allowed, Allowed::Host(name) if name.eq_ignore_ascii_case(host)))
}

/// Whether a request for `host` may connect to `ip`.
pub fn permits(allowed: &[Allowed], host: &str, ip: IpAddr) -> bool {
    let listed = allowed.iter().any(|allowed| matches!(allowed, Allowed::Net(net) if net.contains(&ip)));
    listed || names(allowed, host) || is_public(ip)
}

/// Whether the address belongs to the public internet (IANA special-purpose registries).
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_documentation()
        || a == 0
        // Shared address space of carriers, IETF protocols, benchmarks, reserved with broadcast.
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (18..20).contains(&b))
        || a >= 240;
    !special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    // Ways to write an IPv4 address: mapped, translated (64:ff9b::/96), 6to4 (2002::/16).
    let [a, b, c, .., y, z] = ip.segments();
    let v4 = |high: u16, low: u16| {
        let ([w, x], [y, z]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(w, x, y, z)
    };
    if let Some(mapped) = ip.to_ipv4_mapped() {
        return is_public_v4(mapped);
    }
    if a == 0x64 && b == 0xff9b {
        return is_public_v4(v4(y, z));
    }
    if a == 0x2002 {
        return is_public_v4(v4(b, c));
    }
    // Global unicast is 2000::/3; of it, documentation and Teredo are not places to go.
    (a & 0xe000) == 0x2000 && !(a == 0x2001 && (b == 0x0db8 || b == 0))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// AUTH-04 addresses that an administrator enters lead into no private network
    #[test]
    fn private_addresses_are_refused() {
        for bad in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
        ] {
            assert!(!permits(&[], "x.test", bad.parse().unwrap()), "{bad}");
        }
        for good in ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1"] {
            assert!(permits(&[], "x.test", good.parse().unwrap()), "{good}");
        }
    }

    #[test]
    fn exceptions_are_networks_addresses_and_names() {
        let allowed: Vec<Allowed> = ["10.0.0.0/8", "192.168.1.7", "idp.local"].iter().map(|text| text.parse().unwrap()).collect();
        let may = |host: &str, ip: &str| permits(&allowed, host, ip.parse().unwrap());
        assert!(may("x", "10.9.9.9") && may("x", "192.168.1.7") && may("IDP.local", "172.16.0.1"));
        assert!(!may("x", "192.168.1.8") && !may("x", "172.16.0.1"));
        assert!("10.0.0.0/99".parse::<Allowed>().is_err() && "a b".parse::<Allowed>().is_err());
        assert!(permits(&loopback(), "x", "127.0.0.9".parse().unwrap()) && !permits(&loopback(), "x", "10.0.0.1".parse().unwrap()));
    }
}
