//! What the operator may enter.

use switchroom_types::error::FieldErrors;
use switchroom_types::providers::ProviderForm;
use switchroom_types::{AppError, FieldError};

use crate::portal::Portal;

/// Trims and checks everything at once.
///
/// # Errors
/// 422 at the fields.
pub fn check(portal: &Portal, form: ProviderForm) -> Result<ProviderForm, AppError> {
    let mut errors = FieldErrors::default();
    let checked = ProviderForm {
        label: errors.text("label", &form.label, true, 60),
        slug: errors.text("slug", &form.slug, true, 40),
        issuer: errors.text("issuer", &form.issuer, true, 400),
        client_id: errors.text("client_id", &form.client_id, true, 400),
        client_secret: form.client_secret.as_deref().map(|secret| errors.text("client_secret", secret, false, 400)),
        scopes: errors.text("scopes", &form.scopes, false, 400),
        entitlement_claim: errors.text("entitlement_claim", &form.entitlement_claim, true, 200),
        entitlement_value: errors.text("entitlement_value", &form.entitlement_value, true, 200),
        organisation_id_claim: errors.text("organisation_id_claim", &form.organisation_id_claim, true, 200),
        organisation_name_claim: errors.text("organisation_name_claim", &form.organisation_name_claim, true, 200),
        enabled: form.enabled,
    };
    let is_slug = |slug: &str| {
        slug.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') && !slug.starts_with('-') && !slug.ends_with('-')
    };
    if !checked.slug.is_empty() && !is_slug(&checked.slug) {
        errors.push(FieldError::new("slug", "provider.slug", "Use lower-case letters, digits and hyphens"));
    }
    if !checked.issuer.is_empty()
        && let Some(error) = issuer(portal, &checked.issuer)
    {
        errors.push(error);
    }
    errors.finish()?;
    Ok(checked)
}

/// What is wrong with the address of an issuer.
pub fn issuer(portal: &Portal, issuer: &str) -> Option<FieldError> {
    use switchroom_connect::ConnectError;
    match portal.connect.http.check(issuer) {
        // OpenID Connect Discovery, 3: neither query nor fragment.
        Ok(url) if url.query().is_some() || url.fragment().is_some() => Some(address()),
        Ok(_) => None,
        Err(ConnectError::Private) => Some(private()),
        Err(_) => Some(address()),
    }
}

fn address() -> FieldError {
    FieldError::new("issuer", "outbound.address", "Enter an address that begins with https://")
}

pub fn private() -> FieldError {
    FieldError::new("issuer", "outbound.private", "This address leads to a private network, which this installation does not allow")
}
