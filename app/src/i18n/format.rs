//! Puts arguments into a text and chooses its plural form.

use super::{Lang, Text, current};

/// What goes into a placeholder. Numbers are grouped (`1,204`); pass identifiers as text.
#[derive(Clone, Copy, Debug)]
pub enum Arg<'a> {
    Number(i64),
    Text(&'a str),
}

macro_rules! numbers {
    ($($number:ty),+) => {
        $(impl From<&$number> for Arg<'_> {
            fn from(number: &$number) -> Self {
                Self::Number(i64::try_from(*number).unwrap_or(i64::MAX))
            }
        })+
    };
}
numbers!(i8, i16, i32, i64, isize, u8, u16, u32, u64, usize);

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&&'a str> for Arg<'a> {
    fn from(text: &&'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&&'a String> for Arg<'a> {
    fn from(text: &&'a String) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a std::borrow::Cow<'_, str>> for Arg<'a> {
    fn from(text: &'a std::borrow::Cow<'_, str>) -> Self {
        Self::Text(text)
    }
}

/// The text in the viewer's language, arguments in the order of its placeholders.
pub(super) fn fill(text: Text, args: &[Arg<'_>]) -> String {
    let lang = current();
    fill_in(lang, text.in_language(lang), args)
}

pub(super) fn fill_in(lang: Lang, text: &str, args: &[Arg<'_>]) -> String {
    let text = plural_form(lang, text, args);
    let mut out = String::with_capacity(text.len() + 8 * args.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1}') {
        out.push_str(before);
        let mut chars = after.chars();
        let position = chars.next().and_then(|digit| digit.to_digit(10)).unwrap_or_default() as usize;
        match args.get(position) {
            Some(Arg::Number(number)) => out.push_str(&grouped(*number, lang.group())),
            Some(Arg::Text(text)) => out.push_str(text),
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out
}

/// The form for the number that comes first; a text without forms is returned as it is.
fn plural_form<'t>(lang: Lang, text: &'t str, args: &[Arg<'_>]) -> &'t str {
    let Some(forms) = text.strip_prefix('\u{2}') else { return text };
    let wanted = match args.first() {
        Some(Arg::Number(n)) => lang.category(*n),
        Some(Arg::Text(n)) => n.parse().map_or('x', |n| lang.category(n)),
        None => 'x',
    };
    let form = |letter: char| forms.split('\u{2}').find_map(|form| form.strip_prefix(letter));
    form(wanted).or_else(|| form('x')).unwrap_or_default()
}

/// `1204567` as `1,204,567`.
pub(super) fn grouped(number: i64, separator: &str) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + 4);
    if number < 0 {
        out.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push_str(separator);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_by_position() {
        let args = [Arg::Number(1204), Arg::Text("Ballad")];
        assert_eq!(fill_in(Lang::En, "\u{1}1 has \u{1}0 users, \u{1}1!", &args), "Ballad has 1,204 users, Ballad!");
        assert_eq!(fill_in(Lang::De, "\u{1}0", &args), "1.204");
        assert_eq!(fill_in(Lang::En, "nothing to fill {n}", &[]), "nothing to fill {n}");
    }

    #[test]
    fn the_number_chooses_the_plural_form() {
        let text = "\u{2}oOne user\u{2}x\u{1}0 users";
        assert_eq!(fill_in(Lang::En, text, &[Arg::Number(1)]), "One user");
        assert_eq!(fill_in(Lang::En, text, &[Arg::Number(0)]), "0 users");
        assert_eq!(fill_in(Lang::En, text, &[Arg::Text("1")]), "One user");
        assert_eq!(fill_in(Lang::En, text, &[]), " users");
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(grouped(0, ","), "0");
        assert_eq!(grouped(999, ","), "999");
        assert_eq!(grouped(-1_000, "."), "-1.000");
        assert_eq!(grouped(12_345_678, ","), "12,345,678");
        assert_eq!(grouped(i64::MIN, ","), "-9,223,372,036,854,775,808");
    }
}
