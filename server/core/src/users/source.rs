//! Where the data of a person comes from: which fields a source has supplied and locked, what it told, and the last values
//! of every field (USR-21 to USR-23, USR-B4). Connectors (SCIM, PBX, MiCloud Connect) write through [`supply`].

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::BTreeSet;
use switchroom_entity::{user, user_field, user_source};
use switchroom_types::history::{Action, Asset};
use switchroom_types::users::{Attribute, FieldOrigin, FieldValue, UserSource, VALUES_KEPT};
use switchroom_types::{AccountId, AppError, FieldError, Timestamp, UserId};

use crate::access::AccountScope;
use crate::error::{Error, Result};
use crate::history::{Event, changes};
use crate::tx::Tx;
use crate::users::{clash, find, row};

/// The fields whose origin is kept, by their names in the form.
pub(super) const FIELDS: [&str; 8] = ["name", "first_name", "last_name", "email", "login_id", "mobile", "phone", "extension"];
/// What a directory or PBX keeps for itself once it has supplied it.
const LOCKED: [&str; 4] = ["email", "login_id", "extension", "phone"];

/// The value of a field; empty where there is none.
pub(super) fn value<'a>(model: &'a user::Model, field: &str) -> &'a str {
    match field {
        "name" => &model.name,
        "first_name" => &model.first_name,
        "last_name" => &model.last_name,
        "email" => &model.email,
        "login_id" => model.login_id.as_deref().unwrap_or_default(),
        "mobile" => model.mobile.as_deref().unwrap_or_default(),
        "phone" => model.phone.as_deref().unwrap_or_default(),
        "extension" => model.extension.as_deref().unwrap_or_default(),
        _ => "",
    }
}

pub(super) fn set(model: &mut user::Model, field: &str, text: &str) {
    let optional = || (!text.is_empty()).then(|| text.to_owned());
    match field {
        "name" => text.clone_into(&mut model.name),
        "first_name" => text.clone_into(&mut model.first_name),
        "last_name" => text.clone_into(&mut model.last_name),
        "email" => text.clone_into(&mut model.email),
        "login_id" => model.login_id = optional(),
        "mobile" => model.mobile = optional(),
        "phone" => model.phone = optional(),
        "extension" => model.extension = optional(),
        _ => {}
    }
}

fn source_of(model: &user::Model) -> UserSource {
    UserSource::parse(&model.source).unwrap_or(UserSource::Portal)
}

/// What is known of a person's source.
#[derive(Debug, Default)]
pub(super) struct Origin {
    pub locked: Vec<String>,
    pub supplied: Vec<String>,
    pub advanced: Vec<Attribute>,
    pub provisioned_at: Option<Timestamp>,
}

pub(super) async fn origin(conn: &impl ConnectionTrait, model: &user::Model) -> Result<Origin> {
    let source = source_of(model);
    if !source.is_synced() {
        return Ok(Origin::default());
    }
    let record = user_source::Entity::find_by_id((model.account_id, model.id)).one(conn).await?;
    // Records from before sources were kept: what is there came from the source.
    let there = || FIELDS.iter().filter(|field| !value(model, field).is_empty()).map(|field| (*field).to_owned()).collect();
    let supplied: Vec<String> = match &record {
        Some(record) => serde_json::from_value(record.supplied.clone()).unwrap_or_default(),
        None => there(),
    };
    let locked = match source {
        // All but the role; whether somebody is active is the platform's business, too.
        UserSource::MicloudConnect => FIELDS.iter().chain(&["status"]).map(|field| (*field).to_owned()).collect(),
        _ => supplied.iter().filter(|field| LOCKED.contains(&field.as_str())).cloned().collect(),
    };
    Ok(Origin {
        locked,
        supplied,
        advanced: record.as_ref().map(|record| serde_json::from_value(record.attributes.clone()).unwrap_or_default()).unwrap_or_default(),
        provisioned_at: record.map(|record| Timestamp(record.provisioned_at)),
    })
}

/// Refuses a change of what the source keeps for itself (USR-22). `email` is the address that was asked for, if any.
///
/// # Errors
/// 422 `users.field_locked` at each such field.
pub(super) async fn refuse_locked(
    conn: &impl ConnectionTrait,
    before: &user::Model,
    after: &user::Model,
    email: Option<&str>,
) -> Result<()> {
    let source = source_of(before);
    if !source.is_synced() {
        return Ok(());
    }
    let locked = origin(conn, before).await?.locked;
    let changed = |field: &str| match field {
        "email" => email.is_some_and(|email| email != before.email),
        "status" => before.status != after.status,
        field => value(before, field) != value(after, field),
    };
    let refuse = |field: &String| {
        let message = "This comes from the system that the user is synced from and can only be changed there";
        FieldError::new(field.clone(), "users.field_locked", message).arg("source", source)
    };
    let errors: Vec<FieldError> = locked.iter().filter(|field| changed(field)).map(refuse).collect();
    if errors.is_empty() { Ok(()) } else { Err(AppError::invalid(errors).into()) }
}

/// Keeps the last values of the fields that a change touched, in its transaction.
pub(super) async fn remember(tx: &Tx, before: Option<&user::Model>, after: &user::Model, source: UserSource) -> Result<()> {
    let changed = |field: &&&str| {
        before.is_none_or(|before| value(before, field) != value(after, field)) && !value(after, field).is_empty()
            || before.is_some_and(|before| value(before, field) != value(after, field))
    };
    let fields: Vec<&str> = FIELDS.iter().filter(changed).copied().collect();
    if fields.is_empty() {
        return Ok(());
    }
    let known = user_field::Entity::find()
        .filter(user_field::Column::AccountId.eq(after.account_id))
        .filter(user_field::Column::UserId.eq(after.id))
        .all(tx.conn())
        .await?;
    let mut rows = Vec::with_capacity(fields.len());
    for field in fields {
        let mut history: Vec<FieldValue> = known
            .iter()
            .find(|known| known.field == field)
            .and_then(|known| serde_json::from_value(known.history.clone()).ok())
            .unwrap_or_else(|| before.map(|before| vec![first(before, field)]).unwrap_or_default());
        history.insert(0, FieldValue { value: value(after, field).to_owned(), source, by: tx.signature.name.clone(), at: tx.now() });
        history.truncate(VALUES_KEPT);
        let history = serde_json::to_value(history).map_err(|error| Error::corrupt(format!("field values: {error}")))?;
        let row = user_field::Model { account_id: after.account_id, user_id: after.id, field: field.to_owned(), history };
        rows.push(user_field::ActiveModel::from(row).reset_all());
    }
    let replace = OnConflict::columns([user_field::Column::AccountId, user_field::Column::UserId, user_field::Column::Field])
        .update_column(user_field::Column::History)
        .to_owned();
    user_field::Entity::insert_many(rows).on_conflict(replace).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// What a field has had since the person was added, as far as nothing else was kept.
fn first(model: &user::Model, field: &str) -> FieldValue {
    FieldValue { value: value(model, field).to_owned(), source: source_of(model), by: String::new(), at: Timestamp(model.created_at) }
}

/// The last values of every field that has or had one.
pub(super) async fn values(conn: &impl ConnectionTrait, model: &user::Model) -> Result<Vec<FieldOrigin>> {
    let known = user_field::Entity::find()
        .filter(user_field::Column::AccountId.eq(model.account_id))
        .filter(user_field::Column::UserId.eq(model.id))
        .all(conn)
        .await?;
    let of = |field: &&str| {
        let stored = known.iter().find(|known| known.field == *field);
        let values: Vec<FieldValue> = match stored {
            Some(stored) => serde_json::from_value(stored.history.clone()).unwrap_or_default(),
            None if value(model, field).is_empty() => return None,
            None => vec![first(model, field)],
        };
        Some(FieldOrigin { field: (*field).to_owned(), values })
    };
    Ok(FIELDS.iter().filter_map(of).collect())
}

/// What a connector has learned about a person.
#[derive(Clone, Debug)]
pub struct Supplied {
    pub source: UserSource,
    /// The person's id at the source.
    pub external_id: Option<String>,
    /// Fields of the form with their new values, in stored form (numbers in E.164).
    pub fields: Vec<(&'static str, String)>,
    /// Everything that the source told, for the Advanced section; no postal addresses (USR-23).
    pub attributes: Vec<Attribute>,
}

/// Takes over what a connector supplies about somebody who is there: the only way past the locks. The caller has authorised
/// the connector for the account and commits.
///
/// # Errors
/// 404 if the person is not of this account; 409 for values that somebody else has.
pub async fn supply(tx: &mut Tx, scope: &AccountScope, id: UserId, supplied: Supplied) -> Result<()> {
    find::take_turns(tx, scope.account_id).await?;
    let before = find::for_update(tx, scope.account_id, id).await?;
    let mut after = before.clone();
    for (field, text) in &supplied.fields {
        set(&mut after, field, text);
    }
    supplied.source.as_str().clone_into(&mut after.source);
    note(tx, scope.account_id, id, &supplied).await?;
    if after == before {
        return Ok(());
    }
    clash::check(tx.conn(), &after).await?;
    row::touch(&mut after, tx);
    row::update(tx, &after).await?;
    remember(tx, Some(&before), &after, supplied.source).await?;
    let event = Event::new(scope.account_id, scope.partner_id, Action::Edit, Asset::User).of(after.id, &after.name);
    tx.record(event.changes(changes(Some(&before), Some(&after))).core("source", supplied.source.as_str()));
    Ok(())
}

async fn note(tx: &Tx, account: AccountId, id: UserId, supplied: &Supplied) -> Result<()> {
    let known = user_source::Entity::find_by_id((account.0, id.0)).one(tx.conn()).await?;
    let earlier: BTreeSet<String> = known
        .filter(|known| known.source == supplied.source.as_str())
        .and_then(|known| serde_json::from_value(known.supplied).ok())
        .unwrap_or_default();
    // Once supplied, a field stays the source's.
    let fields: BTreeSet<String> = earlier.into_iter().chain(supplied.fields.iter().map(|(field, _)| (*field).to_owned())).collect();
    let json = |value: Result<serde_json::Value, serde_json::Error>| value.map_err(|error| Error::corrupt(format!("user source: {error}")));
    let row = user_source::Model {
        account_id: account.0,
        user_id: id.0,
        source: supplied.source.as_str().to_owned(),
        external_id: supplied.external_id.clone(),
        supplied: json(serde_json::to_value(fields))?,
        attributes: json(serde_json::to_value(&supplied.attributes))?,
        provisioned_at: tx.now().0,
    };
    use user_source::Column as C;
    let replace = OnConflict::columns([C::AccountId, C::UserId])
        .update_columns([C::Source, C::ExternalId, C::Supplied, C::Attributes, C::ProvisionedAt])
        .to_owned();
    user_source::Entity::insert(user_source::ActiveModel::from(row).reset_all())
        .on_conflict(replace)
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}
