//! The bar that shows while rows are ticked: how many, all of them, and what can be done with them.

use super::{
    Picked,
    list::{List, count},
};
use crate::{
    i18n::t,
    ui::{Button, IconButton, Variant},
};
use leptos::prelude::*;

pub(super) fn bulk_bar(list: List, actions: ViewFn) -> AnyView {
    let any = Memo::new(move |_| list.picked.with(|picked| !picked.is_empty()));
    let text = move || {
        let picked = list.picked_count();
        t!(table::PICKED, n = picked.value, count = count(picked))
    };
    let more = move || !list.picked.with(|picked| picked.all);
    let actions = StoredValue::new(actions);
    view! {
        <Show when=move || any.get()>
            <div class="bulk-bar" role="region" aria-label=t!(table::SELECTION)>
                <b>{text}</b>
                <Show when=more>
                    <Button variant=Variant::Ghost small=true on_click=move |_| list.toggle_all(true)>
                        {move || t!(table::SELECT_ALL_COUNT, count = count(list.total.get()))}
                    </Button>
                </Show>
                {actions.with_value(ViewFn::run)}
                <IconButton icon="x" small=true label=t!(table::CLEAR_SELECTION) on_click=move |_| list.picked.set(Picked::default()) />
            </div>
        </Show>
    }
    .into_any()
}
