//! A tooltip that explains, mostly why something cannot be used. Shown on hover and on focus.

use leptos::prelude::*;

/// Adds a description to what it contains. Without text it adds nothing visible.
#[component]
pub fn Tip(
    #[prop(into)] text: MaybeProp<String>,
    /// For `aria-describedby`.
    #[prop(optional, into)]
    id: Option<String>,
    /// Opens upwards, for the lower edge of a page.
    #[prop(optional)]
    above: bool,
    children: Children,
) -> impl IntoView {
    let class = if above { "tip-anchor tip-above" } else { "tip-anchor" };
    view! {
        <span class=class>
            {children()}
            {move || text.get().map(|text| view! { <span class="tip" role="tooltip" id=id.clone()>{text}</span> })}
        </span>
    }
    .into_any()
}
