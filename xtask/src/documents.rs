//! Documentation that names a path or a command of this tool is checked, because stale documents mislead most.

use crate::{Cli, tree};
use clap::CommandFactory;
use std::{fs, path::PathBuf};

fn documents() -> Vec<PathBuf> {
    let root = tree::root();
    let mut found: Vec<PathBuf> = tree::files(&root.join("docs")).unwrap_or_default();
    found.extend(["README.md", "CHANGELOG.md"].map(|name| root.join(name)));
    found.retain(|file| file.extension().is_some_and(|extension| extension == "md"));
    found
}

/// Everything between backticks, and every line of a code block.
fn code(text: &str) -> Vec<String> {
    let blocks = text.split("```");
    let mut found = Vec::new();
    for (nth, part) in blocks.enumerate() {
        if nth % 2 == 1 {
            found.extend(part.lines().skip(1).map(|line| line.trim().to_owned()));
        } else {
            found.extend(part.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    found
}

/// A path inside the repository: begins with a folder of the top level, has no placeholders.
fn is_path(text: &str) -> bool {
    let Some((first, _)) = text.split_once('/') else { return false };
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
    plain && ["app", "server", "frontend", "style", "public", "end2end", "docs", "xtask", ".ci", ".cargo"].contains(&first)
}

#[test]
fn named_paths_exist() {
    for document in documents() {
        for path in code(&fs::read_to_string(&document).unwrap_or_default()).iter().filter(|text| is_path(text)) {
            assert!(tree::root().join(path).exists(), "{} names {path}, which does not exist", document.display());
        }
    }
}

#[test]
fn named_commands_exist() {
    let tool = Cli::command();
    for document in documents() {
        for command in code(&fs::read_to_string(&document).unwrap_or_default()) {
            let Some((_, rest)) = command.split_once("cargo xtask ") else { continue };
            let verb = rest.split_whitespace().next().unwrap_or_default();
            assert!(tool.find_subcommand(verb).is_some(), "{} names `cargo xtask {verb}`", document.display());
        }
    }
}
