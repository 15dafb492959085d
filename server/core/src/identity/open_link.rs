//! What a link leads to, before anything is entered (AUTH-18, AUTH-20).

use switchroom_types::sessions::{LinkState, LinkValidity};

use crate::error::Result;
use crate::identity::Person;
use crate::links::{self, Purpose};
use crate::portal::Portal;

/// Looks at a link without using it up. A link of another purpose is as unknown as one that was never sent; the name is
/// told only to the holder of a valid one.
///
/// # Permissions
/// None: the link is the proof.
pub async fn open_link(portal: &Portal, secret: &str, purposes: &[Purpose]) -> Result<LinkState> {
    let unknown = LinkState { state: LinkValidity::Unknown, name: String::new(), needs_password: false };
    let Some(link) = links::find(portal, secret).await? else { return Ok(unknown) };
    if !purposes.contains(&link.purpose) {
        return Ok(unknown);
    }
    if link.validity != LinkValidity::Valid {
        return Ok(LinkState { state: link.validity, ..unknown });
    }
    let Some(person) = Person::load(portal.db.read(), link.user_id).await? else { return Ok(unknown) };
    let needs_password = !person.user.sso_only && link.purpose != Purpose::EmailChange;
    Ok(LinkState { state: LinkValidity::Valid, name: person.user.name, needs_password })
}
