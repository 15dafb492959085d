//! The page for an address that nothing lives at; the server answers it with status 404.

use super::response::set_status;
use crate::t;
use leptos::prelude::*;
use leptos_meta::Title;

/// For addresses outside the frame.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <main class="content">
            <Absent />
        </main>
    }
}

/// The same inside the frame.
#[component]
pub fn Absent() -> impl IntoView {
    set_status(404);
    view! {
        <Title text=t!(not_found::TITLE) />
        <div class="page-message">
            <h1>{t!(not_found::TITLE)}</h1>
            <p>{t!(not_found::TEXT)}</p>
            <p>
                <a class="button" href="/">{t!(not_found::BACK)}</a>
            </p>
        </div>
    }
}
