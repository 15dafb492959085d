//! `/orders`: what the partner bought, and which customer has it.

use super::OrderBadge;
use super::api::{count_orders, list_orders};
use super::dialog::OrderDialog;
use super::params::OrderParams;
use crate::account_groups::group_filter;
use crate::i18n::number;
use crate::shell::Permitted;
use crate::t;
use crate::ui::{CardRole, Column, EmptyState, Filter, List, ListSpec, Menu, MenuItem, Table, Width};
use leptos::prelude::*;
use leptos_meta::Title;
use switchroom_types::access::Permission;
use switchroom_types::dashboard::EXPIRING_WITHIN;
use switchroom_types::list::{ListQuery, Total};
use switchroom_types::orders::{OrderCounts, OrderRow, OrderStatus, OrderView};

#[component]
pub fn OrdersPage() -> impl IntoView {
    view! {
        <Title text=t!(orders::TITLE) />
        <Permitted needs=Permission::ORDERS_VIEW>
            <Orders />
        </Permitted>
    }
}

#[component]
fn Orders() -> impl IntoView {
    let params = OrderParams::new();
    let within: Vec<_> = EXPIRING_WITHIN.iter().map(|days| (days.to_string(), t!(orders::WITHIN_DAYS, n = *days))).collect();
    let list = ListSpec::new("orders", list_orders, |row: &OrderRow| row.id.to_string(), |row: &OrderRow| row.subscription_number.clone())
        .columns(columns(params))
        .default_sort("sap_order_id")
        .search(t!(orders::SEARCH))
        .filter(Filter::one("within", t!(orders::WITHIN), within))
        .filter(group_filter())
        .href(move |row: &OrderRow| Some(untrack(|| params.with_open(Some(row.id)))))
        .on_open(move |row: &OrderRow| params.show(Some(row.id)))
        .export("/api/v1/orders")
        .build();
    let search = Memo::new(move |_| list.query().search);
    let counts = Resource::new(move || search.get(), count_orders);
    let changed = list.live();
    let heading = ViewFn::from(move || view! { <Heading list=list counts=counts /> });
    let empty = ViewFn::from(|| view! { <EmptyState title=t!(orders::NONE) text=t!(orders::NONE_TEXT) icon="package" /> });
    view! {
        <Table list=list title=t!(orders::TITLE) heading=heading empty=empty no_match=t!(orders::NO_MATCH) />
        <OrderDialog
            params=params
            on_assigned=move |()| {
                changed(0);
                counts.refetch();
            }
        />
    }
    .into_any()
}

/// ORD-05: the heading chooses the view.
#[component]
fn Heading(list: List, counts: Resource<Result<OrderCounts, switchroom_types::AppError>>) -> impl IntoView {
    let view = Memo::new(move |_| list.query().filter("view").and_then(OrderView::parse).unwrap_or(OrderView::All));
    view! {
        <Transition>
            {move || Suspend::new(async move {
                // Without the counts the views can still be chosen.
                let counts = counts.await.ok();
                let items = Signal::derive(move || {
                    let item = |each: &OrderView| {
                        let n = counts.map(|counts| figure(counts.of(*each)));
                        let label = n.map_or_else(|| name(*each).to_owned(), |n| t!(orders::VIEW_N, view = name(*each), n = n));
                        MenuItem::link(label, address(&list.query(), *each)).current(*each == view.get())
                    };
                    OrderView::ALL.iter().map(item).collect::<Vec<_>>()
                });
                let label = Signal::derive(move || {
                    let narrowed = ["within", "group"].iter().any(|name| list.query().filter(name).is_some());
                    let total = counts.filter(|_| !narrowed).map_or_else(|| list.total(), |counts| counts.of(view.get()));
                    t!(orders::HEADING, view = name(view.get()), n = figure(total))
                });
                view! {
                    <div class="page-head">
                        <h1 class="orders-heading">
                            <Menu id="orders-view" label=label items=items arrow=true class="orders-heading-button" />
                        </h1>
                    </div>
                }
            })}
        </Transition>
    }
    .into_any()
}

fn name(view: OrderView) -> &'static str {
    match view {
        OrderView::All => t!(orders::VIEW_ALL),
        OrderView::Unassigned => t!(orders::VIEW_UNASSIGNED),
        OrderView::Expiring => t!(orders::VIEW_EXPIRING),
    }
}

fn figure(total: Total) -> String {
    let value = number(total.value);
    if total.exact { value } else { format!("{value}+") }
}

/// The same search and sort in another view.
fn address(query: &ListQuery, view: OrderView) -> String {
    let mut query = query.clone();
    query.set_filter("view", (view != OrderView::All).then_some(view.as_str()));
    let pairs = query.to_pairs(false);
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", crate::sessions::next::encode(value))).collect();
    if pairs.is_empty() { "/orders".to_owned() } else { format!("/orders?{}", pairs.join("&")) }
}

fn columns(params: OrderParams) -> Vec<Column<OrderRow>> {
    vec![
        Column::new("sap_order_id", t!(orders::COL_SAP), |row: &OrderRow| value(row.sap_order_id.as_deref()))
            .sortable()
            .fixed()
            .card(CardRole::Meta),
        Column::new("subscription_number", t!(orders::COL_SUBSCRIPTION), |row: &OrderRow| {
            view! { <strong class="order-number">{row.subscription_number.clone()}</strong> }.into_any()
        })
        .sortable()
        .card(CardRole::Title),
        Column::new("reseller_po", t!(orders::COL_RESELLER_PO), |row: &OrderRow| value(row.reseller_po.as_deref())).sortable(),
        Column::new("customer_po", t!(orders::COL_CUSTOMER_PO), |row: &OrderRow| value(row.customer_po.as_deref())).sortable(),
        Column::new("account", t!(orders::COL_ACCOUNT), |row: &OrderRow| match &row.account {
            Some(account) => view! { <span>{account.name.clone()}</span> }.into_any(),
            None => view! { <span class="muted">{t!(orders::UNASSIGNED)}</span> }.into_any(),
        })
        .sortable()
        .width(Width::Large)
        .card(CardRole::Text),
        Column::new("expiry_date", t!(orders::COL_EXPIRY), move |row: &OrderRow| expiry(params, row))
            .sortable()
            .width(Width::Wide)
            .card(CardRole::Status),
    ]
}

/// ORD-02.
fn value(text: Option<&str>) -> AnyView {
    match text {
        Some(text) => view! { <span>{text.to_owned()}</span> }.into_any(),
        None => view! { <span class="muted">{t!(orders::UNAVAILABLE)}</span> }.into_any(),
    }
}

/// ORD-04: date, badge, and what can be done about it.
fn expiry(params: OrderParams, row: &OrderRow) -> AnyView {
    let date = match (row.expiry_date, row.account.is_some()) {
        (Some(date), _) => Some(date.to_string()),
        (None, false) => Some(t!(orders::PERPETUAL).to_owned()),
        // The badge says it.
        (None, true) => None,
    };
    // The button stands for the badge ASSIGN.
    let badge = (row.status != OrderStatus::Assign).then(|| view! { <OrderBadge status=row.status /> });
    let id = row.id;
    let assign = row.assignable.then(|| {
        let label = t!(orders::ASSIGN_NAMED, order = row.subscription_number);
        view! {
            <a class="button button-small order-assign" href=move || params.with_open(Some(id)) aria-label=label>
                {t!(orders::ASSIGN)}
            </a>
        }
    });
    view! { <span class="order-expiry">{date.map(|date| view! { <span class="order-date">{date}</span> })} {badge} {assign}</span> }
        .into_any()
}
