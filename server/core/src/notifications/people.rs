//! Who is told about an account (NOTIF-08): its admins, and the partner users in whose scope it lies; and who may still be
//! written to about it (NOTIF-B3).

use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Statement};
use switchroom_entity::{account, account_manager, user};
use switchroom_types::access::{Role, Scope};
use switchroom_types::accounts::AccountKind;
use switchroom_types::users::UserStatus;
use switchroom_types::{AccountId, PartnerId, UserId};
use uuid::Uuid;

use crate::error::Result;
use crate::tx::Tx;

/// Ids asked for at once.
const CHUNK: usize = 500;

/// Whom something concerns.
#[derive(Clone, Copy, Debug)]
pub enum Audience<'a> {
    /// Admins of the account, Administrators of its partner, and its Account Managers.
    Account(&'a account::Model),
    /// Everybody of a partner, for what no account has yet.
    Partner(PartnerId),
}

/// The active people of an audience.
pub async fn audience(tx: &Tx, audience: Audience<'_>) -> Result<Vec<user::Model>> {
    let people = match audience {
        Audience::Partner(partner) => Condition::all().add(of_partner(partner.0)),
        Audience::Account(account) => {
            let managers = Query::select()
                .column(account_manager::Column::UserId)
                .from(account_manager::Entity)
                .and_where(Expr::col(account_manager::Column::AccountId).eq(account.id))
                .to_owned();
            let in_scope = user::Column::Scope.eq(Scope::All.as_str()).or(user::Column::Id.in_subquery(managers));
            let admins = user::Column::AccountId.eq(account.id).and(user::Column::Role.eq(Role::Admin.as_str()));
            Condition::any().add(admins).add(Condition::all().add(of_partner(account.partner_id)).add(in_scope))
        }
    };
    Ok(user::Entity::find().filter(people).filter(user::Column::Status.eq(UserStatus::Active.as_str())).all(tx.conn()).await?)
}

/// Somebody to write to.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Reader {
    pub id: Uuid,
    pub account_id: Uuid,
    pub account_name: String,
    pub email: String,
    pub language: String,
    /// Of their profile, otherwise their account's.
    pub zone: String,
}

/// The person, if they can sign in: active and registered, in an active account.
pub(crate) async fn reader(conn: &impl ConnectionTrait, user: UserId) -> Result<Option<Reader>> {
    let sql = "SELECT u.id, u.account_id, a.name AS account_name, u.email, u.language, COALESCE(u.time_zone, a.time_zone) AS zone FROM users u \
               JOIN accounts a ON a.id = u.account_id \
               WHERE u.id = $1 AND u.status = 'active' AND u.registration = 'registered' AND a.state = 'active'";
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, [user.0.into()]);
    Ok(conn.query_one_raw(statement).await?.map(|row| Reader::from_query_result(&row, "")).transpose()?)
}

/// Whether the account is the person's own, or in their scope as a partner user.
pub(crate) async fn sees(conn: &impl ConnectionTrait, user: UserId, account: AccountId) -> Result<bool> {
    Ok(seen(conn, user, &[account]).await?.next().is_some())
}

/// Those of the accounts that the person sees, with their names now.
pub(crate) async fn seen(
    conn: &impl ConnectionTrait,
    user: UserId,
    accounts: &[AccountId],
) -> Result<impl Iterator<Item = (AccountId, String)>> {
    let mut found = Vec::new();
    for chunk in accounts.chunks(CHUNK) {
        let marks = (2..chunk.len() + 2).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
        let sql = format!(
            "SELECT a.id, a.name FROM accounts a, users u JOIN accounts own ON own.id = u.account_id \
             WHERE u.id = $1 AND a.id IN ({marks}) AND (a.id = own.id OR (u.role = 'partner' AND own.kind = 'partner' \
             AND a.partner_id = own.partner_id AND (u.scope = 'all' OR EXISTS \
             (SELECT 1 FROM account_managers m WHERE m.account_id = a.id AND m.user_id = u.id))))"
        );
        let values: Vec<sea_orm::Value> = std::iter::once(user.0.into()).chain(chunk.iter().map(|id| id.0.into())).collect();
        for row in conn.query_all_raw(Statement::from_sql_and_values(conn.get_database_backend(), sql, values)).await? {
            found.push((AccountId(row.try_get("", "id")?), row.try_get("", "name")?));
        }
    }
    Ok(found.into_iter())
}

fn of_partner(partner: Uuid) -> Condition {
    let own = Query::select()
        .column(account::Column::Id)
        .from(account::Entity)
        .and_where(Expr::col(account::Column::PartnerId).eq(partner))
        .and_where(Expr::col(account::Column::Kind).eq(AccountKind::Partner.as_str()))
        .to_owned();
    Condition::all().add(user::Column::AccountId.in_subquery(own)).add(user::Column::Role.eq(Role::Partner.as_str()))
}
