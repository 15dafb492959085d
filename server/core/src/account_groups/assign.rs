//! Putting accounts into groups and taking them out.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use std::collections::{BTreeMap, BTreeSet};
use switchroom_entity::{account_group, account_group_member};
use switchroom_types::AppError;
use switchroom_types::access::Permission;
use switchroom_types::account_groups::{GroupAccounts, MAX_ACCOUNTS};
use switchroom_types::history::{Action, Asset, Change};
use uuid::Uuid;

use crate::access::Actor;
use crate::accounts;
use crate::error::Result;
use crate::history::Event;
use crate::portal::Portal;

/// All or nothing; tells how many accounts changed. The account's own people learn nothing of it: the event of each account
/// stands in the Partner Account's history.
///
/// # Permissions
/// `accounts.edit`, partner users.
///
/// # Errors
/// 404 if an account or a group cannot be reached; 422 `account.too_many` beyond [`MAX_ACCOUNTS`].
pub async fn assign(portal: &Portal, actor: &Actor, request: &GroupAccounts) -> Result<u64> {
    let scope = actor.partner(Permission::ACCOUNTS_EDIT)?;
    let ids = accounts::selected(portal, &scope, &request.selection, MAX_ACCOUNTS).await?;
    let mut tx = portal.begin(actor).await?;
    let found = accounts::locked(&tx, &scope, &ids).await?;
    let wanted: BTreeSet<Uuid> = request.add.iter().chain(&request.remove).map(|id| id.0).collect();
    let groups = account_group::Entity::find().filter(account_group::Column::PartnerId.eq(scope.partner_id.0)).all(tx.conn()).await?;
    let groups: BTreeMap<Uuid, String> = groups.into_iter().map(|group| (group.id, group.name)).collect();
    if wanted.iter().any(|id| !groups.contains_key(id)) {
        return Err(AppError::not_found("account_group").into());
    }
    let rows = account_group_member::Entity::find()
        .filter(account_group_member::Column::AccountId.is_in(found.iter().map(|account| account.id)))
        .all(tx.conn())
        .await?;
    let mut present: BTreeMap<Uuid, BTreeSet<Uuid>> = BTreeMap::new();
    for row in rows {
        present.entry(row.account_id).or_default().insert(row.group_id);
    }
    let mut changed = 0;
    let mut added = Vec::new();
    let told = |ids: &BTreeSet<Uuid>| {
        let mut names: Vec<&str> = ids.iter().filter_map(|id| groups.get(id)).map(String::as_str).collect();
        names.sort_unstable();
        serde_json::Value::from(names)
    };
    for model in &found {
        let before = present.remove(&model.id).unwrap_or_default();
        let mut after = before.clone();
        after.extend(request.add.iter().map(|id| id.0));
        after.retain(|id| !request.remove.iter().any(|removed| removed.0 == *id));
        if after == before {
            continue;
        }
        changed += 1;
        added.extend(after.difference(&before).map(|group| account_group_member::ActiveModel {
            account_id: Set(model.id),
            group_id: Set(*group),
            partner_id: Set(scope.partner_id.0),
        }));
        let change = Change { property: "groups".to_owned(), before: told(&before), after: told(&after) };
        let event = Event::new(actor.account_id, Some(scope.partner_id), Action::Edit, Asset::Account).of(model.id, &model.name);
        tx.record(event.changes(vec![change]));
    }
    if changed == 0 {
        return Ok(0);
    }
    if !request.remove.is_empty() {
        account_group_member::Entity::delete_many()
            .filter(account_group_member::Column::AccountId.is_in(found.iter().map(|account| account.id)))
            .filter(account_group_member::Column::GroupId.is_in(request.remove.iter().map(|id| id.0)))
            .exec(tx.conn())
            .await?;
    }
    for chunk in added.chunks(500) {
        account_group_member::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx.conn()).await?;
    }
    tx.commit().await?;
    Ok(changed)
}
