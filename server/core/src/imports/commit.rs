//! Starts adding the valid rows of a preview (IMP-11).

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use switchroom_entity::import;
use switchroom_types::access::Role;
use switchroom_types::imports::{ImportState, KEPT};
use switchroom_types::jobs::JobKind;
use switchroom_types::{AccountId, AppError, ImportId, JobId};

use super::open::{Opened, open};
use crate::access::Actor;
use crate::error::Result;
use crate::jobs::{NewJob, enqueue};
use crate::portal::Portal;

/// Queues the job; rows with errors stay in the preview.
///
/// # Permissions
/// Users Add in the account; only the person who uploaded the sheet; with step-up if a row makes an Account Admin (AUTH-B6).
///
/// # Errors
/// 409 `imports.running` while a job adds rows already, 422 `imports.nothing_valid` if every row has errors.
pub async fn commit(portal: &Portal, actor: &Actor, account: AccountId, id: ImportId) -> Result<JobId> {
    let mut opened = open(portal, actor, account, id).await?;
    let valid = u64::try_from(opened.import.row_count - opened.import.error_count).unwrap_or_default();
    if valid == 0 {
        return Err(AppError::new(422, "imports.nothing_valid", "No row can be added: each has an error.").into());
    }
    if opened.rules.judge.powers.may_assign && admins(&opened, id).await? {
        actor.require_step_up(portal)?;
    }
    let job = NewJob {
        account_id: account,
        partner_id: opened.scope.partner_id,
        kind: JobKind::UserImport,
        payload: serde_json::json!({
            "name": opened.import.file_name,
            "import_id": id,
            "may_edit": opened.rules.may_edit,
            "may_use_templates": opened.rules.templates.permitted,
            "powers": opened.rules.judge.powers,
        }),
        total: valid,
        items: Vec::new(),
        link: Some(format!("/accounts/{account}/users/import?import={id}")),
    };
    let job = enqueue(&mut opened.tx, job).await?;
    import::Entity::update_many()
        .col_expr(import::Column::State, ImportState::Running.as_str().into())
        .col_expr(import::Column::JobId, job.0.into())
        .col_expr(import::Column::ExpiresAt, opened.tx.now().plus_secs(KEPT).0.into())
        .filter(import::Column::Id.eq(id.0))
        .exec(opened.tx.conn())
        .await?;
    opened.tx.commit().await?;
    Ok(job)
}

/// Whether a row makes somebody an admin.
async fn admins(opened: &Opened, id: ImportId) -> Result<bool> {
    let tx = &opened.tx;
    let sql = "SELECT DISTINCT data ->> 'role' AS role FROM import_rows WHERE import_id = $1";
    let rows = tx.conn().query_all_raw(Statement::from_sql_and_values(tx.portal().db.backend(), sql, [id.0.into()])).await?;
    let cells = rows.iter().map(|row| row.try_get::<Option<String>>("", "role")).collect::<Result<Vec<_>, _>>()?;
    Ok(cells.iter().flatten().any(|cell| opened.rules.role(cell).is_some_and(|standing| standing.role == Role::Admin)))
}
