//! Server functions of the dashboard.

use leptos::prelude::*;
use server_fn::codec::Json;
use switchroom_types::dashboard::{Card, CardKind};
use switchroom_types::{AccountId, AppError};

#[server(prefix = "/api/fn", endpoint = "dashboard/card", input = Json)]
pub async fn dashboard_card(kind: CardKind, account: Option<AccountId>) -> Result<Card, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::dashboard::card(&portal(), &actor()?, kind, account).await?)
}
