//! `/accounts/{id}/users/import`: without `?import=` the panel that takes a sheet, with it the preview.

use super::{
    api::{finished_imports, get_import, pending_import},
    preview::Preview,
    start::Start,
};
use crate::i18n::t;
use crate::shell::{Permitted, use_account};
use crate::ui::{Crumb, ErrorState, PageHeader, Skeleton};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use switchroom_types::ImportId;
use switchroom_types::access::Permission;

#[component]
pub fn ImportPage() -> impl IntoView {
    let account = use_account();
    let id = account.id;
    let import = Memo::new(move |_| use_query_map().with(|query| query.get("import")?.parse::<ImportId>().ok()));
    let crumbs = vec![
        Crumb::link(account.name.clone(), format!("/accounts/{id}/info")),
        Crumb::link(t!(imports::USERS), format!("/accounts/{id}/users")),
        Crumb::here(t!(imports::TITLE)),
    ];
    let pending = Resource::new(|| (), move |()| pending_import(id));
    let finished = Resource::new(|| (), move |()| finished_imports(id));
    let loaded = Resource::new(
        move || import.get(),
        move |import| async move {
            match import {
                Some(import) => Some(get_import(id, import).await),
                None => None,
            }
        },
    );
    view! {
        <Title text=t!(imports::TITLE) />
        <Permitted needs=Permission::USERS_ADD>
            <div class="page">
                <PageHeader title=t!(imports::TITLE).to_owned() crumbs=crumbs.clone() />
                <Transition fallback=|| view! { <Skeleton /> }>
                    {move || Suspend::new(async move {
                        match loaded.await {
                            None => view! { <Start account=id pending=pending finished=finished /> }.into_any(),
                            Some(Ok(import)) => view! { <Preview import=import /> }.into_any(),
                            Some(Err(error)) if error.status == 404 => view! { <Start account=id pending=pending finished=finished gone=true /> }.into_any(),
                            Some(Err(error)) => {
                                view! { <ErrorState error=error on_retry=Callback::new(move |()| loaded.refetch()) /> }.into_any()
                            }
                        }
                    })}
                </Transition>
            </div>
        </Permitted>
    }
    .into_any()
}
