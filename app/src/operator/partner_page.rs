//! `/operator/partners/{id}`: one partner with its people; nothing of its customers (AUTH-04).

use super::api::{deactivate_partner, get_partner, reactivate_partner, remove_partner_person};
use super::labels;
use crate::i18n::{country_name, t};
use crate::shell::Trouble;
use crate::ui::{
    Banner, Button, Card, ConfirmDialog, Crumb, KeyValue, KeyValues, PageHeader, Skeleton, Tag, Time, TimeFormat, Tone, Variant, Work,
    use_toasts,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use switchroom_types::partners::{PartnerDetail, PartnerPerson, PartnerState};
use switchroom_types::{AppError, PartnerId, UserId};

#[component]
pub fn PartnerPage() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("partner")).and_then(|id| id.parse::<PartnerId>().ok());
    let partner = Resource::new(
        || (),
        move |()| async move {
            match id {
                Some(id) => get_partner(id).await,
                None => Err(AppError::not_found("partner")),
            }
        },
    );
    view! {
        <Title text=t!(partners::TITLE) />
        <div class="page page-narrow">
            <Transition fallback=|| view! { <Skeleton title=true lines=8 /> }>
                {move || partner.get().map(|found| match found {
                    Ok(found) => view! { <Partner found=found on_change=Callback::new(move |()| partner.refetch()) /> }.into_any(),
                    Err(error) => view! { <Trouble error=error /> }.into_any(),
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Partner(found: PartnerDetail, on_change: Callback<()>) -> impl IntoView {
    let PartnerDetail { partner, billing_account, people, organisations, .. } = found;
    let id = partner.id;
    let doomed = RwSignal::new(None::<(UserId, String)>);
    let crumbs = vec![Crumb::link(t!(partners::TITLE), "/operator/partners"), Crumb::here(partner.name.clone())];
    let marks = labels::badge(partner.state).map(|(tone, text)| (tone, text.to_owned()));
    let (state, name) = (partner.state, partner.name.clone());
    let actions = move || view! { <StateAction id=id name=name state=state on_change=on_change /> };
    let country = if partner.country.is_empty() { "—".to_owned() } else { country_name(&partner.country).into_owned() };
    let rows = people.into_iter().map(|person| view! { <PersonRow person=person doomed=doomed /> }).collect_view();
    let organisations = (!organisations.is_empty()).then(|| {
        let rows = organisations.into_iter().map(|found| {
            view! {
                <li class="entry">
                    <div class="entry-main">
                        <p class="entry-title">{found.organisation}</p>
                        <p class="entry-facts"><span>{found.issuer}</span></p>
                    </div>
                </li>
            }
        });
        view! { <Card title=t!(partners::ORGANISATIONS).to_owned()><ul class="entries">{rows.collect_view()}</ul></Card> }
    });
    view! {
        <PageHeader
            title=partner.name.clone()
            crumbs=crumbs
            marks=move || marks.map(|(tone, text)| view! { <Tag tone=tone>{text}</Tag> })
            actions=actions
        />
        {(state == PartnerState::Inactive).then(|| view! { <Banner tone=Tone::Warn>{t!(partners::IS_INACTIVE)}</Banner> })}
        <Card title=t!(partners::ORGANISATION).to_owned()>
            <KeyValues>
                <KeyValue name=t!(partners::NUMBER)>{partner.number.grouped()}</KeyValue>
                <KeyValue name=t!(partners::COUNTRY)>{country}</KeyValue>
                <KeyValue name=t!(partners::KIND)>{labels::kind(partner.kind)}</KeyValue>
                <KeyValue name=t!(partners::BILLING)>{billing_account.unwrap_or_else(|| "—".to_owned())}</KeyValue>
                <KeyValue name=t!(partners::CREATED)><Time at=partner.created_at format=TimeFormat::Date /></KeyValue>
            </KeyValues>
        </Card>
        <Card title=t!(partners::PARTNER_USERS).to_owned()>
            <ul class="entries">{rows}</ul>
        </Card>
        {organisations}
        <RemoveDialog id=id doomed=doomed on_change=on_change />
    }
    .into_any()
}

#[component]
fn PersonRow(person: PartnerPerson, doomed: RwSignal<Option<(UserId, String)>>) -> impl IntoView {
    let mark = labels::person(person.registration, person.status);
    let (id, name) = (person.id, person.name.clone());
    let reason = person.last_administrator.then(|| t!(partners::LAST_ADMINISTRATOR).to_owned());
    view! {
        <li class="entry">
            <div class="entry-main">
                <p class="entry-title">{person.name} {mark.map(|(tone, text)| view! { <Tag tone=tone>{text}</Tag> })}</p>
                <p class="entry-facts">
                    <span>{person.email}</span>
                    <span>{person.role_label}</span>
                    <span>
                        {match person.last_sign_in_at {
                            Some(at) => view! { {t!(partners::LAST_SIGN_IN)} " " <Time at=at /> }.into_any(),
                            None => t!(partners::NEVER_SIGNED_IN).into_any(),
                        }}
                    </span>
                </p>
            </div>
            <span class="scripting-only">
                <Button small=true disabled_reason=reason on_click=move |_| doomed.set(Some((id, name.clone())))>{t!(partners::REMOVE)}</Button>
            </span>
        </li>
    }
    .into_any()
}

#[component]
fn StateAction(id: PartnerId, name: String, state: PartnerState, on_change: Callback<()>) -> impl IntoView {
    let open = RwSignal::new(false);
    let work = Work::new();
    let toasts = use_toasts();
    if state == PartnerState::Inactive {
        let reactivate = move |_| {
            work.run(reactivate_partner(id), move |_| {
                toasts.show(Tone::Ok, t!(partners::REACTIVATED));
                on_change.run(());
            });
        };
        return view! {
            <span class="scripting-only">
                <Button variant=Variant::Primary busy=work.busy on_click=reactivate>{t!(partners::REACTIVATE)}</Button>
            </span>
        }
        .into_any();
    }
    let confirm = move |()| {
        work.run(deactivate_partner(id, "deactivate".to_owned()), move |_| {
            open.set(false);
            toasts.show(Tone::Ok, t!(partners::DEACTIVATED));
            on_change.run(());
        });
    };
    let consequences =
        [t!(partners::DEACTIVATE_PEOPLE), t!(partners::DEACTIVATE_CUSTOMERS), t!(partners::DEACTIVATE_KEEPS)].map(str::to_owned).to_vec();
    view! {
        <span class="scripting-only">
            <Button icon="archive" on_click=move |_| open.set(true)>{t!(partners::DEACTIVATE)}</Button>
        </span>
        <ConfirmDialog
            id="deactivate-partner"
            open=open
            title=t!(partners::DEACTIVATE_TITLE, name = name.as_str())
            confirm=t!(partners::DEACTIVATE).to_owned()
            word="deactivate"
            danger=true
            consequences=Signal::stored(consequences)
            work=work
            on_confirm=Callback::new(confirm)
        />
    }
    .into_any()
}

#[component]
fn RemoveDialog(id: PartnerId, doomed: RwSignal<Option<(UserId, String)>>, on_change: Callback<()>) -> impl IntoView {
    let open = RwSignal::new(false);
    let work = Work::new();
    let toasts = use_toasts();
    Effect::new(move |_| {
        if doomed.with(Option::is_some) {
            work.error.set(None);
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            doomed.set(None);
        }
    });
    let name = move || doomed.with(|doomed| doomed.as_ref().map(|(_, name)| name.clone()).unwrap_or_default());
    let confirm = move |()| {
        let Some((person, name)) = doomed.get_untracked() else { return };
        work.run(remove_partner_person(id, person), move |()| {
            open.set(false);
            toasts.show(Tone::Ok, t!(partners::REMOVED, name = name.as_str()));
            on_change.run(());
        });
    };
    let consequences = [t!(partners::REMOVE_ACCESS), t!(partners::REMOVE_AGAIN)].map(str::to_owned).to_vec();
    view! {
        <ConfirmDialog
            id="remove-person"
            open=open
            title=Signal::derive(move || t!(partners::REMOVE_TITLE, name = name()))
            confirm=t!(partners::REMOVE).to_owned()
            word="delete"
            danger=true
            consequences=Signal::stored(consequences)
            work=work
            on_confirm=Callback::new(confirm)
        />
    }
    .into_any()
}
