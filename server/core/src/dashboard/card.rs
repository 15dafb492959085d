//! One card: who may see it, and what stands on it.

use switchroom_types::dashboard::{Card, CardKind};
use switchroom_types::{AccountId, AppError};

use super::reach::Reach;
use super::{activity, events, expiring, growth, jobs, licenses, people};
use crate::access::Actor;
use crate::error::Result;
use crate::portal::Portal;

/// The figures of one card: of an account, or without one of the partner area.
///
/// # Permissions
/// [`CardKind::needs`]; the partner area is for partner users, Account Managers see the accounts assigned to them.
///
/// # Errors
/// 404 for an account out of reach, and for a card that there is not: customers by state in an account, people by state in
/// the partner area, subscriptions where they are hidden (SUB-05).
pub async fn card(portal: &Portal, actor: &Actor, kind: CardKind, account: Option<AccountId>) -> Result<Card> {
    let absent = || AppError::not_found("card");
    let needs = kind.needs(account.is_some());
    let first = needs.first().copied().ok_or_else(absent)?;
    let reach = match account {
        Some(id) => Reach::Account(Box::new(actor.account(portal, id, first).await?)),
        None => Reach::Partner(actor.partner(first)?),
    };
    for permission in needs {
        actor.require(*permission)?;
    }
    let exists = if account.is_some() { kind.of_account() } else { kind.of_partner() };
    if !exists || (kind.is_commercial() && !actor.subscriptions_visible) {
        return Err(absent().into());
    }
    let at = portal.clock.now();
    let (figures, at) = match kind {
        CardKind::Accounts => (people::accounts(portal, &reach).await?, at),
        CardKind::Users => (people::users(portal, &reach).await?, at),
        CardKind::Licenses => licenses::licenses(portal, actor, &reach, at).await?,
        CardKind::Expiring => (expiring::expiring(portal, &reach).await?, at),
        CardKind::Integrations => (people::integrations(portal, &reach).await?, at),
        CardKind::Jobs => (jobs::running(portal, &reach).await?, at),
        CardKind::Events => (events::latest(portal, &reach).await?, at),
        CardKind::Growth => (growth::months_of(portal, actor, &reach).await?, at),
        CardKind::Activity => (activity::days(portal, &reach).await?, at),
    };
    Ok(Card { at, figures })
}
