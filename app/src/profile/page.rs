//! `/profile`, for every role.

use super::api::{time_zones, update_profile};
use super::{password_card::PasswordCard, sessions_card::SessionsCard, tokens_card::TokensCard};
use crate::factors::FactorsCard;
use crate::i18n::{Lang, t};
use crate::notification_rules::NotificationRulesCard;
use crate::shell::use_me;
use crate::ui::{Card, Form, FormActions, FormState, KeyValue, KeyValues, PageHeader, SelectField, TextField, browser};
use leptos::prelude::*;
use leptos_meta::Title;
use switchroom_types::access::Role;
use switchroom_types::profile::ProfileForm;
use switchroom_types::sessions::{Me, SignInMethod, Theme};

#[component]
pub fn ProfilePage() -> impl IntoView {
    let me = use_me();
    let has_password = me.method == SignInMethod::Password;
    // Those who have a bell.
    let told = me.role != Role::User;
    view! {
        <Title text=t!(profile::TITLE) />
        <div class="page page-narrow">
            <PageHeader title=t!(profile::TITLE) />
            <AboutCard me />
            {has_password.then(|| view! { <PasswordCard /> })}
            <FactorsCard />
            {told.then(|| view! { <NotificationRulesCard /> })}
            <SessionsCard />
            <TokensCard />
        </div>
    }
    .into_any()
}

#[component]
fn AboutCard(me: Me) -> impl IntoView {
    let state = FormState::new("profile");
    let name = RwSignal::new(me.name);
    let language = RwSignal::new(me.language);
    let zone = RwSignal::new(me.time_zone.unwrap_or_default());
    let theme = RwSignal::new(me.theme.as_str().to_owned());
    let languages = Lang::ALL.iter().map(|lang| (lang.code().to_owned(), lang.label().to_owned())).collect::<Vec<_>>();
    let themes =
        [(Theme::System, t!(profile::THEME_SYSTEM)), (Theme::Light, t!(profile::THEME_LIGHT)), (Theme::Dark, t!(profile::THEME_DARK))];
    let themes = themes.map(|(theme, label)| (theme.as_str().to_owned(), label.to_owned())).to_vec();
    let zones = Resource::new(|| (), |()| time_zones());
    let submit = move |()| {
        let form = ProfileForm {
            name: name.get_untracked(),
            language: language.get_untracked(),
            time_zone: Some(zone.get_untracked()).filter(|zone| !zone.is_empty()),
            theme: Theme::parse(&theme.get_untracked()).unwrap_or(Theme::System),
        };
        // Language, zone and theme are part of the document itself.
        state.submit(update_profile(form), |()| browser::reload());
    };
    let zone_field = move || {
        zones.get().map(|zones| {
            let options = zones.unwrap_or_default().into_iter().map(|zone| (zone.clone(), zone)).collect::<Vec<_>>();
            view! { <SelectField name="time_zone" label=t!(profile::ZONE) value=zone options=options empty=t!(profile::ZONE_BROWSER) /> }
        })
    };
    view! {
        <Card title=t!(profile::ABOUT) id="about">
            <KeyValues>
                <KeyValue name=t!(profile::EMAIL)>{me.email}</KeyValue>
                <KeyValue name=t!(profile::ACCOUNT)>{me.account_name}</KeyValue>
                {(!me.role_label.is_empty()).then(|| view! { <KeyValue name=t!(profile::ROLE)>{me.role_label}</KeyValue> })}
            </KeyValues>
            <Form state=state on_submit=Callback::new(submit)>
                <TextField name="name" label=t!(profile::NAME) value=name required=true max=80 autocomplete="name" />
                <SelectField name="language" label=t!(profile::LANGUAGE) value=language options=languages />
                <Suspense fallback=|| ()>{zone_field}</Suspense>
                <SelectField name="theme" label=t!(profile::THEME) value=theme options=themes />
                <FormActions state=state />
            </Form>
        </Card>
    }
    .into_any()
}
