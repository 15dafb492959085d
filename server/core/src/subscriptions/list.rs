//! The Subscriptions panel of one account.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement};
use std::collections::{BTreeMap, HashMap};
use switchroom_entity::{order, order_item};
use switchroom_types::access::Permission;
use switchroom_types::accounts::AccountKind;
use switchroom_types::orders::Plan;
use switchroom_types::subscriptions::{Subscription, SubscriptionGroup, Subscriptions};
use switchroom_types::{AccountId, AppError, OrderId};

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::orders::{Calendar, row};
use crate::plans;
use crate::portal::Portal;

/// Everything on the panel: groups by plan, ended subscriptions among them (SUB-01, SUB-10).
///
/// # Permissions
/// `subscriptions.view` in the account, partner users and Account Admins alike (SUB-04); 404 where subscriptions are
/// hidden altogether (SUB-05).
pub async fn list(portal: &Portal, actor: &Actor, account: AccountId) -> Result<Subscriptions> {
    let scope = actor.reach(portal, account).await?;
    let partner = match (scope.partner_id, scope.kind, actor.subscriptions_visible) {
        (Some(partner), AccountKind::Customer | AccountKind::Partner, true) => partner,
        _ => return Err(AppError::not_found("page").into()),
    };
    actor.require(Permission::SUBSCRIPTIONS_VIEW)?;
    let db = portal.db.read();
    let orders = order::Entity::find()
        .filter(order::Column::AccountId.eq(account.0))
        .filter(order::Column::PartnerId.eq(partner.0))
        .order_by_asc(order::Column::StartDate)
        .order_by_asc(order::Column::Id);
    let items = order_item::Entity::find().filter(order_item::Column::AccountId.eq(account.0)).order_by_asc(order_item::Column::Position);
    let calendar = Calendar::load(portal, db, partner);
    let (orders, items, calendar, held) = tokio::try_join!(
        async { orders.all(db).await.map_err(Error::from) },
        async { items.all(db).await.map_err(Error::from) },
        calendar,
        held(portal, account)
    )?;
    let plans = plans::by_sku(db, items.iter().map(|item| item.sku.as_str())).await?;
    let today = calendar.today(Some(&scope.account.time_zone));
    let mut lines: HashMap<uuid::Uuid, Vec<order_item::Model>> = HashMap::new();
    for item in items {
        lines.entry(item.order_id).or_default().push(item);
    }
    let mut groups: BTreeMap<String, SubscriptionGroup> = BTreeMap::new();
    for model in orders {
        let status = row::status_of(&model, &calendar, Some(&scope.account.time_zone))?;
        let running = row::is_running(&model, today)?;
        for item in lines.remove(&model.id).unwrap_or_default() {
            let plan = plans.get(&item.sku);
            let licenses = u64::try_from(item.quantity).unwrap_or_default();
            let group = groups.entry(name(plan, &item.sku)).or_insert_with_key(|name| empty(name, plan, &held));
            group.total += if running { licenses } else { 0 };
            group.subscriptions.push(Subscription {
                order_id: OrderId(model.id),
                subscription_number: model.subscription_number.clone(),
                sku: item.sku,
                plan: plan.cloned(),
                licenses,
                start_date: row::date(&model.start_date)?,
                end_date: model.expiry_date.as_deref().map(row::date).transpose()?,
                status,
                running,
            });
        }
    }
    // SUB-06: only partner users with billing account; `subscriptions_visible` has checked that account.
    let can_add = actor.is_partner()
        && scope.kind == AccountKind::Customer
        && actor.can(Permission::SUBSCRIPTIONS_ADD)
        && actor.can(Permission::ORDERS_VIEW);
    Ok(Subscriptions { groups: groups.into_values().collect(), can_add })
}

/// What the group is called: the plan's name, the SKU where the catalogue has none.
fn name(plan: Option<&Plan>, sku: &str) -> String {
    plan.map_or_else(|| sku.to_owned(), |plan| plan.name.clone())
}

fn empty(name: &str, plan: Option<&Plan>, held: &HashMap<(String, Option<String>), u64>) -> SubscriptionGroup {
    let product = plan.map(|plan| plan.product.clone()).unwrap_or_default();
    let tier = plan.and_then(|plan| plan.tier.clone());
    let per_user = plan.is_some_and(|plan| plan.per_user);
    let assigned = if per_user { held.get(&(product.clone(), tier.clone())).copied().unwrap_or_default() } else { 0 };
    SubscriptionGroup {
        key: name.to_owned(),
        plan: name.to_owned(),
        product,
        tier,
        per_user,
        total: 0,
        assigned,
        subscriptions: Vec::new(),
    }
}

/// How many users of the account hold each product and tier.
async fn held(portal: &Portal, account: AccountId) -> Result<HashMap<(String, Option<String>), u64>> {
    let sql = "SELECT product, tier, COUNT(*) AS n FROM user_products WHERE account_id = $1 GROUP BY product, tier";
    let rows = portal.db.read().query_all_raw(Statement::from_sql_and_values(portal.db.backend(), sql, [account.0.into()])).await?;
    rows.iter()
        .map(|row| {
            let n: i64 = row.try_get("", "n")?;
            Ok(((row.try_get("", "product")?, row.try_get("", "tier")?), u64::try_from(n).unwrap_or_default()))
        })
        .collect()
}
