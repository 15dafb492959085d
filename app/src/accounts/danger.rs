//! Deactivating, deleting and reactivating: each behind a typed word, with the consequences listed.

use super::api::{account_impact, deactivate_account, delete_accounts, purge_account, reactivate_account, restore_account};
use crate::i18n::{number, t, tr_error};
use crate::ui::{Button, Checkbox, ConfirmDialog, TextField, Tone, Variant, Work, browser, use_toasts};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use switchroom_types::accounts::{AccountDetail, Impact, KEEP_DAYS, KEEP_DAYS_DEFAULT};
use switchroom_types::list::Selection;
use switchroom_types::{AccountId, AppError};

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
    let impact = use_impact(deactivating, move || Some(id));
    let consequences = Signal::derive(move || {
        let mut lines = vec![
            t!(accounts::DEACTIVATE_USERS, n = users),
            t!(accounts::DEACTIVATE_SYNC).to_owned(),
            t!(accounts::DEACTIVATE_KEEPS).to_owned(),
            t!(accounts::DEACTIVATE_MAIL).to_owned(),
        ];
        lines.extend(impact.get().map(|impact| touched(&impact)));
        lines
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

/// The same beside what else is shown of an account whose inside is closed to the viewer (ACC-B4).
#[component]
pub fn ClosedAccountActions(account: AccountDetail) -> impl IntoView {
    view! { <DangerActions account=RwSignal::new(account) /> }
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
    let (days, at_once) = (RwSignal::new(KEEP_DAYS_DEFAULT.to_string()), RwSignal::new(false));
    let delete = move |()| {
        let Some(selection) = selection.get_untracked() else { return };
        let kept = if at_once.get_untracked() { Some(0) } else { days.get_untracked().trim().parse::<u16>().ok() };
        let Some(kept) = kept.filter(|days| KEEP_DAYS.contains(days)) else {
            work.error.set(Some(AppError::new(422, "account.keep_days", "Enter a number of days from 0 to 90")));
            return;
        };
        work.run(delete_accounts(selection, kept, "delete".to_owned()), move |deletion| {
            open.set(false);
            toasts.show(Tone::Ok, if deletion.job_id.is_some() { t!(accounts::DELETING_TOAST) } else { t!(accounts::BINNED_TOAST) });
            on_done.run(());
        });
    };
    let impact = use_impact(open, move || match selection.get_untracked() {
        Some(Selection::Ids(ids)) => ids.first().copied().filter(|_| ids.len() == 1),
        _ => None,
    });
    let consequences = Signal::derive(move || {
        let mut lines = vec![
            t!(accounts::DELETE_USERS).to_owned(),
            t!(accounts::DELETE_INTEGRATIONS).to_owned(),
            t!(accounts::DELETE_ORDERS).to_owned(),
            t!(accounts::DELETE_HISTORY).to_owned(),
        ];
        lines.extend(impact.get().map(|impact| touched(&impact)));
        lines
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
            <p>{move || if at_once.get() { t!(accounts::DELETE_TEXT) } else { t!(accounts::BIN_TEXT) }}</p>
            <TextField
                name="keep_days"
                id="delete-account-days"
                label=t!(accounts::KEEP_DAYS)
                value=days
                kind="number"
                max=2
                disabled=at_once
                help=t!(accounts::KEEP_DAYS_HELP).to_owned()
            />
            <Checkbox name="at_once" label=t!(accounts::PURGE_NOW) note=t!(accounts::PURGE_NOW_NOTE).to_owned() value=at_once />
        </ConfirmDialog>
    }
    .into_any()
}

/// What it touches, asked when the dialog opens (ACC-B1).
fn use_impact(open: RwSignal<bool>, account: impl Fn() -> Option<AccountId> + Send + Sync + 'static) -> RwSignal<Option<Impact>> {
    let impact = RwSignal::new(None);
    Effect::new(move |_| {
        if !open.get() {
            return;
        }
        impact.set(None);
        let Some(id) = untrack(&account) else { return };
        spawn_local(async move {
            // Without it the dialog still says what happens, only not to how many.
            if let Ok(found) = account_impact(id).await {
                let _ = impact.try_set(Some(found));
            }
        });
    });
    impact
}

fn touched(impact: &Impact) -> String {
    t!(
        accounts::IMPACT,
        users = number(impact.users),
        sessions = number(impact.sessions),
        integrations = number(impact.integrations),
        numbers = number(impact.numbers),
        agents = number(impact.agents),
        orders = number(impact.orders),
        gateways = number(impact.gateways),
    )
}

/// What an account in the bin offers: the way back, and the end before its time (ACC-B2).
#[component]
pub fn BinnedAccount(id: AccountId) -> impl IntoView {
    let (restoring, purging) = (Work::new(), Work::new());
    let asking = RwSignal::new(false);
    let restore = move |_| restoring.run(restore_account(id), move |_| browser::reload());
    let purge = move |()| purging.run(purge_account(id, "delete".to_owned()), move |_| browser::go("/accounts"));
    view! {
        {move || restoring.error.get().map(|error| view! { <p class="field-error" role="alert">{tr_error(&error)}</p> })}
        <span class="row scripting-only">
            <Button variant=Variant::Primary icon="undo" busy=restoring.busy on_click=restore>{t!(accounts::RESTORE)}</Button>
            <Button variant=Variant::Danger icon="trash" on_click=move |_| asking.set(true)>{t!(accounts::PURGE_NOW)}</Button>
        </span>
        <ConfirmDialog
            id="purge-account"
            open=asking
            title=t!(accounts::PURGE_NOW).to_owned()
            confirm=t!(accounts::PURGE_NOW).to_owned()
            word="delete"
            danger=true
            work=purging
            consequences=Signal::derive(|| vec![
                t!(accounts::DELETE_USERS).to_owned(),
                t!(accounts::DELETE_INTEGRATIONS).to_owned(),
                t!(accounts::DELETE_ORDERS).to_owned(),
                t!(accounts::DELETE_HISTORY).to_owned(),
            ])
            on_confirm=Callback::new(purge)
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
