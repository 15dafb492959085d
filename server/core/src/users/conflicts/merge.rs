//! Two people become one: who stays takes the chosen values, the other one goes to the bin (USR-B3). Licences, tokens and
//! sessions of the other one go as with any deletion (USR-41).

use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use switchroom_entity::{deleted_user, user};
use switchroom_types::access::Permission;
use switchroom_types::conflicts::{Comparison, Merge, MergeField};
use switchroom_types::history::{Action, Asset};
use switchroom_types::users::{UserDetail, UserPatch, UserSource};
use switchroom_types::{AccountId, AppError, FieldError, UserId};

use crate::access::{AccountScope, Actor};
use crate::error::{Error, Result};
use crate::history::Event;
use crate::portal::Portal;
use crate::users::rights::Judge;
use crate::users::{change, clash, delete, find, get, rights, source};

/// What a merge would be about: the fields in which the two differ.
///
/// # Permissions
/// As [`merge`].
///
/// # Errors
/// 404 unless both are of this account, and the one who stays is not in the bin.
pub async fn compare(portal: &Portal, actor: &Actor, account: AccountId, keep: UserId, other: UserId) -> Result<Comparison> {
    let scope = authorise(portal, actor, account).await?;
    let conn = portal.db.read();
    let stays = find::one(conn, scope.account_id, keep).await?;
    let goes = read(conn, &scope, portal.clock.now().0, other).await?;
    let locked = source::origin(conn, &stays).await?.locked;
    let differs = |field: &&&str| source::value(&stays, field) != source::value(goes.model(), field);
    let fields = source::FIELDS.iter().filter(differs).map(|field| MergeField {
        field: (*field).to_owned(),
        keep: source::value(&stays, field).to_owned(),
        other: source::value(goes.model(), field).to_owned(),
        locked: locked.iter().any(|known| known == field),
    });
    let refusal = refuse(&Judge::of(conn, actor, &scope).await?, &stays, &goes)
        .err()
        .map(|error| FieldError::new("other", error.code, error.message));
    Ok(Comparison { fields: fields.collect(), keep, keep_name: stays.name.clone(), other, other_name: goes.model().name.clone(), refusal })
}

/// # Permissions
/// `users.edit` and `users.delete`; of two people neither of whom has more rights than the caller.
///
/// # Errors
/// 404 unless both are of this account; 409 naming why the other one stays; 422 at the fields, among them `take`.
pub async fn merge(portal: &Portal, actor: &Actor, account: AccountId, asked: &Merge) -> Result<UserDetail> {
    let scope = authorise(portal, actor, account).await?;
    if let Some(unknown) = asked.take.iter().find(|field| !source::FIELDS.contains(&field.as_str())) {
        let error = FieldError::new("take", "conflicts.unknown_field", "There is no such field").arg("field", unknown);
        return Err(AppError::invalid(vec![error]).into());
    }
    let mut tx = portal.begin(actor).await?;
    find::take_turns(&tx, scope.account_id).await?;
    let stays = find::for_update(&tx, scope.account_id, asked.keep).await?;
    let goes = read(tx.conn(), &scope, tx.now().0, asked.other).await?;
    let judge = Judge::of(tx.conn(), actor, &scope).await?;
    refuse(&judge, &stays, &goes)?;
    if let Found::User(model) = &goes {
        rights::somebody_stays(&tx, &judge.powers, &scope, model, None).await?;
        // Its values become free before the other one takes them.
        delete::remove(&mut tx, scope.partner_id, std::slice::from_ref(model.as_ref())).await?;
    }
    mark(&tx, asked).await?;
    let patch = patch(&asked.take, goes.model());
    let mut after = change::prepare(&mut tx, &judge, &scope, &stays, &patch).await?;
    if asked.take.iter().any(|field| field == "phone") {
        let mut with_phone = after.clone();
        source::set(&mut with_phone, "phone", source::value(goes.model(), "phone"));
        source::refuse_locked(tx.conn(), &stays, &with_phone, None).await?;
        clash::check(tx.conn(), &with_phone).await?;
        after = with_phone;
    }
    if after != stays {
        if after.version == stays.version {
            crate::users::row::touch(&mut after, &tx);
        }
        if let Err(error) = change::store(&mut tx, &scope, &stays, &after).await {
            drop(tx);
            return Err(clash::worded(portal, &after, error).await);
        }
    }
    let event = |of: &user::Model| Event::new(scope.account_id, scope.partner_id, Action::Merge, Asset::User).of(of.id, &of.name);
    tx.record(event(&after).core("merged_from", goes.model().name.clone()).core("fields", asked.take.join(", ")));
    tx.record(event(goes.model()).core("merged_into", after.name.clone()));
    tx.commit().await?;
    get::detail(portal.db.write(), &judge, after).await
}

async fn authorise(portal: &Portal, actor: &Actor, account: AccountId) -> Result<AccountScope> {
    let scope = actor.account(portal, account, Permission::USERS_EDIT).await?;
    actor.require(Permission::USERS_DELETE)?;
    Ok(scope)
}

/// The one who goes.
enum Found {
    User(Box<user::Model>),
    InBin(Box<deleted_user::Model>, Box<user::Model>),
}

impl Found {
    fn model(&self) -> &user::Model {
        match self {
            Self::User(model) | Self::InBin(_, model) => model,
        }
    }
}

async fn read(conn: &impl ConnectionTrait, scope: &AccountScope, now: i64, id: UserId) -> Result<Found> {
    match find::one(conn, scope.account_id, id).await {
        Ok(model) => return Ok(Found::User(Box::new(model))),
        Err(Error::App(error)) if error.status == 404 => {}
        Err(error) => return Err(error),
    }
    let kept = deleted_user::Entity::find()
        .filter(deleted_user::Column::AccountId.eq(scope.account_id.0))
        .filter(deleted_user::Column::Id.eq(id.0))
        .filter(deleted_user::Column::PurgeAfter.gt(now))
        .one(conn)
        .await?;
    let kept = kept.ok_or_else(|| Error::from(AppError::not_found("user")))?;
    let model = serde_json::from_value(kept.data.clone()).map_err(|error| Error::corrupt(format!("deleted user: {error}")))?;
    Ok(Found::InBin(Box::new(kept), Box::new(model)))
}

fn refuse(judge: &Judge, stays: &user::Model, goes: &Found) -> Result<(), AppError> {
    if stays.id == goes.model().id {
        return Err(AppError::conflict("conflicts.same", "Choose two different people."));
    }
    judge.not_above(stays)?;
    match goes {
        Found::InBin(kept, _) => judge.not_above_kept(kept),
        Found::User(model) if model.source == UserSource::Pbx.as_str() => {
            Err(AppError::conflict("conflicts.on_pbx", "The PBX still has this person, so the row stays. Keep this one instead."))
        }
        Found::User(model) => match judge.refuse_delete(model) {
            Some(refusal) => Err(refusal),
            None => Ok(()),
        },
    }
}

/// In the bin they have the values of the one who stays; that is no conflict.
async fn mark(tx: &crate::tx::Tx, asked: &Merge) -> Result<()> {
    let kept = deleted_user::Entity::find_by_id(asked.other.0).one(tx.conn()).await?;
    let Some(kept) = kept else { return Ok(()) };
    let merged = deleted_user::Model { merged_into: Some(asked.keep.0), ..kept };
    deleted_user::Entity::update(deleted_user::ActiveModel::from(merged).reset_all()).exec(tx.conn()).await?;
    Ok(())
}

/// The chosen values as a change of the one who stays; the phone is not among what people enter.
fn patch(take: &[String], from: &user::Model) -> UserPatch {
    let value = |field: &str| take.iter().any(|taken| taken == field).then(|| source::value(from, field).to_owned());
    UserPatch {
        name: value("name"),
        first_name: value("first_name"),
        last_name: value("last_name"),
        email: value("email"),
        login_id: value("login_id"),
        mobile: value("mobile"),
        extension: value("extension"),
        ..UserPatch::default()
    }
}
