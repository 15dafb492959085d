//! Behind the avatar: who one is, one's own pages, the theme, and the way out (SHELL-10).

use super::{api::change_appearance, viewer::use_viewer};
use crate::sessions::api::SignOut;
use crate::t;
use crate::ui::{Avatar, Icon, browser};
use leptos::{form::ActionForm, prelude::*, task::spawn_local};
use switchroom_types::sessions::{SignInMethod, Theme};

const MENU: &str = "avatar-menu";

#[component]
pub(super) fn AvatarMenu() -> impl IntoView {
    let viewer = use_viewer();
    let me = Memo::new(move |_| viewer.and_then(|viewer| viewer.get()));
    let name = move || me.with(|me| me.as_ref().map(|me| me.name.clone()).unwrap_or_default());
    let role = move || {
        me.with(|me| {
            me.as_ref().map(|me| {
                if me.role_label.is_empty() {
                    t!(shell::ROLE_USER).to_owned()
                } else {
                    crate::i18n::name_of("role", &me.role_label).into_owned()
                }
            })
        })
    };
    let has_password = move || me.with(|me| me.as_ref().is_some_and(|me| me.method == SignInMethod::Password));
    let sign_out = ServerAction::<SignOut>::new();
    view! {
        <button type="button" class="avatar-button" popovertarget=MENU aria-haspopup="dialog" aria-label=move || t!(shell::ACCOUNT_OF, name = name())>
            {move || view! { <Avatar name=name() /> }}
        </button>
        <div id=MENU class="popover avatar-popover" popover="auto" role="dialog" aria-label=move || t!(shell::ACCOUNT_OF, name = name())>
            <div class="avatar-who">
                {move || view! { <Avatar name=name() large=true /> }}
                <div>
                    <strong>{name}</strong>
                    <small class="muted">{role}</small>
                    <small class="muted">{move || me.with(|me| me.as_ref().map(|me| me.email.clone()))}</small>
                </div>
            </div>
            <hr />
            <a class="menu-item" href="/profile" on:click=move |_| browser::hide_popover(MENU)>
                <Icon name="user" />
                <span class="menu-item-text">{t!(shell::PROFILE)}</span>
            </a>
            {move || has_password().then(|| view! {
                <a class="menu-item" href="/profile#password" on:click=move |_| browser::hide_popover(MENU)>
                    <Icon name="key" />
                    <span class="menu-item-text">{t!(shell::CHANGE_PASSWORD)}</span>
                </a>
            })}
            <hr />
            <ThemeChoice />
            <hr />
            <ActionForm action=sign_out>
                <button type="submit" class="menu-item">
                    <Icon name="log-out" />
                    <span class="menu-item-text">{t!(shell::LOGOUT)}</span>
                </button>
            </ActionForm>
        </div>
    }
}

#[component]
fn ThemeChoice() -> impl IntoView {
    let viewer = use_viewer();
    let chosen = move || viewer.and_then(|viewer| viewer.get()).map_or(Theme::System, |me| me.theme);
    let choices = [
        (Theme::System, "monitor", t!(shell::THEME_SYSTEM)),
        (Theme::Light, "sun", t!(shell::THEME_LIGHT)),
        (Theme::Dark, "moon", t!(shell::THEME_DARK)),
    ];
    let choose = move |theme: Theme| {
        browser::set_html_attribute("data-theme", theme.as_str());
        if let Some(viewer) = viewer {
            viewer.set(viewer.get_untracked().map(|me| switchroom_types::sessions::Me { theme, ..me }));
        }
        spawn_local(async move {
            let _ = change_appearance(Some(theme), None).await;
        });
    };
    let button = move |(theme, icon, label): (Theme, &'static str, &'static str)| {
        view! {
            <button type="button" class="segment" aria-pressed=move || (chosen() == theme).to_string() on:click=move |_| choose(theme)>
                <Icon name=icon />
                <span>{label}</span>
            </button>
        }
    };
    view! {
        <div class="theme-choice scripting-only" role="group" aria-label=t!(shell::THEME)>
            <div class="segments">{choices.map(button).collect_view()}</div>
        </div>
    }
}
