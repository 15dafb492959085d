//! Deleting templates; users who came from them keep their settings (TPL-09).

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use switchroom_entity::template;
use switchroom_types::access::Permission;
use switchroom_types::history::{Action, Asset};
use switchroom_types::list::Selection;
use switchroom_types::{AccountId, AppError, FieldError, TemplateId};

use super::{list, row, save};
use crate::access::{AccountScope, Actor};
use crate::error::Result;
use crate::history::Event;
use crate::portal::Portal;
use crate::tx::Tx;

/// Most that one request deletes.
const MAX_AT_ONCE: u64 = 1_000;

/// Deletes one template.
///
/// # Permissions
/// `templates.delete`
///
/// # Errors
/// 412 if the version is not the one that the caller has seen.
pub async fn delete(portal: &Portal, actor: &Actor, account: AccountId, id: TemplateId, seen: Option<i32>) -> Result<()> {
    let scope = actor.account(portal, account, Permission::TEMPLATES_DELETE).await?;
    let mut tx = portal.begin(actor).await?;
    let model = row::lock(&tx, scope.account_id, id).await?;
    if seen.is_some_and(|seen| seen != model.version) {
        return Err(AppError::stale(Vec::new()).into());
    }
    remove(&mut tx, &scope, vec![model]).await?;
    tx.commit().await
}

/// Deletes the selected templates and tells how many that were. `confirm` is the word that a person typed.
///
/// # Permissions
/// `templates.delete`
///
/// # Errors
/// 422 for another word, for nothing selected, or for more than a thousand.
pub async fn delete_selected(
    portal: &Portal,
    actor: &Actor,
    account: AccountId,
    selection: &Selection<TemplateId>,
    confirm: &str,
) -> Result<u64> {
    let scope = actor.account(portal, account, Permission::TEMPLATES_DELETE).await?;
    if !confirm.trim().eq_ignore_ascii_case("delete") {
        let error = FieldError::new("confirm", "confirm.word", "Type “delete” to continue").arg("word", "delete");
        return Err(AppError::invalid(vec![error]).into());
    }
    let id = || Expr::col((template::Entity, template::Column::Id));
    let ids = |ids: &[TemplateId]| ids.iter().map(|id| id.0).collect::<Vec<_>>();
    use sea_orm::sea_query::ExprTrait;
    let tenant = Expr::col((template::Entity, template::Column::AccountId)).eq(scope.account_id.0);
    let condition = match selection {
        Selection::Ids(chosen) => tenant.and(id().is_in(ids(chosen))),
        Selection::Matching { query, except } => {
            let condition = tenant.and(list::condition(portal, &scope, query)?);
            if except.is_empty() { condition } else { condition.and(id().is_not_in(ids(except))) }
        }
    };
    let mut tx = portal.begin(actor).await?;
    let found = template::Entity::find().filter(condition).order_by_asc(template::Column::Id).limit(MAX_AT_ONCE + 1);
    let found = found.lock_exclusive().all(tx.conn()).await?;
    let refuse = |code: &'static str, message: &str| AppError::invalid(vec![FieldError::new("selection", code, message)]);
    if found.is_empty() {
        return Err(refuse("templates.none_selected", "No template is selected").into());
    }
    let count = found.len() as u64;
    if count > MAX_AT_ONCE {
        return Err(refuse("templates.too_many", "At most 1,000 templates at once").into());
    }
    remove(&mut tx, &scope, found).await?;
    tx.commit().await?;
    Ok(count)
}

async fn remove(tx: &mut Tx, scope: &AccountScope, models: Vec<template::Model>) -> Result<()> {
    let ids: Vec<_> = models.iter().map(|model| model.id).collect();
    template::Entity::delete_many()
        .filter(template::Column::AccountId.eq(scope.account_id.0))
        .filter(template::Column::Id.is_in(ids))
        .exec(tx.conn())
        .await?;
    for model in &models {
        let event = Event::new(scope.account_id, scope.partner_id, Action::Delete, Asset::Template).of(model.id, &model.name);
        tx.record(event.changes(save::changes(Some(model), None)?));
    }
    Ok(())
}
