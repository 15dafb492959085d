//! The release binary under measurement: seeding, starting, watching its memory, stopping.

use serde::Deserialize;
use std::{
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

/// Size of the client bundle that a browser loads first, brotli, in kB.
pub fn bundle_kb(assets: &Path) -> Option<u64> {
    let mut total = 0;
    let mut folders = vec![assets.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).ok()?.flatten() {
            let path = entry.path();
            let name = path.file_name()?.to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if name.ends_with(".js.br") || name.ends_with(".wasm.br") || name.ends_with(".css.br") {
                total += entry.metadata().ok()?.len();
            }
        }
    }
    Some(total / 1024)
}
