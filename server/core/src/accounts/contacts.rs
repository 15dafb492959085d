//! Support contacts: who receives an account's problem reports. A partner's contact is a reference to the person, so it
//! follows changes of their address (SUPC-08).

use sea_orm::sea_query::ExprTrait;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Statement};
use std::collections::BTreeSet;
use switchroom_entity::{support_contact, user};
use switchroom_types::accounts::{AccountKind, MAX_CONTACTS, SupportContact};
use switchroom_types::error::FieldErrors;
use switchroom_types::users::UserStatus;
use switchroom_types::{AccountId, FieldError, UserId};
use uuid::Uuid;

use crate::access::Actor;
use crate::contact::is_email;
use crate::error::Result;
use crate::text;
use crate::tx::Tx;

const FIELD: &str = "support_contacts";

#[derive(FromQueryResult)]
struct Stored {
    email: String,
    user_id: Option<Uuid>,
    user_name: Option<String>,
    user_email: Option<String>,
}

/// The contacts in the order in which they were added; people with their present name and address.
pub(super) async fn load(conn: &impl ConnectionTrait, account: AccountId) -> Result<Vec<SupportContact>> {
    let sql = "SELECT c.email, c.user_id, u.name AS user_name, u.email AS user_email FROM support_contacts c \
               LEFT JOIN users u ON u.id = c.user_id WHERE c.account_id = $1 ORDER BY c.position";
    let rows = conn.query_all_raw(Statement::from_sql_and_values(conn.get_database_backend(), sql, [account.0.into()])).await?;
    let mut seen = BTreeSet::new();
    let mut contacts = Vec::with_capacity(rows.len());
    for row in rows {
        let row = Stored::from_query_result(&row, "")?;
        let email = row.user_email.unwrap_or(row.email);
        if seen.insert(text::key(&email)) {
            contacts.push(SupportContact { user_id: row.user_id.map(UserId), email, name: row.user_name.unwrap_or_default() });
        }
    }
    Ok(contacts)
}

/// Checks the wanted contacts against who asks: partners may name their colleagues, everybody may name addresses, and an
/// Account Admin may keep the people that are there without learning of others (SUPC-05).
pub(super) async fn check(
    conn: &impl ConnectionTrait,
    actor: &Actor,
    kind: AccountKind,
    wanted: &[SupportContact],
    present: &[SupportContact],
    errors: &mut FieldErrors,
) -> Result<Vec<SupportContact>> {
    if wanted.is_empty() && kind == AccountKind::Customer {
        errors.push(FieldError::new(FIELD, "account.contact_required", "Add at least one support contact"));
    }
    if wanted.len() > MAX_CONTACTS {
        errors.push(FieldError::new(FIELD, "account.too_many_contacts", "At most 50 support contacts").arg("max", MAX_CONTACTS));
        return Ok(Vec::new());
    }
    let colleagues = if actor.is_partner() { colleagues(conn, actor, wanted).await? } else { Vec::new() };
    let mut seen = BTreeSet::new();
    let mut checked = Vec::with_capacity(wanted.len());
    for contact in wanted {
        let person = match contact.user_id {
            Some(id) => present
                .iter()
                .find(|known| known.user_id == Some(id))
                .cloned()
                .or_else(|| colleagues.iter().find(|user| user.id == id.0).map(as_contact)),
            None => {
                let key = text::key(&contact.email);
                colleagues.iter().find(|user| user.email_key == key).map(as_contact)
            }
        };
        let resolved = match person {
            Some(person) => person,
            None if contact.user_id.is_some() => {
                errors.push(FieldError::new(FIELD, "account.unknown_contact", "This person cannot be a support contact"));
                continue;
            }
            None if is_email(contact.email.trim()) => {
                SupportContact { user_id: None, email: contact.email.trim().to_owned(), name: String::new() }
            }
            None => {
                errors.push(
                    FieldError::new(FIELD, "account.invalid_contact", "Contains an invalid email").arg("value", contact.email.trim()),
                );
                continue;
            }
        };
        if seen.insert(text::key(&resolved.email)) {
            checked.push(resolved);
        }
    }
    Ok(checked)
}

fn as_contact(user: &user::Model) -> SupportContact {
    SupportContact { user_id: Some(UserId(user.id)), email: user.email.clone(), name: user.name.clone() }
}

/// The partner's people among the wanted contacts, by reference or by address.
async fn colleagues(conn: &impl ConnectionTrait, actor: &Actor, wanted: &[SupportContact]) -> Result<Vec<user::Model>> {
    let ids = wanted.iter().filter_map(|contact| contact.user_id).map(Uuid::from);
    let keys = wanted.iter().filter(|contact| contact.user_id.is_none()).map(|contact| text::key(&contact.email));
    Ok(user::Entity::find()
        .filter(user::Column::AccountId.eq(actor.account_id.0))
        .filter(user::Column::Status.eq(UserStatus::Active.as_str()))
        .filter(user::Column::Id.is_in(ids).or(user::Column::EmailKey.is_in(keys)))
        .all(conn)
        .await?)
}

/// Replaces the contacts of an account.
pub(super) async fn save(tx: &Tx, account: AccountId, contacts: &[SupportContact]) -> Result<()> {
    support_contact::Entity::delete_many().filter(support_contact::Column::AccountId.eq(account.0)).exec(tx.conn()).await?;
    if contacts.is_empty() {
        return Ok(());
    }
    let rows = (0_i32..).zip(contacts).map(|(position, contact)| support_contact::ActiveModel {
        account_id: Set(account.0),
        email_key: Set(text::key(&contact.email)),
        email: Set(contact.email.clone()),
        user_id: Set(contact.user_id.map(Uuid::from)),
        position: Set(position),
    });
    support_contact::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// How history and conflicts write the contacts.
pub(super) fn emails(contacts: &[SupportContact]) -> Vec<String> {
    contacts.iter().map(|contact| contact.email.clone()).collect()
}
