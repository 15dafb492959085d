//! What is known about a language besides its texts: name, direction, plural rule, thousands separator.

use super::{Lang, generated};

/// One language of the build.
pub struct About {
    pub code: &'static str,
    pub label: &'static str,
    pub dir: &'static str,
    pub group: &'static str,
}

impl Lang {
    /// BCP 47, as in `<html lang>`: `de`.
    pub fn code(self) -> &'static str {
        generated::about(self).code
    }

    /// As the language list shows it: `DE (DE)`.
    pub fn label(self) -> &'static str {
        generated::about(self).label
    }

    /// `ltr` or `rtl`, for `<html dir>`.
    pub fn dir(self) -> &'static str {
        generated::about(self).dir
    }

    pub(super) fn group(self) -> &'static str {
        generated::about(self).group
    }

    /// The language that a tag names, whatever its region: `de-AT` is `de`.
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.iter().copied().find(|lang| lang.code().eq_ignore_ascii_case(primary))
    }

    /// The best language for an `Accept-Language` header (RFC 9110, 12.5.4).
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for entry in header.split(',') {
            let mut parts = entry.split(';');
            let Some(lang) = parts.next().and_then(|tag| Self::parse(tag.trim())) else { continue };
            let weight = parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(Some(1.0), |q| q.trim().parse().ok()).unwrap_or(0.0);
            if weight > best.map_or(0.0, |(weight, _)| weight) {
                best = Some((weight, lang));
            }
        }
        best.map(|(_, lang)| lang)
    }

    /// The letter of the CLDR plural category of a whole number.
    pub(super) fn category(self, n: i64) -> char {
        category(self.code(), n)
    }
}

/// CLDR cardinal rules for integers; languages not named here follow English.
fn category(code: &str, n: i64) -> char {
    let million = n != 0 && n % 1_000_000 == 0;
    match (code, n) {
        ("fr", 0 | 1) => 'o',
        ("fr" | "es", _) if million => 'm',
        ("ar", 0) => 'z',
        ("ar", 2) => 't',
        ("ar", _) if n != 1 => match n.rem_euclid(100) {
            3..=10 => 'f',
            11..=99 => 'm',
            _ => 'x',
        },
        (_, 1) => 'o',
        _ => 'x',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plural_categories_follow_cldr() {
        let letters = |code, numbers: &[i64]| numbers.iter().map(|n| category(code, *n)).collect::<String>();
        assert_eq!(letters("en", &[0, 1, 2, 1_000_000]), "xoxx");
        assert_eq!(letters("de", &[0, 1, 2]), "xox");
        assert_eq!(letters("fr", &[0, 1, 2, 1_000_000]), "ooxm");
        assert_eq!(letters("ar", &[0, 1, 2, 3, 10, 11, 99, 100, 102, 103]), "zotffmmxxf");
    }

    #[test]
    fn accept_language_honours_weights_and_regions() {
        assert_eq!(Lang::from_accept_language("fr-CH, de-AT;q=0.8, en;q=0.5"), Some(Lang::De));
        assert_eq!(Lang::from_accept_language("en-GB,en;q=0.9,de;q=0.8"), Some(Lang::En));
        assert_eq!(Lang::from_accept_language("de;q=0, *;q=0.1"), None);
        assert_eq!(Lang::from_accept_language("\u{fffd};;q=x"), None);
    }
}
