//! From the stored event to the one that crosses the wire.

use sea_orm::FromQueryResult;
use serde::de::DeserializeOwned;
use switchroom_entity::event;
use switchroom_types::history::{Action, ActorKind, Asset, EventRow, EventType};
use switchroom_types::{AccountId, EventId, Timestamp};

use crate::error::{Error, Result};

pub(super) const COLUMNS: [(event::Entity, event::Column); 19] = {
    use event::Column as C;
    use event::Entity as E;
    [
        (E, C::Id),
        (E, C::AccountId),
        (E, C::Seq),
        (E, C::At),
        (E, C::ActorKind),
        (E, C::ActorId),
        (E, C::ActorName),
        (E, C::ActingFor),
        (E, C::Action),
        (E, C::EventType),
        (E, C::Asset),
        (E, C::AssetId),
        (E, C::AssetName),
        (E, C::Changes),
        (E, C::Core),
        (E, C::Extra),
        (E, C::Tags),
        (E, C::RequestId),
        (E, C::SourceIp),
    ]
};

#[derive(Debug, FromQueryResult)]
pub(super) struct Stored {
    #[sea_orm(nested)]
    model: event::Model,
}

impl Stored {
    pub fn into_row(self) -> Result<EventRow> {
        row(self.model)
    }
}

pub(super) fn row(model: event::Model) -> Result<EventRow> {
    Ok(EventRow {
        id: EventId(model.id),
        account_id: AccountId(model.account_id),
        seq: model.seq,
        at: Timestamp(model.at),
        actor_kind: ActorKind::parse(&model.actor_kind).unwrap_or(ActorKind::Unknown),
        actor_id: model.actor_id,
        actor_name: if model.actor_name.is_empty() { "Unknown".to_owned() } else { model.actor_name },
        acting_for: model.acting_for,
        action: Action::parse(&model.action).ok_or_else(|| Error::corrupt("event action"))?,
        event_type: EventType::parse(&model.event_type).ok_or_else(|| Error::corrupt("event type"))?,
        asset: Asset::parse(&model.asset).ok_or_else(|| Error::corrupt("event asset"))?,
        asset_id: model.asset_id,
        asset_name: model.asset_name,
        changes: decode(model.changes)?,
        core: model.core,
        extra: model.extra,
        tags: decode(model.tags)?,
        request_id: model.request_id,
        source_ip: model.source_ip,
    })
}

fn decode<T: DeserializeOwned>(value: serde_json::Value) -> Result<T> {
    serde_json::from_value(value).map_err(|error| Error::corrupt(format!("event: {error}")))
}
