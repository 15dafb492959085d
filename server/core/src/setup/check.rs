//! What each step needs.

use switchroom_types::error::FieldErrors;
use switchroom_types::places::is_country;
use switchroom_types::providers::ProviderForm;
use switchroom_types::setup::Step;
use switchroom_types::{AppError, FieldError};
use url::Url;

use super::draft::Draft;
use crate::contact;
use crate::identity::PREFERRED_LANGUAGES;
use crate::installation::MailServer;
use crate::partners::NewPartner;
use crate::portal::Portal;
use crate::{password, providers};

/// # Errors
/// 422 at the fields of the step.
pub(super) fn check(portal: &Portal, draft: &Draft, step: Step) -> Result<(), AppError> {
    match step {
        Step::Operator => operator(draft),
        Step::Address => address(portal, draft),
        Step::Mail => mail(portal, draft).map(|_| ()),
        Step::Partner => partner(draft).map(|_| ()),
        Step::Provider => match provider(draft) {
            Some(form) => providers::check(portal, form).map(|_| ()),
            None => Ok(()),
        },
    }
}

fn email(errors: &mut FieldErrors, field: &'static str, value: &str) {
    let value = errors.text(field, value, true, contact::MAX_EMAIL);
    if !value.is_empty() && !contact::is_email(&value) {
        errors.push(FieldError::new(field, "field.email", "Enter a valid e-mail address"));
    }
}

fn operator(draft: &Draft) -> Result<(), AppError> {
    let mut errors = FieldErrors::default();
    let (name, address) = (draft.get("name"), draft.get("email"));
    errors.text("name", &name, true, 80);
    email(&mut errors, "email", &address);
    let secret = draft.get("password");
    if secret.is_empty() {
        errors.push(FieldError::required("password"));
    } else if let Some(error) = password::refuse("password", &secret, &[&name, &address]) {
        errors.push(error);
    }
    errors.finish()
}

fn address(portal: &Portal, draft: &Draft) -> Result<(), AppError> {
    let mut errors = FieldErrors::default();
    if !portal.settings.public_url_fixed {
        let entered = errors.text("public_url", &draft.get("public_url"), true, 200);
        if !entered.is_empty() && origin(&entered).is_none() {
            let message = "Enter an address like https://portal.example.com, without a path";
            errors.push(FieldError::new("public_url", "setup.public_url", message));
        }
    }
    if !PREFERRED_LANGUAGES.contains(&draft.get("language").as_str()) {
        errors.push(FieldError::new("language", "account.language", "Choose one of the languages offered"));
    }
    if draft.get("time_zone").parse::<chrono_tz::Tz>().is_err() {
        errors.push(FieldError::new("time_zone", "profile.unknown_zone", "There is no such time zone"));
    }
    errors.finish()
}

/// Scheme, host and port of an address that has nothing else.
pub(super) fn origin(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let plain =
        url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
    let known = matches!(url.scheme(), "https" | "http") && url.has_host();
    (plain && known).then(|| url.origin().ascii_serialization())
}

/// The mail server's address and the sender; `None` where the step is left out or the configuration says it.
pub(super) fn mail(portal: &Portal, draft: &Draft) -> Result<Option<(String, String)>, AppError> {
    if portal.configured.smtp_url.is_some() || !draft.has(Step::Mail) {
        return Ok(None);
    }
    let server = MailServer {
        host: draft.get("smtp_host"),
        port: draft.get("smtp_port"),
        security: draft.or("smtp_security", "starttls"),
        user: draft.get("smtp_user"),
        password: draft.get("smtp_password"),
        from: draft.get("mail_from"),
    };
    server.url().map(Some)
}

pub(super) fn partner(draft: &Draft) -> Result<NewPartner, AppError> {
    let mut errors = FieldErrors::default();
    let new = NewPartner {
        name: errors.text("organisation", &draft.get("organisation"), true, 120),
        country: draft.get("country").to_uppercase(),
        first_name: errors.text("first_name", &draft.get("first_name"), true, 80),
        last_name: errors.text("last_name", &draft.get("last_name"), true, 80),
        email: draft.get("partner_email"),
        language: draft.or("language", "en"),
        ..Default::default()
    };
    email(&mut errors, "partner_email", &new.email);
    if new.country.is_empty() {
        errors.push(FieldError::required("country"));
    } else if !is_country(&new.country) {
        errors.push(FieldError::new("country", "account.country", "Choose a country from the list"));
    }
    errors.finish()?;
    Ok(new)
}

/// `None` where the step is left out.
pub(super) fn provider(draft: &Draft) -> Option<ProviderForm> {
    let entered = ["label", "issuer", "client_id", "client_secret"].iter().any(|name| !draft.get(name).is_empty());
    let usual = ProviderForm::default();
    entered.then(|| ProviderForm {
        label: draft.get("label"),
        slug: draft.get("slug"),
        issuer: draft.get("issuer"),
        client_id: draft.get("client_id"),
        client_secret: Some(draft.get("client_secret")),
        entitlement_claim: draft.get("entitlement_claim"),
        entitlement_value: draft.get("entitlement_value"),
        organisation_id_claim: draft.or("organisation_id_claim", &usual.organisation_id_claim),
        organisation_name_claim: draft.or("organisation_name_claim", &usual.organisation_name_claim),
        ..usual
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// AUTH-02 the public address is a bare one
    #[test]
    fn origins() {
        assert_eq!(origin("https://Portal.Example.com/").as_deref(), Some("https://portal.example.com"));
        assert_eq!(origin("http://127.0.0.1:3000").as_deref(), Some("http://127.0.0.1:3000"));
        for bad in
            ["portal.example.com", "https://portal.example.com/x", "https://u@portal.example.com", "ftp://x", "https://x?y", "https://"]
        {
            assert_eq!(origin(bad), None, "{bad}");
        }
    }
}
