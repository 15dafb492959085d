//! The job that adds users. Each step takes valid rows out of the preview and puts users, their history and the job's
//! items in, all in one transaction: after a crash the next runner finds exactly what is left.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use switchroom_entity::{account, import, import_row, job_item, user};
use switchroom_types::accounts::AccountState;
use switchroom_types::history::{Action, Asset};
use switchroom_types::imports::ImportState;
use switchroom_types::jobs::ItemState;
use switchroom_types::users::UserSource;
use switchroom_types::{AppError, ImportId, PartnerId};

use super::clashes::taken;
use super::row::{self, CheckedRow, VALID};
use super::store;
use super::validate::{Rules, check, role};
use crate::error::{Error, Result};
use crate::history::{Event, changes};
use crate::jobs::{Counts, JobContext, Step};
use crate::tx::Tx;
use crate::users::row::{NewUser, insert};

/// Rows per step: some tens of milliseconds, so that other writers get their turn.
pub(super) const BATCH: u64 = 500;
/// How often a step that ran into somebody else's new user is tried again.
const RACES: u32 = 5;

pub(crate) async fn perform(context: &JobContext) -> Result<serde_json::Value> {
    let id: ImportId = context.payload("import_id")?;
    let mut races = 0;
    loop {
        match step(context, id).await {
            Ok(true) => races = 0,
            Ok(false) => break,
            // The check before the insert saw no clash, the index did: the next attempt sees it, too (IMP-14).
            Err(error) if error.unique_violation().is_some() && races < RACES => races += 1,
            Err(error) => return Err(error),
        }
    }
    let left = import::Entity::find_by_id(id.0).one(context.portal.db.write()).await?.map_or(0, |import| import.row_count);
    Ok(serde_json::json!({ "import_id": id, "rows_left": left }))
}

/// Adds the next rows; false when there are none or the job was cancelled.
pub(super) async fn step(context: &JobContext, id: ImportId) -> Result<bool> {
    let Some(mut step) = context.step().await? else { return Ok(false) };
    let account = account::Entity::find_by_id(context.job.account_id).one(step.tx.conn()).await?;
    let account = account
        .filter(|account| account.state == AccountState::Active.as_str())
        .ok_or_else(|| Error::from(AppError::conflict("account.deactivated", "This account is deactivated. Reactivate it first.")))?;
    let rows = import_row::Entity::find()
        .filter(import_row::Column::ImportId.eq(id.0))
        .filter(import_row::Column::State.eq(VALID))
        .order_by_asc(import_row::Column::Idx)
        .limit(BATCH)
        .all(step.tx.conn())
        .await?;
    if rows.is_empty() {
        close(&step, id).await?;
        step.commit(Counts::default()).await?;
        return Ok(false);
    }
    let rules = Rules { country: account.country.clone(), may_assign_roles: context.payload("may_assign_roles")? };
    let (valid, invalid) = recheck(context, &step, &rules, rows).await?;
    let counts = Counts { succeeded: as_count(valid.len()), failed: as_count(invalid.len()), skipped: 0 };
    let mut items = add(&mut step.tx, context, &account, id, valid).await?;
    for row in invalid {
        let (code, message) = row.errors.first().map(|error| (error.code.to_string(), error.message.clone())).unwrap_or_default();
        items.push(item(context, row.row, row.cells.email.clone(), ItemState::Failed, Some((code, message))));
        store::update(step.tx.conn(), id, context.account_id(), row).await?;
    }
    job_item::Entity::insert_many(items).exec_without_returning(step.tx.conn()).await?;
    store::count(step.tx.conn(), id, -counts.succeeded, counts.failed).await?;
    step.commit(counts).await?;
    Ok(true)
}

/// Checks rows at the moment of writing: somebody else may have taken an address since (IMP-14).
async fn recheck(
    context: &JobContext,
    step: &Step<'_>,
    rules: &Rules,
    rows: Vec<import_row::Model>,
) -> Result<(Vec<CheckedRow>, Vec<CheckedRow>)> {
    let mut checked = Vec::with_capacity(rows.len());
    for model in rows {
        let cells = row::cells(&model)?;
        let (keys, errors) = check(&cells, rules);
        checked.push(CheckedRow { row: model.idx, cells, keys, errors });
    }
    let taken = taken(step.tx.conn(), context.account_id(), checked.iter().map(|row| &row.keys)).await?;
    for row in &mut checked {
        row.errors.extend(taken.errors(&row.keys));
    }
    Ok(checked.into_iter().partition(|row| row.errors.is_empty()))
}

/// Stores users with their events and takes their rows out of the preview. Returns the job's items.
async fn add(
    tx: &mut Tx,
    context: &JobContext,
    account: &account::Model,
    id: ImportId,
    rows: Vec<CheckedRow>,
) -> Result<Vec<job_item::ActiveModel>> {
    let numbers: Vec<i64> = rows.iter().map(|row| row.row).collect();
    let users: Vec<user::Model> = rows.into_iter().map(|row| new_user(context, account, row).into_model(tx)).collect();
    insert(tx, context.account_id(), &users).await?;
    let partner = Some(PartnerId(account.partner_id));
    for user in &users {
        let event = Event::new(context.account_id(), partner, Action::Create, Asset::User).of(user.id, &user.name);
        tx.record(event.changes(changes(None, Some(user))));
    }
    import_row::Entity::delete_many()
        .filter(import_row::Column::ImportId.eq(id.0))
        .filter(import_row::Column::Idx.is_in(numbers.iter().copied()))
        .exec(tx.conn())
        .await?;
    let done = |(number, user): (i64, user::Model)| {
        let mut item = item(context, number, user.name, ItemState::Done, None);
        item.target_id = Set(Some(user.id));
        item
    };
    Ok(numbers.into_iter().zip(users).map(done).collect())
}

fn new_user(context: &JobContext, account: &account::Model, row: CheckedRow) -> NewUser {
    let optional = |text: String| (!text.is_empty()).then_some(text);
    NewUser {
        account_id: context.account_id(),
        name: row.cells.name,
        first_name: row.cells.first_name,
        last_name: row.cells.last_name,
        email: row.cells.email,
        login_id: optional(row.cells.login_id),
        mobile: optional(row.keys.mobile),
        extension: optional(row.keys.extension),
        role: role(&row.cells.role).unwrap_or(switchroom_types::access::Role::User),
        scope: None,
        source: UserSource::Import,
        language: account.language.clone(),
    }
}

fn item(context: &JobContext, number: i64, label: String, state: ItemState, reason: Option<(String, String)>) -> job_item::ActiveModel {
    let (code, message) = reason.unzip();
    job_item::ActiveModel {
        job_id: Set(context.job.id),
        idx: Set(number),
        account_id: Set(context.job.account_id),
        label: Set(label),
        target_id: Set(None),
        state: Set(state.as_str().to_owned()),
        code: Set(code),
        message: Set(message),
    }
}

/// Nothing valid is left: the rest waits for review.
async fn close(step: &Step<'_>, id: ImportId) -> Result<()> {
    let conn = step.tx.conn();
    let left = import::Entity::find_by_id(id.0).one(conn).await?.map_or(0, |import| import.row_count);
    let state = if left > 0 { ImportState::Review } else { ImportState::Done };
    import::Entity::update_many()
        .col_expr(import::Column::State, state.as_str().into())
        .filter(import::Column::Id.eq(id.0))
        .exec(conn)
        .await?;
    Ok(())
}

fn as_count(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}
