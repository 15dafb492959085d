//! Makes a token; its secret is shown this once.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use switchroom_entity::api_token;
use switchroom_types::error::FieldErrors;
use switchroom_types::history::{Action, Asset, EventType};
use switchroom_types::profile::TokenForm;
use switchroom_types::sessions::NewToken;
use switchroom_types::{AppError, FieldError};
use uuid::Uuid;

use crate::access::Actor;
use crate::error::Result;
use crate::history::Event;
use crate::portal::Portal;
use crate::secret;
use crate::tokens::{PREFIX, list::row};

/// Tokens of one person.
const MOST: u64 = 50;
/// Days that a token may live, if it ends at all.
const LONGEST: u16 = 3_650;

/// # Errors
/// 422 at the field; 409 `token.too_many`.
///
/// # Permissions
/// The person themselves, in a browser session: a token cannot make tokens. With step-up (AUTH-B6).
pub async fn create(portal: &Portal, actor: &Actor, form: TokenForm) -> Result<NewToken> {
    actor.require_session()?;
    let mut errors = FieldErrors::default();
    let name = errors.text("name", &form.name, true, 80);
    if form.scopes.is_empty() {
        errors.push(FieldError::required("scopes"));
    }
    if form.days.is_some_and(|days| !(1..=LONGEST).contains(&days)) {
        errors.push(FieldError::new("days", "token.days", format!("A number from 1 to {LONGEST}")).arg("max", LONGEST));
    }
    errors.finish()?;
    actor.require_step_up(portal)?;
    let mut scopes = form.scopes;
    scopes.sort();
    scopes.dedup();
    let secret = format!("{PREFIX}{}", secret::generate()?);
    let hint: String = secret.chars().skip(secret.chars().count() - 4).collect();
    let mut tx = portal.begin(actor).await?;
    let count = api_token::Entity::find().filter(api_token::Column::UserId.eq(actor.user_id.0)).count(tx.conn()).await?;
    if count >= MOST {
        let error = AppError::conflict("token.too_many", format!("At most {MOST} tokens. Revoke one first."));
        return Err(error.arg("max", MOST).into());
    }
    let now = tx.now();
    let model = api_token::Model {
        id: Uuid::now_v7(),
        secret_hash: secret::hash(&secret),
        hint,
        account_id: actor.account_id.0,
        user_id: actor.user_id.0,
        name: name.clone(),
        scopes: serde_json::to_value(&scopes).unwrap_or_default(),
        created_at: now.0,
        expires_at: form.days.map(|days| now.plus_secs(i64::from(days) * 86_400).0),
        last_used_at: None,
    };
    let insert = api_token::ActiveModel {
        id: Set(model.id),
        secret_hash: Set(model.secret_hash.clone()),
        hint: Set(model.hint.clone()),
        account_id: Set(model.account_id),
        user_id: Set(model.user_id),
        name: Set(model.name.clone()),
        scopes: Set(model.scopes.clone()),
        created_at: Set(model.created_at),
        expires_at: Set(model.expires_at),
        last_used_at: Set(None),
    };
    api_token::Entity::insert(insert).exec_without_returning(tx.conn()).await?;
    let event = Event::new(actor.account_id, actor.partner_id, Action::Create, Asset::Token)
        .kind(EventType::Security)
        .of(model.id, &name)
        .core("scopes", model.scopes.clone())
        .core("hint", model.hint.clone());
    tx.record(event);
    tx.commit().await?;
    Ok(NewToken { token: row(model), secret })
}
