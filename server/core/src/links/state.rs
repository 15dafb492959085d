//! Looks a link up and spends it.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use switchroom_entity::one_time_link;
use switchroom_types::sessions::LinkValidity;
use switchroom_types::{AccountId, UserId};

use crate::error::{Error, Result};
use crate::links::Purpose;
use crate::portal::Portal;
use crate::secret;
use crate::tx::Tx;

/// A link that once was issued.
#[derive(Clone, Debug)]
pub struct Link {
    pub purpose: Purpose,
    pub user_id: UserId,
    pub account_id: AccountId,
    pub validity: LinkValidity,
}

/// `None` if the secret was never issued.
pub async fn find(portal: &Portal, secret: &str) -> Result<Option<Link>> {
    let hash = secret::hash(secret);
    let row = one_time_link::Entity::find().filter(one_time_link::Column::SecretHash.eq(hash)).one(portal.db.read()).await?;
    let Some(row) = row else { return Ok(None) };
    let validity = if row.used_at.is_some() {
        LinkValidity::Used
    } else if row.voided_at.is_some() {
        LinkValidity::Voided
    } else if row.expires_at <= portal.clock.now().0 {
        LinkValidity::Expired
    } else {
        LinkValidity::Valid
    };
    Ok(Some(Link {
        purpose: Purpose::parse(&row.purpose).ok_or_else(|| Error::corrupt("link purpose"))?,
        user_id: UserId(row.user_id),
        account_id: AccountId(row.account_id),
        validity,
    }))
}

/// Uses the link up; false if it is not valid any more (somebody was faster).
pub async fn spend(tx: &Tx, secret: &str) -> Result<bool> {
    let sql = "UPDATE one_time_links SET used_at = $1 WHERE secret_hash = $2 AND used_at IS NULL AND voided_at IS NULL AND expires_at > $1";
    let values = [tx.now().0.into(), secret::hash(secret).into()];
    let done = tx.conn().execute_raw(Statement::from_sql_and_values(tx.portal().db.backend(), sql, values)).await?;
    Ok(done.rows_affected() == 1)
}

/// Makes the open links of these purposes stop working.
pub async fn void(tx: &Tx, user: UserId, purposes: &[Purpose]) -> Result<()> {
    let sql = "UPDATE one_time_links SET voided_at = $1 WHERE user_id = $2 AND purpose = $3 AND used_at IS NULL AND voided_at IS NULL";
    for purpose in purposes {
        let values = [tx.now().0.into(), user.0.into(), purpose.as_str().into()];
        tx.conn().execute_raw(Statement::from_sql_and_values(tx.portal().db.backend(), sql, values)).await?;
    }
    Ok(())
}
