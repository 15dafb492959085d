//! One keeps a number or extension, everybody else who has it loses it (USR-B3).

use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use switchroom_entity::{deleted_user, user};
use switchroom_types::access::Permission;
use switchroom_types::conflicts::{ClashKind, Holder, HolderState, Reassignment};
use switchroom_types::history::{Action, Asset};
use switchroom_types::{AccountId, AppError, FieldError};

use super::find::holders;
use crate::access::{AccountScope, Actor};
use crate::error::{Error, Result};
use crate::history::{Event, changes};
use crate::portal::Portal;
use crate::tx::Tx;
use crate::users::rights::Judge;
use crate::users::{change, find, row, source};

/// # Permissions
/// `users.edit`, for values in the bin also `users.delete`; never of somebody with more rights.
///
/// # Errors
/// 404 unless `keep` has the value; 422 for addresses, which nobody can be without; 422 `users.field_locked` where a source
/// keeps the value for itself; 409 `conflicts.gone` if nobody else has it any more.
pub async fn reassign(portal: &Portal, actor: &Actor, account: AccountId, asked: &Reassignment) -> Result<()> {
    let scope = actor.account(portal, account, Permission::USERS_EDIT).await?;
    if asked.kind == ClashKind::Email {
        let message = "Everybody needs an address: merge the two, change one of the addresses, or delete somebody";
        return Err(AppError::invalid(vec![FieldError::new("kind", "conflicts.email", message)]).into());
    }
    let mut tx = portal.begin(actor).await?;
    find::take_turns(&tx, scope.account_id).await?;
    // Without the right to see the bin, what lies there is left alone.
    let bin = actor.can(Permission::USERS_DELETE);
    let all = holders(portal, actor, &scope, asked.kind, &asked.value, bin).await?;
    if !all.iter().any(|holder| holder.id == asked.keep) {
        return Err(AppError::not_found("user").into());
    }
    let others: Vec<&Holder> = all.iter().filter(|holder| holder.id != asked.keep).collect();
    if others.is_empty() {
        return Err(AppError::conflict("conflicts.gone", "Nobody else has this value any more.").into());
    }
    let judge = Judge::of(tx.conn(), actor, &scope).await?;
    for holder in others {
        match holder.state {
            HolderState::Deleted => forget(&mut tx, &judge, &scope, holder, &asked.value).await?,
            HolderState::Active | HolderState::Inactive => clear(&mut tx, &judge, &scope, holder, &asked.value).await?,
            // It is the connector's to try again when the value has become free.
            HolderState::Queued => {}
        }
    }
    tx.commit().await
}

async fn clear(tx: &mut Tx, judge: &Judge, scope: &AccountScope, holder: &Holder, value: &str) -> Result<()> {
    let before = find::for_update(tx, scope.account_id, holder.id).await?;
    judge.not_above(&before)?;
    let mut after = before.clone();
    for field in ["mobile", "phone", "extension"] {
        // The same text can be an extension and part of another clash: only where this value stands.
        if source::value(&before, field) == value {
            source::set(&mut after, field, "");
        }
    }
    source::refuse_locked(tx.conn(), &before, &after, None).await?;
    row::touch(&mut after, tx);
    change::store(tx, scope, &before, &after).await
}

/// Somebody in the bin loses it, so that they can be restored without it.
async fn forget(tx: &mut Tx, judge: &Judge, scope: &AccountScope, holder: &Holder, value: &str) -> Result<()> {
    let kept = deleted_user::Entity::find()
        .filter(deleted_user::Column::AccountId.eq(scope.account_id.0))
        .filter(deleted_user::Column::Id.eq(holder.id.0))
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    let mut kept = kept.ok_or_else(|| Error::from(AppError::not_found("user")))?;
    judge.not_above_kept(&kept)?;
    let before: user::Model = serde_json::from_value(kept.data).map_err(|error| Error::corrupt(format!("deleted user: {error}")))?;
    let mut after = before.clone();
    for field in ["mobile", "phone", "extension"] {
        if source::value(&before, field) == value {
            source::set(&mut after, field, "");
        }
    }
    row::derive(&mut after);
    (kept.mobile, kept.phone, kept.extension) = (after.mobile.clone(), after.phone.clone(), after.extension.clone());
    kept.search_text.clone_from(&after.search_text);
    kept.data = serde_json::to_value(&after).map_err(|error| Error::corrupt(format!("deleted user: {error}")))?;
    let (id, name) = (kept.id, kept.name.clone());
    deleted_user::Entity::update(deleted_user::ActiveModel::from(kept).reset_all()).exec(tx.conn()).await?;
    let event = Event::new(scope.account_id, scope.partner_id, Action::Edit, Asset::User).of(id, name);
    tx.record(event.changes(changes(Some(&before), Some(&after))).core("in_bin", true));
    Ok(())
}
