//! What a phone has of it: the time until a page answers to a touch, in a throttled Chromium with an empty cache.

use serde::Deserialize;

use super::cases::Figure;
use super::server::{Running, Seeded};
use crate::process::{Failure, Result, output, program, step};
use crate::{browser, tree};

#[derive(Deserialize)]
struct Load {
    interactive_ms: f64,
    contentful_ms: f64,
    kilobytes: f64,
}

/// Measures the pages that people begin with.
pub fn loads(server: &Running, seeded: &Seeded, password: &str) -> Result<Vec<Figure>> {
    browser::packages()?;
    step("measuring in a browser");
    let users = format!("/accounts/{}/users?limit=100", seeded.large_account);
    let pages = [("dashboard", "/dashboard"), ("users", users.as_str())];
    let mut node = program("node");
    node.args(["bench/interactive.mjs", &server.base, &seeded.administrator, password]).args(pages.map(|(_, path)| path));
    node.current_dir(tree::root().join("end2end")).env("E2E_BROWSER", browser::browser()?);
    let json = output(&mut node)?;
    let loads: Vec<Load> = serde_json::from_str(&json).map_err(|error| Failure::new(format!("interactive.mjs: {error}")))?;
    let figures = pages.iter().zip(loads).flat_map(|((name, _), load)| {
        [
            Figure::new(format!("phone, {name}: first paint with content"), format!("{:.0} ms", load.contentful_ms), "–"),
            Figure::new(format!("phone, {name}: interactive"), format!("{:.0} ms", load.interactive_ms), "≤ 1500 ms"),
            Figure::new(format!("phone, {name}: bytes of the first load"), format!("{:.0} kB", load.kilobytes), "–"),
        ]
    });
    Ok(figures.collect())
}
