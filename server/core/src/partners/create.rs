//! A new reseller with its Partner Account and first Administrator (`switchroom partner create`).

use sea_orm::{ActiveModelTrait, EntityTrait};
use switchroom_entity::partner;
use switchroom_types::access::{Role, Scope};
use switchroom_types::accounts::{AccountForm, AccountKind};
use switchroom_types::error::FieldErrors;
use switchroom_types::history::{Action, Asset};
use switchroom_types::users::Registration;
use switchroom_types::{AccountId, FieldError, PartnerId, UserId};
use uuid::Uuid;

use crate::accounts;
use crate::error::Result;
use crate::history::{Event, changes};
use crate::links::{Purpose, issue};
use crate::mail::{MailRequest, Template, queue};
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
    let mut errors = FieldErrors::default();
    let name = errors.text("name", &new.name, true, 120);
    let first_name = errors.text("first_name", &new.first_name, true, 80);
    let last_name = errors.text("last_name", &new.last_name, true, 80);
    let email = errors.text("email", &new.email, true, 254);
    if !email.contains('@') {
        errors.push(FieldError::new("email", "field.email", "Enter a valid e-mail address"));
    }
    errors.finish()?;
    let mut tx = portal.begin_as_system().await?;
    let partner_id = PartnerId(Uuid::now_v7());
    let number = accounts::row::unused_number(tx.conn()).await?;
    let form = AccountForm {
        name: name.clone(),
        country: new.country.clone(),
        language: new.language.clone(),
        cloud_region: portal.settings.cloud_regions.first().cloned().unwrap_or_default(),
        ..Default::default()
    };
    let account = accounts::row::new(&tx, partner_id, AccountKind::Partner, number, &form);
    accounts::row::insert(&tx, &account).await?;
    let account_id = AccountId(account.id);
    let model = partner::Model {
        id: partner_id.0,
        account_id: account.id,
        name: name.clone(),
        country: new.country,
        kind: if new.prime { "prime" } else { "standard" }.to_owned(),
        state: "active".to_owned(),
        billing_account: new.billing_account,
        settings: serde_json::json!({}),
        created_at: tx.now().0,
    };
    partner::Entity::insert(partner::ActiveModel::from(model).reset_all()).exec_without_returning(tx.conn()).await?;
    let user = NewUser {
        first_name,
        last_name,
        role: Role::Partner,
        scope: Some(Scope::All),
        language: new.language,
        ..NewUser::member(account_id, email)
    };
    let mut user = user.into_model(&tx);
    user.registration = Registration::Invited.as_str().to_owned();
    row::insert(&tx, account_id, std::slice::from_ref(&user)).await?;
    let registration_link = issue(&tx, &user, Purpose::Welcome).await?;
    let values = serde_json::json!({"name": user.name, "account": name, "link": registration_link, "days": 7});
    let request = MailRequest {
        account_id,
        user_id: Some(UserId(user.id)),
        to: user.email.clone(),
        template: Template::Welcome,
        language: user.language.clone(),
        values,
    };
    queue(&mut tx, request).await?;
    let by = Some(partner_id);
    tx.record(Event::new(account_id, by, Action::Create, Asset::Account).of(account.id, &name).changes(changes(None, Some(&account))));
    tx.record(Event::new(account_id, by, Action::Create, Asset::User).of(user.id, &user.name).changes(changes(None, Some(&user))));
    tx.commit().await?;
    Ok(CreatedPartner { partner_id, account_id, administrator_id: UserId(user.id), registration_link })
}

/// Creates the operator's own account, if there is none, and a person in it.
pub async fn create_operator(portal: &Portal, name: &str, email: &str, password_hash: Option<String>) -> Result<UserId> {
    use sea_orm::{ColumnTrait, QueryFilter};
    use switchroom_entity::account;
    let mut tx: Tx = portal.begin_as_system().await?;
    let found = account::Entity::find().filter(account::Column::Kind.eq(AccountKind::Operator.as_str())).one(tx.conn()).await?;
    let account = match found {
        Some(account) => account,
        None => {
            let number = accounts::row::unused_number(tx.conn()).await?;
            let form = AccountForm { name: "Operator".to_owned(), language: "en".to_owned(), ..Default::default() };
            // No partner owns it: its partner id matches none.
            let account = accounts::row::new(&tx, PartnerId(Uuid::nil()), AccountKind::Operator, number, &form);
            accounts::row::insert(&tx, &account).await?;
            account
        }
    };
    let account_id = AccountId(account.id);
    let user = NewUser { name: name.to_owned(), role: Role::Operator, ..NewUser::member(account_id, email) };
    let mut user = user.into_model(&tx);
    if password_hash.is_some() {
        user.registration = Registration::Registered.as_str().to_owned();
        user.password_hash = password_hash;
    }
    row::insert(&tx, account_id, std::slice::from_ref(&user)).await?;
    tx.record(Event::new(account_id, None, Action::Create, Asset::User).of(user.id, &user.name).changes(changes(None, Some(&user))));
    tx.commit().await?;
    Ok(UserId(user.id))
}
