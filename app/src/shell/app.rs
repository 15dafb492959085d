//! The routes of the interface. Each renders completely on the server (`SsrMode::Async`) before it hydrates.

use super::{not_found::NotFound, start::Start};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title formatter=|page: String| if page.is_empty() { "Switchroom".to_owned() } else { format!("{page} · Switchroom") } />
        <Router>
            <Routes fallback=|| view! { <NotFound /> }>
                <Route path=path!("/") view=Start ssr=SsrMode::Async />
            </Routes>
        </Router>
    }
}
