//! What orders do when something happens to their account.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use switchroom_entity::{account, order, order_item};
use switchroom_types::history::Action;
use switchroom_types::orders::AssignedHow;
use switchroom_types::{AccountId, PartnerId};

use crate::error::Result;
use crate::history::changes;
use crate::orders::assign::record;
use crate::orders::calendar::Calendar;
use crate::orders::row;
use crate::tx::Tx;

/// Keeps orders findable and sortable under the new name of their account; part of the account's change.
pub async fn account_renamed(tx: &Tx, account: &account::Model) -> Result<()> {
    for mut model in of_account(tx, AccountId(account.id)).await? {
        model.account_name = Some(account.name.clone());
        row::derive(&mut model);
        row::update(tx, &model).await?;
    }
    Ok(())
}

/// Returns the account's running orders to Unassigned because it is deleted (SUB-12); ended ones stay where they were.
/// Part of the account's deletion.
pub async fn release(tx: &mut Tx, account: &account::Model) -> Result<()> {
    let partner = PartnerId(account.partner_id);
    let calendar = Calendar::load(&tx.portal().clone(), tx.conn(), partner).await?;
    let today = calendar.today(Some(&account.time_zone));
    for before in of_account(tx, AccountId(account.id)).await? {
        let expired = row::facts(&before)?.expiry.is_some_and(|expiry| expiry < today);
        if expired {
            continue;
        }
        let mut model = before.clone();
        row::set_account(&mut model, tx, None, AssignedHow::Manual);
        row::update(tx, &model).await?;
        order_item::Entity::update_many()
            .col_expr(order_item::Column::AccountId, Expr::value(None::<uuid::Uuid>))
            .filter(order_item::Column::OrderId.eq(model.id))
            .exec(tx.conn())
            .await?;
        let found = changes(Some(&before), Some(&model));
        record(tx, &model, Action::Unassign, found).await?;
    }
    Ok(())
}

async fn of_account(tx: &Tx, account: AccountId) -> Result<Vec<order::Model>> {
    Ok(order::Entity::find().filter(order::Column::AccountId.eq(account.0)).all(tx.conn()).await?)
}
