//! What would happen, decided as it would be.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use switchroom_entity::webhook;
use switchroom_types::access::Permission;
use switchroom_types::notification_rules::{DecidedBy, Occasion, RuleName, RulePreview};
use switchroom_types::{AccountId, AppError, FieldError, WebhookId};

use super::decide::{Decision, for_person, for_webhooks};
use super::get;
use crate::access::{Actor, PartnerScope};
use crate::error::Result;
use crate::portal::Portal;
use crate::webhooks::wants;

/// For the caller, with their own rules and those of their account as they are stored.
///
/// # Permissions
/// Anybody signed in, for themselves.
///
/// # Errors
/// 422 at `account` for one that the caller does not reach.
pub async fn preview_person(portal: &Portal, actor: &Actor, occasion: &Occasion) -> Result<RulePreview> {
    let occasion = about(portal, actor, get::personal(actor).as_ref(), actor.account_id, occasion).await?;
    let decision = for_person(portal.db.read(), actor.user_id, actor.account_id, &occasion).await?;
    Ok(preview(decision, Vec::new()))
}

/// For the account's people without rules of their own, and for its webhooks.
///
/// # Permissions
/// `accounts.view` in the account.
///
/// # Errors
/// As for [`preview_person`].
pub async fn preview_account(portal: &Portal, actor: &Actor, account: AccountId, occasion: &Occasion) -> Result<RulePreview> {
    let scope = actor.account(portal, account, Permission::ACCOUNTS_VIEW).await?;
    let occasion = about(portal, actor, get::shared(actor, &scope).as_ref(), scope.account_id, occasion).await?;
    let decision = for_webhooks(portal.db.read(), scope.account_id, &occasion).await?;
    let receiving = receiving(portal.db.read(), scope.account_id, &occasion, &decision).await?;
    Ok(preview(decision, receiving))
}

/// Where no account can be chosen, everything is about the own one.
async fn about(portal: &Portal, actor: &Actor, targets: Option<&PartnerScope>, own: AccountId, occasion: &Occasion) -> Result<Occasion> {
    let unknown = || AppError::invalid(vec![FieldError::new("account", "notification_rules.unknown_account", "There is no such account")]);
    let account = match (targets, occasion.account) {
        (None, None) => Some(own),
        (None, Some(chosen)) if chosen != own => return Err(unknown().into()),
        (_, chosen) => chosen,
    };
    if let Some(account) = account.filter(|account| *account != own) {
        actor.know(portal, account).await.map_err(|_| unknown())?;
    }
    Ok(Occasion { account, ..*occasion })
}

async fn receiving(
    conn: &impl ConnectionTrait,
    account: AccountId,
    occasion: &Occasion,
    decision: &Decision,
) -> Result<Vec<RuleName<WebhookId>>> {
    let enabled = webhook::Entity::find()
        .filter(webhook::Column::AccountId.eq(account.0))
        .filter(webhook::Column::Enabled.eq(true))
        .order_by_asc(webhook::Column::NameKey);
    let mut receiving = Vec::new();
    for row in enabled.all(conn).await? {
        if wants(&row, decision.route.webhooks.as_deref(), occasion.kind, occasion.severity)? {
            receiving.push(RuleName { id: WebhookId(row.id), name: row.name });
        }
    }
    Ok(receiving)
}

fn preview(decision: Decision, webhooks: Vec<RuleName<WebhookId>>) -> RulePreview {
    RulePreview {
        decided_by: decision.rule.map_or(DecidedBy::Default, |(by, _)| by),
        rule: decision.rule.and_then(|(_, index)| u32::try_from(index + 1).ok()),
        portal: decision.route.portal,
        mail: decision.route.mail,
        webhooks,
    }
}
