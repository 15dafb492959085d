//! Replaces the rules of the caller, or of an account, all at once.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::json;
use switchroom_entity::{account, notification_rules as entity, user};
use switchroom_types::access::Permission;
use switchroom_types::error::FieldConflict;
use switchroom_types::history::{Action, Asset, Change};
use switchroom_types::notification_rules::{Rule, RuleDocument, RuleForm};
use switchroom_types::{AccountId, AppError, PartnerId};
use uuid::Uuid;

use super::decide::{of_owner, rules};
use super::form::{self, Bounds};
use super::{describe, get};
use crate::access::Actor;
use crate::error::{Error, Result};
use crate::history::Event;
use crate::portal::Portal;
use crate::tx::Tx;

/// With `seen`, only if nobody else has changed them since they were read.
///
/// # Permissions
/// Anybody for themselves, in a browser session: no token's scope covers where a person is told things.
///
/// # Errors
/// 422 at `rules.<index>.<field>`; 412 `input.stale`.
pub async fn save_person(portal: &Portal, actor: &Actor, seen: Option<i32>, form: RuleForm) -> Result<RuleDocument> {
    actor.require_session()?;
    let targets = get::personal(actor);
    let mut tx = portal.begin(actor).await?;
    // The person's row stands for rules that nobody has saved yet.
    let own = user::Entity::find().filter(user::Column::AccountId.eq(actor.account_id.0)).filter(user::Column::Id.eq(actor.user_id.0));
    own.lock_exclusive().one(tx.conn()).await?.ok_or_else(|| Error::from(AppError::unauthenticated()))?;
    let place = Place {
        account_id: actor.account_id,
        partner_id: actor.partner_id,
        owner: actor.user_id.0,
        asset: (Asset::User, actor.name.clone()),
        bounds: Bounds { targets: targets.as_ref(), webhooks: false },
    };
    replace(&mut tx, actor, &place, seen, form).await?;
    commit(tx).await?;
    get::of_person(portal, actor).await
}

/// The same for an account; its rules hold for all its people who have no rule of their own that matches.
///
/// # Permissions
/// `accounts.edit` in the account.
///
/// # Errors
/// As for [`save_person`].
pub async fn save_account(portal: &Portal, actor: &Actor, account: AccountId, seen: Option<i32>, form: RuleForm) -> Result<RuleDocument> {
    let scope = actor.account(portal, account, Permission::ACCOUNTS_EDIT).await?;
    let targets = get::shared(actor, &scope);
    let mut tx = portal.begin(actor).await?;
    let locked = account::Entity::find().filter(account::Column::Id.eq(scope.account_id.0));
    locked.lock_exclusive().one(tx.conn()).await?.ok_or_else(|| Error::from(AppError::not_found("account")))?;
    let place = Place {
        account_id: scope.account_id,
        partner_id: scope.partner_id,
        owner: scope.account_id.0,
        asset: (Asset::Account, scope.account.name.clone()),
        bounds: Bounds { targets: targets.as_ref(), webhooks: true },
    };
    replace(&mut tx, actor, &place, seen, form).await?;
    commit(tx).await?;
    let row = of_owner(portal.db.write(), scope.account_id, scope.account_id.0).await?;
    get::view(portal, targets.as_ref(), Some(scope.account_id), row).await
}

/// Whose rules are replaced, and in whose history that stands.
struct Place<'a> {
    account_id: AccountId,
    partner_id: Option<PartnerId>,
    owner: Uuid,
    asset: (Asset, String),
    bounds: Bounds<'a>,
}

async fn replace(tx: &mut Tx, actor: &Actor, place: &Place<'_>, seen: Option<i32>, form: RuleForm) -> Result<()> {
    let stored = of_owner(tx.conn(), place.account_id, place.owner).await?;
    let before = stored.as_ref().map(rules).transpose()?.unwrap_or_default();
    let account = place.bounds.webhooks.then_some(place.account_id);
    let names = form::names(tx.conn(), &place.bounds, account, &before, &form).await?;
    let after = form::check(&place.bounds, &names, &before, form)?;
    let told = [describe::sentences(&before, &names), describe::sentences(&after, &names)];
    let version = stored.map_or(0, |row| row.version);
    if seen.is_some_and(|seen| seen != version) {
        let [theirs, yours] = told.map(|sentences| sentences.join("\n"));
        return Err(AppError::stale(vec![FieldConflict { field: "rules".to_owned(), yours, theirs }]).into());
    }
    if before == after {
        return Ok(());
    }
    store(tx, actor, place, version + 1, &after).await?;
    let [before, after] = told.map(|sentences| json!(sentences));
    let change = Change { property: "notification_rules".to_owned(), before, after };
    let event = Event::new(place.account_id, place.partner_id, Action::Edit, place.asset.0).of(place.owner, &place.asset.1);
    tx.record(event.core("part", "notification rules").changes(vec![change]));
    Ok(())
}

async fn store(tx: &Tx, actor: &Actor, place: &Place<'_>, version: i32, rules: &[Rule]) -> Result<()> {
    use entity::Column as C;
    let row = entity::ActiveModel {
        account_id: Set(place.account_id.0),
        owner_id: Set(place.owner),
        version: Set(version),
        rules: Set(json!(rules)),
        modified_at: Set(tx.now().0),
        modified_by: Set(actor.name.clone()),
    };
    let conflict =
        OnConflict::columns([C::AccountId, C::OwnerId]).update_columns([C::Version, C::Rules, C::ModifiedAt, C::ModifiedBy]).to_owned();
    entity::Entity::insert(row).on_conflict(conflict).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Saving what is there already changes nothing.
async fn commit(tx: Tx) -> Result<()> {
    if tx.has_history() { tx.commit().await } else { Ok(()) }
}
