//! The stored form of a user: every column that follows from others is set here and nowhere else.

use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, Statement};
use switchroom_entity::user;
use switchroom_types::AccountId;
use switchroom_types::access::{Role, Scope};
use switchroom_types::history::Change;
use switchroom_types::users::{Registration, UserSource, UserStatus};
use uuid::Uuid;

use crate::error::Result;
use crate::history;
use crate::text;
use crate::tx::Tx;

/// A user to be stored; what is not set here takes the defaults of a person just added.
#[derive(Clone, Debug)]
pub struct NewUser {
    pub account_id: AccountId,
    pub name: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub login_id: Option<String>,
    /// E.164.
    pub mobile: Option<String>,
    pub extension: Option<String>,
    pub role: Role,
    /// A custom role and its name.
    pub custom: Option<(Uuid, String)>,
    pub scope: Option<Scope>,
    pub source: UserSource,
    pub language: String,
}

impl NewUser {
    /// A plain member of whom only the address is known; take the rest from here with `..NewUser::member(…)`.
    pub fn member(account_id: AccountId, email: impl Into<String>) -> Self {
        Self {
            account_id,
            name: String::new(),
            first_name: String::new(),
            last_name: String::new(),
            email: email.into(),
            login_id: None,
            mobile: None,
            extension: None,
            role: Role::User,
            custom: None,
            scope: None,
            source: UserSource::Portal,
            language: "en".to_owned(),
        }
    }

    /// A row that has not been stored yet. The display name falls back to first and last name, then to the address.
    pub fn into_model(self, tx: &Tx) -> user::Model {
        let now = tx.now().0;
        let (role_id, role_label) = self.custom.unzip();
        let full = format!("{} {}", self.first_name.trim(), self.last_name.trim());
        let name = [self.name.trim(), full.trim(), self.email.trim()].into_iter().find(|name| !name.is_empty()).unwrap_or_default();
        let mut model = user::Model {
            id: Uuid::now_v7(),
            account_id: self.account_id.0,
            version: 1,
            name: name.to_owned(),
            name_key: String::new(),
            first_name: self.first_name.trim().to_owned(),
            last_name: self.last_name.trim().to_owned(),
            email: self.email.trim().to_owned(),
            email_key: String::new(),
            login_id: self.login_id,
            login_key: None,
            mobile: self.mobile,
            phone: None,
            extension: self.extension,
            sms_number: None,
            role: self.role.as_str().to_owned(),
            role_id,
            role_label: role_label.unwrap_or_default(),
            scope: self.scope.map(|scope| scope.as_str().to_owned()),
            status: UserStatus::Active.as_str().to_owned(),
            registration: Registration::NotInvited.as_str().to_owned(),
            source: self.source.as_str().to_owned(),
            sso_only: false,
            licenses: String::new(),
            language: self.language,
            time_zone: None,
            theme: "system".to_owned(),
            password_hash: None,
            password_changed_at: None,
            locked_at: None,
            pending_email: None,
            preferences: serde_json::json!({}),
            mail_error: None,
            last_sign_in_at: None,
            search_text: String::new(),
            created_at: now,
            modified_at: now,
            modified_by: tx.signature.name.clone(),
        };
        derive(&mut model);
        model
    }
}

/// Sets the columns that follow from others; call it after every change to a row and before it is stored.
pub fn derive(model: &mut user::Model) {
    model.name_key = text::fold(&model.name);
    model.email_key = text::key(&model.email);
    model.login_key = model.login_id.as_deref().map(text::key);
    // Whoever gives a custom role sets its name with it.
    if model.role_id.is_none() {
        model.role_label = role_label(&model.role, model.scope.as_deref()).to_owned();
    }
    model.search_text = text::search_text([model.name.as_str(), model.email.as_str(), model.extension.as_deref().unwrap_or_default()]);
}

/// What the ROLE column shows for the base roles; plain users show nothing.
fn role_label(role: &str, scope: Option<&str>) -> &'static str {
    match (Role::parse(role), scope.and_then(Scope::parse)) {
        (Some(Role::Admin), _) => "Account Admin",
        (Some(Role::Partner), Some(Scope::Assigned)) => "Account Manager",
        (Some(Role::Partner), _) => "Administrator",
        (Some(Role::Operator), _) => "Operator",
        _ => "",
    }
}

/// The differences as history tells them: a custom role by its name (ROLE-25).
pub fn changes(before: Option<&user::Model>, after: Option<&user::Model>) -> Vec<Change> {
    let mut changes = history::changes(before, after);
    let custom = |user: Option<&user::Model>| user.filter(|user| user.role_id.is_some()).map(|user| user.role_label.clone());
    let (old, new) = (custom(before), custom(after));
    if before.and_then(|user| user.role_id) != after.and_then(|user| user.role_id) && old != new {
        changes.push(Change { property: "custom_role".to_owned(), before: old.into(), after: new.into() });
    }
    changes
}

/// Marks the row as changed now, by the signer of the change.
pub fn touch(model: &mut user::Model, tx: &Tx) {
    model.version += 1;
    model.modified_at = tx.now().0;
    model.modified_by = tx.signature.name.clone();
    derive(model);
}

/// Stores new users and counts them on their account; all belong to `account`.
///
/// # Errors
/// A unique violation if an address, login id, number or extension is taken; callers word it.
pub async fn insert(tx: &Tx, account: AccountId, models: &[user::Model]) -> Result<()> {
    // 39 columns: well below SQLite's 32,766 and PostgreSQL's 65,535 parameters.
    for chunk in models.chunks(500) {
        let rows = chunk.iter().map(|model| user::ActiveModel::from(model.clone()).reset_all());
        user::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    }
    count(tx, account, i64::try_from(models.len()).unwrap_or_default()).await
}

/// Stores a changed row. The caller has checked the version.
pub async fn update(tx: &Tx, model: &user::Model) -> Result<()> {
    user::ActiveModel::from(model.clone()).reset_all().update(tx.conn()).await?;
    Ok(())
}

/// Adjusts the number of users that the accounts list shows.
pub async fn count(tx: &Tx, account: AccountId, by: i64) -> Result<()> {
    let sql = "UPDATE accounts SET user_count = user_count + $1 WHERE id = $2";
    tx.conn().execute_raw(Statement::from_sql_and_values(tx.portal().db.backend(), sql, [by.into(), account.0.into()])).await?;
    Ok(())
}
