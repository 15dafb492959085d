//! Renames and deletes passkeys.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use switchroom_entity::passkey;
use switchroom_types::error::FieldErrors;
use switchroom_types::history::{Action, Asset, Change};
use switchroom_types::{AppError, PasskeyId};

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::factors::enrol::without_factors;
use crate::factors::tell::{Told, tell};
use crate::identity::Person;
use crate::portal::Portal;
use crate::sessions;
use crate::tx::Tx;

async fn own(tx: &Tx, actor: &Actor, id: PasskeyId) -> Result<passkey::Model> {
    let found = passkey::Entity::find().filter(passkey::Column::Id.eq(id.0)).filter(passkey::Column::UserId.eq(actor.user_id.0));
    found.one(tx.conn()).await?.ok_or_else(|| AppError::not_found("passkey").into())
}

async fn person(portal: &Portal, actor: &Actor) -> Result<Person> {
    Person::load(portal.db.read(), actor.user_id).await?.ok_or_else(|| Error::from(AppError::unauthenticated()))
}

/// # Errors
/// 422 at `name`; 404 `passkey.not_found` for somebody else's.
///
/// # Permissions
/// The person themselves, in a browser session.
pub async fn rename(portal: &Portal, actor: &Actor, id: PasskeyId, name: &str) -> Result<()> {
    actor.require_session()?;
    let person = person(portal, actor).await?;
    let mut tx = portal.begin(actor).await?;
    let before = own(&tx, actor, id).await?;
    let mut errors = FieldErrors::default();
    let name = errors.text("name", name, true, 80);
    errors.finish()?;
    if name == before.name {
        return Ok(());
    }
    let sql = "UPDATE passkeys SET name = $1 WHERE id = $2";
    tx.conn().execute_raw(Statement::from_sql_and_values(portal.db.backend(), sql, [name.clone().into(), id.0.into()])).await?;
    let mut event = person.event(Action::Edit).core("factor", Told::Passkey.as_str()).core("user", person.user.name.clone());
    event.asset = Asset::Factor;
    tx.record(event.changes(vec![Change { property: "name".to_owned(), before: before.name.into(), after: name.into() }]));
    tx.commit().await
}

/// # Errors
/// 404 `passkey.not_found` for somebody else's.
///
/// # Permissions
/// The person themselves, in a browser session, with step-up.
pub async fn remove(portal: &Portal, actor: &Actor, id: PasskeyId) -> Result<()> {
    sessions::require_for_factors(portal, actor).await?;
    let person = person(portal, actor).await?;
    let mut tx = portal.begin(actor).await?;
    let before = own(&tx, actor, id).await?;
    passkey::Entity::delete_many().filter(passkey::Column::Id.eq(id.0)).exec(tx.conn()).await?;
    without_factors(&tx, actor.user_id).await?;
    tell(&mut tx, &person, Action::Delete, Told::Passkey, &before.name).await?;
    tx.commit().await
}
