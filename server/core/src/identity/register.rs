//! Completes a registration (AUTH-18, AUTH-19).

use sea_orm::{ConnectionTrait, Statement};
use switchroom_types::AppError;
use switchroom_types::history::Action;
use switchroom_types::sessions::LinkValidity;

use crate::access::Origin;
use crate::error::Result;
use crate::identity::{Person, new_password::NewPassword};
use crate::links::{self, Link, Purpose};
use crate::portal::Portal;
use crate::{sessions, tx::Tx};

/// Sets the first password and ends the invitation; sign-in works from then on. People who sign in by SSO only complete
/// without a password.
///
/// # Errors
/// 410 `link.used`, `link.voided`, `link.expired`; 404 `link.not_found`; 422 for a password that
/// [`NewPassword::check`] refuses; 403 `auth.deactivated`.
///
/// # Permissions
/// None: the link is the proof.
pub async fn register(portal: &Portal, secret: &str, new_password: &str, origin: &Origin) -> Result<()> {
    let (_, person) = valid(portal, secret, &[Purpose::Welcome]).await?;
    let password = if person.user.sso_only { None } else { Some(NewPassword::check(portal, &person, "password", new_password).await?) };
    let mut tx = Tx::begin_as(portal, person.signature(origin)).await?;
    if !links::spend(&tx, secret).await? {
        return Err(gone(LinkValidity::Used).into());
    }
    let sql = "UPDATE users SET registration = 'registered', password_hash = $1, password_changed_at = $2, locked_at = NULL WHERE id = $3";
    let hash = password.as_ref().map(|password| password.hash.clone());
    let values = [hash.into(), tx.now().0.into(), person.user.id.into()];
    tx.conn().execute_raw(Statement::from_sql_and_values(portal.db.backend(), sql, values)).await?;
    sessions::forgive(&tx, person.id()).await?;
    let event = person.event(Action::Register);
    tx.record(match &password {
        Some(password) => password.noted_in(event),
        None => event,
    });
    tx.commit().await
}

/// The link and its person, if it can still be used.
pub(super) async fn valid(portal: &Portal, secret: &str, purposes: &[Purpose]) -> Result<(Link, Person)> {
    let unknown = || AppError::not_found("link");
    let link = links::find(portal, secret).await?.filter(|link| purposes.contains(&link.purpose)).ok_or_else(unknown)?;
    if link.validity != LinkValidity::Valid {
        return Err(gone(link.validity).into());
    }
    let person = Person::load(portal.db.read(), link.user_id).await?.ok_or_else(unknown)?;
    person.require_active()?;
    Ok((link, person))
}

pub(super) fn gone(validity: LinkValidity) -> AppError {
    match validity {
        LinkValidity::Voided => AppError::new(410, "link.voided", "A newer link has been sent; this one no longer works."),
        LinkValidity::Expired => AppError::new(410, "link.expired", "This link has expired."),
        _ => AppError::new(410, "link.used", "This link has already been used."),
    }
}
