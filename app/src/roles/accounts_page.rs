//! `/roles/{role}/accounts`: where a role can be given, and `…/others`: where it could be (ROLE-16, ROLE-17).

use super::api::{accounts_of_role, get_role, give_role, take_role};
use super::delete_dialog::{SuccessorField, Successors};
use super::editor::{lock_text, tabs};
use super::labels;
use crate::i18n::{number, t};
use crate::jobs::JobProgress;
use crate::live::use_live_history;
use crate::shell::{PartnersOnly, Permitted, Trouble, can};
use crate::ui::table::{CardRole, Column, List, ListSpec, Table, Width};
use crate::ui::{
    Banner, Button, ConfirmDialog, Crumb, Dialog, DialogSize, EmptyState, PageHeader, Skeleton, TabLinks, Tag, Time, TimeFormat, Tone,
    Variant, Work,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use switchroom_types::access::Permission;
use switchroom_types::history::Asset;
use switchroom_types::list::{ListQuery, Selection};
use switchroom_types::roles::{AssignRole, RoleAccount, RoleDetail};
use switchroom_types::{AppError, JobId, RoleId};

#[component]
pub fn RoleAccountsPage() -> impl IntoView {
    view! { <Loaded assigned=true /> }
}

#[component]
pub fn OtherAccountsPage() -> impl IntoView {
    view! { <Loaded assigned=false /> }
}

#[component]
fn Loaded(assigned: bool) -> impl IntoView {
    view! {
        <PartnersOnly>
            <Permitted needs=Permission::ROLES_VIEW>
                <Accounts assigned=assigned />
            </Permitted>
        </PartnersOnly>
    }
}

#[component]
fn Accounts(assigned: bool) -> impl IntoView {
    let params = use_params_map();
    // Another role is another page: the router builds it anew.
    let id = params.with_untracked(|params| params.get("role").and_then(|id| id.parse::<RoleId>().ok()));
    let version = RwSignal::new(0_u32);
    let loaded = Resource::new(
        move || version.get(),
        move |_| async move {
            match id {
                Some(id) => get_role(id).await,
                None => Err(AppError::not_found("role")),
            }
        },
    );
    let list = accounts_list(id, assigned);
    use_live_history(None, &[Asset::Role], list.live());
    let heading = ViewFn::from(move || view! { <Heading loaded=loaded assigned=assigned /> });
    let asking = RwSignal::new(false);
    let job = RwSignal::new(None::<JobId>);
    let ask = move |_| asking.set(true);
    let bulk = move || {
        (move || {
            can(Permission::ROLES_EDIT).then(|| {
                if assigned {
                    view! { <Button small=true variant=Variant::Danger on_click=ask>{t!(roles::UNASSIGN)}</Button> }.into_any()
                } else {
                    view! { <Button small=true variant=Variant::Primary on_click=ask>{t!(roles::ASSIGN)}</Button> }.into_any()
                }
            })
        })
        .into_any()
    };
    let empty = move || {
        let (title, text) = match assigned {
            true => (t!(roles::NO_ACCOUNTS), t!(roles::NO_ACCOUNTS_TEXT)),
            false => (t!(roles::NO_OTHERS), t!(roles::NO_OTHERS_TEXT)),
        };
        view! { <EmptyState title=title text=text.to_owned() icon="building" /> }.into_any()
    };
    let title = if assigned { t!(roles::WITH_ROLE) } else { t!(roles::WITHOUT_ROLE) };
    let over = Callback::new(move |_| {
        list.clear_selection();
        list.refresh();
        version.update(|version| *version += 1);
    });
    view! {
        <Title text=title />
        <Table list=list title=title heading=heading bulk=bulk empty=empty />
        {id.map(|id| view! { <ChangeDialog id=id open=asking list=list assigned=assigned job=job /> })}
        <WorkDialog job=job assigned=assigned on_over=over />
    }
    .into_any()
}

#[component]
fn Heading(loaded: Resource<Result<RoleDetail, AppError>>, assigned: bool) -> impl IntoView {
    view! {
        <Transition fallback=|| view! { <Skeleton title=true lines=2 /> }>
            {move || Suspend::new(async move {
                match loaded.await {
                    Ok(role) => {
                        let here = if assigned { format!("/roles/{}/accounts", role.id) } else { format!("/roles/{}/accounts/others", role.id) };
                        let crumbs = vec![Crumb::link(t!(roles::ROLES), "/roles"), Crumb::here(role.name.clone())];
                        let base = role.base;
                        let lock = role.locked.map(|lock| view! { <Banner tone=Tone::Info>{lock_text(lock)}</Banner> });
                        view! {
                            <PageHeader title=role.name.clone() crumbs=crumbs marks=move || view! { <Tag>{labels::base(base)}</Tag> } />
                            <TabLinks label=t!(roles::TABS) tabs=Signal::stored(tabs(role.id, role.accounts)) current=here />
                            {lock}
                        }
                        .into_any()
                    }
                    Err(error) => view! { <Trouble error=error /> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

fn accounts_list(id: Option<RoleId>, assigned: bool) -> List {
    let load = move |query: ListQuery| async move {
        match id {
            Some(id) => accounts_of_role(id, narrowed(query, assigned)).await,
            None => Err(AppError::not_found("role")),
        }
    };
    ListSpec::<RoleAccount>::new("role_accounts", load, |row| row.id.to_string(), |row| row.name.clone())
        .columns(columns(assigned))
        .default_sort("name")
        .search(t!(roles::SEARCH_ACCOUNTS))
        .selectable()
        .build()
}

/// What the page shows of all accounts.
fn narrowed(mut query: ListQuery, assigned: bool) -> ListQuery {
    query.set_filter("assigned", Some(if assigned { "true" } else { "false" }));
    query
}

fn columns(assigned: bool) -> Vec<Column<RoleAccount>> {
    let mut columns = vec![
        Column::new("name", t!(accounts::COLUMN_NAME), name).sortable().fixed().width(Width::Wide).card(CardRole::Title),
        Column::text("number", t!(accounts::COLUMN_NUMBER), |row: &RoleAccount| row.number.grouped())
            .width(Width::Small)
            .card(CardRole::Text),
    ];
    if assigned {
        columns.push(Column::text("holders", t!(roles::COLUMN_HOLDERS), |row: &RoleAccount| number(row.holders)).width(Width::Small));
    }
    columns.push(
        Column::new("modified_at", t!(roles::COLUMN_MODIFIED_ON), modified).sortable_descending().width(Width::Small).card(CardRole::Meta),
    );
    columns
}

fn name(row: &RoleAccount) -> AnyView {
    let badge = crate::accounts::badge(row.state).map(|(tone, text)| view! { <Tag tone=tone>{text}</Tag> });
    view! {
        <span class="person">
            <span class="person-name truncate">{row.name.clone()}</span>
            {badge}
        </span>
    }
    .into_any()
}

fn modified(row: &RoleAccount) -> AnyView {
    view! { <span class="muted"><Time at=row.modified_at format=TimeFormat::Date /></span> }.into_any()
}

/// Confirms, and asks what the holders become.
#[component]
fn ChangeDialog(id: RoleId, open: RwSignal<bool>, list: List, assigned: bool, job: RwSignal<Option<JobId>>) -> impl IntoView {
    let successors = Successors::new();
    let work = Work::new();
    let role = RwSignal::new(None::<RoleDetail>);
    Effect::new(move |_| {
        if open.get() {
            work.error.set(None);
            leptos::task::spawn_local(async move {
                if let Ok(found) = get_role(id).await {
                    successors.load(id, found.base);
                    let _ = role.try_set(Some(found));
                }
            });
        }
    });
    let go = move |()| {
        let Some(selection) = untrack(|| list.selection()).and_then(Selection::typed) else { return };
        let selection = match selection {
            Selection::Matching { query, except } => Selection::Matching { query: narrowed(query, assigned), except },
            ids => ids,
        };
        let held = assigned && role.with_untracked(|role| role.as_ref().is_some_and(|role| role.holders > 0));
        let request = AssignRole { selection, holders_become: successors.get().filter(|_| held) };
        let done = move |started: switchroom_types::users::BulkStarted| {
            open.set(false);
            job.set(Some(started.job_id));
        };
        if assigned {
            work.run(take_role(id, request), done);
        } else {
            work.run(give_role(id, request), done);
        }
    };
    let count = Signal::derive(move || list.picked_count().value);
    let title =
        Signal::derive(
            move || if assigned { t!(roles::UNASSIGN_TITLE, n = count.get()) } else { t!(roles::ASSIGN_TITLE, n = count.get()) },
        );
    let confirm = if assigned { t!(roles::UNASSIGN) } else { t!(roles::ASSIGN) };
    view! {
        <ConfirmDialog id="change-role-accounts" open=open title=title confirm=confirm.to_owned() danger=assigned work=work on_confirm=Callback::new(go)>
            {move || role.get().map(|role| if assigned {
                view! {
                    <p>{t!(roles::UNASSIGN_TEXT, name = role.name.clone())}</p>
                    {(role.holders > 0).then(|| view! { <SuccessorField successors=successors base=role.base holders=role.holders /> })}
                }
                .into_any()
            } else {
                view! { <p>{t!(roles::ASSIGN_TEXT, name = role.name)}</p> }.into_any()
            })}
        </ConfirmDialog>
    }
    .into_any()
}

/// The progress of what was started; it goes on when this is closed.
#[component]
fn WorkDialog(job: RwSignal<Option<JobId>>, assigned: bool, on_over: Callback<switchroom_types::jobs::JobRow>) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(job.get().is_some()));
    let foot = move || view! { <Button on_click=move |_| open.set(false)>{t!(ui::CLOSE)}</Button> };
    let title = if assigned { t!(roles::UNASSIGNING) } else { t!(roles::ASSIGNING) };
    view! {
        <Dialog id="role-work" open=open title=title.to_owned() size=DialogSize::Medium light_dismiss=false foot=foot>
            {move || job.get().map(|id| view! { <JobProgress id=id on_over=on_over /> })}
        </Dialog>
    }
    .into_any()
}
