//! Checks and cleans what people enter for an account.

use switchroom_types::accounts::{AccountForm, AccountKind, BUSINESS_TYPES, LANGUAGES};
use switchroom_types::error::FieldErrors;
use switchroom_types::places::{has_postal_codes, is_country, is_postal_code};
use switchroom_types::{AppError, FieldError};

use crate::places;

/// The form with everything trimmed and normalised; support contacts are checked by `contacts::check`.
///
/// Partner Accounts are set up by the operator with a name and a country only, so the address is asked of customers.
pub(super) fn check(form: &AccountForm, kind: AccountKind) -> (AccountForm, FieldErrors) {
    let mut errors = FieldErrors::default();
    let customer = kind == AccountKind::Customer;
    let mut clean = AccountForm {
        name: errors.text("name", &form.name, true, 120),
        country: errors.text("country", &form.country, true, 2).to_uppercase(),
        province: errors.text("province", &form.province, false, 80),
        address1: errors.text("address1", &form.address1, customer, 120),
        address2: errors.text("address2", &form.address2, false, 120),
        city: errors.text("city", &form.city, customer, 120),
        postal_code: errors.text("postal_code", &form.postal_code, false, 16).to_uppercase(),
        language: primary_language(&form.language),
        business_type: form.business_type.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned),
        cloud_region: form.cloud_region.trim().to_owned(),
        support_contacts: Vec::new(),
    };
    place(&mut clean, customer, &mut errors);
    if !LANGUAGES.contains(&clean.language.as_str()) {
        errors.push(FieldError::new("language", "account.language", "Choose one of the languages offered"));
    }
    if clean.business_type.as_deref().is_some_and(|chosen| !BUSINESS_TYPES.contains(&chosen)) {
        errors.push(FieldError::new("business_type", "account.business_type", "Choose one of the business types offered"));
    }
    (clean, errors)
}

fn place(form: &mut AccountForm, customer: bool, errors: &mut FieldErrors) {
    if form.country.is_empty() {
        return;
    }
    if !is_country(&form.country) {
        if errors.0.iter().all(|error| error.field != "country") {
            errors.push(FieldError::new("country", "account.country", "Choose a country from the list"));
        }
        return;
    }
    if form.province.is_empty() {
        if customer && !places::subdivisions(&form.country).is_empty() {
            errors.push(FieldError::required("province"));
        }
    } else if let Some(code) = places::find(&form.country, &form.province) {
        form.province = code.to_owned();
    } else {
        errors.push(FieldError::new("province", "account.province", "Choose a province or state of this country"));
    }
    if form.postal_code.is_empty() {
        if customer && has_postal_codes(&form.country) {
            errors.push(FieldError::required("postal_code"));
        }
    } else if !is_postal_code(&form.country, &form.postal_code) && errors.0.iter().all(|error| error.field != "postal_code") {
        errors.push(FieldError::new("postal_code", "account.postal_code", "This is not a postal code of the chosen country"));
    }
}

/// `en-US` → `en`; nothing → the default.
fn primary_language(tag: &str) -> String {
    let primary = tag.trim().split(['-', '_']).next().unwrap_or_default().to_lowercase();
    if primary.is_empty() { LANGUAGES.first().copied().unwrap_or_default().to_owned() } else { primary }
}

/// The cloud location of a new account (ACC-12).
pub(super) fn region(chosen: &str, offered: &[String]) -> Result<String, FieldError> {
    if chosen.is_empty() {
        return Ok(offered.first().cloned().unwrap_or_default());
    }
    if offered.iter().any(|region| region == chosen) {
        return Ok(chosen.to_owned());
    }
    Err(FieldError::new("cloud_region", "account.cloud_region", "Choose one of the cloud locations offered"))
}

/// Asks for the typed word that a destructive act needs; any case counts (ACC-17). Programs say it by the request itself.
pub(super) fn typed(word: &'static str, entered: Option<&str>) -> Result<(), AppError> {
    match entered {
        Some(text) if !text.trim().eq_ignore_ascii_case(word) => {
            let error = FieldError::new("confirm", "confirm.word", format!("Type “{word}” to continue")).arg("word", word);
            Err(AppError::invalid(vec![error]))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> AccountForm {
        AccountForm {
            name: "  Ballad Industries ".to_owned(),
            country: "de".to_owned(),
            province: "Bayern".to_owned(),
            address1: "Lindenweg 4".to_owned(),
            city: "München".to_owned(),
            postal_code: "80331".to_owned(),
            language: "de-AT".to_owned(),
            ..Default::default()
        }
    }

    /// ACC-02 entries are trimmed; country, province and language are brought into their codes
    #[test]
    fn a_good_form_is_normalised() {
        let (clean, errors) = check(&form(), AccountKind::Customer);
        assert_eq!(errors.0, []);
        assert_eq!((clean.name.as_str(), clean.country.as_str(), clean.province.as_str()), ("Ballad Industries", "DE", "DE-BY"));
        assert_eq!(clean.language, "de");
    }

    /// ACC-02 every bad entry is named at its field, all at once
    #[test]
    fn bad_entries_are_named() {
        let bad = AccountForm {
            name: " ".to_owned(),
            province: "Ontario".to_owned(),
            postal_code: "8033".to_owned(),
            city: "x".repeat(121),
            language: "tlh".to_owned(),
            business_type: Some("Piracy".to_owned()),
            ..form()
        };
        let (_, errors) = check(&bad, AccountKind::Customer);
        let fields: Vec<_> = errors.0.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["name", "city", "province", "postal_code", "language", "business_type"]);
        let (_, errors) = check(&AccountForm { country: "XX".to_owned(), ..form() }, AccountKind::Customer);
        assert_eq!(errors.0.len(), 1);
    }

    /// ACC-17 the word counts in any case, another word does not
    #[test]
    fn the_typed_word() {
        assert!(typed("deactivate", Some(" Deactivate ")).is_ok() && typed("deactivate", None).is_ok());
        assert_eq!(typed("deactivate", Some("delete")).map_err(|error| error.status), Err(422));
        assert_eq!(typed("delete", Some("")).map_err(|error| error.status), Err(422));
    }
}
