//! Name of a view, and whether others may use it.

use super::api::{create_view, edit_view};
use super::opened::Views;
use crate::i18n::t;
use crate::shell::can;
use crate::ui::{Button, Checkbox, Dialog, Form, FormState, List, TextField, Variant};
use leptos::prelude::*;
use switchroom_types::views::{MAX_NAME, SavedView, ViewForm, ViewPatch};

/// What the dialog is about.
#[derive(Clone)]
pub(super) enum Asked {
    /// The list as it shows, as a further view.
    New,
    /// Name and sharing of a view.
    Change(SavedView),
}

#[component]
pub(super) fn SaveDialog(
    list: List,
    views: Views,
    open: RwSignal<bool>,
    asked: RwSignal<Option<Asked>>,
    on_saved: Callback<SavedView>,
) -> impl IntoView {
    let state = FormState::new("view");
    let name = RwSignal::new(String::new());
    let shared = RwSignal::new(false);
    Effect::new(move |_| {
        if open.get() {
            let (was, others) = match asked.get_untracked() {
                Some(Asked::Change(view)) => (view.name, view.shared),
                _ => (String::new(), false),
            };
            name.set(was);
            shared.set(others);
            state.error.set(None);
        }
    });
    let save = move || {
        let done = move |view: SavedView| on_saved.run(view);
        match asked.get_untracked() {
            Some(Asked::Change(view)) => {
                let patch = ViewPatch { name: Some(name.get_untracked()), shared: Some(shared.get_untracked()), query: None };
                state.submit(edit_view(views.account, view.id, patch), done);
            }
            _ => {
                let query = untrack(|| list.shown_pairs());
                let form = ViewForm { list: views.list, name: name.get_untracked(), query, shared: shared.get_untracked() };
                state.submit(create_view(views.account, form), done);
            }
        }
    };
    let title = Signal::derive(move || match asked.get() {
        Some(Asked::Change(_)) => t!(views::RENAME_TITLE).to_owned(),
        _ => t!(views::SAVE_TITLE).to_owned(),
    });
    let foot = move || {
        view! {
            <Button on_click=move |_| open.set(false)>{t!(ui::CANCEL)}</Button>
            <Button variant=Variant::Primary busy=state.busy on_click=move |_| save()>{t!(ui::SAVE)}</Button>
        }
    };
    let to_share = views.list.to_share();
    view! {
        <Dialog id="save-view" open=open title=title light_dismiss=false foot=foot>
            <p class="muted">{t!(views::SAVE_TEXT)}</p>
            <Form state=state on_submit=Callback::new(move |()| save())>
                <TextField name="name" label=t!(views::NAME) value=name required=true max=u32::try_from(MAX_NAME).unwrap_or(80) />
                {move || can(to_share).then(|| view! { <Checkbox name="shared" label=t!(views::SHARE) note=t!(views::SHARE_NOTE).to_owned() value=shared /> })}
            </Form>
        </Dialog>
    }
    .into_any()
}
