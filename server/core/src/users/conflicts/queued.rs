//! What connectors have learned about people and could not store yet, because somebody else has a value. No connector
//! exists in this version (SCIM, directory synchronisation and PBX come with their parts), so nothing ever waits; a connector
//! that meets a 409 of [`crate::users::source::supply`] is to keep the record and answer it here.

use switchroom_types::users::UserSource;
use switchroom_types::{AccountId, UserId};

use crate::error::Result;
use crate::portal::Portal;

/// A record of a source that waits for its values to become free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuedSync {
    /// The record's own id while it waits.
    pub id: UserId,
    pub source: UserSource,
    pub name: String,
    pub email: String,
    /// E.164.
    pub mobile: Option<String>,
    pub phone: Option<String>,
    pub extension: Option<String>,
}

/// The records that wait in an account.
pub async fn waiting(_portal: &Portal, _account: AccountId) -> Result<Vec<QueuedSync>> {
    Ok(Vec::new())
}
