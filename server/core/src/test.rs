//! A portal on its own database for tests inside this crate: SQLite in a temporary directory, or a fresh PostgreSQL
//! database when `TEST_DATABASE_URL` names a server.

#![allow(clippy::unwrap_used)]

use sea_orm::{ConnectionTrait, Database};
use switchroom_entity::account;
use switchroom_types::accounts::{AccountForm, AccountKind};
use switchroom_types::sessions::SignInMethod;
use switchroom_types::{AccountId, UserId};
use tempfile::TempDir;

use crate::access::{Actor, Origin};
use crate::accounts;
use crate::partners::{self, NewPartner};
use crate::portal::{Portal, PortalSettings};
use crate::sessions;
use crate::users::row::{self, NewUser};

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

    /// A new partner's first Administrator, signed in.
    pub async fn partner(&self, name: &str) -> Actor {
        let new = NewPartner {
            name: name.to_owned(),
            country: "DE".to_owned(),
            first_name: "Mira".to_owned(),
            last_name: name.to_owned(),
            email: format!("mira@{}.example", name.to_lowercase()),
            language: "en".to_owned(),
            ..Default::default()
        };
        let created = partners::create(&self.portal, new).await.unwrap();
        self.sign_in(created.administrator_id, created.account_id).await
    }

    /// A customer account in Germany; `change` fits the row before it is stored.
    pub async fn customer(&self, partner: &Actor, name: &str, change: impl FnOnce(&mut account::Model)) -> AccountId {
        let tx = self.portal.begin(partner).await.unwrap();
        let number = accounts::row::unused_number(tx.conn()).await.unwrap();
        let form = AccountForm { name: name.to_owned(), country: "DE".to_owned(), language: "de".to_owned(), ..Default::default() };
        let mut model = accounts::row::new(&tx, partner.partner_id.unwrap(), AccountKind::Customer, number, &form);
        change(&mut model);
        accounts::row::insert(&tx, &model).await.unwrap();
        tx.commit_without_history("test data").await.unwrap();
        AccountId(model.id)
    }

    /// Stores somebody who is neither invited nor registered.
    pub async fn person(&self, new: NewUser) -> UserId {
        let tx = self.portal.begin_as_system().await.unwrap();
        let account = new.account_id;
        let model = new.into_model(&tx);
        row::insert(&tx, account, std::slice::from_ref(&model)).await.unwrap();
        tx.commit_without_history("test data").await.unwrap();
        UserId(model.id)
    }

    /// Anybody, signed in by password.
    pub async fn sign_in(&self, user: UserId, account: AccountId) -> Actor {
        let mut tx = self.portal.begin_as_system().await.unwrap();
        let session = sessions::create(&mut tx, user, account, SignInMethod::Password, &Origin::default()).await.unwrap();
        tx.commit_without_history("test data").await.unwrap();
        sessions::authenticate(&self.portal, &session.secret, Origin::default()).await.unwrap().unwrap()
    }
}

fn settings(database_url: String) -> PortalSettings {
    PortalSettings {
        database_url,
        public_url: "http://127.0.0.1:3000".to_owned(),
        public_url_fixed: false,
        language: "en".to_owned(),
        time_zone: None,
        keys: vec![(1, [7; 32])],
        smtp_url: None,
        mail_from: "Switchroom <portal@switchroom.test>".to_owned(),
        cloud_regions: vec!["eu-west".to_owned()],
        support_url: None,
        legal_url: None,
        outbound_allow: Vec::new(),
        breached_passwords_url: None,
        demo: false,
    }
}
