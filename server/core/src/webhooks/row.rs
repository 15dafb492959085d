//! From the stored row to what admins see, and to the secret that signs.

use secrecy::SecretString;
use switchroom_entity::webhook as entity;
use switchroom_types::notifications::{NotificationKind, Severity};
use switchroom_types::webhooks::{DeliveryState, Webhook};
use switchroom_types::{Timestamp, WebhookId};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::portal::Portal;

/// Where the secret is bound to when it is sealed.
pub fn place(id: Uuid) -> String {
    format!("webhooks.secret_sealed/{id}")
}

pub fn view(model: entity::Model, last: Option<(DeliveryState, Timestamp)>) -> Result<Webhook> {
    Ok(Webhook {
        id: WebhookId(model.id),
        version: model.version,
        kinds: kinds(&model)?,
        min_severity: severity(&model)?,
        name: model.name,
        url: model.url,
        enabled: model.enabled,
        secret_hint: model.secret_hint,
        secret_set_at: Timestamp(model.secret_set_at),
        created_at: Timestamp(model.created_at),
        modified_at: Timestamp(model.modified_at),
        modified_by: model.modified_by,
        last_state: last.map(|(state, _)| state),
        last_at: last.map(|(_, at)| at),
    })
}

fn kinds(model: &entity::Model) -> Result<Vec<NotificationKind>> {
    serde_json::from_value(model.kinds.clone()).map_err(|error| Error::corrupt(format!("webhook kinds: {error}")))
}

fn severity(model: &entity::Model) -> Result<Severity> {
    Severity::parse(&model.min_severity).ok_or_else(|| Error::corrupt("webhook severity"))
}

/// Whether something of this kind and severity is sent to it: to those that a rule of the account has `chosen` (NOTIF-B3),
/// otherwise as it subscribes.
pub fn wants(model: &entity::Model, chosen: Option<&[WebhookId]>, kind: NotificationKind, how: Severity) -> Result<bool> {
    if let Some(chosen) = chosen {
        return Ok(chosen.contains(&WebhookId(model.id)));
    }
    let kinds = kinds(model)?;
    Ok(how >= severity(model)? && (kinds.is_empty() || kinds.contains(&kind)))
}

pub fn secret(portal: &Portal, model: &entity::Model) -> Result<SecretString> {
    let plain = portal.sealer.open(&place(model.id), &model.secret_sealed)?;
    Ok(SecretString::from(String::from_utf8(plain).map_err(|_| Error::corrupt("webhook secret"))?))
}
