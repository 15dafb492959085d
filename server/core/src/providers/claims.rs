//! What a provider's claims say about a person.

use serde_json::{Map, Value};
use switchroom_entity::identity_provider as entity;
use switchroom_types::AppError;

use crate::contact;
use crate::identity::PREFERRED_LANGUAGES;

/// What is taken over when somebody comes for the first time.
#[derive(Debug, PartialEq)]
pub struct Newcomer {
    pub organisation: String,
    pub organisation_name: String,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub name: String,
    pub language: String,
}

type Claims = Map<String, Value>;

/// A claim by its name; one with dots in it may also be a way into nested ones.
fn find<'a>(claims: &'a Claims, name: &str) -> Option<&'a Value> {
    if let Some(value) = claims.get(name) {
        return Some(value);
    }
    let mut parts = name.split('.');
    let first = claims.get(parts.next()?)?;
    parts.try_fold(first, |value, part| value.get(part))
}

fn text(claims: &Claims, name: &str) -> Option<String> {
    let text = match find(claims, name)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn at_most(text: &str, max: usize) -> String {
    text.chars().filter(|c| !c.is_control()).take(max).collect()
}

/// AUTH-08: the claim is, or its list holds, the value.
pub fn entitled(claims: &Claims, provider: &entity::Model) -> bool {
    let fits = |value: &Value| match value {
        Value::String(text) => *text == provider.entitlement_value,
        Value::Bool(flag) => flag.to_string() == provider.entitlement_value,
        Value::Number(number) => number.to_string() == provider.entitlement_value,
        _ => false,
    };
    match find(claims, &provider.entitlement_claim) {
        Some(Value::Array(values)) => values.iter().any(fits),
        Some(value) => fits(value),
        None => false,
    }
}

/// # Errors
/// 403 `auth.email_unverified`, `auth.no_organisation`.
pub fn newcomer(claims: &Claims, provider: &entity::Model) -> Result<Newcomer, AppError> {
    // Some providers write booleans as text.
    let verified =
        matches!(claims.get("email_verified"), Some(Value::Bool(true))) || text(claims, "email_verified").as_deref() == Some("true");
    let email = text(claims, "email").filter(|email| verified && contact::is_email(email));
    let email = email.ok_or_else(|| {
        AppError::new(
            403,
            "auth.email_unverified",
            "The identity provider has not verified your e-mail address. Verify it there, then sign in again.",
        )
    })?;
    let organisation = text(claims, &provider.organisation_id_claim).filter(|id| id.chars().count() <= 200).ok_or_else(|| {
        AppError::new(403, "auth.no_organisation", "The identity provider does not say which organisation you belong to.")
    })?;
    let organisation_name = text(claims, &provider.organisation_name_claim).unwrap_or_else(|| organisation.clone());
    let part = |name: &str| at_most(&text(claims, name).unwrap_or_default(), 80);
    let language = text(claims, "locale").unwrap_or_default();
    let language = PREFERRED_LANGUAGES.iter().find(|known| language.get(..2) == Some(**known)).copied().unwrap_or("en");
    Ok(Newcomer {
        organisation,
        organisation_name: at_most(&organisation_name, 120),
        email,
        first_name: part("given_name"),
        last_name: part("family_name"),
        name: part("name"),
        language: language.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn provider(claim: &str, value: &str) -> entity::Model {
        entity::Model {
            id: uuid::Uuid::nil(),
            version: 1,
            slug: "x".into(),
            label: "X".into(),
            issuer: "https://x.test".into(),
            client_id: "c".into(),
            client_secret_sealed: None,
            client_secret_hint: None,
            scopes: String::new(),
            entitlement_claim: claim.into(),
            entitlement_value: value.into(),
            organisation_id_claim: "org.id".into(),
            organisation_name_claim: "org.name".into(),
            enabled: true,
            created_at: 0,
            modified_at: 0,
            modified_by: String::new(),
        }
    }

    fn claims(value: Value) -> Claims {
        value.as_object().unwrap().clone()
    }

    /// AUTH-08 the entitlement is a text, a flag or an item of a list; anything else is none
    #[test]
    fn entitlements() {
        let ok = |claim: &str, value: &str, found: Value| entitled(&claims(found), &provider(claim, value));
        assert!(ok("groups", "a", json!({"groups": ["b", "a"]})) && ok("groups", "a", json!({"groups": "a"})));
        assert!(ok("portal", "true", json!({"portal": true})) && ok("app.roles", "a", json!({"app": {"roles": ["a"]}})));
        assert!(ok("https://x.test/roles", "a", json!({"https://x.test/roles": ["a"]})), "a name with dots is a name first");
        assert!(!ok("groups", "a", json!({"groups": "b a"})) && !ok("groups", "a", json!({"groups": [["a"]]})));
        assert!(!ok("groups", "a", json!({})) && !ok("groups", "a", json!({"groups": {"a": true}})));
    }

    /// AUTH-07 only an address that the provider has verified is taken, and an organisation is needed
    #[test]
    fn newcomers() {
        let usual = json!({"email": "ada@x.example", "email_verified": true, "org": {"id": 7, "name": "X"}, "given_name": "Ada", "locale": "de-AT"});
        let found = newcomer(&claims(usual.clone()), &provider("g", "v")).unwrap();
        assert_eq!((found.organisation.as_str(), found.organisation_name.as_str(), found.language.as_str()), ("7", "X", "de"));
        let refused = |name: &str, value: Value| {
            let mut bad = claims(usual.clone());
            bad.insert(name.to_owned(), value);
            newcomer(&bad, &provider("g", "v")).unwrap_err().code.into_owned()
        };
        assert_eq!(refused("email_verified", json!(false)), "auth.email_unverified");
        assert_eq!(refused("email_verified", json!("yes")), "auth.email_unverified");
        assert_eq!(refused("email", json!("nobody")), "auth.email_unverified");
        assert_eq!(refused("org", json!({})), "auth.no_organisation");
    }
}
