//! "Manage": starts a job for many users at once (USR-27 to USR-30, USR-37).

use sea_orm::sea_query::{Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{ConnectionTrait, Statement, StatementBuilder};
use switchroom_entity::{job_item, user};
use switchroom_types::access::Permission;
use switchroom_types::jobs::{ItemState, JobKind};
use switchroom_types::list::Selection;
use switchroom_types::users::{BulkAction, BulkRequest, BulkStarted, CONFIRM_ABOVE};
use switchroom_types::{AccountId, AppError, FieldError, JobId, UserId};

use crate::access::{AccountScope, Actor};
use crate::error::Result;
use crate::jobs::{NewJob, enqueue};
use crate::portal::Portal;
use crate::tx::Tx;
use crate::users::change::Powers;
use crate::users::{bulk_change, filter, invite};

/// Most users that may be named one by one; larger sets are told as a query.
const MAX_IDS: usize = 10_000;
/// Deleting more users than this needs a fresh proof of identity (AUTH-B6).
const STEP_UP_ABOVE: u64 = 50;

/// Stores the job with one item a user, in the order of their names.
///
/// # Permissions
/// Welcome mails: `users.add` or `users.edit`; resets and settings: `users.edit`, roles also `roles.assign`; deletion:
/// `users.delete`. Step-up for making admins and for deleting more than [`STEP_UP_ABOVE`].
///
/// # Errors
/// 409 `users.confirm_count` with `count` when more than [`CONFIRM_ABOVE`] users are meant and that number was not
/// confirmed; 422 `users.none_selected`.
pub async fn start(portal: &Portal, actor: &Actor, account: AccountId, request: &BulkRequest) -> Result<BulkStarted> {
    let permission = match request.action {
        BulkAction::WelcomeMails => invite::mail_permission(actor),
        BulkAction::PasswordResets => Permission::USERS_EDIT,
        BulkAction::Delete => Permission::USERS_DELETE,
        BulkAction::Change => Permission::USERS_EDIT,
    };
    let scope = actor.account(portal, account, permission).await?;
    if request.action == BulkAction::Change {
        bulk_change::check(portal, actor, &scope, &request.change).await?;
    }
    let condition = selected(portal, &scope, &request.selection).await?;
    let mut tx = portal.begin(actor).await?;
    let count = count(&tx, &condition).await?;
    if count == 0 {
        return Err(AppError::invalid(vec![FieldError::new("selection", "users.none_selected", "No user is selected")]).into());
    }
    if count > CONFIRM_ABOVE && request.confirmed != Some(count) {
        let message = format!("This affects {count} users. Confirm the number to go on.");
        return Err(AppError::conflict("users.confirm_count", message).arg("count", count).into());
    }
    if request.action == BulkAction::Delete && count > STEP_UP_ABOVE {
        actor.require_step_up(portal)?;
    }
    let new = NewJob {
        account_id: scope.account_id,
        partner_id: scope.partner_id,
        kind: kind(request.action),
        payload: serde_json::json!({
            "name": scope.account.name,
            "include_registered": request.include_registered,
            "change": request.change,
            "powers": Powers::of(actor),
        }),
        total: count,
        items: Vec::new(),
        // What can be undone leads to where that is done.
        link: Some(match request.action {
            BulkAction::Change => format!("/accounts/{}/jobs/{{job}}", scope.account_id),
            _ => format!("/accounts/{}/users", scope.account_id),
        }),
    };
    let job_id = enqueue(&mut tx, new).await?;
    add_items(&tx, job_id, &scope, condition).await?;
    tx.commit().await?;
    Ok(BulkStarted { job_id, total: count })
}

fn kind(action: BulkAction) -> JobKind {
    match action {
        BulkAction::WelcomeMails => JobKind::WelcomeMails,
        BulkAction::PasswordResets => JobKind::PasswordResets,
        BulkAction::Delete => JobKind::DeleteUsers,
        BulkAction::Change => JobKind::ChangeUsers,
    }
}

/// Ids of other accounts select nobody: the tenant is part of the condition.
async fn selected(portal: &Portal, scope: &AccountScope, selection: &Selection<UserId>) -> Result<SimpleExpr> {
    let id = || Expr::col((user::Entity, user::Column::Id));
    let listed = |ids: &[UserId]| -> Result<Vec<uuid::Uuid>, AppError> {
        if ids.len() > MAX_IDS {
            let error = FieldError::new("selection", "users.too_many_ids", "Select by a query instead").arg("max", MAX_IDS);
            return Err(AppError::invalid(vec![error]));
        }
        Ok(ids.iter().map(|id| id.0).collect())
    };
    Ok(match selection {
        Selection::Ids(ids) => {
            let tenant = Expr::col((user::Entity, user::Column::AccountId)).eq(scope.account_id.0);
            tenant.and(id().is_in(listed(ids)?))
        }
        Selection::Matching { query, except } => {
            let condition = filter::condition(portal, scope, query).await?;
            if except.is_empty() { condition } else { condition.and(id().is_not_in(listed(except)?)) }
        }
    })
}

async fn count(tx: &Tx, condition: &SimpleExpr) -> Result<u64> {
    let select = Query::select().expr_as(Expr::cust("COUNT(*)"), "n").from(user::Entity).and_where(condition.clone()).to_owned();
    let n: i64 = match tx.conn().query_one(&select).await? {
        Some(row) => row.try_get("", "n")?,
        None => 0,
    };
    Ok(u64::try_from(n).unwrap_or_default())
}

/// The database copies the names itself: a hundred thousand items take no round trips.
async fn add_items(tx: &Tx, job: JobId, scope: &AccountScope, condition: SimpleExpr) -> Result<()> {
    let column = |column: user::Column| Expr::col((user::Entity, column));
    let users = Query::select()
        .expr(Expr::val(job.0))
        .expr(Expr::cust("ROW_NUMBER() OVER (ORDER BY users.name_key, users.id) - 1"))
        .expr(Expr::val(scope.account_id.0))
        .expr(column(user::Column::Name))
        .expr(column(user::Column::Id))
        .expr(Expr::val(ItemState::Pending.as_str()))
        .from(user::Entity)
        .and_where(condition)
        .to_owned();
    use job_item::Column as C;
    let mut insert = Query::insert();
    insert.into_table(job_item::Entity).columns([C::JobId, C::Idx, C::AccountId, C::Label, C::TargetId, C::State]);
    insert.select_from(users).map_err(|error| crate::error::Error::corrupt(error.to_string()))?;
    let backend = tx.portal().db.backend();
    let added = tx.conn().execute_raw(StatementBuilder::build(&insert, &backend)).await?.rows_affected();
    // PostgreSQL may have seen somebody come or go since the count.
    let sql = "UPDATE jobs SET total = $1 WHERE id = $2";
    let values = [i64::try_from(added).unwrap_or_default().into(), job.0.into()];
    tx.conn().execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    Ok(())
}
