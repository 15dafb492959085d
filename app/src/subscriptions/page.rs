//! `/accounts/{id}/subscriptions`.

use super::panel::SubscriptionsPanel;
use crate::shell::{NotFound, Permitted, use_account};
use crate::t;
use crate::ui::PageHeader;
use leptos::prelude::*;
use leptos_meta::Title;
use switchroom_types::access::Permission;

#[component]
pub fn SubscriptionsPage() -> impl IntoView {
    let account = use_account();
    // SUB-05: where subscriptions are hidden, the page does not exist.
    if !account.subscriptions_visible {
        return view! { <NotFound /> }.into_any();
    }
    view! {
        <Title text=t!(subscriptions::TITLE) />
        <Permitted needs=Permission::SUBSCRIPTIONS_VIEW>
            <div class="page page-narrow">
                <PageHeader title=Signal::derive(|| t!(subscriptions::TITLE).to_owned()) />
                <SubscriptionsPanel account=account.id heading=false />
            </div>
        </Permitted>
    }
    .into_any()
}
