//! Deleting a role, and what becomes of those who hold it (ROLE-19, ROLE-20).

use super::api::{list_roles, remove_role};
use crate::i18n::t;
use crate::jobs::JobProgress;
use crate::shell::use_me;
use crate::ui::{Button, ConfirmDialog, Dialog, DialogSize, SelectField, Tone, Work, use_toasts};
use leptos::{prelude::*, task::spawn_local};
use switchroom_types::access::{Base, Permission};
use switchroom_types::list::ListQuery;
use switchroom_types::roles::{DeleteRole, RoleDetail, RoleRow, Successor};
use switchroom_types::{JobId, RoleId};

/// What holders of a role can become.
#[derive(Clone, Copy)]
pub(super) struct Successors {
    others: RwSignal<Vec<RoleRow>>,
    pub chosen: RwSignal<String>,
}

impl Successors {
    pub fn new() -> Self {
        Self { others: RwSignal::new(Vec::new()), chosen: RwSignal::new(String::new()) }
    }

    /// Begins with the default of the specification, and learns the other roles on this base.
    pub fn load(self, id: RoleId, base: Base) {
        self.chosen.set(if base == Base::Partner { "manager" } else { "user" }.to_owned());
        let mut query = ListQuery { limit: Some(200), ..ListQuery::default() };
        query.set_filter("base", Some(base.as_str()));
        spawn_local(async move {
            if let Ok(page) = list_roles(query).await {
                let _ = self.others.try_set(page.items.into_iter().filter(|role| role.id != id).collect());
            }
        });
    }

    fn options(self, base: Base) -> Vec<(String, String)> {
        let may_assign = use_me().permissions.contains(Permission::ROLES_ASSIGN);
        let mut options = match base {
            Base::Partner => vec![("manager".to_owned(), t!(roles::BECOME_MANAGER).to_owned())],
            Base::Administrator => vec![("user".to_owned(), t!(users::ROLE_USER).to_owned())],
        };
        if base == Base::Administrator && may_assign {
            options.push(("admin".to_owned(), t!(users::ROLE_ADMIN).to_owned()));
        }
        if may_assign {
            options.extend(self.others.get().into_iter().map(|role| (role.id.to_string(), role.name)));
        }
        options
    }

    pub fn get(self) -> Option<Successor> {
        self.chosen.with_untracked(|chosen| match chosen.as_str() {
            "user" => Some(Successor::User),
            "admin" => Some(Successor::Admin),
            "manager" => Some(Successor::Manager),
            id => id.parse().ok().map(Successor::Role),
        })
    }
}

#[component]
pub(super) fn SuccessorField(successors: Successors, base: Base, holders: u64) -> impl IntoView {
    let options = Signal::derive(move || successors.options(base));
    view! {
        <SelectField
            name="holders_become"
            label=t!(roles::HOLDERS_BECOME)
            help=t!(roles::HOLDERS, n = holders)
            value=successors.chosen
            options=options
        />
    }
    .into_any()
}

#[component]
pub(super) fn DeleteRoleDialog(open: RwSignal<bool>, role: RwSignal<Option<RoleDetail>>, on_done: Callback<()>) -> impl IntoView {
    let successors = Successors::new();
    let work = Work::new();
    let toasts = use_toasts();
    let job = RwSignal::new(None::<JobId>);
    let running = RwSignal::new(false);
    Effect::new(move |_| {
        if open.get()
            && let Some((id, base)) = role.with_untracked(|role| role.as_ref().map(|role| (role.id, role.base)))
        {
            work.error.set(None);
            successors.load(id, base);
        }
    });
    let holders = Signal::derive(move || role.with(|role| role.as_ref().map_or(0, |role| role.holders)));
    let base = role.with_untracked(|role| role.as_ref().map_or(Base::Partner, |role| role.base));
    let delete = move |()| {
        let Some((id, name)) = role.with_untracked(|role| role.as_ref().map(|role| (role.id, role.name.clone()))) else { return };
        let holders_become = successors.get().filter(|_| holders.get_untracked() > 0);
        work.run(remove_role(id, DeleteRole { confirm: "delete".to_owned(), holders_become }), move |gone| {
            open.set(false);
            match gone.job_id {
                Some(id) => {
                    job.set(Some(id));
                    running.set(true);
                }
                None => {
                    toasts.show(Tone::Ok, t!(roles::DELETED, name = name));
                    on_done.run(());
                }
            }
        });
    };
    let close = move |_| {
        running.set(false);
        on_done.run(());
    };
    let foot = move || view! { <Button on_click=close>{t!(ui::CLOSE)}</Button> };
    view! {
        <ConfirmDialog
            id="delete-role"
            open=open
            title=t!(roles::DELETE_TITLE).to_owned()
            confirm=t!(roles::DELETE).to_owned()
            word="delete"
            danger=true
            consequences=Signal::derive(move || vec![t!(roles::DELETE_TEXT).to_owned()])
            work=work
            on_confirm=Callback::new(delete)
        >
            {move || Some(holders.get()).filter(|holders| *holders > 0).map(|holders| view! { <SuccessorField successors=successors base=base holders=holders /> })}
        </ConfirmDialog>
        <Dialog id="deleting-role" open=running title=t!(roles::DELETE).to_owned() size=DialogSize::Medium light_dismiss=false foot=foot>
            {move || job.get().map(|id| view! { <JobProgress id=id /> })}
        </Dialog>
    }
    .into_any()
}
