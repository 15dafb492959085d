//! The job that adds and changes users. Each step takes valid rows out of the preview and puts users, their history and the job's
//! items in, all in one transaction: after a crash the next runner finds exactly what is left.

use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;
use switchroom_entity::{account, import, import_row, job_item, user};
use switchroom_types::accounts::AccountState;
use switchroom_types::history::{Action, Asset};
use switchroom_types::imports::{ImportField, ImportState};
use switchroom_types::jobs::ItemState;
use switchroom_types::users::UserSource;
use switchroom_types::{AppError, FieldError, ImportId, PartnerId, UserId};
use uuid::Uuid;

use super::clashes::taken;
use super::row::{self, CheckedRow, VALID};
use super::validate::{Rules, Templates, check, unknown_user};
use super::{people, store};
use crate::access::AccountScope;
use crate::error::{Error, Result};
use crate::history::Event;
use crate::jobs::{Counts, JobContext, Step};
use crate::templates::{self, Assigned};
use crate::text;
use crate::tx::Tx;
use crate::users::rights::{Judge, Standing};
use crate::users::row::{NewUser, insert};
use crate::users::{change, find};

/// Rows per step: some tens of milliseconds, so that other writers get their turn.
pub(super) const BATCH: u64 = 500;
/// How often a step that ran into somebody else's new user is tried again.
const RACES: u32 = 5;
/// What the job's items say of rows that name somebody; the others added a person, and only those can be undone.
pub(super) const UPDATED: &str = "imports.updated";
pub(super) const UNCHANGED: &str = "imports.unchanged";

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
    let scope = AccountScope::of(account.clone())?;
    let rules = Rules {
        country: account.country.clone(),
        may_edit: context.payload("may_edit")?,
        templates: Templates {
            // Jobs of an earlier version knew of no templates.
            permitted: context.payload::<Option<bool>>("may_use_templates")?.unwrap_or_default(),
            known: templates::applicable(step.tx.conn(), context.account_id()).await?.into(),
        },
        judge: Judge::with(step.tx.conn(), context.payload("powers")?, &scope).await?,
    };
    if rows.iter().any(|row| row.user_key.is_some()) {
        find::take_turns(&step.tx, context.account_id()).await?;
    }
    let (valid, mut invalid) = recheck(context, &step, &rules, rows).await?;
    let (changing, new): (Vec<_>, Vec<_>) = valid.into_iter().partition(|row| row.cells.is_update());
    let mut done: Vec<i64> = new.iter().chain(&changing).map(|row| row.row).collect();
    let mut items = add(&mut step.tx, context, &rules, &account, new).await?;
    for row in changing {
        match update(&mut step.tx, context, &scope, &rules, &row).await? {
            Ok(item) => items.push(item),
            Err(errors) => {
                done.retain(|number| *number != row.row);
                invalid.push(CheckedRow { errors, ..row });
            }
        }
    }
    import_row::Entity::delete_many()
        .filter(import_row::Column::ImportId.eq(id.0))
        .filter(import_row::Column::Idx.is_in(done.iter().copied()))
        .exec(step.tx.conn())
        .await?;
    let counts = Counts { succeeded: as_count(done.len()), failed: as_count(invalid.len()), skipped: 0 };
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

/// Changes the person whom a row names, with the rights of whoever started the job. The errors of a refusal stay with the row.
async fn update(
    tx: &mut Tx,
    context: &JobContext,
    scope: &AccountScope,
    rules: &Rules,
    row: &CheckedRow,
) -> Result<Result<job_item::ActiveModel, Vec<FieldError>>> {
    let Ok(id) = row.keys.user.parse::<UserId>() else { return Ok(Err(vec![unknown_user()])) };
    let changed = async {
        let before = find::for_update(tx, scope.account_id, id).await?;
        let after = change::prepare(tx, &rules.judge, scope, &before, &people::patch(rules, &row.cells)).await?;
        let differs = after != before;
        if differs {
            change::store(tx, scope, &before, &after).await?;
        }
        let named = std::slice::from_ref(&row.cells.template);
        let known = known_templates(tx, context, named).await?;
        let mut given = None;
        if let Some(assigned) = known.get(&text::fold(&row.cells.template)) {
            let present = templates::of_user(tx.conn(), scope.account_id, after.id).await?;
            given = templates::put(tx, &after, present, assigned).await?;
        }
        if let Some(told) = given.clone() {
            // IMP-15: one event of a row, whatever it changes.
            if differs {
                tx.extend_last(told);
            } else {
                let event = Event::new(scope.account_id, scope.partner_id, Action::Edit, Asset::User).of(after.id, &after.name);
                tx.record(event.changes(told));
            }
        }
        Ok((after.name, differs || given.is_some()))
    };
    let (name, differs) = match changed.await {
        Ok(done) => done,
        Err(Error::App(refusal)) if refusal.status < 500 => return Ok(Err(told_at_row(refusal))),
        Err(error) => return Err(error),
    };
    let (code, message) = if differs { (UPDATED, "Changed") } else { (UNCHANGED, "Nothing to change") };
    let mut item = item(context, row.row, name, ItemState::Done, Some((code.to_owned(), message.to_owned())));
    item.target_id = Set(Some(id.0));
    Ok(Ok(item))
}

fn told_at_row(refusal: AppError) -> Vec<FieldError> {
    if refusal.errors.is_empty() { vec![FieldError::new("user_id", refusal.code, refusal.message)] } else { refusal.errors }
}

/// How many rows changed somebody, and how many said what was there already.
pub(super) async fn told(conn: &impl ConnectionTrait, job: Uuid, import: &import::Model) -> Result<(u64, u64)> {
    let columns: Vec<ImportField> = serde_json::from_value(import.columns.clone()).unwrap_or_default();
    if !columns.contains(&ImportField::UserId) {
        return Ok((0, 0));
    }
    let of = |code: &'static str| {
        job_item::Entity::find()
            .filter(job_item::Column::JobId.eq(job))
            .filter(job_item::Column::State.eq(ItemState::Done.as_str()))
            .filter(job_item::Column::Code.eq(code))
            .count(conn)
    };
    Ok((of(UPDATED).await?, of(UNCHANGED).await?))
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
    let known = people::known(step.tx.conn(), context.account_id(), checked.iter().map(|row| row.keys.user.as_str())).await?;
    for row in &mut checked {
        row.errors.extend(known.errors(&row.keys, &row.cells, rules));
        row.errors.extend(taken.errors(&row.keys));
    }
    Ok(checked.into_iter().partition(|row| row.errors.is_empty()))
}

/// Stores users with their events. Returns the job's items.
async fn add(
    tx: &mut Tx,
    context: &JobContext,
    rules: &Rules,
    account: &account::Model,
    rows: Vec<CheckedRow>,
) -> Result<Vec<job_item::ActiveModel>> {
    let numbers: Vec<i64> = rows.iter().map(|row| row.row).collect();
    let named: Vec<String> = rows.iter().map(|row| row.cells.template.clone()).collect();
    let known = known_templates(tx, context, &named).await?;
    let users: Vec<user::Model> = rows.into_iter().map(|row| new_user(context, rules, account, row).into_model(tx)).collect();
    insert(tx, context.account_id(), &users).await?;
    let partner = Some(PartnerId(account.partner_id));
    for (user, name) in users.iter().zip(&named) {
        let mut told = crate::users::row::changes(None, Some(user));
        if let Some(assigned) = known.get(&text::fold(name)) {
            told.extend(templates::put(tx, user, None, assigned).await?.unwrap_or_default());
        }
        let event = Event::new(context.account_id(), partner, Action::Create, Asset::User).of(user.id, &user.name);
        tx.record(event.changes(told));
    }
    let done = |(number, user): (i64, user::Model)| {
        let mut item = item(context, number, user.name, ItemState::Done, None);
        item.target_id = Set(Some(user.id));
        item
    };
    Ok(numbers.into_iter().zip(users).map(done).collect())
}

/// What the named templates give, by their folded names.
async fn known_templates(tx: &Tx, context: &JobContext, names: &[String]) -> Result<HashMap<String, Assigned>> {
    if names.iter().all(String::is_empty) {
        return Ok(HashMap::new());
    }
    let all = templates::by_name(tx.conn(), context.account_id()).await?;
    all.into_iter().map(|(name, model)| Ok((name, Assigned::template(&model)?))).collect()
}

fn new_user(context: &JobContext, rules: &Rules, account: &account::Model, row: CheckedRow) -> NewUser {
    // The row was checked just now.
    let standing = rules.role(&row.cells.role).unwrap_or(Standing::MEMBER);
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
        role: standing.role,
        custom: standing.role_id.and_then(|id| Some((id, rules.judge.roles().name(id)?.to_owned()))),
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
