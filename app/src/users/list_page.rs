//! The users of an account (USR-01 to USR-06, 09, 10, 12, 13, 27).

use super::api::{list_users, user_products};
use super::columns::{columns, condition_fields, role_choices};
use super::labels;
use super::manage::{Manage, ManageDialogs, ManagePanel};
use super::phone_conflict::PhoneConflictDialog;
use crate::i18n::t;
use crate::live::use_live_history;
use crate::roles::api::available_roles;
use crate::shell::{Permitted, can, use_account};
use crate::ui::table::{Filter, List, ListSpec, Table};
use crate::ui::{Button, Crumb, EmptyState, LinkButton, Menu, MenuItem, Variant};
use crate::views::{Opened, ViewHeading, Views};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use switchroom_types::access::Permission;
use switchroom_types::history::Asset;
use switchroom_types::users::{BulkAction, UserColumn, UserProperty, UserRow};
use switchroom_types::views::ViewedList;

/// Integrations that bring people in from a directory (USR-42).
const DIRECTORIES: [&str; 3] = ["scim", "azure_ad_sync", "directory_sync"];

#[component]
pub fn UsersPage() -> impl IntoView {
    view! {
        <Title text=t!(users::USERS) />
        <Permitted needs=Permission::USERS_VIEW>
            <Viewed />
        </Permitted>
    }
}

/// The list, or the way to the view that it opens with (USR-B1).
#[component]
fn Viewed() -> impl IntoView {
    let account = use_account().id;
    let views = Views::new(account, ViewedList::Users, format!("/accounts/{account}/users"));
    view! { <Opened views=views><Users views=views /></Opened> }.into_any()
}

#[component]
fn Users(views: Views) -> impl IntoView {
    let account = use_account();
    let list = users_list();
    use_live_history(Some(account.id), &[Asset::User, Asset::UserLicense], list.live());
    let manage = Manage::new(account.id, list);
    let crumbs = vec![Crumb::link(account.name.clone(), format!("/accounts/{}/info", account.id)), Crumb::here(t!(users::USERS))];
    let here = StoredValue::new(format!("/accounts/{}/users", account.id));
    let searching = RwSignal::new(false);
    let menu = Signal::derive(move || menu_items(list, manage, here, searching));
    let synced = account.integrations.iter().any(|kind| DIRECTORIES.contains(&kind.as_str()));
    let before = move || {
        synced
            .then(|| {
                view! {
                    <p class="scripting-only">
                        <button type="button" class="link" on:click=move |_| searching.set(true)>{t!(users::PHONE_CONFLICT_LINK)}</button>
                    </p>
                }
            })
            .into_any()
    };
    let may_manage = move || can(Permission::USERS_ADD) || can(Permission::USERS_EDIT);
    let manage_label = move || {
        let picked = list.picked_count();
        if picked.value == 0 { t!(users::MANAGE_ALL).to_owned() } else { t!(users::MANAGE_SOME, n = picked.value) }
    };
    let actions = move || {
        view! {
            {move || may_manage().then(|| view! {
                <span class="scripting-only"><Button on_click=move |_| manage.open()>{manage_label}</Button></span>
            })}
            {move || can(Permission::USERS_ADD).then(|| view! {
                <LinkButton href=here.with_value(|here| format!("{here}/new")) variant=Variant::Primary icon="plus">{t!(users::ADD_USER)}</LinkButton>
            })}
            <span class="scripting-only"><Menu id="users-menu" label=t!(users::MORE).to_owned() items=menu icon="more" icon_only=true variant=Variant::Ghost /></span>
        }
        .into_any()
    };
    let bulk = move || {
        view! {
            {move || may_manage().then(|| view! {
                <Button small=true icon="mail" on_click=move |_| manage.ask_picked(BulkAction::WelcomeMails)>{t!(users::SEND_WELCOME)}</Button>
            })}
            {move || can(Permission::USERS_EDIT).then(|| view! {
                <Button small=true icon="key" on_click=move |_| manage.ask_picked(BulkAction::PasswordResets)>{t!(users::RESET_PASSWORDS)}</Button>
            })}
            {move || can(Permission::USERS_DELETE).then(|| view! {
                <Button small=true icon="trash" variant=Variant::Danger on_click=move |_| manage.ask_picked(BulkAction::Delete)>{t!(users::DELETE_USERS)}</Button>
            })}
        }
        .into_any()
    };
    let empty = move || {
        let add = can(Permission::USERS_ADD);
        view! {
            <EmptyState title=t!(users::EMPTY_TITLE) text=t!(users::EMPTY_TEXT).to_owned() icon="users">
                {add.then(|| here.with_value(|here| view! {
                    <LinkButton href=format!("{here}/new") variant=Variant::Primary icon="plus">{t!(users::ADD_USER)}</LinkButton>
                    <LinkButton href=format!("{here}/import") icon="upload">{t!(users::IMPORT_USERS)}</LinkButton>
                }))}
            </EmptyState>
        }
        .into_any()
    };
    let heading_crumbs = crumbs.clone();
    let heading = move || {
        let crumbs = heading_crumbs.clone();
        view! { <ViewHeading list=list views=views title=t!(users::USERS) crumbs=crumbs everything=t!(users::ALL_USERS) actions=actions /> }
            .into_any()
    };
    view! {
        <Table list=list title=t!(users::USERS) crumbs=crumbs heading=ViewFn::from(heading) actions=actions before=before bulk=bulk empty=empty />
        <PhoneConflictDialog account=account.id open=searching on_deleted=Callback::new(move |()| list.refresh()) />
        <ManagePanel manage=manage />
        <ManageDialogs manage=manage />
    }
    .into_any()
}

fn users_list() -> List {
    let account = use_account();
    let id = account.id;
    let products = Resource::new(
        || (),
        move |()| async move {
            let names = user_products(id).await.unwrap_or_default();
            names.into_iter().map(|name| (name.clone(), name)).collect::<Vec<_>>()
        },
    );
    let kind = account.kind;
    let roles = Resource::new(|| (), move |()| async move { role_choices(kind, available_roles(id).await.unwrap_or_default()) });
    let properties =
        UserProperty::ALL.iter().map(|property| (property.to_string(), labels::property(*property).to_owned())).collect::<Vec<_>>();
    let spec = ListSpec::<UserRow>::new("users", move |query| list_users(id, query), |row| row.id.to_string(), |row| row.name.clone())
        .columns(columns(&account))
        .default_sort("name")
        .search(t!(users::SEARCH))
        .search_disabled_when(|query| query.filter("sms").map(|_| t!(users::SEARCH_NOT_WITH_SMS).to_owned()))
        .filter(
            Filter::one("property", t!(users::PROPERTY), properties)
                .disabled_when(|query| query.filter("sms").map(|_| t!(users::PROPERTY_NOT_WITH_SMS).to_owned())),
        )
        .filter(Filter::one("product", t!(users::PRODUCT), products))
        .filter(
            Filter::text("sms", t!(users::SMS_NUMBER), t!(users::SMS_FILTER))
                .disabled_when(|query| query.filter("property").map(|_| t!(users::SMS_NOT_WITH_PROPERTY).to_owned())),
        )
        .conditions::<UserColumn>(condition_fields(&account, products, roles))
        .href(move |row| Some(format!("/accounts/{id}/users/{}", row.id)))
        .selectable()
        .export(format!("/api/v1/accounts/{id}/users"));
    // Reached from a finished import (IMP-13), and offered nowhere else.
    match use_query_map().with_untracked(|query| query.get("filter.import")) {
        Some(import) => spec.filter(Filter::one("import", t!(users::ADDED_BY), vec![(import, t!(users::THIS_IMPORT).to_owned())])).build(),
        None => spec.build(),
    }
}

/// The kebab menu (USR-09).
fn menu_items(list: List, manage: Manage, here: StoredValue<String>, searching: RwSignal<bool>) -> Vec<MenuItem> {
    let mut items = Vec::new();
    let picked = list.picked_count().value > 0;
    let mails = can(Permission::USERS_ADD) || can(Permission::USERS_EDIT);
    if can(Permission::USERS_ADD) {
        items.push(MenuItem::link(t!(users::IMPORT_USERS), here.with_value(|here| format!("{here}/import"))).icon("upload"));
    }
    if mails {
        items.push(MenuItem::run(t!(users::SEND_WELCOME_ALL), move || manage.ask_all(BulkAction::WelcomeMails)).icon("mail"));
    }
    items.push(MenuItem::link(t!(users::CONFLICTS), here.with_value(|here| format!("{here}/conflicts"))).icon("alert"));
    items.push(MenuItem::run(t!(users::PHONE_SEARCH), move || searching.set(true)).icon("phone"));
    if can(Permission::USERS_DELETE) {
        items.push(MenuItem::link(t!(users::DELETED_USERS), here.with_value(|here| format!("{here}/deleted"))).icon("trash"));
    }
    items.push(MenuItem::run(t!(users::SHOW_HIDE_COLUMNS), move || list.choose_columns()).icon("columns"));
    if picked {
        items.push(MenuItem::line());
        if can(Permission::USERS_EDIT) {
            items.push(MenuItem::run(t!(users::RESET_PASSWORDS), move || manage.ask_picked(BulkAction::PasswordResets)).icon("key"));
        }
        if mails {
            items.push(MenuItem::run(t!(users::SEND_WELCOME), move || manage.ask_picked(BulkAction::WelcomeMails)).icon("mail"));
        }
        if can(Permission::USERS_DELETE) {
            items.push(MenuItem::run(t!(users::DELETE_USERS), move || manage.ask_picked(BulkAction::Delete)).icon("trash").danger());
        }
    }
    items
}
