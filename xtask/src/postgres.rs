//! A PostgreSQL for one test run: the one that `TEST_DATABASE_URL` names, or a throw-away cluster of our own.

use crate::{
    process::{Failure, Result, output, program, run, step},
    system::{is_root, provide, variable},
};
use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

pub struct Postgres {
    pub url: String,
    cluster: Option<Cluster>,
}

struct Cluster {
    server: Child,
    directory: PathBuf,
}

impl Postgres {
    pub fn start() -> Result<Self> {
        if let Some(url) = variable("TEST_DATABASE_URL") {
            return Ok(Self { url, cluster: None });
        }
        let initdb = provide(&["initdb"], &debian_places(), "postgresql").map_err(|failure| {
            Failure::new(failure.to_string()).fix("or name a running server: TEST_DATABASE_URL=postgres://user:password@host/postgres")
        })?;
        let bin = initdb.parent().map(Path::to_owned).unwrap_or_default();
        step("Starting a PostgreSQL for the tests");
        let directory = std::env::temp_dir().join(format!("switchroom-postgres-{}", std::process::id()));
        fs::create_dir_all(&directory)?;
        if is_root() {
            run(program("chown").arg("postgres").arg(&directory))?;
        }
        let data = directory.join("data");
        output(
            as_postgres(&initdb)
                .args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "-D"])
                .arg(&data),
        )?;
        let port = free_port()?;
        let mut server = as_postgres(&bin.join("postgres"));
        server.arg("-D").arg(&data).args(["-p", &port.to_string(), "-k"]).arg(&directory);
        // Durability of test data is worth nothing; the code under test asks for it all the same.
        for setting in [
            "listen_addresses=127.0.0.1",
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
            "max_connections=300",
            "shared_buffers=128MB",
        ] {
            server.args(["-c", setting]);
        }
        let log =
            fs::File::create(directory.join("log")).or_else(|_| fs::File::create(std::env::temp_dir().join("switchroom-postgres.log")))?;
        let server = server.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).spawn()?;
        let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
        let postgres = Self { url, cluster: Some(Cluster { server, directory }) };
        postgres.wait(&bin, port)?;
        Ok(postgres)
    }

    fn wait(&self, bin: &Path, port: u16) -> Result {
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(30) {
            if output(program(bin.join("pg_isready")).args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()])).is_ok() {
                return Ok(());
            }
            sleep(Duration::from_millis(100));
        }
        Err(Failure::new("PostgreSQL did not start within 30 seconds"))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // The child may be `runuser`, which passes no interrupt on; the cluster itself knows its process.
        let id = fs::read_to_string(self.directory.join("data/postmaster.pid")).unwrap_or_default();
        let _ = output(program("kill").args(["-INT", id.lines().next().unwrap_or_default()]));
        let _ = self.server.wait();
        let _ = fs::remove_dir_all(&self.directory);
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.cluster.take());
    }
}

/// PostgreSQL refuses to run as root.
fn as_postgres(file: &Path) -> Command {
    if !is_root() {
        return program(file);
    }
    let mut command = program("runuser");
    command.args(["-u", "postgres", "--"]).arg(file).current_dir("/");
    command
}

/// Debian keeps the server's programs out of PATH, in one folder a version.
fn debian_places() -> Vec<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut places: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    places.sort();
    places.reverse();
    if places.is_empty() {
        // Looked at again after an installation.
        places.extend((13..20).rev().map(|version| PathBuf::from(format!("/usr/lib/postgresql/{version}/bin"))));
    }
    places
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
