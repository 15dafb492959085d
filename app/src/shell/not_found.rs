//! The page for an address that nothing lives at; the server answers it with status 404.

use super::response::set_status;
use crate::t;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn NotFound() -> impl IntoView {
    set_status(404);
    view! {
        <Title text=t!(not_found::TITLE) />
        <main>
            <h1>{t!(not_found::TITLE)}</h1>
            <p>{t!(not_found::TEXT)}</p>
            <p>
                <a href="/">{t!(not_found::BACK)}</a>
            </p>
        </main>
    }
}
