//! What must be unique among the active and inactive users of an account, and how a clash is told (USR-15, USR-16).

use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use switchroom_entity::user;
use switchroom_types::{AppError, FieldError};

use crate::error::{Error, Result};
use crate::portal::Portal;
use crate::text;

/// # Errors
/// 409 `users.email_taken` at the field, or `users.attributes_taken` naming the attributes and who has them; only ever
/// people of the same account.
pub(super) async fn check(conn: &impl ConnectionTrait, user: &user::Model) -> Result<()> {
    let email_key = text::key(&user.email);
    let login_key = user.login_id.as_deref().map(text::key);
    let mut taken = Condition::any().add(user::Column::EmailKey.eq(email_key.as_str()));
    for (column, value) in [
        (user::Column::LoginKey, &login_key),
        (user::Column::Mobile, &user.mobile),
        (user::Column::Phone, &user.phone),
        (user::Column::Extension, &user.extension),
    ] {
        if let Some(value) = value {
            taken = taken.add(column.eq(value.as_str()));
        }
    }
    let query = user::Entity::find().filter(user::Column::AccountId.eq(user.account_id)).filter(user::Column::Id.ne(user.id)).filter(taken);
    let others = query.limit(5).all(conn).await?;
    let mut errors = Vec::new();
    for other in &others {
        let same = |ours: &Option<String>, theirs: &Option<String>| ours.is_some() && ours == theirs;
        if other.email_key == email_key {
            errors.push(value_taken("email", "users.email_taken", "This e-mail address is already in use in this account", other));
        }
        for (field, equal) in [
            ("login_id", same(&login_key, &other.login_key)),
            ("mobile", same(&user.mobile, &other.mobile)),
            ("phone", same(&user.phone, &other.phone)),
            ("extension", same(&user.extension, &other.extension)),
        ] {
            if equal {
                errors.push(value_taken(field, "users.value_taken", "This value is already in use", other));
            }
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(refusal(errors).into()) }
}

fn value_taken(field: &str, code: &'static str, message: &str, other: &user::Model) -> FieldError {
    FieldError::new(field, code, message).arg("user", &other.name).arg("user_id", other.id)
}

fn refusal(errors: Vec<FieldError>) -> AppError {
    let mut error = if errors.iter().any(|error| error.field == "email") {
        AppError::conflict("users.email_taken", "This e-mail address is already in use in this account")
    } else {
        let names: Vec<&str> = errors.iter().map(|error| attribute(&error.field)).collect();
        AppError::conflict("users.attributes_taken", "One or more of the attribute values are already in use")
            .arg("attributes", names.join(", "))
    };
    error.errors = errors;
    error
}

fn attribute(field: &str) -> &'static str {
    match field {
        "login_id" => "Login Id",
        "mobile" => "Mobile Number",
        "phone" => "Phone",
        _ => "Extension",
    }
}

/// Words the unique violation of a write that lost a race: the other row is there by now.
pub(super) async fn worded(portal: &Portal, user: &user::Model, error: Error) -> Error {
    if error.unique_violation().is_none() {
        return error;
    }
    match check(portal.db.read(), user).await {
        Err(worded) => worded,
        Ok(()) => AppError::conflict("users.attributes_taken", "One or more of the attribute values are already in use").into(),
    }
}
