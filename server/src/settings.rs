//! The settings of an installation: `switchroom.toml`, then `SWITCHROOM_*` environment variables on top.
//! Unknown names and bad values stop the start-up with one message that lists them all.

mod keys;
mod source;

use crate::PublicUrl;
use ipnet::IpNet;
pub use keys::KEYS;
use secrecy::SecretString;
use source::Reader;
pub use source::{SettingsError, Values};
use std::{fmt, net::SocketAddr, path::PathBuf, str::FromStr, time::Duration};
use switchroom_connect::Allowed;

/// Typed and complete: nothing else in the program reads the environment.
#[derive(Clone, Debug)]
pub struct Settings {
    pub addr: SocketAddr,
    /// `None` until the listener is bound, on loopback only.
    pub public_url: Option<PublicUrl>,
    /// Carries a password; `None` means the embedded database in `data_dir`.
    pub database_url: Option<SecretString>,
    pub auto_migrate: bool,
    pub data_dir: PathBuf,
    pub secret_key: Option<SecretString>,
    pub smtp_url: Option<SecretString>,
    /// `Name <address>` of outgoing mail.
    pub mail_from: String,
    pub cloud_regions: Vec<String>,
    pub support_url: Option<String>,
    pub legal_url: Option<String>,
    pub trusted_proxies: Vec<IpNet>,
    /// Outside systems that may be on a private network.
    pub outbound_allow: Vec<Allowed>,
    pub breached_passwords_url: Option<String>,
    pub log: String,
    pub log_format: LogFormat,
    pub assets_dir: Option<PathBuf>,
    pub metrics_token: Option<SecretString>,
    /// How long a request may take until its answer starts.
    pub request_timeout: Duration,
    /// How long open requests may still run when the server is told to stop.
    pub shutdown_timeout: Duration,
    pub dev_reload: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

impl FromStr for LogFormat {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err("expected `text` or `json`"),
        }
    }
}

impl fmt::Display for LogFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Json => "json",
        })
    }
}

impl Settings {
    /// Interprets the collected values; names every problem at once.
    pub fn read(values: Values) -> Result<Self, SettingsError> {
        let mut read = Reader::new(values);
        let mut settings = Self {
            addr: read.or("addr", SocketAddr::from(([127, 0, 0, 1], 3000))),
            public_url: read.optional("public_url"),
            database_url: read.secret("database_url"),
            auto_migrate: read.or("auto_migrate", true),
            data_dir: read.or("data_dir", PathBuf::from("data")),
            secret_key: read.secret("secret_key"),
            smtp_url: read.secret("smtp_url"),
            mail_from: read.or("mail_from", "Switchroom <switchroom@localhost>".to_owned()),
            cloud_regions: read.list("cloud_regions", |name| Ok(name.to_owned())),
            support_url: read.optional("support_url"),
            legal_url: read.optional("legal_url"),
            trusted_proxies: read.list("trusted_proxies", address_range),
            outbound_allow: read
                .list("outbound_allow", |text| text.parse().map_err(|_| "expected an address, a network like 10.0.0.0/8, or a host name")),
            breached_passwords_url: read.optional("breached_passwords_url"),
            log: read.or("log", "info".to_owned()),
            log_format: read.or("log_format", LogFormat::Text),
            assets_dir: read.optional("assets_dir"),
            metrics_token: read.secret("metrics_token"),
            request_timeout: Duration::from_secs(read.or("request_timeout", 30)),
            shutdown_timeout: Duration::from_secs(read.or("shutdown_timeout", 20)),
            dev_reload: read.or("dev_reload", false),
        };
        if !settings.addr.ip().is_loopback() && settings.public_url.is_none() {
            read.problem("public_url: needed when `addr` can be reached from other machines, for instance https://portal.example.com");
        }
        if let Some(url) = &settings.database_url {
            use secrecy::ExposeSecret;
            if !["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| url.expose_secret().starts_with(scheme)) {
                read.problem("database_url: expected sqlite://path or postgres://user:password@host/database");
            }
        }
        if settings.breached_passwords_url.as_ref().is_some_and(|url: &String| !url.starts_with("http") || !url.ends_with('/')) {
            read.problem("breached_passwords_url: expected an address that ends in a slash, like https://api.pwnedpasswords.com/range/");
        }
        if settings.cloud_regions.is_empty() {
            settings.cloud_regions = ["Europe", "North America", "Asia Pacific"].map(str::to_owned).to_vec();
        }
        if settings.secret_key.as_ref().is_some_and(|key| crate::portal::parse(key).is_none()) {
            read.problem("secret_key: expected 32 bytes in base64, as `openssl rand -base64 32` prints them");
        }
        if let Err(error) = crate::telemetry::filter(&settings.log) {
            read.problem(format!("log: {error}"));
        }
        read.finish(settings)
    }

    /// The address people use, once the listener is bound to `bound`.
    pub fn public_url(&self, bound: SocketAddr) -> PublicUrl {
        self.public_url.clone().unwrap_or_else(|| PublicUrl::of_listener(bound))
    }
}

/// A network in CIDR notation, or one address.
fn address_range(text: &str) -> Result<IpNet, &'static str> {
    text.parse::<IpNet>()
        .or_else(|_| text.parse::<std::net::IpAddr>().map(IpNet::from))
        .map_err(|_| "expected an address or a network like 10.0.0.0/8")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(file: &str, environment: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        let pairs = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Settings::read(Values::collect(Some(("switchroom.toml", file)), pairs)?)
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let settings =
            read("addr = \"127.0.0.1:4000\"\nlog_format = \"json\"", &[("SWITCHROOM_ADDR", "127.0.0.1:5000"), ("HOME", "/")]).unwrap();
        assert_eq!(settings.addr.port(), 5000);
        assert_eq!(settings.log_format, LogFormat::Json);
    }

    #[test]
    fn unknown_names_are_refused_with_the_likely_one() {
        let error = read("adr = \"127.0.0.1:4000\"", &[("SWITCHROOM_DATABASE", "x")]).unwrap_err().to_string();
        assert!(error.contains("switchroom.toml: there is no setting `adr`; did you mean `addr`?"), "{error}");
        assert!(error.contains("SWITCHROOM_DATABASE: there is no such setting; did you mean SWITCHROOM_DATABASE_URL?"), "{error}");
    }

    #[test]
    fn every_bad_value_is_named() {
        let error = read(
            "trusted_proxies = [\"10.0.0.0/8\", \"proxy\"]",
            &[("SWITCHROOM_ADDR", "everywhere"), ("SWITCHROOM_DATABASE_URL", "mysql://u:hunter2@h/d")],
        )
        .unwrap_err()
        .to_string();
        for part in ["SWITCHROOM_ADDR: \"everywhere\"", "switchroom.toml, trusted_proxies: \"proxy\"", "database_url: expected sqlite://"] {
            assert!(error.contains(part), "{part} missing in {error}");
        }
        assert!(!error.contains("hunter2"), "{error}");
    }

    #[test]
    fn a_reachable_server_needs_its_public_url() {
        assert!(read("", &[("SWITCHROOM_ADDR", "0.0.0.0:80")]).unwrap_err().to_string().contains("public_url"));
        assert!(read("", &[("SWITCHROOM_ADDR", "0.0.0.0:80"), ("SWITCHROOM_PUBLIC_URL", "https://portal.example.com")]).is_ok());
    }

    #[test]
    fn secrets_do_not_show_in_debug_output() {
        let settings = read("", &[("SWITCHROOM_SMTP_URL", "smtp://u:swordfish@host")]).unwrap();
        assert!(!format!("{settings:?}").contains("swordfish"));
    }
}
