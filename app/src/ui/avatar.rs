//! A person as a disc with initials.

use leptos::prelude::*;

/// Decorative: the name always stands beside it.
#[component]
pub fn Avatar(#[prop(into)] name: String, #[prop(optional)] large: bool) -> impl IntoView {
    let class = avatar_class(&name, large);
    view! {
        <span class=class aria-hidden="true">
            {initials(&name)}
        </span>
    }
    .into_any()
}

/// The same person always has the same colour.
pub(super) fn avatar_class(name: &str, large: bool) -> String {
    let hash = name.bytes().fold(5_381_u32, |hash, byte| hash.wrapping_mul(33) ^ u32::from(byte));
    format!("avatar{} avatar-{}", if large { " avatar-large" } else { "" }, hash % 6)
}

/// First letters of the first and the last word; of one word its first two letters.
pub fn initials(name: &str) -> String {
    let mut words =
        name.split(|c: char| c.is_whitespace() || c == '-').filter(|word| word.chars().next().is_some_and(char::is_alphanumeric));
    let first = words.next().unwrap_or_default();
    let letters = match words.next_back() {
        Some(last) => first.chars().take(1).chain(last.chars().take(1)).collect::<String>(),
        None => first.chars().take(2).collect(),
    };
    letters.to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_come_from_the_first_and_last_word() {
        assert_eq!(initials("Amara Bergström"), "AB");
        assert_eq!(initials("Haruki Bernard 春樹"), "H春");
        assert_eq!(initials("ops"), "OP");
        assert_eq!(initials("Anna van der Berg (ext)"), "AB");
        assert_eq!(initials("  "), "");
    }
}
