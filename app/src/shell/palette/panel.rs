//! What stands in the palette: the field, and groups of hits that the arrow keys walk through as one list.

use super::{
    Open,
    commands::{Command, actions, fits, pages},
};
use crate::i18n::{Text, keys::palette as text, t, tr_error};
use crate::shell::api::search_everything;
use crate::shell::{CurrentAccount, use_me};
use crate::ui::{Debounce, Icon, Latest, browser};
use leptos::{ev, html, prelude::*};
use leptos_router::hooks::use_navigate;
use switchroom_types::AppError;
use switchroom_types::palette::{Hit, HitKind, MAX_TERM, PER_KIND, PaletteQuery};

const LIST: &str = "palette-list";
/// Milliseconds of silence before the server is asked.
const PAUSE: u64 = 80;

/// One line, whatever it stands for.
#[derive(Clone, PartialEq)]
struct Line {
    group: Group,
    icon: &'static str,
    title: String,
    found: Option<(u32, u32)>,
    detail: String,
    account: Option<String>,
    href: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Pages,
    Actions,
    Hits(HitKind),
}

impl Group {
    fn title(self) -> Text {
        match self {
            Self::Pages => text::PAGES,
            Self::Actions => text::ACTIONS,
            Self::Hits(HitKind::Account) => text::ACCOUNTS,
            Self::Hits(HitKind::User) => text::USERS,
            Self::Hits(HitKind::Order) => text::ORDERS,
            Self::Hits(HitKind::PhoneNumber) => text::NUMBERS,
            Self::Hits(HitKind::Event) => text::EVENTS,
        }
    }
}

impl Line {
    fn of_command(group: Group, command: Command) -> Self {
        let Command { label, icon, href } = command;
        Self { group, icon, title: label, found: None, detail: String::new(), account: None, href }
    }

    fn of_hit(hit: Hit) -> Self {
        let icon = match hit.kind {
            HitKind::Account => "building",
            HitKind::User => "user",
            HitKind::Order => "package",
            HitKind::PhoneNumber => "phone",
            HitKind::Event => "history",
        };
        let Hit { kind, title, found, detail, account, href } = hit;
        Self { group: Group::Hits(kind), icon, title, found, detail, account, href }
    }
}

fn option_id(index: usize) -> String {
    format!("{LIST}-{index}")
}

#[component]
pub(super) fn PalettePanel() -> impl IntoView {
    let Open(open) = expect_context();
    let me = use_me();
    let current = expect_context::<CurrentAccount>();
    let area = current.id.get_untracked();
    let typed = RwSignal::new(String::new());
    let hits = RwSignal::new(Vec::<Hit>::new());
    let error = RwSignal::new(None::<AppError>);
    let loading = RwSignal::new(false);
    let active = RwSignal::new(0_usize);
    let latest = Latest::new();
    let debounce = Debounce::new(PAUSE);
    let ask = move || {
        let text = typed.get_untracked();
        if text.trim().chars().count() < 2 {
            latest.drop_earlier();
            hits.set(Vec::new());
            loading.set(false);
            return;
        }
        latest.ask(search_everything(PaletteQuery { text, account: area }), move |answer| {
            loading.set(false);
            match answer {
                Ok(found) => {
                    error.set(None);
                    hits.set(found);
                    active.set(0);
                }
                Err(failed) => error.set(Some(failed)),
            }
        });
    };
    // The account may still be on its way.
    let commands = Memo::new(move |_| {
        let account = current.get();
        (pages(&me, account.as_ref()), actions(&me, account.as_ref()))
    });
    let lines = Memo::new(move |_| {
        let text = typed.get();
        // While nothing is typed everything is offered, later a few of each.
        let most = if text.trim().is_empty() { usize::MAX } else { PER_KIND };
        let fitting = |group: Group, commands: &[Command]| {
            commands
                .iter()
                .filter(|command| fits(&command.label, &text))
                .take(most)
                .cloned()
                .map(move |command| Line::of_command(group, command))
                .collect::<Vec<_>>()
        };
        let mut lines = commands.with(|(pages, actions)| {
            let mut lines = fitting(Group::Pages, pages);
            lines.extend(fitting(Group::Actions, actions));
            lines
        });
        lines.extend(hits.get().into_iter().map(Line::of_hit));
        lines
    });
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        let Some(input) = input.get() else { return };
        // After the dialog, which focuses its heading.
        request_animation_frame(move || {
            request_animation_frame(move || {
                let _ = input.focus();
            });
        });
    });
    let navigate = use_navigate();
    let keys = move |event: ev::KeyboardEvent| {
        let last = lines.with_untracked(Vec::len).saturating_sub(1);
        let now = active.get_untracked();
        let to = match event.key().as_str() {
            "ArrowDown" if now >= last => 0,
            "ArrowDown" => now + 1,
            "ArrowUp" if now == 0 => last,
            "ArrowUp" => now - 1,
            "PageDown" => (now + PER_KIND).min(last),
            "PageUp" => now.saturating_sub(PER_KIND),
            "Enter" if !event.is_composing() => {
                event.prevent_default();
                if let Some(line) = lines.with_untracked(|lines| lines.get(now).cloned()) {
                    open.set(false);
                    navigate(&line.href, Default::default());
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        active.set(to);
        browser::scroll_into_view(&option_id(to));
    };
    let groups = move || {
        let mut groups: Vec<(Group, Vec<(usize, Line)>)> = Vec::new();
        for (index, line) in lines.get().into_iter().enumerate() {
            match groups.last_mut() {
                Some((group, of_group)) if *group == line.group => of_group.push((index, line)),
                _ => groups.push((line.group, vec![(index, line)])),
            }
        }
        groups.into_iter().map(|(group, lines)| group_view(group, lines, active, open)).collect_view()
    };
    let note = move || {
        if let Some(error) = error.get() {
            return Some(view! { <p class="palette-note field-error" role="alert">{tr_error(&error)}</p> }.into_any());
        }
        let nothing = lines.with(Vec::is_empty);
        match (nothing, loading.get()) {
            (true, true) => Some(view! { <p class="palette-note muted">{t!(ui::SEARCHING)}</p> }.into_any()),
            (true, false) => Some(view! { <p class="palette-note muted">{t!(palette::NOTHING)}</p> }.into_any()),
            _ => None,
        }
    };
    let count = move || if loading.get() { String::new() } else { t!(palette::COUNT, n = lines.with(Vec::len)) };
    view! {
        <div class="picker-search palette-search">
            <Icon name="search" />
            <input
                node_ref=input
                class="input"
                role="combobox"
                aria-expanded="true"
                aria-controls=LIST
                aria-autocomplete="list"
                aria-label=t!(palette::SEARCH_LABEL)
                aria-activedescendant=move || lines.with(|lines| !lines.is_empty()).then(|| option_id(active.get()))
                placeholder=t!(palette::SEARCH_LABEL)
                autocomplete="off"
                spellcheck="false"
                maxlength=MAX_TERM.to_string()
                on:input:target=move |event| {
                    typed.set(event.target().value());
                    active.set(0);
                    loading.set(typed.with_untracked(|text| text.trim().chars().count() >= 2));
                    debounce.call(ask);
                }
                on:keydown=keys
            />
        </div>
        <div id=LIST class="palette-list" role="listbox" aria-label=t!(palette::TITLE)>
            {groups}
        </div>
        {note}
        <p class="visually-hidden" role="status">{count}</p>
    }
    .into_any()
}

fn group_view(group: Group, lines: Vec<(usize, Line)>, active: RwSignal<usize>, open: RwSignal<bool>) -> AnyView {
    let rows = lines.into_iter().map(|(index, line)| row(index, line, active, open)).collect_view();
    let title = group.title().text();
    view! {
        <div role="group" aria-label=title class="palette-group">
            <h3 class="menu-heading" aria-hidden="true">{title}</h3>
            {rows}
        </div>
    }
    .into_any()
}

fn row(index: usize, line: Line, active: RwSignal<usize>, open: RwSignal<bool>) -> AnyView {
    let Line { icon, title, found, detail, account, href, .. } = line;
    view! {
        <a
            class="picker-row palette-row"
            role="option"
            id=option_id(index)
            tabindex="-1"
            href=href
            aria-selected=move || (active.get() == index).to_string()
            on:pointermove=move |_| {
                if active.get_untracked() != index {
                    active.set(index);
                }
            }
            on:click=move |event: ev::MouseEvent| {
                // With a key held the browser opens it elsewhere, and the palette stays.
                if browser::is_plain(&event) {
                    open.set(false);
                }
            }
        >
            <Icon name=icon />
            <span class="truncate">{marked(&title, found)}</span>
            <small class="muted truncate">{detail}</small>
            {account.map(|account| view! { <small class="muted truncate">{account}</small> })}
        </a>
    }
    .into_any()
}

/// The found part stands out.
fn marked(title: &str, found: Option<(u32, u32)>) -> AnyView {
    let Some((from, to)) = found.map(|(from, to)| (from as usize, to as usize)) else { return title.to_owned().into_any() };
    let part = |from: usize, to: usize| title.chars().skip(from).take(to.saturating_sub(from)).collect::<String>();
    view! {
        {part(0, from)}
        <mark>{part(from, to)}</mark>
        {part(to, usize::MAX)}
    }
    .into_any()
}
