//! Nothing there yet, still loading, did not work.

use super::{Button, Icon};
use crate::i18n::{t, tr_error};
use leptos::prelude::*;
use switchroom_types::AppError;

/// Says why there is nothing and offers the next step as children.
#[component]
pub fn EmptyState(
    #[prop(into)] title: String,
    #[prop(optional, into)] text: Option<String>,
    #[prop(optional, into)] icon: Option<&'static str>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="state">
            <span class="state-icon">
                <Icon name=icon.unwrap_or("search") />
            </span>
            <h2 class="state-title">{title}</h2>
            {text.map(|text| view! { <p class="state-text">{text}</p> })}
            {children.map(|children| view! { <div class="state-actions">{children()}</div> })}
        </div>
    }
    .into_any()
}

/// Says what went wrong, with Retry where that makes sense.
#[component]
pub fn ErrorState(error: AppError, #[prop(optional, into)] on_retry: Option<Callback<()>>) -> impl IntoView {
    let icon = match error.status {
        401 | 403 => "lock",
        0 => "wifi-off",
        _ => "circle-alert",
    };
    let request = error.request_id.clone().map(|id| t!(ui::REQUEST_ID, id = id));
    view! {
        <div class="state state-bad" role="alert">
            <span class="state-icon">
                <Icon name=icon />
            </span>
            <h2 class="state-title">{tr_error(&error)}</h2>
            {request.map(|request| view! { <p class="state-text mono">{request}</p> })}
            <div class="state-actions">
                {on_retry
                    .filter(|_| !matches!(error.status, 401 | 403 | 404))
                    .map(|on_retry| view! {
                        <span class="scripting-only">
                            <Button icon="refresh" on_click=move |_| on_retry.run(())>{t!(ui::RETRY)}</Button>
                        </span>
                    })}
                <a class="button without-scripting" href="">{t!(ui::RETRY)}</a>
            </div>
        </div>
    }
    .into_any()
}

/// Grey lines in place of what loads.
#[component]
pub fn Skeleton(#[prop(default = 3)] lines: usize, #[prop(optional)] title: bool) -> impl IntoView {
    view! {
        <div class="stack" role="status">
            <span class="visually-hidden">{t!(ui::LOADING)}</span>
            {title.then(|| view! { <span class="skeleton skeleton-title"></span> })}
            {(0..lines).map(|line| view! { <span class=format!("skeleton skeleton-{}", 1 + line % 4)></span> }).collect_view()}
        </div>
    }
    .into_any()
}
