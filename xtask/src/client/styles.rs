//! Puts the style sheets of `style/` together: `main.css` names them with `@import`, in order, each into its layer.

use crate::{
    process::{Failure, Result},
    tree,
};
use std::fs;

/// One style sheet: each `@import "file.css" layer(name);` of `main.css` is replaced by that file. Comments go.
pub fn bundle() -> Result<String> {
    let folder = tree::root().join("style");
    let read = |name: &str| fs::read_to_string(folder.join(name)).map_err(|error| Failure::new(format!("style/{name}: {error}")));
    let mut sheet = String::new();
    for line in without_comments(&read("main.css")?).lines() {
        match import(line) {
            Some((name, Some(layer))) => sheet += &format!("@layer {layer} {{\n{}}}\n", read(name)?),
            Some((name, None)) => sheet += &read(name)?,
            None => sheet = sheet + line + "\n",
        }
    }
    Ok(dense(&without_comments(&sheet)))
}

/// The file and the layer of an import line.
fn import(line: &str) -> Option<(&str, Option<&str>)> {
    let (name, rest) = line.trim().strip_prefix("@import \"")?.split_once('"')?;
    let layer = rest.trim().trim_end_matches(';').strip_prefix("layer(").and_then(|layer| layer.strip_suffix(')'));
    Some((name.trim_start_matches("./"), layer))
}

/// Comments inside strings do not occur in our sheets.
fn without_comments(sheet: &str) -> String {
    let mut rest = sheet;
    let mut kept = String::new();
    while let Some((before, comment)) = rest.split_once("/*") {
        kept += before;
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    kept + rest
}

/// Without indentation and empty lines; compression does the rest.
fn dense(sheet: &str) -> String {
    sheet.lines().map(str::trim).filter(|line| !line.is_empty()).fold(String::new(), |sheet, line| sheet + line + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_name_a_file_and_perhaps_a_layer() {
        assert_eq!(import("@import \"./table.css\" layer(components);"), Some(("table.css", Some("components"))));
        assert_eq!(import("@import \"tokens.css\";"), Some(("tokens.css", None)));
        assert_eq!(import("@layer reset, tokens;"), None);
    }

    #[test]
    fn comments_and_indentation_go() {
        assert_eq!(dense(&without_comments("/* a */ p {\n  color: red; /* b */\n\n}\n")), "p {\ncolor: red;\n}\n");
    }
}
