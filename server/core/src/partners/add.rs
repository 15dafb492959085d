//! The operator adds a partner with its first Administrator (AUTH-04).

use switchroom_types::partners::{AddedPartner, PartnerForm};

use super::create::{NewPartner, create_in};
use crate::access::Actor;
use crate::error::Result;
use crate::portal::Portal;

impl From<PartnerForm> for NewPartner {
    fn from(form: PartnerForm) -> Self {
        Self {
            name: form.name,
            country: form.country,
            prime: form.prime,
            billing_account: Some(form.billing_account.trim().to_owned()).filter(|number| !number.is_empty()),
            first_name: form.first_name,
            last_name: form.last_name,
            email: form.email,
            language: if form.language.is_empty() { "en".to_owned() } else { form.language },
        }
    }
}

/// Sends the welcome mail; where no mail can be sent, the answer holds the registration link, once.
///
/// # Errors
/// 422 at the fields.
///
/// # Permissions
/// Operator.
pub async fn add(portal: &Portal, actor: &Actor, form: PartnerForm) -> Result<AddedPartner> {
    actor.require_operator()?;
    let (name, email) = (form.name.trim().to_owned(), form.email.trim().to_owned());
    let mut tx = portal.begin(actor).await?;
    let created = create_in(&mut tx, form.into()).await?;
    tx.commit().await?;
    let registration_link = Some(created.registration_link).filter(|_| portal.settings.smtp_url.is_none());
    Ok(AddedPartner { id: created.partner_id, name, email, registration_link })
}
