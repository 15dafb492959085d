//! Who asks for passkeys: the host of the public URL. Browsers take no IP address, so an installation on the loopback asks as
//! `localhost`.

use switchroom_types::AppError;
use url::{Host, Url};
use webauthn_rs::prelude::{Webauthn, WebauthnBuilder};

use crate::error::Result;
use crate::portal::Portal;

/// Domain and origin; `None` where passkeys cannot work.
fn identity(public_url: &str) -> Option<(String, Url)> {
    let mut url: Url = public_url.parse().ok()?;
    let loopback = match url.host()? {
        Host::Ipv4(ip) => ip.is_loopback(),
        Host::Ipv6(ip) => ip.is_loopback(),
        Host::Domain(_) => false,
    };
    if loopback {
        url.set_host(Some("localhost")).ok()?;
    }
    let domain = url.domain()?.to_owned();
    let works = url.scheme() == "https" || domain == "localhost";
    works.then_some((domain, url))
}

/// The host under which people must have opened the portal to use passkeys; `None` where they cannot work at all.
pub fn host(portal: &Portal) -> Option<String> {
    identity(&portal.settings.public_url).map(|(domain, _)| domain)
}

/// # Errors
/// 409 `passkeys.unavailable` unless the public URL is a name behind https, or on the loopback.
pub(super) fn relying_party(portal: &Portal) -> Result<Webauthn> {
    let unavailable = || AppError::conflict("passkeys.unavailable", "Passkeys need a public URL with https and a host name.");
    let (domain, origin) = identity(&portal.settings.public_url).ok_or_else(unavailable)?;
    let builder = WebauthnBuilder::new(&domain, &origin).map_err(|_| unavailable())?;
    Ok(builder.rp_name("Switchroom").build().map_err(|_| unavailable())?)
}

#[cfg(test)]
mod tests {
    use super::identity;

    /// AUTH-B2 a host name behind https, or the loopback as localhost
    #[test]
    fn hosts() {
        let of = |url| identity(url).map(|(domain, origin)| (domain, origin.to_string()));
        assert_eq!(of("https://portal.example.com"), Some(("portal.example.com".into(), "https://portal.example.com/".into())));
        assert_eq!(of("http://127.0.0.1:3000"), Some(("localhost".into(), "http://localhost:3000/".into())));
        assert_eq!(of("http://[::1]:3000"), Some(("localhost".into(), "http://localhost:3000/".into())));
        assert_eq!(of("http://localhost:3000"), Some(("localhost".into(), "http://localhost:3000/".into())));
        for impossible in ["https://192.0.2.1", "http://portal.example.com", "nonsense"] {
            assert_eq!(of(impossible), None, "{impossible}");
        }
    }
}
