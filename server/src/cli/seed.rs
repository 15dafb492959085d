//! `switchroom seed`: data to try the portal with, and to measure it with.

use super::{Failure, say};
use clap::Subcommand;
use switchroom_core::{
    Portal,
    seed::{BenchSizes, DEMO_PASSWORD, bench, demo},
};

#[derive(Subcommand)]
pub enum Seed {
    /// Two partners, companies in several countries, their users and a year of history
    Demo,
    /// Large data for measurements, streamed in batches
    Bench {
        #[arg(long, default_value_t = 10_000)]
        accounts: usize,
        /// Of all accounts together; 100,000 of them in one account
        #[arg(long, default_value_t = 1_000_000)]
        users: usize,
        #[arg(long, default_value_t = 200_000)]
        orders: usize,
        #[arg(long, default_value_t = 10_000_000)]
        events: usize,
    },
}

pub async fn run(seed: Seed, portal: &Portal) -> Result<(), Failure> {
    match seed {
        Seed::Demo => {
            demo(portal).await?;
            say(&format!("Demo data is in place. Sign in as partner@demo.test with the password {DEMO_PASSWORD}."));
        }
        Seed::Bench { accounts, users, orders, events } => {
            let sizes = BenchSizes { accounts, users, orders, events };
            let report = bench(portal, sizes, |done| eprintln!("» {done}")).await?;
            say(&serde_json::to_string_pretty(&report).unwrap_or_default());
        }
    }
    Ok(())
}
