//! Accounts by name and number.

use switchroom_types::access::Permission;
use switchroom_types::list::ListQuery;
use switchroom_types::palette::{Hit, HitKind};

use super::found::{found, ranked};
use super::search::may;
use crate::access::Actor;
use crate::accounts::pick;
use crate::error::Result;
use crate::portal::Portal;

/// Hits among which the best are chosen.
const CONSIDERED: u16 = 50;

pub(super) async fn find(portal: &Portal, actor: &Actor, term: &str) -> Result<Vec<Hit>> {
    if !actor.is_partner() || !may(actor, &[Permission::ACCOUNTS_VIEW]) {
        return Ok(Vec::new());
    }
    let query = ListQuery { search: term.to_owned(), limit: Some(CONSIDERED), ..ListQuery::default() };
    let page = pick(portal, actor, &query).await?;
    let hit = |pick: switchroom_types::accounts::AccountPick| Hit {
        kind: HitKind::Account,
        found: found(&pick.name, term),
        title: pick.name,
        detail: pick.number.grouped(),
        account: None,
        href: format!("/accounts/{}/info", pick.id),
    };
    Ok(ranked(page.items.into_iter().map(hit).collect()))
}
