//! A new reseller with its Partner Account and first Administrator (`switchroom partner create`).

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use switchroom_entity::{account, user};
use switchroom_types::access::{Role, Scope};
use switchroom_types::accounts::{AccountForm, AccountKind};
use switchroom_types::error::FieldErrors;
use switchroom_types::history::{Action, Asset};
use switchroom_types::places::is_country;
use switchroom_types::users::Registration;
use switchroom_types::{AccountId, FieldError, PartnerId, UserId};
use uuid::Uuid;

use crate::accounts;
use crate::contact;
use crate::error::Result;
use crate::history::{Event, changes};
use crate::identity::PREFERRED_LANGUAGES;
use crate::links::{Purpose, issue};
use crate::mail::{MailRequest, Template, queue};
use crate::partners::store;
use crate::portal::Portal;
use crate::tx::Tx;
use crate::users::row::{self, NewUser};

#[derive(Clone, Debug, Default)]
pub struct NewPartner {
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// `standard` or `prime`.
    pub prime: bool,
    pub billing_account: Option<String>,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub language: String,
}

#[derive(Clone, Debug)]
pub struct CreatedPartner {
    pub partner_id: PartnerId,
    pub account_id: AccountId,
    pub administrator_id: UserId,
    /// For the first Administrator; also in the welcome mail.
    pub registration_link: String,
}

/// Creates partner, Partner Account and Administrator, and queues the welcome mail (AUTH-03).
///
/// # Permissions
/// For the operator's command line and start-up only; there is no actor to check.
pub async fn create(portal: &Portal, new: NewPartner) -> Result<CreatedPartner> {
    let new = check(new)?;
    let mut tx = portal.begin_as_system().await?;
    let created = create_in(&mut tx, new).await?;
    tx.commit().await?;
    Ok(created)
}

/// The same within a larger change. The caller has authorised.
pub(crate) async fn create_in(tx: &mut Tx, new: NewPartner) -> Result<CreatedPartner> {
    let new = check(new)?;
    let partner_id = PartnerId(Uuid::now_v7());
    let account = store(tx, partner_id, &new).await?.account;
    let account_id = AccountId(account.id);
    let user = NewUser {
        first_name: new.first_name,
        last_name: new.last_name,
        role: Role::Partner,
        scope: Some(Scope::All),
        language: new.language,
        ..NewUser::member(account_id, new.email)
    };
    let mut user = user.into_model(tx);
    user.registration = Registration::Invited.as_str().to_owned();
    row::insert(tx, account_id, std::slice::from_ref(&user)).await?;
    let registration_link = issue(tx, &user, Purpose::Welcome).await?;
    let values = serde_json::json!({"name": user.name, "account": account.name, "link": registration_link, "days": 7});
    let request = MailRequest {
        account_id,
        user_id: Some(UserId(user.id)),
        to: user.email.clone(),
        template: Template::Welcome,
        language: user.language.clone(),
        values,
    };
    queue(tx, request).await?;
    let event = Event::new(account_id, Some(partner_id), Action::Create, Asset::User).of(user.id, &user.name);
    tx.record(event.changes(changes(None, Some(&user))));
    Ok(CreatedPartner { partner_id, account_id, administrator_id: UserId(user.id), registration_link })
}

fn check(new: NewPartner) -> Result<NewPartner> {
    let mut errors = FieldErrors::default();
    let checked = NewPartner {
        name: errors.text("name", &new.name, true, 120),
        first_name: errors.text("first_name", &new.first_name, true, 80),
        last_name: errors.text("last_name", &new.last_name, true, 80),
        email: errors.text("email", &new.email, true, contact::MAX_EMAIL),
        billing_account: new.billing_account.as_deref().map(|number| errors.text("billing_account", number, false, 60)),
        country: new.country.trim().to_uppercase(),
        ..new
    };
    if !checked.email.is_empty() && !contact::is_email(&checked.email) {
        errors.push(FieldError::new("email", "field.email", "Enter a valid e-mail address"));
    }
    if checked.country.is_empty() {
        errors.push(FieldError::required("country"));
    } else if !is_country(&checked.country) {
        errors.push(FieldError::new("country", "account.country", "Choose a country from the list"));
    }
    if !PREFERRED_LANGUAGES.contains(&checked.language.as_str()) {
        errors.push(FieldError::new("language", "account.language", "Choose one of the languages offered"));
    }
    errors.finish()?;
    Ok(checked)
}

/// Creates the operator's own account, if there is none, and a person in it.
pub async fn create_operator(portal: &Portal, name: &str, email: &str, password_hash: Option<String>) -> Result<UserId> {
    let mut tx = portal.begin_as_system().await?;
    let user = create_operator_in(&mut tx, name, email, "en", password_hash).await?;
    tx.commit().await?;
    Ok(UserId(user.id))
}

/// The same within a larger change.
pub(crate) async fn create_operator_in(
    tx: &mut Tx,
    name: &str,
    email: &str,
    language: &str,
    password_hash: Option<String>,
) -> Result<user::Model> {
    let found = account::Entity::find().filter(account::Column::Kind.eq(AccountKind::Operator.as_str())).one(tx.conn()).await?;
    let account = match found {
        Some(account) => account,
        None => {
            let number = accounts::row::unused_number(tx.conn()).await?;
            let form = AccountForm { name: "Operator".to_owned(), language: language.to_owned(), ..Default::default() };
            // No partner owns it: its partner id matches none.
            let account = accounts::row::new(tx, PartnerId(Uuid::nil()), AccountKind::Operator, number, &form);
            accounts::row::insert(tx, &account).await?;
            account
        }
    };
    let account_id = AccountId(account.id);
    let user = NewUser { name: name.to_owned(), role: Role::Operator, language: language.to_owned(), ..NewUser::member(account_id, email) };
    let mut user = user.into_model(tx);
    if password_hash.is_some() {
        user.registration = Registration::Registered.as_str().to_owned();
        user.password_hash = password_hash;
        user.password_changed_at = Some(tx.now().0);
    }
    row::insert(tx, account_id, std::slice::from_ref(&user)).await?;
    tx.record(Event::new(account_id, None, Action::Create, Asset::User).of(user.id, &user.name).changes(changes(None, Some(&user))));
    Ok(user)
}
