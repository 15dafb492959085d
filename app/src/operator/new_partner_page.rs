//! `/operator/partners/new`: a partner with its first Administrator.

use super::api::add_partner;
use super::labels::languages;
use crate::accounts::country_options;
use crate::i18n::t;
use crate::ui::{
    Banner, Card, Checkbox, CopyButton, Crumb, Form, FormActions, FormState, LinkButton, PageHeader, SelectField, TextField, Tone,
    use_toasts,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use switchroom_types::partners::{AddedPartner, PartnerForm};

#[component]
pub fn NewPartnerPage() -> impl IntoView {
    view! {
        <Title text=t!(partners::ADD) />
        <super::OperatorsOnly>
            <NewPartner />
        </super::OperatorsOnly>
    }
}

#[component]
fn NewPartner() -> impl IntoView {
    let state = FormState::new("partner");
    let field = || RwSignal::new(String::new());
    let (name, country, billing, first_name, last_name, email) = (field(), field(), field(), field(), field(), field());
    let language = RwSignal::new(crate::shell::use_me().language);
    let prime = RwSignal::new(false);
    let made = RwSignal::new(None::<AddedPartner>);
    let navigate = use_navigate();
    let toasts = use_toasts();
    let back = {
        let navigate = navigate.clone();
        Callback::new(move |()| navigate("/operator/partners", NavigateOptions::default()))
    };
    let submit = Callback::new(move |()| {
        let form = PartnerForm {
            name: name.get_untracked(),
            country: country.get_untracked(),
            prime: prime.get_untracked(),
            billing_account: billing.get_untracked(),
            first_name: first_name.get_untracked(),
            last_name: last_name.get_untracked(),
            email: email.get_untracked(),
            language: language.get_untracked(),
        };
        let navigate = navigate.clone();
        state.submit(add_partner(form), move |added: AddedPartner| {
            toasts.show(Tone::Ok, t!(partners::ADDED, name = added.name.as_str(), email = added.email.as_str()));
            if added.registration_link.is_some() {
                made.set(Some(added));
            } else {
                navigate(&format!("/operator/partners/{}", added.id), NavigateOptions::default());
            }
        });
    });
    let crumbs = vec![Crumb::link(t!(partners::TITLE), "/operator/partners"), Crumb::here(t!(partners::ADD))];
    view! {
        <div class="page page-narrow">
            <PageHeader title=t!(partners::ADD).to_owned() crumbs=crumbs />
            {move || made.get().map(|made| view! { <Link made=made /> })}
            <Show when=move || made.with(Option::is_none)>
                <Form state=state on_submit=submit>
                    <Card title=t!(partners::ORGANISATION).to_owned()>
                        <div class="form-grid">
                            <TextField name="name" label=t!(partners::NAME) value=name required=true max=120 autocomplete="organization" />
                            <SelectField name="country" label=t!(partners::COUNTRY) value=country options=country_options() empty=t!(partners::CHOOSE).to_owned() required=true />
                            <TextField name="billing_account" label=t!(partners::BILLING) value=billing max=60 help=t!(partners::BILLING_HELP) />
                            <Checkbox name="prime" label=t!(partners::KIND_PRIME) value=prime note=t!(partners::PRIME_NOTE) />
                        </div>
                    </Card>
                    <Card title=t!(partners::FIRST_ADMINISTRATOR).to_owned()>
                        <div class="form-grid">
                            <TextField name="first_name" label=t!(partners::FIRST_NAME) value=first_name required=true max=80 />
                            <TextField name="last_name" label=t!(partners::LAST_NAME) value=last_name required=true max=80 />
                            <TextField name="email" label=t!(partners::EMAIL) value=email kind="email" required=true help=t!(partners::EMAIL_HELP) />
                            <SelectField name="language" label=t!(partners::LANGUAGE) value=language options=languages() />
                        </div>
                    </Card>
                    <FormActions state=state save=t!(partners::ADD) on_cancel=back />
                </Form>
            </Show>
        </div>
    }
    .into_any()
}

/// Where no mail can be sent: the only time that the link is seen.
#[component]
fn Link(made: AddedPartner) -> impl IntoView {
    let link = made.registration_link.unwrap_or_default();
    view! {
        <Banner tone=Tone::Ok title=t!(partners::ADDED, name = made.name.as_str(), email = made.email.as_str())>
            <p>{t!(partners::LINK_ONCE)}</p>
            <p class="entry-secret"><code>{link.clone()}</code> <CopyButton text=link /></p>
        </Banner>
        <p><LinkButton href=format!("/operator/partners/{}", made.id)>{t!(partners::OPEN)}</LinkButton></p>
    }
    .into_any()
}
