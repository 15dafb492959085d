//! The demonstration: people with a known password, companies in several countries and alphabets, a year of history.

use sea_orm::{ActiveModelTrait, EntityTrait, PaginatorTrait};
use switchroom_entity::{account, account_manager, event_counter, partner, user};
use switchroom_types::access::{Role, Scope};
use switchroom_types::accounts::{AccountKind, AccountState};
use switchroom_types::{AppError, PartnerId};

use super::accounts::{Wanted, account as account_row, integrations, partner as partner_row};
use super::companies::{COMPANIES, PLACES, Place, domain};
use super::events::Teller;
use super::random::Random;
use super::users::{Taken, known, products, user as user_row};
use super::write::insert;
use crate::dashboard;
use crate::error::{Error, Result};
use crate::password;
use crate::portal::Portal;
use crate::tx::Tx;

/// The password of every person whom the demonstration names.
pub const DEMO_PASSWORD: &str = "switchroom-demo";
const SEED: u64 = 20_261_121;
/// People in the first account and at least in each other one.
const LARGE: usize = 1_204;
const SMALL: i64 = 25;
const ORDERS: usize = 132;
const EVENTS_LARGE: usize = 9_000;
const EVENTS_SMALL: usize = 420;

struct Demo<'a> {
    portal: &'a Portal,
    tx: Tx,
    random: Random,
    hash: String,
}

/// Fills an empty database.
///
/// # Errors
/// 409 `seed.not_empty` if there are accounts already.
pub async fn demo(portal: &Portal) -> Result<()> {
    if account::Entity::find().count(portal.db.read()).await? > 0 {
        return Err(
            AppError::conflict("seed.not_empty", "The database already holds accounts; the demonstration needs an empty one.").into()
        );
    }
    let hash = password::hash(DEMO_PASSWORD).await?;
    let tx = portal.begin_as_system().await?;
    let random = Random::new(SEED, portal.clock.now());
    let mut demo = Demo { portal, tx, random, hash };
    demo.operator().await?;
    let first = demo
        .partner(
            "Northwind Voice Partners",
            0,
            &[("Mira Okafor", "partner@demo.test", Scope::All), ("Jonas Brandt", "manager@demo.test", Scope::Assigned)],
        )
        .await?;
    let manager = first.people.iter().find(|user| user.email == "manager@demo.test").map(|user| user.id);
    let split = COMPANIES.len() - 4;
    let mut accounts = Vec::new();
    for (nth, company) in COMPANIES.iter().take(split).enumerate() {
        accounts.push(demo.customer(&first, company, nth).await?);
    }
    for managed in accounts.iter().take(2) {
        let row = account_manager::Model {
            account_id: managed.id,
            user_id: manager.ok_or_else(|| Error::corrupt("no manager"))?,
            assigned_at: managed.created_at,
            assigned_by: "Mira Okafor".to_owned(),
        };
        insert(demo.tx.conn(), vec![row]).await?;
    }
    demo.orders(&first, &accounts, ORDERS).await?;
    // A second partner, so that what must stay apart can be seen to stay apart.
    let second = demo.partner("Südkom Systemhaus", 1, &[("Petra Vogelsang", "partner2@demo.test", Scope::All)]).await?;
    let mut accounts = Vec::new();
    for (nth, company) in COMPANIES.iter().enumerate().skip(split) {
        accounts.push(demo.customer(&second, company, nth).await?);
    }
    demo.orders(&second, &accounts, ORDERS / 8).await?;
    dashboard::recount(demo.tx.conn()).await?;
    demo.tx.commit_without_history("seeded rows bring their own history").await?;
    dashboard::keep(portal).await
}

struct Partner {
    id: PartnerId,
    people: Vec<user::Model>,
}

impl Demo<'_> {
    fn place(&self, nth: usize) -> Result<&'static Place> {
        PLACES.get(nth % PLACES.len()).ok_or_else(|| Error::corrupt("no place"))
    }

    fn region(&self, nth: usize) -> String {
        let regions = &self.portal.settings.cloud_regions;
        regions.get(nth % regions.len().max(1)).cloned().unwrap_or_default()
    }

    async fn operator(&mut self) -> Result<()> {
        let place = self.place(0)?;
        let wanted = Wanted {
            partner: PartnerId(uuid::Uuid::nil()),
            kind: AccountKind::Operator,
            number: 100_000_001,
            name: "Operator",
            business_type: None,
            place,
            region: "",
            by: "System",
        };
        let account = account_row(&mut self.random, wanted);
        let mut person = user_row(&mut self.random, &account, "demo.test", place.dial, &mut Taken::default());
        known(&mut person, "Olga Reyes", "operator@demo.test", Role::Operator, None, Some(self.hash.clone()));
        self.store(account, vec![person], 40).await
    }

    async fn partner(&mut self, name: &str, nth: usize, people: &[(&str, &str, Scope)]) -> Result<Partner> {
        let id = PartnerId(self.random.id(self.random.now));
        let place = self.place(nth)?;
        let number = 200_000_011 + i64::try_from(nth).unwrap_or_default();
        let region = self.region(nth);
        let wanted =
            Wanted { partner: id, kind: AccountKind::Partner, number, name, business_type: None, place, region: &region, by: "System" };
        let account = account_row(&mut self.random, wanted);
        let row: partner::Model = partner_row(&mut self.random, name, &account);
        insert(self.tx.conn(), vec![row]).await?;
        let mut taken = Taken::default();
        let mut staff = Vec::new();
        for (name, email, scope) in people {
            let mut person = user_row(&mut self.random, &account, "demo.test", place.dial, &mut taken);
            known(&mut person, name, email, Role::Partner, Some(*scope), Some(self.hash.clone()));
            staff.push(person);
        }
        // Colleagues without a password: they have been invited.
        for nth in 0..6 {
            let mut person = user_row(&mut self.random, &account, &domain(name), place.dial, &mut taken);
            let scope = if nth % 3 == 0 { Scope::All } else { Scope::Assigned };
            let (name, email) = (person.name.clone(), person.email.clone());
            known(&mut person, &name, &email, Role::Partner, Some(scope), None);
            "invited".clone_into(&mut person.registration);
            staff.push(person);
        }
        self.store(account, staff.clone(), EVENTS_SMALL).await?;
        Ok(Partner { id, people: staff })
    }

    async fn customer(&mut self, partner: &Partner, (name, business): &(&str, &str), nth: usize) -> Result<account::Model> {
        let place = self.place(nth)?;
        let number = if nth == 0 { 735_356_629 } else { self.random.between(200_000_100, 999_999_999) };
        let by = partner.people.first().map(|user| user.name.clone()).unwrap_or_default();
        let region = self.region(nth);
        let wanted = Wanted {
            partner: partner.id,
            kind: AccountKind::Customer,
            number,
            name,
            business_type: Some(business),
            place,
            region: &region,
            by: &by,
        };
        let mut account = account_row(&mut self.random, wanted);
        if matches!(nth, 7 | 15) {
            AccountState::Deactivated.as_str().clone_into(&mut account.state);
        }
        let count = if nth == 0 { LARGE } else { usize::try_from(SMALL + self.random.between(0, 110)).unwrap_or_default() };
        let mut taken = Taken::default();
        let domain = domain(name);
        let mut people: Vec<user::Model> =
            (0..count).map(|_| user_row(&mut self.random, &account, &domain, place.dial, &mut taken)).collect();
        if nth == 0 {
            let named = [("Ada Bellamy", "admin@demo.test", Role::Admin), ("Sam Whitfield", "user@demo.test", Role::User)];
            for (person, (name, email, role)) in people.iter_mut().zip(named) {
                known(person, name, email, role, None, Some(self.hash.clone()));
            }
        } else if let Some(first) = people.first_mut() {
            // Every account has somebody who looks after it.
            let (name, email) = (first.name.clone(), first.email.clone());
            known(first, &name, &email, Role::Admin, None, None);
        }
        account.user_count = i64::try_from(people.len()).unwrap_or_default();
        let rows = integrations(&mut self.random, &account, nth);
        let rows_have_pbx = rows.iter().any(|row| row.kind == "mivoice_business");
        insert(self.tx.conn(), rows).await?;
        if rows_have_pbx {
            let services = super::templates::templates(&self.tx, &mut self.random, &account, &people, &by).await?;
            insert(self.tx.conn(), services).await?;
        }
        let events = if nth == 0 { EVENTS_LARGE } else { EVENTS_SMALL };
        self.store(account.clone(), people, events).await?;
        self.contacts(&account, partner).await?;
        Ok(account)
    }

    async fn orders(&mut self, partner: &Partner, accounts: &[account::Model], count: usize) -> Result<()> {
        let active: Vec<account::Model> =
            accounts.iter().filter(|account| account.state == AccountState::Active.as_str()).cloned().collect();
        let mut orders = Vec::new();
        let mut items = Vec::new();
        for n in 0..count {
            let (order, mut lines) = super::orders::order(&mut self.random, &self.tx, partner.id, &active, n);
            orders.push(order);
            items.append(&mut lines);
        }
        for (n, account) in active.iter().enumerate() {
            let (order, mut lines) = super::orders::covering(&mut self.random, &self.tx, partner.id, account, count + n);
            orders.push(order);
            items.append(&mut lines);
        }
        crate::orders::row::insert(&self.tx, &orders, &items).await?;
        // The bells of a demonstration shall ring, but for one account only.
        let told = active.iter().find(|account| account.name == "Ballad Industries").map(|account| account.id);
        crate::orders::no_news(&self.tx, partner.id, told).await
    }

    /// A partner user and the customer's own help desk receive problem reports.
    async fn contacts(&mut self, account: &account::Model, partner: &Partner) -> Result<()> {
        let desk = format!("helpdesk@{}", domain(&account.name));
        let row = |position, user: Option<&user::Model>, email: &str| switchroom_entity::support_contact::Model {
            account_id: account.id,
            email_key: crate::text::key(email),
            email: email.to_owned(),
            user_id: user.map(|user| user.id),
            position,
        };
        let mut rows = vec![row(1, None, &desk)];
        if let Some(person) = partner.people.first() {
            rows.push(row(0, Some(person), &person.email));
        }
        insert(self.tx.conn(), rows).await
    }

    async fn store(&mut self, mut account: account::Model, mut people: Vec<user::Model>, events: usize) -> Result<()> {
        account.user_count = i64::try_from(people.len()).unwrap_or_default();
        let held: Vec<_> = if account.kind == AccountKind::Customer.as_str() {
            people.iter_mut().flat_map(|person| products(&mut self.random, person)).collect()
        } else {
            Vec::new()
        };
        let conn = self.tx.conn();
        account::Entity::insert(account::ActiveModel::from(account.clone()).reset_all()).exec_without_returning(conn).await?;
        insert(conn, people.clone()).await?;
        insert(conn, held).await?;
        let mut teller = Teller { account: &account, people: &people, count: events, span_days: 365, told: 0 };
        loop {
            let rows = teller.next(&mut self.random);
            if rows.is_empty() {
                break;
            }
            insert(conn, rows).await?;
        }
        let counter = event_counter::Model { account_id: account.id, last_seq: i64::try_from(events).unwrap_or_default() };
        insert(conn, vec![counter]).await
    }
}
