//! Which rule decides. What really happens and the preview both ask here.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use switchroom_entity::notification_rules as entity;
use switchroom_types::notification_rules::{DecidedBy, Occasion, Route, Rule};
use switchroom_types::{AccountGroupId, AccountId, UserId};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::notifications::sees;

/// The route with the rule that chose it; its index within the rules of whoever decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Decision {
    pub rule: Option<(DecidedBy, usize)>,
    pub route: Route,
}

/// For the portal and mail of one person: their own rules come before those of their account.
pub(crate) async fn for_person(conn: &impl ConnectionTrait, user: UserId, account: AccountId, occasion: &Occasion) -> Result<Decision> {
    let stored = stored(conn, account, &[user.0, account.0]).await?;
    let of = |owner: Uuid| stored.iter().find(|row| row.owner_id == owner).map(rules).transpose();
    let lists = [(DecidedBy::Person, of(user.0)?), (DecidedBy::Account, of(account.0)?)];
    let lists = lists.map(|(by, rules)| (by, rules.unwrap_or_default()));
    let mut occasion = *occasion;
    if let Some(about) = occasion.account
        && lists.iter().any(|(_, rules)| rules.iter().any(Rule::is_targeted))
        && !sees(conn, user, about).await?
    {
        // What a person does not reach is no target of theirs.
        occasion.account = None;
    }
    first(conn, lists, &occasion).await
}

/// For the webhooks of one account: its first matching rule. Without one that names webhooks, their subscriptions decide.
pub(crate) async fn for_webhooks(conn: &impl ConnectionTrait, account: AccountId, occasion: &Occasion) -> Result<Decision> {
    let stored = stored(conn, account, &[account.0]).await?;
    let own = stored.first().map(rules).transpose()?.unwrap_or_default();
    first(conn, [(DecidedBy::Account, own)], occasion).await
}

async fn first<const N: usize>(conn: &impl ConnectionTrait, lists: [(DecidedBy, Vec<Rule>); N], occasion: &Occasion) -> Result<Decision> {
    let grouped = lists.iter().any(|(_, rules)| rules.iter().any(|rule| !rule.groups.is_empty()));
    let groups = match occasion.account {
        Some(account) if grouped => groups_of(conn, account).await?,
        _ => Vec::new(),
    };
    for (by, rules) in lists {
        let found = rules.into_iter().enumerate().find(|(_, rule)| rule.matches(occasion, &groups));
        if let Some((index, rule)) = found {
            return Ok(Decision { rule: Some((by, index)), route: rule.to });
        }
    }
    Ok(Decision::default())
}

/// The groups that an account is in now.
async fn groups_of(conn: &impl ConnectionTrait, account: AccountId) -> Result<Vec<AccountGroupId>> {
    let sql = "SELECT m.group_id FROM account_group_members m JOIN accounts a ON a.id = m.account_id AND a.partner_id = m.partner_id \
               WHERE m.account_id = $1";
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, [account.0.into()]);
    conn.query_all_raw(statement).await?.iter().map(|row| Ok(AccountGroupId(row.try_get("", "group_id")?))).collect()
}

/// The rows of these owners.
async fn stored(conn: &impl ConnectionTrait, account: AccountId, owners: &[Uuid]) -> Result<Vec<entity::Model>> {
    let rows = entity::Entity::find()
        .filter(entity::Column::AccountId.eq(account.0))
        .filter(entity::Column::OwnerId.is_in(owners.iter().copied()));
    Ok(rows.all(conn).await?)
}

/// The row of one owner; `None` until somebody has saved it.
pub(super) async fn of_owner(conn: &impl ConnectionTrait, account: AccountId, owner: Uuid) -> Result<Option<entity::Model>> {
    Ok(stored(conn, account, &[owner]).await?.into_iter().next())
}

pub(super) fn rules(row: &entity::Model) -> Result<Vec<Rule>> {
    serde_json::from_value(row.rules.clone()).map_err(|error| Error::corrupt(format!("notification rules: {error}")))
}
