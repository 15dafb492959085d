//! The bar at the top: where one is, and what is always at hand.

use super::{
    account::CurrentAccount, avatar_menu::AvatarMenu, launcher::Launcher, navigation::DRAWER, palette::Palette, picker::AccountPicker,
    viewer::use_me,
};
use crate::notifications::Bell;
use crate::t;
use crate::ui::Icon;
use leptos::prelude::*;
use switchroom_types::access::Role;

#[component]
pub(super) fn TopBar() -> impl IntoView {
    let me = use_me();
    let current = expect_context::<CurrentAccount>();
    let own_name = me.account_name.clone();
    let place = match me.role {
        Role::Partner => view! { <AccountPicker /> }.into_any(),
        _ => view! {
            // SHELL-08: others have one account, so there is nothing to choose.
            <span class="top-account">
                {move || current.name().unwrap_or_else(|| own_name.clone())}
            </span>
        }
        .into_any(),
    };
    view! {
        <header class="top">
            <button type="button" class="button button-ghost button-icon top-menu" popovertarget=DRAWER aria-label=t!(shell::OPEN_NAVIGATION)>
                <Icon name="menu" />
            </button>
            <a class="brand" href="/dashboard" aria-label="Switchroom">
                <svg class="brand-mark" viewBox="0 0 22 22" aria-hidden="true">
                    <rect class="brand-tile" width="22" height="22" rx="6" />
                    <g class="brand-dim">
                        <circle cx="11" cy="6.2" r="1.7" /><circle cx="15.8" cy="6.2" r="1.7" /><circle cx="6.2" cy="11" r="1.7" />
                        <circle cx="6.2" cy="15.8" r="1.7" /><circle cx="11" cy="15.8" r="1.7" /><circle cx="15.8" cy="15.8" r="1.7" />
                    </g>
                    <g class="brand-lit">
                        <circle cx="6.2" cy="6.2" r="1.7" /><circle cx="11" cy="11" r="1.7" /><circle cx="15.8" cy="11" r="1.7" />
                    </g>
                </svg>
                <span>"Switchroom"</span>
            </a>
            {place}
            <div class="top-tools">
                <Palette />
                <Launcher />
                <Bell />
                <AvatarMenu />
            </div>
        </header>
    }
}
