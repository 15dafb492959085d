//! The entries of an identity provider, shared by adding and editing.

use super::api::test_provider;
use crate::i18n::{t, tr_error, tr_field_error};
use crate::ui::{Banner, Button, Card, Checkbox, KeyValue, KeyValues, TextField, Tone, Work};
use leptos::prelude::*;
use switchroom_types::providers::{ProviderForm, ProviderTest};

/// Copy it into handlers.
#[derive(Clone, Copy)]
pub(super) struct Entries {
    label: RwSignal<String>,
    pub slug: RwSignal<String>,
    pub issuer: RwSignal<String>,
    client_id: RwSignal<String>,
    client_secret: RwSignal<String>,
    scopes: RwSignal<String>,
    entitlement_claim: RwSignal<String>,
    entitlement_value: RwSignal<String>,
    organisation_id_claim: RwSignal<String>,
    organisation_name_claim: RwSignal<String>,
    enabled: RwSignal<bool>,
}

impl Entries {
    pub fn of(form: ProviderForm) -> Self {
        Self {
            label: RwSignal::new(form.label),
            slug: RwSignal::new(form.slug),
            issuer: RwSignal::new(form.issuer),
            client_id: RwSignal::new(form.client_id),
            client_secret: RwSignal::new(String::new()),
            scopes: RwSignal::new(form.scopes),
            entitlement_claim: RwSignal::new(form.entitlement_claim),
            entitlement_value: RwSignal::new(form.entitlement_value),
            organisation_id_claim: RwSignal::new(form.organisation_id_claim),
            organisation_name_claim: RwSignal::new(form.organisation_name_claim),
            enabled: RwSignal::new(form.enabled),
        }
    }

    /// An empty secret keeps the stored one.
    pub fn form(self) -> ProviderForm {
        let text = |signal: RwSignal<String>| signal.get_untracked();
        ProviderForm {
            label: text(self.label),
            slug: text(self.slug),
            issuer: text(self.issuer),
            client_id: text(self.client_id),
            client_secret: Some(text(self.client_secret)).filter(|secret| !secret.is_empty()),
            scopes: text(self.scopes),
            entitlement_claim: text(self.entitlement_claim),
            entitlement_value: text(self.entitlement_value),
            organisation_id_claim: text(self.organisation_id_claim),
            organisation_name_claim: text(self.organisation_name_claim),
            enabled: self.enabled.get_untracked(),
        }
    }
}

#[component]
pub(super) fn ProviderFields(
    entries: Entries,
    /// The stored secret's last characters, if there is one.
    #[prop(optional_no_strip)]
    secret_hint: Option<String>,
    /// Addresses with the short name are registered at the provider, so it stays.
    #[prop(optional)]
    slug_fixed: bool,
) -> impl IntoView {
    let secret_help = match secret_hint {
        Some(hint) if hint.is_empty() => t!(providers::SECRET_SET).to_owned(),
        Some(hint) => t!(providers::SECRET_SET_HINT, hint = hint),
        None => t!(providers::SECRET_HELP).to_owned(),
    };
    view! {
        <Card title=t!(providers::PROVIDER).to_owned()>
            <div class="stack">
                <div class="form-grid">
                    <TextField name="label" label=t!(providers::LABEL) value=entries.label required=true max=60 help=t!(providers::LABEL_HELP) />
                    <TextField name="slug" label=t!(providers::SLUG) value=entries.slug required=true max=40 readonly=slug_fixed help=t!(providers::SLUG_HELP) />
                </div>
                <TextField name="issuer" label=t!(providers::ISSUER) value=entries.issuer kind="url" required=true max=400 placeholder="https://login.example.com" help=t!(providers::ISSUER_HELP) />
                <TestConnection issuer=entries.issuer />
                <div class="form-grid">
                    <TextField name="client_id" label=t!(providers::CLIENT_ID) value=entries.client_id required=true max=400 />
                    <TextField name="client_secret" label=t!(providers::CLIENT_SECRET) value=entries.client_secret kind="password" max=400 autocomplete="new-password" help=secret_help />
                    <TextField name="scopes" label=t!(providers::SCOPES) value=entries.scopes max=400 help=t!(providers::SCOPES_HELP) />
                </div>
            </div>
        </Card>
        <Card title=t!(providers::CLAIMS).to_owned()>
            <div class="stack">
                <p class="muted">{t!(providers::CLAIMS_TEXT)}</p>
                <div class="form-grid">
                    <TextField name="entitlement_claim" label=t!(providers::ENTITLEMENT_CLAIM) value=entries.entitlement_claim required=true max=200 placeholder="groups" />
                    <TextField name="entitlement_value" label=t!(providers::ENTITLEMENT_VALUE) value=entries.entitlement_value required=true max=200 placeholder="switchroom" />
                    <TextField name="organisation_id_claim" label=t!(providers::ORGANISATION_ID) value=entries.organisation_id_claim required=true max=200 />
                    <TextField name="organisation_name_claim" label=t!(providers::ORGANISATION_NAME) value=entries.organisation_name_claim required=true max=200 />
                </div>
            </div>
        </Card>
        <Card>
            <Checkbox name="enabled" label=t!(providers::ENABLE) value=entries.enabled note=t!(providers::ENABLE_NOTE) />
        </Card>
    }
    .into_any()
}

/// Asks the provider at once, before anything is saved.
#[component]
fn TestConnection(issuer: RwSignal<String>) -> impl IntoView {
    let work = Work::new();
    let found = RwSignal::new(None::<ProviderTest>);
    let test = move |_| {
        found.set(None);
        work.run(test_provider(issuer.get_untracked()), move |test| found.set(Some(test)));
    };
    let refusal = move || {
        work.error.get().map(|error| {
            let text = error.errors.first().map_or_else(|| tr_error(&error), tr_field_error);
            view! { <Banner tone=Tone::Bad title=t!(providers::TEST_FAILED)>{text}</Banner> }
        })
    };
    let answer = move || {
        found.get().map(|found| {
            let yes_no = |yes: bool| if yes { t!(providers::YES) } else { t!(providers::NO) };
            view! {
                <Banner tone=Tone::Ok title=t!(providers::TEST_OK)>
                    <KeyValues>
                        <KeyValue name=t!(providers::AUTHORIZATION)>{found.authorization_endpoint}</KeyValue>
                        <KeyValue name=t!(providers::ALGORITHMS)>{found.algorithms.join(", ")}</KeyValue>
                        <KeyValue name=t!(providers::SIGN_OUT)>{yes_no(found.has_sign_out)}</KeyValue>
                    </KeyValues>
                </Banner>
            }
        })
    };
    view! {
        <div class="stack-small" aria-live="polite">
            <span class="scripting-only">
                <Button icon="refresh" busy=work.busy on_click=test>{t!(providers::TEST)}</Button>
            </span>
            {refusal}
            {answer}
        </div>
    }
    .into_any()
}
