//! A menu of actions and links: arrow keys, Home, End and first letters move, Escape closes.

use super::{Icon, Popover, Variant, browser};
use leptos::{ev::KeyboardEvent, html, prelude::*};

/// One line of a menu.
#[derive(Clone)]
pub struct MenuItem {
    label: String,
    note: Option<String>,
    icon: Option<&'static str>,
    action: Action,
    danger: bool,
    current: bool,
    disabled: Option<String>,
}

#[derive(Clone)]
enum Action {
    Run(Callback<()>),
    Link { href: String, download: bool },
    Heading,
    Line,
}

impl MenuItem {
    fn with(label: String, action: Action) -> Self {
        Self { label, note: None, icon: None, action, danger: false, current: false, disabled: None }
    }

    pub fn run(label: impl Into<String>, run: impl Fn() + Send + Sync + 'static) -> Self {
        Self::with(label.into(), Action::Run(Callback::new(move |()| run())))
    }

    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self::with(label.into(), Action::Link { href: href.into(), download: false })
    }

    /// A link to a file.
    pub fn download(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self::with(label.into(), Action::Link { href: href.into(), download: true })
    }

    pub fn heading(label: impl Into<String>) -> Self {
        Self::with(label.into(), Action::Heading)
    }

    pub fn line() -> Self {
        Self::with(String::new(), Action::Line)
    }

    pub fn icon(mut self, icon: &'static str) -> Self {
        self.icon = Some(icon);
        self
    }

    /// A second, smaller line.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    /// The one in effect.
    pub fn current(mut self, current: bool) -> Self {
        self.current = current;
        self
    }

    /// Greyed out with the reason; still reachable, so that the reason can be read.
    pub fn disabled(mut self, reason: Option<String>) -> Self {
        self.disabled = reason;
        self
    }

    fn view(self, menu: StoredValue<String>) -> AnyView {
        let Self { label, note, icon, action, danger, current, disabled } = self;
        let note = disabled.clone().or(note);
        let blocked = disabled.is_some();
        let class = if danger { "menu-item menu-item-danger" } else { "menu-item" };
        let inner = view! {
            {icon.map(|name| view! { <Icon name=name /> })}
            <span class="menu-item-text">
                {label.clone()}
                {note.map(|note| view! { <span class="menu-item-note">{note}</span> })}
            </span>
            {current.then(|| view! { <Icon name="check" /> })}
        };
        let current = current.then_some("true");
        match action {
            Action::Line => view! { <div class="menu-line" role="separator"></div> }.into_any(),
            Action::Heading => view! { <div class="menu-heading" role="presentation">{label}</div> }.into_any(),
            Action::Link { href, download } if !blocked => view! {
                <a
                    class=class
                    role="menuitem"
                    tabindex="-1"
                    href=href
                    download=download.then_some("")
                    rel=download.then_some("external")
                    aria-current=current
                    on:click=move |_| menu.with_value(|id| browser::hide_popover(id))
                >
                    {inner}
                </a>
            }
            .into_any(),
            action => view! {
                <button
                    type="button"
                    class=class
                    role="menuitem"
                    tabindex="-1"
                    aria-disabled=blocked.then_some("true")
                    aria-current=current
                    on:click=move |_| {
                        if !blocked && let Action::Run(run) = &action {
                            menu.with_value(|id| browser::hide_popover(id));
                            run.run(());
                        }
                    }
                >
                    {inner}
                </button>
            }
            .into_any(),
        }
    }
}

/// A button with a menu. `items` is asked again whenever a signal in it changes.
#[component]
pub fn Menu(
    /// Unique in the page.
    #[prop(into)]
    id: String,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] items: Signal<Vec<MenuItem>>,
    #[prop(optional_no_strip, into)] icon: Option<&'static str>,
    #[prop(optional)] icon_only: bool,
    #[prop(optional)] variant: Variant,
    #[prop(optional)] small: bool,
    #[prop(optional)] arrow: bool,
    #[prop(optional_no_strip, into)] class: Option<&'static str>,
) -> impl IntoView {
    let own = StoredValue::new(id.clone());
    let list = NodeRef::<html::Div>::new();
    let toggled = move |open: bool| {
        if open && let Some(list) = list.get_untracked() {
            browser::focus_item(&list, "[role=menuitem]", browser::Step::First);
        }
    };
    let keys = move |event: KeyboardEvent| {
        let Some(list) = list.get_untracked() else { return };
        let step = match event.key().as_str() {
            "ArrowDown" => browser::Step::Next,
            "ArrowUp" => browser::Step::Previous,
            "Home" => browser::Step::First,
            "End" => browser::Step::Last,
            "Tab" => return own.with_value(|id| browser::hide_popover(id)),
            key if key.chars().count() == 1 && key != " " && !event.ctrl_key() && !event.meta_key() => {
                browser::Step::Letter(key.to_lowercase())
            }
            _ => return,
        };
        event.prevent_default();
        browser::focus_item(&list, "[role=menuitem]", step);
    };
    view! {
        <Popover
            id=id
            label=label
            icon=icon
            icon_only=icon_only
            variant=variant
            small=small
            arrow=arrow
            class=class
            popup="menu"
            on_toggle=toggled
        >
            <div node_ref=list role="presentation" on:keydown=keys>
                {move || items.get().into_iter().map(|item| item.view(own)).collect_view()}
            </div>
        </Popover>
    }
    .into_any()
}
