//! One line of history, before it is written.

use switchroom_types::history::{Action, Asset, Change, EventType};
use switchroom_types::{AccountId, PartnerId};

/// What happened to what. The actor, the time and the sequence number are added when it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub account_id: AccountId,
    /// Whose partner may follow the account live; `None` for the operator's.
    pub partner_id: Option<PartnerId>,
    pub action: Action,
    pub event_type: EventType,
    pub asset: Asset,
    pub asset_id: String,
    pub asset_name: String,
    pub changes: Vec<Change>,
    pub core: serde_json::Map<String, serde_json::Value>,
    pub extra: serde_json::Map<String, serde_json::Value>,
    pub tags: Vec<String>,
}

impl Event {
    pub fn new(account_id: AccountId, partner_id: Option<PartnerId>, action: Action, asset: Asset) -> Self {
        Self {
            account_id,
            partner_id,
            action,
            event_type: EventType::Admin,
            asset,
            asset_id: String::new(),
            asset_name: String::new(),
            changes: Vec::new(),
            core: serde_json::Map::new(),
            extra: serde_json::Map::new(),
            tags: Vec::new(),
        }
    }

    pub fn kind(mut self, event_type: EventType) -> Self {
        self.event_type = event_type;
        self
    }

    /// The thing that changed, with its name at this moment.
    pub fn of(mut self, id: impl ToString, name: impl Into<String>) -> Self {
        self.asset_id = id.to_string();
        self.asset_name = name.into();
        self
    }

    pub fn changes(mut self, changes: Vec<Change>) -> Self {
        self.changes = changes;
        self
    }

    /// A fact worth reading first ("Core Details").
    pub fn core(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        self.core.insert(name.to_owned(), value.into());
        self
    }

    /// A further fact ("Extra Details").
    pub fn extra(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        self.extra.insert(name.to_owned(), value.into());
        self
    }

    pub fn tag(mut self, tag: impl Into<String>) -> Self {
        self.tags.push(tag.into());
        self
    }
}
