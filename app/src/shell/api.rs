//! Server functions of the frame.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::Json;
use switchroom_types::AppError;
use switchroom_types::palette::{Hit, PaletteQuery};
use switchroom_types::preferences::Preferences;
use switchroom_types::sessions::Me;

/// What the operator has set for the frame.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Installation {
    pub support_url: Option<String>,
    pub legal_url: Option<String>,
    pub demo: bool,
}

/// The viewer anew, after their rights or their profile changed.
#[server(prefix = "/api/fn", endpoint = "me", input = Json)]
pub async fn who_am_i() -> Result<Me, AppError> {
    Ok(crate::server::actor()?.me())
}

/// Chooses the interface's theme or language for the viewer, on every device.
#[server(prefix = "/api/fn", endpoint = "me/appearance", input = Json)]
pub async fn change_appearance(theme: Option<switchroom_types::sessions::Theme>, language: Option<String>) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    use switchroom_types::profile::ProfileForm;
    let me = actor()?.me();
    let form =
        ProfileForm { name: me.name, language: language.unwrap_or(me.language), time_zone: me.time_zone, theme: theme.unwrap_or(me.theme) };
    Ok(switchroom_core::identity::update_profile(&portal(), &actor()?, form).await?)
}

/// Keeps what the viewer has arranged for themselves; only what `change` names.
#[server(prefix = "/api/fn", endpoint = "me/preferences", input = Json)]
pub async fn change_preferences(change: Preferences) -> Result<Preferences, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::users::preferences::set(&portal(), &actor()?, change).await?)
}

/// What the command palette finds.
#[server(prefix = "/api/fn", endpoint = "palette/search", input = Json)]
pub async fn search_everything(query: PaletteQuery) -> Result<Vec<Hit>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::palette::search(&portal(), &actor()?, query).await?)
}
