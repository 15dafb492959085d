//! The form of a role.

use super::api::{create_role, edit_role, get_role};
use super::delete_dialog::DeleteRoleDialog;
use super::labels;
use super::matrix::Matrix;
use crate::i18n::t;
use crate::shell::can;
use crate::ui::{
    Banner, Button, Card, ConflictView, Crumb, Form, FormActions, FormState, LinkButton, PageHeader, SelectField, Tab, TabLinks, Tag,
    TextField, Tone, Variant, use_toasts,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use switchroom_types::RoleId;
use switchroom_types::access::{Base, Permission, Permissions};
use switchroom_types::roles::{RoleDetail, RoleForm, RoleLock};

/// The pages of one role.
pub(super) fn tabs(id: RoleId, accounts: u64) -> Vec<Tab> {
    vec![
        Tab::new(format!("/roles/{id}"), t!(roles::TAB_SETTINGS)),
        Tab::new(format!("/roles/{id}/accounts"), t!(roles::TAB_ACCOUNTS)).count(accounts),
        Tab::new(format!("/roles/{id}/accounts/others"), t!(roles::TAB_OTHERS)),
    ]
}

/// Why nobody but others can change it.
pub(super) fn lock_text(lock: RoleLock) -> &'static str {
    match lock {
        RoleLock::Own => t!(roles::LOCK_OWN),
        RoleLock::BeyondReach => t!(roles::LOCK_BEYOND_REACH),
    }
}

#[derive(Clone, Copy)]
struct Entries {
    name: RwSignal<String>,
    description: RwSignal<String>,
    base: RwSignal<String>,
    permissions: RwSignal<Permissions>,
}

impl Entries {
    fn show(self, form: RoleForm) {
        self.name.set(form.name);
        self.description.set(form.description);
        self.base.set(form.base.to_string());
        self.permissions.set(form.permissions);
    }

    fn base(self) -> Base {
        self.base.with(|base| Base::parse(base)).unwrap_or(Base::Partner)
    }

    fn form(self) -> RoleForm {
        untrack(|| RoleForm {
            name: self.name.get(),
            description: self.description.get(),
            base: self.base(),
            permissions: self.permissions.get(),
        })
    }
}

fn form_of(role: &RoleDetail) -> RoleForm {
    RoleForm { name: role.name.clone(), description: role.description.clone(), base: role.base, permissions: role.permissions }
}

#[component]
pub(super) fn Editor(role: Option<RoleDetail>, create: bool) -> impl IntoView {
    // A duplicate has the same cells and base, and a name to be changed (ROLE-21).
    let copied = create && role.is_some();
    let first = match &role {
        Some(role) if create => RoleForm { name: t!(roles::COPY_OF, name = role.name.clone()), ..form_of(role) },
        Some(role) => form_of(role),
        None => RoleForm::new(Base::Partner),
    };
    let entries = Entries {
        name: RwSignal::new(first.name),
        description: RwSignal::new(first.description),
        base: RwSignal::new(first.base.to_string()),
        permissions: RwSignal::new(first.permissions),
    };
    let stored = RwSignal::new(role.filter(|_| !create));
    let state = FormState::new("role");
    let toasts = use_toasts();
    let navigate = StoredValue::new(use_navigate());
    let go = move |to: String| navigate.with_value(|navigate| navigate(&to, NavigateOptions::default()));
    let locked = Signal::derive(move || stored.with(|stored| stored.as_ref().and_then(|stored| stored.locked)));
    let may_save =
        Signal::derive(move || if create { can(Permission::ROLES_ADD) } else { can(Permission::ROLES_EDIT) && locked.get().is_none() });
    // Another base has other cells: all of them, to begin with.
    Effect::new(move |before: Option<Base>| {
        let base = entries.base();
        if create && before.is_some_and(|before| before != base) {
            entries.permissions.set(RoleForm::new(base).permissions);
        }
        base
    });
    let save = move |version: i32| match stored.with_untracked(|stored| stored.as_ref().map(|stored| stored.id)) {
        None => state.submit(create_role(entries.form()), move |made| {
            toasts.show(Tone::Ok, t!(roles::CREATED, name = made.name));
            go(format!("/roles/{}", made.id));
        }),
        Some(id) => state.submit(edit_role(id, version, entries.form()), move |saved| {
            entries.show(form_of(&saved));
            stored.set(Some(saved));
            toasts.show(Tone::Ok, t!(roles::SAVED));
        }),
    };
    let version = move || stored.with_untracked(|stored| stored.as_ref().map_or(0, |stored| stored.version));
    let cancel = move |()| match stored.with_untracked(|stored| stored.as_ref().map(form_of)) {
        Some(form) => {
            entries.show(form);
            state.error.set(None);
            state.dirty.set(false);
        }
        None => go("/roles".to_owned()),
    };
    // Somebody was faster: go on from their version, with one's own entries or with theirs.
    let resolve = move |mine: bool| {
        let Some(id) = stored.with_untracked(|stored| stored.as_ref().map(|stored| stored.id)) else { return };
        spawn_local(async move {
            match get_role(id).await {
                Ok(theirs) if mine => save(theirs.version),
                Ok(theirs) => {
                    entries.show(form_of(&theirs));
                    stored.set(Some(theirs));
                    state.error.set(None);
                    state.dirty.set(false);
                }
                Err(error) => state.error.set(Some(error)),
            }
        });
    };
    let conflicts =
        Signal::derive(move || state.error.with(|error| error.as_ref().map(|error| error.conflicts.clone()).unwrap_or_default()));
    let title = Signal::derive(move || {
        stored.with(|stored| stored.as_ref().map_or_else(|| t!(roles::NEW).to_owned(), |stored| stored.name.clone()))
    });
    // The server writes the title once the page is finished and its signals may be gone.
    let first_title = title.get_untracked();
    let crumbs = vec![Crumb::link(t!(roles::ROLES), "/roles"), Crumb::here(first_title.clone())];
    let marks = move || view! { {move || stored.with(|stored| stored.as_ref().map(|stored| stored.base)).map(|base| view! { <Tag>{labels::base(base)}</Tag> })} };
    let page = stored.with_untracked(|stored| stored.as_ref().map(|stored| (stored.id, stored.accounts)));
    let links = page.map(|(id, accounts)| {
        view! { <TabLinks label=t!(roles::TABS) tabs=Signal::stored(tabs(id, accounts)) current=format!("/roles/{id}") /> }
    });
    let banner = move || locked.get().map(|lock| view! { <Banner tone=Tone::Info>{lock_text(lock)}</Banner> });
    let bases = Base::ALL.iter().map(|base| (base.to_string(), labels::base(*base).to_owned())).collect::<Vec<_>>();
    let base_note = if create && !copied { t!(roles::BASE_HELP) } else { t!(roles::BASE_FIXED) };
    let deleting = RwSignal::new(false);
    let others = move || {
        let id = page.map(|(id, _)| id);
        let gone = move || can(Permission::ROLES_DELETE) && locked.get().is_none();
        view! {
            {move || (id.is_some() && gone()).then(|| view! {
                <Button variant=Variant::Danger on_click=move |_| deleting.set(true)>{t!(roles::DELETE)}</Button>
            })}
            {move || id.filter(|_| can(Permission::ROLES_ADD)).map(|id| view! {
                <LinkButton href=format!("/roles/new?from={id}") icon="copy">{t!(roles::DUPLICATE)}</LinkButton>
            })}
        }
    };
    let read_only = Signal::derive(move || !may_save.get());
    view! {
        <Title text=move || title.try_get().unwrap_or_else(|| first_title.clone()) />
        <div class="page">
            <PageHeader title=title crumbs=crumbs marks=marks />
            {links}
            {banner}
            <Form state=state on_submit=Callback::new(move |()| save(version()))>
                <ConflictView conflicts=conflicts label=labels::field on_resolve=resolve />
                <fieldset class="plain-fieldset stack" disabled=move || read_only.get()>
                    <Card title=t!(roles::DETAILS).to_owned()>
                        <div class="stack">
                        <div class="form-grid">
                            <TextField name="name" label=t!(roles::NAME) value=entries.name max=80 required=true />
                            <SelectField name="base" label=t!(roles::BASE) value=entries.base options=Signal::stored(bases) help=base_note.to_owned() disabled=Signal::stored(!create || copied) />
                        </div>
                        <TextField name="description" label=t!(roles::DESCRIPTION) value=entries.description max=500 />
                        </div>
                    </Card>
                    <Card title=t!(roles::PERMISSIONS).to_owned()>
                        <Matrix base=Signal::derive(move || entries.base()) permissions=entries.permissions read_only=read_only on_change=Callback::new(move |()| state.dirty.set(true)) />
                    </Card>
                </fieldset>
                {move || if may_save.get() {
                    view! { <FormActions state=state on_cancel=cancel>{others()}</FormActions> }.into_any()
                } else {
                    view! { <div class="form-actions"><div class="form-actions-start row">{others()}</div></div> }.into_any()
                }}
            </Form>
            {page.map(|_| view! { <DeleteRoleDialog open=deleting role=stored on_done=Callback::new(move |()| { state.dirty.set(false); go("/roles".to_owned()) }) /> })}
        </div>
    }
    .into_any()
}
