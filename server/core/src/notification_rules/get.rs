//! Reads the rules of the caller, and of an account.

use switchroom_entity::notification_rules as entity;
use switchroom_types::access::Permission;
use switchroom_types::accounts::AccountKind;
use switchroom_types::notification_rules::RuleDocument;
use switchroom_types::{AccountId, Timestamp};

use super::decide::{of_owner, rules};
use super::names::Names;
use crate::access::{AccountScope, Actor, PartnerScope};
use crate::error::Result;
use crate::portal::Portal;

/// # Permissions
/// Anybody signed in, for themselves.
pub async fn of_person(portal: &Portal, actor: &Actor) -> Result<RuleDocument> {
    let row = of_owner(portal.db.read(), actor.account_id, actor.user_id.0).await?;
    view(portal, personal(actor).as_ref(), None, row).await
}

/// # Permissions
/// `accounts.view` in the account.
pub async fn of_account(portal: &Portal, actor: &Actor, account: AccountId) -> Result<RuleDocument> {
    let scope = actor.account(portal, account, Permission::ACCOUNTS_VIEW).await?;
    let row = of_owner(portal.db.read(), scope.account_id, scope.account_id.0).await?;
    view(portal, shared(actor, &scope).as_ref(), Some(scope.account_id), row).await
}

/// What a person's own rules may name: accounts within their reach.
pub(super) fn personal(actor: &Actor) -> Option<PartnerScope> {
    actor.partner(Permission::ACCOUNTS_VIEW).ok()
}

/// What an account's rules may name: those of a Partner Account any account of the partner.
pub(super) fn shared(actor: &Actor, scope: &AccountScope) -> Option<PartnerScope> {
    let partner_id = scope.partner_id.filter(|_| scope.kind == AccountKind::Partner)?;
    Some(PartnerScope { partner_id, user_id: actor.user_id, manager: None })
}

pub(super) async fn view(
    portal: &Portal,
    targets: Option<&PartnerScope>,
    account: Option<AccountId>,
    row: Option<entity::Model>,
) -> Result<RuleDocument> {
    let rules = row.as_ref().map(rules).transpose()?.unwrap_or_default();
    let names = Names::load(portal.db.read(), targets, account, &rules).await?;
    Ok(RuleDocument {
        rules,
        version: row.as_ref().map_or(0, |row| row.version),
        modified_at: row.as_ref().map(|row| Timestamp(row.modified_at)),
        modified_by: row.map(|row| row.modified_by).unwrap_or_default(),
        targets: targets.is_some(),
        accounts: names.accounts,
        groups: names.groups,
        webhooks: names.webhooks,
    })
}
