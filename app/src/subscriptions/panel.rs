//! The panel of subscriptions: a group a plan, each opening to its subscriptions (SUB-01, SUB-02).

use super::api::list_subscriptions;
use crate::orders::{OrderBadge, PlanInfo};
use crate::t;
use crate::ui::{EmptyState, ErrorState, Icon, LinkButton, Skeleton, Tag, Tone};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use switchroom_types::AccountId;
use switchroom_types::orders::OrderStatus;
use switchroom_types::subscriptions::{Subscription, SubscriptionGroup, Subscriptions};

/// Shows its own heading on other pages. Does not check whether the viewer may see subscriptions: show it only to those
/// who do (`subscriptions_visible` of the account and the permission).
#[component]
pub fn SubscriptionsPanel(account: AccountId, #[prop(default = true)] heading: bool) -> impl IntoView {
    let subscriptions = Resource::new(move || account, list_subscriptions);
    let add = move |found: &Subscriptions| {
        found.can_add.then(|| {
            let href = format!("/orders?filter.view=unassigned&for={account}");
            view! { <LinkButton href=href icon="plus">{t!(subscriptions::ADD_ORDER)}</LinkButton> }
        })
    };
    view! {
        <section class="subscriptions" id="subscriptions" aria-label=t!(subscriptions::TITLE)>
            <Transition fallback=|| view! { <Skeleton lines=4 /> }>
                {move || Suspend::new(async move {
                    match subscriptions.await {
                        Err(error) => view! { <ErrorState error=error on_retry=move |()| subscriptions.refetch() /> }.into_any(),
                        Ok(found) => view! {
                            <header class="subscriptions-head">
                                {heading.then(|| view! { <h2 class="card-title">{t!(subscriptions::TITLE)}</h2> })}
                                {add(&found)}
                            </header>
                            <Groups found=found />
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        </section>
    }
    .into_any()
}

#[component]
fn Groups(found: Subscriptions) -> impl IntoView {
    if found.groups.is_empty() {
        return view! { <EmptyState title=t!(subscriptions::NONE) text=t!(subscriptions::NONE_TEXT) icon="package" /> }.into_any();
    }
    // SUB-07: the group of the order that was just added is open.
    let opened = use_query_map().with_untracked(|query| query.get("open")).unwrap_or_default();
    let group = |(index, group): (usize, SubscriptionGroup)| {
        let open = group.subscriptions.iter().any(|line| line.subscription_number == opened);
        view! { <Group index=index group=group open=open /> }
    };
    found.groups.into_iter().enumerate().map(group).collect_view().into_any()
}

#[component]
fn Group(index: usize, group: SubscriptionGroup, open: bool) -> impl IntoView {
    let over = group.over();
    let (total, assigned, remaining, per_user) = (group.total, group.assigned, group.remaining(), group.per_user);
    let SubscriptionGroup { plan, subscriptions, .. } = group;
    let title = match per_user {
        true => t!(subscriptions::POOL, plan = plan, a = assigned, t = total),
        false => t!(subscriptions::TOTAL, plan = plan, t = total),
    };
    // The newest number first reads wrong in a ledger; the header sorts either way.
    let descending = RwSignal::new(false);
    let lines = StoredValue::new(subscriptions);
    let sorted = move || {
        let mut lines = lines.get_value();
        lines.sort_by(|a, b| a.subscription_number.cmp(&b.subscription_number));
        if descending.get() {
            lines.reverse();
        }
        lines
            .into_iter()
            .enumerate()
            .map(|(line, subscription)| view! { <Line id=format!("plan-{index}-{line}") subscription=subscription /> })
            .collect_view()
    };
    let direction = move || if descending.get() { "descending" } else { "ascending" };
    view! {
        <details class="card subscription-group" open=open>
            <summary class="subscription-title">
                <Icon name="chevron-right" />
                <span>{title}</span>
                {(over > 0).then(|| view! { <Tag tone=Tone::Bad>{t!(subscriptions::OVER, n = over)}</Tag> })}
            </summary>
            <table class="subscription-lines">
                <thead>
                    <tr>
                        <th scope="col" aria-sort=direction>
                            <button type="button" class="subscription-sort" on:click=move |_| descending.update(|down| *down = !*down)>
                                {t!(subscriptions::NUMBER)}
                                {move || view! { <Icon name=if descending.get() { "arrow-down" } else { "arrow-up" } /> }}
                            </button>
                        </th>
                        <th scope="col">{t!(subscriptions::DETAILS)}</th>
                        <th scope="col" class="number">{t!(subscriptions::LICENSES)}</th>
                        <th scope="col">{t!(subscriptions::START)}</th>
                        <th scope="col">{t!(subscriptions::END)}</th>
                    </tr>
                </thead>
                <tbody>{sorted}</tbody>
            </table>
            {per_user.then(|| view! { <p class="subscription-rest">{t!(subscriptions::REMAINING, n = remaining)}</p> })}
        </details>
    }
    .into_any()
}

#[component]
fn Line(id: String, subscription: Subscription) -> impl IntoView {
    let Subscription { subscription_number, sku, plan, licenses, start_date, end_date, status, running, .. } = subscription;
    let details = match &plan {
        Some(plan) => format!("{}: {sku}", plan.name),
        None => t!(orders::UNKNOWN_PLAN, sku = sku),
    };
    let end = end_date.map_or_else(|| t!(orders::PERPETUAL).to_owned(), |date| date.to_string());
    // What runs says enough by its dates.
    let mark = (!running || status == OrderStatus::ExpiringSoon).then(|| view! { <OrderBadge status=status /> });
    view! {
        <tr class:subscription-ended=!running>
            <th scope="row">{subscription_number}</th>
            <td data-label=t!(subscriptions::DETAILS)>
                <span class="subscription-plan">{details} {plan.map(|plan| view! { <PlanInfo id=id plan=plan /> })}</span>
            </td>
            <td class="number" data-label=t!(subscriptions::LICENSES)>{crate::i18n::number(licenses)}</td>
            <td data-label=t!(subscriptions::START)>{start_date.to_string()}</td>
            <td data-label=t!(subscriptions::END)>
                <span class="subscription-end">{end} {mark}</span>
            </td>
        </tr>
    }
    .into_any()
}
