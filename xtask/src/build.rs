//! `cargo xtask build`: a directory that can be copied to a server and run there.

use crate::{
    client::{self, Quality},
    process::{Result, step},
    run, tree,
};
use std::fs;

/// What stands beside the program.
const PAPERS: [&str; 5] = ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE", "docs/operations.md"];

pub fn run() -> Result {
    let assets = client::build(Quality::Release)?;
    let server = run::server("release")?;
    let package = tree::dist().join("switchroom");
    let _ = fs::remove_dir_all(&package);
    fs::create_dir_all(&package)?;
    if let Some(name) = server.file_name() {
        fs::copy(&server, package.join(name))?;
    }
    tree::copy(&assets, &package.join("assets"))?;
    for paper in PAPERS.iter().map(|name| tree::root().join(name)) {
        if let Some(name) = paper.file_name() {
            fs::copy(&paper, package.join(name))?;
        }
    }
    step(format!("Release in {}; start it with `./switchroom serve`", package.display()));
    Ok(())
}
