//! What a partner's Administrators set for the whole partner (AUTH-B9).

use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};
use serde::{Deserialize, Serialize};
use switchroom_entity::partner;
use switchroom_types::history::{Action, Asset, Change, EventType};
use switchroom_types::partners::NewUserRole;
use switchroom_types::{AppError, PartnerId};

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::history::Event;
use crate::portal::Portal;

/// As they stand in `partners.settings`, among what other parts keep there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    pub new_user_role: NewUserRole,
}

const NEW_USER_ROLE: &str = "new_user_role";

pub(crate) fn new_user_role(partner: &partner::Model) -> NewUserRole {
    let stored = partner.settings.get(NEW_USER_ROLE).and_then(|value| value.as_str());
    stored.and_then(NewUserRole::parse).unwrap_or(NewUserRole::Administrator)
}

/// # Errors
/// 404 for everybody else.
///
/// # Permissions
/// Administrators of the partner, in a browser session.
pub async fn settings(portal: &Portal, actor: &Actor) -> Result<Settings> {
    let id = authorise(actor)?;
    let found = partner::Entity::find_by_id(id.0).one(portal.db.read()).await?.ok_or_else(|| Error::corrupt("the partner"))?;
    Ok(Settings { new_user_role: new_user_role(&found) })
}

/// # Errors
/// 404 for everybody else.
///
/// # Permissions
/// Administrators of the partner, in a browser session.
pub async fn change_settings(portal: &Portal, actor: &Actor, settings: Settings) -> Result<Settings> {
    let id = authorise(actor)?;
    let mut tx = portal.begin(actor).await?;
    let stored = partner::Entity::find_by_id(id.0).lock_exclusive().one(tx.conn()).await?.ok_or_else(|| Error::corrupt("the partner"))?;
    let before = new_user_role(&stored);
    let mut json = stored.settings.clone();
    if let Some(object) = json.as_object_mut() {
        object.insert(NEW_USER_ROLE.to_owned(), settings.new_user_role.as_str().into());
    }
    let name = stored.name.clone();
    let mut row = stored.into_active_model();
    row.settings = Set(json);
    row.update(tx.conn()).await?;
    let change =
        Change { property: NEW_USER_ROLE.to_owned(), before: before.as_str().into(), after: settings.new_user_role.as_str().into() };
    let event = Event::new(actor.account_id, Some(id), Action::Edit, Asset::Account).kind(EventType::Security).of(actor.account_id, name);
    tx.record(event.changes(if before == settings.new_user_role { Vec::new() } else { vec![change] }));
    tx.commit().await?;
    Ok(settings)
}

fn authorise(actor: &Actor) -> Result<PartnerId, AppError> {
    let partner = actor.partner_id.filter(|_| actor.is_partner_administrator()).ok_or_else(|| AppError::not_found("page"))?;
    actor.require_session()?;
    Ok(partner)
}
