//! `/operator/sign-in`: the identity providers that partner people sign in with (AUTH-04).

use super::api::list_providers;
use crate::i18n::t;
use crate::shell::Trouble;
use crate::ui::{EmptyState, LinkButton, PageHeader, Skeleton, Tag, Time, Tone, Variant};
use leptos::prelude::*;
use leptos_meta::Title;
use switchroom_types::providers::Provider;

#[component]
pub fn ProvidersPage() -> impl IntoView {
    let providers = Resource::new(|| (), |()| list_providers());
    let content = move || {
        providers.get().map(|found| match found {
            Ok(found) => view! { <Providers found=found /> }.into_any(),
            Err(error) => view! { <Trouble error=error /> }.into_any(),
        })
    };
    view! {
        <Title text=t!(providers::TITLE) />
        <div class="page page-narrow">
            <Transition fallback=|| view! { <Skeleton title=true lines=6 /> }>{content}</Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Providers(found: Vec<Provider>) -> impl IntoView {
    let add = || view! { <LinkButton href="/operator/sign-in/new".to_owned() variant=Variant::Primary icon="plus">{t!(providers::ADD)}</LinkButton> };
    let list = if found.is_empty() {
        view! { <EmptyState title=t!(providers::EMPTY_TITLE) text=t!(providers::EMPTY_TEXT).to_owned() icon="key" /> }.into_any()
    } else {
        view! { <ul class="entries entries-card">{found.into_iter().map(row).collect_view()}</ul> }.into_any()
    };
    view! {
        <PageHeader title=t!(providers::TITLE).to_owned() actions=move || add() />
        <p class="page-description">{t!(providers::TEXT)}</p>
        {list}
    }
    .into_any()
}

fn row(provider: Provider) -> AnyView {
    let (tone, state) = if provider.enabled { (Tone::Ok, t!(providers::ENABLED)) } else { (Tone::Warn, t!(providers::DISABLED)) };
    let people = i64::try_from(provider.people).unwrap_or(i64::MAX);
    view! {
        <li class="entry">
            <div class="entry-main">
                <p class="entry-title">
                    <a class="link" href=format!("/operator/sign-in/{}", provider.id)>{provider.label}</a>
                    <Tag tone=tone>{state}</Tag>
                </p>
                <p class="entry-facts">
                    <span>{provider.issuer}</span>
                    <span>{t!(providers::PEOPLE, n = people)}</span>
                    <span>{t!(providers::MODIFIED)} " " <Time at=provider.modified_at /></span>
                </p>
            </div>
        </li>
    }
    .into_any()
}
