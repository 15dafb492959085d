//! A portal on its own database for tests inside this crate: SQLite in a temporary directory, or a fresh PostgreSQL
//! database when `TEST_DATABASE_URL` names a server.

#![allow(clippy::unwrap_used)]

use sea_orm::{ConnectionTrait, Database};
use tempfile::TempDir;

use crate::portal::{Portal, PortalSettings};

pub(crate) struct TestPortal {
    pub portal: Portal,
    _dir: TempDir,
}

impl TestPortal {
    pub async fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let url = match std::env::var("TEST_DATABASE_URL") {
            Ok(server) => {
                let name = format!("core_{}", uuid::Uuid::now_v7().simple());
                let admin = Database::connect(&server).await.unwrap();
                admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
                let (base, _) = server.rsplit_once('/').unwrap();
                format!("{base}/{name}")
            }
            Err(_) => format!("sqlite://{}?mode=rwc", dir.path().join("test.db").display()),
        };
        let portal = Portal::open(settings(url)).await.unwrap();
        portal.migrate().await.unwrap();
        Self { portal, _dir: dir }
    }
}

fn settings(database_url: String) -> PortalSettings {
    PortalSettings {
        database_url,
        public_url: "http://127.0.0.1:3000".to_owned(),
        keys: vec![(1, [7; 32])],
        smtp_url: None,
        mail_from: "Switchroom <portal@switchroom.test>".to_owned(),
        cloud_regions: vec!["eu-west".to_owned()],
        support_url: None,
        legal_url: None,
        demo: false,
    }
}
