//! Which view a list is opened with.

use super::api::list_views;
use crate::sessions::next::encode;
use crate::shell::use_viewer;
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_location;
use switchroom_types::views::{SavedView, ViewedList, default_key};
use switchroom_types::{AccountId, Result, ViewId};

/// Stands for the whole list.
pub(super) const ALL: &str = "all";

/// The views of a list; a handle that copies. Make it while the page is set up.
#[derive(Clone, Copy)]
pub struct Views {
    pub account: AccountId,
    pub list: ViewedList,
    /// The page of the list.
    pub(super) page: StoredValue<String>,
    pub loaded: Resource<Result<Vec<SavedView>>>,
    /// `view` of the address.
    pub current: Memo<Option<String>>,
    /// The address says nothing but, at most, which view is meant.
    bare: Memo<bool>,
    /// Counts the changes of the default, which the preferences do not tell.
    pub(super) changed: RwSignal<u32>,
}

impl Views {
    pub fn new(account: AccountId, list: ViewedList, page: String) -> Self {
        let location = use_location();
        let (search, query) = (location.search, location.query);
        let current = Memo::new(move |_| query.with(|query| query.get("view")).filter(|view| !view.is_empty()));
        let bare = Memo::new(move |_| {
            search.with(|search| {
                let mut pairs = search.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty());
                pairs.all(|pair| pair.starts_with("view="))
            })
        });
        let loaded = Resource::new(|| (), move |()| list_views(account, list));
        Self { account, list, page: StoredValue::new(page), loaded, current, bare, changed: RwSignal::new(0) }
    }

    /// The view that the viewer opens the list with.
    pub fn default(self) -> Option<ViewId> {
        self.changed.track();
        let key = default_key(self.list, self.account);
        use_viewer().and_then(|viewer| viewer.arranged().views.remove(&key).flatten())
    }

    /// The view that the address leads to, unless it says already what that view keeps.
    fn wanted(self) -> Option<String> {
        if !self.bare.get() {
            return None;
        }
        match self.current.get() {
            Some(view) => Some(view).filter(|view| view != ALL),
            None => untrack(|| self.default()).map(|view| view.to_string()),
        }
    }

    pub(super) fn address(self, view: &SavedView) -> String {
        let mut address = self.page.with_value(|page| format!("{page}?view={}", view.id));
        for (name, value) in &view.query {
            address.push_str(&format!("&{}={}", encode(name), encode(value)));
        }
        if !view.query.iter().any(|(name, _)| name == "sort") {
            // So that the address says more than the view, and is not led here again.
            address.push_str("&sort=");
        }
        address
    }

    pub(super) fn everything(self) -> String {
        self.page.with_value(|page| format!("{page}?view={ALL}"))
    }
}

/// Shows the list, or goes to what the view keeps that the address names or the viewer has chosen as default.
#[component]
pub fn Opened(views: Views, children: ChildrenFn) -> impl IntoView {
    let wanted = Memo::new(move |_| views.wanted());
    let children = StoredValue::new(children);
    move || match wanted.get() {
        None => children.with_value(|children| children()).into_any(),
        Some(id) => view! {
            <Suspense>
                {move || {
                    let id = id.clone();
                    Suspend::new(async move {
                        let found = views.loaded.await.unwrap_or_default().into_iter().find(|view| view.id.to_string() == id);
                        let to = found.map_or_else(|| views.everything(), |view| views.address(&view));
                        view! { <Redirect path=to options=leptos_router::NavigateOptions { replace: true, ..Default::default() } /> }
                    })
                }}
            </Suspense>
        }
        .into_any(),
    }
}
