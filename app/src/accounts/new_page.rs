//! "Add Account" (ACC-02).

use super::api::{create_account, form_choices};
use super::contacts_field::ContactsField;
use super::entries::Entries;
use super::fields::CustomerFields;
use crate::i18n::{t, tr_field_error};
use crate::orders::api::get_order;
use crate::shell::{Permitted, use_me};
use crate::ui::{Card, Crumb, Form, FormActions, FormState, PageHeader, SelectField, Skeleton, Tone, use_toasts};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use switchroom_types::OrderId;
use switchroom_types::access::Permission;
use switchroom_types::accounts::{AccountForm, AccountKind, SavedAccount};
use switchroom_types::orders::OrderDetail;

#[component]
pub fn NewAccountPage() -> impl IntoView {
    let choices = Resource::new(|| (), |()| form_choices());
    let order = Resource::new(|| (), move |()| prefilled(for_order()));
    view! {
        <Title text=t!(accounts::ADD_ACCOUNT) />
        <crate::shell::PartnersOnly>
            <Permitted needs=Permission::ACCOUNTS_ADD>
                <Suspense fallback=|| view! { <div class="page page-narrow"><Skeleton title=true lines=8 /></div> }>
                    {move || Suspend::new(async move {
                        let regions = choices.await.map(|choices| choices.cloud_regions).unwrap_or_default();
                        view! { <NewAccount regions=regions order=order.await /> }
                    })}
                </Suspense>
            </Permitted>
        </crate::shell::PartnersOnly>
    }
}

/// The order that waits for the account (ORD-16).
fn for_order() -> Option<OrderId> {
    use_query_map().with_untracked(|query| query.get("order"))?.parse().ok()
}

/// An order that cannot be read any more prefills nothing.
async fn prefilled(order: Option<OrderId>) -> Option<OrderDetail> {
    get_order(order?).await.ok()
}

#[component]
fn NewAccount(regions: Vec<String>, order: Option<OrderDetail>) -> impl IntoView {
    let me = use_me();
    let (name, address1) = match &order {
        Some(order) => (order.customer_name.clone().unwrap_or_default(), order.customer_address.clone().unwrap_or_default()),
        None => Default::default(),
    };
    let order = order.map(|order| order.row.id);
    let cloud_region = regions.first().cloned().unwrap_or_default();
    let start = AccountForm { name, address1, language: me.language, cloud_region, ..Default::default() };
    let entries = Entries::of(&start);
    let state = FormState::new("account");
    let toasts = use_toasts();
    let navigate = use_navigate();
    let back = {
        let navigate = navigate.clone();
        let to = order.map_or_else(|| "/accounts".to_owned(), |order| format!("/orders?open={order}"));
        move |()| navigate(&to, NavigateOptions::default())
    };
    let submit = move |()| {
        let navigate = navigate.clone();
        state.submit(create_account(untrack(|| entries.form())), move |saved: SavedAccount| {
            toasts.show(Tone::Ok, t!(accounts::CREATED, name = saved.account.form.name.as_str()));
            for warning in &saved.warnings {
                toasts.show(Tone::Warn, tr_field_error(warning));
            }
            let id = saved.account.id;
            let to = order.map_or_else(|| format!("/accounts/{id}/info"), |order| format!("/orders?open={order}&account={id}"));
            navigate(&to, NavigateOptions::default());
        });
    };
    let incomplete = Signal::derive(move || !entries.is_worth_saving(&AccountForm::default(), AccountKind::Customer));
    let crumbs = vec![Crumb::link(t!(accounts::ACCOUNTS), "/accounts"), Crumb::here(t!(accounts::ADD_ACCOUNT))];
    let options: Vec<_> = regions.iter().map(|region| (region.clone(), region.clone())).collect();
    let choose_region = (options.len() > 1).then(|| {
        view! {
            <SelectField name="cloud_region" label=t!(accounts::CLOUD_LOCATION) help=t!(accounts::CLOUD_LOCATION_HELP).to_owned() value=entries.cloud_region options=options />
        }
    });
    view! {
        <div class="page page-narrow">
            <PageHeader title=t!(accounts::ADD_ACCOUNT).to_owned() crumbs=crumbs />
            <Form state=state on_submit=Callback::new(submit)>
                <Card title=t!(accounts::CUSTOMER_INFORMATION).to_owned()>
                    <div class="stack">
                        <CustomerFields entries=entries />
                        {choose_region}
                    </div>
                </Card>
                <Card>
                    <ContactsField entries=entries state=state />
                </Card>
                <FormActions state=state on_cancel=Callback::new(back) disabled=incomplete />
            </Form>
        </div>
    }
    .into_any()
}
