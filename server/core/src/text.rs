//! Folding of names for search, sorting and uniqueness.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case without accents, white space collapsed: `"  Müller  GmbH"` → `"muller gmbh"`.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut space = false;
    for c in text.trim().nfkd().filter(|c| !is_combining_mark(*c)) {
        if c.is_whitespace() {
            space = true;
            continue;
        }
        if space {
            folded.push(' ');
            space = false;
        }
        match c {
            'ß' => folded.push_str("ss"),
            'ø' | 'Ø' => folded.push('o'),
            'æ' | 'Æ' => folded.push_str("ae"),
            'œ' | 'Œ' => folded.push_str("oe"),
            'ł' | 'Ł' => folded.push('l'),
            'đ' | 'Đ' => folded.push('d'),
            _ => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

/// The form in which e-mail addresses and login names are compared: trimmed and lower case.
pub fn key(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Joins the folded parts that a row can be found by, one per line so that no match spans two.
pub fn search_text<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).map(fold).collect();
    parts.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ACC-07 search is case- and accent-insensitive
    #[test]
    fn folding_removes_case_and_accents() {
        assert_eq!(fold("  Émile  BERGSTRÖM "), "emile bergstrom");
        assert_eq!(fold("Straße Łódź Ærø"), "strasse lodz aero");
        assert_eq!(fold("春樹 Ｈａｒｕｋｉ"), "春樹 haruki");
        assert_eq!(search_text(["Ünal", "", "A@B.example"]), "unal\na@b.example");
    }
}
