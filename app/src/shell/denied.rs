//! Pages for what cannot be shown: a missing permission, something that is not there, a failure.

use super::{
    not_found::Absent,
    response::set_status,
    viewer::{can, use_me},
};
use crate::i18n::tr_error;
use crate::t;
use leptos::prelude::*;
use leptos_meta::Title;
use switchroom_types::AppError;
use switchroom_types::access::{Permission, Role};

/// Shows its content to people with the permission, and to others the page that names it (SHELL-04).
#[component]
pub fn Permitted(needs: Permission, children: ChildrenFn) -> impl IntoView {
    let allowed = Memo::new(move |_| can(needs));
    move || match allowed.get() {
        true => children().into_any(),
        false => view! { <Denied error=AppError::denied(needs) /> }.into_any(),
    }
}

/// To others these pages do not exist (ACC-24).
#[component]
pub fn PartnersOnly(children: ChildrenFn) -> impl IntoView {
    match use_me().role {
        Role::Partner => children().into_any(),
        _ => view! { <Absent /> }.into_any(),
    }
}

/// The page for a failed load, with the status of the error.
#[component]
pub fn Trouble(error: AppError) -> impl IntoView {
    match error.status {
        404 => view! { <Absent /> }.into_any(),
        403 => view! { <Denied error=error /> }.into_any(),
        _ => view! { <Failed error=error /> }.into_any(),
    }
}

#[component]
fn Denied(error: AppError) -> impl IntoView {
    set_status(403);
    view! {
        <Title text=t!(shell::DENIED_TITLE) />
        <div class="page-message">
            <h1>{t!(shell::DENIED_TITLE)}</h1>
            <p>{tr_error(&error)}</p>
            <p>{t!(shell::DENIED_TEXT)}</p>
            <p>
                <a class="button" href="/dashboard">{t!(shell::TO_DASHBOARD)}</a>
            </p>
        </div>
    }
}

#[component]
fn Failed(error: AppError) -> impl IntoView {
    set_status(if error.status >= 400 { error.status } else { 503 });
    view! {
        <Title text=t!(shell::FAILED_TITLE) />
        <div class="page-message" role="alert">
            <h1>{t!(shell::FAILED_TITLE)}</h1>
            <p>{tr_error(&error)}</p>
            {error.request_id.map(|id| view! { <p class="muted">{t!(shell::REQUEST_ID, id = id)}</p> })}
            <p>
                <a class="button" href="" rel="external">{t!(shell::TRY_AGAIN)}</a>
            </p>
        </div>
    }
}
