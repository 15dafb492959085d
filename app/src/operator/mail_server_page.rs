//! `/operator/mail/server`: the server that takes outgoing mail (AUTH-04).

use super::api::{change_mail_server, get_mail_server, remove_mail_server, test_mail_server};
use crate::i18n::{t, tr_error, tr_field_error};
use crate::shell::Trouble;
use crate::ui::{
    Banner, Button, Card, ConfirmDialog, Crumb, Form, FormActions, FormState, PageHeader, SelectField, Skeleton, TextField, Tone, Variant,
    Work, use_toasts,
};
use leptos::prelude::*;
use leptos_meta::Title;
use switchroom_types::mails::{MailServerForm, MailServerSettings};

/// Copy it into handlers.
#[derive(Clone, Copy)]
struct Entries {
    host: RwSignal<String>,
    port: RwSignal<String>,
    security: RwSignal<String>,
    user: RwSignal<String>,
    password: RwSignal<String>,
    from: RwSignal<String>,
}

impl Entries {
    fn new(form: &MailServerForm) -> Self {
        let empty = || RwSignal::new(String::new());
        let entries = Self { host: empty(), port: empty(), security: empty(), user: empty(), password: empty(), from: empty() };
        entries.show(form);
        entries
    }

    fn show(self, form: &MailServerForm) {
        let security = if form.smtp_security.is_empty() { "starttls" } else { &form.smtp_security };
        self.host.set(form.smtp_host.clone());
        self.port.set(form.smtp_port.clone());
        self.security.set(security.to_owned());
        self.user.set(form.smtp_user.clone());
        self.password.set(String::new());
        self.from.set(form.mail_from.clone());
    }

    /// An empty password keeps the stored one.
    fn form(self) -> MailServerForm {
        MailServerForm {
            smtp_host: self.host.get_untracked(),
            smtp_port: self.port.get_untracked(),
            smtp_security: self.security.get_untracked(),
            smtp_user: self.user.get_untracked(),
            smtp_password: Some(self.password.get_untracked()).filter(|password| !password.is_empty()),
            mail_from: self.from.get_untracked(),
        }
    }
}

#[component]
pub fn MailServerPage() -> impl IntoView {
    let settings = Resource::new(|| (), |()| get_mail_server());
    view! {
        <Title text=t!(mails::SERVER) />
        <div class="page page-narrow">
            <Suspense fallback=|| view! { <Skeleton title=true lines=8 /> }>
                {move || Suspend::new(async move {
                    match settings.await {
                        Ok(settings) => view! { <Server settings /> }.into_any(),
                        Err(error) => view! { <Trouble error /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn Server(settings: MailServerSettings) -> impl IntoView {
    let entries = Entries::new(&settings.form);
    let configured = settings.configured;
    let state = FormState::new("mail-server");
    let settings = RwSignal::new(settings);
    let toasts = use_toasts();
    let removing = RwSignal::new(false);
    let work = Work::new();
    let take = move |now: MailServerSettings| {
        entries.show(&now.form);
        state.dirty.set(false);
        settings.set(now);
    };
    let submit = move |()| {
        let version = settings.with_untracked(|settings| settings.version);
        state.submit(change_mail_server(version, entries.form()), move |now| {
            take(now);
            toasts.show(Tone::Ok, t!(mails::SERVER_SAVED));
        });
    };
    let cancel = move |()| {
        settings.with_untracked(|settings| entries.show(&settings.form));
        state.error.set(None);
        state.dirty.set(false);
    };
    let remove = move |()| {
        work.run(remove_mail_server(), move |now| {
            removing.set(false);
            take(now);
            toasts.show(Tone::Ok, t!(mails::SERVER_REMOVED));
        });
    };
    let can_remove = Memo::new(move |_| !configured && settings.with(MailServerSettings::is_set));
    let actions = move || {
        view! {
            <Show when=move || can_remove.get()>
                <span class="scripting-only">
                    <Button icon="trash" variant=Variant::Danger on_click=move |_| removing.set(true)>{t!(mails::SERVER_REMOVE)}</Button>
                </span>
            </Show>
        }
    };
    let none =
        move || (!settings.with(MailServerSettings::is_set)).then(|| view! { <Banner tone=Tone::Warn>{t!(mails::SERVER_NONE)}</Banner> });
    let security = [("starttls", t!(setup::STARTTLS)), ("tls", t!(setup::TLS)), ("none", t!(setup::NO_TLS))];
    let security = security.map(|(value, label)| (value.to_owned(), label.to_owned())).to_vec();
    let has_password = Memo::new(move |_| settings.with(|settings| settings.has_password));
    let password = move || {
        let help = if has_password.get() { t!(setup::KEPT) } else { "" };
        view! {
            <TextField name="smtp_password" label=t!(setup::SMTP_PASSWORD) value=entries.password kind="password" max=400 autocomplete="new-password" help=help />
        }
    };
    let consequences = [t!(mails::SERVER_REMOVE_OUTBOX), t!(mails::SERVER_REMOVE_LINKS)].map(str::to_owned).to_vec();
    view! {
        <PageHeader
            title=t!(mails::SERVER).to_owned()
            crumbs=vec![Crumb::link(t!(mails::TITLE), "/operator/mail"), Crumb::here(t!(mails::SERVER))]
            actions=actions
        />
        {none}
        {configured.then(|| view! { <Banner>{t!(mails::SERVER_CONFIGURED)}</Banner> })}
        <Form state=state on_submit=Callback::new(submit)>
            <Card>
                <fieldset class="plain-fieldset stack" disabled=configured>
                    <TextField name="smtp_host" label=t!(setup::SMTP_HOST) value=entries.host required=true max=253 placeholder="mail.example.com" />
                    <div class="form-grid">
                        <SelectField name="smtp_security" label=t!(setup::SECURITY) value=entries.security options=security />
                        <TextField name="smtp_port" label=t!(setup::PORT) value=entries.port max=5 help=t!(setup::PORT_HELP) />
                        <TextField name="smtp_user" label=t!(setup::SMTP_USER) value=entries.user max=200 autocomplete="off" />
                        {password}
                    </div>
                    <TextField name="mail_from" label=t!(setup::MAIL_FROM) value=entries.from required=true max=320 placeholder="Portal <portal@example.com>" />
                </fieldset>
            </Card>
            {(!configured).then(|| view! { <FormActions state=state on_cancel=Callback::new(cancel) /> })}
        </Form>
        <Test entries />
        <ConfirmDialog
            id="remove-mail-server"
            open=removing
            title=t!(mails::SERVER_REMOVE_TITLE)
            confirm=t!(mails::SERVER_REMOVE).to_owned()
            word="delete"
            danger=true
            consequences=Signal::stored(consequences)
            work=work
            on_confirm=Callback::new(remove)
        />
    }
    .into_any()
}

/// Tries what is entered before it is saved.
#[component]
fn Test(entries: Entries) -> impl IntoView {
    let to = RwSignal::new(crate::shell::use_me().email);
    let taken = RwSignal::new(None::<String>);
    let work = Work::new();
    let send = move |_| {
        taken.set(None);
        let address = to.get_untracked();
        work.run(test_mail_server(entries.form(), address.clone()), move |()| taken.set(Some(address)));
    };
    let refusal = move || {
        work.error.get().map(|error| {
            let text = error.errors.first().map_or_else(|| tr_error(&error), tr_field_error);
            view! { <Banner tone=Tone::Bad>{text}</Banner> }
        })
    };
    let answer = move || taken.get().map(|to| view! { <Banner tone=Tone::Ok>{t!(setup::MAIL_SENT, to = to)}</Banner> });
    view! {
        <Card title=t!(mails::SERVER_TEST)>
            <div class="stack-small" aria-live="polite">
                <TextField name="test_to" label=t!(setup::TEST_TO) value=to kind="email" max=320 />
                <span class="scripting-only">
                    <Button icon="mail" busy=work.busy on_click=send>{t!(setup::SEND_TEST)}</Button>
                </span>
                {refusal}
                {answer}
            </div>
        </Card>
    }
    .into_any()
}
