//! Against both databases: looking at, adding, changing and removing people, one by one and many at once.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod bulk;
mod change;
mod conditions;
mod list;

use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use switchroom_entity::{mail, user};
use switchroom_types::access::Role;
use switchroom_types::users::{UserDetail, UserForm, UserSource};
use switchroom_types::{AccountId, AppError, UserId};

use super::row::{self, NewUser};
use crate::access::Actor;
use crate::error::Result;
use crate::portal::Portal;
use crate::test::TestPortal;

/// A partner's Administrator, one of its customer accounts, and an Account Admin there.
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
        let account = customer(&test, &partner, "Ballad Industries", 735_356_629).await;
        let form = UserForm { role: Some(Role::Admin), ..form("Ada", "Lovelace") };
        let admin = super::create(&test.portal, &partner, account, &form).await.unwrap();
        let admin = test.sign_in(admin.id, account).await;
        Self { test, partner, account, admin }
    }

    fn portal(&self) -> &Portal {
        &self.test.portal
    }

    async fn add(&self, first: &str, last: &str) -> UserDetail {
        super::create(self.portal(), &self.admin, self.account, &form(first, last)).await.unwrap()
    }

    /// Makes the user look as if they had chosen a password.
    async fn register(&self, id: UserId) {
        self.store(id, |user| user.registration = "registered".to_owned()).await;
    }

    async fn store(&self, id: UserId, change: impl FnOnce(&mut user::Model)) {
        let mut model = self.row(id).await.unwrap();
        change(&mut model);
        let tx = self.portal().begin_as_system().await.unwrap();
        row::update(&tx, &model).await.unwrap();
        tx.commit_without_history("test data").await.unwrap();
    }

    async fn row(&self, id: UserId) -> Option<user::Model> {
        user::Entity::find_by_id(id.0).one(self.portal().db.write()).await.unwrap()
    }

    /// Stores many users at once.
    async fn crowd(&self, count: usize) -> Vec<user::Model> {
        let tx = self.portal().begin_as_system().await.unwrap();
        let models: Vec<user::Model> = (0..count)
            .map(|n| {
                let new = NewUser {
                    name: format!("Person {n:05}"),
                    first_name: "Person".to_owned(),
                    last_name: format!("{n:05}"),
                    extension: (n % 3 > 0).then(|| format!("{}", 20_000 + n)),
                    source: UserSource::Import,
                    ..NewUser::member(self.account, format!("person{n}@ballad.example"))
                };
                new.into_model(&tx)
            })
            .collect();
        row::insert(&tx, self.account, &models).await.unwrap();
        tx.commit_without_history("test data").await.unwrap();
        models
    }

    async fn mails(&self, template: &str) -> Vec<mail::Model> {
        mail::Entity::find().filter(mail::Column::Template.eq(template)).all(self.portal().db.write()).await.unwrap()
    }

    async fn count(&self) -> u64 {
        user::Entity::find().filter(user::Column::AccountId.eq(self.account.0)).count(self.portal().db.write()).await.unwrap()
    }
}

async fn customer(test: &TestPortal, partner: &Actor, name: &str, number: u32) -> AccountId {
    test.customer(partner, name, |model| model.number = i64::from(number)).await
}

fn form(first: &str, last: &str) -> UserForm {
    UserForm {
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        email: format!("{}.{}@ballad.example", first.to_lowercase(), last.to_lowercase()),
        ..Default::default()
    }
}

fn refused<T: std::fmt::Debug>(result: Result<T>) -> AppError {
    AppError::from(result.unwrap_err())
}
