//! `cargo xtask lint`: formatting, clippy for each target, types of the browser tests, dependencies.

use crate::{
    browser,
    process::{Result, cargo, run as finish, step, which},
};

/// Everything that runs natively. Client and server are never checked together: one build of `app` has either
/// `hydrate` or `ssr`.
pub const NATIVE: [&str; 9] = [
    "switchroom-types",
    "switchroom-entity",
    "switchroom-migration",
    "switchroom-connect",
    "switchroom-core",
    "switchroom-sandbox",
    "switchroom-app",
    "switchroom",
    "switchroom-testkit",
];

pub fn run() -> Result {
    step("Formatting");
    finish(cargo().args(["fmt", "--all", "--check"]))?;
    step("Clippy: server");
    let packages = NATIVE.iter().flat_map(|name| ["--package", name]);
    finish(cargo().arg("clippy").args(packages).args(["--all-targets", "--", "--deny", "warnings"]))?;
    step("Clippy: client");
    crate::tools::wasm_target()?;
    finish(cargo().args(["clippy", "--package", "switchroom-frontend", "--target", "wasm32-unknown-unknown", "--", "--deny", "warnings"]))?;
    step("Clippy: xtask");
    finish(cargo().args(["clippy", "--package", "xtask", "--all-targets", "--", "--deny", "warnings"]))?;
    crate::features::check()?;
    step("Types of the browser tests");
    browser::check_types()?;
    if which("cargo-deny", &[]).is_some() {
        step("Licences and sources of dependencies");
        finish(cargo().args(["deny", "--offline", "check", "licenses", "sources", "bans"]))?;
    }
    Ok(())
}
