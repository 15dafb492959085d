//! Something that a person entered besides the password, found to be right; good for one thing only.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use switchroom_entity::authenticator;
use switchroom_types::UserId;
use switchroom_types::factors::SecondFactor;
use uuid::Uuid;

use crate::error::Result;
use crate::factors::{authenticator as app, recovery};
use crate::portal::Portal;
use crate::tx::Tx;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// A code of the app, by its time step.
    Authenticator {
        user: UserId,
        step: i64,
    },
    RecoveryCode {
        id: Uuid,
    },
}

/// Judges a code of the app or a recovery code without using it up.
pub(crate) async fn check(portal: &Portal, user: UserId, entered: &str) -> Result<Option<Proof>> {
    let code: String = entered.chars().filter(|c| !c.is_whitespace()).collect();
    let found = authenticator::Entity::find().filter(authenticator::Column::UserId.eq(user.0));
    let found = found.filter(authenticator::Column::ConfirmedAt.is_not_null()).one(portal.db.read()).await?;
    if let Some(found) = found {
        let secret = portal.sealer.open(&app::place(user), &found.secret_sealed)?;
        if let Some(step) = app::step_of(&secret, &code, portal.clock.now())? {
            return Ok(Some(Proof::Authenticator { user, step }));
        }
    }
    recovery::check(portal.db.read(), user, &code).await
}

impl Proof {
    /// Uses it up; false if it was used before, here or on another replica.
    pub async fn spend(self, tx: &Tx) -> Result<bool> {
        let now = tx.now().0;
        let (sql, values): (_, Vec<sea_orm::Value>) = match self {
            // Later steps only (RFC 6238, 5.2): an overheard code is worth nothing.
            Self::Authenticator { user, step } => (
                "UPDATE authenticators SET last_step = $1, last_used_at = $2 WHERE user_id = $3 AND last_step < $1",
                vec![step.into(), now.into(), user.0.into()],
            ),
            Self::RecoveryCode { id } => {
                ("UPDATE recovery_codes SET used_at = $1 WHERE id = $2 AND used_at IS NULL", vec![now.into(), id.into()])
            }
        };
        let done = tx.conn().execute_raw(Statement::from_sql_and_values(tx.portal().db.backend(), sql, values)).await?;
        Ok(done.rows_affected() == 1)
    }

    /// Not a recovery code, which stands in only where there is no session yet.
    pub fn is_of_app(&self) -> bool {
        matches!(self, Self::Authenticator { .. })
    }

    pub fn factor(self) -> SecondFactor {
        match self {
            Self::Authenticator { .. } => SecondFactor::Authenticator,
            Self::RecoveryCode { .. } => SecondFactor::RecoveryCode,
        }
    }
}
