//! Ends the session that the caller came with (AUTH-25).

use sea_orm::{ConnectionTrait, Statement};
use switchroom_types::history::{Action, Asset, EventType};
use switchroom_types::live::{Mark, Topic};

use crate::access::Actor;
use crate::error::Result;
use crate::history::Event;
use crate::portal::Portal;

/// # Permissions
/// The person themselves, in a browser session.
pub async fn sign_out(portal: &Portal, actor: &Actor) -> Result<()> {
    let session = actor.require_session()?;
    let mut tx = portal.begin(actor).await?;
    let statement = Statement::from_sql_and_values(portal.db.backend(), "DELETE FROM sessions WHERE id = $1", [session.0.into()]);
    tx.conn().execute_raw(statement).await?;
    let event = Event::new(actor.account_id, actor.partner_id, Action::SignOut, Asset::Session);
    tx.record(event.kind(EventType::Security).of(actor.user_id, &actor.name));
    tx.wake_user(actor.user_id, Topic::Session, &Mark::default());
    tx.commit().await
}
