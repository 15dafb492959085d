//! Where in a name the text was found, and which hit comes first.

use switchroom_types::palette::{Hit, PER_KIND};

use crate::text;

/// The part of `title` that reads like the folded `term`, as characters from and to. Folding can make two characters of one
/// (`ß`) and none of another (white space), so each character of the fold remembers where it comes from.
pub(super) fn found(title: &str, term: &str) -> Option<(u32, u32)> {
    let mut folded = String::new();
    let mut origin = Vec::new();
    let mut gap = None;
    for (nth, c) in title.chars().enumerate() {
        if c.is_whitespace() {
            gap = Some(nth);
            continue;
        }
        if let Some(space) = gap.take().filter(|_| !folded.is_empty()) {
            folded.push(' ');
            origin.push(space);
        }
        let part = text::fold(c.encode_utf8(&mut [0; 4]));
        origin.extend(part.chars().map(|_| nth));
        folded.push_str(&part);
    }
    let at = folded.find(term)?;
    let first = folded.get(..at)?.chars().count();
    let last = first + term.chars().count().checked_sub(1)?;
    let from = u32::try_from(*origin.get(first)?).ok()?;
    let to = u32::try_from(*origin.get(last)?).ok()? + 1;
    Some((from, to))
}

/// Names that begin with the text come first, then those with a word that does, then the others; alphabetically among
/// themselves. Keeps what is shown.
pub(super) fn ranked(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by_cached_key(|hit| {
        let rank = match hit.found {
            Some((0, _)) => 0,
            Some((at, _)) if begins_word(&hit.title, at) => 1,
            Some(_) => 2,
            None => 3,
        };
        (rank, text::fold(&hit.title), hit.href.clone())
    });
    hits.truncate(PER_KIND);
    hits
}

fn begins_word(title: &str, at: u32) -> bool {
    let before = usize::try_from(at).ok().and_then(|at| at.checked_sub(1));
    before.and_then(|before| title.chars().nth(before)).is_some_and(|c| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SHELL-B1 the found part is marked in the name as it is written
    #[test]
    fn the_part_is_found_as_it_is_written() {
        assert_eq!(found("Müller GmbH", "mull"), Some((0, 4)));
        assert_eq!(found("Große  Straße", "sse str"), Some((3, 10)));
        assert_eq!(found("  Łódź", "lodz"), Some((2, 6)));
        assert_eq!(found("Northwind", "south"), None);
    }
}
