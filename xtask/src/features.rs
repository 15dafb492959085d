//! `cargo xtask features`: writes into `docs/features.md` which tests name each requirement. `lint` checks that it is current.

use std::{collections::BTreeMap, fs};

use crate::process::{Failure, Result, step};
use crate::tree;

const PAGE: &str = "docs/features.md";

/// Writes the page.
pub fn write() -> Result {
    let page = tree::root().join(PAGE);
    let (_, new) = current()?;
    fs::write(page, new)?;
    step(format!("{PAGE} is up to date"));
    Ok(())
}

/// Fails if the page does not say what the tests say.
pub fn check() -> Result {
    let (old, new) = current()?;
    if old == new { Ok(()) } else { Err(Failure::new(format!("{PAGE} is out of date")).fix("`cargo xtask features`")) }
}

fn current() -> Result<(String, String)> {
    let old = fs::read_to_string(tree::root().join(PAGE))?;
    let tests = tests()?;
    let lines: Vec<String> = old.lines().map(|line| fill(line, &tests).unwrap_or_else(|| line.to_owned())).collect();
    Ok((old.clone(), lines.join("\n") + "\n"))
}

/// A table row with its last cell replaced; `None` for any other line.
fn fill(line: &str, tests: &BTreeMap<String, Vec<String>>) -> Option<String> {
    let mut cells = line.strip_prefix("| ")?.splitn(3, " | ");
    let (id, text) = (cells.next()?, cells.next()?);
    if !is_requirement(id) {
        return None;
    }
    let found: Vec<String> = tests.get(id).into_iter().flatten().map(|file| format!("`{file}`")).collect();
    Some(format!("| {id} | {text} | {} |", found.join(", ")))
}

/// Which test files name which requirement.
fn tests() -> Result<BTreeMap<String, Vec<String>>> {
    let root = tree::root();
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for folder in ["app", "server", "end2end/tests"] {
        for path in tree::files(&root.join(folder))? {
            let Ok(relative) = path.strip_prefix(&root) else { continue };
            let name = relative.to_string_lossy().replace('\\', "/");
            if !(name.ends_with(".rs") || name.ends_with(".ts")) || name.contains("/node_modules/") {
                continue;
            }
            let Ok(text) = fs::read_to_string(&path) else { continue };
            let whole = name.ends_with(".ts") || name.contains("/tests/") || name.ends_with("/tests.rs");
            let part = if whole { Some(text.as_str()) } else { text.find("#[cfg(test)]").and_then(|at| text.get(at..)) };
            for id in part.map(requirements).unwrap_or_default() {
                let files = found.entry(id).or_default();
                if files.last() != Some(&name) {
                    files.push(name.clone());
                }
            }
        }
    }
    for files in found.values_mut() {
        files.sort();
        files.dedup();
    }
    Ok(found)
}

/// The requirement ids in a text; `USR-8` and `USR-08` are the same.
fn requirements(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    words.filter(|word| is_requirement(word)).map(str::to_owned).collect()
}

fn is_requirement(word: &str) -> bool {
    let Some((prefix, number)) = word.split_once('-') else { return false };
    let digits = number.strip_prefix('B').unwrap_or(number);
    (2..=6).contains(&prefix.len())
        && prefix.chars().all(|c| c.is_ascii_uppercase())
        && (1..=3).contains(&digits.len())
        && digits.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_filled_and_other_lines_left_alone() {
        let tests = BTreeMap::from([("USR-02".to_owned(), vec!["a.rs".to_owned(), "b.ts".to_owned()])]);
        assert_eq!(fill("| USR-02 | Search | old |", &tests).as_deref(), Some("| USR-02 | Search | `a.rs`, `b.ts` |"));
        assert_eq!(fill("| USR-03 | Sort | |", &tests).as_deref(), Some("| USR-03 | Sort |  |"));
        assert_eq!(fill("| requirement | what | tests |", &tests), None);
        assert_eq!(requirements("/// USR-02, HIST-B1 and IMP-14: x-y UTF-8"), ["USR-02", "HIST-B1", "IMP-14", "UTF-8"]);
    }
}
