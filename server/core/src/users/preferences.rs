//! What a person has arranged for themselves; kept with the user, so it follows them to every browser.

use sea_orm::{ConnectionTrait, EntityTrait, Statement};
use switchroom_entity::user;
use switchroom_types::preferences::Preferences;

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::portal::Portal;
use crate::users::find;

/// The caller's own preferences; what an earlier version kept and this one cannot read is treated as unset.
///
/// # Permissions
/// Everybody, for themselves.
pub async fn get(portal: &Portal, actor: &Actor) -> Result<Preferences> {
    let user = user::Entity::find_by_id(actor.user_id.0).one(portal.db.read()).await?;
    Ok(user.map(|user| read(&user)).unwrap_or_default())
}

fn read(user: &user::Model) -> Preferences {
    serde_json::from_value(user.preferences.clone()).unwrap_or_default()
}

/// Merges a change into the caller's own preferences and returns the result.
///
/// # Errors
/// 422 when the result would be larger than 16 kB or a name is malformed.
pub async fn set(portal: &Portal, actor: &Actor, change: Preferences) -> Result<Preferences> {
    let tx = portal.begin(actor).await?;
    let user = find::for_update(&tx, actor.account_id, actor.user_id).await?;
    let mut preferences = read(&user);
    preferences.merge(change);
    preferences.check()?;
    let value = serde_json::to_value(&preferences).map_err(|error| Error::corrupt(error.to_string()))?;
    let sql = "UPDATE users SET preferences = $1 WHERE id = $2";
    let statement = Statement::from_sql_and_values(portal.db.backend(), sql, [value.into(), user.id.into()]);
    tx.conn().execute_raw(statement).await?;
    tx.commit_without_history("how one's own tables look is nobody else's business").await?;
    Ok(preferences)
}
