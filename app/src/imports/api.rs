//! Server functions of imports. Sheets themselves are sent to the REST address, which takes them as a stream.

use leptos::prelude::*;
use server_fn::codec::Json;
use switchroom_types::imports::{FinishedImport, Import, ImportChange, ImportEdit, ImportRow};
use switchroom_types::list::{ListQuery, Page};
use switchroom_types::users::BulkStarted;
use switchroom_types::{AccountId, AppError, ImportId, JobId};

#[server(prefix = "/api/fn", endpoint = "imports/pending", input = Json)]
pub async fn pending_import(account: AccountId) -> Result<Option<Import>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::imports::pending(&portal(), &actor()?, account).await?)
}

#[server(prefix = "/api/fn", endpoint = "imports/get", input = Json)]
pub async fn get_import(account: AccountId, id: ImportId) -> Result<Import, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::imports::get(&portal(), &actor()?, account, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "imports/rows", input = Json)]
pub async fn import_rows(account: AccountId, id: ImportId, query: ListQuery) -> Result<Page<ImportRow>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::imports::rows(&portal(), &actor()?, account, id, &query).await?)
}

#[server(prefix = "/api/fn", endpoint = "imports/edit_row", input = Json)]
pub async fn edit_import_row(account: AccountId, id: ImportId, row: i64, edit: ImportEdit) -> Result<ImportChange, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::imports::edit_row(&portal(), &actor()?, account, id, row, edit).await?)
}

#[server(prefix = "/api/fn", endpoint = "imports/add_row", input = Json)]
pub async fn add_import_row(account: AccountId, id: ImportId) -> Result<ImportChange, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::imports::add_row(&portal(), &actor()?, account, id, ImportEdit::default()).await?)
}

#[server(prefix = "/api/fn", endpoint = "imports/delete_row", input = Json)]
pub async fn delete_import_row(account: AccountId, id: ImportId, row: i64) -> Result<ImportChange, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::imports::delete_row(&portal(), &actor()?, account, id, row).await?)
}

#[server(prefix = "/api/fn", endpoint = "imports/commit", input = Json)]
pub async fn commit_import(account: AccountId, id: ImportId) -> Result<Import, AppError> {
    use crate::server::{actor, portal};
    let (portal, actor) = (portal(), actor()?);
    switchroom_core::imports::commit(&portal, &actor, account, id).await?;
    Ok(switchroom_core::imports::get(&portal, &actor, account, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "imports/cancel", input = Json)]
pub async fn cancel_import(account: AccountId, id: ImportId) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::imports::cancel(&portal(), &actor()?, account, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "imports/stop", input = Json)]
pub async fn stop_import(account: AccountId, id: ImportId, job: JobId) -> Result<Import, AppError> {
    use crate::server::{actor, portal};
    let (portal, actor) = (portal(), actor()?);
    switchroom_core::jobs::cancel(&portal, &actor, job).await?;
    Ok(switchroom_core::imports::get(&portal, &actor, account, id).await?)
}

/// Welcome mails to the people that a job added; `count` is what the person was told.
#[server(prefix = "/api/fn", endpoint = "imports/welcome", input = Json)]
pub async fn welcome_imported(account: AccountId, job: JobId, count: u64) -> Result<BulkStarted, AppError> {
    use crate::server::{actor, portal};
    use switchroom_types::{
        list::Selection,
        users::{BulkAction, BulkRequest},
    };
    let query = ListQuery { filters: vec![("import".to_owned(), job.to_string())], ..ListQuery::default() };
    let selection = Selection::Matching { query, except: Vec::new() };
    let request = BulkRequest {
        action: BulkAction::WelcomeMails,
        selection,
        include_registered: false,
        change: Default::default(),
        confirmed: Some(count),
    };
    Ok(switchroom_core::users::bulk::start(&portal(), &actor()?, account, &request).await?)
}

#[server(prefix = "/api/fn", endpoint = "imports/finished", input = Json)]
pub async fn finished_imports(account: AccountId) -> Result<Vec<FinishedImport>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::imports::finished(&portal(), &actor()?, account).await?)
}

/// `job` is the one that added the people.
#[server(prefix = "/api/fn", endpoint = "imports/undo", input = Json)]
pub async fn undo_import(account: AccountId, job: JobId) -> Result<JobId, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::imports::undo(&portal(), &actor()?, account, job).await?)
}
