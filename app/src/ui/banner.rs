//! A message that stays in the page.

use super::{Icon, Tone};
use crate::i18n::t;
use leptos::prelude::*;

/// `on_close` makes it closable; the caller decides how long it stays away.
#[component]
pub fn Banner(
    #[prop(optional)] tone: Tone,
    #[prop(optional, into)] title: Option<String>,
    #[prop(optional, into)] on_close: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let (class, icon) = match tone {
        Tone::Ok => ("banner banner-ok", "circle-check"),
        Tone::Warn => ("banner banner-warn", "alert"),
        Tone::Bad => ("banner banner-bad", "circle-alert"),
        Tone::Neutral | Tone::Accent | Tone::Info => ("banner", "info"),
    };
    view! {
        <div class=class role=if tone == Tone::Bad { "alert" } else { "status" }>
            <Icon name=icon />
            <div class="banner-body">
                {title.map(|title| view! { <p class="banner-title">{title}</p> })}
                {children()}
            </div>
            {on_close.map(|on_close| view! {
                <button type="button" class="banner-close scripting-only" aria-label=t!(ui::CLOSE) on:click=move |_| on_close.run(())>
                    <Icon name="x" />
                </button>
            })}
        </div>
    }
    .into_any()
}
