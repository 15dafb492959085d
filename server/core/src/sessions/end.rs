//! Ends sessions within a larger change: a new password, a deactivation, a deletion.

use sea_orm::{ConnectionTrait, Statement};
use switchroom_types::live::{Mark, Topic};
use switchroom_types::{SessionId, UserId};

use crate::error::Result;
use crate::sessions::throttle::Subject;
use crate::tx::Tx;

/// Ends the sessions of a person, except perhaps one, and wakes their open pages. The caller records what happened.
pub async fn end_all(tx: &mut Tx, user: UserId, except: Option<SessionId>) -> Result<u64> {
    let sql = "DELETE FROM sessions WHERE user_id = $1 AND id <> $2";
    let except = except.map(|id| id.0).unwrap_or_default();
    let values = [user.0.into(), except.into()];
    let done = tx.conn().execute_raw(Statement::from_sql_and_values(tx.portal().db.backend(), sql, values)).await?;
    tx.wake_user(user, Topic::Session, &Mark::default());
    Ok(done.rows_affected())
}

/// A person has shown their first second factor in this session: it counts as passed here, and sessions that began with the
/// password alone end.
pub(crate) async fn second_factor_shown(tx: &mut Tx, user: UserId, here: SessionId) -> Result<()> {
    let backend = tx.portal().db.backend();
    let sql = "UPDATE sessions SET mfa_at = $1 WHERE id = $2";
    tx.conn().execute_raw(Statement::from_sql_and_values(backend, sql, [tx.now().0.into(), here.0.into()])).await?;
    let sql = "DELETE FROM sessions WHERE user_id = $1 AND id <> $2 AND method = 'password' AND mfa_at IS NULL";
    tx.conn().execute_raw(Statement::from_sql_and_values(backend, sql, [user.0.into(), here.0.into()])).await?;
    tx.wake_user(user, Topic::Session, &Mark::default());
    Ok(())
}

/// Forgets the wrong passwords and codes counted for a person (after a right one, a reset, an unlock).
pub async fn forgive(tx: &Tx, user: UserId) -> Result<()> {
    let sql = "DELETE FROM sign_in_failures WHERE subject IN ($1, $2)";
    let values = [Subject::user(user).bytes().into(), Subject::code(user).bytes().into()];
    tx.conn().execute_raw(Statement::from_sql_and_values(tx.portal().db.backend(), sql, values)).await?;
    Ok(())
}
