//! The running portal: what every use case needs besides its actor and its input.

use std::sync::Arc;

use switchroom_connect::{Allowed, Connect};

use crate::access::Actor;
use crate::clock::Clock;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::installation::LiveSettings;
use crate::live::LiveHub;
use crate::seal::Sealer;
use crate::tx::Tx;

/// What the use cases are told about the installation; the server reads it from its settings.
#[derive(Clone, Debug, PartialEq)]
pub struct PortalSettings {
    /// `sqlite://…` or `postgres://…`.
    pub database_url: String,
    /// Scheme and authority under which people reach the portal, without a slash at the end; links in mails begin with it.
    pub public_url: String,
    /// Configured, so nobody enters another one.
    pub public_url_fixed: bool,
    /// Of pages for people whose browsers ask for none that we speak, and of what the installation itself writes.
    pub language: String,
    /// IANA name; of new Partner Accounts.
    pub time_zone: Option<String>,
    /// Sealing keys with their ids, newest first.
    pub keys: Vec<(u8, [u8; 32])>,
    /// `smtp://…`, `smtps://…`; without it mail stays in the outbox.
    pub smtp_url: Option<String>,
    /// `Name <address>` of outgoing mail.
    pub mail_from: String,
    /// Cloud locations offered for new accounts (ACC-12), the first is preselected.
    pub cloud_regions: Vec<String>,
    /// Where "Support" and "Legal" in the footer lead (SHELL-11).
    pub support_url: Option<String>,
    pub legal_url: Option<String>,
    /// Private addresses and names that outside systems may have all the same.
    pub outbound_allow: Vec<Allowed>,
    /// Where to ask for passwords of known breaches; the first five characters of the SHA-1 are appended (AUTH-B4).
    pub breached_passwords_url: Option<String>,
    /// Demonstration mode: a banner says so, mails can be read in the outbox.
    pub demo: bool,
}

/// Cheap to clone; one per process.
#[derive(Clone)]
pub struct Portal {
    pub db: Db,
    pub clock: Clock,
    pub live: LiveHub,
    pub sealer: Sealer,
    /// The way to outside systems.
    pub connect: Connect,
    /// In effect: the configured ones, completed by what people have entered.
    pub settings: LiveSettings,
    pub configured: Arc<PortalSettings>,
}

impl Portal {
    /// Connects; does not change the schema.
    pub async fn open(settings: PortalSettings) -> Result<Self> {
        let db = Db::open(&settings.database_url).await?;
        let sealer = Sealer::new(settings.keys.clone())?;
        let connect = Connect::new(settings.outbound_allow.clone()).map_err(|error| Error::corrupt(error.to_string()))?;
        Ok(Self {
            db,
            clock: Clock::default(),
            live: LiveHub::new(),
            sealer,
            connect,
            settings: LiveSettings::new(settings.clone()),
            configured: Arc::new(settings),
        })
    }

    /// The same portal as it would be with these settings.
    pub(crate) fn with_settings(&self, settings: PortalSettings) -> Self {
        Self { settings: LiveSettings::new(settings), ..self.clone() }
    }

    /// Brings the schema up to this version and adds the plans that ship with it.
    pub async fn migrate(&self) -> Result<()> {
        self.db.migrate().await?;
        crate::plans::seed(self).await
    }

    pub async fn ready(&self) -> Result<bool> {
        self.db.ready().await
    }

    /// Begins a change in the name of `actor`.
    pub async fn begin(&self, actor: &Actor) -> Result<Tx> {
        Tx::begin(self, actor.signature()).await
    }

    /// Begins a change that nobody in particular asked for; history names `System`.
    pub async fn begin_as_system(&self) -> Result<Tx> {
        Tx::begin(self, crate::access::Signature::system()).await
    }
}
