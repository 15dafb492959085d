//! Giving a role to accounts and taking it from them, as jobs (ROLE-17, ROLE-19).

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use switchroom_entity::{account, role, role_account, user};
use switchroom_types::access::{Base, Permission, Permissions, Role};
use switchroom_types::jobs::JobKind;
use switchroom_types::list::{ListQuery, Selection};
use switchroom_types::roles::{AssignRole, MAX_ACCOUNTS, Successor};
use switchroom_types::users::BulkStarted;
use switchroom_types::{AccountId, AppError, FieldError, PartnerId, RoleId};
use uuid::Uuid;

use super::book::Custom;
use super::{accounts, row};
use crate::access::{Actor, PartnerScope};
use crate::error::Result;
use crate::jobs::{NewItem, NewJob, enqueue};
use crate::portal::Portal;
use crate::tx::Tx;
use crate::users::change::Powers;

/// Lets a role be given in accounts; those that have it already are skipped.
///
/// # Permissions
/// `roles.edit`, partner users; a role within the caller's own rights (ROLE-22), accounts within reach.
///
/// # Errors
/// 404 for roles and accounts beyond reach; 422 `role.base_unfit` where the base does not fit the account (ROLE-16),
/// `account.too_many`, `role.none_selected`; 403 `role.own`, `role.more_rights`.
pub async fn assign(portal: &Portal, actor: &Actor, id: RoleId, request: &AssignRole) -> Result<BulkStarted> {
    let scope = actor.partner(Permission::ROLES_EDIT)?;
    let tx = portal.begin(actor).await?;
    let role = row::lock(&tx, scope.partner_id, id).await?;
    row::not_own(actor, id)?;
    let custom = Custom::of(&role)?;
    row::within_own(actor, custom.permissions)?;
    let found = selected(portal, &tx, &scope, &role, &request.selection).await?;
    let payload = serde_json::json!({ "name": role.name, "role_id": role.id, "powers": Powers::of(actor) });
    start(tx, actor, scope.partner_id, JobKind::RoleAssign, payload, found, Some(id)).await
}

/// Takes a role from accounts; whoever holds it there becomes what is asked for.
///
/// # Permissions
/// As [`assign`]; `roles.assign` and a fresh proof of identity where people become anything but User.
///
/// # Errors
/// As [`assign`]; 422 `role.successor_required` at `holders_become` while somebody holds it there, `role.successor_unfit`.
pub async fn unassign(portal: &Portal, actor: &Actor, id: RoleId, request: &AssignRole) -> Result<BulkStarted> {
    let scope = actor.partner(Permission::ROLES_EDIT)?;
    let tx = portal.begin(actor).await?;
    let role = row::lock(&tx, scope.partner_id, id).await?;
    row::not_own(actor, id)?;
    row::within_own(actor, Custom::of(&role)?.permissions)?;
    let found = selected(portal, &tx, &scope, &role, &request.selection).await?;
    let ids: Vec<Uuid> = found.iter().map(|account| account.id).collect();
    let mut held = Vec::new();
    for chunk in ids.chunks(1_000) {
        let holders = user::Entity::find().filter(user::Column::RoleId.eq(role.id)).filter(user::Column::AccountId.is_in(chunk.to_vec()));
        if holders.count(tx.conn()).await? > 0 {
            held.extend_from_slice(chunk);
        }
    }
    let becomes = successor(portal, &tx, actor, &role, request.holders_become.as_ref(), &held).await?;
    let payload = serde_json::json!({
        "name": role.name, "role_id": role.id, "powers": Powers::of(actor), "holders_become": becomes,
    });
    start(tx, actor, scope.partner_id, JobKind::RoleUnassign, payload, found, Some(id)).await
}

/// What the holders in some accounts become; none if there are none.
///
/// # Errors
/// 422 at `holders_become`; 403 for rights that the caller does not have.
pub(super) async fn successor(
    portal: &Portal,
    tx: &Tx,
    actor: &Actor,
    role: &role::Model,
    asked: Option<&Successor>,
    held: &[Uuid],
) -> Result<Option<Successor>> {
    let refuse = |code: &'static str, text: &str| AppError::invalid(vec![FieldError::new("holders_become", code, text)]);
    let Some(asked) = asked else {
        if held.is_empty() {
            return Ok(None);
        }
        return Err(refuse("role.successor_required", "Somebody holds this role. Choose what they become.").into());
    };
    let unfit = || refuse("role.successor_unfit", "Holders of this role cannot become that");
    let base = Base::parse(&role.base);
    let rights = match (asked, base) {
        (Successor::User, Some(Base::Administrator)) => Permissions::NONE,
        (Successor::Admin, Some(Base::Administrator)) => Role::Admin.permissions(),
        // They reach no account any more, whatever they could do in one.
        (Successor::Manager, Some(Base::Partner)) => Role::Partner.permissions(),
        (Successor::Role(other), _) => {
            if other.0 == role.id {
                return Err(unfit().into());
            }
            let other = row::find(tx.conn(), PartnerId(role.partner_id), *other).await.map_err(|_| unfit())?;
            let custom = Custom::of(&other)?;
            if Some(custom.base) != base {
                return Err(unfit().into());
            }
            for chunk in held.chunks(1_000) {
                let present = role_account::Entity::find()
                    .filter(role_account::Column::RoleId.eq(other.id))
                    .filter(role_account::Column::AccountId.is_in(chunk.to_vec()));
                if present.count(tx.conn()).await? < chunk.len() as u64 {
                    let text = "The other role is not assigned to every one of these accounts";
                    return Err(refuse("role.successor_not_assigned", text).into());
                }
            }
            custom.permissions
        }
        _ => return Err(unfit().into()),
    };
    if *asked != Successor::User {
        actor.require(Permission::ROLES_ASSIGN)?;
        row::within_own(actor, rights)?;
        if !rights.is_within(Custom::of(role)?.permissions) {
            actor.require_step_up(portal)?;
        }
    }
    Ok(Some(asked.clone()))
}

/// The selected accounts, all within reach and of the kind that the role is for, in the order of their ids.
async fn selected(
    portal: &Portal,
    tx: &Tx,
    scope: &PartnerScope,
    role: &role::Model,
    selection: &Selection<AccountId>,
) -> Result<Vec<account::Model>> {
    let mut ids: Vec<Uuid> = match selection {
        Selection::Ids(ids) => ids.iter().map(|id| id.0).collect(),
        Selection::Matching { query, except } => {
            let query = ListQuery { cursor: None, ..query.clone() };
            let mut matching = accounts::matching(portal, scope, role, &query).await?;
            matching.limit(MAX_ACCOUNTS as u64 + except.len() as u64 + 1);
            let rows = portal.db.read().query_all(&matching).await?;
            let found = rows.iter().map(|row| row.try_get::<Uuid>("", "id")).collect::<Result<Vec<_>, _>>()?;
            found.into_iter().filter(|id| !except.iter().any(|left| left.0 == *id)).collect()
        }
    };
    ids.sort();
    ids.dedup();
    if ids.len() > MAX_ACCOUNTS {
        let message = format!("At most {MAX_ACCOUNTS} accounts at once.");
        return Err(AppError::new(422, "account.too_many", message).arg("max", MAX_ACCOUNTS).into());
    }
    if ids.is_empty() {
        return Err(AppError::invalid(vec![FieldError::new("selection", "role.none_selected", "No account is selected")]).into());
    }
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(1_000) {
        let reached = account::Entity::find()
            .filter(scope.known_accounts(account::Column::PartnerId.into_expr(), account::Column::Id.into_expr()))
            .filter(account::Column::Id.is_in(chunk.to_vec()))
            .order_by_asc(account::Column::Id);
        found.extend(reached.all(tx.conn()).await?);
    }
    if found.len() < ids.len() {
        return Err(AppError::not_found("account").into());
    }
    let kind = row::account_kind(role);
    if found.iter().any(|account| account.kind != kind.as_str()) {
        let text = "Roles on the Administrator base are for customer accounts, those on the Partner base for the Partner Account";
        return Err(AppError::invalid(vec![FieldError::new("selection", "role.base_unfit", text)]).into());
    }
    Ok(found)
}

/// Stores the job; its accounts are its units.
pub(super) async fn start(
    mut tx: Tx,
    actor: &Actor,
    partner: PartnerId,
    kind: JobKind,
    payload: serde_json::Value,
    accounts: Vec<account::Model>,
    role: Option<RoleId>,
) -> Result<BulkStarted> {
    let total = accounts.len() as u64;
    let items = accounts.into_iter().map(|account| NewItem { label: account.name, target_id: Some(account.id) }).collect();
    // Where the role goes, its list is left.
    let link = role.map_or_else(|| "/roles".to_owned(), |role| format!("/roles/{role}?tab=accounts"));
    let new = NewJob { account_id: actor.account_id, partner_id: Some(partner), kind, payload, total, items, link: Some(link) };
    let job_id = enqueue(&mut tx, new).await?;
    tx.commit().await?;
    Ok(BulkStarted { job_id, total })
}
