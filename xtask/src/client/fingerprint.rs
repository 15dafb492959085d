//! A digest of everything that a build depends on, to tell whether it has to run again.

use super::Quality;
use crate::{process::Result, tree};
use sha2::{Digest, Sha256};
use std::{fs, path::Path};

/// What the WebAssembly is made of.
const CODE: [&str; 10] = [
    "app",
    "frontend",
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    ".cargo/config.toml",
    "rust-toolchain.toml",
    "xtask/src/tools.rs",
    "xtask/src/client/split.rs",
    "xtask/src/client/loader.js",
];
const REST: [&str; 4] = ["style", "public", "xtask/src/client.rs", "xtask/src/client"];

pub fn of_code(quality: Quality) -> Result<String> {
    digest(&CODE, quality)
}

pub fn of_client(quality: Quality) -> Result<String> {
    Ok(of_code(quality)? + &digest(&REST, quality)?)
}

fn digest(paths: &[&str], quality: Quality) -> Result<String> {
    let root = tree::root();
    let mut hash = Sha256::new_with_prefix(format!("{quality:?}"));
    for path in paths {
        for file in tree::files(&root.join(path))? {
            hash.update(name(&root, &file));
            hash.update(Sha256::digest(fs::read(&file)?));
        }
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

fn name(root: &Path, file: &Path) -> String {
    file.strip_prefix(root).unwrap_or(file).to_string_lossy().into_owned()
}
