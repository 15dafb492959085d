//! What stands in the order dialog: facts, items, tracking details.

use super::{OrderBadge, PlanInfo};
use crate::t;
use crate::ui::{KeyValue, KeyValues, Time};
use leptos::prelude::*;
use switchroom_types::orders::{AssignedHow, OrderDetail, OrderItem};

/// ORD-07.
#[component]
pub(super) fn OrderFacts(order: OrderDetail) -> impl IntoView {
    let account = match order.row.account.clone() {
        Some(account) => view! { <a href=format!("/accounts/{}/info", account.id)>{account.name}</a> }.into_any(),
        None => t!(orders::UNASSIGNED_VALUE).into_any(),
    };
    let items = order.items.clone();
    let (number, start, term, status) = (order.row.subscription_number.clone(), order.row.start_date, order.term.clone(), order.row.status);
    view! {
        <KeyValues>
            <KeyValue name=t!(orders::SUBSCRIPTION)>{number}</KeyValue>
            <KeyValue name=t!(orders::START_DATE)>{start.to_string()}</KeyValue>
            <KeyValue name=t!(orders::TERM)>
                <span class="order-term">{term} <OrderBadge status=status /></span>
            </KeyValue>
            <KeyValue name=t!(orders::ASSIGNED_TO)>{account}</KeyValue>
        </KeyValues>
        <Tracking order=order />
        <ul class="order-items" aria-label=t!(orders::ITEMS)>
            {items.into_iter().enumerate().map(|(index, item)| view! { <Item index=index item=item /> }).collect_view()}
        </ul>
    }
    .into_any()
}

#[component]
fn Item(index: usize, item: OrderItem) -> impl IntoView {
    let OrderItem { sku, quantity, plan } = item;
    let name = plan.as_ref().map_or_else(|| t!(orders::UNKNOWN_PLAN, sku = sku), |plan| plan.name.clone());
    view! {
        <li class="order-item">
            <span class="order-item-name">
                {name} {plan.map(|plan| view! { <PlanInfo id=format!("order-plan-{index}") plan=plan /> })}
            </span>
            <span class="order-item-sku">{sku}</span>
            <span class="order-item-count">{t!(orders::LICENSES, n = quantity)}</span>
        </li>
    }
    .into_any()
}

/// ORD-08.
#[component]
fn Tracking(order: OrderDetail) -> impl IntoView {
    let or = |value: &Option<String>| value.clone().unwrap_or_else(|| t!(orders::UNAVAILABLE).to_owned());
    let expiry = order.row.expiry_date.map_or_else(|| t!(orders::PERPETUAL).to_owned(), |date| date.to_string());
    let matched = order.assigned_how.map(|how| match how {
        AssignedHow::Auto => t!(orders::MATCHED_AUTO),
        AssignedHow::Manual => t!(orders::MATCHED_MANUAL),
    });
    let (by, at) = (order.assigned_by.clone().unwrap_or_default(), order.assigned_at);
    view! {
        <details class="disclosure">
            <summary>{t!(orders::TRACKING)}</summary>
            <KeyValues>
                <KeyValue name=t!(orders::TRACKING_NUMBER)>{or(&order.tracking_number)}</KeyValue>
                <KeyValue name=t!(orders::SAP_ID)>{or(&order.row.sap_order_id)}</KeyValue>
                <KeyValue name=t!(orders::RESELLER_PO)>{or(&order.row.reseller_po)}</KeyValue>
                <KeyValue name=t!(orders::CUSTOMER_PO)>{or(&order.row.customer_po)}</KeyValue>
                <KeyValue name=t!(orders::PURCHASE_DATE)>{order.purchase_date.to_string()}</KeyValue>
                <KeyValue name=t!(orders::EXPIRY_DATE)>{expiry}</KeyValue>
                <KeyValue name=t!(orders::DISTRIBUTOR)>{or(&order.distributor)}</KeyValue>
                <KeyValue name=t!(orders::CUSTOMER_NUMBER)>{or(&order.customer_number)}</KeyValue>
                <KeyValue name=t!(orders::CUSTOMER_NAME)>{or(&order.customer_name)}</KeyValue>
                {matched
                    .map(|how| view! {
                        <KeyValue name=t!(orders::MATCHED)>
                            {t!(orders::MATCHED_BY, how = how, name = by)} " " {at.map(|at| view! { <Time at=at /> })}
                        </KeyValue>
                    })}
            </KeyValues>
        </details>
    }
    .into_any()
}
