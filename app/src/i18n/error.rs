//! Texts that are chosen by name at run time: error codes, and names of enum values that come from the server.

use super::format::{Arg, fill_in};
use super::{Lang, Named, Text, current, generated};
use std::{borrow::Cow, collections::BTreeMap};
use switchroom_types::{AppError, FieldError};

type Args = BTreeMap<String, String>;

/// The error in the viewer's language; `code` is the key in `errors.json`, the server's message the fallback.
pub fn tr_error(error: &AppError) -> String {
    by_code(current(), &error.code, &error.args).unwrap_or_else(|| error.message.clone())
}

/// The field's error in the viewer's language.
pub fn tr_field_error(error: &FieldError) -> String {
    tr_field_error_in(current(), error)
}

/// The field's error in a language that is known otherwise (files, which are written outside of any page).
pub fn tr_field_error_in(lang: Lang, error: &FieldError) -> String {
    by_code(lang, &error.code, &error.args).unwrap_or_else(|| error.message.clone())
}

/// The name of a value in `names.json`, key `<kind>.<value in snake_case>`; the value itself where there is none.
pub fn name_of(kind: &str, value: &str) -> Cow<'static, str> {
    match find(generated::NAMES, &format!("{kind}.{}", snake_case(value))) {
        Some((text, _)) => Cow::Borrowed(text.text()),
        None => Cow::Owned(value.to_owned()),
    }
}

/// The name of a country, by its alpha-2 code; the code itself where it is unknown.
pub fn country_name(code: &str) -> Cow<'static, str> {
    match find(generated::PLACES, &format!("country.{}", code.to_ascii_lowercase())) {
        Some((text, _)) => Cow::Borrowed(text.text()),
        None => Cow::Owned(code.to_owned()),
    }
}

fn by_code(lang: Lang, code: &str, args: &Args) -> Option<String> {
    let found = find(generated::ERRORS, code);
    // `user.not_found`, `order.not_found`, … share one text unless one of them has its own.
    let (text, placeholders) = found.or_else(|| code.ends_with(".not_found").then(|| find(generated::ERRORS, "not_found")).flatten())?;
    let values: Vec<_> = placeholders.iter().map(|name| argument(name, args)).collect();
    Some(fill_in(lang, text.in_language(lang), &values.iter().map(|value| Arg::Text(value)).collect::<Vec<_>>()))
}

fn argument<'a>(name: &str, args: &'a Args) -> Cow<'a, str> {
    let value = args.get(name).map(String::as_str).unwrap_or_default();
    match (name, value.split_once('.')) {
        // ROLE-12: refusals name the feature and the permission.
        ("permission", Some((feature, verb))) => Cow::Owned(format!("{}: {}", name_of("feature", feature), name_of("verb", verb))),
        _ => Cow::Borrowed(value),
    }
}

fn find(names: Named, name: &str) -> Option<(Text, &'static [&'static str])> {
    let position = names.binary_search_by(|(known, _, _)| (*known).cmp(name)).ok()?;
    names.get(position).map(|(_, text, placeholders)| (*text, *placeholders))
}

fn snake_case(value: &str) -> String {
    value.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use switchroom_types::access::Permission;

    #[test]
    fn a_known_code_is_translated_with_its_arguments() {
        assert_eq!(tr_field_error(&FieldError::too_long("name", 80)), "At most 80 characters");
        assert_eq!(tr_error(&AppError::denied(Permission::USERS_EDIT)), "This needs the permission “Users: Edit”.");
    }

    #[test]
    fn an_unknown_code_falls_back() {
        assert_eq!(tr_error(&AppError::new(409, "no.such_code", "As the server put it")), "As the server put it");
        assert_eq!(tr_error(&AppError::not_found("gizmo")), "This does not exist, or no longer.");
        assert_eq!(name_of("verb", "Teleport"), "Teleport");
    }

    #[test]
    fn names_are_sorted_for_the_search() {
        for names in [generated::ERRORS, generated::NAMES, generated::PLACES] {
            assert!(names.windows(2).all(|pair| pair.first().map(|a| a.0) < pair.last().map(|b| b.0)));
        }
    }
}
