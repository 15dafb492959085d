//! `/accounts/{id}/notifications`: where an account's notifications go besides the bell.

use crate::i18n::t;
use crate::notification_rules::NotificationRulesCard;
use crate::shell::{Permitted, use_account};
use crate::ui::{Crumb, PageHeader};
use crate::webhooks::WebhooksCard;
use leptos::prelude::*;
use leptos_meta::Title;
use switchroom_types::access::Permission;

#[component]
pub fn NotificationSettingsPage() -> impl IntoView {
    let account = use_account();
    let crumbs =
        vec![Crumb::link(account.name.clone(), format!("/accounts/{}/info", account.id)), Crumb::here(t!(notifications::SETTINGS))];
    view! {
        <Title text=t!(notifications::SETTINGS) />
        <Permitted needs=Permission::ACCOUNTS_VIEW>
            <div class="page page-narrow">
                <PageHeader title=t!(notifications::SETTINGS).to_owned() crumbs=crumbs.clone() />
                <NotificationRulesCard account=Some((account.id, account.kind)) />
                <WebhooksCard />
            </div>
        </Permitted>
    }
}
