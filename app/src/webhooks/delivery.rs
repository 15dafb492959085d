//! One delivery: how it stands, and what was sent.

use super::api::send_again;
use crate::i18n::{name_of, t, tr_error};
use crate::shell::can;
use crate::ui::{Banner, Button, CopyButton, Dialog, DialogSize, KeyValue, KeyValues, Tag, Time, Tone, Variant, Work, use_toasts};
use leptos::prelude::*;
use switchroom_types::access::Permission;
use switchroom_types::webhooks::{Delivery, DeliveryState};
use switchroom_types::{AccountId, WebhookId};

pub(super) fn mark(state: DeliveryState) -> (Tone, &'static str, &'static str) {
    match state {
        DeliveryState::Queued => (Tone::Info, "hourglass", t!(webhooks::QUEUED)),
        DeliveryState::Delivered => (Tone::Ok, "circle-check", t!(webhooks::DELIVERED)),
        DeliveryState::Failed => (Tone::Bad, "circle-alert", t!(webhooks::FAILED)),
    }
}

/// What came back, in a word: `204`, `500`, or why nothing did.
pub(super) fn answer(delivery: &Delivery) -> String {
    match (delivery.response_status, delivery.error.as_deref()) {
        (Some(status), Some("outbound.redirect")) => format!("{status} · {}", name_of("webhook_error", "outbound.redirect")),
        (Some(status), _) => status.to_string(),
        (None, Some(error)) => name_of("webhook_error", error).into_owned(),
        (None, None) => "—".to_owned(),
    }
}

pub(super) fn took(delivery: &Delivery) -> String {
    delivery.duration_ms.map_or_else(|| "—".to_owned(), |ms| t!(webhooks::MILLISECONDS, ms = ms))
}

/// Says how a sending by hand went.
pub(super) fn tell(toasts: crate::ui::Toasts, sent: &Delivery) {
    match sent.error {
        None => toasts.show(Tone::Ok, t!(webhooks::ARRIVED, answer = answer(sent), took = took(sent))),
        Some(_) => toasts.show(Tone::Bad, t!(webhooks::NOT_ARRIVED, answer = answer(sent))),
    }
}

#[component]
pub(super) fn DeliveryPanel(
    account: AccountId,
    webhook: WebhookId,
    open: RwSignal<bool>,
    chosen: RwSignal<Option<Delivery>>,
    on_sent: Callback<()>,
) -> impl IntoView {
    let toasts = use_toasts();
    let work = Work::new();
    let title = Signal::derive(move || chosen.with(|chosen| chosen.as_ref().map(|one| one.title.clone()).unwrap_or_default()));
    let again = move |_| {
        let Some(delivery) = chosen.get_untracked() else { return };
        work.run(send_again(account, webhook, delivery.id), move |sent| {
            open.set(false);
            tell(toasts, &sent);
            on_sent.run(());
        });
    };
    let foot = move || {
        let body = Signal::derive(move || chosen.with(|chosen| chosen.as_ref().map(|one| one.body.clone()).unwrap_or_default()));
        view! {
            <CopyButton text=body />
            <span class="spacer"></span>
            <Button on_click=move |_| open.set(false)>{t!(ui::CLOSE)}</Button>
            {move || can(Permission::ACCOUNTS_EDIT).then(|| view! {
                <Button variant=Variant::Primary busy=work.busy on_click=again>{t!(webhooks::SEND_AGAIN)}</Button>
            })}
        }
        .into_any()
    };
    let facts = move || {
        chosen.get().map(|one| {
            let (tone, icon, state) = mark(one.state);
            let (answer, took, attempts) = (answer(&one), took(&one), one.attempts);
            view! {
                <KeyValues>
                    <KeyValue name=t!(webhooks::STATE)><Tag tone=tone icon=icon>{state}</Tag></KeyValue>
                    <KeyValue name=t!(webhooks::ANSWER)>{answer}</KeyValue>
                    <KeyValue name=t!(webhooks::DURATION)>{took}</KeyValue>
                    <KeyValue name=t!(webhooks::ATTEMPT)>{attempts}</KeyValue>
                    <KeyValue name=t!(webhooks::CREATED)><Time at=one.created_at /></KeyValue>
                    {one.next_attempt_at.map(|at| view! { <KeyValue name=t!(webhooks::NEXT_ATTEMPT)><Time at=at /></KeyValue> })}
                </KeyValues>
                <h3>{t!(webhooks::BODY)}</h3>
                <pre class="notice-detail">{one.body}</pre>
            }
        })
    };
    let refused = move || work.error.get().map(|error| view! { <Banner tone=Tone::Bad>{tr_error(&error)}</Banner> });
    view! {
        <Dialog id="delivery" open title size=DialogSize::Panel foot=foot>
            {refused}
            {facts}
        </Dialog>
    }
    .into_any()
}
