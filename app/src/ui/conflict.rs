//! Both values of every field that somebody else changed meanwhile (ACC-25), and how to go on.

use super::{Banner, Button, Tone};
use crate::i18n::t;
use leptos::prelude::*;
use switchroom_types::error::FieldConflict;

/// Shows while there are conflicts. `on_resolve` gets true to save one's own values over theirs, false to take theirs.
#[component]
pub fn ConflictView(
    #[prop(into)] conflicts: Signal<Vec<FieldConflict>>,
    /// The label of a field by its name.
    label: fn(&str) -> String,
    on_resolve: impl Fn(bool) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let empty = || t!(ui::EMPTY_VALUE).to_owned();
    let shown = move |value: String| if value.is_empty() { empty() } else { value };
    move || {
        let conflicts = conflicts.get();
        (!conflicts.is_empty()).then(|| {
            let rows = conflicts.into_iter().map(move |conflict| {
                view! {
                    <tr>
                        <th scope="row">{label(&conflict.field)}</th>
                        <td>{shown(conflict.yours)}</td>
                        <td>{shown(conflict.theirs)}</td>
                    </tr>
                }
            });
            view! {
                <Banner tone=Tone::Warn title=t!(ui::CONFLICT_TITLE).to_owned()>
                    <table class="conflicts">
                        <thead>
                            <tr>
                                <th scope="col">{t!(ui::CONFLICT_FIELD)}</th>
                                <th scope="col">{t!(ui::CONFLICT_YOURS)}</th>
                                <th scope="col">{t!(ui::CONFLICT_THEIRS)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                    <div class="row">
                        <Button small=true on_click=move |_| on_resolve(true)>{t!(ui::CONFLICT_KEEP)}</Button>
                        <Button small=true on_click=move |_| on_resolve(false)>{t!(ui::CONFLICT_TAKE)}</Button>
                    </div>
                </Banner>
            }
        })
    }
}
