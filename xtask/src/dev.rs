//! `cargo xtask dev`: the demo, built again and restarted on every change; open pages reload themselves.

use crate::{
    client::{self, Quality},
    process::{Result, program, step},
    run, tree,
};
use clap::Args;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Child,
    thread::sleep,
    time::{Duration, SystemTime},
};

const WATCHED: [&str; 8] = ["app", "frontend", "server", "style", "public", "Cargo.toml", "Cargo.lock", "Trunk.toml"];
const LOOK_EVERY: Duration = Duration::from_millis(500);

#[derive(Args)]
pub struct Options {
    /// Listen here instead
    #[arg(long, default_value = "127.0.0.1:3000", value_name = "ADDRESS:PORT")]
    addr: String,
    /// Keep the data here from start to start
    #[arg(long, default_value = "data/dev")]
    data_dir: PathBuf,
}

pub fn run(options: Options) -> Result {
    run::is_free(&options.addr)?;
    let mut running: Option<Running> = None;
    loop {
        let seen = state()?;
        match built() {
            Ok(parts) => {
                // The old server leaves the port first.
                drop(running.take());
                running = Some(Running::start(&options, &parts)?);
            }
            Err(failure) => eprintln!("\n{failure}\n"),
        }
        step("Watching for changes");
        while state()? == seen {
            sleep(LOOK_EVERY);
        }
    }
}

struct Parts {
    assets: PathBuf,
    server: PathBuf,
}

fn built() -> Result<Parts> {
    Ok(Parts { assets: client::build(Quality::Development)?, server: run::server("dev")? })
}

/// A server that ends with this value.
struct Running(Child);

impl Running {
    fn start(options: &Options, parts: &Parts) -> Result<Self> {
        let mut command = program(&parts.server);
        command.args(["serve", "--demo", "--addr", &options.addr]);
        command
            .env("SWITCHROOM_ASSETS_DIR", &parts.assets)
            .env("SWITCHROOM_DATA_DIR", &options.data_dir)
            .env("SWITCHROOM_DEV_RELOAD", "true");
        Ok(Self(command.spawn()?))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Nothing is lost: every acknowledged write is on the disk.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Name and age of every watched file.
fn state() -> Result<BTreeMap<PathBuf, SystemTime>> {
    let root = tree::root();
    let mut found = BTreeMap::new();
    for place in WATCHED {
        for file in tree::files(&root.join(place))? {
            found.insert(file.clone(), age(&file));
        }
    }
    Ok(found)
}

fn age(file: &Path) -> SystemTime {
    fs::metadata(file).and_then(|file| file.modified()).unwrap_or(SystemTime::UNIX_EPOCH)
}
