//! Looking after the names: adding, renaming, deleting.

use super::api::{account_groups, create_account_group, delete_account_group, rename_account_group};
use super::assign_dialog::reload;
use crate::i18n::{t, tr_error, tr_field_error};
use crate::ui::{Banner, Button, ConfirmDialog, Dialog, IconButton, Skeleton, TextField, Tone, Work};
use leptos::prelude::*;
use switchroom_types::account_groups::{AccountGroup, AccountGroupForm};

#[component]
pub fn ManageGroups(open: RwSignal<bool>, on_change: Callback<()>) -> impl IntoView {
    let groups = RwSignal::new(None::<Vec<AccountGroup>>);
    let editing = RwSignal::new(None::<AccountGroup>);
    let name = RwSignal::new(String::new());
    let deleting = RwSignal::new(false);
    let doomed = RwSignal::new(None::<AccountGroup>);
    let (work, removal) = (Work::new(), Work::new());
    let changed = move || {
        editing.set(None);
        name.set(String::new());
        reload(groups, account_groups());
        on_change.run(());
    };
    Effect::new(move |_| {
        if open.get() {
            groups.set(None);
            editing.set(None);
            name.set(String::new());
            work.error.set(None);
            reload(groups, account_groups());
        }
    });
    let save = move || {
        let form = AccountGroupForm { name: name.get_untracked() };
        match editing.get_untracked() {
            Some(group) => work.run(rename_account_group(group.id, form), move |()| changed()),
            None => work.run(create_account_group(form), move |_| changed()),
        }
    };
    let delete = move |()| {
        let Some(group) = doomed.get_untracked() else { return };
        removal.run(delete_account_group(group.id), move |()| {
            deleting.set(false);
            changed();
        });
    };
    let row = move |group: AccountGroup| {
        let (edited, gone) = (group.clone(), group.clone());
        view! {
            <li class="entry">
                <div class="entry-main">
                    <p class="entry-title">{group.name.clone()}</p>
                    <p class="entry-facts"><span>{t!(account_groups::ACCOUNTS, n = group.accounts)}</span></p>
                </div>
                <IconButton icon="pencil" label=t!(account_groups::RENAME_NAMED, name = group.name) on_click=move |_| {
                    name.set(edited.name.clone());
                    editing.set(Some(edited.clone()));
                } />
                <IconButton icon="trash" label=t!(account_groups::DELETE_NAMED, name = gone.name) on_click=move |_| {
                    removal.error.set(None);
                    doomed.set(Some(gone.clone()));
                    deleting.set(true);
                } />
            </li>
        }
    };
    let list = move || match groups.get() {
        None => view! { <Skeleton /> }.into_any(),
        Some(groups) if groups.is_empty() => view! { <p class="muted">{t!(account_groups::NONE_YET)}</p> }.into_any(),
        Some(groups) => view! { <ul class="entries">{groups.into_iter().map(row).collect_view()}</ul> }.into_any(),
    };
    let consequences = Signal::derive(move || {
        doomed.with(|group| {
            group.as_ref().map(|group| vec![t!(account_groups::DELETE_TEXT, name = group.name, n = group.accounts)]).unwrap_or_default()
        })
    });
    let label = move || if editing.with(Option::is_some) { t!(account_groups::RENAME) } else { t!(account_groups::ADD) };
    let foot = move || view! { <Button on_click=move |_| open.set(false)>{t!(ui::CLOSE)}</Button> };
    view! {
        <Dialog id="manage-groups" open=open title=t!(account_groups::MANAGE).to_owned() foot=foot>
            <div class="stack">
                {move || work.error.get().map(|error| {
                    let text = error.errors.first().map_or_else(|| tr_error(&error), tr_field_error);
                    view! { <Banner tone=Tone::Bad>{text}</Banner> }
                })}
                <form class="account-group-new" on:submit=move |event| {
                    event.prevent_default();
                    save();
                }>
                    <TextField name="group" id="manage-group-name" label=t!(account_groups::NAME) value=name max=60 />
                    <Button submit=true busy=work.busy disabled=Signal::derive(move || name.with(|name| name.trim().is_empty()))>{label}</Button>
                </form>
                {list}
            </div>
        </Dialog>
        <ConfirmDialog
            id="delete-group"
            open=deleting
            title=t!(account_groups::DELETE_TITLE).to_owned()
            confirm=t!(account_groups::DELETE).to_owned()
            danger=true
            consequences=consequences
            work=removal
            on_confirm=Callback::new(delete)
        />
    }
    .into_any()
}
