//! Large data sets for measurements, streamed in batches into either database.

use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, Statement};
use switchroom_entity::{account, event_counter, user};
use switchroom_types::access::{Role, Scope};
use switchroom_types::accounts::AccountKind;
use switchroom_types::{AccountId, PartnerId};

use super::accounts::{Wanted, account as account_row, partner as partner_row};
use super::companies::{PLACES, company};
use super::events::{BATCH, Teller};
use super::random::Random;
use super::users::{Taken, known, products, user as user_row};
use super::write::insert;
use crate::dashboard;
use crate::error::{Error, Result};
use crate::password;
use crate::portal::Portal;

/// How much of everything; `design/performance.md` names the full sizes.
#[derive(Clone, Copy, Debug)]
pub struct BenchSizes {
    pub accounts: usize,
    /// Of all accounts together; a tenth, at least 100,000 if there are that many, are in the first.
    pub users: usize,
    pub orders: usize,
    pub events: usize,
}

/// Where to measure.
#[derive(Clone, Debug, serde::Serialize)]
pub struct BenchReport {
    pub large_account: AccountId,
    pub partner: PartnerId,
    /// Signs in with the demonstration's password.
    pub administrator: String,
}

/// Fills an empty database. Says on `progress` what it does.
pub async fn bench(portal: &Portal, sizes: BenchSizes, progress: impl Fn(&str)) -> Result<BenchReport> {
    let mut random = Random::new(7, portal.clock.now());
    let hash = password::hash(super::DEMO_PASSWORD).await?;
    let conn = portal.db.write();
    if portal.db.is_sqlite() {
        // A half-filled data set is thrown away anyway.
        conn.execute_unprepared("PRAGMA synchronous = OFF").await?;
    }
    let partner_id = PartnerId(random.id(random.now));
    let place = PLACES.first().ok_or_else(|| Error::corrupt("no place"))?;
    let wanted = Wanted {
        partner: partner_id,
        kind: AccountKind::Partner,
        number: 100_000_002,
        name: "Bench Partner",
        business_type: None,
        place,
        region: "eu-west",
        by: "System",
    };
    let own = account_row(&mut random, wanted);
    let mut person = user_row(&mut random, &own, "bench.test", place.dial, &mut Taken::default());
    known(&mut person, "Bench Administrator", "partner@bench.test", Role::Partner, Some(Scope::All), Some(hash));
    insert(conn, vec![partner_row(&mut random, "Bench Partner", &own)]).await?;
    insert(conn, vec![own]).await?;
    insert(conn, vec![person.clone()]).await?;

    progress(&format!("{} accounts", sizes.accounts));
    let mut accounts = Vec::with_capacity(sizes.accounts);
    for nth in 0..sizes.accounts.max(1) {
        let place = PLACES.get(nth % PLACES.len()).unwrap_or(place);
        let name = company(&mut random, nth);
        let number = 300_000_000 + i64::try_from(nth).unwrap_or_default() * 61 % 600_000_000;
        let wanted = Wanted {
            partner: partner_id,
            kind: AccountKind::Customer,
            number,
            name: &name,
            business_type: Some("Technology"),
            place,
            region: "eu-west",
            by: "Bench Administrator",
        };
        accounts.push(account_row(&mut random, wanted));
    }
    let first = (sizes.users / 10).max(sizes.users.min(100_000));
    let rest = (sizes.users - first) / accounts.len().saturating_sub(1).max(1);
    for (nth, account) in accounts.iter_mut().enumerate() {
        account.user_count = i64::try_from(if nth == 0 { first } else { rest }).unwrap_or_default();
    }
    for chunk in accounts.chunks(5_000) {
        let tx = portal.db.begin().await?;
        insert(&tx, chunk.to_vec()).await?;
        tx.commit().await?;
    }
    let mut people = Vec::new();
    for (nth, account) in accounts.iter().enumerate() {
        users(portal, &mut random, account, nth, if nth == 0 { Some(&mut people) } else { None }).await?;
        if nth == 0 || nth % 1_000 == 0 {
            progress(&format!("users of account {} of {}", nth + 1, accounts.len()));
        }
    }
    progress(&format!("{} orders", sizes.orders));
    orders(portal, &mut random, partner_id, &accounts, sizes.orders).await?;
    let large = accounts.first().ok_or_else(|| Error::corrupt("no account"))?;
    events(portal, &mut random, large, &people, sizes.events, &progress).await?;
    progress("statistics");
    dashboard::recount(conn).await?;
    dashboard::keep(portal).await?;
    conn.execute_unprepared("ANALYZE").await?;
    if portal.db.is_sqlite() {
        conn.execute_unprepared("PRAGMA synchronous = FULL").await?;
        conn.execute_raw(Statement::from_string(portal.db.backend(), "PRAGMA wal_checkpoint(TRUNCATE)")).await?;
    }
    Ok(BenchReport { large_account: AccountId(large.id), partner: partner_id, administrator: person.email })
}

async fn users(
    portal: &Portal,
    random: &mut Random,
    account: &account::Model,
    nth: usize,
    mut keep: Option<&mut Vec<user::Model>>,
) -> Result<()> {
    let domain = format!("a{nth}.example");
    let mut taken = Taken::default();
    let mut left = usize::try_from(account.user_count).unwrap_or_default();
    while left > 0 {
        let count = left.min(BATCH);
        let mut rows: Vec<user::Model> = (0..count).map(|_| user_row(random, account, &domain, "+4930", &mut taken)).collect();
        let held = rows.iter_mut().flat_map(|row| products(random, row)).collect();
        if let Some(keep) = keep.as_deref_mut()
            && keep.len() < 2_000
        {
            keep.extend(rows.iter().take(2_000).cloned());
        }
        let tx = portal.db.begin().await?;
        insert(&tx, rows).await?;
        insert(&tx, held).await?;
        tx.commit().await?;
        left -= count;
    }
    Ok(())
}

async fn orders(portal: &Portal, random: &mut Random, partner: PartnerId, accounts: &[account::Model], count: usize) -> Result<()> {
    let mut done = 0;
    while done < count {
        let tx = portal.begin_as_system().await?;
        let end = (done + BATCH).min(count);
        let mut orders = Vec::with_capacity(end - done);
        let mut items = Vec::new();
        for n in done..end {
            let (order, mut lines) = super::orders::order(random, &tx, partner, accounts, n);
            orders.push(order);
            items.append(&mut lines);
        }
        crate::orders::row::insert(&tx, &orders, &items).await?;
        crate::orders::no_news(&tx, partner, None).await?;
        tx.commit_without_history("seeded rows bring their own history").await?;
        done = end;
    }
    Ok(())
}

async fn events(
    portal: &Portal,
    random: &mut Random,
    account: &account::Model,
    people: &[user::Model],
    count: usize,
    progress: impl Fn(&str),
) -> Result<()> {
    let mut teller = Teller { account, people, count, span_days: 730, told: 0 };
    loop {
        let rows = teller.next(random);
        if rows.is_empty() {
            break;
        }
        let tx = portal.db.begin().await?;
        insert(&tx, rows).await?;
        tx.commit().await?;
        if teller.told.is_multiple_of(BATCH * 50) {
            progress(&format!("events {} of {count}", teller.told));
        }
    }
    let counter = event_counter::Model { account_id: account.id, last_seq: i64::try_from(count).unwrap_or_default() };
    event_counter::Entity::insert(event_counter::ActiveModel::from(counter).reset_all()).exec_without_returning(portal.db.write()).await?;
    Ok(())
}
