//! Where a person's data comes from: the badge, what the source told, the last values of each field (USR-21, USR-23, USR-B4).

use super::api::user_origins;
use super::labels;
use crate::i18n::{t, tr_error};
use crate::ui::{Banner, Card, FieldAside, KeyValue, KeyValues, Popover, Skeleton, Tag, Time, Tone, Variant};
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

/// The fields whose origin is kept, as the form names them.
const FIELDS: [&str; 7] = ["name", "first_name", "last_name", "email", "login_id", "mobile", "extension"];

/// What is known of the values; loaded whenever a panel opens, so that a save shows.
#[derive(Clone, Copy)]
struct Origins {
    account: AccountId,
    id: UserId,
    loaded: RwSignal<Option<Result<Vec<FieldOrigin>>>>,
}

impl Origins {
    fn new(account: AccountId, id: UserId) -> Self {
        Self { account, id, loaded: RwSignal::new(None) }
    }

    fn load(self) {
        spawn_local(async move {
            let answer = user_origins(self.account, self.id).await;
            let _ = self.loaded.try_set(Some(answer));
        });
    }

    /// The values of one field, or of all.
    fn view(self, of: Option<&'static str>) -> AnyView {
        match self.loaded.get() {
            None => view! { <Skeleton lines=4 /> }.into_any(),
            Some(Err(error)) => view! { <Banner tone=Tone::Bad>{tr_error(&error)}</Banner> }.into_any(),
            Some(Ok(fields)) => {
                let shown: Vec<FieldOrigin> = fields.into_iter().filter(|origin| of.is_none_or(|of| origin.field == of)).collect();
                if shown.is_empty() {
                    return view! { <p class="muted">{t!(users::ORIGIN_NONE)}</p> }.into_any();
                }
                view! { <dl class="origins">{shown.into_iter().map(field).collect_view()}</dl> }.into_any()
            }
        }
    }
}

/// Puts a button beside the label of every field of this person: source, time and the last three values (USR-B4).
pub fn provide_field_origins(account: AccountId, id: UserId) {
    let origins = Origins::new(account, id);
    FieldAside::provide(move |name| {
        let own = FIELDS.into_iter().find(|field| *field == name)?;
        let label = t!(users::ORIGIN_OF, field = labels::field(own));
        let load = Callback::new(move |open: bool| {
            if open {
                origins.load();
            }
        });
        let view = view! {
            <span class="scripting-only">
                <Popover id=format!("origin-{own}") label=label icon="history" icon_only=true variant=Variant::Ghost small=true wide=true on_toggle=load>
                    <div class="origins-panel">{move || origins.view(Some(own))}</div>
                </Popover>
            </span>
        };
        Some(view.into_any())
    });
}

/// The last three values of every field, each with its origin.
#[component]
pub fn OriginsButton(account: AccountId, id: UserId) -> impl IntoView {
    let origins = Origins::new(account, id);
    let load = Callback::new(move |open: bool| {
        if open {
            origins.load();
        }
    });
    view! {
        <span class="scripting-only">
            <Popover id="origins" label=t!(users::ORIGINS).to_owned() icon="history" variant=Variant::Ghost small=true wide=true on_toggle=load>
                <div class="origins-panel">
                    <p class="muted">{t!(users::ORIGINS_TEXT)}</p>
                    {move || origins.view(None)}
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
