//! "Add Account" (ACC-02).

use super::api::{create_account, form_choices};
use super::contacts_field::ContactsField;
use super::entries::Entries;
use super::fields::CustomerFields;
use crate::i18n::{t, tr_field_error};
use crate::shell::{Permitted, use_me};
use crate::ui::{Card, Crumb, Form, FormActions, FormState, PageHeader, SelectField, Skeleton, Tone, use_toasts};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use switchroom_types::access::Permission;
use switchroom_types::accounts::{AccountForm, AccountKind, SavedAccount};

#[component]
pub fn NewAccountPage() -> impl IntoView {
    let choices = Resource::new(|| (), |()| form_choices());
    view! {
        <Title text=t!(accounts::ADD_ACCOUNT) />
        <super::list_page::PartnersOnly>
            <Permitted needs=Permission::ACCOUNTS_ADD>
                <Suspense fallback=|| view! { <div class="page page-narrow"><Skeleton title=true lines=8 /></div> }>
                    {move || Suspend::new(async move {
                        let regions = choices.await.map(|choices| choices.cloud_regions).unwrap_or_default();
                        view! { <NewAccount regions=regions /> }
                    })}
                </Suspense>
            </Permitted>
        </super::list_page::PartnersOnly>
    }
}

#[component]
fn NewAccount(regions: Vec<String>) -> impl IntoView {
    let me = use_me();
    let start = AccountForm { language: me.language, cloud_region: regions.first().cloned().unwrap_or_default(), ..Default::default() };
    let entries = Entries::of(&start);
    let state = FormState::new("account");
    let toasts = use_toasts();
    let navigate = use_navigate();
    let back = {
        let navigate = navigate.clone();
        move |()| navigate("/accounts", NavigateOptions::default())
    };
    let submit = move |()| {
        let navigate = navigate.clone();
        state.submit(create_account(untrack(|| entries.form())), move |saved: SavedAccount| {
            toasts.show(Tone::Ok, t!(accounts::CREATED, name = saved.account.form.name.as_str()));
            for warning in &saved.warnings {
                toasts.show(Tone::Warn, tr_field_error(warning));
            }
            navigate(&format!("/accounts/{}/info", saved.account.id), NavigateOptions::default());
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
