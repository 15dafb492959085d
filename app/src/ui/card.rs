//! A bordered section with a heading.

use leptos::prelude::*;

/// `actions` stands right of the title, `foot` below the body.
#[component]
pub fn Card(
    #[prop(optional, into)] title: Option<String>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] actions: ViewFnOnce,
    #[prop(optional, into)] foot: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="card" id=id>
            {title
                .map(|title| view! {
                    <header class="card-head">
                        <h2 class="card-title">{title}</h2>
                        {actions.run()}
                    </header>
                })}
            <div class="card-body">{children()}</div>
            {foot.map(|foot| view! { <footer class="card-foot">{foot.run()}</footer> })}
        </section>
    }
    .into_any()
}
