//! The rows of the preview. Only those in view are in the document, so that a hundred thousand scroll like ten; further
//! ones load on the way down. A row with errors, or about somebody who is there, is higher by one line each, which makes heights known without measuring.

use super::preview::{Line, State};
use super::row::Row;
use crate::i18n::t;
use crate::ui::{Spinner, browser};
use leptos::{html, prelude::*};
use std::sync::Arc;
use switchroom_types::imports::ImportField;

/// Height of a row, and of the lines with its errors and with what it changes, in px; the style sheet has the same.
const ROW: f64 = 48.0;
const MESSAGES: f64 = 26.0;
/// Rows drawn above and below those in view, and how early more are loaded.
const AROUND: usize = 10;
const EARLY: usize = 40;

const FRAME: &str = "import-rows";

/// Shows the first row and puts the caret into it.
pub fn to_first_row() {
    request_animation_frame(|| {
        if let Some(frame) = browser::by_id(FRAME) {
            frame.set_scroll_top(0);
            if let Ok(Some(cell)) = frame.query_selector("tbody input") {
                use wasm_bindgen::JsCast;
                let _ = cell.unchecked_into::<web_sys::HtmlElement>().focus();
            }
        }
    });
}

#[component]
pub fn Grid(state: State) -> impl IntoView {
    let frame = NodeRef::<html::Div>::new();
    let view_port = RwSignal::new((0.0, f64::MAX));
    let measure = move || {
        // Called a frame later, when the grid may be gone.
        if let Some(frame) = frame.try_get_untracked().flatten() {
            let _ = view_port.try_set((f64::from(frame.scroll_top()), f64::from(frame.client_height())));
        }
    };
    // The server draws the first page whole; so does hydration.
    Effect::new(move |_| {
        state.layout.track();
        request_animation_frame(measure);
    });
    let tops = Memo::new(move |_| {
        state.layout.track();
        Arc::new(state.lines.with_untracked(|lines| tops(lines)))
    });
    let range = Memo::new(move |_| {
        let tops = tops.get();
        let (top, height) = view_port.get();
        visible(&tops, top, top + height)
    });
    Effect::new(move |_| {
        let (_, end) = range.get();
        if end + EARLY >= state.lines.with(Vec::len) && state.next.with(Option::is_some) && view_port.get().1 < f64::MAX {
            state.load_more();
        }
    });
    let shown = move || {
        let (start, end) = range.get();
        state.lines.with(|lines| lines.get(start..end.min(lines.len())).unwrap_or_default().to_vec())
    };
    let at = move |index: usize| tops.with(|tops| tops.get(index).copied().unwrap_or_default());
    let above = move || format!("{}px", at(range.get().0));
    let below = move || {
        let end = tops.with(|tops| tops.len().saturating_sub(1));
        format!("{}px", at(end) - at(range.get().1))
    };
    let columns = StoredValue::new(state.import.with_untracked(|import| import.columns.clone()));
    let span = columns.with_value(Vec::len) + 2;
    let heading = |field: &ImportField| view! { <th scope="col" class=format!("import-col-{}", field.as_str())>{field.heading()}</th> };
    view! {
        <div
            node_ref=frame
            id=FRAME
            class="import-frame"
            tabindex="0"
            role="region"
            aria-label=t!(imports::PREVIEW)
            aria-busy=move || state.loading.get().then_some("true")
            on:scroll=move |_| measure()
        >
            <table class="import-table" aria-rowcount=move || (state.import.with(|import| import.rows) + 1).to_string()>
                <thead>
                    <tr>
                        <th scope="col" class="import-col-status">{t!(imports::STATUS)}</th>
                        {columns.with_value(|columns| columns.iter().map(heading).collect_view())}
                        <th scope="col" class="import-col-action">{t!(imports::ACTION)}</th>
                    </tr>
                </thead>
                <tbody>
                    <tr aria-hidden="true" class="import-space" style:block-size=above>
                        <td colspan=span></td>
                    </tr>
                    <For each=shown key=|line| line.row let(line)>
                        <Row state=state line=line columns=columns />
                    </For>
                    <tr aria-hidden="true" class="import-space" style:block-size=below>
                        <td colspan=span></td>
                    </tr>
                </tbody>
            </table>
            {move || {
                state.loading.get().then(|| view! { <p class="import-more"><Spinner /> {t!(ui::LOADING)}</p> })
            }}
        </div>
    }
    .into_any()
}

/// Distance of each row from the top of the first; one more at the end for the height of all.
fn tops(lines: &[Line]) -> Vec<f64> {
    let mut tops = Vec::with_capacity(lines.len() + 1);
    let mut top = 0.0;
    for line in lines {
        tops.push(top);
        let lines = line.data.with_untracked(|row| u8::from(!row.errors.is_empty()) + u8::from(row.before.is_some()));
        top += ROW + f64::from(lines) * MESSAGES;
    }
    tops.push(top);
    tops
}

/// Rows between two distances and some around; the last is exclusive.
fn visible(tops: &[f64], from: f64, to: f64) -> (usize, usize) {
    let count = tops.len().saturating_sub(1);
    let first = tops.partition_point(|top| *top <= from).saturating_sub(1);
    let last = tops.partition_point(|top| *top < to).min(count);
    (first.saturating_sub(AROUND).min(count), (last + AROUND).min(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// IMP-B1 of a hundred thousand rows only those in view are drawn
    #[test]
    fn rows_in_view() {
        let tops: Vec<f64> = (0..=100_000).map(|row| f64::from(row) * ROW).collect();
        assert_eq!(visible(&tops, 0.0, 480.0), (0, 20));
        assert_eq!(visible(&tops, 48_000.0, 48_480.0), (990, 1_020));
        assert_eq!(visible(&tops, 0.0, f64::MAX), (0, 100_000));
        assert_eq!(visible(&[0.0], 0.0, 500.0), (0, 0));
    }
}
