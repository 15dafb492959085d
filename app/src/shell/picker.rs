//! The account picker: type-ahead over any number of accounts, of which only the visible rows exist (SHELL-06, SHELL-07).

use super::{account::CurrentAccount, viewer::use_me};
use crate::accounts::api::pick_accounts;
use crate::i18n::tr_error;
use crate::t;
use crate::ui::{Debounce, Icon, Latest, browser};
use leptos::{ev, html, prelude::*};
use leptos_router::hooks::use_navigate;
use switchroom_types::AppError;
use switchroom_types::accounts::{AccountKind, AccountPick};
use switchroom_types::list::ListQuery;

const PANEL: &str = "account-picker";
const LIST: &str = "account-picker-list";
/// Height of a row and of the list in pixels; the style sheet says the same.
const ROW: usize = 44;
const VISIBLE: usize = 8;
/// Milliseconds of silence before a search starts.
const PAUSE: u64 = 120;

/// What has been found for the text typed so far.
#[derive(Clone, Copy)]
struct Found {
    text: RwSignal<String>,
    rows: RwSignal<Vec<AccountPick>>,
    next: StoredValue<Option<String>>,
    error: RwSignal<Option<AppError>>,
    loading: RwSignal<bool>,
    latest: Latest,
}

impl Found {
    fn new() -> Self {
        Self {
            text: RwSignal::new(String::new()),
            rows: RwSignal::new(Vec::new()),
            next: StoredValue::new(None),
            error: RwSignal::new(None),
            loading: RwSignal::new(false),
            latest: Latest::new(),
        }
    }

    /// The first rows of a new search, or the rows after those that are there.
    fn load(self, more: bool) {
        let cursor = if more { self.next.get_value() } else { None };
        if more && (cursor.is_none() || self.loading.get_untracked()) {
            return;
        }
        self.loading.set(true);
        let query = ListQuery { search: self.text.get_untracked(), cursor, ..Default::default() };
        self.latest.ask(pick_accounts(query), move |answer| {
            self.loading.set(false);
            match answer {
                Ok(page) => {
                    self.error.set(None);
                    self.next.set_value(page.next_cursor);
                    self.rows.update(|rows| {
                        if !more {
                            rows.clear();
                        }
                        rows.extend(page.items);
                    });
                }
                Err(error) => self.error.set(Some(error)),
            }
        });
    }
}

#[component]
pub(super) fn AccountPicker() -> impl IntoView {
    let current = expect_context::<CurrentAccount>();
    let own_name = use_me().account_name;
    let found = Found::new();
    let active = RwSignal::new(0_usize);
    let scrolled = RwSignal::new(0_usize);
    let input = NodeRef::<html::Input>::new();
    let panel = NodeRef::<html::Div>::new();
    let anchor = NodeRef::<html::Button>::new();
    let list = NodeRef::<html::Div>::new();
    let debounce = Debounce::new(PAUSE);
    let navigate = use_navigate();
    let restart = move || {
        active.set(0);
        scrolled.set(0);
        if let Some(list) = list.get_untracked() {
            list.set_scroll_top(0);
        }
        found.load(false);
    };
    let toggled = move |event: ev::Event| {
        let (Some(panel), Some(anchor)) = (panel.get_untracked(), anchor.get_untracked()) else { return };
        if browser::toggles_to_open(&event) {
            browser::place(&panel, &anchor);
            if event.type_() == "toggle" {
                found.text.set(String::new());
                if let Some(input) = input.get_untracked() {
                    input.set_value("");
                    let _ = input.focus();
                }
                restart();
            }
        }
    };
    let reveal = move |index: usize| {
        let Some(list) = list.get_untracked() else { return };
        let (top, height) = (list.scroll_top(), i32::try_from(VISIBLE * ROW).unwrap_or_default());
        let row = i32::try_from(index * ROW).unwrap_or_default();
        let step = i32::try_from(ROW).unwrap_or_default();
        if row < top {
            list.set_scroll_top(row);
        } else if row + step > top + height {
            list.set_scroll_top(row + step - height);
        }
    };
    let keys = move |event: ev::KeyboardEvent| {
        let count = found.rows.with_untracked(Vec::len);
        let last = count.saturating_sub(1);
        let to = match event.key().as_str() {
            "ArrowDown" => (active.get_untracked() + 1).min(last),
            "ArrowUp" => active.get_untracked().saturating_sub(1),
            "PageDown" => (active.get_untracked() + VISIBLE).min(last),
            "PageUp" => active.get_untracked().saturating_sub(VISIBLE),
            "Enter" => {
                event.prevent_default();
                if let Some(pick) = found.rows.with_untracked(|rows| rows.get(active.get_untracked()).cloned()) {
                    browser::hide_popover(PANEL);
                    navigate(&address(&pick), Default::default());
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        active.set(to);
        reveal(to);
        if to + VISIBLE > count {
            found.load(true);
        }
    };
    let on_scroll = move |_| {
        let Some(list) = list.get_untracked() else { return };
        let first = usize::try_from(list.scroll_top()).unwrap_or_default() / ROW;
        scrolled.set(first);
        if first + 3 * VISIBLE > found.rows.with_untracked(Vec::len) {
            found.load(true);
        }
    };
    let window = Memo::new(move |_| {
        let count = found.rows.with(Vec::len);
        let first = scrolled.get().saturating_sub(VISIBLE).min(count);
        (first, (scrolled.get() + 2 * VISIBLE).min(count))
    });
    let rows = move || {
        let (first, end) = window.get();
        let picks: Vec<_> = found
            .rows
            .with(|rows| rows.iter().enumerate().skip(first).take(end - first).map(|(index, pick)| (index, pick.clone())).collect());
        picks.into_iter().map(|(index, pick)| view! { <Row index=index pick=pick active=active /> }).collect_view()
    };
    let note = move || {
        if let Some(error) = found.error.get() {
            return Some(view! { <p class="combobox-note" role="alert">{tr_error(&error)}</p> }.into_any());
        }
        match (found.rows.with(Vec::is_empty), found.loading.get()) {
            (true, true) => Some(view! { <p class="combobox-note">{t!(ui::SEARCHING)}</p> }.into_any()),
            (true, false) => Some(view! { <p class="combobox-note">{t!(ui::NO_HITS)}</p> }.into_any()),
            _ => None,
        }
    };
    let button = move || {
        let name = current.name().unwrap_or_else(|| own_name.clone());
        let number = current.number();
        let label = t!(shell::CHOOSE_ACCOUNT_NOW, name = name.as_str());
        view! {
            <button
                node_ref=anchor
                type="button"
                class="top-account top-picker"
                popovertarget=PANEL
                aria-haspopup="dialog"
                aria-label=label
            >
                <span class="truncate">{name}</span>
                {number.map(|number| view! { <small class="muted">{number}</small> })}
                <Icon name="chevron-down" />
            </button>
        }
    };
    // Stands for the rows out of sight. Never in the server's page, whose policy forbids inline styles.
    let space = |rows: usize| (rows > 0).then(|| view! { <div role="presentation" style:block-size=format!("{}px", rows * ROW)></div> });
    view! {
        <Transition>{button}</Transition>
        <div
            node_ref=panel
            id=PANEL
            class="popover picker"
            popover="auto"
            role="dialog"
            aria-label=t!(shell::CHOOSE_ACCOUNT)
            on:beforetoggle=toggled
            on:toggle=toggled
        >
            <div class="picker-search scripting-only">
                <Icon name="search" />
                <input
                    node_ref=input
                    class="input"
                    role="combobox"
                    aria-expanded="true"
                    aria-controls=LIST
                    aria-autocomplete="list"
                    aria-label=t!(shell::FIND_ACCOUNT)
                    aria-activedescendant=move || found.rows.with(|rows| !rows.is_empty()).then(|| option_id(active.get()))
                    placeholder=t!(shell::FIND_ACCOUNT)
                    autocomplete="off"
                    spellcheck="false"
                    maxlength="200"
                    on:input:target=move |event| {
                        found.text.set(event.target().value());
                        debounce.call(restart);
                    }
                    on:keydown=keys
                />
            </div>
            <div node_ref=list id=LIST class="picker-list scripting-only" role="listbox" aria-label=t!(shell::ACCOUNTS) on:scroll=on_scroll>
                {note}
                {move || space(window.get().0)}
                {rows}
                {move || space(found.rows.with(Vec::len).saturating_sub(window.get().1))}
            </div>
            <a class="menu-item" href="/accounts" on:click=move |_| browser::hide_popover(PANEL)>
                <Icon name="list" />
                <span class="menu-item-text">{t!(shell::ALL_ACCOUNTS)}</span>
            </a>
        </div>
    }
}

fn option_id(index: usize) -> String {
    format!("{LIST}-{index}")
}

fn address(pick: &AccountPick) -> String {
    format!("/accounts/{}/info", pick.id)
}

#[component]
fn Row(index: usize, pick: AccountPick, active: RwSignal<usize>) -> impl IntoView {
    let icon = if pick.kind == AccountKind::Partner { "star" } else { "building" };
    let address = address(&pick);
    view! {
        <a
            class="picker-row"
            role="option"
            id=option_id(index)
            tabindex="-1"
            href=address
            aria-selected=move || (active.get() == index).to_string()
            on:pointermove=move |_| {
                if active.get_untracked() != index {
                    active.set(index);
                }
            }
            on:click=move |_| browser::hide_popover(PANEL)
        >
            <Icon name=icon />
            <span class="truncate">{pick.name}</span>
            <small class="muted">{pick.number.grouped()}</small>
        </a>
    }
}
