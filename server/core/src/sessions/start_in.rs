//! Signs somebody in whose identity another system has proven, within the change that may also have made them.

use sea_orm::{ConnectionTrait, Statement};
use switchroom_types::history::{Action, Asset};
use switchroom_types::sessions::SignInMethod;

use crate::access::Origin;
use crate::error::Result;
use crate::identity::Person;
use crate::secret;
use crate::sessions::{self, NewSession};
use crate::tx::Tx;

/// Creates the session, ends the one that the browser had before, and records the sign-in. The caller has checked that the
/// person may act, and commits.
pub async fn start_in(tx: &mut Tx, person: &Person, method: SignInMethod, replaces: Option<&str>, origin: &Origin) -> Result<NewSession> {
    let backend = tx.portal().db.backend();
    if let Some(old) = replaces {
        let sql = "DELETE FROM sessions WHERE secret_hash = $1";
        tx.conn().execute_raw(Statement::from_sql_and_values(backend, sql, [secret::hash(old).into()])).await?;
    }
    let session = sessions::create(tx, person.id(), person.account_id(), method, origin).await?;
    let sql = "UPDATE users SET last_sign_in_at = $1 WHERE id = $2";
    tx.conn().execute_raw(Statement::from_sql_and_values(backend, sql, [tx.now().0.into(), person.user.id.into()])).await?;
    let mut event = person.event(Action::SignIn).core("method", method.as_str());
    event.asset = Asset::Session;
    tx.record(event.extra("device", sessions::device(&origin.user_agent.clone().unwrap_or_default())));
    Ok(session)
}
