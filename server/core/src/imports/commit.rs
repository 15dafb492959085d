//! Starts adding the valid rows of a preview (IMP-11).

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use switchroom_entity::import;
use switchroom_types::imports::{ImportState, KEPT};
use switchroom_types::jobs::JobKind;
use switchroom_types::{AccountId, AppError, ImportId, JobId};

use super::open::open;
use crate::access::Actor;
use crate::error::Result;
use crate::jobs::{NewJob, enqueue};
use crate::portal::Portal;
use crate::users::change::Powers;

/// Queues the job; rows with errors stay in the preview.
///
/// # Permissions
/// Users Add in the account; only the person who uploaded the sheet.
///
/// # Errors
/// 409 `imports.running` while a job adds rows already, 422 `imports.nothing_valid` if every row has errors.
pub async fn commit(portal: &Portal, actor: &Actor, account: AccountId, id: ImportId) -> Result<JobId> {
    let mut opened = open(portal, actor, account, id).await?;
    let valid = u64::try_from(opened.import.row_count - opened.import.error_count).unwrap_or_default();
    if valid == 0 {
        return Err(AppError::new(422, "imports.nothing_valid", "No row can be added: each has an error.").into());
    }
    let job = NewJob {
        account_id: account,
        partner_id: opened.scope.partner_id,
        kind: JobKind::UserImport,
        payload: serde_json::json!({
            "name": opened.import.file_name,
            "import_id": id,
            "may_assign_roles": opened.rules.may_assign_roles,
            "may_edit": opened.rules.may_edit,
            "powers": Powers::of(actor),
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
