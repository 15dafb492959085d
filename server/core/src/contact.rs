//! E-mail addresses and phone numbers as people enter them, checked and brought into their stored form.

use phonenumber::{Mode, country};

/// Longest address, in characters (RFC 5321 §4.5.3.1.3, without the brackets).
pub const MAX_EMAIL: usize = 254;

/// Whether this is an address that mail can be sent to: `local@domain` with a dot in the domain. Quoted local parts and
/// address literals are refused; nobody has them, and mail systems disagree about them.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    text.chars().count() <= MAX_EMAIL && is_local_part(local) && is_domain(domain)
}

fn is_local_part(local: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || (c.is_ascii() && "!#$%&'*+/=?^_`{|}~.-".contains(c));
    !local.is_empty() && local.len() <= 64 && local.chars().all(allowed) && local.split('.').all(|atom| !atom.is_empty())
}

fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let last = domain.rsplit('.').next().unwrap_or_default();
    domain.contains('.') && domain.split('.').all(label) && last.chars().count() >= 2 && !last.chars().all(|c| c.is_ascii_digit())
}

/// A phone number in E.164 (`+4930123456`). Numbers without a country code are read as dialled in `country`
/// (ISO 3166-1 alpha-2); a spreadsheet's lost plus sign is forgiven.
pub fn e164(text: &str, country: &str) -> Option<String> {
    let text = text.trim();
    let entered = |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '\u{a0}' | '(' | ')' | '-' | '.' | '/');
    if text.is_empty() || text.chars().count() > 32 || !text.chars().all(entered) {
        return None;
    }
    if let Some(number) = already_e164(text) {
        return Some(number);
    }
    let region = country.parse::<country::Id>().ok();
    let national = phonenumber::parse(region, text).ok().filter(phonenumber::is_valid);
    let with_plus = || {
        let digits_only = text.len() >= 10 && text.chars().all(|c| c.is_ascii_digit());
        digits_only.then(|| phonenumber::parse(None, format!("+{text}")).ok().filter(phonenumber::is_valid)).flatten()
    };
    let number = national.or_else(with_plus)?;
    Some(number.format().mode(Mode::E164).to_string())
}

/// With a country code the number is taken by its shape: numbering plans change faster than any table of them.
fn already_e164(text: &str) -> Option<String> {
    if !text.starts_with('+') {
        return None;
    }
    // "+49 (0)30 …": the zero in brackets is for callers inside the country.
    let digits: String = text.replace("(0)", "").chars().filter(char::is_ascii_digit).collect();
    ((8..=15).contains(&digits.len()) && !digits.starts_with('0')).then(|| format!("+{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// IMP-04 addresses are checked for their form
    #[test]
    fn addresses() {
        for good in ["ada@example.org", "a.b+c@sub.example.co.uk", "o'neil@example.ie", "müller@bücher.example"] {
            assert!(is_email(good), "{good}");
        }
        let long = format!("{}@example.org", "a".repeat(65));
        for bad in [
            "",
            "ada",
            "ada@",
            "@example.org",
            "ada@example",
            "a b@example.org",
            "a@b@example.org",
            "a..b@example.org",
            "a@-x.org",
            "a@1.2.3.4",
            &long,
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    /// USR phones are stored as E.164 whatever way they were entered
    #[test]
    fn phone_numbers() {
        assert_eq!(e164("+49 (0)30 123456-78", "FR").as_deref(), Some("+493012345678"));
        assert_eq!(e164("030 12345678", "DE").as_deref(), Some("+493012345678"));
        assert_eq!(e164("(613) 555-0142", "CA").as_deref(), Some("+16135550142"));
        assert_eq!(e164("4915112345678", "DE").as_deref(), Some("+4915112345678"));
        for bad in ["", "12", "call me", "+12", "+0123456789", "+1234567890123456"] {
            assert_eq!(e164(bad, "DE"), None, "{bad}");
        }
    }
}
