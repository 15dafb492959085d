//! The first page.

use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn Start() -> impl IntoView {
    view! {
        <Title text="" />
        <main>
            <h1>"Switchroom"</h1>
        </main>
    }
}
