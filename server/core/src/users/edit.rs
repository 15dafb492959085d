//! Changes one user: identity, role, scope, status.

use switchroom_entity::user;
use switchroom_types::access::Permission;
use switchroom_types::error::FieldConflict;
use switchroom_types::users::{UserDetail, UserPatch};
use switchroom_types::{AccountId, AppError, UserId};

use crate::access::Actor;
use crate::error::Result;
use crate::portal::Portal;
use crate::users::rights::{Judge, Standing};
use crate::users::{change, clash, find, get};

/// Applies a change to the version that the caller has seen; `None` applies it to whatever is there.
///
/// # Permissions
/// `users.edit`; role and scope also need `roles.assign`. E-mail, role and status of somebody with more rights are refused.
///
/// # Errors
/// 412 with both values per field if somebody was faster; 422 at the fields; 409 for taken values, the last
/// administrator, or deactivating oneself.
pub async fn edit(
    portal: &Portal,
    actor: &Actor,
    account: AccountId,
    id: UserId,
    seen: Option<i32>,
    patch: &UserPatch,
) -> Result<UserDetail> {
    let scope = actor.account(portal, account, Permission::USERS_EDIT).await?;
    let mut tx = portal.begin(actor).await?;
    find::take_turns(&tx, scope.account_id).await?;
    let before = find::for_update(&tx, scope.account_id, id).await?;
    if seen.is_some_and(|seen| seen != before.version) {
        return Err(AppError::stale(conflicts(&before, patch)).into());
    }
    let judge = Judge::of(tx.conn(), actor, &scope).await?;
    let after = change::prepare(&mut tx, &judge, &scope, &before, patch).await?;
    judge.confirm_promotion(portal, actor, Standing::of(&before)?, Standing::of(&after)?)?;
    if after == before {
        return get::detail(tx.conn(), &judge, before).await;
    }
    if let Err(error) = change::store(&mut tx, &scope, &before, &after).await {
        drop(tx);
        return Err(clash::worded(portal, &after, error).await);
    }
    tx.commit().await?;
    get::detail(portal.db.write(), &judge, after).await
}

/// Both values of every field that the caller wanted to change and that now reads differently.
fn conflicts(current: &user::Model, patch: &UserPatch) -> Vec<FieldConflict> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let fields = [
        ("name", patch.name.clone(), current.name.clone()),
        ("first_name", patch.first_name.clone(), current.first_name.clone()),
        ("last_name", patch.last_name.clone(), current.last_name.clone()),
        ("email", patch.email.clone(), current.email.clone()),
        ("login_id", patch.login_id.clone(), text(&current.login_id)),
        ("mobile", patch.mobile.clone(), text(&current.mobile)),
        ("extension", patch.extension.clone(), text(&current.extension)),
        ("role", patch.role.map(|role| role.to_string()), current.role.clone()),
        ("role_id", patch.role_id.map(|id| id.to_string()), current.role_id.map(|id| id.to_string()).unwrap_or_default()),
        ("scope", patch.scope.map(|scope| scope.to_string()), text(&current.scope)),
        ("status", patch.status.map(|status| status.to_string()), current.status.clone()),
    ];
    let differing = fields.into_iter().filter_map(|(field, yours, theirs)| {
        let yours = yours?;
        (yours != theirs).then(|| FieldConflict { field: field.to_owned(), yours, theirs })
    });
    differing.collect()
}
