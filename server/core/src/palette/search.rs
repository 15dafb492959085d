//! All kinds at once.

use switchroom_types::access::{Permission, Role};
use switchroom_types::palette::{Hit, MAX_TERM, PaletteQuery};
use switchroom_types::{AppError, FieldError};

use super::{accounts, events, numbers, orders, users};
use crate::access::Actor;
use crate::error::{Error, Result};
use crate::portal::Portal;
use crate::text;

/// Up to five hits of each kind, in the order of the kinds. A text of one character finds nothing: it would find everything.
///
/// # Permissions
/// None to ask; a kind is searched only with the permission and the reach of its list, others are passed over in silence.
///
/// # Errors
/// 404 for an account out of reach, 422 for a text of more than [`MAX_TERM`] characters.
pub async fn search(portal: &Portal, actor: &Actor, query: PaletteQuery) -> Result<Vec<Hit>> {
    if query.text.chars().count() > MAX_TERM {
        return Err(AppError::invalid(vec![FieldError::too_long("text", MAX_TERM)]).into());
    }
    let scope = match query.account {
        Some(id) => match actor.reach(portal, id).await {
            Ok(scope) => Some(scope),
            // ACC-B4: on its page there is nothing to be found in it.
            Err(Error::App(error)) if error.code == "partner_access.needed" => None,
            Err(error) => return Err(error),
        },
        None => None,
    };
    // No name has control characters, and PostgreSQL takes no NUL.
    let typed: String = query.text.chars().filter(|c| !c.is_control()).collect();
    let term = text::fold(&typed);
    if term.chars().count() < 2 || matches!(actor.role, Role::User | Role::Operator) {
        return Ok(Vec::new());
    }
    // A customer's admin has one account, whether its pages are open or not.
    let home = match &scope {
        None if !actor.is_partner() => Some(actor.reach(portal, actor.account_id).await?),
        _ => None,
    };
    let scope = scope.as_ref().or(home.as_ref());
    let (accounts, users, orders, numbers, events) = tokio::try_join!(
        accounts::find(portal, actor, &term),
        users::find(portal, actor, scope, &term),
        orders::find(portal, actor, &term),
        numbers::find(portal, actor, scope, &typed),
        events::find(portal, actor, scope, &term),
    )?;
    Ok([accounts, users, orders, numbers, events].into_iter().flatten().collect())
}

/// Whether the people, numbers or events of this account may be searched.
pub(super) fn may(actor: &Actor, permissions: &[Permission]) -> bool {
    permissions.iter().all(|permission| actor.can(*permission))
}
