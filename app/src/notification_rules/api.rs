//! Server functions of notification rules. Without an account they are about the caller's own.

use leptos::prelude::*;
use server_fn::codec::Json;
use switchroom_types::notification_rules::{Occasion, RuleDocument, RuleForm, RulePreview};
use switchroom_types::{AccountId, AppError};

#[server(prefix = "/api/fn", endpoint = "notification-rules/get", input = Json)]
pub async fn notification_rules(account: Option<AccountId>) -> Result<RuleDocument, AppError> {
    use crate::server::{actor, portal};
    use switchroom_core::notification_rules::{of_account, of_person};
    Ok(match account {
        Some(account) => of_account(&portal(), &actor()?, account).await?,
        None => of_person(&portal(), &actor()?).await?,
    })
}

/// `seen` is the version that the person has looked at.
#[server(prefix = "/api/fn", endpoint = "notification-rules/save", input = Json)]
pub async fn save_notification_rules(account: Option<AccountId>, seen: i32, form: RuleForm) -> Result<RuleDocument, AppError> {
    use crate::server::{actor, portal};
    use switchroom_core::notification_rules::{save_account, save_person};
    Ok(match account {
        Some(account) => save_account(&portal(), &actor()?, account, Some(seen), form).await?,
        None => save_person(&portal(), &actor()?, Some(seen), form).await?,
    })
}

#[server(prefix = "/api/fn", endpoint = "notification-rules/preview", input = Json)]
pub async fn preview_notification_rules(account: Option<AccountId>, occasion: Occasion) -> Result<RulePreview, AppError> {
    use crate::server::{actor, portal};
    use switchroom_core::notification_rules::{preview_account, preview_person};
    Ok(match account {
        Some(account) => preview_account(&portal(), &actor()?, account, &occasion).await?,
        None => preview_person(&portal(), &actor()?, &occasion).await?,
    })
}
