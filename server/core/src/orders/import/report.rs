//! What an upload holds and what has become of it; the template and the rows that were refused as files.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement};
use switchroom_entity::{import, import_row, job};
use switchroom_types::jobs::JobState;
use switchroom_types::orders::{ORDER_COLUMNS, OrderImport, OrderImportRow, OrderImportState};
use switchroom_types::{AppError, FieldError, ImportId, JobId, Timestamp};

use super::parse::RawRow;
use crate::access::Actor;
use crate::error::{Error, Result};
use crate::portal::Portal;

/// Rows shown for review.
const SHOWN: u64 = 50;

/// An upload with its first rows, refused ones first.
///
/// # Permissions
/// The operator only, their own uploads.
pub async fn get(portal: &Portal, actor: &Actor, id: ImportId) -> Result<OrderImport> {
    actor.require_operator()?;
    // The writer's connection: the upload may have been stored a moment ago.
    let db = portal.db.write();
    let model = find(db, actor, id).await?;
    let refused = preview(db, id, true, SHOWN).await?;
    let left = SHOWN.saturating_sub(refused.len() as u64);
    let others = preview(db, id, false, left).await?;
    let counted = Statement::from_sql_and_values(
        portal.db.backend(),
        "SELECT state, COUNT(*) AS n FROM import_rows WHERE import_id = $1 GROUP BY state",
        [id.0.into()],
    );
    let (mut failed, mut done) = (0, 0);
    for row in db.query_all_raw(counted).await? {
        let n = u64::try_from(row.try_get::<i64>("", "n")?).unwrap_or_default();
        match row.try_get::<String>("", "state")?.as_str() {
            "failed" => failed += n,
            "stored" | "done" => done += n,
            _ => {}
        }
    }
    let rows = u64::try_from(model.row_count).unwrap_or_default();
    let fact = |name: &str| model.columns.get(name).and_then(serde_json::Value::as_u64).unwrap_or_default();
    Ok(OrderImport {
        id,
        feed: model.columns.get("feed").and_then(|feed| feed.as_str()).unwrap_or_default().to_owned(),
        state: state(db, &model).await?,
        job_id: model.job_id.map(JobId),
        rows,
        valid: rows - Ord::min(failed, rows),
        failed,
        creates: fact("creates"),
        updates: fact("updates"),
        done,
        preview: refused.into_iter().chain(others).map(shown).collect::<Result<_>>()?,
        created_at: Timestamp(model.created_at),
        file_name: model.file_name,
    })
}

/// The upload of this operator; anything else is as good as absent.
pub(super) async fn find(conn: &impl ConnectionTrait, actor: &Actor, id: ImportId) -> Result<import::Model> {
    let found = import::Entity::find_by_id(id.0).filter(import::Column::AccountId.eq(actor.account_id.0)).one(conn).await?;
    let orders = |model: &import::Model| model.columns.get("kind").and_then(|kind| kind.as_str()) == Some("orders");
    found.filter(orders).ok_or_else(|| AppError::not_found("import").into())
}

/// A job that was cancelled or failed ends the import too.
async fn state(conn: &impl ConnectionTrait, model: &import::Model) -> Result<OrderImportState> {
    let state = OrderImportState::parse(&model.state).ok_or_else(|| Error::corrupt("import state"))?;
    let (OrderImportState::Running, Some(job)) = (state, model.job_id) else { return Ok(state) };
    let job = job::Entity::find_by_id(job).one(conn).await?;
    let over = job.and_then(|job| JobState::parse(&job.state)).is_none_or(JobState::is_over);
    Ok(if over { OrderImportState::Finished } else { state })
}

async fn preview(conn: &impl ConnectionTrait, id: ImportId, refused: bool, limit: u64) -> Result<Vec<import_row::Model>> {
    let state = import_row::Column::State;
    Ok(import_row::Entity::find()
        .filter(import_row::Column::ImportId.eq(id.0))
        .filter(if refused { state.eq("failed") } else { state.ne("failed") })
        .order_by_asc(import_row::Column::Idx)
        .limit(limit)
        .all(conn)
        .await?)
}

fn read(row: &import_row::Model) -> Result<(RawRow, Vec<FieldError>)> {
    let corrupt = |error: serde_json::Error| Error::corrupt(format!("import row: {error}"));
    Ok((serde_json::from_value(row.data.clone()).map_err(corrupt)?, serde_json::from_value(row.errors.clone()).map_err(corrupt)?))
}

fn shown(row: import_row::Model) -> Result<OrderImportRow> {
    let (raw, errors) = read(&row)?;
    let cell = |name: &str| raw.get(name).to_owned();
    Ok(OrderImportRow {
        line: raw.line,
        subscription_number: cell("subscription_number"),
        partner: cell("partner_account"),
        items: cell("items"),
        start_date: cell("start_date"),
        expiry_date: cell("expiry_date"),
        errors,
    })
}

/// The refused rows as CSV, with line and reason in front; corrected, the file can be uploaded again.
///
/// # Permissions
/// As [`get`].
pub async fn failed_rows(portal: &Portal, actor: &Actor, id: ImportId) -> Result<Vec<u8>> {
    actor.require_operator()?;
    let db = portal.db.write();
    find(db, actor, id).await?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    let write = |error: csv::Error| Error::corrupt(format!("failed rows: {error}"));
    writer.write_record(["line", "reason"].iter().chain(ORDER_COLUMNS.iter())).map_err(write)?;
    let rows = preview(db, id, true, u64::try_from(i64::MAX).unwrap_or_default()).await?;
    for row in rows {
        let (raw, errors) = read(&row)?;
        let reasons: Vec<String> = errors.iter().map(|error| format!("{}: {}", error.field, error.message)).collect();
        let cells = ORDER_COLUMNS.iter().map(|column| neutral(raw.get(column)));
        writer.write_record([raw.line.to_string(), reasons.join("; ")].into_iter().chain(cells)).map_err(write)?;
    }
    writer.into_inner().map_err(|error| Error::corrupt(format!("failed rows: {error}")))
}

/// The columns and one example.
pub fn template() -> String {
    let example = [
        "",
        "A-S00372462",
        "0003414816",
        "RPO-1001",
        "CPO-77",
        "1Z999AA10123456784",
        "",
        "C-20417",
        "Ballad Industries",
        "1 Harbour Way, Cork",
        "Northwind Distribution",
        "2026-05-28",
        "2026-06-01",
        "2027-05-31",
        "12 Month",
        "active",
        "",
        "54014848:25; 54014775:1",
    ];
    let quote = |cell: &str| if cell.contains([',', ';', '"']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() };
    let line = |cells: &[&str]| cells.iter().map(|cell| quote(cell)).collect::<Vec<_>>().join(",");
    format!("{}\r\n{}\r\n", line(&ORDER_COLUMNS), line(&example))
}

/// Keeps a spreadsheet from reading a cell as a formula.
fn neutral(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}
