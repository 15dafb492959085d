//! The dashboard.

use crate::t;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn Home() -> impl IntoView {
    view! {
        <Title text=t!(shell::DASHBOARD) />
        <h1>{t!(shell::DASHBOARD)}</h1>
    }
}
