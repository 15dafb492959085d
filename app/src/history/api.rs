//! Server functions of the history.

use leptos::prelude::*;
use server_fn::codec::Json;
use switchroom_types::history::{EventOptions, EventRow};
use switchroom_types::list::{ListQuery, Page};
use switchroom_types::{AccountId, AppError};

#[server(prefix = "/api/fn", endpoint = "history/list", input = Json)]
pub async fn list_events(account: AccountId, query: ListQuery) -> Result<Page<EventRow>, AppError> {
    use crate::server::{actor, portal};
    use switchroom_core::history::{EventsQuery, list};
    Ok(list(&portal(), &actor()?, account, EventsQuery::parse(query)?).await?)
}

#[server(prefix = "/api/fn", endpoint = "history/options", input = Json)]
pub async fn load_event_options(account: AccountId) -> Result<EventOptions, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::history::options(&portal(), &actor()?, account).await?)
}
