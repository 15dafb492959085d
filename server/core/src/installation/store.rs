//! Where the entered settings are kept, and how they come into effect on every replica.

use sea_orm::{ConnectionTrait, Statement};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

use crate::error::{Error, Result};
use crate::portal::{Portal, PortalSettings};
use crate::tx::Tx;

/// Other replicas learn of a change within this time.
const EVERY: Duration = Duration::from_secs(10);

/// What was entered; nothing stands for "as configured".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stored {
    pub public_url: Option<String>,
    pub language: Option<String>,
    pub time_zone: Option<String>,
    pub smtp_url: Option<String>,
    pub mail_from: Option<String>,
    /// Counts the changes of the mail server.
    pub mail_version: Option<String>,
}

const NAMES: [&str; 6] = ["public_url", "language", "time_zone", "smtp_url", "mail_from", "mail_version"];

impl Stored {
    fn slot(&mut self, name: &str) -> Option<&mut Option<String>> {
        match name {
            "public_url" => Some(&mut self.public_url),
            "language" => Some(&mut self.language),
            "time_zone" => Some(&mut self.time_zone),
            "smtp_url" => Some(&mut self.smtp_url),
            "mail_from" => Some(&mut self.mail_from),
            "mail_version" => Some(&mut self.mail_version),
            _ => None,
        }
    }
}

fn place(name: &str) -> String {
    format!("installation_settings/{name}")
}

pub(super) async fn load(portal: &Portal, conn: &impl ConnectionTrait) -> Result<Stored> {
    let mut stored = Stored::default();
    let statement = Statement::from_string(portal.db.backend(), "SELECT name, value_sealed FROM installation_settings");
    for row in conn.query_all_raw(statement).await? {
        let (name, sealed): (String, Vec<u8>) = (row.try_get("", "name")?, row.try_get("", "value_sealed")?);
        if let Some(slot) = stored.slot(&name) {
            let plain = portal.sealer.open(&place(&name), &sealed)?;
            *slot = Some(String::from_utf8(plain).map_err(|_| Error::corrupt("an installation setting"))?);
        }
    }
    Ok(stored)
}

/// Keeps what is given and forgets what is not. The caller has authorised, records it, and calls [`refresh`] after the
/// commit.
pub(crate) async fn store(tx: &Tx, mut stored: Stored) -> Result<()> {
    let backend = tx.portal().db.backend();
    for name in NAMES {
        let Some(value) = stored.slot(name).and_then(Option::take) else {
            let sql = "DELETE FROM installation_settings WHERE name = $1";
            tx.conn().execute_raw(Statement::from_sql_and_values(backend, sql, [name.into()])).await?;
            continue;
        };
        let sql = "INSERT INTO installation_settings (name, value_sealed, modified_at) VALUES ($1, $2, $3) \
             ON CONFLICT (name) DO UPDATE SET value_sealed = $2, modified_at = $3";
        let sealed = tx.portal().sealer.seal(&place(name), value.as_bytes())?;
        tx.conn().execute_raw(Statement::from_sql_and_values(backend, sql, [name.into(), sealed.into(), tx.now().0.into()])).await?;
    }
    Ok(())
}

/// The configured settings, completed by the stored ones.
pub(crate) fn effective(configured: &PortalSettings, stored: Stored) -> PortalSettings {
    let mut settings = configured.clone();
    if let Some(url) = stored.public_url.filter(|_| !configured.public_url_fixed) {
        settings.public_url = url;
    }
    if configured.smtp_url.is_none() {
        settings.smtp_url = stored.smtp_url;
        settings.mail_from = stored.mail_from.unwrap_or_else(|| configured.mail_from.clone());
    }
    settings.language = stored.language.unwrap_or_else(|| configured.language.clone());
    settings.time_zone = stored.time_zone.or_else(|| configured.time_zone.clone());
    settings
}

/// Brings the stored settings into effect in this process.
pub async fn refresh(portal: &Portal) -> Result<()> {
    let stored = load(portal, portal.db.read()).await?;
    portal.settings.replace(effective(&portal.configured, stored));
    Ok(())
}

/// Runs until `stop`: another replica may have changed them.
pub async fn watch(portal: Portal, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        if let Err(error) = refresh(&portal).await {
            tracing::warn!(%error, "the stored settings could not be read; trying again");
        }
    }
}
