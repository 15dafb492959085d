//! Changes the policy of an account; it acts at once, on open sessions, too.

use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement, sea_query::OnConflict};
use serde_json::{Value, json};
use switchroom_entity::{account, sign_in_policy};
use switchroom_types::access::Permission;
use switchroom_types::error::FieldConflict;
use switchroom_types::history::{Action, Asset, Change, EventType};
use switchroom_types::live::{Mark, Topic};
use switchroom_types::policies::{ForcedMfa, Policy, PolicyForm};
use switchroom_types::{AccountId, AppError};

use super::get::{self, of_account};
use super::{Networks, form};
use crate::access::{AccountScope, Actor};
use crate::error::{Error, Result};
use crate::history::Event;
use crate::portal::Portal;
use crate::tx::Tx;

/// With `seen`, only if nobody else has changed it since it was read.
///
/// # Permissions
/// `sign_in_security.edit` in the account, with step-up (AUTH-B6).
///
/// # Errors
/// 422 at the fields, `policy.excludes_you` for a list without the caller's own address (AUTH-B5); 412 `input.stale`.
pub async fn edit(portal: &Portal, actor: &Actor, account: AccountId, seen: Option<i32>, entered: &PolicyForm) -> Result<Policy> {
    let scope = actor.account(portal, account, Permission::SIGN_IN_SECURITY_EDIT).await?;
    let entered = form::check(entered, actor.origin.ip.as_deref())?;
    actor.require_step_up(portal)?;
    let mut tx = portal.begin(actor).await?;
    // The account's row stands for a policy that nobody has saved yet.
    let locked = account::Entity::find().filter(account::Column::Id.eq(scope.account_id.0));
    sea_orm::QuerySelect::lock_exclusive(locked).one(tx.conn()).await?.ok_or_else(|| Error::from(AppError::not_found("account")))?;
    let stored = of_account(tx.conn(), scope.account_id).await?;
    let before = stored.as_ref().map(get::form).unwrap_or_default();
    let changes = changes(&before, &entered);
    if seen.is_some_and(|seen| seen != stored.as_ref().map_or(0, |row| row.version)) {
        return Err(AppError::stale(conflicts(&changes)).into());
    }
    if changes.is_empty() {
        return Ok(get::view(stored, actor));
    }
    let model = model(&tx, actor, &scope, stored.as_ref(), &entered);
    save(&tx, &model).await?;
    let wider = before.networks != entered.networks;
    limit_sessions(&tx, &scope, &entered).await?;
    if wider {
        end_outside(&tx, &scope, &Networks::of(&entered.networks)).await?;
    }
    let mark = Mark { account_id: Some(scope.account_id), ..Default::default() };
    tx.wake_account(scope.partner_id, scope.account_id, Topic::Session, &mark);
    let event = Event::new(scope.account_id, scope.partner_id, Action::Edit, Asset::Account).kind(EventType::Security);
    tx.record(event.of(scope.account_id, &scope.account.name).core("part", "sign-in security").changes(changes));
    tx.commit().await?;
    Ok(get::view(Some(model), actor))
}

fn model(
    tx: &Tx,
    actor: &Actor,
    scope: &AccountScope,
    stored: Option<&sign_in_policy::Model>,
    entered: &PolicyForm,
) -> sign_in_policy::Model {
    let number = |value: u32| i32::try_from(value).unwrap_or(i32::MAX);
    let before = stored.and_then(|row| ForcedMfa::parse(&row.mfa)).unwrap_or(ForcedMfa::Off);
    // Whoever was asked before keeps their time; widening begins anew, so that the new ones have theirs.
    let mfa_since = match entered.mfa {
        ForcedMfa::Off => None,
        same if same == before => stored.and_then(|row| row.mfa_since),
        _ => Some(tx.now().0),
    };
    sign_in_policy::Model {
        account_id: scope.account_id.0,
        version: stored.map_or(0, |row| row.version) + 1,
        idle_minutes: number(entered.idle_minutes),
        absolute_minutes: number(entered.absolute_minutes),
        mfa: entered.mfa.as_str().to_owned(),
        mfa_since,
        grace_days: number(entered.grace_days),
        networks: json!(entered.networks),
        modified_at: tx.now().0,
        modified_by: actor.name.clone(),
    }
}

async fn save(tx: &Tx, model: &sign_in_policy::Model) -> Result<()> {
    use sign_in_policy::Column as C;
    let row = sign_in_policy::ActiveModel {
        account_id: Set(model.account_id),
        version: Set(model.version),
        idle_minutes: Set(model.idle_minutes),
        absolute_minutes: Set(model.absolute_minutes),
        mfa: Set(model.mfa.clone()),
        mfa_since: Set(model.mfa_since),
        grace_days: Set(model.grace_days),
        networks: Set(model.networks.clone()),
        modified_at: Set(model.modified_at),
        modified_by: Set(model.modified_by.clone()),
    };
    let columns =
        [C::Version, C::IdleMinutes, C::AbsoluteMinutes, C::Mfa, C::MfaSince, C::GraceDays, C::Networks, C::ModifiedAt, C::ModifiedBy];
    let conflict = OnConflict::column(C::AccountId).update_columns(columns).to_owned();
    sign_in_policy::Entity::insert(row).on_conflict(conflict).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// The limits hold for open sessions, too, as if they had begun under them.
async fn limit_sessions(tx: &Tx, scope: &AccountScope, entered: &PolicyForm) -> Result<()> {
    let micros = |minutes: u32| i64::from(minutes) * 60 * 1_000_000;
    let sql = "UPDATE sessions SET idle_limit = $1, expires_at = created_at + $2 WHERE account_id = $3";
    let values = [micros(entered.idle_minutes).into(), micros(entered.absolute_minutes).into(), scope.account_id.0.into()];
    tx.conn().execute_raw(Statement::from_sql_and_values(tx.portal().db.backend(), sql, values)).await?;
    Ok(())
}

/// Sessions that began at an address outside end for good. Requests are judged by their own address besides.
async fn end_outside(tx: &Tx, scope: &AccountScope, networks: &Networks) -> Result<()> {
    let backend = tx.portal().db.backend();
    let sql = "SELECT DISTINCT ip FROM sessions WHERE account_id = $1";
    let rows = tx.conn().query_all_raw(Statement::from_sql_and_values(backend, sql, [scope.account_id.0.into()])).await?;
    for row in rows {
        let ip: String = row.try_get("", "ip")?;
        if !networks.allow(Some(&ip)) {
            let sql = "DELETE FROM sessions WHERE account_id = $1 AND ip = $2";
            tx.conn().execute_raw(Statement::from_sql_and_values(backend, sql, [scope.account_id.0.into(), ip.into()])).await?;
        }
    }
    Ok(())
}

fn changes(before: &PolicyForm, after: &PolicyForm) -> Vec<Change> {
    let fields = |form: &PolicyForm| -> [(&'static str, Value); 5] {
        [
            ("idle_minutes", json!(form.idle_minutes)),
            ("absolute_minutes", json!(form.absolute_minutes)),
            ("mfa", json!(form.mfa.as_str())),
            ("grace_days", json!(form.grace_days)),
            ("networks", json!(form.networks)),
        ]
    };
    let pairs = fields(before).into_iter().zip(fields(after));
    let differing = pairs.filter(|((_, before), (_, after))| before != after);
    differing.map(|((property, before), (_, after))| Change { property: property.to_owned(), before, after }).collect()
}

fn conflicts(changes: &[Change]) -> Vec<FieldConflict> {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Array(lines) => lines.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    };
    let conflict =
        |change: &Change| FieldConflict { field: change.property.clone(), yours: text(&change.after), theirs: text(&change.before) };
    changes.iter().map(conflict).collect()
}
