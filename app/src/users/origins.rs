//! Where a person's data comes from: the badge, what the source told, the last values of each field (USR-21, USR-23, USR-B4).

use super::api::user_origins;
use super::labels;
use crate::i18n::{t, tr_error};
use crate::ui::{Banner, Card, KeyValue, KeyValues, Popover, Skeleton, Tag, Time, Tone, Variant};
use leptos::{prelude::*, task::spawn_local};
use switchroom_types::users::{FieldOrigin, FieldValue, UserDetail, UserSource};
use switchroom_types::{AccountId, Result, UserId};

/// "Synced from {source}".
#[component]
pub fn SourceTag(user: RwSignal<UserDetail>) -> impl IntoView {
    move || {
        let source = user.with(|user| user.source);
        source.is_synced().then(|| view! { <Tag tone=Tone::Info>{t!(users::SYNCED_FROM, source = labels::source(source))}</Tag> })
    }
}

/// What a directory told about the person, as it told it.
#[component]
pub fn Advanced(user: RwSignal<UserDetail>) -> impl IntoView {
    let body = move || {
        let user = user.get();
        (user.source == UserSource::Scim).then(|| {
            let rows = user
                .advanced
                .iter()
                .map(|attribute| {
                    let (name, value) = (attribute.name.clone(), attribute.value.clone());
                    view! { <KeyValue name=name>{value}</KeyValue> }
                })
                .collect_view();
            let provisioned = match user.last_provisioned_at {
                Some(at) => view! { <Time at=at /> }.into_any(),
                None => t!(users::NEVER).into_any(),
            };
            view! {
                <Card title=t!(users::ADVANCED).to_owned()>
                    <p class="muted">{t!(users::ADVANCED_TEXT)}</p>
                    <KeyValues>
                        {rows}
                        <KeyValue name=t!(users::LAST_PROVISIONED)>{provisioned}</KeyValue>
                    </KeyValues>
                </Card>
            }
        })
    };
    view! { {body} }.into_any()
}

/// The last three values of every field, each with its origin; loaded when it is opened.
#[component]
pub fn OriginsButton(account: AccountId, id: UserId) -> impl IntoView {
    let loaded = RwSignal::new(None::<Result<Vec<FieldOrigin>>>);
    let load = Callback::new(move |open: bool| {
        if open {
            spawn_local(async move {
                let answer = user_origins(account, id).await;
                let _ = loaded.try_set(Some(answer));
            });
        }
    });
    let content = move || match loaded.get() {
        None => view! { <Skeleton lines=4 /> }.into_any(),
        Some(Err(error)) => view! { <Banner tone=Tone::Bad>{tr_error(&error)}</Banner> }.into_any(),
        Some(Ok(fields)) => view! { <dl class="origins">{fields.into_iter().map(field).collect_view()}</dl> }.into_any(),
    };
    view! {
        <span class="scripting-only">
            <Popover id="origins" label=t!(users::ORIGINS).to_owned() icon="history" variant=Variant::Ghost small=true wide=true on_toggle=load>
                <div class="origins-panel">
                    <p class="muted">{t!(users::ORIGINS_TEXT)}</p>
                    {content}
                </div>
            </Popover>
        </span>
    }
    .into_any()
}

fn field(origin: FieldOrigin) -> impl IntoView {
    view! {
        <dt>{labels::field(&origin.field)}</dt>
        <dd>
            <ol>{origin.values.into_iter().map(value).collect_view()}</ol>
        </dd>
    }
}

fn value(value: FieldValue) -> impl IntoView {
    let source = labels::source(value.source);
    // A person's name says more than that it was done here.
    let by = if value.by.is_empty() || value.source.is_synced() { source.to_owned() } else { value.by };
    let text = if value.value.is_empty() { t!(users::NO_VALUE).to_owned() } else { value.value };
    view! {
        <li>
            <span class="origins-value">{text}</span>
            <span class="muted">{by} " · " <Time at=value.at /></span>
        </li>
    }
}
