//! Breadcrumbs and the heading of a page.

use leptos::prelude::*;

/// One step of the breadcrumbs; the last one has no address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    pub label: String,
    pub href: Option<String>,
}

impl Crumb {
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: Some(href.into()) }
    }

    pub fn here(label: impl Into<String>) -> Self {
        Self { label: label.into(), href: None }
    }
}

#[component]
pub fn Breadcrumbs(crumbs: Vec<Crumb>) -> impl IntoView {
    let crumbs = crumbs.into_iter().map(|crumb| match crumb.href {
        Some(href) => view! { <li><a href=href>{crumb.label}</a></li> }.into_any(),
        None => view! { <li><span aria-current="page">{crumb.label}</span></li> }.into_any(),
    });
    view! {
        <nav class="breadcrumbs" aria-label=crate::i18n::t!(ui::BREADCRUMBS)>
            <ol>{crumbs.collect_view()}</ol>
        </nav>
    }
    .into_any()
}

/// The page's title with its actions on the right.
#[component]
pub fn PageHeader(
    #[prop(into)] title: Signal<String>,
    /// Beside the title: `1,204 of 3,011`.
    #[prop(optional, into)]
    count: MaybeProp<String>,
    #[prop(optional)] crumbs: Vec<Crumb>,
    /// Badges beside the title.
    #[prop(optional, into)]
    marks: ViewFnOnce,
    #[prop(optional, into)] actions: ViewFnOnce,
) -> impl IntoView {
    view! {
        {(!crumbs.is_empty()).then(|| view! { <Breadcrumbs crumbs=crumbs /> })}
        <div class="page-head">
            <div class="page-title">
                <h1>{move || title.get()}</h1>
                {marks.run()}
                {move || count.get().map(|count| view! { <span class="page-count">{count}</span> })}
            </div>
            <div class="page-actions">{actions.run()}</div>
        </div>
    }
    .into_any()
}
