//! Tells people that orders end soon: when they begin to count as expiring, and at the thresholds after it (NOTIF-08,
//! ORD-26). Each threshold is told once for each order and end; several orders of one account are one notice.

use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, Statement};
use std::collections::BTreeMap;
use switchroom_entity::{account, order, partner};
use switchroom_types::access::Role;
use switchroom_types::accounts::AccountState;
use switchroom_types::notifications::NoticeCode;
use switchroom_types::{AccountId, PartnerId};
use uuid::Uuid;

use crate::error::Result;
use crate::notifications::{Announcement, Audience, announce};
use crate::orders::Calendar;
use crate::portal::Portal;
use crate::tx::Tx;

/// Days before the end, besides the partner's own setting of what counts as expiring.
const THRESHOLDS: [u16; 3] = [7, 30, 60];
/// Orders of one partner and threshold told at once; the next round takes the rest.
const MOST: u64 = 5_000;

#[derive(Debug, FromQueryResult)]
struct Ending {
    id: Uuid,
    subscription_number: String,
    expiry_key: String,
    account_id: Option<Uuid>,
}

/// One round over every partner. Replicas may do this at once: who stores a reminder tells it.
pub async fn remind(portal: &Portal) -> Result<()> {
    let active = partner::Entity::find().all(portal.db.read()).await?;
    for partner in active.into_iter().filter(|partner| partner.state == "active") {
        let calendar = Calendar::load(portal, portal.db.read(), PartnerId(partner.id)).await?;
        // The nearest first: an order that ends in five days is not also told to end within thirty.
        let mut thresholds: Vec<u16> = THRESHOLDS.into_iter().filter(|days| *days < calendar.expiring_days).collect();
        thresholds.push(calendar.expiring_days);
        for days in thresholds {
            threshold(portal, &partner, &calendar, days).await?;
        }
    }
    Ok(())
}

/// What is stored of a partner now is no news, except the orders of one account (seeds).
pub(crate) async fn no_news(tx: &Tx, partner: PartnerId, but: Option<Uuid>) -> Result<()> {
    let sql = "INSERT INTO order_reminders (partner_id, order_id, expiry_date, days, reminded_at) \
               SELECT partner_id, id, expiry_key, 0, $1 FROM orders WHERE partner_id = $2 AND (account_id IS NULL OR account_id <> $3) \
               ON CONFLICT DO NOTHING";
    let values = [tx.now().0.into(), partner.0.into(), but.unwrap_or_default().into()];
    tx.conn().execute_raw(Statement::from_sql_and_values(tx.portal().db.backend(), sql, values)).await?;
    Ok(())
}

async fn threshold(portal: &Portal, partner: &partner::Model, calendar: &Calendar, days: u16) -> Result<()> {
    let query = untold(partner, calendar, days);
    let statement = portal.db.backend().build(&query);
    if portal.db.read().query_one_raw(statement.clone()).await?.is_none() {
        return Ok(());
    }
    let mut tx = portal.begin_as_system().await?;
    let rows = tx.conn().query_all_raw(statement).await?;
    let mut told: BTreeMap<Option<Uuid>, Vec<Ending>> = BTreeMap::new();
    for row in rows {
        let ending = Ending::from_query_result(&row, "")?;
        if first(&tx, partner.id, &ending, days).await? {
            told.entry(ending.account_id).or_default().push(ending);
        }
    }
    for (account, endings) in told {
        match account {
            Some(account) => tell_account(&mut tx, partner, account, &endings, days).await?,
            None => tell_partner(&mut tx, partner, &endings, days).await?,
        }
    }
    tx.commit_without_history("a reminder changes nothing").await
}

/// Running orders that end within so many days, and of which this has not been said.
fn untold(partner: &partner::Model, calendar: &Calendar, days: u16) -> sea_orm::sea_query::SelectStatement {
    use order::Column as C;
    Query::select()
        .columns([C::Id, C::SubscriptionNumber, C::ExpiryKey, C::AccountId].map(|column| (order::Entity, column)))
        .from(order::Entity)
        .left_join(account::Entity, Expr::col((account::Entity, account::Column::Id)).equals((order::Entity, C::AccountId)))
        .and_where(C::PartnerId.eq(partner.id))
        .and_where(C::ReplacedBy.is_null())
        .and_where(calendar.expiring_within(days))
        .and_where(
            Expr::col((account::Entity, account::Column::State))
                .is_null()
                .or(Expr::col((account::Entity, account::Column::State)).eq(AccountState::Active.as_str())),
        )
        .and_where(Expr::cust(format!(
            "NOT EXISTS (SELECT 1 FROM order_reminders r WHERE r.partner_id = orders.partner_id AND r.order_id = orders.id \
             AND r.expiry_date = orders.expiry_key AND r.days <= {days})"
        )))
        .order_by((order::Entity, C::ExpiryKey), sea_orm::sea_query::Order::Asc)
        .limit(MOST)
        .to_owned()
}

/// Whether nobody was faster.
async fn first(tx: &Tx, partner: Uuid, ending: &Ending, days: u16) -> Result<bool> {
    let sql = "INSERT INTO order_reminders (partner_id, order_id, expiry_date, days, reminded_at) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT DO NOTHING";
    let values = [partner.into(), ending.id.into(), ending.expiry_key.clone().into(), i32::from(days).into(), tx.now().0.into()];
    let done = tx.conn().execute_raw(Statement::from_sql_and_values(tx.portal().db.backend(), sql, values)).await?;
    Ok(done.rows_affected() == 1)
}

async fn tell_account(tx: &mut Tx, partner: &partner::Model, account: Uuid, endings: &[Ending], days: u16) -> Result<()> {
    let Some(account) = account::Entity::find_by_id(account).one(tx.conn()).await? else { return Ok(()) };
    let title = match endings {
        [one] => format!("Subscription {} of {} ends within {days} days", one.subscription_number, account.name),
        several => format!("{} subscriptions of {} end within {days} days", several.len(), account.name),
    };
    let announcement = announcement(Some(AccountId(account.id)), title, endings, days)
        .arg("account", account.name.clone())
        .links(format!("/accounts/{}/subscriptions", account.id), format!("/orders?filter.within={days}"));
    // SUB-05: the people of a prime partner's accounts see no subscriptions.
    let prime = partner.kind == "prime";
    announce(tx, Audience::Account(&account), &announcement, |person| !prime || person.role == Role::Partner.as_str()).await
}

async fn tell_partner(tx: &mut Tx, partner: &partner::Model, endings: &[Ending], days: u16) -> Result<()> {
    let title = match endings {
        [one] => format!("The unassigned order {} ends within {days} days", one.subscription_number),
        several => format!("{} unassigned orders end within {days} days", several.len()),
    };
    let announcement = announcement(None, title, endings, days).link(format!("/orders?filter.view=unassigned&filter.within={days}"));
    announce(tx, Audience::Partner(PartnerId(partner.id)), &announcement, |_| true).await
}

fn announcement(about: Option<AccountId>, title: String, endings: &[Ending], days: u16) -> Announcement {
    let order = endings.first().map(|ending| ending.subscription_number.clone()).unwrap_or_default();
    let made = Announcement::new(NoticeCode::OrderExpiring, about, title);
    made.arg("order", order).arg("count", endings.len()).arg("days", days)
}
