//! A populated portal: an operator, two partners, and two customers of each, with a signed-in person in every role.

use crate::{Answer, Client, TestApp};
use reqwest::Method;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use serde_json::Value;
use switchroom_core::{
    Actor, Portal, Tx,
    access::{Origin, Signature},
    accounts, password, sessions,
    users::row::{self, NewUser},
};
use switchroom_entity::{account, account_manager, partner, user};
use switchroom_types::{
    AccountId, AccountNumber, PartnerId, UserId,
    access::{Role, Scope},
    accounts::{AccountForm, AccountKind},
    sessions::SignInMethod,
    users::Registration,
};
use tokio::sync::OnceCell;
use uuid::Uuid;

/// Of everybody in a [`World`].
pub const PASSWORD: &str = "switchroom-demo";

/// Names tell them apart: partner A's first customer's admin is `admin@a-first.test`.
pub struct World {
    pub app: TestApp,
    pub portal: Portal,
    pub operator: Person,
    pub a: PartnerSide,
    pub b: PartnerSide,
}

/// A reseller with its people and customers.
pub struct PartnerSide {
    pub partner_id: PartnerId,
    /// The Partner Account.
    pub account_id: AccountId,
    /// Reaches every account of the partner.
    pub administrator: Person,
    /// Account Manager, reaches `first` only.
    pub manager: Person,
    pub first: Customer,
    pub second: Customer,
}

pub struct Customer {
    pub account_id: AccountId,
    pub number: AccountNumber,
    pub name: String,
    pub admin: Person,
    pub user: Person,
}

/// Somebody with a signed-in client.
pub struct Person {
    pub id: UserId,
    pub account_id: AccountId,
    pub name: String,
    pub email: String,
    pub client: Client,
    /// Of the cookie.
    pub secret: String,
}

impl Person {
    /// For calling use cases directly.
    pub async fn actor(&self, portal: &Portal) -> Actor {
        sessions::authenticate(portal, &self.secret, Origin::default()).await.unwrap().unwrap()
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.client.get(path).await
    }

    pub async fn post(&self, path: &str, body: impl serde::Serialize) -> Answer {
        self.client.post(path, body).await
    }

    pub async fn patch(&self, path: &str, body: impl serde::Serialize) -> Answer {
        self.client.patch(path, body).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.client.delete(path).await
    }
}

impl World {
    pub async fn start() -> Self {
        Self::in_app(TestApp::start().await).await
    }

    pub async fn in_app(app: TestApp) -> Self {
        let portal = app.portal.clone();
        let mut build = Build { tx: Tx::begin_as(&portal, Signature::system()).await.unwrap(), url: app.url.clone() };
        let operators = build.account(PartnerId(Uuid::nil()), AccountKind::Operator, "Operator").await;
        let operator = build.person(&operators, "Operator", "operator@switchroom.test", Role::Operator, None).await;
        let a = build.partner("a", "Aurora Voice").await;
        let b = build.partner("b", "Borealis Telecom").await;
        build.tx.commit_without_history("test data").await.unwrap();
        Self { app, portal, operator, a, b }
    }

    /// See [`TestApp::restart`]; people stay signed in.
    pub async fn restart(&mut self) {
        self.app.restart().await;
        self.portal = self.app.portal.clone();
    }

    /// Everybody, with a label for messages.
    pub fn everybody(&self) -> Vec<(&'static str, &Person)> {
        vec![
            ("operator", &self.operator),
            ("administrator of A", &self.a.administrator),
            ("manager of A", &self.a.manager),
            ("admin of A's first", &self.a.first.admin),
            ("user of A's first", &self.a.first.user),
            ("admin of A's second", &self.a.second.admin),
            ("user of A's second", &self.a.second.user),
            ("administrator of B", &self.b.administrator),
            ("manager of B", &self.b.manager),
            ("admin of B's first", &self.b.first.admin),
            ("user of B's first", &self.b.first.user),
        ]
    }

    /// Somebody more in an account, signed in: a User, or an Account Manager without accounts in a Partner Account.
    pub async fn person(&self, account: AccountId, name: &str) -> Person {
        let model = account::Entity::find_by_id(account.0).one(self.portal.db.read()).await.unwrap().unwrap();
        let partner = model.kind == AccountKind::Partner.as_str();
        let (role, scope) = if partner { (Role::Partner, Some(Scope::Assigned)) } else { (Role::User, None) };
        let mut build = Build { tx: Tx::begin_as(&self.portal, Signature::system()).await.unwrap(), url: self.app.url.clone() };
        let email = format!("{}@more.test", Uuid::now_v7().simple());
        let person = build.person(&model, name, &email, role, scope).await;
        build.tx.commit_without_history("test data").await.unwrap();
        person
    }

    /// Runs what is queued, until nothing is.
    pub async fn run_jobs(&self) {
        use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter};
        use switchroom_entity::job;
        let open = || job::Entity::find().filter(job::Column::FinishedAt.is_null()).count(self.portal.db.write());
        while open().await.unwrap() > 0 {
            switchroom_core::jobs::run_due(&self.portal).await.unwrap();
        }
    }

    /// A row as it is stored now.
    pub async fn stored_user(&self, id: UserId) -> user::Model {
        use sea_orm::{ColumnTrait, QueryFilter};
        user::Entity::find().filter(user::Column::Id.eq(id.0)).one(self.portal.db.read()).await.unwrap().unwrap()
    }

    /// The links in mails to this address, newest first, as paths (`/register/…`).
    pub async fn mailed_links(&self, address: &str) -> Vec<String> {
        let texts = self.mails(address).await;
        let links = texts.iter().filter_map(|text| {
            let start = text.find(&format!("{}/", self.app.url))? + self.app.url.len();
            text.get(start..)?.split_whitespace().next().map(str::to_owned)
        });
        links.collect()
    }

    /// The texts of mails to this address, newest first.
    pub async fn mails(&self, address: &str) -> Vec<String> {
        use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
        use switchroom_entity::mail;
        let rows = mail::Entity::find().filter(mail::Column::ToAddress.eq(address)).order_by_desc(mail::Column::Id);
        let rows = rows.all(self.portal.db.read()).await.unwrap();
        let open = |mail: mail::Model| {
            let plain = self.portal.sealer.open(&format!("mails.body_sealed/{}", mail.id), &mail.body_sealed).unwrap();
            serde_json::from_slice::<Value>(&plain).unwrap()["text"].as_str().unwrap().to_owned()
        };
        rows.into_iter().map(open).collect()
    }

    /// Actions in an account's history, newest first, with their core facts.
    pub async fn history(&self, account: AccountId) -> Vec<(String, Value)> {
        use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
        use switchroom_entity::event;
        let rows = event::Entity::find().filter(event::Column::AccountId.eq(account.0)).order_by_desc(event::Column::Seq);
        rows.all(self.portal.db.read()).await.unwrap().into_iter().map(|event| (event.action, event.core)).collect()
    }
}

struct Build {
    tx: Tx,
    url: String,
}

impl Build {
    async fn partner(&mut self, letter: &str, name: &str) -> PartnerSide {
        let partner_id = PartnerId(Uuid::now_v7());
        let own = self.account(partner_id, AccountKind::Partner, name).await;
        let model = partner::ActiveModel {
            id: Set(partner_id.0),
            account_id: Set(own.id),
            name: Set(name.to_owned()),
            country: Set("DE".to_owned()),
            kind: Set("standard".to_owned()),
            state: Set("active".to_owned()),
            billing_account: Set(Some(format!("BILL-{letter}"))),
            settings: Set(serde_json::json!({})),
            created_at: Set(self.tx.now().0),
        };
        partner::Entity::insert(model).exec_without_returning(self.tx.conn()).await.unwrap();
        let administrator = format!("administrator@{letter}.test");
        let administrator = self.person(&own, &format!("Administrator {name}"), &administrator, Role::Partner, Some(Scope::All)).await;
        let manager = format!("manager@{letter}.test");
        let manager = self.person(&own, &format!("Manager {name}"), &manager, Role::Partner, Some(Scope::Assigned)).await;
        let first = self.customer(partner_id, letter, "first").await;
        let second = self.customer(partner_id, letter, "second").await;
        let assigned = account_manager::ActiveModel {
            account_id: Set(first.account_id.0),
            user_id: Set(manager.id.0),
            assigned_at: Set(self.tx.now().0),
            assigned_by: Set(administrator.name.clone()),
        };
        account_manager::Entity::insert(assigned).exec_without_returning(self.tx.conn()).await.unwrap();
        PartnerSide { partner_id, account_id: AccountId(own.id), administrator, manager, first, second }
    }

    async fn customer(&mut self, partner: PartnerId, letter: &str, place: &str) -> Customer {
        let name = format!("{}-{place}", letter.to_uppercase());
        let account = self.account(partner, AccountKind::Customer, &name).await;
        let admin = self.person(&account, &format!("Admin {name}"), &format!("admin@{letter}-{place}.test"), Role::Admin, None).await;
        let user = self.person(&account, &format!("User {name}"), &format!("user@{letter}-{place}.test"), Role::User, None).await;
        let number = AccountNumber::new(u32::try_from(account.number).unwrap()).unwrap();
        Customer { account_id: AccountId(account.id), number, name, admin, user }
    }

    async fn account(&mut self, partner: PartnerId, kind: AccountKind, name: &str) -> account::Model {
        let number = accounts::row::unused_number(self.tx.conn()).await.unwrap();
        let form = AccountForm {
            name: name.to_owned(),
            country: "DE".to_owned(),
            language: "en".to_owned(),
            cloud_region: "eu-west".to_owned(),
            ..Default::default()
        };
        let model = accounts::row::new(&self.tx, partner, kind, number, &form);
        accounts::row::insert(&self.tx, &model).await.unwrap();
        model
    }

    async fn person(&mut self, account: &account::Model, name: &str, email: &str, role: Role, scope: Option<Scope>) -> Person {
        static HASH: OnceCell<String> = OnceCell::const_new();
        let hash = HASH.get_or_init(|| async { password::hash(PASSWORD).await.unwrap() }).await;
        let account_id = AccountId(account.id);
        let new = NewUser { name: name.to_owned(), role, scope, ..NewUser::member(account_id, email) };
        let mut model = new.into_model(&self.tx);
        model.registration = Registration::Registered.as_str().to_owned();
        model.password_hash = Some(hash.clone());
        row::insert(&self.tx, account_id, std::slice::from_ref(&model)).await.unwrap();
        let id = UserId(model.id);
        let session = sessions::create(&mut self.tx, id, account_id, SignInMethod::Password, &Origin::default()).await.unwrap();
        let client = Client::with_cookie(&self.url, &format!("switchroom={}", session.secret));
        Person { id, account_id, name: name.to_owned(), email: email.to_owned(), client, secret: session.secret }
    }
}

/// Further users of an account, stored directly; `change` fits each row before it is stored.
pub async fn add_users(portal: &Portal, account: AccountId, count: usize, change: impl Fn(usize, &mut user::Model)) -> Vec<user::Model> {
    let tx = Tx::begin_as(portal, Signature::system()).await.unwrap();
    let mut models = Vec::with_capacity(count);
    for n in 0..count {
        let new = NewUser {
            name: format!("Person {n:05}"),
            first_name: "Person".to_owned(),
            last_name: format!("{n:05}"),
            ..NewUser::member(account, format!("person{n:05}@{}.test", account.0.simple()))
        };
        let mut model = new.into_model(&tx);
        change(n, &mut model);
        row::derive(&mut model);
        models.push(model);
    }
    row::insert(&tx, account, &models).await.unwrap();
    tx.commit_without_history("test data").await.unwrap();
    models
}

/// Changes a stored user behind the portal's back.
pub async fn change_user(portal: &Portal, id: UserId, change: impl FnOnce(&mut user::Model)) {
    use sea_orm::{ColumnTrait, QueryFilter};
    let mut model = user::Entity::find().filter(user::Column::Id.eq(id.0)).one(portal.db.read()).await.unwrap().unwrap();
    change(&mut model);
    user::ActiveModel::from(model).reset_all().update(portal.db.write()).await.unwrap();
}

/// One request that each of these people sends; each must get this status and code.
pub async fn assert_refused(people: &[(&str, &Person)], method: Method, path: &str, body: Option<&Value>, status: u16, code: &str) {
    for (label, person) in people {
        let mut request = person.client.request(method.clone(), path);
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = person.client.send(request).await;
        let problem = answer.value();
        let got = (answer.status.as_u16(), problem["code"].as_str().unwrap_or_default());
        assert_eq!(got, (status, code), "{label}: {method} {path}: {problem}");
    }
}

/// 403 `permission.denied` for each.
pub async fn assert_denied(people: &[(&str, &Person)], method: Method, path: &str, body: Option<&Value>) {
    assert_refused(people, method, path, body, 403, "permission.denied").await;
}

/// 404 `<noun>.not_found` for each: what they cannot reach does not exist for them.
pub async fn assert_not_found(people: &[(&str, &Person)], method: Method, path: &str, body: Option<&Value>, noun: &str) {
    assert_refused(people, method, path, body, 404, &format!("{noun}.not_found")).await;
}
