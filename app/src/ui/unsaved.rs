//! Keeps a person from losing entries: asks before the page is left (SHELL-12).

use super::{Button, Dialog, DialogSize, Icon, Variant, browser};
use crate::i18n::t;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// While `dirty` is true, says so and asks before links, Back, reload and closing leave the page. One per page.
#[component]
pub fn UnsavedGuard(#[prop(into)] dirty: Signal<bool>) -> impl IntoView {
    let asking = RwSignal::new(false);
    let target = StoredValue::new(None::<browser::Leaving>);
    let leaving = StoredValue::new(false);
    Effect::new(move |_| {
        let guarded = move || dirty.try_get_untracked().unwrap_or(false) && !leaving.try_get_value().unwrap_or(true);
        let handles = browser::guard_leaving(guarded, move |to| {
            target.set_value(Some(to));
            asking.set(true);
        });
        let handles = StoredValue::new_local(handles);
        on_cleanup(move || drop(handles.try_update_value(std::mem::take)));
    });
    let navigate = use_navigate();
    let leave = move |_| {
        leaving.set_value(true);
        asking.set(false);
        match target.try_update_value(Option::take).flatten() {
            Some(browser::Leaving::To(url)) => navigate(&url, NavigateOptions::default()),
            Some(browser::Leaving::Back) => browser::history_back(),
            None => {}
        }
    };
    let foot = move || {
        let leave = leave.clone();
        view! {
            <Button variant=Variant::Ghost on_click=leave>{t!(ui::LEAVE_PAGE)}</Button>
            <Button variant=Variant::Primary on_click=move |_| asking.set(false)>{t!(ui::KEEP_EDITING)}</Button>
        }
    };
    view! {
        <span class="unsaved" role="status">
            {move || dirty.get().then(|| view! {
                <Icon name="circle-alert" />
                <span>{t!(ui::UNSAVED_CHANGES)}</span>
            })}
        </span>
        <Dialog id="unsaved-changes" open=asking title=t!(ui::UNSAVED_CHANGES) size=DialogSize::Small foot=foot>
            <p>{t!(ui::UNSAVED_TEXT)}</p>
        </Dialog>
    }
    .into_any()
}
