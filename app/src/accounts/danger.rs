//! Deactivating, deleting and reactivating: each behind a typed word, with the consequences listed.

use super::api::{deactivate_account, delete_accounts, reactivate_account};
use crate::i18n::t;
use crate::ui::{Button, ConfirmDialog, Tone, Variant, Work, browser, use_toasts};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use switchroom_types::AccountId;
use switchroom_types::accounts::AccountDetail;
use switchroom_types::list::Selection;

/// Delete and Deactivate at the top right of Account Information (ACC-17, ACC-21).
#[component]
pub fn DangerActions(account: RwSignal<AccountDetail>) -> impl IntoView {
    let (deactivating, deleting) = (RwSignal::new(false), RwSignal::new(false));
    let id = account.with_untracked(|account| account.id);
    let users = account.with_untracked(|account| account.users);
    let work = Work::new();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let name = move || account.with_untracked(|account| account.form.name.clone());
    let deactivate = move |()| {
        let navigate = navigate.clone();
        work.run(deactivate_account(id, "deactivate".to_owned()), move |_| {
            deactivating.set(false);
            toasts.show(Tone::Ok, t!(accounts::DEACTIVATED_TOAST, name = name()));
            navigate("/accounts?filter.state=deactivated", NavigateOptions::default());
        });
    };
    let consequences = Signal::derive(move || {
        vec![
            t!(accounts::DEACTIVATE_USERS, n = users),
            t!(accounts::DEACTIVATE_SYNC).to_owned(),
            t!(accounts::DEACTIVATE_KEEPS).to_owned(),
            t!(accounts::DEACTIVATE_MAIL).to_owned(),
        ]
    });
    view! {
        <span class="scripting-only">
            <Button icon="trash" variant=Variant::Danger on_click=move |_| deleting.set(true)>{t!(accounts::DELETE)}</Button>
            <Button icon="archive" on_click=move |_| deactivating.set(true)>{t!(accounts::DEACTIVATE)}</Button>
        </span>
        <ConfirmDialog
            id="deactivate-account"
            open=deactivating
            title=t!(accounts::DEACTIVATE_TITLE).to_owned()
            confirm=t!(accounts::DEACTIVATE).to_owned()
            word="deactivate"
            danger=true
            consequences=consequences
            work=work
            on_confirm=Callback::new(deactivate)
        >
            <p>{t!(accounts::DEACTIVATE_TEXT)}</p>
        </ConfirmDialog>
        <DeleteDialog
            open=deleting
            title=Signal::derive(move || t!(accounts::DELETE_TITLE, n = 1, name = name()))
            selection=Signal::derive(move || Some(Selection::Ids(vec![id])))
            // By the address bar: the account is gone, so nothing of its pages may be kept.
            on_done=Callback::new(|()| browser::go("/accounts"))
        />
    }
    .into_any()
}

/// "Delete" with the typed word, for one account or the selected ones.
#[component]
pub fn DeleteDialog(
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] selection: Signal<Option<Selection<AccountId>>>,
    on_done: Callback<()>,
) -> impl IntoView {
    let work = Work::new();
    let toasts = use_toasts();
    let delete = move |()| {
        let Some(selection) = selection.get_untracked() else { return };
        work.run(delete_accounts(selection, "delete".to_owned()), move |_| {
            open.set(false);
            toasts.show(Tone::Ok, t!(accounts::DELETING_TOAST));
            on_done.run(());
        });
    };
    let consequences = Signal::derive(|| {
        vec![
            t!(accounts::DELETE_USERS).to_owned(),
            t!(accounts::DELETE_INTEGRATIONS).to_owned(),
            t!(accounts::DELETE_ORDERS).to_owned(),
            t!(accounts::DELETE_HISTORY).to_owned(),
        ]
    });
    view! {
        <ConfirmDialog
            id="delete-account"
            open=open
            title=title
            confirm=t!(accounts::DELETE).to_owned()
            word="delete"
            danger=true
            consequences=consequences
            work=work
            on_confirm=Callback::new(delete)
        >
            <p>{t!(accounts::DELETE_TEXT)}</p>
        </ConfirmDialog>
    }
    .into_any()
}

/// The only thing that a deactivated account offers (ACC-19).
#[component]
pub fn ReactivateDialog(id: AccountId, #[prop(into)] name: String, open: RwSignal<bool>, on_done: Callback<()>) -> impl IntoView {
    let work = Work::new();
    let toasts = use_toasts();
    let reactivate = move |()| {
        let name = name.clone();
        work.run(reactivate_account(id, "reactivate".to_owned()), move |_| {
            open.set(false);
            toasts.show(Tone::Ok, t!(accounts::REACTIVATED_TOAST, name = name));
            on_done.run(());
        });
    };
    view! {
        <ConfirmDialog
            id="reactivate-account"
            open=open
            title=t!(accounts::REACTIVATE_TITLE).to_owned()
            confirm=t!(accounts::REACTIVATE).to_owned()
            word="reactivate"
            work=work
            on_confirm=Callback::new(reactivate)
        >
            <p>{t!(accounts::REACTIVATE_TEXT)}</p>
        </ConfirmDialog>
    }
    .into_any()
}
