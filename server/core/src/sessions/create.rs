//! Starts a session for a person whose identity has just been proven.

use sea_orm::{ActiveValue::Set, EntityTrait};
use switchroom_entity::session;
use switchroom_types::sessions::SignInMethod;
use switchroom_types::{AccountId, SessionId, UserId};
use uuid::Uuid;

use crate::access::Origin;
use crate::error::Result;
use crate::policies;
use crate::secret;
use crate::tx::Tx;

pub struct NewSession {
    pub id: SessionId,
    /// Goes into the cookie and is known nowhere else.
    pub secret: String,
    /// What the browser is to keep, so that it is known again.
    pub device: Option<String>,
}

/// Stores the session; always a new secret, so that a planted cookie never becomes a signed-in one.
pub async fn create(tx: &mut Tx, user: UserId, account: AccountId, method: SignInMethod, origin: &Origin) -> Result<NewSession> {
    let secret = secret::generate()?;
    let id = Uuid::now_v7();
    let now = tx.now();
    // The limits of the account (AUTH, "Data").
    let limits = policies::limits(tx.conn(), account).await?;
    let row = session::ActiveModel {
        id: Set(id),
        secret_hash: Set(secret::hash(&secret)),
        user_id: Set(user.0),
        account_id: Set(account.0),
        method: Set(method.as_str().to_owned()),
        created_at: Set(now.0),
        last_seen_at: Set(now.0),
        idle_limit: Set(limits.idle),
        expires_at: Set(now.0 + limits.absolute),
        ip: Set(origin.ip.clone().unwrap_or_default()),
        user_agent: Set(origin.user_agent.clone().unwrap_or_default().chars().take(400).collect()),
        // A passkey verifies its user, so it is both factors in one.
        mfa_at: Set((method == SignInMethod::Passkey).then_some(now.0)),
        // However somebody signed in, that was a proof of who they are.
        step_up_at: Set(Some(now.0)),
    };
    session::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(NewSession { id: SessionId(id), secret, device: None })
}
