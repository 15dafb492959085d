//! The browser tests of `end2end/`: their npm packages, the browser, the run.

use crate::{
    client::{self, Quality},
    process::{Result, program, run, step},
    system::{provide, variable},
    tree,
};
use std::{fs, path::PathBuf};

/// Runs Playwright against the built server with demo data; `filter` goes to Playwright.
pub fn test(filter: &[String]) -> Result {
    packages()?;
    let browser = browser()?;
    let assets = client::build(Quality::Development)?;
    let server = tree::target().join("debug").join(format!("switchroom{}", std::env::consts::EXE_SUFFIX));
    step("Browser tests");
    let mut playwright = program("npx");
    playwright.args(["playwright", "test"]).args(filter).current_dir(tree::root().join("end2end"));
    run(playwright.env("E2E_SERVER", server).env("E2E_CLIENT", assets).env("E2E_BROWSER", browser))
}

pub fn check_types() -> Result {
    packages()?;
    run(program("npx").args(["tsc", "--noEmit"]).current_dir(tree::root().join("end2end")))
}

/// `npm ci` once for each state of the lock file.
pub fn packages() -> Result {
    let folder = tree::root().join("end2end");
    let lock = fs::read_to_string(folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/.installed-from");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    step("Installing the npm packages of the browser tests");
    let mut npm = program("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&folder);
    run(npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?;
    Ok(fs::write(stamp, lock)?)
}

/// The system's Chromium or Chrome: Playwright's own download is not reachable everywhere.
pub fn browser() -> Result<PathBuf> {
    if let Some(path) = variable("E2E_BROWSER") {
        return Ok(path.into());
    }
    let names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
    let places = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"].map(PathBuf::from);
    if let Some(found) = places.iter().find(|place| place.is_file()) {
        return Ok(found.clone());
    }
    provide(&names, &[], "chromium")
}
