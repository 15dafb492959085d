//! What closing or deleting an account touches, told before it happens (ACC-B1).

use sea_orm::{ConnectionTrait, Statement};
use switchroom_types::AccountId;
use switchroom_types::access::Permission;
use switchroom_types::accounts::Impact;

use crate::access::Actor;
use crate::error::Result;
use crate::portal::Portal;

const COUNTS: &str = "SELECT \
     (SELECT COUNT(*) FROM users WHERE account_id = $1) AS users, \
     (SELECT COUNT(*) FROM sessions WHERE account_id = $1 AND expires_at > $2) AS sessions, \
     (SELECT COUNT(*) FROM account_integrations WHERE account_id = $1) AS integrations, \
     (SELECT COUNT(*) FROM users WHERE account_id = $1 AND sms_number IS NOT NULL) AS numbers, \
     (SELECT COUNT(*) FROM orders WHERE account_id = $1) AS orders, \
     (SELECT COUNT(*) FROM account_integrations WHERE account_id = $1 AND kind = 'gateway') AS gateways";

/// # Permissions
/// `accounts.delete`
pub async fn impact(portal: &Portal, actor: &Actor, id: AccountId) -> Result<Impact> {
    let scope = actor.account_from_outside(portal, id, Permission::ACCOUNTS_DELETE).await?;
    let values = [scope.account_id.0.into(), portal.clock.now().0.into()];
    let row = portal.db.read().query_one_raw(Statement::from_sql_and_values(portal.db.backend(), COUNTS, values)).await?;
    let Some(row) = row else { return Ok(Impact::default()) };
    let count = |name: &str| -> Result<u64> { Ok(row.try_get::<i64>("", name)?.unsigned_abs()) };
    Ok(Impact {
        users: count("users")?,
        sessions: count("sessions")?,
        integrations: count("integrations")?,
        numbers: count("numbers")?,
        agents: 0,
        orders: count("orders")?,
        gateways: count("gateways")?,
    })
}
