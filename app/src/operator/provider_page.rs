//! `/operator/sign-in/new` and `/operator/sign-in/{id}`: one identity provider.

use super::api::{create_provider, delete_provider, edit_provider, get_provider};
use super::provider_fields::{Entries, ProviderFields};
use crate::i18n::t;
use crate::shell::Trouble;
use crate::ui::{
    Button, Card, ConfirmDialog, CopyButton, Crumb, Form, FormActions, FormState, KeyValue, KeyValues, PageHeader, Skeleton, Tone, Variant,
    Work, use_toasts,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};
use switchroom_types::providers::{Provider, ProviderForm};
use switchroom_types::{AppError, ProviderId};

fn crumbs(here: &str) -> Vec<Crumb> {
    vec![Crumb::link(t!(providers::TITLE), "/operator/sign-in"), Crumb::here(here)]
}

#[component]
pub fn NewProviderPage() -> impl IntoView {
    view! {
        <Title text=t!(providers::ADD) />
        <super::OperatorsOnly>
            <NewProvider />
        </super::OperatorsOnly>
    }
}

#[component]
fn NewProvider() -> impl IntoView {
    let state = FormState::new("provider");
    let entries = Entries::of(ProviderForm::default());
    let (navigate, toasts) = (use_navigate(), use_toasts());
    let back = {
        let navigate = navigate.clone();
        move |()| navigate("/operator/sign-in", NavigateOptions::default())
    };
    let submit = move |()| {
        let navigate = navigate.clone();
        state.submit(create_provider(entries.form()), move |made: Provider| {
            toasts.show(Tone::Ok, t!(providers::SAVED));
            navigate(&format!("/operator/sign-in/{}", made.id), NavigateOptions::default());
        });
    };
    view! {
        <div class="page page-narrow">
            <PageHeader title=t!(providers::ADD).to_owned() crumbs=crumbs(t!(providers::ADD)) />
            <Form state=state on_submit=Callback::new(submit)>
                <ProviderFields entries=entries />
                <FormActions state=state on_cancel=Callback::new(back) />
            </Form>
        </div>
    }
    .into_any()
}

#[component]
pub fn ProviderPage() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("provider")).and_then(|id| id.parse::<ProviderId>().ok());
    let provider = Resource::new(
        || (),
        move |()| async move {
            match id {
                Some(id) => get_provider(id).await,
                None => Err(AppError::not_found("provider")),
            }
        },
    );
    view! {
        <Title text=t!(providers::TITLE) />
        <div class="page page-narrow">
            <Suspense fallback=|| view! { <Skeleton title=true lines=8 /> }>
                {move || Suspend::new(async move {
                    match provider.await {
                        Ok(found) => view! { <EditProvider found=found /> }.into_any(),
                        Err(error) => view! { <Trouble error=error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn EditProvider(found: Provider) -> impl IntoView {
    let state = FormState::new("provider");
    let id = found.id;
    let entries = Entries::of(found.form());
    let version = RwSignal::new(found.version);
    let label = RwSignal::new(found.label.clone());
    let (navigate, toasts) = (use_navigate(), use_toasts());
    let deleting = RwSignal::new(false);
    let work = Work::new();
    let submit = move |()| {
        state.submit(edit_provider(id, version.get_untracked(), entries.form()), move |saved: Provider| {
            version.set(saved.version);
            label.set(saved.label);
            toasts.show(Tone::Ok, t!(providers::SAVED));
        });
    };
    let back = {
        let navigate = navigate.clone();
        move |()| navigate("/operator/sign-in", NavigateOptions::default())
    };
    let delete = move |()| {
        let navigate = navigate.clone();
        work.run(delete_provider(id), move |()| {
            deleting.set(false);
            toasts.show(Tone::Ok, t!(providers::DELETED));
            navigate("/operator/sign-in", NavigateOptions::default());
        });
    };
    let actions = move || {
        view! {
            <span class="scripting-only">
                <Button icon="trash" variant=Variant::Danger on_click=move |_| deleting.set(true)>{t!(providers::DELETE)}</Button>
            </span>
        }
    };
    let consequences = [t!(providers::DELETE_SIGN_IN), t!(providers::DELETE_KEEPS)].map(str::to_owned).to_vec();
    view! {
        <PageHeader title=label crumbs=crumbs(&found.label) actions=actions />
        <Card title=t!(providers::ADDRESSES).to_owned()>
            <KeyValues>
                <KeyValue name=t!(providers::CALLBACK)>
                    <span class="row"><code class="wrap-anywhere">{found.callback_url.clone()}</code><CopyButton text=found.callback_url.clone() /></span>
                </KeyValue>
                <KeyValue name=t!(providers::START)>
                    <span class="row"><code class="wrap-anywhere">{found.start_url.clone()}</code><CopyButton text=found.start_url.clone() /></span>
                </KeyValue>
            </KeyValues>
        </Card>
        <Form state=state on_submit=Callback::new(submit)>
            <ProviderFields entries=entries secret_hint=found.client_secret_hint.clone() slug_fixed=true />
            <FormActions state=state on_cancel=Callback::new(back) />
        </Form>
        <ConfirmDialog
            id="delete-provider"
            open=deleting
            title=Signal::derive(move || t!(providers::DELETE_TITLE, name = label.get()))
            confirm=t!(providers::DELETE).to_owned()
            word="delete"
            danger=true
            consequences=Signal::stored(consequences)
            work=work
            on_confirm=Callback::new(delete)
        />
    }
    .into_any()
}
