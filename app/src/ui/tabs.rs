//! Tabs: within a page, or as links between pages.

use super::browser;
use leptos::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// Unique among its siblings; for [`TabLinks`] the address.
    pub id: String,
    pub label: String,
    pub count: Option<u64>,
}

impl Tab {
    pub fn new(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self { id: id.into(), label: label.into(), count: None }
    }

    pub fn count(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }

    fn inner(self) -> impl IntoView {
        view! {
            {self.label}
            {self.count.map(|count| view! { <span class="tab-count">{crate::i18n::number(count)}</span> })}
        }
    }
}

/// Panels of which one shows. Arrow keys move between tabs. `panel` renders the tab with the given id.
#[component]
pub fn Tabs(
    /// Prefix of the element ids.
    id: &'static str,
    #[prop(into)] label: String,
    #[prop(into)] tabs: Signal<Vec<Tab>>,
    selected: RwSignal<String>,
    #[prop(into)] panel: ChildrenFnWith,
) -> impl IntoView {
    let step = move |event: leptos::ev::KeyboardEvent| {
        let tabs = tabs.get_untracked();
        let current = tabs.iter().position(|tab| selected.with_untracked(|id| *id == tab.id)).unwrap_or_default();
        let forward = if browser::is_rtl() { "ArrowLeft" } else { "ArrowRight" };
        let next = match event.key().as_str() {
            "Home" => 0,
            "End" => tabs.len().saturating_sub(1),
            key @ ("ArrowLeft" | "ArrowRight") if key == forward => (current + 1) % tabs.len().max(1),
            "ArrowLeft" | "ArrowRight" => (current + tabs.len()).saturating_sub(1) % tabs.len().max(1),
            _ => return,
        };
        event.prevent_default();
        if let Some(tab) = tabs.get(next) {
            selected.set(tab.id.clone());
            browser::focus(&format!("{id}-tab-{}", tab.id));
        }
    };
    let buttons = move || {
        let button = |tab: Tab| {
            let own = StoredValue::new(tab.id.clone());
            let chosen = move || selected.with(|selected| own.with_value(|own| own == selected));
            let element = format!("{id}-tab-{}", tab.id);
            view! {
                <button
                    type="button"
                    class="tab"
                    role="tab"
                    id=element
                    aria-selected=move || chosen().to_string()
                    aria-controls=format!("{id}-panel")
                    tabindex=move || if chosen() { "0" } else { "-1" }
                    on:click=move |_| selected.set(own.get_value())
                >
                    {tab.inner()}
                </button>
            }
        };
        tabs.get().into_iter().map(button).collect_view()
    };
    view! {
        <div class="tabs" role="tablist" aria-label=label on:keydown=step>
            {buttons}
        </div>
        <div
            class="tab-panel"
            role="tabpanel"
            id=format!("{id}-panel")
            tabindex="0"
            aria-labelledby=move || selected.with(|selected| format!("{id}-tab-{selected}"))
        >
            {move || panel.run(&selected.get())}
        </div>
    }
    .into_any()
}

/// A view for an id.
#[derive(Clone)]
pub struct ChildrenFnWith(std::sync::Arc<dyn Fn(&str) -> AnyView + Send + Sync>);

impl ChildrenFnWith {
    fn run(&self, id: &str) -> AnyView {
        (self.0)(id)
    }
}

impl<F: Fn(&str) -> AnyView + Send + Sync + 'static> From<F> for ChildrenFnWith {
    fn from(render: F) -> Self {
        Self(std::sync::Arc::new(render))
    }
}

/// Tabs that are pages of their own: they work without scripts and have addresses.
#[component]
pub fn TabLinks(#[prop(into)] label: String, #[prop(into)] tabs: Signal<Vec<Tab>>, #[prop(into)] current: Signal<String>) -> impl IntoView {
    let links = move || {
        let current = current.get();
        let link = |tab: Tab| {
            let here = tab.id == current;
            let href = tab.id.clone();
            view! { <a class="tab" href=href aria-current=here.then_some("page")>{tab.inner()}</a> }
        };
        tabs.get().into_iter().map(link).collect_view()
    };
    view! {
        <nav class="tabs" aria-label=label>
            {links}
        </nav>
    }
    .into_any()
}
