//! Which code does which kind of work.

use switchroom_types::jobs::JobKind;

use crate::error::{Error, Result};
use crate::imports;
use crate::jobs::JobContext;
use crate::users;

/// Does the work until it is finished or cancelled; returns what goes into the job's `result`.
pub(super) async fn perform(context: &JobContext) -> Result<serde_json::Value> {
    let kind = JobKind::parse(&context.job.kind).ok_or_else(|| Error::corrupt("job kind"))?;
    match kind {
        JobKind::WelcomeMails
        | JobKind::PasswordResets
        | JobKind::DeleteUsers
        | JobKind::UndoImport
        | JobKind::ChangeUsers
        | JobKind::UndoChange => users::perform(context, kind).await,
        JobKind::UserImport => imports::perform(context).await,
        JobKind::OrderImport => crate::orders::import::run(context).await,
        JobKind::TemplateReapply => crate::templates::perform(context).await,
        JobKind::RoleAssign | JobKind::RoleUnassign | JobKind::RoleDelete => crate::roles::perform(context, kind).await,
        JobKind::AccountPurge => crate::accounts::perform(context).await,
    }
}
