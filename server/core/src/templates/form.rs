//! Entries for a template, checked and brought into their stored form.

use std::collections::BTreeSet;
use switchroom_types::FieldError;
use switchroom_types::error::FieldErrors;
use switchroom_types::templates::{
    CxSettings, DESCRIPTION, KEY_LABEL, MAX_KEYS, MAX_LICENCES, MAX_PHONES, NAME, PbxSettings, PhoneKind, TemplateForm, TemplateKey,
    TemplatePhone, TemplateSettings, VALUE, dials, rings,
};

/// The form with every text trimmed, and everything that is wrong with it.
pub(super) fn check(form: &TemplateForm) -> (TemplateForm, FieldErrors) {
    let mut errors = FieldErrors::default();
    let name = errors.text("name", &form.name, true, NAME);
    let description = errors.text("description", &form.description, false, DESCRIPTION);
    let settings = TemplateSettings {
        mivoice_business: form.settings.mivoice_business.as_ref().map(|pbx| check_pbx(pbx, &mut errors)),
        mitel_cx: form.settings.mitel_cx.as_ref().map(|cx| check_cx(cx, &mut errors)),
    };
    (TemplateForm { name, description, settings }, errors)
}

fn text(errors: &mut FieldErrors, field: String, value: &str, required: bool, max: usize) -> String {
    let value = value.trim().to_owned();
    if value.is_empty() && required {
        errors.push(FieldError::required(field));
    } else if value.chars().count() > max {
        errors.push(FieldError::too_long(field, max));
    } else if value.chars().any(char::is_control) {
        errors.push(FieldError::new(field, "field.control_characters", "Control characters are not allowed"));
    }
    value
}

fn check_pbx(pbx: &PbxSettings, errors: &mut FieldErrors) -> PbxSettings {
    let mut value = |name: &str, value: &str| text(errors, format!("settings.mivoice_business.{name}"), value, false, VALUE);
    let (service_category, tier) = (value("service_category", &pbx.service_category), value("tier", &pbx.tier));
    let (group, department, location) =
        (value("group", &pbx.group), value("department", &pbx.department), value("location", &pbx.location));
    if !tier.is_empty() && service_category.is_empty() {
        errors.push(FieldError::required("settings.mivoice_business.service_category"));
    }
    if pbx.phones.len() > MAX_PHONES {
        let error = FieldError::new("settings.mivoice_business.phones", "templates.too_many_phones", "At most 8 phones");
        errors.push(error.arg("max", MAX_PHONES));
    }
    let phones = pbx.phones.iter().take(MAX_PHONES).enumerate().map(|(nth, phone)| check_phone(nth, phone, errors)).collect();
    PbxSettings { service_category, tier, group, department, location, voicemail: pbx.voicemail, phones }
}

fn check_phone(nth: usize, phone: &TemplatePhone, errors: &mut FieldErrors) -> TemplatePhone {
    let at = format!("settings.mivoice_business.phones.{nth}");
    let desk = phone.kind == PhoneKind::Desk;
    let model = text(errors, format!("{at}.model"), &phone.model, desk, VALUE);
    let hot = phone.kind == PhoneKind::HotDesk;
    let mut seen = BTreeSet::new();
    if phone.keys.len() > usize::from(MAX_KEYS) {
        errors.push(FieldError::new(format!("{at}.keys"), "templates.too_many_keys", "At most 96 keys").arg("max", MAX_KEYS));
    }
    let mut keys: Vec<TemplateKey> = Vec::new();
    for (nth, key) in phone.keys.iter().take(usize::from(MAX_KEYS)).enumerate() {
        let at = format!("{at}.keys.{nth}");
        if !(2..=MAX_KEYS).contains(&key.position) {
            let error = FieldError::new(format!("{at}.position"), "templates.key_position", "A key from 2 to 96; key 1 is the prime line");
            errors.push(error.arg("max", MAX_KEYS));
        } else if !seen.insert(key.position) {
            errors.push(FieldError::new(format!("{at}.position"), "templates.key_repeated", "This key is there twice"));
        }
        let function = text(errors, format!("{at}.function"), &key.function, true, VALUE);
        let label = text(errors, format!("{at}.label"), &key.label, false, KEY_LABEL);
        if key.ring.is_some() && !rings(&function) {
            errors.push(FieldError::new(format!("{at}.ring"), "templates.no_ring", "Ring type cannot be defined"));
        }
        let extension = key.extension.trim().to_owned();
        if !extension.is_empty() && !dials(&function) {
            errors.push(FieldError::new(format!("{at}.extension"), "templates.no_extension", "Extension cannot be defined"));
        } else if extension.chars().count() > 20 || !extension.chars().all(|c| c.is_ascii_digit() || matches!(c, '*' | '#')) {
            errors.push(FieldError::new(format!("{at}.extension"), "field.extension", "An extension has digits, * and # only"));
        }
        keys.push(TemplateKey { position: key.position, function, label, ring: key.ring, extension });
    }
    if errors.0.is_empty() {
        keys.sort_by_key(|key| key.position);
    }
    TemplatePhone {
        kind: phone.kind,
        model: if desk { model } else { String::new() },
        acd_agent: hot && phone.acd_agent,
        external_phone: hot && phone.external_phone,
        keys,
    }
}

fn check_cx(cx: &CxSettings, errors: &mut FieldErrors) -> CxSettings {
    let mut value = |name: &str, value: &str, required| text(errors, format!("settings.mitel_cx.{name}"), value, required, VALUE);
    let (site, security_role) = (value("site", &cx.site, true), value("security_role", &cx.security_role, true));
    let workload = value("workload", &cx.workload, false);
    if cx.licences.len() > MAX_LICENCES {
        let error = FieldError::new("settings.mitel_cx.licences", "templates.too_many_licences", "At most 20 licences");
        errors.push(error.arg("max", MAX_LICENCES));
    }
    let mut licences: Vec<String> = Vec::new();
    for licence in cx.licences.iter().take(MAX_LICENCES) {
        let licence = text(errors, "settings.mitel_cx.licences".to_owned(), licence, false, VALUE);
        if !licence.is_empty() && !licences.contains(&licence) {
            licences.push(licence);
        }
    }
    let mut media = cx.media.clone();
    media.sort();
    media.dedup();
    CxSettings { site, security_role, media, workload, licences }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;
    use switchroom_types::templates::RingType;

    fn codes(form: &TemplateForm) -> Vec<String> {
        check(form).1.0.iter().map(|error| format!("{}:{}", error.field, error.code)).collect()
    }

    fn with_keys(keys: Vec<TemplateKey>) -> TemplateForm {
        let phone = TemplatePhone { kind: PhoneKind::Desk, model: "6940".into(), acd_agent: true, external_phone: false, keys };
        let pbx = PbxSettings { phones: vec![phone], ..Default::default() };
        TemplateForm {
            name: " Sales ".into(),
            settings: TemplateSettings { mivoice_business: Some(pbx), mitel_cx: None },
            ..Default::default()
        }
    }

    /// TPL-02, TPL-07 a name is all that is required; a part that is ticked has its own
    #[test]
    fn required_entries() {
        assert_eq!(codes(&TemplateForm::default()), ["name:field.required"]);
        let (clean, errors) = check(&with_keys(Vec::new()));
        assert!(errors.0.is_empty());
        assert_eq!(clean.name, "Sales");
        assert!(!clean.settings.mivoice_business.is_some_and(|pbx| pbx.phones[0].acd_agent), "only hot desks have agents");
        let settings = TemplateSettings {
            mivoice_business: Some(PbxSettings { tier: "Gold".into(), ..Default::default() }),
            mitel_cx: Some(CxSettings { site: "x".repeat(81), ..Default::default() }),
        };
        let found = codes(&TemplateForm { name: "x".repeat(81), description: "a\u{7}".into(), settings });
        let expected = [
            "name:field.too_long",
            "description:field.control_characters",
            "settings.mivoice_business.service_category:field.required",
            "settings.mitel_cx.site:field.too_long",
            "settings.mitel_cx.security_role:field.required",
        ];
        assert_eq!(found, expected);
    }

    /// TPL-02 keys: from 2, each once, ring type and extension only where the function has them
    #[test]
    fn keys() {
        let key = |position, function: &str| TemplateKey { position, function: function.into(), ..Default::default() };
        let line = TemplateKey { ring: Some(RingType::Delay), extension: "4711".into(), ..key(3, "Multicall") };
        let (clean, errors) = check(&with_keys(vec![line, key(2, "Park")]));
        assert!(errors.0.is_empty());
        let positions: Vec<u16> = clean
            .settings
            .mivoice_business
            .into_iter()
            .flat_map(|pbx| pbx.phones)
            .flat_map(|phone| phone.keys)
            .map(|key| key.position)
            .collect();
        assert_eq!(positions, [2, 3]);
        let bad = vec![
            key(1, "Park"),
            TemplateKey { ring: Some(RingType::Ring), extension: "1".into(), ..key(4, "Headset") },
            TemplateKey { label: "x".repeat(17), extension: "12a".into(), ..key(4, "Speed Call") },
            key(5, " "),
        ];
        let at = "settings.mivoice_business.phones.0.keys";
        let expected = [
            format!("{at}.0.position:templates.key_position"),
            format!("{at}.1.ring:templates.no_ring"),
            format!("{at}.1.extension:templates.no_extension"),
            format!("{at}.2.position:templates.key_repeated"),
            format!("{at}.2.label:field.too_long"),
            format!("{at}.2.extension:field.extension"),
            format!("{at}.3.function:field.required"),
        ];
        assert_eq!(codes(&with_keys(bad)), expected);
    }
}
