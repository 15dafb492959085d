//! What a person has arranged for themselves; kept with the user, so it follows them to every browser.

use sea_orm::{ConnectionTrait, Statement};
use switchroom_types::preferences::Preferences;

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::portal::Portal;
use crate::users::find;

/// What is stored; what an earlier version kept and this one cannot read counts as unset.
pub(crate) fn read(stored: serde_json::Value) -> Preferences {
    serde_json::from_value(stored).unwrap_or_default()
}

/// Merges a change into the caller's own preferences and returns the result.
///
/// # Permissions
/// Everybody, for themselves.
///
/// # Errors
/// 422 when the result would be larger than 16 kB or a name is malformed.
pub async fn set(portal: &Portal, actor: &Actor, change: Preferences) -> Result<Preferences> {
    let tx = portal.begin(actor).await?;
    let user = find::for_update(&tx, actor.account_id, actor.user_id).await?;
    let mut preferences = read(user.preferences);
    preferences.merge(change);
    preferences.check()?;
    let value = serde_json::to_value(&preferences).map_err(|error| Error::corrupt(error.to_string()))?;
    let sql = "UPDATE users SET preferences = $1 WHERE id = $2";
    let statement = Statement::from_sql_and_values(portal.db.backend(), sql, [value.into(), user.id.into()]);
    tx.conn().execute_raw(statement).await?;
    tx.commit_without_history("how one's own tables look is nobody else's business").await?;
    Ok(preferences)
}
