//! Reads who may enter, who asked, and who is inside.

use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use switchroom_entity::partner_access_request as entity;
use switchroom_types::access::{Permission, Role};
use switchroom_types::partner_access::{AccessMode, Entry, PartnerAccess, RequestState};
use switchroom_types::{AccountId, Timestamp};

use super::row;
use crate::access::{AccountScope, Actor};
use crate::error::Result;
use crate::portal::Portal;

/// Requests shown at most, and for how many days those are shown that are over.
const SHOWN: u64 = 50;
const KEPT: i64 = 30 * 24 * 60 * 60;

/// The account's setting with the requests to it: both sides see the same.
///
/// # Permissions
/// `accounts.view`: admins of the account, and partner users who have it in scope, also while it is closed to them.
pub async fn get(portal: &Portal, actor: &Actor, account: AccountId) -> Result<PartnerAccess> {
    let scope = row::customer(actor.account_from_outside(portal, account, Permission::ACCOUNTS_VIEW).await?)?;
    read(portal, actor, &scope).await
}

pub(super) async fn read(portal: &Portal, actor: &Actor, scope: &AccountScope) -> Result<PartnerAccess> {
    let now = portal.clock.now();
    let db = portal.db.read();
    let found = entity::Entity::find()
        .filter(entity::Column::AccountId.eq(scope.account_id.0))
        .filter(entity::Column::EndedAt.is_null().or(entity::Column::EndedAt.gt(now.plus_secs(-KEPT).0)))
        .order_by_desc(entity::Column::RequestedAt)
        .limit(SHOWN);
    let (closed, found) = tokio::try_join!(row::closed(db, scope.account_id), async { Ok(found.all(db).await?) })?;
    let mut requests = found.into_iter().map(|model| row::view(model, actor, now)).collect::<Result<Vec<_>>>()?;
    let rank = |state: RequestState| match state {
        RequestState::Pending => 0,
        RequestState::Approved => 1,
        RequestState::Denied | RequestState::Withdrawn | RequestState::Lapsed | RequestState::Ended => 2,
    };
    requests.sort_by_key(|request| rank(request.state));
    Ok(PartnerAccess {
        mode: if closed.is_some() { AccessMode::OnApproval } else { AccessMode::Always },
        since: closed.as_ref().map(|row| Timestamp(row.since)),
        set_by: closed.map(|row| row.set_by),
        may_decide: actor.role == Role::Admin && actor.can(Permission::ACCOUNTS_EDIT),
        requests,
    })
}

/// Whether the caller needs the account's approval for its pages, and until when they have it.
pub(crate) async fn entry(portal: &Portal, actor: &Actor, scope: &AccountScope) -> Result<Entry> {
    if !actor.is_partner() || row::closed(portal.db.read(), scope.account_id).await?.is_none() {
        return Ok(Entry::Open);
    }
    let granted = entity::Entity::find()
        .filter(entity::Column::UserId.eq(actor.user_id.0))
        .filter(entity::Column::AccountId.eq(scope.account_id.0))
        .filter(entity::Column::State.eq(RequestState::Approved.as_str()))
        .filter(entity::Column::Until.gt(portal.clock.now().0))
        .one(portal.db.read())
        .await?;
    Ok(granted.and_then(|model| model.until).map_or(Entry::Closed, |until| Entry::Granted(Timestamp(until))))
}
