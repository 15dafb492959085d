//! Writes down what time has ended. Nothing waits for it: a request that is over lets nobody in from that very moment.

use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};
use switchroom_entity::{account, partner_access_request as entity};
use switchroom_types::history::Action;
use switchroom_types::notifications::NoticeCode;
use switchroom_types::partner_access::RequestState;

use super::{request, row};
use crate::access::AccountScope;
use crate::error::Result;
use crate::portal::Portal;

/// Settled in one round.
const BATCH: u64 = 200;

/// One round. Replicas may do this at once: each request is locked, and looked at again.
pub(crate) async fn sweep(portal: &Portal) -> Result<()> {
    let now = portal.clock.now();
    let over = Condition::any()
        .add(entity::Column::State.eq(RequestState::Approved.as_str()).and(entity::Column::Until.lte(now.0)))
        .add(entity::Column::State.eq(RequestState::Pending.as_str()).and(entity::Column::RequestedAt.lte(request::oldest(now).0)));
    let found = entity::Entity::find().filter(over).limit(BATCH).all(portal.db.read()).await?;
    for found in found {
        let mut tx = portal.begin_as_system().await?;
        let locked = entity::Entity::find_by_id(found.id).lock_exclusive().one(tx.conn()).await?;
        let account = account::Entity::find_by_id(found.account_id).one(tx.conn()).await?;
        let (Some(mut model), Some(account)) = (locked.filter(|locked| locked.state == found.state), account) else { continue };
        let scope = AccountScope::of(account)?;
        let granted = row::state(&model)? == RequestState::Approved;
        let state = if granted { RequestState::Ended } else { RequestState::Lapsed };
        state.as_str().clone_into(&mut model.state);
        model.ended_at = Some(model.until.unwrap_or(now.0));
        row::store(&tx, &model).await?;
        tx.record(row::event(&scope, if granted { Action::Revoke } else { Action::Cancel }, &model));
        let name = &scope.account.name;
        let (code, title) = match granted {
            true => (NoticeCode::AccessEnded, format!("Your access to {name} has ended")),
            false => (NoticeCode::AccessUnanswered, format!("Nobody answered your request to enter {name}")),
        };
        row::tell_asker(&mut tx, &scope, &model, code, title).await?;
        tx.commit().await?;
    }
    Ok(())
}
