//! What can be done with one person besides editing: mails, unlocking, (de)activating, deleting.

use super::api::{delete_user, edit_user, resend_welcome, reset_user_password, unlock_user};
use crate::i18n::{t, tr_error};
use crate::shell::{can, use_account, use_me};
use crate::ui::{Button, ConfirmDialog, FormState, Tone, Variant, Work, use_toasts};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use switchroom_types::Result;
use switchroom_types::access::{Permission, Role};
use switchroom_types::users::{Registration, UserDetail, UserPatch, UserSource, UserStatus};

/// The buttons at the top of the page.
#[component]
pub fn PersonActions(user: RwSignal<UserDetail>, above: bool) -> impl IntoView {
    let account = use_account().id;
    let id = user.with_untracked(|user| user.id);
    let myself = use_me().id == id;
    let toasts = use_toasts();
    let work = Work::new();
    let Work { busy, error } = work;
    let deactivating = RwSignal::new(false);
    // Runs one action; its failure stays readable in the page.
    let run = move |done: &'static str, action: std::pin::Pin<Box<dyn Future<Output = Result<()>>>>| {
        work.run(action, move |()| {
            toasts.show(Tone::Ok, done);
        });
    };
    let set_status = move |status: UserStatus| {
        let patch = UserPatch { status: Some(status), ..Default::default() };
        let seen = user.with_untracked(|user| user.version);
        let done = if status == UserStatus::Active { t!(users::ACTIVATED) } else { t!(users::DEACTIVATED) };
        run(
            done,
            Box::pin(async move {
                let after = edit_user(account, id, Some(seen), patch).await?;
                deactivating.set(false);
                user.set(after);
                Ok(())
            }),
        );
    };
    let active = move || user.with(|user| user.status == UserStatus::Active);
    let registered = move || user.with(|user| user.registration == Registration::Registered);
    let may_mail = move || can(Permission::USERS_ADD) || can(Permission::USERS_EDIT);
    view! {
        {move || error.get().filter(|_| !deactivating.get()).map(|error| view! { <span class="field-error" role="alert">{tr_error(&error)}</span> })}
        {move || (may_mail() && active() && !registered()).then(|| view! {
            <Button icon="mail" busy=busy on_click=move |_| run(t!(users::WELCOME_SENT), Box::pin(resend_welcome(account, id)))>{t!(users::RESEND_WELCOME)}</Button>
        })}
        {move || (can(Permission::USERS_EDIT) && active() && registered()).then(|| view! {
            <Button icon="key" busy=busy on_click=move |_| run(t!(users::RESET_SENT), Box::pin(reset_user_password(account, id)))>{t!(users::RESET_PASSWORD)}</Button>
        })}
        {move || (can(Permission::USERS_EDIT) && user.with(|user| user.locked)).then(|| view! {
            <Button icon="lock" busy=busy on_click=move |_| {
                run(t!(users::UNLOCKED), Box::pin(async move {
                    unlock_user(account, id).await?;
                    user.update(|user| user.locked = false);
                    Ok(())
                }));
            }>{t!(users::UNLOCK)}</Button>
        })}
        {move || (can(Permission::USERS_EDIT) && !myself && !above).then(|| if active() {
            view! { <Button on_click=move |_| { error.set(None); deactivating.set(true) }>{t!(users::DEACTIVATE)}</Button> }.into_any()
        } else {
            view! { <Button busy=busy on_click=move |_| set_status(UserStatus::Active)>{t!(users::ACTIVATE)}</Button> }.into_any()
        })}
        <ConfirmDialog
            id="deactivate-user"
            open=deactivating
            title=t!(users::DEACTIVATE_TITLE).to_owned()
            confirm=t!(users::DEACTIVATE).to_owned()
            danger=true
            consequences=Signal::derive(|| vec![t!(users::DEACTIVATE_SIGN_IN).to_owned(), t!(users::DEACTIVATE_KEEPS).to_owned()])
            work=work
            on_confirm=Callback::new(move |()| set_status(UserStatus::Inactive))
        />
    }
    .into_any()
}

/// The Delete button at the foot, with its dialog (USR-37).
#[component]
pub fn DeletePerson(user: RwSignal<UserDetail>, above: bool, state: FormState) -> impl IntoView {
    let account = use_account().id;
    let id = user.with_untracked(|user| user.id);
    let myself = use_me().id == id;
    let open = RwSignal::new(false);
    let work = Work::new();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let reason = Signal::derive(move || {
        if myself {
            Some(t!(users::NOT_YOURSELF).to_owned())
        } else if user.with(|user| user.role == Role::Partner) {
            Some(t!(users::NOT_PARTNER_USERS).to_owned())
        } else if user.with(|user| user.source == UserSource::MicloudConnect) {
            Some(t!(users::NOT_MICLOUD_USERS).to_owned())
        } else if above {
            Some(t!(users::MORE_RIGHTS).to_owned())
        } else {
            None
        }
    });
    let consequences = Signal::derive(move || {
        let (name, licenses) = user.with(|user| (user.name.clone(), user.licenses.len()));
        let mut lines = vec![t!(users::DELETE_SIGN_IN, name = name)];
        if licenses > 0 {
            lines.push(t!(users::DELETE_FREES, n = licenses));
        }
        lines.push(
            match user.with(|user| user.source) {
                UserSource::Pbx => t!(users::DELETE_PBX),
                UserSource::Scim => t!(users::DELETE_SCIM),
                _ => t!(users::DELETE_FINAL),
            }
            .to_owned(),
        );
        lines
    });
    let confirm = move |()| {
        let navigate = navigate.clone();
        work.run(delete_user(account, id), move |()| {
            open.set(false);
            state.dirty.set(false);
            toasts.show(Tone::Ok, t!(users::DELETED, name = user.with_untracked(|user| user.name.clone())));
            navigate(&format!("/accounts/{account}/users"), NavigateOptions::default());
        });
    };
    view! {
        {move || can(Permission::USERS_DELETE).then(|| view! {
            <Button variant=Variant::Danger disabled_reason=reason on_click=move |_| open.set(true)>{t!(users::DELETE)}</Button>
        })}
        <ConfirmDialog
            id="delete-user"
            open=open
            title=t!(users::DELETE_TITLE).to_owned()
            confirm=t!(users::DELETE).to_owned()
            word="delete"
            danger=true
            consequences=consequences
            work=work
            on_confirm=Callback::new(confirm)
        />
    }
    .into_any()
}
