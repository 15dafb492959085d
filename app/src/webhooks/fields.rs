//! What is entered about a webhook, when it is added and when it is changed.

use crate::i18n::{name_of, t};
use crate::ui::{Banner, Checkbox, CopyButton, Form, FormActions, FormState, SelectField, TextField, Tone};
use leptos::prelude::*;
use switchroom_types::notifications::{NotificationKind, Severity};
use switchroom_types::webhooks::WebhookForm;

/// The form in a dialog; `send` says what saving does.
#[component]
pub(super) fn WebhookFields(
    state: FormState,
    form: WebhookForm,
    save: &'static str,
    send: Callback<WebhookForm>,
    #[prop(optional)] explain: bool,
) -> impl IntoView {
    let name = RwSignal::new(form.name);
    let url = RwSignal::new(form.url);
    let severity = RwSignal::new(form.min_severity.as_str().to_owned());
    let enabled = RwSignal::new(form.enabled);
    let chosen = form.kinds;
    let kinds: Vec<_> = NotificationKind::ALL.iter().map(|kind| (*kind, RwSignal::new(chosen.contains(kind)))).collect();
    let boxes = kinds
        .iter()
        .map(|(kind, value)| {
            view! { <Checkbox name=kind.as_str() label=name_of("notification_kind", kind.as_str()).into_owned() value=*value /> }
        })
        .collect_view();
    let severities: Vec<_> =
        Severity::ALL.iter().map(|severity| (severity.to_string(), name_of("severity", severity.as_str()).into_owned())).collect();
    let submit = move |()| {
        send.run(WebhookForm {
            name: name.get_untracked(),
            url: url.get_untracked(),
            kinds: kinds.iter().filter(|(_, value)| value.get_untracked()).map(|(kind, _)| *kind).collect(),
            min_severity: Severity::parse(&severity.get_untracked()).unwrap_or(Severity::Info),
            enabled: enabled.get_untracked(),
        });
    };
    view! {
        <Form state=state on_submit=Callback::new(submit)>
            {explain.then(|| view! { <p class="muted">{t!(webhooks::EXPLAINED)}</p> })}
            <TextField name="name" label=t!(webhooks::NAME) value=name required=true max=80 />
            <TextField name="url" label=t!(webhooks::URL) value=url kind="url" required=true max=1000 placeholder="https://" help=t!(webhooks::URL_HELP) />
            <SelectField name="min_severity" label=t!(webhooks::MIN_SEVERITY) value=severity options=severities />
            <fieldset class="field">
                <legend class="field-label">{t!(webhooks::KINDS)}</legend>
                <div class="check-grid">{boxes}</div>
                <p class="field-help">{t!(webhooks::KINDS_HELP)}</p>
            </fieldset>
            <Checkbox name="enabled" label=t!(webhooks::ENABLED) value=enabled note=t!(webhooks::ENABLED_HELP) />
            <FormActions state=state save=save guard=false />
        </Form>
    }
    .into_any()
}

/// The only time that a secret is seen.
#[component]
pub(super) fn Secret(name: String, secret: String) -> impl IntoView {
    let copied = secret.clone();
    view! {
        <Banner tone=Tone::Ok title=t!(webhooks::SECRET_MADE, name = name)>
            <p>{t!(webhooks::SECRET_ONCE)}</p>
            <p class="entry-secret"><code>{secret}</code> <CopyButton text=copied /></p>
        </Banner>
    }
    .into_any()
}
