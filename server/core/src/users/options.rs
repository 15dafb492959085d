//! What the Product filter offers: the products licensed in this account.

use sea_orm::{ConnectionTrait, Statement};
use switchroom_types::AccountId;
use switchroom_types::access::Permission;

use crate::access::Actor;
use crate::error::Result;
use crate::portal::Portal;

/// Bought by an order of the account, or still held by somebody. The recursion jumps from product to product in the
/// index instead of reading the row of every holder.
const PRODUCTS: &str = "WITH RECURSIVE held(product) AS (\
     SELECT MIN(product) FROM user_products WHERE account_id = $1 \
     UNION ALL \
     SELECT (SELECT MIN(next.product) FROM user_products next WHERE next.account_id = $1 AND next.product > held.product) \
     FROM held WHERE held.product IS NOT NULL) \
     SELECT product FROM held WHERE product IS NOT NULL \
     UNION SELECT plans.product FROM order_items JOIN plans ON plans.sku = order_items.sku \
     WHERE order_items.account_id = $1 AND plans.per_user \
     ORDER BY 1";

/// Product names in alphabetical order (USR-06).
///
/// # Permissions
/// `users.view`
pub async fn products(portal: &Portal, actor: &Actor, account: AccountId) -> Result<Vec<String>> {
    let scope = actor.account_in_any_state(portal, account, Permission::USERS_VIEW).await?;
    let statement = Statement::from_sql_and_values(portal.db.backend(), PRODUCTS, [scope.account_id.0.into()]);
    let rows = portal.db.read().query_all_raw(statement).await?;
    rows.iter().map(|row| Ok(row.try_get("", "product")?)).collect()
}
