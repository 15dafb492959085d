//! What became of each unit of a job.

use super::api::list_job_items;
use crate::{
    i18n::{name_of, tr_error},
    t,
    ui::{Banner, Button, Tag, Tone},
};
use leptos::{prelude::*, task::spawn_local};
use switchroom_types::jobs::{ItemState, JobItem};
use switchroom_types::list::ListQuery;
use switchroom_types::{AppError, JobId};

/// Unfolds to the units, the failed ones first if there are any. `done` makes it load again as the job moves on.
#[component]
pub(super) fn Results(id: JobId, done: u64, failed: u64) -> impl IntoView {
    let items = RwSignal::new(Vec::<JobItem>::new());
    let next = RwSignal::new(None::<String>);
    let error = RwSignal::new(None::<String>);
    let only_failed = RwSignal::new(failed > 0);
    let load = move |cursor: Option<String>| {
        let filters = if only_failed.get_untracked() { vec![("state".to_owned(), ItemState::Failed.to_string())] } else { Vec::new() };
        let more = cursor.is_some();
        let query = ListQuery { filters, cursor, ..ListQuery::default() };
        spawn_local(async move {
            match list_job_items(id, query).await {
                Ok(page) => {
                    let _ = items.try_update(|items| {
                        if !more {
                            items.clear();
                        }
                        items.extend(page.items);
                    });
                    let _ = next.try_set(page.next_cursor);
                    let _ = error.try_set(None);
                }
                Err(failure) => {
                    let _ = error.try_set(Some(tr_error(&failure)));
                }
            }
        });
    };
    let choose = move |failed: bool| {
        only_failed.set(failed);
        load(None);
    };
    let row = |item: JobItem| {
        let tone = match item.state {
            ItemState::Done => Tone::Ok,
            ItemState::Failed => Tone::Bad,
            ItemState::Skipped => Tone::Warn,
            ItemState::Pending => Tone::Neutral,
        };
        view! {
            <tr>
                <td>{item.label.clone()}</td>
                <td><Tag tone=tone>{name_of("item_state", item.state.as_str())}</Tag></td>
                <td>{reason(&item)}</td>
            </tr>
        }
    };
    view! {
        <details class="job-results scripting-only" data-done=done.to_string() on:toggle=move |_| {
            if items.with_untracked(Vec::is_empty) {
                load(None);
            }
        }>
            <summary>{t!(jobs::SHOW_RESULTS)}</summary>
            <div class="row">
                <Button small=true on_click=move |_| choose(true)>{t!(jobs::FAILED_ITEMS)} " (" {failed} ")"</Button>
                <Button small=true on_click=move |_| choose(false)>{t!(jobs::ALL_ITEMS)}</Button>
            </div>
            {move || error.get().map(|error| view! { <Banner tone=Tone::Bad>{error}</Banner> })}
            <Show when=move || items.with(Vec::is_empty)>
                <p class="muted">{t!(jobs::NONE)}</p>
            </Show>
            <table class="changes">
                <thead>
                    <tr>
                        <th scope="col">{t!(jobs::ITEM)}</th>
                        <th scope="col">{t!(jobs::OUTCOME)}</th>
                        <th scope="col">{t!(jobs::REASON)}</th>
                    </tr>
                </thead>
                <tbody>{move || items.get().into_iter().map(row).collect_view()}</tbody>
            </table>
            {move || next.get().map(|cursor| view! {
                <Button small=true on_click=move |_| load(Some(cursor.clone()))>{t!(jobs::LOAD_MORE)}</Button>
            })}
        </details>
    }
}

/// The reason in the viewer's language where its code is known.
fn reason(item: &JobItem) -> String {
    let message = item.message.clone().unwrap_or_default();
    match &item.code {
        Some(code) => tr_error(&AppError::new(422, code.clone(), message)),
        None => message,
    }
}
