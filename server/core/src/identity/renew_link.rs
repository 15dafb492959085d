//! "Send me a new link" on the page of a link that no longer works (AUTH-20).

use crate::access::Origin;
use crate::error::Result;
use crate::identity::change_email::send_confirmation;
use crate::identity::{Person, request_reset::send};
use crate::links::{self, Purpose};
use crate::portal::Portal;
use crate::sessions::throttle;

/// Mails a new link of the same purpose to the address on file, never elsewhere. The answer is the same in every case.
///
/// # Permissions
/// None: only a link that once was sent leads anywhere, and the new one goes to the address on file.
pub async fn renew_link(portal: &Portal, secret: &str, origin: &Origin) -> Result<()> {
    let pace = throttle::Pace::start();
    throttle::count_request(portal, "renew", secret, origin).await?;
    if let Some(link) = links::find(portal, secret).await?
        && let Some(person) = Person::load(portal.db.read(), link.user_id).await?
    {
        let sent = match link.purpose {
            Purpose::EmailChange => send_confirmation(portal, &person, origin).await,
            Purpose::Welcome | Purpose::AdminReset | Purpose::SelfReset => send(portal, &person, origin).await,
        };
        if let Err(error) = sent {
            tracing::warn!(%error, "the new link could not be mailed");
        }
    }
    pace.finish().await;
    Ok(())
}
