//! The fields of each step, with what was entered and what is wrong with it.

use crate::accounts::country_options;
use crate::i18n::{Lang, t, tr_field_error};
use crate::sessions::strength;
use crate::ui::{Banner, PasswordField, SelectField, TextField, Tone};
use leptos::prelude::*;
use switchroom_types::setup::{SetupAction, SetupStep, Step};

pub(super) fn fields(step: &SetupStep) -> AnyView {
    match step.step {
        Step::Operator => operator(step),
        Step::Address => address(step),
        Step::Mail => mail(step),
        Step::Partner => partner(step),
        Step::Provider => provider(step),
    }
}

fn value(step: &SetupStep, name: &str, otherwise: &str) -> RwSignal<String> {
    RwSignal::new(step.values.get(name).cloned().unwrap_or_else(|| otherwise.to_owned()))
}

fn error(step: &SetupStep, name: &str) -> Option<String> {
    step.errors.iter().find(|error| error.field == name).map(tr_field_error)
}

/// Secrets stay in the draft; the field only says so.
fn secret_help(step: &SetupStep, name: &str, otherwise: &'static str) -> String {
    if step.kept.iter().any(|kept| kept == name) { t!(setup::KEPT) } else { otherwise }.to_owned()
}

fn operator(step: &SetupStep) -> AnyView {
    let password = RwSignal::new(String::new());
    let judged = Signal::derive(move || password.with(|password| (!password.is_empty()).then(|| strength(password))));
    view! {
        <TextField name="name" label=t!(setup::NAME) value=value(step, "name", "") required=true max=80 autocomplete="name" autofocus=true error=error(step, "name") />
        <TextField name="email" label=t!(setup::EMAIL) value=value(step, "email", "") kind="email" required=true autocomplete="username" error=error(step, "email") />
        <PasswordField name="password" label=t!(setup::PASSWORD) value=password autocomplete="new-password" help=secret_help(step, "password", t!(sign_in::REQUIREMENTS)) error=error(step, "password") strength=judged />
    }
    .into_any()
}

fn address(step: &SetupStep) -> AnyView {
    let languages: Vec<_> =
        ["en", "de"].iter().map(|code| ((*code).to_owned(), Lang::parse(code).map_or(*code, |lang| lang.label()).to_owned())).collect();
    let zones: Vec<_> = step.zones.iter().map(|zone| (zone.clone(), zone.clone())).collect();
    let url_help = if step.fixed { t!(setup::FIXED) } else { t!(setup::PUBLIC_URL_HELP) };
    view! {
        <TextField name="public_url" label=t!(setup::PUBLIC_URL) value=value(step, "public_url", "") kind="url" required=true max=200 readonly=step.fixed placeholder="https://portal.example.com" help=url_help error=error(step, "public_url") />
        <SelectField name="language" label=t!(setup::LANGUAGE) value=value(step, "language", "en") options=languages help=t!(setup::LANGUAGE_HELP) error=error(step, "language") />
        <SelectField name="time_zone" label=t!(setup::ZONE) value=value(step, "time_zone", "UTC") options=zones error=error(step, "time_zone") />
    }
    .into_any()
}

fn mail(step: &SetupStep) -> AnyView {
    let security = [("starttls", t!(setup::STARTTLS)), ("tls", t!(setup::TLS)), ("none", t!(setup::NO_TLS))];
    let security: Vec<_> = security.iter().map(|(value, label)| ((*value).to_owned(), (*label).to_owned())).collect();
    let server = if step.fixed {
        view! { <Banner tone=Tone::Info>{t!(setup::MAIL_FIXED)}</Banner> }.into_any()
    } else {
        view! {
            <TextField name="smtp_host" label=t!(setup::SMTP_HOST) value=value(step, "smtp_host", "") max=253 placeholder="mail.example.com" error=error(step, "smtp_host") />
            <div class="form-grid">
                <SelectField name="smtp_security" label=t!(setup::SECURITY) value=value(step, "smtp_security", "starttls") options=security error=error(step, "smtp_security") />
                <TextField name="smtp_port" label=t!(setup::PORT) value=value(step, "smtp_port", "") max=5 help=t!(setup::PORT_HELP) error=error(step, "smtp_port") />
                <TextField name="smtp_user" label=t!(setup::SMTP_USER) value=value(step, "smtp_user", "") max=200 />
                <TextField name="smtp_password" label=t!(setup::SMTP_PASSWORD) value=RwSignal::new(String::new()) kind="password" max=400 autocomplete="new-password" help=secret_help(step, "smtp_password", "") />
            </div>
            <TextField name="mail_from" label=t!(setup::MAIL_FROM) value=value(step, "mail_from", "") max=320 placeholder="Portal <portal@example.com>" error=error(step, "mail_from") />
        }
        .into_any()
    };
    let at_host = step.fixed.then(|| error(step, "smtp_host")).flatten();
    view! {
        {server}
        {at_host.map(|text| view! { <Banner tone=Tone::Bad>{text}</Banner> })}
        <div class="setup-test">
            <TextField name="test_to" label=t!(setup::TEST_TO) value=value(step, "test_to", "") kind="email" help=t!(setup::TEST_TO_HELP) error=error(step, "test_to") />
            {test(SetupAction::TestMail, t!(setup::SEND_TEST))}
        </div>
    }
    .into_any()
}

fn partner(step: &SetupStep) -> AnyView {
    view! {
        <TextField name="organisation" label=t!(setup::ORGANISATION) value=value(step, "organisation", "") required=true max=120 autocomplete="organization" autofocus=true error=error(step, "organisation") />
        <SelectField name="country" label=t!(setup::COUNTRY) value=value(step, "country", "") options=country_options() empty=t!(setup::CHOOSE) required=true error=error(step, "country") />
        <h2 class="setup-part">{t!(setup::FIRST_ADMINISTRATOR)}</h2>
        <div class="form-grid">
            <TextField name="first_name" label=t!(setup::FIRST_NAME) value=value(step, "first_name", "") required=true max=80 error=error(step, "first_name") />
            <TextField name="last_name" label=t!(setup::LAST_NAME) value=value(step, "last_name", "") required=true max=80 error=error(step, "last_name") />
        </div>
        <TextField name="partner_email" label=t!(setup::EMAIL) value=value(step, "partner_email", "") kind="email" required=true error=error(step, "partner_email") />
    }
    .into_any()
}

fn provider(step: &SetupStep) -> AnyView {
    view! {
        <div class="form-grid">
            <TextField name="label" label=t!(providers::LABEL) value=value(step, "label", "") max=60 help=t!(providers::LABEL_HELP) error=error(step, "label") />
            <TextField name="slug" label=t!(providers::SLUG) value=value(step, "slug", "") max=40 help=t!(providers::SLUG_HELP) error=error(step, "slug") />
        </div>
        <TextField name="issuer" label=t!(providers::ISSUER) value=value(step, "issuer", "") kind="url" max=400 placeholder="https://login.example.com" error=error(step, "issuer") />
        {test(SetupAction::TestConnection, t!(providers::TEST))}
        <div class="form-grid">
            <TextField name="client_id" label=t!(providers::CLIENT_ID) value=value(step, "client_id", "") max=400 error=error(step, "client_id") />
            <TextField name="client_secret" label=t!(providers::CLIENT_SECRET) value=RwSignal::new(String::new()) kind="password" max=400 autocomplete="new-password" help=secret_help(step, "client_secret", "") error=error(step, "client_secret") />
            <TextField name="entitlement_claim" label=t!(providers::ENTITLEMENT_CLAIM) value=value(step, "entitlement_claim", "") max=200 placeholder="groups" error=error(step, "entitlement_claim") />
            <TextField name="entitlement_value" label=t!(providers::ENTITLEMENT_VALUE) value=value(step, "entitlement_value", "") max=200 placeholder="switchroom" error=error(step, "entitlement_value") />
            <TextField name="organisation_id_claim" label=t!(providers::ORGANISATION_ID) value=value(step, "organisation_id_claim", "org_id") max=200 error=error(step, "organisation_id_claim") />
            <TextField name="organisation_name_claim" label=t!(providers::ORGANISATION_NAME) value=value(step, "organisation_name_claim", "org_name") max=200 error=error(step, "organisation_name_claim") />
        </div>
    }
    .into_any()
}

fn test(action: SetupAction, label: &'static str) -> AnyView {
    view! { <div><button class="button" type="submit" name="action" value=action.as_str()>{label}</button></div> }.into_any()
}
