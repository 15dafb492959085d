//! The left navigation: a column on wide screens, a drawer on phones. Both open without scripts.

use super::{
    account::CurrentAccount,
    footer::Footer,
    nav::{self, Entry, Item},
    viewer::use_viewer,
};
use crate::t;
use crate::ui::{Icon, IconButton, browser};
use leptos::{html, prelude::*};
use leptos_router::hooks::use_location;
use switchroom_types::access::Role;
use switchroom_types::accounts::AccountContext;
use switchroom_types::preferences::Preferences;
use switchroom_types::sessions::Me;

/// The drawer's element id; the menu button of the top bar opens it.
pub(super) const DRAWER: &str = "navigation";

#[component]
pub(super) fn Navigation() -> impl IntoView {
    let current = expect_context::<CurrentAccount>();
    let viewer = use_viewer();
    let list = move || {
        let me = viewer.and_then(|viewer| viewer.get())?;
        let account = current.get();
        // Another account's entries would lead astray while it loads.
        if current.id.get().is_some() && account.is_none() && !current.failed() {
            return None;
        }
        Some(view! { <Items me=me account=account /> })
    };
    let label = move || if current.id.get().is_some() { t!(shell::NAV_OF_ACCOUNT) } else { t!(shell::NAV_OF_PARTNER) };
    view! {
        <nav id=DRAWER class="side" popover="auto" aria-label=label>
            <div class="side-head">
                <strong>"Switchroom"</strong>
                <IconButton icon="x" label=t!(ui::CLOSE) on_click=move |_| browser::hide_popover(DRAWER) />
            </div>
            {list}
            <Footer />
        </nav>
    }
}

#[component]
fn Items(me: Me, account: Option<AccountContext>) -> impl IntoView {
    let viewer = use_viewer();
    let back = (me.role == Role::Partner && account.is_some()).then(|| view! { <a class="side-back" href="/dashboard" on:click=move |_| close_drawer()><Icon name="arrow-left" />{t!(shell::BACK_TO_PARTNER)}</a> });
    let items = nav::items(&me, account.as_ref());
    let folded = me.preferences.navigation.clone();
    let link = move |entry: &Entry| {
        let address = nav::address(entry, account.as_ref(), &me);
        view! { <EntryLink entry=*entry address=address /> }
    };
    let rows = items
        .into_iter()
        .map(|(item, pages)| {
            let links = pages.iter().map(&link).collect_view();
            match item {
                Item::Page(_) => links.into_any(),
                Item::Group { id, label, icon, .. } => {
                    let unfolded = folded.get(id).copied().unwrap_or(true);
                    let details = NodeRef::<html::Details>::new();
                    // Before the click takes effect.
                    let keep = move |_| {
                        let open = details.get_untracked().is_some_and(|details| !details.open());
                        let change = Preferences { navigation: [(id.to_owned(), open)].into(), ..Default::default() };
                        if let Some(viewer) = viewer {
                            viewer.arrange(change);
                        }
                    };
                    view! {
                        <li>
                            <details node_ref=details class="side-group" open=unfolded>
                                <summary class="side-link" on:click=keep>
                                    <Icon name=icon />
                                    <span>{label.text()}</span>
                                    <Icon name="chevron-down" />
                                </summary>
                                <ul>{links}</ul>
                            </details>
                        </li>
                    }
                    .into_any()
                }
            }
        })
        .collect_view();
    view! {
        {back}
        <ul class="side-items">{rows}</ul>
    }
}

#[component]
fn EntryLink(entry: Entry, address: String) -> impl IntoView {
    let path = use_location().pathname;
    let own = address.clone();
    let current = move || nav::is_current(&own, &path.read()).then_some("page");
    view! {
        <li>
            <a class="side-link" href=address aria-current=current on:click=move |_| close_drawer()>
                <Icon name=entry.icon />
                <span>{entry.label.text()}</span>
            </a>
        </li>
    }
}

fn close_drawer() {
    browser::hide_popover(DRAWER);
}
