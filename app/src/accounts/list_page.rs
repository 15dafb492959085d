//! The accounts of a partner (ACC, "Pages").

use super::api::list_accounts;
use super::danger::DeleteDialog;
use super::labels;
use crate::account_groups::{AssignDialog, ManageGroups, group_filter};
use crate::i18n::{country_name, number, t};
use crate::shell::{PartnersOnly, Permitted, can, use_me};
use crate::ui::table::{CardRole, Column, Filter, List, ListSpec, Table, Width};
use crate::ui::{Button, EmptyState, LinkButton, Tag, Time, TimeFormat, Variant};
use leptos::prelude::*;
use leptos_meta::Title;
use switchroom_types::AccountId;
use switchroom_types::access::{Permission, Scope};
use switchroom_types::accounts::{AccountRow, AccountState};
use switchroom_types::list::Selection;

#[component]
pub fn AccountsPage() -> impl IntoView {
    view! {
        <Title text=t!(accounts::ACCOUNTS) />
        <PartnersOnly>
            <Permitted needs=Permission::ACCOUNTS_VIEW>
                <Accounts />
            </Permitted>
        </PartnersOnly>
    }
}

#[component]
fn Accounts() -> impl IntoView {
    let list = accounts_list();
    let (deleting, grouping, managing) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let selection = Signal::derive(move || list.selection().and_then(Selection::typed::<AccountId>));
    let actions = move || {
        view! {
            {move || can(Permission::ACCOUNTS_EDIT).then(|| view! {
                <span class="scripting-only"><Button icon="tag" on_click=move |_| managing.set(true)>{t!(account_groups::MANAGE)}</Button></span>
            })}
            {move || can(Permission::ACCOUNTS_ADD).then(|| view! {
                <LinkButton href="/accounts/new".to_owned() variant=Variant::Primary icon="plus">{t!(accounts::ADD_ACCOUNT)}</LinkButton>
            })}
        }
        .into_any()
    };
    let bulk = move || {
        view! {
            {move || can(Permission::ACCOUNTS_EDIT).then(|| view! {
                <Button small=true icon="tag" on_click=move |_| grouping.set(true)>{t!(account_groups::ASSIGN)}</Button>
            })}
            {move || can(Permission::ACCOUNTS_DELETE).then(|| view! {
                <Button small=true icon="trash" variant=Variant::Danger on_click=move |_| deleting.set(true)>{t!(accounts::DELETE)}</Button>
            })}
        }
        .into_any()
    };
    let assigned_only = use_me().scope != Some(Scope::All);
    let empty = move || {
        let text = if assigned_only { t!(accounts::EMPTY_ASSIGNED) } else { t!(accounts::EMPTY_TEXT) };
        view! {
            <EmptyState title=t!(accounts::EMPTY_TITLE) text=text.to_owned() icon="building">
                {can(Permission::ACCOUNTS_ADD).then(|| view! {
                    <LinkButton href="/accounts/new".to_owned() variant=Variant::Primary icon="plus">{t!(accounts::ADD_ACCOUNT)}</LinkButton>
                })}
            </EmptyState>
        }
        .into_any()
    };
    let title = Signal::derive(move || t!(accounts::DELETE_TITLE, n = list.picked_count().value, name = ""));
    let done = move |()| {
        list.clear_selection();
        list.refresh();
    };
    view! {
        <Table list=list title=t!(accounts::ACCOUNTS) actions=actions bulk=bulk empty=empty />
        <AssignDialog open=grouping count=Signal::derive(move || list.picked_count().value) selection=selection on_done=Callback::new(done) />
        <ManageGroups open=managing on_change=Callback::new(move |()| list.refresh()) />
        <DeleteDialog open=deleting title=title selection=selection on_done=Callback::new(done) />
    }
    .into_any()
}

fn accounts_list() -> List {
    let states = AccountState::ALL.iter().map(|state| (state.to_string(), labels::state(*state).to_owned())).collect::<Vec<_>>();
    // Either is something to do with ticked accounts.
    let may_tick = untrack(|| can(Permission::ACCOUNTS_DELETE) || can(Permission::ACCOUNTS_EDIT));
    let spec = ListSpec::new("accounts", list_accounts, |row: &AccountRow| row.id.to_string(), |row| row.name.clone())
        .columns(columns())
        .default_sort("name")
        .search(t!(accounts::SEARCH))
        .filter(Filter::one("state", t!(accounts::STATE), states))
        .filter(group_filter())
        .export("/api/v1/accounts")
        .href(|row| Some(format!("/accounts/{}/info", row.id)));
    if may_tick {
        spec.selectable()
            .not_selectable_when(|row| (row.state != AccountState::Active).then(|| t!(accounts::REACTIVATE_FIRST).to_owned()))
            .build()
    } else {
        spec.build()
    }
}

fn columns() -> Vec<Column<AccountRow>> {
    vec![
        Column::new("name", t!(accounts::COLUMN_NAME), name).sortable().fixed().width(Width::Wide).card(CardRole::Title),
        Column::new("number", t!(accounts::COLUMN_NUMBER), |row: &AccountRow| row.number.grouped().into_any())
            .sortable()
            .width(Width::Small)
            .card(CardRole::Text),
        Column::text("country", t!(accounts::COLUMN_COUNTRY), |row: &AccountRow| country_name(&row.country).into_owned()).sortable(),
        Column::text("pbx_type", t!(accounts::COLUMN_PBX), |row: &AccountRow| row.pbx_type.map(|pbx| pbx.to_string()).unwrap_or_default())
            .sortable(),
        Column::text("users", t!(accounts::COLUMN_USERS), |row: &AccountRow| number(row.users))
            .sortable_descending()
            .end()
            .width(Width::Tiny),
        Column::text("groups", t!(account_groups::COLUMN), |row: &AccountRow| row.groups.join(", ")).hidden(),
        Column::new("created_at", t!(accounts::COLUMN_CREATED), |row: &AccountRow| {
            view! { <span class="muted"><Time at=row.created_at format=TimeFormat::Date /></span> }.into_any()
        })
        .sortable_descending()
        .width(Width::Small),
        Column::new("modified_at", t!(accounts::COLUMN_MODIFIED), modified).sortable_descending().width(Width::Large).card(CardRole::Meta),
    ]
}

fn name(row: &AccountRow) -> AnyView {
    let badge = labels::badge(row.state).map(|(tone, text)| view! { <Tag tone=tone>{text}</Tag> });
    view! {
        <span class="person">
            <span class="person-name truncate">{row.name.clone()}</span>
            {badge}
        </span>
    }
    .into_any()
}

fn modified(row: &AccountRow) -> AnyView {
    let by = (!row.modified_by.is_empty()).then(|| format!(" ({})", row.modified_by));
    view! { <span class="muted"><Time at=row.modified_at format=TimeFormat::Date />{by}</span> }.into_any()
}
