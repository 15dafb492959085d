//! Erases accounts whose deletion was ordered (ACC-22). Each step commits a part together with the job's progress, so that
//! a crash neither repeats nor loses anything. The history stays, and so does the number, which is never given out again.

use sea_orm::{ConnectionTrait, EntityTrait, Statement};
use switchroom_entity::account;
use switchroom_types::accounts::AccountState;
use switchroom_types::history::{Action, Asset};
use switchroom_types::jobs::ItemState;
use switchroom_types::{AccountId, PartnerId};
use uuid::Uuid;

use crate::error::Result;
use crate::history::Event;
use crate::jobs::{Counts, JobContext};
use crate::orders;
use crate::tx::Tx;

/// Users erased in one step; the writer is free for others in between.
const USERS_PER_STEP: i64 = 500;

/// What belongs to a person and goes with them.
const OF_USERS: [(&str, &str); 14] = [
    ("known_devices", "user_id"),
    ("sessions", "user_id"),
    ("sign_in_steps", "user_id"),
    ("authenticators", "user_id"),
    ("passkeys", "user_id"),
    ("recovery_codes", "user_id"),
    ("one_time_links", "user_id"),
    ("api_tokens", "user_id"),
    ("user_products", "user_id"),
    ("notifications", "user_id"),
    ("notification_rules", "owner_id"),
    ("notification_digest_items", "user_id"),
    ("notification_mails", "user_id"),
    ("users", "id"),
];

/// What belongs to the account itself; children before their parents.
const OF_ACCOUNT: [&str; 26] = [
    "role_accounts",
    "partner_access_requests",
    "closed_to_partners",
    "job_changes",
    "list_views",
    "deleted_users",
    "user_sources",
    "user_fields",
    "user_services",
    "templates",
    "template_sources",
    "account_group_members",
    "sign_in_policies",
    "account_integrations",
    "account_managers",
    "support_contacts",
    "import_rows",
    "imports",
    "mails",
    "job_items",
    "jobs",
    "notification_rules",
    "notification_digest_items",
    "notification_mails",
    "webhook_deliveries",
    "webhooks",
];

pub(crate) async fn perform(context: &JobContext) -> Result<serde_json::Value> {
    loop {
        let Some(item) = context.pending(1).await?.into_iter().next() else { break };
        let Some(id) = item.target_id else { break };
        while erase_users(context, id).await? {}
        let Some(mut step) = context.step().await? else { break };
        let outcome = match account::Entity::find_by_id(id).one(step.tx.conn()).await? {
            Some(model) if model.state == AccountState::PendingDeletion.as_str() => {
                erase_account(&mut step.tx, &model, context.account_id()).await?;
                ItemState::Done
            }
            // Somebody was faster, or the deletion was taken back.
            _ => ItemState::Skipped,
        };
        step.settle(item.idx, outcome, None).await?;
        let mut counts = Counts::default();
        counts.add(outcome);
        step.commit(counts).await?;
    }
    Ok(serde_json::json!({}))
}

/// Erases the next users; false when none is left or the job was cancelled.
async fn erase_users(context: &JobContext, account: Uuid) -> Result<bool> {
    let Some(step) = context.step().await? else { return Ok(false) };
    let conn = step.tx.conn();
    let backend = conn.get_database_backend();
    let pending =
        account::Entity::find_by_id(account).one(conn).await?.is_some_and(|row| row.state == AccountState::PendingDeletion.as_str());
    if !pending {
        return Ok(false);
    }
    let next = format!("SELECT id FROM users WHERE account_id = $1 ORDER BY id LIMIT {USERS_PER_STEP}");
    let rows = conn.query_all_raw(Statement::from_sql_and_values(backend, next, [account.into()])).await?;
    let Some(last) = rows.last() else { return Ok(false) };
    let last: Uuid = last.try_get("", "id")?;
    let chosen = "SELECT id FROM users WHERE account_id = $1 AND id <= $2";
    for (table, column) in OF_USERS {
        let sql = format!("DELETE FROM {table} WHERE {column} IN ({chosen})");
        conn.execute_raw(Statement::from_sql_and_values(backend, sql, [account.into(), last.into()])).await?;
    }
    step.commit(Counts::default()).await?;
    Ok(true)
}

async fn erase_account(tx: &mut Tx, model: &account::Model, partner_account: AccountId) -> Result<()> {
    orders::release(tx, model).await?;
    let backend = tx.conn().get_database_backend();
    let told = "DELETE FROM notification_digest_items WHERE about_account_id = $1";
    tx.conn().execute_raw(Statement::from_sql_and_values(backend, told, [model.id.into()])).await?;
    for table in OF_ACCOUNT {
        let sql = format!("DELETE FROM {table} WHERE account_id = $1");
        tx.conn().execute_raw(Statement::from_sql_and_values(backend, sql, [model.id.into()])).await?;
    }
    let retire = "INSERT INTO retired_account_numbers (number, account_id, retired_at) VALUES ($1, $2, $3)";
    let values = [model.number.into(), model.id.into(), tx.now().0.into()];
    tx.conn().execute_raw(Statement::from_sql_and_values(backend, retire, values)).await?;
    account::Entity::delete_by_id(model.id).exec(tx.conn()).await?;
    let partner = Some(PartnerId(model.partner_id));
    for history in [AccountId(model.id), partner_account] {
        let event = Event::new(history, partner, Action::Purge, Asset::Account).of(model.id, &model.name);
        tx.record(event.core("account_number", model.number.to_string()).core("users", model.user_count));
    }
    Ok(())
}
