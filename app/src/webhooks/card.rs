//! The webhooks of an account, on its notification settings.

use super::api::{create_webhook, list_webhooks};
use super::delivery::mark;
use super::fields::{Secret, WebhookFields};
use crate::i18n::{name_of, t};
use crate::shell::{can, use_account};
use crate::ui::{Button, Card, Dialog, EmptyState, ErrorState, FormState, Skeleton, Tag, Time, Tone};
use leptos::prelude::*;
use switchroom_types::AccountId;
use switchroom_types::access::Permission;
use switchroom_types::accounts::AccountKind;
use switchroom_types::webhooks::{NewSecret, Webhook, WebhookForm};

#[component]
pub fn WebhooksCard() -> impl IntoView {
    let account = use_account();
    let id = account.id;
    let webhooks = Resource::new(|| (), move |()| list_webhooks(id));
    let adding = RwSignal::new(false);
    let made = RwSignal::new(None::<NewSecret>);
    let state = FormState::new("webhook");
    let list = move || {
        webhooks.get().map(|now| match now {
            Ok(rows) if rows.is_empty() => {
                view! { <EmptyState title=t!(webhooks::NONE) text=t!(webhooks::NONE_TEXT).to_owned() icon="link" /> }.into_any()
            }
            Ok(rows) => view! { <ul class="entries">{rows.into_iter().map(|webhook| row(id, webhook)).collect_view()}</ul> }.into_any(),
            Err(error) => view! { <ErrorState error=error on_retry=Callback::new(move |()| webhooks.refetch()) /> }.into_any(),
        })
    };
    let send = Callback::new(move |form: WebhookForm| {
        state.submit(create_webhook(id, form), move |new: NewSecret| {
            adding.set(false);
            made.set(Some(new));
            webhooks.refetch();
        });
    });
    let add = move || {
        can(Permission::ACCOUNTS_EDIT).then(|| {
            let open = move |_| {
                state.error.set(None);
                adding.set(true);
            };
            view! { <span class="scripting-only"><Button small=true icon="plus" on_click=open>{t!(webhooks::ADD)}</Button></span> }
        })
    };
    let text = match account.kind {
        AccountKind::Partner => t!(webhooks::TEXT_PARTNER),
        _ => t!(webhooks::TEXT),
    };
    view! {
        <Card title=t!(webhooks::TITLE) id="webhooks" actions=move || add>
            <p class="muted">{text}</p>
            {move || made.get().map(|made| view! { <Secret name=made.webhook.name secret=made.secret /> })}
            <Transition fallback=|| view! { <Skeleton /> }>{list}</Transition>
        </Card>
        <Dialog id="add-webhook" open=adding title=t!(webhooks::ADD) light_dismiss=false>
            <WebhookFields state form=WebhookForm::default() save=t!(webhooks::ADD) send explain=true />
        </Dialog>
    }
    .into_any()
}

fn row(account: AccountId, webhook: Webhook) -> AnyView {
    let (tone, state) = if webhook.enabled { (Tone::Ok, t!(webhooks::ON)) } else { (Tone::Neutral, t!(webhooks::OFF)) };
    let kinds: Vec<_> = webhook.kinds.iter().map(|kind| name_of("notification_kind", kind.as_str())).collect();
    let kinds = if kinds.is_empty() { t!(webhooks::EVERYTHING).to_owned() } else { kinds.join(", ") };
    let last = webhook.last_state.zip(webhook.last_at).map(|(state, at)| {
        let (tone, icon, name) = mark(state);
        view! { <span><Tag tone=tone icon=icon>{name}</Tag> " " <Time at=at /></span> }
    });
    view! {
        <li class="entry">
            <div class="entry-main">
                <p class="entry-title">
                    <a class="link" href=format!("/accounts/{account}/notifications/webhooks/{}", webhook.id)>{webhook.name}</a>
                    <Tag tone=tone>{state}</Tag>
                </p>
                <p class="entry-facts">
                    <span class="breakable">{webhook.url}</span>
                    <span>{kinds}</span>
                    {last}
                </p>
            </div>
        </li>
    }
    .into_any()
}
