//! Badges that state something, and chips that can be removed.

use super::Icon;
use crate::i18n::t;
use leptos::{ev::MouseEvent, prelude::*};

/// Colour stands for state only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Neutral,
    Accent,
    Ok,
    Warn,
    Bad,
    Info,
}

impl Tone {
    pub fn tag_class(self) -> &'static str {
        match self {
            Self::Neutral => "tag",
            Self::Accent => "tag tag-accent",
            Self::Ok => "tag tag-ok",
            Self::Warn => "tag tag-warn",
            Self::Bad => "tag tag-bad",
            Self::Info => "tag tag-info",
        }
    }
}

/// A badge: `Registered`, `Expiring soon`.
#[component]
pub fn Tag(#[prop(optional)] tone: Tone, #[prop(optional, into)] icon: Option<&'static str>, children: Children) -> impl IntoView {
    view! {
        <span class=tone.tag_class()>
            {icon.map(|name| view! { <Icon name=name /> })}
            {children()}
        </span>
    }
    .into_any()
}

/// A value that can be removed, and edited when `on_edit` is given.
#[component]
pub fn Chip(
    #[prop(into)] text: String,
    /// Stands before the text, greyed: `Property`.
    #[prop(optional, into)]
    name: Option<String>,
    /// Marks a wrong entry, with the reason.
    #[prop(optional, into)]
    error: Option<String>,
    #[prop(optional, into)] on_edit: Option<Callback<MouseEvent>>,
    #[prop(optional, into)] on_remove: Option<Callback<MouseEvent>>,
) -> impl IntoView {
    let label = t!(ui::REMOVE_NAMED, name = text);
    let inner = view! {
        {name.map(|name| view! { <span class="chip-name">{name}</span> })}
        <span class="chip-value">{text}</span>
        {error.as_ref().map(|error| view! { <span class="visually-hidden">{error.clone()}</span> })}
    };
    let body = match on_edit {
        Some(on_edit) => {
            view! { <button type="button" class="chip-text" on:click=move |event| on_edit.run(event)>{inner}</button> }.into_any()
        }
        None => view! { <span class="chip-text">{inner}</span> }.into_any(),
    };
    view! {
        <span class=if error.is_some() { "chip chip-bad" } else { "chip" } title=error>
            {body}
            {on_remove.map(|on_remove| view! {
                <button type="button" class="chip-remove" aria-label=label on:click=move |event| on_remove.run(event)>
                    <Icon name="x" />
                </button>
            })}
        </span>
    }
    .into_any()
}
