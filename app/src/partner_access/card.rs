//! "Partner access" on Account Information: the setting, for admins of the account, and the requests, for both sides.

use super::api::{get_partner_access, set_access_mode};
use super::requests::{Refusal, Requests, kept_current};
use crate::i18n::t;
use crate::ui::{Card, ErrorState, Skeleton, Switch, Time, Tone, Work, use_toasts};
use leptos::prelude::*;
use switchroom_types::AccountId;
use switchroom_types::partner_access::{AccessMode, PartnerAccess};

#[component]
pub fn PartnerAccessCard(account: AccountId) -> impl IntoView {
    let access = Resource::new(move || account, get_partner_access);
    view! {
        <Card title=t!(partner_access::TITLE).to_owned() id="partner-access">
            <Suspense fallback=|| view! { <Skeleton lines=3 /> }>
                {move || Suspend::new(async move {
                    match access.await {
                        Ok(access) => view! { <Content account access /> }.into_any(),
                        Err(error) => view! { <ErrorState error=error on_retry=move |()| access.refetch() /> }.into_any(),
                    }
                })}
            </Suspense>
        </Card>
    }
    .into_any()
}

#[component]
fn Content(account: AccountId, access: PartnerAccess) -> impl IntoView {
    let (work, toasts) = (Work::new(), use_toasts());
    let may_decide = access.may_decide;
    let access = kept_current(account, access);
    let on = RwSignal::new(access.with_untracked(|access| access.mode == AccessMode::OnApproval));
    let closed = Memo::new(move |_| access.with(|access| access.mode == AccessMode::OnApproval));
    Effect::new(move |_| on.set(closed.get()));
    let change = move |wanted: bool| {
        let mode = if wanted { AccessMode::OnApproval } else { AccessMode::Always };
        let saved = move |now: PartnerAccess| {
            toasts.show(Tone::Ok, if wanted { t!(partner_access::CLOSED_NOW) } else { t!(partner_access::OPEN_NOW) });
            access.set(now);
        };
        work.run_or(set_access_mode(account, mode), saved, move |_| on.set(!wanted));
    };
    let set = move || {
        access.with(|access| access.since.zip(access.set_by.clone())).map(|(at, by)| {
            view! { <p class="muted">{t!(partner_access::SINCE)} " " <Time at=at /> {format!(" ({by})")}</p> }
        })
    };
    let shows_requests = Memo::new(move |_| closed.get() || access.with(|access| !access.requests.is_empty()));
    let setting = if may_decide {
        view! {
            <Switch
                name="on_approval"
                label=t!(partner_access::ON_APPROVAL)
                value=on
                note=t!(partner_access::ON_APPROVAL_NOTE).to_owned()
                on_change=Callback::new(change)
            />
        }
        .into_any()
    } else {
        view! { <p>{move || if closed.get() { t!(partner_access::IS_CLOSED) } else { t!(partner_access::IS_OPEN) }}</p> }.into_any()
    };
    view! {
        <div class="stack">
            <Refusal work />
            {setting}
            {set}
            {move || shows_requests.get().then(|| view! { <Requests account access /> })}
        </div>
    }
    .into_any()
}
