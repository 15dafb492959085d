//! Re-applying a template to users who came from it, as a job: everybody gets what was previewed, even if the template
//! changes meanwhile. Settings, history and progress of a step commit together, so a crash loses and doubles nothing.

use sea_orm::sea_query::{Expr, ExprTrait, Order};
use sea_orm::{ConnectionTrait, StatementBuilder};
use std::collections::HashMap;
use switchroom_entity::user;
use switchroom_types::access::Permission;
use switchroom_types::jobs::{ItemState, JobKind};
use switchroom_types::templates::Reapply;
use switchroom_types::users::{BulkStarted, CONFIRM_ABOVE};
use switchroom_types::{AccountId, AppError, FieldError, TemplateId};
use uuid::Uuid;

use super::apply::{self, Assigned};
use super::catalogue::Catalogue;
use super::{mitel_cx, row, users};
use crate::access::Actor;
use crate::error::Result;
use crate::jobs::{Counts, JobContext, NewItem, NewJob, enqueue};
use crate::portal::Portal;
use crate::users::find;

/// Users a step; also what a cancellation may still let through.
const BATCH: u64 = 100;
/// Most users that may be named one by one.
const MAX_IDS: usize = 10_000;

/// Stores the job with one item a user.
///
/// # Permissions
/// `users.edit` and `templates.view`; for a Mitel CX part also write access there.
///
/// # Errors
/// 412 if the template is not the version that was previewed; 409 `templates.settings_gone`; 409 `users.confirm_count` with
/// `count` for more than [`CONFIRM_ABOVE`] users without their number; 422 `users.none_selected`.
pub async fn reapply(portal: &Portal, actor: &Actor, account: AccountId, id: TemplateId, request: &Reapply) -> Result<BulkStarted> {
    let scope = actor.account(portal, account, Permission::USERS_EDIT).await?;
    actor.require(Permission::TEMPLATES_VIEW)?;
    let mut tx = portal.begin(actor).await?;
    let model = row::lock(&tx, scope.account_id, id).await?;
    if model.version != request.version {
        return Err(AppError::stale(Vec::new()).into());
    }
    let assigned = Assigned::template(&model)?;
    Catalogue::read(tx.conn(), scope.account_id).await?.applicable(&assigned.settings)?;
    let access = mitel_cx::access(tx.conn(), actor, scope.account_id).await?;
    mitel_cx::may_change(&access, None, assigned.settings.mitel_cx.as_ref())?;
    let mut select = users::came_from(&model, request.users.is_none());
    let person = |column: user::Column| Expr::col((user::Entity, column));
    if let Some(ids) = &request.users {
        if ids.len() > MAX_IDS {
            let error = FieldError::new("users", "users.too_many_ids", "Re-apply to everybody instead").arg("max", MAX_IDS);
            return Err(AppError::invalid(vec![error]).into());
        }
        select.and_where(person(user::Column::Id).is_in(ids.iter().map(|id| id.0)));
    }
    select.expr(person(user::Column::Id)).expr(person(user::Column::Name));
    select.order_by((user::Entity, user::Column::NameKey), Order::Asc).order_by((user::Entity, user::Column::Id), Order::Asc);
    let rows = tx.conn().query_all_raw(StatementBuilder::build(&select, &portal.db.backend())).await?;
    let items = rows
        .iter()
        .map(|row| Ok(NewItem { label: row.try_get("", "name")?, target_id: Some(row.try_get("", "id")?) }))
        .collect::<Result<Vec<_>>>()?;
    let count = items.len() as u64;
    if count == 0 {
        return Err(AppError::invalid(vec![FieldError::new("users", "users.none_selected", "No user is selected")]).into());
    }
    if count > CONFIRM_ABOVE && request.confirmed != Some(count) {
        let message = format!("This affects {count} users. Confirm the number to go on.");
        return Err(AppError::conflict("users.confirm_count", message).arg("count", count).into());
    }
    let new = NewJob {
        account_id: scope.account_id,
        partner_id: scope.partner_id,
        kind: JobKind::TemplateReapply,
        payload: serde_json::json!({
            "name": model.name,
            "template_id": model.id,
            "template_version": model.version,
            "settings": assigned.settings,
        }),
        total: count,
        items,
        link: Some(format!("/accounts/{}/templates/{}", scope.account_id, model.id)),
    };
    let job_id = enqueue(&mut tx, new).await?;
    tx.commit().await?;
    Ok(BulkStarted { job_id, total: count })
}

/// Works until every item is settled or the job is cancelled.
pub(crate) async fn perform(context: &JobContext) -> Result<serde_json::Value> {
    while step(context).await? {}
    Ok(serde_json::json!({}))
}

async fn step(context: &JobContext) -> Result<bool> {
    let items = context.pending(BATCH).await?;
    if items.is_empty() {
        return Ok(false);
    }
    let Some(mut step) = context.step().await? else { return Ok(false) };
    let template: Uuid = context.payload("template_id")?;
    let assigned = Assigned {
        template_id: Some(template),
        template_name: context.payload("name")?,
        template_version: context.payload("template_version")?,
        settings: context.payload("settings")?,
    };
    let account = context.account_id();
    let partner = find::partner_of(step.tx.conn(), account).await?;
    let ids: Vec<Uuid> = items.iter().filter_map(|item| item.target_id).collect();
    let users = find::many_for_update(&step.tx, account, ids.iter().copied()).await?;
    let mut users: HashMap<Uuid, user::Model> = users.into_iter().map(|user| (user.id, user)).collect();
    let mut services = apply::of_users(step.tx.conn(), account, &ids).await?;
    let mut counts = Counts::default();
    for item in &items {
        let user = item.target_id.and_then(|id| users.remove(&id));
        let before = item.target_id.and_then(|id| services.remove(&id)).filter(|before| before.template_id == Some(template));
        let (state, reason) = match (user, before) {
            (None, _) => (ItemState::Skipped, Some(("users.gone", "This user does not exist any more.".to_owned()))),
            (Some(_), None) => (ItemState::Skipped, Some(("templates.not_from_it", "This user has another template by now.".to_owned()))),
            (Some(user), Some(before)) => match apply::assign(&mut step.tx, partner, &user, Some(before), &assigned).await? {
                true => (ItemState::Done, None),
                false => (ItemState::Skipped, Some(("templates.as_it_says", "This user is as the template says.".to_owned()))),
            },
        };
        step.settle(item.idx, state, reason).await?;
        counts.add(state);
    }
    step.commit(counts).await?;
    Ok(true)
}
