//! From a verified identity to a person of ours: somebody who is known, an invited colleague, a further person of a known
//! organisation, or the first of a new one (AUTH-07, AUTH-08, AUTH-16, AUTH-B9).

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use switchroom_connect::oidc::Identity;
use switchroom_entity::{account, identity_link, identity_organisation, identity_provider, partner, user};
use switchroom_types::access::{Role, Scope};
use switchroom_types::accounts::AccountKind;
use switchroom_types::history::{Action, Asset};
use switchroom_types::partners::NewUserRole;
use switchroom_types::sessions::SignInMethod;
use switchroom_types::users::Registration;
use switchroom_types::{AccountId, AppError, PartnerId, UserId};

use super::claims::{self, Newcomer};
use crate::access::{Origin, Signature};
use crate::error::{Error, Result};
use crate::history::{Event, changes};
use crate::identity::Person;
use crate::links::{self, Purpose};
use crate::partners::{self, NewPartner};
use crate::portal::Portal;
use crate::sessions::{self, NewSession, Passed};
use crate::text;
use crate::tx::Tx;
use crate::users::row::{self, NewUser};

/// Whether a second factor is asked for is the provider's business.
const BY_PROVIDER: Passed = Passed { method: SignInMethod::Oidc, second: None };

pub(super) async fn sign_in(
    portal: &Portal,
    provider: &identity_provider::Model,
    identity: &Identity,
    entitled: bool,
    replaces: Option<&str>,
    origin: &Origin,
) -> Result<NewSession> {
    if let Some(person) = known(portal, identity).await? {
        let refusal = if !person.may_act() {
            Person::deactivated()
        } else if !entitled {
            not_entitled()
        } else {
            return welcome_back(portal, &person, identity, replaces, origin).await;
        };
        let mut tx = Tx::begin_as(portal, Signature::anonymous(origin)).await?;
        let ip = origin.ip.clone().unwrap_or_default();
        tx.record(person.event(Action::SignInFailed).core("reason", refusal.code.as_ref()).core("ip", ip));
        tx.commit().await?;
        return Err(refusal.into());
    }
    if !entitled {
        return Err(not_entitled().into());
    }
    let newcomer = claims::newcomer(&identity.claims, provider)?;
    let mut tx = Tx::begin_as(portal, Signature::anonymous(origin)).await?;
    let id = enter(&mut tx, identity, &newcomer, origin).await?;
    link(&tx, identity, &id).await?;
    let person = Person::load(tx.conn(), UserId(id.id)).await?.ok_or_else(|| Error::corrupt("somebody just stored"))?;
    let session = sessions::start_in(&mut tx, &person, BY_PROVIDER, replaces, origin).await?;
    tx.commit().await?;
    Ok(session)
}

fn not_entitled() -> AppError {
    AppError::new(403, "auth.not_entitled", "You may not use this portal. Ask whoever manages your access at the identity provider.")
}

/// Who has come in as this subject of this issuer before.
async fn known(portal: &Portal, identity: &Identity) -> Result<Option<Person>> {
    let link = identity_link::Entity::find_by_id((identity.issuer.clone(), identity.subject.clone())).one(portal.db.read()).await?;
    match link {
        Some(link) => Person::load(portal.db.read(), UserId(link.user_id)).await,
        None => Ok(None),
    }
}

async fn welcome_back(
    portal: &Portal,
    person: &Person,
    identity: &Identity,
    replaces: Option<&str>,
    origin: &Origin,
) -> Result<NewSession> {
    let mut tx = Tx::begin_as(portal, person.signature(origin)).await?;
    let sql = "UPDATE identity_links SET last_used_at = $1 WHERE issuer = $2 AND subject = $3";
    let values = [tx.now().0.into(), identity.issuer.clone().into(), identity.subject.clone().into()];
    tx.conn().execute_raw(Statement::from_sql_and_values(portal.db.backend(), sql, values)).await?;
    let session = sessions::start_in(&mut tx, person, BY_PROVIDER, replaces, origin).await?;
    tx.commit().await?;
    Ok(session)
}

/// Stores the link. Whoever was linked before under it has been deleted.
async fn link(tx: &Tx, identity: &Identity, user: &user::Model) -> Result<()> {
    let sql = "INSERT INTO identity_links (issuer, subject, user_id, account_id, created_at, last_used_at) VALUES ($1, $2, $3, $4, $5, $5) \
         ON CONFLICT (issuer, subject) DO UPDATE SET user_id = $3, account_id = $4, created_at = $5, last_used_at = $5 \
         WHERE NOT EXISTS (SELECT 1 FROM users WHERE users.id = identity_links.user_id)";
    let (issuer, subject) = (identity.issuer.clone().into(), identity.subject.clone().into());
    let values = [issuer, subject, user.id.into(), user.account_id.into(), tx.now().0.into()];
    let done = tx.conn().execute_raw(Statement::from_sql_and_values(tx.portal().db.backend(), sql, values)).await?;
    // The same person came in through two windows at once; the other one has done everything.
    if done.rows_affected() == 1 { Ok(()) } else { Err(AppError::unavailable().into()) }
}

/// The person as whom a newcomer comes in.
async fn enter(tx: &mut Tx, identity: &Identity, newcomer: &Newcomer, origin: &Origin) -> Result<user::Model> {
    let partner_id = PartnerId(uuid::Uuid::now_v7());
    // Of two first colleagues at once, the second waits here and then finds the organisation of the first.
    let sql = "INSERT INTO identity_organisations (issuer, organisation, partner_id, created_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (issuer, organisation) DO NOTHING";
    let (issuer, organisation) = (identity.issuer.clone().into(), newcomer.organisation.clone().into());
    let values = [issuer, organisation, partner_id.0.into(), tx.now().0.into()];
    let done = tx.conn().execute_raw(Statement::from_sql_and_values(tx.portal().db.backend(), sql, values)).await?;
    if done.rows_affected() == 1 {
        refuse_known_address(tx, newcomer, None).await?;
        return found(tx, partner_id, newcomer, origin).await;
    }
    let key = (identity.issuer.clone(), newcomer.organisation.clone());
    let organisation = identity_organisation::Entity::find_by_id(key).one(tx.conn()).await?;
    let organisation = organisation.ok_or_else(|| Error::corrupt("the organisation"))?;
    let partner = partner::Entity::find_by_id(organisation.partner_id).one(tx.conn()).await?;
    let partner = partner.ok_or_else(|| Error::corrupt("the organisation's partner"))?;
    if partner.state != "active" {
        return Err(Person::deactivated().into());
    }
    match invited(tx, &partner, newcomer).await? {
        Some(user) => adopt(tx, &partner, user, origin).await,
        None => {
            refuse_known_address(tx, newcomer, Some(partner.account_id)).await?;
            join(tx, &partner, newcomer, origin).await
        }
    }
}

/// An address never makes somebody the person who has it already: whoever can get a provider to vouch for it would be them.
/// Addresses of customers' users are another matter, they are unique within their account only.
async fn refuse_known_address(tx: &Tx, newcomer: &Newcomer, account: Option<uuid::Uuid>) -> Result<()> {
    let sql = "SELECT 1 AS taken FROM users u JOIN accounts a ON a.id = u.account_id \
         WHERE u.email_key = $1 AND (a.kind IN ('partner', 'operator') OR a.id = $2) LIMIT 1";
    let values = [text::key(&newcomer.email).into(), account.unwrap_or_default().into()];
    let taken = tx.conn().query_one_raw(Statement::from_sql_and_values(tx.portal().db.backend(), sql, values)).await?;
    if taken.is_none() {
        return Ok(());
    }
    let message = "Your e-mail address is already in use in this portal. Sign in the way you did before, or ask the operator.";
    Err(AppError::conflict("auth.email_in_use", message).into())
}

/// Somebody whom the partner has invited at this address and who has not come yet.
async fn invited(tx: &Tx, partner: &partner::Model, newcomer: &Newcomer) -> Result<Option<user::Model>> {
    let found = user::Entity::find()
        .filter(user::Column::AccountId.eq(partner.account_id))
        .filter(user::Column::EmailKey.eq(text::key(&newcomer.email)))
        .filter(user::Column::Registration.eq(Registration::Invited.as_str()))
        .one(tx.conn())
        .await?;
    let Some(user) = found else { return Ok(None) };
    let linked = identity_link::Entity::find().filter(identity_link::Column::UserId.eq(user.id)).one(tx.conn()).await?;
    Ok(linked.is_none().then_some(user))
}

/// The invited person completes their registration by coming.
async fn adopt(tx: &mut Tx, partner: &partner::Model, stored: user::Model, origin: &Origin) -> Result<user::Model> {
    let person = Person::load(tx.conn(), UserId(stored.id)).await?.ok_or_else(|| Error::corrupt("the invited person"))?;
    person.require_active()?;
    tx.signature = person.signature(origin);
    let mut user = stored.clone();
    Registration::Registered.as_str().clone_into(&mut user.registration);
    row::touch(&mut user, tx);
    row::update(tx, &user).await?;
    links::void(tx, person.id(), &[Purpose::Welcome]).await?;
    let event = person.event(Action::Register).changes(changes(Some(&stored), Some(&user)));
    tx.record(event.extra("partner", partner.name.clone()));
    Ok(user)
}

/// A new organisation: its partner, its Partner Account, and the newcomer as its first Administrator.
async fn found(tx: &mut Tx, partner_id: PartnerId, newcomer: &Newcomer, origin: &Origin) -> Result<user::Model> {
    let new = NewPartner {
        name: newcomer.organisation_name.clone(),
        first_name: newcomer.first_name.clone(),
        last_name: newcomer.last_name.clone(),
        email: newcomer.email.clone(),
        language: newcomer.language.clone(),
        ..Default::default()
    };
    let stored = partners::store(tx, partner_id, &new).await?;
    let account_id = AccountId(stored.account.id);
    let user = person(tx, account_id, newcomer, Scope::All, origin);
    row::insert(tx, account_id, std::slice::from_ref(&user)).await?;
    record_new(tx, account_id, partner_id, &user);
    Ok(user)
}

/// A further person of a known organisation (AUTH-07), with the role that the partner has set (AUTH-B9).
async fn join(tx: &mut Tx, partner: &partner::Model, newcomer: &Newcomer, origin: &Origin) -> Result<user::Model> {
    let account = account::Entity::find_by_id(partner.account_id).one(tx.conn()).await?;
    let account =
        account.filter(|account| account.kind == AccountKind::Partner.as_str()).ok_or_else(|| Error::corrupt("the Partner Account"))?;
    let scope = match partners::new_user_role(partner) {
        NewUserRole::Administrator => Scope::All,
        NewUserRole::AccountManager => Scope::Assigned,
    };
    let account_id = AccountId(account.id);
    let user = person(tx, account_id, newcomer, scope, origin);
    row::insert(tx, account_id, std::slice::from_ref(&user)).await?;
    record_new(tx, account_id, PartnerId(partner.id), &user);
    Ok(user)
}

/// The newcomer as a row, who signs for their own arrival.
fn person(tx: &mut Tx, account: AccountId, newcomer: &Newcomer, scope: Scope, origin: &Origin) -> user::Model {
    let new = NewUser {
        name: newcomer.name.clone(),
        first_name: newcomer.first_name.clone(),
        last_name: newcomer.last_name.clone(),
        role: Role::Partner,
        scope: Some(scope),
        language: newcomer.language.clone(),
        ..NewUser::member(account, newcomer.email.clone())
    };
    let mut user = new.into_model(tx);
    Registration::Registered.as_str().clone_into(&mut user.registration);
    user.modified_by.clone_from(&user.name);
    tx.signature = Signature {
        kind: switchroom_types::history::ActorKind::User,
        id: user.id.to_string(),
        name: user.name.clone(),
        user_id: Some(UserId(user.id)),
        ..Signature::anonymous(origin)
    };
    user
}

fn record_new(tx: &mut Tx, account: AccountId, partner: PartnerId, user: &user::Model) {
    let event = Event::new(account, Some(partner), Action::Create, Asset::User).of(user.id, &user.name);
    tx.record(event.changes(changes(None, Some(user))).core("method", SignInMethod::Oidc.as_str()));
}
