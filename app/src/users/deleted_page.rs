//! `/accounts/{id}/users/deleted`: whoever was deleted in the last thirty days, and the way back (USR-B2).

use super::api::{deleted_users, erase_user, restore_user};
use super::labels;
use crate::i18n::{t, tr_error, tr_field_error};
use crate::live::use_live_history;
use crate::shell::{Permitted, use_account};
use crate::ui::table::{CardRole, Column, ListSpec, Table, Width};
use crate::ui::{
    Avatar, Banner, Button, ConfirmDialog, Crumb, Dialog, DialogSize, EmptyState, KeyValue, KeyValues, Time, TimeFormat, Tone, Variant,
    Work, use_toasts,
};
use leptos::prelude::*;
use leptos_meta::Title;
use switchroom_types::access::Permission;
use switchroom_types::history::Asset;
use switchroom_types::users::DeletedUser;

#[component]
pub fn DeletedUsersPage() -> impl IntoView {
    view! {
        <Title text=t!(users::DELETED_USERS) />
        <Permitted needs=Permission::USERS_DELETE>
            <Deleted />
        </Permitted>
    }
}

#[component]
fn Deleted() -> impl IntoView {
    let account = use_account();
    let id = account.id;
    let (open, chosen) = (RwSignal::new(false), RwSignal::new(None::<DeletedUser>));
    let erasing = RwSignal::new(false);
    let (restoring, erasure) = (Work::new(), Work::new());
    let toasts = use_toasts();
    let show = move |row: &DeletedUser| {
        restoring.error.set(None);
        chosen.set(Some(row.clone()));
        open.set(true);
    };
    let list = ListSpec::<DeletedUser>::new(
        "deleted-users",
        move |query| deleted_users(id, query),
        |row| row.id.to_string(),
        |row| row.name.clone(),
    )
    .columns(columns())
    .default_sort("-deleted_at")
    .search(t!(users::SEARCH))
    .on_open(show)
    .build();
    use_live_history(Some(id), &[Asset::User], list.live());
    let users = format!("/accounts/{id}/users");
    let crumbs = vec![
        Crumb::link(account.name.clone(), format!("/accounts/{id}/info")),
        Crumb::link(t!(users::USERS), users),
        Crumb::here(t!(users::DELETED_USERS)),
    ];
    let restore = move |_| {
        let Some(user) = chosen.get_untracked() else { return };
        restoring.run(restore_user(id, user.id), move |user| {
            open.set(false);
            list.refresh();
            toasts.show(Tone::Ok, t!(users::RESTORED, name = user.name));
        });
    };
    let erase = move |()| {
        let Some(user) = chosen.get_untracked() else { return };
        erasure.run(erase_user(id, user.id), move |()| {
            erasing.set(false);
            open.set(false);
            list.refresh();
        });
    };
    let empty = move || view! { <EmptyState title=t!(users::BIN_EMPTY) text=t!(users::BIN_TEXT).to_owned() icon="trash" /> }.into_any();
    let foot = move || {
        view! {
            <Button variant=Variant::Danger on_click=move |_| erasing.set(true)>{t!(users::ERASE)}</Button>
            <Button variant=Variant::Primary icon="undo" busy=restoring.busy on_click=restore>{t!(users::RESTORE)}</Button>
        }
    };
    let title = Signal::derive(move || chosen.with(|user| user.as_ref().map(|user| user.name.clone()).unwrap_or_default()));
    // Who has the values by now is told one by one.
    let refusal = move || {
        restoring.error.get().map(|error| {
            let clashes = error
                .errors
                .iter()
                .map(|error| {
                    let holder = error.args.get("user").cloned().unwrap_or_default();
                    view! { <li>{labels::field(&error.field)} ": " {tr_field_error(error)} " (" {holder} ")"</li> }
                })
                .collect_view();
            view! {
                <Banner tone=Tone::Bad title=tr_error(&error)>
                    <ul>{clashes}</ul>
                </Banner>
            }
        })
    };
    view! {
        <Table list=list title=t!(users::DELETED_USERS) crumbs=crumbs empty=empty />
        <Dialog id="deleted-user" open=open title=title size=DialogSize::Panel foot=foot>
            {refusal}
            <p class="muted">{t!(users::BIN_TEXT)}</p>
            {move || chosen.get().map(facts)}
        </Dialog>
        <ConfirmDialog
            id="erase-user"
            open=erasing
            title=t!(users::ERASE_TITLE).to_owned()
            confirm=t!(users::ERASE).to_owned()
            word="delete"
            danger=true
            work=erasure
            consequences=Signal::derive(move || vec![t!(users::ERASE_TEXT).to_owned()])
            on_confirm=Callback::new(erase)
        />
    }
    .into_any()
}

fn facts(user: DeletedUser) -> impl IntoView {
    let dash = |text: Option<String>| text.filter(|text| !text.is_empty()).unwrap_or_else(|| "—".to_owned());
    let role = labels::role(user.role, user.scope, "");
    view! {
        <KeyValues>
            <KeyValue name=t!(users::EMAIL)>{user.email}</KeyValue>
            <KeyValue name=t!(users::MOBILE)>{dash(user.mobile)}</KeyValue>
            <KeyValue name=t!(users::EXTENSION)>{dash(user.extension)}</KeyValue>
            <KeyValue name=t!(users::ROLE)>{if role.is_empty() { t!(users::ROLE_USER).to_owned() } else { role }}</KeyValue>
            <KeyValue name=t!(users::DELETED_ON)><Time at=user.deleted_at /> " (" {user.deleted_by} ")"</KeyValue>
            <KeyValue name=t!(users::ERASED_ON)><Time at=user.purge_after format=TimeFormat::Date /></KeyValue>
        </KeyValues>
    }
}

fn columns() -> Vec<Column<DeletedUser>> {
    vec![
        Column::new("name", t!(users::COLUMN_NAME), |row: &DeletedUser| {
            let name = row.name.clone();
            view! {
                <span class="who">
                    <Avatar name=name.clone() />
                    <span class="who-text"><span class="who-name">{name}</span></span>
                </span>
            }
            .into_any()
        })
        .sortable()
        .fixed()
        .width(Width::Wide)
        .card(CardRole::Title),
        Column::text("email", t!(users::COLUMN_EMAIL), |row: &DeletedUser| row.email.clone()).width(Width::Large).card(CardRole::Text),
        Column::new("deleted_at", t!(users::COLUMN_DELETED), |row: &DeletedUser| {
            let by = format!(" ({})", row.deleted_by);
            view! { <span class="muted"><Time at=row.deleted_at format=TimeFormat::Date />{by}</span> }.into_any()
        })
        .sortable_descending()
        .width(Width::Large)
        .card(CardRole::Meta),
        Column::new("purge_after", t!(users::COLUMN_ERASED), |row: &DeletedUser| {
            view! { <Time at=row.purge_after format=TimeFormat::Date /> }.into_any()
        })
        .width(Width::Small)
        .card(CardRole::Status),
    ]
}
