//! The stored form of an account: every column that follows from others is set here and nowhere else.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, QuerySelect, Statement};
use switchroom_entity::{account, account_integration};
use switchroom_types::accounts::{AccountForm, AccountKind, AccountState};
use switchroom_types::{AccountId, AccountNumber, AppError, PartnerId};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::secret;
use crate::text;
use crate::tx::Tx;

/// A random account number that was never used (ACC-04).
pub async fn unused_number(conn: &impl ConnectionTrait) -> Result<AccountNumber> {
    for _ in 0..64 {
        let random = u32::from_le_bytes(secret::bytes::<4>()?);
        let Some(number) = AccountNumber::new(AccountNumber::MIN + random % (AccountNumber::MAX - AccountNumber::MIN + 1)) else {
            continue;
        };
        let taken = "SELECT 1 AS taken FROM accounts WHERE number = $1 UNION ALL SELECT 1 FROM retired_account_numbers WHERE number = $1";
        let taken = Statement::from_sql_and_values(conn.get_database_backend(), taken, [i64::from(number.get()).into()]);
        if conn.query_one_raw(taken).await?.is_none() {
            return Ok(number);
        }
    }
    Err(Error::corrupt("no unused account number was found"))
}

/// A row that has not been stored yet.
pub fn new(tx: &Tx, partner: PartnerId, kind: AccountKind, number: AccountNumber, form: &AccountForm) -> account::Model {
    let now = tx.now().0;
    let mut model = account::Model {
        id: Uuid::now_v7(),
        partner_id: partner.0,
        number: i64::from(number.get()),
        kind: kind.as_str().to_owned(),
        state: AccountState::Active.as_str().to_owned(),
        name: String::new(),
        name_key: String::new(),
        country: String::new(),
        province: String::new(),
        address1: String::new(),
        address2: String::new(),
        city: String::new(),
        postal_code: String::new(),
        language: "en".to_owned(),
        time_zone: "UTC".to_owned(),
        business_type: None,
        billing_customer_number: None,
        cloud_region: form.cloud_region.clone(),
        pbx_type: String::new(),
        onboarded: false,
        bandwidth_optimization: false,
        settings: serde_json::json!({}),
        user_count: 0,
        search_text: String::new(),
        version: 1,
        created_at: now,
        modified_at: now,
        modified_by: tx.signature.name.clone(),
        delete_after: None,
    };
    fill(&mut model, form);
    model
}

/// Takes over what the form may change (not the cloud location, ACC-12).
pub fn fill(model: &mut account::Model, form: &AccountForm) {
    model.name.clone_from(&form.name);
    model.country.clone_from(&form.country);
    model.province.clone_from(&form.province);
    model.address1.clone_from(&form.address1);
    model.address2.clone_from(&form.address2);
    model.city.clone_from(&form.city);
    model.postal_code.clone_from(&form.postal_code);
    model.language.clone_from(&form.language);
    model.business_type.clone_from(&form.business_type);
    derive(model);
}

/// Sets the columns that follow from others.
pub fn derive(model: &mut account::Model) {
    model.name_key = text::fold(&model.name);
    model.search_text = text::search_text([model.name.as_str(), model.number.to_string().as_str()]);
}

/// Marks the row as changed now, by the signer of the change.
pub fn touch(model: &mut account::Model, tx: &Tx) {
    model.version += 1;
    model.modified_at = tx.now().0;
    model.modified_by = tx.signature.name.clone();
    derive(model);
}

/// Stores a new account; customers start with the Chat integration on (ACC-05).
pub async fn insert(tx: &Tx, model: &account::Model) -> Result<()> {
    account::Entity::insert(account::ActiveModel::from(model.clone()).reset_all()).exec_without_returning(tx.conn()).await?;
    if model.kind == AccountKind::Customer.as_str() {
        let chat = account_integration::ActiveModel {
            account_id: Set(model.id),
            kind: Set("chat".to_owned()),
            state: Set("enabled".to_owned()),
            added_at: Set(tx.now().0),
        };
        account_integration::Entity::insert(chat).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

/// The row as it is now, held until the change commits.
///
/// # Errors
/// 404 if it has been purged since access was checked.
pub async fn lock(tx: &Tx, id: AccountId) -> Result<account::Model> {
    let row = account::Entity::find_by_id(id.0).lock_exclusive().one(tx.conn()).await?;
    row.ok_or_else(|| AppError::not_found("account").into())
}

/// Stores a changed row. The caller has checked the version.
pub async fn update(tx: &Tx, model: &account::Model) -> Result<()> {
    // The number of users changes under the form; it is not the form's to write.
    let mut row = account::ActiveModel::from(model.clone()).reset_all();
    row.user_count = sea_orm::ActiveValue::NotSet;
    row.update(tx.conn()).await?;
    Ok(())
}
