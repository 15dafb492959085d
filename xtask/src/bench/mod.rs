//! `cargo xtask bench`: seeds the bench data set, measures over loopback, prints a table beside the targets and compares
//! it with the last accepted one in `docs/benchmarks.md`. Nothing here fails because something was slow.

mod cases;
mod http;
mod phone;
mod server;
mod stats;

use clap::Args;
use std::{collections::BTreeMap, fs, path::PathBuf};

use crate::client::{self, Quality};
use crate::process::{Result, step};
use cases::Figure;
use server::{Bundle, Setup, Sizes};

/// The password of the seeded Administrator.
const PASSWORD: &str = "switchroom-demo";

#[derive(Args)]
pub struct Options {
    #[arg(long, default_value_t = 10_000)]
    accounts: usize,
    /// Of all accounts together; at least 100,000 of them in one
    #[arg(long, default_value_t = 200_000)]
    users: usize,
    #[arg(long, default_value_t = 20_000)]
    orders: usize,
    #[arg(long, default_value_t = 1_000_000)]
    events: usize,
    /// Measure on this PostgreSQL database (empty or seeded by an earlier run) instead of SQLite
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
    /// Measure this program instead of building one
    #[arg(long, requires = "client", value_name = "FILE")]
    server: Option<PathBuf>,
    /// The client that goes with it
    #[arg(long, requires = "server", value_name = "DIRECTORY")]
    client: Option<PathBuf>,
    /// Write the table to docs/benchmarks.md as the accepted one
    #[arg(long)]
    accept: bool,
}

pub fn run(options: &Options) -> Result {
    let (binary, assets) = match (&options.server, &options.client) {
        (Some(server), Some(client)) => (server.clone(), client.clone()),
        _ => (crate::run::server("release")?, client::build(Quality::Release)?),
    };
    let sizes = Sizes { accounts: options.accounts, users: options.users, orders: options.orders, events: options.events };
    let database = if options.postgres.is_some() { "postgres" } else { "sqlite" };
    let folder = format!("bench/{database}-{}-{}-{}-{}", sizes.accounts, sizes.users, sizes.orders, sizes.events);
    let data_dir = crate::tree::cache()?.join(folder);
    fs::create_dir_all(&data_dir)?;
    let database_url = options.postgres.clone().unwrap_or_else(|| format!("sqlite://{}?mode=rwc", data_dir.join("bench.db").display()));
    let setup = Setup { binary, data_dir, assets, database_url };
    let (seeded, seeding) = setup.seed(sizes)?;
    step("measuring");
    let running = setup.start()?;
    let mut figures = cases::all(&running, &seeded, PASSWORD)?;
    figures.extend(phone::loads(&running, &seeded, PASSWORD)?);
    drop(running);
    if let Some(time) = seeding {
        figures.push(Figure { work: "seeding".into(), value: format!("{:.0} s", time.as_secs_f64()), target: "minutes" });
    }
    if let Some(Bundle { first_load, whole }) = server::bundle(&setup.assets) {
        figures.push(Figure {
            work: "client bundle, first load of the users page, brotli".into(),
            value: format!("{first_load} kB (of {whole} kB)"),
            target: "≤ 350 kB",
        });
    }
    let title = format!(
        "{}: {} accounts, {} users, {} orders, {} events",
        if database == "sqlite" { "SQLite" } else { "PostgreSQL" },
        sizes.accounts,
        sizes.users,
        sizes.orders,
        sizes.events
    );
    let accepted = accepted(&title);
    println!("\n## {title}\n\n{}", table(&figures, &accepted));
    if options.accept {
        accept(&title, &table(&figures, &BTreeMap::new()))?;
    }
    Ok(())
}

fn report() -> PathBuf {
    crate::tree::root().join("docs/benchmarks.md")
}

/// The values of the last accepted table with this title, by work.
fn accepted(title: &str) -> BTreeMap<String, String> {
    let text = fs::read_to_string(report()).unwrap_or_default();
    let Some(section) = text.split("\n## ").find(|section| section.lines().next() == Some(title)) else { return BTreeMap::new() };
    section
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| ")?.split(" | ");
            Some((cells.next()?.trim().to_owned(), cells.next()?.trim().to_owned()))
        })
        .collect()
}

fn table(figures: &[Figure], accepted: &BTreeMap<String, String>) -> String {
    let compare = !accepted.is_empty();
    let mut text = String::from("| work (latencies: median / p95) | measured | target |");
    text.push_str(if compare { " last accepted |\n|---|---|---|---|\n" } else { "\n|---|---|---|\n" });
    for figure in figures {
        text.push_str(&format!("| {} | {} | {} |", figure.work, figure.value, figure.target));
        if compare {
            text.push_str(&format!(" {} |", accepted.get(&figure.work).map_or("–", String::as_str)));
        }
        text.push('\n');
    }
    text
}

/// Puts the table in the place of the one with the same title, or at the end.
fn accept(title: &str, table: &str) -> Result {
    let text = fs::read_to_string(report()).unwrap_or_else(|_| "# Benchmarks\n".to_owned());
    let section = format!("{title}\n\n{table}");
    let mut sections: Vec<String> = text.split("\n## ").map(str::to_owned).collect();
    match sections.iter_mut().find(|known| known.lines().next() == Some(title)) {
        Some(known) => *known = section,
        None => sections.push(section),
    }
    let text = sections.iter().map(|section| section.trim_end().to_owned()).collect::<Vec<_>>().join("\n\n## ");
    fs::write(report(), text + "\n")?;
    step("docs/benchmarks.md holds this table now");
    Ok(())
}
