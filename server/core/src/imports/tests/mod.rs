//! Imports against both databases: files of other programs, hostile files, the preview, and jobs that are interrupted.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod files;
mod hostile;
mod job;
mod preview;

use bytes::Bytes;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use switchroom_entity::{event, user};
use switchroom_types::access::Role;
use switchroom_types::accounts::{AccountForm, AccountKind};
use switchroom_types::imports::ImportReport;
use switchroom_types::users::UserSource;
use switchroom_types::{AccountId, AppError, UserId};

use super::{Mode, Upload, upload};
use crate::access::Actor;
use crate::accounts;
use crate::history::Event;
use crate::portal::Portal;
use crate::test::TestPortal;
use crate::users::row::{self, NewUser};

/// A partner with one customer account, and its Account Admin.
struct World {
    test: TestPortal,
    partner: Actor,
    account: AccountId,
    admin: Actor,
}

impl World {
    async fn start() -> Self {
        let test = TestPortal::start().await;
        let partner = test.partner("Northwind").await;
        let account = customer(&test.portal, &partner).await;
        let admin = person(&test.portal, account, "admin@customer.example", Role::Admin).await;
        let admin = test.sign_in(admin, account).await;
        Self { test, partner, account, admin }
    }

    fn portal(&self) -> &Portal {
        &self.test.portal
    }

    async fn upload(&self, actor: &Actor, name: &str, bytes: impl Into<Bytes>, mode: Mode) -> Result<ImportReport, AppError> {
        Ok(upload(self.portal(), actor, self.account, Upload { file_name: name.into(), bytes: bytes.into(), mode }).await?)
    }

    /// People of the account besides its admin.
    async fn people(&self) -> Vec<String> {
        let query = user::Entity::find()
            .filter(user::Column::AccountId.eq(self.account.0))
            .filter(user::Column::Source.eq(UserSource::Import.as_str()));
        let mut emails: Vec<String> = query.all(self.portal().db.read()).await.unwrap().into_iter().map(|user| user.email).collect();
        emails.sort();
        emails
    }

    async fn events(&self, asset: &str) -> u64 {
        let query = event::Entity::find().filter(event::Column::AccountId.eq(self.account.0)).filter(event::Column::Asset.eq(asset));
        query.count(self.portal().db.read()).await.unwrap()
    }
}

async fn customer(portal: &Portal, partner: &Actor) -> AccountId {
    let mut tx = portal.begin(partner).await.unwrap();
    let number = accounts::row::unused_number(tx.conn()).await.unwrap();
    let form = AccountForm { name: "Ballad Industries".into(), country: "DE".into(), language: "de".into(), ..Default::default() };
    let model = accounts::row::new(&tx, partner.partner_id.unwrap(), AccountKind::Customer, number, &form);
    accounts::row::insert(&tx, &model).await.unwrap();
    let id = AccountId(model.id);
    let event = Event::new(id, partner.partner_id, switchroom_types::history::Action::Create, switchroom_types::history::Asset::Account);
    tx.record(event.of(id, &model.name));
    tx.commit().await.unwrap();
    id
}

async fn person(portal: &Portal, account: AccountId, email: &str, role: Role) -> UserId {
    let tx = portal.begin_as_system().await.unwrap();
    let new = NewUser {
        account_id: account,
        name: email.to_owned(),
        first_name: String::new(),
        last_name: String::new(),
        email: email.to_owned(),
        login_id: None,
        mobile: None,
        extension: None,
        role,
        scope: None,
        source: UserSource::Portal,
        language: "en".to_owned(),
    };
    let model = new.into_model(&tx);
    row::insert(&tx, account, std::slice::from_ref(&model)).await.unwrap();
    tx.commit_without_history("test data").await.unwrap();
    UserId(model.id)
}

/// A CSV sheet with the usual headings.
fn csv(rows: &[&str]) -> String {
    format!("FIRST NAME,LAST NAME,NAME,EMAIL,ROLE\n{}\n", rows.join("\n"))
}

fn people(count: usize) -> String {
    let rows: Vec<String> = (0..count).map(|n| format!("First{n},Last{n},,person{n}@import.example,")).collect();
    csv(&rows.iter().map(String::as_str).collect::<Vec<_>>())
}

/// `row:field:code` of every error.
fn errors(report: &ImportReport) -> Vec<String> {
    report.errors.iter().map(|error| format!("{}:{}:{}", error.row, error.error.field, error.error.code)).collect()
}
