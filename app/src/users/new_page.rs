//! "New User" (USR-14).

use super::api::create_user;
use super::entries::{Clash, Entries, NameFields, ReachFields, RoleField};
use crate::i18n::t;
use crate::roles::api::available_roles;
use crate::shell::{Permitted, can, use_account};
use crate::ui::{Card, Crumb, Form, FormActions, FormState, PageHeader, Switch, TextField, Tone, use_toasts};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use switchroom_types::access::{Permission, Role, Scope};
use switchroom_types::accounts::AccountKind;
use switchroom_types::users::UserDetail;

#[component]
pub fn NewUserPage() -> impl IntoView {
    view! {
        <Title text=t!(users::NEW_USER) />
        <Permitted needs=Permission::USERS_ADD>
            <NewUser />
        </Permitted>
    }
}

#[component]
fn NewUser() -> impl IntoView {
    let account = use_account();
    let id = account.id;
    let list = format!("/accounts/{id}/users");
    let partner = account.kind == AccountKind::Partner;
    let entries = Entries::empty(if partner { Scope::Assigned.as_str() } else { Role::User.as_str() });
    let admin = RwSignal::new(false);
    let roles = Resource::new(|| (), move |()| async move { available_roles(id).await.unwrap_or_default() });
    // Where there are custom roles, a drop-down offers them beside the base ones.
    let choosing = RwSignal::new(partner);
    let state = FormState::new("user");
    let toasts = use_toasts();
    let navigate = use_navigate();
    let back = {
        let (list, navigate) = (list.clone(), navigate.clone());
        move |()| navigate(&list, NavigateOptions::default())
    };
    let submit = move |()| {
        if !choosing.get_untracked() {
            entries.role.set(if admin.get_untracked() { Role::Admin } else { Role::User }.to_string());
        }
        let navigate = navigate.clone();
        state.submit(create_user(id, entries.form()), move |user: UserDetail| {
            toasts.show(Tone::Ok, t!(users::CREATED, name = user.name, email = user.email));
            navigate(&format!("/accounts/{id}/users/{}", user.id), NavigateOptions::default());
        });
    };
    let assign_note = Signal::derive(move || {
        Some(if can(Permission::ROLES_ASSIGN) { t!(users::ADMIN_NOTE) } else { t!(users::NEEDS_ROLES_ASSIGN) }.to_owned())
    });
    let crumbs = vec![
        Crumb::link(account.name.clone(), format!("/accounts/{id}/info")),
        Crumb::link(t!(users::USERS), list),
        Crumb::here(t!(users::NEW_USER)),
    ];
    view! {
        <div class="page page-narrow">
            <PageHeader title=t!(users::NEW_USER).to_owned() crumbs=crumbs />
            <Form state=state on_submit=Callback::new(submit)>
                <Clash entries=entries state=state account=id />
                <Card>
                    <div class="stack">
                        <NameFields entries=entries required=true />
                        <TextField name="email" label=t!(users::EMAIL) help=t!(users::EMAIL_HELP).to_owned() value=entries.email kind="email" required=true />
                        <ReachFields entries=entries country=account.country.clone() />
                        <Suspense fallback=|| ()>
                            {move || Suspend::new(async move {
                                let roles = roles.await;
                                if partner || roles.iter().any(|role| role.id.is_some()) {
                                    choosing.set(true);
                                    view! { <RoleField entries=entries roles=roles /> }.into_any()
                                } else {
                                    view! { <Switch name="admin" label=t!(users::ROLE_ADMIN) value=admin note=assign_note disabled=Signal::derive(|| !can(Permission::ROLES_ASSIGN)) /> }
                                        .into_any()
                                }
                            })}
                        </Suspense>
                    </div>
                </Card>
                <FormActions state=state save=t!(users::CREATE).to_owned() on_cancel=back />
            </Form>
        </div>
    }
    .into_any()
}
