//! A word about a new password. Length is what counts (AUTH-24); there are no composition rules.

use crate::i18n::t;
use crate::ui::Strength;

pub fn strength(password: &str) -> Strength {
    let different = {
        let mut characters: Vec<char> = password.chars().collect();
        characters.sort_unstable();
        characters.dedup();
        characters.len()
    };
    let (score, text) = match password.chars().count() {
        0..8 => (0, t!(sign_in::STRENGTH_SHORT)),
        _ if different < 5 => (1, t!(sign_in::STRENGTH_WEAK)),
        8..12 => (2, t!(sign_in::STRENGTH_FAIR)),
        12..16 => (3, t!(sign_in::STRENGTH_GOOD)),
        _ => (4, t!(sign_in::STRENGTH_STRONG)),
    };
    Strength { score, text: text.to_owned() }
}
