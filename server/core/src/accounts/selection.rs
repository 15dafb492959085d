//! What a selection of the accounts list means.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use switchroom_entity::account;
use switchroom_types::list::{ListQuery, Selection};
use switchroom_types::{AccountId, AppError};
use uuid::Uuid;

use super::list;
use crate::access::PartnerScope;
use crate::error::Result;
use crate::portal::Portal;
use crate::tx::Tx;

/// The ids that a selection means, at most `max`; those listed one by one have not been checked yet.
///
/// # Errors
/// 422 `account.too_many`.
pub(crate) async fn selected(
    portal: &Portal,
    scope: &PartnerScope,
    selection: &Selection<AccountId>,
    max: usize,
) -> Result<Vec<AccountId>> {
    let mut ids = match selection {
        Selection::Ids(ids) => ids.clone(),
        Selection::Matching { query, except } => {
            let query = list::AccountsQuery::parse(ListQuery { cursor: None, ..query.clone() })?;
            let mut matching = list::matching(portal, scope, &query).await?;
            matching.limit(max as u64 + except.len() as u64 + 1);
            let rows = sea_orm::ConnectionTrait::query_all(portal.db.read(), &matching).await?;
            let found = rows.iter().map(|row| row.try_get::<Uuid>("", "id").map(AccountId)).collect::<Result<Vec<_>, _>>()?;
            found.into_iter().filter(|id| !except.contains(id)).collect()
        }
    };
    ids.sort();
    ids.dedup();
    if ids.len() > max {
        let message = format!("At most {max} accounts at once.");
        return Err(AppError::new(422, "account.too_many", message).arg("max", max).into());
    }
    Ok(ids)
}

/// The selected accounts, locked in one order for everybody.
///
/// # Errors
/// 404 unless there is at least one and all of them are within reach: then none is touched.
pub(crate) async fn locked(tx: &Tx, scope: &PartnerScope, ids: &[AccountId]) -> Result<Vec<account::Model>> {
    let found = account::Entity::find()
        .filter(account::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .filter(scope.known_accounts(account::Column::PartnerId.into_expr(), account::Column::Id.into_expr()))
        .order_by_asc(account::Column::Id)
        .lock_exclusive()
        .all(tx.conn())
        .await?;
    if found.is_empty() || found.len() != ids.len() {
        return Err(AppError::not_found("account").into());
    }
    Ok(found)
}
