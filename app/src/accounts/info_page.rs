//! "Account Information" (ACC-08 to ACC-14).

use super::api::{edit_account, get_account, set_bandwidth_optimization, subdivisions};
use super::contacts_field::ContactsField;
use super::danger::DangerActions;
use super::entries::Entries;
use super::fields::CustomerFields;
use super::labels;
use super::missing::MissingIntegrations;
use crate::account_groups::AccountGroupsCard;
use crate::i18n::{name_of, t, tr_field_error};
use crate::partner_access::PartnerAccessCard;
use crate::policies::SignInSecurityPanel;
use crate::shell::{CurrentAccount, Permitted, Trouble, can, use_account, use_me};
use crate::subscriptions::SubscriptionsPanel;
use crate::ui::{
    Banner, Card, ConflictView, CopyButton, Crumb, Form, FormActions, FormState, KeyValue, KeyValues, PageHeader, Skeleton, Switch, Tag,
    Time, Tone, use_toasts,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use switchroom_types::AppError;
use switchroom_types::access::{Permission, Role, Scope};
use switchroom_types::accounts::{AccountDetail, AccountKind, SavedAccount};
use switchroom_types::places::Subdivision;

#[component]
pub fn AccountInfoPage() -> impl IntoView {
    let id = use_account().id;
    // The provinces come along, so that they are there without scripts.
    let account = Resource::new(
        || (),
        move |()| async move {
            let account = get_account(id).await?;
            let country = account.form.country.clone();
            let provinces = if country.is_empty() { Vec::new() } else { subdivisions(country).await.unwrap_or_default() };
            Ok::<_, AppError>((account, provinces))
        },
    );
    let entered = use_account();
    let administrator = entered.kind == AccountKind::Partner && use_me().scope == Some(Scope::All);
    let groups = entered.kind == AccountKind::Customer && use_me().role == Role::Partner;
    let customer = entered.kind == AccountKind::Customer;
    let subscriptions = entered.subscriptions_visible && entered.kind == AccountKind::Customer;
    view! {
        <Title text=t!(accounts::INFORMATION) />
        <Permitted needs=Permission::ACCOUNTS_VIEW>
            <div class="page page-narrow">
            <Suspense fallback=|| view! { <Skeleton title=true lines=8 /> }>
                {move || Suspend::new(async move {
                    match account.await {
                        Ok((account, provinces)) => view! { <Information account=account provinces=provinces /> }.into_any(),
                        Err(error) => view! { <Trouble error=error /> }.into_any(),
                    }
                })}
            </Suspense>
            {groups.then(|| view! { <AccountGroupsCard account=id /> })}
            {customer.then(|| view! { <PartnerAccessCard account=id /> })}
            <Card title=t!(notifications::SETTINGS).to_owned() id="notifications">
                <p class="muted">{t!(notifications::SETTINGS_TEXT)}</p>
                <p><a class="link" href=format!("/accounts/{id}/notifications")>{t!(notifications::SETTINGS_OPEN)}</a></p>
            </Card>
            {administrator.then(|| view! { <super::new_user_role::NewUserRoleCard /> })}
            {move || can(Permission::SIGN_IN_SECURITY_VIEW).then(|| view! { <SignInSecurityPanel account=id /> })}
            {move || (subscriptions && can(Permission::SUBSCRIPTIONS_VIEW)).then(|| view! { <SubscriptionsPanel account=id /> })}
            </div>
        </Permitted>
    }
}

#[component]
fn Information(account: AccountDetail, provinces: Vec<Subdivision>) -> impl IntoView {
    let (id, kind) = (account.id, account.kind);
    let missing = account.missing_integrations.clone();
    let is_partner = use_me().role == Role::Partner;
    let entries = Entries::of(&account.form);
    let state = FormState::new("account");
    let toasts = use_toasts();
    let account = RwSignal::new(account);
    let warnings = RwSignal::new(Vec::new());
    let current = expect_context::<CurrentAccount>();
    let saved = move |saved: SavedAccount| {
        current.rename(id, &saved.account.form.name);
        entries.show(&saved.account.form);
        warnings.set(saved.warnings);
        account.set(saved.account);
        toasts.show(Tone::Ok, t!(accounts::SAVED));
    };
    let save = move |version: i32| state.submit(edit_account(id, version, untrack(|| entries.form())), saved);
    let submit = move |()| save(account.with_untracked(|account| account.version));
    let cancel = move |()| {
        account.with_untracked(|account| entries.show(&account.form));
        state.error.set(None);
        state.dirty.set(false);
    };
    // Somebody was faster: go on from their version, with one's own entries or with theirs (ACC-25).
    let resolve = move |mine: bool| {
        spawn_local(async move {
            match get_account(id).await {
                Ok(theirs) if mine => save(theirs.version),
                Ok(theirs) => {
                    entries.show(&theirs.form);
                    account.set(theirs);
                    state.error.set(None);
                    state.dirty.set(false);
                }
                Err(error) => state.error.set(Some(error)),
            }
        });
    };
    let conflicts =
        Signal::derive(move || state.error.with(|error| error.as_ref().map(|error| error.conflicts.clone()).unwrap_or_default()));
    let may_edit = Memo::new(move |_| can(Permission::ACCOUNTS_EDIT));
    let nothing_to_save = Signal::derive(move || !account.with(|account| entries.is_worth_saving(&account.form, kind)));
    let may_delete = move || can(Permission::ACCOUNTS_DELETE) && kind == AccountKind::Customer;
    let actions = move || move || may_delete().then(|| view! { <DangerActions account=account /> });
    let name = move || account.with(|account| account.form.name.clone());
    let crumbs = if is_partner {
        vec![Crumb::link(t!(accounts::ACCOUNTS), "/accounts"), Crumb::here(untrack(name))]
    } else {
        vec![Crumb::here(untrack(name))]
    };
    view! {
        <PageHeader title=t!(accounts::INFORMATION).to_owned() crumbs=crumbs actions=actions />
        <MissingIntegrations account=id missing=missing />
        {move || warnings.get().into_iter().map(|warning| view! { <Banner tone=Tone::Warn>{tr_field_error(&warning)}</Banner> }).collect_view()}
        <Form state=state on_submit=Callback::new(submit)>
            <ConflictView conflicts=conflicts label=labels::field on_resolve=resolve />
            <fieldset class="plain-fieldset stack" disabled=move || !may_edit.get()>
                <Card title=t!(accounts::CUSTOMER_INFORMATION).to_owned()>
                    <div class="stack">
                        <Facts account=account />
                        <CustomerFields entries=entries account=id address_required={kind == AccountKind::Customer} subdivided=provinces />
                    </div>
                </Card>
                <Card>
                    <ContactsField entries=entries state=state account=id />
                </Card>
            </fieldset>
            {move || may_edit.get().then(|| view! { <FormActions state=state on_cancel=Callback::new(cancel) disabled=nothing_to_save /> })}
        </Form>
        {(kind == AccountKind::Partner).then(|| view! {
            <Card title=t!(accounts::INTEGRATIONS).to_owned()>
                <p class="muted">{t!(accounts::PARTNER_INTEGRATIONS)}</p>
            </Card>
        })}
        {(kind == AccountKind::Customer).then(|| view! { <Integrations /> <CallServices account=account /> })}
    }
    .into_any()
}

/// What can be read but not changed here (ACC-10 to ACC-12).
#[component]
fn Facts(account: RwSignal<AccountDetail>) -> impl IntoView {
    let read = move || account.get();
    let number = Signal::derive(move || account.with(|account| account.number.to_string()));
    view! {
        {move || {
            let account = read();
            let customer_number = account.billing_customer_number.clone().unwrap_or_else(|| "—".to_owned());
            let by = if account.modified_by.is_empty() { String::new() } else { format!(" ({})", account.modified_by) };
            view! {
                <KeyValues>
                    <KeyValue name=t!(accounts::ACCOUNT_ID)>
                        <span class="row"><span class="number-plain">{account.number.grouped()}</span><CopyButton text=number label=t!(accounts::COPY_ID).to_owned() /></span>
                    </KeyValue>
                    <KeyValue name=customer_number_label()>{customer_number}</KeyValue>
                    <KeyValue name=t!(accounts::CLOUD_LOCATION)>{account.cloud_region.clone()}</KeyValue>
                    {account.pbx_type.map(|pbx| view! { <KeyValue name=t!(accounts::PBX_TYPE)>{pbx.as_str()}</KeyValue> })}
                    <KeyValue name=t!(accounts::MODIFIED)><Time at=account.modified_at />{by}</KeyValue>
                </KeyValues>
            }
        }}
    }
}

/// ACC-11: what the distributor calls it depends on where the customer comes from.
fn customer_number_label() -> &'static str {
    let micloud = use_account().integrations.iter().any(|kind| kind == "micloud_connect");
    if micloud { t!(accounts::BILLING_CUSTOMER_NUMBER) } else { t!(accounts::SAP_CUSTOMER_NUMBER) }
}

/// What the account has; where an assigned order leads (ORD-15).
#[component]
fn Integrations() -> impl IntoView {
    let kinds = use_account().integrations;
    let content = if kinds.is_empty() {
        view! { <p class="muted">{t!(accounts::NO_INTEGRATIONS)}</p> }.into_any()
    } else {
        let tags = kinds.into_iter().map(|kind| view! { <li><Tag>{name_of("integration", &kind).into_owned()}</Tag></li> }).collect_view();
        view! { <ul class="contacts-chips">{tags}</ul> }.into_any()
    };
    view! { <Card title=t!(accounts::INTEGRATIONS).to_owned() id="integrations">{content}</Card> }
}

/// Stored at once, not with the form (ACC-14).
#[component]
fn CallServices(account: RwSignal<AccountDetail>) -> impl IntoView {
    let id = account.with_untracked(|account| account.id);
    let on = RwSignal::new(account.with_untracked(|account| account.bandwidth_optimization));
    let error = RwSignal::new(None::<switchroom_types::AppError>);
    let change = move |wanted: bool| {
        error.set(None);
        spawn_local(async move {
            if let Err(refused) = set_bandwidth_optimization(id, wanted).await {
                let _ = on.try_set(!wanted);
                let _ = error.try_set(Some(refused));
            }
        });
    };
    view! {
        <Card title=t!(accounts::CALL_SERVICES).to_owned()>
            {move || error.get().map(|error| view! { <Banner tone=Tone::Bad>{crate::i18n::tr_error(&error)}</Banner> })}
            <Switch
                name="bandwidth_optimization"
                label=t!(accounts::BANDWIDTH)
                value=on
                note=t!(accounts::BANDWIDTH_NOTE).to_owned()
                disabled=Signal::derive(move || !can(Permission::ACCOUNTS_EDIT))
                on_change=Callback::new(change)
            />
        </Card>
    }
}
