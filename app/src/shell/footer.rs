//! Help, licence terms and the language, below the navigation (SHELL-11).

use super::api::{Installation, change_appearance};
use crate::i18n::{Lang, current};
use crate::t;
use crate::ui::browser;
use leptos::{prelude::*, task::spawn_local};

#[component]
pub(super) fn Footer() -> impl IntoView {
    let installation = use_context::<Installation>().unwrap_or_default();
    let outside = |href: Option<String>, label: &'static str| {
        href.map(|href| view! { <a href=href target="_blank" rel="noopener external">{label}</a> })
    };
    let chosen = current();
    let options =
        Lang::ALL.iter().map(|lang| view! { <option value=lang.code() selected=*lang == chosen>{lang.label()}</option> }).collect_view();
    let choose = move |code: String| {
        spawn_local(async move {
            if change_appearance(None, Some(code)).await.is_ok() {
                browser::reload();
            }
        });
    };
    view! {
        <footer class="side-foot">
            {outside(installation.support_url, t!(shell::SUPPORT))}
            {outside(installation.legal_url, t!(shell::LEGAL))}
            <select class="side-language" aria-label=t!(shell::LANGUAGE) on:change:target=move |event| choose(event.target().value())>
                {options}
            </select>
        </footer>
    }
}
