//! The heading of a list that has views: its title, how many rows there are, and which view it is.

use super::menu::ViewsMenu;
use super::opened::Views;
use crate::ui::{Crumb, List, PageHeader};
use leptos::prelude::*;

#[component]
pub fn ViewHeading(
    list: List,
    views: Views,
    #[prop(into)] title: String,
    crumbs: Vec<Crumb>,
    /// What the list is called without a view.
    #[prop(into)]
    everything: String,
    #[prop(into)] actions: ViewFn,
) -> impl IntoView {
    let count = Signal::derive(move || Some(list.count_text()));
    let everything = StoredValue::new(everything);
    let marks = move || view! { <ViewsMenu list=list views=views everything=everything.get_value() /> };
    view! { <PageHeader title=title count=count crumbs=crumbs marks=marks actions=move || actions.run() /> }.into_any()
}
