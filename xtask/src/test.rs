//! `cargo xtask test`: everything that must hold before a change is delivered, or a part of it.

use crate::{
    browser, lint,
    postgres::Postgres,
    process::{Result, cargo, run as finish, step, which},
};
use clap::{Args, ValueEnum};
use std::time::Instant;

#[derive(Args)]
pub struct Options {
    /// Only this part; may be repeated
    #[arg(long, value_enum)]
    only: Vec<Part>,
    /// Passed on to the test runner: a name to filter by with one part chosen
    #[arg(last = true)]
    rest: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Formatting and lints
    Lint,
    /// `sqlite` and `postgres`
    Rust,
    /// Unit and integration tests on SQLite
    Sqlite,
    /// Tests that use a database, on PostgreSQL
    Postgres,
    /// Playwright
    E2e,
}

impl Options {
    fn wants(&self, part: Part) -> bool {
        self.only.is_empty()
            || self.only.contains(&part)
            || (self.only.contains(&Part::Rust) && matches!(part, Part::Sqlite | Part::Postgres))
    }
}

/// Packages whose tests open a database.
const WITH_DATABASE: [&str; 2] = ["switchroom-core", "switchroom-testkit"];

pub fn run(options: &Options) -> Result {
    let mut done = Vec::new();
    let mut part = |name: &'static str, wanted: bool, work: &dyn Fn() -> Result| -> Result {
        if wanted {
            let started = Instant::now();
            work()?;
            done.push(format!("{name} {} s", started.elapsed().as_secs()));
        }
        Ok(())
    };
    part("lint", options.wants(Part::Lint), &lint::run)?;
    let rust = options.wants(Part::Sqlite) || options.wants(Part::Postgres);
    part("build", rust || options.wants(Part::E2e), &build)?;
    part("SQLite", options.wants(Part::Sqlite), &|| {
        step("Unit and integration tests on SQLite");
        tests(&lint::NATIVE, &options.rest, None)?;
        tests(&["xtask"], &[], None)
    })?;
    part("PostgreSQL", options.wants(Part::Postgres), &|| {
        let postgres = Postgres::start()?;
        step("Tests with a database on PostgreSQL");
        tests(&WITH_DATABASE, &options.rest, Some(&postgres.url))
    })?;
    part("browser", options.wants(Part::E2e), &|| browser::test(&options.rest))?;
    step(format!("All passed: {}", done.join(", ")));
    Ok(())
}

/// One build for all that follows: tests and the server that the browser tests start resolve the same features.
fn build() -> Result {
    step("Building server and tests");
    finish(cargo().arg("build").args(packages(&lint::NATIVE)).args(["--bins", "--tests"]))
}

fn tests(names: &[&'static str], filter: &[String], database: Option<&str>) -> Result {
    let mut command = cargo();
    let nextest = which("cargo-nextest", &[]).is_some();
    if nextest {
        // A filter may well match nothing in one of several packages.
        command.args(["nextest", "run", "--no-tests=pass"]);
    } else {
        command.args(["test", "--bins", "--lib", "--tests"]);
    }
    command.args(packages(names)).args(filter).env_remove("TEST_DATABASE_URL");
    if let Some(url) = database {
        command.env("TEST_DATABASE_URL", url);
    }
    finish(&mut command)
}

fn packages<'a>(names: &[&'a str]) -> Vec<&'a str> {
    names.iter().flat_map(|name| ["--package", name]).collect()
}
