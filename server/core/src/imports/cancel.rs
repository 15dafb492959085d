//! Discards a preview (IMP-12).

use switchroom_types::{AccountId, ImportId};

use super::open::open;
use super::store;
use crate::access::Actor;
use crate::error::Result;
use crate::portal::Portal;

/// # Permissions
/// Users Add in the account; only the person who uploaded the sheet.
pub async fn cancel(portal: &Portal, actor: &Actor, account: AccountId, id: ImportId) -> Result<()> {
    let opened = open(portal, actor, account, id).await?;
    store::remove(opened.tx.conn(), id).await?;
    opened.tx.commit_without_history("a preview changes nothing yet").await
}
