//! A database per test: a copy of a migrated template, on SQLite a file, on PostgreSQL (`TEST_DATABASE_URL` names the
//! server) a database. Every run of a newly built test binary makes its template once, whichever process comes first.

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use std::{
    env, fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};
use switchroom_core::{Portal, PortalSettings};
use uuid::Uuid;

pub struct TestDatabase {
    pub url: String,
    /// Server and name of the PostgreSQL database to drop.
    postgres: Option<(String, String)>,
}

impl TestDatabase {
    pub async fn create(directory: &Path) -> Self {
        match env::var("TEST_DATABASE_URL") {
            Ok(server) => Self::on_postgres(server).await,
            Err(_) => Self::on_sqlite(directory).await,
        }
    }

    async fn on_sqlite(directory: &Path) -> Self {
        let folder = env::temp_dir().join("switchroom-test-templates");
        let template = folder.join(format!("{}.db", build_id()));
        if !template.exists() {
            fs::create_dir_all(&folder).unwrap();
            remove_stale(&folder);
            // Made aside and renamed: another process sees a complete template or none.
            let fresh = folder.join(format!("{}.new", Uuid::now_v7()));
            migrate(format!("sqlite://{}?mode=rwc", fresh.display())).await;
            fs::rename(&fresh, &template).unwrap();
        }
        let file = directory.join("test.db");
        fs::copy(&template, &file).unwrap();
        Self { url: format!("sqlite://{}", file.display()), postgres: None }
    }

    async fn on_postgres(server: String) -> Self {
        let admin = connect(&server).await;
        let template = format!("switchroom_template_{}", build_id());
        let name = format!("switchroom_test_{}", Uuid::now_v7().simple());
        run(&admin, "SELECT pg_advisory_lock(815)").await;
        if !exists(&admin, &template).await {
            let fresh = format!("switchroom_fresh_{}", Uuid::now_v7().simple());
            run(&admin, &format!("CREATE DATABASE {fresh}")).await;
            migrate(database_url(&server, &fresh)).await;
            run(&admin, &format!("ALTER DATABASE {fresh} RENAME TO {template}")).await;
        }
        // Under the lock too: a template must not be in use while it is copied.
        run(&admin, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        run(&admin, "SELECT pg_advisory_unlock(815)").await;
        admin.close().await.unwrap();
        Self { url: database_url(&server, &name), postgres: Some((server, name)) }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let Some((server, name)) = self.postgres.take() else { return };
        // The test's own runtime cannot be blocked on from here.
        let work = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let admin = connect(&server).await;
                run(&admin, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
            });
        });
        let _ = work.join();
    }
}

/// Changes with every build of the test binary, and so with every change of a migration.
fn build_id() -> String {
    let built = fs::metadata(env::current_exe().unwrap()).unwrap();
    let age = built.modified().unwrap().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    format!("{:x}_{:x}", age.as_nanos(), built.len())
}

fn remove_stale(folder: &Path) {
    let day = Duration::from_secs(24 * 60 * 60);
    let is_stale =
        |path: &PathBuf| fs::metadata(path).and_then(|file| file.modified()).is_ok_and(|at| at.elapsed().is_ok_and(|age| age > day));
    for file in fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).filter(is_stale) {
        let _ = fs::remove_file(file);
    }
}

async fn migrate(database_url: String) {
    let settings = PortalSettings {
        database_url,
        public_url: "http://127.0.0.1".to_owned(),
        public_url_fixed: false,
        language: "en".to_owned(),
        time_zone: None,
        keys: vec![(1, [7; 32])],
        smtp_url: None,
        mail_from: "Switchroom <switchroom@localhost>".to_owned(),
        cloud_regions: Vec::new(),
        support_url: None,
        legal_url: None,
        outbound_allow: Vec::new(),
        breached_passwords_url: None,
        demo: false,
    };
    let portal = Portal::open(settings).await.unwrap();
    portal.migrate().await.unwrap();
    portal.db.close().await;
}

async fn connect(server: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(server);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.unwrap_or_else(|error| panic!("TEST_DATABASE_URL: {error}"))
}

async fn run(admin: &DatabaseConnection, sql: &str) {
    admin.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

async fn exists(admin: &DatabaseConnection, name: &str) -> bool {
    let sql = format!("SELECT 1 FROM pg_database WHERE datname = '{name}'");
    admin.query_one_raw(sea_orm::Statement::from_string(sea_orm::DbBackend::Postgres, sql)).await.unwrap().is_some()
}

/// The same server and credentials, another database.
fn database_url(server: &str, name: &str) -> String {
    let (base, options) = server.split_once('?').map_or((server, None), |(base, options)| (base, Some(options)));
    let base = base.rsplit_once('/').unwrap().0;
    options.map_or_else(|| format!("{base}/{name}"), |options| format!("{base}/{name}?{options}"))
}
