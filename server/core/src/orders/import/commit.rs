//! Takes a reviewed file over, as a job: in steps that each are written whole, so that a crash loses and doubles nothing.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use switchroom_entity::{import, import_row};
use switchroom_types::jobs::JobKind;
use switchroom_types::orders::OrderImportState;
use switchroom_types::{AppError, FieldError, ImportId, JobId};
use uuid::Uuid;

use super::check::{Checked, Target, check};
use super::matching::match_all;
use super::parse::RawRow;
use super::store::store;
use super::{report, upload};
use crate::access::Actor;
use crate::error::{Error, Result};
use crate::jobs::{Counts, JobContext, NewJob, enqueue};
use crate::portal::Portal;

/// Orders per step: short enough to keep others waiting for a moment only.
const STEP: u64 = 200;

/// Starts taking over the valid rows; the others stay behind with their reasons.
///
/// # Permissions
/// The operator only, for their own uploads.
///
/// # Errors
/// 404 for an unknown upload, 409 `orders.import_started` the second time, 422 `orders.nothing_valid`.
pub async fn commit(portal: &Portal, actor: &Actor, id: ImportId) -> Result<JobId> {
    actor.require_operator()?;
    let mut tx = portal.begin(actor).await?;
    let model = report::find(tx.conn(), actor, id).await?;
    let valid = model.row_count - model.error_count;
    if valid <= 0 {
        return Err(AppError::new(422, "orders.nothing_valid", "No row of the file can be imported.").into());
    }
    let job = NewJob {
        account_id: actor.account_id,
        partner_id: None,
        kind: JobKind::OrderImport,
        payload: serde_json::json!({"import_id": id, "name": model.file_name}),
        total: u64::try_from(valid).unwrap_or_default(),
        items: Vec::new(),
        link: Some(format!("/operator/order-feeds?import={id}")),
    };
    let job = enqueue(&mut tx, job).await?;
    let claimed = import::Entity::update_many()
        .col_expr(import::Column::State, Expr::value(OrderImportState::Running.as_str()))
        .col_expr(import::Column::JobId, Expr::value(job.0))
        .filter(import::Column::Id.eq(id.0))
        .filter(import::Column::State.eq(OrderImportState::Preview.as_str()))
        .exec(tx.conn())
        .await?;
    if claimed.rows_affected == 0 {
        return Err(AppError::conflict("orders.import_started", "This file is being imported already.").into());
    }
    tx.commit().await?;
    Ok(job)
}

/// The job's work. Rows go from `pending` to `stored` with their order, then to `done` once they have been matched.
pub(crate) async fn run(context: &JobContext) -> Result<serde_json::Value> {
    let id: Uuid = context.payload("import_id")?;
    let portal = &context.portal;
    let import = import::Entity::find_by_id(id).one(portal.db.read()).await?;
    let import = import.ok_or_else(|| AppError::new(410, "orders.import_gone", "The uploaded file is no longer there."))?;
    let target = target(portal, &import).await?;
    loop {
        let Some(mut step) = context.step().await? else { break };
        let rows = rows(step.tx.conn(), id, "pending").await?;
        if rows.is_empty() {
            step.commit(Counts::default()).await?;
            break;
        }
        let mut counts = Counts::default();
        let mut good: Vec<(import_row::Model, RawRow, Checked)> = Vec::with_capacity(rows.len());
        for row in rows {
            let raw: RawRow = serde_json::from_value(row.data.clone()).map_err(|error| Error::corrupt(format!("import row: {error}")))?;
            match check(&raw, &target) {
                Ok(checked) => good.push((row, raw, checked)),
                // The partner was there when the file was reviewed.
                Err(errors) => {
                    fail(step.tx.conn(), row, &errors).await?;
                    counts.failed += 1;
                }
            }
        }
        let batch: Vec<Checked> = good.iter().map(|(_, _, checked)| checked.clone()).collect();
        let ids = store(&mut step.tx, &batch).await?;
        for ((row, raw, checked), order) in good.into_iter().zip(ids) {
            let mut data = serde_json::to_value(raw).unwrap_or_default();
            if let Some(object) = data.as_object_mut() {
                object.insert("order_id".to_owned(), order.to_string().into());
                object.insert("account_number".to_owned(), checked.account_number.into());
            }
            let mut row = import_row::ActiveModel::from(row);
            row.state = Set("stored".to_owned());
            row.data = Set(data);
            row.update(step.tx.conn()).await?;
            counts.succeeded += 1;
        }
        step.commit(counts).await?;
        match_stored(portal, id).await?;
    }
    match_stored(portal, id).await?;
    let done = import::Entity::update_many()
        .col_expr(import::Column::State, Expr::value(OrderImportState::Finished.as_str()))
        .filter(import::Column::Id.eq(id));
    done.exec(portal.db.write()).await?;
    Ok(serde_json::json!({"import_id": id}))
}

async fn target(portal: &Portal, import: &import::Model) -> Result<Target> {
    let feed = import.columns.get("feed").and_then(|feed| feed.as_str()).unwrap_or_default().to_owned();
    let partner = import.columns.get("partner").cloned().and_then(|partner| serde_json::from_value(partner).ok()).flatten();
    let partners = upload::all_partners(portal).await?.into_iter().map(|choice| (choice.number.get().to_string(), choice.id)).collect();
    Ok(Target { feed, partner, partners })
}

async fn rows(conn: &impl sea_orm::ConnectionTrait, import: Uuid, state: &str) -> Result<Vec<import_row::Model>> {
    Ok(import_row::Entity::find()
        .filter(import_row::Column::ImportId.eq(import))
        .filter(import_row::Column::State.eq(state))
        .order_by_asc(import_row::Column::Idx)
        .limit(STEP)
        .all(conn)
        .await?)
}

async fn fail(conn: &impl sea_orm::ConnectionTrait, row: import_row::Model, errors: &[FieldError]) -> Result<()> {
    let mut row = import_row::ActiveModel::from(row);
    row.state = Set("failed".to_owned());
    row.errors = Set(serde_json::to_value(errors).unwrap_or_default());
    row.update(conn).await?;
    Ok(())
}

async fn match_stored(portal: &Portal, import: Uuid) -> Result<()> {
    loop {
        let rows = rows(portal.db.write(), import, "stored").await?;
        let Some(last) = rows.last().map(|row| row.idx) else { return Ok(()) };
        let order = |row: &import_row::Model| {
            let id = row.data.get("order_id")?.as_str()?.parse().ok()?;
            Some((id, row.data.get("account_number").and_then(serde_json::Value::as_i64)))
        };
        let orders: Vec<(Uuid, Option<i64>)> = rows.iter().filter_map(order).collect();
        match_all(portal, &orders).await?;
        let done = import_row::Entity::update_many()
            .col_expr(import_row::Column::State, Expr::value("done"))
            .filter(import_row::Column::ImportId.eq(import))
            .filter(import_row::Column::State.eq("stored"))
            .filter(import_row::Column::Idx.lte(last));
        done.exec(portal.db.write()).await?;
    }
}
