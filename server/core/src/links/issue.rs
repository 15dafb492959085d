//! Makes a link and voids its predecessors.

use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, Statement};
use switchroom_entity::{one_time_link, user};
use switchroom_types::text_enum;

use crate::error::Result;
use crate::secret;
use crate::tx::Tx;

text_enum! {
    /// What a link is for, and so how long it lives.
    Purpose { Welcome => "welcome", AdminReset => "admin_reset", SelfReset => "self_reset", EmailChange => "email_change" }
}

impl Purpose {
    /// Life in seconds.
    pub fn life(self) -> i64 {
        match self {
            Self::Welcome => 7 * 86_400,
            Self::AdminReset | Self::EmailChange => 86_400,
            Self::SelfReset => 3_600,
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Welcome => "register",
            Self::AdminReset | Self::SelfReset => "reset",
            Self::EmailChange => "confirm-email",
        }
    }
}

/// The whole address of a new link; it exists only in the mail.
pub async fn issue(tx: &Tx, user: &user::Model, purpose: Purpose) -> Result<String> {
    let secret = secret::generate()?;
    let now = tx.now();
    let sql = "UPDATE one_time_links SET voided_at = $1 WHERE user_id = $2 AND purpose = $3 AND used_at IS NULL AND voided_at IS NULL";
    let values = [now.0.into(), user.id.into(), purpose.as_str().into()];
    tx.conn().execute_raw(Statement::from_sql_and_values(tx.portal().db.backend(), sql, values)).await?;
    let row = one_time_link::ActiveModel {
        secret_hash: Set(secret::hash(&secret)),
        purpose: Set(purpose.as_str().to_owned()),
        user_id: Set(user.id),
        account_id: Set(user.account_id),
        created_at: Set(now.0),
        expires_at: Set(now.plus_secs(purpose.life()).0),
        used_at: Set(None),
        voided_at: Set(None),
    };
    one_time_link::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(format!("{}/{}/{secret}", tx.portal().settings.public_url, purpose.path()))
}
