//! The way back after signing in. It comes from the address bar, so it may lead to our own pages only.

/// The path if it is one of ours, else the start page. `//host`, `/\host` and control characters are how browsers are
/// tricked into leaving.
pub fn safe(next: &str) -> &str {
    let inside = next.starts_with('/') && !next.starts_with("//") && next.len() <= 2_000;
    let plain = !next.contains('\\') && !next.chars().any(char::is_control);
    let loops = next == "/login" || next.starts_with("/login?") || next.starts_with("/login/") || next.starts_with("/api/");
    if inside && plain && !loops { next } else { "/" }
}

/// Percent-encoded as one query value.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() + 16);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            for nibble in [byte >> 4, byte & 15] {
                encoded.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0').to_ascii_uppercase());
            }
        }
    }
    encoded
}

/// Undoes [`encode`]; `None` for broken escapes and for what is not UTF-8.
pub fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut nibble = || char::from(rest.next()?).to_digit(16);
            let (high, low) = (nibble()?, nibble()?);
            bytes.push(u8::try_from(high << 4 | low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// AUTH-05 signing in never leads to another site
    #[test]
    fn only_own_pages() {
        assert_eq!(safe("/accounts/1/users?search=x"), "/accounts/1/users?search=x");
        for bad in [
            "https://evil.test",
            "//evil.test",
            "/\\evil.test",
            "javascript:alert(1)",
            "",
            "evil",
            "/a\nb",
            "/login?next=/login",
            "/api/fn/x",
        ] {
            assert_eq!(safe(bad), "/", "{bad:?}");
        }
    }

    #[test]
    fn encoding() {
        assert_eq!(encode("/a b?c=ü&d"), "%2Fa%20b%3Fc%3D%C3%BC%26d");
        assert_eq!(decode("%2Fa%20b%3Fc%3D%C3%BC%26d").as_deref(), Some("/a b?c=ü&d"));
        assert_eq!((decode("%f"), decode("%zz"), decode("%ff")), (None, None, None));
    }
}
