//! The release binary under measurement: seeding, starting, watching its memory, stopping.

use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{BufRead, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::process::{Failure, Result, step};

/// What `switchroom seed bench` reports about the data set.
#[derive(Clone, Debug, Deserialize)]
pub struct Seeded {
    pub large_account: String,
    pub administrator: String,
}

#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    pub accounts: usize,
    pub users: usize,
    pub orders: usize,
    pub events: usize,
}

pub struct Setup {
    pub binary: PathBuf,
    pub data_dir: PathBuf,
    pub assets: PathBuf,
    pub database_url: String,
}

impl Setup {
    fn command(&self) -> Command {
        let mut command = Command::new(&self.binary);
        command
            .env("SWITCHROOM_DATA_DIR", &self.data_dir)
            .env("SWITCHROOM_DATABASE_URL", &self.database_url)
            .env("SWITCHROOM_ASSETS_DIR", &self.assets)
            .env("SWITCHROOM_SECRET_KEY", "YmVuY2htYXJrLWtleS1iZW5jaG1hcmsta2V5LTAwMDA=")
            .env("SWITCHROOM_LOG", "warn");
        command
    }

    /// Fills the database unless an earlier run has done so; the report is kept beside the data.
    pub fn seed(&self, sizes: Sizes) -> Result<(Seeded, Option<Duration>)> {
        let report = self.data_dir.join("seeded.json");
        if let Ok(json) = fs::read_to_string(&report)
            && let Ok(seeded) = serde_json::from_str(&json)
        {
            return Ok((seeded, None));
        }
        step(format!("seeding {} users, {} orders, {} events", sizes.users, sizes.orders, sizes.events));
        let start = Instant::now();
        let arguments = [("--accounts", sizes.accounts), ("--users", sizes.users), ("--orders", sizes.orders), ("--events", sizes.events)];
        let mut command = self.command();
        command.args(["seed", "bench"]);
        for (name, value) in arguments {
            command.arg(name).arg(value.to_string());
        }
        let output = command.stderr(Stdio::inherit()).output()?;
        if !output.status.success() {
            return Err(Failure::new("`switchroom seed bench` failed"));
        }
        fs::write(&report, &output.stdout)?;
        let seeded = serde_json::from_slice(&output.stdout).map_err(|error| Failure::new(format!("report of seed bench: {error}")))?;
        Ok((seeded, Some(start.elapsed())))
    }

    /// Starts the server; returns when it is ready, with the time that took.
    pub fn start(&self) -> Result<Running> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let addr = format!("127.0.0.1:{port}");
        let start = Instant::now();
        let mut command = self.command();
        command.env("SWITCHROOM_ADDR", &addr).env("SWITCHROOM_PUBLIC_URL", format!("http://{addr}")).arg("serve");
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let base = format!("http://{addr}");
        let deadline = start + Duration::from_secs(60);
        while !ready(&base) {
            if child.try_wait()?.is_some() || Instant::now() > deadline {
                let mut said = String::new();
                if let Some(stderr) = child.stderr.take() {
                    BufReader::new(stderr).lines().map_while(std::result::Result::ok).take(20).for_each(|line| said.push_str(&line));
                }
                let _ = child.kill();
                return Err(Failure::new(format!("the server did not become ready: {said}")));
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let ready_after = start.elapsed();
        // Nobody reads its log; a full pipe would stop it.
        if let Some(stderr) = child.stderr.take() {
            std::thread::spawn(move || BufReader::new(stderr).lines().map_while(std::result::Result::ok).for_each(drop));
        }
        Ok(Running { child, base, ready_after })
    }
}

fn ready(base: &str) -> bool {
    let agent: ureq::Agent = ureq::Agent::config_builder().timeout_global(Some(Duration::from_millis(500))).build().into();
    agent.get(format!("{base}/readyz")).call().is_ok()
}

pub struct Running {
    child: Child,
    pub base: String,
    pub ready_after: Duration,
}

impl Running {
    /// Resident memory in MB; `None` where the system does not tell.
    pub fn memory_mb(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a browser loads of the client, brotli, in kB.
pub struct Bundle {
    /// For a first visit to an account's users: the main part, the styles, and the files of that page.
    pub first_load: u64,
    /// All of it.
    pub whole: u64,
}

pub fn bundle(assets: &Path) -> Option<Bundle> {
    let folder = assets.join("pkg");
    let size = |name: &str| Some(fs::metadata(folder.join(format!("{name}.br"))).ok()?.len());
    let areas: BTreeMap<String, Vec<String>> = serde_json::from_slice(&fs::read(folder.join("areas.json")).ok()?).ok()?;
    let main = ["switchroom_bg.wasm", "switchroom.js", "__wasm_split.js", "switchroom.css"];
    let page = areas.get("users")?.iter().map(String::as_str);
    let first_load = main.into_iter().chain(page).map(size).sum::<Option<u64>>()?;
    let files: BTreeSet<&str> = areas.values().flatten().map(String::as_str).chain(main).collect();
    let whole = files.into_iter().map(size).sum::<Option<u64>>()?;
    Some(Bundle { first_load: first_load / 1024, whole: whole / 1024 })
}
