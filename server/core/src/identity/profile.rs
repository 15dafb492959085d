//! A person's own name, language, time zone and theme.

use switchroom_types::error::FieldErrors;
use switchroom_types::history::{Action, EventType};
use switchroom_types::profile::ProfileForm;
use switchroom_types::{AppError, FieldError};

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::history::changes;
use crate::identity::Person;
use crate::portal::Portal;
use crate::users::row;

/// Languages that the interface and the mails speak.
pub const PREFERRED_LANGUAGES: [&str; 2] = ["en", "de"];

/// # Errors
/// 422 at the field.
///
/// # Permissions
/// The person themselves, in a browser session.
pub async fn update_profile(portal: &Portal, actor: &Actor, form: ProfileForm) -> Result<()> {
    actor.require_session()?;
    let mut errors = FieldErrors::default();
    let name = errors.text("name", &form.name, true, 80);
    if !PREFERRED_LANGUAGES.contains(&form.language.as_str()) {
        errors.push(FieldError::new("language", "field.invalid", "Choose a language from the list"));
    }
    let zone = form.time_zone.as_deref().map(str::trim).filter(|zone| !zone.is_empty());
    if zone.is_some_and(|zone| zone.parse::<chrono_tz::Tz>().is_err()) {
        errors.push(FieldError::new("time_zone", "profile.unknown_zone", "There is no such time zone"));
    }
    errors.finish()?;
    let mut tx = portal.begin(actor).await?;
    let person = Person::load(tx.conn(), actor.user_id).await?.ok_or_else(|| Error::from(AppError::unauthenticated()))?;
    let mut user = person.user.clone();
    user.name = name;
    user.language = form.language;
    user.time_zone = zone.map(str::to_owned);
    form.theme.as_str().clone_into(&mut user.theme);
    row::touch(&mut user, &tx);
    let changes = changes(Some(&person.user), Some(&user));
    if changes.is_empty() {
        return Ok(());
    }
    row::update(&tx, &user).await?;
    tx.record(person.event(Action::Edit).kind(EventType::Admin).changes(changes));
    tx.commit().await
}
