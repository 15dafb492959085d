//! One person: identity, role, licences, sign-in (USR-19, USR-20, USR-26).

use super::api::{edit_user, get_user};
use super::entries::{Clash, Entries, Marks, NameFields, ReachFields, RoleField};
use super::labels;
use super::origins::{Advanced, OriginsButton, SourceTag, provide_field_origins};
use super::person_actions::{DeletePerson, PersonActions};
use super::security_card::SecurityCard;
use crate::i18n::t;
use crate::roles::api::available_roles;
use crate::shell::{Permitted, Trouble, can, use_account};
use crate::templates::ServicesCard;
use crate::ui::{
    Banner, Card, ConflictView, Crumb, Form, FormActions, FormState, KeyValue, KeyValues, PageHeader, Skeleton, Tag, TextField, Time, Tone,
    use_toasts,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use switchroom_types::access::Permission;
use switchroom_types::accounts::AccountKind;
use switchroom_types::roles::AvailableRole;
use switchroom_types::users::UserDetail;
use switchroom_types::{AppError, UserId};

#[component]
pub fn UserPage() -> impl IntoView {
    view! {
        <Permitted needs=Permission::USERS_VIEW>
            <LoadedUser />
        </Permitted>
    }
}

#[component]
fn LoadedUser() -> impl IntoView {
    let account = use_account().id;
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("user").and_then(|id| id.parse::<UserId>().ok()));
    let user = Resource::new(
        move || id.get(),
        move |id| async move {
            match id {
                // Whoever may not see roles sees the name of this one.
                Some(id) => Ok((get_user(account, id).await?, available_roles(account).await.unwrap_or_default())),
                None => Err(AppError::not_found("user")),
            }
        },
    );
    view! {
        <Transition fallback=|| view! { <div class="page page-narrow"><Skeleton title=true lines=6 /></div> }>
            {move || Suspend::new(async move {
                match user.await {
                    Ok((user, roles)) => view! { <Person user=user roles=roles /> }.into_any(),
                    Err(error) => view! { <Trouble error=error /> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Person(user: UserDetail, roles: Vec<AvailableRole>) -> impl IntoView {
    let account = use_account();
    let user = RwSignal::new(user);
    let entries = user.with_untracked(Entries::of);
    let state = FormState::new("user");
    let toasts = use_toasts();
    let id = user.with_untracked(|user| user.id);
    let above = user.with_untracked(|user| user.above);
    provide_field_origins(account.id, id);
    let saved = move |after: UserDetail| {
        let waits = after.pending_email.is_some() && user.with_untracked(|before| before.pending_email != after.pending_email);
        entries.show(&after);
        user.set(after);
        toasts.show(Tone::Ok, if waits { t!(users::EMAIL_MUST_BE_CONFIRMED) } else { t!(users::SAVED) });
    };
    let save = move |version: i32| {
        let patch = user.with_untracked(|user| entries.patch(user));
        if patch.is_empty() {
            state.dirty.set(false);
        } else {
            state.submit(edit_user(account.id, id, Some(version), patch), saved);
        }
    };
    let submit = move |()| save(user.with_untracked(|user| user.version));
    let cancel = move |()| {
        user.with_untracked(|user| entries.show(user));
        state.error.set(None);
        state.dirty.set(false);
    };
    // Somebody was faster: go on from their version, with one's own entries or with theirs.
    let resolve = move |mine: bool| {
        spawn_local(async move {
            match get_user(account.id, id).await {
                Ok(theirs) if mine => save(theirs.version),
                Ok(theirs) => {
                    entries.show(&theirs);
                    user.set(theirs);
                    state.error.set(None);
                    state.dirty.set(false);
                }
                Err(error) => state.error.set(Some(error)),
            }
        });
    };
    let conflicts =
        Signal::derive(move || state.error.with(|error| error.as_ref().map(|error| error.conflicts.clone()).unwrap_or_default()));
    let read_only = Memo::new(move |_| !can(Permission::USERS_EDIT));
    let customer = account.kind == AccountKind::Customer;
    let list = format!("/accounts/{}/users", account.id);
    let name = Signal::derive(move || user.with(|user| user.name.clone()));
    // The server writes the title once the page is finished and its signals may be gone.
    let first_name = name.get_untracked();
    let crumbs = vec![
        Crumb::link(account.name.clone(), format!("/accounts/{}/info", account.id)),
        Crumb::link(t!(users::USERS), list),
        Crumb::here(first_name.clone()),
    ];
    let marks_of = user.with_untracked(Marks::of);
    let marks = move || {
        view! {
            <SourceTag user=user />
            {move || {
                user.with(|user| labels::badge(user.status, user.registration))
                    .map(|(tone, text)| view! { <Tag tone=tone>{text}</Tag> })
            }}
            {move || {
                let role = user.with(|user| labels::role(user.role, user.scope, &user.role_label));
                (!role.is_empty()).then(|| view! { <Tag tone=Tone::Accent>{role}</Tag> })
            }}
        }
    };
    view! {
        <Title text=move || name.try_get().unwrap_or_else(|| first_name.clone()) />
        <div class="page page-narrow">
            <PageHeader title=name crumbs=crumbs marks=marks actions=move || view! { <PersonActions user=user above=above /> } />
            {move || user.with(|user| user.mail_error.clone()).map(|error| view! { <Banner tone=Tone::Warn title=t!(users::MAIL_FAILED).to_owned()>{error}</Banner> })}
            {move || user.with(|user| user.source.is_synced()).then(|| view! { <Banner tone=Tone::Info>{t!(users::MAY_BE_OVERWRITTEN)}</Banner> })}
            {move || user.with(|user| user.locked).then(|| view! { <Banner tone=Tone::Warn>{t!(users::LOCKED)}</Banner> })}
            <Form state=state on_submit=Callback::new(submit)>
                <Clash entries=entries state=state account=account.id />
                <ConflictView conflicts=conflicts label=labels::field on_resolve=resolve />
                // Beside the fields, not among them: buttons in a fieldset that is read-only do nothing.
                <div class="origins-all"><OriginsButton account=account.id id=id /></div>
                <fieldset class="plain-fieldset stack" disabled=move || read_only.get()>
                    <Card title=t!(users::IDENTITY).to_owned()>
                        <div class="stack">
                            <TextField
                                name="name"
                                label=t!(users::NAME)
                                value=entries.name
                                required=true
                                max=161
                                help=marks_of.hint("name", "")
                                disabled_reason=marks_of.locked("name")
                            />
                            <NameFields entries=entries required=false marks=marks_of.clone() />
                            <TextField
                                name="email"
                                label=t!(users::EMAIL)
                                value=entries.email
                                kind="email"
                                required=true
                                disabled=Signal::stored(above)
                                help=marks_of.hint("email", t!(users::EMAIL_EDIT_HELP))
                                disabled_reason=marks_of.locked("email")
                            />
                            {move || {
                                user.with(|user| user.pending_email.clone())
                                    .map(|email| view! { <Banner tone=Tone::Info>{t!(users::EMAIL_WAITS, email = email)}</Banner> })
                            }}
                            <ReachFields
                                entries=entries
                                country=account.country.clone()
                                locked=above
                                marks=marks_of.clone()
                                sms_number=user.with_untracked(|user| user.sms_number.clone()).unwrap_or_default()
                            />
                            <RoleField entries=entries roles=roles above=above />
                        </div>
                    </Card>
                </fieldset>
                <Advanced user=user />
                <Licenses user=user />
                <SignInCard user=user />
                {move || {
                    if read_only.get() {
                        view! { <div class="form-actions"><div class="form-actions-start row"><DeletePerson user=user above=above state=state /></div></div> }.into_any()
                    } else {
                        view! {
                            <FormActions state=state on_cancel=cancel>
                                <DeletePerson user=user above=above state=state />
                            </FormActions>
                        }
                        .into_any()
                    }
                }}
            </Form>
            {customer.then(|| view! { <ServicesCard id=id /> })}
            {move || (!read_only.get()).then(|| view! { <SecurityCard id=id above=above /> })}
        </div>
    }
    .into_any()
}

/// The products that the person holds.
#[component]
fn Licenses(user: RwSignal<UserDetail>) -> impl IntoView {
    let list = move || {
        let licenses = user.with(|user| user.licenses.clone());
        if licenses.is_empty() {
            view! { <p class="muted">{t!(users::NO_LICENSES)}</p> }.into_any()
        } else {
            view! { <ul class="row">{licenses.into_iter().map(|name| view! { <li><Tag>{name}</Tag></li> }).collect_view()}</ul> }.into_any()
        }
    };
    view! { <Card title=t!(users::LICENSES_TITLE).to_owned()>{list}</Card> }.into_any()
}

#[component]
fn SignInCard(user: RwSignal<UserDetail>) -> impl IntoView {
    let body = move || {
        let user = user.get();
        let last = match user.last_sign_in_at {
            Some(at) => view! { <Time at=at /> }.into_any(),
            None => t!(users::NEVER).into_any(),
        };
        view! {
            <KeyValues>
                <KeyValue name=t!(users::REGISTRATION)>{labels::registration(user.registration)}</KeyValue>
                <KeyValue name=t!(users::LAST_SIGN_IN)>{last}</KeyValue>
                <KeyValue name=t!(users::SOURCE)>{labels::source(user.source)}</KeyValue>
                <KeyValue name=t!(users::CREATED_ON)><Time at=user.created_at /></KeyValue>
                <KeyValue name=t!(users::MODIFIED)>
                    <Time at=user.modified_at />
                    {(!user.modified_by.is_empty()).then(|| format!(" ({})", user.modified_by))}
                </KeyValue>
            </KeyValues>
        }
    };
    view! { <Card title=t!(users::SIGN_IN).to_owned()>{body}</Card> }.into_any()
}
