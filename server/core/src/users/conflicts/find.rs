//! Who has the same value. Among users a value is unique in its column, so a clash is one's mobile being another's phone, a
//! new address that waits and is somebody's, or what somebody in the bin or a queued synchronisation has as well.

use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};
use std::collections::BTreeMap;
use switchroom_types::access::Permission;
use switchroom_types::conflicts::{Clash, ClashKind, Clashes, Holder, HolderState, LISTED};
use switchroom_types::users::{UserSource, UserStatus};
use switchroom_types::{AccountId, Timestamp, UserId};
use uuid::Uuid;

use super::queued;
use crate::access::{AccountScope, Actor};
use crate::error::{Error, Result};
use crate::portal::Portal;
use crate::users::rights::Judge;

/// Every clash of the account, or those of one value.
///
/// # Permissions
/// `users.view`; people in the bin only with `users.delete`, as there.
pub async fn clashes(portal: &Portal, actor: &Actor, account: AccountId) -> Result<Clashes> {
    let scope = actor.account_in_any_state(portal, account, Permission::USERS_VIEW).await?;
    let bin = actor.can(Permission::USERS_DELETE);
    let mut values = shared_values(portal.db.read(), &scope, bin, portal.clock.now()).await?;
    for sync in queued::waiting(portal, scope.account_id).await? {
        let numbers = [sync.mobile, sync.phone].into_iter().flatten().map(|number| (ClashKind::Phone, number));
        let extension = sync.extension.into_iter().map(|extension| (ClashKind::Extension, extension));
        values.extend(numbers.chain(extension).chain([(ClashKind::Email, crate::text::key(&sync.email))]));
    }
    values.sort();
    values.dedup();
    let more = values.len() > LISTED;
    values.truncate(LISTED);
    let mut items = Vec::with_capacity(values.len());
    for (kind, value) in values {
        let holders = holders(portal, actor, &scope, kind, &value, bin).await?;
        if holders.len() > 1 {
            items.push(Clash { kind, value, holders });
        }
    }
    Ok(Clashes { items, more })
}

/// Values that more than one has. Each part starts from the smaller side and finds the other by its unique index.
async fn shared_values(conn: &impl ConnectionTrait, scope: &AccountScope, bin: bool, now: Timestamp) -> Result<Vec<(ClashKind, String)>> {
    // Addresses that wait are stored as entered; PostgreSQL must be told how they compare with folded ones.
    let waiting = match conn.get_database_backend() {
        DbBackend::Postgres => "LOWER(one.pending_email COLLATE \"C\")",
        _ => "LOWER(one.pending_email)",
    };
    let mut sql = format!(
        "SELECT 'phone' AS kind, one.mobile AS value FROM users one JOIN users other ON other.account_id = one.account_id \
         AND other.phone = one.mobile AND other.id <> one.id WHERE one.account_id = $1 AND one.mobile IS NOT NULL \
         UNION SELECT 'email', other.email_key FROM users one JOIN users other ON other.account_id = one.account_id \
         AND other.email_key = {waiting} AND other.id <> one.id WHERE one.account_id = $1 AND one.pending_email IS NOT NULL"
    );
    let kept = "FROM deleted_users gone JOIN users one ON one.account_id = gone.account_id";
    let when = "WHERE gone.account_id = $1 AND gone.purge_after > $2 AND gone.merged_into IS NULL";
    if bin {
        sql.push_str(&format!(" UNION SELECT 'email', gone.email_key {kept} AND one.email_key = gone.email_key {when}"));
        sql.push_str(&format!(" UNION SELECT 'extension', gone.extension {kept} AND one.extension = gone.extension {when}"));
        for (theirs, ours) in [("mobile", "mobile"), ("mobile", "phone"), ("phone", "mobile"), ("phone", "phone")] {
            sql.push_str(&format!(" UNION SELECT 'phone', gone.{theirs} {kept} AND one.{ours} = gone.{theirs} {when}"));
        }
    }
    let mut values = vec![scope.account_id.0.into()];
    if bin {
        values.push(now.0.into());
    }
    sql.push_str(&format!(" ORDER BY 1, 2 LIMIT {}", LISTED + 1));
    let rows = conn.query_all_raw(Statement::from_sql_and_values(conn.get_database_backend(), sql, values)).await?;
    rows.iter()
        .map(|row| {
            let kind: String = row.try_get("", "kind")?;
            Ok((ClashKind::parse(&kind).ok_or_else(|| Error::corrupt("kind of a clash"))?, row.try_get("", "value")?))
        })
        .collect()
}

#[derive(Debug, FromQueryResult)]
struct Found {
    id: Uuid,
    name: String,
    email: String,
    field: String,
    state: String,
    source: Option<String>,
    role: String,
    scope: Option<String>,
    role_id: Option<Uuid>,
    deleted_at: Option<i64>,
}

/// Everybody who has a value, whoever keeps it first: active, inactive, in the bin, queued.
pub(super) async fn holders(
    portal: &Portal,
    actor: &Actor,
    scope: &AccountScope,
    kind: ClashKind,
    value: &str,
    bin: bool,
) -> Result<Vec<Holder>> {
    let (columns, kept): (&[(&str, &str)], &[(&str, &str)]) = match kind {
        ClashKind::Phone => (&[("mobile", "mobile = $2"), ("phone", "phone = $2")], &[("mobile", "mobile = $2"), ("phone", "phone = $2")]),
        ClashKind::Email => {
            (&[("email", "email_key = $2"), ("pending_email", "LOWER(pending_email) = $2")], &[("email", "email_key = $2")])
        }
        ClashKind::Extension => (&[("extension", "extension = $2")], &[("extension", "extension = $2")]),
    };
    let mut parts = Vec::new();
    for (field, condition) in columns {
        parts.push(format!(
            "SELECT id, name, email, '{field}' AS field, status AS state, source, role, scope, role_id, CAST(NULL AS BIGINT) AS deleted_at \
             FROM users WHERE account_id = $1 AND {condition}"
        ));
    }
    let mut values = vec![scope.account_id.0.into(), value.into()];
    if bin {
        values.push(portal.clock.now().0.into());
        for (field, condition) in kept {
            parts.push(format!(
                "SELECT id, name, email, '{field}', 'deleted', CAST(NULL AS TEXT), role, scope, NULL, deleted_at \
                 FROM deleted_users WHERE account_id = $1 AND {condition} AND purge_after > $3 AND merged_into IS NULL"
            ));
        }
    }
    let db = &portal.db;
    let rows = db.read().query_all_raw(Statement::from_sql_and_values(db.backend(), parts.join(" UNION ALL "), values)).await?;
    let judge = Judge::of(db.read(), actor, scope).await?;
    let mut found: BTreeMap<(HolderState, Uuid), Holder> = BTreeMap::new();
    for row in &rows {
        let row = Found::from_query_result(row, "")?;
        let holder = holder(row, &judge)?;
        // Somebody whose mobile number is also their phone stands there once.
        found.entry((holder.state, holder.id.0)).or_insert(holder);
    }
    for sync in queued::waiting(portal, scope.account_id).await? {
        let has = match kind {
            ClashKind::Phone => sync.mobile.as_deref() == Some(value) || sync.phone.as_deref() == Some(value),
            ClashKind::Extension => sync.extension.as_deref() == Some(value),
            ClashKind::Email => crate::text::key(&sync.email) == value,
        };
        if has {
            let (id, state) = (sync.id, HolderState::Queued);
            let (field, source) = (kind.to_string(), sync.source);
            let waiting = Holder { id, name: sync.name, email: sync.email, state, field, source, deleted_at: None, above: false };
            found.insert((state, id.0), waiting);
        }
    }
    Ok(found.into_values().collect())
}

fn holder(row: Found, judge: &Judge) -> Result<Holder> {
    let state = match UserStatus::parse(&row.state) {
        Some(status) => status.into(),
        None => HolderState::parse(&row.state).ok_or_else(|| Error::corrupt("state of a holder"))?,
    };
    Ok(Holder {
        id: UserId(row.id),
        name: row.name,
        email: row.email,
        state,
        field: row.field,
        source: row.source.as_deref().and_then(UserSource::parse).unwrap_or(UserSource::Portal),
        deleted_at: row.deleted_at.map(Timestamp),
        above: judge.is_above_stored(&row.role, row.scope.as_deref(), row.role_id),
    })
}
