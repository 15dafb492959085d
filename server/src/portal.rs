//! Opens the [`Portal`] that the settings describe, and keeps an embedded installation's sealing key.

use crate::{Settings, serve::StartError};
use base64::{Engine, prelude::BASE64_STANDARD};
use secrecy::{ExposeSecret, SecretString};
use std::{fs, io::Write, path::Path};
use switchroom_core::{Portal, PortalSettings};

/// Connects; does not change the schema.
pub async fn open(settings: &Settings, public_url: &str, demo: bool) -> Result<Portal, StartError> {
    let database_url = match &settings.database_url {
        Some(url) => url.expose_secret().to_owned(),
        None => {
            fs::create_dir_all(&settings.data_dir).map_err(|cause| StartError::DataDirectory { path: settings.data_dir.clone(), cause })?;
            format!("sqlite://{}?mode=rwc", settings.data_dir.join("switchroom.db").display())
        }
    };
    let portal = Portal::open(PortalSettings {
        keys: keys(settings, &database_url)?,
        database_url,
        public_url: public_url.to_owned(),
        public_url_fixed: settings.public_url.is_some(),
        language: "en".to_owned(),
        time_zone: None,
        smtp_url: settings.smtp_url.as_ref().map(|url| url.expose_secret().to_owned()),
        mail_from: settings.mail_from.clone(),
        cloud_regions: settings.cloud_regions.clone(),
        support_url: settings.support_url.clone(),
        legal_url: settings.legal_url.clone(),
        outbound_allow: settings.outbound_allow.clone(),
        breached_passwords_url: settings.breached_passwords_url.clone(),
        demo,
    });
    Ok(portal.await?)
}

type Key = (u8, [u8; 32]);

/// The configured keys; an embedded installation makes one for itself. A shared database needs the same key on every
/// replica, so there it has to be configured.
fn keys(settings: &Settings, database_url: &str) -> Result<Vec<Key>, StartError> {
    if let Some(text) = &settings.secret_key {
        return parse(text).ok_or(StartError::NoSecretKey);
    }
    if !database_url.starts_with("sqlite:") {
        return Err(StartError::NoSecretKey);
    }
    let path = settings.data_dir.join("secret.key");
    let failed = |cause| StartError::DataDirectory { path: path.clone(), cause };
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let text = format!("1:{}\n", BASE64_STANDARD.encode(switchroom_core::secret::bytes::<32>()?));
            fs::create_dir_all(&settings.data_dir).and_then(|()| write_private(&path, &text)).map_err(failed)?;
            text
        }
        Err(error) => return Err(failed(error)),
    };
    parse(&text.into()).ok_or_else(|| failed(std::io::Error::other("this is not a key file of ours")))
}

/// `id:base64` of 32 bytes, several separated by commas, the newest first; the id of a single key may be left out.
pub fn parse(text: &SecretString) -> Option<Vec<Key>> {
    let one = |part: &str| {
        let (id, key) = part.trim().split_once(':').unwrap_or(("1", part.trim()));
        Some((id.parse().ok()?, BASE64_STANDARD.decode(key).ok()?.try_into().ok()?))
    };
    text.expose_secret().split(',').map(one).collect()
}

/// Readable for this user only, and on the disk before it is used.
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn keys_carry_ids_so_that_they_can_be_rotated() {
        let (old, new) = (BASE64_STANDARD.encode([1; 32]), BASE64_STANDARD.encode([2; 32]));
        assert_eq!(parse(&old.clone().into()).unwrap(), [(1, [1; 32])]);
        assert_eq!(parse(&format!("2:{new}, 1:{old}").into()).unwrap(), [(2, [2; 32]), (1, [1; 32])]);
        assert_eq!(parse(&"1:c2hvcnQ=".to_owned().into()), None);
        assert_eq!(parse(&"".to_owned().into()), None);
    }
}
