//! What a new password must be (AUTH-24, AUTH-B4).

use switchroom_types::{AppError, FieldError};

use crate::breaches::{self, Breach};
use crate::error::Result;
use crate::history::Event;
use crate::identity::Person;
use crate::password;
use crate::portal::Portal;

/// Checked and hashed, ready to be stored.
pub(super) struct NewPassword {
    pub hash: String,
    breach: Breach,
}

impl NewPassword {
    /// # Errors
    /// 422 at the field for a password that is missing, too short, too long, one's own name, common, or known from a breach.
    pub async fn check(portal: &Portal, person: &Person, field: &'static str, new: &str) -> Result<Self> {
        let user = &person.user;
        let own = [user.name.as_str(), user.email.as_str(), user.login_id.as_deref().unwrap_or_default()];
        let missing = new.is_empty().then(|| FieldError::required(field));
        if let Some(error) = missing.or_else(|| password::refuse(field, new, &own)) {
            return Err(AppError::invalid(vec![error]).into());
        }
        let breach = breaches::look_up(portal, new).await;
        if let Some(error) = breach.refusal(field) {
            return Err(AppError::invalid(vec![error]).into());
        }
        Ok(Self { hash: password::hash(new).await?, breach })
    }

    /// The event of its change says if it could not be compared with known breaches.
    pub fn noted_in(&self, event: Event) -> Event {
        match self.breach.note() {
            Some(note) => event.core("breach_check", note),
            None => event,
        }
    }
}
