//! What a person has set up.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use switchroom_entity::{authenticator, passkey, recovery_code, sign_in_step};
use switchroom_types::factors::{AuthenticatorRow, Factors, PasskeyRow};
use switchroom_types::{PasskeyId, Timestamp, UserId};

use crate::access::Actor;
use crate::error::Result;
use crate::factors::passkeys;
use crate::portal::Portal;

/// # Permissions
/// The person themselves, in a browser session.
pub async fn list(portal: &Portal, actor: &Actor) -> Result<Factors> {
    actor.require_session()?;
    let factors = of_user(portal.db.read(), actor.user_id).await?;
    Ok(Factors { passkey_host: passkeys::host(portal), ..factors })
}

/// The caller has authorised it.
pub async fn of_user(conn: &impl ConnectionTrait, user: UserId) -> Result<Factors> {
    let app = authenticator::Entity::find().filter(authenticator::Column::UserId.eq(user.0));
    let app = app.filter(authenticator::Column::ConfirmedAt.is_not_null()).one(conn).await?;
    let passkeys = passkey::Entity::find().filter(passkey::Column::UserId.eq(user.0)).order_by_asc(passkey::Column::CreatedAt);
    let codes = recovery_code::Entity::find().filter(recovery_code::Column::UserId.eq(user.0));
    let codes = codes.filter(recovery_code::Column::UsedAt.is_null()).count(conn).await?;
    Ok(Factors {
        authenticator: app.map(|app| AuthenticatorRow {
            added_at: Timestamp(app.confirmed_at.unwrap_or(app.created_at)),
            last_used_at: app.last_used_at.map(Timestamp),
        }),
        passkeys: passkeys.all(conn).await?.into_iter().map(row).collect(),
        recovery_codes: u32::try_from(codes).unwrap_or(u32::MAX),
        passkey_host: None,
    })
}

/// Takes out everything of these people; they are being deleted.
pub(crate) async fn erase(conn: &impl ConnectionTrait, users: &[uuid::Uuid]) -> Result<()> {
    let users = || users.iter().copied();
    authenticator::Entity::delete_many().filter(authenticator::Column::UserId.is_in(users())).exec(conn).await?;
    passkey::Entity::delete_many().filter(passkey::Column::UserId.is_in(users())).exec(conn).await?;
    recovery_code::Entity::delete_many().filter(recovery_code::Column::UserId.is_in(users())).exec(conn).await?;
    sign_in_step::Entity::delete_many().filter(sign_in_step::Column::UserId.is_in(users())).exec(conn).await?;
    Ok(())
}

pub(super) fn row(model: passkey::Model) -> PasskeyRow {
    PasskeyRow {
        id: PasskeyId(model.id),
        name: model.name,
        added_at: Timestamp(model.created_at),
        last_used_at: model.last_used_at.map(Timestamp),
    }
}
