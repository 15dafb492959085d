//! The menu of views, and what can be done with the one that shows.

use super::api::{delete_view, edit_view};
use super::opened::Views;
use super::save::{Asked, SaveDialog};
use crate::i18n::{t, tr_error};
use crate::shell::use_viewer;
use crate::ui::{ConfirmDialog, List, Menu, MenuItem, Tone, Variant, Work, use_toasts};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use switchroom_types::preferences::Preferences;
use switchroom_types::views::{SavedView, ViewPatch, default_key};

#[component]
pub fn ViewsMenu(list: List, views: Views, everything: String) -> impl IntoView {
    let everything = StoredValue::new(everything);
    view! {
        <Transition>
            {move || Suspend::new(async move {
                // Without its views the list can still be used.
                let loaded = StoredValue::new(views.loaded.await.unwrap_or_default());
                view! { <Loaded list=list views=views loaded=loaded everything=everything /> }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Loaded(list: List, views: Views, loaded: StoredValue<Vec<SavedView>>, everything: StoredValue<String>) -> impl IntoView {
    let asked = RwSignal::new(None::<Asked>);
    let saving = RwSignal::new(false);
    let deleting = RwSignal::new(false);
    let (work, toasts) = (Work::new(), use_toasts());
    let current = Memo::new(move |_| {
        let id = views.current.get()?;
        loaded.with_value(|all| all.iter().find(|view| view.id.to_string() == id).cloned())
    });
    let differs = Memo::new(move |_| current.with(|view| view.as_ref().is_some_and(|view| !shows(list, view))));
    let label = Signal::derive(move || match current.get() {
        None => everything.get_value(),
        Some(view) if differs.get() => t!(views::CHANGED, name = view.name),
        Some(view) => view.name,
    });
    let ask = move |what: Asked| {
        asked.set(Some(what));
        saving.set(true);
    };
    let keep = move |view: SavedView| {
        let patch = ViewPatch { query: Some(untrack(|| list.shown_pairs())), ..ViewPatch::default() };
        spawn_local(async move {
            match edit_view(views.account, view.id, patch).await {
                Ok(_) => {
                    toasts.show(Tone::Ok, t!(views::SAVED));
                    views.loaded.refetch();
                }
                Err(error) => toasts.show(Tone::Bad, tr_error(&error)),
            }
        });
    };
    let viewer = use_viewer();
    let make_default = move |view: Option<&SavedView>| {
        let key = default_key(views.list, views.account);
        if let Some(viewer) = viewer {
            viewer.arrange(Preferences { views: [(key, view.map(|view| view.id))].into(), ..Preferences::default() });
            views.changed.update(|changes| *changes += 1);
            toasts.show(Tone::Ok, if view.is_some() { t!(views::DEFAULT_SET) } else { t!(views::DEFAULT_REMOVED) });
        }
    };
    let items = Signal::derive(move || {
        let now = current.get();
        let link = |view: &SavedView| {
            let own = now.as_ref().is_some_and(|now| now.id == view.id);
            let item = MenuItem::link(view.name.clone(), views.address(view)).current(own);
            if views.default() == Some(view.id) { item.note(t!(views::IS_DEFAULT)) } else { item }
        };
        let of = |shared: bool| loaded.with_value(|all| all.iter().filter(|view| view.shared == shared).map(link).collect::<Vec<_>>());
        let mut items = vec![MenuItem::link(everything.get_value(), views.everything()).current(now.is_none())];
        let (own, shared) = (of(false), of(true));
        if !own.is_empty() {
            items.push(MenuItem::heading(t!(views::OWN)));
            items.extend(own);
        }
        if !shared.is_empty() {
            items.push(MenuItem::heading(t!(views::SHARED)));
            items.extend(shared);
        }
        items.push(MenuItem::line());
        items.push(MenuItem::run(t!(views::SAVE_AS), move || ask(Asked::New)).icon("plus"));
        if let Some(view) = now {
            if view.editable && differs.get() {
                let kept = view.clone();
                items.push(MenuItem::run(t!(views::SAVE_CHANGES), move || keep(kept.clone())).icon("check"));
            }
            let kept = view.clone();
            if views.default() == Some(view.id) {
                items.push(MenuItem::run(t!(views::REMOVE_DEFAULT), move || make_default(None)).icon("x"));
            } else {
                items.push(MenuItem::run(t!(views::SET_DEFAULT), move || make_default(Some(&kept))).icon("circle-check"));
            }
            if view.editable {
                let kept = view.clone();
                items.push(MenuItem::run(t!(views::RENAME), move || ask(Asked::Change(kept.clone()))).icon("pencil"));
                items.push(MenuItem::run(t!(views::DELETE), move || deleting.set(true)).icon("trash").danger());
            }
        }
        items
    });
    let navigate = StoredValue::new(use_navigate());
    let remove = move |()| {
        let Some(view) = current.get_untracked() else { return };
        work.run(delete_view(views.account, view.id), move |()| {
            deleting.set(false);
            toasts.show(Tone::Ok, t!(views::DELETED, name = view.name));
            navigate.with_value(|navigate| navigate(&views.everything(), NavigateOptions::default()));
            views.loaded.refetch();
        });
    };
    let saved = Callback::new(move |view: SavedView| {
        saving.set(false);
        toasts.show(Tone::Ok, t!(views::SAVED));
        navigate.with_value(|navigate| navigate(&views.address(&view), NavigateOptions { scroll: false, ..NavigateOptions::default() }));
        views.loaded.refetch();
    });
    let consequences = Signal::derive(move || {
        let shared = current.with(|view| view.as_ref().is_some_and(|view| view.shared));
        vec![if shared { t!(views::DELETE_SHARED) } else { t!(views::DELETE_OWN) }.to_owned()]
    });
    view! {
        <Menu id="list-views" label=label items=items icon="list" variant=Variant::Ghost small=true arrow=true />
        <SaveDialog list=list views=views open=saving asked=asked on_saved=saved />
        <ConfirmDialog
            id="delete-view"
            open=deleting
            title=t!(views::DELETE_TITLE).to_owned()
            confirm=t!(views::DELETE).to_owned()
            danger=true
            work=work
            consequences=consequences
            on_confirm=Callback::new(remove)
        />
    }
    .into_any()
}

/// Whether the list shows what the view keeps.
fn shows(list: List, view: &SavedView) -> bool {
    let sorted = |mut pairs: Vec<(String, String)>| {
        pairs.sort();
        pairs
    };
    let mut kept = view.query.clone();
    let mut shown = list.shown_pairs();
    if !kept.iter().any(|(name, _)| name == "columns") {
        shown.retain(|(name, _)| name != "columns");
    }
    if !kept.iter().any(|(name, _)| name == "sort") {
        shown.retain(|(name, _)| name != "sort");
    }
    kept.retain(|(_, value)| !value.is_empty());
    sorted(shown) == sorted(kept)
}
