//! What partner users see of an account that lets them in on approval, until they were let in.

use super::api::get_partner_access;
use super::ask::AskForm;
use super::requests::{Requests, kept_current};
use crate::accounts::{ClosedAccountActions, api::get_account};
use crate::i18n::t;
use crate::shell::can;
use crate::ui::{Banner, Card, Crumb, ErrorState, PageHeader, Skeleton};
use leptos::prelude::*;
use leptos_meta::Title;
use switchroom_types::AccountId;
use switchroom_types::access::Permission;
use switchroom_types::accounts::AccountContext;
use switchroom_types::partner_access::{AccessRequest, PartnerAccess, RequestState};

#[component]
pub fn ClosedToPartner(account: AccountContext) -> impl IntoView {
    let (id, name) = (account.id, account.name.clone());
    let access = Resource::new(move || id, get_partner_access);
    // What deleting or deactivating it would touch is asked for by those who may.
    let record = Resource::new(move || id, get_account);
    let crumbs = vec![Crumb::link(t!(accounts::ACCOUNTS), "/accounts"), Crumb::here(name.clone())];
    let may_delete = move || can(Permission::ACCOUNTS_DELETE);
    let actions = move || {
        move || {
            may_delete().then(|| {
            view! {
                <Suspense>
                    {move || Suspend::new(async move { record.await.ok().map(|record| view! { <ClosedAccountActions account=record /> }) })}
                </Suspense>
            }
        })
        }
    };
    view! {
        <Title text=name.clone() />
        <div class="page page-narrow">
            <PageHeader title=name.clone() crumbs=crumbs actions=actions />
            <Banner>{t!(partner_access::CLOSED_TEXT, name = name)}</Banner>
            <Suspense fallback=|| view! { <Skeleton lines=6 /> }>
                {move || Suspend::new(async move {
                    match access.await {
                        Ok(access) => view! { <Content account=id access /> }.into_any(),
                        Err(error) => view! { <ErrorState error=error on_retry=move |()| access.refetch() /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn Content(account: AccountId, access: PartnerAccess) -> impl IntoView {
    let access = kept_current(account, access);
    let own = |request: &AccessRequest| request.own && request.state == RequestState::Pending;
    let waits = Memo::new(move |_| access.with(|access| access.requests.iter().any(own)));
    view! {
        {move || (!waits.get()).then(|| view! { <AskForm account on_changed=Callback::new(move |now| access.set(now)) /> })}
        <Card title=t!(partner_access::REQUESTS).to_owned() id="access-requests">
            <Requests account access />
        </Card>
    }
    .into_any()
}
