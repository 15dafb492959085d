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
use switchroom_types::imports::ImportReport;
use switchroom_types::users::UserSource;
use switchroom_types::{AccountId, AppError, UserId};

use super::{Mode, Upload, upload};
use crate::access::Actor;
use crate::portal::Portal;
use crate::test::TestPortal;
use crate::users::row::NewUser;

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
        let account = test.customer(&partner, "Ballad Industries", |_| ()).await;
        let admin = person(&test, account, "admin@customer.example", Role::Admin).await;
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

async fn person(test: &TestPortal, account: AccountId, email: &str, role: Role) -> UserId {
    test.person(NewUser { role, ..NewUser::member(account, email) }).await
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
