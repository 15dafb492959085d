//! From the stored event to the one that crosses the wire.

use sea_orm::sea_query::{ExprTrait, SelectStatement};
use sea_orm::{ColumnTrait, FromQueryResult};
use serde::de::DeserializeOwned;
use switchroom_entity::event;
use switchroom_types::history::{Action, ActorKind, Asset, EventRow, EventType};
use switchroom_types::{AccountId, EventId, Timestamp};
use uuid::Uuid;

use crate::error::{Error, Result};

/// Kept as text by the query, so that JSON is read once, straight into what it stands for.
const JSON: [event::Column; 4] = [event::Column::Changes, event::Column::Core, event::Column::Extra, event::Column::Tags];

const PLAIN: [event::Column; 15] = {
    use event::Column as C;
    [
        C::Id,
        C::AccountId,
        C::Seq,
        C::At,
        C::ActorKind,
        C::ActorId,
        C::ActorName,
        C::ActingFor,
        C::Action,
        C::EventType,
        C::Asset,
        C::AssetId,
        C::AssetName,
        C::RequestId,
        C::SourceIp,
    ]
};

/// Adds to `select` what [`Stored`] is made from.
pub(super) fn select(select: &mut SelectStatement) -> &mut SelectStatement {
    select.columns(PLAIN.map(|column| (event::Entity, column)));
    for column in JSON {
        select.expr_as(column.into_expr().cast_as("text"), column);
    }
    select
}

#[derive(Debug, FromQueryResult)]
pub(super) struct Stored {
    id: Uuid,
    account_id: Uuid,
    seq: i64,
    at: i64,
    actor_kind: String,
    actor_id: String,
    actor_name: String,
    acting_for: Option<String>,
    action: String,
    event_type: String,
    asset: String,
    asset_id: String,
    asset_name: String,
    changes: String,
    core: String,
    extra: String,
    tags: String,
    request_id: Option<String>,
    source_ip: Option<String>,
}

impl Stored {
    pub fn into_row(self) -> Result<EventRow> {
        Ok(EventRow {
            id: EventId(self.id),
            account_id: AccountId(self.account_id),
            seq: self.seq,
            at: Timestamp(self.at),
            actor_kind: ActorKind::parse(&self.actor_kind).unwrap_or(ActorKind::Unknown),
            actor_id: self.actor_id,
            actor_name: if self.actor_name.is_empty() { "Unknown".to_owned() } else { self.actor_name },
            acting_for: self.acting_for,
            action: Action::parse(&self.action).ok_or_else(|| Error::corrupt("event action"))?,
            event_type: EventType::parse(&self.event_type).ok_or_else(|| Error::corrupt("event type"))?,
            asset: Asset::parse(&self.asset).ok_or_else(|| Error::corrupt("event asset"))?,
            asset_id: self.asset_id,
            asset_name: self.asset_name,
            changes: decode(&self.changes)?,
            core: decode(&self.core)?,
            extra: decode(&self.extra)?,
            tags: decode(&self.tags)?,
            request_id: self.request_id,
            source_ip: self.source_ip,
        })
    }
}

fn decode<T: DeserializeOwned>(json: &str) -> Result<T> {
    serde_json::from_str(json).map_err(|error| Error::corrupt(format!("event: {error}")))
}
